// One page: its picture on a canvas, the lines over it as buttons, its overlays. Sizes on the screen follow --scale alone.

import { ask } from "./asking.js";
import { make, words, say, fitWords } from "./words.js";
import { drawOverlays } from "./overlays.js";

// A picture of more pixels than this is not asked for; beyond, the browser enlarges it.
const MOST_PIXELS = 20e6;

export class Sheet {
  constructor(number, view) {
    this.number = number;
    this.view = view;
    this.page = null;
    this.data = null;
    this.drawn = { version: 0, scale: 0 };
    this.near = false;
    this.waiting = null; // what is to be fetched next: {part} or {whole}
    this.fetching = false;
    this.canvas = make("canvas", { "aria-hidden": "true", width: 0, height: 0 });
    this.over = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    this.over.setAttribute("aria-hidden", "true");
    this.over.classList.add("over");
    this.lines = make("div", { class: "lines", role: "group" });
    this.fault = make("div", { class: "fault", hidden: "" });
    this.art = make("div", { class: "art" }, this.canvas, this.over, this.lines);
    this.folio = make("h2", { class: "folio" });
    this.element = make("section", { class: "sheet" }, this.folio, this.fault, make("div", { class: "paper" }, this.art));
    this.element.sheet = this;
    this.lines.addEventListener("click", (event) => this.#clicked(event));
    this.lines.addEventListener("keydown", (event) => this.#key(event));
    this.lines.addEventListener("pointerover", (event) => this.#hover(event));
    this.lines.addEventListener("pointerleave", () => this.view.hover(null));
    this.lines.addEventListener("focusin", (event) => this.#hover(event));
  }

  /** What the state says of the page. */
  set(page) {
    const known = this.page;
    this.page = page;
    const same = known && known.folio === page.folio && known.side === page.side && `${known.size}` === `${page.size}`;
    if (!same) this.#shape(page);
    if (!known || known.version !== page.version) {
      if (this.drawn.version < page.version) this.ask({ whole: true });
      this.#read();
    }
  }

  #shape(page) {
    const [width, height, bleed] = page.size;
    const style = this.element.style;
    style.setProperty("--w", width);
    style.setProperty("--h", height);
    style.setProperty("--bleed", bleed);
    this.over.setAttribute("viewBox", `${-bleed} ${-bleed} ${width} ${height}`);
    this.folio.textContent = words.page(page.folio);
    this.lines.setAttribute("aria-label", words.page(page.folio));
    this.element.dataset.side = page.side;
    this.element.dataset.folio = page.folio;
  }

  /** A page has changed: the part alone is fetched where the picture before it is what we show. */
  change({ version, before, part }) {
    if (part && this.drawn.version === before && this.drawn.scale === this.#wanted() && !this.waiting?.whole) {
      const old = this.waiting?.part;
      this.ask({ part: old ? union(old, part) : part, version });
    } else {
      this.ask({ whole: true });
    }
    if (this.page) this.page = { ...this.page, version };
    this.#read();
  }

  show(near) {
    this.near = near;
    if (near && (this.waiting || this.drawn.scale !== this.#wanted())) this.ask(this.waiting ?? { whole: true });
    if (near && !this.data) this.#read();
  }

  /** Far from the window: a picture of 6 MB need not be held. */
  leave(away) {
    this.away = away;
    if (!away || !this.drawn.scale) return;
    this.canvas.width = this.canvas.height = 0;
    this.drawn = { version: 0, scale: 0 };
    delete this.element.dataset.drawn;
  }

  sharpen() {
    if (this.near && this.drawn.scale !== this.#wanted()) this.ask({ whole: true });
  }

  #wanted() {
    const [width, height] = this.page.size;
    const most = Math.sqrt(MOST_PIXELS / (width * height));
    const scale = Math.min(this.view.scale * (window.devicePixelRatio || 1), most, 8);
    return Math.round(scale * 64) / 64;
  }

  ask(what) {
    this.waiting = what;
    if (this.near && !this.fetching) this.ready = this.#fetch();
  }

  async load() {
    this.near = this.printing = true;
    if (this.drawn.version < this.page.version) this.ask({ whole: true });
    await this.ready;
  }

  async #fetch() {
    this.fetching = true;
    try {
      while (this.waiting && this.near) {
        const what = this.waiting;
        this.waiting = null;
        await this.#draw(what);
      }
    } catch {
      setTimeout(() => this.near && this.ask({ whole: true }), 1000);
    } finally {
      this.fetching = false;
    }
  }

  async #draw(what) {
    const scale = what.part ? this.drawn.scale : this.#wanted();
    const part = what.part ? `&part=${what.part.join(",")}` : "";
    const answer = await ask(`/page/${this.number}.bmp?scale=${scale}${part}`);
    if (!answer) throw new Error("no answer");
    if (!answer.ok) {
      if (answer.status === 400 && part) this.waiting ??= { whole: true };
      return;
    }
    const version = Number(answer.headers.get("x-version"));
    const [x, y, width, height] = answer.headers.get("x-place").split(",").map(Number);
    const picture = await createImageBitmap(await answer.blob());
    if (this.away && !this.printing) return; // scrolled past while it came
    if (!what.part) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    this.canvas.getContext("2d", { alpha: false }).drawImage(picture, x, y);
    picture.close();
    this.drawn = { version, scale };
    this.element.dataset.drawn = version;
    this.element.dataset.density = scale;
    // When it was on the screen: what bench/preview.py reads.
    requestAnimationFrame(() => { this.element.dataset.at = performance.timeOrigin + performance.now(); });
    if (what.part) this.flash(what.part);
  }

  flash([left, top, right, bottom]) {
    const mark = make("div", { class: "flash" });
    this.#place(mark, [left, top, right - left, bottom - top]);
    this.art.append(mark);
    setTimeout(() => mark.remove(), 900);
  }

  #place(element, [left, top, width, height]) {
    const [pageWidth, pageHeight, bleed] = this.page.size;
    element.style.left = `${((left + bleed) / pageWidth) * 100}%`;
    element.style.top = `${((top + bleed) / pageHeight) * 100}%`;
    element.style.width = `${(width / pageWidth) * 100}%`;
    element.style.height = `${(height / pageHeight) * 100}%`;
  }

  // --- lines and overlays

  #read() {
    clearTimeout(this.reading);
    if (!this.near) {
      this.data = null;
      return;
    }
    // The picture comes first.
    this.reading = setTimeout(async () => {
      const answer = await ask(`/page/${this.number}.json`);
      if (!answer?.ok) return;
      this.data = await answer.json();
      this.#setLines();
      this.overlay();
    }, this.data ? 60 : 0);
  }

  #setLines() {
    const focused = [...this.lines.children].indexOf(document.activeElement);
    const made = this.data.lines.map((line, n) => {
      const button = make("button", {
        class: "line", tabindex: n === Math.max(focused, 0) ? "0" : "-1", "data-n": n, "aria-haspopup": "dialog",
      }, line.text || " ");
      this.#place(button, line.box);
      return button;
    });
    this.lines.replaceChildren(...made);
    if (focused >= 0) made[Math.min(focused, made.length - 1)]?.focus({ preventScroll: true });
  }

