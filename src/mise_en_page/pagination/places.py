"""Where a page's articles may stand: each arrangement of each master that has a place for all, and what it costs by itself.

Nothing is set for it: only how many articles there are counts, and what issue.yaml asks for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mise_en_page.model.issue import Page
from mise_en_page.model.layout import OVER, Layout
from mise_en_page.pagination import prices
from mise_en_page.pagination.adverts import booked, white_in, without_advert, without_slot
from mise_en_page.pagination.arrangements import Arrangement, arrangements, counts_of
from mise_en_page.pagination.assign import asked_slot, counted_on, in_order, lead_slot
from mise_en_page.pagination.grid import is_verso
from mise_en_page.pagination.pinned import in_shape
from mise_en_page.pagination.taste import weight_of


@dataclass(frozen=True, slots=True)
class Master:
    """A layout with one of its masters, and what is known beforehand: the lead's slot, how many articles each slot
    usually holds, its key figures, and the slots that articles must stand in."""

    layout: Layout
    price: float
    lead: str
    usual: Mapping[str, int]
    figures: Mapping[str, tuple[int, ...]]
    pinned: Mapping[int, str]

    @classmethod
    def of(cls, page: Page, layout: Layout, price: float) -> Master | None:
        """None where the master has no place for the page's articles."""
        if without_slot(page, layout) or without_advert(page, layout):
            return None
        held, problems = in_order(page, layout)
        if problems or _unfilled(held, layout):
            return None
        if page.order == "kept":
            pinned = {index: name for name, indices in held.items() for index in indices}
        else:
            asked = ((n, asked_slot(each, layout)) for n, each in enumerate(page.articles) if each.article.is_text)
            pinned = {n: name for n, name in asked if name}
        usual = {name: len(indices) for name, indices in held.items()} | dict.fromkeys(booked(page, layout), 1)
        figures = {slot.name: tuple(held[slot.name]) for slot in layout.slots if slot.takes in ("figure", "picture")}
        return cls(layout, price, lead_slot(layout), usual, figures, pinned)


def _unfilled(held: Mapping[str, Sequence[int]], layout: Layout) -> bool:
    """Is a slot drawn for a key figure or a picture by itself that the page has not, and is its room no other's?"""
    slots = (slot for slot in layout.slots if slot.takes in ("figure", "picture") and not held[slot.name])
    return any(not (slot.optional or slot.gives_to) for slot in slots)


@dataclass(frozen=True, slots=True)
class Place:
    """An arrangement of a master, and what it costs whatever stands in it."""

    master: Master
    arrangement: Arrangement
    price: float
    has_lead: bool


def places_of(page: Page, layout: Layout, without_lead: float) -> list[Place]:
    """All places that a layout has for a page's articles. ``without_lead``: what a page without a lead costs."""
    masters = [
        master
        for way, price in layout.ways_on(verso=is_verso(page.folio))
        if page.pins.master in ("", way.master, way.master.partition(OVER)[0]) and (master := Master.of(page, way, price))
    ]
    white = [white_in(page, master.layout) for master in masters]  # an advert stands in the slot of its size
    found = [
        place
        for master, left in zip(masters, white, strict=True)
        if left == min(white)
        for place in _arranged(page, master, without_lead)
    ]
    return [each for each in found if in_shape(each.arrangement.slots, page.pins.shapes)] or found


def no_lead(page: Page, layout: Layout) -> float:
    """What it costs that a page has no lead, where its layout has a place for one."""
    texts = [each for each in page.articles if each.article.is_text]
    if page.order == "kept" or not texts or not any(lead_slot(way) for way, _ in layout.ways):
        return 0.0
    longest, *others = sorted(map(weight_of, texts), reverse=True)
    times = longest / max(1.0, others[0]) - 1 if others else prices.NO_LEAD_MOST
    chapo = prices.NO_LEAD_CHAPO * any(bool(each.article.chapo) for each in texts)
    return prices.NO_LEAD + prices.NO_LEAD_TIMES * min(prices.NO_LEAD_MOST, times) + chapo


def _arranged(page: Page, master: Master, without_lead: float) -> Iterator[Place]:
    usual, pinned = master.usual, Counter(master.pinned.values())
    texts = sum(each.article.is_text for each in page.articles)
    second = _second_leads(page, master)
    for counts in counts_of(master.layout, texts, usual, pinned):
        if page.order == "kept" and any(usual[name] != n for name, n in counts):
            continue
        has_lead = bool(dict(counts).get(master.lead))
        for each in arrangements(master.layout, counts, is_verso(page.folio)):
            price = _price(master, each, without_lead, leads=bool(texts))
            if price is not None:
                yield Place(master, each, master.price + each.price + price + second, has_lead)


def _second_leads(page: Page, master: Master) -> float:
    """What it costs that a slot drawn for a second lead, with its chapo, takes a text without one or a picture."""
    slots = sum(slot.takes == "article" and slot.most == 1 and "chapo" in slot.head for slot in master.layout.slots)
    texts = (each.article for each in page.articles if each.article.is_text)
    leads = sum(bool(each.chapo or each.picture) for each in texts)
    return prices.PLAIN_LEAD * max(0, slots - max(1, leads) - len(master.pinned))


def _price(master: Master, arrangement: Arrangement, without_lead: float, *, leads: bool) -> float | None:
    """What an arrangement costs by the count of articles in its slots; None where the layout has none for so many.

    ``leads``: is there any text that could be the lead?
    """
    price, held = 0.0 if master.lead else without_lead, dict(arrangement.counts)
    shapes = {slot.name: slot for slot in arrangement.slots}
    for slot in master.layout.slots:
        few = slot.least - held.get(slot.name, 0)
        if slot.takes != "article":
            continue
        counted = few > 0 and counted_on(master.layout, slot, shapes)
        if few <= 0:
            price += prices.OPTIONAL_SLOT * (slot.optional and slot.name not in master.pinned.values())
        elif slot.name == master.lead and leads:
            if not counted:
                return None
            price += without_lead
        elif few < slot.least:
            price += 0.0 if counted else prices.FEW * few
        elif not slot.optional and not counted:
            return None
    return price
