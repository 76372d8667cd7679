"""Where things are: slots and their columns in pt, on a recto and on a verso, and what bleeds.

On the page heights are whole leadings; only here do they become pt. Units count from the spine outwards, so a verso is a
recto in the mirror; but a slot's columns are always read from left to right.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from mise_en_page.layout import Grid, Layout, Slot, Stretch


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
    count = max(1, stretch.columns)
    width = (grid.span(stretch.units) - (count - 1) * grid.gutter) / count
    left = grid.left(stretch.unit, stretch.units, verso=verso)
    top, height = stretch.top * grid.leading, max(0, stretch.foot - stretch.top) * grid.leading
    return tuple(Rectangle(left + index * (width + grid.gutter), top, width, height) for index in range(count))


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
    foot = (slot.top + lines) * grid.leading
    return Rectangle(left, top, right - left, foot - top)


def with_given_lines(layout: Layout, filled: Collection[str]) -> tuple[Slot, ...]:
    """The filled slots, in the layout's order, each grown by the lines of the empty slots that give theirs to it.

    An empty slot whose taker is empty too passes its lines on. A slot grows only downwards or upwards. A layout may also
    draw the taker over the giver's lines: it then ends above the giver where an article fills that one.
    """
    by_name = {slot.name: slot for slot in layout.slots}
    grown = {name: slot for name, slot in by_name.items() if name in filled}
    for giver in layout.slots:
        if giver.name in filled:
            drawn_over = grown.get(giver.gives_to)
            if drawn_over is not None:
                grown[drawn_over.name] = _changed(drawn_over, giver, _ended)
            continue
        taker, seen = giver.gives_to, {giver.name}
        while taker in by_name and taker not in filled and taker not in seen:
            seen.add(taker)
            taker = by_name[taker].gives_to
        if taker in grown:
            grown[taker] = _changed(grown[taker], giver, _grown)
    return tuple(grown[slot.name] for slot in layout.slots if slot.name in grown)


_Lines = tuple[int, int]


def _ended(lines: _Lines, giver: _Lines) -> _Lines:
    """Ended above the giver that it is drawn over."""
    return (lines[0], giver[0]) if lines[0] < giver[0] < lines[1] else lines


def _grown(lines: _Lines, giver: _Lines) -> _Lines:
    return min(lines[0], giver[0]), max(lines[1], giver[1])


def _changed(slot: Slot, giver: Slot, change: Callable[[_Lines, _Lines], _Lines]) -> Slot:
    """A slot with other lines where it meets a giver: in the rectangle of the giver's page that shares units with it."""
    given = giver.top, giver.foot
    shared = [_shared(stretch, giver) for stretch in slot.stretches]
    if not slot.continues or shared[0]:
        top, foot = change((slot.top, slot.foot), given)
        return replace(slot, top=top, foot=foot)
    further = list(slot.continues)
    for number, stretch in enumerate(slot.continues):
        if shared[number + 1]:
            top, foot = change((stretch.top, stretch.foot), given)
            further[number] = replace(stretch, top=top, foot=foot)
            break
    return replace(slot, continues=tuple(further))


def _shared(stretch: Stretch | Slot, slot: Slot) -> bool:
    """Do they stand in the same units of the same page?"""
    units = min(stretch.unit + stretch.units, slot.unit + slot.units) - max(stretch.unit, slot.unit)
    return units > 0 and stretch.page == slot.page


def stands_on(upper: Slot, lower: Slot) -> bool:
    """Is ``lower`` under the end of ``upper``, in some of its units?"""
    last = upper.stretches[-1]
    return _shared(last, lower) and lower.top >= last.foot
