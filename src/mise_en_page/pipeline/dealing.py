"""What issue.yaml leaves open, settled before any page is made: which pages there are, in which layouts, who is on them.

What comes after sees pages as if they had been written so. Texts are corrected and set here by the same functions as on
the rest of the road, and what is made of one stays for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mise_en_page import composition, reading, rendering
from mise_en_page.model.issue import Issue, Page, Placement
from mise_en_page.model.layout import Layout
from mise_en_page.model.memo import Aside, Ask
from mise_en_page.model.message import say
from mise_en_page.model.problem import Problem, Refused
from mise_en_page.pagination.balance import tilings
from mise_en_page.pagination.pool import Dealt, deal
from mise_en_page.pipeline import page as stages
from mise_en_page.pipeline.continuing import continued, goes_on, opened, told_whole
from mise_en_page.pipeline.setters import Held, set_up
from mise_en_page.pipeline.styles_cache import StylesCache
from mise_en_page.processes.activity import doing


def is_open(issue: Issue) -> bool:
    """Does it leave anything to be settled?"""
    return any(page.choice is not None or any(map(goes_on, page.articles)) for page in issue.pages)


def dealt(read: reading.Read, titled: Issue, catalogue: composition.Catalogue, kept: StylesCache, ask: Ask) -> stages.Done:
    """The issue with nothing left open, and the layouts that it takes."""
    if not is_open(titled):
        return stages.Done((titled, read.layouts))
    marks = rendering.likely_marks(titled, ask)
    held: Held = marks, Aside(titled), titled.source, titled.publication, read.root, catalogue, kept, ask

    def dealt_out(page: Page) -> Entry:
        assert page.choice is not None
        layouts = tuple(read.layouts[name] for name in page.choice.layouts)
        doing(say("doing/deal", page=page.folio), page.span)
        return ask(_entry, page, layouts, *held)

    made, problems = continued(titled.pages, read.layouts, held, deal=dealt_out)
    used = dict.fromkeys(page.layout for page in made)
    return stages.Done((replace(titled, pages=made), {name: read.layouts[name] for name in used}), problems)


#: The pages that an entry's choice comes to, and what is told of it.
Entry = tuple[tuple[Page, ...], tuple[Problem, ...]]


def _entry(page: Page, layouts: tuple[Layout, ...], *held: *Held) -> Entry:
    """The pages of an entry, as if they had been written so."""
    by_name = {layout.name: layout for layout in layouts}
    publication, folios = held[3], page.choice.folios if page.choice else 1
    going = tuple(opened(each, publication, page.folio + folios - 1) if goes_on(each) else each for each in page.articles)
    try:
        ready = set_up(replace(page, articles=going), layouts, *held)
    except Refused:  # what is wrong is told of the pages, once there are any
        ready = None
    made = deal(ready[0], by_name, ready[1], held[-1]) if ready is not None else _evenly(page, by_name)
    there = {name: each.folio for each in made for name in each.rests}
    inside = (0, *range(page.folio, page.folio + folios))
    written, problems = dict[str, Placement](), list[Problem]()
    for placed in page.articles:
        onward, name = placed.article.next, placed.article.name
        written[name] = placed
        if onward is None or not goes_on(placed) or onward.folio not in inside:
            continue
        own = next(each.folio for each in made if any(other.article.name == name for other in each.articles))
        if name in there:
            article = replace(placed.article, next=replace(onward, folio=onward.folio or there[name]))
            written[name] = opened(replace(placed, article=article), publication)
        else:
            written[name] = replace(placed, article=replace(placed.article, next=None))
            problems += [told_whole(placed, own)] if ready is not None else []
    return tuple(part for each in made for part in _parts(page, each, by_name, written)), tuple(problems)


def _evenly(page: Page, layouts: dict[str, Layout]) -> tuple[Dealt, ...]:
    """The articles given out as they are listed: where nothing can be set, that they may be looked at all the same."""
    sheets = next(iter(tilings(page, layouts)))
    share = -(-len(page.articles) // len(sheets))
    return tuple(
        Dealt(sheet.folios[0], sheet.layouts[0], page.articles[n * share : (n + 1) * share])
        for n, sheet in enumerate(sheets)
    )


def _parts(page: Page, made: Dealt, layouts: dict[str, Layout], written: dict[str, Placement]) -> Iterator[Page]:
    """A page as it was dealt, or both of a spread."""
    articles = tuple(written[each.article.name] for each in made.articles if each.article.name in written)
    first = replace(page, layout=made.layout, folio=made.folio, articles=articles, choice=None)
    yield first
    for part in range(1, layouts[made.layout].pages):
        yield replace(first, folio=made.folio + part, articles=(), part=part)
