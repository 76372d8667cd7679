"""Where things are: slots and their columns in pt, on a recto and on a verso, and what bleeds.

On the page heights are whole leadings; only here do they become pt. Units count from the spine outwards, so a verso is a
recto in the mirror; but a slot's columns are always read from left to right.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from mise_en_page.model.layout import Grid, Layout, Slot, Stretch

#: A column may be narrower than before by so much (pt), where a slot has become wider.
EVEN = 1.0


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A box in pt from the trimmed page's top left corner, y downwards."""

    x: float
    y: float
    width: float
    height: float


def is_verso(folio: int) -> bool:
    """Left-hand pages bear even folios."""
    return folio % 2 == 0


def columns(grid: Grid, stretch: Stretch, *, verso: bool) -> tuple[Rectangle, ...]:
    """The columns of a stretch, from left to right: equal ones, with the grid's gutter between them."""
    width = grid.measure(stretch)
    left = grid.left(stretch.unit, stretch.units, verso=verso)
    top, height = stretch.top * grid.leading, max(0, stretch.foot - stretch.top) * grid.leading
    return tuple(Rectangle(left + index * (width + grid.gutter), top, width, height) for index in range(stretch.columns))


def picture_box(grid: Grid, slot: Slot, lines: int, *, verso: bool) -> Rectangle:
    """The picture at a slot's head: its foot stands ``lines`` below the slot's top, on a grid line.

    A bleed at the top adds what is above the slot's first line, up to the bleed's edge. A bleed to the spine or to the
    fore edge is for slots that touch that margin: elsewhere it would run over a neighbour.
    """
    bleed: tuple[str, ...] = slot.picture.bleed if slot.picture else ()
    left = grid.left(slot.unit, slot.units, verso=verso)
    right = left + grid.span(slot.units)
    top = -grid.bleed if "top" in bleed else slot.top * grid.leading
    at_spine = "inner" in bleed and slot.unit == 0
    at_fore_edge = "outer" in bleed and slot.unit + slot.units >= grid.units
    if at_fore_edge if verso else at_spine:
        left = -grid.bleed
    if at_spine if verso else at_fore_edge:
        right = grid.width + grid.bleed
    whole = "bottom" in bleed and slot.top + lines == slot.foot  # nothing stands under it
    foot = grid.height + grid.bleed if whole else (slot.top + lines) * grid.leading
    return Rectangle(left, top, right - left, foot - top)


def arranged(layout: Layout, shapes: Mapping[str, str]) -> tuple[Slot, ...]:
    """The filled slots as they stand on a page: each in the variant that ``shapes`` names (by the slot's name; "": its
    own shape), and with the room that is given to it."""
    slots = tuple(slot.as_variant(shapes.get(slot.name, "")) for slot in layout.slots)
    return with_given_room(replace(layout, slots=slots), frozenset(shapes))


def with_given_room(layout: Layout, filled: Collection[str]) -> tuple[Slot, ...]:
    """The filled slots, in the layout's order, each grown by the room of the empty slots that give theirs to it.

    An empty slot whose taker is empty too passes its room on. Over or under a giver a slot takes its lines, and beside it
    its units, in columns as wide as before. A layout may also draw the taker over the giver's lines: it then ends above
    the giver where an article fills that one. A variant is drawn for its page: it ends above givers, and takes nothing.
    """
    grown = {slot.name: slot for slot in layout.slots if slot.name in filled}
    for giver in layout.slots:
        name = taker(layout, giver, filled)
        if name is None:
            continue
        if giver.name in filled:
            grown[name] = _changed(grown[name], giver, _ended_apart if grown[name].variant else _ended)
        elif grown[name].variant:
            continue
        elif any(_shared(stretch, giver) for stretch in grown[name].stretches):
            grown[name] = _changed(grown[name], giver, _grown)
        else:
            grown[name] = _widened(grown[name], giver, layout.grid, grown.values())
    return tuple(grown[slot.name] for slot in layout.slots if slot.name in grown)


#: White, in lines, between a slot that has shrunk and the text above it.
APART = 1


def in_place_of(slots: Sequence[Slot], slot: Slot, shrunk: Slot, above: str | None) -> tuple[Slot, ...]:
    """The slots with one of them shrunk, and the one that it gives its lines to down to it."""

    placed = {slot.name: shrunk}
    return tuple(_changed(each, shrunk, _down_to) if each.name == above else placed.get(each.name, each) for each in slots)


#: A line of a slot: its first rectangle's top or foot, or the foot of its last.
Line = Literal["top", "foot", "end"]


def put(slot: Slot, line: Line, at: int) -> Slot:
    """The slot with one of its lines elsewhere."""
    if line == "end" and slot.continues:
        return replace(slot, continues=(*slot.continues[:-1], replace(slot.continues[-1], foot=at)))
    return replace(slot, top=at) if line == "top" else replace(slot, foot=at)


