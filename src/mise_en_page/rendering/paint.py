"""Lines as the text operators that paint them.

What is written is text: real space glyphs, every glyph with its characters, and a word that a line break divides as one
``ActualText`` on its first part, so that it is found and copied whole (ISO 32000-1, 14.9.4). Its second part says a space:
one span over both lines makes poppler put the word after the next line, and pdfium takes no empty text for an answer.

A word is written once for all the places where it stands, its kerns in it; a line sets its tracking (``Tc``) and says after
each space how far that was not as wide as it should be. Lengths are CSS px from the top left corner of the box that the
lines are painted in, y downwards: that is how the page around them is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from mise_en_page.composition.fonts import Catalogue
from mise_en_page.composition.galley import GlyphRun, Line
from mise_en_page.drawn import FaceUse, Inks, Strip
from mise_en_page.rendering.faces import resource_name
from mise_en_page.rendering.glyphs import Glyphs, glyphs_of

PX = 4 / 3  # one pt in CSS px

#: What stands between words, as the composer hands it on.
SPACES = frozenset(" \u00a0\u202f\t\r\f\v")


@dataclass(frozen=True, slots=True)
class Positioned:
    """A line of a block at a place: its left edge and baseline in pt from the box's top left corner."""

    line: Line
    x: float
    y: float


class Word(NamedTuple):
    """Glyphs that stand together: the operand of TJ that shows them, and what they are.

    ``width`` is their own advances with the kerns as they are written, in thousandths of the em; ``glyphs`` how many
    there are; ``plain``: each says by itself what it stands for; ``pairs``: each glyph with that.
    """

    shown: str
    width: float
    glyphs: int
    plain: bool
    pairs: tuple[tuple[int, str], ...]


#: The words of one face by features and by what they stand for and their glyphs.
_Words = dict[tuple[tuple[str, ...], bytes], Word]


@dataclass(slots=True)
class Painter:
    """Paints lines, and gathers the glyphs that they need of each face, for one page (``begin`` starts another)."""

    catalogue: Catalogue
    _words: dict[tuple[str, object], _Words] = field(default_factory=dict)
    _used: dict[str, dict[int, str]] = field(default_factory=dict)

    def begin(self) -> None:
        """A page begins."""
        self._used = {}

    def faces(self) -> dict[str, FaceUse]:
        """The faces of the lines painted so far, by the names of their font resources."""
        return {resource_name(key): FaceUse(key, texts) for key, texts in self._used.items()}

    def glyphs(self, key: str) -> Glyphs:
        return glyphs_of(self.catalogue.face(key))

    def words(self, run: GlyphRun) -> _Words:
        """The words written so far in a run's face under its features."""
        key = run.face, run.style.features
        words = self._words.get(key)
        if words is None:
            words = self._words[key] = {}
        return words

    def use(self, key: str, pairs: Sequence[tuple[int, str]]) -> None:
        """A page shows some glyphs."""
        used = self._used.get(key)
        if used is None:
            used = self._used[key] = {}
        used.update(pairs)


class _Part(NamedTuple):
    """A stretch of a run: glyphs from ``start`` to ``end``; a ``word``, or none for a space."""

    start: int
    end: int
    word: Word | None
    group: int


def strip(painter: Painter, blocks: Iterable[tuple[str, Sequence[Positioned]]]) -> Strip:
    """The lines of some blocks, each with its whole text, in one text object."""
    writer = _Writer(painter)
    for text, lines in blocks:
        for placed in lines:
            writer.line(text, placed)
    return writer.strip()


