"""The loop that gives out articles keeps the ways nearest to full rooms, and what it keeps does not hang on how many."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mise_en_page.pagination.branches import Branches, Leaf, Space


def given_out(heights: list[float], rooms: list[float], most: int, strict: bool = False, steps: int = 10_000) -> list[Leaf]:
    def tall(article: int) -> tuple[float, float, float]:
        return heights[article], heights[article], heights[article]

    spaces = [Space(len(heights), lines, lines, lines - 1, tall, lambda: (heights, heights)) for lines in rooms]
    everywhere = [list(range(len(rooms))) for _ in heights]
    return Branches(spaces, list(range(len(heights))), everywhere, steps, most, strict).found()


def test_the_nearest_to_full_rooms_come_first() -> None:
    ways = given_out([5.0, 4.0, 3.0], [7.0, 5.0], most=3)
    assert ways == [(0.0, ((1, 2), (0,))), (2.0, ((0, 2), (1,))), (4.0, ((0,), (1, 2)))]


def test_none_passes_its_room_and_none_leaves_it_empty_where_that_is_asked() -> None:
    assert given_out([5.0, 4.0, 3.0], [7.0, 5.0], most=9, strict=True) == [(0.0, ((1, 2), (0,)))]


@given(st.lists(st.integers(1, 9).map(float), min_size=1, max_size=7), st.integers(1, 40))
def test_the_first_of_many_are_the_first_of_few(heights: list[float], most: int) -> None:
    rooms = [sum(heights) / 2, sum(heights) / 3]
    assert given_out(heights, rooms, most) == given_out(heights, rooms, 10_000)[:most]


def test_steps_are_bounded() -> None:
    assert given_out([1.0] * 12, [6.0, 6.0], most=10, steps=11) == []
