// What the preview's editor takes of CodeMirror (bundle.js makes one file of it).
export { collab, getSyncedVersion, receiveUpdates, sendableUpdates } from "@codemirror/collab";
export { history, historyKeymap, insertNewline, redo, standardKeymap, undo } from "@codemirror/commands";
export { HighlightStyle, Language, defineLanguageFacet, syntaxHighlighting } from "@codemirror/language";
export { ChangeSet, Compartment, EditorSelection, EditorState, StateField, Text } from "@codemirror/state";
export { Decoration, EditorView, keymap } from "@codemirror/view";
export { tags } from "@lezer/highlight";
export { Subscript, Superscript, Table, parser } from "@lezer/markdown";
