"""Articles given out to the slots of an arrangement: depth first, the longest first, as far as heights allow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from mise_en_page.composition.galley import SetArticle
from mise_en_page.model.layout import Grid, Slot
from mise_en_page.model.memo import Ask, at_once
from mise_en_page.pagination.branches import Branches, Space, Tall
from mise_en_page.pagination.heights import LEADING, flow
from mise_en_page.pagination.sacrifice import all_sacrifices

#: So many articles are put somewhere, at most, while one arrangement is given out.
STEPS = 4_000

#: What an article's rounding to the grid takes, on the average, in leadings.
ROUNDING = 0.5

#: Which articles stand in each slot: places in the page's list, by the slot's name.
Groups = tuple[tuple[str, tuple[int, ...]], ...]


class Height(NamedTuple):
    """An article's height in a column, in leadings: the least and the greatest of its settings, and that of the best;
    and what it needs less at a column's top.
    """

    least: float
    most: float
    natural: float
    dropped: float = 0.0


def height_of(article: SetArticle, grid: Grid) -> Height:
    items = flow([(1, article.head + article.body)], grid)
    least = most = natural = 0
    for item in items:
        margins = item.before + item.after
        heights = [item.height(choice) + choice.blank for choice in item.choices]
        least += margins + min(heights)
        most += margins + max(heights) + (LEADING if item.on_grid else 0)
        natural += margins + heights[0]
    dropped = items[0].before / LEADING if items else 0.0
    return Height(least / LEADING, most / LEADING, natural / LEADING + ROUNDING, dropped)


def least_height_of(article: SetArticle, slot: Slot, grid: Grid, ask: Ask = at_once) -> Height:
    """The same, the least without what a slot may do without; nothing of an article that may go, or go on elsewhere.

    What stands across a slot's columns takes lines of each of them: its head, and a picture of any height.
    """
    made = ask(height_of, article, grid)
    above = ask(_above, article, slot, grid)
    most, natural = made.most + above.most, made.natural + above.natural
    if article.optional or article.goes_on is not None:
        return made._replace(least=0.0, most=most, natural=natural)
    fewer = (ask(height_of, each, grid).least for (each,), _ in ask(all_sacrifices, (article,), slot.drops))
    return made._replace(least=min((made.least, *fewer)) + above.least, most=most, natural=natural)


def _above(article: SetArticle, slot: Slot, grid: Grid) -> Height:
    """What an article takes across a slot's columns, besides what its head would take of one."""
    head, more = height_of(replace(article, body=()), grid), slot.columns - 1
    least, most, natural = more * (head.least - head.dropped), max(0, more) * head.most, more * head.natural
    if article.picture is not None and slot.picture is not None:
        body = (article.caption,) if article.caption else ()
        caption, times = height_of(replace(article, head=(), body=body), grid), max(1, slot.columns)
        least += slot.columns * slot.picture.least * ("picture" not in slot.drops)
        most += times * (slot.picture.most + caption.most)
        natural += times * (slot.picture.preferred + caption.natural)
    if slot.most > 1 or slot.across is not None:  # it may stand below another, or over both pages
        least = min(0.0, least)
    return Height(least, most, natural)


#: The height of an article, by its place, in a slot.
Measured = Callable[[int, Slot], Height]
#: The least and the greatest heights of all articles, by their places, in whatever size a slot takes.
InAnySize = Callable[[Slot], tuple[Sequence[float], Sequence[float]]]


@dataclass(frozen=True, slots=True)
class Room:
    """What a slot offers: so many lines in all its columns; and how much white it bears besides what stands in it."""

    slot: Slot
    count: int
    lines: int
    white: float

    @classmethod
    def of(cls, slot: Slot, count: int) -> Room:
        columns = sum(stretch.columns for stretch in slot.stretches)
        lines = sum((stretch.foot - stretch.top) * stretch.columns for stretch in slot.stretches)
        tail = slot.tailpiece.most * slot.stretches[-1].columns if slot.tailpiece else 0
        sink = slot.sink[1] * columns if slot.sink else 0
        white = slot.spread * max(0, count - 1) + tail + sink + 2 * columns
        return cls(slot, count, lines, 1e9 if slot.fill == "auto" else white)

    def space(self, height: Measured, in_any: InAnySize) -> Space:
        """The same, with nothing in it yet."""

        def tall(article: int) -> Tall:
            found = height(article, self.slot)
            return found.least, found.most, found.natural

        def sizes() -> tuple[list[float], list[float]]:
            least, most = in_any(self.slot)
            return list(least), list(most)

        limit = self.lines + 2 * max(1, self.slot.columns)
        return Space(self.count, float(self.lines), float(limit), float(self.lines - self.white), tall, sizes)


def give_out(
    rooms: Sequence[Room],
    articles: Sequence[int],
    pinned: Mapping[int, str],
    height: Measured,
    in_any: InAnySize,
    strict: bool = True,
    most: int = STEPS,
) -> list[tuple[float, Groups]]:
    """The ways to give out the articles, each with how far it is from filling the slots, in lines; ``most`` of them, the
    nearest first.

    A branch ends where a slot's least heights pass its room; a leaf falls where its greatest do not reach it, unless not
    ``strict``. The articles come in order, and stand in it in each slot. ``height``: in the slot's own size; ``in_any``:
    in all of its sizes, asked for where that may make the difference.
    """
    names = [room.slot.name for room in rooms]
    allowed = [[n for n, name in enumerate(names) if pinned.get(each, name) == name] for each in articles]
    spaces = [room.space(height, in_any) for room in rooms]
    leaves = Branches(spaces, list(articles), allowed, STEPS, most, strict).found()
    return [(far, tuple(zip(names, held, strict=True))) for far, held in leaves]
