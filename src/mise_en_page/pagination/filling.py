"""Filling a slot: which height of the picture, which setting of the head, then the search for full columns.

Tried in this order, the cheapest first: pages whose columns all end on the foot; the same with a pull quote moved; and if
there is none, the page with the least white, or the least text without room.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from mise_en_page.pagination.bounds import Extent, extent_of, outline_of, reach_of
from mise_en_page.pagination.columns import RAGGED, Columns
from mise_en_page.pagination.copyfit import OVERSET, Detour, Poured, search
from mise_en_page.pagination.heights import Choice, Item
from mise_en_page.pagination.quotes import detours
from mise_en_page.pagination.trials import Trial

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


Found = tuple[Trial, Poured]


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
        own = extent or extent_of([outline_of(item) for item in items], columns.off_grid)
        self.least, self.tight, self.most = reach_of(own, columns)

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


def _mild(item: Item) -> Item:
    """With its settings that nobody would tell from the best."""
    return replace(item, choices=tuple(choice for choice in item.choices if choice.cost <= MILD))


def _height(choice: Choice) -> tuple[int, int, float]:
    return choice.lines, choice.blank + choice.grown, choice.cost
