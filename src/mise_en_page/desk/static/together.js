// Several at one desk: who is here and where, how far articles and pages are, the sign-off, the guests.

import { ask, ofSession, post, socketTo } from "./asking.js";
import { showFlatplan } from "./flatplan.js";
import { make, say } from "./words.js";
import { day, moment, words } from "./together-words.js";

const byId = (id) => document.getElementById(id);
const STATES = Object.keys(words.states);

let state = { pages: [], articles: [], problems: [] };
let told = null; // what the server says of the people
let socket = null;
let where = "";

addEventListener("state", ({ detail }) => {
  state = detail;
  show();
});

// --- the connection

function connect(tries = 0) {
  socket = socketTo("/together");
  socket.onopen = () => {
    tries = 0;
    where = "";
    tellWhere();
  };
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (!ofSession(message.session)) return;
    told = message;
    show();
  };
  socket.onclose = () => setTimeout(() => connect(tries + 1), Math.min(5000, 250 * 2 ** tries));
}

/** Where this tab is: the page in view, the article that is open. */
function tellWhere() {
  if (socket?.readyState !== WebSocket.OPEN) return;
  const page = byId("go").value;
  const here = JSON.stringify({ page: page === "" ? null : Number(page), file: byId("edit").dataset.file ?? "" });
  if (here === where) return;
  where = here;
  socket.send(here);
}
setInterval(tellWhere, 500);

// --- what is shown

const known = {};

/** Only where the data has changed: what is being read or chosen keeps its place and its focus. */
function afresh(name, data, act) {
  const written = JSON.stringify(data);
  if (known[name] === written) return;
  known[name] = written;
  act();
}

function show() {
  if (!told) return;
  const { me, people, states, writers } = told;
  document.documentElement.classList.toggle("reads", !me.may.write);
  document.documentElement.classList.toggle("guest", !me.owner);
  document.documentElement.classList.toggle("no-design", !me.may.design);
  afresh("me", me.name, () => dispatchEvent(new CustomEvent("me", { detail: me.name })));
  const folios = state.pages.map((page) => page.folio);
  afresh("here", [people, writers, folios], () => showPeople(people, folios));
  afresh("follow", [states, writers, me, folios, state.articles.map(({ name, title, page, file }) => [name, title, page, file])], showFollow);
  afresh("sign", [me, state.signed], showSign);
  afresh("guests", [me, told.shared, people.map((each) => each.name)], showGuests);
  afresh("browsers", told.browsers, showBrowsers);
  showFlatplan({ state, told, writers: writersOf });
}

/** Who writes in the articles of a page. */
function writersOf(page) {
  const files = new Set(state.articles.filter((each) => each.page === page).map((each) => each.file));
  return [...new Set(Object.entries(told.writers).filter(([file]) => files.has(file)).map(([, who]) => who))];
}

function showPeople(people, folios) {
  const names = new Map();
  for (const each of people) names.set(each.name, [...(names.get(each.name) ?? []), each]);
  const list = byId("here");
  list.setAttribute("aria-label", words.here);
  list.hidden = !told.shared && names.size < 2;
  list.replaceChildren(...[...names].map(([name, tabs]) => {
    const [first] = tabs;
    const writing = Object.entries(told.writers).filter(([, who]) => who === name).map(([file]) => file.split("/").at(-1).replace(/\.md$/, ""));
    const places = tabs.filter((each) => folios[each.page]).map((each) => words.looks(folios[each.page]));
    const what = [words.person(first.me ? `${name} (${words.you})` : name, words.roles[first.role]), ...new Set(places),
      ...writing.map(words.writesIn)].join(" · ");
    return make("li", {}, make("button", {
      class: writing.length ? "writes" : first.me ? "me" : "", title: what, "aria-label": what,
      onclick: () => tabs[0].page !== null && dispatchEvent(new CustomEvent("go", { detail: tabs[0].page })),
    }, initials(name)));
  }));
}

