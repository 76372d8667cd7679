"""Other places for pull quotes, near the one where they were written.

A quote is a block of seven or eight lines that no column may begin or end with: written near a column's foot it would
tear a hole there. It was drawn out of the text and need not stand between the same two paragraphs; it may go some lines
up or down, into the paragraph before or after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mise_en_page.pagination.copyfit import Detour
from mise_en_page.pagination.heights import TOGETHER, Choice, Item, is_quote, role_of

#: What it costs to move a quote, then for each line.
MOVED = 25.0
MOVED_LINE = 1.0
#: As far as this, in lines, a quote still stands beside its source.
REACH = 12


def detours(items: tuple[Item, ...]) -> tuple[Detour, ...]:
    """The other places of every quote that may be moved.

    One may not where the paragraph after it is set as a first one, without indent: elsewhere nobody would see that the
    paragraph begins.
    """
    found: list[Detour] = []
    for place, item in enumerate(items):
        if not is_quote(item.block):
            continue
        after = place + 1
        while after < len(items) and role_of(items[after].block) == "attribution":
            after += 1
        if place and after < len(items) and _movable(items[place - 1], item, items[after]):
            found += _up(items, place, after)
            found += _down(items, place, after)
    return tuple(found)


def _movable(before: Item, quote: Item, after: Item) -> bool:
    return _is_text(before, quote) and _is_text(after, quote) and "first" not in after.block.role.split()


def _is_text(item: Item, quote: Item) -> bool:
    return item.on_grid and item.breakable and item.article == quote.article and not item.opens


def _up(items: tuple[Item, ...], place: int, after: int) -> Iterator[Detour]:
    """The quote inside the paragraph before it."""
    for upper, lower, count in split(items[place - 1]):
        if lower.choices[0].lines <= REACH:
            moved = _moved(items[place:after], -count)
            following = replace(items[after], kept=False)
            yield Detour(place - 1, after + 1, (upper, *moved, lower, following), _cost(count))


def _down(items: tuple[Item, ...], place: int, after: int) -> Iterator[Detour]:
    """The quote inside the paragraph after it."""
    for upper, lower, _ in split(items[after]):
        count = upper.choices[0].lines
        if count <= REACH:
            moved = _moved(items[place:after], count)
            yield Detour(place, after + 1, (replace(upper, kept=False), *moved, lower), _cost(count))


def _cost(count: int) -> float:
    return MOVED + MOVED_LINE * count


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
