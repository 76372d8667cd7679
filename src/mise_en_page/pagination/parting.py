"""An article over two pages: which of its cuts is best for both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mise_en_page.composition.galley import SetArticle
from mise_en_page.model.issue import Article, Cut, Intertitle, Paragraph, Part, Placement, Text
from mise_en_page.model.layout import Grid
from mise_en_page.model.memo import Ask, at_once
from mise_en_page.pagination import prices
from mise_en_page.pagination.continuing import TRIED_AT_LAST, goes_on
from mise_en_page.pagination.heights import TOGETHER, role_of
from mise_en_page.pagination.settling import Settled, Ways, as_cut

#: So many cuts are tried with the other page: the cheapest on the first.
TRIED = 6


@dataclass(frozen=True, slots=True)
class Parting:
    """A way to part an article: where; in which slot it begins, and what that costs there; ``signed``: with its byline."""

    article: str
    cut: Cut
    slot: str
    cost: float
    signed: bool


def partings(
    way: Settled, articles: tuple[SetArticle, ...], grid: Grid, *, signed: bool, ask: Ask = at_once
) -> tuple[Parting, ...]:
    """The ways to part an article in a slot as that stands on its page, the cheapest first.

    ``articles`` are those of the slot, with that which is cut as it was before.
    """
    place = goes_on(articles)
    cut = way.articles[place].cut if place is not None else None
    if place is None or cut is None:
        return ()
    found = {cut: way.cost}
    for group in as_cut(way.slot, articles, grid, way.panel, ask, TRIED_AT_LAST):
        other = group[place].cut
        made = Ways(way.slot, group, grid, way.panel, drops=True, ask=ask, kept=True).best
        if other is not None and made is not None:
            found.setdefault(other, made.cost)
    priced = sorted(found.items(), key=lambda each: (round(each[1], 6), each[0] != cut, each[0]))
    return tuple(Parting(articles[place].name, each, way.slot.name, cost, signed) for each, cost in priced[:TRIED])


def stray(articles: Sequence[SetArticle], name: str) -> float:
    """The price of a single line at the head of what is left of an article."""
    body = next((each.body for each in articles if each.name == name), ())
    first = next((block for block in body if block.place is not None), None)
    begun = first is not None and role_of(first) == "body" and first.place is not None and first.place[1] > 0
    return prices.STRAY if begun and first is not None and first.natural < TOGETHER else 0.0


def is_signed(way: Settled, article: Article) -> bool:
    """Does the byline of an article stand with what of it is in a slot, under its chapo?"""
    return "chapo" in way.slot.head and bool(article.chapo)


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


def rest_of(placed: Placement, cut: Cut, slot: str, note: str, folio: int = 0, *, signed: bool) -> Placement:
    """What is left of an article where it goes on, under a note; ``folio``: of pages that share theirs, the one for it."""
    onward = placed.article.next
    part = Part(cut, before=note, titled=onward is not None and onward.titled)
    return Placement(left_of(placed.article, cut, signed=signed), slot, folio=folio, part=part)


def stands_on(way: Settled, name: str) -> tuple[int, int] | None:
    """On which of its layout's pages, from 0, the columns' text of an article begins and ends; None if none stands."""
    pages = [stretch.page for stretch in way.slot.stretches for _ in range(stretch.columns)]
    items = way.poured.items
    found = [
        pages[piece.column]
        for piece in way.poured.pieces
        if piece.column < len(pages) and way.articles[items[piece.item].article].name == name
    ]
    return (found[0], found[-1]) if found else None
