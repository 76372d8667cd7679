"""The bench's ruler, held to lines whose measures are known, and to pages that were really set."""

import statistics
from dataclasses import replace
from pathlib import Path

import pytest

from bench.design import design
from bench.engine import Engine
from bench.glyphs import Glyph
from bench.metrics import Finder, Quality, letters_of, measure
from bench.ours import OURS
from bench.web import WEASYPRINT
from bench.work_item import work_item

PAGE = design(3)


def line(text: str, *, y: float = 200.0, space: float = PAGE.word_space) -> list[Glyph]:
    """Letters 4 pt wide at the first column's edge, with spaces of ``space`` pt."""
    glyphs, x = [], PAGE.left(0)
    for character in text:
        if character != " ":
            glyphs.append(Glyph(character, x, x + 4, y))
        x += 4 if character != " " else space
    return glyphs


def finder(paragraph: str) -> Finder:
    return Finder([letters_of(paragraph)])


def test_a_line_is_found_with_its_word_spaces() -> None:
    found = finder("un deux trois").find(0, line("un deux", space=2.5), PAGE)
    assert found is not None
    assert found.gaps == pytest.approx((2.5,))
    assert (found.first, found.last, found.hyphenated) == (True, False, False)


def test_a_hyphen_that_a_break_added_is_told_from_one_that_was_written() -> None:
    looked = finder("la typographie des avant-postes")
    first = looked.find(0, line("la typo-"), PAGE)
    second = looked.find(0, line("graphie des avant-"), PAGE)
    third = looked.find(0, line("postes"), PAGE)
    assert [found and found.hyphenated for found in (first, second, third)] == [True, True, False]
    assert third is not None
    assert third.last


def test_a_heading_is_no_line_of_the_text_and_loses_nothing() -> None:
    looked = finder("un deux trois")
    assert looked.find(0, line("Patrimoine"), PAGE) is None
    assert looked.find(0, line("un deux trois"), PAGE) is not None
    assert looked.left == 0


def test_non_breaking_spaces_are_no_word_spaces() -> None:
    found = finder("dit\u00a0: « non »").find(0, line("dit : « non »"), PAGE)
    assert found is not None
    assert len(found.gaps) == 3


def test_quality_counts_the_lines_beyond_the_limits() -> None:
    quality = Quality(ratios=[0.7, 1.0, 1.6, 2.0], justified=4)
    assert (quality.over, quality.under) == (50.0, 25.0)


def measured(engine: Engine, folder: Path, pages: int = 1) -> Quality:
    item = work_item(pages)
    command = engine.prepare(item, PAGE, folder)
    command.run()
    return measure(command.pdf, item, PAGE)


def test_ragged_lines_have_their_natural_word_space(tmp_path: Path) -> None:
    """The proof of the ruler: what WeasyPrint does not justify reads 1.000.

    Ragged text takes more lines, how many is for the machine's Pango to say: the page has a brief less.
    """
    page = work_item(1)[0]
    item = [replace(page, briefs=page.briefs[:-1])]
    command = WEASYPRINT.prepare(item, PAGE, tmp_path)
    source = tmp_path / "page.html"
    source.write_text(
        source.read_text(encoding="utf-8").replace("text-align: justify", "text-align: left"), encoding="utf-8"
    )
    command.run()
    quality = measure(command.pdf, item, PAGE)
    assert quality.lost == 0
    assert statistics.median(quality.ratios) == pytest.approx(1.0, abs=0.001)
    assert quality.ratios == pytest.approx([1.0] * len(quality.ratios), abs=0.08)  # a font may kern with the space


def test_our_page_is_found_whole_and_on_its_grid(tmp_path: Path) -> None:
    quality = measured(OURS, tmp_path)
    assert (quality.pages, quality.lost) == (1, 0)
    assert quality.aligned == quality.neighbours > 20
    assert quality.in_a_row <= 2
    assert min(quality.ratios) > 0.69
    assert (quality.widows, quality.orphans) == (0, 0)
