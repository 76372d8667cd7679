"""Filling a slot: which height of the picture, which setting of the head, then the search for full columns.

Tried in this order, the cheapest first: pages whose columns all end on the foot; the same with a pull quote moved; and if
there is none, the page with the least white, or the least text without room.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from mise_en_page.composition.galley import SetBlock
from mise_en_page.layout import Grid, Slot
from mise_en_page.pagination.columns import RAGGED, Columns
from mise_en_page.pagination.copyfit import OVERSET, Detour, Poured, search
from mise_en_page.pagination.head import Head, heads
from mise_en_page.pagination.heights import LEADING, PICTURE, Item, snapped
from mise_en_page.pagination.quotes import detours

#: With more white than so many leadings a column after every means, paragraphs are not stretched for nothing.
HOPELESS = 4
#: How many heights of the columns are tried with moved quotes, and when nothing fits: the cheapest, the nearest.
TRIED_MOVED = 6
TRIED_UNFIT = 5


@dataclass(frozen=True, slots=True)
class Trial:
    """A height of the picture and a setting of the head, which leave ``lines`` to the columns, at a cost."""

    lines: int
    cost: float
    picture: int
    head: Head


def trials_of(slot: Slot, above: tuple[SetBlock, ...], grid: Grid, *, pictured: bool) -> tuple[Trial, ...]:
    """What the picture and the head may leave to the columns: for each count of lines the cheapest way, in order."""
    heights = range(slot.picture.least, slot.picture.most + 1) if pictured and slot.picture else range(1)
    wanted = preferred_height(slot) if pictured else 0
    best: dict[int, Trial] = {}
    for head in heads(above, grid, at_top=not pictured):
        for picture in heights:
            lines = slot.foot - slot.top - picture - head.lines
            cost = PICTURE * abs(picture - wanted) + head.cost
            if lines not in best or cost < best[lines].cost:
                best[lines] = Trial(lines, cost, picture, head)
    return tuple(sorted(best.values(), key=lambda trial: (trial.cost, trial.lines)))


def preferred_height(slot: Slot) -> int:
    """The middle of the picture's range: room to grow and to shrink."""
    return (slot.picture.least + slot.picture.most + 1) // 2 if slot.picture else 0


def fill(items: tuple[Item, ...], columns: Columns, trials: Sequence[Trial]) -> tuple[Trial, Poured]:
    """The cheapest trial and the way to pour the flow into its columns."""
    bounds = _Bounds.of(items, columns)
    fitting = [trial for trial in trials if not bounds.cost(trial.lines)]
    found = _cheapest(items, columns, fitting, limit=RAGGED)
    others: tuple[Detour, ...] = ()
    if found is None:
        others = detours(items)
        if others:
            found = _cheapest(items, columns, fitting[:TRIED_MOVED], limit=RAGGED, others=others)
    if found is None:
        nearest = sorted(trials, key=lambda trial: (bounds.cost(trial.lines), trial.cost))[:TRIED_UNFIT]
        found = _cheapest(items, columns, nearest, bound=lambda trial: bounds.cost(trial.lines))
    assert found is not None  # the search always finds a way: text without room is overset
    trial, poured = found
    if sum(poured.ragged) > HOPELESS * columns.count and not poured.overset:
        plain = tuple(replace(item, choices=item.choices[:1]) for item in items)
        return trial, _levelled(trial, search(plain, replace(columns, lines=trial.lines)) or poured, plain, columns)
    return trial, _levelled(trial, poured, items, columns)


def _cheapest(
    items: tuple[Item, ...],
    columns: Columns,
    trials: Sequence[Trial],
    *,
    limit: float = float("inf"),
    others: Sequence[Detour] = (),
    bound: Callable[[Trial], float] = lambda _: 0.0,
) -> tuple[Trial, Poured] | None:
    best: tuple[Trial, Poured] | None = None
    for trial in trials:
        if trial.cost + bound(trial) >= limit:
            continue
        poured = search(items, replace(columns, lines=trial.lines), limit - trial.cost, others)
        if poured is not None:
            best, limit = (trial, poured), trial.cost + poured.cost
    return best


@dataclass(frozen=True, slots=True)
class _Bounds:
    """The least and the greatest height of a flow; what a search must cost at least, told without it."""

    least: int
    most: int
    columns: Columns
    tallest: int

    @classmethod
    def of(cls, items: tuple[Item, ...], columns: Columns) -> _Bounds:
        least = most = after = dropped = 0
        for place, item in enumerate(items):
            gap = after + item.before if place else 0
            low = min(item.height(choice) + choice.blank for choice in item.choices)
            high = max(item.height(choice) + choice.blank for choice in item.choices)
            least, most = least + gap, most + gap
            if item.on_grid:
                least, most = snapped(least + item.top) - item.top, snapped(most + item.top) - item.top
            least, most, after = least + low, most + high, item.after
            dropped = max(dropped, gap + LEADING)
        gaps = sum(item.opens for item in items) * columns.spread + columns.blank
        return cls(
            least - (columns.count - 1) * dropped,
            most + gaps * LEADING,
            columns,
            tallest=max((item.line for item in items), default=LEADING),
        )

    def cost(self, lines: int) -> float:
        """The least that pouring into columns of so many lines costs for white or for text without room."""
        room = self.columns.count * lines * LEADING
        if self.least > room + LEADING:
            return OVERSET * max(1, (self.least - room) // max(self.tallest, LEADING))
        if self.most < room - LEADING and not self.columns.free:
            return RAGGED * ((room - self.most) // LEADING)
        return 0.0


def _levelled(trial: Trial, poured: Poured, items: tuple[Item, ...], columns: Columns) -> Poured:
    """Too little text: share the white out over the columns' feet, rather than leave it all in the last column."""
    short = sum(poured.ragged)
    less = short // columns.count
    if columns.count == 1 or columns.several or poured.overset or not less:
        return poured
    shorter = search(items, replace(columns, lines=trial.lines - less))
    if shorter is None or shorter.overset or sum(shorter.ragged) + less * columns.count > short:
        return poured
    return replace(shorter, ragged=tuple(count + less for count in shorter.ragged))
