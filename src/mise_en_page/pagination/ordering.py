"""Which briefs stand in which column of a slot, where there are too many of them to try every choice.

A sum over heights: of the briefs that may stand in a column, a set that leaves as much white between them as the other
columns have; then the same for the next column with those that are left. What comes out is an order to be tried by the
exact composer, no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: So many sets are tried for a column before the last two, the nearest to it; so many orders come out, at most.
SETS, ORDERS = 4, 8
#: How far a set may be higher than its column, in leadings: paragraphs have shorter settings.
OVER = 1.0

#: How far a set, or an order, is from equal white; and the places of its articles.
_Ranked = tuple[float, tuple[int, ...]]


def orders(heights: Sequence[float], rooms: Sequence[float], spread: int) -> Iterator[tuple[int, ...]]:
    """Orders of articles in which columns end between two of them, those of the most equal white first.

    ``heights`` of the articles and ``rooms`` of the columns in leadings; ``spread``: what a gap may take of them.
    """
    white = sum(rooms) - sum(heights)
    if max(heights) > max(rooms) + OVER or white < -OVER * len(rooms):
        return  # one of them goes over a column's foot whatever is done
    columns = _Columns(heights, tuple(rooms), spread, white / max(1, len(heights) - len(rooms)))
    yield from dict.fromkeys(order for _, order in sorted(columns.filled(0, tuple(range(len(heights)))))[:ORDERS])


@dataclass(frozen=True, slots=True)
class _Columns:
    """``gap``: the white that each gap would have, were all of them equal."""

    heights: Sequence[float]
    rooms: tuple[float, ...]
    spread: int
    gap: float

    def filled(self, column: int, left: tuple[int, ...]) -> Iterator[_Ranked]:
        """The orders of the articles that are left, for this column and those that follow."""
        after = len(self.rooms) - 1 - column
        if not after:
            far = self._far(sum(self.heights[n] for n in left), len(left), column)
            if far is not None:
                yield far, left
            return
        sets = self._sets(left, column)
        for far, chosen in sets if after == 1 else sets[:SETS]:  # of the last two, one says what the other is
            rest = tuple(n for n in left if n not in chosen)
            if rest:
                yield from ((far + more, chosen + order) for more, order in self.filled(column + 1, rest))

    def _sets(self, left: Sequence[int], column: int) -> list[_Ranked]:
        """The sets of articles that may fill a column: of those of one height and number, the first."""
        sums: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {(0, 0): (0.0, ())}
        for n in left:
            for (count, _), (height, chosen) in list(sums.items()):
                taller = height + self.heights[n]
                if taller <= self.rooms[column] + OVER:
                    sums.setdefault((count + 1, round(taller)), (taller, (*chosen, n)))
        found = (
            (self._far(height, count, column), chosen) for (count, _), (height, chosen) in sums.items() if count
        )  # fmt: skip
        return sorted((far, chosen) for far, chosen in found if far is not None)

    def _far(self, height: float, count: int, column: int) -> float | None:
        """How far a column's gaps are from equal white, in leadings, squared; None if there is more than they may take,
        or too little room.
        """
        white, gaps = self.rooms[column] - height, count - 1
        if white < -OVER or white > self.spread * gaps + OVER:
            return None
        return (white - self.gap * gaps) ** 2 / max(1, gaps)
