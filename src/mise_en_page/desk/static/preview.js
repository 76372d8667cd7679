// The live proof: keeps the pages, the zoom and the connection; everything else is in the modules beside.

import { Sheet } from "./sheet.js";
import { OVERLAYS } from "./overlays.js";
import { measureInks, showFit, showImports, showProblems, showSigned, showWays } from "./panel.js";
import { make, put, say, words } from "./words.js";

const byId = (id) => document.getElementById(id);
const desk = byId("desk");
const token = document.querySelector("meta[name=token]").content;
const PT = 96 / 72; // CSS pixels of a point at 100 %
const FITS = new Set(["width", "page"]);

const view = {
  scale: PT,
  shown: new Set(stored("overlays", [])),
  open: openCard,
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
  byId("subtitle").textContent = [next.title, next.date].filter(Boolean).join(" · ");
  document.title = title ? `${title} – ${next.title ?? ""}` : "mise-en-page";
  if (sheets.length !== next.pages.length || sheets.some((sheet, n) => sheet.page?.folio !== next.pages[n].folio)) layOut();
  sheets.forEach((sheet, n) => sheet.set(next.pages[n]));
  afresh("problems", next.problems, () => showProblems(next.problems, next.pages, leadToProblem, accept));
  afresh("imports", next.imports ?? [], () => showImports(next.imports ?? [], leadToProblem));
  afresh("fit", next.articles, () => showFit(next.articles, next.pages, (article) => goTo(article.page)));
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
}

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
  byId("go").replaceChildren(...state.pages.map((page, n) => make("option", { value: n }, words.page(page.folio))));
  sheets.forEach((sheet, n) => {
    sheet.set(state.pages[n]);
    near.observe(sheet.element);
    far.observe(sheet.element);
  });
  fit();
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
}, { passive: true });

function goTo(page) {
  if (!sheets[page]) return;
  const far = Math.abs(page - current) > 4;
  current = page;
  byId("go").value = page;
  const smooth = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  sheets[page].element.scrollIntoView({ behavior: far ? "auto" : smooth, block: "start", inline: "center" });
}

function leadToProblem(problem) {
  if (sheets[problem.page]) {
    goTo(problem.page);
    const sheet = sheets[problem.page];
    if (problem.box) sheet.flash([problem.box[0], problem.box[1], problem.box[0] + problem.box[2], problem.box[1] + problem.box[3]]);
    else setTimeout(() => sheet.point(problem.file, problem.line), 350);
  }
  if (problem.file) openCard(null, problem, document.activeElement);
}

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
  const wide = (desk.clientWidth - 48 - (cut ? 0 : 12 * (spread - 1))) / ((width - cut) * spread);
  const high = (desk.clientHeight - 56) / (height - cut);
  zoomTo(fitted === "width" ? wide : Math.min(wide, high), fitted);
}

new ResizeObserver(() => FITS.has(fitted) && fit()).observe(desk);
desk.addEventListener("wheel", (event) => {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  zoomTo(view.scale * Math.exp(-event.deltaY / 300));
}, { passive: false });

// --- the text beside the page

/** Write in an article where a line of it stands. */
async function edit(sheet, line, from) {
  const { openArticle } = await import("./edit.js");
  const n = from?.dataset.n;
  openArticle({ ...line, title: sheet?.data.articles.find((each) => each.name === line.article)?.title }, {
    // The lines are made anew while it is written: the focus goes to the one that stands there now.
    from: () => (sheet?.lines.children[n] ?? desk).focus({ preventScroll: true }),
    open: { name: location.host, socket: () => new WebSocket(`ws://${location.host}/edit`) },
    source: (place) => openCard(null, place, document.activeElement),
  });
  if (innerWidth < 1500 && !document.documentElement.classList.contains("no-panel")) togglePanel();
}

// --- the card: where a line is written

function command(line) {
  return `${line.file}:${line.line}:${line.column}`;
}

