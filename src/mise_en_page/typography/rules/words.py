"""Words that a keyboard writes badly: œ by the lexicon, never blind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from mise_en_page.typography.flat import Edit
from mise_en_page.typography.lexicon import Kind, is_place, lexicon
from mise_en_page.typography.near import Signs, near
from mise_en_page.typography.policy import Policy
from mise_en_page.typography.rules.rule import rule

WORD = near(r"(?<![\w’'-])[\w’'-]{0,60}oe[\w-]{0,60}", Signs("oO", "eE"), before=64, after=64, flags=re.IGNORECASE)


#: Words that are newer than the lexicon.
NEW = re.compile("oeno(?:touris|log)", re.IGNORECASE)
PART = re.compile(r"[^\W_]+")
#: « Orchestral Manoeuvres in the Dark »
ENGLISH = re.compile(r" (?:in|of|the|and|for|with|on)\b")


def ligatures(text: str, _policy: Policy) -> Iterator[Edit]:
    for match in WORD.finditer(text):
        if ENGLISH.match(text, match.end()):
            continue
        word = match.group()
        whole = re.sub("oe", "œ", word) if "-" in word and is_place(re.sub("oe", "œ", word)) else ""
        # each part of a compound: chef-d’oeuvre, sacré-coeur
        for part in PART.finditer(word):
            for at in _bound(part.group()) if not whole else (found.start() for found in re.finditer("oe", part.group())):
                start = match.start() + part.start() + at
                yield Edit(start, start + 2, "Œ" if text[start] == "O" else "œ", "LIG")


@lru_cache(maxsize=2_000)
def _bound(word: str) -> tuple[int, ...]:
    """Where o and e are bound: in a word of the lexicon (œuvre, CŒUR) that has no form with both letters (moelle)."""
    bound = re.sub("oe", "œ", re.sub("O[eE]", "Œ", word))
    known = lexicon()
    if len(bound) < 2 or known.stands(word) or not (known.cased(bound) & Kind.COMMON or NEW.match(word)):
        return ()
    return tuple(match.start() for match in re.finditer("oe", word, re.IGNORECASE))


#: Latin in French type, where some houses keep the ligature.
LATIN = near(
    r"\b(?:ex (ae)quo|curriculum vit(ae)|et (cae)tera|(Nae|nae)vus"
    r"|(Cae|cae)cum\w*|personae? non grat(ae))\b",
    Signs("a", "e"), before=24, after=16,
)  # fmt: skip


def latin(text: str, _policy: Policy) -> Iterator[Edit]:
    for match in LATIN.finditer(text):
        end = match.end(match.lastindex or 0)
        yield Edit(end - 2, end, "æ", "LIG-AE")


RULES = (
    rule("LIG", "Usage ; lexique Dicollecte", ("oeuvre", "œuvre"), WORD, find=ligatures),
    rule(
        "LIG-AE",
        "Lexique IN 2002, Ligatures",
        ("ex aequo", "ex æquo"),
        LATIN,
        find=latin,
        setting="latin_ae",
        only="yes",
    ),
)
