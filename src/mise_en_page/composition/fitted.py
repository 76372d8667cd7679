"""The size of a title, a quote or a key figure: the one that fills its measure, found by setting it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from mise_en_page.composition.galley import RoleStyle, Setting
from mise_en_page.composition.sense import AMISS, cost
from mise_en_page.composition.setting import Typeset

#: The roles whose size may be found in a range.
FITTED: Final = frozenset(("title", "pull-quote", "figure"))
#: Sizes are tried in steps of so many pt.
STEP: Final = 0.5
#: A range of more steps is tried in longer ones.
MOST_STEPS: Final = 200

#: A quote may be set smaller by this share of its size for its lines to end by the sense: an eye does not see it.
EASE: Final = 0.125

#: Sets a text in a style.
Set = Callable[[RoleStyle], Typeset]


def fitted(characters: str, style: RoleStyle, made: Set) -> RoleStyle:
    """A style in the greatest size of its ``fit`` with which a text takes as few lines as in the least one.

    Of these sizes the greatest with which no line ends against the sense, if there is one; the least, where words must be
    torn in all. The leading stays as it is.
    """
    least, most = style.block.fit or (style.block.text.size, style.block.text.size)
    step = max(STEP, (most - least) / MOST_STEPS)

    def sized(steps: int) -> RoleStyle:
        return style.scaled((least + steps * step) / style.block.text.size)

    fewest = made(sized(0)).natural
    low, high = 0, int((most - least) / step + 1e-6)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if made(sized(middle)).natural <= fewest else (low, middle - 1)
    whole: RoleStyle | None = None
    for steps in range(low, -1, -1):
        found = made(sized(steps))
        if found.problems or found.natural > fewest:  # a smaller size may take a line more, to end by the sense
            continue
        if found.natural in found.settings and not amiss(characters, found):
            return sized(steps)
        whole = whole or sized(steps)
    return whole or sized(0)


def whole(style: RoleStyle, made: Set) -> RoleStyle:
    """A style as much smaller as it takes for no word to be torn, down to its ``least_size``; as it is, if that is not
    enough. A theme's family may be wider than the one that a layout's columns were made for. The leading stays as it is.
    """
    size = style.block.text.size
    for steps in range(int(size * (1 - style.block.least_size) / STEP + 1e-6) + 1):
        smaller = style.scaled(1 - steps * STEP / size)
        if not is_torn(made(smaller)):
            return smaller
    return style


def eased(characters: str, style: RoleStyle, made: Set) -> RoleStyle:
    """A quote's style, at most ``EASE`` smaller: the greatest with which the fewest lines end against the sense.

    As it is, if none is better; the leading stays, and no size takes a line more. It stands alone, so that nothing beside
    it tells its size.
    """
    size = style.block.text.size
    best, fewest, lines = style, amiss(characters, made(style)), made(style).natural
    for steps in range(1, int(size * EASE / STEP + 1e-6) + 1):
        smaller = style.scaled(1 - steps * STEP / size)
        found = made(smaller)
        if fewest and found.natural <= lines and (ends := amiss(characters, found)) < fewest:
            best, fewest = smaller, ends
    return best


def amiss(characters: str, made: Typeset) -> int:
    """How many lines end against the sense, or within a word."""
    setting: Setting | None = made.settings.get(made.natural)
    ends = [(line.end, below.start) for line, below in pairwise(setting.lines)] if setting is not None else []
    return sum(end >= start or cost(characters, end, start) >= AMISS for end, start in ends)


def is_torn(made: Typeset) -> bool:
    """Is a word wider than the measure, and broken anywhere?"""
    return any(problem.code == "word-too-wide" for problem in made.problems)
