"""An article over two pages: which of its cuts is best for both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mise_en_page.composition.galley import SetArticle
from mise_en_page.model.issue import Cut
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
