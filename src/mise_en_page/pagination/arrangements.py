"""The ways in which a page's slots can stand: how many articles in each, in which of its shapes, from which line on.

A layout's variants have conditions: how many articles stand in some slots, how many of them have pictures, how many signs
they hold. Those of signs are a designer's guess of what fits; the search knows, so it tries each shape that the layout has
for any count of signs, and pays for one that was drawn for another. All slots of a page see the same guesses, so that only
pages arise that the layout has for some text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, islice, product
from typing import Literal

from mise_en_page.model.layout import Condition, Layout, Slot, Variant
from mise_en_page.pagination import grid as geometry
from mise_en_page.pagination.prices import EDGE_LINE, EDGE_LINE_ALONE

#: Of so many counts of articles in the slots the nearest to the layout's own are tried; so many are looked at.
COUNTS, COUNTS_SEEN = 60, 2_000
#: Of so many guesses of signs every combination is tried.
GUESSES = 4
#: So many places of edges that move are tried on a page.
EDGES = 240

#: Articles by the slot's name, in the layout's order.
Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """What an arrangement takes for granted of a slot's articles: between so many pictures, signs or quotes, or not."""

    of: Literal["pictures", "signs", "quotes"]
    condition: Condition
    holds: bool

    def agrees(self, have: int) -> bool:
        _, least, most = self.condition
        return (least <= have <= most) == self.holds


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Slots as they stand together, those alone that are filled, and how many articles each takes.

    ``facts``: what must be so of pictures and quotes, and what the designer guessed of signs. ``panels``: the slots that
    stand on a key figure. ``quoting``: the slots that take the quotes of another, by their names: that other's. ``price``:
    of the edges that moved.
    """

    slots: tuple[Slot, ...]
    counts: Counts
    facts: tuple[Fact, ...]
    panels: frozenset[str]
    quoting: tuple[tuple[str, str], ...] = ()
    price: float = 0.0


@lru_cache(maxsize=512)
def arrangements(layout: Layout, counts: Counts, verso: bool) -> tuple[Arrangement, ...]:
    """All the ways in which a layout's slots can stand with so many articles in each; each once."""
    held = dict(counts)
    alike, standing = _alike(layout)
    found: list[Arrangement] = []
    for facts in _facts(layout, held):
        shapes = {slot.name: _shape(slot, held, facts, verso=verso) for slot in layout.slots if held.get(slot.name)}
        quoting = {
            shape.quotes: name
            for name, shape in shapes.items()
            if shape.quotes and Fact("quotes", (name, 1, 99), True) in facts
        }
        names = {name: shape.variant for name, shape in shapes.items()} | dict.fromkeys(quoting, "")
        key = tuple(names.items())
        if key not in standing:
            standing[key] = tuple(_standing(layout, names, alike))
        found += (
            Arrangement(slots, counts, facts, panels, tuple(quoting.items()), price)
            for slots, panels, price in standing[key]
        )
    return tuple(found)


#: Slots as they stand together, those of them that stand on a key figure, and what their edges cost.
_Standing = tuple[tuple[Slot, ...], frozenset[str], float]


@lru_cache(maxsize=64)
def _alike(_layout: Layout) -> tuple[dict[Slot, Slot], dict[tuple[tuple[str, str], ...], tuple[_Standing, ...]]]:
    """One object for each slot as it may stand, so that what is made of it is made once, whatever stands beside it; and
    the ways in which slots stand in the same shapes, however many articles are in each.
    """
    return {}, {}


def _standing(layout: Layout, names: Mapping[str, str], alike: dict[Slot, Slot]) -> Iterator[_Standing]:
    """The slots in their shapes, their edges at all places: those that stand on a key figure, and what the edges cost."""
    plain = replace(layout, slots=tuple(replace(slot, variants=()) for slot in layout.slots))
    stood = tuple(replace(each, variants=()) for each in geometry.arranged(layout, names))
    placing = Placing(alike)
    for slots, price in islice(_with_edges(plain, stood, placing), EDGES):
        if not any(placing.meet(one, other) for one, other in combinations(slots, 2)):
            panels = frozenset(slot.name for slot in slots if geometry.on_panel(slot, slots))
            yield tuple(slot for slot in slots if slot.takes != "advert"), panels, price


class Placing:
    """Slots with their edges elsewhere, one object for all that are alike: hundreds of places hold some dozens of them.

    They are told apart by their identity, for their values are long: ``alike`` holds them.
    """

    def __init__(self, alike: dict[Slot, Slot]) -> None:
        self._alike = alike
        self._put: dict[tuple[int, str, int], Slot] = {}
        self._meet: dict[tuple[int, int], bool] = {}

    def one(self, slot: Slot) -> Slot:
        return self._alike.setdefault(slot, slot)

    def put(self, slot: Slot, line: geometry.Line, at: int) -> Slot:
        """One of these slots with one of its lines elsewhere."""
        if (found := self._put.get((id(slot), line, at))) is None:
            found = self._put[id(slot), line, at] = self.one(geometry.put(slot, line, at))
        return found

    def meet(self, one: Slot, other: Slot) -> bool:
        if (found := self._meet.get((id(one), id(other)))) is None:
            found = self._meet[id(one), id(other)] = geometry.meet(one, other)
        return found


