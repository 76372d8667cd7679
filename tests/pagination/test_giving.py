"""Articles given out by their heights: no way is lost that a smaller size of a slot, or a larger one, would fill."""

from __future__ import annotations

from mise_en_page.model.layout import Slot
from mise_en_page.pagination.giving import Height, Room, give_out

RAIL = Slot("rail", unit=0, units=4, top=0, foot=40, spread=2)
ROW = Slot("row", unit=4, units=4, top=0, foot=20)


def found(
    own: float, least: float, most: float, articles: int = 6, rooms: tuple[Slot, ...] = (RAIL,)
) -> tuple[list[tuple[int, ...]], int]:
    """The groups of the first room, and how often other sizes were asked for."""
    asked = 0

    def in_any(_: Slot) -> tuple[list[float], list[float]]:
        nonlocal asked
        asked += 1
        return [least] * articles, [most] * articles

    ways = give_out(
        [Room.of(slot, articles) for slot in rooms], range(articles), {}, lambda *_: Height(own, own, own), in_any
    )
    return [dict(groups)[rooms[0].name] for _, groups in ways], asked


def test_a_size_that_is_less_tall_makes_room() -> None:
    assert found(own=7.5, least=6.5, most=7.5)[0] == [(0, 1, 2, 3, 4, 5)]
    assert found(own=7.5, least=7.2, most=7.5)[0] == []


def test_one_that_is_taller_fills_it() -> None:
    assert found(own=4.0, least=4.0, most=5.0)[0] == [(0, 1, 2, 3, 4, 5)]
    assert found(own=4.0, least=4.0, most=4.3)[0] == []


def test_they_are_asked_for_only_where_that_makes_the_difference() -> None:
    assert found(own=6.0, least=1.0, most=9.0) == ([(0, 1, 2, 3, 4, 5)], 0)
    assert found(own=21.0, least=1.0, most=21.0) == ([], 0)  # no size is as much less tall as that