function openCard(sheet, line, from) {
  const card = byId("card");
  const status = make("p", { class: "status", role: "status" });
  const corrections = sheet ? sheet.corrections(line) : [];
  card.replaceChildren(
    make("p", { class: "where" }, make("code", {}, line.file), make("br"), `${words.line} ${line.line}, ${words.column} ${line.column}`),
    make("pre", { tabindex: "0" }, state.editor
      ? state.editor.replaceAll("{file}", line.file).replaceAll("{line}", line.line).replaceAll("{column}", line.column)
      : command(line)),
    corrections.length ? make("ul", { "aria-label": words.corrections, tabindex: "0" }, ...corrections.map((each) => make("li", {},
      make("code", {}, each.before), " → ", make("code", {}, each.after), ` ${each.rule}`,
      make("small", {}, [each.sentence, each.authority].filter(Boolean).join(" — "))))) : "",
    make("div", { class: "buttons" },
      make("button", { class: "main", onclick: async () => { status.textContent = await openInEditor(line); } }, words.open),
      make("button", { onclick: async () => { await navigator.clipboard.writeText(command(line)); status.textContent = words.copied; } }, words.copy),
      make("button", { onclick: closeCard }, words.close)),
    status,
  );
  card.hidden = false;
  card.from = from;
  card.querySelector(".main").focus();
}

function closeCard() {
  const card = byId("card");
  if (card.hidden) return;
  card.hidden = true;
  card.from?.focus?.({ preventScroll: true });
}

async function openInEditor(line) {
  const answer = await post("/open", { file: line.file, line: line.line, column: line.column });
  const told = answer?.ok ? words.opened : words.notOpened;
  say(told);
  return told;
}

function post(path, data) {
  const headers = { "content-type": "application/json", "x-token": token };
  return fetch(path, { method: "POST", headers, body: JSON.stringify(data) }).catch(() => null);
}

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

function nextProblem() {
  const buttons = [...byId("problems").querySelectorAll("button.lead")];
  if (!buttons.length) return;
  problemAt = (problemAt + 1) % buttons.length;
  buttons[problemAt].focus();
  buttons[problemAt].click();
}

const keys = {
  "+": () => zoomTo(view.scale * 1.25), "=": () => zoomTo(view.scale * 1.25), "-": () => zoomTo(view.scale / 1.25),
  0: () => { fitted = "page"; fit(); }, w: () => { fitted = "width"; fit(); },
  j: () => goTo(Math.min(sheets.length - 1, current + 1)), k: () => goTo(Math.max(0, current - 1)),
  n: nextProblem, c: togglePanel, "?": () => byId("keys").showModal(),
};
addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeCard();
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, select, textarea, dialog")) return;
  const overlay = OVERLAYS[Number(event.key) - 1];
  const act = overlay ? () => toggle(overlay) : keys[event.key];
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
byId("measure").onclick = () => state.pages[current] && measureInks(current, state.pages[current].folio);
byId("look-for-ways").onclick = lookForWays;
byId("print").onclick = async () => {
  say(words.printing);
  for (const sheet of sheets) await sheet.load();
  print();
};
addEventListener("pointerdown", (event) => {
  if (!event.target.closest("#card, .line, #problems")) closeCard();
});

// --- the connection

function connect(tries = 0) {
  const socket = new WebSocket(`ws://${location.host}/live`);
  socket.onopen = () => {
    tries = 0;
    connected(true);
  };
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.type === "changes") {
      for (const change of message.changes) {
        sheets[change.page]?.change(change);
      }
      if (message.changes.length === 1) say(words.updated(state.pages[message.changes[0].page]?.folio));
    } else if (message.type === "state") {
      setState(message.state);
    }
  };
  socket.onclose = () => {
    connected(false);
    setTimeout(() => connect(tries + 1), Math.min(5000, 250 * 2 ** tries));
  };
}

function connected(yes) {
  byId("live").classList.toggle("lost", !yes);
  byId("live-words").textContent = yes ? words.live : words.lost;
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
connect();
