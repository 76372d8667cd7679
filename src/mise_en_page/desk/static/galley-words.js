// Every word of the galley, in French and in English.

const s = (n) => (Math.abs(n) > 1 ? "s" : "");
const locale = document.documentElement.lang === "en" ? "en-GB" : "fr-FR";
const count = (n) => Math.abs(n).toLocaleString(locale);

const FR = {
  galley: "Placard", hint: "Le placard\u00a0: le texte aux lignes de la page (Ctrl Alt P)", strip: "Lignes du placard",
  signs: (n) => `${count(n)} signe${s(n)}`, lines: (n) => `${count(n)} ligne${s(n)}`,
  over: (n) => `${count(n)} ligne${s(n)} de trop`, under: (n) => `${count(n)} ligne${s(n)} de blanc`, fits: "juste",
  shared: (slot, n) => `emplacement «\u00a0${slot}\u00a0», partagé par ${n} articles`,
  about: "Calcul en cours\u00a0: la page n’est pas encore refaite", exact: "Comme sur la page",
  ordered: (unit, is, asked) => `${count(is)} ${unit === "lines" ? "ligne" : "signe"}${s(is)} pour ${count(asked)} demandé${unit === "lines" ? "e" : ""}s`,
  plus: (n) => (n > 0 ? `+${count(n)}` : `−${count(n)}`),
  more: "Ce qui a été fait, lignes des titres",
  heads: { kicker: "surtitre", title: "titre", chapo: "chapô", figure: "chiffre", caption: "légende", "pull-quote": "exergue", attribution: "signature d’exergue" },
  head: (name, n) => `${name} ${count(n)}\u00a0l.`,
  leftOut: (what) => `Au marbre faute de place\u00a0: ${what}`, column: (folio, n) => `p.\u00a0${folio} · colonne ${n}`, column0: (folio) => `p.\u00a0${folio}`,
  overset: (n) => `Texte en trop\u00a0: ${count(n)} ligne${s(n)}`, gone: "Au marbre\u00a0: rien de l’article n’est sur la page",
  nowhere: "Cet article n’est sur aucune page\u00a0: il n’a pas de lignes.", unread: "L’en-tête ne se lit pas\u00a0: voici le placard d’avant.",
  waiting: "Composition…", offers: "Propositions", looking: "Recherche…", again: "Chercher de nouveau",
  none: "Rien à proposer\u00a0: le texte tient.", noOffers: "Les propositions n’ont pas pu être cherchées\u00a0: voir les problèmes.",
  cuts: "Coupes essayées", ways: "Autres mises en page", accept: "Accepter", taken: "Pris\u00a0: Ctrl Z l’annule.",
  cut: (signs, lines) => `${count(signs)} signe${s(signs)} de moins, ${count(lines)} ligne${s(lines)} gagnée${s(lines)}`,
  left: (n) => (n ? `il en reste ${count(n)} de trop` : "le texte tient"), other: "Cette coupe touche aussi un autre article\u00a0: acceptez-la par la commande fit.",
  changed: "Le texte a changé depuis\u00a0: cherchez de nouveau.", add: (least, most) => `Pour remplir\u00a0: de ${count(least)} à ${count(most)} signes de plus`,
  way: (n) => `Façon ${n}`, pinned: (n) => `La façon ${n} est fixée dans issue.yaml.`, standing: "en place", pin: "Fixer",
};

const EN = {
  galley: "Galley", hint: "The galley: the text in the page’s lines (Ctrl Alt P)", strip: "Lines of the galley",
  signs: (n) => `${count(n)} character${s(n)}`, lines: (n) => `${count(n)} line${s(n)}`,
  over: (n) => `${count(n)} line${s(n)} over`, under: (n) => `${count(n)} line${s(n)} of white`, fits: "fits",
  shared: (slot, n) => `slot “${slot}”, shared by ${n} articles`,
  about: "Being worked out: the page is not made again yet", exact: "As on the page",
  ordered: (unit, is, asked) => `${count(is)} ${unit === "lines" ? "line" : "character"}${s(is)} of ${count(asked)} ordered`,
  plus: (n) => (n > 0 ? `+${count(n)}` : `−${count(n)}`),
  more: "What was done, lines of heads",
  heads: { kicker: "kicker", title: "title", chapo: "standfirst", figure: "figure", caption: "caption", "pull-quote": "pull quote", attribution: "attribution" },
  head: (name, n) => `${name} ${count(n)}\u00a0l.`,
  leftOut: (what) => `Left out for want of room: ${what}`, column: (folio, n) => `p.\u00a0${folio} · column ${n}`, column0: (folio) => `p.\u00a0${folio}`,
  overset: (n) => `Overset: ${count(n)} line${s(n)}`, gone: "Left over: nothing of the article is on the page",
  nowhere: "This article is on no page: it has no lines.", unread: "The head cannot be read: this is the galley of before.",
  waiting: "Setting…", offers: "Proposals", looking: "Looking…", again: "Look again",
  none: "Nothing to propose: the text fits.", noOffers: "Proposals could not be looked for: see the problems.",
  cuts: "Cuts that were tried", ways: "Other ways to make the page", accept: "Accept", taken: "Taken: Ctrl Z undoes it.",
  cut: (signs, lines) => `${count(signs)} character${s(signs)} less, ${count(lines)} line${s(lines)} saved`,
  left: (n) => (n ? `${count(n)} still over` : "the text fits"), other: "This cut is of another article too: accept it by the command fit.",
  changed: "The text has changed since: look again.", add: (least, most) => `To fill it: ${count(least)} to ${count(most)} characters more`,
  way: (n) => `Way ${n}`, pinned: (n) => `Way ${n} is pinned in issue.yaml.`, standing: "as it is made", pin: "Pin",
};

export const words = document.documentElement.lang === "en" ? EN : FR;
