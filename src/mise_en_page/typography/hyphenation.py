"""Where a word may be divided: policy around the patterns (Le Robert, « Comment couper un mot »; Lexique IN 2002).

On ordinary French the patterns are right; what goes wrong is what is no ordinary French: names, acronyms, figures,
compounds, elisions, loans, unfortunate syllables. Those are refused here, or listed in exceptions.txt.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from mise_en_page.model.issue import Publication
from mise_en_page.typography.joints import PREFIX, joint
from mise_en_page.typography.lexicon import NONE, Kind, lexicon
from mise_en_page.typography.patterns import breaks as pattern_breaks
from mise_en_page.typography.policy import kept

LEAST_LETTERS = 6
BEFORE, AFTER = 2, 3
#: What stands around a word and makes it no other one.
AROUND = ".,;!?…«»“”()[]\u00a0\u202f"
ELISIONS = frozenset({"l", "d", "j", "m", "t", "s", "n", "c", "qu"})
ELIDED = re.compile(r"^(?:[ldjmtsnc]|qu)['’]", re.IGNORECASE)
LETTERS = re.compile(r"[^\W\d_]+(?:['’·.][^\W\d_]+)*")
#: aujourd’hui, prud’hommes, lorsqu’elle, entr’acte: what stands before the apostrophe belongs to the syllable after it.
INNER_APOSTROPHE = re.compile(
    r"^(?P<left>[a-zà-ÿœ]{2,}?)(?P<onset>qu|[bcdfgptv][lr]|[bcdfglmnprstv])['’](?P<right>[aeiouyhàâéèêîôœ][a-zà-ÿœ]*)$"
)
#: Before a vowel, the patterns divide behind a prefix alone (co-opérer, pré-avis), which the authorities allow.
PREFIXES = re.compile("co(?!o[kln])|ré|pré|dé|pro|péri|ciné")
VOWELS = "aeiouyàâäéèêëîïôöùûüœæ"
VOWEL = frozenset(VOWELS)
#: A last syllable that is mute, which stays on its line: table, restent, surent. Dumont (*Vade-mecum du typographe*) lets a
#: verb's -ent go for want of room; the patterns do not, and the lexicon knows the verbs that they do not.
MUTE = re.compile(rf"[^{VOWELS}]+(?:(?<=[gq])u)?(?:es?|ent)$")
#: Verbs that no lexicon has: no noun and no adjective ends like these.
SURELY_MUTE = re.compile(r"(?:[iuîû]r|[aiîu]ss|ill|gn|str?)ent$|es?$")
#: The consonants of a last syllable that is spoken: ur-gent, para-vent.
SPOKEN = re.compile(r"(?:[bcdfgptv][lr]|[cp]h|gn|[gq]u|[bcdfghjklmnpqrstvz])ents?$")
#: Stands for what follows a prefix, which is divided as if a syllable of its own came next.
SYLLABLE = "tage"
#: Behind these, too, where the patterns are shy: the first l of « billet » and « illustre » (« fille » and « brillent » are
#: mute); cons-truire, since con-struire will not do; réu-nir.
MORE = re.compile(r"(?<=i)l(?=l[aiouyéèêâîôûœ]|le(?!s?$|nt$))|^cons(?=[cpt])|^réu(?=ni)|^ré(?=uti)")
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
    return exceptions(Path(__file__).with_name("exceptions.txt").read_text(encoding="utf-8"))


def hyphenate(
    word: str, own: Mapping[str, tuple[int, ...]] | None = None, *, sentence_start: bool = False
) -> tuple[int, ...]:
    """Before which characters of ``word`` a hyphen may be added, as offsets; () for none.

    ``word`` is as it stands between two spaces, punctuation and all. ``own`` are a publication's exceptions. A capital is
    a name's unless the word begins a sentence. A compound is divided at its own hyphens only, and those are no business
    of ours.
    """
    found = _core(word)
    if found is None:
        return ()
    start, core, whole = found
    inner = None if core.isalpha() else INNER_APOSTROPHE.match(core)
    if inner:
        return tuple(start + offset for offset in _around_apostrophe(inner, own))
    lower = core.lower()
    named = core != lower and (core[1:] != lower[1:] or not (sentence_start and whole))
    if named:
        return ()
    listed = own.get(lower) if own else None
    if listed is None:
        listed = shipped_exceptions().get(lower)
    if listed is None:
        listed = _stem(lower, own)
    if listed is None:
        listed = _divided(lower) if len(core) >= LEAST_LETTERS else ()
    return tuple(start + offset for offset in listed)


def _core(word: str) -> tuple[int, str, bool] | None:
    """Where the letters of a word begin, the letters behind an elision, and whether there was none; None: no plain word."""
    if len(word) > 120:
        return None
    bare = word.strip(AROUND)
    if not bare.isalpha():
        elision, apostrophe, bare = bare.partition("’")
        if not apostrophe or not bare.isalpha() or elision.lower() not in ELISIONS:
            return _letters(word)
        return word.index("’") + 1, bare, False
    return word.index(bare), bare, True


def _letters(word: str) -> tuple[int, str, bool] | None:
    """The same, of a word that is not simply letters, behind an elision or not, with marks around them."""
    if any(c.isdigit() or c in "@#/_\\:%&+=·" for c in word):
        return None
    match = LETTERS.search(word)
    if match is None or "-" in word.strip('-«»“”‘’"()[]…,;.!?') or "‑" in word:
        return None
    start, core = match.start(), match.group()
    elided = ELIDED.match(core)
    if elided:
        start, core = start + elided.end(), core[elided.end() :]
    if LETTERS.search(word, match.end()) or any(sign in core for sign in ".·"):
        return None
    return start, core, elided is None


def _stem(word: str, own: Mapping[str, tuple[int, ...]] | None) -> tuple[int, ...] | None:
    """The exception of a word's singular."""
    if not word.endswith("s"):
        return None
    return (own or {}).get(word[:-1], shipped_exceptions().get(word[:-1]))


