"""Characters into glyphs, by HarfBuzz; nothing else imports uharfbuzz.

A face is shaped a word at a time and remembers its words: advances are fractions of the em, so one shaping serves every
size. Spaces are never shaped with words: their width is the composer's to give.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from typing import Final

import uharfbuzz as hb

from mise_en_page.composition.fonts import Face

Features = tuple[tuple[str, int], ...]

#: Words that a face remembers; a long preview session must not grow for ever.
REMEMBERED: Final = 60_000


def _is_foreign(character: str) -> bool:
    """Does it belong to a script with rules of its own? (Between U+2000 and U+2C00 stand marks and symbols.)"""
    return "\u0370" <= character < "\u1e00" or "\u1f00" <= character < "\u2000" or character >= "\u2c00"


class Shaped:
    """A shaped string. ``advances`` and ``width`` are fractions of the em; ``texts`` as in ``GlyphRun``.

    ``gaps[i]`` is 1 where tracking may follow glyph *i*: between two clusters, never after the last. ``tracked`` counts
    them. ``clusters[i]`` is the index of the character that glyph *i* begins with. ``offsets`` is empty if all are zero.
    ``packed``: the glyphs as an array's bytes, to be joined.
    """

    __slots__ = ("advances", "clusters", "gaps", "glyphs", "offsets", "packed", "texts", "tracked", "width")

    def __init__(
        self, glyphs: tuple[int, ...], advances: tuple[float, ...], clusters: tuple[int, ...], texts: tuple[str, ...],
        gaps: tuple[int, ...], offsets: tuple[float, ...],
    ) -> None:  # fmt: skip
        self.glyphs = glyphs
        self.advances = advances
        self.clusters = clusters
        self.texts = texts
        self.gaps = gaps
        self.offsets = offsets
        self.width: float = sum(advances)
        self.tracked: int = sum(gaps)
        self.packed: bytes = array("H", glyphs).tobytes()

    def widths(self) -> dict[int, float]:
        """The width in em of what stands before each character with which a cluster begins, and before the end."""
        widths: dict[int, float] = {}
        so_far = 0.0
        for cluster, advance in zip(self.clusters, self.advances):  # noqa: B905 - as many of the one as of the other
            if cluster not in widths:
                widths[cluster] = so_far
            so_far += advance
        return widths


class Shaper:
    """Shapes the strings of one face with one set of features."""

    def __init__(self, font: hb.Font, units_per_em: int, features: Features) -> None:
        self._font = font
        self._units = units_per_em
        self._features = dict(features)
        self._buffer = hb.Buffer()
        #: the words shaped so far, for callers in a hurry
        self.words: dict[str, Shaped] = {}

    def shape(self, text: str) -> Shaped:
        """The glyphs of a string, from left to right; in Latin letters, French."""
        shaped = self.words.get(text)
        if shaped is None:
            if len(self.words) >= REMEMBERED:
                self.words.clear()
            shaped = self.words[text] = self.shape_anew(text)
        return shaped

    def glyph(self, character: str) -> int:
        """The glyph of one character by the font's map, 0 when it has none."""
        return self._font.get_nominal_glyph(ord(character)) or 0

    def depth(self, character: str) -> float:
        """How far the character's outline stands below the line, of the em; 0 where it does not."""
        seen = self._font.get_glyph_extents(self.glyph(character))
        return max(0.0, -(seen.y_bearing + seen.height) / self._units) if seen is not None else 0.0

    def shape_anew(self, text: str) -> Shaped:
        """The same, not remembered."""
        buffer = self._buffer
        buffer.clear_contents()
        buffer.add_str(text)
        if text.isascii() or not any(map(_is_foreign, text)):
            buffer.script = "Latn"
        else:
            buffer.guess_segment_properties()
        buffer.direction, buffer.language = "ltr", "fr"
        hb.shape(self._font, buffer, self._features)
        units = self._units
        infos = buffer.glyph_infos
        glyphs = tuple([info.codepoint for info in infos])
        clusters = tuple([info.cluster for info in infos])
        advances: list[float] = []
        offsets: list[float] = []
        moved = False
        for place in buffer.glyph_positions:
            dx, dy, advance, _ = place.position
            advances.append(advance / units)
            offsets.append(dx / units)
            offsets.append(dy / units)
            if dx or dy:
                moved = True
        texts = _cluster_texts(text, clusters)
        return Shaped(glyphs, tuple(advances), clusters, texts, _gaps(clusters), tuple(offsets) if moved else ())


def _gaps(clusters: tuple[int, ...]) -> tuple[int, ...]:
    """1 where a glyph is followed by one of another cluster."""
    last = len(clusters) - 1
    return tuple([1 if n < last and clusters[n + 1] != cluster else 0 for n, cluster in enumerate(clusters)])


def _cluster_texts(text: str, clusters: tuple[int, ...]) -> tuple[str, ...]:
    """The text of each glyph: the first of a cluster has all of it, the others none."""
    texts = []
    end = len(text)
    for n in range(len(clusters) - 1, -1, -1):
        start = clusters[n]
        if n and clusters[n - 1] == start:
            texts.append("")
        else:
            texts.append(text[start:end])
            end = start
    return tuple(reversed(texts))


@lru_cache(maxsize=64)
def _font(face: Face) -> hb.Font:
    return hb.Font(hb.Face(face.program()))


@lru_cache(maxsize=256)
def shaper(face: Face, features: Features) -> Shaper:
    """The one shaper of a face and some features; it remembers its words."""
    return Shaper(_font(face), face.units_per_em, features)
