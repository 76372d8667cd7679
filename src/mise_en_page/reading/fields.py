"""The keys that people write: their types, their bounds, their French names; the nearest word for a wrong one.

Every value arrives as the text that was typed; values.py makes numbers, dates and lengths of it, or tells what is wrong.
The JSON Schemas that editors complete from are generated from the same keys (schema.py).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, ClassVar, Literal, Self, get_args

from mise_en_page.model import limits
from mise_en_page.model.issue import Ordered
from mise_en_page.model.layout import Side
from mise_en_page.model.message import key, say
from mise_en_page.reading.found import Found, meant, shown
from mise_en_page.reading.nodes import Node, Row, Scalar, Table
from mise_en_page.reading.values import (
    POINTS,
    REQUIRED,
    Key,
    Lines,
    choice,
    day,
    focus,
    inks,
    length,
    lines,
    matching,
    name,
    named,
    onward,
    ordered,
    rows,
    some,
    span,
    text,
    truth,
    whole,
)

#: The French names of the keys. Accents, capitals, spaces and hyphens do not matter (``Chiffre-clé`` is ``chiffrecle``).
FRENCH: Mapping[str, tuple[str, ...]] = {
    "adverts": ("publicités", "annonces"),
    "alt": ("alternative", "description"),
    "article": ("nom", "fichier"),
    "articles": ("brèves",),
    "byline": ("signature", "auteur"),
    "caption": ("légende",),
    "chapo": ("chapô", "chapeau"),
    "colours": ("couleurs", "colors"),
    "credit": ("crédit",),
    "date": (),
    "families": ("familles",),
    "family": ("famille",),
    "figure": ("chiffre", "chiffre-clé"),
    "file": ("fichier",),
    "focus": ("cadrage",),
    "folio": (),
    "folios": (),
    "grey": ("gris", "gray"),
    "headings": ("intertitres",),
    "image": ("photo",),
    "image_slot": ("emplacement-photo", "emplacement-image"),
    "ink": ("encre",),
    "keep": ("garder", "tel-quel"),
    "kicker": ("surtitre",),
    "labels": ("mentions",),
    "language": ("langue",),
    "layout": ("gabarit", "maquette"),
    "lead": ("ouverture",),
    "length": ("longueur", "calibrage"),
    "master": ("page-type",),
    "name": ("nom",),
    "next": ("suite",),
    "next_title": ("suite-titre", "titre-suite"),
    "number": ("numéro",),
    "optional": ("facultatif",),
    "order": ("ordre",),
    "pages": (),
    "paper": ("papier",),
    "reverse": ("réserve",),
    "rule": ("filet",),
    "qr": ("code-qr", "flashcode"),
    "section": ("rubrique",),
    "shapes": ("formes",),
    "sizes": ("corps",),
    "slot": ("emplacement",),
    "style": (),
    "stylesheets": ("feuilles-de-style",),
    "text": ("texte",),
    "theme": ("thème",),
    "tint": ("aplat",),
    "title": ("titre",),
    "titles": ("titres",),
    "typography": ("typographie",),
    "unbroken": ("insécable",),
    "weight": ("graisse",),
}


@lru_cache(maxsize=1_000)
def folded(key: str) -> str:
    """A key without what people vary: capitals, accents, spaces, hyphens."""
    letters = unicodedata.normalize("NFD", key.casefold())
    return "".join(c for c in letters if not unicodedata.combining(c) and c not in " -_\u00a0\u202f’'")


@cache
def names_of(key: str) -> frozenset[str]:
    """The names, folded, that a key goes by."""
    return frozenset(folded(name) for name in (key, *FRENCH.get(key, ())))


class Fields:
    """A set of keys. Each key also answers to its French names, and to any capitals and accents."""

    model_fields: ClassVar[Mapping[str, Key]]
    #: The key that a value alone, without keys, is for.
    alone: ClassVar[str] = ""
    alone_may_be_a_list: ClassVar[bool] = False
    #: Keys of which one must be written, and one alone.
    either: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        inherited = [vars(each) for each in reversed(cls.__mro__)]
        cls.model_fields = {name: value for own in inherited for name, value in own.items() if isinstance(value, Key)}

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(values)

    @classmethod
    @cache
    def names(cls) -> dict[str, str]:
        """Every accepted name, folded, with the key that it means."""
        return {name: key for key in cls.model_fields for name in names_of(key)}

    @classmethod
    def spellings(cls) -> tuple[str, ...]:
        return tuple(name for key in cls.model_fields for name in (key, *FRENCH.get(key, ())))

    @classmethod
    def of(cls, node: Node, found: Found) -> Self | None:
        """The keys of a file as values; None when something was told about them."""
        return cls.read(node, cls.__doc__ or "", found)

    @classmethod
    def read(cls, node: Node, name: str, found: Found) -> Self | None:
        """The keys below the key ``name``."""
        bare = isinstance(node, Scalar) or (cls.alone_may_be_a_list and isinstance(node, Row))
        if not isinstance(node, Table) and not (cls.alone and bare):
            found.error("bad-value/no-keys", node.span, name=shown(name))
            return None
        written, good = cls._written(node, found) if isinstance(node, Table) else ({cls.alone: node}, True)
        values: dict[str, Any] = {}
        for each, holds in cls.model_fields.items():
            if each in written:
                values[each] = holds.read(written[each], each, found)
                good = good and values[each] is not None
            elif holds.default is not REQUIRED:
                values[each] = holds.unwritten()
            else:
                empty = at(node, each)
                missing = key("missing-field/empty") if empty else key("missing-field")
                found.error(missing, (empty or node).span, name=each)
                good = False
        good = cls._one_of(node, written, found) and good
        return cls(**values) if good else None

    @classmethod
    def _one_of(cls, node: Node, written: Mapping[str, Node], found: Found) -> bool:
        """Is one of the keys written that stand for each other? Told if not."""
        there = [name for name in cls.either if name in written]
        if cls.either and not there:
            empty = next((each for name in cls.either if (each := at(node, name))), None)
            missing = key("missing-field/empty") if empty else key("missing-field")
            found.error(missing, (empty or node).span, name=cls.either[0])
        elif len(there) > 1:
            found.error("duplicate-key/either", written[there[1]].span, name=there[0], other=there[1])
        return len(there) == 1 or not cls.either

    @classmethod
    def _written(cls, table: Table, found: Found) -> tuple[dict[str, Node], bool]:
        """What was written, by its key; and whether all keys are known and said once: told if not."""
        names, written, good = cls.names(), dict[str, Node](), True
        for entry in table.entries:
            typed, name = entry.key.value, names.get(folded(entry.key.value))
            if name is not None and name not in written:
                if not isinstance(entry.value, Scalar) or entry.value.value != "":
                    written[name] = entry.value
                continue
            good = False
            if name is None:
                hint = meant(typed, cls.spellings(), say("hint/the-keys", keys=tuple(cls.model_fields)))
                found.error("unknown-key", entry.key.span, hint, typed=shown(typed))
            else:
                found.error("duplicate-key/meaning", entry.key.span, typed=shown(typed), name=name)
        return written, good


def article_name(typed: str) -> str:
    """The name of an article as an issue's list may give it: with its folder, or its file's ending."""
    return typed.removeprefix("articles/").removesuffix(".md")


def at(node: Node, *path: str | int) -> Node | None:
    """The node under a path of keys (by any of their names) and indexes."""
    below: Node | None = node
    for step in path:
        if isinstance(below, Row) and isinstance(step, int) and step < len(below.items):
            below = below.items[step]
        elif isinstance(below, Table) and isinstance(step, str):
            below = _under(below, step)
        else:
            return None
    return below


def _under(table: Table, key: str) -> Node | None:
    names = names_of(key)
    exact = (entry.value for entry in table.entries if entry.key.value == key)
    return next(exact, None) or next((entry.value for entry in table.entries if folded(entry.key.value) in names), None)


#: It becomes part of CSS selectors.
SLOT_NAME = r"^[A-Za-z][A-Za-z0-9_-]{0,40}$"


#: So does this; the French write accents.
STYLE_NAME = r"^[A-Za-z0-9À-ÖØ-öø-ÿŒœ-]{1,40}$"


def _slot_name() -> Any:
    return matching(SLOT_NAME, key("bad-value/no-name"))


def _of(fields: type[Fields]) -> Any:
    """A set of keys that must be written."""
    return Key(fields.read, {"$ref": fields})


def or_none(fields: type[Fields]) -> Any:
    return Key(fields.read, {"anyOf": [{"$ref": fields}, {"type": "null"}]}, None)


class PlacementFields(Fields):
    """An article on a page; its name alone will do."""

    alone = "article"

    article: str = name()
    slot: str = name("")
    image_slot: str = name("")
    lead: bool = truth(False, typed=False)
    optional: int = whole(0, 99, 0)
    unbroken: bool = truth(False, typed=False)
    folio: int = whole(1, 9999, 0)


class AdvertFields(Fields):
    """An advert on a page; its file alone will do"""

    alone = "file"

    file: str = name()
    slot: str = name("")
    page: int = whole(1, 9999, 0)
    folio: int = whole(1, 9999, 0)


class PageFields(Fields):
    """A page of issue.yaml, or several that share their articles"""

    either = ("folio", "folios")

    layout: list[str] = some(name(), limits.PAGE_LAYOUTS)
    folio: int = whole(1, 9999, 0)
    folios: tuple[int, int] = span((0, 0))
    section: str = text(120, "")
    order: Literal["free", "kept"] = choice("free", "kept", default="free")
    master: str = name("")
    sizes: dict[str, str] = named(_slot_name(), name(), 0, 60, {})
    shapes: dict[str, str] = named(_slot_name(), name(), 0, 60, {})
    articles: list[PlacementFields] = rows(_of(PlacementFields), 0, limits.PAGE_ARTICLES, [])
    adverts: list[AdvertFields] = rows(_of(AdvertFields), 0, limits.PAGE_ADVERTS, [])


class IssueFields(Fields):
    """issue.yaml"""

    number: str = text(40)
    date: str = day()
    title: str = text(300, "")
    pages: list[PageFields] = rows(_of(PageFields), 1, limits.PAGES)


class ArticleFields(Fields):
    """The front matter of an article"""

    kicker: str = text(300, "")
    title: str = text(500, "")
    chapo: str = text(4000, "")
    byline: str = text(300, "")
    figure: str = text(40, "")
    image: str = name("")
    caption: str = text(1000, "")
    credit: str = text(300, "")
    alt: str = text(1000, "")
    focus: tuple[float, float] = focus((0.5, 0.5))
    next: tuple[int, str] | None = onward()
    next_title: str = text(500, "")
    style: str = matching(STYLE_NAME, key("bad-value/no-style"), "")
    qr: str = text(limits.CODE, "")
    length: Ordered | None = ordered()
    keep: str = text(4000, "")


class FormatFields(Fields):
    width: float = length()
    height: float = length()
    bleed: float = length(5 * POINTS["mm"])


class MarginFields(Fields):
    inner: float = length()
    outer: float = length()


class GridFields(Fields):
    units: int = whole(1, 48)
    gutter: float = length()
    leading: float = length()


class PictureFields(Fields):
    """An article's picture at the head of its slot: from the least to the most lines; the edges that it bleeds over"""

    lines: tuple[int, int] = span()
    ideal: int = whole(0, 999, 0)
    bleed: list[Side] = rows(choice(*get_args(Side)), default=[])
    duotone: tuple[float, float, float, float] | None = inks()
    crop: int = whole(0, 9999, 0)


