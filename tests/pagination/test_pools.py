"""Pages that share their articles: the cheapest of all ways to give them out, in whatever order they are listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations, product

import pytest
from fake_galley import BRIEFS, LEAD, RAIL, article, block, brief

from mise_en_page.composition.galley import SetArticle
from mise_en_page.model.issue import (
    Article,
    Choice,
    Onward,
    Page,
    Paragraph,
    Part,
    Picture,
    Placement,
    Source,
    Text,
)  # fmt: skip
from mise_en_page.model.layout import Layout, Slot
from mise_en_page.model.memo import Keep
from mise_en_page.model.problem import Span
from mise_en_page.pagination.balance import tilings
from mise_en_page.pagination.choice import Chosen, choose_full
from mise_en_page.pagination.parting import rest_of, stray
from mise_en_page.pagination.pool import Dealt, Pool, deal
from mise_en_page.pagination.settling import NEVER
from mise_en_page.pagination.taste import in_taste

SPAN = Span("a.md")
#: The lines of each article's text: two leads, and briefs.
LINES = {"fleuve": 168, "canal": 164, "bac": 9, "gare": 8, "pont": 6, "tri": 5, "phare": 11, "orgue": 12, "loire": 260}
MOVING = replace(RAIL, foot=36, feet=(22, 46), least=1, most=4, spread=3)
RAILED = replace(BRIEFS, slots=(replace(LEAD, fill="auto"), MOVING))
#: A page of briefs alone, and a spread.
PLAIN = replace(BRIEFS, name="plain", slots=(replace(MOVING, foot=50, feet=(40, 66), most=9),))
SPREAD = replace(RAILED, name="spread", pages=2)
LAYOUTS = {each.name: each for each in (RAILED, PLAIN, SPREAD)}


def pool(names: str, folios: int = 2, layouts: tuple[str, ...] = ("briefs",), order: str = "free", **pinned: int) -> Page:
    """Articles that so many pages from 14 on share; ``pinned``: the folio that one of them asks for."""
    placements = []
    for name in names.split():
        body = (Paragraph(Text("x" * 40 * LINES[name]), Span("a.md")),)
        made = Article(name, Source("a.md"), Text("T"), body=body)
        placements.append(Placement(made, folio=pinned.get(name, 0)))
    choice = Choice(layouts, folios)
    return Page(layouts[0], 14, Text(), tuple(placements), Span("issue.yaml", 4), order=order, choice=choice)  # type: ignore[arg-type]


def set_for(placement: Placement, slot: Slot) -> SetArticle:
    name, lines = placement.article.name, LINES[placement.article.name]
    if slot.head:
        head = [("kicker", 1), ("title", 2)]
        return article(name, slot.name, [("body first opening", lines // 2), ("body", lines - lines // 2)], head=head)
    return brief(name, title=1, text=lines, slot=slot.name)


def going(names: str, onward: int = 0, order: str = "free", folios: int = 2) -> Page:
    """« loire », which is longer than any page, goes on on another one: of that folio, or any."""
    asked = pool(names, folios, order=order)
    made = (
        replace(each, article=replace(each.article, next=Onward(onward, "", SPAN)), part=Part(after="Suite page 15"))
        if each.article.name == "loire"
        else each
        for each in asked.articles
    )
    return replace(asked, articles=tuple(made))


def set_in_parts(placement: Placement, slot: Slot) -> SetArticle:
    """The same, of an article that may be cut after each of its lines, or is what is left of one that was."""
    part = placement.part
    if part is None:
        return set_for(placement, slot)
    gone = part.start[1] // 40 if part.start is not None else 0
    head = [("kicker", 1), ("title", 2)] if slot.head and not gone else []
    made = article("loire", slot.name, [("body first opening", LINES["loire"] - gone)], head=head)
    body = tuple(replace(each, place=(0, gone * 40)) for each in made.body)
    note = block("body continued-on", 1, article="loire") if part.is_open else None
    return replace(made, body=body, goes_on=note)


def dealt(asked: Page, layouts: dict[str, Layout] = LAYOUTS) -> tuple[Dealt, ...]:
    return deal(asked, layouts, dict.fromkeys(layouts, set_for), Keep())


def groups(asked: Page) -> list[tuple[int, str, set[str]]]:
    return [(each.folio, each.layout, {placed.article.name for placed in each.articles}) for each in dealt(asked)]


def test_each_page_has_a_lead_and_its_share_of_briefs() -> None:
    made = groups(pool("bac fleuve gare canal pont tri"))
    assert [folio for folio, _, _ in made] == [14, 15]
    assert [len({"fleuve", "canal"} & names) for _, _, names in made] == [1, 1]
    assert [len(names) for _, _, names in made] == [3, 3]


def test_any_order_gives_the_same_pages() -> None:
    every = permutations(("fleuve", "canal", "bac", "gare", "pont"))
    assert len({repr([(made.folio, [each.article.name for each in made.articles]) for made in dealt(pool(" ".join(names)))])
                for n, names in enumerate(every) if n % 20 == 0}) == 1  # fmt: skip


def test_an_article_stands_on_the_page_that_is_asked_for() -> None:
    made = groups(pool("fleuve canal bac gare pont tri", fleuve=15, tri=15))
    assert {"fleuve", "tri"} <= made[1][2]
    assert "canal" in made[0][2]


def test_kept_order_is_kept_from_page_to_page() -> None:
    made = dealt(pool("canal bac gare fleuve pont tri", order="kept"))
    assert [each.article.name for page in made for each in page.articles] == [
        "canal",
        "bac",
        "gare",
        "fleuve",
        "pont",
        "tri",
    ]
    assert [page.articles[0].article.name for page in made] == ["canal", "fleuve"]


def every_price(asked: Page) -> Iterator[float]:
    """What each way to give the articles to the pages costs, each page searched to its end."""
    assert asked.choice is not None
    for sheets in tilings(asked, LAYOUTS):
        for way in product(range(len(sheets)), repeat=len(asked.articles)):
            price = 0.0
            for n, sheet in enumerate(sheets):
                held = tuple(each for each, at in zip(asked.articles, way, strict=True) if at == n)
                price += min((price_of(asked, sheet.folios[0], name, held) for name in sheet.layouts), default=NEVER)
            yield price


def price_of(asked: Page, folio: int, layout: str, held: tuple[Placement, ...]) -> float:
    if not held:
        return NEVER
    page = replace(asked, folio=folio, layout=layout, articles=held, choice=None)
    made = choose_full(page, LAYOUTS[layout], set_for, Keep(), NEVER)
    return made.price if made is not None else NEVER


@pytest.mark.parametrize(
    ("names", "layouts"),
    [
        ("fleuve canal bac gare", ("briefs",)),
        ("fleuve canal bac gare pont", ("briefs",)),
        ("fleuve canal tri phare orgue", ("briefs",)),
        ("fleuve bac gare pont phare", ("briefs", "plain")),
        ("fleuve canal bac orgue", ("briefs", "spread")),
    ],
)
def test_it_is_the_cheapest_of_all_ways(names: str, layouts: tuple[str, ...]) -> None:
    asked = pool(names, layouts=layouts)
    least = min(every_price(asked))
    assert least < NEVER
    assert sum(price_of(asked, made.folio, made.layout, made.articles) for made in dealt(asked)) == pytest.approx(least)


def every_price_parted(asked: Page) -> Iterator[float]:
    """What each way costs to give out articles, and to have one of them go on on a later page; cut as its first is best."""
    own = next(n for n, each in enumerate(asked.articles) if each.part is not None)
    (sheets,) = tilings(asked, LAYOUTS)
    for way in product(range(len(sheets)), repeat=len(asked.articles)):
        pages = [[each for each, at in zip(asked.articles, way, strict=True) if at == n] for n in range(len(sheets))]
        first = searched(asked, sheets[way[own]].folios[0], pages[way[own]])
        cut = next((each.cut for made in first.settled for each in made.articles if each.cut), None) if first else None
        for later in range(way[own] + 1, len(sheets)) if cut else ():
            assert cut is not None
            rest = rest_of(asked.articles[own], cut, "", "x", signed=True)
            held = [(n, [*page, rest] if n == later else page) for n, page in enumerate(pages)]
            made = [searched(asked, sheets[n].folios[0], page) for n, page in held]
            if all(each is not None for each in made):
                alone = sum(stray(each.articles, "loire") for each in made[later].settled)  # type: ignore[union-attr]
                yield sum(each.price for each in made if each is not None) + alone


def searched(asked: Page, folio: int, held: list[Placement]) -> Chosen | None:
    if not held:
        return None
    page = replace(asked, folio=folio, layout="briefs", articles=tuple(held), choice=None)
    return choose_full(page, RAILED, set_in_parts, Keep(), NEVER)


@pytest.mark.parametrize(
    "names", ["loire bac gare", "loire bac gare pont tri", "bac loire phare orgue", "loire canal bac gare"]
)
def test_one_that_goes_on_is_parted_as_is_cheapest(names: str) -> None:
    """Whichever stands beside it on either page; no way at all is cheaper than the one that is taken."""
    asked = going(names)
    least = min(every_price_parted(asked), default=NEVER)
    search = Pool(in_taste(asked), LAYOUTS, dict.fromkeys(LAYOUTS, set_in_parts), Keep())
    search.dealt()
    assert search.full == (least < NEVER)
    assert not search.full or search.price == pytest.approx(least)


def parted(asked: Page) -> list[tuple[int, set[str], tuple[str, ...]]]:
    """By folio, who begins there and who goes on."""
    made = deal(asked, LAYOUTS, dict.fromkeys(LAYOUTS, set_in_parts), Keep())
    return [(each.folio, {placed.article.name for placed in each.articles}, each.rests) for each in made]


def test_it_goes_on_on_the_folio_that_is_asked_for() -> None:
    made = parted(going("loire bac gare pont tri phare orgue", onward=16, folios=3))
    assert [rests for _, _, rests in made] == [(), (), ("loire",)]
    assert "loire" not in made[2][1]


@pytest.mark.parametrize(
    ("order", "ways"), [("kept", {(0, 0, 0, 1)}), ("free", {(a, b, 0, 1) for a in (0, 1) for b in (0, 1)})]
)
def test_what_goes_on_begins_before_the_last_page(order: str, ways: set[tuple[int, ...]]) -> None:
    """Also the last of a list that is kept: what is left of it has the last page, alone if need be."""
    asked = going("canal bac loire", order=order)
    (sheets,) = tilings(asked, LAYOUTS)
    search = Pool(asked, LAYOUTS, dict.fromkeys(LAYOUTS, set_in_parts), Keep())
    found = {way for _, way in search._table(sheets)}
    assert found <= ways
    assert (0, 0, 0, 1) in found


def test_what_has_room_on_a_page_does_not_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LINES, "loire", LINES["fleuve"])
    made = parted(going("loire canal bac gare"))
    assert [rests for _, _, rests in made] == [(), ()]
    assert [len({"loire", "canal"} & names) for _, names, _ in made] == [1, 1]


def test_a_page_takes_the_layout_that_suits_it() -> None:
    """One text that is long enough for a lead: the other page has briefs alone."""
    made = groups(pool("fleuve bac gare pont phare orgue tri", layouts=("briefs", "plain")))
    assert {layout: "fleuve" in names for _, layout, names in made} == {"briefs": True, "plain": False}
    alone = pool("bac gare pont phare", 1, ("briefs", "plain"))
    assert groups(alone) == [(14, "plain", {"bac", "gare", "pont", "phare"})]


def test_a_spread_begins_on_a_left_hand_page() -> None:
    ways = [tuple(sheet.folios for sheet in sheets) for sheets in tilings(pool("bac", 3, ("briefs", "spread")), LAYOUTS)]
    assert ways == [((14,), (15,), (16,)), ((14, 15), (16,))]
    odd = replace(pool("bac", 3, ("briefs", "spread")), folio=15)
    assert [tuple(sheet.folios for sheet in sheets) for sheets in tilings(odd, LAYOUTS)] == [
        ((15,), (16,), (17,)),
        ((15,), (16, 17)),
    ]


def test_a_picture_goes_where_it_has_a_place() -> None:
    """Two articles with a picture do not meet on a page that has a place for one."""
    asked = pool("fleuve canal bac gare pont tri")
    picture = Picture("pont.jpg", "", Text(), Text(), Span("a.md"))
    pictured = tuple(
        replace(each, article=replace(each.article, picture=picture)) if each.article.name in ("fleuve", "canal") else each
        for each in asked.articles
    )
    made = dealt(replace(asked, articles=pictured))
    assert [sum(each.article.picture is not None for each in page.articles) for page in made] == [1, 1]


def test_a_pin_is_stronger_than_the_order_that_is_kept() -> None:
    made = groups(pool("canal bac gare fleuve", order="kept", canal=15, fleuve=14))
    assert "fleuve" in made[0][2]
    assert "canal" in made[1][2]


@pytest.mark.parametrize("names", ["fleuve", "bac gare", "fleuve canal bac gare pont tri phare orgue"])
def test_whatever_there_is_to_give_out_nothing_is_lost(names: str) -> None:
    """Too little for three pages, or too much for one."""
    for folios in (1, 3):
        made = dealt(pool(names, folios))
        assert sorted(each.article.name for page in made for each in page.articles) == sorted(names.split())
        assert [page.folio for page in made] == list(range(14, 14 + folios))
