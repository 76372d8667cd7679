"""The two ways to judge a line: set to its measure, or ragged. They know the style's limits; the search does not."""

from __future__ import annotations

from mise_en_page.composition.demerits import (
    LETTERS_COST,
    ONE_WORD,
    RAG,
    SHORT_EM,
    badness,
    fitness,
    last_line,
)
from mise_en_page.composition.expansion import FLOOR, Limits, share
from mise_en_page.composition.linebreak import Verdict

#: What rounding may put a line over its measure, in pt: nothing that can be seen or measured on paper.
ROUNDING = 0.001


class Justified:
    """Lines set to the measure. ``loosest``: the greatest ratio of word spaces to be thought of."""

    def __init__(self, limits: Limits, measure: float, em: float, loosest: float) -> None:
        self._limits = limits
        self._measure = measure
        self._em = em
        self._loosest = loosest

    def fits(self, room: float, flex: float, give: float) -> bool:
        return room + give + (1.0 - FLOOR) * flex > -ROUNDING

    def judge(self, room: float, flex: float, give: float) -> Verdict | None:
        limits = self._limits
        if flex <= 0.0:
            short = max(0.0, room - give)
            if short and self._loosest < INFINITE_RATIO:
                return None
            return Verdict(ONE_WORD + SHORT_EM * short / self._em, 3 if short else 1)
        ratio, letters = share(room, flex, give, limits)
        if ratio > self._loosest:
            return None
        return Verdict(badness(ratio, limits.least, limits.most) + LETTERS_COST * letters * letters, fitness(ratio))

    def last(self, room: float, flex: float, give: float, words: int, *, end: bool) -> Verdict | None:
        short = last_line(self._measure - room, words, self._measure, self._em) if end else 0.0
        root = short**0.5
        if room >= 0.0:
            return Verdict(root, 1)
        verdict = self.judge(room, flex, give)
        return verdict and Verdict(verdict.badness + root, verdict.fitness)


INFINITE_RATIO = 1e6


class Ragged:
    """Lines of natural spaces. ``ideal``: the length that lines should have; ``even``: the last one as the others."""

    def __init__(self, measure: float, em: float, ideal: float, even: bool) -> None:
        self._measure = measure
        self._em = em
        self._ideal = ideal
        self._even = even

    def fits(self, room: float, flex: float, give: float) -> bool:  # noqa: ARG002
        return room > -ROUNDING

    def judge(self, room: float, flex: float, give: float) -> Verdict | None:  # noqa: ARG002
        length = self._measure - room
        part = abs(self._ideal - length) / (RAG * self._measure)
        return Verdict(100.0 * part * part, 1)

    def last(self, room: float, flex: float, give: float, words: int, *, end: bool) -> Verdict | None:
        if end and self._even:
            verdict = self.judge(room, flex, give)
            return Verdict((verdict.badness if verdict else 0.0) + (ONE_WORD if words == 1 else 0.0), 1)
        return Verdict(last_line(self._measure - room, words, self._measure, self._em) ** 0.5 if end else 0.0, 1)
