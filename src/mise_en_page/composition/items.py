"""A text as boxes, glue and penalties: where it may break, and what each part can give.

After Knuth and Plass, *Breaking Paragraphs into Lines* (1981) §1–2. Two things differ. A place to break carries two
corrections, ``before`` (of the width of the line that ends there) and ``after`` (of the line that begins there): the
hyphen, the kern that a break undoes, and the marks that hang. And a space that may not break is a glue of infinite cost.

French spaces are classes here, not glyphs: U+202F is half a word space, fixed; U+00A0 a word space, and inside « » four
fifths of one with little stretch; both are fixed between digits. None of them breaks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from mise_en_page.composition.expansion import HANG_LEFT, HANG_RIGHT, Limits
from mise_en_page.composition.fonts import Catalogue, Face
from mise_en_page.composition.galley import Marks, RoleStyle
from mise_en_page.composition.shaping import Features, Shaped, Shaper, shaper
from mise_en_page.composition.style import TextStyle
from mise_en_page.model import LINE_BREAK, Text
from mise_en_page.problem import Problem, Refused

#: Where a word may break: the offsets before which a hyphen may be set.
Hyphenate = Callable[[str], tuple[int, ...]]

INFINITE = float("inf")
FORCED = -INFINITE

NO_BREAK_SPACE, NARROW_SPACE, SOFT_HYPHEN = "\u00a0", "\u202f", "\u00ad"
HYPHENS = "-\u2010"

# Costs of breaking at a place, in the units of badness (100: a line stretched to its limit).
HYPHEN_COST = 45.0  # TeX's \hyphenpenalty is 50
SHORT_FRAGMENT = 30.0  # two letters before the hyphen, or fewer than four after it
COMPOUND_COST = 25.0  # after a typed hyphen: TeX's \exhyphenpenalty is 50, but a compound divides where it should
URL_COST = 40.0  # after a slash
LONE_LETTER_COST = 40.0  # « à », « y » at a line's end (Imprimerie nationale, through impnattypo)
ANYWHERE_COST = 5000.0  # inside a word that is wider than the measure, where nothing better is left

GUILLEMET_SPACE, GUILLEMET_FLEX = 0.8, 0.3  # of a word space (babel-french: .8 plus .3 minus .8)
NARROW = 0.5  # of a word space


class Box(NamedTuple):
    """Glyphs that stay together: ``give`` is what tracking and scaling can add or take, in pt."""

    width: float
    give: float


class Glue(NamedTuple):
    """A space: ``width`` is the natural one; it grows by ``flex`` when the line's ratio of spaces grows by one.

    ``at`` is the character that it begins with, ``next`` the one after it.
    """

    width: float
    flex: float
    cost: float = 0.0
    before: float = 0.0
    after: float = 0.0
    at: int = 0
    next: int = 0


class Penalty(NamedTuple):
    """A place to break inside a word (or FORCED, at its end). ``flagged``: a hyphen ends the line; ``added``: by us.

    ``last_word``: in a paragraph's last word, where no hyphen belongs.
    """

    cost: float
    flagged: bool = False
    before: float = 0.0
    after: float = 0.0
    at: int = 0
    next: int = 0
    added: bool = False
    last_word: bool = False


Item = Box | Glue | Penalty


@dataclass(frozen=True, slots=True)
class Strand:
    """The style and the face of a stretch of text, with what is computed from them. ``space``: the word space in pt."""

    style: TextStyle
    face: Face
    shaper: Shaper
    size: float
    space: float
    spacing: float
    hyphen: str


@dataclass(frozen=True, slots=True)
class Token:
    """A word's glyphs in one strand, or one space: ``characters[start:end]`` of the block.

    ``shown`` is the text that is shaped, of the same length (uppercase, say). A space has no ``shaped``, but a width, a
    flex and a glyph.
    """

    start: int
    end: int
    strand: Strand
    shown: str
    shaped: Shaped | None = None
    width: float = 0.0
    flex: float = 0.0
    glyph: int = 0


@dataclass(frozen=True, slots=True)
class Copy:
    """A text made ready for setting: its tokens in order, and the same as items for the search.

    ``opening`` is how far the text's first mark hangs, in pt.
    """

    tokens: tuple[Token, ...]
    items: tuple[Item, ...]
    opening: float = 0.0


# --- strands ---------------------------------------------------------------------------------------------------------


def features_of(style: TextStyle) -> Features:
    """The style's features; ligatures are off when letters are spaced (CSS Text 3 §8.2)."""
    if style.letter_spacing and not any(tag == "liga" for tag, _ in style.features):
        return (*style.features, ("liga", 0), ("clig", 0))
    return style.features


