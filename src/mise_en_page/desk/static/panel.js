// Beside the pages: problems, copyfit, inks, sign-off.

import { ask, picture } from "./asking.js";
import { fitWords, make, say, words } from "./words.js";

const byId = (id) => document.getElementById(id);

export function showProblems(problems, pages, lead, accept) {
  byId("problem-count").textContent = problems.length || "";
  const order = { error: 0, warning: 1, info: 2 };
  const sorted = [...problems].sort((a, b) => b.broken - a.broken || order[a.severity] - order[b.severity]);
  byId("problems").replaceChildren(...(sorted.length ? sorted : [null]).map((problem) => {
    if (!problem) return make("li", { class: "none" }, words.noProblem);
    const folio = pages[problem.page]?.folio;
    const place = problem.file ? words.placeOf(problem.file.split("/").at(-1), problem.line) : "";
    return make("li", { class: problem.severity },
      make("button", { class: "lead", onclick: () => lead(problem) },
        make("span", { class: "head" },
          make("span", { class: "kind" }, words[problem.severity]),
          make("span", { class: "place" }, [folio ? `p. ${folio}` : "", place].filter(Boolean).join(" · "))),
        make("span", { class: "message" }, problem.message),
        problem.hint ? make("span", { class: "hint" }, problem.hint) : null),
      problem.accept ? make("button", {
        class: "accept", title: words.acceptHint(problem.accept), "aria-label": words.acceptHint(problem.accept),
        onclick: ({ currentTarget }) => accept(problem.accept, currentTarget),
      }, words.accept) : null);
  }));
}

/** What came from elsewhere: of each source what was told, and what others noted beside its text. */
export function showImports(imports, lead) {
  byId("imports").hidden = !imports.length;
  byId("imported").replaceChildren(...imports.map((each) => make("li", {},
    make("h3", {}, `${each.source} → ${each.articles.join(", ")}`),
    make("ul", {},
      ...each.comments.map((comment) => make("li", { class: "info" }, make("button", { class: "lead", onclick: () => lead(comment) },
        make("span", { class: "head" }, words.comment(comment.author)),
        comment.words ? make("span", { class: "hint" }, words.quoted(comment.words)) : null,
        make("span", { class: "message" }, comment.text)))),
      ...each.told.map((told) => make("li", { class: told.severity }, make("button", { class: "lead", onclick: () => lead(told) },
        make("span", { class: "head" }, make("span", { class: "kind" }, words[told.severity])),
        make("span", { class: "message" }, told.message))))))));
}

/** Each article's copyfit, by page and by slot: articles that share a slot fill its room together. */
export function showFit(articles, pages, lead) {
  const shown = grouped(articles.filter((each) => !each.gone), (each) => each.page);
  byId("fit").replaceChildren(...[...shown].map(([page, list]) => make("li", {},
    make("h3", {}, words.page(pages[page].folio)),
    ...[...grouped(list, (each) => each.slot)].map(([slot, own]) => slotFit(slot, own, lead)))));
  const gone = articles.filter((each) => each.gone);
  byId("left-over").hidden = !gone.length;
  byId("left-over-list").replaceChildren(...gone.map((each) => make("li", {}, make("button", { onclick: () => lead(each) },
    make("span", { class: "what" }, each.title),
    make("span", { class: "much" }, `${words.page(pages[each.page].folio)}, ${words.howMany(each.lines)}, ${words.characters(each.characters)}`)))));
}

function slotFit(slot, articles, lead) {
  // White at another column's foot is no room for what is over.
  const over = articles.filter((each) => each.lines > 0);
  const told = over.length ? over : articles;
  const [lines, characters] = ["lines", "characters"].map((name) => told.reduce((sum, each) => sum + each[name], 0));
  const together = articles.length > 1 && lines !== 0;
  return make("div", { class: "slot" },
    together ? make("p", { class: `together ${side(lines)}` },
      `${words.slot(slot)}${words.colon}${fitWords(lines, characters)}`) : null,
    make("ul", {}, ...articles.map((each) => articleFit(each, together, lead))));
}

