"""What a page of issue.yaml pins besides who stands where: a master, sizes and shapes of slots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mise_en_page.model.issue import OWN, Pins
from mise_en_page.model.layout import Layout, Slot
from mise_en_page.model.message import key, say
from mise_en_page.reading.fields import PageFields, at
from mise_en_page.reading.found import Found, meant, shown
from mise_en_page.reading.nodes import Node


def pins_of(fields: PageFields) -> Pins:
    return Pins(fields.master, _own(fields.sizes), _own(fields.shapes))


def _own(asked: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Names by their slots, "" for the slot's own."""
    return tuple((slot, "" if name == OWN else name) for slot, name in asked.items())


def slots_of(page: PageFields, layouts: Sequence[Layout], node: Node, found: Found) -> list[str]:
    """The slots that a page may have in its layouts: those of its master. Told where it asks for a master, a slot, a size
    or a shape that there is not.
    """
    masters = [master.name for layout in layouts for master in layout.masters]
    if page.master and layouts and page.master not in masters:
        hint = meant(page.master, masters, say("hint/one-of", choices=tuple(masters)) if masters else None)
        where = (at(node, "master") or node).span
        found.error("missing-master", where, hint, layout=layouts[0].name, master=shown(page.master))
    ways = [layout.with_master(page.master) for layout in layouts]
    slots = [slot for way in ways for slot in (way.slots if way.master else way.every_slot)]
    for pins, asked in (("sizes", page.sizes), ("shapes", page.shapes)):
        for name, pinned in asked.items():
            where = (at(node, pins, name) or node).span
            named = [slot for slot in slots if slot.name == name]
            known = _sizes(named) if pins == "sizes" else [OWN, *(each.slot.variant for s in named for each in s.variants)]
            sentence = key("missing-size") if pins == "sizes" else key("missing-shape")
            if layouts and not named:
                names = tuple(dict.fromkeys(slot.name for slot in slots))
                hint = meant(name, names, say("hint/its-slots", slots=names))
                found.error("missing-slot", where, hint, layout=layouts[0].name, slot=shown(name))
            elif layouts and pinned not in known:
                names = tuple(dict.fromkeys(known))
                hint = meant(pinned, known, say("hint/one-of", choices=names) if len(names) > 1 else None)
                found.error(sentence, where, hint, slot=name, pinned=shown(pinned))
    return list(dict.fromkeys(slot.name for slot in slots))


def _sizes(slots: Sequence[Slot]) -> list[str]:
    """The sizes of the head of a slot, in all its shapes."""
    shapes = [shape for slot in slots for shape in (slot, *(variant.slot for variant in slot.variants))]
    return [OWN, *(name for shape in shapes for name, _ in shape.sizes)]
