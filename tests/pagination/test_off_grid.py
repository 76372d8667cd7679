"""A slot off the grid: briefs at their own heights, what is left of a column shared in equal parts over its gaps."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product

import pytest
from fake_galley import GRID, RAIL, L, article, brief, page
from hypothesis import given, settings
from hypothesis import strategies as st

from mise_en_page.composition.galley import SetArticle
from mise_en_page.model.layout import Layout, Slot, Tailpiece
from mise_en_page.pagination.columns import RAGGED, Columns
from mise_en_page.pagination.copyfit import search
from mise_en_page.pagination.filling import Filling, fill
from mise_en_page.pagination.heights import LEADING, Item, flow
from mise_en_page.pagination.makeup import Frame, MadeUpPage
from mise_en_page.pagination.prices import SPREAD
from mise_en_page.pagination.trials import Trial, trials_of

EVEN = 0.1
#: From the last box of a brief to the rule over the next, in leadings, where nothing is shared out.
PLAIN = 1.0
RULED = replace(RAIL, off_grid=True, most=20)
THREE = replace(RULED, unit=0, units=12, columns=3)


def made(*articles: SetArticle, slot: Slot = RULED) -> MadeUpPage:
    return page(*articles, layout=Layout("ruled", "layouts/ruled", GRID, (slot,), "", ""))


def gaps(frame: Frame) -> list[float]:
    """The white over each brief but the first, in leadings."""
    pairs = pairwise(frame.placed)
    return [(below.y - above.y - above.height) / L for above, below in pairs if below.opens]


def test_what_is_left_is_shared_by_hand() -> None:
    """Heads of 2.75, 4 and 2.75 leadings with 1 above those that are not at the top; 10, 10 and 9 lines: 40.5 of 42.

    Of the 1.5 leadings that are left either gap takes 0.75.
    """
    heads = (("blois", 1, 10), ("tours", 2, 10), ("sens", 1, 9))
    fixed = [
        article(name, "rail", [("kicker", 1), ("title", title), ("body first opening", text)], flexible=False)
        for name, title, text in heads
    ]
    frame = made(*fixed).frames[0]
    assert gaps(frame) == pytest.approx([PLAIN + 0.75] * 2, abs=0.01)
    assert frame.placed[-1].baselines[-1] / L == pytest.approx(53 + 8.69 / L, abs=0.01)


def test_in_a_column_without_a_gap_the_part_of_a_leading_goes_under_the_head() -> None:
    frame = made(brief("blois", 1, 39)).frames[0]
    kicker, title, text = frame.placed
    assert kicker.y == frame.y
    assert (text.y - title.y - title.height) / L == pytest.approx(0.25 + 0.25, abs=0.01)
    assert text.baselines[-1] / L == pytest.approx(53 + 8.69 / L, abs=0.01)


briefs = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 16)), min_size=1, max_size=9)


def written(lines: list[tuple[int, int]]) -> list[SetArticle]:
    return [brief(f"brief{number}", *counts) for number, counts in enumerate(lines)]


@given(briefs, st.sampled_from([RULED, THREE, replace(THREE, unbroken=True)]))
@settings(max_examples=120, deadline=None)
def test_gaps_of_a_column_are_equal_and_feet_stand_on_the_grid(lines: list[tuple[int, int]], slot: Slot) -> None:
    done = made(*written(lines), slot=slot)
    for frame in done.frames:
        white = gaps(frame)
        assert not white or (max(white) - min(white)) * L <= EVEN
        assert not white or min(white) >= PLAIN - 0.01
        if frame.placed and not done.oversets:
            foot = frame.y + frame.height - frame.placed[-1].y - frame.placed[-1].height
            assert min(foot % L, L - foot % L) <= EVEN
            assert frame.placed[0].y == pytest.approx(frame.y, abs=EVEN)


@given(briefs, st.sampled_from([RULED, THREE]))
@settings(max_examples=80, deadline=None)
def test_every_line_stands_once_and_white_is_told_to_the_line(lines: list[tuple[int, int]], slot: Slot) -> None:
    done = made(*written(lines), slot=slot)
    placed = sum(len(part.lines) for frame in done.frames for part in frame.placed)
    over = sum(over.lines for over in done.oversets)
    written_lines = [sum(parts) + 1 for parts in lines]
    longer = sum(text > 4 for _, text in lines)  # fake_galley: such a text may be a line longer or shorter
    assert abs(placed + over - sum(written_lines)) <= longer
    if not done.oversets:
        white = sum(
            int((frame.y + frame.height - max((part.y + part.height for part in frame.placed), default=frame.y) + EVEN) / L)
            for frame in done.frames
        )
        assert white == -sum(fit.lines for fit in done.fits)


def cheapest_by_trying(items: tuple[Item, ...], count: int, lines: int, spread: int) -> float | None:
    """The least cost of filling columns with whole briefs, every choice and every place of a break tried."""
    firsts = [place for place, item in enumerate(items) if item.opens]
    costs = []
    for breaks in product((False, True), repeat=len(firsts)):
        begins = [0, *(place for place, here in zip(firsts, breaks, strict=True) if here), len(items)]
        if len(begins) - 1 != count:
            continue
        for choices in product(*(item.choices for item in items)):
            cost = sum(choice.cost for choice in choices)
            for start, end in pairwise(begins):
                inside = range(start, end)
                height = sum(items[place].height(choices[place]) for place in inside)
                height += sum(items[place - 1].after + items[place].before for place in inside if place > start)
                left = lines * LEADING - height
                opened = sum(items[place].opens for place in inside if place > start)
                if left < 0 or left // LEADING > opened * spread:
                    break
                cost += SPREAD * left / LEADING if opened else 0.0
            else:
                costs.append(cost)
    return min(costs, default=None)


@given(
    st.lists(st.tuples(st.integers(1, 2), st.integers(2, 7)), min_size=2, max_size=4), st.integers(1, 2), st.integers(8, 24)
)
@settings(max_examples=150, deadline=None)
def test_the_search_finds_the_cheapest_off_the_grid(lines: list[tuple[int, int]], count: int, height: int) -> None:
    items = flow([(index, each.body) for index, each in enumerate(written(lines))], GRID)
    columns = Columns(count, height, spread=2, several=True, whole=True, off_grid=True)
    expected = cheapest_by_trying(items, count, height, 2)
    found = search(items, columns, limit=RAGGED)
    assert (found is None) == (expected is None)
    if found is not None and expected is not None:
        assert found.cost == pytest.approx(expected)


PIECE = Tailpiece("layouts/ruled/tail.svg", least=2, most=8)
SLOTS = [replace(slot, tailpiece=PIECE, foot=40) for slot in (RAIL, RULED, THREE, replace(THREE, off_grid=False))]


@given(briefs, st.sampled_from(SLOTS))
@settings(max_examples=60, deadline=None)
def test_the_quick_bound_throws_no_full_page_away(lines: list[tuple[int, int]], slot: Slot) -> None:
    """Whatever the heights alone rule out, the search would not fill either: under a tailpiece too, over which the last
    column may leave a line free.
    """
    items = flow([(index, each.body) for index, each in enumerate(written(lines))], GRID)
    columns = Columns(slot.columns, 0, spread=slot.spread, several=len(lines) > 1, off_grid=slot.off_grid)
    trials = trials_of(slot, (), GRID, pictured=False)
    bounds = Filling(items, columns, trials)
    for trial in trials:
        if bounds.over(trial):
            assert search(items, trial.of(columns), RAGGED) is None


def test_a_line_may_stay_free_over_a_tailpiece() -> None:
    """Fixed texts of 34 lines in one column of 40: a piece of five lines leaves one free, and none of them fits exactly."""
    items = flow([(0, article("loire", "lead", [("body", 34)], flexible=False).body)], GRID)
    slot = replace(RAIL, foot=52, spread=0, tailpiece=replace(PIECE, least=5, most=5))
    trial, poured = fill(items, Columns(1, 0), trials_of(slot, (), GRID, pictured=False))
    assert isinstance(trial, Trial)
    assert (trial.tail, poured.blank, poured.ragged) == (5, 1, (0,))


def test_a_picture_keeps_three_lines_of_its_slot_whatever_stands_under_it() -> None:
    """A slot of two lines: what does not fit is over and told; a picture without height could not be printed."""
    slot = replace(RAIL, takes="picture", columns=1, spread=0, tailpiece=None, top=50, foot=52)
    assert {(trial.picture, trial.lines) for trial in trials_of(slot, (), GRID, pictured=True)} == {(3, 0)}
