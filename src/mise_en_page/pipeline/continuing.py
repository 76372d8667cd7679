"""Articles that go on on another page: the first page is made up as far as to know where each is cut.

What comes after sees two pages as if they had been written so: each with its part of the article, and a note that leads
from the one to the other. Pages are taken in their order, so that what goes on on one is known when its own are looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from mise_en_page.model.issue import Page, Part, Placement, Publication
from mise_en_page.model.layout import Layout
from mise_en_page.model.memo import Ask
from mise_en_page.model.message import say, spoken
from mise_en_page.model.problem import Problem, Refused
from mise_en_page.pagination import prices
from mise_en_page.pagination.choice import Chosen, choose
from mise_en_page.pagination.once import SetFor
from mise_en_page.pagination.parting import Parting, is_signed, partings, rest_of, stands_on, stray
from mise_en_page.pagination.settling import NEVER
from mise_en_page.pipeline.setters import Held, set_up
from mise_en_page.processes.activity import doing

#: What it costs that an article goes on on the other page of a spread than it asks for.
OTHER_PAGE = 1e6


def goes_on(placed: Placement) -> bool:
    """May it go on on another page, and is it not known yet where it is cut?"""
    return placed.article.next is not None and (placed.part is None or placed.part.is_open)


def continued(
    pages: Sequence[Page],
    layouts: Mapping[str, Layout],
    held: Held,
    deal: Callable[[Page], tuple[tuple[Page, ...], tuple[Problem, ...]]],
) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """The pages with nothing left open, with the parts of articles that go on; and what is told of those that need not.

    ``deal`` gives the pages that an entry's choice comes to, and what it has to tell.
    """
    made = {page.folio: page for page in pages}
    problems: list[Problem] = []
    publication, ask = held[3], held[-1]
    for folio in sorted(made):
        if made[folio].choice is not None:
            dealt, told = deal(made[folio])
            made |= {page.folio: page for page in dealt}
            problems += told
        page = made[folio]
        going = tuple(each for each in page.articles if goes_on(each) and _onward(each) in made)
        if not going:
            continue
        doing(say("doing/continue", page=folio), page.span)
        known = frozenset(each.article.name for each in going if each.part is not None)
        ways = ask(_partings, ask(_opened, page, going, publication), known, layouts[page.layout], *held)
        for placed in going:
            own = [each for each in ways or () if each.article == placed.article.name]
            if not own:
                made[folio] = ask(_closed, made[folio], placed) if placed.part is not None else made[folio]
                problems += [told_whole(placed, folio)] if ways is not None else []  # what is wrong is told of the page
                continue
            there = made[_onward(placed) - made[_onward(placed)].part]
            best, other = _best(placed, own, page, there, layouts, held)
            made[folio] = ask(_with_first, made[folio], placed, best, publication)
            made[there.folio] = other
    return tuple(_noted(made, layouts, held)[page.folio] for page in pages), tuple(problems)


def _best(
    placed: Placement, ways: Sequence[Parting], page: Page, there: Page, layouts: Mapping[str, Layout], held: Held
) -> tuple[Parting, Page]:
    """The way to part an article that is best for both its pages, and the other page with what is left of it.

    Pages that share their articles are dealt out later: for them it is the cheapest on the first.
    """
    publication, ask = held[3], held[-1]
    slots = _slots(placed, there, layouts)
    tried = [(way, slot, ask(_with_rest, there, placed, way, slot, page.folio, publication))
             for way in ways for slot in slots]  # fmt: skip
    if _is_shared(there, layouts):
        return tried[0][0], tried[0][2]
    part = _onward(placed) - there.folio

    def cost(way: Parting, there: Page) -> float:
        return way.cost + min(ask(_price, *each, placed.article.name, part, *held) for each in _ways(there, layouts, ask))

    if len(slots) > 1:  # the slot that is best with the first cut
        first = tried[: len(slots)]
        costs = [cost(way, other) for way, _, other in first]
        slot = first[costs.index(min(costs))][1]
        tried = [each for each in tried if each[1] == slot]
    costs = [cost(way, other) for way, _, other in tried]
    best, _, other = tried[costs.index(min(costs))]
    return best, other


def _slots(placed: Placement, there: Page, layouts: Mapping[str, Layout]) -> tuple[str, ...]:
    """The slots in which an article may go on: that which is asked for; on the right-hand page of a spread, those that
    begin there; else any ("")."""
    asked = placed.article.next.slot if placed.article.next is not None else ""
    part = _onward(placed) - there.folio
    if asked or part <= 0 or _is_shared(there, layouts):
        return (asked,)
    names = there.choice.layouts if there.choice is not None else (there.layout,)
    return tuple(dict.fromkeys(slot for name in names for slot in layouts[name].begins_on(part))) or ("",)


def _is_shared(page: Page, layouts: Mapping[str, Layout]) -> bool:
    """Are its articles still to be given out to several pages?"""
    return page.choice is not None and page.choice.folios > min(layouts[name].pages for name in page.choice.layouts)


def _ways(page: Page, layouts: Mapping[str, Layout], ask: Ask) -> Iterator[tuple[Page, Layout]]:
    """A page in each of the layouts that it may take."""
    for name in page.choice.layouts if page.choice is not None else (page.layout,):
        yield ask(_in_layout, page, name), layouts[name]


def _in_layout(page: Page, layout: str) -> Page:
    return replace(page, layout=layout, choice=None)


def told_whole(placed: Placement, folio: int) -> Problem:
    """That an article need not go on."""
    onward = placed.article.next
    where, name = onward.span if onward else None, placed.article.name
    if onward is None or not onward.folio:
        return Problem.of("nothing-goes-on/anywhere", "warning", where, name=name, own=folio)
    return Problem.of("nothing-goes-on", "warning", where, name=name, own=folio, folio=onward.folio)


def _onward(placed: Placement) -> int:
    return placed.article.next.folio if placed.article.next is not None else 0


def opened(placed: Placement, publication: Publication, folio: int = 0) -> Placement:
    """An article that may be cut anywhere, to go on on a page; where that is open as well, on one of that folio, say."""
    return replace(placed, part=Part(after=note_after(_onward(placed) or folio, publication)))


def _opened(page: Page, going: Sequence[Placement], publication: Publication) -> Page:
    """The page with articles that may be cut anywhere."""
    return replace(page, articles=tuple(opened(each, publication) if each in going else each for each in page.articles))


def _closed(page: Page, placed: Placement) -> Page:
    """The page with all of an article."""
    return replace(page, articles=tuple(replace(each, part=None) if each is placed else each for each in page.articles))


def _with_first(page: Page, placed: Placement, parting: Parting, publication: Publication) -> Page:
    """The page with the first part of an article, in the slot that it was cut for."""
    part = Part(end=parting.cut, after=note_after(_onward(placed), publication))
    first = replace(placed, slot=parting.slot, part=part)
    return replace(page, articles=tuple(first if each is placed else each for each in page.articles))


def _with_rest(page: Page, placed: Placement, parting: Parting, slot: str, folio: int, publication: Publication) -> Page:
    """The page with what is left of an article that begins on page ``folio``."""
    note = note_before(folio, publication)
    there = _onward(placed) if page.choice is not None else 0
    rest = rest_of(placed, parting.cut, slot, note, there, signed=not parting.signed)
    return replace(page, articles=(*page.articles, rest))


def _noted(made: Mapping[int, Page], layouts: Mapping[str, Layout], held: Held) -> dict[int, Page]:
    """The pages with notes that name the very pages where an article is cut and goes on: of a spread, that of the two."""
    publication, ask = held[3], held[-1]
    ends, starts = dict[str, int](), dict[str, int]()
    for page in made.values():
        parts = [each for each in page.articles if each.part is not None]
        stood = ask(_stood, page, layouts[page.layout], *held) if parts and layouts[page.layout].pages > 1 else {}
        for each in parts:
            first, last = stood.get(each.article.name, (0, 0))
            if each.part is not None and each.part.start is None:
                ends[each.article.name] = page.folio + last
            else:
                starts[each.article.name] = page.folio + first
    places = {name: (ends[name], starts[name]) for name in ends if name in starts}
    return {
        folio: ask(_with_notes, page, tuple((each.article.name, *places[each.article.name]) for each in page.articles
                                            if each.part is not None and each.article.name in places), publication)
        for folio, page in made.items()
    }  # fmt: skip


def _with_notes(page: Page, places: tuple[tuple[str, int, int], ...], publication: Publication) -> Page:
    """A page whose notes name other pages; ``places``: of each article, the page where it is cut and where it goes on."""
    if not places:
        return page
    known = {name: (end, start) for name, end, start in places}

    def noted(placed: Placement) -> Placement:
        part = placed.part
        if part is None or placed.article.name not in known:
            return placed
        end, start = known[placed.article.name]
        after = note_after(start, publication) if part.after else ""
        before = note_before(end, publication) if part.before else ""
        return replace(placed, part=replace(part, after=after, before=before))

    return replace(page, articles=tuple(map(noted, page.articles)))


def _stood(page: Page, layout: Layout, *held: *Held) -> dict[str, tuple[int, int]]:
    """On which of a spread's pages, from 0, the text of each article begins and ends."""
    ready = _ready(page, layout, *held)
    ways = choose(ready[0], layout, ready[1], held[-1]).settled if ready is not None else ()
    found = {each.name: stands_on(way, each.name) for way in ways if way.slot.takes == "article" for each in way.articles}
    return {name: place for name, place in found.items() if place is not None}


