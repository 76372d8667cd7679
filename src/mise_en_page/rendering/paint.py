"""Lines as the text operators that paint them.

What is written is text: real space glyphs, every glyph with its characters, and a word that a line break divides as one
``ActualText`` on its first part, so that it is found and copied whole (ISO 32000-1, 14.9.4). Its second part says a space:
one span over both lines makes poppler put the word after the next line, and pdfium takes no empty text for an answer.
So does an initial, whose baseline is another line's: the rest of its word says all of it.

A word is written once for all the places where it stands, its kerns in it; a line sets its tracking (``Tc``) and says after
each space how far that was not as wide as it should be. Lengths are CSS px from the top left corner of the box that the
lines are painted in, y downwards: that is how the page around them is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import uharfbuzz as hb

from mise_en_page.composition.codes import QUIET
from mise_en_page.composition.fonts import Catalogue
from mise_en_page.composition.galley import Code, GlyphRun, Line
from mise_en_page.composition.shaping import Features
from mise_en_page.model.drawn import FaceUse, Inks, Strip
from mise_en_page.rendering.faces import resource_name
from mise_en_page.rendering.glyphs import Glyphs, glyphs_of, plain

PX = 4 / 3  # one pt in CSS px

#: What stands between words, as the composer hands it on.
SPACES = frozenset(" \u00a0\u202f\t\r\f\v")


class Positioned(NamedTuple):
    """A line of a block at a place: its left edge and baseline in pt from the box's top left corner."""

    line: Line
    x: float
    y: float


class Word(NamedTuple):
    """Glyphs that stand together: the operand of TJ that shows them, and what they are.

    ``width`` is their own advances with the kerns as they are written, in thousandths of the em; ``glyphs`` how many there
    are; ``plain``: each says by itself what it stands for; ``pairs``: each glyph with that.
    """

    shown: str
    width: float
    glyphs: int
    plain: bool
    pairs: tuple[tuple[int, str], ...]


#: What a word's glyphs stand for, and their numbers as bytes.
_Key = tuple[tuple[str, ...], bytes]

#: A run of a line, its face, and its stretches.
_Made = tuple[GlyphRun, "Hand", "list[_Part]"]

#: A stretch of a run: from which glyph to which; the word, none for a space; and which word of the line it belongs to.
_Part = tuple[int, int, Word | None, int]


class Hand:
    """One face under some features: the words that it has written, and those of the page at hand."""

    def __init__(self, face: str, glyphs: Glyphs) -> None:
        self.face, self.glyphs = face, glyphs
        self.resource = resource_name(face)
        self.words: dict[_Key, Word] = {}
        self.seen: dict[_Key, Word] = {}
        self.spaces: set[int] = set()


