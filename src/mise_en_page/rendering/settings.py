"""The values of custom properties, of which CSS knows nothing but their tokens."""

from __future__ import annotations

from typing import Any, Final

from mise_en_page.reading import values

#: Units of lengths that are the same everywhere, in pt: those of layout.yaml, and CSS's own.
POINTS: Final = values.POINTS | {"px": 0.75, "q": values.POINTS["mm"] / 4}


def _tokens(style: Any, name: str) -> list[Any]:
    value = style[name]
    return [token for token in value if token.type != "whitespace"] if isinstance(value, tuple | list) else []


def percentages(style: Any, name: str, default: tuple[float, ...]) -> tuple[float, ...]:
    """Its percentages as shares; the default where they are not as many as that."""
    found = [token.value / 100 for token in _tokens(style, name) if token.type == "percentage"]
    return tuple(found) if len(found) == len(default) else default


def number(style: Any, name: str) -> float:
    """Its number; 0 without."""
    return next((float(token.value) for token in _tokens(style, name) if token.type == "number"), 0.0)


def word(style: Any, name: str) -> str:
    """Its word or string; "" without."""
    return next((str(token.value) for token in _tokens(style, name) if token.type in ("ident", "string")), "")


def size(style: Any, name: str, default: float) -> float:
    """Its length in pt; the default without."""
    found = (token for token in _tokens(style, name) if token.type == "dimension" and token.lower_unit in POINTS)
    return next((float(token.value) * POINTS[token.lower_unit] for token in found), default)


def sizes(style: Any, name: str) -> tuple[float, float] | None:
    """A range of sizes in pt; None where it is none."""
    return range_of(_tokens(style, name))


def range_of(tokens: list[Any]) -> tuple[float, float] | None:
    """Two lengths that are the same everywhere, the lesser first, in pt; None where they are none."""
    found = [
        token.value * POINTS[token.lower_unit]
        for token in tokens
        if token.type == "dimension" and token.lower_unit in POINTS
    ]
    return (found[0], found[1]) if len(found) == len(tokens) == 2 and 0 < found[0] <= found[1] else None
