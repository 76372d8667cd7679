// Every word of the interface, in French and in English; nothing else knows a language, but for the editor (edit-words.js).

const FR = {
  skip: "Aller aux pages", zoom: "Zoom", zoomOut: "Réduire", zoomIn: "Agrandir", fitWidth: "Largeur",
  fitPage: "Page entière", pages: "Pages", previous: "Page précédente", next: "Page suivante", goTo: "Aller à la page",
  print: "Imprimer", tools: "Outils", help: "Aide\u00a0: touches du clavier", panel: "Contrôle", overlays: "Calques", desk: "Pages de l’épreuve",
  problems: "Problèmes", copyfit: "Calibrage", inks: "Encrage", measure: "Mesurer cette page", signed: "Bon à tirer",
  source: "Source", keys: "Au clavier", close: "Fermer", page: (folio) => `Page ${folio}`, live: "En direct",
  lost: "Connexion perdue\u00a0: nouvel essai…", working: "Composition…", number: "nᵒ",
  grid: "Grille", columns: "Colonnes", slots: "Emplacements", bleed: "Fond perdu", overset: "Texte en trop",
  corrections: "Corrections", spaces: "Blancs", hyphens: "Coupures et lézardes",
  gridHint: "Lignes de base", columnsHint: "Colonnes et marges", slotsHint: "Emplacements du gabarit",
  bleedHint: "Coupe et fond perdu", oversetHint: "Où le texte n’a plus trouvé de place", correctionsHint: "Corrections typographiques",
  spacesHint: "Régularité des blancs entre les mots\u00a0: bleu serré, orange lâche",
  hyphensHint: "Mots coupés en fin de ligne, lézardes",
  fits: "juste", lines: (n) => `${sign(n)} ligne${Math.abs(n) > 1 ? "s" : ""}`,
  characters: (n) => `${Math.abs(n)} signe${Math.abs(n) > 1 ? "s" : ""}`, done: "Fait\u00a0: ",
  accept: "Accepter", acceptHint: (what) => `Accepter «\u00a0${what}\u00a0» pour de bon (mots.txt)`,
  accepted: (what) => `«\u00a0${what}\u00a0» est accepté.`,
  imported: "Importé", comment: (author) => (author ? `Commentaire de ${author}` : "Commentaire"),
  quoted: (what) => `«\u00a0${what}\u00a0»`,
  noProblem: "Aucun problème.", error: "erreur", warning: "avertissement", info: "remarque",
  stays: "La dernière bonne page reste affichée.", stale: "Fichier en erreur",
  line: "ligne", column: "colonne", open: "Ouvrir dans l’éditeur", write: "Corriger ici", copy: "Copier", copied: "Copié.", opened: "Ouvert.",
  notOpened: "Aucun éditeur n’est réglé\u00a0: option --editor, ou variable MISE_EN_PAGE_EDITOR.",
  typed: "tapé", became: "devenu", rule: "règle", unsigned: "Aucune épreuve n’est signée.",
  changedSince: "Pages changées depuis la signature\u00a0: ", nothingChanged: "Rien n’a changé depuis la signature.",
  changed: "modifiée", updated: (folio) => `Page ${folio} mise à jour.`, most: "Charge maximale", limit: "limite",
  notMeasured: "Choisissez une page, puis mesurez-la.", measuring: "Mesure…", noMeasure: "La mesure n’a pas abouti.",
  ways: "Autres mises en page", lookForWays: "Chercher", lookingForWays: "Recherche…", semicolon: "\u202f; ",
  notLookedForWays: "Choisissez une page, puis cherchez\u00a0: trois façons de la faire, avec leur prix.",
  noWays: "Aucune façon n’a pu être cherchée\u00a0: voir les problèmes.", way: (n) => `Façon ${n}`,
  asMade: (price) => `En place · prix ${Math.round(price)}`, price: (price) => `Prix ${Math.round(price)}`,
  take: "Prendre", pin: "Fixer", takeHint: (n) => `Fixer la façon ${n} dans issue.yaml`,
  foundWays: (n) => `${n} façon${n > 1 ? "s" : ""}.`,
  taken: (n, folio) => `La façon ${n} de la page ${folio} est fixée dans issue.yaml.`,
  leftOut: (what) => `Au marbre faute de place\u00a0: ${what.join(", ")}`,
  colon: "\u00a0: ", slot: (name) => `Emplacement «\u00a0${name}\u00a0»`, onPage: (n) => `${n} ligne${n > 1 ? "s" : ""} en place`,
  howMany: (n) => `${Math.abs(n)} ligne${Math.abs(n) > 1 ? "s" : ""}`, leftOver: "Au marbre",
  ordered: (unit, is, asked) => `${count(is)} ${UNITS_FR[unit](is)} pour ${count(asked)} demandé${unit === "lines" ? "e" : ""}s`,
  zoomedIn: "Agrandi\u00a0: touchez de nouveau la ligne pour savoir où elle est écrite.",
  placeOf: (file, line) => `${file}, l.\u00a0${line}`, date: (iso) => dated(iso, "fr-FR"),
  noKeyShort: "Adresse à rouvrir",
  noKey: "Cette page n’a pas la clé de l’épreuve\u00a0: ouvrez l’adresse entière que la commande affiche, avec ce qui suit le #.",
  oversetText: "Texte en trop", empty: "Aucune page ne peut encore être montrée.", printing: "Préparation des pages…",
  inkNames: { Cyan: "cyan", Magenta: "magenta", Yellow: "jaune", Black: "noir" },
  keyList: [["+ / −", "agrandir, réduire"], ["0 / w", "page entière, largeur"], ["j / k", "page suivante, précédente"],
    ["1 … 8", "calques"], ["n", "problème suivant"], ["↑ ↓ ← →", "ligne suivante, précédente (dans une page)"],
    ["Entrée / F2", "écrire dans l’article, à cette ligne"], ["m", "remarque sur la ligne (en tirant : sur des mots)"], ["s", "où la ligne est écrite, ses corrections"], ["o", "l’ouvrir dans l’éditeur"], ["Échap", "fermer"], ["c", "panneau de contrôle"], ["f", "chemin de fer"]],
};