function articleFit(article, together, lead) {
  const share = Math.min(1, Math.abs(article.lines) / Math.max(4, article.room * 0.25));
  const bar = make("span", { class: "bar", "aria-hidden": "true" }, make("i"));
  bar.firstChild.style.width = `${share * 50}%`;
  // What a whole slot has too much of is not the fault of the article that happens to end it.
  const much = together ? words.onPage(article.room)
    : article.leftOut.length && !article.lines ? "" : fitWords(article.lines, article.characters);
  const told = [...article.leftOut.map((what) => ["lacks", words.leftOut([what])]), ...article.done.map((what) => ["did", what])];
  return make("li", { class: together ? "" : side(article.lines || (article.leftOut.length ? 1 : 0)) },
    make("button", { onclick: () => lead(article) },
      make("span", { class: "what" }, article.title), together ? null : bar, make("span", { class: "much" }, much)),
    article.ordered ? ordered(article.ordered) : null,
    told.length ? make("ul", { class: "told" }, ...told.map(([kind, what]) => make("li", { class: kind }, what))) : null,
    article.overset ? make("p", { class: "cut", title: words.oversetText }, `… ${article.overset}`) : null);
}

function side(lines) {
  return lines > 0 ? "over" : lines < 0 ? "under" : "fits";
}

/** "1 730 signes pour 1 500 demandés" */
function ordered({ unit, is, asked }) {
  const over = is - asked;
  const near = Math.abs(over) <= asked * 0.05;
  return make("p", { class: `ordered ${near ? "" : side(over)}` }, words.ordered(unit, is, asked));
}

function grouped(list, by) {
  const groups = new Map();
  for (const each of list) groups.set(by(each), [...(groups.get(by(each)) ?? []), each]);
  return groups;
}

export async function measureInks(page, folio) {
  const box = byId("inks");
  box.replaceChildren(make("p", {}, words.measuring));
  const answer = await ask(`/page/${page}/inks.json`);
  if (!answer?.ok) {
    box.replaceChildren(make("p", {}, words.noMeasure));
    return;
  }
  const { inks, most, limit } = await answer.json();
  const percent = (value) => `${value.toLocaleString(document.documentElement.lang)}\u00a0%`;
  box.replaceChildren(
    make("h3", {}, words.page(folio)),
    make("ul", { class: "inks" }, ...Object.entries(inks).map(([ink, value]) => {
      const bar = make("span", { class: `ink ${ink.toLowerCase()}`, "aria-hidden": "true" }, make("i"));
      bar.firstChild.style.width = `${Math.min(100, value)}%`;
      return make("li", {}, make("span", {}, words.inkNames[ink] ?? ink), bar, make("span", {}, percent(value)));
    })),
    most === null ? "" : make("p", { class: most > limit ? "over" : "" },
      `${words.most}${words.colon}${percent(most)} (${words.limit} ${percent(limit)})`),
  );
  say(words.page(folio));
}

function smallPicture(path, alt) {
  const image = make("img", { alt });
  picture(image, path);
  return image;
}

/** The ways to make a page, each with a small picture, its price, its words, and a button that takes it. */
export async function showWays(page, folio, take) {
  const box = byId("ways");
  box.replaceChildren(make("p", {}, words.lookingForWays));
  const answer = await ask(`/page/${page}/ways.json`);
  if (!answer?.ok) {
    box.replaceChildren(make("p", {}, words.noWays));
    return null;
  }
  const { ways, version } = await answer.json();
  box.replaceChildren(make("h3", {}, words.page(folio)), make("ol", { class: "ways" }, ...ways.map((way) => make("li", {},
    smallPicture(`/page/${page}/ways/${way.number}.bmp?version=${version}`, words.way(way.number)),
    make("div", {},
      make("p", { class: "price" }, way.number === 1 ? words.asMade(way.price) : words.price(way.price)),
      make("p", {}, way.words.join(words.semicolon)),
      make("button", {
        "aria-label": words.takeHint(way.number),
        onclick: ({ currentTarget }) => take({ page, number: way.number, version }, folio, currentTarget),
      }, way.number === 1 ? words.pin : words.take))))));
  say(words.foundWays(ways.length));
  return version;
}

export function showSigned(state) {
  const changed = state.pages.filter((page) => page.changed).map((page) => page.folio);
  byId("signed").textContent = !state.signed ? words.unsigned
    : changed.length ? words.changedSince + changed.join(", ") : words.nothingChanged;
}
