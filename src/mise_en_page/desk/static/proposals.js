// What may be done about a text that is too long or too short: cuts that `fit` has tried, ways that `plan` has found.

import { ask, post } from "./asking.js";
import { words } from "./galley-words.js";
import { make, say } from "./words.js";

/** A button that looks for them, and a node for what is found; ``asked()`` says for which file and page, ``apply(edits)`` carries a cut out. */
export function proposals({ asked, apply }) {
  const list = make("div", { class: "found" });
  const told = make("p", { role: "status" });
  const look = make("button", { onclick: () => search() }, words.offers);

  async function search() {
    const { file, page } = asked();
    look.disabled = true;
    told.textContent = words.looking;
    list.replaceChildren();
    const [cuts, ways] = await Promise.all([ask(`/offers.json?file=${encodeURIComponent(file)}`), page === null ? null : ask(`/page/${page}/ways.json`)]);
    look.disabled = false;
    look.textContent = words.again;
    if (!cuts?.ok && !ways?.ok) {
      told.textContent = cuts ? await cuts.text() : words.noOffers;
      return;
    }
    const slots = cuts?.ok ? await cuts.json() : [];
    const other = ways?.ok ? await ways.json() : null;
    show(slots, other, { file, page });
  }

  function show(slots, other, { file, page }) {
    const cuts = slots.flatMap((slot) => slot.cuts);
    const adds = slots.flatMap((slot) => slot.add);
    told.textContent = cuts.length || adds.length || other?.ways.length > 1 ? "" : words.none;
    list.replaceChildren(
      cuts.length ? make("h4", {}, words.cuts) : "",
      make("ul", {}, ...cuts.map((cut) => oneCut(cut, file))),
      ...adds.map(({ least, most }) => make("p", {}, words.add(least, most))),
      other && (cuts.length || other.ways.length > 1) ? make("h4", {}, words.ways) : "",
      make("ul", {}, ...(other?.ways ?? []).map((way) => oneWay(way, page, other.version))),
    );
    list.querySelector("button")?.focus();
  }

  function oneCut(cut, file) {
    const own = cut.edits.every((edit) => edit.file === file);
    const button = make("button", { onclick: () => take(cut, button) }, words.accept);
    button.disabled = !own;
    return make("li", {},
      make("p", {}, `${words.cut(cut.signs, cut.lines)}, ${words.left(cut.over)}`), button,
      ...cut.edits.map(({ before, cut: gone, put, behind }) => make("p", { class: "where" },
        before ? `…${before}` : "", make("del", {}, gone === "\n" ? "¶" : gone), put ? make("ins", {}, put) : "", behind ? `${behind}…` : "")),
      own ? null : make("p", { class: "where" }, words.other));
  }

  function take(cut, button) {
    const done = apply(cut.edits);
    told.textContent = done ? words.taken : words.changed;
    say(told.textContent);
    if (done) list.replaceChildren();
    else button.disabled = true;
  }

  function oneWay(way, page, version) {
    const button = make("button", { onclick: () => pin(way, page, version, button) }, way.number === 1 ? words.pin : words.accept);
    return make("li", {}, make("p", {}, `${words.way(way.number)}${way.number === 1 ? ` (${words.standing})` : ""}`), button,
      make("p", { class: "where" }, way.words.join(" · ")));
  }

  async function pin(way, page, version, button) {
    button.disabled = true;
    const answer = await post("/take", { page, number: way.number, version });
    told.textContent = answer?.ok ? words.pinned(way.number) : answer ? await answer.text() : words.noOffers;
    if (answer?.ok) list.replaceChildren();
    else button.disabled = false;
    say(told.textContent);
  }

  return { button: look, element: make("div", { class: "offers" }, told, list) };
}
