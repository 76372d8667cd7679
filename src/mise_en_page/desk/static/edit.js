// The editor beside the page: an article's fields as fields, its body as text, saved while it is typed.

import { secret, socketTo } from "./asking.js";
import { words as said } from "./comment-words.js";
import { GalleyPane } from "./galley-pane.js";
import { Link } from "./link.js";
import { bodyOf, editorIn, emphasise, hold } from "./manuscript.js";
import { redo, undo } from "./vendor/codemirror.js";
import { words } from "./edit-words.js";
import { make, say } from "./words.js";

// Which fields stand over the text, which go with the picture; the others are seldom used.
const ABOVE = ["kicker", "title", "chapo", "byline"];
const PICTURE = ["caption", "credit", "alt", "image", "focus"];
const OTHERS = ["length", "figure", "next", "next_title", "style", "qr", "keep"];
// Those whose lines may be broken by hand.
const BROKEN = new Set(["kicker", "title", "chapo", "caption", "next_title", "keep"]);

// The letters of a word, and what of it is on each side of a place.
const WORD = /[\p{L}\p{N}'’-]/u;
const BEFORE = /[\p{L}\p{N}'’-]*$/u;
const AFTER = /^[\p{L}\p{N}'’-]*/u;

const pane = document.getElementById("edit");
const links = new Map();
let shown = null; // what is open: its link, fields, how the focus goes back

/** Open an article at a place, {file, line, column}; ``back`` gives the focus back. */
export function openArticle(place, { back, source }) {
  if (shown?.file !== place.file) {
    closeArticle();
    shown = { file: place.file, place, values: {}, places: {}, ready: false };
    layOut(place, source);
    pane.dataset.file = place.file;
    document.documentElement.classList.add("editing");
    pane.hidden = false;
    begin(place.file);
  }
  Object.assign(shown, { place, back });
  if (shown.ready) goTo(place);
  else shown.status.textContent = words.opening;
}

export function closeArticle() {
  if (!shown) return false;
  const { link, back, file, beside } = shown;
  shown = null;
  beside.close();
  link.close();
  if (link.settled) {
    links.delete(file);
    link.view?.destroy();
  }
  pane.hidden = true;
  delete pane.dataset.file;
  pane.replaceChildren();
  document.documentElement.classList.remove("editing");
  back?.();
  return true;
}

/** Is there something that an earlier load of the page had to leave in the tab? Then it is gone on with. */
export function resume(open) {
  const mark = placeOf("");
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(mark)) open(key.slice(mark.length));
}

/** Where the tab keeps what of a file is not saved: by the secret, for there may be another issue at this address. */
function placeOf(file) {
  return `edit ${secret.slice(0, 16)} ${file}`;
}

addEventListener("beforeunload", (event) => {
  for (const link of links.values()) {
    link.keepNow();
    if (!link.settled) event.preventDefault();
  }
});
addEventListener("pagehide", () => { for (const link of links.values()) link.keepNow(); });

pane.addEventListener("keydown", (event) => {
  event.stopPropagation(); // here letters are letters, and not the page's keys
  if (event.key === "Escape" && !event.isComposing) closeArticle();
  if (event.ctrlKey && event.altKey && (event.key.toLowerCase() === "m" || event.code === "KeyM")) {
    event.preventDefault();
    comment();
  }
  if (event.ctrlKey && event.altKey && event.code === "KeyP") shown?.beside.toggle();
});

// --- what it is made of

function layOut(place, source) {
  const status = make("p", { class: "status" });
  const notice = make("div", { class: "notice", role: "alert", hidden: "" });
  const host = make("div", { class: "text" });
  const controls = {};
  const group = (names) => names.map((name) => field(name, controls));
  const picture = make("details", {}, make("summary", {}, words.picture), ...group(PICTURE));
  const others = make("details", {}, make("summary", {}, words.others), ...group(OTHERS));
  // The focus stays where it is: in a field the browser itself undoes what was typed there.
  const tool = (name, key, label, inText, inField) => make("button", {
    class: name, title: `${words[name]} (Ctrl ${key})`, onpointerdown: (event) => event.preventDefault(),
    onclick: () => {
      const { view } = shown.link;
      if (document.activeElement?.dataset.field) {
        inField(document.activeElement);
        return;
      }
      inText(view);
      view.focus();
    },
  }, label);
  const title = make("h2", { id: "h-edit" }, place.title || words.edit);
  const beside = new GalleyPane(pane, { goTo, field: (name) => controls[name].control });
  pane.replaceChildren(
    make("header", {},
      make("div", {}, title, make("p", { class: "file" }, place.file.split("/").at(-1), status)),
      make("button", { class: "shut", "aria-label": words.close, title: words.close, onclick: closeArticle }, "×")),
    notice,
    make("div", { class: "halves" },
      make("div", { class: "scroll", tabindex: "-1" }, ...group(ABOVE), picture, others,
        make("h3", { "aria-hidden": "true" }, words.body), host),
      beside.element),
    make("footer", { role: "toolbar", "aria-label": words.edit },
      tool("undo", "Z", words.undo, undo, () => document.execCommand("undo")),
      tool("redo", "Y", words.redo, redo, () => document.execCommand("redo")),
      tool("italic", "I", make("i", {}, words.italic), emphasise("*"), (control) => emphasiseField(control, "*")),
      tool("bold", "B", make("b", {}, words.bold), emphasise("**"), (control) => emphasiseField(control, "**")),
      make("button", { class: "comment", title: said.shortcut, onpointerdown: (event) => event.preventDefault(), onclick: comment }, said.comment),
      beside.button,
      make("button", { class: "source", onclick: () => source(here()) }, words.source)),
  );
  Object.assign(shown, { status, notice, host, controls, groups: [picture, others], title, beside });
}

function field(name, controls) {
  const hint = BROKEN.has(name) ? words.breaks : null;
  const control = make("textarea", { id: `field-${name}`, rows: "1", spellcheck: "true", disabled: "", title: hint, "data-field": name });
  const fault = make("p", { class: "fault-of", role: "alert" });
  control.addEventListener("input", () => {
    grow(control);
    shown.link.setField(name, control.value, shown.values[name] ?? "");
    state();
  });
  control.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !BROKEN.has(name) && !event.isComposing) event.preventDefault();
    const mark = (event.ctrlKey || event.metaKey) && !event.altKey && { i: "*", b: "**" }[event.key];
    if (!mark) return;
    event.preventDefault();
    emphasiseField(control, mark);
  });
  controls[name] = { control, fault };
  return make("div", { class: "field" }, make("label", { for: control.id }, words.names[name]), control, fault);
}

