// An article's text in CodeMirror: the body alone is shown and may be changed; the head is in the text, but for the fields.

import {
  Decoration, EditorSelection, EditorState, EditorView, HighlightStyle, Language, StateField, Subscript, Superscript, Table,
  collab, Compartment, defineLanguageFacet, history, historyKeymap, insertNewline, keymap, parser, standardKeymap, syntaxHighlighting, tags,
} from "./vendor/codemirror.js";
import { words } from "./edit-words.js";

const FENCE = /^\uFEFF?---[ \t]*$/;
// The head has no more lines (model/limits.py).
const MOST = 520;

/** Where the body begins: behind the second fence; 0 where there is no head, and so nothing to hide. */
function bodyStart(doc) {
  let fences = 0;
  for (let n = 1; n <= Math.min(doc.lines, MOST); n++) {
    const { text, to } = doc.line(n);
    const fence = FENCE.test(text);
    if (!fences && !fence && /[^ \t\uFEFF]/.test(text)) return 0;
    if (fence && ++fences === 2) return Math.min(to + 1, doc.length);
  }
  return 0;
}

const hidden = Decoration.replace({ block: true });

function headOf(doc) {
  const end = bodyStart(doc);
  const to = end && doc.lineAt(end).from === end && end > 0 ? end - 1 : end;
  return { end, shown: end ? Decoration.set(hidden.range(0, to)) : Decoration.none };
}

const head = StateField.define({
  create: ({ doc }) => headOf(doc),
  update: (value, change) => (change.docChanged ? headOf(change.newDoc) : value),
  provide: (field) => [
    EditorView.decorations.from(field, ({ shown }) => shown),
    EditorView.atomicRanges.of((view) => view.state.field(field).shown),
  ],
});

/** Where the body of an editor's text begins. */
export const bodyOf = (state) => state.field(head).end;

/** What is typed changes the body alone, and the selection stays in it. */
const guard = EditorState.transactionFilter.of((change) => {
  const { end } = change.startState.field(head);
  if (!end) return change;
  if (change.docChanged) {
    let inHead = false;
    let put = "";
    change.changes.iterChanges((from, _to, _at, _end, text) => {
      if (from < end) inHead = true;
      put += text.toString();
    });
    if (inHead) return [];
    // A file that ends with the head: the body begins on a line of its own.
    if (change.startState.doc.lineAt(end).from !== end && put[0] !== "\n") {
      return { changes: { from: end, insert: `\n${put}` }, selection: { anchor: end + put.length + 1 }, userEvent: "input" };
    }
  }
  if (!change.selection) return change;
  const start = change.changes.mapPos(end, -1);
  if (change.newSelection.ranges.every((range) => range.from >= start)) return change;
  const within = ({ anchor, head: to }) => EditorSelection.range(Math.max(anchor, start), Math.max(to, start));
  return [change, {
    selection: EditorSelection.create(change.newSelection.ranges.map(within), change.newSelection.mainIndex), sequential: true,
  }];
});

const markdown = new Language(defineLanguageFacet({}), parser.configure([Table, Subscript, Superscript]), [], "markdown");

const style = syntaxHighlighting(HighlightStyle.define([
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.heading, fontWeight: "650", fontSize: "1.08em" },
  { tag: tags.quote, color: "var(--sea)" },
  { tag: [tags.processingInstruction, tags.contentSeparator, tags.labelName, tags.url], color: "var(--soft)", fontWeight: "400", fontStyle: "normal" },
  { tag: [tags.special(tags.content)], fontSize: ".85em" },
]));

const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--page)", fontSize: "16px", borderRadius: "5px", border: "1px solid var(--line)" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "\"Iowan Old Style\", \"Source Serif 4\", Georgia, \"Noto Serif\", \"DejaVu Serif\", serif", lineHeight: "1.5" },
  ".cm-content": { padding: "12px 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 14px" },
  "&.held .cm-content": { opacity: ".75" },
});

/** Put a mark on both sides of what is chosen, or take it away; where nothing is, the caret stands between two. */
export function emphasise(mark) {
  return (view) => {
    if (view.state.readOnly) return false;
    view.dispatch(view.state.changeByRange(({ from, to }) => {
      const { doc } = view.state;
      const long = mark.length;
      const around = doc.sliceString(from - long, from) === mark && doc.sliceString(to, to + long) === mark;
      const more = around && long === 1 && doc.sliceString(from - 2, from) === "**" && doc.sliceString(from - 3, from - 2) !== "*";
      if (around && !more) {
        return {
          changes: [{ from: from - long, to: from }, { from: to, to: to + long }], range: EditorSelection.range(from - long, to - long),
        };
      }
      return {
        changes: [{ from, insert: mark }, { from: to, insert: mark }], range: EditorSelection.range(from + long, to + long),
      };
    }), { userEvent: "input", scrollIntoView: true });
    return true;
  };
}

const writable = new Compartment();

/** An editor in a shadow of its own: its style sheets need no exception from the page's policy. */
export function editorIn(parent, { text, version, clientID, changed, leave }) {
  const state = EditorState.create({
    doc: text,
    extensions: [
      head, guard, history(), collab({ startVersion: version, clientID }), markdown.extension, style, look,
      EditorView.lineWrapping, writable.of([]),
      EditorView.contentAttributes.of({ "aria-label": words.body, spellcheck: "true", "aria-multiline": "true" }),
      keymap.of([
        { key: "Mod-i", run: emphasise("*") }, { key: "Mod-b", run: emphasise("**") }, { key: "Escape", run: leave },
        // Its own Enter takes away the blanks behind the caret; and what moves or cuts whole lines is for programs.
        { key: "Enter", run: insertNewline, shift: insertNewline }, ...historyKeymap, ...standardKeymap,
      ]),
      EditorView.updateListener.of(changed),
    ],
  });
  const root = parent.shadowRoot ?? parent.attachShadow({ mode: "open" });
  const view = new EditorView({ state, parent: root, root });
  view.dispatch({ selection: { anchor: bodyOf(view.state) } });
  return view;
}

/** Somebody else writes: the text may be read. */
export function hold(view, held) {
  view.dispatch({ effects: writable.reconfigure(held ? [EditorState.readOnly.of(true), EditorView.editorAttributes.of({ class: "held" })] : []) });
}