def note_after(folio: int, publication: Publication) -> str:
    """« Suite page 16 », in the publication's language."""
    with spoken("fr" if publication.language.startswith("fr") else "en"):
        return str(say("note/continued-on", folio=folio))


def note_before(folio: int, publication: Publication) -> str:
    """« Suite de la page 14 »."""
    with spoken("fr" if publication.language.startswith("fr") else "en"):
        return str(say("note/continued-from", folio=folio))


def _partings(page: Page, known: frozenset[str], layout: Layout, *held: *Held) -> tuple[Parting, ...] | None:
    """The ways to part the articles of a page that may go on; none of those that have room, but for those ``known`` to go
    on. None if none can be set."""
    ready = _ready(page, layout, *held)
    if ready is None:
        return None
    (corrected, set_for), ask = ready, held[-1]
    chosen = choose(corrected, layout, set_for, ask)
    if not chosen.settled:
        return None
    closed = tuple(
        replace(each, part=None) if _is_open(each) and each.article.name not in known else each
        for each in corrected.articles
    )
    if any(one is not other for one, other in zip(closed, corrected.articles, strict=True)):
        page = replace(corrected, articles=closed)
        whole = choose(page, layout, set_for, ask)
        if _has_room(whole) and not is_rather_parted(chosen, whole):
            corrected, chosen = page, whole
    by_name = {each.article.name: each for each in corrected.articles}
    found: list[Parting] = []
    for way in chosen.settled:
        if way.slot.takes == "article" and any(each.cut for each in way.articles):
            articles = tuple(set_for(by_name[each.name], way.slot) for each in way.articles)
            signed = any(is_signed(way, by_name[each.name].article) for each in way.articles if each.cut)
            found += partings(way, articles, layout.grid, signed=signed, ask=ask)
    return tuple(found)