  overlay() {
    if (!this.data) return;
    drawOverlays(this.over, this.data, this.view.shown);
    const told = this.view.shown.has("corrections");
    [...this.lines.children].forEach((button, n) => {
      const list = told ? this.corrections(this.data.lines[n]) : [];
      if (list.length) button.title = list.map((each) => `${each.before} → ${each.after}  (${each.rule})`).join("\n");
      else button.removeAttribute("title");
    });
  }

  /** The corrections that stand in a line. */
  corrections({ box: [x, y, width, height] }) {
    return this.data.corrections.filter(({ box: [left, top] }) =>
      Math.abs(top - y) < height / 4 && left >= x - 6 && left <= x + width + 6);
  }

  #clicked(event) {
    const button = event.target.closest(".line");
    if (!button) return;
    const act = event.shiftKey ? this.view.open : this.view.edit;
    act(this, this.data.lines[button.dataset.n], button, { byKey: event.detail === 0 });
  }

  #hover(event) {
    const button = event.target.closest(".line");
    const line = button && this.data.lines[button.dataset.n];
    this.view.hover(line ? this.data.articles.find((article) => article.name === line.article) : null, this);
  }

  #key(event) {
    const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
    const buttons = [...this.lines.children];
    const here = buttons.indexOf(event.target);
    let to = here + (steps[event.key] ?? 0);
    if (event.key === "Home") to = 0;
    if (event.key === "End") to = buttons.length - 1;
    const act = { o: () => this.view.openInEditor(this.data.lines[here]), s: () => this.view.open(this, this.data.lines[here], event.target),
      F2: () => this.view.edit(this, this.data.lines[here], event.target, { byKey: true }) }[event.key];
    if (act && here >= 0) {
      act();
      event.preventDefault();
      return;
    }
    if (to === here || here < 0 || !buttons[to]) return;
    event.preventDefault();
    event.target.tabIndex = -1;
    buttons[to].tabIndex = 0;
    buttons[to].focus();
  }

  /** Mark some places, as long as they are spoken of. */
  mark(boxes, kind = "info") {
    for (const old of this.art.querySelectorAll(".mark")) old.remove();
    for (const box of boxes) {
      const mark = make("div", { class: `mark ${kind}` });
      this.#place(mark, box);
      this.art.append(mark);
    }
    if (boxes.length) this.flash(boxes.map(([x, y, width, height]) => [x, y, x + width, y + height]).reduce(union));
  }

  /** Put elements of a kind over the picture, each at its box (pt), in place of those of the same kind. */
  lay(kind, placed) {
    const held = document.activeElement?.dataset?.lay === kind;
    for (const old of this.art.querySelectorAll(`[data-lay="${kind}"]`)) old.remove();
    for (const [element, box] of placed) {
      element.dataset.lay = kind;
      this.#place(element, box);
      this.art.append(element);
    }
    if (held) this.lines.children[0]?.focus({ preventScroll: true });
  }

  marked() {
    return this.art.querySelector(".mark");
  }

  /** Where the marks are on the screen. */
  markedBoxes() {
    return [...this.art.querySelectorAll(".mark")].map((mark) => mark.getBoundingClientRect());
  }

  article(article) {
    for (const old of this.art.querySelectorAll(".outline")) old.remove();
    if (!article) return;
    article.boxes.forEach((box, n) => {
      const outline = make("div", { class: "outline" });
      if (n === 0) outline.append(make("span", {}, fitWords(article.lines, article.characters)));
      if (article.lines > 0) outline.classList.add("over-full");
      this.#place(outline, box);
      this.art.append(outline);
    });
  }

  /** Files of this page that are in error, over the last good picture. */
  faults(problems) {
    if (!problems.length && this.fault.hidden) return;
    this.fault.hidden = !problems.length;
    this.element.classList.toggle("broken", problems.length > 0);
    this.fault.replaceChildren(
      make("strong", {}, words.stale),
      ...problems.slice(0, 3).map((problem) =>
        make("p", {}, make("code", {}, `${problem.file}:${problem.line}`), ` ${problem.message}`)),
      make("p", { class: "stays" }, words.stays),
    );
    if (problems.length) say(`${words.page(this.page.folio)}: ${problems[0].message}`);
  }
}

function union(a, b) {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}
