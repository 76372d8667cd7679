// The galley beside the text: the article's lines as the page breaks them, drawn glyph by glyph, and how long it is.

import { words } from "./galley-words.js";
import { make, say, words as common } from "./words.js";

const KEPT = "preview.galley";
// A point is at most so many CSS pixels wide: larger than read in print serves nobody.
const MOST = 2.1;
// What hangs out of the measure, or out of a line's cell, is shown too (in pt).
const MARGIN = 6;
// The numbers' column, and what the strip has at its sides (CSS px).
const BESIDE = 50;
// What was told aloud is told again after so long (ms).
const ALOUD = 1500;

/** Is the galley shown? It is remembered; a telephone has no room for both. */
export function wanted() {
  const otherwise = innerWidth >= 760;
  try {
    return { yes: true, no: false }[localStorage.getItem(KEPT)] ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function remember(yes) {
  try {
    localStorage.setItem(KEPT, yes ? "yes" : "no");
  } catch { /* a private window */ }
}

export class Galley {
  /** ``seek(at)`` puts the caret at a place of the text, in characters; ``offers``: a button, and a node under the lines. */
  constructor({ seek, offers }) {
    this.seek = seek;
    this.lines = new Map(); // what each line looks like, by its number
    this.paths = new Map(); // outlines by face and glyph
    this.rows = []; // what is shown: number, place in the text, element
    this.breaks = [];
    this.scale = 1;
    this.caret = -1;
    this.meter = make("div", { class: "meter" }, make("p", { class: "soft" }, words.waiting));
    this.strip = make("div", { class: "strip", tabindex: "0", role: "group", "aria-label": words.strip });
    this.red = make("p", { class: "overset" });
    this.details = make("details", {}, make("summary", {}, words.more), this.told = make("div"));
    this.details.open = innerWidth >= 1360;
    this.element = make("section", { class: "galley", "aria-label": words.galley },
      make("header", { class: "top" }, this.meter, offers.button), this.details, this.strip, offers.element);
    this.strip.addEventListener("click", ({ target }) => {
      const row = this.rows.find(({ element }) => element === target.closest(".row"));
      if (row) this.seek(row.at);
    });
    this.width = 0;
    this.watch = new ResizeObserver(([entry]) => {
      this.width = this.strip.clientWidth || entry.contentRect.width;
      this.#fit();
    });
    this.watch.observe(this.strip);
  }

  close() {
    clearTimeout(this.saying);
    this.watch.disconnect();
  }

  /** What the server says of it. */
  heard(message) {
    if (message.nowhere || message.unread) {
      this.note(message.nowhere ? words.nowhere : words.unread);
      this.strip.dataset.version = message.version;
      return;
    }
    this.noted?.remove();
    for (const [face, glyphs] of Object.entries(message.glyphs)) {
      for (const [glyph, path] of Object.entries(glyphs)) this.paths.set(`${face} ${glyph}`, new Path2D(path));
    }
    for (const [number, line] of Object.entries(message.lines)) this.lines.set(Number(number), JSON.parse(line));
    if (Object.keys(message.lines).length) this.#fit(false);
    this.#show(message.rows);
    const kept = new Set(message.rows.map(([number]) => number));
    for (const number of this.lines.keys()) if (!kept.has(number)) this.lines.delete(number);
    this.#part(message);
    this.#measure(message);
    this.#point();
    Object.assign(this.strip.dataset, { version: message.version, exact: message.exact, ms: message.ms });
  }

  note(text) {
    this.noted ??= make("p", { class: "note", role: "status" });
    if (this.noted.textContent !== text) this.noted.textContent = text;
    if (!this.noted.isConnected) this.element.prepend(this.noted);
  }

  /** The caret is at a place of the text, in characters: its line is marked. */
  moved(at) {
    this.caret = at;
    this.#point();
  }

  /** Rows as they are now; those that look the same, and stand beside the same, stay. */
  #show(rows) {
    const old = this.rows;
    const most = Math.min(old.length, rows.length);
    let head = 0;
    while (head < most && old[head].number === rows[head][0]) head += 1;
    let tail = 0;
    while (tail < most - head && old[old.length - 1 - tail].number === rows[rows.length - 1 - tail][0]) tail += 1;
    const after = tail ? old[old.length - tail].element : null;
    const spare = old.slice(head, old.length - tail);
    const made = rows.slice(head, rows.length - tail).map(([number], n) => {
      const element = spare[n]?.element ?? make("div", { class: "row" }, make("canvas", { role: "img" }));
      this.#draw(element, this.lines.get(number));
      if (!spare[n]) this.strip.insertBefore(element, after);
      return { number, element };
    });
    for (const { element } of spare.slice(made.length)) element.remove();
    this.rows = [...old.slice(0, head), ...made, ...old.slice(old.length - tail)];
    rows.forEach(([, at], n) => { this.rows[n].at = at; });
  }

  #draw(element, line) {
    const { scale } = this;
    const dots = devicePixelRatio || 1;
    const canvas = element.firstChild;
    element.classList.toggle("box", Boolean(line.box));
    canvas.setAttribute("aria-label", line.t ?? "");
    element.style.marginTop = `${line.s * scale}px`;
    element.style.height = `${line.l * scale}px`;
    element.style.width = `${line.m * scale}px`;
    element.style.marginLeft = `${line.i * scale}px`;
    const width = Math.ceil((line.m + 2 * MARGIN) * scale * dots);
    const height = Math.ceil((line.l + 2 * MARGIN) * scale * dots);
    if (canvas.width !== width || canvas.height !== height) {
      Object.assign(canvas, { width, height });
      Object.assign(canvas.style, { width: `${width / dots}px`, height: `${height / dots}px`, left: `${-MARGIN * scale}px`, top: `${-MARGIN * scale}px` });
    }
    const pen = canvas.getContext("2d");
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, width, height);
    const px = scale * dots;
    for (const [face, size, wide, from, rise, colour, glyphs, advances, offsets] of line.r) {
      pen.fillStyle = colour || "#000";
      const unit = (px * size) / 1000;
      let x = from;
      for (let n = 0; n < glyphs.length; n += 1) {
        const path = this.paths.get(`${face} ${glyphs[n]}`);
        const [across, up] = offsets ? [offsets[2 * n], offsets[2 * n + 1]] : [0, 0];
        pen.setTransform(unit * wide, 0, 0, unit, (MARGIN + x + across) * px, (MARGIN + line.b - rise - up) * px);
        if (path) pen.fill(path);
        x += advances[n];
      }
    }
  }

  /** As large as the strip is wide; what is drawn is drawn again. */
  #fit(again = true) {
    const widest = Math.max(1, ...[...this.lines.values()].map(({ m, i }) => m + i));
    const scale = Math.max(0.5, Math.min(MOST, (this.width - BESIDE) / widest));
    if (!this.width || Math.abs(scale - this.scale) < 0.01) return;
    this.scale = scale;
    if (!again && !this.rows.length) return;
    for (const { number, element } of this.rows) if (this.lines.has(number)) this.#draw(element, this.lines.get(number));
  }

  /** Where columns and pages begin, and where the room ends. */
  #part({ columns, names, placed, rows }) {
    const folios = new Set(names.map(([folio]) => folio));
    const several = names.length > 1;
    while (this.breaks.length > (several ? columns.length : 0)) this.breaks.pop().remove();
    if (several) {
      columns.forEach(([row, column], n) => {
        this.breaks[n] ??= make("p", { class: "column" });
        const [folio, place] = names[column];
        const text = place < 0 || (folios.size > 1 && names.every(([, each]) => each <= 0)) ? words.column0(folio) : words.column(folio, place + 1);
        if (this.breaks[n].textContent !== text) this.breaks[n].textContent = text;
        this.#before(this.rows[row], this.breaks[n]);
      });
    }
    const over = rows.length - placed;
    if (over > 0) {
      const text = words.overset(over);
      if (this.red.textContent !== text) this.red.textContent = text;
      this.#before(this.rows[placed], this.red);
    } else this.red.remove();
    let count = 0;
    this.rows.forEach(({ number, element }, n) => {
      if (!this.lines.get(number)?.box) count += 1;
      element.classList.toggle("over", n >= placed);
      element.classList.toggle("fifth", count % 5 === 0);
    });
  }

  #before(row, element) {
    if (row && row.element.previousSibling !== element) row.element.before(element);
  }

  #point() {
    let found = null;
    for (const row of this.rows) if (row.at <= this.caret && (!found || row.at >= found.at)) found = row;
    if (found === this.pointed && found?.element.classList.contains("here")) return;
    this.pointed?.element.classList.remove("here");
    this.pointed = found;
    if (!found || this.caret < 0) return;
    found.element.classList.add("here");
    // Where it stands is asked when the frame is made: now all would be laid out for it.
    if (!this.looking) this.looking = requestAnimationFrame(() => this.#look());
  }

  /** The caret's line is in sight. */
  #look() {
    this.looking = 0;
    if (!this.pointed) return;
    const { offsetTop: top, offsetHeight: height } = this.pointed.element;
    const { scrollTop, clientHeight } = this.strip;
    if (top < scrollTop + 20 || top + height > scrollTop + clientHeight - 20) this.strip.scrollTop = top - clientHeight * 0.4;
  }

  /** How long it is, beside what was ordered and the room. */
  #measure({ meter, exact, rows }) {
    const { over, ordered, signs, shared, slot, gone } = meter;
    const drawn = JSON.stringify([meter, exact, rows.length]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const kind = gone || over > 0 ? "over" : over < 0 ? "under" : meter.leftOut.length ? "over" : "fits";
    const fit = gone ? words.gone : over > 0 ? words.over(over) : over < 0 ? words.under(over) : words.fits;
    const heads = Object.entries(meter.heads).map(([role, n]) => words.head(words.heads[role] ?? role, n));
    const bar = make("span", { class: "gauge", "aria-hidden": "true" }, make("i"));
    const asked = ordered ? ordered.is / ordered.asked : rows.length / Math.max(1, rows.length - over);
    bar.firstChild.style.width = `${Math.min(100, asked * 80)}%`;
    this.meter.dataset.kind = kind;
    this.meter.dataset.exact = exact;
    this.meter.replaceChildren(
      make("p", { class: "much" },
        make("span", { class: "about", title: exact ? words.exact : words.about }, exact ? "" : "≈\u00a0"),
        make("b", { class: "fit" }, fit),
        shared > 1 ? make("span", { class: "soft" }, words.shared(slot, shared)) : null,
        make("span", { class: "long" }, `${words.signs(signs)} · ${words.lines(rows.length)}`)),
      bar,
      ordered ? make("p", { class: `ordered ${Math.abs(ordered.is - ordered.asked) > ordered.asked * 0.05 ? "off" : ""}` },
        `${words.ordered(ordered.unit, ordered.is, ordered.asked)} (${words.plus(ordered.is - ordered.asked)})`) : "",
    );
    this.told.replaceChildren(
      heads.length ? make("p", { class: "soft" }, heads.join(" · ")) : "",
      ...meter.leftOut.map((what) => make("p", { class: "lacks" }, words.leftOut(what))),
      ...meter.done.map((what) => make("p", { class: "did" }, what)),
    );
    if (exact) this.#aloud(`${fit}${ordered ? `, ${words.ordered(ordered.unit, ordered.is, ordered.asked)}` : ""}`, kind);
  }

  /** Aloud is said when it fits no more, or fits again: not every line. */
  #aloud(text, kind) {
    if (this.kind !== undefined && this.kind !== kind) {
      clearTimeout(this.saying);
      this.saying = setTimeout(() => say(`${words.galley}${common.colon}${text}`), ALOUD);
    }
    this.kind = kind;
  }
}
