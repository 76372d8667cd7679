// The flatplan (chemin de fer): all pages as thumbnails in their spreads, each with its folio and how far it is.

import { picture } from "./asking.js";
import { make } from "./words.js";
import { words } from "./together-words.js";

const byId = (id) => document.getElementById(id);
const dialog = byId("flatplan");
// A thumbnail's width, CSS pixels.
const WIDE = 132;
const STATES = Object.keys(words.states);

let now = null;
const pictures = new Map(); // by page: the version that is shown, and its <img>

/** What is known, whenever that is another. */
export function showFlatplan(next) {
  now = next;
  if (dialog.open) fill();
}

export function openFlatplan() {
  if (dialog.open || !now) return;
  dialog.showModal();
  fill();
  const chosen = Number(byId("go").value) || 0;
  cells()[chosen]?.focus();
}

const cells = () => [...dialog.querySelectorAll("button.page")];

let shown = "";

function fill() {
  const { state, told } = now;
  const data = state.pages.map((page, n) => about(page, n));
  const written = JSON.stringify([data, told.states.page]);
  if (written === shown) return;
  shown = written;
  const focused = cells().indexOf(document.activeElement);
  const spreads = [];
  state.pages.forEach((page, n) => {
    const last = spreads.at(-1);
    const joins = page.side === "recto" && last?.open && state.pages[n - 1].folio === page.folio - 1;
    if (joins) {
      last.cells.push(cell(page, n, data[n]));
      last.open = false;
    } else spreads.push({ cells: [cell(page, n, data[n])], open: page.side === "verso", side: page.side });
  });
  const close = make("button", { class: "shut", "aria-label": words.close, title: words.close, onclick: () => dialog.close() }, "×");
  dialog.replaceChildren(
    make("header", {}, make("h2", { id: "h-flatplan" }, words.flatplan), close),
    make("ol", { class: "spreads" }, ...spreads.map((spread) => make("li", { class: spread.side }, ...spread.cells))));
  if (focused >= 0) cells()[focused]?.focus();
}

/** What is told of a page beside its picture. */
function about(page, n) {
  const { state, told, writers } = now;
  const over = new Map();
  for (const each of state.articles) if (each.page === n && each.lines > 0) over.set(each.name, each.lines);
  const files = new Set(state.articles.filter((each) => each.page === n).map((each) => each.file));
  return {
    version: page.version, folio: page.folio, state: told.states.page[page.folio],
    over: [...over.values()].reduce((sum, lines) => sum + lines, 0),
    wrong: state.problems.filter((each) => each.severity !== "info" && (each.page === n || (each.page === undefined && files.has(each.file)))).length,
    writers: writers(n), people: [...new Set(told.people.filter((each) => each.page === n && !each.me).map((each) => each.name))],
  };
}

function cell(page, n, { folio, state, over, wrong, writers, people }) {
  const [width, height, bleed] = page.size;
  const said = state?.state ?? STATES[0];
  const marks = [
    make("span", { class: `state s${STATES.indexOf(said)}${state?.changed ? " changed" : ""}` }, words.states[said]),
    state?.changed ? make("strong", {}, words.changed) : null,
    over ? make("span", { class: "over-full", title: words.overHint(over) }, words.over(over)) : null,
    wrong ? make("span", { class: "wrong", title: words.problems(wrong) }, `⚠ ${wrong}`) : null,
    ...writers.map((who) => make("span", { class: "writer" }, words.writes(who))),
    ...people.filter((who) => !writers.includes(who)).map((who) => make("span", { class: "person" }, who)),
  ];
  const label = [words.page(folio), words.states[said], state?.changed ? words.changed : "", over ? words.overHint(over) : "",
    wrong ? words.problems(wrong) : "", ...writers.map(words.writes), ...people].filter(Boolean).join(", ");
  const paper = make("span", { class: "thumb" }, thumbnail(page, n, [0, 0, width - 2 * bleed, height - 2 * bleed]));
  paper.style.aspectRatio = `${width - 2 * bleed} / ${height - 2 * bleed}`;
  return make("button", { class: "page", "data-page": n, "aria-label": label, onclick: () => go(n) },
    paper, make("span", { class: "folio" }, folio), make("span", { class: "marks" }, ...marks));
}

function thumbnail(page, n, box) {
  const kept = pictures.get(n);
  if (kept?.version === page.version) return kept.image;
  const image = kept?.image ?? make("img", { alt: "" });
  pictures.set(n, { version: page.version, image });
  // A part, if all of the page: the scale at which the page itself is shown is kept ready by the server.
  const scale = Math.round(((WIDE * (window.devicePixelRatio || 1)) / box[2]) * 64) / 64;
  picture(image, `/page/${n}.bmp?scale=${scale}&part=${box.join(",")}`);
  return image;
}

function go(n) {
  dialog.close();
  dispatchEvent(new CustomEvent("go", { detail: n }));
}

/** The arrows walk: left and right to the next page, up and down to the nearest of the row above or below. */
dialog.addEventListener("keydown", (event) => {
  const all = cells();
  const at = all.indexOf(document.activeElement);
  if (event.key === "f" && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    dialog.close();
    return;
  }
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key]
    ?? (["ArrowDown", "ArrowUp"].includes(event.key) ? inRow(all, at, event.key === "ArrowDown") : undefined);
  if (to === undefined) return;
  event.preventDefault();
  all[Math.max(0, Math.min(all.length - 1, to))]?.focus();
});

function inRow(all, at, down) {
  if (at < 0) return 0;
  const here = all[at].getBoundingClientRect();
  const rows = all.map((each, n) => ({ n, box: each.getBoundingClientRect() }))
    .filter(({ box }) => (down ? box.top > here.top + 4 : box.top < here.top - 4));
  if (!rows.length) return at;
  const next = down ? Math.min(...rows.map(({ box }) => box.top)) : Math.max(...rows.map(({ box }) => box.top));
  return rows.filter(({ box }) => Math.abs(box.top - next) < 4)
    .reduce((best, each) => (Math.abs(each.box.left - here.left) < Math.abs(best.box.left - here.left) ? each : best)).n;
}

const button = byId("open-flatplan");
button.textContent = words.flatplan;
button.title = words.flatplanHint;
button.onclick = openFlatplan;
addEventListener("keydown", (event) => {
  if (event.key !== "f" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, select, textarea, dialog, [contenteditable]")) return;
  event.preventDefault();
  openFlatplan();
});
