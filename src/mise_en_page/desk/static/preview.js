// The live proof: keeps the pages, the zoom and the connection; everything else is in the modules beside.

import { Sheet } from "./sheet.js";
import { OVERLAYS } from "./overlays.js";
import { ask, listen, notInvited, placeBefore, post } from "./asking.js";
import { choosing } from "./choosing.js";
import { Comments } from "./comments.js";
import { Corrections } from "./corrections.js";
import { closeCard, openCard, openInEditor, placeCard } from "./card.js";
import { measureInks, showFit, showImports, showProblems, showSigned, showWays } from "./panel.js";
import { make, put, say, words } from "./words.js";

const byId = (id) => document.getElementById(id);
const desk = byId("desk");
const PT = 96 / 72; // CSS pixels of a point at 100 %
const FITS = new Set(["width", "page"]);

const view = {
  scale: PT,
  shown: new Set(stored("overlays", [])),
  open(sheet, line, from) {
    if (enlarged(sheet, line, from)) return;
    openCard(line, {
      editor: state.editor, corrections: sheet.corrections(line), from, about: () => [from.getBoundingClientRect()],
    });
  },
  edit,
  openInEditor,
  hover(article, sheet) {
    for (const each of sheets) if (each !== sheet) each.article(null);
    sheet?.article(article);
  },
};
let sheets = [];
let state = { pages: [], problems: [], articles: [] };
let fitted = stored("fit", "page");
let current = 0;
let problemAt = -1;

