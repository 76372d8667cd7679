"""``fill: auto``: columns filled one after the other; the white that too short a text leaves stands after its end alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_galley import GRID, article, page

from mise_en_page.model.layout import Layout, Slot
from mise_en_page.pagination.heights import TWO_LEADINGS, Choice, with_blanks
from mise_en_page.pagination.makeup import MadeUpPage

COLUMNS = Slot("text", unit=0, units=9, top=5, foot=35, columns=3, fill="auto")


def made_up(*paragraphs: int, slot: Slot = COLUMNS) -> MadeUpPage:
    body = [("body", lines) for lines in paragraphs]
    return page(
        article("loire", "text", body, flexible=False), layout=Layout("text", "layouts/text", GRID, (slot,), "", "")
    )


def lines_of(made: MadeUpPage) -> list[int]:
    return [sum(len(placed.lines) for placed in frame.placed) for frame in made.frames]


@pytest.mark.parametrize(
    ("paragraphs", "lines"), [((10, 10, 10), [30, 0, 0]), ((20, 20), [30, 10, 0]), ((35, 35), [30, 30, 10])]
)
def test_each_column_is_full_before_the_next_begins(paragraphs: tuple[int, ...], lines: list[int]) -> None:
    assert lines_of(made_up(*paragraphs)) == lines


def test_level_columns_share_the_white() -> None:
    counts = lines_of(made_up(20, 20, slot=replace(COLUMNS, fill="level")))
    assert max(counts) - min(counts) <= 8
    assert sum(counts) == 40


def test_the_room_after_the_end_is_told_and_is_no_fault() -> None:
    made = made_up(35, 35)
    assert made.fits[0].lines == 0
    assert made.fits[0].done == ("20 lines of room after it",)


def test_too_much_is_overset_as_ever() -> None:
    made = made_up(50, 50)
    assert [over.lines for over in made.oversets] == [10]


def test_two_leadings_at_one_place_cost_more_than_one_at_each_of_two() -> None:
    plain, one, two = with_blanks((Choice(3, 3),), 10.0, roomy=False)
    assert (plain.blank, one.blank, two.blank) == (0, 1000, 2000)
    assert two.cost == TWO_LEADINGS * one.cost > 2 * one.cost
