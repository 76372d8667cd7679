// What typography has changed, by article and by rule: looked at, marked as seen, refused here or everywhere.

import { ask, post } from "./asking.js";
import { words } from "./comment-words.js";
import { make, say } from "./words.js";

const byId = (id) => document.getElementById(id);
const SEEN = "preview.seen";
// So many that were seen are remembered.
const MOST = 4000;

export class Corrections {
  /** ``lead`` shows a place of a file on the pages; ``folio`` gives the number of a page. */
  constructor({ lead, folio }) {
    Object.assign(this, { lead, folio, articles: null, unfolded: new Set(), rule: "" });
    try {
      this.seen = new Set(JSON.parse(localStorage.getItem(SEEN)) ?? []);
    } catch {
      this.seen = new Set();
    }
    byId("h-corrections").firstElementChild.textContent = words.corrections;
    const button = byId("list-corrections");
    button.textContent = words.list;
    button.onclick = () => this.load();
    byId("rules").onchange = ({ target }) => {
      this.rule = target.value;
      this.#show();
    };
    byId("rules").setAttribute("aria-label", words.rules);
    byId("seen-words").textContent = words.seenToo;
    byId("seen-too").onchange = () => this.#show();
  }

  /** The pages may be others now. */
  stale() {
    if (!this.articles) return;
    clearTimeout(this.later);
    this.later = setTimeout(() => this.load(), 400);
  }

  async load() {
    const answer = await ask("/corrections.json");
    if (!answer?.ok) {
      byId("corrections").replaceChildren(make("p", {}, answer ? await answer.text() : words.lost));
      return;
    }
    const first = !this.articles;
    this.articles = await answer.json();
    byId("list-corrections").hidden = true;
    byId("correction-tools").hidden = false;
    this.#rules();
    this.#show();
    if (first) byId("rules").focus();
  }

  #rules() {
    const rules = new Map();
    for (const { corrections } of this.articles) {
      for (const { rule, sentence } of corrections) {
        rules.set(rule, { sentence: sentence || rule, count: (rules.get(rule)?.count ?? 0) + 1 });
      }
    }
    const all = [...rules.values()].reduce((sum, { count }) => sum + count, 0);
    const sorted = [...rules].sort(([, a], [, b]) => a.count - b.count);
    byId("rules").replaceChildren(make("option", { value: "" }, words.everyRule(all)),
      ...sorted.map(([rule, { sentence, count }]) => make("option", { value: rule }, `${sentence} (${count})`)));
    if (!rules.has(this.rule)) this.rule = "";
    byId("rules").value = this.rule;
  }

  #key({ file }, each) {
    return [file, each.rule, each.left.slice(-12), each.typed, each.became, each.right.slice(0, 12)].join("|");
  }

  #show() {
    const seenToo = byId("seen-too").checked;
    let left = 0;
    const parts = this.articles.map((article) => {
      const told = article.corrections.filter((each) => (!this.rule || each.rule === this.rule)
        && (seenToo || !this.seen.has(this.#key(article, each))));
      left += told.length;
      return told.length ? this.#article(article, told) : null;
    });
    byId("correction-count").textContent = left || "";
    byId("corrections").replaceChildren(...(left ? parts.filter(Boolean) : [make("p", { class: "none" }, words.noCorrections)]));
  }

  #article(article, told) {
    const groups = new Map();
    for (const each of told) groups.set(each.rule, [...(groups.get(each.rule) ?? []), each]);
    const page = this.folio(article.page);
    return make("section", { "aria-label": article.title },
      make("h3", {}, [page ? words.page(page) : "", article.title].filter(Boolean).join(" · ")),
      ...[...groups].sort(([, a], [, b]) => a.length - b.length).map(([rule, list]) => this.#group(article, rule, list)));
  }

  #group(article, rule, list) {
    const name = `${article.file} ${rule}`;
    const body = make("ul", {});
    const fill = () => body.replaceChildren(...list.map((each) => this.#item(article, each)));
    const head = make("summary", { title: list[0].authority }, `${list[0].sentence || rule} `, make("span", { class: "count" }, list.length));
    const details = make("details", { "data-rule": rule }, head, make("div", { class: "acts" },
      make("button", { "data-act": "seen", onclick: () => this.#see(article, list) }, words.seenAll)), body);
    details.addEventListener("toggle", () => {
      this.unfolded[details.open ? "add" : "delete"](name);
      if (details.open && !body.children.length) fill();
    });
    if (this.unfolded.has(name) || this.rule) {
      details.open = true;
      fill();
    }
    return details;
  }

  #item(article, each) {
    const status = make("p", { class: "status", role: "alert" });
    const refuse = (everywhere, label) => make("button", {
      "data-act": everywhere ? "always" : "here", title: everywhere ? words.alwaysHint : words.hereHint,
      onclick: ({ currentTarget }) => this.#refuse(each, everywhere, status, currentTarget),
    }, label);
    return make("li", {},
      make("button", { class: "lead", onclick: () => this.lead({ ...each, page: article.page, severity: "info" }) },
        each.left, make("del", {}, each.before), " → ", make("ins", {}, each.after), each.right),
      make("div", { class: "acts" }, make("button", { "data-act": "seen", onclick: () => this.#see(article, [each]) }, words.seen),
        ...(each.keeps ? [refuse(false, words.refuseHere), refuse(true, words.refuseAlways)] : [])), status);
  }

  #see(article, list) {
    for (const each of list) this.seen.add(this.#key(article, each));
    try {
      localStorage.setItem(SEEN, JSON.stringify([...this.seen].slice(-MOST)));
    } catch { /* a private window: until it is closed */ }
    this.#show();
  }

  async #refuse({ file, line, column, rule, typed, became }, everywhere, status, button) {
    button.disabled = true;
    const answer = await post("/corrections", { file, line, column, rule, typed, became, everywhere });
    if (answer?.ok) {
      const { kept } = await answer.json();
      say((everywhere ? words.keptAlways : words.keptHere)(kept));
      return;
    }
    button.disabled = false;
    status.textContent = answer ? await answer.text() : words.lost;
  }
}
