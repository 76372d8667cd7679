"""The quality of set text, measured on the PDF: word spaces, hyphens, last lines, column feet and heads, baselines.

The text is known, so each line of glyphs is found in it; then it is known where a word ends, where a break added a hyphen,
and which line ends a paragraph, even in a file that has no space glyphs. A line's *ratio* is the mean of its word spaces
over the font's natural one; non-breaking spaces are left out of it.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path

from bench.design import Design
from bench.glyphs import Glyph, pages_of, same_everywhere
from bench.work_item import Page

#: Two glyphs whose baselines are nearer than this stand on one line (pt); two lines that are further apart are not aligned.
SAME_LINE = 0.35
ALIGNED = 0.2
NON_BREAKING = "\u00a0\u202f"


@dataclass(frozen=True, slots=True)
class Letter:
    """A printing character of a paragraph, and the space that was written before it ("" for none)."""

    character: str
    space: str


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A line of running text that was found on a page."""

    column: int
    y: float
    overhang: float
    gaps: tuple[float, ...]
    first: bool
    last: bool
    hyphenated: bool


@dataclass(slots=True)
class Quality:
    """What was counted; the shares are of the justified lines, which are all but paragraphs' last ones."""

    pages: int = 0
    paragraphs: int = 0
    lost: int = 0
    ratios: list[float] = field(default_factory=list)
    justified: int = 0
    hyphenated: int = 0
    in_a_row: int = 0
    one_word_ends: int = 0
    widows: int = 0
    orphans: int = 0
    stranded: int = 0
    neighbours: int = 0
    aligned: int = 0
    feet: list[float] = field(default_factory=list)
    overhang: float = 0.0

    @property
    def deviation(self) -> float:
        return statistics.pstdev(self.ratios)

    def share(self, count: int) -> float:
        return 100 * count / max(1, self.justified)

    @property
    def over(self) -> float:
        return 100 * sum(ratio > 1.5 for ratio in self.ratios) / max(1, len(self.ratios))

    @property
    def under(self) -> float:
        return 100 * sum(ratio < 0.8 for ratio in self.ratios) / max(1, len(self.ratios))

    @property
    def ragged(self) -> float:
        """How far column feet (the last one of a page left out) are above the lowest of them all, on the mean, in pt."""
        return statistics.mean(max(self.feet) - foot for foot in self.feet) if self.feet else 0.0


def measure(pdf: Path, item: Sequence[Page], design: Design) -> Quality:
    quality = Quality()
    for number, glyphs in enumerate(pages_of(pdf)):
        quality.pages += 1
        if number < len(item):
            _measure_page(quality, glyphs, item[number], design)
    return quality


def _measure_page(quality: Quality, glyphs: Sequence[Glyph], page: Page, design: Design) -> None:
    finder = Finder([letters_of(paragraph) for paragraph in page.paragraphs])
    quotes = ["".join(letter.character for letter in letters_of(quote)) for quote in page.quotes]
    columns: dict[int, list[BodyLine | str]] = {}  # a heading's line is kept as its letters
    feet: dict[int, float] = {}
    for column, line in lines_of(glyphs, design):
        shown = "".join(glyph.character for glyph in line)
        found = finder.find(column, line, design)
        columns.setdefault(column, []).append(found or shown)
        feet[column] = line[0].y
    body = [line for lines in columns.values() for line in lines if isinstance(line, BodyLine)]
    quality.paragraphs += len(page.paragraphs)
    quality.lost += finder.left
    _count_lines(quality, body, design)
    _count_ends(quality, columns, quotes)
    quality.feet += [foot for column, foot in feet.items() if column != max(feet)]
    _count_aligned(quality, body, design)


def letters_of(paragraph: str) -> list[Letter]:
    letters, space = [], ""
    for character in paragraph:
        if character.isspace():
            space = character
            continue
        for letter in same_everywhere(character):
            letters.append(Letter(letter, space))
            space = ""
    return letters


