"""Things that are told in a row, of which one may go as long as two are left; and what describes a subject."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from mise_en_page.fit.clauses import CORRELATED, ENDS, OPENINGS
from mise_en_page.fit.ends import LISTING
from mise_en_page.fit.words import AUXILIARIES, CLITICS, Cut, Prose, Word, listed
from mise_en_page.typography.lexicon import Kind

#: No thing that goes has more words.
WORDS = 10
#: How each of several things begins: all in one of these ways.
ALIKE = (
    listed("un une des de d’ quelques plusieurs deux trois quatre cinq six sept huit neuf dix"),
    listed("le la l’ les"),
    listed("son sa ses leur leurs"),
    listed("à au aux"),
    listed("dans"),
    listed("par"),
    listed("pour"),
    listed("sur"),
    listed("avec"),
)
#: What is no part of a thing that is told in a row.
NEVER = listed("et ou ni qui que qu’ dont où mais puis soit ne n’ se s’ y comme si quand")
#: Where so many are announced, none may go: « trois villes : … », « les deux ».
COUNTED = listed(
    "deux trois quatre cinq six sept huit neuf dix onze douze suivants suivantes notamment ni soit entre parmi"
)


def enumerations(prose: Prose) -> Iterator[Cut]:
    """« des fleurs[, des fruits] et des légumes », « laver les sols[, cirer les meubles], tailler les haies »."""
    for words in prose.parsed:
        start, end = words[0].start, words[-1].end
        if prose.kept(start) or words[-1].text not in ENDS or CORRELATED.search(prose.characters, start, end):
            continue
        commas = [n for n, word in enumerate(words) if word.text == ","]
        yield from _described(prose, words)
        for place, here in enumerate(commas):
            there = next(
                (n for n in range(here + 1, len(words)) if words[n].text == "," or words[n].low in {"et", "ou"}), 0
            )
            before = words[commas[place - 1] + 1 if place else 0 : here]
            inner, after = words[here + 1 : there], words[there + 1 :]
            if not there or not inner or len(after) < 2 or prose.kept(words[here].start):
                continue
            first = not place
            stands = _is_clause(before) and _is_clause(inner) and _is_clause(after) and not _sets(words[:here])
            if (stands or _goes(words[:here], before, inner, after, first=first)) and prose.may_go(
                words[here].start, inner[-1].end
            ):
                yield Cut("clause", words[here].start, inner[-1].end)


def _goes(
    begun: Sequence[Word], before: Sequence[Word], inner: Sequence[Word], after: Sequence[Word], *, first: bool
) -> bool:
    if not 2 <= len(inner) <= WORDS or any(word.low in NEVER or word.is_verb or word.capital for word in inner):
        return False
    if any(word.low in COUNTED | LISTING for word in begun[:-1]) or not before:
        return False
    if _is_done(inner[0]):
        return _is_done(after[0]) and sum(map(_is_done, before)) == 1 and any(word.is_verb for word in begun)
    kind = next((row for row in ALIKE if inner[0].low in row), frozenset())
    if after[0].low not in kind or not _is_thing(inner) or not _is_thing(after):
        return False
    return _is_third(begun, before, kind, first=first) and (_opens(begun) or not _has_verb_soon(after))


def _is_clause(words: Sequence[Word]) -> bool:
    """A subject with its verb, of its own: « , la pluie a cessé, »."""
    words = words[1:] if words[0].low in {"et", "mais"} else words
    if len(words) < 3 or words[0].low not in DETERMINERS or not _is_thing(words):
        return False
    verbs = [n for n, word in enumerate(words) if word.is_verb]
    return bool(verbs) and not any(word.low in NEVER - {"ne", "n’", "se", "s’", "y"} for word in words[: verbs[0]])


def _sets(begun: Sequence[Word]) -> bool:
    """Does a sentence begin with what hangs on its main clause?"""
    return begun[0].low in OPENINGS or any(word.low in {"que", "qu’", ":", "si", "s’"} for word in begun)


def _is_third(begun: Sequence[Word], before: Sequence[Word], kind: Container[str], *, first: bool) -> bool:
    """Is what stands before a comma a thing of some kind, and nothing but that where no verb is told yet?"""
    starts = [n for n, word in enumerate(before) if word.low in kind]
    if not starts or before[0].low in OPENINGS:
        return False
    thing = before[starts[-1] :]
    if any(word.is_verb for word in thing) or not _is_thing(thing):
        return False
    told = any(word.is_verb for word in begun)
    return told or (first and starts[0] == 0)


def _opens(begun: Sequence[Word]) -> bool:
    """Is what was told so far a sentence's subject?"""
    return not any(word.is_verb for word in begun)


def _is_done(word: Word) -> bool:
    return bool(word.kind & Kind.INFINITIVE) and not word.kind & (Kind.NOUN | Kind.TOOL)


def _is_thing(words: Sequence[Word]) -> bool:
    """A determiner or a preposition, then soon a noun."""
    return any(word.kind & Kind.NOUN and not word.kind & Kind.TOOL and not word.is_verb for word in words[1:4])


def _has_verb_soon(words: Sequence[Word]) -> bool:
    """Is the thing behind a list the subject of a verb rather?"""
    for word in words:
        if word.text in ",;:." or word.low in {"qui", "que", "qu’", "dont", "où"}:
            return False
        if word.is_verb or word.low in CLITICS - {"en"}:
            return True
    return False


#: What goes on behind a participle that describes a subject.
BEHIND = listed("par à au aux en dans sur sous depuis pour avec entre lors près chez de d’ du des il")
#: A subject's determiners.
DETERMINERS = listed("le la l’ les un une des ce cet cette ces son sa ses leur leurs plusieurs quelques")


def _described(prose: Prose, words: Sequence[Word]) -> Iterator[Cut]:
    """« Une enquête[ conduite par des étudiants] montre que… »: between a sentence's subject and its verb."""
    if words[0].low not in DETERMINERS:
        return
    verb = next((n for n, word in enumerate(words) if word.is_verb or word.low in {"ne", "n’", "se", "s’"}), 0)
    for n in range(2, min(verb - 2, 6)):
        head, noun, rest = words[n], words[n - 1], words[n:verb]
        if len(rest) > WORDS or any(word.low in NEVER | {"et"} or word.text in ",;:()–—«»" for word in words[:verb]):
            return
        done = head.kind & Kind.PARTICIPLE and not head.kind & (Kind.VERB | Kind.TOOL)
        known = noun.kind & (Kind.NOUN | Kind.ADJECTIVE) and not noun.kind & (Kind.TOOL | Kind.VERB)
        if done and known and rest[1].low in BEHIND and words[n - 1].low not in AUXILIARIES:
            if prose.may_go(noun.end, rest[-1].end) and prose.meets(noun.end, rest[-1].end):
                yield Cut("clause", noun.end, rest[-1].end)
            return
