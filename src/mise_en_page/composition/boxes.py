"""Boxed text (French: encadré): blocks of an article on a ground of their own, or between rules.

The box has a style as any block (``boxed``): its margins, and its paddings, which its blocks take over between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mise_en_page.composition.galley import Boxed, RoleStyle, SetBlock
from mise_en_page.composition.style import BlockStyle

#: The role of a box, and what the roles of its blocks say besides.
ROLE: Final = "boxed"
INSIDE: Final = "inside"
#: A box that would take more of a column's height is broken as any text: nobody knows yet what head stands above it.
LARGEST: Final = 0.6


def numbered(boxes: Sequence[int]) -> list[Boxed | None]:
    """For some blocks in a row, each with the number of its box (0: none), where it stands in that."""
    around = [0, *boxes, 0]
    return [
        Boxed(own, first=before != own, last=after != own) if own else None
        for before, own, after in zip(around, boxes, around[2:], strict=False)
    ]


def inset(style: RoleStyle, box: BlockStyle, place: Boxed) -> RoleStyle:
    """The style of a block within a box."""
    own = style.block
    return replace(style, block=replace(
        own,
        margin_left=own.margin_left + box.margin_left + box.padding_left,
        margin_right=own.margin_right + box.margin_right + box.padding_right,
        margin_top=box.margin_top if place.first else own.margin_top,
        margin_bottom=box.margin_bottom if place.last else own.margin_bottom,
        padding_top=own.padding_top + (box.padding_top if place.first else 0.0),
        padding_bottom=own.padding_bottom + (box.padding_bottom if place.last else 0.0),
    ))  # fmt: skip


def kept(blocks: Sequence[SetBlock], column: float) -> list[SetBlock]:
    """Blocks of which those of a box stay together, if it takes no more than its share of a column so high (in pt)."""
    heights: dict[int, float] = {}
    for block in blocks:
        if block.box is not None:
            style = block.style
            high = style.margin_top + style.padding_top + block.natural * style.leading
            number = block.box.number
            heights[number] = heights.get(number, 0.0) + high + style.padding_bottom + style.margin_bottom
    return [
        replace(block, box=block.box._replace(whole=True))
        if block.box is not None and heights[block.box.number] <= LARGEST * column
        else block
        for block in blocks
    ]
