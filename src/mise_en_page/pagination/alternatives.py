"""The cheapest ways to make a page that a reader would tell apart: the search goes on where the best page is found.

Two ways are of one kind where master, the articles in each slot, shapes and sizes agree: what is left are edges, heights
of pictures, settings of texts, which copyfitting chooses. A kind is also what issue.yaml can pin (``Pins``, and slots of
articles): of each the cheapest is offered, which is the one that a build makes of a page with those pins.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mise_en_page.model.issue import Page, Pins
from mise_en_page.model.layout import Layout, Slot
from mise_en_page.model.memo import Ask, at_once
from mise_en_page.pagination.choice import Node, Search, Way
from mise_en_page.pagination.costs import Parts, parts_of
from mise_en_page.pagination.once import SetFor
from mise_en_page.pagination.settling import NEVER
from mise_en_page.pagination.taste import in_taste
from mise_en_page.processes.collector import seldom

#: So many ways are offered.
OFFERED = 3
#: Slots with a name each, in the layout's order.
Named = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a reader tells two ways of a page by. ``held``: the names of the articles in each slot, in no order."""

    master: str
    held: tuple[tuple[str, tuple[str, ...]], ...]
    shapes: Named
    sizes: Named


@dataclass(frozen=True, slots=True)
class Offer:
    """A way to make a page with its kind, the parts of its price, and the page with that kind pinned."""

    way: Way
    kind: Kind
    parts: Parts
    page: Page


@seldom()
def alternatives(
    page: Page, layout: Layout, set_for: SetFor, ask: Ask = at_once, count: int = OFFERED
) -> tuple[Offer, ...]:
    """The cheapest way of each of the cheapest kinds, at most ``count``; the first is what a build makes.

    Where no way is full they are those that come nearest; there is none where the layout has no place for the articles.
    """
    search = Alternatives(in_taste(page), layout, set_for, ask)
    offers: list[Offer] = []
    for way in search.ways(count):
        kind = search.kind(way)
        own = pinned(page, kind, [each.slot for each in way.settled], way.layout)
        # the search with it pinned looks at less, and so at more of it: what it finds is what a build will make
        sure = not offers or not _full(way)
        found = None if sure else Alternatives(in_taste(own), layout, set_for, ask).best()
        made = found if found is not None and search.kind(found) == kind else way
        parts = search.parts(made)
        priced = replace(made, price=sum(parts.values())) if made is found else way
        offers.append(Offer(priced, kind, {name: round(cost, 1) for name, cost in parts.items() if round(cost, 1)}, own))
    return (*offers[:1], *sorted(offers[1:], key=lambda offer: _price(offer.way)))


def pinned(page: Page, kind: Kind, slots: list[Slot], layout: Layout) -> Page:
    """The page with a kind pinned: as it was written, but for that."""
    slot_of = {name: slot for slot, names in kind.held for name in names}
    sized = {slot.name for slot in slots if slot.sizes}
    guessed = {slot.name for slot in layout.slots if any(variant.signs for variant in slot.variants)}
    pins = Pins(
        kind.master,
        tuple((name, size) for name, size in kind.sizes if name in sized),
        tuple((name, shape) for name, shape in kind.shapes if name in guessed),
    )
    articles = (
        replace(each, slot=slot_of[each.article.name]) if each.article.name in slot_of else each for each in page.articles
    )
    return replace(page, articles=tuple(articles), pins=pins)


class Alternatives(Search):
    """The search for the best way of each kind."""

    def kind(self, way: Way) -> Kind:
        quoting = dict(way.arrangement.quoting)
        slots = [each.slot for each in way.settled]
        held = tuple(
            (name, tuple(sorted(self.page.articles[n].article.name for n in group)))
            for slot, (name, group) in zip(slots, way.groups, strict=True)
            if name not in quoting and slot.takes == "article"
        )
        told = [slot for slot in slots if slot.takes == "article"]  # what a figure's panel looks like follows from them
        shapes, sizes = ((slot.name, slot.variant) for slot in told), ((slot.name, slot.size) for slot in told)
        return Kind(way.layout.master, held, tuple(shapes), tuple(sizes))

    def parts(self, way: Way) -> Parts:
        """The parts of its price, and what costs nothing too."""
        place = next(
            each for each in self._places
            if each.arrangement == way.arrangement and each.master.layout.master == way.layout.master
        )  # fmt: skip
        master, lead = place.master, dict(way.groups).get(place.master.lead, ())
        without = 0.0 if lead else self._no_lead
        parts: Parts = {
            "master": master.price,
            "edges": way.arrangement.price,
            "shape": self._shapes(way.arrangement, way.groups),
            "counts": place.price - master.price - way.arrangement.price - without,
            "lead": self._lead_price(lead[0], place) if lead else 0.0,
            "no-lead": without,
            "picture-nowhere": self._nowhere(way.arrangement, way.groups),
        }
        for settled in way.settled:
            for name, cost in parts_of(settled).items():
                parts[name] = parts.get(name, 0.0) + cost
        return parts

    def ways(self, count: int) -> list[Way]:
        """The cheapest of each kind, the best of all first."""
        first = self.best()
        if first is None:
            return []
        found = {self.kind(first): first}
        for way in self._further(found, count) if _full(first) else self._near():
            kind = self.kind(way)
            if kind not in found or round(way.price, 6) < round(found[kind].price, 6):
                found[kind] = way
        others = sorted((way for way in found.values() if way is not found[self.kind(first)]), key=_price)
        return [first, *others[: count - 1]]

    def _further(self, found: dict[Kind, Way], count: int) -> Iterator[Way]:
        """Full pages, best first, until no kind that is not found yet can be one of the cheapest."""

        def limit() -> float:
            prices = sorted(map(_price, found.values()))
            return prices[count - 1] if len(prices) >= count else NEVER

        for node in self._exact(limit, self._begun()):
            yield from self._sizes_of(node, limit())

    def _sizes_of(self, node: Node, limit: float) -> Iterator[Way]:
        """The cheapest page of articles that are given out, and those with one of its heads in another size."""
        slots = list(self._slot_ways(node.place, node.groups, node.tailed))
        least = node.before + sum(way.known for way in slots)
        sized = [way.under(limit - least + way.known) for way in slots]
        if all(sized):
            best = [each[0] for each in sized]
            others = ((place, other) for place, each in enumerate(sized) for other in each[1:])
            for made in (best, *([*best[:place], other, *best[place + 1 :]] for place, other in others)):
                yield self._way(node, node.before + sum(settled.cost for settled in made), made)


def _full(way: Way) -> bool:
    return all(each.full for each in way.settled)


def _price(way: Way) -> float:
    return round(way.price, 6)
