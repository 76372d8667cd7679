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
            continue
        there = by_folio[there.folio - there.part]
        shared = next((each for each in (page, there) if each.choice and each.choice.folios > 1), None)
        double = next((each for each in (page, there) if (held := layouts.get(each.layout)) and held.pages > 1), None)
        if there.folio <= page.folio:
            found.error("next-before", onward.span, own=page.folio, **values)
        elif double is not None:
            found.error("next-spread", onward.span, own=page.folio, first=double.folio, last=double.folio + 1, **values)
        elif shared is not None:
            found.error("next-pool", onward.span, first=shared.folio, **values)
        elif not placed.article.is_text:
            found.error("next-figure", onward.span, **values)
        elif placed.optional:
            found.error("next-optional", onward.span, **values)
        elif (other := taken.get((onward.folio, onward.slot))) and onward.slot:
            found.error("next-twice", onward.span, slot=onward.slot, other=other, **values)
        else:
            taken[onward.folio, onward.slot] = placed.article.name
            names = there.choice.layouts if there.choice else (there.layout,)
            _judge_slot(onward, [each for name in names if (each := layouts.get(name))], found)


def judge_empty(fields: IssueFields, node: Node, pages: Sequence[Page], found: Found) -> None:
    """Tell of a page without articles or adverts on which no article goes on either."""
    reached = {onward.folio for _, _, onward in _going_on(pages)}
    for index, page in enumerate(fields.pages):
        if page.articles or page.adverts or page.folio in reached:
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


def _judge_slot(onward: Onward, layouts: Sequence[Layout], found: Found) -> None:
    """Tell what is wrong with the slot of a page that may take some layouts."""
    every = [slot for layout in layouts for slot in layout.every_slot if slot.takes != "advert"]
    slots = [slot for slot in every if slot.name == onward.slot]
    if layouts and onward.slot and not slots:
        names = tuple(dict.fromkeys(slot.name for slot in every))
        hint = meant(onward.slot, names, say("hint/its-slots", slots=names))
        found.error("missing-slot", onward.span, hint, layout=layouts[0].name, slot=shown(onward.slot))
    elif slots and slots[0].takes != "article":
        kinds = {"figure": key("next-slot/figures"), "picture": key("next-slot/pictures"), "quote": key("next-slot/quotes")}
        found.error(kinds[slots[0].takes], onward.span, slot=onward.slot)
