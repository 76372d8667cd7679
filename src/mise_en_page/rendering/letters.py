"""Where a page's letters have their ink: those of composed lines, and those of a template's own text.

Boxes are around glyphs, from their fonts' own extents; lengths are pt from the trimmed page's top left corner, y downwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mise_en_page.composition.galley import Line
from mise_en_page.composition.ink import letters as inked_letters
from mise_en_page.model.drawn import FaceUse, Inks
from mise_en_page.pagination.makeup import Placed
from mise_en_page.pagination.standing import code_square
from mise_en_page.pdf.geometry import Box, apply, bounds, overlap
from mise_en_page.rendering.glyphs import Glyphs
from mise_en_page.rendering.painted import Painting, letters

TOUCH: Final = 0.3
"""So many pt two inks may share: outlines are a little smaller than the boxes around them."""

ROW: Final = 16.0  # pt
UNKNOWN: Final[Box] = (0.0, -0.2, 0.5, 0.7)
"""About the ink of a glyph whose font is not the publication's, in ems."""


@dataclass(slots=True)
class Row:
    """A composed line where it stands upright; ``box`` is around its ink as it is drawn, a little too large."""

    block: int
    line: Line
    x: float
    y: float
    box: Box
    turned: Callable[[Box], Box]


class Rows:
    """The composed lines of a page, to be found by where they stand; the ink of their letters is looked at when asked for.

    ``glyphs`` gives those of a face.
    """

    def __init__(self, blocks: Sequence[Placed], glyphs: Callable[[str], Glyphs]) -> None:
        self._glyphs = glyphs
        self.all = [row for number, placed in enumerate(blocks) for row in self._of(number, placed)]
        self._letters: dict[tuple[int, Inks | None], list[Box]] = {}
        self._by_height: dict[int, list[Row]] = {}
        for row in self.all:
            for at in range(int(row.box[1] // ROW), int(row.box[3] // ROW) + 1):
                self._by_height.setdefault(at, []).append(row)

    def _of(self, number: int, placed: Placed) -> Iterator[Row]:
        x = placed.x + placed.block.style.padding_left
        for line, y in zip(placed.lines, placed.baselines, strict=True):
            if not line.runs:
                continue
            high = low = y
            left, right = float("inf"), float("-inf")
            for run in line.runs:
                extents, size = self._glyphs(run.face).extents, run.style.size
                inks = [extents(glyph) for glyph in set(run.glyphs)]
                base = y - run.style.rise
                high = min(high, base - size * max((ink[3] for ink in inks), default=0.0))
                low = max(low, base - size * min((ink[1] for ink in inks), default=0.0))
                left = min(left, x + run.x - size * 0.1)
                right = max(right, x + run.x + sum(run.advances) + size * 0.1)
            yield Row(number, line, x, y, placed.turned((left, high, right, low)), placed.turned)

    def letters(self, row: Row, inks: Inks | None = None) -> list[Box]:
        """The ink of each glyph of a row; of those of one colour."""
        key = id(row), inks
        found = self._letters.get(key)
        if found is None:
            found = self._letters[key] = []
            for run in row.line.runs:
                if inks is not None and run.style.colour != inks:
                    continue
                inked = inked_letters(run, row.x, self._glyphs(run.face))
                found += (row.turned((left, row.y - high, right, row.y - low)) for left, low, right, high in inked)
        return found

    def within(self, box: Box) -> Iterator[Row]:
        """The rows that a box touches."""
        first, last = int(max(box[1], -1e4) // ROW), int(min(box[3], 1e5) // ROW)
        if last - first > 40:
            yield from (row for row in self.all if overlap(row.box, box))
            return
        seen: set[int] = set()
        for at in range(first, last + 1):
            for row in self._by_height.get(at, ()):
                if overlap(row.box, box) and id(row) not in seen:
                    seen.add(id(row))
                    yield row


def turned_code(placed: Placed) -> Painting | None:
    """The ground of a QR code that is turned: upright it stands where nothing else does."""
    square = code_square(placed)
    if square is None or placed.turn is None:
        return None
    left, top, right, bottom = square
    matrix = placed.turn
    path = tuple(
        apply(matrix, corner) for corner in ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
    )
    return Painting("fill", bounds([*path]), None, 1.0, (path,))


def ink_of(
    text: Painting,
    widths: Mapping[str, Mapping[int, int]],
    faces: Mapping[str, FaceUse],
    glyphs: Callable[[str], Glyphs],
) -> list[Box]:
    """The ink of each glyph of the template's own text; its box is put around them.

    ``widths`` and ``faces`` are those of its fonts, by the names of their resources.
    """
    found: list[Box] = []
    for shown in text.shown:
        wide = widths.get(shown.font, {})
        use = faces.get(shown.font)
        extents = glyphs(use.face).extents if use else lambda _: UNKNOWN
        found += letters(shown, lambda glyph, wide=wide: wide.get(glyph, 500), extents)  # type: ignore[misc]
    text.box = bounds([point for box in found for point in (box[:2], box[2:])]) if found else (0.0, 0.0, 0.0, 0.0)
    return found


def within(box: Box, kept: Box) -> bool:
    return (
        kept[0] - TOUCH <= box[0] and kept[1] - TOUCH <= box[1] and box[2] <= kept[2] + TOUCH and box[3] <= kept[3] + TOUCH
    )


def shrunk(box: Box) -> Box:
    """A letter's ink without its very edge: at most a quarter off each side."""
    x, y = min(TOUCH, (box[2] - box[0]) / 4), min(TOUCH, (box[3] - box[1]) / 4)
    return box[0] + x, box[1] + y, box[2] - x, box[3] - y


def share(one: Box, other: Box) -> bool:
    """Do two inks stand on each other, and not only touch?"""
    wide, high = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return wide > TOUCH and high > TOUCH
