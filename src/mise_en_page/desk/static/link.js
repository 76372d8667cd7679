// One article's text, shared with the server: what is typed goes there, what others make of it comes back, and a link that
// breaks loses nothing. Until the server has a change it is kept in the tab, a reload included.

import { ChangeSet, Text, getSyncedVersion, receiveUpdates, sendableUpdates } from "./vendor/codemirror.js";

// A change that nobody answers for so long: the link is broken, whatever it says of itself (ms).
const SILENT = 4000;
const LONGEST_WAIT = 3000;
// So many changes that are not in the file yet are known one by one.
const MOST_STEPS = 300;

const clientID = [...crypto.getRandomValues(new Uint8Array(9))].map((byte) => byte.toString(36)).join("");

export class Link {
  /** ``open`` makes the socket; ``editor(text, version)`` the view; the others hear of what comes. */
  constructor(file, place, { open, editor, told, fields, answered }) {
    Object.assign(this, { file, place, open, editor, told, fields, answered });
    this.clientID = clientID;
    this.view = null;
    this.base = null; // the server's text, as far as we know it
    this.written = null; // what of it was in the file, and how it became the base
    this.past = [];
    this.session = "";
    this.offset = 0; // of the server's version to ours
    this.inflight = this.sent = 0;
    this.pending = new Map(); // fields by their names: what was typed, what it was made of, whether it is on its way
    this.online = this.closed = false;
    this.tries = 0;
    this.#restore();
    this.#connect();
  }

  /** Is everything that was typed in the file? */
  get settled() {
    return !this.pending.size && !this.past.length && (!this.view || !sendableUpdates(this.view.state).length);
  }

  close() {
    this.closed = true;
    if (this.settled) this.socket?.close();
  }

  take() {
    this.#send({ type: "take" });
  }

  /** Show the article's galley from now on, or no more; again, where the link was broken. */
  showGalley(on) {
    this.galleyOn = on;
    if (this.online) this.#send({ type: "galley", on, language: document.documentElement.lang });
  }

  // --- what is typed

  /** To be called after each change of the view. */
  changed() {
    this.#keep();
    this.#push();
  }

  setField(name, value, was) {
    const before = this.pending.get(name);
    this.pending.set(name, { value, was: before?.was ?? was, sent: before?.sent ?? false });
    this.#keep();
    this.#sendFields();
  }

