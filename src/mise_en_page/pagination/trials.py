"""What may stand above a slot's columns and at their feet, in what heights, and what that leaves to the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from mise_en_page.composition.galley import SetBlock
from mise_en_page.model.layout import MOST_TAILPIECE, Grid, Slot
from mise_en_page.model.memo import Ask, at_once
from mise_en_page.pagination.columns import Columns
from mise_en_page.pagination.grid import picture_box
from mise_en_page.pagination.head import Head, heads
from mise_en_page.pagination.prices import PICTURE, SINK, TAILPIECE, TAILPIECE_LINE

#: Where all columns sink together, the last one may leave so many lines free: a line more of white is one in each of them.
SUNK_BLANK = 2
#: The last column over a tailpiece may leave a line free, as balanced columns do.
OVER_TAILPIECE = 1
#: A picture that stands by itself has so many lines at the least: a caption that leaves it fewer is over.
SHOWN = 3


def blank_of(tail: int, sunk: bool, deep: int) -> int:
    """The leadings that the last column may leave free for what stands above it or under it."""
    return OVER_TAILPIECE if tail and not sunk else SUNK_BLANK if deep or sunk else 0


@dataclass(frozen=True, slots=True)
class Trial:
    """Heights of the picture and of the tailpiece, and a setting of the head: ``lines`` is what they leave to the first
    columns. At a cost. The tailpiece of ``tail`` lines stands under the last ``under`` columns; or, where they are
    ``sunk``, so much white above them. Without a picture ``picture`` counts the white above the head, and ``deep`` that
    above the columns of further rectangles."""

    lines: int
    cost: float
    picture: int
    head: Head
    tail: int = 0
    under: int = 0
    sunk: bool = False
    deep: int = 0

    def of(self, columns: Columns) -> Columns:
        """The columns as high as this leaves them."""
        if not self.tail and not self.deep:
            return replace(columns, lines=self.lines)
        first, *others = self.heights(columns)
        return replace(columns, lines=first, further=tuple(others), blank=self.blank(columns))

    def blank(self, columns: Columns) -> int:
        """The leadings that the last column may leave free."""
        return max(columns.blank, blank_of(self.tail, self.sunk, self.deep))

    def room(self, columns: Columns) -> int:
        """The leadings of all columns together."""
        further = len(columns.further)
        near = self.lines * (columns.count - further)
        return near + sum(columns.further) - self.deep * further - self.tail * self.under

    def heights(self, columns: Columns) -> tuple[int, ...]:
        """The leadings of each column."""
        near = columns.count - len(columns.further)
        further = (lines - self.deep for lines in columns.further)
        return tuple(
            lines - (self.tail if column >= columns.count - self.under else 0)
            for column, lines in enumerate((*(self.lines for _ in range(near)), *further))
        )


def trials_of(
    slot: Slot, above: tuple[SetBlock, ...], grid: Grid, pictured: bool, shape: float = 0.0, ask: Ask = at_once
) -> tuple[Trial, ...]:
    """What the picture and the head may leave to the columns: for each count of lines the cheapest way, in order.

    ``shape``: the picture's width by its height (0: not known).
    """
    options = ask(heads, above, grid, not pictured)
    # by value: when a word of the body changes, its head is another object of the same heights
    rows = ask(
        rows_of, slot, ask(options_of, above, grid, pictured, ask), pictured, cut_away(slot, grid, shape, pictured, ask)
    )
    return tuple([Trial(lines, cost, picture, options[n], *foot) for cost, lines, picture, n, foot in rows])


#: The lines of each setting of a head, and what it costs.
Options = tuple[tuple[int, float], ...]


def options_of(above: tuple[SetBlock, ...], grid: Grid, pictured: bool, ask: Ask = at_once) -> Options:
    return tuple([(head.lines, head.cost) for head in ask(heads, above, grid, not pictured)])


def cut_away(slot: Slot, grid: Grid, shape: float, pictured: bool, ask: Ask) -> tuple[float, ...]:
    """What it costs that a picture is cut to its place, by the lines that it takes; nothing, where the layout says none."""
    if not pictured or not shape or slot.picture is None or not slot.picture.crop:
        return ()
    return ask(_cut_away, slot, grid, shape)


#: A trial's cost, its lines, its picture's, which of the heads it has, and the rest.
Row = tuple[float, int, int, int, tuple[int, int, bool, int]]


def _cut_away(slot: Slot, grid: Grid, shape: float) -> tuple[float, ...]:
    assert slot.picture is not None
    most = max(slot.picture.most, slot.foot - slot.top)
    boxes = (picture_box(grid, slot, lines, verso=False) for lines in range(most + 1))
    shapes = [box.width / max(box.height, 1.0) / shape for box in boxes]
    return tuple(slot.picture.crop * (1 - min(each, 1 / each)) for each in shapes)


def rows_of(slot: Slot, options: Options, pictured: bool, cut: tuple[float, ...] = ()) -> list[Row]:
    wanted = preferred_height(slot) if pictured else 0
    best: dict[tuple[int, int, int], Row] = {}
    tails = tails_of(slot)
    for n, (head_lines, head_cost) in enumerate(options):
        room = slot.foot - slot.top - head_lines
        for picture in _heights(slot, room, pictured=pictured):
            if slot.takes == "picture":
                lines = 0
            else:
                lines = room - picture if slot.columns else slot.continues[0].foot - slot.continues[0].top
            moved = 0.0 if slot.takes == "picture" else PICTURE * abs(picture - wanted) if pictured else SINK * picture
            moved += cut[min(picture, len(cut) - 1)] if cut else 0.0
            for tail, under, foot_cost in tails:
                key = lines, tail, under
                cost = head_cost + foot_cost + (moved if slot.columns else 0.0)
                if (lines > tail or not tail) and (key not in best or cost < best[key][0]):
                    deep = picture if slot.columns and slot.sink and not pictured else 0
                    best[key] = cost, lines, picture, n, (tail, under, not slot.columns, deep)
    return sorted(best.values(), key=lambda row: (row[0], row[1], row[4][:2]))


def _heights(slot: Slot, room: int, *, pictured: bool) -> Iterable[int]:
    """The lines that the picture may take, or the white in its stead; all that the head leaves, where no column follows."""
    if slot.takes == "picture":
        return (max(SHOWN, room),)
    if not slot.columns:
        return (max(0, room),)
    if pictured and slot.picture:
        return range(slot.picture.least, slot.picture.most + 1)
    if slot.sink and not pictured:
        return range(slot.sink[0], max(slot.sink[0], min(slot.sink[1], room - 1)) + 1)
    return range(1)


def tails_of(slot: Slot) -> list[tuple[int, int, float]]:
    """What may stand at the foot of the last columns, or above them where they sink: lines, columns, cost."""
    last = slot.stretches[-1]
    if not slot.columns:
        least, most = slot.sink or (0, 0)
        return [(lines, last.columns, SINK * lines) for lines in range(least, min(most, last.foot - last.top - 1) + 1)]
    tails = [(0, 0, 0.0)]
    if slot.tailpiece is not None:
        most = min(slot.tailpiece.most, MOST_TAILPIECE, last.foot - last.top - 1)
        lines = range(slot.tailpiece.least, most + 1)
        tails += [(tail, under, TAILPIECE + TAILPIECE_LINE * tail) for under in {1, last.columns} for tail in lines]
    return tails


def preferred_height(slot: Slot) -> int:
    """The height that the picture should have: room to grow and to shrink."""
    return slot.picture.preferred if slot.picture else 0
