"""In which order a desk ranks the articles of a page: what it would rather have large, and first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mise_en_page.composition.cutting import before
from mise_en_page.model.issue import Article, Cut, Page, Picture, Placement, Table, Text
from mise_en_page.pagination.assign import signs_of


def in_taste(page: Page) -> Page:
    """The page with its articles as a desk ranks them, the longest first, names breaking ties; or in the order asked for.

    An article with a chapo counts for more than its length: nobody writes one for a brief.
    """
    if page.order == "kept":
        return page
    return replace(page, articles=tuple(sorted(page.articles, key=lambda each: (-weight_of(each), each.article.name))))


#: How much more an article with a chapo weighs, as a share of its signs.
WITH_CHAPO = 0.5


def weight_of(placement: Placement) -> float:
    """Its signs, and what is made of them; of an article that goes on here, those that are left."""
    part = placement.part
    gone = sum(len(text.characters) for text in texts_before(placement.article, part.start)) if part and part.start else 0
    return (signs_of(placement.article) - gone) * (1 + WITH_CHAPO * bool(placement.article.chapo))


def texts_before(article: Article, place: Cut) -> Iterator[Text]:
    """The texts of an article's body that stand before a place of it, the last of them cut there."""
    for number, block in enumerate(article.body[: place[0] + 1]):
        if isinstance(block, Table):
            yield from block.cells if number < place[0] else ()
        elif not isinstance(block, Picture):
            yield before(block.text, place[1]) if number == place[0] else block.text
