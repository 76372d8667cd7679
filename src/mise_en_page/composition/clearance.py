"""Heads whose letters do not stand on each other: room for the accent of « À » under a kicker's « g ».

Capitals with accents rise above the line that a display size is given; where such a letter comes under another of the block
above, the block goes down by as much as is missing. Where nothing meets, nothing moves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mise_en_page.composition.fonts import Catalogue
from mise_en_page.composition.galley import Line, SetBlock
from mise_en_page.composition.ink import Letter, ink_of, letters

#: Letters of two blocks that come nearer than the first, in pt, are set apart by the second.
NEAREST: Final = 0.2
APART: Final = 1.0
#: How far letters stand below the line, of their size.
DESCENT: Final = 0.25


def cleared(above: SetBlock, block: SetBlock, catalogue: Catalogue) -> SetBlock:
    """The block, as much further down as it takes that no letter of its first line stands on the last line ``above``.

    Of blocks with one setting, heads and quotes; body text has as many lines as the column asks for.
    """
    if block.first_lines and above.lines:
        return _under(above, block, catalogue)
    if len(above.settings) != 1 or len(block.settings) != 1 or not (above.lines and block.lines):
        return block
    near = _room(above, block)
    missing = 0.0
    lower = list(_letters(block.lines[0], block.style.margin_left + block.style.padding_left, catalogue))
    top = max((letter[3] for letter in lower), default=0.0)
    for left, low, right, _ in _letters(above.lines[-1], above.style.margin_left + above.style.padding_left, catalogue):
        if near + low - top < NEAREST:
            high = max((letter[3] for letter in lower if letter[0] < right and left < letter[2]), default=None)
            if high is not None and near + low - high < NEAREST:
                missing = max(missing, APART - (near + low - high))
    if not missing:
        return block
    return replace(block, style=replace(block.style, margin_top=block.style.margin_top + missing))


def _under(above: SetBlock, block: SetBlock, catalogue: Catalogue) -> SetBlock:
    """The block, further down where the accent of its initial would stand in the line above, whatever letters that has."""
    runs = (run for run in block.lines[0].runs if run.initial)
    highest = max(letter[3] for run in runs for letter in letters(run, 0.0, ink_of(catalogue.face(run.face))))
    near = _room(above, block) - DESCENT * above.style.text.size - highest
    if near >= NEAREST:
        return block
    return replace(block, style=replace(block.style, margin_top=block.style.margin_top + APART - near))


def _room(above: SetBlock, block: SetBlock) -> float:
    """From the last baseline above to the first of the block, in pt, as they stand at least."""
    under = above.style.leading - above.first_baseline + above.style.padding_bottom + above.style.margin_bottom
    return under + block.style.margin_top + block.style.padding_top + block.first_baseline


def _letters(line: Line, x: float, catalogue: Catalogue) -> Iterator[Letter]:
    for run in line.runs:
        yield from letters(run, x, ink_of(catalogue.face(run.face)))
