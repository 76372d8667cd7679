"""The letters of a PDF's pages as fonts of a web page: only the glyphs that are shown, each under its character.

No kerning and no ligatures: every glyph has its place on the page. What stands for several characters (a ligature) is under
the first of them, and the others show nothing; so the pages' text can be selected, copied and found. Where a character has
several glyphs (small capitals, old-style figures), each further one goes into a further font, a *layer*.
"""

from __future__ import annotations

import base64
import contextlib
import io
import re
import unicodedata
from typing import Any, Final

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.basePen import NullPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from mise_en_page.pdf.advances import Advances, font_program
from mise_en_page.pdf.resources import unpack

FONT: Final = 48 * 1024 * 1024
"""The largest font file that is unpacked, in bytes."""

_SECTIONS: Final = re.compile(rb"beginbf(char|range)(.*?)endbf(?:char|range)", re.DOTALL)
_TOKENS: Final = re.compile(rb"<[0-9a-fA-F\s]*>|\[")

PRIVATE: Final = 0xE000
"""The first character of those that nobody has given a meaning: for glyphs that stand for none."""

PRIVATE_END: Final = 0xF8FF

DOUBLED: Final = {"ff": "\ufb00", "ffi": "\ufb03", "ffl": "\ufb04"}
"""Ligatures in which a letter comes twice, by the characters that Unicode has for them."""

SUBSET: Final = 2_000
"""More glyphs than this are no subset of a font: they are taken as they are met."""

EPOCH: Final = 3_600_000_000
"""When each font says it was made (s since 1904): the same glyphs, the same bytes."""


class NoOutlines(Exception):
    """A font that is not read here: what it shows is shown as a picture."""


class Outlines:
    """The outlines in an embedded font, by the codes of its text. Raises ``NoOutlines`` for fonts that are unlike ours."""

    def __init__(self, font: Any) -> None:
        if str(font.get("/Subtype")) != "/Type0" or str(font.get("/Encoding")) != "/Identity-H":
            raise NoOutlines
        program = font_program(font)
        data = unpack(program, FONT) if program is not None else None
        if data is None:
            raise NoOutlines
        self.numbers: bytes | None = None
        self.known: dict[int, str] = {}
        try:
            if data[:4] in (b"OTTO", b"\0\1\0\0", b"true"):
                self._open(TTFont(io.BytesIO(data), lazy=True))
            else:
                self._bare(data)
            given = font.DescendantFonts[0].get("/CIDToGIDMap")
            if isinstance(given, pikepdf.Stream):
                self.numbers = unpack(given)
        except NoOutlines:
            raise
        except Exception as fault:  # fontTools raises anything for a damaged font
            raise NoOutlines from fault

    def _open(self, font: TTFont) -> None:
        self.glyphs, self.order = font.getGlyphSet(), font.getGlyphOrder()
        self.em, self.quadratic = font["head"].unitsPerEm, "glyf" in font

    def _bare(self, data: bytes) -> None:
        """CFF without the tables around it."""
        read = CFFFontSet()
        read.decompile(io.BytesIO(data), None)
        top = read[0]
        self.glyphs, self.order = top.CharStrings, list(top.charset)
        if hasattr(top, "ROS"):
            self.known = {int(name[3:]): name for name in self.order if name.startswith("cid")}
        scale = getattr(top, "FontMatrix", [0.001])[0]
        self.em, self.quadratic = round(1 / scale), False

    def name(self, code: int) -> str:
        """The glyph of a code of the text. Raises ``NoOutlines``."""
        if self.known:
            return self.known.get(code, ".notdef")
        if self.numbers is not None:
            code = int.from_bytes(self.numbers[2 * code : 2 * code + 2], "big")
        if code >= len(self.order):
            raise NoOutlines
        return str(self.order[code])

    def record(self, name: str) -> DecomposingRecordingPen:
        """A glyph's outline."""
        pen = DecomposingRecordingPen(self.glyphs)
        self.glyphs[name].draw(pen)
        return pen


