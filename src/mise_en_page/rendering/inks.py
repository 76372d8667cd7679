"""Colours that are no inks: everything in a stylesheet that is not ``device-cmyk()``, told where it was typed.

The cascade hands on values without their places, so the text itself is read. Variables are judged where they are given
their value, and need no judging where they are used.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import tinycss2
from tinycss2.color5 import parse_color

from mise_en_page.layout import Layout
from mise_en_page.problem import Problem, Span
from mise_en_page.rendering.declarations import declared

#: CSS Color 4 and 5: functions whose value is a colour of a screen.
SCREEN = frozenset(
    ("rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "color-mix", "light-dark")
)
#: Words that name no ink of their own.
NO_INK = frozenset(("transparent", "currentcolor"))
#: Properties whose words are names that somebody invented (a family may be called Tan, an area Navy).
NAMES = ("font", "grid", "counter", "string-set", "content", "page", "quotes", "anchor", "bookmark", "--end-mark")


def screen_colours(layout: Layout) -> tuple[Problem, ...]:
    """An error for each colour of the layout's stylesheet that is not an ink."""
    return tuple(_told(layout, token) for token in _colours(layout.stylesheet))


def _colours(stylesheet: str) -> Iterator[Any]:
    for name, token in declared(stylesheet):
        match token.type:
            case "function":
                screen = token.lower_name in SCREEN
            case "ident":
                screen = not name.startswith(NAMES) and token.lower_value not in NO_INK and parse_color(token) is not None
            case "hash":
                screen = parse_color(token) is not None
            case _:
                screen = False
        if screen:
            yield token


def _told(layout: Layout, token: Any) -> Problem:
    written = tinycss2.serialize([token])
    return Problem(
        "colour",
        "error",
        f"{written} is a colour of a screen, not an ink",
        "Write it as device-cmyk(cyan magenta yellow black), each from 0 to 1.",
        Span(f"{layout.folder}/style.css", token.source_line, token.source_column, len(written)),
    )
