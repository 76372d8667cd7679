"""Breaks into Lines of positioned glyphs.

The search works with sums; here each line is shaped again where a break cut a word, and its room is shared out exactly,
so that it ends where its measure ends.
"""

from __future__ import annotations

from array import array
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


def lay_lines(
    copy: Copy, at: Sequence[int], measures: Sequence[float], indents: Sequence[float], alignment: Alignment, limits: Limits
) -> tuple[Line, ...]:
    """The lines of some breaks. ``measures`` and ``indents`` are the lines' own, the last holding for all that follow."""
    lines = []
    tokens = copy.tokens
    first = 0
    spans = spans_of(copy, at)
    for n, span in enumerate(spans):
        while first < len(tokens) and tokens[first].end <= span.start:
            first += 1
        parts = parts_of(tokens, first, span)
        measure, indent = measures[min(n, len(measures) - 1)], indents[min(n, len(indents) - 1)]
        lines.append(_line(parts, span, measure, indent, alignment, limits, n + 1 == len(spans)))
    return tuple(lines)


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
    runs = tuple(_runs(parts, span.hyphen, x, ratio, scale, track))
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
    first = 0
    for n in range(1, len(parts) + 1):
        if n == len(parts) or parts[n].strand is not parts[first].strand:
            run = _run(parts[first:n], hyphen and n == len(parts), x, ratio, scale, track)
            if run.glyphs:
                yield run
                x += sum(run.advances)
            first = n


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
        if shaped.offsets:
            offsets += [0.0] * (2 * len(glyphs) - len(offsets))
            offsets += [value * size for value in shaped.offsets]
        glyphs += shaped.glyphs
        texts += shaped.texts
        if not each:
            advances += [a * factor for a in shaped.advances]
        elif shaped.tracked == len(shaped.glyphs) - 1:
            advances += [a * factor + each for a in shaped.advances]
            advances[-1] += spacing - each
        elif shaped.glyphs:
            advances += [a * factor + each * gap for a, gap in zip(shaped.advances, shaped.gaps, strict=True)]
            advances[-1] += spacing
    if hyphen:
        texts[-1] = texts[-1][:-1] + SOFT_HYPHEN
    if offsets:
        offsets += [0.0] * (2 * len(glyphs) - len(offsets))
    return GlyphRun(
        strand.face.key, strand.style, array("H", glyphs), array("d", advances), tuple(texts), x, scale, array("d", offsets)
    )
