"""The search against every way to make a page, tried one by one: small pages of every kind, drawn by a seed.

What is tried knows no bound: each arrangement, each article in each slot, each size, each thing left out, each order, each
height of a picture, each place of a quote. The prices are the search's own; that they are taken together as they should
be, and that no bound throws away what is best, is what is proven here.
"""

from __future__ import annotations

import random  # noqa: TID251 (seeded: the same pages on every machine)
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import permutations, product

import pytest
from fake_galley import BRIEFS, GRID, article, brief

from mise_en_page.composition.galley import SetArticle
from mise_en_page.model.issue import Advert, Article, Page, Paragraph, Picture, Placement, PullQuote, Source, Text
from mise_en_page.model.layout import Layout, Master, PictureSlot, Slot, Stretch
from mise_en_page.model.memo import Keep
from mise_en_page.model.problem import Span
from mise_en_page.pagination import prices
from mise_en_page.pagination.choice import Search
from mise_en_page.pagination.columns import RAGGED
from mise_en_page.pagination.copyfit import Detour, search
from mise_en_page.pagination.filling import WORTH_MOVING, Filling
from mise_en_page.pagination.pinned import in_sizes, size_asked
from mise_en_page.pagination.places import Place
from mise_en_page.pagination.sacrifice import sacrifices
from mise_en_page.pagination.settling import NEVER, _free, columns_of, filling_of, of_left_out, without_tailpiece
from mise_en_page.pagination.taste import in_taste

SPAN = Span("a.md")


@dataclass(frozen=True)
class Written:
    """A text: the lines of its paragraphs; what it has besides."""

    lines: tuple[int, ...]
    chapo: bool = False
    picture: bool = False
    quote: bool = False
    figure: bool = False

    def article(self, name: str) -> Article:
        body = [Paragraph(Text("x" * 40 * count), SPAN) for count in self.lines]
        if self.quote:
            body.insert(1, PullQuote(Text("x" * 40), Text(), SPAN))  # type: ignore[arg-type]
        made = Article(name, Source("a.md"), Text("T"), body=tuple(body), chapo=Text("C" * self.chapo))
        picture = Picture("p.jpg", "", Text(), Text(), SPAN) if self.picture else None
        return replace(made, picture=picture, figure=Text("9" * self.figure))


@dataclass
class Case:
    """A page to be made, and the texts of its articles by their names."""

    layout: Layout
    texts: dict[str, Written]
    asked: dict[str, str] = field(default_factory=dict)
    order: str = "free"
    advert: str = ""

    @property
    def page(self) -> Page:
        placed = tuple(Placement(text.article(name), self.asked.get(name, "")) for name, text in self.texts.items())
        adverts = (Advert("a.pdf", self.advert, 14, 0, SPAN),) if self.advert else ()
        return Page("briefs", 14, Text(), placed, SPAN, order=self.order, adverts=adverts)  # type: ignore[arg-type]

    def set_for(self, placement: Placement, slot: Slot) -> SetArticle:
        """An article set: a smaller size takes a line off its title, and off each paragraph."""
        name, text = placement.article.name, self.texts[placement.article.name]
        small = slot.size != ""
        lines = [max(1, count - small) for count in text.lines]
        if text.figure:
            return article(name, slot.name, [("figure", 1), ("body", lines[0])], flexible=False)
        if not slot.head:
            return brief(name, title=1, text=sum(lines), slot=slot.name)
        body = [("body first opening", lines[0]), *(("body", count) for count in lines[1:])]
        if text.quote:
            body.insert(1, ("pull-quote", 1))
        head = [("kicker", 1), ("title", 2 - small), *([("chapo", 2)] if text.chapo else [])]
        return article(name, slot.name, body, head=head, caption=text.picture)


# --- every way, without a bound


def every_price(case: Case, look: Search) -> Iterator[float]:
    """What each way to make the page costs."""
    known: dict[tuple[object, ...], float] = {}
    for place in look._places:
        counts = dict(place.arrangement.counts)
        slots = [slot.name for slot in place.arrangement.slots if slot.takes == "article"]
        for way in product(slots, repeat=len(look._texts)):
            held = {name: tuple(n for n, at in zip(look._texts, way, strict=True) if at == name) for name in slots}
            if any(len(held[name]) != counts[name] for name in slots):
                continue
            if any(place.master.pinned.get(n, at) != at for n, at in zip(look._texts, way, strict=True)):
                continue
            yield from prices_of(case, look, place, held, known)