class TailpieceFields(Fields):
    """A picture of the layout's own at the slot's foot: from the least to the most lines"""

    file: str = name()
    lines: tuple[int, int] = span()


PageOfSpread = Literal["left", "right"]
HeadRole = Literal["kicker", "title", "chapo", "byline", "figure"]


class StretchFields(Fields):
    """A rectangle of the grid into which a slot's text goes on"""

    page: PageOfSpread = choice(*get_args(PageOfSpread), default="left")
    unit: int = whole(0, 47)
    units: int = whole(1, 48)
    lines: tuple[int, int] = span()
    columns: int = whole(1, 12, 1)


class AcrossFields(Fields):
    """What of an article stands over both pages of a spread, and from which line to which"""

    head: list[Literal["kicker", "title"]] = rows(choice("kicker", "title"), 1)
    lines: tuple[int, int] = span()
    fold: float | None = length(optional=True)


class ShapeFields(Fields):
    """A rectangle of the grid, and how it is filled; lines run from its first to the one after its last"""

    unit: int = whole(0, 47)
    units: int = whole(1, 48)
    lines: Lines | tuple[int, int] = lines()
    head: list[HeadRole] = rows(choice(*get_args(HeadRole)), default=[])
    columns: int = whole(0, 12, 1)
    spread: int = whole(0, 99, 0)
    off_grid: bool = truth(False, typed=True)
    fill: Literal["level", "auto"] = choice("level", "auto", default="level")
    drops: list[Literal["pull-quote", "picture"]] = rows(choice("pull-quote", "picture"), default=[])
    picture: PictureFields | None = or_none(PictureFields)
    unbroken: bool = truth(False, typed=True)
    inset: bool = truth(False, typed=True)
    sink: tuple[int, int] | None = span(optional=True)
    shrink: int = whole(0, 999, 0)
    sizes: dict[str, int] = named(_slot_name(), whole(0, 9999), 0, 12, {})
    gives_to: str = name("")
    page: PageOfSpread = choice(*get_args(PageOfSpread), default="left")
    continues: list[StretchFields] = rows(_of(StretchFields), most=12, default=[])
    across: AcrossFields | None = or_none(AcrossFields)
    tailpiece: TailpieceFields | None = or_none(TailpieceFields)
    quotes: str = name("")


