"""What the keys hold: text, numbers, dates, lengths; each read from the text that was typed.

A ``Key`` reads what is plainly good, and raises ``Doubt`` at anything else: then models.py makes a pydantic model of the
same keys, which reads the value or says what is wrong with it. So a sound publication is read without pydantic, whose
import takes longer than reading a hundred articles. Every type also says what an editor may complete or complain about
(its part of a JSON Schema).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from mise_en_page.reading.nodes import Node, Row, Scalar, Table


class Doubt(Exception):
    """This is not plainly good: let the pydantic model judge."""


#: Stands for the default of a key that must be written.
REQUIRED: Any = ...


@dataclass(frozen=True, slots=True)
class Key:
    """What a key holds: ``read`` makes its value of what was written, or raises Doubt.

    ``annotation`` and ``field`` make the key's type and its ``Field`` for a pydantic model, out of the module models.py,
    which they are given; without ``field`` it is the default alone.
    """

    read: Callable[[Node], Any]
    annotation: Callable[[Any], Any]
    default: Any = REQUIRED
    field: Callable[[Any], Any] | None = None

    def unwritten(self) -> Any:
        """Its value where it is not written."""
        if self.default is REQUIRED:
            raise Doubt
        return copy(self.default)


def _typed(node: Node) -> str:
    if not isinstance(node, Scalar):
        raise Doubt
    return node.value


def _words(most: int) -> Callable[[Node], str]:
    def read(node: Node) -> str:
        value = _typed(node)
        if not 1 <= len(value) <= most:
            raise Doubt
        return value

    return read


def _by(parse: Callable[[Any], Any]) -> Callable[[Node], Any]:
    """Read by a function that raises ValueError."""

    def read(node: Node) -> Any:
        try:
            return parse(_typed(node))
        except ValueError:
            raise Doubt from None

    return read


def _parsed(kind: Any, parse: Callable[[Any], Any], schema: dict[str, Any]) -> Callable[[Any], Any]:
    return lambda models: Annotated[kind, models.BeforeValidator(parse), models.WithJsonSchema(schema)]


# --- text --------------------------------------------------------------------------------------------------------------


def text(most: int, default: Any = REQUIRED) -> Any:
    """Text of at most ``most`` characters. The schema lets editors pass ``12`` and ``On``: here they are text too."""
    schema = {"type": ["string", "number", "boolean"]}
    return Key(
        _words(most),
        lambda _: str,
        default,
        lambda models: models.Field(default, min_length=1, max_length=most, json_schema_extra=schema),
    )


def name(default: Any = REQUIRED) -> Any:
    """The name of a file, a slot, a layout."""
    return Key(_words(200), lambda models: Annotated[str, models.Field(min_length=1, max_length=200)], default)


def matching(pattern: str, default: Any = REQUIRED) -> Any:
    """Text that is as the whole of a pattern (``^…$``) has it."""
    compiled = re.compile(pattern)

    def read(node: Node) -> str:
        value = _typed(node)
        if not compiled.fullmatch(value):
            raise Doubt
        return value

    return Key(read, lambda models: Annotated[str, models.Field(pattern=pattern)], default)


def choice(*values: str, default: Any = REQUIRED) -> Any:
    """One of some words."""

    def read(node: Node) -> str:
        if _typed(node) not in values:
            raise Doubt
        return _typed(node)

    return Key(read, lambda _: Literal[values], default)


def setting() -> Any:
    """A setting's value: text, though editors may pass ``12`` and ``On``."""
    schema = {"type": ["string", "number", "boolean"]}
    return Key(
        _words(200),
        lambda models: Annotated[str, models.Field(min_length=1, max_length=200), models.WithJsonSchema(schema)],
    )


def _is_date(value: Any) -> Any:
    if isinstance(value, str):
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            raise ValueError("a date is written year-month-day, such as 2018-05-01")
        try:
            datetime.date.fromisoformat(value)
        except ValueError:
            raise ValueError("there is no such day in the calendar") from None
    return value


def day() -> Any:
    return Key(_by(_is_date), _parsed(str, _is_date, {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}))


# --- numbers -----------------------------------------------------------------------------------------------------------


def whole(least: int, most: int, default: Any = REQUIRED) -> Any:
    """A whole number within bounds."""
    schema = {"type": ["integer", "string"], "pattern": r"^\s*\d+\s*$"}

    def read(node: Node) -> int:
        typed = _typed(node)
        if not re.fullmatch("[0-9]{1,9}", typed) or not least <= int(typed) <= most:
            raise Doubt
        return int(typed)

    return Key(
        read,
        lambda _: int,
        default,
        lambda models: models.Field(default, ge=least, le=most, json_schema_extra=schema),
    )


