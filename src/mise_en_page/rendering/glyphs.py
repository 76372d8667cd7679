"""What a face's glyphs are: how wide, and which characters each stands for, whatever page it is on.

A PDF font says one text for a glyph. It is that of the character which the font itself maps to the glyph; else what the
glyph stands in for (an old-style figure for the figure, a ligature for its letters), and a small capital stands for the
small letter. Nothing depends on the rest of the page or on other pages, so that a page is the same whatever stands on them;
where the text is another (a capital set as a small one), the page says it in ``ActualText``.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import decomposition, normalize

import uharfbuzz as hb

from mise_en_page.composition.fonts import Face
from mise_en_page.composition.ink import Ink


class Glyphs(Ink):
    """One face. Advances in the font's units, widths in thousandths of the em."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._advances: dict[int, int] = {}
        self._texts: dict[tuple[int, str], tuple[tuple[int, str], bool]] = {}
        self._mapped: dict[int, str] | None = None

    def metric(self, tag: hb.OTMetricsTag) -> float:
        """A measure that the font gives, in ems, y upwards; what suits most fonts where it gives none."""
        return float(self._font.get_metric_position_with_fallback(tag)) / self.units_per_em

    def advance(self, glyph: int) -> int:
        found = self._advances.get(glyph)
        if found is None:
            found = self._advances[glyph] = int(self._font.get_glyph_h_advance(glyph))
        return found

    def width(self, glyph: int) -> int:
        return round(self.advance(glyph) * 1000 / self.units_per_em)

    def pair(self, glyph: int, text: str) -> tuple[tuple[int, str], bool]:
        """The glyph with what it says of itself where it stands for ``text``, "" for a cluster's second glyph; and whether
        that is the same text, so that nothing need be said beside it.
        """
        key = glyph, text
        found = self._texts.get(key)
        if found is None:
            wanted = plain(text)
            said = (self._mapping().get(glyph) or self._unmapped(glyph, wanted)) if text else ""
            found = self._texts[key] = (glyph, said), said == wanted
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


def plain(text: str) -> str:
    """What a glyph is found and copied as: an added hyphen as a hyphen, any space as a space."""
    return "-" if text == "\u00ad" else "".join(" " if character.isspace() else character for character in text)


def _rank(character: int) -> tuple[bool, bool, int]:
    """Latin letters first, then punctuation and currency signs, then the rest (U+2019 before U+02BC, which looks alike)."""
    return character >= 0x180, not 0x2000 <= character < 0x20D0, character


def _is_superior(character: int) -> bool:
    """Letters such as ᵉ (U+1D49): fonts set them for superior letters, which are typed as plain ones."""
    return character >= 0x180 and decomposition(chr(character)).startswith("<super>")


@lru_cache(maxsize=64)
def glyphs_of(face: Face) -> Glyphs:
    """The one value of a face."""
    return Glyphs(face.program())
