// The galley in the pane of the editor: shown or not, fed by the article's link, led to its text and back.

import { Galley, remember, wanted } from "./galley.js";
import { proposals } from "./proposals.js";
import { bodyOf } from "./manuscript.js";
import { words } from "./galley-words.js";
import { make, say } from "./words.js";

/** Characters, as the server counts them, before a place of the browser's; and the other way round. */
const charactersTo = (text, at) => at - (text.slice(0, at).match(/[\ud800-\udbff]/g)?.length ?? 0);
const unitsTo = (text, at) => (/[\ud800-\udbff]/.test(text) ? [...text].slice(0, at).join("").length : at);

export class GalleyPane {
  /** ``goTo({line, column})`` leads to a place of the text, ``field(name)`` is a field's control. */
  constructor(pane, { goTo, field }) {
    Object.assign(this, { pane, goTo, field, link: null, page: null });
    const offers = proposals({ asked: () => ({ file: this.link.file, page: this.page }), apply: (edits) => this.#apply(edits) });
    this.galley = new Galley({ seek: (at) => this.#seek(at), offers });
    this.element = this.galley.element;
    this.button = make("button", { class: "galley-on", title: words.hint, "aria-keyshortcuts": "Control+Alt+P", onclick: () => this.toggle() }, words.galley);
    this.#show(wanted());
  }

  /** The article's link is there: its galley comes by it. */
  begin(link) {
    this.link = link;
    link.galley = (message) => {
      if (message.meter) this.page = message.meter.page;
      this.galley.heard(message);
    };
    link.showGalley(this.on);
  }

  toggle() {
    remember(!this.on);
    this.#show(!this.on);
    this.link?.showGalley(this.on);
    if (this.link?.view) this.moved(this.link.view);
  }

  close() {
    this.galley.close();
    this.pane.classList.remove("with-galley");
    if (!this.link) return;
    this.link.galley = null;
    this.link.showGalley(false);
  }

  /** The caret has moved, or the text under it. */
  moved({ state }) {
    if (!this.on) return;
    const { head } = state.selection.main;
    this.galley.moved(charactersTo(state.doc.sliceString(0, head), head));
  }

  #show(on) {
    this.on = on;
    this.element.hidden = !on;
    this.button.setAttribute("aria-pressed", String(on));
    this.pane.classList.toggle("with-galley", on);
  }

  #seek(at) {
    const { doc } = this.link.view.state;
    const units = Math.min(unitsTo(doc.toString(), at), doc.length);
    const row = doc.lineAt(units);
    this.goTo({ line: row.number, column: charactersTo(row.text, units - row.from) + 1 });
  }

  /** Carry a cut out, as if it were typed; false where the text is another one by now. */
  #apply(edits) {
    const { view } = this.link;
    const text = view.state.doc.toString();
    const changes = edits.map(({ start, gone, put }) => {
      const at = unitsTo(text, start);
      return { from: at, to: at + gone.length, insert: put, gone };
    });
    if (view.state.readOnly || changes.some(({ from, to, gone }) => text.slice(from, to) !== gone)) return false;
    const body = bodyOf(view.state);
    for (const { from, gone, insert } of changes) if (from < body && !this.#inChapo(gone, insert)) return false;
    const own = changes.filter(({ from }) => from >= body).map(({ from, to, insert }) => ({ from, to, insert }));
    if (own.length) view.dispatch({ changes: own, selection: { anchor: own[0].from }, userEvent: "input", scrollIntoView: true });
    return true;
  }

  /** The chapô is cut in its field: there the browser undoes it. */
  #inChapo(gone, put) {
    const control = this.field("chapo");
    const at = control.value.indexOf(gone);
    if (at < 0 || control.value.indexOf(gone, at + 1) >= 0) return false;
    control.focus();
    control.setSelectionRange(at, at + gone.length);
    document.execCommand("insertText", false, put);
    say(words.taken);
    return true;
  }
}
