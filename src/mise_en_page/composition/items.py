"""A text as boxes, glue and penalties: where it may break, and what each part can give.

After Knuth and Plass, *Breaking Paragraphs into Lines* (1981) §1–2. Two things differ. A place to break carries two
corrections, ``before`` (of the width of the line that ends there) and ``after`` (of the line that begins there): the
hyphen, the ligature that a break undoes, and the marks that hang. And a space that may not break is a glue of infinite
cost.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import Final, NamedTuple

from mise_en_page.composition.breaks import ANYWHERE_COST, Break, Hyphenate, anywhere, word_breaks
from mise_en_page.composition.expansion import HANG_LEFT, HANG_RIGHT, Limits
from mise_en_page.composition.sense import cost as sense_cost
from mise_en_page.composition.shaping import Shaped
from mise_en_page.composition.strands import Strand
from mise_en_page.composition.tokens import Token
from mise_en_page.model.issue import LINE_BREAK

INFINITE: Final = float("inf")
FORCED: Final = -INFINITE

LONE_LETTER_COST: Final = 40.0  # « à », « y » at a line's end (Imprimerie nationale, through impnattypo)
REMEMBERED: Final = 60_000  # words

_OPENING_MARKS: Final = frozenset("«“‘‹„([{")
_CLOSING_MARKS: Final = frozenset("»”›)]}!?;:,.…")
_SENTENCE_END: Final = frozenset(".!?…:")
_DASHES: Final = frozenset("—–-")


class Box:
    """Glyphs that stay together: ``give`` is what tracking and scaling can add or take, in pt."""

    __slots__ = ("give", "width")

    def __init__(self, width: float, give: float) -> None:
        self.width = width
        self.give = give


class Glue:
    """A space: ``width`` is the natural one; it grows by ``flex`` when the line's ratio of spaces grows by one."""

    __slots__ = ("after", "before", "cost", "flex", "width")

    def __init__(self, width: float, flex: float, cost: float = 0.0, before: float = 0.0, after: float = 0.0) -> None:
        self.width = width
        self.flex = flex
        self.cost = cost
        self.before = before
        self.after = after


class Penalty:
    """A place to break inside a word, ``offset`` characters after its beginning; or FORCED, after a text's end.

    ``flagged``: a hyphen ends the line; ``added``: one of ours.
    """

    __slots__ = ("added", "after", "before", "cost", "flagged", "offset")

    def __init__(
        self,
        cost: float,
        flagged: bool = False,
        before: float = 0.0,
        after: float = 0.0,
        offset: int = 0,
        added: bool = False,
    ) -> None:
        self.cost = cost
        self.flagged = flagged
        self.before = before
        self.after = after
        self.offset = offset
        self.added = added


Item = Box | Glue | Penalty


def barred(item: Glue | Penalty) -> Item:
    """The same place, where no line may end."""
    if isinstance(item, Glue):
        return Glue(item.width, item.flex, INFINITE, item.before, item.after)
    return Penalty(INFINITE, item.flagged, item.before, item.after, item.offset, item.added)


class Copy:
    """A text made ready for setting: its tokens in order, and the same as items for the search, which end in a forced
    break.

    ``begins[i]`` is the index of token *i*'s first item; ``last_word`` that of the paragraph's last word, where no
    hyphen belongs. ``opening`` is how far the text's first mark hangs, in pt. ``torn`` and ``divide_names``: as made.
    """

    __slots__ = ("begins", "divide_names", "items", "last_word", "opening", "tokens", "torn")

    def __init__(
        self, tokens: list[Token], items: list[Item], begins: list[int], last_word: int, opening: float, manner: Manner
    ) -> None:
        self.torn = manner.torn
        self.divide_names = manner.divide_names
        self.tokens = tokens
        self.items = items
        self.begins = begins
        self.last_word = last_word
        self.opening = opening

    def place(self, index: int) -> tuple[int, int]:
        """Of a break at an item: the character at which its line ends, and the one with which the next begins."""
        item = self.items[index]
        token = self.tokens[bisect_right(self.begins, index) - 1]
        if isinstance(item, Glue) or token.shaped is None:
            return token.start, token.end
        if isinstance(item, Penalty) and item.cost > FORCED:
            return token.start + item.offset, token.start + item.offset
        return token.end, token.end


