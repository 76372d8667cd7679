// Every word of the text editor, in French and in English.

const FR = {
  edit: "Texte de l’article", body: "Texte", close: "Fermer (Échap)", undo: "Annuler", redo: "Rétablir", italic: "Italique", bold: "Gras",
  picture: "Photo, légende", others: "Autres champs",
  names: {
    length: "Longueur commandée", kicker: "Surtitre", title: "Titre", chapo: "Chapô", byline: "Signature", figure: "Chiffre-clé", image: "Image", caption: "Légende",
    credit: "Crédit", alt: "Description (pour qui ne voit pas l’image)", focus: "Cadrage", next: "Suite, page", next_title: "Titre de la suite",
    style: "Style", qr: "Code QR", keep: "À garder tel quel (une expression par ligne)",
  },
  opening: "Ouverture…", saved: "Enregistré", saving: "Enregistrement…", offline: "Hors connexion, rien n’est perdu",
  unsaved: "Non enregistré",
  held: (by) => (by ? `${by} écrit dans cet article.` : "Quelqu’un d’autre écrit dans cet article."), take: "Prendre la main",
  kept: (file) => `Le fichier a été changé ailleurs au même endroit. Votre texte reste\u202f; l’autre version est gardée dans «\u00a0${file}\u00a0».`,
  noHead: "Ce fichier n’a pas d’en-tête lisible\u00a0: il est montré tel quel.", source: "Source", understood: "Compris",
  breaks: "Entrée\u00a0: retour à la ligne forcé",
};

const EN = {
  edit: "Text of the article", body: "Text", close: "Close (Esc)", undo: "Undo", redo: "Redo", italic: "Italic", bold: "Bold",
  picture: "Picture, caption", others: "Other fields",
  names: {
    length: "Length ordered", kicker: "Kicker", title: "Title", chapo: "Standfirst", byline: "Byline", figure: "Key figure", image: "Image", caption: "Caption",
    credit: "Credit", alt: "Description (for who cannot see it)", focus: "Focus", next: "Goes on, page", next_title: "Title there",
    style: "Style", qr: "QR code", keep: "Kept as typed (a phrase a line)",
  },
  opening: "Opening…", saved: "Saved", saving: "Saving…", offline: "Offline, nothing is lost", unsaved: "Not saved",
  held: (by) => (by ? `${by} is writing in this article.` : "Somebody else is writing in this article."), take: "Take over",
  kept: (file) => `The file was changed elsewhere at the same place. Your text stays; the other version is kept in “${file}”.`,
  noHead: "This file has no head that can be read: it is shown as it is.", source: "Source", understood: "Understood",
  breaks: "Enter: a forced line break",
};

export const words = document.documentElement.lang === "en" ? EN : FR;
