"""The way of least price to make a page: which article stands in which slot, in which arrangement of the slots.

A page is an arrangement, a group of articles for each slot and an exact fill of each slot. Slots do not see each other, so

    price(page) = price(arrangement) + price(placing) + Σ price(slot, its articles)

What is heavy hangs on a slot and its articles alone, and is made once for all the arrangements that share it. The search
goes best first over bounds, the cheap ones before the exact: a lead in an arrangement; the other articles given out; the
bound of each slot; its exact fill. It ends where no bound is under the best page. Steps are bounded, not seconds, so that
every machine finds the same page; and names break ties, so that the order in which articles are listed decides nothing.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count
from typing import NamedTuple

from mise_en_page.model.issue import Page
from mise_en_page.model.layout import Layout, Slot
from mise_en_page.model.memo import Ask, at_once
from mise_en_page.pagination import prices
from mise_en_page.pagination.arrangements import Arrangement, Fact
from mise_en_page.pagination.assign import (
    Assigned,
    assign,
    assigned,
    has_quotes,
    signs_of,
)
from mise_en_page.pagination.giving import Groups, Room, give_out
from mise_en_page.pagination.once import Once, SetFor
from mise_en_page.pagination.pinned import in_sizes, not_had, size_asked
from mise_en_page.pagination.places import Place, no_lead, places_of
from mise_en_page.pagination.settling import NEVER, Settled, Sizes, settled
from mise_en_page.pagination.taste import in_taste, weight_of
from mise_en_page.processes.collector import seldom

#: So many ways to give out the articles of an arrangement are bounded, the nearest to full slots.
LEAVES = 120
#: So many pages are filled exactly, at most.
FILLS = 60
#: So many leads in an arrangement, and ways to give out the others, are looked at, at most.
STEPS = 6_000
#: Where no page is full, so many of the nearest are filled as well as they can be.
NEAREST = 6
#: Each with its edges at so many of the nearest places.
NEAREST_EDGES = 2
NEAREST_LEADS = 40


@dataclass(frozen=True, slots=True)
class Way:
    """A way to make a page: its price, its layout with a master, the slots as they stand, and how each is filled."""

    price: float
    layout: Layout
    arrangement: Arrangement
    groups: Groups
    settled: tuple[Settled, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen for a page; ``settled`` is empty where its faults leave nothing to choose from."""

    assigned: Assigned
    settled: tuple[Settled, ...] = ()
    master: str = ""
    price: float = 0.0


@seldom()
def choose(page: Page, layout: Layout, set_for: SetFor, ask: Ask = at_once) -> Chosen:
    """The way of least price to make a page; what ``assign`` tells where the layout has no place for its articles."""
    search = Search(in_taste(page), layout, set_for, ask)
    way = search.best()
    return Chosen(assign(in_taste(page), layout)) if way is None else search.chosen(way)


@seldom()
def choose_full(page: Page, layout: Layout, set_for: SetFor, ask: Ask, limit: float) -> Chosen | None:
    """The same, if it is full and costs less than ``limit``."""
    search = Search(in_taste(page), layout, set_for, ask)
    return search.chosen(way) if (way := search.full(limit)) is not None else None


class Node(NamedTuple):
    """Something to look at, the least bound first; ``names`` break ties, and ``number`` those that are left.

    ``before``: what it costs besides its slots.
    """

    bound: float
    rank: int
    names: tuple[tuple[str, ...], ...]
    number: int
    place: int
    lead: int = -1
    groups: Groups = ()
    tailed: str = ""
    before: float = 0.0


#: What is done with a node next, the last first where bounds are equal.
EXACT, LEAF, LEAD = range(3)


@dataclass(slots=True)
class Queue:
    """What waits to be looked at, and how many pages may still be filled, and looked at."""

    waiting: list[Node]
    fills: int = FILLS
    steps: int = STEPS


