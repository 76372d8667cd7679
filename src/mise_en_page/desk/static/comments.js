// Comments and proposed changes: beside the pages as conversations, on them as marks, and the form that makes one.

import { post } from "./asking.js";
import { words } from "./comment-words.js";
import { make, say } from "./words.js";

const byId = (id) => document.getElementById(id);
// Of a long passage, so much is repeated.
const QUOTED = 140;

const short = (text) => (text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text);

export class Comments {
  /** ``sheets`` gives the pages, ``open`` shows the panel, ``lead`` shows a place on a page. */
  constructor({ sheets, open, lead }) {
    Object.assign(this, { sheets, open, lead });
    this.threads = [];
    this.pages = [];
    this.items = new Map(); // of each conversation what it was made of, and its element
    this.drafts = new Map(); // answers that are being written
    this.closedToo = false;
    this.current = "";
    this.me = null; // by what name one's own are told
    addEventListener("me", ({ detail }) => {
      this.me = detail;
      this.#list();
    });
    byId("h-comments").firstElementChild.textContent = words.comments;
    byId("comment-page").onclick = () => this.write({ folio: this.folio });
    byId("closed-too").onchange = ({ target }) => {
      this.closedToo = target.checked;
      this.#list();
    };
  }

  /** The conversations of a state, and the page in view (its folio) for a comment on all of it. */
  show(threads, pages) {
    const key = ({ page, boxes, at }) => [page ?? 1e6, boxes[0]?.[1] ?? -1, at];
    this.threads = [...threads].sort((a, b) => {
      const [one, other] = [key(a), key(b)];
      const n = one.findIndex((value, at) => value !== other[at]);
      return n < 0 ? 0 : one[n] < other[n] ? -1 : 1;
    });
    this.pages = pages;
    this.#list();
    this.lay();
  }

  /** The page to which a comment without words goes. */
  at(folio) {
    this.folio = folio;
    const button = byId("comment-page");
    button.hidden = folio === undefined;
    if (folio !== undefined) button.textContent = words.onPage(folio);
  }

  // --- on the pages

  lay() {
    const places = this.sheets().map(() => []);
    for (const thread of this.threads) {
      const of = places[thread.page];
      if (thread.state !== "open" || !of) continue;
      const kind = `said ${thread.kind}${thread.id === this.current ? " current" : ""}`;
      for (const box of thread.boxes) of.push([make("div", { class: kind }), box]);
      if (!thread.boxes.length) continue;
      const [x, y, width, height] = thread.boxes[0];
      const pin = make("button", {
        class: "pin", tabindex: "-1", title: short(thread.text || thread.quote), onclick: () => this.go(thread.id),
        "aria-label": words.pin(thread.by || words.somebody, thread.text || this.#change(thread)),
      }, thread.kind === "proposal" ? "±" : "“");
      of.push([pin, [x + width, y - height * 0.35, 0, 0]]);
    }
    this.sheets().forEach((sheet, n) => sheet.lay("said", places[n]));
  }

  /** To a conversation in the panel. */
  go(id) {
    this.open();
    const item = this.items.get(id)?.element;
    item?.scrollIntoView({ block: "center" });
    item?.querySelector(".lead").focus({ preventScroll: true });
    this.#choose(id);
  }

  #choose(id) {
    this.current = id;
    for (const [name, { element }] of this.items) element.classList.toggle("current", name === id);
    this.lay();
  }

  // --- in the panel

  #list() {
    const open = this.threads.filter(({ state }) => state === "open");
    const closed = this.threads.filter(({ state }) => state !== "open");
    byId("comment-count").textContent = open.length || "";
    byId("closed-row").hidden = !closed.length;
    if (!closed.length) this.closedToo = byId("closed-too").checked = false;
    byId("closed-words").textContent = closed.length === 1 ? words.closedOne : words.closedToo(closed.length);
    const told = this.closedToo ? [...open, ...closed] : open;
    const ids = new Set(told.map(({ id }) => id));
    for (const id of this.items.keys()) if (!ids.has(id)) this.items.delete(id);
    const elements = told.map((thread) => this.#item(thread));
    const list = byId("comment-list");
    const none = make("li", { class: "none" }, this.threads.length ? words.noneOpen : words.none);
    const wanted = elements.length ? elements : [none];
    // What stays is not moved: it keeps its focus, and the answer that is typed in it.
    for (const each of [...list.children]) if (!wanted.includes(each)) each.remove();
    wanted.forEach((each, n) => { if (list.children[n] !== each) list.insertBefore(each, list.children[n] ?? null); });
  }

