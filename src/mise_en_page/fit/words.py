"""A French text as an editor cuts it: its words with their parts of speech, its sentences, and what nobody may cut into."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from mise_en_page.typography.lexicon import NONE, Kind, lexicon

CutKind = Literal[
    "adjective",
    "adverb",
    "apposition",
    "aside",
    "clause",
    "sentence",
    "end",
    "paragraph",
    "intertitle",
    "pull-quote",
    "run-on",
    "shorter",
]


def listed(words: str) -> frozenset[str]:
    """The words of a list that is written as one text."""
    return frozenset(words.split())


#: A word; an elided one with its apostrophe; a number; any other sign.
TOKEN = re.compile(
    r"(?:aujourd|prud|quelqu|presqu)[’']\w+|[^\W\d_]+[’']|[^\W\d_]+(?:-[^\W\d_]+)*|\d+(?:[,.\u00a0\u202f]?\d+)*|\S",
    re.IGNORECASE,
)
#: Where a sentence may end, with what closes behind it; another begins with a capital, a number or a quotation.
END = re.compile(
    r"(?:[.!?…]+[ \u00a0\u202f]?[»”)]?|[.!?…]*[ \u00a0\u202f][!?][ \u00a0\u202f]?[»”)]?)"
    r"(?=[ \u00a0\u202f\n]+[«“A-ZÀ-ÖØ-Þ\d–—]|$)"
)
#: A full stop behind these is none: « M. Dupont », « J. Martin », « art. 3 ».
ABBREVIATED = re.compile(r"(?:\b(?:MM?|Mmes?|Mlles?|Mgr|Me|Dr|Pr|St|Ste|[A-ZÀ-Þ]|art|av|bd|vol|fig|env|cf|no?|p|al|etc))$")
AUXILIARIES = listed(
    "a ai as ont avons avez avait avaient aurait auraient aura auront eut eurent ait aient est sont suis sommes "
    "êtes était étaient sera seront serait seraient fut furent soit soient va vont doit doivent peut peuvent "
    "devra devront pourra pourront pouvait pouvaient devait devaient pourrait pourraient devrait devraient fait "
    "font veut veulent"
)
#: Before a verb: what stands behind these begins a predicate.
CLITICS = listed("ne n’ n' se s’ s' y en")
#: What loses its last letter before a vowel: these two may not be brought together.
ELIDED = listed("le la de ce ne se me te je que jusque lorsque puisque quoique si")
VOWELS = "aàâäeéèêëiîïoôöuùûüyhœæAÀÂÄEÉÈÊËIÎÏOÔÖUÙÛÜYHŒÆ"


@dataclass(frozen=True, slots=True)
class Cut:
    """Characters ``start``..``end`` of a paragraph that may go; ``put`` stands in their place (a capital, a comma)."""

    kind: CutKind
    start: int
    end: int
    put: str = ""

    @property
    def signs(self) -> int:
        """How many signs the paragraph loses, spaces with them."""
        return max(0, self.end - self.start - len(self.put))


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a number or a sign. ``kind``: what the lexicon says of it; nothing where it bears a capital."""

    text: str
    start: int
    end: int
    kind: Kind = NONE
    capital: bool = False

    @property
    def low(self) -> str:
        return self.text.lower().replace("'", "’")

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    def is_only(self, wanted: Kind, never: Kind) -> bool:
        """Is it of a part of speech, and of none of those others?"""
        return bool(self.kind & wanted) and not self.kind & never

    @property
    def is_verb(self) -> bool:
        """Is it surely a verb in a person?"""
        return self.low in AUXILIARIES or self.is_only(
            Kind.VERB, Kind.NOUN | Kind.ADJECTIVE | Kind.TOOL | Kind.ADVERB | Kind.PARTICIPLE
        )


#: No sentence has more words, and no paragraph more sentences; what stands so far from a cut has no say in it.
MOST_WORDS, MOST_SENTENCES, NEAR = 120, 60, 40
_SPACES = re.compile(r"\s*")
#: What a quotation that ends so has begun with.
CLOSED_BY = {"»": "«", "”": "“", '"': '"'}
#: Stands where there is no word.
NO_WORD = Word(".", 0, 0)