def truth(default: bool, *, typed: bool) -> Any:
    """True or false. ``typed``: the schema says that it may be text."""
    schema = {"type": ["boolean", "string"]}

    def read(node: Node) -> bool:
        if _typed(node) not in ("true", "false"):
            raise Doubt
        return _typed(node) == "true"

    return Key(read, lambda models: Annotated[bool, models.WithJsonSchema(schema)] if typed else bool, default)


POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "pc": 12.0}


def _points(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    match = re.fullmatch(r"(\d{1,5}(?:[.,]\d{1,6})?)\s*([a-z]+)", value.strip())
    if match is None or match[2] not in POINTS:
        raise ValueError("a length is a number and its unit, such as 4.5mm or 11.5pt")
    return float(match[1].replace(",", ".")) * POINTS[match[2]]


def length(default: Any = REQUIRED, *, optional: bool = False) -> Any:
    """A length in pt."""
    schema = {"type": "string", "pattern": r"^\d+([.,]\d+)?\s*(mm|cm|in|pt|pc)$"}
    return _maybe(Key(_by(_points), _parsed(float, _points, schema), default), optional)


def _range(value: Any) -> Any:
    """``3-9`` is (3, 9), and ``4`` is (4, 4)."""
    if not isinstance(value, str):
        return value
    match = re.fullmatch(r"(\d{1,5})(?:\s*[-–]\s*(\d{1,5}))?", value.strip())
    if match is None or int(match[1]) > int(match[2] or match[1]):
        raise ValueError("write one number, or two from the least to the most, such as 3-9")
    return int(match[1]), int(match[2] or match[1])


def span(default: Any = REQUIRED, *, optional: bool = False) -> Any:
    """From the least to the most; or None, where it is optional."""
    schema = {"type": ["string", "integer"], "pattern": r"^\d+(\s*[-–]\s*\d+)?$"}
    return _maybe(Key(_by(_range), _parsed(tuple[int, int], _range, schema), None if optional else default), optional)


def _focus(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    match = re.fullmatch(r"(\d{1,3})\s*%\s*,?\s*(\d{1,3})\s*%", value.strip())
    if match is None or max(int(match[1]), int(match[2])) > 100:
        raise ValueError("a focus is two shares of the picture, from the left and from the top, such as 50% 30%")
    return int(match[1]) / 100, int(match[2]) / 100


def focus(default: tuple[float, float]) -> Any:
    """A place in a picture, in shares of its width and height."""
    schema = {"type": "string", "pattern": r"^\d{1,3}\s*%\s*,?\s*\d{1,3}\s*%$"}
    return Key(_by(_focus), _parsed(tuple[float, float], _focus, schema), default)


def _inks(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    shares = value.replace(",", ".").split()
    if len(shares) != 4 or not all(re.fullmatch(r"[01]|[01]?\.\d{1,4}", share) for share in shares):
        raise ValueError("an ink is four shares of cyan, magenta, yellow and black, such as 0 .82 .88 0")
    return tuple(min(1.0, float(share)) for share in shares)


def inks() -> Any:
    """Shares of cyan, magenta, yellow and black; or None."""
    schema = {"type": "string", "pattern": r"^\s*([01]?[.,]?\d+\s+){3}[01]?[.,]?\d+\s*$"}
    return _maybe(Key(_by(_inks), _parsed(tuple[float, float, float, float], _inks, schema), None), True)


# --- of several --------------------------------------------------------------------------------------------------------


def _maybe(key: Key, optional: bool) -> Key:
    return Key(key.read, lambda models: key.annotation(models) | None, None) if optional else key


def rows(of: Key, least: int = 0, most: int | None = None, default: Any = REQUIRED) -> Any:
    """A list, of ``least`` to ``most`` values."""
    bounds = ({"min_length": least} if least else {}) | ({"max_length": most} if most is not None else {})

    def read(node: Node) -> list[Any]:
        if not isinstance(node, Row) or len(node.items) < least or (most is not None and len(node.items) > most):
            raise Doubt
        return [of.read(item) for item in node.items]

    def annotation(models: Any) -> Any:
        kind: Any = list[of.annotation(models)]  # type: ignore[misc]
        return Annotated[kind, models.Field(**bounds)] if bounds else kind

    return Key(read, annotation, default)


def named(names: Key | None, of: Key, least: int = 0, most: int | None = None, default: Any = REQUIRED) -> Any:
    """Values by names that are free, or such as ``names`` reads."""
    bounds = ({"min_length": least} if least else {}) | ({"max_length": most} if most is not None else {})

    def read(node: Node) -> dict[str, Any]:
        if not isinstance(node, Table) or len(node.entries) < least or (most is not None and len(node.entries) > most):
            raise Doubt
        return {names.read(entry.key) if names else entry.key.value: of.read(entry.value) for entry in node.entries}

    def annotation(models: Any) -> Any:
        keys: Any = names.annotation(models) if names else str
        kind: Any = dict[keys, of.annotation(models)]  # type: ignore[misc]
        return Annotated[kind, models.Field(**bounds)] if bounds else kind

    return Key(read, annotation, default)