  #item(thread) {
    const { boxes: _, ...rest } = thread;
    const made = JSON.stringify([rest, this.pages[thread.page]?.folio, this.me]);
    const known = this.items.get(thread.id);
    if (known?.made === made) {
      known.thread = thread;
      return known.element;
    }
    const item = { made, thread };
    item.element = this.#element(thread, () => item.thread);
    this.items.set(thread.id, item);
    const held = known?.element.contains(document.activeElement);
    if (known) known.element.replaceWith(item.element);
    if (held) (item.element.querySelector("textarea") ?? item.element.querySelector(".lead")).focus({ preventScroll: true });
    return item.element;
  }

  #element(thread, now) {
    const { kind, state, by, at, quote, text, mark } = thread;
    const folio = this.pages[thread.page]?.folio ?? thread.folio;
    const head = [folio ? words.page(folio) : words.wholeIssue, by || words.somebody, words.when(at), words.states[state]];
    const notes = [
      thread.words === "changed" ? words.changed : thread.words === "gone" ? words.gone : "",
      thread.proof ? (thread.older ? words.older : words.proof)(thread.proof) : "", thread.kept ? "" : words.notKept,
    ].filter(Boolean);
    const status = make("p", { class: "status", role: "alert" });
    const said = make("div", {});
    const draft = this.drafts.get(thread.id);
    if (draft !== undefined) said.append(this.#answerForm(thread.id, status));
    const own = by === this.me ? " own" : "";
    return make("li", { class: `thread ${kind} ${state}${own}${thread.id === this.current ? " current" : ""}`, "data-id": thread.id },
      make("button", { class: "lead", onclick: () => { this.#choose(thread.id); this.lead(now()); } },
        make("span", { class: "head" }, head.filter(Boolean).join(" · ")),
        kind === "proposal" ? make("span", { class: "change" }, make("del", {}, short(quote)), " ",
          thread.replace ? make("ins", {}, short(thread.replace)) : make("em", {}, words.cut))
          : quote ? make("span", { class: "quote" }, `«\u00a0${short(quote)}\u00a0»${mark && words.marks[mark] ? ` (${words.marks[mark]})` : ""}`) : null,
        text ? make("span", { class: "message" }, text) : null),
      thread.more.length ? make("ol", { class: "answers" }, ...thread.more.map((each) => make("li", {},
        make("span", { class: "head" }, [each.by || words.somebody, words.when(each.at)].filter(Boolean).join(" · ")),
        words.kinds[each.kind] ? make("em", {}, words.kinds[each.kind]) : null,
        each.text ? make("span", { class: "message" }, each.text) : null))) : null,
      ...notes.map((each) => make("p", { class: "hint" }, each)),
      make("div", { class: "acts" }, ...this.#acts(thread, said, status)), said, status);
  }

  #acts(thread, said, status) {
    const act = (kind, label, main = "") => make("button", {
      class: main, "data-act": kind, onclick: ({ currentTarget }) => this.#send({ kind, to: thread.id }, status, currentTarget),
    }, label);
    const answer = make("button", {
      "data-act": "answer",
      onclick: () => {
        if (!this.drafts.has(thread.id)) {
          this.drafts.set(thread.id, "");
          said.append(this.#answerForm(thread.id, status));
        }
        said.querySelector("textarea").focus();
      },
    }, words.answer);
    if (thread.state !== "open") return [answer, act("reopened", thread.state === "accepted" ? words.takeBack : words.reopen)];
    if (thread.kind === "proposal") return [act("accepted", words.accept, "main"), act("refused", words.refuse), answer];
    return [answer, act("resolved", words.resolve)];
  }

  #answerForm(id, status) {
    const text = make("textarea", { rows: "2", "aria-label": words.answerText, placeholder: words.answerText, spellcheck: "true" });
    text.value = this.drafts.get(id);
    text.addEventListener("input", () => this.drafts.set(id, text.value));
    const close = () => {
      this.drafts.delete(id);
      form.remove();
    };
    const form = make("form", { class: "answer" }, text, make("div", { class: "acts" },
      make("button", { class: "main" }, words.send), make("button", { type: "button", onclick: close }, words.cancel)));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (text.value.trim() && await this.#send({ kind: "answer", to: id, text: text.value }, status)) close();
    });
    escapes(form, close);
    return form;
  }

  async #send(message, status, button = null) {
    if (button) button.disabled = true;
    const answer = await post("/comments", message);
    if (answer?.ok) {
      say(words.said);
      return true;
    }
    if (button) button.disabled = false;
    status.textContent = answer ? await answer.text() : words.lost;
    return false;
  }

  #change({ quote, replace }) {
    return `${short(quote)} → ${replace || words.cut}`;
  }

  // --- a new one

  /** Write about words, {file, line, column, quote}, or a page, {folio}; ``back`` gives the focus back, ``done`` ends it. */
  write(about, { back = () => {}, done = () => {} } = {}) {
    const fold = this.open();
    const status = make("p", { class: "status", role: "alert" });
    const text = make("textarea", { rows: "3", id: "comment-text", spellcheck: "true" });
    const label = make("label", { for: "comment-text" }, words.text);
    const instead = make("textarea", { rows: "2", id: "comment-instead", spellcheck: "true" });
    const change = make("div", { hidden: "" }, make("label", { for: "comment-instead" }, words.instead), instead);
    instead.value = about.quote ?? "";
    const propose = make("button", {
      type: "button", class: "propose", "aria-pressed": "false",
      onclick: () => {
        change.hidden = !change.hidden;
        propose.setAttribute("aria-pressed", String(!change.hidden));
        label.textContent = change.hidden ? words.text : words.why;
        (change.hidden ? text : instead).focus();
      },
    }, words.propose);
    const box = byId("comment-form");
    const close = () => {
      box.replaceChildren();
      fold();
      done();
      back();
    };
    const form = make("form", { "aria-label": words.comment },
      make("p", { class: "quote" }, about.quote ? words.about(short(about.quote)) : words.aboutPage(about.folio)),
      change, label, text,
      make("div", { class: "acts" }, make("button", { class: "main" }, words.send), about.quote ? propose : "",
        make("button", { type: "button", onclick: close }, words.cancel)), status);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const proposed = !change.hidden;
      if (proposed ? instead.value === about.quote : !text.value.trim()) {
        (proposed ? instead : text).focus();
        return;
      }
      const { file, line, column, quote, folio } = about;
      const message = { kind: proposed ? "proposal" : "comment", text: text.value, on: { file, line, column, quote, folio } };
      if (await this.#send(proposed ? { ...message, replace: instead.value } : message, status)) close();
    });
    escapes(form, close);
    box.replaceChildren(form);
    form.scrollIntoView({ block: "nearest" });
    text.focus();
  }
}

function escapes(form, close) {
  form.addEventListener("keydown", (event) => {
    event.stopPropagation(); // here letters are letters, and not the page's keys
    if (event.key === "Escape" && !event.isComposing) close();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
}
