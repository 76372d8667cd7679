"""How a slot is filled by a group of articles: what is decided before any of it is drawn, and what it costs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, combinations

from mise_en_page.composition.galley import SetArticle, SetBlock
from mise_en_page.model.layout import Grid, Slot
from mise_en_page.model.memo import Ask, at_once
from mise_en_page.pagination import prices
from mise_en_page.pagination.across import is_across, lost_across
from mise_en_page.pagination.bounds import extent_in, least_cost, reach_of
from mise_en_page.pagination.columns import RAGGED, Columns, foot_of
from mise_en_page.pagination.continuing import TRIED, cuts, goes_on
from mise_en_page.pagination.copyfit import Poured
from mise_en_page.pagination.filling import Filling, Found
from mise_en_page.pagination.giving import ROUNDING, height_of
from mise_en_page.pagination.heights import LEADING, SLACK, Item, items_in
from mise_en_page.pagination.ordering import orders
from mise_en_page.pagination.sacrifice import LeftOut, all_sacrifices, sacrifices
from mise_en_page.pagination.trials import Trial, cut_away, options_of, trials_of

#: How many leadings of blank a rail may leave before the figure panel under it.
MOST_BLANK = 2
#: Of so many briefs in several columns every choice of those that stand in the first ones is tried; of more, those that
#: leave the least white (ordering.py).
ORDERED = 6
NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Settled:
    """A slot as it is filled: its articles but for what was left out; heights of picture, head and tailpiece; its text
    poured. ``panel``: a key figure stands under it. ``cost``: of all that is done, what was left out included. ``lost``:
    lines of a head over both pages that have no room there.
    """

    slot: Slot
    articles: tuple[SetArticle, ...]
    trial: Trial
    poured: Poured
    panel: bool = False
    left_out: tuple[LeftOut, ...] = ()
    cost: float = 0.0
    lost: int = 0

    @property
    def columns(self) -> Columns:
        return columns_of(self.slot, several=len(self.articles) > 1, panel=self.panel)

    @property
    def full(self) -> bool:
        """Does all text stand, down to the foot of every column?"""
        return not self.poured.overset and not any(self.poured.ragged) and self.head_over <= 0

    @property
    def tailed(self) -> bool:
        """Does a tailpiece stand at its foot?"""
        return self.trial.tail > 0 and not self.trial.sunk

    @property
    def free(self) -> int:
        """Leadings that stay free under all columns, where the text may end anywhere."""
        return _free(self.slot, self.columns, self.trial, self.poured)

    @property
    def head_over(self) -> int:
        """Lines of the head that have no room in the slot, or over both pages (below 0: lines left)."""
        over = self.trial.head.lines + self.trial.picture - (self.slot.foot - self.slot.top)
        return max(0, over) + self.lost if self.lost else over


def settled(slot: Slot, articles: tuple[SetArticle, ...], grid: Grid, panel: bool) -> Settled:
    """A slot filled as well as it can be: while it has text without room, it does without what may be left out.

    Where something was left out no tailpiece stands: its lines would be those of the text.
    """
    if goes_on(articles) is not None:
        ways = [settled(slot, each, grid, panel) for each in as_cut(slot, articles, grid, panel)]
        return min(ways, key=lambda way: round(way.cost, 6))
    made = _filled(slot, articles, grid, panel)
    left_out: tuple[LeftOut, ...] = ()
    for fewer, told in sacrifices(articles, slot.drops):
        if not made.poured.overset and made.head_over <= 0:
            break
        left_out += (told,)
        made = _filled(without_tailpiece(slot), fewer, grid, panel)
    poured = made.poured
    cost = made.trial.cost + sum(map(of_left_out, left_out)) + _free(slot, made.columns, made.trial, poured) * prices.FREE
    if made.full:
        cost += poured.cost
    lost = lost_across(articles[0].head, slot, grid)
    cost += prices.WHITE * sum(poured.ragged) + prices.OVERSET * (poured.overset + max(0, made.head_over) + lost)
    return Settled(slot, made.articles, made.trial, poured, panel, left_out, cost, lost)


def as_cut(
    slot: Slot, articles: tuple[SetArticle, ...], grid: Grid, panel: bool, ask: Ask = at_once, tried: int = 0
) -> tuple[tuple[SetArticle, ...], ...]:
    """The articles with that cut which goes on on another page, at so many of the places where they may then fill the slot
    (0: as while a way is searched for); where they can nowhere, as near to that as can be.
    """
    place = goes_on(articles)
    assert place is not None
    made = [(*articles[:place], each, *articles[place + 1 :]) for each in ask(cuts, articles[place])]
    if not made:
        return ((*articles[:place], replace(articles[place], goes_on=None), *articles[place + 1 :]),)

    def over(group: tuple[SetArticle, ...]) -> int:
        filling = filling_of(slot, group, grid, panel, ask)
        return min((filling.over(trial) for trial in filling.plain), key=abs)

    least, most = bisect_left(made, 0, key=over), bisect_right(made, 0, key=over)
    fitting = made[least:most][::-1]
    step = -(-len(fitting) // (tried or max(1, TRIED >> len(articles) - 1)))
    return tuple(fitting[:: max(1, step)]) or (made[max(0, most - 1)],)


def _filled(slot: Slot, articles: tuple[SetArticle, ...], grid: Grid, panel: bool) -> Settled:
    return Settled(slot, articles, *filling_of(slot, articles, grid, panel).filled(), panel)


def filling_of(slot: Slot, articles: tuple[SetArticle, ...], grid: Grid, panel: bool, ask: Ask = at_once) -> Filling:
    """The text of a slot's columns, the columns, and what may stand above and below them."""
    above, pictured, shape = _above(slot, articles[0])
    columns = columns_of(slot, several=len(articles) > 1, panel=panel)
    trials = ask(trials_of, slot, above, grid, pictured, shape, ask)
    extent = ask(extent_in, articles, slot.unbroken, slot.off_grid, grid, ask)
    return Filling(items_of(articles, slot.unbroken, grid, ask), columns, trials, extent)