@functools.lru_cache(maxsize=50_000)
def _divided(word: str) -> tuple[int, ...]:
    """A lower-case word at its joint and within its parts, where those are French."""
    found = joint(word)
    if found is None:
        return _syllables(word)
    at, first, second = found
    if not at or not _decent(word, at):
        return ()
    before = [inside for inside in _syllables(word[:at] + SYLLABLE) if inside < at] if first else []
    return (*before, at, *(at + inside for inside in _syllables(word[at:]) if second))


def _syllables(word: str) -> tuple[int, ...]:
    places = {*pattern_breaks(word), *(match.end() for match in MORE.finditer(word))}
    last = len(word) - AFTER
    said = lexicon().kind(word) & (Kind.MUTE | Kind.VOICED) if word.endswith("ent") else NONE
    if said == Kind.MUTE or (not said and SURELY_MUTE.search(word)):
        mute = MUTE.search(word)
        last = min(last, mute.start() - 1) if mute else last
    elif said == Kind.VOICED or word.endswith("ents"):
        places.update(match.start() for match in SPOKEN.finditer(word))
    found = [at for at in sorted(places) if BEFORE <= at <= last and _decent(word, at)]
    # No syllable without a vowel: ha-sh-tag.
    kept: list[int] = []
    for at, after in zip(reversed(found), [len(word), *reversed(found)], strict=False):
        if _spoken(word[at : kept[-1] if kept else after]):
            kept.append(at)
    return tuple(at for at in reversed(kept) if _spoken(word[:at]))


def _spoken(syllable: str) -> bool:
    return not VOWEL.isdisjoint(syllable)


def _around_apostrophe(match: re.Match[str], own: Mapping[str, tuple[int, ...]] | None) -> tuple[int, ...]:
    """Breaks of a word with an apostrophe inside: before the consonant that it leans on, never at it."""
    left, onset, right = match["left"], match["onset"], match["right"]
    behind = match.start("right")
    inside = [at for at in _divided(left + onset) if at < len(left)] if len(left) > BEFORE else []
    return (*inside, len(left), *(behind + at for at in hyphenate(right, own)))


def _decent(word: str, at: int) -> bool:
    before, after = word[:at], word[at:]
    if (before in UNFORTUNATE and before != "cons") or after in UNFORTUNATE:
        return False
    # Le Robert: no division between two vowels (unless behind a prefix), nor around x or y between vowels.
    vowels = VOWELS
    if before[-1] in vowels and after[0] in vowels:
        return any(prefix and prefix.end() == at for prefix in (PREFIXES.match(word), PREFIX.match(word)))
    if after[0] in "xy" and before[-1] in vowels and len(after) > 1 and after[1] in vowels:
        return False
    return not (before[-1] in "xy" and len(before) > 1 and before[-2] in vowels and after[0] in vowels)


def undivided(phrases: Iterable[str]) -> Iterator[str]:
    """The words that are never divided, in small letters: those that are kept alone, and the names in phrases that are."""
    for phrase in phrases:
        words = phrase.replace("'", "’").split(" ")
        yield from (word.strip("’").lower() for word in words if len(words) == 1 or word != word.lower())


def hyphenator(publication: Publication) -> Callable[[str], tuple[int, ...]]:
    """The function that composition asks, word by word (a publication's own lists are among its settings)."""
    own: dict[str, tuple[int, ...]] = dict.fromkeys(undivided(kept(publication.settings)), ())
    own |= exceptions("\n".join(value for name, value in publication.settings if name == "hyphenation"))

    @functools.lru_cache(maxsize=50_000)
    def of(word: str) -> tuple[int, ...]:
        return hyphenate(word, own)

    return of
