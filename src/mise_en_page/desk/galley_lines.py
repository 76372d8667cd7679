"""A set line as the browser's canvas draws it: glyphs by their numbers and places, and the outlines of those glyphs.

Lengths are in pt; x counts from the measure's left edge, y grows downwards from the baseline. Outlines need no font in the
browser, and what they show is what is printed, instances of variable fonts included.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

import uharfbuzz as hb

from mise_en_page.composition.fonts import Catalogue
from mise_en_page.composition.galley import GlyphRun, Line, SetBlock

#: Glyphs of a face, by its key.
Glyphs = dict[str, set[int]]


class Drawn(NamedTuple):
    """A line for the canvas: ``data`` is its JSON, the same for lines that look the same; ``glyphs`` and ``said`` what it
    shows, in letters and in words.
    """

    data: str
    glyphs: tuple[tuple[str, tuple[int, ...]], ...]
    said: str


def drawn(block: SetBlock, line: Line, first: bool) -> Drawn:
    """``first``: it is its block's first, and has the block's room above it."""
    style = block.style
    data = {
        "m": round(block.measure, 2), "l": round(style.leading, 2), "b": round(block.first_baseline, 2),
        "i": round(style.margin_left + style.padding_left, 2),
        "s": round(style.margin_top + style.padding_top, 2) if first else 0,
        "r": [_run(run) for run in line.runs if run.glyphs], "t": block.text[line.start : line.end].strip(),
    }  # fmt: skip
    shown = tuple((run.face, tuple(sorted(set(run.glyphs)))) for run in line.runs if run.glyphs)
    return Drawn(json.dumps(data, ensure_ascii=False, separators=(",", ":")), shown, block.text[line.start : line.end])


def box(block: SetBlock, height: float) -> Drawn:
    """The room of a picture that stands among the lines."""
    data = {"m": round(block.measure, 2), "l": round(height, 2), "b": 0, "i": 0, "s": 0, "r": [], "box": True}
    return Drawn(json.dumps(data, separators=(",", ":")), (), "")


def _run(run: GlyphRun) -> list[Any]:
    style = run.style
    data: list[Any] = [
        run.face, round(style.size, 3), round(run.scale, 4), round(run.x, 3), round(style.rise, 2), _colour(style.colour),
        list(run.glyphs), [round(advance, 3) for advance in run.advances],
    ]  # fmt: skip
    return [*data, [round(offset, 3) for offset in run.offsets]] if run.offsets else data


def _colour(inks: tuple[float, float, float, float]) -> str:
    """Inks on white paper, about; "" for black, and for what white paper would not show."""
    cyan, magenta, yellow, black = inks
    if black == 1.0 or max(inks) < 0.25:
        return ""
    return "#" + "".join(f"{round(255 * (1 - ink) * (1 - black)):02x}" for ink in (cyan, magenta, yellow))


class Outlines:
    """The outlines of the faces of a catalogue, each drawn when it is first asked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._fonts: dict[str, tuple[hb.Font, int]] = {}
        self._paths: dict[tuple[str, int], str] = {}

    def of(self, wanted: Iterable[tuple[str, Iterable[int]]]) -> dict[str, dict[int, str]]:
        """Paths of glyphs (SVG), in thousandths of the em, y down; by face and glyph."""
        return {face: {glyph: self._path(face, glyph) for glyph in glyphs} for face, glyphs in wanted}

    def _path(self, face: str, glyph: int) -> str:
        if (face, glyph) not in self._paths:
            if face not in self._fonts:
                made = hb.Face(self._catalogue.face(face).program())
                self._fonts[face] = hb.Font(made), made.upem
            font, units = self._fonts[face]
            pen = _Pen(1000 / units)
            font.draw_glyph_with_pen(glyph, pen)
            self._paths[face, glyph] = "".join(pen.path)
        return self._paths[face, glyph]


class _Pen:
    """Writes what a font draws as an SVG path."""

    def __init__(self, scale: float) -> None:
        self._scale = scale
        self.path: list[str] = []

    def _put(self, sign: str, *points: tuple[float, float]) -> None:
        scale = self._scale
        self.path.append(sign + " ".join(f"{x * scale:.0f} {-y * scale:.0f}" for x, y in points))

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 (fontTools' names)
        self._put("M", point)

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._put("L", point)

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._put("C", *points)

    def qCurveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._put("Q", *points)

    def closePath(self) -> None:  # noqa: N802
        self.path.append("Z")

    endPath = closePath  # noqa: N815