def bound_of(slot: Slot, articles: tuple[SetArticle, ...], grid: Grid, panel: bool, slack: int, ask: Ask) -> float:
    """No way to fill a slot costs less: what stands above its columns, and white; without a look at the texts."""
    above, pictured, shape = _above(slot, articles[0])
    columns = columns_of(slot, several=len(articles) > 1, panel=panel)
    options, cut = ask(options_of, above, grid, pictured, ask), cut_away(slot, grid, shape, pictured, ask)
    reach = reach_of(ask(extent_in, articles, slot.unbroken, slot.off_grid, grid, ask), columns)
    return least_cost(slot, columns, options, cut, reach, pictured, slack, ask)


def _above(slot: Slot, lead: SetArticle) -> tuple[tuple[SetBlock, ...], bool, float]:
    """The blocks that stand across a slot's columns, whether a picture stands over them, and its width by its height."""
    pictured = lead.picture is not None and slot.picture is not None
    caption = (lead.caption,) if pictured and lead.caption else ()
    head = lead.head if slot.across is None else tuple(block for block in lead.head if not is_across(block, slot))
    return (*caption, *head), pictured, lead.picture.shape if pictured and lead.picture else 0.0


def items_of(articles: Sequence[SetArticle], unbroken: bool, grid: Grid, ask: Ask = at_once) -> tuple[Item, ...]:
    """What flows through a slot's columns."""
    parts = [ask(items_in, each, index, unbroken or each.unbroken, grid, ask) for index, each in enumerate(articles)]
    return tuple(chain.from_iterable(parts))


def columns_of(slot: Slot, *, several: bool, panel: bool) -> Columns:
    """The columns that a slot's flow is poured into, those of its further rectangles too."""
    further = tuple(each.foot - each.top for each in slot.continues for _ in range(each.columns))
    return Columns(
        slot.columns + len(further), 0, spread=slot.spread, blank=MOST_BLANK if panel else 0, several=several,
        free=slot.takes != "article" or (slot.unbroken and slot.fill == "auto"), running=slot.fill == "auto",
        further=further, off_grid=slot.off_grid,
    )  # fmt: skip