def make_strand(style: TextStyle, face: Face) -> Strand:
    glyphs = shaper(face, features_of(style))
    space = glyphs.shape(" ").width * style.size + style.word_spacing + style.letter_spacing
    hyphen = "\u2010" if not face.covers("-") and face.covers("\u2010") else "-"
    return Strand(style, face, glyphs, style.size, space, style.letter_spacing, hyphen)


class Strands:
    """The strands of a block: by the marks over a character, and by the first face of the chain that has it."""

    def __init__(self, style: RoleStyle, catalogue: Catalogue) -> None:
        self._style = style
        self._catalogue = catalogue
        self._chains: dict[Marks, tuple[Strand, ...]] = {}
        self.missing_families: dict[tuple[str, ...], None] = {}

    def chain(self, marks: Marks) -> tuple[Strand, ...]:
        """The strands that may set text under some marks, the best first; never empty."""
        if marks not in self._chains:
            text = self._style.text(marks)
            faces = self._catalogue.chain(text.family, text.weight, text.italic)
            if not faces:
                self.missing_families[text.family] = None
                faces = self._catalogue.faces[:1]
            if not faces:
                raise Refused((no_fonts(),))
            self._chains[marks] = tuple(make_strand(text, face) for face in faces)
        return self._chains[marks]


def no_fonts() -> Problem:
    return Problem(
        "no-fonts",
        "error",
        "The publication has no font that can be read.",
        "Put the font files (.otf, .ttf, .woff2) into the folder fonts.",
    )


# --- tokens ----------------------------------------------------------------------------------------------------------

_PARTS = re.compile(r"[ \t\r\f\v]+|[\u00a0\u202f\n]|[^ \t\r\f\v\u00a0\u202f\n]+")
_UNSHOWN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f")


def intervals(text: Text) -> Iterator[tuple[int, int, Marks]]:
    """The text cut where its marks begin and end: (start, end, marks)."""
    edges = {0, len(text.characters)}
    for mark in text.marks:
        edges.update((mark.start, mark.end))
    cuts = sorted(edge for edge in edges if 0 <= edge <= len(text.characters))
    for start, end in zip(cuts, cuts[1:], strict=False):
        kinds = {mark.kind for mark in text.marks if mark.start <= start and end <= mark.end}
        yield start, end, tuple(sorted(kinds))


@lru_cache(maxsize=4096)
def transformed(text: str, transform: str) -> str:
    """``text-transform`` character by character, so that offsets stay: a letter that would become two is left."""
    if transform == "none":
        return text
    change = str.upper if transform == "uppercase" else str.lower
    return "".join(new if len(new := change(character)) == 1 else character for character in text)


def tokens_of(text: Text, strands: Strands) -> tuple[list[Token], dict[str, int]]:
    """The tokens of a text, and the characters that no font has, each with its first place."""
    characters = text.characters
    tokens: list[Token] = []
    missing: dict[str, int] = {}
    for start, end, marks in intervals(text):
        chain = strands.chain(marks)
        main = chain[0]
        known = main.face.characters
        transform = main.style.transform
        for part in _PARTS.finditer(characters, start, end):
            word = part.group()
            first = word[0]
            if first in " \t\r\f\v\u00a0\u202f\n":
                tokens.append(_space(characters, part.start(), part.end(), main))
                continue
            shown = word if transform == "none" else transformed(word, transform)
            if known.issuperset(map(ord, shown)):
                tokens.append(Token(part.start(), part.end(), main, shown, main.shaper.shape(shown)))
            else:
                tokens.extend(_fallback(part.start(), shown, chain, missing))
    return tokens, missing