def prices_of(
    case: Case, look: Search, place: Place, held: dict[str, tuple[int, ...]], known: dict[tuple[object, ...], float]
) -> Iterator[float]:
    """What it costs that the articles stand so: without a tailpiece, then with one at each place."""
    (lead,) = held.get(place.master.lead) or (-1,)
    groups = look._whole(place, lead, tuple((name, group) for name, group in held.items() if name != place.master.lead))
    if not look._agree(place.arrangement, dict(groups)):
        return
    price = place.price + (look._lead_price(lead, place) if lead >= 0 else 0.0) + look._placing(place.arrangement, groups)
    for tailed in ("", *(slot.name for slot in place.arrangement.slots if slot.tailpiece is not None)):
        total = price
        for slot, (name, group) in zip(place.arrangement.slots, groups, strict=True):
            drawn = slot if name == tailed else without_tailpiece(slot)
            key = drawn, group, name in place.arrangement.panels, not tailed
            if key not in known:
                known[key] = of_slot(case, look, *key)
            total += known[key]
        yield total


def of_slot(case: Case, look: Search, slot: Slot, group: tuple[int, ...], panel: bool, drops: bool) -> float:
    """The least that a slot costs, filled to its feet with some articles."""
    best = NEVER
    for sized, price in in_sizes(slot, size_asked(look.page, slot, group)):
        articles = tuple(case.set_for(look.page.articles[n], sized) for n in group)
        left, fee = [(0.0, articles)], 0.0
        for fewer, told in sacrifices(articles, slot.drops) if drops else ():
            fee += of_left_out(told)
            left.append((fee, fewer))
        for fee, each in left:
            for order in orders(each, sized, case.order):
                best = min(best, price + fee + filled(sized, order, panel, RAGGED - fee))
    return best


def orders(articles: tuple[SetArticle, ...], slot: Slot, order: str) -> Iterator[tuple[SetArticle, ...]]:
    """Every order, where that makes a difference: in several columns, and where none is to be kept."""
    if order == "kept" or sum(stretch.columns for stretch in slot.stretches) == 1:
        yield articles
    else:
        yield from permutations(articles)


def filled(slot: Slot, articles: tuple[SetArticle, ...], panel: bool, limit: float) -> float:
    """The least that an order costs: every height of picture and tailpiece, every setting; and, where that is worth it,
    every place of a quote."""
    filling = filling_of(slot, articles, GRID, panel)
    best = least(filling, slot, articles, panel, ())
    if best > WORTH_MOVING:
        best = min(best, least(filling, slot, articles, panel, filling.others))
    return best if best < limit else NEVER


def least(filling: Filling, slot: Slot, articles: tuple[SetArticle, ...], panel: bool, others: tuple[Detour, ...]) -> float:
    columns, best = columns_of(slot, several=len(articles) > 1, panel=panel), NEVER
    for trial in filling.trials:
        poured = search(filling.items, trial.of(columns), RAGGED, others) if trial.lines > 0 else None
        if poured is not None:
            best = min(best, trial.cost + poured.cost + prices.FREE * _free(slot, columns, trial, poured))
    return best


# --- pages of every kind: about as much text as there is room for

LEAD = Slot("lead", unit=0, units=8, top=5, foot=24, head=("kicker", "title", "chapo"), columns=2, drops=("pull-quote",))
RAIL = Slot("rail", unit=8, units=4, top=5, foot=24, most=3, spread=2)
HIGH = PictureSlot(least=4, most=9)
NAMES = "abcdefg"


