"""What a slot that is too full may do without: what the layout, then the issue says; each is told.

First the blocks that the layout names (``drops``), the last in the slot first; then the articles that issue.yaml calls
optional, those of the highest number first. They come back by themselves as soon as there is room.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mise_en_page.composition.galley import SetArticle, SetBlock
from mise_en_page.model.layout import Role
from mise_en_page.model.message import Message, say
from mise_en_page.model.problem import Problem, Span
from mise_en_page.pagination.heights import role_of, role_said
from mise_en_page.pagination.makeup import WHOLE

#: What stands with a block and goes with it.
FOLLOWS = {"pull-quote": "attribution"}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a slot does without: ``what`` of an article, in words, a block of some ``role``; or, where ``whole``, all of it,
    so much of the text.
    """

    article: str
    what: Message
    problem: Problem
    whole: bool = False
    lines: int = 0
    characters: int = 0
    role: str = ""


#: Articles without what is left out, and the last thing that is.
Sacrifice = tuple[tuple[SetArticle, ...], LeftOut]


def all_sacrifices(articles: tuple[SetArticle, ...], drops: tuple[Role, ...]) -> tuple[Sacrifice, ...]:
    return tuple(sacrifices(articles, drops))


def sacrifices(articles: Sequence[SetArticle], drops: Sequence[Role]) -> Iterator[Sacrifice]:
    """A slot's articles with one thing less each time, and what that is; ``drops``: the roles that it may do without."""
    left = list(articles)
    for role in drops:
        for number in reversed(range(len(left))):
            while (place := _last_of(left[number].body, role)) is not None:
                article = left[number]
                told = _told(article.name, role, article.body[place].span)
                left[number] = replace(article, body=_without(article.body, place))
                yield tuple(left), told
            if role == "picture" and (picture := left[number].picture) is not None:
                told = _told(left[number].name, role, picture.span)
                left[number] = replace(left[number], picture=None, caption=None)
                yield tuple(left), told
    while len(left) > 1 and (optional := [article for article in left if article.optional]):
        victim = max(optional, key=lambda article: (article.optional, left.index(article)))
        left.remove(victim)
        blocks = victim.head + victim.body
        told = _told(victim.name, "", blocks[0].span if blocks else None)
        lines, characters = sum(len(block.lines) for block in blocks), sum(len(block.text) for block in blocks)
        yield tuple(left), replace(told, whole=True, lines=lines, characters=characters)


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


def _told(article: str, role: str, where: Span | None) -> LeftOut:
    said = {"": WHOLE, "pull-quote": say("left-out/quote"), "picture": say("left-out/picture")}
    what = said.get(role) or role_said(role)
    return LeftOut(article, what, Problem.of("left-out", "warning", where, name=article, what=what), role=role)
