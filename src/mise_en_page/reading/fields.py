"""The keys that people write: their types, their bounds, their French names; the nearest word for a wrong one.

Every value arrives as the text that was typed; pydantic makes numbers, dates and lengths of it, and the JSON Schemas
that editors complete from are generated from these same models (schema.py).
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic.config import JsonDict
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, ErrorDetails

from mise_en_page.layout import Side
from mise_en_page.problem import Span
from mise_en_page.reading.found import Found, nearest, shown
from mise_en_page.reading.nodes import Entry, Node, Row, Scalar, Table

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
    "pages": (),
    "section": ("rubrique",),
    "slot": ("emplacement",),
    "title": ("titre",),
    "typography": ("typographie",),
}


def folded(key: str) -> str:
    """A key without what people vary: capitals, accents, spaces, hyphens."""
    letters = unicodedata.normalize("NFD", key.casefold())
    return "".join(c for c in letters if not unicodedata.combining(c) and c not in " -_\u00a0\u202f’'")


def _text(most: int, default: Any = ...) -> Any:
    """Text of at most ``most`` characters. The schema lets editors pass ``12`` and ``On``: here they are text too."""
    schema: JsonDict = {"type": ["string", "number", "boolean"]}
    return Field(default, min_length=1, max_length=most, json_schema_extra=schema)


def _is_date(value: Any) -> Any:
    if isinstance(value, str):
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            raise ValueError("a date is written year-month-day, such as 2018-05-01")
        try:
            datetime.date.fromisoformat(value)
        except ValueError:
            raise ValueError("there is no such day in the calendar") from None
    return value


_POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "pc": 12.0}


def _points(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    match = re.fullmatch(r"(\d{1,5}(?:[.,]\d{1,6})?)\s*([a-z]+)", value.strip())
    if match is None or match[2] not in _POINTS:
        raise ValueError("a length is a number and its unit, such as 4.5mm or 11.5pt")
    return float(match[1].replace(",", ".")) * _POINTS[match[2]]


def _range(value: Any) -> Any:
    """``3-9`` is (3, 9), and ``4`` is (4, 4)."""
    if not isinstance(value, str):
        return value
    match = re.fullmatch(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?", value.strip())
    if match is None or int(match[1]) > int(match[2] or match[1]):
        raise ValueError("write one number, or two from the least to the most, such as 3-9")
    return int(match[1]), int(match[2] or match[1])


def _focus(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    match = re.fullmatch(r"(\d{1,3})\s*%\s*,?\s*(\d{1,3})\s*%", value.strip())
    if match is None or max(int(match[1]), int(match[2])) > 100:
        raise ValueError("a focus is two shares of the picture, from the left and from the top, such as 50% 30%")
    return int(match[1]) / 100, int(match[2]) / 100


def _whole(least: int, most: int, default: Any = ...) -> Any:
    schema: JsonDict = {"type": ["integer", "string"], "pattern": r"^\s*\d+\s*$"}
    return Field(default, ge=least, le=most, json_schema_extra=schema)


Length = Annotated[
    float, BeforeValidator(_points), WithJsonSchema({"type": "string", "pattern": r"^\d+([.,]\d+)?\s*(mm|cm|in|pt|pc)$"})
]
Range = Annotated[
    tuple[int, int],
    BeforeValidator(_range),
    WithJsonSchema({"type": ["string", "integer"], "pattern": r"^\d+(\s*[-–]\s*\d+)?$"}),
]
Day = Annotated[str, BeforeValidator(_is_date), WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"})]
Focus = Annotated[
    tuple[float, float],
    BeforeValidator(_focus),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,3}\s*%\s*,?\s*\d{1,3}\s*%$"}),
]
Name = Annotated[str, Field(min_length=1, max_length=200)]
#: It becomes part of CSS selectors.
SlotName = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,40}$")]
Setting = Annotated[str, Field(min_length=1, max_length=200), WithJsonSchema({"type": ["string", "number", "boolean"]})]
Switch = Annotated[bool, WithJsonSchema({"type": ["boolean", "string"]})]


class _Data(dict[str, Any]):
    """Plain values for pydantic, and the table that they come from."""

    table: Table


class Fields(BaseModel):
    """A set of keys. Each key also answers to its French names, and to any capitals and accents."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
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
        if not isinstance(value, _Data):
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

    name: str = _text(200, "")
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")] = "fr-FR"
    typography: dict[str, Setting] = {}


class PlacementFields(Fields):
    """An article on a page; its name alone will do."""

    article: Name
    slot: Name = ""

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
    folio: int = _whole(1, 9999)
    section: str = _text(120, "")
    articles: Annotated[list[PlacementFields], Field(min_length=1, max_length=100)]


class IssueFields(Fields):
    """issue.yaml"""

    number: str = _text(40)
    date: Day
    title: str = _text(300, "")
    pages: Annotated[list[PageFields], Field(min_length=1, max_length=500)]


class ArticleFields(Fields):
    """The front matter of an article"""

    kicker: str = _text(300, "")
    title: str = _text(500, "")
    chapo: str = _text(4000, "")
    byline: str = _text(300, "")
    figure: str = _text(40, "")
    image: Name = ""
    caption: str = _text(1000, "")
    credit: str = _text(300, "")
    alt: str = _text(1000, "")
    focus: Focus = (0.5, 0.5)


class FormatFields(Fields):
    width: Length
    height: Length
    bleed: Length = 5 * _POINTS["mm"]


class MarginFields(Fields):
    inner: Length
    outer: Length