class Painter:
    """Paints lines, and gathers the glyphs that they need of each face, for one page (``begin`` starts another)."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._hands: dict[tuple[str, Features], Hand] = {}

    def begin(self) -> None:
        """A page begins."""
        for hand in self._hands.values():
            hand.seen, hand.spaces = {}, set()

    def faces(self) -> dict[str, FaceUse]:
        """The faces of the lines painted so far, by the names of their font resources."""
        used: dict[str, dict[int, str]] = {}
        for hand in self._hands.values():
            if not hand.seen and not hand.spaces:
                continue
            texts = used.setdefault(hand.face, {})
            texts.update(dict.fromkeys(sorted(hand.spaces), " "))
            for word in hand.seen.values():
                texts.update(word.pairs)
        return {resource_name(key): FaceUse(key, texts) for key, texts in used.items()}

    def named(self) -> dict[str, str]:
        """The faces that have ever painted, by the names of their font resources."""
        return {hand.resource: hand.face for hand in self._hands.values()}

    def glyphs(self, key: str) -> Glyphs:
        return glyphs_of(self._catalogue.face(key))

    def hand(self, face: str, features: Features) -> Hand:
        found = self._hands.get((face, features))
        if found is None:
            found = self._hands[face, features] = Hand(face, self.glyphs(face))
        return found


def strip(painter: Painter, blocks: Iterable[tuple[str, Sequence[Positioned]]]) -> Strip:
    """The lines of some blocks, each with its whole text, in one text object."""
    writer = _Writer(painter)
    for text, lines in blocks:
        for placed in lines:
            writer.line(text, placed)
    return writer.strip()


#: Where the top of a line along a text is, and how thick it is.
DECORATED: Final = {
    "underline": (hb.OTMetricsTag.UNDERLINE_OFFSET, hb.OTMetricsTag.UNDERLINE_SIZE),
    "overline": (hb.OTMetricsTag.HORIZONTAL_ASCENDER, hb.OTMetricsTag.UNDERLINE_SIZE),
    "line-through": (hb.OTMetricsTag.STRIKEOUT_OFFSET, hb.OTMetricsTag.STRIKEOUT_SIZE),
}
WHITE: Inks = (0.0, 0.0, 0.0, 0.0)
BLACK: Inks = (0.0, 0.0, 0.0, 1.0)


def modules(code: Code, x: float, y: float) -> Strip:
    """A QR code, its left and top in pt from the top left corner of the box that it is painted in: white, then what is
    dark, in whole modules.
    """
    scale, left, top = number(code.module * PX), number(x * PX), number(y * PX)
    placed = f"q {scale} 0 0 {scale} {left} {top} cm"
    dark = [
        f"{start + QUIET} {row + QUIET} {end - start} 1 re" for row, runs in enumerate(code.rows) for start, end in runs
    ]
    ground = f"{placed} 0 0 {code.side} {code.side} re f Q"
    return (WHITE, ground.encode("ascii")), (BLACK, "\n".join((placed, *dark, "f Q")).encode("ascii"))


class _Writer:
    """One text object. What has been set stays set until its end."""

    def __init__(self, painter: Painter) -> None:
        self._painter = painter
        self._chunks: list[tuple[Inks, list[str]]] = []
        self._decorations: list[tuple[Inks, str]] = []
        self._out: list[str] = []
        self._font: tuple[str, float] = ("", 0.0)
        self._spacing = 0.0

    def strip(self) -> Strip:
        if not self._chunks:
            return ()
        self._chunks[0][1].insert(0, "BT")
        if self._spacing:
            self._out.append("0 Tc")  # it would hold for the next text object
        self._out.append("ET")
        texts = tuple((inks, "\n".join(written).encode("ascii")) for inks, written in self._chunks)
        return texts + tuple((inks, drawn.encode("ascii")) for inks, drawn in self._decorations)

    def line(self, text: str, placed: Positioned) -> None:
        """A line of a block whose whole text is ``text``."""
        line = placed.line
        made: list[_Made] = []
        odd: set[int] = set()
        group, first = 0, -1
        last = -1
        for run in line.runs:
            hand = self._painter.hand(run.face, run.style.features)
            texts, glyphs, words, seen = run.texts, run.glyphs, hand.words, hand.seen
            parts: list[_Part] = []
            start, end = 0, len(texts)
            for n in [*[n for n, said in enumerate(texts) if said in SPACES], end]:
                if n > start:
                    key = texts[start:n], glyphs[start:n].tobytes()
                    word = words.get(key)
                    if word is None:
                        word = words[key] = written(hand.glyphs, run, glyphs[start:n], key[0], run.advances[start:n])
                    seen[key] = word
                    if first < 0:
                        first = group
                    last = group
                    if not word.plain:
                        odd.add(group)
                    parts.append((start, n, word, group))
                if n < end:
                    hand.spaces.add(glyphs[n])
                    parts.append((n, n + 1, None, -1))
                    group += 1
                    start = n + 1
            made.append((run, hand, parts))
            group += run.initial
        actual = {group: _said(made, group) for group in odd}
        whole = last if last >= 0 and divides(text, line.end) else -1
        if whole >= 0:
            actual[whole] = word_around(text, line.end)
        if first >= 0 and divides(text, line.start):
            actual[first] = " "
        _say_initials(made, actual, whole)
        opened = -1
        for run, hand, parts in made:
            if parts:
                self._begin(run, hand, placed)
                show = self._offset_run if run.offsets else self._run
                opened = show(run, hand, parts, actual, opened)
                self._decorations += decorations(run, hand.glyphs, placed)
        if opened >= 0:
            self._out.append("EMC")

    def _begin(self, run: GlyphRun, hand: Hand, placed: Positioned) -> None:
        """Colour, font, tracking and place of a run."""
        style = run.style
        if not self._chunks or self._chunks[-1][0] != style.colour:
            self._out = []
            self._chunks.append((style.colour, self._out))
        font = hand.resource, style.size
        if font != self._font:
            self._font = font
            self._out.append(f"/{hand.resource} {number(style.size * PX)} Tf")
        spacing = 0.0 if run.offsets else round(run.track / run.scale * PX, 4)
        if spacing != self._spacing:
            self._spacing = spacing
            self._out.append(f"{number(spacing)} Tc")
        x, y = (placed.x + run.x) * PX, (placed.y - style.rise) * PX
        self._out.append(f"{number(run.scale)} 0 0 -1 {number(x)} {number(y)} Tm")

    def _run(self, run: GlyphRun, hand: Hand, parts: list[_Part], actual: dict[int, str], opened: int) -> int:
        """Words from the hand's store, and after each space what is missing of its width."""
        size = run.style.size
        unit = 1000.0 / (size * run.scale)  # thousandths of the em, in a pt as it is printed
        tracking = self._spacing / PX * 1000.0 / size
        advances, glyphs, width = run.advances, run.glyphs, hand.glyphs.width
        shown: list[str] = []
        error = 0.0
        for start, end, word, group in parts:
            place = group if group in actual else -1
            if place != opened:
                opened = self._mark(shown, place, opened, actual)
                shown = []
            if word is None:
                glyph = glyphs[start]
                error += width(glyph) + tracking - advances[start] * unit
                back = round(error, 1)
                error -= back
                shown.append(f"<{glyph:04x}>{back:g}" if back else f"<{glyph:04x}>")
            else:
                error += word.width + word.glyphs * tracking - sum(advances[start:end]) * unit
                shown.append(word.shown)
        if shown:
            self._show(shown)
        return opened

    def _show(self, shown: list[str]) -> None:
        self._out.append(f"[{''.join(shown).replace('><', '')}]TJ")

    def _mark(self, shown: list[str], place: int, opened: int, actual: dict[int, str]) -> int:
        """End one word that needs its text said and begin another; -1 for none."""
        if shown:
            self._show(shown)
        if opened >= 0:
            self._out.append("EMC")
        if place >= 0:
            said = actual[place].encode("utf-16-be").hex()
            self._out.append(f"/Span <</ActualText <feff{said}>>> BDC")
        return place

    def _offset_run(self, run: GlyphRun, hand: Hand, parts: list[_Part], actual: dict[int, str], opened: int) -> int:
        """A run whose marks stand above or beside their letters: glyph by glyph."""
        moves = moves_back(run, [hand.glyphs.width(glyph) for glyph in run.glyphs])
        for start, end, _, group in parts:
            place = group if group in actual else -1
            if place != opened:
                opened = self._mark([], place, opened, actual)
            for glyphs, rise in shown_glyphs(run, moves, range(start, end)):
                if rise:
                    self._out.append(f"{number(rise)} Ts")
                self._out.append(f"[{glyphs}]TJ")
                if rise:
                    self._out.append("0 Ts")
        return opened


