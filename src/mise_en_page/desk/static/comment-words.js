// Every word of comments and proposed changes, in French and in English.

const when = (locale) => (at) => {
  const date = new Date(at);
  return date.getUTCFullYear() < 1980 ? "" : date.toLocaleString(locale, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
};

const FR = {
  comments: "Remarques", none: "Aucune remarque. Choisissez des mots sur la page (ou dans l’éditeur), et dites ce que vous en pensez.",
  noneOpen: "Plus rien à traiter.", closedToo: (n) => `Montrer aussi les ${n} closes`, closedOne: "Montrer aussi la remarque close",
  onPage: (folio) => `Remarque sur la page ${folio}`, comment: "Remarque", propose: "Proposer un changement", about: (quote) => `Sur «\u00a0${quote}\u00a0»`,
  aboutPage: (folio) => `Sur la page ${folio}`, text: "Votre remarque", why: "Pourquoi (facultatif)", instead: "Remplacer par (vide\u00a0: supprimer)",
  send: "Envoyer", cancel: "Annuler", answer: "Répondre", answerText: "Votre réponse", resolve: "Résoudre", reopen: "Rouvrir", takeBack: "Annuler le changement",
  accept: "Accepter", refuse: "Refuser", page: (folio) => `p. ${folio}`, wholeIssue: "le numéro", somebody: "Quelqu’un",
  cut: "à supprimer", said: "Envoyé.", lost: "Connexion perdue\u00a0: rien n’a été envoyé.",
  states: { open: "", resolved: "résolue", accepted: "acceptée", refused: "refusée" },
  kinds: { answer: "", resolved: "a résolu", reopened: "a rouvert", accepted: "a accepté", refused: "a refusé" },
  changed: "Ces mots ont changé depuis.", gone: "Ces mots ne sont plus dans le texte.",
  older: (version) => `Écrite sur l’épreuve ${version}, plus ancienne que ces pages.`, proof: (version) => `Écrite sur l’épreuve ${version}.`,
  notKept: "Lue sur l’épreuve\u00a0: y répondre la garde parmi les remarques du numéro.",
  pin: (by, text) => `Remarque de ${by}\u00a0: ${text}`, shortcut: "Remarque sur les mots choisis (Ctrl Alt M)",
  marks: { highlight: "surligné", "strike-out": "biffé", underline: "souligné", "wavy underline": "souligné", drawing: "dessin", stamp: "tampon", insertion: "ajout" },
  corrections: "Corrections", list: "Montrer", rules: "Règle", everyRule: (n) => `Toutes les règles (${n})`, seen: "Vu", seenAll: "Tout marquer comme vu",
  seenToo: "celles déjà vues", refuseHere: "Refuser ici", refuseAlways: "Refuser toujours", noCorrections: "Aucune correction à voir.",
  hereHint: "Garder ces mots tels quels dans cet article", alwaysHint: "Garder ces mots tels quels dans toute la publication (publication.yaml)",
  keptHere: (what) => `«\u00a0${what}\u00a0» reste tel quel dans cet article.`, keptAlways: (what) => `«\u00a0${what}\u00a0» reste tel quel partout.`,
  when: when("fr-FR"),
};

const EN = {
  comments: "Comments", none: "No comment. Choose words on the page (or in the editor), and say what you think of them.",
  noneOpen: "Nothing is left to be seen to.", closedToo: (n) => `Show the ${n} closed ones too`, closedOne: "Show the closed one too",
  onPage: (folio) => `Comment on page ${folio}`, comment: "Comment", propose: "Propose a change", about: (quote) => `On “${quote}”`,
  aboutPage: (folio) => `On page ${folio}`, text: "Your comment", why: "Why (if you like)", instead: "Replace with (empty: take out)",
  send: "Send", cancel: "Cancel", answer: "Answer", answerText: "Your answer", resolve: "Resolve", reopen: "Reopen", takeBack: "Take the change back",
  accept: "Accept", refuse: "Refuse", page: (folio) => `p. ${folio}`, wholeIssue: "the issue", somebody: "Somebody",
  cut: "to be taken out", said: "Sent.", lost: "Connection lost: nothing was sent.",
  states: { open: "", resolved: "resolved", accepted: "accepted", refused: "refused" },
  kinds: { answer: "", resolved: "resolved it", reopened: "reopened it", accepted: "accepted it", refused: "refused it" },
  changed: "These words have changed since.", gone: "These words are no longer in the text.",
  older: (version) => `Made on proof ${version}, which is older than these pages.`, proof: (version) => `Made on proof ${version}.`,
  notKept: "Read on the proof: to answer it keeps it among the issue’s comments.",
  pin: (by, text) => `Comment by ${by}: ${text}`, shortcut: "Comment on the words chosen (Ctrl Alt M)",
  marks: { highlight: "highlighted", "strike-out": "struck out", underline: "underlined", "wavy underline": "underlined", drawing: "drawing", stamp: "stamp", insertion: "insertion" },
  corrections: "Corrections", list: "Show", rules: "Rule", everyRule: (n) => `Every rule (${n})`, seen: "Seen", seenAll: "Mark all as seen",
  seenToo: "those seen too", refuseHere: "Refuse here", refuseAlways: "Refuse always", noCorrections: "No correction to see.",
  hereHint: "Keep these words as typed in this article", alwaysHint: "Keep these words as typed in the whole publication (publication.yaml)",
  keptHere: (what) => `“${what}” stays as typed in this article.`, keptAlways: (what) => `“${what}” stays as typed everywhere.`,
  when: when("en-GB"),
};

export const words = document.documentElement.lang === "en" ? EN : FR;
