// Beside the pages: problems, copyfit, inks, sign-off.

import { fitWords, make, say, words } from "./words.js";

const byId = (id) => document.getElementById(id);

export function showProblems(problems, pages, lead, accept) {
  byId("problem-count").textContent = problems.length || "";
  const order = { error: 0, warning: 1, info: 2 };
  const sorted = [...problems].sort((a, b) => b.broken - a.broken || order[a.severity] - order[b.severity]);
  byId("problems").replaceChildren(...(sorted.length ? sorted : [null]).map((problem) => {
    if (!problem) return make("li", { class: "none" }, words.noProblem);
    const folio = pages[problem.page]?.folio;
    const place = problem.file ? `${problem.file.split("/").at(-1)}:${problem.line}` : "";
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

export function showFit(articles, pages, lead) {
  const groups = Map.groupBy ? Map.groupBy(articles, (each) => each.page) : grouped(articles);
  byId("fit").replaceChildren(...[...groups].map(([page, list]) => make("li", {},
    make("h3", {}, words.page(pages[page].folio)),
    make("ul", {}, ...list.map((article) => {
      const share = Math.min(1, Math.abs(article.lines) / Math.max(4, article.room * 0.25));
      const bar = make("span", { class: "bar", "aria-hidden": "true" }, make("i"));
      bar.firstChild.style.width = `${share * 50}%`;
      const side = article.lines > 0 || article.leftOut.length ? "over" : article.lines < 0 ? "under" : "fits";
      return make("li", { class: side }, make("button", { onclick: () => lead(article) },
        make("span", { class: "what" }, article.title), bar,
        make("span", { class: "much" }, fitWords(article.lines, article.characters))),
      article.leftOut.length ? make("p", { class: "cut" }, words.leftOut(article.leftOut)) : null,
      article.overset ? make("p", { class: "cut", title: words.oversetText }, `… ${article.overset}`) : null);
    })))));
}

function grouped(articles) {
  const groups = new Map();
  for (const each of articles) groups.set(each.page, [...(groups.get(each.page) ?? []), each]);
  return groups;
}

export async function measureInks(page, folio) {
  const box = byId("inks");
  box.replaceChildren(make("p", {}, words.measuring));
  const answer = await fetch(`/page/${page}/inks.json`).catch(() => null);
  if (!answer?.ok) {
    box.replaceChildren(make("p", {}, words.noMeasure));
    return;
  }
  const { inks, most, limit } = await answer.json();
  const percent = (value) => `${value.toLocaleString(document.documentElement.lang)} %`;
  box.replaceChildren(
    make("h3", {}, words.page(folio)),
    make("ul", { class: "inks" }, ...Object.entries(inks).map(([ink, value]) => {
      const bar = make("span", { class: `ink ${ink.toLowerCase()}`, "aria-hidden": "true" }, make("i"));
      bar.firstChild.style.width = `${Math.min(100, value)}%`;
      return make("li", {}, make("span", {}, words.inkNames[ink] ?? ink), bar, make("span", {}, percent(value)));
    })),
    most === null ? "" : make("p", { class: most > limit ? "over" : "" },
      `${words.most} : ${percent(most)} (${words.limit} ${percent(limit)})`),
  );
  say(words.page(folio));
}

/** The ways to make a page, each with a small picture, its price, its words, and a button that takes it. */
export async function showWays(page, folio, take) {
  const box = byId("ways");
  box.replaceChildren(make("p", {}, words.lookingForWays));
  const answer = await fetch(`/page/${page}/ways.json`).catch(() => null);
  if (!answer?.ok) {
    box.replaceChildren(make("p", {}, words.noWays));
    return null;
  }
  const { ways, version } = await answer.json();
  box.replaceChildren(make("h3", {}, words.page(folio)), make("ol", { class: "ways" }, ...ways.map((way) => make("li", {},
    make("img", { src: `/page/${page}/ways/${way.number}.bmp?version=${version}`, alt: words.way(way.number), loading: "lazy" }),
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