def _fallback(start: int, shown: str, chain: tuple[Strand, ...], missing: dict[str, int]) -> Iterator[Token]:
    """A word that its first face cannot set alone: pieces, each in the first face that has their characters."""
    faces: list[Strand] = []
    for n, character in enumerate(shown):
        if character in _UNSHOWN:  # HarfBuzz hides it in any face
            faces.append(faces[-1] if faces else chain[0])
            continue
        found = next((strand for strand in chain if strand.face.covers(character)), None)
        if found is None:
            missing.setdefault(character, start + n)
        faces.append(found or chain[0])
    begin = 0
    for n in range(1, len(shown) + 1):
        if n == len(shown) or faces[n] is not faces[begin]:
            piece = shown[begin:n]
            strand = faces[begin]
            yield Token(start + begin, start + n, strand, piece, strand.shaper.shape(piece))
            begin = n


def _space(characters: str, start: int, end: int, strand: Strand) -> Token:
    """The token of a space: its class decides its width and what it may give."""
    character = characters[start]
    width = flex = strand.space
    glyph = strand.shaper.glyph(" ")
    shown = " "
    if character == LINE_BREAK:
        return Token(start, end, strand, LINE_BREAK)
    if character in (NO_BREAK_SPACE, NARROW_SPACE):
        shown = character
        glyph = strand.shaper.glyph(character) or glyph
        before = characters[start - 1] if start else ""
        after = characters[end] if end < len(characters) else ""
        if character == NARROW_SPACE:
            width, flex = NARROW * strand.space, 0.0
        elif before.isdigit() and after.isdigit():
            flex = 0.0
        elif before == "«" or after == "»":
            width, flex = GUILLEMET_SPACE * strand.space, GUILLEMET_FLEX * strand.space
    return Token(start, end, strand, shown, None, width, flex, glyph)


# --- items -----------------------------------------------------------------------------------------------------------

_LETTERS = re.compile(r"\w(?:.*\w)?", re.DOTALL)
_OPENING_MARKS = frozenset("«“‘‹„([{")
_CLOSING_MARKS = frozenset("»”›)]}!?;:,.…")
_SENTENCE_END = frozenset(".!?…:")
_URL = re.compile(r"://|^www\.|\w\.\w+/", re.IGNORECASE)
_LONGEST_WORD = 100  # PyHyphen refuses more; no word is so long


@lru_cache(maxsize=65536)
def _offsets(hyphenate: Hyphenate, word: str, minima: tuple[int, int, int]) -> tuple[int, ...]:
    letters, before, after = minima
    if len(word) < letters or len(word) > _LONGEST_WORD:
        return ()
    return tuple(offset for offset in hyphenate(word) if before <= offset <= len(word) - after)


def hyphenation(
    shown: str, characters: str, start: int, hyphenate: Hyphenate, minima: tuple[int, int, int]
) -> tuple[int, ...]:
    """Where a token may be hyphenated. A capitalised word may only at the start of a sentence: elsewhere it is a name."""
    if len(shown) < minima[0]:
        return ()
    found = _LETTERS.search(shown)
    if found is None:
        return ()
    lead, word = found.start(), found.group()
    if word[0].isupper():
        so_far = characters[max(0, start + lead - 8) : start + lead].rstrip(" \u00a0\u202f«“(—–")[-1:]
        if so_far and so_far not in _SENTENCE_END:
            return ()
    return tuple(lead + offset for offset in _offsets(hyphenate, word, minima))


