"""An article that goes on on another page: where it may be cut, so that what stands of it fills its slot.

It is cut after a line of a paragraph, with two lines of it at least on either page, and no hyphen; or between two
paragraphs. Never under an intertitle, nor around a quote. Under what stands of it comes the note that says where it goes
on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from mise_en_page.composition.cutting import cut_at
from mise_en_page.composition.galley import SetArticle, SetBlock
from mise_en_page.model.issue import Cut
from mise_en_page.pagination.heights import TOGETHER, role_of

#: So many cuts are tried in a slot while a page's way is searched for, evenly over those that may fill it, and half as many
#: for each article beside it, for they stand in twice as many orders; so many once the way is known.
TRIED, TRIED_AT_LAST = 6, 24


def goes_on(articles: Sequence[SetArticle]) -> int | None:
    """Which of some articles may go on on another page; None if none of them may."""
    return next((n for n, each in enumerate(articles) if each.goes_on is not None), None)


def cuts(article: SetArticle) -> tuple[SetArticle, ...]:
    """The article cut wherever it may be, the longest last, each with its note."""
    return tuple(_cuts(article))


def _cuts(article: SetArticle) -> Iterator[SetArticle]:
    whole = sum(len(block.lines) for block in article.body)
    above = 0
    for number, (block, below) in enumerate(pairwise((*article.body, None))):
        assert block is not None
        if _is_text(block) and block.place is not None:
            lines = block.lines
            within = (
                range(0)
                if block.box is not None or not {"item", "verse"}.isdisjoint(block.role.split())
                else range(max(TOGETHER, block.first_lines), len(lines) - TOGETHER + 1)
            )
            for count in within:
                at = lines[count].start
                own = cut_at(block, at + block.place[1]) if at + block.place[1] > 0 else None
                if own is not None and not lines[count - 1].hyphenated:
                    yield _cut(article, (*article.body[:number], own), (block.place[0], at + block.place[1]))
            between = (
                below is not None
                and below.place is not None
                and not _in_one_box(block, below)
                and (_is_text(below) or role_of(below) == "intertitle")
            )
            if between and not block.keep_next and whole - above - len(lines) >= TOGETHER:
                assert below is not None
                assert below.place is not None
                yield _cut(article, article.body[: number + 1], (below.place[0], 0))
        above += len(block.lines)


def _in_one_box(block: SetBlock, below: SetBlock) -> bool:
    return block.box is not None and below.box is not None and block.box.number == below.box.number


def _is_text(block: SetBlock) -> bool:
    return role_of(block) == "body" and block.breakable


def _cut(article: SetArticle, body: tuple[SetBlock, ...], cut: Cut) -> SetArticle:
    assert article.goes_on is not None
    return replace(article, body=(*body, article.goes_on), goes_on=None, cut=cut)