def without_tailpiece(slot: Slot) -> Slot:
    return replace(slot, tailpiece=None)


class Ways:
    """The ways to fill a slot with a group of articles so that every column is full: a bound of what they cost, then the
    cheapest of them. ``drops``: it may do without what its layout lets it leave out; ``kept``: the
    articles stand in the order in which they come.
    """

    def __init__(
        self,
        slot: Slot,
        articles: tuple[SetArticle, ...],
        grid: Grid,
        panel: bool,
        drops: bool,
        ask: Ask = at_once,
        kept: bool = False,
    ) -> None:
        self._slot, self._grid, self._panel, self._drops, self._ask = slot, grid, panel, drops, ask
        self._articles, self._kept = articles, kept

    @cached_property
    def bound(self) -> float:
        """No way costs less; never, where no column can end on its foot, or where a head over both pages has no room."""
        if lost_across(self._articles[0].head, self._slot, self._grid):
            return NEVER
        orders = min(ORDERED, len(self._articles)) if self._ordered else 0
        best = NEVER
        for fee, articles, _ in self._each(self._articles):
            if fee >= best:
                break
            best = min(best, fee + bound_of(self._slot, articles, self._grid, self._panel, orders, self._ask))
        return best

    @cached_property
    def far(self) -> float:
        """How far all of it is from filling the slot: what the lines over or under would cost."""
        if goes_on(self._articles) is not None:
            return 0.0
        filling = self._filling(self._articles)
        over = min((filling.over(trial) for trial in filling.trials), key=abs)
        lost = lost_across(self._articles[0].head, self._slot, self._grid)
        return prices.OVERSET * (max(0, over) + lost) + prices.WHITE * max(0, -over)

    @cached_property
    def best(self) -> Settled | None:
        """The cheapest way; None where there is none."""
        best: Settled | None = None
        if self.bound == NEVER:
            return None
        for fee, left, left_out in self._each(self._articles):
            for articles in self._orders(left):
                if best is not None and self._ordered and len(articles) > ORDERED:
                    break  # they are dealt, and those that leave the least white come first
                limit = min(RAGGED, best.cost if best else RAGGED) - fee
                found = self._filling(articles).full(limit) if limit > 0 else None
                if found is not None and (cost := self._cost(found, articles)) < limit:
                    best = Settled(self._slot, articles, *found, self._panel, left_out, fee + cost)
        return best

    def _cost(self, found: Found, articles: tuple[SetArticle, ...]) -> float:
        trial, poured = found
        columns = columns_of(self._slot, several=len(articles) > 1, panel=self._panel)
        return trial.cost + poured.cost + prices.FREE * _free(self._slot, columns, trial, poured)

    def _each(
        self, articles: tuple[SetArticle, ...]
    ) -> Iterator[tuple[float, tuple[SetArticle, ...], tuple[LeftOut, ...]]]:
        """All of it, then with one thing less each time: the price of that, what is left, what is not.

        Of what goes on on another page, all that may stand here: nothing of it need be left out.
        """
        if goes_on(articles) is not None:
            for each in as_cut(self._slot, articles, self._grid, self._panel, self._ask):
                yield 0.0, each, ()
            return
        yield 0.0, articles, ()
        left_out: tuple[LeftOut, ...] = ()
        for fewer, told in self._ask(all_sacrifices, articles, self._slot.drops) if self._drops else ():
            left_out += (told,)
            yield sum(map(of_left_out, left_out)), fewer, left_out

    def _filling(self, articles: tuple[SetArticle, ...]) -> Filling:
        return filling_of(self._slot, articles, self._grid, self._panel, self._ask)

    @property
    def _ordered(self) -> bool:
        """Does it matter which articles stand in the first columns?"""
        slot = self._slot
        columns = sum(stretch.columns for stretch in slot.stretches)
        return not self._kept and columns > 1 and len(self._articles) > 1 and not slot.unbroken

    def _orders(self, articles: tuple[SetArticle, ...]) -> Iterator[tuple[SetArticle, ...]]:
        """The articles as they come; in several columns, with other choices of those that come first.

        The order within a column changes nothing but rounding.
        """
        places = range(len(articles))
        if not self._ordered or len(articles) <= ORDERED:
            yield articles
        if self._ordered and len(articles) > ORDERED:
            made = [self._ask(height_of, each, self._grid) for each in articles]
            heights = [each.natural - (ROUNDING if self._slot.off_grid else 0.0) for each in made]
            dropped = min(each.dropped for each in made)
            rooms = [
                stretch.foot - stretch.top + dropped for stretch in self._slot.stretches for _ in range(stretch.columns)
            ]
            for order in orders(heights, rooms, self._slot.spread):
                yield tuple(articles[n] for n in order)
            yield articles
        elif self._ordered:
            for count in range(1, len(articles)):
                for first in combinations(places, count):
                    if first != tuple(range(count)):
                        yield tuple(articles[n] for n in (*first, *(n for n in places if n not in first)))


