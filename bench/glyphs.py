"""Where a PDF's glyphs stand, whichever engine made it: pdfium's word on each character's origin and advance."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

HYPHENS = "-\u2010\u00ad\u2011\x02\ufffe"


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character: ``x`` its origin, ``end`` its origin and its advance, ``y`` its baseline, from the trim's top left."""

    character: str
    x: float
    end: float
    y: float


def same_everywhere(character: str) -> str:
    """A character without what engines and fonts write in their own ways: hyphens, and ligatures of letters."""
    return "-" if character in HYPHENS else unicodedata.normalize("NFKC", character)


def pages_of(pdf: Path) -> Iterator[list[Glyph]]:
    """The printing glyphs of each page; spaces are left out, since some engines paint none."""
    document = pypdfium2.PdfDocument(_painted_text(pdf))
    for page in document:
        yield _page(page)


def _painted_text(pdf: Path) -> BytesIO:
    """The file without replacement texts (ActualText), which readers take instead of the glyphs."""
    written = BytesIO()
    with pikepdf.open(pdf) as document:
        for each in document.objects:
            if isinstance(each, pikepdf.Stream) and each.get("/Subtype") in (None, "/Form") and "/Length1" not in each:
                data = each.read_bytes()
                if b"/ActualText" in data:
                    each.write(data.replace(b"/ActualText", b"/Unread"))
        document.save(written)
    return written


def _page(page: pypdfium2.PdfPage) -> list[Glyph]:
    left, _bottom, _right, top = page.get_trimbox()
    text = page.get_textpage()
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    found = []
    for index in range(text.count_chars()):
        if pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        character = chr(pdfium.FPDFText_GetUnicode(text, index))
        shown = same_everywhere(character)
        if not shown.strip():
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        for place, letter in enumerate(shown):  # the letters of a ligature stand where it stands
            begin = x.value if place == 0 else box.right
            found.append(Glyph(letter, begin - left, box.right - left, top - y.value))
    return found
