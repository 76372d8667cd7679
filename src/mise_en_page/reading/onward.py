"""Articles that go on on another page: what is wrong with where they ask to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mise_en_page.model.issue import Onward, Page, Placement
from mise_en_page.model.layout import Layout
from mise_en_page.model.message import Value, key, say
from mise_en_page.reading.fields import IssueFields, at
from mise_en_page.reading.found import Found, meant, shown
from mise_en_page.reading.nodes import Node

Layouts = Mapping[str, Layout | None]


def judge(pages: Sequence[Page], layouts: Layouts, found: Found) -> None:
    """Tell where an article cannot go on as it asks to."""
    by_folio = {page.folio: page for page in pages}
    taken: dict[tuple[int, str], str] = {}
    for page, placed, onward in _going_on(pages):
        there = by_folio.get(onward.folio) if onward.folio else page
        values: dict[str, Value] = {"name": placed.article.name, "folio": onward.folio}
        if there is None:
            hint = say("hint/the-folios", folios=tuple(sorted(by_folio)))
            found.error("next-no-page", onward.span, hint, **values)
            continue
        there = by_folio[there.folio - there.part]
        if not placed.article.is_text:
            found.error("next-figure", onward.span, **values)
        elif placed.optional:
            found.error("next-optional", onward.span, **values)
        elif not _comes_after(page, placed, there, _layouts_of(page, layouts), by_folio, found):
            continue
        elif (other := taken.get((_place(onward, there, layouts), onward.slot))) and onward.slot and onward.folio:
            found.error("next-twice", onward.span, slot=onward.slot, other=other, **values)
        else:
            taken[_place(onward, there, layouts), onward.slot] = placed.article.name
            _judge_slot(onward, there, _layouts_of(there, layouts), found)


def _place(onward: Onward, there: Page, layouts: Layouts) -> int:
    """What slots there are told apart by: a spread's are those of both its pages."""
    return onward.folio if _shares(there, _layouts_of(there, layouts)) else there.folio


def judge_empty(fields: IssueFields, node: Node, pages: Sequence[Page], found: Found) -> None:
    """Tell of a page without articles or adverts on which no article goes on either."""
    reached = {onward.folio for _, _, onward in _going_on(pages)}
    own = {page.folio: page.folio - page.part for page in pages}
    begun = {own[folio] for folio in reached if folio in own}
    firsts = [page.folio for page in pages if not page.part]
    for index, page in enumerate(fields.pages):
        if page.articles or page.adverts or (index < len(firsts) and firsts[index] in begun):
            continue
        here = at(node, "pages", index) or node
        if (written := at(here, "articles")) is not None:
            found.error("bad-value/empty", written.span, name="articles")
        else:
            found.error("missing-field", here.span, name="articles")


def _going_on(pages: Sequence[Page]) -> Iterator[tuple[Page, Placement, Onward]]:
    for page in pages:
        for placed in page.articles:
            if placed.article.next is not None:
                yield page, placed, placed.article.next


def _layouts_of(page: Page, layouts: Layouts) -> list[Layout]:
    names = page.choice.layouts if page.choice else (page.layout,)
    return [layout for name in names if (layout := layouts.get(name)) is not None]


def _shares(page: Page, layouts: Sequence[Layout]) -> bool:
    """Does it share its articles with others, more than both pages of a spread?"""
    return page.choice is not None and page.choice.folios > min((each.pages for each in layouts), default=1)


def _comes_after(
    page: Page, placed: Placement, there: Page, layouts: Sequence[Layout], folios: Iterable[int], found: Found
) -> bool:
    """Does the page on which an article goes on come after its own? Else it is told, with what to write instead.

    Of pages that share their articles none is its own yet, unless it is pinned there; of a spread both are.
    """
    onward = placed.article.next
    assert onward is not None
    values: dict[str, Value] = {"name": placed.article.name, "folio": onward.folio}
    if there is not page:
        if there.folio < page.folio:
            found.error("next-before", onward.span, own=page.folio, **values)
        return there.folio > page.folio
    widths = {layout.pages for layout in layouts} or {1}
    last = page.folio + (page.choice.folios if page.choice else max(widths)) - 1
    first = placed.folio if _shares(page, layouts) and placed.folio else page.folio
    after = first + (1 if 1 in widths else 2 - first % 2)  # the first folio that may be another page than its own
    if after <= last and (onward.folio >= after or not onward.folio):
        return True
    later = tuple(sorted(folio for folio in folios if folio > last))
    hint = say("hint/next-later", folios=later) if later else say("hint/next-none")
    if after <= last:
        found.error("next-before", onward.span, say("hint/next-among", first=after, last=last), own=first, **values)
    elif not onward.folio:
        found.error("next-alone", onward.span, hint, own=first, name=placed.article.name)
    elif last > first:
        found.error("next-spread", onward.span, hint, first=first, last=last, **values)
    else:
        found.error("next-before", onward.span, hint, own=first, **values)
    return False


def _judge_slot(onward: Onward, there: Page, layouts: Sequence[Layout], found: Found) -> None:
    """Tell what is wrong with the slot of a page that may take some layouts."""
    every = [slot for layout in layouts for slot in layout.every_slot if slot.takes != "advert"]
    slots = [slot for slot in every if slot.name == onward.slot]
    part = 0 if _shares(there, layouts) or not onward.folio else onward.folio - there.folio
    begin = {name for layout in layouts for name in layout.begins_on(part)}
    if layouts and onward.slot and not slots:
        names = tuple(dict.fromkeys(slot.name for slot in every))
        hint = meant(onward.slot, names, say("hint/its-slots", slots=names))
        found.error("missing-slot", onward.span, hint, layout=layouts[0].name, slot=shown(onward.slot))
    elif slots and slots[0].takes != "article":
        kinds = {"figure": key("next-slot/figures"), "picture": key("next-slot/pictures"), "quote": key("next-slot/quotes")}
        found.error(kinds[slots[0].takes], onward.span, slot=onward.slot)
    elif part and layouts and onward.slot and onward.slot not in begin:
        hint = say("hint/next-slot", folio=there.folio, slot=onward.slot)
        found.error("next-other-page", onward.span, hint, folio=onward.folio, slot=onward.slot)
    elif part and layouts and not begin:
        hint = say("hint/next-folio", folio=there.folio)
        found.error("next-no-slot", onward.span, hint, layout=layouts[0].name, folio=onward.folio)
