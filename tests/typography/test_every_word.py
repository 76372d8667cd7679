"""Words are sacred: no word of a full lexicon, in any case, with or without elision, loses or changes a letter.

Two rules may: CAP gives a capital its accent, LIG binds oe. Nothing else that a rule changes may hold a letter, and no
letter of a word becomes superior or a small capital.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

import pytest

from mise_en_page.typography import Policy
from mise_en_page.typography.correct import run
from mise_en_page.typography.flat import Flat
from mise_en_page.typography.rules.dress import dress
from tests import lexicon

#: Words in a paragraph: more would be an article.
BATCH = 300
#: What may stand around a word: a list, sentences, and the neighbours of an ordinal.
CARRIERS = {
    "list": ("Voici ", ", ", "."),
    "sentences": ("", ". ", "."),
    "siècle": ("Le ", " siècle, le ", " siècle."),
    "République": ("La ", " République et la ", " République."),
    "king": ("Jean ", ", Élisabeth ", "."),
    "quoted": ('"', '" ou "', '"!'),
}
#: Where « Ire » is no anger, but the first.
PROVING = ("siècle", "République", "king")
CASES = {"lower": str, "Capitalised": lambda word: word[:1].upper() + word[1:], "CAPITALS": str.upper}


#: The lexicon lists ordinals, too: those are no words.
ORDINAL = re.compile("[IVXLCDM]+(?:er|re|nde?|de?|e)s?")
#: Every case in a list and with an elision; a capital, where a number may stand, in every sentence.
RUNS = (
    *((case, "list", elision) for case in CASES for elision in (False, True)),
    *(("Capitalised", carrier, False) for carrier in CARRIERS if carrier != "list"),
    ("CAPITALS", "siècle", False),
)


@cache
def every_word(elision: bool) -> tuple[str, ...]:
    found = lexicon.elided() if elision else lexicon.words()
    return tuple(word for word in found if not ORDINAL.fullmatch(word.rpartition("’")[2]))


@pytest.mark.parametrize(("case", "carrier", "elision"), RUNS)
def test_no_word_of_the_lexicon_changes_a_letter(case: str, carrier: str, elision: bool) -> None:
    before, between, after = CARRIERS[carrier]
    words = [CASES[case](word) for word in every_word(elision)]
    if carrier in PROVING:
        words = [word for word in words if word not in ("Ire", "Ires")]
    assert len(words) > (100_000 if elision else 300_000)
    faults = []
    for at in range(0, len(words), BATCH):
        text = before + between.join(words[at : at + BATCH]) + after
        flat = Flat(text, range(len(text)))
        run(flat, Policy())
        dress(flat)
        faults += [f"{change.rule}: {_around(text, change.origin)}" for change in flat.changes if not _allowed(change)]
        faults += [f"{edge.tag}: {_around(flat.characters, edge.at)}" for edge in flat.edges]
    assert not faults, faults[:40]


def _allowed(change: object) -> bool:
    rule, before, after = change.rule, change.before, change.after  # type: ignore[attr-defined]
    if not any(map(str.isalpha, before + after)):
        return True
    if rule == "CAP":
        return bare(before) == bare(after)
    return rule == "LIG" and (before.lower(), after.lower()) == ("oe", "œ")


def bare(word: str) -> str:
    """Without accents and the like."""
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


def _around(text: str, at: int) -> str:
    return text[max(0, at - 20) : at + 20]


def test_a_word_that_the_lexicon_has_is_left_by_ligatures_and_accents() -> None:
    """« moelle » has no œ, and « Eden » no accent: only what the lexicon has not is mended."""
    known = {*every_word(False), *every_word(True)}
    changed = [(typed, made) for typed, made in _mended(known) if made.lower() not in known and made not in known]
    assert not changed, changed[:40]


def _mended(known: set[str]) -> Iterator[tuple[str, str]]:
    words = sorted(known)
    for at in range(0, len(words), BATCH):
        text = ", ".join(words[at : at + BATCH])
        flat = Flat(text, range(len(text)))
        run(flat, Policy())
        if flat.characters != text:
            yield from (
                (typed, made)
                for typed, made in zip(text.split(", "), flat.characters.split(", "), strict=True)
                if typed != made
            )


#: What looks like a Roman ordinal, or like French without its accent, in English, German, Spanish, Italian, Dutch…
FOREIGN = (
    "Die Dies Mies Lie Lies Vie Mie Xie Dixie Vixie Livre Dire Mire Lire Cire Vire Vires Vers Ver Video Vice Mice Dice Lice Mild "
    "Child Mind Ive Mide Vide Lide Dive Mille Ville Cive Xe Ile Mme Mlle Millie Lizzie Dixième Vive Civil Mid Did Lid Cid Vid "
    "Evans Event Emoji Emerge Eton Eta Echo Eclipse Eden Edge Electric Elegance Elegant Element Elementary Elevator Elf Else "
    "Emerald Emergency Emily Eminem Emma Emmy Emperor Enigma Epic Equal Equinox Eternal Ethan Ethernet Eva Ever Evil Evita Exit "
    "Erde Ernte Esel Essen Etwas Eule Ewig Energía Época Escuela Estado Edición Epoca Evviva Elenco Elba Etna Enorme Escola "
    "Oder Oben Ozean Übung Ocean Orange Orlando Oslo Uber Union Urban Usher Ultra Unter Island Iceland Isis Iris Ibis Idaho "
    "Age Ages Agency Agenda Amen America Anne Anna Arena Atom Atlas Action Apple Arch Avila Alava Andre Cesar Celine Chloe Citroen "
    "Boeing Poe Joe Noe Zoe Chloe Goethe Goebbels Koenig Schroeder Monroe Roe Doe Phoenix Oboe Poet Poem Coexist Shoe Toe Hoe"
).split()


@pytest.mark.parametrize("carrier", ["list", "king", "quoted"])
def test_no_word_of_another_language_changes_a_letter(carrier: str) -> None:
    before, between, after = CARRIERS[carrier]
    # these are French, too, and the sentence is
    words = [word for word in FOREIGN if word not in ("Ile", "Elegance", "Enorme", "Phoenix", "Age", "Ages")]
    text = before + between.join(words) + after
    flat = Flat(text, range(len(text)))
    run(flat, Policy())
    changed = [change for change in flat.changes if any(map(str.isalpha, change.before + change.after))]
    assert not changed, [(change.rule, _around(text, change.origin)) for change in changed]


@pytest.mark.parametrize("carrier", CARRIERS)
def test_nor_does_one_in_capitals_but_for_its_accents(carrier: str) -> None:
    before, between, after = CARRIERS[carrier]
    text = before + between.join(word.upper() for word in FOREIGN if word not in ("Xe", "Phoenix")) + after
    flat = Flat(text, range(len(text)))
    run(flat, Policy())
    assert all(map(_allowed, flat.changes)), [(change.rule, _around(text, change.origin)) for change in flat.changes]
