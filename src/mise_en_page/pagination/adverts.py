"""Where a page's adverts stand: each in the slot that is booked for it, as the layout draws it, whatever stands beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf

from mise_en_page.model.issue import Advert, Page
from mise_en_page.model.layout import Grid, Layout, Slot
from mise_en_page.model.press_profile import MM
from mise_en_page.pagination.grid import Rectangle, is_verso
from mise_en_page.pagination.makeup import MadeUpPage, PlacedAdvert

#: How far an advert's trimmed page may be from its slot's size, in pt: a millimetre. Nobody sees that, and tariffs round.
TOLERANCE = 1.0 * MM
#: The share of a slot that an advert may leave white where no booking names that slot.
WHITE = 0.2


def booked(page: Page, layout: Layout) -> dict[str, Advert]:
    """The adverts of a page by their slots: first those whose slot is named; each other in the free one that it leaves
    least white, the first where several are alike.
    """
    own = [advert for advert in page.adverts if page.folio <= advert.folio < page.folio + layout.pages]
    slots = {slot.name: slot for slot in layout.slots if slot.takes == "advert"}
    held = {advert.slot: advert for advert in own if advert.slot in slots}
    for advert in (each for each in own if not each.slot):
        white = {name: left_white(advert, slot, layout.grid) for name, slot in slots.items() if name not in held}
        name = min(white, key=lambda name: white[name], default="")
        if name and white[name] < inf:
            held[name] = advert
    return {name: held[name] for name in slots if name in held}


def left_white(advert: Advert, slot: Slot, grid: Grid) -> float:
    """The share of a slot that an advert leaves white; none within the tolerance, or where its size is not known; ``inf``
    where it is larger, or much smaller.
    """
    wide, high = size_of(slot, grid)
    if not min(advert.size) or slot.fit == "cover":
        return 0.0
    by = min(wide / advert.size[0], high / advert.size[1]) if advert.scales or slot.fit else 1.0
    spare = wide - advert.size[0] * by, high - advert.size[1] * by
    if min(spare) < -TOLERANCE:
        return inf
    white = 1 - (1 - spare[0] / wide) * (1 - spare[1] / high)
    return inf if white > WHITE else white if max(spare) > TOLERANCE else 0.0


def white_in(page: Page, layout: Layout) -> float:
    """What a page's adverts leave white in the slots of a layout with one of its masters."""
    slots = {slot.name: slot for slot in layout.slots}
    return sum(
        left_white(advert, slots[name], layout.grid) for name, advert in booked(page, layout).items() if not advert.slot
    )


def size_of(slot: Slot, grid: Grid) -> tuple[float, float]:
    """The width and the height of an advert's slot, in pt: that of the trimmed advert."""
    box = _box(slot, grid, verso=False)
    return box.width, box.height


def without_slot(page: Page, layout: Layout) -> tuple[Advert, ...]:
    """The adverts of a page that its layout has no slot for."""
    standing = booked(page, layout).values()
    own = [advert for advert in page.adverts if page.folio <= advert.folio < page.folio + layout.pages]
    return tuple(advert for advert in own if not any(advert is each for each in standing))


def without_advert(page: Page, layout: Layout) -> bool:
    """Is a slot drawn for an advert that is not booked, and is its room no other's?"""
    held = booked(page, layout)
    slots = (slot for slot in layout.slots if slot.takes == "advert" and slot.name not in held)
    return any(not (slot.optional or slot.gives_to) for slot in slots)


def with_adverts(made: Sequence[MadeUpPage], page: Page, layout: Layout) -> tuple[MadeUpPage, ...]:
    """The pages of a layout with the adverts that are booked for them, each in its slot of the master that was taken."""
    if not page.adverts:
        return tuple(made)
    fitting = [way for way, _ in layout.ways_on(verso=is_verso(page.folio)) if not without_slot(page, way)]
    way = layout.with_master(made[0].master)
    if not made[0].looks:  # no text: that which they leave least white
        way = min(fitting, key=lambda way: white_in(page, way), default=layout)
    return tuple(
        replace(each, adverts=placed_adverts(page, way, part), master=each.master or way.slots[0].way)
        for part, each in enumerate(made)
    )


def placed_adverts(page: Page, layout: Layout, part: int) -> tuple[PlacedAdvert, ...]:
    """The adverts on one of the pages that a layout lays out together; ``layout`` with the master that was taken."""
    return tuple(_placed(page, layout, part))


def _placed(page: Page, layout: Layout, part: int) -> Iterator[PlacedAdvert]:
    held, verso = booked(page, layout), is_verso(page.folio + part)
    for slot in layout.slots:
        if slot.name in held and slot.page == part:
            box = _box(slot, layout.grid, verso=verso)
            bleed = sides(slot.bleed, verso=verso)
            align = sides(slot.align, verso=verso)
            yield PlacedAdvert(held[slot.name], slot.name, box.x, box.y, box.width, box.height, slot.fit, align, bleed)


def sides(named: Sequence[str], *, verso: bool) -> tuple[str, ...]:
    """Sides as they are on this page: left or right for inner or outer."""
    here = {"inner": "right" if verso else "left", "outer": "left" if verso else "right"}
    return tuple(here.get(side, side) for side in named)


def _box(slot: Slot, grid: Grid, *, verso: bool) -> Rectangle:
    """The slot as it is drawn, over the sides of its bleed out to the trimmed page's edge."""
    bleed = sides(slot.bleed, verso=verso)
    left, top = grid.left(slot.unit, slot.units, verso=verso), slot.top * grid.leading
    right, foot = left + grid.span(slot.units), slot.foot * grid.leading
    left, right = 0.0 if "left" in bleed else left, grid.width if "right" in bleed else right
    top, foot = 0.0 if "top" in bleed else top, grid.height if "bottom" in bleed else foot
    return Rectangle(left, top, right - left, foot - top)