class Search(Once):
    """The search for one page. Its articles are those of ``page``, in its order."""

    def __init__(self, page: Page, layout: Layout, set_for: SetFor, ask: Ask) -> None:
        super().__init__(page, layout.grid, set_for, ask)
        self._weights = [weight_of(each) for each in page.articles]
        self._names = [each.article.name for each in page.articles]
        self._pictured = {n for n, each in enumerate(page.articles) if each.article.picture is not None}
        self._leads_in: dict[int, tuple[int, ...]] = {}
        self._ways_out: dict[tuple[object, ...], list[tuple[float, Groups]]] = {}
        self._no_lead = no_lead(page, layout)
        self._places = places_of(page, layout, self._no_lead)
        self._number = count(len(self._places) * (len(page.articles) + 1))

    # --- the search

    def best(self) -> Way | None:
        """The cheapest way; None where the layout has no place for the page's articles.

        Too much text is told before the lead becomes a brief among others, to make room; too little is not.
        """
        queue = self._begun()
        if (way := self.full(prices.NO_LEAD_CHAPO, queue)) is not None:
            return way
        nearest = self._nearest()
        if nearest is not None and any(each.poured.overset or each.head_over > 0 for each in nearest.settled):
            return nearest
        if self._no_lead < prices.NO_LEAD_CHAPO:  # all was looked at
            return nearest
        queue.fills = FILLS
        return self.full(prices.EMPTY, queue) or nearest

    def full(self, limit: float, queue: Queue | None = None) -> Way | None:
        """The cheapest way that fills the page for less than ``limit``; None where there is none.

        ``queue``: what an earlier search, for a lower limit, left to be looked at.
        """
        best: Way | None = None
        queue = queue or self._begun()

        def under() -> float:
            return best.price if best else limit

        for node in self._exact(under, queue):
            way = self._filled(node, under())
            if way is None and under() <= (bound := self._known(node)) < NEVER:
                heapq.heappush(queue.waiting, node._replace(bound=bound))  # for a search with another limit
            best = way or best
        return best

    def _begun(self) -> Queue:
        """A search's beginning: the likeliest lead of each arrangement."""
        waiting = [self._lead_node(number, 0) for number, each in enumerate(self._places) if self._leads_of(each)]
        heapq.heapify(waiting)
        return Queue(waiting)

    def _exact(self, limit: Callable[[], float], queue: Queue) -> Iterator[Node]:
        """The pages to be filled exactly, best first, while their bounds are under ``limit``, which may fall meanwhile."""
        waiting = queue.waiting
        while waiting and waiting[0].bound < limit() and queue.fills and queue.steps:
            node = heapq.heappop(waiting)
            queue.steps -= 1
            if node.rank == EXACT:
                if (bound := self._known(node)) > node.bound:  # what was learnt of its slots meanwhile
                    heapq.heappush(waiting, node._replace(bound=bound))
                    continue
                queue.fills -= 1
                yield node
            elif node.rank == LEAF:
                for each in self._bounded(node):
                    heapq.heappush(waiting, each)
            else:
                further = self._leads_of(self._places[node.place])
                if (after := further.index(node.lead) + 1) < len(further):
                    heapq.heappush(waiting, self._lead_node(node.place, after))
                for each in self._given_out(node):
                    heapq.heappush(waiting, each)

    def _known(self, node: Node) -> float:
        return round(node.before + sum(way.known for way in self._slot_ways(node.place, node.groups, node.tailed)), 6)

    def _node(self, bound: float, rank: int, place: int, lead: int, groups: Groups, tailed: str = "") -> Node:
        names = tuple([tuple([self._names[n] for n in each]) for _, each in groups])
        return Node(round(bound, 6), rank, names, next(self._number), place, lead, groups, tailed)

    def _lead_node(self, number: int, rank: int) -> Node:
        """An arrangement with one of the articles that may be its lead."""
        place = self._places[number]
        lead = self._leads_of(place)[rank]
        price = place.price + (self._lead_price(lead, place) if lead >= 0 else 0.0)
        return Node(round(price, 6), LEAD, (), number * (len(self._names) + 1) + lead + 1, number, lead)

    def _leads_of(self, place: Place) -> tuple[int, ...]:
        """The articles that may be the lead of an arrangement, the cheapest first; -1 where it has no place for one."""
        if not place.has_lead:
            return (-1,)
        if (found := self._leads_in.get(id(place.master))) is None:
            pinned = place.master.pinned
            asked = [n for n in self._texts if pinned.get(n) == place.master.lead]
            able = asked or [n for n in self._texts if n not in pinned]
            found = tuple(sorted(able, key=lambda n: (self._lead_price(n, place), n)))
            self._leads_in[id(place.master)] = found
        return found

    def _leads(self) -> Iterator[Node]:
        """Each arrangement with each article that may be its lead."""
        for number, place in enumerate(self._places):
            yield from (self._lead_node(number, rank) for rank in range(len(self._leads_of(place))))

    def _lead_price(self, n: int, place: Place) -> float:
        """What it costs that an article is the lead."""
        return 0.0 if n in place.master.pinned else self._lead_prices[n]

    @cached_property
    def _lead_prices(self) -> dict[int, float]:
        """The same of each text that nothing pins to a slot."""
        first = max((self._weights[n] for n in self._texts), default=0.0)
        if not first or self.page.order == "kept":
            return dict.fromkeys(self._texts, 0.0)
        chapo = {n for n in self._texts if self.page.articles[n].article.chapo}
        prices_of = {}
        for n in self._texts:
            without = prices.LEAD_NO_CHAPO if chapo and n not in chapo else 0.0
            shorter = prices.SHORTER_TENTH * 10 * (1 - self._weights[n] / first)
            prices_of[n] = 0.0 if n == self._texts[0] else without + prices.NOT_THE_LONGEST + shorter
        return prices_of

    def _given_out(self, node: Node) -> Iterator[Node]:
        """A lead in an arrangement, with the ways to give out the other articles that heights allow."""
        place = self._places[node.place]
        arrangement, name = place.arrangement, place.master.lead
        lead = next((slot for slot in arrangement.slots if slot.name == name), None)
        least = 0.0
        if node.lead >= 0 and lead is not None:
            if not self._agree(arrangement, {name: (node.lead,)}):
                return
            least = self._least(lead, (node.lead,), arrangement)
            if least == NEVER:
                return
        for _, groups in self._nearest_out(place, node.lead, LEAVES, strict=True):
            whole = self._whole(place, node.lead, groups)
            if self._agree(arrangement, dict(whole)):
                bound = node.bound + least + self._placing(arrangement, whole)
                yield self._node(bound, LEAF, node.place, node.lead, whole)

    def _nearest_out(self, place: Place, lead: int, most: int, *, strict: bool) -> list[tuple[float, Groups]]:
        """So many of them, the nearest to full slots; once for all arrangements that differ in the lead's slot alone."""
        held = dict(place.arrangement.counts)
        slots = tuple([(id(slot), held[slot.name]) for slot in self._taking(place)])
        key = slots, lead, id(place.master), most, strict
        if (found := self._ways_out.get(key)) is None:
            found = self._ways_out[key] = self._shared(place, lead, strict=strict, most=most)
        return found

    def _taking(self, place: Place) -> list[Slot]:
        """The slots that take articles, but for the lead's."""
        lead = place.master.lead
        return [slot for slot in place.arrangement.slots if slot.takes == "article" and slot.name != lead]

    def _shared(self, place: Place, lead: int, *, strict: bool, most: int = 10_000) -> list[tuple[float, Groups]]:
        """The ways to give out the articles but for the lead."""
        counts = dict(place.arrangement.counts)
        rooms = [Room.of(slot, counts[slot.name]) for slot in self._taking(place)]
        others = [n for n in self._texts if n != lead]
        return give_out(rooms, others, place.master.pinned, self._height, self._in_any_size, strict, most)

    def _least(self, slot: Slot, group: tuple[int, ...], arrangement: Arrangement) -> float:
        """A bound of a slot's cost, with a tailpiece or without."""
        panel = slot.name in arrangement.panels
        least = self._ways(self._bare(slot), group, panel=panel, drops=True).known
        return min(least, self._ways(slot, group, panel=panel, drops=False).known) if slot.tailpiece else least

    def _whole(self, place: Place, lead: int, groups: Groups) -> Groups:
        """What stands in each of the slots, in the layout's order."""
        arrangement, master = place.arrangement, place.master
        held = {**dict(groups), **master.figures, **({master.lead: (lead,)} if lead >= 0 else {})}
        quoting = dict(arrangement.quoting)
        return tuple((slot.name, held[quoting.get(slot.name, slot.name)][: 1 if slot.name in quoting else None])
                     for slot in arrangement.slots)  # fmt: skip

    def _agree(self, arrangement: Arrangement, held: Mapping[str, tuple[int, ...]]) -> bool:
        """Is what an arrangement takes for granted so? Signs are a guess, which has its price."""
        known = (fact for fact in arrangement.facts if fact.of != "signs" and fact.condition[0] in held)
        return all(fact.agrees(self._have(fact, held)) for fact in known)

    def _have(self, fact: Fact, held: Mapping[str, tuple[int, ...]]) -> int:
        articles = [self.page.articles[n].article for n in held.get(fact.condition[0], ())]
        if fact.of == "signs":
            return sum(map(signs_of, articles))
        if fact.of == "pictures":
            return sum(article.picture is not None for article in articles)
        return sum(has_quotes(article) for article in articles[:1])

    def _placing(self, arrangement: Arrangement, groups: Groups) -> float:
        """What it costs that articles stand where they do, besides what filling their slots costs."""
        return self._shapes(arrangement, groups) + self._nowhere(arrangement, groups)

    def _shapes(self, arrangement: Arrangement, groups: Groups) -> float:
        """What shapes cost that were drawn for more signs, or for fewer."""
        held = dict(groups)
        guesses = (fact for fact in arrangement.facts if fact.of == "signs")
        return prices.OTHER_SHAPE * sum(not fact.agrees(self._have(fact, held)) for fact in guesses)

    def _nowhere(self, arrangement: Arrangement, groups: Groups) -> float:
        """What pictures cost that have no place, and places for a head and a picture that have neither."""
        count = empty = 0
        for slot, (_, group) in zip(arrangement.slots, groups, strict=True):
            if slot.takes != "article":
                continue
            shown = 0 if slot.picture is None else 1
            unseen = [n for n in group[shown:] if n in self._pictured]
            count += sum(self._set(n, slot).picture is not None for n in unseen)
            if not slot.columns:
                first = self._set(group[0], slot)
                empty += not first.head and (not shown or first.picture is None)
        return prices.PICTURE_NOWHERE * count + prices.EMPTY * empty

    def _bounded(self, node: Node) -> Iterator[Node]:
        """Articles given out, with the bounds of all slots: without a tailpiece, then with one at each place."""
        place = self._places[node.place]
        arrangement = place.arrangement
        before = place.price + (self._lead_price(node.lead, place) if node.lead >= 0 else 0.0)
        before += self._placing(arrangement, node.groups)
        for tailed in ("", *(slot.name for slot in arrangement.slots if slot.tailpiece is not None)):
            bound = before
            for way in self._slot_ways(node.place, node.groups, tailed):
                bound += way.known
                if bound == NEVER:
                    break
            else:
                number = next(self._number)
                yield Node(round(bound, 6), EXACT, node.names, number, node.place, node.lead, node.groups, tailed, before)

    def _slot_ways(self, place: int, groups: Groups, tailed: str) -> Iterator[Sizes]:
        """Every slot with its articles; a tailpiece stands where it is said, and then nothing is left out."""
        arrangement = self._places[place].arrangement
        for slot, (name, group) in zip(arrangement.slots, groups, strict=True):
            drawn = slot if name == tailed else self._bare(slot)
            yield self._ways(drawn, group, panel=name in arrangement.panels, drops=not tailed)

    def _filled(self, node: Node, limit: float) -> Way | None:
        """A page filled exactly, if it costs less than ``limit``."""
        ways = list(self._slot_ways(node.place, node.groups, node.tailed))
        made: list[Settled] = []
        for way in ways:
            if way.best is None or node.before + sum(each.known for each in ways) >= limit:
                return None
            made.append(way.best)
        return self._way(node, node.before + sum(each.cost for each in made), made)

    def _way(self, node: Node, price: float, made: Sequence[Settled]) -> Way:
        place = self._places[node.place]
        return Way(price, place.master.layout, place.arrangement, node.groups, tuple(made))

    # --- where no page is full

    def _nearest(self) -> Way | None:
        """The page with the least text without room, then the least white, of those that come nearest."""
        return min(self._near(), key=lambda way: round(way.price, 6), default=None)

    def _near(self) -> list[Way]:
        """Pages that come nearest, filled as well as they can be."""
        found: list[tuple[float, Node, Sequence[Node]]] = []
        kinds: dict[object, list[Node]] = {}  # each arrangement and lead, with its edges at all their places
        for node in sorted(self._leads()):
            way, lead = self._places[node.place].arrangement, self._places[node.place].master.lead
            if node.lead < 0 or self._agree(way, {lead: (node.lead,)}):
                facts = tuple(fact for fact in way.facts if fact.of != "signs")
                shapes = tuple(slot.look for slot in way.slots)
                kinds.setdefault((shapes, way.counts, facts, node.lead == -1), []).append(node)
        for node, *moved in list(kinds.values())[:NEAREST_LEADS]:
            others = [each for each in moved if each.lead == node.lead]
            for _, groups in self._nearest_out(self._places[node.place], node.lead, NEAREST, strict=False):
                if (far := self._far(node, groups)) is not None:
                    found.append((*far, others))
        ways = []
        for price, near, edges in sorted(found)[:NEAREST]:
            ranked = [(price, near), *(far for each in edges if (far := self._far(each, near.groups)) is not None)]
            ways += [self._anyhow(each) for _, each in sorted(ranked)[:NEAREST_EDGES]]
        return ways

    def _far(self, node: Node, groups: Groups) -> tuple[float, Node] | None:
        """A lead in an arrangement with the other articles given out, and how far that is from a full page; None where it
        takes for granted what is not so."""
        place = self._places[node.place]
        whole = self._whole(place, node.lead, groups)
        if not self._agree(place.arrangement, dict(whole)):
            return None
        far = sum(way.far for way in self._slot_ways(node.place, whole, ""))
        bound = node.bound + self._placing(place.arrangement, whole)
        return round(far + bound, 6), self._node(bound, EXACT, node.place, node.lead, whole)

    def _anyhow(self, node: Node) -> Way:
        place = self._places[node.place]
        price, made = node.bound, list[Settled]()
        for slot, (name, group) in zip(place.arrangement.slots, node.groups, strict=True):
            ways: list[tuple[int, int, float, int, Settled]] = []  # what a smaller head leaves room for is not left out
            for sized, more in self._ask(in_sizes, self._bare(slot), size_asked(self.page, slot, group)):
                panel = name in place.arrangement.panels
                way = self._ask(settled, sized, self._group(group, sized), self.grid, panel)
                lost = way.poured.overset + max(0, way.head_over)
                ways.append((lost, len(way.left_out), round(way.cost + more, 6), len(ways), way))
            *_, cost, _, way = min(ways)
            price += cost
            made.append(replace(way, cost=cost))
        return self._way(node, price, made)

    def chosen(self, way: Way) -> Chosen:
        """A way as the articles with their slots, in the layout's order, and what is told of it."""
        quoting = dict(way.arrangement.quoting)
        slots = [each.slot for each in way.settled]
        held = {name: group for name, group in way.groups if name not in quoting}
        told = assigned(self.page, way.layout, held, slots, quoting)
        pairs = ((self.page.articles[n], slot) for slot, (_, group) in zip(slots, way.groups, strict=True) for n in group)
        told = replace(told, pairs=tuple(pairs), problems=(*told.problems, *not_had(self.page, slots)))
        return Chosen(told, way.settled, way.layout.master, way.price)
