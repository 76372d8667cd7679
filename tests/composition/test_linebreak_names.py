"""A name, or a paragraph's last word, that stands in the way.

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
    return {"communauté": (3, 5, 7), "labellisation": (2, 5, 7, 9), "incompréhension": (2, 5, 9, 12)}.get(word, ())


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.read(FONTS)


def set_on(measure: float, catalogue: Catalogue, typed: str = TEXT) -> SetBlock:
    block = BlockStyle(TextStyle(("Source Serif 4 SmText",), 9.0), 11.0, "justify", tracking=0.012, scaling=0.02)
    text = Text(typed, tuple(range(len(typed))))
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


LAST = "Elle a dit au préfet de la vallée son incompréhension."


def test_the_last_word_is_divided_where_the_line_before_it_would_be_full_of_holes(catalogue: Catalogue) -> None:
    lines = set_on(86, catalogue, LAST).lines
    assert LAST[lines[-1].start :] == "préhension."
    assert max(line.ratio for line in lines) < 1.5


def test_no_fragment_of_it_stays_alone_that_is_narrower_than_two_ems(catalogue: Catalogue) -> None:
    for measure in range(84, 200, 2):
        assert LAST[set_on(measure, catalogue, LAST).lines[-1].start :] != "ion."


def test_the_last_word_is_left_whole_where_the_lines_are_decent(catalogue: Catalogue) -> None:
    for measure in (*range(128, 150, 4), *range(156, 170, 4)):
        assert LAST[set_on(measure, catalogue, LAST).lines[-1].start :].endswith("incompréhension.")
