"""A name that stands in the way.

“L’annonce de la labellisation Communauté…”: a name is not divided, so the first line of a narrow column kept four words
and three holes of five word spaces each. A divided name is the lesser evil there, and only there.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from composing import compose_block

from mise_en_page.composition import Catalogue, RoleStyle, SetBlock
from mise_en_page.composition.style import BlockStyle, TextStyle
from mise_en_page.model.issue import Text
from mise_en_page.model.problem import Span

FONTS = Path(__file__).resolve().parents[2] / "fonts"
TEXT = "Or la labellisation de la Communauté marinière a surpris. Elle réjouit pourtant la moitié des riverains du fleuve."


def hyphenate(word: str) -> tuple[int, ...]:
    return {"communauté": (3, 5, 7), "labellisation": (2, 5, 7, 9)}.get(word, ())


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.read(FONTS)


def set_on(measure: float, catalogue: Catalogue) -> SetBlock:
    block = BlockStyle(TextStyle(("Source Serif 4 SmText",), 9.0), 11.0, "justify", tracking=0.012, scaling=0.02)
    text = Text(TEXT, tuple(range(len(TEXT))))
    return compose_block(
        text, "body", RoleStyle(block, {}), measure, catalogue, Span("a.md"), hyphenate,
    )  # fmt: skip


def divided_names(block: SetBlock) -> list[float]:
    start = TEXT.index("Communauté")
    return [line.ratio for line in block.lines if start < line.end < start + len("Communauté")]


def test_a_name_is_divided_where_the_line_before_it_would_be_full_of_holes(catalogue: Catalogue) -> None:
    measures = [measure for measure in range(90, 150, 2) if divided_names(set_on(measure, catalogue))]
    assert measures, "no measure needed it"
    for measure in measures:
        assert max(line.ratio for line in set_on(measure, catalogue).lines) < 3.0


def test_a_name_is_left_whole_where_its_lines_are_even(catalogue: Catalogue) -> None:
    for measure in range(200, 320, 10):
        block = set_on(measure, catalogue)
        if max(line.ratio for line in block.lines) < 1.5:
            assert not divided_names(block)
