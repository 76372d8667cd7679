"""Other places for pull quotes, near the one where they were written.

A quote is a block of seven or eight lines that no column may begin or end with: written near a column's foot it would
tear a hole there. It was drawn out of the text and need not stand between the same two paragraphs; it may go some lines
up or down, into a paragraph before or after it, over another or over an intertitle.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mise_en_page.pagination.copyfit import Detour
from mise_en_page.pagination.heights import TOGETHER, Choice, Item, choices_of, is_quote, role_of
from mise_en_page.pagination.prices import MOVED, MOVED_LINE, MOVED_SECTION

#: As far as this, in lines, a quote still stands beside its source.
REACH = 12


def detours(items: tuple[Item, ...]) -> tuple[Detour, ...]:
    """The other places of every quote."""
    found: list[Detour] = []
    for place, item in enumerate(items):
        if place and is_quote(item.block) and not item.opens:
            after = place + 1
            while after < len(items) and role_of(items[after].block) == "attribution":
                after += 1
            found += _up(items, place, after)
            found += _down(items, place, after)
    return tuple(found)


def _is_text(item: Item, quote: Item) -> bool:
    return item.on_grid and item.breakable and item.block.box is None and item.article == quote.article and not item.opens


def in_text(item: Item) -> Item | None:
    """A paragraph that followed a quote, as it follows text: with the indent that it had not.

    None if it is only known without: nobody would see that the paragraph begins.
    """
    if item.block.in_text is not None:
        return replace(item, block=item.block.in_text, choices=choices_of(item.block.in_text))
    return None if "first" in item.block.role.split() else item


def _up(items: tuple[Item, ...], place: int, after: int) -> Iterator[Detour]:
    """The quote inside a paragraph before it."""
    if items[place - 1].opens:
        return
    owed = items[place - 1].block.keep_next
    following: tuple[Item, ...] = items[after : after + 1]
    if following and _is_text(following[0], items[place]) and _is_text(items[place - 1], items[place]):
        text = in_text(following[0])
        if text is None:
            return
        following = (text,)
    following = tuple(replace(item, kept=owed > 0, need=max(item.need, owed)) for item in following)
    lines = 0
    for at in range(place - 1, -1, -1):
        if items[at].opens or lines > REACH:
            return
        if _is_text(items[at], items[place]):
            passed = items[at + 1 : place]
            for upper, lower, count in split(items[at]):
                if lines + count <= REACH:
                    moved = _moved(items[place:after], -lines - count)
                    yield Detour(
                        at,
                        after + len(following),
                        (upper, *moved, lower, *passed, *following),
                        _cost(lines + count, passed),
                    )
        elif not _is_heading(items[at], items[place]):
            return
        lines += items[at].choices[0].lines


def _down(items: tuple[Item, ...], place: int, after: int) -> Iterator[Detour]:
    """The quote inside a paragraph after it."""
    if after == len(items):
        return
    before, own = items[place - 1], items[after]
    owed = before.block.keep_next
    if _is_text(own, items[place]):
        text = in_text(own) if _is_text(before, items[place]) else own
        if text is None:
            return
        own = replace(text, kept=owed > 0, need=max(TOGETHER, owed, text.block.first_lines))
    else:
        own = replace(own, kept=owed > 0)
    passed, lines = tuple[Item, ...](), 0
    for at in range(after, len(items)):
        item = own if at == after else items[at]
        if lines > REACH:
            return
        if _is_text(item, items[place]):
            for upper, lower, _ in split(item):
                count = lines + upper.choices[0].lines
                if count <= REACH:
                    order = (*passed, upper, *_moved(items[place:after], count), lower)
                    yield Detour(place, at + 1, order, _cost(count, passed))
        elif not _is_heading(item, items[place]):
            return
        passed, lines = (*passed, item), lines + item.choices[0].lines


def _is_heading(item: Item, quote: Item) -> bool:
    return role_of(item.block) == "intertitle" and item.article == quote.article and not item.opens


def _cost(count: int, passed: tuple[Item, ...]) -> float:
    """What it costs to move a quote by so many lines, over some blocks."""
    return MOVED + MOVED_LINE * count + MOVED_SECTION * sum(role_of(item.block) == "intertitle" for item in passed)


def _moved(quote: tuple[Item, ...], lines: int) -> tuple[Item, ...]:
    return (replace(quote[0], moved=lines), *quote[1:])


def split(item: Item) -> Iterator[tuple[Item, Item, int]]:
    """A paragraph in its best setting as two items with room between them, and the count of lines in the lower one.

    Each part keeps two lines at least, and the upper one ends on no hyphen.
    """
    best = item.choices[0]
    for count in range(max(TOGETHER, item.need), best.lines - TOGETHER + 1):
        if count in best.foot_hyphens:
            continue
        upper = replace(item, choices=(_part(best, 0, count),), bottom=0, after=0)
        lower = replace(
            item,
            choices=(_part(best, count, best.lines),),
            before=0,
            top=0,
            kept=True,
            need=TOGETHER,
            opens=False,
            skip=item.skip + count,
        )
        yield upper, lower, best.lines - count


def _part(choice: Choice, start: int, end: int) -> Choice:
    hyphens = frozenset(line - start for line in choice.foot_hyphens if start < line <= end)
    return replace(choice, lines=end - start, foot_hyphens=hyphens)
