"""A slot's head: caption, kicker, title, chapo, across the slot's whole width."""

from __future__ import annotations

from dataclasses import dataclass

from mise_en_page.composition.galley import SetBlock
from mise_en_page.model.layout import Grid
from mise_en_page.pagination.grid import Rectangle
from mise_en_page.pagination.heights import Choice, Item, flow, role_of, whole_leadings
from mise_en_page.pagination.makeup import Frame
from mise_en_page.pagination.pour import Ends, box_height, place, setting_of


@dataclass(frozen=True, slots=True)
class Head:
    """A way to set the head: one choice for each of its blocks, and the whole leadings that it takes.

    ``at_top``: it begins the slot, so that its first margin is dropped; else a picture stands above.
    """

    items: tuple[Item, ...] = ()
    choices: tuple[Choice, ...] = ()
    lines: int = 0
    cost: float = 0.0
    at_top: bool = True


def heads(blocks: tuple[SetBlock, ...], grid: Grid, at_top: bool) -> tuple[Head, ...]:
    """The ways to set a head, one for each count of leadings that it can take, the cheapest first."""
    items = flow([(0, blocks)], grid)
    ways: dict[int, tuple[float, tuple[Choice, ...]]] = {0: (0.0, ())}
    for index, item in enumerate(items):
        before = 0 if at_top and index == 0 else item.before
        found: dict[int, tuple[float, tuple[Choice, ...]]] = {}
        for used, (cost, chosen) in ways.items():
            for choice in item.choices:
                if choice.blank:
                    continue
                height = used + before + item.height(choice) + item.after
                if height not in found or cost + choice.cost < found[height][0]:
                    found[height] = (cost + choice.cost, (*chosen, choice))
        ways = found
    best: dict[int, Head] = {}
    for height, (cost, chosen) in sorted(ways.items(), key=lambda pair: (pair[1][0], pair[0])):
        lines = whole_leadings(height)
        best.setdefault(lines, Head(items, chosen, lines, cost, at_top))
    return tuple(best.values())


def what_fits(head: Head, room: int) -> tuple[Head, tuple[SetBlock, ...]]:
    """The head as far as it has room, in leadings; and the blocks that have none."""
    count = len(head.items)
    while count and _lines(head, count) > room:
        count -= 1
    if count == len(head.items):
        return head, ()
    kept = Head(head.items[:count], head.choices[:count], _lines(head, count), head.cost, head.at_top)
    return kept, tuple(item.block for item in head.items[count:])


def _lines(head: Head, count: int) -> int:
    height = 0
    for index, (item, choice) in enumerate(zip(head.items[:count], head.choices[:count], strict=True)):
        before = 0 if head.at_top and index == 0 else item.before
        height += before + item.height(choice) + item.after
    return whole_leadings(height)


def place_head(head: Head, slot: str, box: Rectangle, ends: Ends) -> Frame:
    """The head's frame. What the rounding to whole leadings added stands under a picture and its caption, if there is
    one, else above the columns."""
    boxes: list[tuple[float, float]] = []
    y, after = box.y, 0.0
    for index, (item, choice) in enumerate(zip(head.items, head.choices, strict=True)):
        style = item.block.style
        y += after + (0.0 if head.at_top and index == 0 else style.margin_top)
        boxes.append((y, box_height(style, choice.lines)))
        y += boxes[-1][1]
        after = style.margin_bottom
    extra = 0.0 if head.at_top else max(0.0, box.y + box.height - y - after)
    placed = []
    for item, choice, (top, height) in zip(head.items, head.choices, boxes, strict=True):
        below = 0.0 if role_of(item.block) == "caption" else extra
        lines = setting_of(item.block, choice).lines
        placed.append(ends.marked(place(item.block, box, y=top + below, height=height, lines=lines)))
    return Frame(slot, -1, box.x, box.y, box.width, box.height, tuple(placed))
