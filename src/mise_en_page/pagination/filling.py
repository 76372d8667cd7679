"""Filling a slot: which height of the picture, which setting of the head, then the search for full columns.

Tried in this order, the cheapest first: pages whose columns all end on the foot; the same with a pull quote moved; and if
there is none, the page with the least white, or the least text without room.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from mise_en_page.composition.galley import SetBlock
from mise_en_page.model.layout import MOST_TAILPIECE, Grid, Slot
from mise_en_page.model.memo import Ask, at_once
from mise_en_page.pagination.columns import RAGGED, Columns
from mise_en_page.pagination.copyfit import OVERSET, Detour, Poured, search
from mise_en_page.pagination.grid import picture_box
from mise_en_page.pagination.head import Head, heads
from mise_en_page.pagination.heights import LEADING, Choice, Item, snapped
from mise_en_page.pagination.prices import FREE, PICTURE, SINK, SPREAD, TAILPIECE, TAILPIECE_LINE
from mise_en_page.pagination.quotes import detours

#: With more white than so many leadings a column after every means, paragraphs are not stretched for nothing.
HOPELESS = 4
#: What a paragraph's other setting or a quote's blank may cost then.
MILD = 16.0
#: Pages that cost less are left as they are: a quote stays where it was written.
WORTH_MOVING = 60.0
#: How many heights of the columns are tried with moved quotes: the cheapest.
TRIED_MOVED = 6
#: How many lines more, or less, are tried where nothing fits; and how many of them with moved quotes.
FAR = 8
FAR_MOVED = 4
#: So many combinations of heights are searched, the cheapest of those that may fit.
TRIED = 60
#: How many lower pictures are tried then, so that all text has room.
ROOMIER = 8
#: With so many leadings too many, copyfitting is not what is wanted: every block is set at its shortest, and the rest told.
HUGE = 30


#: The last column may end so many leadings above the other feet, where the feet are levelled.
LAST_SHORT = 8
#: Where all columns sink together, the last one may leave so many lines free: a line more of white is one in each of them.
SUNK_BLANK = 2
#: The last column over a tailpiece may leave a line free, as balanced columns do.
OVER_TAILPIECE = 1


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
        free = OVER_TAILPIECE if self.tail and not self.sunk else SUNK_BLANK if self.deep or self.sunk else 0
        return max(columns.blank, free)

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
    slot: Slot, above: tuple[SetBlock, ...], grid: Grid, *, pictured: bool, shape: float = 0.0, ask: Ask = at_once
) -> tuple[Trial, ...]:
    """What the picture and the head may leave to the columns: for each count of lines the cheapest way, in order.

    ``shape``: the picture's width by its height (0: not known).
    """
    options = ask(heads, above, grid, not pictured)
    # by value: when a word of the body changes, its head is another object of the same heights
    cut = ask(_cut_away, slot, grid, shape) if pictured and shape else ()
    rows = ask(_rows, slot, tuple((head.lines, head.cost) for head in options), pictured, cut)
    return tuple([Trial(lines, cost, picture, options[n], *foot) for cost, lines, picture, n, foot in rows])


#: A trial's cost, its lines, its picture's, which of the heads it has, and the rest.
_Row = tuple[float, int, int, int, tuple[int, int, bool, int]]


def _cut_away(slot: Slot, grid: Grid, shape: float) -> tuple[float, ...]:
    """What it costs that a picture is cut to its place, by the lines that it takes; nothing, where the layout says none."""
    if slot.picture is None or not slot.picture.crop:
        return ()
    most = max(slot.picture.most, slot.foot - slot.top)
    boxes = (picture_box(grid, slot, lines, verso=False) for lines in range(most + 1))
    shapes = [box.width / max(box.height, 1.0) / shape for box in boxes]
    return tuple(slot.picture.crop * (1 - min(each, 1 / each)) for each in shapes)


def _rows(slot: Slot, options: tuple[tuple[int, float], ...], pictured: bool, cut: tuple[float, ...] = ()) -> list[_Row]:
    wanted = preferred_height(slot) if pictured else 0
    best: dict[tuple[int, int, int], _Row] = {}
    tails = _tails(slot)
    for n, (head_lines, head_cost) in enumerate(options):
        room = slot.foot - slot.top - head_lines
        for picture in _heights(slot, room, pictured=pictured):
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
    if not slot.columns or slot.takes == "picture":
        return (max(0, room),)
    if pictured and slot.picture:
        return range(slot.picture.least, slot.picture.most + 1)
    if slot.sink and not pictured:
        return range(slot.sink[0], max(slot.sink[0], min(slot.sink[1], room - 1)) + 1)
    return range(1)


def _tails(slot: Slot) -> list[tuple[int, int, float]]:
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


Found = tuple[Trial, Poured]


class Extent(NamedTuple):
    """The least and the greatest height of a flow, its greatest margin, and how many articles begin in it."""

    least: int
    most: int
    dropped: int
    opens: int


def fill(items: tuple[Item, ...], columns: Columns, trials: Sequence[Trial]) -> Found:
    """The cheapest trial and the way to pour the flow into its columns."""
    return Filling(items, columns, trials).filled()


class Filling:
    """A flow, the columns that it is to fill and the trials of their heights.

    ``least`` and ``most`` are the flow's least and greatest height in leadings, told without a search; a column's blank
    is the trial's and not in them. ``tight``: the greatest without white between articles.
    """

    def __init__(
        self, items: tuple[Item, ...], columns: Columns, trials: Sequence[Trial], extent: Extent | None = None
    ) -> None:
        self.items, self.columns, self.trials = items, columns, trials
        least, most, dropped, opens = extent or extent_of(items, columns.off_grid)
        self.least = -((columns.count - 1) * dropped - least) // LEADING
        parts = columns.count if columns.off_grid else 0
        self.tight = -(-most // LEADING) + parts
        self.most = self.tight + opens * columns.spread

    def over(self, trial: Trial) -> int:
        """Leadings that the flow is too long for a trial's columns (below 0: too short); 0 if it may fit."""
        room = trial.room(self.columns)
        if self.least > room:
            return self.least - room
        anywhere = self.columns.free or self.columns.running
        return 0 if anywhere else min(0, self.most + trial.blank(self.columns) - room)

    @cached_property
    def plain(self) -> list[Trial]:
        """Where no page is full there is white anyway, and no tailpiece under it."""
        return [trial for trial in self.trials if trial.sunk or not trial.tail]

    @cached_property
    def others(self) -> tuple[Detour, ...]:
        return detours(self.items)

    def bound(self, slack: int = 0) -> float:
        """No way whose columns all end on the foot costs less; infinite where there is none.

        ``slack``: leadings that the flow may be shorter or longer in another order.
        """
        best = float("inf")
        for trial in self.trials:
            if trial.cost >= best:
                break
            room = trial.room(self.columns)
            if self.least - slack > room or trial.lines < 0:
                continue
            if self.columns.free or self.columns.running:
                free = 0 if not self.columns.running else max(0, room - self.most - slack) // self.columns.count
                best = min(best, trial.cost + FREE * free)
            elif self.most + slack + trial.blank(self.columns) >= room:
                white = max(0, room - trial.blank(self.columns) - slack - self.tight)  # between articles, at the least
                best = min(best, trial.cost + SPREAD * white)
        return best

    def full(self, limit: float = RAGGED) -> Found | None:
        """The cheapest way whose columns all end on the foot, for less than ``limit``; None where there is none."""
        fitting = [trial for trial in self.trials if not self.over(trial)][:TRIED]
        found = self._cheapest(fitting, limit)
        reached = found[0].cost + found[1].cost if found else limit
        if self.others and reached > WORTH_MOVING:
            moved = fitting if found is None else fitting[:TRIED_MOVED]
            found = self._cheapest(moved, reached, self.others) or found
        return found

    def filled(self) -> Found:
        columns = self.columns
        found = self.full()
        if found is None:
            found = self._nearest()
            if found is None or found[1].overset:
                other = self._any()
                found = other if found is None or not other[1].overset else found
            if found[1].overset:
                found = self._roomier(found[0]) or found
        trial, poured = found
        if not any(poured.ragged) or poured.overset:
            return trial, poured
        hopeless = sum(poured.ragged) > HOPELESS * columns.count
        if columns.count > 1 and not columns.running:
            for tried in (tuple(_mild(item) for item in self.items), self.items) if hopeless else (self.items,):
                if (level := self._levelled(trial, poured, tried)) is not None:
                    return trial, level
        items = self.items
        if hopeless:
            items = tuple(replace(item, choices=item.choices[:1]) for item in items)
            poured = search(items, trial.of(columns)) or poured
        if columns.several and columns.count > 1 and not columns.running:
            # where the feet stay uneven anyway, no brief is broken for it
            poured = search(items, replace(trial.of(columns), whole=True), OVERSET) or poured
        return trial, poured

    def _cheapest(self, trials: Sequence[Trial], limit: float, others: Sequence[Detour] = ()) -> Found | None:
        best: Found | None = None
        for trial in trials:
            if trial.cost < limit:
                poured = search(self.items, trial.of(self.columns), limit - trial.cost, others)
                if poured is not None:
                    best, limit = (trial, poured), trial.cost + poured.cost
        return best

    def _closest(self) -> Trial:
        """The trial that comes nearest to the flow."""
        return min(self.plain, key=lambda trial: (abs(self.over(trial)), trial.cost))

    def _nearest(self) -> Found | None:
        """The least text to add or to cut that lets all columns end on the foot: tried line by line in the last column.

        Only with the trial that comes nearest; None if it is more than ``FAR`` lines beyond what the heights say.
        """
        trial = self._closest()
        over = self.over(trial)
        if over > HUGE:
            return None
        if over > 0:
            ways = list(range(over, over + FAR))
        elif over < 0:
            ways = list(range(over, over - FAR, -1))
        else:  # white is better than text without room, which no printer gets
            ways = [*range(-1, -FAR - 1, -1), *range(1, FAR + 1)]
        for tried, more in enumerate(way for way in ways if trial.lines + way > 0):
            for detour in ((), self.others) if self.others and tried < FAR_MOVED else ((),):
                poured = search(self.items, replace(trial.of(self.columns), more=more), RAGGED, detour)
                if poured is not None:
                    return trial, poured
        return None

    def _any(self) -> Found:
        """The least white or text without room, with uneven feet; with every block at its shortest if there is too much."""
        trial, items = self._closest(), self.items
        if self.over(trial) > 0:
            items = tuple(replace(item, choices=(min(item.choices, key=_height),)) for item in items)
        poured = search(items, trial.of(self.columns))
        assert poured is not None  # without a limit there is always a way: text without room is overset
        return trial, poured

    def _roomier(self, tight: Trial) -> Found | None:
        """Where nothing ends on the foot, a lower picture that gives all text room, with some white."""
        rooms = [(trial.of(self.columns).room(0), trial) for trial in self.plain]
        roomier = [pair for pair in rooms if pair[0] > tight.of(self.columns).room(0)]
        for _, trial in sorted(roomier, key=lambda pair: (pair[0], pair[1].cost))[:ROOMIER]:
            poured = search(self.items, trial.of(self.columns))
            if poured is not None and not poured.overset:
                return trial, poured
        return None

    def _levelled(self, trial: Trial, poured: Poured, items: tuple[Item, ...]) -> Poured | None:
        """Too little text: share the white out over the columns' feet, rather than leave it all in the last column.

        All columns end at one height but the last, which may end above. The lowest of the cheap heights; None if there is
        none.
        """
        best: Poured | None = None
        count = self.columns.count
        least = sum(poured.ragged) // count
        for less in range(least + LAST_SHORT // count, max(0, least - LAST_SHORT) - 1, -1):
            lower = replace(trial.of(self.columns), blank=LAST_SHORT).lower(less)
            if less < 0 or min((lower.lines, *lower.further)) <= 0:
                continue
            found = search(items, lower, best.cost if best else RAGGED, self.others)
            if found is not None:
                best = replace(found, ragged=(less,) * (count - 1) + (less + found.blank,), blank=0)
        return best


def extent_of(items: tuple[Item, ...], off_grid: bool) -> Extent:
    least = most = after = dropped = 0
    for place, item in enumerate(items):
        gap = after + item.before if place else 0
        heights = [item.height(choice) + choice.blank for choice in item.choices]
        least, most = least + gap, most + gap
        if item.on_grid and not off_grid:
            least, most = snapped(least + item.top) - item.top, snapped(most + item.top) - item.top
        least, most, after = least + min(heights), most + max(heights), item.after
        dropped = max(dropped, gap)  # at a column's top
    return Extent(least, most, dropped, sum(item.opens for item in items))


def _mild(item: Item) -> Item:
    """With its settings that nobody would tell from the best."""
    return replace(item, choices=tuple(choice for choice in item.choices if choice.cost <= MILD))


def _height(choice: Choice) -> tuple[int, int, float]:
    return choice.lines, choice.blank + choice.grown, choice.cost
