"""Where letters have their ink, by their fonts' own extents."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import uharfbuzz as hb

from mise_en_page.composition.fonts import Face
from mise_en_page.composition.galley import GlyphRun

#: The ink of a letter: left, low, right, high; y upwards. Of a glyph in ems from its origin; of a line's in pt.
Letter = tuple[float, float, float, float]


class Ink:
    """Where a face's glyphs have their ink."""

    def __init__(self, program: bytes) -> None:
        self._face = hb.Face(program)
        self._font = hb.Font(self._face)
        self.units_per_em = int(self._face.upem)
        self._extents: dict[int, Letter] = {}

    def extents(self, glyph: int) -> Letter:
        """Left, lowest, right and highest in ems from its origin, y up; all 0 where it has none."""
        found = self._extents.get(glyph)
        if found is None:
            ink, em = self._font.get_glyph_extents(glyph), self.units_per_em
            left, high = (ink.x_bearing / em, ink.y_bearing / em) if ink is not None else (0.0, 0.0)
            width, height = (ink.width / em, ink.height / em) if ink is not None else (0.0, 0.0)
            found = self._extents[glyph] = (left, high + height, left + width, high)
        return found


@lru_cache(maxsize=64)
def ink_of(face: Face) -> Ink:
    """The one value of a face."""
    return Ink(face.program())


def letters(run: GlyphRun, x: float, ink: Ink) -> Iterator[Letter]:
    """The ink of each glyph of a run that has any, in pt: from where ``x`` is the measure's left, and from the baseline."""
    size, at = run.style.size, x + run.x
    for n, glyph in enumerate(run.glyphs):
        left, low, right, high = ink.extents(glyph)
        dx, dy = (run.offsets[2 * n], run.offsets[2 * n + 1]) if run.offsets else (0.0, 0.0)
        if left < right:
            up, wide = run.style.rise + dy, size * run.scale
            yield at + dx + left * wide, up + low * size, at + dx + right * wide, up + high * size
        at += run.advances[n]