/** Put a mark on both sides of what is chosen in a field; typed, so that it can be undone. */
function emphasiseField(control, mark) {
  const { selectionStart: from, selectionEnd: to, value } = control;
  if (control.readOnly) return;
  document.execCommand("insertText", false, mark + value.slice(from, to) + mark);
  control.setSelectionRange(from + mark.length, to + mark.length);
}

/** As high as its text. */
function grow(control) {
  control.style.height = "auto";
  control.style.height = `${control.scrollHeight + 2}px`;
}

// --- the article

function begin(file) {
  const old = links.get(file);
  if (old) {
    old.closed = false;
    shown.link = old;
    shown.host.replaceWith(old.host);
    shown.host = old.host;
    shown.beside.begin(old);
    if (old.values) takeFields(old.values);
    state();
    return;
  }
  const { host } = shown;
  const mine = (act) => (...heard) => shown?.file === file && act(...heard);
  shown.link = new Link(file, placeOf(file), {
    open: () => socketTo("/edit"),
    editor: (text, version, link) => {
      link.host = host;
      return editorIn(host, {
        text, version, clientID: link.clientID,
        leave: closeArticle,
        changed: (update) => {
          if (update.selectionSet || update.docChanged) mine(() => shown.beside.moved(update.view))();
          if (!update.docChanged) return;
          if (link.view) link.changed();
          state();
        },
      });
    },
    told: (message) => told(file, message),
    fields: (message) => {
      const link = links.get(file);
      if (link) link.values = message;
      mine(takeFields)(message);
    },
    answered: mine((name, fault) => {
      shown.controls[name].fault.textContent = fault?.message ?? "";
      state();
    }),
  });
  links.set(file, shown.link);
  shown.beside.begin(shown.link);
}

/** What the server says of the article as a whole. */
function told(file, message) {
  const link = links.get(file);
  if (link?.closed && link.settled) links.delete(file);
  if (shown?.file !== file) return;
  if (message.type === "refused") {
    notice(message.fault.message, message.fault.hint);
    shown.status.textContent = "";
    return;
  }
  if (message.type === "status") {
    const { holder, mine, kept } = message;
    shown.server = message;
    const held = Boolean(holder) && !mine;
    if (shown.held !== held && link?.view) {
      shown.held = held;
      hold(link.view, held);
      for (const { control } of Object.values(shown.controls)) control.readOnly = held;
    }
    if (held) notice(words.held(message.by), "", words.take, () => link.take());
    else if (message.fault) notice(message.fault.message, message.fault.hint);
    else if (kept && shown.understood !== kept) {
      notice(words.kept(kept), "", words.understood, () => {
        shown.understood = kept;
        shown.notice.hidden = true;
      });
    } else shown.notice.hidden = true;
  }
  state();
}

function notice(text, hint = "", button = "", act = null) {
  shown.notice.hidden = false;
  const told = `${text}${hint}${button}`;
  if (shown.notice.dataset.told === told) return;
  shown.notice.dataset.told = told;
  shown.notice.replaceChildren(make("p", {}, text), hint ? make("p", { class: "hint" }, hint) : "", button ? make("button", { onclick: act }, button) : "");
}

