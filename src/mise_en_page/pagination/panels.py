"""Boxes of text as they stand in a frame, and what of its blocks is turned, alone or with its box (transform)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from mise_en_page.composition.style import Turn
from mise_en_page.pagination.makeup import Frame, Placed
from mise_en_page.pdf.geometry import Matrix, multiply


@dataclass(frozen=True, slots=True)
class Panel:
    """The box around some blocks of a frame, from the place ``first`` to before ``end``, or what of it stands there.

    ``left top width height`` in pt from the trimmed page's top left corner; ``begins``/``ends``: it is not broken there.
    """

    first: int
    end: int
    left: float
    top: float
    width: float
    height: float
    begins: bool
    ends: bool
    opacity: float
    turn: Turn | None

    @property
    def matrix(self) -> Matrix | None:
        """What it is drawn under, with all that stands in it."""
        return self.turn.matrix(self.left, self.top, self.width, self.height) if self.turn is not None else None


def panels(frame: Frame) -> list[Panel]:
    """The boxes of a frame.

    Where one is broken its ground reaches half a leading beyond the text, whose lines stay where those beside it are.
    """
    found: list[Panel] = []
    numbered = [(n, placed) for n, placed in enumerate(frame.placed) if placed.block.box is not None]
    for _, run in groupby(numbered, lambda each: (each[1].block.article, each[1].block.box and each[1].block.box.number)):
        row = list(run)
        number, first = row[0]
        (end, last), box = row[-1], first.block.box
        assert box is not None
        left, width = frame.x + box.left, frame.width - box.left - box.right
        begins, ends = box.first and first.first, _is_end(last)
        top = first.y - (0.0 if begins else first.block.style.leading / 2)
        height = last.y + last.height + (0.0 if ends else last.block.style.leading / 2) - top
        found.append(Panel(number, end + 1, left, top, width, height, begins, ends, box.opacity, box.turn))
    return found


def _is_end(placed: Placed) -> bool:
    return placed.last and placed.block.box is not None and placed.block.box.last


def own_turn(placed: Placed) -> Matrix | None:
    """What a block is drawn under within its box, if it stands in one. A picture's style is its caption's."""
    turn = placed.block.style.turn if placed.block.picture is None else None
    return turn.matrix(placed.x, placed.y, placed.width, placed.height) if turn is not None else None


def turned(frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """Frames whose blocks know how they are turned; the same where none is."""
    return tuple(_turned(frame) for frame in frames)


def _turned(frame: Frame) -> Frame:
    if not any(each.block.style.turn or (each.block.box and each.block.box.turn) for each in frame.placed):
        return frame
    matrices = [own_turn(each) for each in frame.placed]
    for panel in panels(frame):
        if around := panel.matrix:
            for n in range(panel.first, panel.end):
                own = matrices[n]
                matrices[n] = multiply(own, around) if own else around
    return replace(frame, placed=tuple(map(_with, frame.placed, matrices)))


def _with(placed: Placed, matrix: Matrix | None) -> Placed:
    return placed if matrix is None else replace(placed, turn=matrix)