def _price(page: Page, layout: Layout, name: str, part: int, *held: *Held) -> float:
    """What the page costs on which an article goes on; ``part``: of a spread, on its right-hand page (1), or any (0)."""
    ready = _ready(page, layout, *held)
    if ready is None:
        return 0.0
    chosen = choose(ready[0], layout, ready[1], held[-1])
    if not chosen.settled:
        return NEVER
    begins = [place[0] for way in chosen.settled if way.slot.takes == "article" and (place := stands_on(way, name))]
    other = OTHER_PAGE if part and begins and begins[0] != part else 0.0
    return chosen.price + other + sum(stray(way.articles, name) for way in chosen.settled)


def _ready(page: Page, layout: Layout, *held: *Held) -> tuple[Page, SetFor] | None:
    """The page corrected, and what sets its articles."""
    try:
        ready = set_up(page, (layout,), *held)
    except Refused:
        return None
    return (ready[0], ready[1][layout.name]) if ready is not None else None


def _is_open(placed: Placement) -> bool:
    return placed.part is not None and placed.part.is_open


def is_rather_parted(parted: Chosen, whole: Chosen) -> bool:
    """Is a page so much better where an article goes on elsewhere, though it has room for all of it?"""
    full = [all(way.full for way in each.settled) for each in (parted, whole)]
    return full[0] >= full[1] and parted.price + prices.GOES_ON < whole.price


def _has_room(chosen: Chosen) -> bool:
    return not any(way.poured.overset or way.head_over > 0 or way.left_out for way in chosen.settled)
