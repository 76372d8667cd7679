"""What may be last in a sentence and go: the second of two things, what describes a noun, who did it and how."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mise_en_page.fit.clauses import DENIED
from mise_en_page.fit.words import AUXILIARIES, CLITICS, Word, listed
from mise_en_page.typography.lexicon import Kind

#: None of these that goes has more words.
WORDS = 12
#: « deux ans après »: so long after.
SPANS = listed(
    "an ans année années mois semaine semaines jour jours heure heures minute minutes seconde secondes siècle "
    "siècles kilomètre kilomètres mètre mètres peu longtemps juste bien tôt tard"
)
#: « entre X et Y », « opposer X à Y et à Z »: neither stands without the other.
PAIRED = re.compile(r"entre|deux|trois|quatre|cinq|six|ensemble|respectivement|même|mêmes|moitié|tous|toutes|double")
PAIRING = re.compile(
    r"(?:oppos|réuni|li[eéa]|reli|compar|mari|sépar|disting|confond|associ|mêl|mélang|alli|crois|join|uni|concili)"
)


def is_second(begun: Sequence[Word], rest: Sequence[Word]) -> bool:
    """« Elle a reçu les élus et les riverains »: the second of two, to the sentence's end."""
    if rest[0].low != "et" or not 3 <= len(rest) <= WORDS or any(_parts(word) for word in rest[1:]):
        return False
    if any(PAIRED.fullmatch(word.low) or PAIRING.match(word.low) or word.low in DENIED | {"ne", "n’"} for word in begun):
        return False
    before, head = begun[-1], rest[1]
    noun = before.kind & (Kind.NOUN | Kind.ADJECTIVE) and not before.kind & (Kind.TOOL | Kind.VERB)
    alike = [word for word in begun if _is_alike(word, head)]
    last = max((n for n, word in enumerate(begun) if word.is_verb), default=0)
    if any(word.low in LISTING for word in begun) or any(word.text == "," for word in begun[last:]):
        return False
    return (
        bool(noun)
        and head.low in ARTICLES
        and bool(alike)
        and any(word.is_verb for word in begun[: begun.index(alike[-1])])
    )


#: Whatever they say is all of it: « les couleurs sont le bleu et le blanc ».
LISTING = listed("est sont était étaient fut furent sera seront comprend comprennent comporte comportent compte comptent")
#: What begins each of two things that are told together; what tells that more than a thing follows.
ARTICLES = listed("le la l’ les un une des du au aux à de d’ par pour dans en sur son sa ses leur leurs")
PARTING = listed("et ou qui que qu’ dont où ni mais puis se s’ ne n’ y")
LIKE = {"le": "la l’ les le", "un": "une un des", "du": "de d’ des du", "à": "au aux à", "son": "sa ses son leur leurs"}


def _parts(word: Word) -> bool:
    """Does it begin something of its own?"""
    return (
        word.is_verb
        or word.low in PARTING
        or bool(word.kind & Kind.GERUND and not word.kind & (Kind.NOUN | Kind.ADJECTIVE))
    )


def _is_alike(one: Word, other: Word) -> bool:
    """« les » and « l’ », « à » and « aux »."""
    return one.low == other.low or any(one.low in row.split() and other.low in row.split() for row in LIKE.values())


#: What goes on behind a participle that describes a noun.
BEHIND = listed("par dans à au aux en sur sous depuis pour avec entre lors près chez contre")


def is_described(begun: Sequence[Word], rest: Sequence[Word]) -> bool:
    """« dans des sacs cousus par un atelier »: of a noun that is any of its kind."""
    before, head = begun[-1], rest[0]
    if not 3 <= len(rest) <= WORDS or rest[1].low not in BEHIND or any(map(_parts, rest)):
        return False
    if not head.kind & Kind.PARTICIPLE or head.kind & (Kind.VERB | Kind.TOOL):
        return False
    noun = before.kind & (Kind.NOUN | Kind.ADJECTIVE) and not before.kind & (Kind.VERB | Kind.TOOL | Kind.PARTICIPLE)
    near = begun[-5:-1]
    any_of_them = any(word.low in {"un", "une", "des", "plusieurs", "quelques"} for word in near[-4:])
    waits = any(word.low in AUXILIARIES for word in near)
    return bool(noun) and any_of_them and not waits and any(word.is_verb for word in begun[:-2])


#: A sentence of so many words has more to tell than a year.
FULL = 12
#: « par an », « par la suite »: no doer.
NO_DOER = listed("an jour mois semaine heure personne habitant foyer suite fois ailleurs exemple ordre cœur")


def is_how(begun: Sequence[Word], rest: Sequence[Word]) -> bool:
    """« … en longeant le canal », « des actes annulés par la cour », « le premier album en 1978 »."""
    before, head = begun[-1], rest[0]
    if len(rest) > WORDS or any(word.low in DENIED | {"ne", "n’"} for word in (*begun, *rest)):
        return False
    if any(word.is_verb or word.low in PARTING - {"y", "se", "s’"} for word in rest):
        return False
    verbs = [n for n, word in enumerate(begun) if word.is_verb]
    noun = before.capital or (before.kind & (Kind.NOUN | Kind.ADJECTIVE) and not before.kind & (Kind.TOOL | Kind.VERB))
    if not noun or not verbs or before.low in SPANS:
        return False
    if head.low == "en":
        how = next(
            (word for word in rest[1:] if word.low not in CLITICS | {"lui", "leur", "le", "la", "les", "l’"}), rest[-1]
        )
        year = len(rest) == 2 and len(rest[1].text) == 4 and rest[1].text.isdigit()
        return bool(how.kind & Kind.GERUND) or (year and len(begun) >= FULL and not before.kind & Kind.PARTICIPLE)
    doer = len(rest) > 1 and (rest[1].low in ARTICLES or rest[1].capital) and not any(word.low in NO_DOER for word in rest)
    doer = doer and not (len(rest) > 2 and rest[2].kind & Kind.INFINITIVE)
    done = before.kind & Kind.PARTICIPLE and not before.kind & (Kind.VERB | Kind.TOOL)
    named = len(begun) > 1 and bool(begun[-2].kind & (Kind.NOUN | Kind.ADJECTIVE)) and not begun[-2].kind & Kind.TOOL
    return head.low == "par" and doer and bool(done) and named and not begun[-2].is_verb
