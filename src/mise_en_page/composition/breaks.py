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
from mise_en_page.typography.protect import DOMAINS, ENDINGS

#: Says before which characters of a word a hyphen may be set.
Hyphenate = Callable[[str], tuple[int, ...]]

SOFT_HYPHEN: Final = "\u00ad"
HYPHENS: Final = "-\u2010"

HYPHEN_COST: Final = 265.0  # TeX's \hyphenpenalty is 50, with which narrow columns hyphenate every fourth line
SHORT_FRAGMENT: Final = 20.0  # more for two letters before the hyphen, or fewer than four after it
COMPOUND_COST: Final = 265.0  # after a typed hyphen: the line ends in a hyphen all the same
JOINT_COST: Final = 40.0  # at a joint of an address
INNER_JOINT_COST: Final = 120.0  # at a lesser one, such as a dot
SLASH_COST: Final = 120.0  # after the stroke of « hommes/femmes »
CODE_COST: Final = 1000.0  # at the hyphen of a number that is wider than the measure
ANYWHERE_COST: Final = 5000.0  # inside a word that is wider than the measure, where nothing better is left

LONGEST_WORD: Final = 100  # PyHyphen refuses more; no word is so long

_WORD: Final = re.compile(r"\w(?:.*\w)?", re.DOTALL)
_CODE: Final = re.compile(r"[\d/@#_·]|://")  # an address, a name of a file, an inclusive form: never hyphenated
#: Addresses, handles and hashtags, paths and names of files: broken at their joints alone, and never with a hyphen.
_ADDRESS: Final = re.compile(
    r"[(\[«“\"'’]*(?:"
    r"[A-Za-z][A-Za-z0-9+.-]*://|mailto:|www\.\w|[@#]\w|[A-Za-z]:\\|\\\\|(?:~|\.{1,2})?/\w"
    r"|[\w.+-]+@[\w-]|[\w.-]*\w_\w"
    rf"|(?:[\w-]+\.)+(?:(?:{DOMAINS})(?![\w-])|[a-z]{{2,10}}[/?#:]\w)"
    rf"|[\w.-]+\.(?:{ENDINGS})(?!\w))"
)
#: A line may end after these, and before those; each with what it costs.
_AFTER: Final = {"/": JOINT_COST, "@": JOINT_COST, "\\": JOINT_COST}
_BEFORE: Final = {
    **dict.fromkeys("?&#", JOINT_COST), **dict.fromkeys(".=_%+~;,", INNER_JOINT_COST)
}  # fmt: skip
#: Characters that stay on either side of a joint.
LEAST_PIECE: Final = 3
_MARKS: Final = "»”’.,;:!?…)]\"'"
_SLASH: Final = re.compile(r"(?<=[^\W\d_]{3})/(?=[^\W\d_]{3})")


class Break(NamedTuple):
    """A place before ``offset`` of a word. ``flagged``: the line then ends with a hyphen; ``added``: with one of ours."""

    offset: int
    cost: float
    flagged: bool
    added: bool


def word_breaks(word: str, hyphenate: Hyphenate | None, minima: tuple[int, int, int]) -> list[Break]:
    """The places of a word (with the marks that touch it), in order; ``hyphenate`` None: only the author's signs."""
    if _ADDRESS.match(word):
        return _joints(word)
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
    """Every place of a word, dearly: for words wider than the measure.

    A hyphen is added between letters, but not in an address, and a line never ends with one of the address's own: it is
    rather broken before that. A number is rather broken after its own.
    """
    address = _ADDRESS.match(word) is not None
    plain = not address and _CODE.search(word) is None
    found: list[Break] = []
    for offset in range(1, len(word)):
        before, sign = word[offset - 1], word[offset]
        if sign in UNSHOWN or unicodedata.combining(sign) or (address and before in HYPHENS):
            continue
        letters = plain and before.isalpha() and sign.isalpha()
        rather = not plain and (sign if address else before) in HYPHENS
        found.append(Break(offset, CODE_COST if rather else ANYWHERE_COST, letters, letters))
    return found


def _joints(address: str) -> list[Break]:
    """Where an address may be broken: nowhere within a word of it, nor at a hyphen, which nobody could tell from ours."""
    last = len(address.rstrip(_MARKS)) - LEAST_PIECE
    tag = address.lstrip("([«“\"'’")[:1] in ("#", "@")
    found: list[Break] = []
    for offset in range(LEAST_PIECE, last + 1):
        before, sign = address[offset - 1], address[offset]
        if before in _AFTER and sign not in "/\\":
            found.append(Break(offset, _AFTER[before], False, False))
        elif sign in _BEFORE and before not in _BEFORE and before not in "/\\" and address[offset - 3 : offset] != "www":
            found.append(Break(offset, _BEFORE[sign], False, False))
        elif tag and before.islower() and (sign.isupper() or sign.isdigit()):
            found.append(Break(offset, HYPHEN_COST, False, False))
    return found


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
    if "/" in word:
        yield from (Break(match.end(), SLASH_COST, False, False) for match in _SLASH.finditer(word))
    for n in range(1, len(word) - 1):
        sign = word[n]
        if sign not in "-\u2010—–" or not (word[n - 1].isalpha() and word[n + 1].isalpha()):
            continue
        if sign in "—–":
            yield Break(n + 1, COMPOUND_COST, False, False)
        elif n >= 2 and not (word[n - 1] in "tT" and word[n - 2] in HYPHENS):  # « a-t-il » divides before its t
            yield Break(n + 1, COMPOUND_COST, True, False)
