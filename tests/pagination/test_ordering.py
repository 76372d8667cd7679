"""Which of many briefs stand in which column: by a sum over heights, whole briefs alone."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from mise_en_page.pagination.ordering import OVER, orders


def columns_of(order: tuple[int, ...], heights: list[float], rooms: list[float], spread: int) -> list[float] | None:
    """What each column has left where the briefs stand whole in this order; None where they cannot."""
    left, place = [], 0
    for number, room in enumerate(rooms):
        taken, count = 0.0, 0
        last = number + 1 == len(rooms)
        while place < len(order) and (last or taken + heights[order[place]] <= room + OVER):
            taken, count, place = taken + heights[order[place]], count + 1, place + 1
        if not count or not -OVER <= room - taken <= spread * (count - 1) + OVER:
            return None
        left.append(room - taken)
    return left if place == len(order) else None


def test_the_briefs_that_fill_a_column_stand_together() -> None:
    heights = [11.0, 10.0, 9.0, 9.0, 10.0, 9.0, 9.0, 9.0, 9.0, 8.0]  # the longest first breaks one over the foot
    order = next(orders(heights, [47.0, 47.0], 2))
    left = columns_of(order, heights, [47.0, 47.0], 2)
    assert left is not None
    assert sum(left) == 94 - sum(heights)


def test_a_text_that_no_column_holds_is_left_to_the_composer() -> None:
    assert not list(orders([60.0, 9.0, 9.0], [47.0, 47.0], 2))


@given(
    heights=st.lists(st.integers(4, 14).map(float), min_size=3, max_size=7),
    rooms=st.lists(st.integers(12, 40).map(float), min_size=2, max_size=3),
)
@settings(max_examples=60, deadline=None)
def test_what_comes_out_holds_every_brief_once_and_is_found_where_brute_force_finds_one(
    heights: list[float], rooms: list[float]
) -> None:
    found = list(orders(heights, rooms, 2))
    for order in found:
        assert sorted(order) == list(range(len(heights)))
    if len(rooms) == 2:  # of three columns only some sets are tried in each
        exact = any(
            columns_of(order, heights, rooms, 2) is not None
            and all(each >= 0 for each in columns_of(order, heights, rooms, 2) or [-1.0])
            for order in permutations(range(len(heights)))
        )
        assert found or not exact