function stored(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(`preview.${name}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function store(name, value) {
  try {
    localStorage.setItem(`preview.${name}`, JSON.stringify(value));
  } catch { /* a private window */ }
}

// --- pages

const near = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) target.sheet.show(isIntersecting);
}, { root: desk, rootMargin: "60% 0px" });
const far = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) target.sheet.leave(!isIntersecting);
}, { root: desk, rootMargin: "200% 0px" });

function setState(next) {
  state = next;
  const title = [next.publication, next.issue && `${words.number} ${next.issue}`].filter(Boolean).join(" ");
  byId("title").textContent = title || "mise-en-page";
  byId("subtitle").textContent = [next.title, words.date(next.date)].filter(Boolean).join(" · ");
  document.title = title ? `${title} – ${next.title ?? ""}` : "mise-en-page";
  if (sheets.length !== next.pages.length || sheets.some((sheet, n) => sheet.page?.folio !== next.pages[n].folio)) layOut();
  sheets.forEach((sheet, n) => sheet.set(next.pages[n]));
  afresh("problems", next.problems, () => showProblems(next.problems, next.pages, leadToProblem, accept));
  afresh("imports", next.imports ?? [], () => showImports(next.imports ?? [], leadToProblem));
  comments.at(next.pages[current]?.folio);
  corrections.stale();
  afresh("comments", [next.comments ?? [], next.pages.map(({ folio }) => folio)], () => comments.show(next.comments ?? [], next.pages));
  afresh("fit", next.articles, () => showFit(next.articles, next.pages, leadToProblem));
  showSigned(next);
  if (looked && next.pages[looked.page]?.version !== looked.version) forgetWays();
  const broken = next.problems.filter((problem) => problem.broken);
  sheets.forEach((sheet, n) => sheet.faults(broken.filter((problem) => problem.page === n)));
  const elsewhere = broken.filter((problem) => problem.page === null || problem.page === undefined);
  const banner = byId("banner");
  banner.hidden = !elsewhere.length;
  banner.replaceChildren(...elsewhere.slice(0, 2).map((problem) => make("p", {},
    problem.file ? make("code", {}, `${problem.file}:${problem.line}`) : "", ` ${problem.message} `,
    make("em", {}, next.pages.length ? words.stays : ""))));
  document.documentElement.dataset.number = next.number;
  dispatchEvent(new CustomEvent("state", { detail: next }));
}

addEventListener("go", ({ detail }) => goTo(detail));

/** Who may only read writes nowhere (together.js says so; the server would refuse it). */
const reads = () => document.documentElement.classList.contains("reads");

const known = {};

/** Do something only where its data has changed: a panel that is being read keeps its place and its focus. */
function afresh(name, data, act) {
  const written = JSON.stringify(data);
  if (known[name] === written) return;
  known[name] = written;
  act();
}

/** Spreads: a verso stands left of the recto that follows it. */
function layOut() {
  for (const sheet of sheets) {
    near.unobserve(sheet.element);
    far.unobserve(sheet.element);
  }
  sheets = state.pages.map((page, n) => new Sheet(n, view));
  const spreads = [];
  state.pages.forEach((page, n) => {
    if (page.side === "recto" && spreads.at(-1)?.open && state.pages[n - 1].folio === page.folio - 1) {
      spreads.at(-1).append(sheets[n].element);
      spreads.at(-1).open = false;
    } else {
      const spread = make("div", { class: `spread ${page.side}` }, sheets[n].element);
      spread.open = page.side === "verso";
      spreads.push(spread);
    }
  });
  desk.replaceChildren(...(spreads.length ? spreads : [make("p", { class: "empty" }, words.empty)]));
  const place = spreads.length ? placeBefore() : null;
  byId("go").replaceChildren(...state.pages.map((page, n) => make("option", { value: n }, words.page(page.folio))));
  sheets.forEach((sheet, n) => {
    sheet.set(state.pages[n]);
    near.observe(sheet.element);
    far.observe(sheet.element);
  });
  fit();
  comments.lay();
  if (place) desk.scrollTo(...place);
}

desk.addEventListener("scroll", () => {
  const middle = desk.getBoundingClientRect().top + desk.clientHeight / 2;
  const distances = sheets.map((sheet) => {
    const box = sheet.element.getBoundingClientRect();
    return Math.abs((box.top + box.bottom) / 2 - middle);
  });
  const best = Math.min(...distances);
  // Two pages of a spread are equally near: the one that was chosen stays.
  if (!(distances[current] <= best + 1)) current = distances.indexOf(best);
  byId("go").value = current;
  comments.at(state.pages[current]?.folio);
}, { passive: true });

function setCurrent(page) {
  current = page;
  byId("go").value = page;
}

function goTo(page) {
  if (!sheets[page]) return;
  const far = Math.abs(page - current) > 4;
  setCurrent(page);
  const smooth = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  sheets[page].element.scrollIntoView({ behavior: far ? "auto" : smooth, block: "start", inline: "center" });
}

/** To a problem's very words, marked until its card is closed; where they are not on a page, to what stands nearest. */
async function leadToProblem(problem) {
  const from = document.activeElement;
  if (folded()) togglePanel();
  let place = problem.box ? { page: problem.page, boxes: [problem.box] } : null;
  if (!place && problem.file) {
    const named = ["file", "line", "column", "length"].map((name) => `${name}=${encodeURIComponent(problem[name] ?? 0)}`);
    const answer = await ask(`/place.json?${named.join("&")}`);
    place = answer?.ok ? await answer.json() : null;
  }
  for (const each of sheets) each.mark([]);
  const sheet = sheets[place?.page ?? problem.page];
  if (sheet) {
    setCurrent(sheet.number);
    if (place) sheet.mark(place.boxes, problem.severity);
    (sheet.marked() ?? sheet.element).scrollIntoView({ block: place ? "center" : "start", inline: "center" });
  }
  if (problem.file) {
    const about = () => (place && sheet ? sheet.markedBoxes() : []);
    const write = problem.file.endsWith(".md") && !reads() ? () => writeAt(problem, () => from.focus()) : null;
    openCard(problem, { editor: state.editor, from, about, write, closed: () => sheet?.mark([]) });
  }
}

// --- comments

const comments = new Comments({ sheets: () => sheets, open: openPanel, lead: leadToComment });

/** To the words of a comment, which are marked already. */
function leadToComment({ page, boxes }) {
  const sheet = sheets[page];
  if (!sheet) return;
  if (folded()) togglePanel();
  setCurrent(page);
  const mark = sheet.art.querySelector(".said.current");
  (mark ?? sheet.element).scrollIntoView({ block: mark ? "center" : "start", inline: "center" });
  if (boxes.length) sheet.flash([boxes[0][0], boxes[0][1], boxes[0][0] + boxes[0][2], boxes[0][1] + boxes[0][3]]);
}

const corrections = new Corrections({ lead: leadToProblem, folio: (page) => state.pages[page]?.folio });

choosing(desk, (about, ends) => comments.write(about, ends));
addEventListener("comment", ({ detail }) => comments.write(detail.about, { back: detail.back }));

// --- zoom

function zoomTo(scale, kind = null) {
  const from = view.scale;
  view.scale = Math.min(8, Math.max(0.25, scale));
  fitted = kind;
  store("fit", kind ?? view.scale);
  const x = (desk.scrollLeft + desk.clientWidth / 2) / from;
  const y = (desk.scrollTop + desk.clientHeight / 2) / from;
  document.documentElement.style.setProperty("--scale", view.scale);
  if (!kind) {
    desk.scrollLeft = x * view.scale - desk.clientWidth / 2;
    desk.scrollTop = y * view.scale - desk.clientHeight / 2;
  }
  byId("zoom").textContent = `${Math.round((view.scale / PT) * 100)} %`;
  clearTimeout(zoomTo.later);
  zoomTo.later = setTimeout(() => sheets.forEach((sheet) => sheet.sharpen()), 120);
}

function fit() {
  if (!state.pages.length) return;
  if (!FITS.has(fitted)) {
    zoomTo(Number(fitted) || PT);
    return;
  }
  const [width, height, bleed] = state.pages[0].size;
  const single = desk.clientWidth < 760 || desk.clientHeight > desk.clientWidth * 1.1;
  document.documentElement.classList.toggle("single", single);
  const spread = !single && sheets.some((sheet) => sheet.element.parentElement.children.length > 1) ? 2 : 1;
  const cut = view.shown.has("bleed") ? 0 : 2 * bleed;
  const margins = parseFloat(getComputedStyle(desk).paddingLeft) * 2;
  const wide = (desk.clientWidth - margins - (cut ? 0 : 12 * (spread - 1))) / ((width - cut) * spread);
  const high = (desk.clientHeight - 56) / (height - cut);
  zoomTo(fitted === "width" ? wide : Math.min(wide, high), fitted);
}

// A finger is no mouse: lines lower than this (CSS px) are enlarged before they are chosen.
const FINGER = 16;

/** Enlarge the column in which a line was touched, if it is too small to be touched exactly. */
function enlarged(sheet, line, from) {
  if (!matchMedia("(pointer: coarse)").matches || from.getBoundingClientRect().height >= FINGER) return false;
  const [x, y, width, height] = line.box;
  const around = sheet.data.slots.map(({ box }) => box).filter(([left, top, across, down]) =>
    left - 1 <= x && x + width <= left + across + width / 4 && top - height <= y && y <= top + down);
  zoomTo(Math.min((desk.clientWidth - 24) / Math.min(...around.map((box) => box[2]), 400), 4));
  from.scrollIntoView({ block: "center", inline: "center" });
  say(words.zoomedIn);
  return true;
}

new ResizeObserver(() => {
  if (FITS.has(fitted)) fit();
  placeCard();
}).observe(desk);
desk.addEventListener("wheel", (event) => {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  zoomTo(view.scale * Math.exp(-event.deltaY / 300));
}, { passive: false });

// --- the text beside the page

/** Write in an article where a line of it stands. */
function edit(sheet, line, from, { byKey }) {
  if (reads()) {
    view.open(sheet, line, from);
    return;
  }
  if (!byKey && enlarged(sheet, line, from)) return;
  const { number } = sheet;
  const n = from.dataset.n;
  // The lines are made anew while it is written: the focus goes to the one that stands there now.
  const there = () => sheets[number]?.lines.children[n] ?? desk;
  writeAt(line, () => there().focus({ preventScroll: true }));
  // The pages have less room now: what is written about stays in sight.
  setTimeout(() => there().scrollIntoView({ block: "center", inline: "nearest" }), 250);
}

// The panel makes room for the editor, and is back after it.
let unfold = () => {};

async function writeAt(place, back) {
  closeCard();
  const { openArticle } = await import("./edit.js");
  if (innerWidth < 1500 && !document.documentElement.classList.contains("no-panel")) {
    togglePanel();
    unfold = () => panelShown() || togglePanel();
  }
  const leave = () => {
    unfold();
    unfold = () => {};
    back();
  };
  openArticle(place, { back: leave, source: (at) => openCard(at, { editor: state.editor, from: document.activeElement }) });
}

// What was typed when the page was left, and is not saved, is gone on with.
try {
  if (Object.keys(sessionStorage).some((key) => key.startsWith("edit "))) {
    import("./edit.js").then(({ resume }) => resume((file) => writeAt({ file, line: 1, column: 1 }, () => desk.focus())));
  }
} catch { /* a private window keeps nothing */ }

/** Another session, while somebody writes: the pages begin anew, and the text stays. */
addEventListener("anew", layOut);

// --- what is accepted

/** Words become the publication's own: the state that follows no longer tells them. */
async function accept(accepted, button) {
  button.disabled = true;
  const answer = await post("/accept", { words: accepted });
  if (answer?.ok) {
    say(words.accepted(accepted));
    return;
  }
  button.disabled = false;
  const told = answer ? await answer.text() : words.lost;
  button.after(make("span", { class: "cut", role: "alert" }, told));
  say(told);
}

// --- other ways to make the page

let looked = null;

async function lookForWays() {
  const page = current;
  if (!state.pages[page]) return;
  const version = await showWays(page, state.pages[page].folio, take);
  looked = version === null ? null : { page, version };
}

/** The page has changed: its ways are others now. */
function forgetWays() {
  looked = null;
  byId("ways").replaceChildren(make("p", {}, words.notLookedForWays));
}

/** A way is pinned in issue.yaml: the change that follows makes the page that way. */
async function take(way, folio, button) {
  button.disabled = true;
  const answer = await post("/take", way);
  if (answer?.ok) {
    say(words.taken(way.number, folio));
    byId("ways").replaceChildren(make("p", {}, words.taken(way.number, folio)));
    looked = null;
    return;
  }
  button.disabled = false;
  const told = answer ? await answer.text() : words.lost;
  button.after(make("span", { class: "cut", role: "alert" }, told));
  say(told);
}

// --- overlays and keys

function toggle(name) {
  if (!view.shown.delete(name)) view.shown.add(name);
  store("overlays", [...view.shown]);
  showOverlays();
}

function showOverlays() {
  for (const button of byId("overlays").children) button.setAttribute("aria-pressed", view.shown.has(button.dataset.overlay));
  document.documentElement.classList.toggle("with-bleed", view.shown.has("bleed"));
  if (FITS.has(fitted)) fit();
  sheets.forEach((sheet) => sheet.overlay());
}

function togglePanel() {
  const shown = document.documentElement.classList.toggle("no-panel");
  byId("toggle-panel").setAttribute("aria-expanded", String(!shown));
}

/** Show the panel; gives what folds it again, if it was folded: it lies over what is written or read there. */
function openPanel() {
  if (panelShown()) return () => {};
  togglePanel();
  return () => panelShown() && togglePanel();
}

function nextProblem() {
  const buttons = [...byId("problems").querySelectorAll("button.lead")];
  if (!buttons.length) return;
  problemAt = (problemAt + 1) % buttons.length;
  buttons[problemAt].focus();
  buttons[problemAt].click();
}

function panelShown() {
  return getComputedStyle(byId("panel")).display !== "none";
}

/** Does the panel lie over the pages, as it does on a small screen? Then what it leads to is behind it. */
function folded() {
  return getComputedStyle(byId("panel")).position === "absolute" && getComputedStyle(byId("panel")).display !== "none";
}

const keys = {
  "+": () => zoomTo(view.scale * 1.25), "=": () => zoomTo(view.scale * 1.25), "-": () => zoomTo(view.scale / 1.25),
  0: () => { fitted = "page"; fit(); }, w: () => { fitted = "width"; fit(); },
  j: () => goTo(Math.min(sheets.length - 1, current + 1)), k: () => goTo(Math.max(0, current - 1)),
  n: nextProblem, c: togglePanel, "?": () => byId("keys").showModal(),
};
// Where the keys stand that mean this on any keyboard.
const CODES = { Equal: "+", NumpadAdd: "+", Minus: "-", NumpadSubtract: "-", Digit0: "0", Numpad0: "0" };
addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeCard();
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, select, textarea, dialog")) return;
  // The figure's key, whatever stands on it: on an AZERTY keyboard 1 is typed with the shift key.
  const figure = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  const overlay = event.shiftKey && event.key !== figure ? undefined : OVERLAYS[Number(figure) - 1];
  const act = overlay ? () => toggle(overlay) : keys[event.key] ?? keys[CODES[event.code]];
  if (!act) return;
  event.preventDefault();
  act();
});

byId("zoom-in").onclick = keys["+"];
byId("zoom-out").onclick = keys["-"];
byId("fit-page").onclick = keys[0];
byId("fit-width").onclick = keys.w;
byId("next").onclick = keys.j;
byId("previous").onclick = keys.k;
byId("go").onchange = (event) => goTo(Number(event.target.value));
byId("help").onclick = keys["?"];
byId("toggle-panel").onclick = togglePanel;
byId("toggle-tools").onclick = () => {
  const open = document.documentElement.classList.toggle("tools-open");
  byId("toggle-tools").setAttribute("aria-expanded", String(open));
};
byId("measure").onclick = () => state.pages[current] && measureInks(current, state.pages[current].folio);
byId("look-for-ways").onclick = lookForWays;
byId("print").onclick = async () => {
  say(words.printing);
  for (const sheet of sheets) await sheet.load();
  paperOf(state.pages);
  print();
};
addEventListener("pointerdown", (event) => {
  if (!event.target.closest("#card, .line, #problems")) closeCard();
});

/** A sheet of paper for each page, as large as the page: of A4, a larger page would take two. */
const paper = new CSSStyleSheet();
document.adoptedStyleSheets = [paper];
function paperOf(pages) {
  const sides = pages.map(({ size: [width, height, bleed] }) => [width - 2 * bleed, height - 2 * bleed]);
  const [width, height] = [0, 1].map((side) => Math.ceil(Math.max(...sides.map((each) => each[side])) * 100) / 100);
  paper.replaceSync(`@page { size: ${width}pt ${height}pt; margin: 0 }`);
}
addEventListener("beforeprint", () => state.pages.length && paperOf(state.pages));

// --- the connection

function heard(message) {
  if (message.type === "changes") {
    for (const change of message.changes) sheets[change.page]?.change(change);
    if (message.changes.length === 1) say(words.updated(state.pages[message.changes[0].page]?.folio));
  } else if (message.type === "state") {
    setState(message.state);
  }
}

function connected(yes) {
  byId("live").classList.toggle("lost", !yes);
  byId("live-words").textContent = yes ? words.live : words.lost;
  if (yes && !state.pages.length) byId("banner").hidden = true;
}

/** This browser has not, or no longer, the key of the address that the command shows. */
function refused() {
  byId("live-words").textContent = words.noKeyShort;
  byId("banner").replaceChildren(make("p", {}, notInvited || words.noKey));
  byId("banner").hidden = false;
}

put();
byId("inks").replaceChildren(make("p", {}, words.notMeasured));
forgetWays();
byId("overlays").replaceChildren(...OVERLAYS.map((name, n) => make("button", {
  "data-overlay": name, "aria-pressed": "false", title: `${words[`${name}Hint`]} (${n + 1})`, "aria-keyshortcuts": n + 1,
  onclick: () => toggle(name),
}, words[name])));
byId("key-list").replaceChildren(...words.keyList.flatMap(([key, what]) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, what)]));
if (innerWidth < 900) togglePanel();
showOverlays();
listen({ heard, connected, refused });
