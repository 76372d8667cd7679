"""The sample issue's pages in the finished PDF: every line as wide, and every glyph where, the composer set it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

import pytest

from bench.glyphs import Glyph, pages_of, same_everywhere
from mise_en_page.composition.galley import Line
from mise_en_page.pagination.makeup import MadeUpPage
from sample_issue import built, sample_set

#: In pt. PDF coordinates are written with fewer digits than the composer's.
NEAR = 0.1
PAGES = (0, 1)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[list[Glyph]]:
    file: Path = tmp_path_factory.mktemp("whole-pages") / "sample.pdf"
    file.write_bytes(built().pdf)
    return list(pages_of(file))


def composed(page: MadeUpPage) -> Iterator[tuple[Line, list[Glyph]]]:
    """Every line of a made-up page, and its printing glyphs where they should be."""
    for frame in page.frames:
        for placed in frame.placed:
            left = placed.x + placed.block.style.padding_left
            for line, baseline in zip(placed.lines, placed.baselines, strict=True):
                yield line, list(glyphs_of(line, left, baseline))


def glyphs_of(line: Line, left: float, baseline: float) -> Iterator[Glyph]:
    for run in line.runs:
        places = accumulate(run.advances, initial=left + run.x)
        for index, (text, x, advance) in enumerate(zip(run.texts, places, run.advances, strict=False)):
            across, up = run.offsets[2 * index : 2 * index + 2] or (0.0, 0.0)
            if text.strip():
                yield Glyph(same_everywhere(text)[0], x + across, x + advance, baseline - run.style.rise - up)


def on_line(glyphs: Sequence[Glyph], wanted: Sequence[Glyph]) -> list[Glyph]:
    """What was printed between the first and the last glyph of a line, on its baseline."""
    first, last = wanted[0], wanted[-1]
    heights = {round(glyph.y, 3) for glyph in wanted}
    found = [
        glyph
        for glyph in glyphs
        if first.x - NEAR <= glyph.x <= last.x + NEAR and any(abs(glyph.y - y) <= NEAR for y in heights)
    ]
    return sorted(found, key=lambda glyph: glyph.x)


@pytest.mark.parametrize("number", PAGES)
def test_every_line_is_as_wide_as_it_was_composed(printed: list[list[Glyph]], number: int) -> None:
    lines = 0
    for line, wanted in composed(sample_set().makeup.pages[number]):
        found = on_line(printed[number], wanted)
        said = "".join(text for run in line.runs for text in run.texts)
        assert found, f"nothing is printed where “{said}” should be"
        width, expected = found[-1].x - found[0].x, wanted[-1].x - wanted[0].x
        assert width == pytest.approx(expected, abs=NEAR), said
        lines += 1
    assert lines > 100


@pytest.mark.parametrize("number", PAGES)
def test_every_glyph_stands_within_a_tenth_of_a_point_of_its_place(printed: list[list[Glyph]], number: int) -> None:
    glyphs = 0
    for _line, wanted in composed(sample_set().makeup.pages[number]):
        found = on_line(printed[number], wanted)
        for glyph in wanted:
            near = [each for each in found if abs(each.x - glyph.x) <= NEAR and abs(each.y - glyph.y) <= NEAR]
            assert any(each.character.casefold() == glyph.character.casefold() for each in near), (glyph, near)
            glyphs += 1
    assert glyphs > 2500


@pytest.mark.parametrize("number", PAGES)
def test_justified_lines_fill_their_measure_on_paper(printed: list[list[Glyph]], number: int) -> None:
    """Both edges of the running text, hanging marks apart, at the column's edges."""
    page = sample_set().makeup.pages[number]
    justified = 0
    for frame in page.frames:
        for placed in frame.placed:
            if placed.block.style.alignment != "justify":
                continue
            left = placed.x + placed.block.style.padding_left
            for line, baseline in zip(placed.lines, placed.baselines, strict=True):
                if line.last or line.start == 0:
                    continue
                wanted = list(glyphs_of(line, left, baseline))
                found = on_line(printed[number], wanted)
                right = left + placed.block.measure
                hangs = placed.block.style.text.size * placed.block.style.hang
                assert left - hangs <= found[0].x <= left + 0.5
                assert right - 0.5 <= found[-1].end <= right + hangs
                justified += 1
    assert justified > 30