def _typed_breaks(shown: str) -> Iterator[tuple[int, float, bool]]:
    """Breaks that the author's own signs allow: (offset, cost, whether a hyphen then ends the line)."""
    url = "/" in shown and _URL.search(shown) is not None
    for n in range(1, len(shown) - 1):
        sign, before, after = shown[n], shown[n - 1], shown[n + 1]
        if url:
            if sign == "/" and after != "/":
                yield n + 1, URL_COST, False
        elif sign in HYPHENS and before.isalpha() and after.isalpha():
            euphonic = shown[n - 2 : n].lower() in ("-t", "\u2010t")  # « a-t-il » divides before the t
            if not euphonic and n >= 2:
                yield n + 1, COMPOUND_COST, True
        elif sign in "—–" and before.isalpha() and after.isalpha():
            yield n + 1, COMPOUND_COST, False


def items_of(
    tokens: list[Token], characters: str, limits: Limits, hyphenate: Hyphenate | None,
    minima: tuple[int, int, int], anywhere: bool = False,
) -> list[Item]:  # fmt: skip
    """The items of a text's tokens, ending in a forced break. ``anywhere``: words may break at any letter, dearly."""
    items: list[Item] = []
    last_word = max((n for n, token in enumerate(tokens) if token.shaped is not None), default=-1)
    while last_word > 0 and tokens[last_word - 1].end == tokens[last_word].start and tokens[last_word - 1].shaped:
        last_word -= 1  # a last word of several strands
    dialogue = True  # nothing but an opening dash so far
    for n, token in enumerate(tokens):
        strand = token.strand
        shaped = token.shaped
        if shaped is None:
            if token.shown == LINE_BREAK:
                hang = _hang_right(tokens, n, limits.hang)
                items.append(Penalty(FORCED, False, -hang, -_hang_left(tokens, n, limits.hang), token.start, token.end))
                dialogue = True
                continue
            cost = INFINITE
            before = after = 0.0
            if token.shown == " ":
                cost = _space_cost(characters, token.start, token.end, dialogue)
                before, after = -_hang_right(tokens, n, limits.hang), -_hang_left(tokens, n, limits.hang)
            elif anywhere:
                cost = ANYWHERE_COST
            items.append(Glue(token.width, token.flex, cost, before, after, token.start, token.end))
            continue
        if dialogue and token.shown not in ("—", "–", "-"):
            dialogue = False
        breaks = _word_breaks(token, characters, hyphenate, minima, n >= last_word, anywhere, strand)
        items.extend(_word_items(token, breaks, limits))
    end = len(characters)
    items.append(Penalty(FORCED, False, -_hang_right(tokens, len(tokens), limits.hang), 0.0, end, end))
    return items


def _space_cost(characters: str, start: int, end: int, dialogue: bool) -> float:
    """What it costs to break at a plain space."""
    if not start or end >= len(characters) or dialogue:
        return INFINITE
    before, after = characters[start - 1], characters[end]
    if before in _OPENING_MARKS or after in _CLOSING_MARKS:
        return INFINITE
    if before.isalpha() and (start == 1 or characters[start - 2] in " \u00a0\u202f\n"):
        return LONE_LETTER_COST
    return 0.0


def _hang_right(tokens: list[Token], n: int, share: float) -> float:
    """How far the mark before token ``n`` hangs when a line ends there, in pt."""
    if not share or not n or not (shaped := tokens[n - 1].shaped) or not shaped.glyphs:
        return 0.0
    part = HANG_RIGHT.get(tokens[n - 1].shown[-1])
    return part * share * shaped.advances[-1] * tokens[n - 1].strand.size if part else 0.0


def _hang_left(tokens: list[Token], n: int, share: float) -> float:
    """How far the mark after token ``n`` hangs when a line begins there, in pt."""
    if not share or n + 1 >= len(tokens) or not (shaped := tokens[n + 1].shaped) or not shaped.glyphs:
        return 0.0
    part = HANG_LEFT.get(tokens[n + 1].shown[0])
    return part * share * shaped.advances[0] * tokens[n + 1].strand.size if part else 0.0


def opening_hang(tokens: list[Token], share: float) -> float:
    """How far the first mark of a text hangs, in pt."""
    return _hang_left(tokens, -1, share)


class _Break(NamedTuple):
    offset: int
    cost: float
    flagged: bool
    added: bool
    last_word: bool


