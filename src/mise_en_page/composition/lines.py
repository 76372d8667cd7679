"""Breaks into Lines of positioned glyphs.

The search works with sums; here each line is shaped again where a break cut a word, and its room is shared out exactly,
so that it ends where its measure ends.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from struct import pack
from typing import Final

from mise_en_page.composition.breaks import SOFT_HYPHEN
from mise_en_page.composition.expansion import FLOOR, HANG_LEFT, HANG_RIGHT, Limits, share
from mise_en_page.composition.galley import GlyphRun, Line
from mise_en_page.composition.items import FORCED, Copy, Penalty
from mise_en_page.composition.style import Alignment
from mise_en_page.composition.tokens import Token
from mise_en_page.model.issue import LINE_BREAK

#: How far the letters may pass their limits to make up for a kern that the search did not see (1.15: by 15 %).
LETTERS_SLACK: Final = 1.15


def parts_of(tokens: list[Token], first: int, start: int, end: int, hyphen: bool) -> list[Token]:
    """The tokens of a line, from token ``first`` on; words that a break cuts are cut and shaped anew."""
    parts: list[Token] = []
    n = first
    while n < len(tokens):
        token = tokens[n]
        if token.start >= end:
            break
        if token.shown != LINE_BREAK:
            parts.append(token)
        n += 1
    while parts and parts[-1].shown == " ":
        parts.pop()
    if parts and (parts[-1].end > end or hyphen):
        parts[-1] = _cut(parts[-1], max(start, parts[-1].start), end, hyphen)
    if parts and parts[0].start < start:
        parts[0] = _cut(parts[0], start, parts[0].end, hyphen and len(parts) == 1)
    return parts


def _cut(token: Token, start: int, end: int, hyphen: bool) -> Token:
    """The part of a word between two characters of the block, with a hyphen that the break adds."""
    shown = token.shown[start - token.start : end - token.start]
    glyphs = shown.rstrip(SOFT_HYPHEN) + token.strand.hyphen if hyphen else shown
    return Token(start, end, token.strand, shown, token.strand.shape(glyphs))


def hyphens_of(copy: Copy, at: Sequence[int]) -> frozenset[int]:
    """The numbers, from 1, of the lines that end with a hyphen which their break adds."""
    ends = [(n, copy.items[place]) for n, place in enumerate(at, 1)]
    return frozenset([n for n, item in ends if isinstance(item, Penalty) and item.added])


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
        self._alignment: str = alignment
        self._limits = limits
        self._starts = [token.start for token in copy.tokens]
        # by the items at which a line and the one before it end, its place among the measures, and whether it is the last
        self._made: dict[tuple[int, int, int, bool], tuple[Line, float]] = {}

    def lay(self, at: Sequence[int]) -> tuple[Line, ...]:
        """The lines of some breaks."""
        return tuple([line for line, _ in self._laid(at)])

    def excesses(self, at: Sequence[int]) -> list[float]:
        """How far the letters of each line pass its measure in pt, its hanging marks left out; 0 if they do not."""
        return [over for _, over in self._laid(at)]

    def _laid(self, at: Sequence[int]) -> list[tuple[Line, float]]:
        rest, last = len(self._measures) - 1, len(at) - 1
        laid: list[tuple[Line, float]] = []
        before = -1
        for n, place in enumerate(at):
            key = (before, place, min(n, rest), n == last)  # lines beyond the measures given are alike
            made = self._made.get(key)
            if made is None:
                made = self._made[key] = self._line(before, place, min(n, rest), n == last)
            laid.append(made)
            before = place
        return laid

    def _line(self, before: int, place: int, n: int, last: bool) -> tuple[Line, float]:
        """A line, and how far its letters pass its measure."""
        copy = self._copy
        start = copy.tokens[0].start if before < 0 else copy.place(before)[1]
        end = copy.place(place)[0]
        item = copy.items[place]
        hyphen = forced = False
        if isinstance(item, Penalty):
            hyphen, forced = item.added, item.cost == FORCED
        first = max(0, bisect_right(self._starts, start) - 1)
        parts = parts_of(copy.tokens, first, start, end, hyphen)
        measure, indent, alignment, limits = self._measures[n], self._indents[n], self._alignment, self._limits
        _, _, tracking, scaling, hang = limits
        left, right = _hang(parts, hyphen, hang)
        letters = flex = fixed = tracked = 0.0
        for token in parts:
            shaped, strand = token.shaped, token.strand
            if shaped is None:
                fixed += token.width
                flex += token.flex
            else:
                letters += shaped.width * strand.size
                tracked += shaped.tracked * strand.size
                if strand.spacing:
                    fixed += (shaped.tracked + 1) * strand.spacing
        room = measure + left + right - letters - fixed
        ratio, part = 1.0, 0.0
        if alignment == "justify" and (room < 0 or not forced):
            give = scaling * letters + tracking * tracked
            ratio, part = share(room, flex, give, limits)
            if ratio < FLOOR:
                missed = room + give + (1 - FLOOR) * flex
                ratio = FLOOR
                part = max(-LETTERS_SLACK, -1 + missed / give) if give else 0.0
        scale, track = 1.0 + part * scaling, part * tracking
        width = letters * scale + track * tracked + fixed + (ratio - 1.0) * flex
        x = indent - left
        if alignment == "right":
            x = indent + measure + right - width
        elif alignment == "center":
            x = indent + (measure - width) / 2
        runs = _runs(parts, hyphen, x, ratio, scale, track) if parts else ()
        over = width - measure
        over = max(0.0, over - left - right) if over > 0.0 else 0.0
        return Line(runs, x, width, ratio if flex else 1.0, start, end, hyphen, last), over


def _hang(parts: list[Token], hyphen: bool, part: float) -> tuple[float, float]:
    """How far the line's first and last marks hang over its edges, in pt."""
    if not part or not parts:
        return 0.0, 0.0
    left = right = 0.0
    first, last = parts[0], parts[-1]
    if first.shaped is not None and first.shaped.glyphs and first.shown[0] in HANG_LEFT:
        left = HANG_LEFT[first.shown[0]] * first.shaped.advances[0] * first.strand.size
    if last.shaped is not None and last.shaped.glyphs:
        sign = last.strand.hyphen if hyphen else last.shown[-1]
        right = HANG_RIGHT.get(sign, 0.0) * last.shaped.advances[-1] * last.strand.size
    return left * part, right * part


