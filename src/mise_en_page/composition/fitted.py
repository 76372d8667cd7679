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
        if not found.problems and _is_good(characters, found):
            return sized(steps)
        whole = whole or (sized(steps) if not found.problems else None)
    return whole or sized(0)


def _is_good(characters: str, made: Typeset) -> bool:
    setting: Setting | None = made.settings.get(made.natural)
    if setting is None:
        return False
    ends = [(line.end, below.start) for line, below in pairwise(setting.lines)]
    return all(end < start and cost(characters, end, start) < AMISS for end, start in ends)