class Word:
    """A word's items, and how far its first and last marks hang, in pt."""

    __slots__ = ("hang_left", "hang_right", "items")

    def __init__(self, items: list[Item], hang_left: float, hang_right: float) -> None:
        self.items = items
        self.hang_left = hang_left
        self.hang_right = hang_right


class Case:
    """The words of one strand under one style's limits and hyphenation, made once (French: casse)."""

    def __init__(self, strand: Strand, limits: Limits, hyphenate: Hyphenate | None, minima: tuple[int, int, int]) -> None:
        self._strand = strand
        self._limits = limits
        self._hyphenate = hyphenate
        self._minima = minima
        #: the words made so far, and the names
        self.words: dict[str, Word] = {}
        self.names: dict[str, Word] = {}

    def word(self, shown: str, shaped: Shaped, name: bool) -> Word:
        """A word's items; a ``name`` is not hyphenated."""
        words = self.names if name else self.words
        word = words.get(shown)
        if word is None:
            if len(words) >= REMEMBERED:
                words.clear()
            places = word_breaks(shown, None if name else self._hyphenate, self._minima)
            word = words[shown] = self.made(shown, shaped, places)
        return word

    def made(self, shown: str, shaped: Shaped, places: list[Break]) -> Word:
        """A word's items with some places to break."""
        share, size = self._limits.hang, self._strand.size
        if not shaped.glyphs:
            return Word([], 0.0, 0.0)
        left = HANG_LEFT.get(shown[0], 0.0) * shaped.advances[0] * size * share
        right = HANG_RIGHT.get(shown[-1], 0.0) * shaped.advances[-1] * size * share
        return Word(self._items(shown, shaped, places), left, right)

    def _items(self, shown: str, shaped: Shaped, places: list[Break]) -> list[Item]:
        """Boxes with penalties between them. Each box has its share of the whole word's width, as if nothing broke."""
        strand, limits = self._strand, self._limits
        size, spacing = strand.size, strand.spacing
        whole = shaped.width * size
        give = whole * limits.scaling + limits.tracking * size * shaped.tracked
        total = whole + (shaped.tracked + 1) * spacing
        # The pieces of an address may fill a line alone, with no space to make up for what letters were thought to give.
        sure = bool(places) and not any(place.flagged for place in places)

        def _sure(width: float, begin: int, end: int) -> float:
            inside = [gap for gap, at in zip(shaped.gaps, shaped.clusters, strict=True) if begin <= at < end]
            return width * limits.scaling + limits.tracking * size * max(0, sum(inside) - 1)

        items: list[Item] = []
        done, begin = 0.0, 0
        widths = shaped.widths() if places else {}
        for place in places:
            hyphen = strand.hyphen if place.added else ""
            so_far = widths.get(place.offset)
            if so_far is None:  # a ligature that the break undoes
                head = strand.shape(shown[: place.offset]).width * size
                after = strand.shape(shown[place.offset :]).width * size - (whole - head)
            else:
                head, after = so_far * size, 0.0
            part = head / whole if whole else 0.0
            width = part * total - done
            items.append(Box(width, _sure(width, begin, place.offset) if sure else give * width / total if total else 0.0))
            begin = place.offset
            done = part * total
            before = strand.hyphen_width + spacing if place.added else 0.0
            sign = hyphen or shown[place.offset - 1]
            if limits.hang and sign in HANG_RIGHT:
                before -= HANG_RIGHT[sign] * limits.hang * strand.shape(sign).width * size
            items.append(Penalty(place.cost, place.flagged, before, after, place.offset, place.added))
        width = total - done
        items.append(Box(width, _sure(width, begin, len(shown)) if sure else give * width / total if total else 0.0))
        return items


@lru_cache(maxsize=512)
def case_of(strand: Strand, limits: Limits, hyphenate: Hyphenate | None, minima: tuple[int, int, int]) -> Case:
    """The one case of a strand and some settings."""
    return Case(strand, limits, hyphenate, minima)


class Manner(NamedTuple):
    """How a text is made into items. ``sense``: what to end a line against the sense costs, as a share of
    ``sense.PLACES`` (0: nothing); ``torn``: the tokens that may break anywhere, because what they belong to is wider than
    the measure; ``divide_names``: a capital is no hindrance, for a name that is divided is less bad than a line full of
    holes.
    """

    limits: Limits
    hyphenate: Hyphenate | None
    minima: tuple[int, int, int]
    sense: float = 0.0
    torn: frozenset[int] = frozenset()
    divide_names: bool = False


