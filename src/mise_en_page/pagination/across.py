"""What stands over both pages of a spread: a title that is read from the one to the other.

The fold eats letters, so none stands in it: of a block's lines the first half stands on the left page, the other half goes
on at the same height on the right page. On the left page the whole leans on the fold: its longest line ends
there, and a kicker begins where the title does, so that both halves are read as one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mise_en_page.composition.galley import Line, SetBlock
from mise_en_page.model.layout import Grid, Slot
from mise_en_page.pagination.grid import Rectangle, is_verso
from mise_en_page.pagination.heights import role_of
from mise_en_page.pagination.makeup import Frame, Placed
from mise_en_page.pagination.pour import Ends, box_height, place

#: The column that frames over both pages bear: a slot's head has -1.
COLUMN = -2
#: A line may pass the foot by so much (pt): CSS lengths are rounded.
SLACK = 0.05


def is_across(block: SetBlock, slot: Slot) -> bool:
    return slot.across is not None and role_of(block) in slot.across.roles


def across_frames(
    head: Sequence[SetBlock], slot: Slot, grid: Grid, folio: int, ends: Ends
) -> tuple[Mapping[int, tuple[Frame, ...]], tuple[SetBlock, ...]]:
    """The frames of a lead's head over both pages, by the page of the layout, and the blocks that found no room.

    ``folio`` is that of the left page.
    """
    blocks = [block for block in head if is_across(block, slot)]
    if slot.across is None or not blocks:
        return {}, ()
    top, foot = slot.across.top * grid.leading, slot.across.foot * grid.leading
    pages = tuple(
        Rectangle(left, top, width, foot - top)
        for left, width in (slot.across.box(grid, verso=is_verso(folio + part)) for part in range(2))
    )
    lean = max(0.0, pages[0].width - max(_width(block, _half(block.lines)) for block in blocks))
    left = Rectangle(pages[0].x + lean, top, pages[0].width - lean, foot - top)
    placed: tuple[list[Placed], list[Placed]] = ([], [])
    fitting = list(_stacked(blocks, foot - top))
    for block, y, height in fitting:
        halves = (_half(block.lines), block.lines[len(_half(block.lines)) :])
        for part, (box, lines) in enumerate(zip((left, pages[1]), halves, strict=True)):
            if lines:
                here = place(block, box, y=top + y, height=height, lines=lines)
                placed[part].append(ends.marked(replace(here, first=not part, last=part == 1 or not halves[1])))
    return _frames(slot, pages, placed), tuple(blocks[len(fitting) :])


def lost_across(head: Sequence[SetBlock], slot: Slot, grid: Grid) -> int:
    """The lines of a head over both pages that find no room there."""
    blocks = [block for block in head if is_across(block, slot)]
    if slot.across is None or not blocks:
        return 0
    fitting = sum(1 for _ in _stacked(blocks, (slot.across.foot - slot.across.top) * grid.leading))
    return sum(len(block.lines) for block in blocks[fitting:])


def _stacked(blocks: Sequence[SetBlock], room: float) -> Iterator[tuple[SetBlock, float, float]]:
    """The blocks that stand one under the other in a height, in pt: with the top and the height of each."""
    y, after = 0.0, 0.0
    for number, block in enumerate(blocks):
        y += (after + block.style.margin_top) if number else 0.0
        height = box_height(block.style, len(_half(block.lines)))
        if y + height > room + SLACK:
            return
        yield block, y, height
        y, after = y + height, block.style.margin_bottom


def _half(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines that stand on the left page."""
    return lines[: (len(lines) + 1) // 2]


def _width(block: SetBlock, lines: Sequence[Line]) -> float:
    """The width in pt that a block takes of its frame, as far as its lines reach."""
    style = block.style
    reach = max((line.x + line.width for line in lines), default=0.0)
    return style.margin_left + style.padding_left + reach + style.padding_right + style.margin_right


def _frames(slot: Slot, pages: Sequence[Rectangle], placed: Sequence[Sequence[Placed]]) -> Mapping[int, tuple[Frame, ...]]:
    return {
        part: (Frame(slot.name, COLUMN, box.x, box.y, box.width, box.height, tuple(here)),)
        for part, (box, here) in enumerate(zip(pages, placed, strict=True))
        if here
    }