def _facts(layout: Layout, held: Mapping[str, int]) -> Iterator[tuple[Fact, ...]]:
    """What may be so of the articles, in every combination: the shapes hang on it."""
    shapes = [shape for slot in layout.slots if held.get(slot.name) for shape in slot.variants]
    pictures = dict.fromkeys(each for shape in shapes for each in shape.pictures if held.get(each[0]))
    signs = dict.fromkeys(each for shape in shapes for each in shape.signs if held.get(each[0]))
    quotes = {(shape.slot.name, 1, 99): None for shape in shapes if shape.slot.quotes}
    quotes |= {(slot.name, 1, 99): None for slot in layout.slots if slot.quotes and held.get(slot.name)}
    asked = [
        *(("pictures", each) for each in islice(pictures, GUESSES)),
        *(("signs", each) for each in islice(signs, GUESSES)),
        *(("quotes", each) for each in islice(quotes, GUESSES)),
    ]
    for truths in product((True, False), repeat=len(asked)):
        yield tuple(Fact(of, condition, holds) for (of, condition), holds in zip(asked, truths, strict=True))  # type: ignore[arg-type]


def _shape(slot: Slot, held: Mapping[str, int], facts: Sequence[Fact], *, verso: bool) -> Slot:
    """The first of a slot's variants that suits, else its own shape."""
    return next((each.slot for each in slot.variants if _suits(each, held, facts, verso=verso)), slot)


def _suits(variant: Variant, held: Mapping[str, int], facts: Sequence[Fact], *, verso: bool) -> bool:
    if variant.side and verso != (variant.side == "verso"):
        return False
    if not all(least <= held.get(name, 0) <= most for name, least, most in variant.when):
        return False
    return all(
        _holds(of, condition, facts)
        for of, asked in (("pictures", variant.pictures), ("signs", variant.signs))
        for condition in asked
    )


def _holds(of: str, condition: Condition, facts: Sequence[Fact]) -> bool:
    """Of a slot that stays empty it is known: it holds none."""
    known = (fact.holds for fact in facts if fact.of == of and fact.condition == condition)
    return next(known, condition[1] <= 0)


def _with_edges(layout: Layout, slots: tuple[Slot, ...], placing: Placing) -> Iterator[tuple[tuple[Slot, ...], float]]:
    """The slots with each edge that moves at each of its places, in every combination; and what it costs that edges
    are not where they would rather be."""
    slots = tuple(map(placing.one, slots))
    filled = frozenset(slot.name for slot in slots)
    moves = [move for slot in slots for move in _moves(slot)]
    for lines in _nearest_first([range(least, most + 1) for _, _, least, most in moves]):
        placed, price = slots, 0.0
        for (name, edge, _, _), by in zip(moves, lines, strict=True):
            own = next(each for each in placed if each.name == name)
            if edge == "shrink":
                lower = placing.put(own, "top", own.top + by)
                shrunk = geometry.in_place_of(placed, own, lower, geometry.taker(layout, own, filled))
                placed = tuple(map(placing.one, shrunk))
            elif by:
                before, placed = placed, geometry.moved(placed, own, edge == "top", by, placing.put)
                alone = sum(one is not other for one, other in zip(before, placed, strict=True)) == 1
                price += abs(by) * (EDGE_LINE_ALONE if alone else EDGE_LINE)
        yield placed, price


def _nearest_first(ranges: Sequence[range]) -> Iterator[tuple[int, ...]]:
    """One number of each range, in every combination: by the sum of their distances from 0, then in the ranges' order.

    Made one by one, for a large page has tens of thousands of which some hundreds are looked at.
    """
    most = [0]  # how far the numbers of the last ranges can be from 0 in all, of none first
    for each in reversed(ranges):
        most.append(most[-1] + max(map(abs, each)))

    def of_sum(place: int, left: int) -> Iterator[tuple[int, ...]]:
        if place == len(ranges):
            yield ()
            return
        for number in ranges[place]:
            if 0 <= left - abs(number) <= most[len(ranges) - place - 1]:
                yield from ((number, *rest) for rest in of_sum(place + 1, left - abs(number)))

    for total in range(most[-1] + 1):
        yield from of_sum(0, total)


def _moves(slot: Slot) -> Iterator[tuple[str, Literal["shrink", "top", "foot"], int, int]]:
    """The edges of a slot that move, by how many lines: from the least to the most."""
    if slot.shrink:
        yield slot.name, "shrink", 0, slot.shrink
    if slot.tops:
        yield slot.name, "top", slot.tops[0] - slot.top, slot.tops[1] - slot.top
    if slot.feet:
        yield slot.name, "foot", slot.feet[0] - slot.foot, slot.feet[1] - slot.foot


def counts_of(layout: Layout, texts: int, usual: Mapping[str, int], pinned: Mapping[str, int]) -> Iterator[Counts]:
    """How many articles each slot may hold, the nearest first to ``usual``, which also says how many key figures
    and adverts.

    ``pinned``: how many at least. Which counts the layout allows is told elsewhere.
    """
    slots = [slot for slot in layout.slots if slot.takes == "article"]

    def ranges(slot: Slot) -> list[int]:
        near = usual.get(slot.name, 0)
        return sorted(range(pinned.get(slot.name, 0), min(slot.most, texts) + 1), key=lambda n: (abs(n - near), n))

    def shared(place: int, left: int) -> Iterator[tuple[int, ...]]:
        if place == len(slots):
            if not left:
                yield ()
            return
        most = sum(slot.most for slot in slots[place + 1 :])
        for count in ranges(slots[place]):
            if count <= left <= count + most:
                yield from ((count, *rest) for rest in shared(place + 1, left - count))

    def far(counts: tuple[int, ...]) -> int:
        return sum(abs(count - usual.get(slot.name, 0)) for slot, count in zip(slots, counts, strict=True))

    for counts in sorted(islice(shared(0, texts), COUNTS_SEEN), key=far)[:COUNTS]:
        given = {slot.name: count for slot, count in zip(slots, counts, strict=True)}
        yield tuple(
            (
                slot.name,
                given.get(slot.name, usual.get(slot.name, 0) if slot.takes in ("figure", "picture", "advert") else 0),
            )
            for slot in layout.slots
        )
