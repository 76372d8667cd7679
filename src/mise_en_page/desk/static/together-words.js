// The words of what people see of each other: who is here, how far everything is, the flatplan, the sign-off, invitations.

const FR = {
  flatplan: "Chemin de fer", flatplanHint: "Toutes les pages, leur état (f)", close: "Fermer", here: "Au pupitre",
  follow: "Suivi", pages: "Pages", page: (folio) => `Page ${folio}`, looks: (folio) => `page ${folio}`,
  states: { "en cours": "En cours", relu: "Relu", "corrigé": "Corrigé", BAT: "BAT" },
  stateOf: (what) => `État de ${what}`, by: (who, when) => `${who}, ${when}`, changed: "modifié depuis",
  changedHint: (who) => `Le texte a changé depuis que ${who} l’a dit`,
  roles: { lecteur: "lecteur", "rédacteur": "rédacteur", maquettiste: "maquettiste", chef: "chef" },
  writes: (who) => `${who} écrit`, writesIn: (file) => `écrit ${file}`, you: "vous", person: (name, role) => `${name}, ${role}`,
  over: (n) => `+${n} l.`, overHint: (n) => `${n} ligne${n > 1 ? "s" : ""} en trop`,
  problems: (n) => `${n} problème${n > 1 ? "s" : ""}`, set: (what, state) => `${what}\u00a0: ${state}.`,
  sign: "Signer le bon à tirer", signing: "Composition et signature…", since: "Ce qui a changé", looking: "Lecture…",
  sure: (who) => `Signer ce numéro au nom de ${who}\u00a0? Tout ce qui changera ensuite sera signalé.`, yes: "Signer", no: "Annuler",
  signedBy: (who, when) => `Signé par ${who} le ${when}.`, same: "Rien n’a changé depuis.", unsigned: "Aucune épreuve n’est signée.",
  done: "Le numéro est signé.", notSigned: "Le numéro n’est pas signé\u00a0:", lost: "Pas de réponse.",
  readOnly: "Lecture seule", guests: "Invités", invite: "Inviter", name: "Nom", role: "Rôle", days: "Jours",
  link: "Lien à transmettre, montré une seule fois", copy: "Copier", copied: "Copié.", revoke: "Retirer",
  until: (day, browsers) => `jusqu’au ${day} · ${browsers} navigateur${browsers > 1 ? "s" : ""}`, over_: "échu",
  revoked: (name) => `L’invitation de ${name} est retirée.`,
  browsers: (n) => `Votre lien d’invitation a été ouvert dans ${n} navigateurs. Si ce n’est pas vous, demandez-en un autre.`,
  understood: "C’est moi",
};

const EN = {
  flatplan: "Flatplan", flatplanHint: "All pages, how far they are (f)", close: "Close", here: "At the desk",
  follow: "Progress", pages: "Pages", page: (folio) => `Page ${folio}`, looks: (folio) => `page ${folio}`,
  states: { "en cours": "In progress", relu: "Read", "corrigé": "Corrected", BAT: "Final" },
  stateOf: (what) => `State of ${what}`, by: (who, when) => `${who}, ${when}`, changed: "changed since",
  changedHint: (who) => `The text has changed since ${who} said so`,
  roles: { lecteur: "reader", "rédacteur": "writer", maquettiste: "designer", chef: "chief" },
  writes: (who) => `${who} is writing`, writesIn: (file) => `writes ${file}`, you: "you", person: (name, role) => `${name}, ${role}`,
  over: (n) => `+${n} l.`, overHint: (n) => `${n} line${n > 1 ? "s" : ""} over`,
  problems: (n) => `${n} problem${n > 1 ? "s" : ""}`, set: (what, state) => `${what}: ${state}.`,
  sign: "Sign off", signing: "Building and signing…", since: "What has changed", looking: "Reading…",
  sure: (who) => `Sign this issue off in the name of ${who}? Whatever changes afterwards will be told.`, yes: "Sign", no: "Cancel",
  signedBy: (who, when) => `Signed by ${who} on ${when}.`, same: "Nothing has changed since.", unsigned: "No proof is signed.",
  done: "The issue is signed.", notSigned: "The issue is not signed:", lost: "No answer.",
  readOnly: "Read only", guests: "Guests", invite: "Invite", name: "Name", role: "Role", days: "Days",
  link: "Link to hand on, shown this once", copy: "Copy", copied: "Copied.", revoke: "Revoke",
  until: (day, browsers) => `until ${day} · ${browsers} browser${browsers > 1 ? "s" : ""}`, over_: "over",
  revoked: (name) => `${name}’s invitation is revoked.`,
  browsers: (n) => `Your invitation’s link was opened in ${n} browsers. If that was not you, ask for another one.`,
  understood: "It was me",
};

export const words = document.documentElement.lang === "en" ? EN : FR;

const locale = document.documentElement.lang === "en" ? "en-GB" : "fr-FR";

/** "3 mai, 14:02" of "2018-05-03T14:02:11Z" */
export function moment(iso) {
  return new Date(iso).toLocaleString(locale, { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
}

/** "3 mai 2018" of "2018-05-03" */
export function day(iso) {
  const [year, month, date] = iso.slice(0, 10).split("-").map(Number);
  const said = new Date(year, month - 1, date).toLocaleDateString(locale, { day: "numeric", month: "long", year: "numeric" });
  return locale === "fr-FR" ? said.replace(/^1 /, "1er ") : said;
}
