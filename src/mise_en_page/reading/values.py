"""What the keys hold: text, numbers, dates, lengths; each read from the text that was typed.

Every type also says what an editor may complete or complain about (its part of a JSON Schema).
"""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic.config import JsonDict


def text(most: int, default: Any = ...) -> Any:
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


POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "pc": 12.0}


def _points(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    match = re.fullmatch(r"(\d{1,5}(?:[.,]\d{1,6})?)\s*([a-z]+)", value.strip())
    if match is None or match[2] not in POINTS:
        raise ValueError("a length is a number and its unit, such as 4.5mm or 11.5pt")
    return float(match[1].replace(",", ".")) * POINTS[match[2]]


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


def _inks(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    shares = value.replace(",", ".").split()
    if len(shares) != 4 or not all(re.fullmatch(r"[01]|[01]?\.\d{1,4}", share) for share in shares):
        raise ValueError("an ink is four shares of cyan, magenta, yellow and black, such as 0 .82 .88 0")
    return tuple(min(1.0, float(share)) for share in shares)


def whole(least: int, most: int, default: Any = ...) -> Any:
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
Inks = Annotated[
    tuple[float, float, float, float],
    BeforeValidator(_inks),
    WithJsonSchema({"type": "string", "pattern": r"^\s*([01]?[.,]?\d+\s+){3}[01]?[.,]?\d+\s*$"}),
]
Name = Annotated[str, Field(min_length=1, max_length=200)]
#: It becomes part of CSS selectors.
SlotName = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,40}$")]
Setting = Annotated[str, Field(min_length=1, max_length=200), WithJsonSchema({"type": ["string", "number", "boolean"]})]
Switch = Annotated[bool, WithJsonSchema({"type": ["boolean", "string"]})]
