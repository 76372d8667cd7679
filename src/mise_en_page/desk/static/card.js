// The card beside a place: where it is written, and how it is opened there. It never lies on what it is about.

import { post } from "./asking.js";
import { make, say, words } from "./words.js";

const byId = (id) => document.getElementById(id);
const EDGE = 12;

function command(line) {
  return `${line.file}:${line.line}:${line.column}`;
}

/** Show where ``line`` is written. ``about`` gives the boxes on the screen that must stay visible. */
export function openCard(line, { editor, corrections = [], from = null, about = () => [], write = null, closed = () => {} }) {
  closeCard();
  const card = byId("card");
  const status = make("p", { class: "status", role: "status" });
  card.replaceChildren(
    line.message ? make("p", { class: "what" }, line.message) : "",
    make("p", { class: "where" }, make("code", {}, line.file), make("br"), `${words.line} ${line.line}, ${words.column} ${line.column}`),
    editor ? make("pre", { tabindex: "0" },
      editor.replaceAll("{file}", line.file).replaceAll("{line}", line.line).replaceAll("{column}", line.column)) : "",
    corrections.length ? make("ul", { "aria-label": words.corrections, tabindex: "0" }, ...corrections.map((each) => make("li", {},
      make("code", {}, each.before), " → ", make("code", {}, each.after), ` ${each.rule}`,
      make("small", {}, [each.sentence, each.authority].filter(Boolean).join(" — "))))) : "",
    make("div", { class: "buttons" },
      write ? make("button", { class: "main", onclick: write }, words.write) : "",
      make("button", { class: write ? "opens" : "opens main", onclick: async () => { status.textContent = await openInEditor(line); } }, words.open),
      make("button", { onclick: async () => { await navigator.clipboard.writeText(command(line)); status.textContent = words.copied; } }, words.copy),
      make("button", { onclick: closeCard }, words.close)),
    status,
  );
  card.hidden = false;
  card.from = from;
  card.about = about;
  card.closed = closed;
  placeCard();
  card.querySelector(".main").focus({ preventScroll: true });
}

/** In the first corner of the desk in which it covers nothing of what it is about; else where it covers least. */
export function placeCard() {
  const card = byId("card");
  if (card.hidden) return;
  const desk = byId("desk").getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const left = desk.left + EDGE;
  const right = Math.max(left, desk.right - width - EDGE);
  const top = desk.top + EDGE;
  const bottom = Math.max(top, innerHeight - height - EDGE);
  const corners = [[right, bottom], [left, bottom], [right, top], [left, top]];
  const boxes = card.about();
  const covered = ([x, y]) => boxes.reduce((sum, box) =>
    sum + Math.max(0, Math.min(x + width, box.right) - Math.max(x, box.left) + 8)
      * Math.max(0, Math.min(y + height, box.bottom) - Math.max(y, box.top) + 8), 0);
  const [x, y] = corners.reduce((best, each) => (covered(each) < covered(best) ? each : best));
  card.style.left = `${x}px`;
  card.style.top = `${y}px`;
}

export function closeCard() {
  const card = byId("card");
  if (card.hidden) return;
  card.hidden = true;
  card.closed?.();
  card.from?.focus?.({ preventScroll: true });
}

export async function openInEditor(line) {
  const answer = await post("/open", { file: line.file, line: line.line, column: line.column });
  const told = answer?.ok ? words.opened : answer ? words.notOpened : words.lost;
  say(told);
  return told;
}
