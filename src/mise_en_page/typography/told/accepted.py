"""The publication's own words (mots.txt), and what they accept of all that is told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from mise_en_page.model.problem import Problem

ELIDED = re.compile(r"(?:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu|quoiqu)’(?=\w)", re.IGNORECASE)
#: One sign for another, so that places stay as they are.
_ALIKE = str.maketrans({"'": "’", "\u00a0": " ", "\u202f": " ", "\u2011": "-"})


def normal(words: str) -> str:
    """Words as they are compared: every apostrophe and every space is one sign."""
    return " ".join(words.translate(_ALIKE).split())


def accepting(problem: Problem) -> str:
    """The words that mots.txt would accept a problem by; “” for none."""
    values = dict(problem.said.innermost().values)
    words = values.get("accept", values.get("words"))
    return words if isinstance(words, str) else ""


def _phrase(line: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(line)}(?!\w)", re.IGNORECASE if line == line.lower() else 0)


@dataclass(frozen=True)
class Accepted:
    """The lines of mots.txt, a word or a phrase each, as they were written.

    What is written in small letters is accepted with any capitals; a capital in it is one that must stand there. A word is
    accepted behind an elision and in the plural as well.
    """

    lines: tuple[str, ...] = ()

    @cached_property
    def _exact(self) -> frozenset[str]:
        return frozenset(map(normal, self.lines))

    @cached_property
    def _shouted(self) -> frozenset[str]:
        return frozenset(line.upper() for line in self._exact)

    @cached_property
    def _phrases(self) -> tuple[str, ...]:
        return tuple(sorted(line for line in self._exact if not line.isalpha()))

    @cached_property
    def _pairs(self) -> tuple[list[str], ...]:
        return tuple(line.split(" / ") for line in self._phrases if line.count(" / ") == 1)

    def has(self, words: str) -> bool:
        """Is this one of them, whatever its capitals may be, its elision, its plural?"""
        words = normal(words)
        bare = ELIDED.sub("", words, count=1)
        singular = bare[:-1] if bare[-1:] in "sx" and bare[:-1].isalpha() else bare
        return any(self._has(form) for form in (words, bare, singular))

    def _has(self, words: str) -> bool:
        if words in self._exact or words.lower() in self._exact:
            return True
        return words.isupper() and words in self._shouted

    def accept(self, problem: Problem) -> bool:
        """Do they accept what is told: its words, or a phrase that stands there and covers them?"""
        values = dict(problem.said.innermost().values)
        words, before, after = (values.get(name, "") for name in ("words", "before", "after"))
        if not (self.lines and words and isinstance(words, str) and isinstance(before, str) and isinstance(after, str)):
            return False
        if self.has(words) or self.has(accepting(problem)):
            return True
        if isinstance(other := values.get("other"), str) and self._both(words, other):
            return True
        text, start, end = f"{before}{words}{after}".translate(_ALIKE), len(before), len(before) + len(words)
        low = text.lower()
        near = (phrase for phrase in self._phrases if phrase.lower() in low)
        return any(
            match.start() <= start and end <= match.end() for phrase in near for match in _phrase(phrase).finditer(text)
        )

    def _both(self, one: str, other: str) -> bool:
        """Does a line say of two spellings that both are right (« Dupond / Dupont », in either order)?"""
        return any(
            all(any(f" {form}".endswith(f" {part}") for part in pair) for form in (normal(one), normal(other)))
            for pair in self._pairs
        )

    def left(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """The problems that they do not accept."""
        return tuple(problem for problem in problems if not self.accept(problem))
