"""Articles that go on on another page: the first page is made up as far as to know where each is cut.

What comes after sees two pages as if they had been written so: each with its part of the article, and a note that leads
from the one to the other. Pages are taken in their order, so that what goes on on one is known when its own are looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from mise_en_page.model.issue import (
    Article,
    Cut,
    Intertitle,
    Page,
    Paragraph,
    Part,
    Placement,
    Publication,
    Text,
)
from mise_en_page.model.layout import Layout
from mise_en_page.model.memo import Ask
from mise_en_page.model.message import Value, say, spoken
from mise_en_page.model.problem import Problem, Refused
from mise_en_page.pagination import prices
from mise_en_page.pagination.choice import Chosen, choose
from mise_en_page.pagination.once import SetFor
from mise_en_page.pagination.parting import Parting, partings, stray
from mise_en_page.pagination.settling import NEVER
from mise_en_page.pipeline.setters import Held, set_up
from mise_en_page.processes.activity import doing


def goes_on(placed: Placement) -> bool:
    """May it go on on another page, and is it not known yet where it is cut?"""
    return placed.article.next is not None and placed.part is None


def involved(pages: Sequence[Page]) -> frozenset[int]:
    """The folios of pages from which an article goes on, or on which one does."""
    ways = [(page.folio, _onward(each)) for page in pages for each in page.articles if goes_on(each)]
    return frozenset(folio for way in ways for folio in way)


def continued(
    pages: Sequence[Page],
    layouts: Mapping[str, Layout],
    held: Held,
    deal: Callable[[Page], Page],
) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """The pages with the parts of articles that go on, and what is told of those that need not.

    ``deal`` gives a page its layout, where that is left open.
    """
    made = {page.folio: page for page in pages}
    problems: list[Problem] = []
    publication, ask = held[3], held[-1]
    for folio in sorted(made):
        page = made[folio]
        going = tuple(each for each in page.articles if goes_on(each) and _onward(each) in made)
        opened = ask(_opened, page, going, publication) if going else page
        if page.choice is not None:
            layout = deal(opened).layout
            page = made[folio] = ask(_in_layout, page, layout)
            opened = ask(_in_layout, opened, layout)
        if not going:
            continue
        doing(say("doing/continue", page=folio), page.span)
        ways = ask(_partings, opened, layouts[page.layout], *held)
        if ways is None:
            continue  # what is wrong is told of the page
        for placed in going:
            there = made[_onward(placed)]
            own = [each for each in ways if each.article == placed.article.name]
            tried = [ask(_with_rest, there, placed, each, folio, publication) for each in own]
            if not own:
                problems.append(_told(placed, folio))
                continue
            costs = [
                each.cost + min(ask(_price, *way, placed.article.name, *held) for way in _ways(other, layouts, ask))
                for each, other in zip(own, tried, strict=True)
            ]
            best = costs.index(min(costs))
            made[folio] = ask(_with_first, made[folio], placed, own[best], publication)
            made[there.folio] = tried[best]
    return tuple(made[page.folio] for page in pages), tuple(problems)


def _ways(page: Page, layouts: Mapping[str, Layout], ask: Ask) -> Iterator[tuple[Page, Layout]]:
    """A page in each of the layouts that it may take."""
    for name in page.choice.layouts if page.choice is not None else (page.layout,):
        yield ask(_in_layout, page, name), layouts[name]


def _in_layout(page: Page, layout: str) -> Page:
    return replace(page, layout=layout, choice=None)


def _told(placed: Placement, folio: int) -> Problem:
    values: dict[str, Value] = {"name": placed.article.name, "own": folio, "folio": _onward(placed)}
    return Problem.of("nothing-goes-on", "warning", placed.article.next.span if placed.article.next else None, **values)


def _onward(placed: Placement) -> int:
    return placed.article.next.folio if placed.article.next is not None else 0


def _opened(page: Page, going: Sequence[Placement], publication: Publication) -> Page:
    """The page with articles that may be cut anywhere."""
    articles = (
        replace(each, part=Part(after=note_after(_onward(each), publication))) if each in going else each
        for each in page.articles
    )
    return replace(page, articles=tuple(articles))


def _with_first(page: Page, placed: Placement, parting: Parting, publication: Publication) -> Page:
    """The page with the first part of an article, in the slot that it was cut for."""
    part = Part(end=parting.cut, after=note_after(_onward(placed), publication))
    first = replace(placed, slot=parting.slot, part=part)
    return replace(page, articles=tuple(first if each is placed else each for each in page.articles))


def _with_rest(page: Page, placed: Placement, parting: Parting, folio: int, publication: Publication) -> Page:
    """The page with what is left of an article that begins on page ``folio``."""
    slot = placed.article.next.slot if placed.article.next is not None else ""
    titled = placed.article.next is not None and placed.article.next.titled
    part = Part(parting.cut, before=note_before(folio, publication), titled=titled)
    left = left_of(placed.article, parting.cut, signed=not parting.signed)
    return replace(page, articles=(*page.articles, Placement(left, slot, part=part)))


def left_of(article: Article, cut: Cut, *, signed: bool) -> Article:
    """An article without its head but for its title, and without what of its body stands before a cut; but for its
    paragraphs, which are corrected together. ``signed``: its byline stands with it.
    """
    body = (
        block if number >= cut[0] or isinstance(block, Paragraph) else Intertitle(Text(), block.span)
        for number, block in enumerate(article.body)
    )
    byline = article.byline if signed else Text()
    return replace(article, kicker=Text(), chapo=Text(), byline=byline, picture=None, body=tuple(body), next=None)


def note_after(folio: int, publication: Publication) -> str:
    """« Suite page 16 », in the publication's language."""
    with spoken("fr" if publication.language.startswith("fr") else "en"):
        return str(say("note/continued-on", folio=folio))