function initials(name) {
  const parts = name.split(/[\s-]+/).filter(Boolean);
  return (parts.length > 1 ? parts[0][0] + parts.at(-1)[0] : name.slice(0, 2)).toLocaleUpperCase();
}

// --- how far it is

function showFollow() {
  const box = byId("follow");
  const focused = document.activeElement?.dataset?.subject;
  const open = new Set([...box.querySelectorAll("details")].filter((each) => !each.open).map((each) => each.dataset.page));
  box.replaceChildren(
    make("h2", { id: "h-follow" }, words.follow),
    ...state.pages.map(({ folio }, n) => {
      const articles = state.articles.filter((each, at) =>
        each.page === n && state.articles.findIndex((other) => other.name === each.name && other.page === n) === at);
      return make("details", { open: open.has(String(folio)) ? null : "", "data-page": folio },
        make("summary", {}, words.page(folio), badge(told.states.page[folio])),
        row("page", String(folio), words.page(folio), told.states.page[folio]),
        ...articles.map((each) => row("article", each.name, each.title, told.states.article[each.name], told.writers[each.file])));
    }));
  if (focused) box.querySelector(`select[data-subject="${CSS.escape(focused)}"]`)?.focus();
}

/** A state as a mark that is read without its colour. */
export function badge(one) {
  if (!one || one.state === STATES[0]) return "";
  return make("span", { class: `state s${STATES.indexOf(one.state)}${one.changed ? " changed" : ""}` }, words.states[one.state]);
}

function row(kind, subject, title, one, writer = "") {
  if (!one) return "";
  const may = (each) => (each === "BAT" ? told.me.may.sign : told.me.may.write);
  const select = make("select", {
    "aria-label": words.stateOf(title), "data-subject": `${kind} ${subject}`, disabled: may(STATES[0]) ? null : "",
    onchange: ({ currentTarget }) => setState(kind, subject, title, currentTarget),
  }, ...STATES.map((each) => make("option", { value: each, disabled: may(each) || each === one.state ? null : "" }, words.states[each])));
  select.value = one.state;
  return make("div", { class: `one ${kind}` },
    make("span", { class: "what" }, title), select,
    make("span", { class: "who" },
      writer ? make("span", { class: "writer" }, words.writes(writer)) : "",
      one.by ? make("span", {}, words.by(one.by, moment(one.on))) : "",
      one.changed ? make("strong", { title: words.changedHint(one.by) }, words.changed) : ""));
}

async function setState(kind, subject, title, select) {
  const chosen = select.value;
  const answer = await post("/states", { kind, subject, state: chosen });
  if (answer?.ok) {
    say(words.set(title, words.states[chosen]));
    return;
  }
  delete known.follow;
  showFollow();
  say(answer ? await answer.text() : words.lost);
}

// --- the last word

function showSign() {
  const box = byId("sign-off");
  const result = make("div", { class: "result", "aria-live": "polite" });
  box.replaceChildren(
    state.signed ? make("button", { id: "since", onclick: () => showSince(result) }, words.since) : "",
    told.me.may.sign ? make("button", { id: "sign", onclick: () => sure(result) }, words.sign) : "",
    result);
}

function listed(problems) {
  return make("ul", {}, ...problems.map((each) => make("li", { class: each.severity },
    each.file ? make("code", {}, `${each.file.split("/").at(-1)}${each.line ? `:${each.line}` : ""} `) : "",
    each.message, each.hint ? make("small", {}, ` ${each.hint}`) : "")));
}

async function showSince(result) {
  result.replaceChildren(make("p", {}, words.looking));
  const answer = await ask("/signed.json");
  if (!answer?.ok) {
    result.replaceChildren(make("p", { class: "wrong" }, words.lost));
    return;
  }
  const { signed, by, on, problems } = await answer.json();
  result.replaceChildren(
    make("p", {}, signed ? words.signedBy(by, day(on)) : words.unsigned),
    problems.length ? listed(problems) : signed ? make("p", {}, words.same) : "");
}

