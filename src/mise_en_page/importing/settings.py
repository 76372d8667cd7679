"""How a desk wants sources mapped: import.yaml beside publication.yaml, over defaults that fit a French desk.

::

    styles:                 # what a style of the text processor is
      Brève titre: title
      Sur-titre: kicker
    labels:                 # words typed before a colon
      Accroche: chapo
    split: title            # title, page, line, none; auto decides
    bold-intertitles: yes   # a short paragraph all in bold is an intertitle
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal

from mise_en_page.model.message import key, say
from mise_en_page.model.problem import Refused, has_errors
from mise_en_page.reading.fields import folded, names_of
from mise_en_page.reading.files import exists
from mise_en_page.reading.found import Found, meant, shown
from mise_en_page.reading.nodes import Node, Scalar, Table
from mise_en_page.reading.yaml import read_tree

Split = Literal["auto", "title", "page", "line", "none"]
SPLITS: Final[tuple[Split, ...]] = ("auto", "title", "page", "line", "none")

#: What a block may be.
HEAD: Final = ("kicker", "title", "chapo", "byline", "figure")
ROLES: Final = (*HEAD, "intertitle", "pull-quote", "verse", "caption", "credit", "image", "alt", "body", "note")
_ROLE_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "intertitle": ("intertitre", "inter"),
    "pull-quote": ("exergue", "citation", "quote"),
    "verse": ("vers", "poème"),
    "body": ("texte", "corps", "text"),
    "note": (),
}

_STYLES: Final[Mapping[str, str]] = {
    name: role
    for role, names in {
        "title": "titre, title, titre brève, titre de brève, titre article, titre de l’article, titre principal, heading 0",
        "kicker": "surtitre, sur-titre, kicker, rubrique, overline, strapline",
        "chapo": "chapô, chapeau, chapo, chapô article, sous-titre, subtitle, standfirst, abstract, accroche, intro",
        "byline": "signature, auteur, author, byline, signataire",
        "intertitle": "intertitre, inter, crosshead, intertitle, subhead",
        "pull-quote": "exergue, citation, quote, quotations, citation intense, intense quote, pull quote, block text",
        "verse": "vers, poème, poésie, strophe, verse, poem, poetry, stanza, wp-block-verse",
        "caption": "légende, caption, légende photo, illustration, figure",
        "credit": "crédit, crédit photo, credit, copyright",
        "figure": "chiffre, chiffre-clé",
    }.items()
    for name in map(folded, names.split(", "))
}
#: Names of keys that are words of a text as often as labels.
_WORDS_OF_TEXTS: Final = frozenset(("alternative", "description", "alt", "figure", "image"))
_LABELS: Final[Mapping[str, str]] = {
    **{
        name: role
        for role in ("kicker", "title", "chapo", "byline", "figure", "caption", "credit", "image", "alt")
        for name in names_of(role) - _WORDS_OF_TEXTS
    },
    **{
        name: role
        for role, names in {
            "title": "titre de l’article, titre article",
            "kicker": "sur-titre, sur titre, rubrique",
            "chapo": "sous-titre, accroche",
            "byline": "signé",
            "intertitle": "intertitre, inter",
            "pull-quote": "exergue, citation en exergue",
            "caption": "légende photo, légende de la photo",
            "credit": "crédit photo, crédits, crédits photo, crédit photos",
            "body": "texte, corps, corps du texte",
        }.items()
        for name in map(folded, names.split(", "))
    },
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a style and a label are (both folded), and how a source is parted."""

    styles: Mapping[str, str] = field(default_factory=lambda: _STYLES)
    labels: Mapping[str, str] = field(default_factory=lambda: _LABELS)
    split: Split = "auto"
    bold_intertitles: bool = True
    french: bool = True

    def style(self, name: str) -> str:
        return self.styles.get(folded(name), "")

    def label(self, name: str) -> str:
        return self.labels.get(folded(name), "")


def read_settings(root: Path, *, french: bool = True) -> Settings:
    """import.yaml of a publication, if there is one. Raises Refused with all that is wrong in it."""
    path = root / "import.yaml"
    settings = Settings(french=french)
    if not exists(path):
        return settings
    found = Found()
    node = read_tree(root, path, found)
    if isinstance(node, Table):
        settings = _read(node, settings, found)
    elif node is not None:
        found.error("import-settings", node.span, typed="")
    if has_errors(found):
        raise Refused(tuple(found))
    return settings


def _read(node: Table, settings: Settings, found: Found) -> Settings:
    keys = {"styles": "styles", "labels": "labels", "etiquettes": "labels", "split": "split", "decoupe": "split",
            "boldintertitles": "bold", "intertitresgras": "bold"}  # fmt: skip
    for entry in node.entries:
        known = keys.get(folded(entry.key.value))
        if known in ("styles", "labels"):
            added = _roles(entry.value, found)
            before = settings.styles if known == "styles" else settings.labels
            settings = replace(settings, **{known: {**before, **added}})  # type: ignore[arg-type]
        elif known == "split" and isinstance(entry.value, Scalar) and (split := _split(entry.value.value)):
            settings = replace(settings, split=split)
        elif known == "bold" and isinstance(entry.value, Scalar):
            settings = replace(settings, bold_intertitles=folded(entry.value.value) in ("yes", "oui", "true", "on"))
        else:
            hint = meant(entry.key.value, ("styles", "labels", "split", "bold-intertitles"))
            if known:
                hint = say("import-settings/one-of", choices=SPLITS)
            found.error("import-settings", entry.key.span, hint, typed=shown(entry.key.value))
    return settings


def _split(typed: str) -> Split | None:
    french = {"titre": "title", "ligne": "line", "aucune": "none"}
    wanted = french.get(typed.casefold(), typed)
    return next((each for each in SPLITS if each == wanted), None)


def _roles(node: Node, found: Found) -> dict[str, str]:
    made: dict[str, str] = {}
    for entry in node.entries if isinstance(node, Table) else ():
        typed = entry.value.value if isinstance(entry.value, Scalar) else ""
        role = role_named(typed)
        if role:
            made[folded(entry.key.value)] = role
        else:
            hint = meant(typed, ROLES, say("import-settings/one-of", choices=ROLES))
            found.error("import-settings/role", entry.value.span, hint, typed=shown(typed))
    return made


def role_named(typed: str) -> str:
    """The role that a name means, in French or in English; "" for none."""
    wanted = folded(typed)
    return next(
        (role for role in ROLES if wanted in names_of(role) or wanted in map(folded, _ROLE_NAMES.get(role, ()))), ""
    )


def describe(role: str) -> str:
    """The key of a role's name in the catalogues."""
    return _WORDS[role]


_WORDS: Final = {
    "kicker": key("import-role/kicker"),
    "title": key("import-role/title"),
    "chapo": key("import-role/chapo"),
    "byline": key("import-role/byline"),
    "figure": key("import-role/figure"),
    "intertitle": key("import-role/intertitle"),
    "pull-quote": key("import-role/pull-quote"),
    "verse": key("import-role/verse"),
    "caption": key("import-role/caption"),
    "credit": key("import-role/credit"),
    "image": key("import-role/image"),
    "alt": key("import-role/alt"),
    "body": key("import-role/body"),
    "note": key("import-role/note"),
}
