"""Colours that are no inks: everything in a stylesheet that is not ``device-cmyk()``, told where it was typed.

The cascade hands on values without their places, so the text itself is read. Variables are judged where they are given
their value, and need no judging where they are used.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
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


#: What a template may hold that has colours: attributes with a style or a colour, and style elements.
STYLED = re.compile(
    r"""\s(?P<name>style|fill|stroke|stop-color|color|bgcolor)\s*=\s*(?P<quote>["'])(?P<value>.*?)(?P=quote)"""
    r"""|<style\b[^>]*>(?P<sheet>.*?)</style>""",
    re.IGNORECASE | re.DOTALL,
)
#: Jinja's own: left out, what it writes cannot be known.
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


#: A spot ink by its name: CSS has no word for it.
SPOT = re.compile(r"""\bspot\(\s*(["'])(?P<name>[^"'\n]{1,100})\1\s*\)""", re.IGNORECASE)


def stand_in(ink: str) -> tuple[float, float, float, float]:
    """The process inks, to a ten-thousandth, that stand for a spot ink until the press stage; nobody types such ones."""
    digest = hashlib.sha256(ink.encode()).digest()
    cyan, magenta, yellow, black = (1 + int.from_bytes(digest[n : n + 4], "big") % 9998 for n in (0, 4, 8, 12))
    return cyan / 10_000, magenta / 10_000, yellow / 10_000, black / 10_000


def with_stand_ins(stylesheet: str) -> str:
    """The stylesheet with ``spot("PANTONE 032 C")`` as the inks that stand for it."""

    def inks(match: re.Match[str]) -> str:
        return "device-cmyk({:.4f} {:.4f} {:.4f} {:.4f})".format(*stand_in(match["name"]))

    return SPOT.sub(inks, stylesheet)


def spot_inks(layout: Layout) -> tuple[tuple[str, Span], ...]:
    """The spot inks that a layout's stylesheet names, each with every place."""
    text = layout.stylesheet
    return tuple(
        (
            match["name"],
            Span(
                f"{layout.folder}/style.css",
                text.count("\n", 0, match.start()) + 1,
                match.start() - text.rfind("\n", 0, match.start()),
                len(match[0]),
            ),
        )
        for match in SPOT.finditer(text)
    )


def screen_colours(layout: Layout) -> tuple[Problem, ...]:
    """An error for each colour of the layout's stylesheet and of its template's own styles that is not an ink."""
    sheet = f"{layout.folder}/style.css"
    told = [
        _told(token, Span(sheet, token.source_line, token.source_column)) for token in _colours(declared(layout.stylesheet))
    ]
    return (*told, *_of_template(layout))


def _of_template(layout: Layout) -> Iterator[Problem]:
    text = JINJA.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), layout.template)
    for match in STYLED.finditer(text):
        group = "sheet" if match["sheet"] is not None else "value"
        written, first = match[group], match.start(group)
        if group == "sheet":
            before, found = "", declared(written)
        else:
            before = "a{" if match["name"].lower() == "style" else "a{color:"
            found = declared(before + written + "}")
        for token in _colours(found):
            ahead = len(before) if token.source_line == 1 else 0
            place = first + _offset(written, token.source_line, token.source_column - ahead)
            head = text[:place]
            where = Span(f"{layout.folder}/page.html.j2", head.count("\n") + 1, place - head.rfind("\n"))
            yield _told(token, where)


def _offset(text: str, line: int, column: int) -> int:
    """How many characters lie before a place of ``text``, line and column from 1."""
    return sum(len(one) for one in text.splitlines(keepends=True)[: line - 1]) + column - 1


def _colours(found: Iterable[tuple[str, Any]]) -> Iterator[Any]:
    for name, token in found:
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


def _told(token: Any, where: Span) -> Problem:
    written = tinycss2.serialize([token])
    return Problem(
        "colour",
        "error",
        f"{written} is a colour of a screen, not an ink",
        "Write it as device-cmyk(cyan magenta yellow black), each from 0 to 1.",
        replace(where, length=len(written)),
    )
