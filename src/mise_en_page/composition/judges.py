"""The two ways to judge a line: set to its measure, or ragged. They know the style's limits; the search does not."""

from __future__ import annotations

from typing import Final

from mise_en_page.composition.demerits import (
    LETTERS_COST,
    ONE_WORD,
    RAG,
    SHORT_EM,
    badness,
    fitness,
    last_line,
)
from mise_en_page.composition.expansion import FLOOR, SPACES_FOLLOW, Limits
from mise_en_page.composition.linebreak import TOO_LOOSE, Judge, Verdict

#: What rounding may put a line over its measure, in pt: nothing that can be seen or measured on paper.
ROUNDING: Final = 0.001

#: No bound on the ratio of word spaces.
INFINITE_RATIO: Final = 1e6


class Justified(Judge):
    """Lines set to the measure. ``loosest``: the greatest ratio of word spaces to be thought of."""

    def __init__(self, limits: Limits, measure: float, em: float, loosest: float) -> None:
        self._least = limits.least
        self._most = limits.most
        self._measure = measure
        self._em = em
        self._loosest = loosest

        self._press = 1.0 - FLOOR
        self._spread_reach = (limits.most - 1.0) * SPACES_FOLLOW
        self._press_reach = (1.0 - limits.least) * SPACES_FOLLOW

    def fits(self, room: float, flex: float, give: float) -> bool:
        return room + give + self._press * flex > -ROUNDING

    def judge(self, room: float, flex: float, give: float) -> Verdict:
        if flex <= 0.0:
            short = max(0.0, room - give)
            if short and self._loosest < INFINITE_RATIO:
                return TOO_LOOSE
            return ONE_WORD + SHORT_EM * short / self._em, 3 if short else 1
        # expansion.share, written out: this is the innermost formula of the search, and a test holds the two together
        letters = 1.0
        if room >= 0.0:
            reach = self._spread_reach
            capacity = give + reach * flex
            if room <= capacity:
                letters = room / capacity
                ratio = 1.0 + letters * reach
            else:
                ratio = 1.0 + (room - give) / flex
                if ratio > self._loosest:
                    return TOO_LOOSE
        else:
            reach = self._press_reach
            capacity = give + reach * flex
            if -room <= capacity:
                letters = room / capacity
                ratio = 1.0 + letters * reach
            else:
                letters = -1.0
                ratio = 1.0 + (room + give) / flex
        bad = badness(ratio, self._least, self._most) + LETTERS_COST * letters * letters
        return bad, fitness(ratio, letters)

    def last(self, room: float, flex: float, give: float, words: int, end: bool) -> Verdict:
        short = last_line(self._measure - room, words, self._measure, self._em) if end else 0.0
        root = short**0.5
        if room >= 0.0:
            return root, 1
        verdict = self.judge(room, flex, give)
        return TOO_LOOSE if verdict[1] < 0 else (verdict[0] + root, verdict[1])


class Ragged(Judge):
    """Lines of natural spaces. ``ideal``: the length that lines should have; ``even``: the last one as the others."""

    def __init__(self, measure: float, em: float, ideal: float, even: bool) -> None:
        self._measure = measure
        self._em = em
        self._ideal = ideal
        self._even = even

    def fits(self, room: float, flex: float, give: float) -> bool:  # noqa: ARG002
        return room > -ROUNDING

    def judge(self, room: float, flex: float, give: float) -> Verdict:  # noqa: ARG002
        length = self._measure - room
        part = abs(self._ideal - length) / (RAG * self._measure)
        return 100.0 * part * part, 1

    def last(self, room: float, flex: float, give: float, words: int, end: bool) -> Verdict:
        if end and self._even:
            verdict = self.judge(room, flex, give)
            return verdict[0] + (ONE_WORD if words == 1 else 0.0), 1
        return last_line(self._measure - room, words, self._measure, self._em) ** 0.5 if end else 0.0, 1
