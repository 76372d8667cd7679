"""Masters over an advert: each of a layout's own once more, on a page that an advert across its foot makes shorter.

::

    adverts: {strip: 10, half: 29}

An advert is as wide as the type area and so many lines high; on a spread it stands on the right page. The lines of the
page's head stay where they are, what lies between is shared out, and key figures keep their height.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from mise_en_page.model.layout import Layout, Master, Slot, Stretch, over_advert
from mise_en_page.reading.theme import HEAD, moved, shapes_of

#: White, in lines, between an advert and what stands above it.
APART = 1
#: A slot that is left fewer lines holds nothing.
LEAST = 6
#: One for a picture that stands by itself, fewer than these.
LEAST_PICTURE = 10


def over_adverts(layout: Layout, heights: Mapping[str, int]) -> Iterator[Master]:
    """The masters of a layout over each advert, by its name with its height in lines; none of those that draw one."""
    own = layout.masters or (Master("", layout.slots),)
    for name, height in heights.items():
        for master in own:
            if all(slot.takes != "advert" for slot in master.slots):
                slots = tuple(_over(layout, master, name, height))
                if all(
                    shape.foot - shape.top >= (LEAST_PICTURE if shape.takes == "picture" else LEAST)
                    for slot in slots
                    if slot.takes != "advert"
                    for shape in shapes_of(slot)
                ):
                    yield Master(over_advert(master.name, name), slots, master.price, master.side)


def _over(layout: Layout, master: Master, name: str, height: int) -> Iterator[Slot]:
    page = layout.pages - 1
    stretches = [
        each for slot in layout.every_slot for shape in shapes_of(slot) for each in shape.stretches if each.page == page
    ]
    foot, head = max(each.foot for each in stretches), round(HEAD * int(layout.grid.height / layout.grid.leading))
    less = height + APART
    share = max(0.0, 1 - less / max(1, foot - min(each.top for each in stretches)))
    shapes = [shape for slot in master.slots for shape in shapes_of(slot)]
    tops = {each.top for shape in shapes for each in shape.stretches if each.page == page}
    panels = [shape for shape in shapes if shape.takes == "figure" and shape.page == page]
    edges = {edge for shape in panels for line in (shape.top, *(shape.tops or ())) for edge in (line, line - APART)}

    def higher(line: int) -> int:
        return line - less

    def top(line: int) -> int:
        return line - round(less * min(1.0, max(0, line - head) / max(1, foot + 1 - head)))

    def end(line: int) -> int:
        """As far above the line after it as it was; what stands on a key figure stays on it."""
        if line in edges:
            return higher(line)
        return top(line) if line in tops else top(line + 1) - 1

    for slot in master.slots:
        lines = (higher, higher) if slot.takes == "figure" else (top, end)
        yield _apart(replace(moved(slot, *lines, share, page), over=name))
    box = Stretch(0, layout.grid.units, foot - height, foot, page=page)
    first = master.slots[0]
    yield Slot(
        name, box.unit, box.units, box.top, box.foot, takes="advert", page=page, master=first.master, over=name
    )  # fmt: skip


def _apart(slot: Slot) -> Slot:
    """A slot that does not reach over the page's foot."""
    picture = slot.picture and replace(slot.picture, bleed=tuple(each for each in slot.picture.bleed if each != "bottom"))
    variants = tuple(replace(each, slot=_apart(replace(each.slot, over=slot.over))) for each in slot.variants)
    return replace(slot, picture=picture, bleed=tuple(each for each in slot.bleed if each != "bottom"), variants=variants)