const EN = {
  skip: "Skip to the pages", zoom: "Zoom", zoomOut: "Zoom out", zoomIn: "Zoom in", fitWidth: "Width",
  fitPage: "Whole page", pages: "Pages", previous: "Previous page", next: "Next page", goTo: "Go to page",
  print: "Print", tools: "Tools", help: "Help: keyboard", panel: "Checks", overlays: "Overlays", desk: "Pages of the proof",
  problems: "Problems", copyfit: "Copyfit", inks: "Inks", measure: "Measure this page", signed: "Sign-off",
  source: "Source", keys: "Keyboard", close: "Close", page: (folio) => `Page ${folio}`, live: "Live",
  lost: "Connection lost: trying again…", working: "Setting…", number: "No.",
  grid: "Grid", columns: "Columns", slots: "Slots", bleed: "Bleed", overset: "Overset", corrections: "Corrections",
  spaces: "Spaces", hyphens: "Hyphens and rivers",
  gridHint: "Baseline grid", columnsHint: "Columns and margins", slotsHint: "Slots of the layout",
  bleedHint: "Trim and bleed", oversetHint: "Text without room", correctionsHint: "Typographic corrections",
  spacesHint: "Evenness of word spaces: blue is tight, orange is loose", hyphensHint: "Words divided at a line’s end, rivers",
  fits: "fits", lines: (n) => `${sign(n)} line${Math.abs(n) > 1 ? "s" : ""}`,
  characters: (n) => `${Math.abs(n)} character${Math.abs(n) > 1 ? "s" : ""}`, done: "Done: ",
  accept: "Accept", acceptHint: (what) => `Accept “${what}” for good (mots.txt)`,
  accepted: (what) => `“${what}” is accepted.`,
  imported: "Imported", comment: (author) => (author ? `Comment by ${author}` : "Comment"),
  quoted: (what) => `“${what}”`,
  noProblem: "No problem.", error: "error", warning: "warning", info: "note",
  stays: "The last good page stays.", stale: "File in error",
  line: "line", column: "column", open: "Open in the editor", write: "Mend it here", copy: "Copy", copied: "Copied.", opened: "Opened.",
  notOpened: "No editor is set: --editor, or the variable MISE_EN_PAGE_EDITOR.",
  typed: "typed", became: "became", rule: "rule", unsigned: "No proof is signed.",
  changedSince: "Pages changed since the sign-off: ", nothingChanged: "Nothing has changed since the sign-off.",
  changed: "changed", updated: (folio) => `Page ${folio} updated.`, most: "Greatest sum", limit: "limit",
  notMeasured: "Choose a page, then measure it.", measuring: "Measuring…", noMeasure: "It could not be measured.",
  ways: "Other ways to make it", lookForWays: "Look", lookingForWays: "Looking…", semicolon: "; ",
  notLookedForWays: "Choose a page, then look: three ways to make it, with their price.",
  noWays: "No ways could be looked for: see the problems.", way: (n) => `Way ${n}`,
  asMade: (price) => `As it is made · price ${Math.round(price)}`, price: (price) => `Price ${Math.round(price)}`,
  take: "Take", pin: "Pin", takeHint: (n) => `Pin way ${n} in issue.yaml`,
  foundWays: (n) => `${n} way${n > 1 ? "s" : ""}.`,
  taken: (n, folio) => `Way ${n} of page ${folio} is pinned in issue.yaml.`,
  leftOut: (what) => `Left out for want of room: ${what.join(", ")}`,
  colon: ": ", slot: (name) => `Slot “${name}”`, onPage: (n) => `${n} line${n > 1 ? "s" : ""} in place`,
  howMany: (n) => `${Math.abs(n)} line${Math.abs(n) > 1 ? "s" : ""}`, leftOver: "Left over",
  ordered: (unit, is, asked) => `${count(is)} ${UNITS_EN[unit](is)} of ${count(asked)} ordered`,
  zoomedIn: "Enlarged: touch the line again to see where it is written.",
  placeOf: (file, line) => `${file}, l. ${line}`, date: (iso) => dated(iso, "en-GB"),
  noKeyShort: "Open the address again",
  noKey: "This page has not the key of the preview: open the whole address that the command shows, with what follows the #.",
  oversetText: "Overset text", empty: "There is no page to show yet.", printing: "Making the pages ready…",
  inkNames: { Cyan: "cyan", Magenta: "magenta", Yellow: "yellow", Black: "black" },
  keyList: [["+ / −", "zoom in, out"], ["0 / w", "whole page, width"], ["j / k", "next, previous page"],
    ["1 … 8", "overlays"], ["n", "next problem"], ["↑ ↓ ← →", "next, previous line (in a page)"],
    ["Enter / F2", "write in the article, at this line"], ["m", "comment on the line (or draw over words)"], ["s", "where the line is written, its corrections"], ["o", "open it in the editor"], ["Esc", "close"], ["c", "checks panel"], ["f", "flatplan"]],
};