  #push() {
    if (!this.online || this.inflight) return;
    const updates = sendableUpdates(this.view.state);
    if (!updates.length) return;
    this.inflight = updates.length;
    this.#send({
      type: "push", version: getSyncedVersion(this.view.state) + this.offset, changes: updates.map(({ changes }) => changes.toJSON()),
    });
    this.#expect();
  }

  #sendFields() {
    if (!this.online) return;
    for (const [name, field] of this.pending) {
      if (field.sent) continue;
      field.sent = true;
      this.#send({ type: "field", name, value: field.value, was: field.was });
      this.#expect();
    }
  }

  #send(message) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  /** An answer is due. */
  #expect() {
    this.due ??= setTimeout(() => this.#lost(), SILENT);
  }

  #answeredOnce() {
    clearTimeout(this.due);
    this.due = undefined;
  }

  // --- what comes

  #hear(message) {
    this.#answeredOnce();
    const act = {
      joined: () => this.#joined(message),
      updates: () => this.#receive(message.updates.map(({ clientID: who, changes }) => ({ clientID: who, changes: ChangeSet.fromJSON(changes) }))),
      behind: () => { this.inflight = 0; this.#push(); },
      fields: () => this.fields(message),
      field: () => this.#fieldTaken(message),
      galley: () => this.galley?.(message),
      status: () => this.#status(message) || this.told({ ...message, mine: message.holder === this.clientID }),
      refused: () => { // what was opened before may be there again in a moment
        this.closed ||= !this.view;
        this.told(message);
      },
    }[message.type];
    act?.();
    if (this.closed && this.settled) this.socket.close();
  }

  #joined(message) {
    this.tries = 0;
    if (message.text !== null) {
      this.base = this.written = Text.of(message.text.split("\n"));
      this.offset = message.version;
      this.view = this.editor(this.base, 0, this);
    } else if (message.missed) {
      this.inflight = 0;
      this.#receive(message.missed.map(({ clientID: who, changes }) => ({ clientID: who, changes: ChangeSet.fromJSON(changes) })));
    } else {
      // Another session: the server has what we had made when we came back, and says what more there is.
      const own = sendableUpdates(this.view.state).slice(0, this.sent).map(({ changes }) => ({ clientID, changes }));
      const more = message.change.length ? [{ clientID: "", changes: ChangeSet.fromJSON(message.change) }] : [];
      this.inflight = 0;
      this.#receive([...own, ...more]);
      this.offset = message.version - getSyncedVersion(this.view.state);
      this.written = this.base;
      this.past = [];
    }
    this.session = message.session;
    for (const field of this.pending.values()) field.sent = false;
    this.online = true;
    this.told({ type: "online" });
    if (this.galleyOn) this.showGalley(true);
    this.#push();
    this.#sendFields();
  }

  #receive(updates) {
    for (const { changes } of updates) {
      this.base = changes.apply(this.base);
      this.past.push(changes);
    }
    if (this.past.length > MOST_STEPS) this.past = [this.past.reduce((all, next) => all.compose(next))];
    if (updates.some(({ clientID: who }) => who === clientID)) this.inflight = 0;
    this.view.dispatch(receiveUpdates(this.view.state, updates));
    this.#keep();
    this.#push();
  }

  #status({ saved, version }) {
    if (!saved || !this.view || version !== getSyncedVersion(this.view.state) + this.offset) return;
    this.written = this.base;
    this.past = [];
    this.#keep();
  }

  #fieldTaken({ name, value, fault }) {
    const field = this.pending.get(name);
    if (field?.value === value) this.pending.delete(name);
    else if (field) Object.assign(field, { was: fault ? field.was : value, sent: false });
    this.answered(name, fault);
    this.#keep();
    this.#sendFields();
  }

  // --- the connection

  #connect() {
    const socket = this.open();
    this.socket = socket;
    socket.onopen = () => {
      const hello = { file: this.file, tab: clientID, session: this.session };
      if (this.view) Object.assign(hello, this.#own(), { version: getSyncedVersion(this.view.state) + this.offset });
      this.sent = this.view ? sendableUpdates(this.view.state).length : 0;
      socket.send(JSON.stringify(hello));
      this.#expect();
    };
    socket.onmessage = ({ data }) => this.socket === socket && this.#hear(JSON.parse(data));
    socket.onclose = () => this.socket === socket && this.#again();
  }

  /** It answers no more: whatever becomes of it is no longer heard. */
  #lost() {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
    this.#again();
  }

  #again() {
    this.#answeredOnce();
    this.online = false;
    this.socket = null;
    for (const field of this.pending.values()) field.sent = false;
    if (this.closed && this.settled) return;
    this.told({ type: "offline" });
    this.tries += 1;
    setTimeout(() => this.#connect(), Math.min(LONGEST_WAIT, 150 * 2 ** this.tries));
  }

  /** What both had, and what we made of it since: what was on its way, then the rest. */
  #own() {
    const updates = sendableUpdates(this.view.state).map(({ changes }) => changes);
    const parts = [updates.slice(0, this.inflight), updates.slice(this.inflight)].filter((each) => each.length);
    return {
      base: this.base.toString(), changes: parts.map((each) => each.reduce((all, next) => all.compose(next)).toJSON()),
      written: this.written.toString(), past: this.past.map((changes) => changes.toJSON()),
    };
  }

  // --- kept in the tab

  #keep() {
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.keepNow(), 60);
  }

  keepNow() {
    try {
      if (this.settled) sessionStorage.removeItem(this.place);
      else if (this.view) sessionStorage.setItem(this.place, JSON.stringify({ ...this.#own(), fields: [...this.pending] }));
    } catch { /* no room, or none allowed: it is kept as long as the tab */ }
  }

  #restore() {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(this.place));
    } catch { /* nothing that could be read */ }
    if (typeof kept?.base !== "string") return;
    this.base = Text.of(kept.base.split("\n"));
    this.written = Text.of(kept.written.split("\n"));
    this.past = kept.past.map((changes) => ChangeSet.fromJSON(changes));
    this.pending = new Map(kept.fields.map(([name, field]) => [name, { ...field, sent: false }]));
    this.view = this.editor(this.base, 0, this);
    for (const changes of kept.changes) this.view.dispatch({ changes: ChangeSet.fromJSON(changes), filter: false });
  }
}
