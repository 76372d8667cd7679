"""What a face's glyphs are: how wide, and which characters each stands for, whatever page it is on.

A PDF font says one text for a glyph. It is that of the character which the font itself maps to the glyph; else what the
glyph stands in for (an old-style figure for the figure, a ligature for its letters), and a small capital stands for the
small letter. Nothing depends on the rest of the page or on other pages, so that a page is the same whatever stands on them;
where the text is another (a capital set as a small one), the page says it in ``ActualText``.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from unicodedata import decomposition, normalize

import uharfbuzz as hb

from mise_en_page.composition.fonts import Face


class Glyphs:
    """One face. Advances in the font's units, widths in thousandths of the em."""

    def __init__(self, data: bytes, number: int) -> None:
        self._face = hb.Face(data, number)
        self._font = hb.Font(self._face)
        self.units_per_em = int(self._face.upem)
        self._advances: dict[int, int] = {}
        self._texts: dict[tuple[int, str], str] = {}
        self._mapped: dict[int, str] | None = None

    def advance(self, glyph: int) -> int:
        found = self._advances.get(glyph)
        if found is None:
            found = self._advances[glyph] = int(self._font.get_glyph_h_advance(glyph))
        return found

    def width(self, glyph: int) -> int:
        return round(self.advance(glyph) * 1000 / self.units_per_em)

    def said(self, glyph: int, text: str) -> str:
        """What the glyph says of itself where it stands for ``text``: the same text, unless that must be said beside it."""
        key = glyph, text
        found = self._texts.get(key)
        if found is None:
            found = self._texts[key] = self._mapping().get(glyph) or self._unmapped(glyph, text)
        return found

    def _unmapped(self, glyph: int, text: str) -> str:
        small = text.lower()
        if len(text) == 1 and small != text and self._small_capital(small) == glyph:
            return small
        return text

    def _small_capital(self, letter: str) -> int | None:
        buffer = hb.Buffer()
        buffer.add_str(letter)
        buffer.direction, buffer.script, buffer.language = "ltr", "Latn", "fr"
        hb.shape(self._font, buffer, {"smcp": True})
        infos = buffer.glyph_infos
        return int(infos[0].codepoint) if len(infos) == 1 else None

    def _mapping(self) -> dict[int, str]:
        """The character of each glyph that the font maps characters to; of several, the one that is typed in French."""
        if self._mapped is None:
            self._mapped = {}
            characters = (character for character in self._face.unicodes if not _is_superior(character))
            for character in sorted(characters, key=_rank, reverse=True):
                glyph = self._font.get_nominal_glyph(character)
                if glyph:
                    said = " " if chr(character).isspace() else chr(character)
                    # U+FB00 and those after it are ligatures, which are typed as letters
                    self._mapped[glyph] = normalize("NFKC", said) if 0xFB00 <= character < 0xFB07 else said
        return self._mapped


def _rank(character: int) -> tuple[bool, bool, int]:
    """Latin letters first, then punctuation and currency signs, then the rest (U+2019 before U+02BC, which looks alike)."""
    return character >= 0x180, not 0x2000 <= character < 0x20D0, character


def _is_superior(character: int) -> bool:
    """Letters such as ᵉ (U+1D49): fonts set them for superior letters, which are typed as plain ones."""
    return character >= 0x180 and decomposition(chr(character)).startswith("<super>")


def font_file(face: Face) -> bytes:
    """A face's file as bare OpenType."""
    data = face.path.read_bytes()
    if data[:3] != b"wOF":
        return data
    from fontTools.ttLib import TTFont  # noqa: PLC0415 (packed fonts only)

    bare = BytesIO()
    with TTFont(BytesIO(data)) as packed:
        packed.flavor = None
        packed.save(bare, reorderTables=None)
    return bare.getvalue()


@lru_cache(maxsize=64)
def glyphs_of(face: Face) -> Glyphs:
    """The one value of a face."""
    return Glyphs(font_file(face), face.number)
