"""Rivers (French: lézardes): word spaces that stand one under another down several lines.

The search cannot see them: where a space falls is known only when its line is laid. They are looked for afterwards; one is
avoided where that costs little (setting.RIVER), and told where it stays. Spaces that are hardly wider than natural make
none that a reader sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from mise_en_page.composition.galley import Line

#: A river begins to be seen at so many lines, when their spaces are at least so wide (× natural).
SEEN_LINES: Final = 4
SEEN_RATIO: Final = 1.25
#: Two spaces run into one another when they share this part of the narrower one.
SHARED: Final = 0.5


class River(NamedTuple):
    """The line at which it begins, and how many lines it runs through."""

    first: int
    length: int


def longest_river(lines: Sequence[Line]) -> River | None:
    """The longest river of at least ``SEEN_LINES`` lines; the first of several; None if there is none."""
    if not _may_flow(lines):
        return None
    best: River | None = None
    above: list[tuple[float, float, int]] = []  # the spaces of the line above: left, right, lines so far
    for n, line in enumerate(lines):
        here: list[tuple[float, float, int]] = []
        if line.ratio >= SEEN_RATIO:
            for left, right in spaces_of(line):
                length = 1 + max((run for x0, x1, run in above if _meet(x0, x1, left, right)), default=0)
                here.append((left, right, length))
                if length >= SEEN_LINES and (best is None or length > best.length):
                    best = River(n - length + 1, length)
        above = here
    return best


def _may_flow(lines: Sequence[Line]) -> bool:
    """Are there enough wide lines one after another? Most texts have not, and no space need be looked for."""
    run = 0
    for line in lines:
        run = run + 1 if line.ratio >= SEEN_RATIO else 0
        if run >= SEEN_LINES:
            return True
    return False


def spaces_of(line: Line) -> list[tuple[float, float]]:
    """The word spaces of a line: left and right edges in pt."""
    spaces = []
    for run in line.runs:
        x = run.x
        for text, advance in zip(run.texts, run.advances, strict=True):
            if text == " ":
                spaces.append((x, x + advance))
            x += advance
    return spaces


def _meet(x0: float, x1: float, left: float, right: float) -> bool:
    return min(x1, right) - max(x0, left) >= SHARED * min(x1 - x0, right - left)