class VariantFields(ShapeFields):
    """Another shape of a slot, and how many articles and signs stand in the slots where it is taken"""

    when: dict[str, tuple[int, int]] = named(_slot_name(), span(), 0, 60, {})
    side: Literal["recto", "verso", ""] = choice("recto", "verso", default="")
    pictures: dict[str, tuple[int, int]] = named(_slot_name(), span(), 0, 60, {})
    signs: dict[str, tuple[int, int]] = named(_slot_name(), span(), 0, 60, {})


class SlotFields(ShapeFields):
    """A slot: a rectangle of the grid, what it takes, and its other shapes"""

    takes: Literal["article", "figure", "picture", "quote", "advert"] = choice(
        "article", "figure", "picture", "quote", "advert", default="article"
    )
    fit: Literal["contain", "cover", ""] = choice("contain", "cover", default="")
    align: list[Side] = rows(choice(*get_args(Side)), default=[])
    bleed: list[Side] = rows(choice(*get_args(Side)), default=[])
    articles: tuple[int, int] = span((1, 1))
    optional: bool = truth(False, typed=True)
    variants: dict[str, VariantFields] = named(_slot_name(), _of(VariantFields), 0, 12, {})


class MasterFields(Fields):
    """A way to lay out a page: its slots, and its price beside the layout's other ways; ``side``: for such pages alone"""

    price: int = whole(0, 9999, 0)
    side: Literal["recto", "verso", ""] = choice("recto", "verso", default="")
    slots: dict[str, SlotFields] = named(_slot_name(), _of(SlotFields), 1, 60)


class LayoutFields(Fields):
    """layout.yaml"""

    pages: int = whole(1, 2, 1)
    stylesheets: list[str] = some(name(), limits.STYLESHEETS, [])
    format: FormatFields = _of(FormatFields)
    margins: MarginFields = _of(MarginFields)
    grid: GridFields = _of(GridFields)
    slots: dict[str, SlotFields] = named(_slot_name(), _of(SlotFields), 1, 60, {})
    masters: dict[str, MasterFields] = named(_slot_name(), _of(MasterFields), 1, 24, {})
    adverts: dict[str, int] = named(_slot_name(), whole(1, 200), 0, 6, {})
