// What is asked of the server: with the secret that only this page knows, and of the session that it shows.

const KEPT = "preview.secret";
const LINK = /^#i=([\w-]{40,})$/;
const PLACE = "preview.place";

/** Why an invitation was not taken, in the server's words; "" where none was refused. */
export let notInvited = "";

/** An invitation's link is changed for a session of this browser: the secret of the link is sent this once, and kept nowhere. */
async function joined(invitation) {
  const answer = await fetch("/join", { method: "POST", headers: { "x-invitation": invitation } }).catch(() => null);
  if (!answer) return null; // the address keeps it: to be loaded again
  history.replaceState(null, "", location.pathname);
  if (!answer.ok) {
    notInvited = await answer.text();
    return "";
  }
  const { token } = await answer.json();
  try {
    localStorage.setItem(KEPT, token);
  } catch { /* a private window: for as long as it is open */ }
  return token;
}

/** The secret stands behind the address's #, is kept for this address alone, and shown no longer. */
export const secret = await (async () => {
  const invitation = LINK.exec(location.hash)?.[1];
  if (invitation) return (await joined(invitation)) ?? "";
  const told = /^#([\w-]{16,})$/.exec(location.hash)?.[1];
  try {
    if (told) {
      localStorage.setItem(KEPT, told);
      history.replaceState(null, "", location.pathname);
    }
    return told ?? localStorage.getItem(KEPT) ?? "";
  } catch { // a private window keeps nothing: the address keeps it
    return told ?? "";
  }
})();

/** The page's own: the browser may name another one where it is not asked for the page. */
const language = document.documentElement.lang;

let session = null;
let leaving = false;

/** Versions count from one again in each session: a page of another begins anew, where it was. */
export function ofSession(told) {
  if (!told || told === session) return true;
  if (session === null) {
    session = told;
    return true;
  }
  if (document.documentElement.classList.contains("editing")) {
    session = told;
    dispatchEvent(new Event("anew"));
    return true;
  }
  if (!leaving) {
    leaving = true;
    const desk = document.getElementById("desk");
    try {
      sessionStorage.setItem(PLACE, JSON.stringify([desk.scrollLeft, desk.scrollTop]));
    } catch { /* it begins at the top */ }
    location.reload();
  }
  return false;
}

/** Where the page was before it began anew; once. */
export function placeBefore() {
  try {
    const place = JSON.parse(sessionStorage.getItem(PLACE));
    sessionStorage.removeItem(PLACE);
    return place;
  } catch {
    return null;
  }
}

/** An answer, or null where there is none. */
export async function ask(path, options = {}) {
  const headers = { ...options.headers, "x-token": secret, "accept-language": language };
  const answer = await fetch(path, { cache: "no-store", ...options, headers }).catch(() => null);
  return answer && ofSession(answer.headers.get("x-session")) ? answer : null;
}

export function post(path, data) {
  return ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(data) });
}

/** Put a picture that is asked for into an <img>. */
export async function picture(image, path) {
  const answer = await ask(path);
  if (!answer?.ok) return;
  const address = URL.createObjectURL(await answer.blob());
  image.addEventListener("load", () => URL.revokeObjectURL(address), { once: true });
  image.src = address;
}

/** A connection that stays. */
export function socketTo(path) {
  return new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}?language=${language}`, ["live", secret || "none"]);
}

/** Hear of every edit, for ever. ``refused``: the secret is not, or no longer, the server's. */
export function listen({ heard, connected, refused }, tries = 0) {
  const socket = socketTo("/live");
  socket.onopen = () => {
    tries = 0;
    connected(true);
  };
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (ofSession(message.session)) heard(message);
  };
  socket.onclose = async () => {
    connected(false);
    if (tries > 0 && (await ask("/state.json"))?.status === 403) refused();
    setTimeout(() => listen({ heard, connected, refused }, tries + 1), Math.min(5000, 250 * 2 ** tries));
  };
}
