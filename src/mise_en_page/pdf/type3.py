"""Type 3 fonts: their glyphs are content streams (ISO 32000-1, 9.6.5)."""

from __future__ import annotations

from typing import Any

import pikepdf

from mise_en_page.pdf.content import Content
from mise_en_page.pdf.geometry import Matrix


def is_type3(font: Any) -> bool:
    return isinstance(font, pikepdf.Dictionary) and str(font.get("/Subtype")) == "/Type3"


def glyph_of(font: Any, code: int) -> Any:
    """The stream of a code's glyph, None when it has none: the font's encoding names it by its differences."""
    encoding, streams = font.get("/Encoding"), font.get("/CharProcs")
    differences = encoding.get("/Differences") if isinstance(encoding, pikepdf.Dictionary) else None
    if not isinstance(differences, pikepdf.Array) or not isinstance(streams, pikepdf.Dictionary):
        return None
    here = 0
    for entry in differences:
        if not isinstance(entry, pikepdf.Name):
            here = int(entry)
            continue
        if here == code:
            found = streams.get(str(entry))
            return found if isinstance(found, pikepdf.Stream) else None
        here += 1
    return None


def has_colours(content: Content) -> bool:
    """Does a glyph come in colours of its own (d0)? One that begins with d1 takes those of the text."""
    return not any(instruction[0] == "d1" for instruction in content[1][:4])


def font_matrix(font: Any) -> Matrix:
    """From a font's glyphs to text of size 1."""
    a, b, c, d, e, f = (float(value) for value in font.get("/FontMatrix", [0.001, 0, 0, 0.001, 0, 0]))
    return (a, b, c, d, e, f)