def note_before(folio: int, publication: Publication) -> str:
    """« Suite de la page 14 »."""
    with spoken("fr" if publication.language.startswith("fr") else "en"):
        return str(say("note/continued-from", folio=folio))


def _partings(page: Page, layout: Layout, *held: *Held) -> tuple[Parting, ...] | None:
    """The ways to part the articles of a page that may go on; none where all of them have room. None if none can be set."""
    ready = _ready(page, layout, *held)
    if ready is None:
        return None
    (corrected, set_for), ask = ready, held[-1]
    closed = (replace(each, part=None) if _is_open(each) else each for each in corrected.articles)
    whole = choose(replace(corrected, articles=tuple(closed)), layout, set_for, ask)
    if not whole.settled:
        return None
    parted = choose(corrected, layout, set_for, ask)
    if _has_room(whole) and not is_rather_parted(parted, whole):
        return ()
    by_name = {each.article.name: each for each in corrected.articles}
    found: list[Parting] = []
    for way in parted.settled:
        if way.slot.takes == "article" and any(each.cut for each in way.articles):
            articles = tuple(set_for(by_name[each.name], way.slot) for each in way.articles)
            signed = "chapo" in way.slot.head and any(by_name[each.name].article.chapo for each in way.articles if each.cut)
            found += partings(way, articles, layout.grid, signed=signed, ask=ask)
    return tuple(found)


def _price(page: Page, layout: Layout, name: str, *held: *Held) -> float:
    """What the page costs on which an article goes on."""
    ready = _ready(page, layout, *held)
    if ready is None:
        return 0.0
    chosen = choose(ready[0], layout, ready[1], held[-1])
    return NEVER if not chosen.settled else chosen.price + sum(stray(way.articles, name) for way in chosen.settled)


def _ready(page: Page, layout: Layout, *held: *Held) -> tuple[Page, SetFor] | None:
    """The page corrected, and what sets its articles."""
    try:
        ready = set_up(page, (layout,), *held)
    except Refused:
        return None
    return (ready[0], ready[1][layout.name]) if ready is not None else None


def _is_open(placed: Placement) -> bool:
    return placed.part is not None and bool(placed.part.after) and placed.part.end is None


def is_rather_parted(parted: Chosen, whole: Chosen) -> bool:
    """Is a page so much better where an article goes on elsewhere, though it has room for all of it?"""
    full = [all(way.full for way in each.settled) for each in (parted, whole)]
    return full[0] >= full[1] and parted.price + prices.GOES_ON < whole.price


def _has_room(chosen: Chosen) -> bool:
    return not any(way.poured.overset or way.head_over > 0 or way.left_out for way in chosen.settled)
