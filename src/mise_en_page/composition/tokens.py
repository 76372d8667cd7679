"""A text cut into words and spaces, each in its strand.

French spaces are classes here, not glyphs: U+202F is half a word space, fixed; U+00A0 a word space, and inside « » four
fifths of one with little stretch; both are fixed between digits. None of them breaks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from mise_en_page.composition.galley import Marks
from mise_en_page.composition.shaping import Shaped
from mise_en_page.composition.strands import Strand, Strands
from mise_en_page.model.issue import LINE_BREAK, Text

NO_BREAK_SPACE: Final = "\u00a0"
NARROW_SPACE: Final = "\u202f"

GUILLEMET_SPACE: Final = 0.8  # of a word space (babel-french: .8 plus .3 minus .8)
GUILLEMET_FLEX: Final = 0.3
NARROW: Final = 0.5  # of a word space

_PARTS: Final = re.compile(r"[ \t\r\f\v]+|[\u00a0\u202f\n]|[^ \t\r\f\v\u00a0\u202f\n]+")
_SPACES: Final = frozenset(" \t\r\f\v\u00a0\u202f\n")
#: Characters without a glyph of their own: HarfBuzz hides them, whatever the face.
UNSHOWN: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f")


#: Letters that make flags in pairs, tones of skin, tags of flags: all of them belong to the sign before.
_FLAGS: Final = ("\U0001f1e6", "\U0001f1ff")
_TONES: Final = ("\U0001f3fb", "\U0001f3ff")
_TAGS: Final = ("\U000e0020", "\U000e007f")

#: The words that a strand knows which does not set its text as it is.
_NOTHING: Final[dict[str, Shaped]] = {}


class Token:
    """A word's glyphs in one strand, or one space: ``characters[start:end]`` of the block.

    ``shown`` is the text that is shaped, of the same length (uppercase, say); of a space, its class. A space has no
    ``shaped``, but a ``width``, a ``flex`` (how much it grows when the line's ratio of spaces grows by one) and a glyph.
    """

    __slots__ = ("end", "flex", "glyph", "shaped", "shown", "start", "strand", "width")

    def __init__(
        self, start: int, end: int, strand: Strand, shown: str, shaped: Shaped | None = None, width: float = 0.0,
        flex: float = 0.0, glyph: int = 0,
    ) -> None:  # fmt: skip
        self.start = start
        self.end = end
        self.strand = strand
        self.shown = shown
        self.shaped = shaped
        self.width = width
        self.flex = flex
        self.glyph = glyph

    def over(self, start: int, end: int) -> Token:
        """The same over other characters."""
        return Token(start, end, self.strand, self.shown, self.shaped, self.width, self.flex, self.glyph)


def tokens_of(text: Text, strands: Strands) -> tuple[list[Token], dict[str, int]]:
    """The tokens of a text, and the signs that no font has, each with its first place."""
    characters = text.characters
    tokens: list[Token] = []
    missing: dict[str, int] = {}
    for start, end, marks in intervals(text):
        chain = strands.chain(marks)
        main = chain[0]
        known = main.shaper.words if main.style.transform == "none" and main.small is None else _NOTHING
        space, space_glyph = main.space, main.space_glyph
        at = start
        for n, chunk in enumerate(characters[start:end].split(" ")):
            if n:
                tokens.append(Token(at, at + 1, main, " ", None, space, space, space_glyph))
                at += 1
            shaped = known.get(chunk)
            if shaped is not None:  # a word without any other space, seen before: nine in ten
                tokens.append(Token(at, at + len(chunk), main, chunk, shaped))
            elif chunk:
                tokens.extend(_parts(characters, at, at + len(chunk), chain, missing))
            at += len(chunk)
    return _collapsed(tokens), missing


def _parts(characters: str, start: int, end: int, chain: tuple[Strand, ...], missing: dict[str, int]) -> Iterator[Token]:
    """The tokens of some characters of one style without plain spaces."""
    main = chain[0]
    for part in _PARTS.finditer(characters, start, end):
        first, last = part.span()
        word = part.group()
        if word[0] in _SPACES:
            yield _space(characters, first, last, main)
            continue
        if main.style.transform == "capitalize":
            word = _capitalized(characters, first, word)
        if main.instead is not None and not main.knows(word):
            yield from _parts(characters, first, last, (main.instead, *chain[1:]), missing)
            continue
        if main.small is not None:
            yield from _small_capitals(first, word, chain, missing)
            continue
        shown = word if main.style.transform == "capitalize" else transformed(word, main.style.transform)
        if main.covers(shown):
            yield Token(first, last, main, shown, main.shape(shown))
        else:
            yield from _fallback(first, shown, chain, missing)


def _capitalized(characters: str, start: int, word: str) -> str:
    """A word with its initials, of which a part under other marks may stand before it (1er, XIXe)."""
    within = start > 0 and (characters[start - 1].isalnum() or characters[start - 1] in "'’")
    return word[0] + transformed(word, "capitalize")[1:] if within else transformed(word, "capitalize")


def _small_capitals(start: int, word: str, chain: tuple[Strand, ...], missing: dict[str, int]) -> Iterator[Token]:
    """A word whose small capitals are simulated: capitals of a smaller size for its small letters (or for all)."""
    main = chain[0]
    assert main.small is not None
    begin = 0
    for n in range(1, len(word) + 1):
        small = main.all_small or word[begin].islower()
        if n < len(word) and (main.all_small or word[n].islower()) == small:
            continue
        piece = word[begin:n]
        strand = main.small if small else main
        shown = transformed(piece, strand.style.transform)
        if strand.covers(shown):
            yield Token(start + begin, start + n, strand, shown, strand.shape(shown))
        else:
            yield from _fallback(start + begin, shown, (strand, *chain[1:]), missing)
        begin = n


def trimmed(tokens: list[Token]) -> list[Token]:
    """Without the spaces before the first word and after the last; nothing where there is no word."""
    start, end = 0, len(tokens)
    while start < end and tokens[start].shaped is None:
        start += 1
    while end > start and tokens[end - 1].shaped is None:
        end -= 1
    return tokens[start:end]


def _collapsed(tokens: list[Token]) -> list[Token]:
    """Plain spaces in a row become one (CSS white-space: normal), and none is left beside a line break."""
    before_is_space = doubled = False
    for token in tokens:
        is_space = token.shaped is None
        doubled = doubled or (is_space and before_is_space)
        before_is_space = is_space
    if not doubled:
        return tokens
    kept: list[Token] = []
    for token in tokens:
        before = kept[-1] if kept and kept[-1].shaped is None else None
        if before and token.shown == " " and before.shown in (" ", LINE_BREAK):
            kept[-1] = before.over(before.start, token.end)
            continue
        if before and token.shown == LINE_BREAK and before.shown == " ":
            kept[-1] = token.over(before.start, token.end)
            continue
        kept.append(token)
    return kept


def intervals(text: Text) -> Iterator[tuple[int, int, Marks]]:
    """The text cut where its marks begin and end: (start, end, marks)."""
    length = len(text.characters)
    if not text.marks:
        yield 0, length, ()
        return
    edges = {0, length}
    for mark in text.marks:
        edges.update((mark.start, mark.end))
    for start, end in pairwise(sorted(edge for edge in edges if 0 <= edge <= length)):
        kinds = {mark.kind for mark in text.marks if mark.start <= start and end <= mark.end}
        yield start, end, tuple(sorted(kinds))


#: The first letter of a word, and of its parts after a hyphen; what follows an apostrophe begins none (UAX 29).
_BEGINNINGS: Final = re.compile(r"(?<![^\W_]['’])(?<![^\W_])[^\W\d_]")


@lru_cache(maxsize=4096)
def transformed(text: str, transform: str) -> str:
    """``text-transform`` character by character, so that offsets stay: a letter that would become two is left."""
    if transform == "none":
        return text
    if transform == "capitalize":
        return _BEGINNINGS.sub(lambda match: transformed(match[0], "uppercase"), text)
    change = str.upper if transform == "uppercase" else str.lower
    return "".join(new if len(new := change(character)) == 1 else character for character in text)


def _fallback(start: int, shown: str, chain: tuple[Strand, ...], missing: dict[str, int]) -> Iterator[Token]:
    """A word that its first face cannot set alone: pieces, each in the first face that has their characters.

    What is one sign to a reader (a letter with its marks, a flag) is set in one face. What no face has is gathered in
    ``missing``, signs in a row together.
    """
    chosen: list[Strand] = []
    lacking = ""
    for begin, end in _signs(shown):
        sign = shown[begin:end]
        seen = "".join([character for character in sign if character not in UNSHOWN])
        found = next((strand for strand in chain if strand.covers(seen)), None) if seen else (chosen or chain)[-1]
        if found is None:
            lacking += sign
        elif lacking:
            missing.setdefault(lacking, start + begin - len(lacking))
            lacking = ""
        chosen += [found or chain[0]] * (end - begin)
    if lacking:
        missing.setdefault(lacking, start + len(shown) - len(lacking))
    begin = 0
    for n in range(1, len(shown) + 1):
        if n == len(shown) or chosen[n] is not chosen[begin]:
            piece, strand = shown[begin:n], chosen[begin]
            # not remembered: the shaper's words are those that its face covers
            yield Token(start + begin, start + n, strand, piece, strand.shaper.shape_anew(piece))
            begin = n


def _signs(text: str) -> list[tuple[int, int]]:
    """Where each sign begins and ends: a base with its marks, selectors and what is joined to it (after UAX #29)."""
    found: list[tuple[int, int]] = []
    begin, flag = 0, False
    for n in range(1, len(text) + 1):
        if n < len(text):
            character = text[n]
            pair = _FLAGS[0] <= character <= _FLAGS[1] and _FLAGS[0] <= text[n - 1] <= _FLAGS[1] and not flag
            flag = pair
            joined = character in UNSHOWN or text[n - 1] == "\u200d" or unicodedata.category(character)[0] == "M"
            if pair or joined or _TONES[0] <= character <= _TONES[1] or _TAGS[0] <= character <= _TAGS[1]:
                continue
        found.append((begin, n))
        begin = n
    return found


def _space(characters: str, start: int, end: int, strand: Strand) -> Token:
    """The token of a space: its class decides its width and what it may give."""
    character = characters[start]
    width = flex = strand.space
    if character == LINE_BREAK:
        return Token(start, end, strand, LINE_BREAK)
    if character not in (NO_BREAK_SPACE, NARROW_SPACE):
        return Token(start, end, strand, " ", None, width, flex, strand.space_glyph)
    before = characters[start - 1] if start else ""
    after = characters[end] if end < len(characters) else ""
    if character == NARROW_SPACE:
        width, flex = NARROW * width, 0.0
    elif before.isdigit() and after.isdigit():
        flex = 0.0
    elif before == "«" or after == "»":
        width, flex = GUILLEMET_SPACE * width, GUILLEMET_FLEX * flex
    return Token(start, end, strand, character, None, width, flex, strand.shaper.glyph(character) or strand.space_glyph)