class _Writer:
    """One text object. What has been set stays set until its end."""

    def __init__(self, painter: Painter) -> None:
        self._painter = painter
        self._chunks: list[tuple[Inks, list[str]]] = []
        self._out: list[str] = []
        self._font = ""
        self._spacing = "0"

    def strip(self) -> Strip:
        if not self._chunks:
            return ()
        self._chunks[0][1].insert(0, "BT")
        if self._spacing != "0":
            self._out.append("0 Tc")  # it would hold for the next text object
        self._out.append("ET")
        return tuple((inks, "\n".join(written).encode("ascii")) for inks, written in self._chunks)

    def line(self, text: str, placed: Positioned) -> None:
        """A line of a block whose whole text is ``text``."""
        line = placed.line
        runs = line.runs
        parts, groups = self._parts(runs)
        actual = _actual(text, line, parts, groups)
        opened: int | None = None
        for run, made in zip(runs, parts, strict=True):
            if not run.glyphs:
                continue
            self._begin(run, placed)
            show = self._offset_run if run.offsets else self._run
            opened = show(run, made, actual, opened)
        if opened is not None:
            self._out.append("EMC")

    def _begin(self, run: GlyphRun, placed: Positioned) -> None:
        """Colour, font, tracking and place of a run."""
        style = run.style
        if not self._chunks or self._chunks[-1][0] != style.colour:
            self._out = []
            self._chunks.append((style.colour, self._out))
        font = f"/{resource_name(run.face)} {_number(style.size * PX)} Tf"
        if font != self._font:
            self._font = font
            self._out.append(font)
        spacing = "0" if run.offsets else _number(run.track / run.scale * PX)
        if spacing != self._spacing:
            self._spacing = spacing
            self._out.append(f"{spacing} Tc")
        x, y = (placed.x + run.x) * PX, (placed.y - style.rise) * PX
        self._out.append(f"{_number(run.scale)} 0 0 -1 {_number(x)} {_number(y)} Tm")

    def _run(self, run: GlyphRun, parts: list[_Part], actual: dict[int, str], opened: int | None) -> int | None:
        """Words from the painter's store, and after each space what is missing of its width."""
        unit = 1000 / (run.style.size * run.scale)  # thousandths of the em, in a pt as it is printed
        tracking = float(self._spacing) / PX * 1000 / run.style.size
        advances, widths, glyphs = run.advances, self._painter.glyphs(run.face).width, run.glyphs
        shown: list[str] = []
        error = 0.0
        for start, end, word, group in parts:
            place = group if group in actual else None
            if place != opened:
                opened = self._mark(shown, place, opened, actual)
                shown = []
            if word is None:
                glyph = glyphs[start]
                exact = error + widths(glyph) + tracking - advances[start] * unit
                back = round(exact, 1)
                error = exact - back
                shown.append(f"<{glyph:04x}>{back:g}" if back else f"<{glyph:04x}>")
            else:
                error += word.width + word.glyphs * tracking - sum(advances[start:end]) * unit
                shown.append(word.shown)
        if shown:
            self._show(shown)
        return opened

    def _show(self, shown: list[str]) -> None:
        self._out.append(f"[{''.join(shown).replace('><', '')}]TJ")

    def _mark(self, shown: list[str], place: int | None, opened: int | None, actual: dict[int, str]) -> int | None:
        """End one word that needs its text said and begin another."""
        if shown:
            self._show(shown)
        if opened is not None:
            self._out.append("EMC")
        if place is not None:
            said = actual[place].encode("utf-16-be").hex()
            self._out.append(f"/Span <</ActualText <feff{said}>>> BDC")
        return place

    def _offset_run(self, run: GlyphRun, parts: list[_Part], actual: dict[int, str], opened: int | None) -> int | None:
        """A run whose marks stand above or beside their letters: glyph by glyph."""
        widths = self._painter.glyphs(run.face).width
        moves = moves_back(run, [widths(glyph) for glyph in run.glyphs])
        for start, end, _, group in parts:
            place = group if group in actual else None
            if place != opened:
                opened = self._mark([], place, opened, actual)
            for glyphs, rise in shown_glyphs(run, moves, range(start, end)):
                if rise:
                    self._out.append(f"{_number(rise)} Ts")
                self._out.append(f"[{glyphs}]TJ")
                if rise:
                    self._out.append("0 Ts")
        return opened

    def _parts(self, runs: Sequence[GlyphRun]) -> tuple[list[list[_Part]], dict[int, list[tuple[int, int]]]]:
        """Each run's words and spaces; and the words of the line, which may go over several runs: their runs and parts."""
        made: list[list[_Part]] = []
        groups: dict[int, list[tuple[int, int]]] = {}
        group = 0
        for number, run in enumerate(runs):
            parts: list[_Part] = []
            store = self._painter.words(run)
            texts, start = run.texts, 0
            for n, text in enumerate(texts):
                if text not in SPACES:
                    continue
                if n > start:
                    groups.setdefault(group, []).append((number, len(parts)))
                    parts.append(_Part(start, n, self._word(run, start, n, store), group))
                group += 1
                self._painter.use(run.face, ((run.glyphs[n], " "),))
                parts.append(_Part(n, n + 1, None, -1))
                start = n + 1
            if len(texts) > start:
                groups.setdefault(group, []).append((number, len(parts)))
                parts.append(_Part(start, len(texts), self._word(run, start, len(texts), store), group))
            made.append(parts)
        return made, groups

    def _word(self, run: GlyphRun, start: int, end: int, store: _Words) -> Word:
        texts, glyphs = run.texts[start:end], run.glyphs[start:end]
        key = texts, glyphs.tobytes()
        word = store.get(key)
        if word is None:
            advances = run.advances[start:end]
            word = store[key] = written(self._painter.glyphs(run.face), run, glyphs, texts, advances)
        self._painter.use(run.face, word.pairs)
        return word