class Face:
    """A font of the pages, as it grows: which character shows which glyph, by layers."""

    def __init__(self, font: Any, number: int) -> None:
        self.outlines, self.advances, self.number = Outlines(font), Advances(font), number
        self.texts = _texts(font)
        self.layers: list[dict[str, str]] = [{}]
        """Of each layer the glyph of each character; "" shows nothing."""

        self._placed: dict[int, tuple[int, str]] = {}
        self._next = PRIVATE
        if len(self.texts) <= SUBSET:  # plain letters come first in a font, their variants later
            for code in sorted(self.texts):
                with contextlib.suppress(NoOutlines):
                    self.place(code)

    def place(self, code: int) -> tuple[int, str]:
        """The layer and the characters that show a glyph. Raises ``NoOutlines``."""
        if code not in self._placed:
            self._placed[code] = self._new(code)
        return self._placed[code]

    def _new(self, code: int) -> tuple[int, str]:
        name = self.outlines.name(code)
        text = self.texts.get(code, "").replace("\u00ad", "-")
        text = DOUBLED.get(text, text)
        if not text or not all(map(_plain, text)) or len(set(text)) < len(text):
            if self._next > PRIVATE_END:
                raise NoOutlines
            text, self._next = chr(self._next), self._next + 1
        wanted = {text[0]: name} | dict.fromkeys(text[1:], "")
        for number in range(len(self.layers) + 1):
            if number == len(self.layers):
                self.layers.append({})
            layer = self.layers[number]
            if all(layer.get(character, glyph) == glyph for character, glyph in wanted.items()):
                layer |= wanted
                return number, text
        raise AssertionError("a new layer has room")

    def css(self) -> str:
        """Its layers as rules of a style sheet."""
        rules = []
        for n, layer in enumerate(self.layers):
            data = base64.b64encode(self._built(layer)).decode("ascii")
            name = self.class_of(n)
            rules.append(
                f'@font-face{{font-family:{name};src:url("data:font/woff2;base64,{data}")format("woff2")}}'
                f".{name}{{font-family:{name}}}"
            )
        return "\n".join(rules)

    def class_of(self, layer: int) -> str:
        """How a layer is called: its class and its family."""
        return f"f{self.number}" + (f"-{layer}" if layer else "")

    def _built(self, layer: dict[str, str]) -> bytes:
        """A WOFF2 font of one layer: the same glyphs, the same bytes."""
        read = self.outlines
        names = sorted(set(layer.values()) - {"", ".notdef"})
        glyphs = {".notdef": ".notdef", "nothing": ""} | {f"g{n}": name for n, name in enumerate(names)}
        own = {name: number for number, name in glyphs.items()}
        made = FontBuilder(read.em, isTTF=read.quadratic)
        made.font.recalcTimestamp = False
        made.font["head"].created = made.font["head"].modified = EPOCH
        made.setupGlyphOrder(list(glyphs))
        made.setupCharacterMap({ord(character): own[name] for character, name in sorted(layer.items())})
        drawn = {number: self._drawn(name) for number, name in glyphs.items()}
        if read.quadratic:
            made.setupGlyf(drawn)
            left = {number: getattr(made.font["glyf"][number], "xMin", 0) for number in glyphs}
        else:
            made.setupCFF("Page", {}, drawn, {})
            left = dict.fromkeys(glyphs, 0)
        # Each glyph has its place: widths only say how wide a selection is shown.
        wide = {number: (round(self._advance(name)) if name else 0, left[number]) for number, name in glyphs.items()}
        made.setupHorizontalMetrics(wide)
        up, down = round(read.em * 0.8), -round(read.em * 0.2)
        made.setupHorizontalHeader(ascent=up, descent=down)
        made.setupOS2(sTypoAscender=up, sTypoDescender=down, usWinAscent=up, usWinDescent=-down)
        made.setupNameTable({"familyName": "Page", "styleName": "Regular"})
        made.setupPost(keepGlyphNames=False)
        made.font.flavor = "woff2"
        out = io.BytesIO()
        made.save(out)
        return out.getvalue()

    def _drawn(self, name: str) -> Any:
        pen = TTGlyphPen(None) if self.outlines.quadratic else T2CharStringPen(round(self._advance(name)), None)
        if name == ".notdef":  # never shown: a shape, for browsers refuse a font that has none
            for step, corner in enumerate(((0, 0), (0, 100), (100, 0))):
                (pen.lineTo if step else pen.moveTo)(corner)
            pen.closePath()
        elif name:
            with contextlib.suppress(KeyError):  # no .notdef
                self.outlines.record(name).replay(pen)
        return pen.glyph() if self.outlines.quadratic else pen.getCharString()

    def _advance(self, name: str) -> float:
        if not name or name not in self.outlines.glyphs:
            return 0.0
        glyph = self.outlines.glyphs[name]
        if not hasattr(glyph, "width"):
            glyph.draw(NullPen())  # a bare charstring knows its width when it is drawn
        return float(glyph.width or 0)


def _plain(character: str) -> bool:
    """Does a character stand by itself, from left to right?"""
    if ord(character) > 0xFFFF or PRIVATE <= ord(character) <= PRIVATE_END:
        return False
    kind = unicodedata.category(character)
    return kind[0] not in "MC" and kind not in ("Zl", "Zp") and unicodedata.bidirectional(character) not in ("R", "AL")


def _texts(font: Any) -> dict[int, str]:
    """What each code stands for: the pairs and ranges of its ToUnicode (ISO 32000-1, 9.10.3)."""
    held = font.get("/ToUnicode")
    if not isinstance(held, pikepdf.Stream) or (data := unpack(held)) is None:
        return {}
    found: dict[int, str] = {}
    for kind, section in _SECTIONS.findall(data):
        tokens = [part if part == b"[" else _unhexed(part) for part in _TOKENS.findall(section)]
        if kind == b"char":
            pairs = zip(tokens[::2], tokens[1::2], strict=False)
            found |= {int.from_bytes(code, "big"): _utf16(text) for code, text in pairs}
        else:
            found |= _ranges(tokens)
    return found


def _ranges(tokens: list[bytes]) -> dict[int, str]:
    """Of each range its first and last code, then the text of the first; or a text for each after ``[``."""
    found: dict[int, str] = {}
    at = 0
    while at + 2 < len(tokens):
        start = int.from_bytes(tokens[at], "big")
        codes = range(start, min(int.from_bytes(tokens[at + 1], "big"), start + 0xFFFF) + 1)
        listed = tokens[at + 2] == b"["
        if listed:
            texts = tokens[at + 3 : at + 3 + len(codes)]
        else:
            said, low = tokens[at + 2], int.from_bytes(tokens[at + 2][-2:], "big")
            texts = [said[:-2] + (low + n & 0xFFFF).to_bytes(2, "big") for n in range(len(codes))]
        found |= {code: _utf16(text) for code, text in zip(codes, texts, strict=False)}
        at += 3 + (len(codes) if listed else 0)
    return found


def _unhexed(part: bytes) -> bytes:
    digits = b"".join(part[1:-1].split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _utf16(data: bytes) -> str:
    return data.decode("utf-16-be", "ignore")
