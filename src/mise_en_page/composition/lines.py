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
from mise_en_page.composition.shaping import Shaped
from mise_en_page.composition.strands import Strand
from mise_en_page.composition.style import Alignment
from mise_en_page.composition.tokens import Token

#: How far the letters may pass their limits to make up for a kern that the search did not see (1.15: by 15 %).
LETTERS_SLACK = 1.15


class Span(NamedTuple):
    """A line's characters, and how it ends."""

    start: int
    end: int
    hyphen: bool
    forced: bool


class Part(NamedTuple):
    """What a line has of a token: glyphs, or a space."""

    token: Token
    shaped: Shaped | None
    hyphen: bool


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


def parts_of(tokens: Sequence[Token], first: int, span: Span) -> list[Part]:
    """The parts of a line's tokens, from token ``first`` on; words that a break cuts are shaped anew."""
    parts: list[Part] = []
    start, end = span.start, span.end
    for n in range(first, len(tokens)):
        token = tokens[n]
        if token.start >= end:
            break
        if token.end <= start:
            continue
        if token.shaped is None:
            if token.shown != "\n":
                parts.append(Part(token, None, False))
        elif start <= token.start and token.end <= end and not (span.hyphen and token.end == end):
            parts.append(Part(token, token.shaped, False))
        else:
            cut = token.shown[max(0, start - token.start) : end - token.start]
            hyphen = span.hyphen and token.end >= end
            if hyphen:
                cut = cut.rstrip(SOFT_HYPHEN) + token.strand.hyphen
            parts.append(Part(token, token.strand.shaper.shape(cut), hyphen))
    while parts and parts[-1].shaped is None and parts[-1].token.shown == " ":
        parts.pop()
    while parts and parts[0].shaped is None and parts[0].token.shown == " ":
        parts.pop(0)
    return parts


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
    parts: list[Part], span: Span, measure: float, indent: float, alignment: Alignment, limits: Limits, last: bool
) -> Line:
    left, right = _hang(parts, limits.hang)
    letters = flex = fixed = tracked = 0.0
    for token, shaped, _ in parts:
        if shaped is None:
            fixed += token.width
            flex += token.flex
        else:
            size, spacing = token.strand.size, token.strand.spacing
            letters += shaped.width * size
            tracked += shaped.tracked * size
            if spacing:
                fixed += (shaped.tracked + 1) * spacing
    natural = letters + fixed
    room = measure + left + right - natural
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
    runs = tuple(_runs(parts, x, ratio, scale, track))
    return Line(runs, x, width, ratio if flex else 1.0, span.start, span.end, span.hyphen, last)


def _hang(parts: list[Part], share_: float) -> tuple[float, float]:
    """How far the line's first and last marks hang over its edges, in pt."""
    if not share_ or not parts:
        return 0.0, 0.0
    left = right = 0.0
    token, shaped, _ = parts[0]
    if shaped and shaped.glyphs:
        left = HANG_LEFT.get(shaped.texts[0][:1], 0.0) * shaped.advances[0] * token.strand.size
    token, shaped, hyphen = parts[-1]
    if shaped and shaped.glyphs:
        sign = token.strand.hyphen if hyphen else shaped.texts[-1][-1:]
        right = HANG_RIGHT.get(sign, 0.0) * shaped.advances[-1] * token.strand.size
    return left * share_, right * share_


def _runs(parts: list[Part], x: float, ratio: float, scale: float, track: float) -> Iterator[GlyphRun]:
    """Glyph runs, one for each strand in turn."""
    strand: Strand | None = None
    glyphs: list[int] = []
    advances: list[float] = []
    texts: list[str] = []
    offsets: list[float] = []
    for token, shaped, hyphen in parts:
        if token.strand is not strand:
            if strand is not None and glyphs:
                yield _run(strand, glyphs, advances, texts, offsets, x, scale)
                x += sum(advances)
                glyphs, advances, texts, offsets = [], [], [], []
            strand = token.strand
        if shaped is None:
            glyphs.append(token.glyph)
            advances.append(token.width + (ratio - 1.0) * token.flex)
            texts.append(token.shown)
            if offsets:
                offsets.extend((0.0, 0.0))
            continue
        if not shaped.glyphs:
            continue
        size, spacing = strand.size, strand.spacing
        factor, each = size * scale, size * track + spacing
        if shaped.offsets or offsets:
            offsets.extend([0.0] * (2 * len(glyphs) - len(offsets)))
            offsets.extend([value * size for value in shaped.offsets] or [0.0] * (2 * len(shaped.glyphs)))
        glyphs.extend(shaped.glyphs)
        if each:
            advances.extend([a * factor + each * gap for a, gap in zip(shaped.advances, shaped.gaps, strict=True)])
            advances[-1] += spacing
        else:
            advances.extend([a * factor for a in shaped.advances])
        texts.extend(shaped.texts)
        if hyphen:
            texts[-1] = texts[-1][:-1] + SOFT_HYPHEN
    if strand is not None and glyphs:
        yield _run(strand, glyphs, advances, texts, offsets, x, scale)


def _run(
    strand: Strand, glyphs: list[int], advances: list[float], texts: list[str], offsets: list[float], x: float, scale: float
) -> GlyphRun:
    return GlyphRun(
        strand.face.key, strand.style, array("H", glyphs), array("d", advances), tuple(texts), x, scale, array("d", offsets)
    )
