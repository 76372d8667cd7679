"""Columns to be filled, and what it costs to end one: white at its foot, or a means that takes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from mise_en_page.pagination.heights import LEADING, SLACK, Choice, Item
from mise_en_page.pagination.prices import BROKEN_BOX, BROKEN_BRIEF, PANEL_BLANK, SPREAD

#: A line of white at a column's foot. Never chosen for taste.
RAGGED = 1e4


@dataclass(frozen=True, slots=True)
class Columns:
    """What a flow is poured into: ``count`` columns of ``lines`` leadings.

    ``spread``: leadings that each gap between two articles may take; ``blank``: leadings that the last column may leave
    free at its foot (before a figure panel); ``several``: holds several articles, ``whole``: each unbroken; ``free``: may
    end anywhere (a panel); ``running``: the columns are filled one after the other, and the text may end anywhere.
    ``further``: the heights of the last columns, where the flow goes on in other rectangles (threaded frames).
    ``more``: the last column counts so many leadings more than it has (less, below 0): how text that is too long or too
    short is measured, by looking for the least that makes it fit. ``off_grid``: blocks stand at their own heights, and
    gaps take any part of a leading.
    """

    count: int
    lines: int
    spread: int = 0
    blank: int = 0
    several: bool = False
    whole: bool = False
    free: bool = False
    running: bool = False
    further: tuple[int, ...] = ()
    more: int = 0
    off_grid: bool = False

    def breaking(self, item: Item) -> float:
        """What it costs to break an item between two columns, and its article with it."""
        box = item.block.box
        return self.parting(item) + (BROKEN_BOX if box is not None and box.whole and box.first else 0.0)

    def parting(self, item: Item) -> float:
        """What it costs to break an item's article before it."""
        box = item.block.box
        broken = BROKEN_BOX if box is not None and box.whole and not box.first else 0.0
        if not self.several:
            return broken
        return float("inf") if self.whole or item.unbroken else BROKEN_BRIEF + broken

    def height(self, column: int) -> int:
        """The height of a column, in the unit of heights."""
        near = self.count - len(self.further)
        lines = self.further[column - near] if near <= column < self.count else self.lines
        return (lines + (self.more if column + 1 == self.count else 0)) * LEADING

    def room(self, column: int) -> int:
        """The height of a column and of all that follow it."""
        return sum(self.height(each) for each in range(column, self.count))

    def lower(self, leadings: int) -> Columns:
        """The same columns, each so many leadings lower."""
        return replace(self, lines=self.lines - leadings, further=tuple(lines - leadings for lines in self.further))


class State(NamedTuple):
    """How far a flow has come: the column, the height used of it, the gaps between articles in it, and the margin under
    the last block."""

    column: int
    used: int = 0
    gaps: int = 0
    after: int = 0


class Piece(NamedTuple):
    """Lines ``start``..``end`` of an item, whose box begins at height ``top`` of a column (``count``: overset)."""

    item: int
    column: int
    top: int
    start: int
    end: int


def foot_of(item: Item, piece: Piece, choice: Choice) -> int:
    """The height at which a piece's box ends: paddings stand only before the first line and after the last."""
    padding = (item.top + choice.grown if piece.start == 0 else 0) + (item.bottom if piece.end == choice.lines else 0)
    return piece.top + padding + (piece.end - piece.start) * item.line


def shares(state: State, columns: Columns) -> tuple[int, int, int]:
    """A column's leftover: the height that its gaps take, the leadings of blank before the panel, those that nothing takes.

    On the grid, gaps take whole leadings. Off it they take also the part of one that is left, so that the foot, full or
    not, is on a grid line; in a column without gaps that part goes under the head at its top.
    """
    if state.column >= columns.count:
        return 0, 0, 0
    left = max(0, columns.height(state.column) - state.used)
    part = left % LEADING if columns.off_grid and left > SLACK else 0
    whole = (left - part + SLACK) // LEADING
    gaps = min(whole, state.gaps * columns.spread)
    blank = min(whole - gaps, columns.blank) if state.column + 1 == columns.count else 0
    return gaps * LEADING + part, blank, 0 if columns.free else whole - gaps - blank


def closing(state: State, columns: Columns) -> float:
    """What it costs to end a column there."""
    if state.column >= columns.count or state.used + SLACK >= columns.height(state.column):
        return 0.0
    gaps, blank, ragged = shares(state, columns)
    return (gaps * SPREAD / LEADING if state.gaps else 0.0) + blank * PANEL_BLANK + ragged * RAGGED


def closing_all(state: State, columns: Columns) -> float:
    """What it costs to end the flow there: this column, and those that stay empty."""
    if columns.running:
        return 0.0
    empty = sum(closing(State(column), columns) for column in range(state.column + 1, columns.count))
    return closing(state, columns) + empty
