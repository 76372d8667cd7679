"""Where things are: slots and their columns in pt, on a recto and on a verso, and what bleeds.

On the page heights are whole leadings; only here do they become pt. Units count from the spine outwards, so a verso is a
recto in the mirror; but a slot's columns are always read from left to right.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from mise_en_page.layout import Grid, Layout, Slot


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


def columns(grid: Grid, slot: Slot, *, verso: bool) -> tuple[tuple[float, float], ...]:
    """The left edge and the width of each of a slot's columns: equal columns, with the grid's gutter between them."""
    count = max(1, slot.columns)
    width = (grid.span(slot.units) - (count - 1) * grid.gutter) / count
    left = grid.left(slot.unit, slot.units, verso=verso)
    return tuple((left + index * (width + grid.gutter), width) for index in range(count))


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
            if drawn_over is not None and drawn_over.top < giver.top < drawn_over.foot:
                grown[drawn_over.name] = replace(drawn_over, foot=giver.top)
            continue
        taker, seen = giver.gives_to, {giver.name}
        while taker in by_name and taker not in filled and taker not in seen:
            seen.add(taker)
            taker = by_name[taker].gives_to
        if taker in grown:
            slot = grown[taker]
            grown[taker] = replace(slot, top=min(slot.top, giver.top), foot=max(slot.foot, giver.foot))
    return tuple(grown[slot.name] for slot in layout.slots if slot.name in grown)


def stands_on(upper: Slot, lower: Slot) -> bool:
    """Is ``lower`` under ``upper``, in some of its units?"""
    shared = min(upper.unit + upper.units, lower.unit + lower.units) - max(upper.unit, lower.unit)
    return shared > 0 and lower.top >= upper.foot
