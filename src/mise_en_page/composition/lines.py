"""Breaks into Lines of positioned glyphs.

The search works with sums; here each line is shaped again where a break cut a word, and its room is shared out exactly,
so that it ends where its measure ends.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mise_en_page.composition.breaks import SOFT_HYPHEN
from mise_en_page.composition.expansion import FLOOR, HANG_LEFT, HANG_RIGHT, Limits, share
from mise_en_page.composition.galley import GlyphRun, Line
from mise_en_page.composition.items import FORCED, Copy, Penalty
from mise_en_page.composition.style import Alignment
from mise_en_page.composition.tokens import Token
from mise_en_page.model import LINE_BREAK

#: How far the letters may pass their limits to make up for a kern that the search did not see (1.15: by 15 %).
LETTERS_SLACK = 1.15


class Span(NamedTuple):
    """A line's characters, and how it ends."""

    start: int
    end: int
    hyphen: bool
    forced: bool


def spans_of(copy: Copy, at: Sequence[int]) -> list[Span]:
    """The characters of each line, the spaces at its ends left out."""
    spans = []
    start = next((token.start for token in copy.tokens if token.shaped is not None), 0)
    for place in at:
        item = copy.items[place]
        end, following = copy.place(place)
        hyphen = isinstance(item, Penalty) and item.added
        spans.append(Span(start, end, hyphen, isinstance(item, Penalty) and item.cost == FORCED))
        start = following
    return spans


def parts_of(tokens: Sequence[Token], first: int, span: Span) -> list[Token]:
    """The tokens of a line, from token ``first`` on; words that a break cuts are cut and shaped anew."""
    line_start, line_end, hyphen, _ = span
    after = first
    while after < len(tokens) and tokens[after].start < line_end:
        after += 1
    parts = [token for token in tokens[first:after] if token.shown != LINE_BREAK]
    while parts and parts[-1].shown == " ":
        parts.pop()
    if parts and (parts[-1].end > line_end or hyphen):
        parts[-1] = _cut(parts[-1], max(line_start, parts[-1].start), line_end, hyphen)
    if parts and parts[0].start < line_start:
        parts[0] = _cut(parts[0], line_start, parts[0].end, hyphen and len(parts) == 1)
    return parts


def _cut(token: Token, start: int, end: int, hyphen: bool) -> Token:
    """The part of a word between two characters of the block, with a hyphen that the break adds."""
    shown = token.shown[start - token.start : end - token.start]
    glyphs = shown.rstrip(SOFT_HYPHEN) + token.strand.hyphen if hyphen else shown
    return Token(start, end, token.strand, shown, token.strand.shape(glyphs))


class Layer:
    """Lays the lines of one text on one measure. The settings of a text share most of their lines: each is made once.

    ``measures`` and ``indents`` are the lines' own, the last holding for all that follow.
    """

    def __init__(
        self, copy: Copy, measures: Sequence[float], indents: Sequence[float], alignment: Alignment, limits: Limits
    ) -> None:
        self._copy = copy
        self._measures = measures
        self._indents = indents
        self._alignment = alignment
        self._limits = limits
        self._starts = [token.start for token in copy.tokens]
        self._made: dict[tuple[Span, int, bool], Line] = {}

    def excess(self, line: Line, n: int) -> float:
        """How far the ``n``-th line's letters pass its measure in pt, its hanging marks left out; 0 if they do not."""
        over = line.width - self._measures[min(n, len(self._measures) - 1)]
        if over <= 0.0:
            return 0.0
        first = max(0, bisect_right(self._starts, line.start) - 1)
        parts = parts_of(self._copy.tokens, first, Span(line.start, line.end, line.hyphenated, False))
        left, right = _hang(parts, line.hyphenated, self._limits.hang)
        return max(0.0, over - left - right)

    def lay(self, at: Sequence[int]) -> tuple[Line, ...]:
        """The lines of some breaks."""
        spans = spans_of(self._copy, at)
        rest = len(self._measures) - 1
        return tuple(
            self._line(span, min(n, rest), n + 1 == len(spans))  # lines beyond the measures given are alike
            for n, span in enumerate(spans)
        )

    def _line(self, span: Span, n: int, last: bool) -> Line:
        key = (span, n, last)
        line = self._made.get(key)
        if line is None:
            first = max(0, bisect_right(self._starts, span.start) - 1)
            parts = parts_of(self._copy.tokens, first, span)
            line = self._made[key] = _line(
                parts, span, self._measures[n], self._indents[n], self._alignment, self._limits, last
            )
        return line


