"""Rows of briefs: where rules in neighbouring columns off the grid nearly stand on one line, they are brought onto it.

All gaps of a column are equal, so one of its rules is moved by white elsewhere: under the head at the column's top, which
lowers the rules below, or under the last head, which raises those above. Up to a quarter of a leading is not seen there,
and a rule that misses its neighbour by as little is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mise_en_page.pagination.heights import LEADING

#: The most that goes under a head.
MOST = LEADING / 4
#: Rules this near to each other are meant to be on one line; rules as near as that are.
NEAR, EVEN = LEADING / 2, LEADING / 1000
#: Once from left to right, and once more for what the right has changed.
PASSES = 2


@dataclass(frozen=True, slots=True)
class Under:
    """White under the head at a column's top and under its last one, in the unit of heights."""

    first: float = 0.0
    last: float = 0.0


@dataclass(frozen=True, slots=True)
class Ruled:
    """A column: where its rules stand below ``top``, the first of a gap, what gaps share, and which heads can give."""

    top: float
    rules: tuple[float, ...]
    spread: int
    first: bool
    last: bool

    def moved(self, under: Under) -> tuple[float, ...]:
        """Where the rules are then: what goes under heads is taken of the gaps in equal parts."""
        gaps = len(self.rules)
        less = (under.first + under.last) / gaps if gaps else 0.0
        return tuple(y + under.first - less * number for number, y in enumerate(self.rules, 1))

    def ways(self, beside: Sequence[float]) -> Iterator[Under]:
        """The least white that brings some rule of its own to one of another column."""
        gaps = len(self.rules)
        for number, y in enumerate(self.rules, 1):
            for other in beside:
                if other > y and self.first and number < gaps:
                    way = Under(first=(other - y) / (1 - number / gaps))
                elif other < y and self.last:
                    way = Under(last=(y - other) * gaps / number)
                else:
                    continue
                if way.first + way.last <= min(MOST, self.spread):
                    yield way


def aligned(columns: Sequence[Ruled]) -> tuple[Under, ...]:
    """The white under the heads of each column with which the fewest rules nearly stand on a line of a neighbour's."""
    chosen = [Under()] * len(columns)
    for _ in range(PASSES):
        for place, column in enumerate(columns):
            around = [other for other in (place - 1, place + 1) if 0 <= other < len(columns)]
            beside = [
                y for other in around if columns[other].top == column.top for y in columns[other].moved(chosen[other])
            ]
            ways = (Under(), *column.ways(beside))
            chosen[place] = min(ways, key=lambda way: (_missed(column.moved(way), beside), way.first + way.last))
    return tuple(chosen)


def _missed(rules: Sequence[float], beside: Sequence[float]) -> int:
    return sum(EVEN < abs(y - other) < NEAR for y in rules for other in beside)
