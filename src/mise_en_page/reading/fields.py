"""The keys that people write: their types, their bounds, their French names; the nearest word for a wrong one.

Every value arrives as the text that was typed; values.py makes numbers, dates and lengths of it, validation.py tells what
is wrong, and the JSON Schemas that editors complete from are generated from these same models (schema.py).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, ValidationInfo, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from mise_en_page import limits
from mise_en_page.layout import Side
from mise_en_page.reading.found import Found, nearest, shown
from mise_en_page.reading.nodes import Table
from mise_en_page.reading.values import (
    POINTS,
    Day,
    Focus,
    Inks,
    Length,
    Name,
    Range,
    Setting,
    SlotName,
    Switch,
    text,
    whole,
)

#: The French names of the keys. Accents, capitals, spaces and hyphens do not matter (``Chiffre-clé`` is ``chiffrecle``).
FRENCH: Mapping[str, tuple[str, ...]] = {
    "alt": ("alternative", "description"),
    "article": ("nom", "fichier"),
    "articles": ("brèves",),
    "byline": ("signature", "auteur"),
    "caption": ("légende",),
    "chapo": ("chapô", "chapeau"),
    "credit": ("crédit",),
    "date": (),
    "figure": ("chiffre", "chiffre-clé"),
    "focus": ("cadrage",),
    "folio": (),
    "image": ("photo",),
    "kicker": ("surtitre",),
    "language": ("langue",),
    "layout": ("gabarit", "maquette"),
    "name": ("nom",),
    "number": ("numéro",),
    "optional": ("facultatif",),
    "pages": (),
    "section": ("rubrique",),
    "slot": ("emplacement",),
    "title": ("titre",),
    "typography": ("typographie",),
    "unbroken": ("insécable",),
}


def folded(key: str) -> str:
    """A key without what people vary: capitals, accents, spaces, hyphens."""
    letters = unicodedata.normalize("NFD", key.casefold())
    return "".join(c for c in letters if not unicodedata.combining(c) and c not in " -_\u00a0\u202f’'")


class Plain(dict[str, Any]):
    """The values of a table for pydantic, with the table that they come from."""

    table: Table


class Fields(BaseModel):
    """A set of keys. Each key also answers to its French names, and to any capitals and accents."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    @cache
    def names(cls) -> dict[str, str]:
        """Every accepted name, folded, with the key that it means."""
        names = {folded(alias): key for key in cls.model_fields for alias in FRENCH.get(key, ())}
        return names | {folded(key): key for key in cls.model_fields}

    @classmethod
    def spellings(cls) -> tuple[str, ...]:
        return tuple(name for key in cls.model_fields for name in (key, *FRENCH.get(key, ())))

    @model_validator(mode="before")
    @classmethod
    def _canonical(cls, value: Any, info: ValidationInfo) -> Any:
        """Give each key its own name; tell those that are unknown or said twice."""
        if not isinstance(value, Plain):
            return value
        assert isinstance(info.context, Found)
        found, names, kept = info.context, cls.names(), dict[str, Any]()
        for entry in value.table.entries:
            typed, key = entry.key.value, names.get(folded(entry.key.value))
            if key is None:
                near = nearest(typed, cls.spellings())
                hint = f"did you mean “{near}”?" if near else f"the keys here are {', '.join(cls.model_fields)}"
                found.error("unknown-key", f"“{shown(typed)}” is not a key here", hint, entry.key.span)
            elif key in kept:
                message = f"“{shown(typed)}” says a second time what another key has said ({key})"
                found.error("duplicate-key", message, "keep one of them", entry.key.span)
            elif value[typed] != "":
                kept[key] = value[typed]
        return kept


class PublicationFields(Fields):
    """publication.yaml"""

    name: str = text(200, "")
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")] = "fr-FR"
    typography: dict[str, Setting] = {}


class PlacementFields(Fields):
    """An article on a page; its name alone will do."""

    article: Name
    slot: Name = ""
    optional: int = whole(0, 99, 0)
    unbroken: bool = False

    @model_validator(mode="before")
    @classmethod
    def _name_alone(cls, value: Any) -> Any:
        return {"article": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        table = handler.resolve_ref_schema(handler(core))
        return {"anyOf": [{"type": ["string", "number"], "description": "articles/NAME.md"}, dict(table)]}


class PageFields(Fields):
    """A page of issue.yaml"""

    layout: Name
    folio: int = whole(1, 9999)
    section: str = text(120, "")
    articles: Annotated[list[PlacementFields], Field(min_length=1, max_length=limits.PAGE_ARTICLES)]


class IssueFields(Fields):
    """issue.yaml"""

    number: str = text(40)
    date: Day
    title: str = text(300, "")
    pages: Annotated[list[PageFields], Field(min_length=1, max_length=limits.PAGES)]


class ArticleFields(Fields):
    """The front matter of an article"""

    kicker: str = text(300, "")
    title: str = text(500, "")
    chapo: str = text(4000, "")
    byline: str = text(300, "")
    figure: str = text(40, "")
    image: Name = ""
    caption: str = text(1000, "")
    credit: str = text(300, "")
    alt: str = text(1000, "")
    focus: Focus = (0.5, 0.5)


class FormatFields(Fields):
    width: Length
    height: Length
    bleed: Length = 5 * POINTS["mm"]


class MarginFields(Fields):
    inner: Length
    outer: Length


class GridFields(Fields):
    units: int = whole(1, 48)
    gutter: Length
    leading: Length


class PictureFields(Fields):
    """An article's picture at the head of its slot: from the least to the most lines; the edges that it bleeds over"""

    lines: Range
    ideal: int = whole(0, 999, 0)
    bleed: list[Side] = []
    duotone: Inks | None = None


class TailpieceFields(Fields):
    """A picture of the layout's own at the slot's foot: from the least to the most lines"""

    file: Name
    lines: Range


PageOfSpread = Literal["left", "right"]
HeadRole = Literal["kicker", "title", "chapo", "byline", "figure"]


class StretchFields(Fields):
    """A rectangle of the grid into which a slot's text goes on"""

    page: PageOfSpread = "left"
    unit: int = whole(0, 47)
    units: int = whole(1, 48)
    lines: Range
    columns: int = whole(1, 12, 1)


class AcrossFields(Fields):
    """What of an article stands over both pages of a spread, and from which line to which"""

    head: Annotated[list[Literal["kicker", "title"]], Field(min_length=1)]
    lines: Range
    fold: Length | None = None


class SlotFields(Fields):
    """A rectangle of the grid; lines run from its first to the one after its last"""

    unit: int = whole(0, 47)
    units: int = whole(1, 48)
    lines: Range
    takes: Literal["article", "figure", "quote"] = "article"
    articles: Range = (1, 1)
    head: list[HeadRole] = []
    columns: int = whole(1, 12, 1)
    spread: int = whole(0, 99, 0)
    fill: Literal["level", "auto"] = "level"
    drops: list[Literal["pull-quote", "picture"]] = []
    picture: PictureFields | None = None
    optional: Switch = False
    gives_to: Name = ""
    page: PageOfSpread = "left"
    continues: Annotated[list[StretchFields], Field(max_length=12)] = []
    across: AcrossFields | None = None
    tailpiece: TailpieceFields | None = None
    quotes: Name = ""


class LayoutFields(Fields):
    """layout.yaml"""

    pages: int = whole(1, 2, 1)
    format: FormatFields
    margins: MarginFields
    grid: GridFields
    slots: Annotated[dict[SlotName, SlotFields], Field(min_length=1, max_length=60)]
