"""The word across a proof's page, as outlines: what nobody can select does not come between the lines in a copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

import uharfbuzz as hb
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen

from mise_en_page.composition.fonts import Face
from mise_en_page.model.message import say

EM: Final = 1000.0


@dataclass(frozen=True, slots=True)
class Watermark:
    """An SVG path from the word's baseline, 1000 units an em, and what it measures."""

    path: str
    width: float
    height: float


def watermark(face: Face) -> Watermark:
    """The word in a face of the publication."""
    font = hb.Font(hb.Face(face.program()))
    word = str(say("sheet/watermark"))
    if not all(face.covers(letter) for letter in word):
        word = "".join(letter for letter in normalize("NFD", word) if letter.isascii())
    scale, x, paths = EM / face.units_per_em, 0.0, []
    for letter in word:
        glyph = font.get_nominal_glyph(ord(letter)) or 0
        pen = SVGPathPen(None, ntos=lambda value: f"{value:.1f}".removesuffix(".0"))
        font.draw_glyph_with_pen(glyph, TransformPen(pen, (scale, 0, 0, -scale, x, 0)))
        paths.append(pen.getCommands())
        x += font.get_glyph_h_advance(glyph) * scale
    return Watermark("".join(paths), max(x, 1.0), 0.7 * EM)
