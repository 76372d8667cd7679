"""What stands in the slug: crop marks, registration targets, a colour bar, and a line that says what the sheet is.

Marks and text are in the Separation ``All``, which prints on every plate, and outside the bleed (GWG 2022, R0024). The
text is drawn as outlines, so that it needs no font in the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

import pikepdf
import uharfbuzz as hb
from pikepdf import Array, Dictionary, Name

from mise_en_page.composition.fonts import Face
from mise_en_page.model.press_profile import MM
from mise_en_page.press.boxes import Sheet

OFFSET: Final = 1 * MM
"""From the bleed to where a mark starts."""

LENGTH: Final = 5 * MM
WEIGHT: Final = 0.25
TEXT_SIZE: Final = 6.0
PATCH: Final = 4.5 * MM
CIRCLE: Final = 0.5523
"""The handle length that makes four Bézier curves a circle."""

BAR: Final = (
    (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1),
    (1, 1, 0, 0), (1, 0, 1, 0), (0, 1, 1, 0),
    (0.4, 0, 0, 0), (0, 0.4, 0, 0), (0, 0, 0.4, 0), (0, 0, 0, 0.4),
    (0.8, 0, 0, 0), (0, 0.8, 0, 0), (0, 0, 0, 0.8),
)  # fmt: skip
"""The colour bar: solids, two-ink overprints, and tints for dot gain."""


def registration(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """The colour space that prints on every plate."""
    spread = Dictionary(
        FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array([1, 1, 1, 1]), N=1
    )  # fmt: skip
    return pdf.make_indirect(Array([Name.Separation, Name.All, Name.DeviceCMYK, spread]))


def draw(sheet: Sheet, text: str, font: Face | None) -> bytes:
    """The operators for everything in the slug; they use the colour space ``/All``."""
    before, after = _alike(sheet)
    line = "".join(f"{part}\n" for part in _slug_line(sheet, text, font)) if font is not None else ""
    return f"{before}{line}{after}".encode("ascii")


@lru_cache(maxsize=16)
def _alike(sheet: Sheet) -> tuple[str, str]:
    """What is the same on all sheets of a size: before the slug line, and after it."""
    parts = ["q", "/All cs /All CS 1 scn 1 SCN", f"{WEIGHT} w 0 J 0 j [] 0 d"]
    parts += [*_crop_marks(sheet), *_fold_marks(sheet), *_targets(sheet)]
    return "\n".join([*parts, ""]), "\n".join(["Q", "q", *_colour_bar(sheet), "Q", ""])


def _line(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0:.4f} {y0:.4f} m {x1:.4f} {y1:.4f} l S"


def _crop_marks(sheet: Sheet) -> list[str]:
    left, bottom, right, top = sheet.trim_box
    start = sheet.bleed + OFFSET
    end = min(start + LENGTH, sheet.margin)
    lines = []
    for x, away in ((left, -1), (right, 1)):
        for y, up in ((bottom, -1), (top, 1)):
            lines.append(_line(x + away * start, y, x + away * end, y))
            lines.append(_line(x, y + up * start, x, y + up * end))
    return lines


def _fold_marks(sheet: Sheet) -> list[str]:
    """Dashes above and below the spine of a spread."""
    if sheet.spine is None:
        return []
    _, bottom, _, top = sheet.trim_box
    start, end = sheet.bleed + OFFSET, sheet.bleed + OFFSET + LENGTH / 2
    down, up = (
        _line(sheet.spine, bottom - start, sheet.spine, bottom - end),
        _line(sheet.spine, top + start, sheet.spine, top + end),
    )
    return ["[1.5 1] 0 d", down, up, "[] 0 d"]


def _targets(sheet: Sheet) -> list[str]:
    """A cross in a circle at the middle of each side."""
    _, _, width, height = sheet.media
    middle = sheet.slug / 2
    drawn = []
    for x, y in ((middle, height / 2), (width - middle, height / 2), (width / 2, middle), (width / 2, height - middle)):
        radius, arm = 1.8 * MM, 3 * MM
        handle = radius * CIRCLE
        drawn.append(_line(x - arm, y, x + arm, y))
        drawn.append(_line(x, y - arm, x, y + arm))
        corners = [(radius, 0.0), (0.0, radius), (-radius, 0.0), (0.0, -radius), (radius, 0.0)]
        path = [f"{x + radius:.4f} {y:.4f} m"]
        for (ax, ay), (bx, by) in pairwise(corners):
            # each handle leaves its point at a right angle to the radius
            c0 = (x + ax - ay / radius * handle, y + ay + ax / radius * handle)
            c1 = (x + bx + by / radius * handle, y + by - bx / radius * handle)
            path.append(f"{c0[0]:.4f} {c0[1]:.4f} {c1[0]:.4f} {c1[1]:.4f} {x + bx:.4f} {y + by:.4f} c")
        drawn.append(" ".join(path) + " S")
    return drawn


def _colour_bar(sheet: Sheet) -> list[str]:
    """Patches in the lower slug, from the crop mark to the target; left out where the page is too narrow for them."""
    left = sheet.trim_box[0]
    x = left + 2 * MM
    y = (sheet.slug - OFFSET - PATCH) / 2
    room = (sheet.media[2] / 2 - 4 * MM) - x
    size = min(PATCH, room / len(BAR))
    if size < 2 * MM:
        return []
    patches = []
    for index, inks in enumerate(BAR):
        colour = " ".join(f"{ink:g}" for ink in inks)
        patches.append(f"{colour} k {x + index * size:.4f} {y:.4f} {size:.4f} {size:.4f} re f")
    return patches


def _slug_line(sheet: Sheet, text: str, font: Face) -> list[str]:
    """The line of text in the upper slug, left of the target; set smaller when it is long."""
    outlines, advance = _outlines(text, font)
    if not outlines:
        return []
    left = sheet.trim_box[0]
    x = left + 2 * MM
    room = (sheet.media[2] / 2 - 4 * MM) - x
    scale = min(TEXT_SIZE, room / advance) if advance > 0 else TEXT_SIZE
    y = sheet.media[3] - sheet.slug / 2 - TEXT_SIZE / 3
    return [f"q {scale:.5f} 0 0 {scale:.5f} {x:.4f} {y:.4f} cm", *outlines, "f", "Q"]


#: A glyph's path: each operator with its points, in the font's units.
_Path = list[tuple[str, tuple[tuple[float, float], ...]]]


class _Letters:
    """A font's outlines, each drawn once."""

    def __init__(self, font: Face) -> None:
        self._font = hb.Font(hb.Face(font.program()))
        self.em = float(self._font.face.upem)
        self._known: dict[str, tuple[_Path, float]] = {}
        self._draw = hb.DrawFuncs()
        self._draw.set_move_to_func(lambda x, y, path: path.append(("m", ((x, y),))))
        self._draw.set_line_to_func(lambda x, y, path: path.append(("l", ((x, y),))))
        self._draw.set_cubic_to_func(lambda *points: points[6].append(("c", _pairs(points[:6]))))
        self._draw.set_quadratic_to_func(lambda *points: points[4].append(("q", _pairs(points[:4]))))
        self._draw.set_close_path_func(lambda path: path.append(("h", ())))

    def of(self, character: str) -> tuple[_Path, float]:
        """A character's path and its advance, in the font's units; no path where the font has none."""
        if character not in self._known:
            glyph = self._font.get_nominal_glyph(ord(character)) or 0
            path: _Path = []
            if glyph:
                self._font.draw_glyph(glyph, self._draw, path)
            self._known[character] = _cubic(path), float(self._font.get_glyph_h_advance(glyph))
        return self._known[character]


