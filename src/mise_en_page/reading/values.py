"""What the keys hold: text, numbers, dates, lengths; each read from the text that was typed.

A ``Key`` reads a value, or tells what is wrong with it and gives None. It also has the part of a JSON Schema by which an
editor completes and complains; that lets pass what an editor's YAML makes of a value (``12`` and ``On`` are text here).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, NamedTuple

from mise_en_page.model import limits
from mise_en_page.model.issue import Ordered
from mise_en_page.model.message import Message, Value, key, say
from mise_en_page.reading.found import Found, meant, shown
from mise_en_page.reading.nodes import Node, Row, Scalar, Table

#: Stands for the default of a key that must be written.
REQUIRED: Any = ...

#: Makes a value of what was written under a key of this name; None where it is told what is wrong with it.
Read = Callable[[Node, str, Found], Any]


@dataclass(frozen=True, slots=True)
class Key:
    """What a key holds. In ``schema`` a set of keys stands for the reference to its own."""

    read: Read
    schema: dict[str, Any]
    default: Any = REQUIRED

    def unwritten(self) -> Any:
        """Its value where it is not written."""
        return copy(self.default)


class _Bad(Exception):
    """A text that is no such value: the sentence that says so, and its values besides ``name`` and ``typed``."""

    def __init__(self, sentence: str, hint: Message | None = None, **values: Value) -> None:
        super().__init__(sentence)
        self.sentence, self.hint, self.values = sentence, hint, values


def _by(parse: Callable[[str], Any], several: str = key("bad-value/no-text"), joint: str = "") -> Read:
    """Read by a function that raises ``_Bad``. What is no text is told by ``several``, or else as an empty text is.

    A list is read as if ``joint`` stood between its values.
    """

    def read(node: Node, name: str, found: Found) -> Any:
        typed = _typed(node, joint)
        try:
            if typed is None and several:
                raise _Bad(several)
            return parse(typed or "")
        except _Bad as bad:
            found.error(bad.sentence, node.span, bad.hint, name=shown(name), typed=shown(typed or ""), **bad.values)
            return None

    return read


def _typed(node: Node, joint: str) -> str | None:
    if isinstance(node, Scalar):
        return node.value
    items = node.items if joint and isinstance(node, Row) else ()
    texts = [item.value for item in items if isinstance(item, Scalar)]
    return joint.join(texts) if texts and len(texts) == len(items) else None


# --- text --------------------------------------------------------------------------------------------------------------


def _words(most: int, default: Any, types: Any, joint: str = "") -> Any:
    def parse(typed: str) -> str:
        if not typed:
            raise _Bad(key("bad-value/empty"))
        if len(typed) > most:
            raise _Bad(key("bad-value/too-long"), most=most)
        return typed

    return Key(_by(parse, joint=joint), {"type": types, "minLength": 1, "maxLength": most}, default)


def text(most: int, default: Any = REQUIRED) -> Any:
    """Text of at most ``most`` characters."""
    return _words(most, default, ["string", "number", "boolean"])


def name(default: Any = REQUIRED) -> Any:
    """The name of a file, a slot, a layout."""
    return _words(200, default, "string")


def colour() -> Any:
    """A colour as it is typed; of a list, its shares."""
    shares = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4}
    read = _words(100, "", "string", joint=" ").read
    return Key(read, {"anyOf": [{"type": "string", "minLength": 1, "maxLength": 100}, shares]}, "")


def setting() -> Key:
    """A setting's value; of a list, the lines."""
    types = ["string", "number", "boolean"]
    lines = {"type": "array", "items": {"type": types}, "minItems": 1}
    read = _words(limits.SETTING, REQUIRED, types, joint="\n").read
    return Key(read, {"anyOf": [{"type": types}, lines]})


def matching(pattern: str, sentence: str, default: Any = REQUIRED) -> Any:
    """Text that is as the whole of a pattern (``^…$``) has it."""
    compiled = re.compile(pattern)

    def parse(typed: str) -> str:
        if not compiled.fullmatch(typed):
            raise _Bad(sentence)
        return typed

    return Key(_by(parse), {"type": "string", "pattern": pattern}, default)


