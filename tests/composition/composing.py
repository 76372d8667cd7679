"""Helps for the tests of composition: fonts, styles, and a hyphenation that stands in for typography's own."""

from __future__ import annotations

from pathlib import Path

import pyphen

from mise_en_page.composition import BlockStyle, Catalogue, RoleStyle, SetBlock, TextStyle
from mise_en_page.composition.breaks import Hyphenate
from mise_en_page.composition.compose import _lines, _placed, marks_key
from mise_en_page.composition.fonts import Asked, Face
from mise_en_page.model.issue import Mark, Source, Text
from mise_en_page.model.problem import Span

FONTS = Path(__file__).parents[2] / "fonts"
PATTERNS = pyphen.Pyphen(lang="fr_FR", left=2, right=3)
SERIF = ("Source Serif 4 SmText",)


def by_patterns(word: str) -> tuple[int, ...]:
    return tuple(PATTERNS.positions(word.lower()))


def text_of(characters: str, *marks: Mark) -> Text:
    return Text(characters, tuple(range(len(characters))), marks)


def justified(**changes: object) -> RoleStyle:
    """A body style: 9 pt on 11, with the microtypography that our layouts state."""
    values: dict[str, object] = {
        "text": TextStyle(SERIF, 9.0),
        "leading": 11.0,
        "alignment": "justify",
        "tracking": 0.015,
        "scaling": 0.02,
        "hang": 1.0,
    }
    return RoleStyle(BlockStyle(**{**values, **changes}))  # type: ignore[arg-type]


def nearest(catalogue: Catalogue, families: tuple[str, ...], weight: int = 400, italic: bool = False) -> Face | None:
    """The nearest face of the first family that the catalogue holds; None if it holds none of them."""
    return next(iter(catalogue.chain(families, Asked(weight, italic))), None)


def compose_block(
    text: Text, role: str, style: RoleStyle, measure: float, catalogue: Catalogue, span: Span, hyphenate: Hyphenate
) -> SetBlock:
    """A text set on a measure in pt, as ``compose_article`` sets those of an article."""
    source = Source(span.file)
    made, first = _lines(text.characters, marks_key(text), style, measure, catalogue, hyphenate)
    return SetBlock(
        role=role, article="a", index=0, style=style.block, measure=measure, settings=made.settings,
        natural=made.natural, first_baseline=first, span=span, text=text.characters, origins=text.origins,
        problems=tuple(_placed(problem, text, source, span) for problem in made.problems), source=source,
    )  # fmt: skip


def set_block(catalogue: Catalogue, text: str | Text, measure: float, style: RoleStyle | None = None) -> SetBlock:
    """A text set as a block of body."""
    return compose_block(
        text_of(text) if isinstance(text, str) else text, "body", style or justified(), measure, catalogue,
        Span("a.md"), by_patterns,
    )  # fmt: skip
