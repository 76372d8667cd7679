"""What a slot costs at the least, told by heights alone: nothing of it is poured for that, and most ways end here.

It must be as much as can be and never more than what pouring costs, for a way whose bound is too dear is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mise_en_page.composition.galley import SetArticle
from mise_en_page.model.layout import Grid, Slot
from mise_en_page.model.memo import Ask
from mise_en_page.pagination.columns import Columns
from mise_en_page.pagination.heights import LEADING, Item, alone, snapped
from mise_en_page.pagination.prices import FREE, PICTURE, SINK, SPREAD
from mise_en_page.pagination.trials import Options, blank_of, rows_of, tails_of


class Extent(NamedTuple):
    """The least and the greatest height of a flow, its greatest margin, and how many articles begin in it."""

    least: int
    most: int
    dropped: int
    opens: int


class Reach(NamedTuple):
    """The least and the greatest height of a flow in leadings, over all columns; a column's blank is not in them.

    ``tight``: the greatest without white between articles.
    """

    least: int
    tight: int
    most: int


#: Of an item: its margins, its padding above, whether it stands on the grid, its least and greatest height, and whether an
#: article begins with it.
Outline = tuple[int, int, int, bool, int, int, bool]


def outline_of(item: Item) -> Outline:
    heights = [item.height(choice) + choice.blank for choice in item.choices]
    return item.before, item.after, item.top, item.on_grid, min(heights), max(heights), item.opens


def extent_of(outlines: Iterable[Outline], off_grid: bool) -> Extent:
    least = most = below = dropped = opened = place = 0
    for before, after, top, on_grid, short, tall, opens in outlines:
        gap = below + before if place else 0
        least, most = least + gap, most + gap
        if on_grid and not off_grid:
            least, most = snapped(least + top) - top, snapped(most + top) - top
        least, most, below = least + short, most + tall, after
        dropped = max(dropped, gap)  # at a column's top
        opened += opens
        place = 1
    return Extent(least, most, dropped, opened)


def extent_in(articles: Sequence[SetArticle], unbroken: bool, off_grid: bool, grid: Grid, ask: Ask) -> Extent:
    """That of what flows through a slot's columns."""
    found: list[Outline] = []
    for index, each in enumerate(articles):
        found += ask(_outlines, each, index > 0, unbroken or each.unbroken, grid, ask)
    return extent_of(found, off_grid)


def _outlines(article: SetArticle, follows: bool, unbroken: bool, grid: Grid, ask: Ask) -> tuple[Outline, ...]:
    return tuple(map(outline_of, ask(alone, article, follows, unbroken, grid)))


def reach_of(extent: Extent, columns: Columns) -> Reach:
    least, most, dropped, opens = extent
    tight = -(-most // LEADING) + (columns.count if columns.off_grid else 0)
    return Reach((least - (columns.count - 1) * dropped) // LEADING, tight, tight + opens * columns.spread)


#: A setting of a head with a picture of some height, or white in its stead: what it costs, the lines that both take, and
#: those of the picture.
_Above = tuple[float, int, int]


def above_of(
    heights: tuple[int, int, int], each: float, options: Options, cut: tuple[float, ...] = ()
) -> tuple[_Above, ...]:
    """The cheapest for each count of lines, the cheapest first.

    ``heights``: the least, the greatest and the wanted one of what stands over the head; ``each``: what a line away from
    it costs.
    """
    least, most, wanted = heights
    found: dict[int, _Above] = {}
    for lines, cost in options:
        for height in range(least, most + 1):
            price = cost + each * abs(height - wanted)
            if cut:
                price += cut[min(height, len(cut) - 1)]
            taken = lines + height
            if taken not in found or price < found[taken][0]:
                found[taken] = price, taken, height
    return tuple(sorted(found.values()))


def least_cost(
    slot: Slot,
    columns: Columns,
    options: Options,
    cut: tuple[float, ...],
    reach: Reach,
    pictured: bool,
    slack: int,
    ask: Ask,
) -> float:
    """No way whose columns all end on the foot costs less; infinite where there is none.

    ``slack``: leadings that the flow may be shorter or longer in another order.
    """
    reach = Reach(reach.least - slack, reach.tight + slack, reach.most + slack)
    best = float("inf")
    if not slot.columns or slot.takes == "picture":
        for cost, lines, _, _, (tail, under, sunk, deep) in ask(rows_of, slot, options, pictured, cut):
            if cost >= best:
                break
            best = min(best, cost + _white(columns, reach, lines, tail, under, sunk, deep))
        return best
    height, sink = slot.foot - slot.top, slot.sink if not pictured else None
    ways = ask(above_of, *_over(slot, pictured), options, cut)
    for tail, under, foot_cost in sorted(tails_of(slot), key=lambda each: each[2]):
        for above, taken, picture in ways:
            cost, lines = above + foot_cost, height - taken
            if cost >= best:
                break
            if lines < 0 or (tail and lines <= tail) or (sink and picture > max(sink[0], lines + picture - 1)):
                continue
            deep = picture if sink else 0
            best = min(best, cost + _white(columns, reach, lines, tail, under, False, deep))
    return best


def _over(slot: Slot, pictured: bool) -> tuple[tuple[int, int, int], float]:
    """What may stand over the head, in lines: the least, the greatest, the wanted; and what a line away from that costs."""
    if pictured and slot.picture is not None:
        return (slot.picture.least, slot.picture.most, slot.picture.preferred), PICTURE
    if slot.sink and not pictured:
        return (slot.sink[0], max(slot.sink), 0), SINK
    return (0, 0, 0), 0.0


def _white(columns: Columns, reach: Reach, lines: int, tail: int, under: int, sunk: bool, deep: int) -> float:
    """What the white costs at the least that such columns would have; never, where the flow cannot fill them."""
    further = len(columns.further)
    room = lines * (columns.count - further) + sum(columns.further) - deep * further - tail * under
    if reach.least > room or lines < 0:
        return float("inf")
    if columns.running:
        return FREE * (max(0, room - reach.most) // columns.count)
    if columns.free:
        return 0.0
    blank = max(columns.blank, blank_of(tail, sunk, deep))
    if reach.most + blank < room:
        return float("inf")
    return SPREAD * max(0, room - blank - reach.tight)  # between articles, at the least