@dataclass(frozen=True)
class Prose:
    """A paragraph's characters, looked at once."""

    characters: str

    @cached_property
    def words(self) -> tuple[Word, ...]:
        starts = {start for start, _ in self.sentences}
        return tuple(_read_in_place(tuple(_words(self.characters, starts))))

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """From where to where each sentence goes, without the spaces around it; none ends within a quotation."""
        found, start = [], 0
        for match in END.finditer(self.characters):
            stop = match.start()
            if ABBREVIATED.search(self.characters[max(0, stop - 6) : stop]) and match.end() < len(self.characters):
                continue
            if match.end() < len(self.characters) and self.kept(match.end()):
                continue
            found.append((start, match.end()))
            start = _SPACES.match(self.characters, match.end()).end()  # type: ignore[union-attr]
        if self.characters[start:].strip():
            found.append((start, len(self.characters.rstrip())))
        return tuple(found)

    @cached_property
    def parsed(self) -> tuple[tuple[Word, ...], ...]:
        """The words of each sentence that is none too long to be one."""
        found, starts = [], [word.start for word in self.words]
        for start, end in self.sentences[:MOST_SENTENCES]:
            words = self.words[bisect_left(starts, start) : bisect_left(starts, end)]
            if 0 < len(words) <= MOST_WORDS:
                found.append(words)
        return tuple(found)

    @cached_property
    def _quoted(self) -> tuple[tuple[int, int], ...] | None:
        """The quotations, their marks included; None where they do not open and close in turn."""
        found, opened = [], list[int]()
        for match in re.finditer(r"[«»“”\"]", self.characters):
            sign = match.group()
            if sign in "«“" or (sign == '"' and not opened):
                opened.append(match.start())
            elif not opened or self.characters[opened[-1]] != CLOSED_BY[sign]:
                return None
            else:
                start = opened.pop()
                if not opened:
                    found.append((start, match.end()))
        return None if opened else tuple(found)

    @property
    def sound(self) -> bool:
        """Do its quotations open and close in it?"""
        return self._quoted is not None

    def kept(self, at: int) -> bool:
        """Does a place lie within a quotation?"""
        return self._quoted is None or any(start < at < end for start, end in self._quoted)

    def may_go(self, start: int, end: int) -> bool:
        """May these characters go, as far as quotations are concerned: with the whole of one, or nothing of it?"""
        if self._quoted is None:
            return False
        return all(end <= opens or closes <= start or (start <= opens and closes <= end) for opens, closes in self._quoted)

    def meets(self, start: int, end: int) -> bool:
        """Can what stands before and behind a cut stand together (no « le | école », « l’ | maire »)?"""
        before = self.characters[max(0, start - NEAR) : start].rstrip()
        after = self.characters[end : end + NEAR].lstrip()
        word = re.search(r"([^\W\d_]+[’']?)$", before)
        if word is None or not after:
            return not before.endswith(("’", "'"))
        last = word.group(1).lower()
        if last.endswith(("’", "'")):
            return False
        return not (last in ELIDED and after[0] in VOWELS)


def _words(characters: str, starts: set[int]) -> Iterator[Word]:
    of = lexicon().kind
    for match in TOKEN.finditer(characters):
        text = match.group()
        capital = text[0].isupper()
        kind = NONE
        if text[0].isalpha() and (not capital or match.start() in starts):
            kind = of(text.lower().replace("'", "’"))
        yield Word(text, match.start(), match.end(), kind, capital and match.start() not in starts)


#: Behind these stands a noun, or what describes it; behind those, a verb.
BEFORE_NOUNS = listed(
    "un une des du au aux ce cet cette ces mon ton son ma ta sa mes tes ses notre votre nos vos leurs quelques plusieurs "
    "chaque d’ de"
)
BEFORE_VERBS = listed("il elle on ils elles je tu j’ qui ne n’ se s’")
#: Articles, pronouns too: behind one of these they are articles.
ARTICLES = listed("le la les l’ leur")
BEFORE_ARTICLES = listed(
    "dans sur à de par pour avec sans sous vers chez entre contre selon depuis pendant et en dès après avant"
)


def _read_in_place(words: Sequence[Word]) -> Iterator[Word]:
    """The words, those that may be a noun or a verb (« une fête », « il fête ») as what they are where that is seen."""
    for n, word in enumerate(words):
        if not (word.kind & (Kind.NOUN | Kind.ADJECTIVE) and word.kind & Kind.VERB) or word.low in AUXILIARIES:
            yield word
            continue
        before = words[n - 1].low if n else ""
        further = words[n - 2] if n > 1 else NO_WORD
        article = before in ARTICLES and (
            n == 1 or further.low in BEFORE_ARTICLES or further.text in ".,;:" or bool(further.kind & Kind.PARTICIPLE)
        )
        if (article or before in BEFORE_NOUNS) and not word.kind & Kind.INFINITIVE:
            yield replace(word, kind=word.kind & ~Kind.VERB)
        elif before in BEFORE_VERBS or _has_subject_and_object(words, n):
            yield replace(word, kind=word.kind & ~(Kind.NOUN | Kind.ADJECTIVE))
        else:
            yield word


#: What an object begins with.
OF_OBJECTS = listed("un une des le la les l’ ce cet cette ces son sa ses leur leurs deux trois plusieurs")


def _has_subject_and_object(words: Sequence[Word], n: int) -> bool:
    """« le toit porte des panneaux »: a noun with its article stands before it, an article behind it."""
    if n < 2 or n + 1 >= len(words):
        return False
    article, noun = words[n - 2], words[n - 1]
    known = noun.is_only(Kind.NOUN, Kind.VERB | Kind.TOOL | Kind.ADVERB)
    return known and article.low in BEFORE_NOUNS | ARTICLES and words[n + 1].low in OF_OBJECTS


def around(words: Sequence[Word], index: int) -> tuple[Word, Word, Word, Word]:
    """The two words before one, and the two behind it."""
    first, second = (words[index - n] if index >= n else NO_WORD for n in (2, 1))
    third, fourth = (words[index + n] if index + n < len(words) else NO_WORD for n in (1, 2))
    return first, second, third, fourth


def begun_again(characters: str, at: int) -> str:
    """The letter at a place as a sentence begins with it."""
    return characters[at].upper()