def choice(*values: str, default: Any = REQUIRED) -> Any:
    """One of some words."""

    def parse(typed: str) -> str:
        if typed not in values:
            raise _Bad(key("bad-value/no-choice"), meant(typed, values, say("hint/one-of", choices=values)))
        return typed

    return Key(_by(parse, ""), {"enum": list(values), "type": "string"}, default)


def day() -> Any:
    def parse(typed: str) -> str:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", typed):
            raise _Bad(key("bad-value/date"))
        try:
            datetime.date.fromisoformat(typed)
        except ValueError:
            raise _Bad(key("bad-value/day")) from None
        return typed

    return Key(_by(parse), {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"})


# --- numbers -----------------------------------------------------------------------------------------------------------


#: Of more digits Python makes no number.
_DIGITS = 4_300


def whole(least: int, most: int, default: Any = REQUIRED) -> Any:
    """A whole number within bounds; ``+3``, ``1_000`` and ``12.0`` are such, too."""

    def parse(typed: str) -> int:
        if not re.fullmatch(r"\s*[+-]?[0-9]+(?:_[0-9]+)*(?:\.0+)?\s*", typed):
            raise _Bad(key("bad-value/no-whole"))
        if len(typed) > _DIGITS:
            raise _Bad(key("bad-value/huge"))
        number = int(typed.strip().partition(".")[0])
        if number < least:
            raise _Bad(key("bad-value/too-small"), least=least)
        if number > most:
            raise _Bad(key("bad-value/too-large"), most=most)
        return number

    schema = {"type": ["integer", "string"], "pattern": r"^\s*\d+\s*$", "minimum": least, "maximum": most}
    return Key(_by(parse, key("bad-value/no-number")), schema, default)


_TRUE, _FALSE = ("true", "yes", "on", "1", "y", "t"), ("false", "no", "off", "0", "n", "f")


def truth(default: bool, *, typed: bool) -> Any:
    """True or false. ``typed``: the schema says that it may be text."""

    def parse(typed: str) -> bool:
        if typed.lower() not in (*_TRUE, *_FALSE):
            raise _Bad(key("bad-value/no-truth"))
        return typed.lower() in _TRUE

    return Key(_by(parse), {"type": ["boolean", "string"] if typed else "boolean"}, default)


POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "pc": 12.0}


def _points(typed: str) -> float:
    match = re.fullmatch(r"(\d{1,5}(?:[.,]\d{1,6})?)\s*([a-z]+)", typed.strip())
    if match is None or match[2] not in POINTS:
        raise _Bad(key("bad-value/length"))
    return float(match[1].replace(",", ".")) * POINTS[match[2]]


def length(default: Any = REQUIRED, *, optional: bool = False) -> Any:
    """A length in pt; or None, where it is optional."""
    schema = {"pattern": r"^\d+([.,]\d+)?\s*(mm|cm|in|pt|pc)$", "type": "string"}
    return _maybe(Key(_by(_points, key("bad-value/no-number")), schema, default), optional)


def _range(typed: str) -> tuple[int, int]:
    """``3-9`` is (3, 9), and ``4`` is (4, 4)."""
    match = re.fullmatch(r"(\d{1,5})(?:\s*[-–]\s*(\d{1,5}))?", typed.strip())
    if match is None or int(match[1]) > int(match[2] or match[1]):
        raise _Bad(key("bad-value/range"))
    return int(match[1]), int(match[2] or match[1])


def span(default: Any = REQUIRED, *, optional: bool = False) -> Any:
    """From the least to the most; or None, where it is optional."""
    schema = {"pattern": r"^\d+(\s*[-–]\s*\d+)?$", "type": ["string", "integer"]}
    return _maybe(Key(_by(_range, "", "-"), schema, default), optional)


class Lines(NamedTuple):
    """From which line to which: where the edges would rather be, and between which lines they may stand."""

    top: int
    foot: int
    tops: tuple[int, int] | None = None
    feet: tuple[int, int] | None = None


def _edge(typed: str) -> tuple[int, tuple[int, int] | None]:
    """``14`` stands there; ``14..17`` from there to 17; ``53..57..61`` rather at 57."""
    places = [int(place) for place in typed.split("..")]
    rather = places[1] if len(places) == 3 else places[0]
    if not min(places[0], places[-1]) <= rather <= max(places[0], places[-1]):
        raise _Bad(key("bad-value/range"))
    return rather, (min(places), max(places)) if len(places) > 1 else None


_EDGE = r"\d{1,4}(?:\.\.\d{1,4}){0,2}"


def _lines(typed: str) -> Lines | tuple[int, int]:
    match = re.fullmatch(rf"({_EDGE})\s*[-–]\s*({_EDGE})", typed.strip())
    if match is None:
        return _range(typed)
    (top, tops), (foot, feet) = _edge(match[1]), _edge(match[2])
    if (tops or (top, top))[1] > (feet or (foot, foot))[0]:
        raise _Bad(key("bad-value/range"))
    return Lines(top, foot, tops, feet) if tops or feet else (top, foot)


def lines() -> Any:
    """The lines of a slot: two numbers, or ``Lines`` where an edge may move."""
    edge = r"\d+(\.\.\d+){0,2}"
    return Key(_by(_lines, "", "-"), {"pattern": rf"^{edge}(\s*[-–]\s*{edge})?$", "type": ["string", "integer"]})


def _focus(typed: str) -> tuple[float, float]:
    match = re.fullmatch(r"(\d{1,3})\s*%\s*,?\s*(\d{1,3})\s*%", typed.strip())
    if match is None or max(int(match[1]), int(match[2])) > 100:
        raise _Bad(key("bad-value/focus"))
    return int(match[1]) / 100, int(match[2]) / 100


def focus(default: tuple[float, float]) -> Any:
    """A place in a picture, in shares of its width and height."""
    return Key(_by(_focus), {"type": "string", "pattern": r"^\d{1,3}\s*%\s*,?\s*\d{1,3}\s*%$"}, default)


#: « 16 », « 16, lead », « {folio: 16, slot: lead} », « auto »
_ONWARD = (
    r"^\s*\{?\s*(?:(?:folio\s*:|page)\s*)?(\d{1,4}|auto)\s*(?:,\s*(?:(?:slot|emplacement)\s*:\s*)?"
    r"([A-Za-z][A-Za-z0-9_-]{0,40})\s*)?\}?\s*$"
)


def _onward(typed: str) -> tuple[int, str]:
    match = re.match(_ONWARD, typed)
    if match is None or match[1].strip("0") == "":
        raise _Bad(key("bad-value/next"))
    return 0 if match[1] == "auto" else int(match[1]), match[2] or ""


def onward() -> Any:
    """A folio, and a slot if one is asked for; or None."""
    return _maybe(Key(_by(_onward), {"type": ["string", "integer"], "pattern": _ONWARD}), True)


#: As desks say it: 1500, 1 500 signes, 40 lignes, 2,5 feuillets.
_ORDERED = r"^\s*(\d{1,3}(?:[ .\u00a0\u202f]\d{3})+|\d{1,6}(?:[.,]\d)?)\s*([A-Za-zèéÈÉ]*)\s*$"
_UNITS = {
    "": 1, "signe": 1, "signes": 1, "caractère": 1, "caractères": 1, "character": 1, "characters": 1,
    "feuillet": 1500, "feuillets": 1500,
}  # fmt: skip
_LINES = ("ligne", "lignes", "line", "lines")


def _ordered(typed: str) -> Ordered:
    match = re.match(_ORDERED, typed)
    unit = match[2].lower() if match else ""
    if match is None or unit not in (*_UNITS, *_LINES):
        raise _Bad(key("bad-value/ordered"))
    grouped = re.sub(r"[ .\u00a0\u202f](?=\d{3})", "", match[1]).replace(",", ".")
    amount = float(grouped) * _UNITS.get(unit, 1)
    if amount < 1 or amount != int(amount):
        raise _Bad(key("bad-value/ordered"))
    return Ordered(int(amount), "lines" if unit in _LINES else "signs")


def ordered() -> Any:
    """How long a text is to be; or None. A feuillet has 1,500 characters, as it always had in French newspapers."""
    return _maybe(Key(_by(_ordered), {"type": ["string", "integer"], "pattern": _ORDERED}), True)


def _inks(typed: str) -> tuple[float, ...]:
    shares = typed.replace(",", ".").split()
    if len(shares) != 4 or not all(re.fullmatch(r"[01]|[01]?\.\d{1,4}", share) for share in shares):
        raise _Bad(key("bad-value/inks"))
    return tuple(min(1.0, float(share)) for share in shares)


def inks() -> Any:
    """Shares of cyan, magenta, yellow and black; or None."""
    schema = {"pattern": r"^\s*([01]?[.,]?\d+\s+){3}[01]?[.,]?\d+\s*$", "type": "string"}
    return _maybe(Key(_by(_inks, "", " "), schema), True)


# --- of several --------------------------------------------------------------------------------------------------------


def _maybe(of: Key, optional: bool) -> Key:
    return Key(of.read, {"anyOf": [of.schema, {"type": "null"}]}, None) if optional else of


def _holds(things: Sequence[Any], least: int, most: int | None, node: Node, name: str, found: Found) -> bool:
    """Are there so many? Told if not."""
    if len(things) < least:
        found.error("bad-value/empty", node.span, name=shown(name))
    elif most is not None and len(things) > most:
        found.error("bad-value/too-many", node.span, name=shown(name), most=most)
    else:
        return True
    return False


def rows(of: Key, least: int = 0, most: int | None = None, default: Any = REQUIRED) -> Any:
    """A list, of ``least`` to ``most`` values."""

    def read(node: Node, name: str, found: Found) -> list[Any] | None:
        if not isinstance(node, Row):
            found.error("bad-value/no-list", node.span, name=shown(name))
            return None
        if not _holds(node.items, least, most, node, name, found):
            return None
        values = [of.read(item, name, found) for item in node.items]
        return None if None in values else values

    return Key(read, {"type": "array", "items": of.schema} | _bounds("Items", least, most), default)


def some(of: Key, most: int, default: Any = REQUIRED) -> Any:
    """A value, or a list of up to so many; read as a list."""
    several = rows(of, 1, most, default)

    def read(node: Node, name: str, found: Found) -> list[Any] | None:
        if isinstance(node, Row):
            return several.read(node, name, found)  # type: ignore[no-any-return]
        value = of.read(node, name, found)
        return None if value is None else [value]

    return Key(read, {"anyOf": [of.schema, several.schema]}, default)


def named(names: Key | None, of: Key, least: int = 0, most: int | None = None, default: Any = REQUIRED) -> Any:
    """Values by names that are free, or such as ``names`` reads."""

    def read(node: Node, name: str, found: Found) -> dict[str, Any] | None:
        if not isinstance(node, Table):
            found.error("bad-value/no-keys", node.span, name=shown(name))
            return None
        if not _holds(node.entries, least, most, node, name, found):
            return None
        good = [names is None or names.read(entry.key, name, found) is not None for entry in node.entries]
        values = {entry.key.value: of.read(entry.value, entry.key.value, found) for entry in node.entries}
        return values if all(good) and None not in values.values() else None

    below = {"patternProperties": {names.schema["pattern"]: of.schema}} if names else {"additionalProperties": of.schema}
    return Key(read, {"type": "object"} | below | _bounds("Properties", least, most), default)


def _bounds(what: str, least: int, most: int | None) -> dict[str, int]:
    return ({f"min{what}": least} if least else {}) | ({f"max{what}": most} if most is not None else {})
