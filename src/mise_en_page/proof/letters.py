"""Where the letters of a set line are seen, and where they were typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from mise_en_page.composition.galley import Line, SetBlock
from mise_en_page.model.issue import Source
from mise_en_page.model.problem import Span
from mise_en_page.pagination.makeup import Placed

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


def line_box(block: SetBlock, line: Line, left: float, baseline: float) -> list[float]:
    """A line's left, top, width and height on the page; ``left`` is the measure's, in pt like all of them."""
    leading = block.style.leading
    return [left + line.x, baseline - ABOVE * leading, line.width, (ABOVE + BELOW) * leading]


def as_drawn(placed: Placed, box: list[float]) -> list[float]:
    """What bounds a box of the upright page (left, top, width, height) where its block is turned."""
    if placed.turn is None:
        return box
    left, top, right, bottom = placed.turned((box[0], box[1], box[0] + box[2], box[1] + box[3]))
    return [left, top, right - left, bottom - top]


def seen(placed: Iterable[Placed]) -> Iterator[tuple[int, str, list[float]]]:
    """Each character that is seen: its offset in the article's file, itself, and the left, top, width and height of the
    glyph that shows it (pt).
    """
    for each in placed:
        block, left = each.block, each.x + each.block.style.padding_left
        for line, baseline in zip(each.lines, each.baselines, strict=True):
            box = line_box(block, line, left, baseline)
            for at, text, x, advance in letters(line):
                for n in range(at, min(at + len(text), len(block.origins)) if text != HYPHEN else at):
                    around = [left + x, box[1], max(advance, 2.0), box[3]]
                    yield block.origins[n], block.text[n], as_drawn(each, around)


def pieces(line: Line) -> Iterator[tuple[int, str, float, float]]:
    """What stands between the spaces of a line: its offset in the block's characters, its text, its left and right."""
    for space, group in groupby(letters(line), key=lambda letter: letter[1].isspace()):
        own = list(group)
        word = [letter for letter in own if letter[1] != HYPHEN]
        if word and not space:
            yield word[0][0], "".join(text for _, text, _, _ in word), word[0][2], own[-1][2] + own[-1][3]
