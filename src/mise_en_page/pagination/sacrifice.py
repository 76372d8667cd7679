"""What a slot that is too full may do without: what the layout, then the issue says; each is told.

First the blocks that the layout names (``drops``), the last in the slot first; then the articles that issue.yaml calls
optional, those of the highest number first. They come back by themselves as soon as there is room.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mise_en_page.composition.galley import SetArticle, SetBlock
from mise_en_page.layout import Slot
from mise_en_page.pagination.heights import role_of
from mise_en_page.problem import Problem

#: What stands with a block and goes with it.
FOLLOWS = {"pull-quote": "attribution"}


def sacrifices(articles: Sequence[SetArticle], slot: Slot) -> Iterator[tuple[tuple[SetArticle, ...], Problem]]:
    """A slot's articles with one thing less each time, and what to tell of it."""
    left = list(articles)
    for role in slot.drops:
        for number in reversed(range(len(left))):
            while (place := _last_of(left[number].body, role)) is not None:
                article = left[number]
                told = _told(article.name, role, article.body[place])
                left[number] = replace(article, body=_without(article.body, place))
                yield tuple(left), told
            if role == "picture" and (picture := left[number].picture) is not None:
                told = replace(_told(left[number].name, role, None), where=picture.span)
                left[number] = replace(left[number], picture=None, caption=None)
                yield tuple(left), told
    while len(left) > 1 and (optional := [article for article in left if article.optional]):
        victim = max(optional, key=lambda article: (article.optional, left.index(article)))
        left.remove(victim)
        blocks = victim.head + victim.body
        yield tuple(left), _told(victim.name, "", blocks[0] if blocks else None)


def _last_of(body: Sequence[SetBlock], role: str) -> int | None:
    return next((place for place in reversed(range(len(body))) if _is(body[place], role)), None)


def _is(block: SetBlock, role: str) -> bool:
    return block.picture is not None if role == "picture" else role_of(block) == role


def _without(body: tuple[SetBlock, ...], place: int) -> tuple[SetBlock, ...]:
    """A body without a block and what belongs to it; the paragraph behind it then follows text."""
    end = place + 1
    while end < len(body) and role_of(body[end]) == FOLLOWS.get(role_of(body[place]), "caption"):
        end += 1
    rest = body[end:]
    if rest and rest[0].in_text is not None:
        rest = (rest[0].in_text, *rest[1:])
    return body[:place] + rest


def _told(article: str, role: str, block: SetBlock | None) -> Problem:
    what = {"": "the whole article", "pull-quote": "a pull quote", "picture": "a picture"}.get(role, role)
    message = f"{article}: {what} was left out, for want of room"
    hint = "it comes back when the other texts of its slot are shorter"
    return Problem("left-out", "warning", message, hint, block.span if block is not None else None)