def decorations(run: GlyphRun, glyphs: Glyphs, placed: Positioned) -> Iterator[tuple[Inks, str]]:
    """The lines along a run, with their inks, each as a rectangle that is filled."""
    size = run.style.size
    for each in run.style.decorations:
        top_of, thick_of = DECORATED[each.line]
        thickness = each.thickness if each.thickness is not None else glyphs.metric(thick_of) * size
        top = -each.offset if each.offset is not None else glyphs.metric(top_of) * size
        sides = placed.x + run.x, placed.y - run.style.rise - top, sum(run.advances), thickness
        yield each.colour or run.style.colour, " ".join(number(side * PX) for side in sides) + " re f"


def _say_initials(made: Sequence[_Made], actual: dict[int, str], whole: int) -> None:
    """Let the word after an initial say that too; ``whole``: the group of a word of which all is said already."""
    initials = [group for run, _, parts in made if run.initial for *_, group in parts]
    if not initials:
        return
    end = initials[-1]
    following = min((group for *_, parts in made for *_, group in parts if group > end), default=-1)
    if following < 0:
        return
    apart = following > end + 1
    if apart or following != whole:
        letters = "".join(_said(made, group) for group in initials)
        actual[following] = letters + " " * apart + actual.get(following, _said(made, following))
    actual.update(dict.fromkeys(initials, " "))


def _said(made: Sequence[_Made], group: int) -> str:
    """What a word of a line stands for, which may go over several runs."""
    return "".join(
        plain(text)
        for run, _, parts in made
        for start, end, _, belongs in parts
        if belongs == group
        for text in run.texts[start:end]
    )


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
    said = [own.pair(glyph, text) for glyph, text in zip(glyphs, texts, strict=True)]
    agrees = all(says for _, says in said)
    return Word("".join(shown).replace("><", ""), width, len(glyphs), agrees, tuple(pair for pair, _ in said))


def number(value: float) -> str:
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
            parts.append(f" {-dx:.1f}")  # a number may stand before it
        parts.append(f"<{glyph:04x}>{back:g}" if back else f"<{glyph:04x}>")
    if parts:
        yield "".join(parts).replace("><", ""), 0.0


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