class Sizes:
    """The ways to fill a slot with each size that its head may have; as ``Ways``, which it holds with the sizes' prices."""

    def __init__(self, ways: Sequence[tuple[float, Callable[[], Ways]]]) -> None:
        self._made = sorted(ways, key=lambda each: each[0])

    @property
    def _ways(self) -> Iterator[tuple[float, Ways]]:
        return ((price, make()) for price, make in self._made)

    @cached_property
    def bound(self) -> float:
        """That of the sizes' own prices on is enough: a way costs nothing at the least."""
        best = NEVER
        for price, way in self._ways:
            if price < best:
                best = min(best, price + way.bound)
        return best

    @property
    def known(self) -> float:
        """No way costs less, as far as that is known: what the best costs, if it was asked for (never: there is none)."""
        if "best" not in self.__dict__:
            return self.bound
        return NEVER if self.best is None else self.best.cost

    @cached_property
    def far(self) -> float:
        return min(price + way.far for price, way in self._ways)

    @cached_property
    def best(self) -> Settled | None:
        best: Settled | None = None
        for price, way in self._ways:
            if best is not None and (price >= best.cost or price + way.bound >= best.cost):
                continue
            found = way.best
            if found is not None and (best is None or found.cost + price < best.cost):
                best = replace(found, cost=found.cost + price)
        return best

    def under(self, limit: float) -> list[Settled]:
        """The cheapest way of each size, of those that cost less than ``limit``; the cheapest first."""
        found = []
        for price, way in self._ways:
            best = way.best if price + way.bound < limit else None
            if best is not None and best.cost + price < limit:
                found.append(replace(best, cost=best.cost + price))
        return sorted(found, key=lambda each: round(each.cost, 6))


def of_left_out(left_out: LeftOut) -> float:
    """What it costs to do without something."""
    return prices.ARTICLE_LEFT_OUT if left_out.whole else prices.LEFT_OUT.get(left_out.role, 0.0)


def _free(slot: Slot, columns: Columns, trial: Trial, poured: Poured) -> int:
    """Leadings that stay free under all columns of a slot whose text may end anywhere: its lines were not needed.

    So do those of a key figure's panel: half empty, it would rather be lower.
    """
    if not columns.running and slot.takes != "figure":
        return 0
    feet = [0] * columns.count
    for piece in poured.pieces:
        if piece.column < columns.count:
            item = poured.items[piece.item]
            feet[piece.column] = max(feet[piece.column], foot_of(item, piece, poured.choices[piece.item]))
    heights = trial.heights(columns)
    left = [max(0, lines * LEADING + SLACK - foot) // LEADING for lines, foot in zip(heights, feet, strict=True)]
    return min(left, default=0) if columns.free else sum(left) // columns.count