def _word_breaks(
    token: Token, characters: str, hyphenate: Hyphenate | None, minima: tuple[int, int, int], last: bool,
    anywhere: bool, strand: Strand,
) -> list[_Break]:  # fmt: skip
    shown = token.shown
    found: dict[int, _Break] = {}
    if hyphenate is not None:
        word = characters[token.start : token.end]
        for offset in hyphenation(word, characters, token.start, hyphenate, minima):
            if shown[offset - 1] in HYPHENS or shown[offset] in HYPHENS:
                continue
            letters_after = len(shown) - offset
            cost = HYPHEN_COST + (SHORT_FRAGMENT if offset <= 2 or letters_after <= 3 else 0.0)
            found[offset] = _Break(offset, cost, True, True, last)
    if SOFT_HYPHEN in shown:
        for offset, character in enumerate(shown):
            if character == SOFT_HYPHEN and 0 < offset < len(shown) - 1:
                found[offset + 1] = _Break(offset + 1, HYPHEN_COST, True, True, last)
    if len(shown) > 2:
        for offset, cost, flagged in _typed_breaks(shown):
            found[offset] = _Break(offset, cost, flagged, False, False)
    if anywhere:
        for offset in range(1, len(shown)):
            if offset not in found and shown[offset] not in _UNSHOWN and not _combining(shown[offset]):
                letters = shown[offset - 1].isalpha() and shown[offset].isalpha()
                found[offset] = _Break(offset, ANYWHERE_COST, letters, letters, False)
    return [found[offset] for offset in sorted(found)]


def _combining(character: str) -> bool:
    return "\u0300" <= character <= "\u036f"


def _word_items(token: Token, breaks: list[_Break], limits: Limits) -> Iterator[Item]:
    shaped, strand = token.shaped, token.strand
    assert shaped is not None
    size, spacing = strand.size, strand.spacing
    whole = shaped.width * size
    letters = (shaped.tracked + 1) * spacing if spacing else 0.0
    tracked = limits.tracking * size * shaped.tracked
    if not breaks:
        yield Box(whole + letters, whole * limits.scaling + tracked)
        return
    done = 0.0
    done_letters = 0
    length = len(token.shown)
    for place in breaks:
        offset = place.offset
        so_far = shaped.width_before(offset)
        head, tail = _parts(token, place, so_far)
        width = so_far * size if so_far is not None else head - _hyphen_width(strand) * place.added
        piece = width - done
        yield Box(
            piece + (offset - done_letters) * spacing, piece * limits.scaling + tracked * (offset - done_letters) / length
        )
        before = head - width + (spacing if place.added else 0.0)
        after = tail - (whole - width)
        if limits.hang:
            mark = strand.hyphen if place.added else token.shown[offset - 1]
            before -= HANG_RIGHT.get(mark, 0.0) * limits.hang * (strand.shaper.shape(mark).width * size)
        yield Penalty(
            place.cost,
            place.flagged,
            before,
            after,
            token.start + offset,
            token.start + offset,
            place.added,
            place.last_word,
        )
        done, done_letters = width, offset
    piece = whole - done
    yield Box(
        piece + (length - done_letters) * spacing, piece * limits.scaling + tracked * (length - done_letters) / length
    )


def _hyphen_width(strand: Strand) -> float:
    return strand.shaper.shape(strand.hyphen).width * strand.size


def _parts(token: Token, place: _Break, so_far: float | None) -> tuple[float, float]:
    """The widths of a word's two parts when it is broken, the hyphen with the first, in pt."""
    shaper_, size = token.strand.shaper, token.strand.size
    shaped = token.shaped
    assert shaped is not None
    if so_far is not None:
        hyphen = _hyphen_width(token.strand) if place.added else 0.0
        return so_far * size + hyphen, (shaped.width - so_far) * size
    head = token.shown[: place.offset] + (token.strand.hyphen if place.added else "")
    return shaper_.shape(head).width * size, shaper_.shape(token.shown[place.offset :]).width * size
