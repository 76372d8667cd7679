"""Lines painted into their box: the one piece that stands inside WeasyPrint.

WeasyPrint 70 takes objects in place of pictures: an entry in the ``cache`` given to ``HTML.render()`` under the URL of
an ``<img>`` is asked for its size and, when the page is drawn, told to ``draw()``. Lengths are CSS px there, y downwards.
tests/rendering/test_paint.py guards all that is assumed here against the pinned version.

What is written is text: real space glyphs, every glyph with its characters, and a word that a line break divides as one
``ActualText`` on its first part, so that it is found and copied whole (ISO 32000-1, 14.9.4). Its second part says a space:
one span over both lines makes poppler put the word after the next line, and pdfium takes no empty text for an answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont
from tinycss2.color5 import Color
from weasyprint.text.line_break import Layout as PangoLayout

from mise_en_page.composition.fonts import Catalogue
from mise_en_page.composition.galley import GlyphRun, Line, SetBlock
from mise_en_page.rendering.faces import face_family

PX = 4 / 3  # one pt in CSS px


@dataclass(frozen=True, slots=True)
class Widths:
    """A face's own advance widths, in thousandths of the em; ``name`` is its PostScript name."""

    name: str
    units_per_em: int
    advances: Mapping[str, tuple[int, int]]
    order: Sequence[str]

    @classmethod
    def read(cls, path: Path) -> Widths:
        with TTFont(path, lazy=True) as font:
            name = re.sub("[^A-Za-z0-9_-]", "", font["name"].getDebugName(6) or "") or "Font"
            return cls(name, font["head"].unitsPerEm, font["hmtx"].metrics, font.getGlyphOrder())

    def of(self, glyph: int) -> int:
        return round(self.advances[self.order[glyph]][0] * 1000 / self.units_per_em)


@dataclass(frozen=True, slots=True)
class Positioned:
    """A line of a block at a place: its left edge and baseline in pt from the box's top left corner."""

    line: Line
    x: float
    y: float


class Painter:
    """What the painting of one document shares: its faces as WeasyPrint's PDF fonts, and their widths."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._paths = {face.key: Path(face.path) for face in catalogue.faces}
        self._widths: dict[str, Widths] = {}
        self._texts: dict[tuple[str, int], Counter[str]] = {}
        self._fonts: dict[str, Any] = {}
        self._alive: list[Any] = []

    def note(self, lines: Sequence[Positioned]) -> None:
        """Count what each glyph stands for: a small capital may be an A or an a, and a PDF font says one thing of it."""
        for placed in lines:
            for run in placed.line.runs:
                for glyph, text in zip(run.glyphs, run.texts, strict=True):
                    if text:
                        self._texts.setdefault((run.face, glyph), Counter())[plain(text)] += 1

    def text_of(self, key: str, glyph: int) -> str:
        """What a glyph most often stands for in this document."""
        counted = self._texts[key, glyph]
        return min(counted, key=lambda text: (-counted[text], text))

    def widths(self, key: str) -> Widths:
        if key not in self._widths:
            self._widths[key] = Widths.read(self._paths[key])
        return self._widths[key]

    def font(self, stream: Any, style: Any, key: str) -> Any:
        """WeasyPrint's PDF font of a face, found by the name under which that face alone is declared."""
        if key not in self._fonts:
            alone = style.copy()
            alone["font_family"] = (face_family(key),)
            alone["font_weight"], alone["font_style"] = 400, "normal"
            layout = PangoLayout(alone)
            layout.set_text("x")
            pango_font = layout.get_first_line()[0].runs[0].data.item.analysis.font
            self._alive.append(layout)
            font = stream.add_font(pango_font)[0]
            # WeasyPrint names a font after the family that we gave it; printers look for the font's own name.
            font.name = f"/{font.hash}+{self.widths(key).name}".encode()
            self._fonts[key] = font
        return self._fonts[key]


