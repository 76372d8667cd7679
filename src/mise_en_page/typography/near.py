"""Patterns that look only where something may be found: a page of prose is mostly letters that no rule cares about.

A ``Near`` is a compiled pattern with the *signs* without which it cannot match. Which of all the signs a text holds at all
is found in one scan (``signs_of``), as a number with a bit for each sign; a rule none of whose signs is there need not run.
Where a pattern does run, it reads the windows around its signs, found at the speed of one search for a set of characters.
What it finds is what it would find in the whole text, but for one thing: a block of over ``LONGEST`` characters without a
space (data pasted by mistake, a line of dashes) is no French, and no rule looks into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal

#: Characters that may stand without a space before they count as data: more than an article has in all.
LONGEST = 50_000
#: Texts under this many characters are read whole: windows would cost more than they spare.
SHORT = 160
#: Texts over this many characters are taken to hold every sign.
LARGE = 20_000

DIGITS = "0123456789"
BLANKS = " \u00a0\u202f"
CAPITALS = "".join(chr(code) for code in range(0x41, 0x17F) if chr(code).isupper())
BREAKS = "\n\u2029"

#: What may follow a sign beside the characters that are named: a letter (as ``[^\W\d_]`` has it), or all but white space.
Kind = Literal["", "letter", "solid"]
_KINDS: dict[Kind, str] = {"letter": r"[^\W\d_]", "solid": r"\S"}


@dataclass(frozen=True, slots=True)
class Signs:
    """Any of ``characters``; with ``then`` or ``kind``, only those that one of ``then`` or of that kind follows at once."""

    characters: str
    then: str = ""
    kind: Kind = ""

    @property
    def alone(self) -> bool:
        """Does it not matter what follows?"""
        return not self.then and not self.kind

    def followed(self, character: str) -> bool:
        """May this character follow?"""
        return character in self.then or (
            not character.isspace()
            if self.kind == "solid"
            else self.kind == "letter" and character.isalnum() and not character.isdecimal()
        )

    def ahead(self) -> str:
        """What follows it, as a regular expression of no width."""
        if self.alone:
            return ""
        return f"(?={'|'.join(filter(None, (self.then and _any_of(self.then), _KINDS.get(self.kind))))})"


def _any_of(characters: str) -> str:
    return f"[{re.escape(characters)}]"


# --- which signs a text holds ------------------------------------------------------------------------------------------

#: What prose is made of, and no sign but in a few pairs (oe, cf): it is skipped at the speed of a search.
PROSE = "a-zà-ÿ "
_REMARKABLE = re.compile(f"[^{PROSE}]+")
_IS_PROSE = re.compile(f"[{PROSE}]")
#: What stands between two stretches of prose is much the same everywhere (``, ``, ``. L``, ``’``) and looked at but once.
_KEPT, _LONGEST_KEPT = 5_000, 12
#: Every sign of every pattern with its bit; by the characters that it may be; and the letters of prose that are one.
_BITS: dict[Signs, int] = {}
_BY_CHARACTER: dict[str, list[tuple[Signs, int]]] = {}
_IN_PROSE: list[tuple[str, int]] = []
EVERY = -1


def needed(*signs: str | Signs | Near) -> int:
    """The bits of these signs, which are entered if they are new, and of those of these patterns."""
    bits = 0
    for sign in signs:
        bits |= sign.need if isinstance(sign, Near) else _bit(sign if isinstance(sign, Signs) else Signs(sign))
    return bits


def _bit(sign: Signs) -> int:
    if sign not in _BITS:
        bit = _BITS[sign] = 1 << len(_BITS)
        for character in sign.characters:
            _BY_CHARACTER.setdefault(character, []).append((sign, bit))
        follow = [""] if sign.alone or sign.kind else _IS_PROSE.findall(sign.then)
        _IN_PROSE.extend((first + then, bit) for first in _IS_PROSE.findall(sign.characters) for then in follow)
        _signs_of_piece.cache_clear()
        _PAIRS.clear()
    return _BITS[sign]


class _Pairs(dict[tuple[str, str], int]):
    """The bits of a character and of what follows it ("": the end), worked out when they are first asked for."""

    def __missing__(self, pair: tuple[str, str]) -> int:
        first, then = pair
        found = 0
        for sign, bit in _BY_CHARACTER.get(first, ()):
            if sign.alone or (then and sign.followed(then)):
                found |= bit
        if len(self) > _MOST_PAIRS:
            self.clear()
        self[pair] = found
        return found


#: More pairs than any language writes are not kept.
_MOST_PAIRS = 50_000
_PAIRS = _Pairs()


@lru_cache(maxsize=_KEPT)
def _signs_of_piece(text: str) -> int:
    found = _PAIRS[text[-1], ""]
    for pair in pairwise(text):
        found |= _PAIRS[pair]
    return found


def signs_in(pieces: Iterable[str]) -> int:
    """The bits of all the signs in some pieces of text, most of them short."""
    found = 0
    for piece in {*pieces} - {""}:
        found |= _signs_of_piece(piece) if len(piece) <= _LONGEST_KEPT else _signs_of_piece.__wrapped__(piece)
    return found


#: The text that is worked on, and its signs or more: a rule has several patterns, and few of them find anything there.
_known: tuple[str, int] = "", 0


def know(text: str, signs: int) -> None:
    """Remember the signs of a text, for the patterns that are about to look at it."""
    global _known  # noqa: PLW0603 (a memory of one pure value)
    _known = text, signs


def signs_of(text: str) -> int:
    """The bits of all the signs that a text holds; where it begins and where it ends count as ends of a paragraph.

    A large text is taken to hold them all.
    """
    if len(text) > LARGE:
        return EVERY
    text = f"\u2029{text}\u2029"
    found = signs_in(text[max(0, match.start() - 1) : match.end() + 1] for match in _REMARKABLE.finditer(text))
    for letters, bit in _IN_PROSE:
        if not found & bit and letters in text:
            found |= bit
    return found


# --- where they are ----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=128)
def _places(signs: str, text: str) -> list[tuple[int, int]]:
    """Where some signs stand in a text, as spans of signs in a row."""
    return [match.span() for match in re.finditer(signs, text)]


def _any_sign(signs: tuple[Signs, ...]) -> str:
    """A regular expression that begins with a set of characters, which the engine looks for fast."""
    every = _any_of("".join(dict.fromkeys("".join(sign.characters for sign in signs))))
    if all(sign.alone for sign in signs):
        return f"{every}+"
    if len(signs) == 1:
        return f"{every}{signs[0].ahead()}"
    return f"{every}(?:{'|'.join(f'(?<={_any_of(sign.characters)}){sign.ahead()}' for sign in signs)})"


@lru_cache(maxsize=2)
def _spoken(text: str) -> str:
    """The text with nothing in the place of each block of data."""
    for start, end in data_spans(text):
        text = f"{text[:start]}{chr(0) * (end - start)}{text[end:]}"
    return text


def data_spans(text: str) -> list[tuple[int, int]]:
    """The blocks of over ``LONGEST`` characters without a space, as sorted spans."""
    if len(text) <= LONGEST or max(map(len, text.split()), default=0) <= LONGEST:
        return []
    return [match.span() for match in re.finditer(r"\S+", text) if match.end() - match.start() > LONGEST]


class Near:
    """A pattern, the signs of which each of its matches holds one at least, and how far it may reach around them.

    ``need`` has the bits of those signs. The pattern is compiled when it is first looked for: most are seldom needed.
    """

    def __init__(self, source: str, signs: tuple[Signs, ...], before: int, after: int, flags: int) -> None:
        self._source, self._flags = source, flags
        self._before, self._after = before, after
        self.signs = signs
        self.need = needed(*signs)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self._source, self._flags)

    @cached_property
    def _sign(self) -> str:
        return _any_sign(self.signs)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The matches in ``text``, in order."""
        known, signs = _known
        if known is text and not signs & self.need:
            return
        pattern = self.pattern
        if len(text) < SHORT:
            yield from pattern.finditer(text)
            return
        # Windows that would touch one another are one.
        before, after, length = self._before, self._after, len(text)
        begin, reach = -1, 0
        for start, end in _places(self._sign, text if length <= LONGEST else _spoken(text)):
            if start > reach + before and begin >= 0:
                yield from pattern.finditer(text, begin, reach)
                begin = -1
            if begin < 0:
                begin = start - before if start > before else 0
            reach = end + after
        if begin >= 0:
            yield from pattern.finditer(text, begin, min(reach, length))


def near(pattern: str, *signs: str | Signs, before: int = 48, after: int = 48, flags: int = 0) -> Near:
    """Make a pattern that matches near these signs alone."""
    made = tuple(sign if isinstance(sign, Signs) else Signs(sign) for sign in signs)
    return Near(pattern, made, before, after, flags)