def _runs(parts: list[Token], hyphen: bool, x: float, ratio: float, scale: float, track: float) -> tuple[GlyphRun, ...]:
    """Glyph runs, one for each strand in turn."""
    runs: list[GlyphRun] = []
    first, count = 0, len(parts)
    strand = parts[0].strand
    for n, token in enumerate(parts):
        if token.strand is not strand:
            run = _run(parts, first, n, False, x, ratio, scale, track)
            x += sum(run.advances)
            runs.append(run)
            first, strand = n, token.strand
    runs.append(_run(parts, first, count, hyphen, x, ratio, scale, track))
    return tuple(runs)


def _run(
    parts: list[Token], first: int, end: int, hyphen: bool, x: float, ratio: float, scale: float, track: float
) -> GlyphRun:
    """The glyphs of some tokens of one strand. Tracking stands between the letters of a word, not around its spaces."""
    strand = parts[first].strand
    size, spacing = strand.size, strand.spacing
    factor, each = size * scale, size * track + spacing
    grown = ratio - 1.0
    glyphs: list[bytes] = []
    advances: list[float] = []
    texts: list[str] = []
    offsets: list[float] = []
    for n in range(first, end):
        token = parts[n]
        shaped = token.shaped
        if shaped is None:
            glyphs.append(
                array("H", (token.glyph,)).tobytes() if token.glyph != strand.space_glyph else strand.packed_space
            )
            advances.append(token.width + grown * token.flex)
            texts.append(token.shown)
            continue
        if shaped.offsets:
            offsets += [0.0] * (2 * len(advances) - len(offsets))
            offsets += [value * size for value in shaped.offsets]
        count = len(shaped.glyphs)
        glyphs.append(shaped.packed)
        texts += shaped.texts
        if shaped.tracked == count - 1:
            for advance in shaped.advances:
                advances.append(advance * factor + each)
            advances[-1] += spacing - each
        elif count:
            for advance, gap in zip(shaped.advances, shaped.gaps):  # noqa: B905 - as many of the one as of the other
                advances.append(advance * factor + each * gap)
            advances[-1] += spacing
    if hyphen and texts:
        texts[-1] = texts[-1][:-1] + SOFT_HYPHEN
    if offsets:
        offsets += [0.0] * (2 * len(advances) - len(offsets))
    # an array reads bytes many times faster than it reads numbers
    packed = pack(f"{len(advances)}d", *advances)
    return GlyphRun(
        strand.face.key, strand.style, array("H", b"".join(glyphs)), array("d", packed), tuple(texts), x, scale,
        array("d", offsets), each,
    )  # fmt: skip
