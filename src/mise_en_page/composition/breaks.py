"""Where a word may break, and what each place costs: hyphens that we add, and the author's own signs.

Costs are in the units of badness (100: a word space stretched to the style's limit).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from mise_en_page.composition.tokens import UNSHOWN

#: Says before which characters of a word a hyphen may be set.
Hyphenate = Callable[[str], tuple[int, ...]]

SOFT_HYPHEN: Final = "\u00ad"
HYPHENS: Final = "-\u2010"

HYPHEN_COST: Final = 265.0  # TeX's \hyphenpenalty is 50, with which narrow columns hyphenate every fourth line
SHORT_FRAGMENT: Final = 20.0  # more for two letters before the hyphen, or fewer than four after it
COMPOUND_COST: Final = 265.0  # after a typed hyphen: the line ends in a hyphen all the same
URL_COST: Final = 40.0  # after a slash
ANYWHERE_COST: Final = 5000.0  # inside a word that is wider than the measure, where nothing better is left

LONGEST_WORD: Final = 100  # PyHyphen refuses more; no word is so long

_WORD: Final = re.compile(r"\w(?:.*\w)?", re.DOTALL)
_CODE: Final = re.compile(r"[\d/@#_·]|://")  # an address, a name of a file, an inclusive form: never hyphenated
_URL: Final = re.compile(r"://|^www\.|\w\.\w+/", re.IGNORECASE)


class Break(NamedTuple):
    """A place before ``offset`` of a word. ``flagged``: the line then ends with a hyphen; ``added``: with one of ours."""

    offset: int
    cost: float
    flagged: bool
    added: bool


def word_breaks(word: str, hyphenate: Hyphenate | None, minima: tuple[int, int, int]) -> list[Break]:
    """The places of a word (with the marks that touch it), in order; ``hyphenate`` None: only the author's signs."""
    found: dict[int, Break] = {}
    length = len(word)
    if hyphenate is not None and length >= minima[0] and not _CODE.search(word):
        for offset in _hyphenation(word, hyphenate, minima):
            if word[offset - 1] not in HYPHENS and word[offset] not in HYPHENS:
                short = offset <= 2 or _letters_after(word, offset) < 4
                found[offset] = Break(offset, HYPHEN_COST + (SHORT_FRAGMENT if short else 0.0), True, True)
    if SOFT_HYPHEN in word:
        for offset in range(2, length):
            if word[offset - 1] == SOFT_HYPHEN:
                found[offset] = Break(offset, HYPHEN_COST, True, True)
    if length > 2:
        for place in _typed(word):
            found[place.offset] = place
    return [found[offset] for offset in sorted(found)]


def anywhere(word: str) -> list[Break]:
    """Every place of a word, dearly: for words wider than the measure. A hyphen is added between
    letters, but not in an address.
    """
    plain = _CODE.search(word) is None
    return [
        Break(offset, ANYWHERE_COST, letters, letters)
        for offset in range(1, len(word))
        if word[offset] not in UNSHOWN and not unicodedata.combining(word[offset])
        for letters in (plain and word[offset - 1].isalpha() and word[offset].isalpha(),)
    ]


def _letters_after(word: str, offset: int) -> int:
    rest = word[offset:].rstrip("»”’.,;:!?…)]")
    return len(rest)


def _hyphenation(word: str, hyphenate: Hyphenate, minima: tuple[int, int, int]) -> Iterator[int]:
    found = _WORD.search(word)
    if found is not None:
        for offset in _offsets(hyphenate, found.group(), minima):
            yield found.start() + offset


@lru_cache(maxsize=65536)
def _offsets(hyphenate: Hyphenate, word: str, minima: tuple[int, int, int]) -> tuple[int, ...]:
    """The offsets within the minima. A capital that comes here begins a sentence: the word is asked for without it, since
    a capital is a name's for whoever sees the word alone.
    """
    letters, before, after = minima
    if not letters <= len(word) <= LONGEST_WORD:
        return ()
    small = word[0].lower() + word[1:]
    asked = small if len(small) == len(word) and small.islower() else word
    return tuple(offset for offset in hyphenate(asked) if before <= offset <= len(word) - after)


def _typed(word: str) -> Iterator[Break]:
    """Breaks that the author's own signs allow."""
    if "/" in word and _URL.search(word):
        for n in range(1, len(word) - 1):
            if word[n] == "/" and word[n + 1] != "/":
                yield Break(n + 1, URL_COST, False, False)
        return
    for n in range(1, len(word) - 1):
        sign = word[n]
        if sign not in "-\u2010—–" or not (word[n - 1].isalpha() and word[n + 1].isalpha()):
            continue
        if sign in "—–":
            yield Break(n + 1, COMPOUND_COST, False, False)
        elif n >= 2 and not (word[n - 1] in "tT" and word[n - 2] in HYPHENS):  # « a-t-il » divides before its t
            yield Break(n + 1, COMPOUND_COST, True, False)
