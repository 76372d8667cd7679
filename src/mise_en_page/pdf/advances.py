"""Fonts as letters are measured with them: how far each moves on (ISO 32000-1, 9.2.4), and which glyphs are missing."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, Final

import pikepdf

from mise_en_page.pdf.type3 import font_matrix, is_type3

PARTS: Final = 50_000
"""How many parts of lines are remembered for a font."""

OPEN: Final = ord("<")
_STRINGS: Final = re.compile(rb"<([^<>]*)>|([^<> ]+)")


def font_program(font: Any) -> pikepdf.Object | None:
    """The embedded font file, None when there is none."""
    kids = font.get("/DescendantFonts")
    held = kids[0] if isinstance(kids, pikepdf.Array) and len(kids) else font
    described = held.get("/FontDescriptor") if isinstance(held, pikepdf.Dictionary) else None
    if not isinstance(described, pikepdf.Dictionary):
        return None
    for key in ("/FontFile", "/FontFile2", "/FontFile3"):
        if isinstance(described.get(key), pikepdf.Stream):
            return described[key]
    return None


class Face:
    """A font that letters are measured with; ``is_sound`` when its file can be unpacked, or there is none."""

    def __init__(self, font: pikepdf.Object, is_sound: bool) -> None:
        self.font, self.is_sound = font, is_sound

    @cached_property
    def advances(self) -> Advances:
        """Raises what reading a damaged font may raise."""
        return Advances(self.font)


def read_parts(parts: list[bytes]) -> list[bytes | float]:
    """Parts of a TJ array as they are written, as strings and numbers. Raises ValueError."""
    found: list[bytes | float] = []
    for text, number in _STRINGS.findall(b" ".join(parts)):
        found.append(float(number) if number else _unhexed(text))
    return found


def _unhexed(text: bytes) -> bytes:
    return bytes.fromhex((text + b"0" * (len(text.replace(b" ", b"")) % 2)).decode("ascii"))


class Advances(dict[bytes, float]):
    """A font's advances in thousandths of its size, by the parts of TJ arrays as they are written.

    ``<0041>`` is as wide as its glyph, ``-14.5`` moves on by that much. The same parts come again and again; each is
    reckoned once. Raises ValueError for what is no such part.
    """

    __slots__ = ("default", "double", "identity", "known", "missing")

    def __init__(self, font: Any) -> None:
        super().__init__()
        self.missing: set[bytes] = set()
        """Parts that hold a missing glyph."""

        self.double = str(font.get("/Subtype")) == "/Type0"
        self.identity = str(font.get("/Encoding")) in ("/Identity-H", "/Identity-V")
        self.known: dict[int, float] = {}
        self.default = 500.0
        if self.double:
            kids = font.get("/DescendantFonts")
            kid: Any = kids[0] if isinstance(kids, pikepdf.Array) and len(kids) else {}
            self.default = float(kid.get("/DW", 1000))
            self.read_ranges(kid.get("/W"))
        else:
            first = int(font.get("/FirstChar", 0))
            for index, value in enumerate(font.get("/Widths", [])):
                self.known[first + index] = float(value)
            if is_type3(font):
                across = font_matrix(font)[0]
                self.known = {code: value * across * 1000 for code, value in self.known.items()}

    def __missing__(self, part: bytes) -> float:
        if part.startswith(b"<"):
            if not part.endswith(b">"):
                raise ValueError(part)
            codes = self.codes(_unhexed(part[1:-1]))
            advance = sum(map(self.of, codes))
            is_missing = self.double and self.identity and 0 in codes
        else:
            advance, is_missing = -float(part), False
        if len(self) >= PARTS:
            self.clear()
            self.missing.clear()
        self[part] = advance
        if is_missing:
            self.missing.add(part)
        return advance

    def codes(self, text: bytes) -> list[int]:
        """The letters of a string, by their numbers."""
        if not self.double:
            return list(text)
        return [text[i] << 8 | text[i + 1] for i in range(0, len(text) - 1, 2)]

    def read_ranges(self, ranges: Any) -> None:
        if not isinstance(ranges, pikepdf.Array):
            return
        held = list(ranges)
        index = 0
        while index + 1 < len(held) and len(self.known) < 70_000:
            first = int(held[index])
            if isinstance(held[index + 1], pikepdf.Array):
                for offset, value in enumerate(held[index + 1]):
                    self.known[first + offset] = float(value)
                index += 2
            elif index + 2 < len(held):
                for code in range(first, min(int(held[index + 1]), first + 65_535) + 1):
                    self.known[code] = float(held[index + 2])
                index += 3
            else:
                return

    def of(self, code: int) -> float:
        return self.known.get(code, self.default)