class GridFields(Fields):
    units: int = _whole(1, 48)
    gutter: Length
    leading: Length


class PictureFields(Fields):
    """An article's picture at the head of its slot: from the least to the most lines; the edges that it bleeds over"""

    lines: Range
    bleed: list[Side] = []


HeadRole = Literal["kicker", "title", "chapo", "byline", "figure"]


class SlotFields(Fields):
    """A rectangle of the grid; lines run from its first to the one after its last"""

    unit: int = _whole(0, 47)
    units: int = _whole(1, 48)
    lines: Range
    takes: Literal["article", "figure"] = "article"
    articles: Range = (1, 1)
    head: list[HeadRole] = []
    columns: int = _whole(1, 12, 1)
    spread: int = _whole(0, 99, 0)
    picture: PictureFields | None = None
    optional: Switch = False
    gives_to: Name = ""


class LayoutFields(Fields):
    """layout.yaml"""

    format: FormatFields
    margins: MarginFields
    grid: GridFields
    slots: Annotated[dict[SlotName, SlotFields], Field(min_length=1, max_length=60)]


Model = TypeVar("Model", bound=Fields)


def validate(model: type[Model], node: Node, found: Found) -> Model | None:
    """The keys of ``node`` as values; None when something was told about them."""
    before = len(found)
    try:
        value = model.model_validate(_plain(node), context=found)
    except ValidationError as fault:
        for error in fault.errors(include_url=False):
            _tell(model, node, error, found)
        return None
    return value if not any(problem.severity == "error" for problem in found[before:]) else None


def _plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Row):
        return [_plain(item) for item in node.items]
    data = _Data({entry.key.value: _plain(entry.value) for entry in node.entries})
    data.table = node
    return data


def at(node: Node, *path: str | int) -> Node | None:
    """The node under a path of keys (by any of their names) and indexes."""
    for step in path:
        if isinstance(node, Row) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        elif isinstance(node, Table) and isinstance(step, str):
            entry = _entry(node, step)
            if entry is None:
                return None
            node = entry.value
        else:
            return None
    return node


def _entry(table: Table, key: str) -> Entry | None:
    names = {folded(name) for name in (key, *FRENCH.get(key, ()))}
    exact = [entry for entry in table.entries if entry.key.value == key]
    return next(iter([*exact, *(entry for entry in table.entries if folded(entry.key.value) in names)]), None)


def _place(node: Node, path: tuple[str | int, ...]) -> tuple[Span, str]:
    """The place of the deepest node of ``path`` that was written, and the key that is said of it."""
    span, name = node.span, ""
    for depth in range(1, len(path) + 1):
        below = at(node, *path[:depth])
        if below is not None:
            span = below.span
        if isinstance(path[depth - 1], str):
            name = str(path[depth - 1])
    return span, name


_WORDS = {
    "int_parsing": "“{input}” is not a whole number",
    "int_parsing_size": "“{input}” is far too large a number",
    "int_from_float": "“{input}” is not a whole number",
    "bool_parsing": "“{input}” is neither true nor false",
    "greater_than_equal": "{name} must be at least {ge}, not {input}",
    "less_than_equal": "{name} must be at most {le}, not {input}",
    "string_too_long": "{name} is longer than {max_length} characters",
    "string_too_short": "{name} is empty",
    "string_type": "{name} must be text, not a list or further keys",
    "int_type": "{name} must be a number, not a list or further keys",
    "list_type": "{name} must be a list",
    "dict_type": "{name} must hold further keys",
    "model_type": "{name} must hold further keys",
    "too_short": "{name} is empty",
    "too_long": "{name} holds more than {max_length}",
    "string_pattern_mismatch": "“{input}” is no {name}",
}


def _tell(model: type[Fields], node: Node, error: ErrorDetails, found: Found) -> None:
    """A complaint of pydantic's in a user's words, at its place."""
    path = tuple(error["loc"])
    span, name = _place(node, path)
    typed = shown(str(error["input"])) if isinstance(error["input"], str) else ""
    words = {**error.get("ctx", {}), "input": typed, "name": shown(name) or model.__doc__}
    kind = error["type"]
    if path and path[-1] == "[key]":
        hint = "use letters without accents, digits, - and _, and begin with a letter"
        found.error("bad-value", f"“{typed}” cannot be a name here", hint, span)
        return
    if kind == "missing" and isinstance(at(node, *path), Scalar):
        found.error("missing-field", f"“{name}” is empty", f"write “{name}: …”", span)
    elif kind == "missing":
        found.error("missing-field", f"there is no “{name}” here", f"add a line “{name}: …”", span)
    elif kind == "literal_error":
        choices = re.findall(r"'([^']+)'", str(words["expected"]))
        near = nearest(typed, choices)
        hint = f"did you mean “{near}”?" if near else f"write one of {', '.join(choices)}"
        found.error("bad-value", f"“{typed}” is not a {name} that exists", hint, span)
    elif kind == "value_error":
        found.error("bad-value", f"“{typed}” is not understood as {name}: {words['error']}", "", span)
    elif kind in _WORDS:
        found.error("bad-value", _WORDS[kind].format(**words), _hint(kind), span)
    else:
        found.error("bad-value", f"{name}: {error['msg'][0].lower()}{error['msg'][1:]}", "", span)


def _hint(kind: str) -> str:
    return {
        "list_type": "begin each of its lines with “- ”",
        "model_type": "write its keys below it, indented",
        "dict_type": "write its keys below it, indented",
        "int_parsing": "write digits only",
        "string_pattern_mismatch": "write its code, such as fr-FR",
    }.get(kind, "")
