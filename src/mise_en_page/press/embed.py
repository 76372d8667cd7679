"""The publication's faces in a PDF: one font for each face, cut down to the glyphs that all its pages show.

Glyphs are addressed by their numbers in the font file (Identity-H, ISO 32000-1, 9.7.5), which a subset keeps; so a page's
operators are the same whatever other pages show. What each glyph stands for is in ``ToUnicode`` (9.10.3).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import groupby
from typing import Final

import pikepdf
import uharfbuzz as hb
from pikepdf import Array, Dictionary, Name, String

from mise_en_page.composition.fonts import Face
from mise_en_page.model.drawn import FaceUse

#: Tables that only matter before glyphs are chosen, or on a screen.
DROPPED: Final = tuple(
    int.from_bytes(tag, "big")
    for tag in (b"BASE", b"DSIG", b"EBDT", b"EBLC", b"EBSC", b"GDEF", b"GPOS", b"GSUB", b"JSTF", b"LTSH", b"PCLT", b"SVG ")
)
KEPT: Final = hb.SubsetFlags.PASSTHROUGH_UNRECOGNIZED | hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.NO_HINTING

SYMBOLIC, ITALIC = 1 << 2, 1 << 6  # font flags, ISO 32000-1, table 123
STEM: Final = 80  # a guess that viewers use only in place of a font that is not there
CHUNK: Final = 100  # the most lines of a CMap's section (Adobe Technical Note 5014)

CMAP: Final = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo
<< /Registry (Adobe)
/Ordering (UCS)
/Supplement 0
>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
{mappings}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def merged(uses: Iterable[FaceUse]) -> dict[str, dict[int, str]]:
    """What all pages together show of each face: each glyph with what it stands for, the shortest where pages differ."""
    found: dict[str, dict[int, str]] = {}
    for use in uses:
        glyphs = found.setdefault(use.face, {})
        for glyph, text in use.texts.items():
            known = glyphs.get(glyph)
            if known is None or (text and (not known or (len(text), text) < (len(known), known))):
                glyphs[glyph] = text
    return found


def embed(pdf: pikepdf.Pdf, face: Face, texts: Mapping[int, str]) -> pikepdf.Object:
    """A face as a font of ``pdf``, with the glyphs of ``texts``."""
    glyphs = sorted({0, *texts})
    source = _source(face)
    data = subset(source, glyphs)
    widths = _widths(source, glyphs)
    tag = "".join(
        chr(65 + byte % 26) for byte in hashlib.sha256(f"{face.digest} {face.at or ''}{glyphs}".encode()).digest()[:6]
    )
    name = Name(f"/{tag}+{_postscript_name(source, face)}")
    open_type = data[:4] == b"OTTO"
    file = pdf.make_stream(data)
    if open_type:
        file.Subtype = Name.OpenType
    else:
        file.Length1 = len(data)
    ascent, descent = round(face.ascent * 1000), -round(face.descent * 1000)
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        FontFamily=String(face.family),
        Flags=SYMBOLIC | (ITALIC if face.italic else 0),
        FontBBox=Array([0, descent, max(widths.values()), ascent]),
        ItalicAngle=0,
        Ascent=ascent,
        Descent=descent,
        CapHeight=ascent,
        StemV=STEM,
    )
    descriptor["/FontFile3" if open_type else "/FontFile2"] = file
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0 if open_type else Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        W=_ranges(widths),
        FontDescriptor=pdf.make_indirect(descriptor),
    )
    if not open_type:
        descendant.CIDToGIDMap = Name.Identity
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(_cmap(texts)),
        )
    )


def subset(source: hb.Face, glyphs: Iterable[int]) -> bytes:
    """A font file with some of its glyphs, under their own numbers, and none after the last of them."""
    wanted = sorted(glyphs)
    first = hb.SubsetInput()
    first.glyph_set.update(wanted)
    first.flags = KEPT | hb.SubsetFlags.RETAIN_GIDS
    first.drop_table_tag_set.update(DROPPED)
    cut = first.subset(source)
    last = hb.SubsetInput()  # numbers are kept by what stands before them: all up to the last one
    last.glyph_set.update(range(wanted[-1] + 1))
    last.flags = KEPT
    last.drop_table_tag_set.update(DROPPED)
    return bytes(last.subset(cut).blob.data)


@lru_cache(maxsize=64)
def _source(face: Face) -> hb.Face:
    """HarfBuzz's reading of a face."""
    return hb.Face(face.program())


def _postscript_name(source: hb.Face, face: Face) -> str:
    said = source.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or face.family
    return re.sub("[^A-Za-z0-9_-]", "", said) or "Font"


def _widths(source: hb.Face, glyphs: Iterable[int]) -> dict[int, int]:
    font = hb.Font(source)
    return {glyph: round(font.get_glyph_h_advance(glyph) * 1000 / source.upem) for glyph in glyphs}


def _ranges(widths: Mapping[int, int]) -> Array:
    """The widths as a CIDFont has them: a number, then the widths from it on."""
    ranges: list[int | Array] = []
    for _, group in groupby(enumerate(sorted(widths)), key=lambda pair: pair[1] - pair[0]):
        numbers = [glyph for _, glyph in group]
        ranges.extend([numbers[0], Array([widths[glyph] for glyph in numbers])])
    return Array(ranges)


def _cmap(texts: Mapping[int, str]) -> bytes:
    said = [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for glyph, text in sorted(texts.items()) if text]
    sections = [
        "\n".join((f"{len(lines)} beginbfchar", *lines, "endbfchar"))
        for lines in (said[n : n + CHUNK] for n in range(0, len(said), CHUNK))
    ]
    return CMAP.format(mappings="\n".join(sections)).encode("ascii")