def _pairs(values: Sequence[float]) -> tuple[tuple[float, float], ...]:
    return tuple(zip(values[::2], values[1::2], strict=True))


def _cubic(path: _Path) -> _Path:
    """A path whose quadratic curves are cubic ones, which PDF has: each handle two thirds of the way to theirs."""
    made: _Path = []
    at = (0.0, 0.0)
    for operator, points in path:
        if operator == "q":
            (hx, hy), (ex, ey) = points
            handles = tuple((x + 2 / 3 * (hx - x), y + 2 / 3 * (hy - y)) for x, y in (at, (ex, ey)))
            made.append(("c", (*handles, (ex, ey))))
        else:
            made.append((operator, points))
        at = points[-1] if points else at
    return made


_letters = lru_cache(maxsize=4)(_Letters)


@lru_cache(maxsize=64)
def _outlines(text: str, font: Face) -> tuple[tuple[str, ...], float]:
    """The text's outlines as path operators and its length, in ems; nothing when the font cannot be read."""
    try:
        letters = _letters(font)
        operators: list[str] = []
        x, em = 0.0, letters.em
        for character in text:
            path, advance = letters.of(character)
            for operator, points in path:
                placed = [f"{(px + x) / em:.4f} {py / em:.4f}" for px, py in points]
                operators.append(" ".join((*placed, operator)))
            x += advance
        return tuple(operators), x / em
    except (OSError, ValueError, ZeroDivisionError):
        return (), 0.0
