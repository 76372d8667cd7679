"""A tailpiece (cul-de-lampe): the layout's own picture takes the lines that too short a text leaves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_galley import GRID, L, article, brief, page

from mise_en_page.model.layout import MOST_TAILPIECE, Layout, Slot, Tailpiece
from mise_en_page.pagination.makeup import MadeUpPage

PIECE = Tailpiece("layouts/text/tail.svg", least=6, most=20, line=9)
RAIL = Slot("rail", unit=9, units=3, top=10, foot=40, least=1, most=9, spread=2, tailpiece=PIECE)
TEXT = Slot("text", unit=0, units=9, top=10, foot=40, columns=3, tailpiece=PIECE)
LAYOUT = Layout("text", "layouts/text", GRID, (TEXT, RAIL), "", "")


def rail(*lines: int, slot: Slot = RAIL) -> MadeUpPage:
    briefs = [brief(f"brief{number}", text=count) for number, count in enumerate(lines)]
    return page(*briefs, layout=replace(LAYOUT, slots=(slot,)))


def text(*lines: int) -> MadeUpPage:
    body = [("body", count) for count in lines]
    return page(article("loire", "text", body, flexible=False), layout=replace(LAYOUT, slots=(TEXT,)))


def foot_of(made: MadeUpPage) -> list[float]:
    """The last baseline of each column, in leadings from the top."""
    return [frame.placed[-1].baselines[-1] / L for frame in made.frames if frame.placed]


def test_a_full_slot_has_none() -> None:
    assert rail(11, 11).pictures == ()


def test_a_few_lines_go_between_the_briefs() -> None:
    assert rail(10, 10).pictures == ()


def test_a_short_rail_ends_on_a_tailpiece() -> None:
    made = rail(6, 5)
    (piece,) = made.pictures
    assert (piece.picture.file, piece.picture.span.file) == ("layouts/text/tail.svg", "layouts/text/layout.yaml")
    (foot,) = foot_of(made)
    assert piece.y / L == pytest.approx(round(foot + 0.5) + 1, abs=0.5)  # a leading of white above it
    assert piece.y + piece.height == pytest.approx(39 * L + 8.69, abs=0.1)  # its foot on the slot's last baseline
    assert made.fits[0].done[-1].startswith("tailpiece of ")
    assert not any(fit.lines for fit in made.fits)


def test_it_is_never_lower_than_the_layout_says_nor_higher_than_eight_lines() -> None:
    heights = {piece.height / L for lines in range(1, 12) for piece in rail(lines, lines).pictures}
    assert heights
    for height in heights:
        assert PIECE.least - 1 <= height + 0.3
        assert height <= MOST_TAILPIECE - 1 < PIECE.most


def test_where_more_is_left_it_is_white_and_told() -> None:
    made = rail(2, 2)
    assert made.pictures == ()
    assert -sum(fit.lines for fit in made.fits) > MOST_TAILPIECE


def test_none_stands_where_something_was_left_out() -> None:
    """The quote had no room, and what its place leaves is told as white; the same text without a quote ends on one."""
    quoted = article("loire", "text", [("body", 42), ("pull-quote", 3), ("body", 42)], flexible=False)
    slot = replace(TEXT, drops=("pull-quote",))
    made = page(quoted, layout=replace(LAYOUT, slots=(slot,)))
    (fit,) = made.fits
    assert len(fit.left_out) == 1
    assert fit.lines == -6
    assert made.pictures == ()
    assert len(text(42, 42).pictures) == 1


def test_none_stands_beside_a_slot_from_which_something_was_left_out() -> None:
    crowded = [replace(brief(f"brief{number}", text=6), optional=number) for number in range(6)]
    short = article("loire", "text", [("body", count) for count in (28, 28, 28)], flexible=False)
    assert page(short, layout=LAYOUT).pictures != ()
    made = page(short, *crowded, layout=LAYOUT)
    assert any(fit.left_out for fit in made.fits)
    assert made.pictures == ()


def test_one_stands_on_a_page_where_most_white_would_be_without_it() -> None:
    short = article("loire", "text", [("body", count) for count in (28, 28, 28)], flexible=False)
    few = [brief("brief0", text=6), brief("brief1", text=5)]
    assert page(short, layout=LAYOUT).pictures != ()
    assert page(*few, layout=LAYOUT).pictures != ()
    made = page(short, *few, layout=LAYOUT)
    (piece,) = made.pictures
    white = {fit.slot: fit.lines for fit in made.fits if fit.lines}
    assert list(white) == ["text" if piece.x > GRID.left(8) else "rail"]


def test_it_stands_under_all_columns_or_under_the_last() -> None:
    made = text(28, 28, 28)
    (piece,) = made.pictures
    assert piece.width in (pytest.approx(GRID.span(9)), pytest.approx(GRID.span(3)))
    feet = foot_of(made)
    assert max(feet[:-1]) - min(feet[:-1]) < 0.01
    assert not made.oversets


def test_text_is_never_without_room_for_its_sake() -> None:
    """Paragraphs of three lines may not be broken: many heights do not come out, and white is better than overset."""
    for count in range(2, 30):
        made = text(*[3] * count)
        assert not made.oversets, count
        assert sum(len(placed.lines) for frame in made.frames for placed in frame.placed) == 3 * count


def test_it_covers_no_text_of_a_lead_that_sinks() -> None:
    """White above the text and a tailpiece under it: each takes its own lines."""
    slot = replace(TEXT, sink=(0, 14))
    for count in range(9, 30):
        made = page(article("loire", "text", [("body", 3)] * count, flexible=False), layout=replace(LAYOUT, slots=(slot,)))
        for piece in made.pictures:
            under = [frame for frame in made.frames if frame.x + 1 > piece.x - 1 and frame.placed]
            assert max(frame.placed[-1].baselines[-1] for frame in under) < piece.y, count
