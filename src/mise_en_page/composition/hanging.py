"""Items of lists: what is printed for the sign that was typed, and how it hangs before the item's first line.

The text of all items of a list stands under one edge, and their signs before it: dashes and bullets at the block's own
edge, numbers so that their stops stand under one another.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from mise_en_page.composition.fonts import Catalogue
from mise_en_page.composition.galley import GlyphRun, Line, RoleStyle, Setting
from mise_en_page.composition.setting import Typeset, typeset
from mise_en_page.composition.strands import Strand, Strands
from mise_en_page.composition.tokens import NO_BREAK_SPACE
from mise_en_page.model.issue import Mark, Source, Text
from mise_en_page.model.problem import Problem, Span

#: A line that holds any sign, in pt.
ENDLESS: Final = 1e5

#: What is typed for a dash and for a bullet, Word's own too, and what is printed for it where the stylesheet says nothing.
#: Other signs (arrows, ticks, squares to tick) say something of their own.
PRINTED: Final[Mapping[str, str]] = dict.fromkeys(("-", "--", "–", "―"), "–") | dict.fromkeys("*+•·\uf0b7\uf0a7\uf0d8", "•")


def printed(sign: Text, marker: str) -> Text:
    """An item's sign as it is printed: the stylesheet's ``marker`` for a dash or a bullet."""
    if sign.characters not in PRINTED:
        return sign
    shown = marker or PRINTED[sign.characters]
    return Text(shown, sign.origins[:1] * len(shown))


class Hanging(NamedTuple):
    """A sign as it is set: its glyphs from 0 on, their width and that of the widest beside it, in pt; and its strand."""

    runs: tuple[GlyphRun, ...]
    width: float
    widest: float
    strand: Strand

    def room(self, padding: float) -> float:
        """How far the item's text stands in: as the stylesheet says, or as the widest sign asks with a space behind it."""
        return max(padding, self.widest + self.strand.space)

    def before(self, line: Line, room: float) -> Line:
        """An item's first line with its sign, and a space as wide as it takes."""
        x = self.widest - self.width - room
        runs = tuple(replace(run, x=run.x + x) for run in self.runs)
        strand, gap = self.strand, line.x - x - self.width
        glyphs, advances = array("H", (strand.space_glyph,)), array("d", (gap,))
        space = GlyphRun(strand.face.key, strand.style, glyphs, advances, (NO_BREAK_SPACE,), x + self.width)
        return replace(line, runs=(*runs, space, *line.runs), x=x, width=line.x + line.width - x)


def hung(settings: Mapping[int, Setting], hanging: Hanging, room: float, shift: int) -> dict[int, Setting]:
    """The settings of an item's text with its sign before the first line: the text then begins at character ``shift``."""

    def with_sign(setting: Setting) -> Callable[[], tuple[Line, ...]]:
        def lay() -> tuple[Line, ...]:
            lines = [replace(line, start=line.start + shift, end=line.end + shift) for line in setting.lines]
            return (replace(hanging.before(lines[0], room), start=0), *lines[1:])

        return lay

    return {count: Setting.later(with_sign(each), each.cost, each.hyphens) for count, each in settings.items()}


def set_sign(sign: Text, widest: str, style: RoleStyle, catalogue: Catalogue) -> tuple[Hanging, tuple[Problem, ...]]:
    """An item's sign as it is printed, and what could not be set of it; ``widest`` is the longest typed beside it.

    Problems count columns in the sign's characters.
    """
    strands = Strands(style, catalogue)
    block = replace(style.block, alignment="left", indent=0.0, second_indent=0.0, hang=0.0, balance=False, hyphens=False)
    plain = replace(style, block=block)

    def made(characters: str) -> Typeset:
        text = Text(characters, tuple(range(len(characters))), (Mark("marker", 0, len(characters)),))
        return typeset(text, plain, ENDLESS, strands, None, Source(""), Span("", 0))

    def runs(made: Typeset) -> tuple[GlyphRun, ...]:
        return made.settings[made.natural].lines[0].runs if made.settings else ()

    own, beside = made(sign.characters), made(printed(Text(widest), style.block.marker).characters)
    width, wide = (sum(sum(run.advances) for run in runs(each)) for each in (own, beside))
    return Hanging(runs(own), width, max(width, wide), strands.chain(("marker",))[0]), own.problems
