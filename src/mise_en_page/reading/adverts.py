"""The adverts that issue.yaml books for a page: their files, found and looked at, and their slots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mise_en_page.model import limits
from mise_en_page.model.issue import Advert
from mise_en_page.model.layout import Layout
from mise_en_page.model.message import key, say
from mise_en_page.reading.article import Folders
from mise_en_page.reading.choices import Layouts, settled_layouts, span_of
from mise_en_page.reading.fields import PageFields, at
from mise_en_page.reading.files import find, read_bytes, relative
from mise_en_page.reading.found import Found, meant, shown
from mise_en_page.reading.images import check_image, seen
from mise_en_page.reading.nodes import Node, Scalar
from mise_en_page.reading.svg import looks_like_svg

#: A program may write something before a PDF's header (ISO 32000-1, annex H).
HEADER = 1024


def is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:HEADER]


def read(folders: Folders, fields: PageFields, node: Node, found: Found) -> tuple[Advert, ...]:
    """The adverts of an entry whose files are there; told of the others. What a PDF holds is judged where it stands."""
    first = fields.folio or fields.folios[0]
    made = []
    for n, asked in enumerate(fields.adverts):
        booking = at(node, "adverts", n) or node
        named = booking if isinstance(booking, Scalar) else at(booking, "file") or booking
        bases = (folders.issue, folders.issue / "images", folders.root)
        path = find(folders.root, bases, Scalar(asked.file, named.span), "advert", found)
        if path is None:
            continue
        data = read_bytes(folders.root, path, limits.IMAGE_BYTES, found, named.span)
        if data is None:
            continue
        file = relative(folders.root, path)
        if looks_like_svg(data) and not is_pdf(data):
            found.error("advert-kind", named.span, file=shown(file))
        elif is_pdf(data):
            made.append(Advert(file, asked.slot, asked.folio or first, asked.page, named.span))
        elif check_image(folders.root, path, found, named.span):
            booked = Advert(file, asked.slot, asked.folio or first, asked.page, named.span)
            made.append(replace(booked, size=seen(data)[0], scales=True))
    return tuple(made)


def judge(fields: PageFields, node: Node, layouts: Layouts, any_of: Mapping[str, Layout], found: Found) -> None:
    """Have the layouts of an entry a slot for each of its adverts?"""
    known = [each for name in settled_layouts(fields, layouts, any_of) if (each := layouts.get(name)) is not None]
    ways = [way.with_master(fields.master) for way in known]
    slots = tuple(dict.fromkeys(s.name for way in ways for s in (way.slots if way.master else way.every_slot)
                                if s.takes == "advert"))  # fmt: skip
    first, last = span_of(fields, layouts)
    for n, asked in enumerate(fields.adverts):
        booking = at(node, "adverts", n) or node
        where = (at(booking, "slot") or booking).span
        if not known:
            continue
        if not slots:
            found.error("advert-no-slot", where, layout=known[0].name)
        elif asked.slot and asked.slot not in slots:
            hint = meant(asked.slot, slots, say("hint/advert-slots", slots=slots))
            found.error(key("advert-slot"), where, hint, layout=known[0].name, slot=shown(asked.slot))
        elif asked.slot and any(each.slot == asked.slot and each.folio == asked.folio for each in fields.adverts[:n]):
            found.error("advert-twice", where, slot=asked.slot)
        elif asked.folio and not first <= asked.folio <= last:
            hint = say("hint/its-folios", first=first, last=last)
            found.error("missing-folio", (at(booking, "folio") or booking).span, hint, folio=asked.folio)
