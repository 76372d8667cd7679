"""The choice of a page: the cheapest of all ways, whatever the order in which articles are listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

import pytest
from fake_galley import BRIEFS, LEAD, RAIL, article, brief

from mise_en_page.composition.galley import SetArticle
from mise_en_page.model.issue import Article, Page, Paragraph, Pins, Placement, Source, Text
from mise_en_page.model.layout import Layout, Master, Slot, Variant
from mise_en_page.model.memo import Keep
from mise_en_page.model.problem import Span
from mise_en_page.pagination import choose
from mise_en_page.pagination.choice import Search
from mise_en_page.pagination.places import places_of
from mise_en_page.pagination.prices import PLAIN_LEAD
from mise_en_page.pagination.taste import in_taste

#: The lines of each article's text: a lead, and briefs.
LINES = {"fleuve": 172, "bac": 9, "gare": 8, "pont": 6, "tri": 5}
RAILED = replace(BRIEFS, slots=(LEAD, replace(RAIL, foot=66, least=2, most=4)))
TWO = replace(RAILED, slots=(LEAD, replace(RAIL, foot=40, least=1), replace(RAIL, name="low", top=41, foot=66, least=1)))


def page(names: str, order: str = "free", **asked: str) -> Page:
    """A page of articles by their names; ``asked``: the slot that one of them asks for."""
    placements = []
    for name in names.split():
        body = (Paragraph(Text("x" * 40 * LINES[name]), Span("a.md")),)
        placements.append(Placement(Article(name, Source("a.md"), Text("T"), body=body), asked.get(name, "")))
    return Page("briefs", 15, Text(), tuple(placements), Span("issue.yaml", 4), order=order)  # type: ignore[arg-type]


def set_for(placement: Placement, slot: Slot) -> SetArticle:
    name, lines = placement.article.name, LINES[placement.article.name]
    if slot.head:
        head = [("kicker", 1), ("title", {"": 2, "small": 1}[slot.size])]
        return article(name, slot.name, [("body first opening", lines // 2), ("body", lines - lines // 2)], head=head)
    return brief(name, title=1, text=lines, slot=slot.name)


def chosen(layout: Layout, asked: Page) -> dict[str, tuple[str, ...]]:
    """Who stands in each slot."""
    made = choose(asked, layout, set_for, Keep())
    return {way.slot.name: tuple(each.name for each in way.articles) for way in made.settled}


def test_the_lead_is_found_wherever_it_is_listed() -> None:
    expected = {"lead": ("fleuve",), "rail": ("bac", "gare", "pont", "tri")}
    for names in ("fleuve bac gare pont tri", "tri pont gare fleuve bac", "bac tri gare pont fleuve"):
        assert chosen(RAILED, page(names)) == expected


def test_any_order_gives_one_page() -> None:
    ways = {repr(chosen(TWO, page(" ".join(names)))) for names in permutations(("fleuve", "bac", "gare", "pont"))}
    assert len(ways) == 1


def test_kept_order_is_kept() -> None:
    assert chosen(RAILED, page("tri fleuve bac gare", order="kept")) == {
        "lead": ("tri",),
        "rail": ("fleuve", "bac", "gare"),
    }


def test_what_is_asked_for_stands_there() -> None:
    assert chosen(TWO, page("fleuve bac gare pont tri", bac="low"))["low"][0] == "bac"
    lead = page("fleuve bac gare pont")
    pinned = replace(lead, articles=(lead.articles[0], replace(lead.articles[1], lead=True), *lead.articles[2:]))
    assert chosen(RAILED, pinned)["lead"] == ("bac",)


def every_price(search: Search) -> Iterator[float]:
    """What each way to fill the page costs."""
    for lead in search._leads():
        place = search._places[lead.place]
        for _, groups in search._shared(place, lead.lead, strict=False):
            whole = search._whole(place, lead.lead, groups)
            price = lead.bound + search._placing(place.arrangement, whole)
            for tailed in ("", *(slot.name for slot in place.arrangement.slots if slot.tailpiece is not None)):
                made = [way.best for way in search._slot_ways(lead.place, whole, tailed)]
                filled = [each.cost for each in made if each is not None]
                if len(filled) == len(made) and search._agree(place.arrangement, dict(whole)):
                    yield price + sum(filled)


@pytest.mark.parametrize("names", ["fleuve bac gare pont tri", "fleuve bac gare pont", "fleuve gare tri"])
@pytest.mark.parametrize("layout", [RAILED, TWO], ids=["one rail", "two rails"])
def test_it_is_the_cheapest_of_all_ways(layout: Layout, names: str) -> None:
    """Every way to give the articles out, each slot filled exactly, with no bound to spare any."""
    search = Search(in_taste(page(names)), layout, set_for, Keep())
    every = list(every_price(search))
    best = search.best()
    assert best is not None
    if every:
        assert best.price == pytest.approx(min(every))
        assert all(way.full for way in best.settled)


def test_a_smaller_head_is_taken_where_the_text_wants_its_room() -> None:
    lead = replace(LEAD, picture=None, sizes=(("small", 30.0),))
    layout = replace(RAILED, slots=(lead, RAILED.slots[1]))
    sizes = set()
    for lines in range(150, 192):
        LINES["fleuve"] = lines
        sizes |= {way.slot.size for way in choose(page("fleuve bac gare pont tri"), layout, set_for).settled if way.full}
    LINES["fleuve"] = 172
    assert sizes == {"", "small"}


def test_the_master_of_least_price_is_taken() -> None:
    """One for two briefs and one for four; both have a place for three, at a price."""
    slots = {name: (LEAD, replace(RAIL, foot=foot, least=1)) for name, foot in (("short", 38), ("tall", 66))}
    masters = tuple(Master(name, tuple(replace(slot, master=name) for slot in each), 10.0) for name, each in slots.items())
    layout = replace(BRIEFS, slots=masters[0].slots, masters=masters)
    assert choose(page("fleuve bac gare"), layout, set_for).master == "short"
    assert choose(page("fleuve bac gare pont tri"), layout, set_for).master == "tall"


def test_an_edge_moves_for_both_its_neighbours() -> None:
    upper, lower = replace(RAIL, foot=39, least=1), replace(RAIL, name="low", top=40, tops=(34, 46), foot=66, least=1)
    made = choose(page("fleuve bac gare pont tri"), replace(BRIEFS, slots=(LEAD, upper, lower)), set_for)
    stood = {way.slot.name: way.slot for way in made.settled}
    assert 34 <= stood["low"].top <= 46
    assert stood["rail"].foot == stood["low"].top - 1


def test_an_edge_moves_too_where_no_page_is_full() -> None:
    """Two slots of one article each: together they are short of room, but none of it is left white beside what is over."""
    upper = replace(RAIL, foot=16, least=1, most=1, spread=0)
    lower = replace(upper, name="low", top=17, tops=(14, 30), foot=32)
    made = choose(page("fleuve bac gare"), replace(BRIEFS, slots=(LEAD, upper, lower)), set_for)
    assert not all(way.full for way in made.settled)
    assert {way.slot.name: way.slot for way in made.settled}["low"].top > 20
    assert not any(sum(way.poured.ragged) for way in made.settled if way.slot.name != "lead")


def test_a_brief_takes_the_place_of_a_second_lead_only_where_nothing_else_does() -> None:
    """A master with a place for two leads costs less, but none of the others has a chapo or a picture."""
    second = replace(RAIL, name="second", foot=24, least=1, most=1, head=("title", "chapo"))
    slots = {"two": (LEAD, second, replace(RAIL, top=25, foot=66, least=1)), "one": (LEAD, replace(RAIL, foot=66, least=1))}
    prices = {"two": 0.0, "one": 50.0}
    masters = tuple(Master(n, tuple(replace(slot, master=n) for slot in each), prices[n]) for n, each in slots.items())
    layout = replace(BRIEFS, slots=masters[0].slots, masters=masters)
    asked = page("fleuve bac gare pont tri")
    assert choose(asked, layout, set_for).master == "one"
    chapo = [replace(each, article=replace(each.article, chapo=Text("C"))) for each in asked.articles[:2]]
    assert {place.price for place in places_of(replace(asked, articles=(*chapo, *asked.articles[2:])), layout, 0.0)} == {
        0.0,
        50.0,
    }
    assert {place.price for place in places_of(asked, layout, 0.0)} == {PLAIN_LEAD, 50.0}


def test_what_fits_nowhere_is_told_by_its_lines() -> None:
    LINES["fleuve"] = 400
    made = choose(page("fleuve bac gare pont"), RAILED, set_for)
    LINES["fleuve"] = 172
    assert sum(way.poured.overset for way in made.settled) > 0
    assert {way.slot.name for way in made.settled} == {"lead", "rail"}


def pinned(names: str, **pins: object) -> Page:
    return replace(page(names), pins=Pins(**pins))  # type: ignore[arg-type]


def test_a_master_that_is_pinned_is_taken_whatever_it_costs() -> None:
    slots = {name: (LEAD, replace(RAIL, foot=foot, least=1)) for name, foot in (("short", 38), ("tall", 66))}
    masters = tuple(Master(name, tuple(replace(slot, master=name) for slot in each)) for name, each in slots.items())
    layout = replace(BRIEFS, slots=masters[0].slots, masters=masters)
    for name in ("short", "tall"):
        made = choose(pinned("fleuve bac gare pont tri", master=name), layout, set_for)
        assert made.master == name
        assert not made.assigned.problems


def test_a_size_that_is_pinned_is_taken_and_one_that_is_not_there_is_told() -> None:
    layout = replace(RAILED, slots=(replace(LEAD, picture=None, sizes=(("small", 30.0),)), RAILED.slots[1]))
    for size in ("", "small"):
        made = choose(pinned("fleuve bac gare pont tri", sizes=(("lead", size),)), layout, set_for)
        assert made.settled[0].slot.size == size
    (told,) = choose(pinned("fleuve bac gare", sizes=(("rail", "small"),)), layout, set_for).assigned.problems
    assert (told.code, told.severity) == ("pin-idle", "warning")


def test_a_shape_that_is_pinned_is_taken_where_it_goes_with_the_page() -> None:
    low = Variant(replace(RAIL, top=30, foot=66, least=1, most=4, variant="low"), signs=(("rail", 0, 99),))
    only = Variant(replace(RAIL, unit=0, units=12, variant="only"), when=(("lead", 0, 0),))
    layout = replace(RAILED, slots=(LEAD, replace(RAILED.slots[1], variants=(only, low))))
    for shape in ("low", ""):
        made = choose(pinned("fleuve bac gare pont tri", shapes=(("rail", shape),)), layout, set_for)
        assert made.settled[1].slot.variant == shape
        assert not made.assigned.problems
    made = choose(pinned("fleuve bac gare pont tri", shapes=(("rail", "only"),)), layout, set_for)
    assert made.settled[1].slot.variant != "only"
    assert [told.code for told in made.assigned.problems] == ["pin-idle"]
