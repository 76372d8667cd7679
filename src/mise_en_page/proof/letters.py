"""Where the letters of a set line are seen, and where they were typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mise_en_page.composition.galley import Line, SetBlock
from mise_en_page.model.issue import Source
from mise_en_page.model.problem import Span

HYPHEN: Final = "\u00ad"
"""How a line tells the hyphen that its break added."""

#: A line box reaches so far above and below its baseline, in parts of its leading.
ABOVE, BELOW = 0.76, 0.24


def letters(line: Line) -> Iterator[tuple[int, str, float, float]]:
    """Each glyph's offset in the block's characters, its text, its place in the measure and its advance (pt)."""
    at = line.start
    for run in line.runs:
        x = run.x
        for text, advance in zip(run.texts, run.advances, strict=True):
            yield at, text, x, advance
            at += len(text) if text != HYPHEN else 0
            x += advance


def written(block: SetBlock, at: int, source: Source) -> Span:
    """Where a character of a block was typed."""
    return source.span(block.origins[at]) if 0 <= at < len(block.origins) else block.span
