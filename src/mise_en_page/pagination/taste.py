"""In which order a desk ranks the articles of a page: what it would rather have large, and first."""

from __future__ import annotations

from dataclasses import replace

from mise_en_page.model.issue import Page, Placement
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
    """Its signs, and what is made of them."""
    return signs_of(placement.article) * (1 + WITH_CHAPO * bool(placement.article.chapo))
