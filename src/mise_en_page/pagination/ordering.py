"""Which briefs stand in which column of a slot, where there are too many of them to try every choice.

A sum over heights: of the briefs that may stand in a column, a set that leaves the least white between them; then the same
for the next column with those that are left. What comes out is an order to be tried by the exact composer, no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

#: So many sets are tried for a column, the nearest to it; so many orders come out, at most.
SETS, ORDERS = 3, 8
#: How far a set may be higher than its column, in leadings: paragraphs have shorter settings.
OVER = 1.0


def orders(heights: Sequence[float], rooms: Sequence[float], spread: int) -> Iterator[tuple[int, ...]]:
    """Orders of articles in which columns end between two of them, the nearest to full columns first.

    ``heights`` of the articles and ``rooms`` of the columns in leadings; ``spread``: what a gap may take of them.
    """
    if max(heights) > max(rooms) + OVER or sum(heights) > sum(rooms) + len(rooms) * OVER:
        return  # one of them goes over a column's foot whatever is done
    found = sorted(_ordered(tuple(range(len(heights))), heights, tuple(rooms), spread))
    yield from dict.fromkeys(order for _, order in found[:ORDERS])


def _ordered(
    left: tuple[int, ...], heights: Sequence[float], rooms: tuple[float, ...], spread: int
) -> Iterator[tuple[float, tuple[int, ...]]]:
    """What an order leaves of white, and the order, of the articles that are left for the columns that are."""
    if len(rooms) == 1:
        far = _far(sum(heights[n] for n in left), len(left), rooms[0], spread)
        if far is not None:
            yield far, left
        return
    for far, column in _sets(left, heights, rooms[0], spread):
        rest = tuple(n for n in left if n not in column)
        if rest:
            yield from ((far + more, column + order) for more, order in _ordered(rest, heights, rooms[1:], spread))


def _sets(left: Sequence[int], heights: Sequence[float], room: float, spread: int) -> list[tuple[float, tuple[int, ...]]]:
    """The sets of articles that come nearest to filling a column: of those of one height and number, the first."""
    sums: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {(0, 0): (0.0, ())}
    for n in left:
        for (count, _), (height, chosen) in list(sums.items()):
            taller = height + heights[n]
            if taller <= room + OVER:
                sums.setdefault((count + 1, round(taller)), (taller, (*chosen, n)))
    found = [(far, chosen) for (count, _), (height, chosen) in sums.items()
             if count and (far := _far(height, count, room, spread)) is not None]  # fmt: skip
    return sorted(found)[:SETS]


def _far(height: float, count: int, room: float, spread: int) -> float | None:
    """The white that is left for each gap, squared, since one wide gap is worse than two narrow ones; None if there is
    more than the gaps may take, or too little room.
    """
    white = room - height
    if white < -OVER or white > spread * (count - 1) + OVER:
        return None
    return white * white / max(1, count - 1)
