// Words of the page are chosen by drawing over them, or with a key: what is chosen can be spoken of.

import { ask } from "./asking.js";

// So far a pointer moves before it draws (CSS px); what moves less is a click.
const MOVED = 5;

/** ``chosen`` is told {file, line, column, quote} and how to take the marks away. */
export function choosing(desk, chosen) {
  let begun = null;

  desk.addEventListener("pointerdown", (event) => {
    if (event.button || event.pointerType === "touch") return;
    const at = under(event);
    if (!at) return;
    begun = { ...at, x: event.clientX, y: event.clientY, words: wordsOf(at.sheet) };
  });

  addEventListener("pointermove", async (event) => {
    const from = begun;
    if (!from || (!from.drawing && Math.hypot(event.clientX - from.x, event.clientY - from.y) < MOVED)) return;
    from.drawing = true;
    const to = under(event);
    if (!to || to.sheet !== from.sheet) return;
    const words = await from.words;
    if (begun !== from || !words) return;
    const passage = between(from.sheet, words, [from.n, from.left], [to.n, to.left]);
    if (!passage) return;
    from.passage = passage;
    from.sheet.lay("chosen", passage.boxes.map((box) => [Object.assign(document.createElement("div"), { className: "chosen" }), box]));
  });

  addEventListener("pointerup", () => {
    const from = begun;
    begun = null;
    if (!from?.drawing) return;
    // The click that ends it is none on a line.
    const stop = (click) => { click.stopPropagation(); click.preventDefault(); };
    addEventListener("click", stop, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", stop, { capture: true }), 0);
    if (from.passage) tell(from.sheet, from.passage);
  });
  addEventListener("pointercancel", () => { begun = null; });

  desk.addEventListener("keydown", async (event) => {
    const line = event.target.closest?.(".line");
    if (event.key !== "m" || !line || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const { sheet } = line.closest(".sheet");
    const n = Number(line.dataset.n);
    const words = await wordsOf(sheet);
    const passage = words && between(sheet, words, [n, -Infinity], [n, Infinity]);
    if (passage) tell(sheet, passage, () => (sheet.lines.children[n] ?? desk).focus({ preventScroll: true }));
  });

  function tell(sheet, { boxes, ...about }, back = () => {}) {
    sheet.lay("chosen", boxes.map((box) => [Object.assign(document.createElement("div"), { className: "chosen" }), box]));
    chosen(about, { back, done: () => sheet.lay("chosen", []) });
  }
}

/** The line under the pointer, and how far from the trimmed page's left edge (pt). */
function under({ clientX, clientY }) {
  const line = document.elementFromPoint(clientX, clientY)?.closest?.(".line");
  const sheet = line?.closest(".sheet").sheet;
  if (!sheet?.data) return null;
  const box = sheet.art.getBoundingClientRect();
  const [width, , bleed] = sheet.page.size;
  return { sheet, n: Number(line.dataset.n), left: ((clientX - box.left) / box.width) * width - bleed };
}

/** The words of each line of a page, as it is now. */
async function wordsOf(sheet) {
  const { version } = sheet.page;
  if (sheet.spoken?.version === version) return sheet.spoken.words;
  const answer = await ask(`/page/${sheet.number}/words.json`);
  if (!answer?.ok) return null;
  sheet.spoken = { version, words: await answer.json() };
  return sheet.spoken.words;
}

/** The words of one article from one place to another, whichever comes first. */
function between(sheet, words, one, other) {
  const { lines } = sheet.data;
  if (words.length !== lines.length || lines[one[0]].article !== lines[other[0]].article) return null;
  const [[first, left], [last, right]] = one[0] < other[0] || (one[0] === other[0] && one[1] <= other[1]) ? [one, other] : [other, one];
  let quote = "";
  let place = null;
  const boxes = [];
  for (let n = first; n <= last; n++) {
    const line = lines[n];
    if (line.article !== lines[first].article) continue;
    // A word in which the pointer stands is meant; where it stands in a space, the word next to it on the way.
    const own = words[n].filter(([from, to]) => (n > first || to > left) && (n < last || from < right));
    if (!own.length) continue;
    const { box: [, top, , height] } = line;
    boxes.push([own[0][0], top, own.at(-1)[1] - own[0][0], height]);
    place ??= { file: line.file, line: own[0][2], column: own[0][3] };
    quote += own.map((word) => word[4]).join(" ") + (line.hyphen && n < last ? "" : " ");
  }
  if (!place) return null;
  // A word that is divided is meant as a whole.
  const { article, file } = lines[first];
  const box = (n, [from, to]) => [from, lines[n].box[1], to - from, lines[n].box[3]];
  if (lines[last].hyphen && right > words[last].at(-1)?.[0] && lines[last + 1]?.article === article && words[last + 1][0]) {
    quote = quote.trim() + words[last + 1][0][4];
    boxes.push(box(last + 1, words[last + 1][0]));
  }
  if (lines[first - 1]?.hyphen && lines[first - 1].article === article && left <= words[first][0]?.[1] && words[first - 1].length) {
    const begun = words[first - 1].at(-1);
    quote = begun[4] + quote;
    place = { file, line: begun[2], column: begun[3] };
    boxes.unshift(box(first - 1, begun));
  }
  return { ...place, quote: quote.trim(), boxes };
}