/** The line under the title: is all that was typed in the file? */
function state() {
  if (!shown?.link) return;
  const { link, server, status } = shown;
  const kind = !link.online && link.view ? "offline" : server?.fault ? "unsaved" : link.settled && server?.saved ? "saved" : "saving";
  const before = status.dataset.kind;
  if (before === kind) return;
  status.dataset.kind = kind;
  status.textContent = words[kind];
  // While somebody types it is saved all the time: aloud is said what is wrong, and that it is over.
  const wrong = ["offline", "unsaved"];
  if (wrong.includes(kind) || (wrong.includes(before) && kind === "saved")) say(words[kind]);
}

function takeFields({ values, places }) {
  if (!values) notice(words.noHead);
  shown.values = values ?? {};
  shown.places = places ?? {};
  for (const [name, { control }] of Object.entries(shown.controls)) {
    control.disabled = !values;
    const waits = shown.link.pending.get(name);
    const value = waits ? waits.value : shown.values[name] ?? "";
    // What is being typed is not touched: a blank at its end means that a word follows.
    const same = document.activeElement === control && control.value.trimEnd() === value.trimEnd();
    if (control.value !== value && !same) control.value = value;
    grow(control);
  }
  if (values?.title) shown.title.textContent = values.title.replaceAll("\n", " ");
  if (shown.ready || !shown.link.view) return;
  shown.ready = true;
  const [, others] = shown.groups;
  others.open = Boolean(shown.values.figure);
  for (const { control } of Object.values(shown.controls)) grow(control);
  goTo(shown.place);
  if (shown.held) told(shown.file, shown.server);
}

// --- places

/** Characters, as the server counts them, in units of the browser. */
const unitsOf = (text, characters) => [...text].slice(0, characters).join("").length;

function goTo({ line, column }) {
  const { view } = shown.link;
  const { doc } = view.state;
  const row = doc.line(Math.min(Math.max(1, line), doc.lines));
  const at = row.from + unitsOf(row.text, column - 1);
  if (at >= bodyOf(view.state)) {
    view.dispatch({ selection: { anchor: at } });
    view.focus();
    const { top } = view.coordsAtPos(at) ?? view.dom.getBoundingClientRect();
    const scroll = pane.querySelector(".scroll");
    scroll.scrollTop += top - scroll.getBoundingClientRect().top - scroll.clientHeight * 0.4;
    return;
  }
  const names = Object.entries(shown.places).filter(([, [first]]) => first <= line).sort((a, b) => b[1][0] - a[1][0]);
  const [name, [first, begins]] = names[0] ?? ["title", [line, column]];
  const { control } = shown.controls[name] ?? shown.controls.title;
  for (const group of shown.groups) if (group.contains(control)) group.open = true;
  grow(control);
  control.focus();
  const caret = first === line ? unitsOf(control.value, Math.max(0, column - begins)) : control.value.length;
  control.setSelectionRange(caret, caret);
  control.scrollIntoView({ block: "center" });
  say(words.names[name]);
}

/** Say something of the words that are chosen, or of the word at the caret. */
function comment() {
  const control = document.activeElement?.dataset.field ? document.activeElement : null;
  const { view } = shown.link;
  const text = control ? control.value : view.state.doc.toString();
  let [from, to] = control ? [control.selectionStart, control.selectionEnd] : [view.state.selection.main.from, view.state.selection.main.to];
  if (from === to) {
    from -= /[^\s]*$/.exec(text.slice(0, from))[0].length;
    to += /^[^\s]*/.exec(text.slice(to))[0].length;
  }
  // A word that is begun is meant as a whole: the keys that choose words stop at an apostrophe.
  if (WORD.test(text[from])) from -= BEFORE.exec(text.slice(0, from))[0].length;
  if (WORD.test(text[to - 1])) to += AFTER.exec(text.slice(to))[0].length;
  const quote = text.slice(from, to).trim();
  if (!quote) return;
  let place = null;
  if (control) {
    const [line, column] = shown.places[control.dataset.field] ?? [1, 1];
    place = { line, column: column + [...text.slice(0, from)].length };
  } else {
    const row = view.state.doc.lineAt(from);
    place = { line: row.number, column: [...row.text.slice(0, from - row.from)].length + 1 };
  }
  const back = () => (control ?? view).focus();
  dispatchEvent(new CustomEvent("comment", { detail: { about: { file: shown.file, quote, ...place }, back } }));
}

/** Where the caret is, as the server counts. */
function here() {
  const { view } = shown.link;
  const at = view.state.selection.main.head;
  const row = view.state.doc.lineAt(at);
  return { file: shown.file, line: row.number, column: [...row.text.slice(0, at - row.from)].length + 1 };
}
