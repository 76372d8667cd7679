"""Fonts in the form that older lines read: bare CFF, keyed by number.

WeasyPrint embeds a CFF font as a whole OpenType file. PDF 1.6 knows that (and PDF/X-4 allows it); PDF 1.4, on which
X-1a:2003 and X-3:2003 stand, knows only the bare CFF table, and in a font addressed by glyph numbers one that is CID-keyed
(ISO 32000-1, 9.7.4.2 and table 126).
"""

from __future__ import annotations

import io
import struct
from typing import Any

import pikepdf
from pikepdf import Name


class Unreadable(Exception):
    """A font file that cannot be taken apart."""


def unwrap(font: Any) -> None:
    """Replace a CFF font's OpenType file by its bare CID-keyed CFF, in place. Other fonts stay as they are."""
    kids = font.get("/DescendantFonts")
    held = kids[0] if isinstance(kids, pikepdf.Array) and len(kids) else font
    described = held.get("/FontDescriptor") if isinstance(held, pikepdf.Dictionary) else None
    stream = described.get("/FontFile3") if isinstance(described, pikepdf.Dictionary) else None
    if not isinstance(stream, pikepdf.Stream) or str(stream.get("/Subtype")) != "/OpenType":
        return
    stream.write(bare_cff(bytes(stream.read_bytes())))
    stream.Subtype = Name.CIDFontType0C
    if "/CIDToGIDMap" in held:
        del held["/CIDToGIDMap"]


def bare_cff(opentype: bytes) -> bytes:
    """The CFF table of an OpenType font, its glyphs numbered instead of named."""
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415 - PDF/X-4 needs none of this

    try:
        with TTFont(io.BytesIO(opentype), lazy=False) as file:
            table = file["CFF "]
            number_glyphs(table.cff)
            return bytes(table.compile(file))
    except (TTLibError, KeyError, ValueError, AttributeError, AssertionError, IndexError, TypeError, struct.error) as fault:
        raise Unreadable(str(fault)) from None


def number_glyphs(cff: Any) -> None:
    """Make a name-keyed CFF font CID-keyed, each glyph's CID being its index (Adobe Technical Note 5176, 18 and 19)."""
    from fontTools.cffLib import FDArrayIndex, FDSelect, FontDict  # noqa: PLC0415

    top = cff.topDictIndex[0]
    if hasattr(top, "ROS"):
        return
    strings = top.CharStrings
    order = list(top.charset)
    numbered = [".notdef", *(f"cid{index:05d}" for index in range(1, len(order)))]
    for name in order:
        # outlines are read now: they know their own dictionaries only as long as these stand
        strings[name].decompile()
    whole = FontDict()
    whole.Private = top.Private
    whole.setCFF2(False)
    fonts = FDArrayIndex()
    fonts.strings = None
    fonts.append(whole)
    selector = FDSelect()
    selector.gidArray = [0] * len(order)
    selector.format = 3
    strings.charStrings = {new: strings.charStrings[old] for old, new in zip(order, numbered, strict=True)}
    strings.fdArray, strings.fdSelect = fonts, selector
    top.charset = numbered
    top.ROS = ("Adobe", "Identity", 0)
    top.CIDCount = len(numbered)
    top.FDArray, top.FDSelect = fonts, selector
    for key in ("Private", "Encoding"):
        if hasattr(top, key):
            delattr(top, key)
        top.rawDict.pop(key, None)