def _actual(whole: str, line: Line, parts: list[list[_Part]], groups: dict[int, list[tuple[int, int]]]) -> dict[int, str]:
    """The words of a line whose glyphs do not say what they stand for, and what that is."""
    actual: dict[int, str] = {}
    if not groups:
        return actual
    order = list(groups)
    for group in order:
        held = [(line.runs[run].texts, parts[run][part]) for run, part in groups[group]]
        if not all(part.word.plain for _, part in held if part.word is not None):
            actual[group] = "".join(plain(text) for texts, part in held for text in texts[part.start : part.end])
    if divides(whole, line.end):
        actual[order[-1]] = word_around(whole, line.end)
    if divides(whole, line.start):
        actual[order[0]] = " "
    return actual


def written(own: Glyphs, run: GlyphRun, glyphs: Sequence[int], texts: Sequence[str], advances: Sequence[float]) -> Word:
    """A word as it is shown. Its kerns are whole units of the font, whichever line it is taken from."""
    units, size = own.units_per_em, run.style.size * run.scale
    shown: list[str] = []
    width = 0.0
    last = len(glyphs) - 1
    for n, glyph in enumerate(glyphs):
        shown.append(f"<{glyph:04x}>")
        width += own.width(glyph)
        if n == last:
            break
        # within a cluster nothing is tracked: Tc is taken back there
        tracked = run.track if texts[n + 1] else 0.0
        wanted = round((advances[n] - tracked) / size * units) * 1000 / units
        back = round(own.width(glyph) - wanted, 1)
        if back:
            shown.append(f"{back:g}")
            width -= back
    pairs = tuple((glyph, own.said(glyph, plain(text)) if text else "") for glyph, text in zip(glyphs, texts, strict=True))
    agrees = all(not text or said == plain(text) for (_, said), text in zip(pairs, texts, strict=True))
    return Word("".join(shown).replace("><", ""), width, len(glyphs), agrees, pairs)


def _number(value: float) -> str:
    """A number as PDF has it, to a ten-thousandth."""
    said = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if said == "-0" else said


def moves_back(run: GlyphRun, widths: Sequence[float]) -> list[float]:
    """After each glyph of a run, how far to move back, in thousandths of the em.

    A move is rounded to a tenth; what rounding takes is carried to the next, so that no line drifts, however the run is
    cut into words.
    """
    unit = 1000 / (run.style.size * run.scale)
    moves: list[float] = []
    error = 0.0
    for n, width in enumerate(widths):
        dx = run.offsets[2 * n] * unit if run.offsets else 0.0
        exact = width + dx - run.advances[n] * unit + error
        moves.append(round(exact, 1))
        error = exact - moves[-1]
    return moves


def shown_glyphs(run: GlyphRun, moves: Sequence[float], glyphs: Sequence[int]) -> Iterator[tuple[str, float]]:
    """The operands of TJ, glyph numbers and after each how far to move back; and how far they are raised, in px."""
    unit = 1000 / (run.style.size * run.scale)
    parts: list[str] = []
    for n in glyphs:
        dx, dy = (run.offsets[2 * n] * unit, run.offsets[2 * n + 1]) if run.offsets else (0.0, 0.0)
        glyph, back = run.glyphs[n], moves[n]
        if dy:
            if parts:
                yield "".join(parts), 0.0
            yield (f"{-dx:.1f}" if dx else "") + f"<{glyph:04x}>{back:g}", dy * PX
            parts = []
            continue
        if dx:
            parts.append(f"{-dx:.1f}")
        parts.append(f"<{glyph:04x}>{back:g}" if back else f"<{glyph:04x}>")
    if parts:
        yield "".join(parts).replace("><", ""), 0.0


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """What a glyph is found and copied as: an added hyphen as a hyphen, any space as a space."""
    return "-" if text == "\u00ad" else "".join(" " if character.isspace() else character for character in text)


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