def lines_of(glyphs: Sequence[Glyph], design: Design) -> Iterator[tuple[int, list[Glyph]]]:
    """The lines of the columns in their order: column by column, downwards."""
    foot = design.top + (design.depth + 1) * design.leading

    def column(glyph: Glyph) -> int:
        place = int((glyph.x - design.margin + design.gutter / 2) // (design.measure + design.gutter))
        return min(max(place, 0), design.columns - 1)

    within = sorted(
        (glyph for glyph in glyphs if design.top - 2 < glyph.y < foot), key=lambda glyph: (column(glyph), glyph.y)
    )
    for number, group in groupby(within, key=column):
        line: list[Glyph] = []
        for glyph in group:
            if line and glyph.y - line[-1].y > SAME_LINE:
                yield number, sorted(line, key=lambda each: each.x)
                line = []
            line.append(glyph)
        yield number, sorted(line, key=lambda each: each.x)


class Finder:
    """Finds lines in the paragraphs, each where the last one ended."""

    def __init__(self, paragraphs: list[list[Letter]]) -> None:
        self.paragraphs, self.place, self.at = paragraphs, 0, 0

    @property
    def left(self) -> int:
        return len(self.paragraphs) - self.place

    def find(self, column: int, line: Sequence[Glyph], design: Design) -> BodyLine | None:
        if not self.left:
            return None
        paragraph = self.paragraphs[self.place]
        shown = "".join(glyph.character for glyph in line)
        expected = "".join(letter.character for letter in paragraph[self.at : self.at + len(line)])
        whole = _alike(expected, shown)
        divided = shown.endswith("-") and _alike(expected[: len(shown) - 1], shown[:-1])
        if not (whole or divided):
            return None
        count = len(line) if whole else len(line) - 1
        letters = paragraph[self.at : self.at + count]
        begins, ends = self.at == 0, self.at + count == len(paragraph)
        self.at += count
        if ends:
            self.place, self.at = self.place + 1, 0
        gaps = [
            after.x - before.end
            for (before, after), letter in zip(pairwise(line), letters[1:], strict=False)
            if _breaks(letter)
        ]
        right = design.left(column) + design.measure
        hyphenated = not ends and shown.endswith("-")
        return BodyLine(column, line[0].y, line[-1].end - right, tuple(gaps), begins, ends, hyphenated)


def _alike(expected: str, shown: str) -> bool:
    """The same letters; what a PDF cannot name (U+FFFD) may be any."""
    return len(expected) == len(shown) and all(
        got in (wanted, "\ufffd") for wanted, got in zip(expected, shown, strict=True)
    )


def _breaks(letter: Letter) -> bool:
    return bool(letter.space) and letter.space not in NON_BREAKING


def _count_lines(quality: Quality, body: Sequence[BodyLine], design: Design) -> None:
    run = 0
    for line in body:
        if line.last:
            quality.one_word_ends += not line.gaps
            run = 0
            continue
        quality.justified += 1
        if line.gaps:
            quality.ratios.append(statistics.mean(line.gaps) / design.word_space)
        quality.overhang = max(quality.overhang, line.overhang)
        quality.hyphenated += line.hyphenated
        run = run + 1 if line.hyphenated else 0
        quality.in_a_row = max(quality.in_a_row, run)


def _count_ends(quality: Quality, columns: dict[int, list[BodyLine | str]], quotes: Sequence[str]) -> None:
    """Widows: last lines alone at a column's top; orphans: first lines alone at a foot; heads stranded there."""
    for column, lines in columns.items():
        body = [line for line in lines if isinstance(line, BodyLine)]
        if body and column > min(columns):
            quality.widows += body[0].last and not body[0].first
        if column == max(columns):
            continue
        foot = lines[-1]
        if isinstance(foot, BodyLine):
            quality.orphans += foot.first and not foot.last
        else:
            quality.stranded += not any(foot.strip("«»-") in quote for quote in quotes)


def _count_aligned(quality: Quality, body: Sequence[BodyLine], design: Design) -> None:
    """Of the lines that have a neighbour in the next column within half a leading, those that stand on its baseline."""
    at = Counter((line.column, line.y) for line in body)
    for line in body:
        distances = [abs(y - line.y) for column, y in at if column == line.column + 1]
        if distances and min(distances) <= design.leading / 2:
            quality.neighbours += 1
            quality.aligned += min(distances) <= ALIGNED
