"""The ways of a page that are offered: each the cheapest of its kind, the first the one that is made, all to be pinned."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from fake_galley import BRIEFS, LEAD, RAIL
from test_choice import LINES, RAILED, TWO, page, set_for

from mise_en_page.model.layout import Layout, Master
from mise_en_page.model.memo import Keep
from mise_en_page.pagination import choose, in_taste
from mise_en_page.pagination.alternatives import Alternatives, Offer, alternatives
from mise_en_page.pagination.choice import Way
from mise_en_page.pagination.settling import NEVER


def running(layout: Layout) -> Layout:
    """With briefs that may end anywhere, so that many ways are full."""
    return replace(layout, slots=tuple(each if each.head else replace(each, fill="auto") for each in layout.slots))


ONE, SEVERAL = running(RAILED), running(TWO)
SIZED = replace(SEVERAL, slots=tuple(replace(slot, sizes=(("small", 30.0),)) for slot in SEVERAL.slots))
_SLOTS = {name: (LEAD, replace(RAIL, foot=foot, least=1, fill="auto")) for name, foot in (("short", 38), ("tall", 66))}
MASTERED = replace(
    BRIEFS,
    slots=_SLOTS["short"],
    masters=tuple(
        Master(name, tuple(replace(slot, master=name) for slot in slots), 10.0) for name, slots in _SLOTS.items()
    ),
)
#: The last has no full page of these articles.
EVERY = (ONE, SEVERAL, SIZED, MASTERED, RAILED)
LAYOUTS = pytest.mark.parametrize("layout", EVERY, ids=["rail", "two rails", "sizes", "masters", "none full"])
NAMES = ("fleuve bac gare pont tri", "fleuve bac gare pont", "fleuve gare tri")


@pytest.fixture(autouse=True)
def _as_long_as_its_slot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LINES, "fleuve", 170)


def offered(layout: Layout, names: str, **asked: str) -> tuple[Offer, ...]:
    return alternatives(page(names, **asked), layout, set_for, Keep())


@LAYOUTS
@pytest.mark.parametrize("names", NAMES)
def test_the_first_is_the_one_that_is_made_and_the_others_are_dearer(layout: Layout, names: str) -> None:
    offers = offered(layout, names)
    made = choose(page(names), layout, set_for)
    assert offers[0].way.settled == made.settled
    prices = [round(offer.way.price, 6) for offer in offers]
    assert prices == sorted(prices)
    assert len({offer.kind for offer in offers}) == len(offers)


@LAYOUTS
@pytest.mark.parametrize("names", NAMES)
def test_the_parts_of_a_price_are_its_sum(layout: Layout, names: str) -> None:
    for offer in offered(layout, names):
        assert sum(offer.parts.values()) == pytest.approx(offer.way.price, abs=0.5)
        assert all(cost > 0 for cost in offer.parts.values())


@LAYOUTS
@pytest.mark.parametrize("names", NAMES)
def test_a_page_with_a_kind_pinned_is_made_that_way(layout: Layout, names: str) -> None:
    for offer in offered(layout, names):
        made = choose(offer.page, layout, set_for)
        assert [way.poured for way in made.settled] == [way.poured for way in offer.way.settled]
        assert [way.slot for way in made.settled] == [way.slot for way in offer.way.settled]
        assert not made.assigned.problems
        first, *_ = alternatives(offer.page, layout, set_for)
        assert first.kind == offer.kind


def every_kind(layout: Layout, names: str) -> list[float]:
    """The price of the cheapest full page of each kind, with no bound to spare any: all are filled one by one."""
    search = Alternatives(in_taste(page(names)), layout, set_for, Keep())
    found: dict[object, float] = {}
    for lead in search._leads():
        place = search._places[lead.place]
        for _, groups in search._shared(place, lead.lead, strict=False):
            whole = search._whole(place, lead.lead, groups)
            price = lead.bound + search._placing(place.arrangement, whole)
            for tailed in ("", *(slot.name for slot in place.arrangement.slots if slot.tailpiece is not None)):
                slots = [way.under(NEVER) for way in search._slot_ways(lead.place, whole, tailed)]
                for made in product(*slots):
                    cost = price + sum(way.cost for way in made)
                    kind = search.kind(Way(cost, place.master.layout, place.arrangement, whole, made))
                    found[kind] = min(cost, found.get(kind, cost))
    return sorted(found.values())


@LAYOUTS
@pytest.mark.parametrize("names", NAMES)
def test_no_cheaper_kind_is_passed_over(layout: Layout, names: str) -> None:
    every = every_kind(layout, names)
    if every:
        assert [offer.way.price for offer in offered(layout, names)] == pytest.approx(every[:3])


def test_many_of_these_pages_are_full() -> None:
    """The law above is about something."""
    counts = [len(every_kind(layout, names)) for layout in EVERY for names in NAMES]
    assert sum(count > 2 for count in counts) >= 5
    assert 0 in counts


@LAYOUTS
def test_any_order_gives_the_same_offers(layout: Layout) -> None:
    one, other = offered(layout, "fleuve bac gare pont"), offered(layout, "pont gare bac fleuve")
    assert [(offer.kind, offer.way.price) for offer in one] == [(offer.kind, offer.way.price) for offer in other]


def test_where_no_page_is_full_the_nearest_are_offered() -> None:
    offers = offered(TWO, "fleuve bac gare pont")
    assert len(offers) > 1
    assert all(offer.parts.get("overset", 0) + offer.parts.get("white", 0) > 0 for offer in offers)


def test_what_is_pinned_already_is_so_in_all() -> None:
    for offer in offered(TWO, "fleuve bac gare pont tri", tri="low"):
        assert "tri" in dict(offer.kind.held)["low"]
