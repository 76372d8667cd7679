"""Patterns that look only where something may be found: a page of prose is mostly letters that no rule cares about.

A ``Near`` is a compiled pattern with the *signs* without which it cannot match. The signs of a text are found all at once
(numpy, about a nanosecond a character), and the pattern then reads the windows around them. What it finds is what it would
find in the whole text, but for one thing: a block of over ``LONGEST`` characters without a space (data pasted by mistake,
a line of dashes) is no French, and no rule looks into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

#: Characters that may stand without a space before they count as data: more than an article has in all.
LONGEST = 50_000
#: Texts under this many characters are read whole: windows would cost more than they spare.
SHORT = 400
#: Codes above this (emoji) are no sign of ours.
CODES = 0x10000

DIGITS = "0123456789"
BLANKS = " \u00a0\u202f"
CAPITALS = "".join(chr(code) for code in range(0x41, 0x17F) if chr(code).isupper())
LETTERS = "".join(chr(code) for code in range(0x41, CODES) if chr(code).isalpha())
BREAKS = "\n\u2029"
WHITE = "".join(chr(code) for code in range(CODES) if chr(code).isspace())


@dataclass(frozen=True, slots=True)
class Signs:
    """Any of ``characters``; with ``then``, only those that one of ``then`` follows at once."""

    characters: str
    then: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """A pattern, the signs of which each of its matches holds one at least, and how far it may reach around them."""

    pattern: re.Pattern[str]
    signs: tuple[Signs, ...]
    before: int = 48
    after: int = 48
    _key: str = field(init=False, repr=False, compare=False, default="")

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The matches in ``text``, in order."""
        if len(text) < SHORT:
            yield from self.pattern.finditer(text)
            return
        for start, end in windows(text, self.signs, self.before, self.after):
            yield from self.pattern.finditer(text, start, end)


def near(pattern: str, *signs: str | Signs, before: int = 48, after: int = 48, flags: int = 0) -> Near:
    """Compile a pattern that matches near these signs alone."""
    made = tuple(sign if isinstance(sign, Signs) else Signs(sign) for sign in signs)
    return Near(re.compile(pattern, flags), made, before, after)


@lru_cache(maxsize=256)
def _table(characters: str) -> NDArray[np.bool_]:
    table = np.zeros(CODES, dtype=np.bool_)
    table[[ord(character) for character in characters]] = True
    return table


@lru_cache(maxsize=1)
def _codes(text: str) -> NDArray[np.intp]:
    # A lone surrogate has no UTF-32: let it pass, it is nobody's sign.
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return np.where(codes < CODES, codes, 0).astype(np.intp)


@lru_cache(maxsize=32)
def _places(text: str, sign: Signs) -> NDArray[np.intp]:
    """Where a sign stands, outside the blocks of data."""
    codes = _codes(text)
    places = np.flatnonzero(_table(sign.characters).take(codes))
    if sign.then:
        places = places[:-1] if len(places) and places[-1] == len(text) - 1 else places
        places = places[_table(sign.then).take(codes[places + 1])]
    spoken = _spoken(text)
    return places if spoken is None else places[spoken[places]]


@lru_cache(maxsize=2)
def _spoken(text: str) -> NDArray[np.bool_] | None:
    """Which characters are outside the blocks of data; None if there is no such block."""
    ends = np.flatnonzero(_table(WHITE)[_codes(text)])
    starts = np.concatenate(([0], ends + 1))
    ends = np.concatenate((ends, [len(text)]))
    blocks = np.flatnonzero(ends - starts > LONGEST)
    if not len(blocks):
        return None
    spoken = np.ones(len(text), dtype=np.bool_)
    for block in blocks:
        spoken[starts[block] : ends[block]] = False
    return spoken


def data_spans(text: str) -> list[tuple[int, int]]:
    """The blocks of over ``LONGEST`` characters without a space, as sorted spans."""
    spoken = _spoken(text) if len(text) > LONGEST else None
    if spoken is None:
        return []
    turns = np.flatnonzero(np.diff(np.concatenate(([True], spoken, [True]))))
    return [(int(start), int(end)) for start, end in zip(turns[::2], turns[1::2], strict=True)]


def windows(text: str, signs: tuple[Signs, ...], before: int, after: int) -> Iterator[tuple[int, int]]:
    """Where to look for signs: sorted spans that do not touch one another."""
    places = _places(text, signs[0])
    if len(signs) > 1:
        found = np.zeros(len(text), dtype=np.bool_)
        for sign in signs:
            found[_places(text, sign)] = True
        places = np.flatnonzero(found)
    if not len(places):
        return
    gaps = np.flatnonzero(np.diff(places) > before + after + 1)
    starts = np.maximum(places[np.concatenate(([0], gaps + 1))] - before, 0)
    ends = np.minimum(places[np.concatenate((gaps, [len(places) - 1]))] + after + 1, len(text))
    yield from zip(starts.tolist(), ends.tolist(), strict=True)
