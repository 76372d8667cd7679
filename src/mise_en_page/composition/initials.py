"""Initials of several lines (French: lettrines): a capital, and the paragraph's first lines beside it.

As CSS Inline 3 has it (§ "Initial letters"): its cap height goes from that of the first line down to the baseline of the
last, whatever its face; accents stand above. What it is made of follows CSS Pseudo-Elements 4, § "::first-letter", but
for a quotation mark before it, which stays as large as the text. The lines beside it are set on a shorter measure.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from mise_en_page.composition.cutting import before
from mise_en_page.composition.fonts import Catalogue, Face
from mise_en_page.composition.galley import GlyphRun, Line, RoleStyle, Setting
from mise_en_page.composition.hanging import ENDLESS
from mise_en_page.composition.ink import Letter, ink_of, letters
from mise_en_page.composition.setting import typeset
from mise_en_page.composition.shaping import shaper
from mise_en_page.composition.strands import Strand, Strands
from mise_en_page.composition.style import BlockStyle
from mise_en_page.composition.tokens import NO_BREAK_SPACE
from mise_en_page.model.issue import Source, Text
from mise_en_page.model.problem import Problem, Span

#: What stands between the initial and the text unless the stylesheet says, of the text's size.
GAP: Final = 0.35
#: The lines beside it hold so many ems of text at least.
LEAST_BESIDE: Final = 6.0
#: How far letters of the text stand above their line, of their size: a tail (Q, J) that comes nearer wants another line.
ASCENT: Final = 0.75
#: How high capitals stand in a face without an H, of the em.
CAPITALS: Final = 0.7
#: What may stand before the letter, as large as the text, and what behind it, as large as the letter.
_BEFORE: Final = frozenset("«“‹‘„\"'([¿¡ \u00a0\u202f")
_AFTER: Final = frozenset("’'.,!?…")


def initial_of(characters: str) -> tuple[int, int] | None:
    """Where a paragraph's initial begins and ends: its first letter, with an apostrophe and the like after it.

    None where it begins with no capital: a dash, a figure, a name in small letters.
    """
    start = 0
    while start < len(characters) and characters[start] in _BEFORE:
        start += 1
    if start == len(characters) or not characters[start].isupper():
        return None
    end = start + 1
    while end < len(characters) and unicodedata.category(characters[end])[0] == "M":
        end += 1
    while end < len(characters) and characters[end] in _AFTER:
        end += 1
    return start, end


class Initial(NamedTuple):
    """An initial as it is set, what stands before it too: from 0 to ``width``, in pt, with the gap behind it.

    ``end``: that of its characters, ``spaced`` if a space follows them; ``lines`` stand beside it.
    """

    runs: tuple[GlyphRun, ...]
    width: float
    end: int
    spaced: bool
    lines: int
    strand: Strand
    problems: tuple[Problem, ...]

    def inset(self, block: BlockStyle) -> BlockStyle:
        """The style of the text beside it."""
        return replace(block, indent=0.0, inset=self.width, inset_lines=self.lines)

    def fits(self, measure: float, size: float) -> bool:
        """Is there room beside it for text of some size, in pt?"""
        return measure - self.width >= LEAST_BESIDE * size

    def beside(self, setting: Setting) -> Setting:
        """A setting of the text behind it, with it."""

        def lay() -> tuple[Line, ...]:
            lines = [replace(line, start=line.start + self.end, end=line.end + self.end) for line in setting.lines]
            return (self._first(lines[0]), *lines[1:])

        return Setting.later(lay, setting.cost, setting.hyphens)

    def _first(self, line: Line) -> Line:
        runs, x = self.runs, min(run.x for run in self.runs)
        if self.spaced:
            last = runs[-1]
            at = last.x + sum(last.advances)
            glyphs, advances = array("H", (self.strand.space_glyph,)), array("d", (line.x - at,))
            runs = (*runs, GlyphRun(self.strand.face.key, self.strand.style, glyphs, advances, (NO_BREAK_SPACE,), at))
        return replace(line, runs=(*runs, *line.runs), x=x, width=line.x + line.width - x, start=0)


def set_initial(text: Text, style: RoleStyle, catalogue: Catalogue) -> Initial | None:
    """The initial of a paragraph over whose first letter the mark ``initial`` lies; None where none does.

    Problems count columns in the text's characters.
    """
    mark = next((mark for mark in text.marks if mark.kind == "initial"), None)
    if mark is None:
        return None
    strands = Strands(style, catalogue)
    plain = strands.chain(())[0]
    block = replace(style.block, alignment="left", indent=0.0, second_indent=0.0, balance=False, hyphens=False)
    head = before(text, mark.end)
    head = replace(head, origins=tuple(range(mark.end)))

    def made(share: float, rise: float) -> tuple[tuple[GlyphRun, ...], tuple[Problem, ...]]:
        own = style.text(("initial",)).scaled(share)
        large = replace(style, block=block, initial=replace(own, rise=rise))
        found = typeset(head, large, ENDLESS, Strands(large, catalogue), None, Source(""), Span("", 0))
        return found.settings[found.natural].lines[0].runs, found.problems

    own = next(run for run in made(1.0, -1.0)[0] if run.style.rise < 0.0)
    face = catalogue.face(own.face)
    high = (block.initial - 1) * block.leading + cap_height(plain.face) * plain.size
    runs, problems = made(high / (cap_height(face) * own.style.size), -(block.initial - 1) * block.leading)
    runs = tuple(replace(run, initial=run.style.rise < 0.0) for run in runs)
    ink = [each for run in runs if run.initial for each in _ink(run, catalogue)]
    if not ink:
        return None
    shift = -ink[0][0] if runs[0].initial else 0.0  # its stem stands on the edge
    runs = tuple(replace(run, x=run.x + shift) for run in runs)
    right = max(each[2] for each in ink) + shift
    tail = runs[-1].style.rise - min(each[1] for each in ink)
    lines = block.initial + (tail > block.leading - ASCENT * plain.size)
    after = text.characters[mark.end : mark.end + 1]
    width = right + (block.initial_gap or GAP * plain.size)
    return Initial(runs, width, mark.end, after.isspace(), lines, plain, problems)


def _ink(run: GlyphRun, catalogue: Catalogue) -> Iterator[Letter]:
    return letters(run, 0.0, ink_of(catalogue.face(run.face)))


def cap_height(face: Face) -> float:
    """How high a face's capitals stand, of the em: those of its H, whose head and foot are flat."""
    glyph = shaper(face, ()).glyph("H")
    high = ink_of(face).extents(glyph)[3] if glyph else 0.0
    return high or CAPITALS
