"""Articles that go on on another page: what is wrong with where they ask to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mise_en_page.model.issue import Onward, Page, Placement
from mise_en_page.model.layout import Layout
from mise_en_page.model.message import Value, key, say
from mise_en_page.reading.fields import IssueFields, at
from mise_en_page.reading.found import Found, meant, shown
from mise_en_page.reading.nodes import Node


def judge(pages: Sequence[Page], layouts: Mapping[str, Layout | None], found: Found) -> None:
    """Tell where an article cannot go on as it asks to."""
    by_folio = {page.folio: page for page in pages}
    taken: dict[tuple[int, str], str] = {}
    for page, placed, onward in _going_on(pages):
        there = by_folio.get(onward.folio)
        values: dict[str, Value] = {"name": placed.article.name, "folio": onward.folio}
        if there is None:
            hint = say("hint/the-folios", folios=tuple(sorted(by_folio)))
            found.error("next-no-page", onward.span, hint, **values)
        elif onward.folio <= page.folio:
            found.error("next-before", onward.span, own=page.folio, **values)
        elif any(_is_open(each, layouts) for each in (page, there)):
            found.error("next-open", onward.span, own=page.folio, **values)
        elif placed.article.figure:
            found.error("next-figure", onward.span, **values)
        elif placed.optional:
            found.error("next-optional", onward.span, **values)
        elif (other := taken.get((onward.folio, onward.slot))) and onward.slot:
            found.error("next-twice", onward.span, slot=onward.slot, other=other, **values)
        elif (layout := layouts.get(there.layout)) is not None:
            taken[onward.folio, onward.slot] = placed.article.name
            _judge_slot(onward, layout, found)


def judge_empty(fields: IssueFields, node: Node, pages: Sequence[Page], found: Found) -> None:
    """Tell of a page without articles on which none goes on either."""
    reached = {onward.folio for _, _, onward in _going_on(pages)}
    for index, page in enumerate(fields.pages):
        if page.articles or page.folio in reached:
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


def _is_open(page: Page, layouts: Mapping[str, Layout | None]) -> bool:
    """Is it one of a spread, or one whose articles or layout are the program's to choose?"""
    layout = layouts.get(page.layout)
    return page.choice is not None or page.part > 0 or (layout is not None and layout.pages > 1)


def _judge_slot(onward: Onward, layout: Layout, found: Found) -> None:
    slots = [slot for slot in layout.every_slot if slot.name == onward.slot]
    if onward.slot and not slots:
        names = tuple(dict.fromkeys(slot.name for slot in layout.every_slot))
        hint = meant(onward.slot, names, say("hint/its-slots", slots=names))
        found.error("missing-slot", onward.span, hint, layout=layout.name, slot=shown(onward.slot))
    elif slots and slots[0].takes != "article":
        takes = key("next-slot/figures") if slots[0].takes == "figure" else key("next-slot/quotes")
        found.error(takes, onward.span, slot=onward.slot)