def moved(
    slots: Sequence[Slot], slot: Slot, top: bool, by: int, put: Callable[[Slot, Line, int], Slot] = put
) -> tuple[Slot, ...]:
    """The slots with an edge of one of them so many lines lower (higher, below 0): its top, or its foot.

    An edge that it shares with a neighbour, with a line of white between them or none, moves for both.
    """
    found = []
    for each in slots:
        upper, lower = (each, slot) if top else (slot, each)
        if each.name == slot.name:
            found.append(put(each, "top", each.top + by) if top else put(each, "foot", each.foot + by))
        elif (
            each.takes != "advert"
            and _shared(last := upper.stretches[-1 if top else 0], lower)
            and 0 <= lower.top - last.foot <= APART
        ):
            found.append(put(each, "end", last.foot + by) if top else put(each, "top", each.top + by))
        else:
            found.append(each)
    return tuple(found)


def taker(layout: Layout, giver: Slot, filled: Collection[str]) -> str | None:
    """The filled slot that a slot's room goes to."""
    by_name = {slot.name: slot for slot in layout.slots}
    name, seen = giver.gives_to, {giver.name}
    while name in by_name and name not in filled and name not in seen:
        seen.add(name)
        name = by_name[name].gives_to
    return name if name in filled and name != giver.name else None


_Lines = tuple[int, int]


def _ended(lines: _Lines, giver: _Lines) -> _Lines:
    """Ended above the giver that it is drawn over."""
    return (lines[0], giver[0]) if lines[0] < giver[0] < lines[1] else lines


def _ended_apart(lines: _Lines, giver: _Lines) -> _Lines:
    """The same, with white between the two."""
    return _ended(lines, (giver[0] - APART, giver[1]))


def _down_to(lines: _Lines, giver: _Lines) -> _Lines:
    """Down to a giver that has become lower."""
    return (lines[0], giver[0] - APART) if lines[0] < giver[0] - APART else lines


def _grown(lines: _Lines, giver: _Lines) -> _Lines:
    return min(lines[0], giver[0]), max(lines[1], giver[1])


def _widened(slot: Slot, giver: Slot, grid: Grid, others: Iterable[Slot]) -> Slot:
    """A slot with the units of a giver beside it, and as many more columns as have room; not over another slot."""
    first, last = min(slot.unit, giver.unit), max(slot.unit + slot.units, giver.unit + giver.units)
    beside = slot.page == giver.page and last - first == slot.units + giver.units
    if not beside or not _meet((slot.top, slot.foot), (giver.top, giver.foot)) or slot.continues:
        return slot
    measure = grid.measure(slot.text_stretch)
    columns = max(1, int((grid.span(last - first) + grid.gutter + EVEN) / (measure + grid.gutter)))
    wide = replace(slot, unit=first, units=last - first, columns=columns)
    return slot if any(other.name != slot.name and meet(wide, other) for other in others) else wide


def meet(one: Slot, other: Slot) -> bool:
    """Do two slots share units and lines of a page?"""
    return any(stretch.meets(another) for stretch in one.stretches for another in other.stretches)


def _meet(one: _Lines, other: _Lines) -> bool:
    return min(one[1], other[1]) > max(one[0], other[0])


def _changed(slot: Slot, giver: Slot, change: Callable[[_Lines, _Lines], _Lines]) -> Slot:
    """A slot with other lines where it meets a giver: in the rectangle of the giver's page that shares units with it."""
    for number, stretch in enumerate(slot.stretches):
        if _shared(stretch, giver):
            top, foot = change((stretch.top, stretch.foot), (giver.top, giver.foot))
            if not number:
                return replace(slot, top=top, foot=foot)
            changed = replace(slot.continues[number - 1], top=top, foot=foot)
            return replace(slot, continues=(*slot.continues[: number - 1], changed, *slot.continues[number:]))
    return slot


def _shared(stretch: Stretch | Slot, slot: Slot) -> bool:
    """Do they stand in the same units of the same page?"""
    units = min(stretch.unit + stretch.units, slot.unit + slot.units) - max(stretch.unit, slot.unit)
    return units > 0 and stretch.page == slot.page


def stands_on(upper: Slot, lower: Slot) -> bool:
    """Is ``lower`` under the end of ``upper``, in some of its units?"""
    last = upper.stretches[-1]
    return _shared(last, lower) and lower.top >= last.foot


def on_panel(slot: Slot, slots: Iterable[Slot]) -> bool:
    """May it leave some blank before a key figure under it?"""
    return slot.spread > 0 and any(stands_on(slot, other) for other in slots if other.takes == "figure")
