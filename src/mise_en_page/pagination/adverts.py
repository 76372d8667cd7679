"""Where a page's adverts stand: each in the slot that is booked for it, as the layout draws it, whatever stands beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mise_en_page.model.issue import Advert, Page
from mise_en_page.model.layout import Grid, Layout, Slot
from mise_en_page.pagination.grid import Rectangle, is_verso
from mise_en_page.pagination.makeup import MadeUpPage, PlacedAdvert


def booked(page: Page, layout: Layout) -> dict[str, Advert]:
    """The adverts of a page by their slots: first those whose slot is named, then the others in the order of slots."""
    own = [advert for advert in page.adverts if page.folio <= advert.folio < page.folio + layout.pages]
    slots = [slot.name for slot in layout.slots if slot.takes == "advert"]
    held = {advert.slot: advert for advert in own if advert.slot in slots}
    free = (name for name in slots if name not in held)
    held |= dict(zip(free, (advert for advert in own if not advert.slot), strict=False))
    return {name: held[name] for name in slots if name in held}


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
    fitting = (way for way, _ in layout.ways if not without_slot(page, way))
    way = next(fitting, layout) if not made[0].looks else layout.with_master(made[0].master)  # no text: any that has room
    return tuple(
        replace(each, adverts=placed_adverts(page, way, part), master=each.master or way.slots[0].master)
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
