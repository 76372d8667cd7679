"""Where a note belongs in a file that has been edited since the proof was made: by the words that it is about.

As a TextQuoteSelector of the Web Annotation Data Model (W3C, 4.2.4) it holds the words and some of those around them, as
they were printed. Typography has made of the file's characters what was printed, so only letters and figures are compared,
without case and accents.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from mise_en_page.model.problem import Span

#: Letters and figures before and after, by which one place is told from another.
AROUND: Final = 60
#: So many of them, at least, know a place again whose own words are gone.
KNOWN: Final = 12
#: Places of a word that are looked at: a short one stands in a text hundreds of times.
MOST: Final = 2_000


@dataclass(frozen=True, slots=True)
class Anchor:
    """``exact`` are the words that are meant, ``before`` and ``after`` those around them; ``where`` they stood then."""

    where: Span
    exact: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Located:
    """Where a note belongs now. ``words``: whether its own words still stand there, only those around them, or neither."""

    where: Span
    words: Literal["there", "changed", "gone"]


def locate(anchor: Anchor, text: str) -> Located:
    """The place in a file's text as it is now."""
    letters, origins = letters_of(text)
    before, exact, after = (_folded(each)[0] for each in (anchor.before, anchor.exact, anchor.after))
    was = _was(anchor.where, text, origins)
    if not exact and (sign := _sign(anchor, text, letters, origins, before, after, was)) is not None:
        return Located(Span.within(anchor.where.file, text, sign), "there")
    found = max(
        _places(letters, exact),
        key=lambda at: (_alike(letters, at, len(exact), before, after), -abs(at - was)),
        default=None,
    )
    if found is not None and exact and (_alike(letters, found, len(exact), before, after) >= _least(before, after)):
        return Located(Span.within(anchor.where.file, text, origins[found]), "there")
    end = _after(letters, before[-KNOWN:], was)
    if end is not None and len(before) >= KNOWN:
        return Located(Span.within(anchor.where.file, text, origins[min(end, len(origins) - 1)]), "changed")
    start = next(iter(sorted(_places(letters, after[:KNOWN]), key=lambda at: abs(at - was))), None)
    if start is not None and len(after) >= KNOWN:
        return Located(Span.within(anchor.where.file, text, origins[start]), "changed")
    lines = text.count("\n") + 1
    where = anchor.where if anchor.where.line <= lines else Span(anchor.where.file, lines)
    return Located(where, "gone")


def _sign(anchor: Anchor, text: str, letters: str, origins: list[int], before: str, after: str, was: int) -> int | None:
    """The offset of a sign without a letter (a dash, « € ») that stands where what is around it meets."""
    known = before[-KNOWN:], after[:KNOWN]
    if len("".join(known)) < KNOWN:
        return None
    at = _after(letters, "".join(known), was)
    if at is None:
        return None
    at -= len(known[1])
    start = origins[at - 1] + 1 if at else 0
    end = origins[at] if at < len(origins) else len(text)
    found = text.find(anchor.exact, start, end) if anchor.exact else -1
    return found if found >= 0 else start if end > start else None


def _least(before: str, after: str) -> int:
    """How many letters around words must agree: all of a few, so that no other « le » is taken for this one."""
    return min(KNOWN // 2, len(before) + len(after))


def _after(letters: str, known: str, was: int) -> int | None:
    """Where what follows some letters begins, nearest to where it was."""
    ends = [at + len(known) for at in _places(letters, known)]
    return min(ends, key=lambda at: abs(at - was), default=None)


def _places(letters: str, wanted: str) -> Iterator[int]:
    at = letters.find(wanted) if wanted else -1
    for _ in range(MOST):
        if at < 0:
            return
        yield at
        at = letters.find(wanted, at + 1)


def _alike(letters: str, at: int, length: int, before: str, after: str) -> int:
    """How many letters agree before and after, without a gap."""
    count = 0
    for mine, told in zip(reversed(letters[max(0, at - AROUND) : at]), reversed(before), strict=False):
        if mine != told:
            break
        count += 1
    for mine, told in zip(letters[at + length : at + length + AROUND], after, strict=False):
        if mine != told:
            break
        count += 1
    return count


def _was(where: Span, text: str, origins: list[int]) -> int:
    """About where among the letters of the text as it is now a place of the text as it was lies."""
    start = 0
    for _ in range(where.line - 1):
        end = text.find("\n", start)
        if end < 0:
            break
        start = end + 1
    wanted = start + where.column - 1
    return bisect_left(origins, wanted)


@lru_cache(maxsize=16)
def letters_of(text: str) -> tuple[str, list[int]]:
    """Its letters and figures, without case and accents, each with its offset in the text; of a file, many notes are looked
    for in the same.
    """
    return _folded(text)


def _folded(text: str) -> tuple[str, list[int]]:
    """Its letters and figures, without case and accents, each with its offset in the text."""
    letters, origins = list[str](), list[int]()
    for at, character in enumerate(text):
        for letter in LIGATURES.get(character) or unicodedata.normalize("NFKD", character).casefold():
            if letter.isalnum():
                letters.append(letter)
                origins.append(at)
    return "".join(letters), origins


#: What a rule of typography may have made of two letters.
LIGATURES: Final = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"}
