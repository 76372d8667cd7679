"""What issue.yaml pins of a page: the shapes and the sizes of its slots; and what it says that cannot be had."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mise_en_page.model.issue import OWN, Page
from mise_en_page.model.layout import Slot
from mise_en_page.model.problem import Problem


def in_shape(slots: Sequence[Slot], asked: Sequence[tuple[str, str]]) -> bool:
    """Does each slot stand in the shape that was asked for?"""
    shapes = dict(asked)
    return all(shapes.get(slot.name, slot.variant) == slot.variant for slot in slots)


def size_asked(page: Page, slot: Slot, group: Sequence[int]) -> str | None:
    """The size that is asked for of the head over some of a page's articles; its own where one goes on, without a head."""
    parts = (page.articles[n].part for n in group)
    return "" if any(part and part.start for part in parts) else dict(page.pins.sizes).get(slot.name)


def in_sizes(slot: Slot, size: str | None) -> tuple[tuple[Slot, float], ...]:
    """A slot with its head in each of its sizes, and what that costs; in the one that was asked for alone, if it has it."""
    every = ((slot, 0.0), *((replace(slot, size=name), price) for name, price in slot.sizes))
    return tuple(each for each in every if each[0].size == size) or every


def not_had(page: Page, slots: Sequence[Slot]) -> Iterator[Problem]:
    """What was asked for and does not go with what the page holds."""
    standing = {slot.name: slot for slot in slots}
    for name, size in page.pins.sizes:
        if name in standing and standing[name].size != size:
            yield Problem.of("pin-idle/size", "warning", page.span, folio=page.folio, slot=name, size=size or OWN)
    for name, shape in page.pins.shapes:
        if name in standing and standing[name].variant != shape:
            yield Problem.of("pin-idle/shape", "warning", page.span, folio=page.folio, slot=name, shape=shape or OWN)