def _line(
    parts: list[Token], span: Span, measure: float, indent: float, alignment: Alignment, limits: Limits, last: bool
) -> Line:
    left, right = _hang(parts, span.hyphen, limits.hang)
    letters = flex = fixed = tracked = 0.0
    for _, _, strand, _, shaped, width, stretch, _ in parts:
        if shaped is None:
            fixed += width
            flex += stretch
        else:
            letters += shaped.width * strand.size
            tracked += shaped.tracked * strand.size
            if strand.spacing:
                fixed += (shaped.tracked + 1) * strand.spacing
    room = measure + left + right - letters - fixed
    ratio, part = 1.0, 0.0
    if alignment == "justify" and (room < 0 or not span.forced):
        give = limits.scaling * letters + limits.tracking * tracked
        ratio, part = share(room, flex, give, limits)
        if ratio < FLOOR:
            missed = room + give + (1 - FLOOR) * flex
            ratio = FLOOR
            part = max(-LETTERS_SLACK, -1 + missed / give) if give else 0.0
    scale, track = 1.0 + part * limits.scaling, part * limits.tracking
    width = letters * scale + track * tracked + fixed + (ratio - 1.0) * flex
    x = indent - left
    if alignment == "right":
        x = indent + measure + right - width
    elif alignment == "center":
        x = indent + (measure - width) / 2
    runs = tuple(_runs(parts, span.hyphen, x, ratio, scale, track)) if parts else ()
    return Line(runs, x, width, ratio if flex else 1.0, span.start, span.end, span.hyphen, last)


def _hang(parts: list[Token], hyphen: bool, part: float) -> tuple[float, float]:
    """How far the line's first and last marks hang over its edges, in pt."""
    if not part or not parts:
        return 0.0, 0.0
    left = right = 0.0
    first, last = parts[0], parts[-1]
    if first.shaped and first.shaped.glyphs and first.shown[0] in HANG_LEFT:
        left = HANG_LEFT[first.shown[0]] * first.shaped.advances[0] * first.strand.size
    if last.shaped and last.shaped.glyphs:
        sign = last.strand.hyphen if hyphen else last.shown[-1]
        right = HANG_RIGHT.get(sign, 0.0) * last.shaped.advances[-1] * last.strand.size
    return left * part, right * part


def _runs(parts: list[Token], hyphen: bool, x: float, ratio: float, scale: float, track: float) -> Iterator[GlyphRun]:
    """Glyph runs, one for each strand in turn."""
    first, count = 0, len(parts)
    strand = parts[0].strand
    for n, token in enumerate(parts):
        if token[2] is not strand:
            run = _run(parts[first:n], False, x, ratio, scale, track)
            x += sum(run.advances)
            yield run
            first, strand = n, token.strand
    yield _run(parts[first:count], hyphen, x, ratio, scale, track)


def _run(parts: list[Token], hyphen: bool, x: float, ratio: float, scale: float, track: float) -> GlyphRun:
    """The glyphs of some tokens of one strand. Tracking stands between the letters of a word, not around its spaces."""
    strand = parts[0].strand
    size, spacing = strand.size, strand.spacing
    factor, each = size * scale, size * track + spacing
    grown = ratio - 1.0
    glyphs: list[int] = []
    advances: list[float] = []
    texts: list[str] = []
    offsets: list[float] = []
    for _, _, _, shown, shaped, width, stretch, glyph in parts:
        if shaped is None:
            glyphs.append(glyph)
            advances.append(width + grown * stretch)
            texts.append(shown)
            continue
        word_glyphs, word_advances, _, word_texts, gaps, word_offsets, _, tracked = shaped
        if word_offsets:
            offsets += [0.0] * (2 * len(glyphs) - len(offsets))
            offsets += [value * size for value in word_offsets]
        glyphs += word_glyphs
        texts += word_texts
        if tracked == len(word_glyphs) - 1:
            advances += [a * factor + each for a in word_advances]
            advances[-1] += spacing - each
        elif word_glyphs:
            advances += [a * factor + each * gap for a, gap in zip(word_advances, gaps, strict=True)]
            advances[-1] += spacing
    if hyphen and texts:
        texts[-1] = texts[-1][:-1] + SOFT_HYPHEN
    if offsets:
        offsets += [0.0] * (2 * len(glyphs) - len(offsets))
    return GlyphRun(
        strand.face.key, strand.style, array("H", glyphs), array("d", advances), tuple(texts), x, scale,
        array("d", offsets), each,
    )  # fmt: skip
