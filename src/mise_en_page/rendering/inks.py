"""Colours that are no inks: everything in a stylesheet that is not ``device-cmyk()``, told where it was typed.

The cascade hands on values without their places, so the text itself is read. Variables are judged where they are given
their value, and need no judging where they are used.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import tinycss2
from tinycss2.color5 import parse_color

from mise_en_page.model import limits
from mise_en_page.model.drawn import Inks
from mise_en_page.model.layout import Layout
from mise_en_page.model.problem import Problem, Span
from mise_en_page.rendering.declarations import declarations, declared, flat, typed, typed_at

#: CSS Color 4 and 5: functions whose value is a colour of a screen.
SCREEN = frozenset(
    ("rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "color-mix", "light-dark")
)
#: Words that name no ink of their own.
NO_INK = frozenset(("transparent", "currentcolor"))
#: Properties whose words are names that somebody invented (a family may be called Tan, an area Navy).
NAMES = (
    "font", "grid", "counter", "string-set", "content", "page", "quotes", "anchor", "bookmark", "--end-mark", "--marker",
)  # fmt: skip


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


# ——— gradients ———

#: Where WeasyPrint can only mix colours of a screen: gradients, and shadows, which it blurs by them.
MIXED = re.compile(r"(?P<gradient>(?:linear|radial)-gradient\()|box-shadow\s*:", re.IGNORECASE)
CMYK = re.compile(r"device-cmyk\(\s*(?P<inks>[^()/]*?)\s*(?:/\s*(?P<alpha>[^()]*?)\s*)?\)", re.IGNORECASE)
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*((?:[^()]|\((?:[^()]|\([^()]*\))*\))*?)\s*)?\)")


def with_mixable(text: str, layout: Layout) -> str:
    """CSS with the inks of its gradients and shadows as colours of a screen, which stand for them until the press stage."""
    parts, at = [], 0
    for start, end in _mixed(text):
        parts += [text[at:start], CMYK.sub(_as_rgb, _written_out(text[start:end], layout))]
        at = end
    return "".join((*parts, text[at:]))


def mixed_inks(layout: Layout) -> tuple[tuple[tuple[int, int, int], Inks], ...]:
    """The inks of a layout's gradients and shadows, each with the colour that stands for it."""
    found: dict[tuple[int, int, int], Inks] = {}
    for text in (layout.stylesheet, layout.markup):
        for start, end in _mixed(text):
            for each in CMYK.finditer(_written_out(text[start:end], layout)):
                if (inks := _inks(each["inks"])) is not None:
                    found[_rgb(inks)] = inks
    return tuple(found.items())


def _mixed(text: str) -> Iterator[tuple[int, int]]:
    """Where gradients and shadows begin and end: at the bracket that closes, or with the declaration."""
    end = 0
    for match in MIXED.finditer(text):
        if match.start() < end:
            continue
        depth = first = int(bool(match["gradient"]))
        end, last = match.end(), min(len(text), match.end() + limits.CSS_STRING)
        while end < last:
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            if (first and not depth) or (depth <= 0 and text[end] in ';}"'):
                break
            end += 1
        end = min(end + first, len(text))
        yield match.start(), end


def _written_out(value: str, layout: Layout) -> str:
    """A value with its var() followed, where the stylesheet gives one value to that name."""
    for _ in range(limits.VAR_DEPTH):
        if "var(" not in value or len(value) > limits.CSS_STRING:
            break
        value = VARIABLE.sub(lambda match: _variables(layout.stylesheet).get(match[1], match[2] or match[0]), value)
    return value


@lru_cache(maxsize=8)
def _variables(stylesheet: str) -> dict[str, str]:
    """The custom properties that have one value."""
    values: dict[str, set[str]] = {}
    for name, value in declarations(stylesheet):
        if name.startswith("--"):
            values.setdefault(name, set()).add(tinycss2.serialize(value).strip())
    return {name: next(iter(held)) for name, held in values.items() if len(held) == 1}


def _inks(written: str) -> Inks | None:
    """Four shares, as device-cmyk() has them."""
    parts = written.replace(",", " ").split()
    try:
        shares = [float(part[:-1]) / 100 if part.endswith("%") else float(part) for part in parts]
    except ValueError:
        return None
    cyan, magenta, yellow, black = (min(max(share, 0.0), 1.0) for share in shares) if len(shares) == 4 else (0.0,) * 4
    return (cyan, magenta, yellow, black) if len(shares) == 4 else None


def _rgb(inks: Inks) -> tuple[int, int, int]:
    """About what inks look like, off by a little that is theirs alone: nobody types such a colour."""
    own = hashlib.sha256(repr(inks).encode()).digest()
    red, green, blue = (
        min(255, max(0, round(255 * (1 - ink) * (1 - inks[3])) + byte % 7 - 3))
        for ink, byte in zip(inks[:3], own, strict=False)
    )
    return red, green, blue


def _as_rgb(match: re.Match[str]) -> str:
    inks = _inks(match["inks"])
    if inks is None:
        return match[0]
    return "rgb({} {} {}{})".format(*_rgb(inks), f" / {match['alpha']}" if match["alpha"] else "")


def _unmixable(layout: Layout) -> Iterator[Problem]:
    """An error for each colour of a gradient that no press can mix."""
    for _, token in declared(layout.stylesheet):
        if token.type != "function" or not token.lower_name.endswith("gradient"):
            continue
        for each in flat(token.arguments):
            where = typed(layout, each)
            if each.type == "function" and each.lower_name == "spot":
                yield Problem.of("colour/gradient", "error", where)
            elif each.type == "function" and each.lower_name == "var":
                name = next((part.value for part in each.arguments if part.type == "ident"), "")
                if name in (known for known, _ in declared(layout.stylesheet)) and name not in _variables(
                    layout.stylesheet
                ):
                    yield Problem.of("colour/several", "error", where, name=name)


def spot_inks(layout: Layout) -> tuple[tuple[str, Span], ...]:
    """The spot inks that a layout's stylesheet names, each with every place."""
    text = layout.stylesheet
    return tuple((match["name"], typed_at(layout, match.start(), len(match[0]))) for match in SPOT.finditer(text))


def screen_colours(layout: Layout) -> tuple[Problem, ...]:
    """An error for each colour of the layout's stylesheet and of its template's own styles that is not an ink."""
    told = (_told(token, typed(layout, token)) for token in _colours(declared(layout.stylesheet)))
    templates = (each for file, text in layout.templates for each in _of_template(file, text))
    return (*told, *templates, *_unmixable(layout))


def _of_template(file: str, written: str) -> Iterator[Problem]:
    text = JINJA.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), written)
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
            yield _told(token, Span.within(file, text, place))


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
    return Problem.of("colour", "error", replace(where, length=len(written)), colour=written)
