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
from functools import lru_cache
from itertools import pairwise
from typing import Literal

#: Characters that may stand without a space before they count as data: more than an article has in all.
LONGEST = 50_000
#: Texts under this many characters are read whole: windows would cost more than they spare.
SHORT = 160
#: In texts over this many characters the signs are found with numpy.
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


class _Bits:
    """Every sign of every pattern with its bit, and which bits characters stand for."""

    def __init__(self) -> None:
        self.signs: dict[Signs, int] = {}
        self._forget()

    def _forget(self) -> None:
        self._first: dict[str, tuple[int, int]] = {}
        self._then: dict[str, int] = {}
        self._pieces: dict[str, int] = {}
        self.prose: list[tuple[str, int]] = []

    def of(self, sign: Signs) -> int:
        """The bit of a sign, which is entered if it is new."""
        if sign not in self.signs:
            bit = self.signs[sign] = 1 << len(self.signs)
            known = self.prose
            self._forget()
            letters = [c for c in sign.characters if _IS_PROSE.match(c)]
            if sign.alone:
                pairs = letters
            else:
                follow = [c for c in sign.then if _IS_PROSE.match(c)] if not sign.kind else ["" for _ in letters[:1]]
                pairs = [first + then for first in letters for then in follow]
            self.prose = [*known, *((pair, bit) for pair in pairs)]
        return self.signs[sign]

    def piece(self, text: str) -> int:
        """The signs in a few characters that stand together."""
        found = self._pieces.get(text)
        if found is None:
            found = 0
            pairs = set(pairwise(text)) | {(text[-1], "")}
            for first, then in pairs:
                if first not in self._first:
                    holding = [(sign, bit) for sign, bit in self.signs.items() if first in sign.characters]
                    self._first[first] = (
                        sum(bit for sign, bit in holding if sign.alone),
                        sum(bit for sign, bit in holding if not sign.alone),
                    )
                alone, followed = self._first[first]
                found |= alone
                if followed and then:
                    if then not in self._then:
                        self._then[then] = sum(bit for sign, bit in self.signs.items() if sign.followed(then))
                    found |= followed & self._then[then]
            if len(text) <= _LONGEST_KEPT:
                if len(self._pieces) >= _KEPT:
                    self._pieces.clear()
                self._pieces[text] = found
        return found


_BITS = _Bits()
_ENDS = "\u2029"
EVERY = -1


def signs_in(pieces: Iterable[str]) -> int:
    """The bits of all the signs in some pieces of text, most of them short."""
    found = 0
    for piece in set(pieces):
        if piece:
            found |= _BITS.piece(piece)
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
    text = f"{_ENDS}{text}{_ENDS}"
    found = signs_in(text[max(0, match.start() - 1) : match.end() + 1] for match in _REMARKABLE.finditer(text))
    for pair, bit in _BITS.prose:
        if not found & bit and pair in text:
            found |= bit
    return found


# --- where they are ----------------------------------------------------------------------------------------------------


class _Places:
    """Where some signs stand in a text, as spans of signs in a row. What was found last is kept."""

    __slots__ = ("_last", "_pattern", "_signs")

    def __init__(self, signs: tuple[Signs, ...]) -> None:
        self._signs = signs
        self._pattern: re.Pattern[str] | None = None
        self._last: tuple[str, list[tuple[int, int]]] = "", []

    def of(self, text: str) -> list[tuple[int, int]]:
        last, spans = self._last
        if last is not text:
            if self._pattern is None:
                self._pattern = re.compile(_any_sign(self._signs))
            spans = [match.span() for match in self._pattern.finditer(text)]
            self._last = text, spans
        return spans


def _any_sign(signs: tuple[Signs, ...]) -> str:
    """A regular expression that begins with a set of characters, which the engine looks for fast."""
    every = _any_of("".join(dict.fromkeys("".join(sign.characters for sign in signs))))
    if all(sign.alone for sign in signs):
        return f"{every}+"
    if len(signs) == 1:
        return f"{every}{signs[0].ahead()}"
    return f"{every}(?:{'|'.join(f'(?<={_any_of(sign.characters)}){sign.ahead()}' for sign in signs)})"


@lru_cache(maxsize=256)
def _places(signs: tuple[Signs, ...]) -> _Places:
    return _Places(signs)


def _spoken(text: str) -> str:
    """The text with nothing in the place of each block of data."""
    if len(text) > LONGEST:
        for start, end in data_spans(text):
            text = f"{text[:start]}{chr(0) * (end - start)}{text[end:]}"
    return text


def data_spans(text: str) -> list[tuple[int, int]]:
    """The blocks of over ``LONGEST`` characters without a space, as sorted spans."""
    return [*_data(text)] if len(text) > LONGEST else []


@lru_cache(maxsize=2)
def _data(text: str) -> tuple[tuple[int, int], ...]:
    if max(map(len, text.split()), default=0) <= LONGEST:
        return ()
    return tuple(match.span() for match in re.finditer(r"\S+", text) if match.end() - match.start() > LONGEST)


class Near:
    """A pattern, the signs of which each of its matches holds one at least, and how far it may reach around them.

    ``need`` has the bits of those signs. The pattern is compiled when it is first looked for: most are seldom needed.
    """

    __slots__ = ("_after", "_before", "_compiled", "_flags", "_places", "_source", "need", "signs")

    def __init__(self, source: str, signs: tuple[Signs, ...], before: int, after: int, flags: int) -> None:
        self._source, self._flags = source, flags
        self._compiled: re.Pattern[str] | None = None
        self._before, self._after = before, after
        self._places = _places(signs)
        self.signs = signs
        self.need = needed(*signs)

    @property
    def pattern(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self._source, self._flags)
        return self._compiled

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The matches in ``text``, in order."""
        known, signs = _known
        if known is text and not signs & self.need:
            return
        pattern = self.pattern
        if len(text) < SHORT:
            yield from pattern.finditer(text)
            return
        for start, end in self._windows(text):
            yield from pattern.finditer(text, start, end)

    def _windows(self, text: str) -> Iterator[tuple[int, int]]:
        """Where to look: sorted spans that do not touch one another."""
        before, after, length = self._before, self._after, len(text)
        if length > LARGE:
            from mise_en_page.typography.large import windows  # noqa: PLC0415 (numpy, which few texts need)

            yield from windows(_spoken(text), self.signs, before, after)
            return
        begin, reach = -1, 0
        for start, end in self._places.of(text):
            if start > reach + before or begin < 0:
                if begin >= 0:
                    yield begin, min(reach, length)
                begin = max(0, start - before)
            reach = end + after
        if begin >= 0:
            yield begin, min(reach, length)


def near(pattern: str, *signs: str | Signs, before: int = 48, after: int = 48, flags: int = 0) -> Near:
    """Make a pattern that matches near these signs alone."""
    made = tuple(sign if isinstance(sign, Signs) else Signs(sign) for sign in signs)
    return Near(pattern, made, before, after, flags)


def needed(*signs: str | Signs | Near) -> int:
    """The bits of these signs, and of those of these patterns."""
    bits = 0
    for sign in signs:
        if isinstance(sign, Near):
            bits |= sign.need
        else:
            bits |= _BITS.of(sign if isinstance(sign, Signs) else Signs(sign))
    return bits