def copy_of(tokens: list[Token], characters: str, manner: Manner) -> Copy:
    """A text's tokens as items. ``characters`` is the whole text of the block."""
    words = _words(tokens, characters, manner)
    words.append(None)
    sense = manner.sense
    items: list[Item] = []
    begins: list[int] = []
    dialogue = True  # nothing but an opening dash so far
    hang = 0.0  # of the word before
    for n, token in enumerate(tokens):
        begins.append(len(items))
        word = words[n]
        if word is not None:
            items += word.items
            hang = word.hang_right
            if dialogue and token.shown not in _DASHES:
                dialogue = False
            continue
        shown = token.shown
        following = words[n + 1]
        left = following.hang_left if following is not None else 0.0
        if shown == " ":
            cost = INFINITE if dialogue else _space_cost(characters, token.start, token.end, sense)
            items.append(Glue(token.width, token.flex, cost, -hang, -left))
        elif shown == LINE_BREAK:
            items.append(Penalty(FORCED, False, -hang, -left))
            dialogue = True
        else:
            items.append(Glue(token.width, token.flex, ANYWHERE_COST if n in manner.torn else INFINITE))
        hang = 0.0
    items.append(Penalty(FORCED, False, -hang))
    first = words[0]
    opening = first.hang_left if first is not None else 0.0
    return Copy(tokens, items, begins, begins[_last_word(tokens)] if begins else 0, opening, manner)


def _words(tokens: list[Token], characters: str, manner: Manner) -> list[Word | None]:
    """The items of each token that is a word."""
    case: Case | None = None
    strand: Strand | None = None
    divide_names, torn = manner.divide_names, manner.torn
    words: list[Word | None] = []
    for n, token in enumerate(tokens):
        shaped, shown = token.shaped, token.shown
        if shaped is None:
            words.append(None)
            continue
        if case is None or token.strand is not strand:
            strand = token.strand
            case = case_of(strand, manner.limits, manner.hyphenate, manner.minima)
        if torn and n in torn:
            known = {place.offset: place for place in anywhere(shown)}
            known.update((place.offset, place) for place in word_breaks(shown, manner.hyphenate, manner.minima))
            words.append(case.made(shown, shaped, [known[offset] for offset in sorted(known)]))
        else:
            words.append(case.word(shown, shaped, not divide_names and _is_name(characters, token.start)))
    return words


def too_wide(copy: Copy, measure: float) -> frozenset[int]:
    """The tokens of every stretch without a place to break that is wider than a measure in pt."""
    found: set[int] = set()
    stretch: list[int] = []
    width = 0.0
    for n, item in enumerate(copy.items):
        if isinstance(item, Box) or item.cost == INFINITE:
            stretch.append(n)
            width += item.width if not isinstance(item, Penalty) else 0.0
            continue
        if width + item.before > measure:
            found.update(bisect_right(copy.begins, index) - 1 for index in stretch)
        stretch = []
        width = item.after if isinstance(item, Penalty) else 0.0
    return frozenset(found)


def _is_name(characters: str, start: int) -> bool:
    """A capital that does not begin a sentence begins a name, which is not hyphenated."""
    first = characters[start]
    if first.islower():
        return False
    while first in _OPENING_MARKS and start + 1 < len(characters):
        start += 1
        first = characters[start]
    if not first.isupper():
        return False
    before = characters[max(0, start - 8) : start].rstrip(" \u00a0\u202f«“(—–\n")[-1:]
    return bool(before) and before not in _SENTENCE_END


def _last_word(tokens: list[Token]) -> int:
    """The index of the token with which the last word begins: several if its style changes within it, or if a space
    that never breaks binds it to an end mark.
    """
    n = len(tokens) - 1
    while n > 0 and tokens[n].shaped is None:
        n -= 1
    n = max(n, 0)
    while n > 0 and tokens[n - 1].shown not in (" ", LINE_BREAK):
        n -= 1
    return n


def _space_cost(characters: str, start: int, end: int, sense: float) -> float:
    """What it costs to break at a plain space."""
    if not start or end >= len(characters):
        return INFINITE
    before = characters[start - 1]
    if before in _OPENING_MARKS or characters[end] in _CLOSING_MARKS:
        return INFINITE
    if sense:
        return sense * sense_cost(characters, start, end)
    if before.isalpha() and (start == 1 or characters[start - 2] in " \u00a0\u202f\n"):
        return LONE_LETTER_COST
    return 0.0