def long(draw: random.Random, lines: int, **has: bool) -> Written:
    """A text of about so many lines in two or three paragraphs."""
    total = max(7, lines + draw.randint(-4, 4))
    first = draw.randint(3, total - 3)
    rest = total - first
    parts = (first, rest) if rest < 7 or draw.random() < 0.5 else (first, rest // 2, rest - rest // 2)
    return Written(parts, chapo=draw.random() < 0.5, **has)


def briefs(draw: random.Random, count: int, least: int = 3, most: int = 8) -> dict[str, Written]:
    return {NAMES[-1 - n]: Written((draw.randint(least, most),)) for n in range(count)}


def high(draw: random.Random, text: Written, columns: int = 2) -> int:
    """The lines that a lead takes, or nearly so: those of its head, its picture and its columns."""
    column = (sum(text.lines) + 5 * text.quote + columns - 1) // columns
    return 9 + 4 * text.chapo + 7 * text.picture + column + draw.randint(-1, 1)


def tall(draw: random.Random, texts: dict[str, Written], columns: int = 1) -> int:
    """The lines that briefs take."""
    whole = sum(sum(text.lines) + 4 for text in texts.values()) + len(texts) - 1
    return -(-whole // columns) + draw.randint(0, 1)


def page_of(draw: random.Random, lead: Written, below: dict[str, Written], **other: object) -> Case:
    """A lead and a rail, each with room for its own."""
    slots = (replace(LEAD, foot=5 + high(draw, lead)), replace(RAIL, foot=5 + tall(draw, below)))
    return Case(replace(BRIEFS, slots=slots), {"a": lead, **below}, **other)  # type: ignore[arg-type]


def plain(draw: random.Random) -> Case:
    return page_of(draw, long(draw, 27), briefs(draw, draw.randint(1, 3)))


def quotes(draw: random.Random) -> Case:
    case = page_of(draw, long(draw, 24, quote=True), briefs(draw, 2))
    lead, rail = case.layout.slots
    return replace(case, layout=replace(case.layout, slots=(replace(lead, foot=lead.foot - draw.randint(0, 2)), rail)))


def pictured(draw: random.Random) -> Case:
    case = page_of(draw, long(draw, 24, picture=True, quote=draw.random() < 0.3), briefs(draw, 2))
    lead, rail = case.layout.slots
    lead = replace(lead, picture=HIGH, fill=draw.choice(("level", "auto")))
    return replace(case, layout=replace(case.layout, slots=(lead, rail)))


def sized(draw: random.Random) -> Case:
    case = page_of(draw, long(draw, 28, picture=draw.random() < 0.5), briefs(draw, 2, 4, 9))
    lead, rail = case.layout.slots
    by = draw.randint(0, 5)
    lead = replace(lead, foot=lead.foot - by, picture=HIGH, sizes=(("small", 30.0), ("tight", 90.0)))
    rail = replace(rail, foot=rail.foot - draw.randint(0, 2), sizes=(("close", 40.0),))
    return replace(case, layout=replace(case.layout, slots=(lead, rail)))


def moving(draw: random.Random) -> Case:
    """Two rails, and the edge between them."""
    lead, below = long(draw, 30), briefs(draw, draw.randint(2, 3))
    foot = 5 + tall(draw, below) + 1
    middle = (5 + foot) // 2
    upper = replace(RAIL, foot=middle - 1, most=2)
    lower = replace(RAIL, name="low", top=middle, tops=(middle - 3, middle + 3), foot=foot + 2, most=2, fill="auto")
    over = replace(LEAD, foot=5 + high(draw, lead), sink=(0, 3))
    return Case(replace(BRIEFS, slots=(over, upper, lower)), {"a": lead, **below})


def two_leads(draw: random.Random) -> Case:
    one, two = long(draw, 22, quote=draw.random() < 0.5), long(draw, 16, picture=draw.random() < 0.5)
    below = briefs(draw, 2, 6, 9)
    middle = 5 + high(draw, one)
    over = replace(LEAD, foot=middle, feet=(middle - 2, middle + 2), sizes=(("small", 30.0),), sink=(0, 2))
    second = replace(LEAD, name="second", top=middle + 1, foot=middle + 1 + high(draw, two), picture=HIGH)
    rail = replace(RAIL, foot=5 + tall(draw, below), most=2)
    return Case(replace(BRIEFS, slots=(over, second, rail)), {"a": one, "b": two, **below})


def figured(draw: random.Random) -> Case:
    """A key figure under the rail, which takes its lines where there is none."""
    lead, below = long(draw, 30), briefs(draw, 2)
    number = {"b": Written((draw.randint(1, 3),), figure=True)} if draw.random() < 0.7 else {}
    end = 5 + tall(draw, below) + 1
    foot = end + 9 if number else end
    figure = Slot("figure", 8, 4, end, foot + draw.randint(0, 1) if number else end + 3, takes="figure", optional=True,
                  gives_to="rail", tops=(end - 2, end + 2))  # fmt: skip
    rail = replace(RAIL, foot=end - 1 if number else end - 3)
    over = replace(LEAD, foot=5 + high(draw, lead), fill=draw.choice(("level", "auto")))
    return Case(replace(BRIEFS, slots=(over, rail, figure)), {"a": lead, **number, **below})


def with_advert(draw: random.Random) -> Case:
    """A master with an advert, and one without, of which the first is taken where it is booked."""
    case = page_of(draw, long(draw, 27), briefs(draw, 2), advert=draw.choice(("", "advert")))
    lead, rail = case.layout.slots
    advert = Slot("advert", 8, 4, rail.foot + 1, rail.foot + 9, takes="advert")
    free = (lead, replace(rail, foot=rail.foot + draw.randint(0, 2)))
    masters = tuple(
        Master(name, tuple(replace(slot, master=name) for slot in slots), 10.0 * n)
        for n, (name, slots) in enumerate((("free", free), ("booked", (lead, rail, advert))))
    )
    return replace(case, layout=replace(BRIEFS, slots=masters[0].slots, masters=masters))


def pinned(draw: random.Random) -> Case:
    case = moving(draw)
    return replace(case, asked={draw.choice([n for n in case.texts if n != "a"]): draw.choice(("rail", "low"))})


def kept(draw: random.Random) -> Case:
    """In the order in which they are listed, which need not be the best."""
    case = draw.choice((moving, quotes, band))(draw)
    first, *names = case.texts
    draw.shuffle(names)
    return replace(case, texts={name: case.texts[name] for name in (first, *names)}, order="kept")


def gaps(draw: random.Random) -> Case:
    """Masters for two briefs, and for four; three have to be made room for."""
    lead, below = long(draw, 26), briefs(draw, draw.randint(2, 4))
    over, foot = replace(LEAD, foot=5 + high(draw, lead)), 5 + tall(draw, below)
    few = (over, replace(RAIL, least=1, most=2, foot=foot))
    many = (
        over,
        replace(RAIL, least=3, most=4, foot=foot - 8, spread=3),
        replace(RAIL, name="low", top=foot - 7, foot=foot),
    )
    masters = tuple(
        Master(name, tuple(replace(slot, master=name) for slot in slots), 20.0 * n)
        for n, (name, slots) in enumerate((("few", few), ("many", many)))
    )
    return Case(replace(BRIEFS, slots=masters[0].slots, masters=masters), {"a": lead, **below})


def band(draw: random.Random) -> Case:
    """Briefs in two columns, whose order makes a difference."""
    lead, below = long(draw, 28), briefs(draw, draw.randint(2, 4), 4, 9)
    middle = 5 + high(draw, lead)
    over = replace(LEAD, foot=middle, feet=(middle - 1, middle + 1), sink=(0, 2))
    foot = middle + 1 + tall(draw, below, 2) + draw.randint(0, 2)
    wide = replace(
        RAIL, unit=0, units=8, top=middle + 1, foot=foot, columns=2, most=4, spread=3, off_grid=draw.random() < 0.5
    )
    return Case(replace(BRIEFS, slots=(over, wide)), {"a": lead, **below})


def spread(draw: random.Random) -> Case:
    """A lead that goes on over the fold, beside briefs that do so too."""
    lead, below = long(draw, 36, picture=draw.random() < 0.5), briefs(draw, draw.randint(2, 3), 4, 7)
    over = high(draw, lead, 3)
    beyond = Stretch(0, 4, 5, 5 + over - 9 - 4 * lead.chapo - 7 * lead.picture, 1, page=1)
    half = (tall(draw, below) + 1) // 2
    slots = (
        replace(LEAD, continues=(beyond,), picture=HIGH, foot=5 + over),
        replace(RAIL, continues=(Stretch(8, 4, 5, 6 + half, 1, page=1),), most=4, foot=5 + half, spread=3),
    )
    return Case(replace(BRIEFS, slots=slots, pages=2), {"a": lead, **below})


KINDS: dict[str, Callable[[random.Random], Case]] = {
    each.__name__: each
    for each in (plain, quotes, pictured, sized, moving, two_leads, figured, with_advert, pinned, kept, gaps, band, spread)
}


def assert_cheapest(kind: str, seed: int) -> bool:
    """Whether there is a full page at all."""
    case = KINDS[kind](random.Random(f"{kind} {seed}"))
    look = Search(in_taste(case.page), case.layout, case.set_for, Keep())
    least = min(every_price(case, look), default=NEVER)
    found = look.full(NEVER)
    assert (found.price if found is not None else NEVER) == pytest.approx(least), f"{kind} {seed}"
    return least < NEVER


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_the_cheapest_of_all_ways(kind: str) -> None:
    full = [assert_cheapest(kind, seed) for seed in range(6)]
    assert any(full), "all of them are hopeless"


@pytest.mark.field
@pytest.mark.parametrize("kind", KINDS)
def test_of_hundreds_it_is_the_cheapest(kind: str) -> None:
    assert sum(assert_cheapest(kind, seed) for seed in range(6, 200)) > 20