const UNITS_FR = { lines: (n) => (n > 1 ? "lignes" : "ligne"), signs: (n) => (n > 1 ? "signes" : "signe") };
const UNITS_EN = { lines: (n) => (n > 1 ? "lines" : "line"), signs: (n) => (n > 1 ? "characters" : "character") };

function count(n) {
  return n.toLocaleString(document.documentElement.lang === "en" ? "en-GB" : "fr-FR");
}

/** "4 mai 2018" */
function dated(iso, locale) {
  const [year, month, day] = (iso ?? "").split("-").map(Number);
  if (!day) return iso ?? "";
  const said = new Date(year, month - 1, day).toLocaleDateString(locale, { day: "numeric", month: "long", year: "numeric" });
  return locale === "fr-FR" ? said.replace(/^1 /, "1er ") : said;
}

function sign(n) {
  return n > 0 ? `+${n}` : `−${Math.abs(n)}`;
}

export const words = document.documentElement.lang === "en" ? EN : FR;

/** "+3 lignes, 142 signes" */
export function fitWords(lines, characters) {
  return lines ? `${words.lines(lines)}, ${words.characters(characters)}` : words.fits;
}

export function put(root = document) {
  for (const each of root.querySelectorAll("[data-words]")) each.textContent = words[each.dataset.words];
  for (const each of root.querySelectorAll("[data-label]")) {
    each.setAttribute("aria-label", words[each.dataset.label]);
    if (each.tagName === "BUTTON") each.title = words[each.dataset.label];
  }
}

/** An element with text and attributes; text is text, never markup. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function say(text) {
  document.getElementById("said").textContent = text;
}
