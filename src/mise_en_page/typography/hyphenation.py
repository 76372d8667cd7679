"""Where a word may be divided: policy around the patterns (Le Robert, « Comment couper un mot »; Lexique IN 2002).

On ordinary French the patterns are right; what goes wrong is what is no ordinary French: names, acronyms, figures,
compounds, elisions, loans, unfortunate syllables. Those are refused here, or listed in exceptions.txt.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from importlib.resources import files

from mise_en_page.model import Publication
from mise_en_page.typography.patterns import breaks as pattern_breaks

LEAST_LETTERS = 6
BEFORE, AFTER = 2, 3
ELIDED = re.compile(
    r"^(?P<head>[ldjmtsnc]|qu|lorsqu|puisqu|jusqu|quoiqu|presqu|quelqu|aujourd|prud|entr)['’]", re.IGNORECASE
)
#: Where the longer elisions are divided themselves: lors-qu’, au-jour-d’hui.
HEADS = {"lorsqu": (4,), "puisqu": (4,), "jusqu": (3,), "quoiqu": (4,), "presqu": (4,), "quelqu": (4,), "aujourd": (2, 6),
         "prud": (3,)}  # fmt: skip
#: Prefixes after which a division may stand between two vowels (Le Robert).
PREFIXES = re.compile(
    "aéro|agro|anté|anti|archi|auto|bio|co|contre|dé|électro|entre|extra|géo|hélio|hydro|infra|intra|macro|méta|micro|mini|multi|"
    "néo|photo|pluri|poly|pré|pro|radio|re|ré|rétro|semi|socio|sous|télé|thermo"
)
LETTERS = re.compile(r"[^\W\d_]+(?:['’·.][^\W\d_]+)*")
#: A division must not leave or make these (a division after them reads badly at a line's end or start).
UNFORTUNATE = frozenset({"con", "cul", "pet", "pis", "bit", "bite", "merde", "pute", "putain", "cons", "culs"})


def exceptions(text: str) -> dict[str, tuple[int, ...]]:
    """A list of ``mot=mo-t`` or ``mo-t`` lines (# for comments) as breaks by the lower-case word."""
    found: dict[str, tuple[int, ...]] = {}
    for line in text.splitlines():
        entry = "".join(line.partition("#")[0].lower().split())
        if not entry:
            continue
        word, _, divided = entry.rpartition("=")
        divided = divided or word
        offsets, at = [], 0
        for part in divided.split("-")[:-1]:
            at += len(part)
            offsets.append(at)
        found[word or divided.replace("-", "")] = tuple(offsets)
    return found


@functools.cache
def shipped_exceptions() -> Mapping[str, tuple[int, ...]]:
    text = files("mise_en_page.typography").joinpath("exceptions.txt").read_text(encoding="utf-8")
    return exceptions(text)


def hyphenate(
    word: str, own: Mapping[str, tuple[int, ...]] | None = None, *, sentence_start: bool = False
) -> tuple[int, ...]:
    """Before which characters of ``word`` a hyphen may be added, as offsets; () for none.

    ``word`` is as it stands between two spaces, punctuation and all. ``own`` are a publication's exceptions. A capital is
    a name's unless the word begins a sentence. A compound is divided at its own hyphens only, and those are no business
    of ours.
    """
    if len(word) > 120 or any(c.isdigit() or c in "@#/_\\:%&+=·" for c in word):
        return ()
    match = LETTERS.search(word)
    if match is None or "-" in word.strip('-«»“”‘’"()[]…,;.!?') or "‑" in word or LETTERS.search(word, match.end()):
        return ()
    start, core = match.start(), match.group()
    found: list[int] = []
    while elided := ELIDED.match(core):
        if elided["head"].islower() and len(core) - elided.end() >= BEFORE:
            found += (start + offset for offset in HEADS.get(elided["head"], ()))
        start, core = start + elided.end(), core[elided.end() :]
    if not any(sign in core for sign in ".·'’"):
        begins = sentence_start and start == match.start()
        found += (start + offset for offset in _plain(core, own, sentence_start=begins))
    return tuple(found)


def _plain(word: str, own: Mapping[str, tuple[int, ...]] | None, *, sentence_start: bool) -> tuple[int, ...]:
    """The breaks of a word of letters alone."""
    lower = word.lower()
    if word != lower and not (sentence_start and word[1:] == lower[1:]):
        return ()
    listed = (own or {}).get(lower, shipped_exceptions().get(lower))
    if listed is None:
        listed = _stem(lower, own)
    if listed is None:
        listed = _divided(lower) if len(word) >= LEAST_LETTERS else ()
    return listed


def _stem(word: str, own: Mapping[str, tuple[int, ...]] | None) -> tuple[int, ...] | None:
    """The exception of a word's singular."""
    if not word.endswith("s"):
        return None
    return (own or {}).get(word[:-1], shipped_exceptions().get(word[:-1]))


@functools.lru_cache(maxsize=50_000)
def _divided(word: str) -> tuple[int, ...]:
    return tuple(at for at in pattern_breaks(word) if at >= BEFORE and len(word) - at >= AFTER and _decent(word, at))


def _decent(word: str, at: int) -> bool:
    before, after = word[:at], word[at:]
    if before in UNFORTUNATE or after in UNFORTUNATE:
        return False
    # Le Robert: no division between two vowels, nor around x or y between vowels.
    vowels = "aeiouyàâäéèêëîïôöùûüœæ"
    if before[-1] in vowels and after[0] in vowels:
        return bool(PREFIXES.fullmatch(before))
    if after[0] in "xy" and before[-1] in vowels and len(after) > 1 and after[1] in vowels:
        return False
    return not (before[-1] in "xy" and len(before) > 1 and before[-2] in vowels and after[0] in vowels)


def hyphenator(publication: Publication) -> Callable[[str], tuple[int, ...]]:
    """The function that composition asks, word by word (a publication's own list is among its settings)."""
    own = exceptions("\n".join(value for name, value in publication.settings if name == "hyphenation"))

    @functools.lru_cache(maxsize=50_000)
    def of(word: str) -> tuple[int, ...]:
        return hyphenate(word, own)

    return of
