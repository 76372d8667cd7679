"""The French lexicon: every form, what it is, and the gazetteer of places.

It is Dicollecte's, made into one file by ``tools/lexicon.py`` (dictionary/PROVENANCE.md). The file is mapped into memory
when somebody first asks: that takes a millisecond, and a look-up one or two microseconds. Apostrophes in it are ’.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntFlag
from functools import cache, lru_cache
from pathlib import Path

import marisa_trie

FILE = Path(__file__).with_name("dictionary") / "french.marisa"


class Kind(IntFlag):
    """What a form is, by any of its readings.

    ``MUTE``: a verb's third person plural, whose -ent is not spoken; ``VOICED``: anything else in -ent. Of
    the names, ``PLACE`` has communes, departments, regions and countries, too. From ``NOUN`` on: parts of speech, where
    ``VERB`` is a form with a person, ``PARTICIPLE`` a past one, ``GERUND`` one in -ant, ``TOOL`` a determiner,
    pronoun, preposition or conjunction.
    """

    COMMON = 1
    MUTE = 2
    VOICED = 4
    GIVEN = 8
    FAMILY = 16
    PLACE = 32
    OTHER_NAME = 64
    INFINITIVE = 128
    NOUN = 256
    ADJECTIVE = 512
    ADVERB = 1024
    VERB = 2048
    PARTICIPLE = 4096
    GERUND = 8192
    TOOL = 16384


NAME = Kind.GIVEN | Kind.FAMILY | Kind.PLACE | Kind.OTHER_NAME
NONE = Kind(0)
#: What is elided before a vowel, with its apostrophe.
ELISION = re.compile("(?:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu|entr)’", re.IGNORECASE)
#: What a capital may have been before it lost its accent; E and È are first letters of words, Ÿ and Ñ of none.
ACCENTED = {"A": "ÀÂÄ", "C": "Ç", "E": "ÉÈÊË", "I": "ÎÏ", "O": "ÔÖ", "U": "ÙÛÜ"}
#: What a letter may be instead of another with which it shares its sound, its accent apart.
FAMILIES = ("aàâä", "cç", "eéèêë", "iîïy", "oôö", "uùûü")
LETTERS = "abcdefghijklmnopqrstuvwxyzàâäçéèêëîïôöùûüœæ"
#: A pronoun behind a verb: « va-t-il ».
EUPHONIC = frozenset({"t"})
#: No word is longer; a longer one is not looked for.
LONGEST = 60


class Lexicon:
    """The forms of French, in a file that is mapped into memory; frozen."""

    def __init__(self, file: Path = FILE) -> None:
        self._trie = marisa_trie.RecordTrie("<H").mmap(str(file))
        self._forms = lru_cache(maxsize=20_000)(self._possible)

    def __contains__(self, form: str) -> bool:
        """Is this a form or a name, exactly as the lexicon has it (« été », « Éric », « Paris »)?"""
        return form in self._trie

    def __iter__(self) -> Iterator[str]:
        """Every form and name, sorted."""
        return iter(self._trie.iterkeys())

    def kind(self, form: str) -> Kind:
        """What a form is, exactly as the lexicon has it; nothing if it has it not."""
        found = self._trie.get(form)
        return Kind(found[0][0]) if found else NONE

    def knows(self, word: str) -> bool:
        """Is this a word as it may stand in a text?

        It may have a capital or be in capitals, with or without their accents (which is for the rule CAP to tell), stand
        behind elisions, with either apostrophe, and be a compound all of whose parts are words.
        """
        word = word.replace("'", "’")
        if self._has(word):
            return True
        elision = ELISION.match(word)
        if elision:
            return self.knows(word[elision.end() :])
        parts = word.split("-")
        return len(parts) > 1 and all(part.lower() in EUPHONIC or self.knows(part) for part in parts)

    def _has(self, word: str) -> bool:
        return bool(word) and (word in self._trie or (word != word.lower() and bool(self.cased(word))))

    def cased(self, word: str) -> Kind:
        """What a word with capitals may be, its accents as they are or lost: all its readings together."""
        kinds = NONE
        for form in (word, *self._forms(word)):
            kinds |= self.kind(form)
        return kinds

    def with_accents(self, word: str) -> tuple[str, ...]:
        """Every form that differs from a word only by accents that its capitals may have lost, cased as the word is.

        « Etat » may be « État » alone, « ETE » « ÉTÉ » and « ÊTE »; « ETAT » is « ÉTAT ».
        """
        made = dict.fromkeys(_recased(word, form) for form in self._forms(word))
        made.pop(word, None)
        return tuple(made)

    def stands(self, word: str) -> bool:
        """Is this a form as its accents are, whatever its capitals (« Eric », « Ou », « MARCHE »)?"""
        return (
            word in self._trie
            or word.lower() in self._trie
            or any(_recased(word, form) == word for form in self._forms(word))
        )

    def _possible(self, word: str) -> tuple[str, ...]:
        """The forms that a word may be if each of its capitals may be a small letter or an accented one.

        Small letters stay as they are, so that a word in lower case is itself alone.
        """
        made = [""] if len(word) <= LONGEST else []
        begun = self._trie.iterkeys
        for at, letter in enumerate(word):
            small = letter.lower()
            if letter == small and word[at:].islower():
                made = [form + word[at:] for form in made]
                break
            plain = (small, letter) if letter != small else (letter,)
            accented = ACCENTED.get(letter, "")
            either = (*plain, *accented.lower(), *accented)
            made = [form + new for form in made for new in either]
            if at > 1:  # few are left when something must begin so
                made = [form for form in made if any(begun(form))]
        return tuple(form for form in made if form in self._trie)

    def is_mute(self, word: str) -> bool:
        """Is this a third person plural, whose -ent is mute (restent, surent)?

        Not if it may be anything else as well (« couvent », « président », « content »): its -ent may be spoken.
        """
        kind = self.kind(word)
        return bool(kind & Kind.MUTE and not kind & Kind.VOICED)

    def near(self, word: str) -> tuple[str, ...]:
        """The forms at one edit from a word, most likely first, cased as the word is; for suggestions.

        First come accents and the like, then two letters in the wrong order, a letter doubled or not, one left out, one
        too many, one for another.
        """
        if not 1 < len(word) <= LONGEST:
            return ()
        low = word.lower()
        found = dict.fromkeys(form for form in _edits(low) if form != low and form in self._trie)
        if word[0] != low[0]:
            found |= dict.fromkeys(name for form in _edits(low) if (name := form[:1].upper() + form[1:]) in self._trie)
            return tuple(dict.fromkeys(_like(word, form) for form in found if _like(word, form) != word))
        return tuple(found)


def _recased(word: str, form: str) -> str:
    """A form, a letter for each of the word's, with capitals where the word has them."""
    return "".join(new.upper() if old.isupper() else new for old, new in zip(word, form, strict=True))