class PaintedLines:
    """Some lines of a block, as WeasyPrint sees a picture."""

    def __init__(self, painter: Painter, block: SetBlock, lines: Sequence[Positioned], width: float, height: float) -> None:
        self._painter, self._block, self._lines = painter, block, lines
        painter.note(lines)
        self.width, self.height = width * PX, height * PX
        self.ratio = self.width / self.height

    @property
    def name(self) -> str:
        """The block in a user's words."""
        return f"the {self._block.role.split(' ')[0]} of {self._block.article}"

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:  # noqa: ARG002
        return self.width, self.height, self.ratio

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:  # noqa: ARG002
        """Write every line's glyphs to the page's content stream."""
        stream.begin_text()
        opened: tuple[int, int] | None = None
        for number, placed in enumerate(self._lines):
            line = placed.line
            actual = self._actual_texts(number, line)
            at = 0
            for run in line.runs:
                font = self._font(stream, style, run)
                stream.set_color(Color("device-cmyk", run.style.colour, 1))
                stream.set_font_size(font.hash, run.style.size * PX)
                stream.set_text_matrix(run.scale, 0, 0, -1, (placed.x + run.x) * PX, (placed.y - run.style.rise) * PX)
                back = moves_back(run, font.widths)
                for word, group in groupby(range(len(run.glyphs)), key=lambda n, base=at: actual[base + n]):  # type: ignore[misc]
                    place = word[0] if word else None
                    if place != opened:
                        if opened is not None:
                            stream.end_marked_content()
                        if word:
                            begin_actual_text(stream, word[1])
                        opened = place
                    for shown in shown_glyphs(run, back, list(group)):
                        shown.write(stream)
                at += len(run.glyphs)
        if opened is not None:
            stream.end_marked_content()
        stream.end_text()

    def _font(self, stream: Any, style: Any, run: GlyphRun) -> Any:
        """The run's PDF font, told the width and the text of each of the run's glyphs."""
        font = self._painter.font(stream, style, run.face)
        widths = self._painter.widths(run.face)
        for glyph, text in zip(run.glyphs, run.texts, strict=True):
            font.widths.setdefault(glyph, widths.of(glyph))
            if text:
                font.to_unicode[glyph] = self._painter.text_of(run.face, glyph)
        return font

    def _actual_texts(self, number: int, line: Line) -> list[tuple[tuple[int, int], str] | None]:
        """For each glyph its word's place (line and word) and what that word stands for; None where the glyphs say it."""
        flat = [
            (text, not text or self._painter.text_of(run.face, glyph) == plain(text))
            for run in line.runs
            for glyph, text in zip(run.glyphs, run.texts, strict=True)
        ]
        words = list(word_ranges([text for text, _ in flat]))
        actual: list[tuple[tuple[int, int], str] | None] = [None] * len(flat)
        for n, (start, end) in enumerate(words):
            word: tuple[tuple[int, int], str] | None = None
            if n == 0 and divides(self._block.text, line.start):
                word = (number, n), " "
            elif n == len(words) - 1 and divides(self._block.text, line.end):
                word = (number, n), word_around(self._block.text, line.end)
            elif not all(agrees for _, agrees in flat[start:end]):
                word = (number, n), "".join(plain(text) for text, _ in flat[start:end])
            actual[start:end] = [word] * (end - start)
        return actual


@dataclass(frozen=True, slots=True)
class Shown:
    """Glyphs to show in one operator, raised by ``rise`` px."""

    glyphs: str
    rise: float = 0.0

    def write(self, stream: Any) -> None:
        if self.rise:
            stream.set_text_rise(self.rise)
        stream.show_text(self.glyphs)
        if self.rise:
            stream.set_text_rise(0)


def moves_back(run: GlyphRun, widths: Mapping[int, int]) -> list[float]:
    """After each glyph of a run, how far to move back, in thousandths of the em.

    A move is rounded to a tenth; what rounding takes is carried to the next, so that no line drifts, however the run is
    cut into words.
    """
    unit = 1000 / (run.style.size * run.scale)
    moves: list[float] = []
    error = 0.0
    for n, glyph in enumerate(run.glyphs):
        dx = run.offsets[2 * n] * unit if run.offsets else 0.0
        exact = widths[glyph] + dx - run.advances[n] * unit + error
        moves.append(round(exact, 1))
        error = exact - moves[-1]
    return moves


def shown_glyphs(run: GlyphRun, moves: Sequence[float], glyphs: Sequence[int]) -> Iterator[Shown]:
    """The operands of TJ: glyph numbers, and after each how far to move back."""
    unit = 1000 / (run.style.size * run.scale)
    parts: list[str] = []
    for n in glyphs:
        dx, dy = (run.offsets[2 * n] * unit, run.offsets[2 * n + 1]) if run.offsets else (0.0, 0.0)
        glyph, back = run.glyphs[n], moves[n]
        if dy:
            if parts:
                yield Shown("".join(parts))
            yield Shown((f"{-dx:.1f}" if dx else "") + f"<{glyph:04x}>{back:g}", dy * PX)
            parts = []
            continue
        if dx:
            parts.append(f"{-dx:.1f}")
        parts.append(f"<{glyph:04x}>{back:g}" if back else f"<{glyph:04x}>")
    if parts:
        yield Shown("".join(parts).replace("><", ""))


def begin_actual_text(stream: Any, text: str) -> None:
    stream.begin_marked_content("Span", b"<</ActualText <feff" + text.encode("utf-16-be").hex().encode() + b">>>")


def plain(text: str) -> str:
    """What a glyph is found and copied as: an added hyphen as a hyphen, any space as a space."""
    return "-" if text == "\u00ad" else "".join(" " if character.isspace() else character for character in text)


def word_ranges(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the words of a line's glyphs begin and end."""
    start = -1
    for n, text in enumerate([*texts, " "]):
        if text.isspace():
            if start >= 0:
                yield start, n
            start = -1
        elif start < 0:
            start = n


def divides(text: str, offset: int) -> bool:
    """Does a break at ``offset`` stand within a word, be it at a hyphen that was typed?"""
    return 0 < offset < len(text) and not text[offset - 1].isspace() and not text[offset].isspace()


def word_around(text: str, offset: int) -> str:
    """The word that a break at ``offset`` divides."""
    start, end = offset, offset
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end].replace("\u00ad", "")
