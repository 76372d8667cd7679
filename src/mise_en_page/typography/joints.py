"""Where the two parts of a compound join that is written in one word: story·telling, cyber·attaque.

The French patterns know neither English words nor every prefix. An English compound is divided at its joint or not at all,
since neither language's syllables are certain elsewhere; behind a prefix stands a French word, which is divided as such (Le
Robert: a division may be etymological, trans-atlantique).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

#: Words that are English at the end of a compound alone: « mandat », « mensonger » and « cartable » are none.
LAST = frozenset({"art", "car", "man", "men", "woman", "women"})
#: What English adds to a word: an ending, and what it takes from the word for it (story·teller, body·building, time·lines).
ENDINGS = ("ing", "er", "ed", "y")
#: What French adds to one: foot·balleur, snow·boardeuse. Such a word is divided as the French word that it has become.
FRENCH_ENDINGS = re.compile("(?:eur|euse|ée?|age|iste)s?$|(?:ai|aien|an)t$")
#: Second parts of two letters, before which no line may end: make-up, start-ups, stand-by.
TOO_SHORT = frozenset({"up", "ups", "by"})

_VOWEL = "aeiouyhàâéèêëîôöùûüœæ"
#: Prefixes, behind which stands a French word with a vowel or an h; the words that only look so are ruled out.
PREFIX = re.compile(
    "(?:cyber|sous(?!out)|bien(?=aim|êtr)|pan(?=euro|afr|arab|asia|islam|hell)|"
    "post(?=ap|at|élec|im|in[dft]|olym|op|att|hum[ai])|sur(?=inv|inc|ind|expl|hum|ench|abond|équip)|"
    "agro|aéro|anti(?!en)|archi(?!at|è)|audio|auto(?!u)|bio|cardio|éco(?!e?u|in[cç])|électro|extra(?!i|y)|géo|hydro|hyper|"
    "immuno|infra|inter(?!ie)|intra(?!it)|macro|magnéto|méga|micro|mono|moto|multi|nano|neuro|néo|omni|photo|phyto|"
    "pluri(?!el)|poly|pseudo|psycho|radio(?!u)|rétro|semi|socio|super(?!i)|supra|techno|télé(?!o[lns])|thermo|turbo|ultra|"
    "vidéo)"
    f"(?=[{_VOWEL}])"
)
#: Letters that a French word has at least behind a prefix.
LEAST = 4


@functools.cache
def english() -> frozenset[str]:
    """The words of english.txt."""
    lines = Path(__file__).with_name("english.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(" ".join(line for line in lines if not line.startswith("#")).split())


class Joint(NamedTuple):
    """Before which letter the second part begins (0: no line may end there), and which of the two are French words."""

    at: int
    first: bool
    second: bool


def joint(word: str) -> Joint | None:
    """The joint of a lower-case word; None: it is no compound, or one that the patterns divide well."""
    prefix = PREFIX.match(word)
    if prefix and len(word) - prefix.end() >= LEAST:
        return Joint(prefix.end(), True, True)
    known = english()
    for at in range(2, len(word) - 1):
        if word[:at] not in known:
            continue
        second = word[at:]
        if second in TOO_SHORT:
            return Joint(0, False, False)
        if any(stem in known or stem in LAST for stem in _stems(second)):
            return Joint(at, False, False)
        if FRENCH_ENDINGS.sub("", second) in known:
            return Joint(at, False, True)
    return None


def _stems(word: str) -> Iterator[str]:
    """What a word may be without its English ending: tellers, tell; boxing, box; making, make; running, run."""
    yield word
    word = word.removesuffix("s")
    yield word
    for ending in ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word:
            yield from (stem, f"{stem}e")
            if stem[-1:] == stem[-2:-1]:
                yield stem[:-1]
