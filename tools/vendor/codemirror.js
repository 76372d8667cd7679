// What the preview's editor takes of CodeMirror (bundle.js makes one file of it).
export { collab, getSyncedVersion, receiveUpdates, sendableUpdates } from "@codemirror/collab";
export { defaultKeymap, history, historyKeymap, redo, redoDepth, undo, undoDepth } from "@codemirror/commands";
export { HighlightStyle, Language, defineLanguageFacet, syntaxHighlighting } from "@codemirror/language";
export { ChangeSet, Compartment, EditorSelection, EditorState, StateEffect, StateField, Text, Transaction } from "@codemirror/state";
export { Decoration, EditorView, WidgetType, drawSelection, keymap } from "@codemirror/view";
export { tags } from "@lezer/highlight";
export { Subscript, Superscript, Table, parser } from "@lezer/markdown";