/** Signed is signed: it is asked for twice. */
function sure(result) {
  const no = make("button", { onclick: () => { result.replaceChildren(); byId("sign")?.focus(); } }, words.no);
  result.replaceChildren(make("p", {}, words.sure(told.me.name)),
    make("div", { class: "buttons" }, make("button", { class: "main", onclick: () => sign(result) }, words.yes), no));
  no.focus();
}

async function sign(result) {
  result.replaceChildren(make("p", {}, words.signing));
  const answer = await post("/sign", {});
  const json = answer?.headers.get("content-type")?.includes("json");
  const { problems = [] } = json ? await answer.json() : {};
  if (answer?.ok) {
    result.replaceChildren(make("p", { class: "good" }, words.done));
    say(words.done);
    return;
  }
  const text = answer && !json ? await answer.text() : "";
  result.replaceChildren(make("p", { class: "wrong", role: "alert" }, answer ? words.notSigned : words.lost, ` ${text}`),
    listed(problems.filter((each) => each.severity === "error")));
}

// --- the guests

async function showGuests() {
  const box = byId("guests");
  box.hidden = !told.shared || !told.me.may.sign;
  if (box.hidden) return;
  const answer = await ask("/invitations");
  const invited = answer?.ok ? await answer.json() : [];
  const result = make("div", { class: "result", "aria-live": "polite" });
  const name = make("input", { id: "guest-name", maxlength: "60", autocomplete: "off" });
  const role = make("select", { id: "guest-role" }, ...Object.entries(words.roles).map(([value, text]) => make("option", { value }, text)));
  const days = make("input", { id: "guest-days", type: "number", min: "1", max: "366", value: "14" });
  box.replaceChildren(
    make("h2", { id: "h-guests" }, words.guests),
    make("ul", {}, ...invited.map((each) => make("li", {},
      make("span", {}, words.person(each.name, words.roles[each.role])),
      make("small", {}, each.over ? words.over_ : words.until(day(each.until), each.browsers)),
      make("button", { "aria-label": `${words.revoke} (${each.name})`, onclick: () => revoke(each.name) }, words.revoke)))),
    make("div", { class: "form" },
      make("label", { for: "guest-name" }, words.name), name, make("label", { for: "guest-role" }, words.role), role,
      make("label", { for: "guest-days" }, words.days), days,
      make("button", { id: "invite", onclick: () => invite(name, role, days, result) }, words.invite)),
    result);
}

async function invite(name, role, days, result) {
  const answer = await post("/invitations", { name: name.value, role: role.value, days: Number(days.value) });
  if (!answer?.ok) {
    result.replaceChildren(make("p", { class: "wrong", role: "alert" }, answer ? await answer.text() : words.lost));
    return;
  }
  const { secret } = await answer.json();
  const link = `${location.origin}/#i=${secret}`;
  await showGuests();
  const field = make("input", { id: "guest-link", readonly: "", value: link, "aria-label": words.link, onfocus: ({ target }) => target.select() });
  byId("guests").querySelector(".result").replaceChildren(make("p", {}, words.link), field,
    make("button", { onclick: async () => { await navigator.clipboard?.writeText(link); say(words.copied); } }, words.copy));
  field.focus();
}

async function revoke(name) {
  const answer = await post("/invitations/revoke", { name });
  await showGuests();
  say(answer?.ok ? words.revoked(name) : answer ? await answer.text() : words.lost);
}

/** A link that was opened in more browsers than one has may be in other hands. */
function showBrowsers() {
  byId("browsers")?.remove();
  let seen = 1;
  try {
    seen = Number(localStorage.getItem("preview.browsers")) || 1;
  } catch { /* a private window: it is told each time */ }
  if (told.browsers <= seen) return;
  const { browsers } = told;
  byId("banner").after(make("div", { id: "browsers", role: "status" }, make("p", {}, words.browsers(browsers)),
    make("button", { onclick: () => {
      try {
        localStorage.setItem("preview.browsers", browsers);
      } catch { /* as above */ }
      byId("browsers").remove();
    } }, words.understood)));
}

connect();