def _like(word: str, form: str) -> str:
    """A form with the capitals of a word."""
    return form.upper() if len(word) > 1 and word.isupper() else form[:1].upper() + form[1:]


def _edits(word: str) -> Iterator[str]:
    places = range(len(word))
    for at in places:
        family = next((family for family in FAMILIES if word[at] in family), "")
        yield from (f"{word[:at]}{letter}{word[at + 1 :]}" for letter in family)
    yield from (f"{word[:at]}œ{word[at + 2 :]}" for at in places if word[at : at + 2] == "oe")
    yield from (f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}" for at in places[:-1])
    yield from (f"{word[:at]}{word[at]}{word[at:]}" for at in places)
    yield from (f"{word[:at]}{word[at + 1 :]}" for at in places if at and word[at] == word[at - 1])
    yield from (f"{word[:at]}{letter}{word[at:]}" for at in range(1, len(word) + 1) for letter in LETTERS)
    yield from (f"{word[:at]}{word[at + 1 :]}" for at in places)
    yield from (f"{word[:at]}{letter}{word[at + 1 :]}" for at in places for letter in LETTERS)
    yield from (f"{letter}{word}" for letter in LETTERS)


@cache
def lexicon() -> Lexicon:
    """The lexicon, which is read when it is first asked for."""
    return Lexicon()


def is_place(name: str) -> bool:
    """Is this the name of a commune, a department, a region, a country or a well-known town, in French?"""
    return bool(lexicon().kind(name.replace("'", "’")) & Kind.PLACE)
