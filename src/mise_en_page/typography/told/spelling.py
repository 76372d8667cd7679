"""Words that no French lexicon knows and that are like one it knows: slips of the hand, never names or foreign words.

Precision comes first. A word is told when it is in small letters, when neither the lexicon nor a regular derivation has
it, and when a known word is so near that the slip is plain: a letter doubled or not, two letters in the wrong order, an
accent, a letter too many or too few in a long word. What is set off (italics, a foreign quotation) is left alone, and so
are two unknown words in a row.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from mise_en_page.model.message import key
from mise_en_page.typography.lexicon import FAMILIES, NAME, lexicon
from mise_en_page.typography.told.finding import Finding, Passage, found, listed

_LETTERS = r"[^\W\d_]+"
#: A word, with its elision and its hyphens; none beside a sign that says that it is an address, a code, a hashtag.
WORD = re.compile(
    rf"(?<![\w@#/\\·.&’'-])(?<!\w[(\[])(?<!\w-[ \u00a0\n]){_LETTERS}(?:[’'\u2011-]{_LETTERS})*"
    r"(?![\w@/\\·&_]|[.:]\w|[’'-]\w|-[ \u00a0\n]|\(|[)\]]\w)"
)
ELISION = re.compile(r"(?:[ldjmtsncç]|[LDJSNC]|[Qq]u|[Ll]orsqu|[Pp]uisqu|jusqu|quoiqu|presqu)[’']")
#: Shorter words are like too many others; of those so short, accents and these alone are plain.
SHORTEST, SHORT = 4, 5
COMMON = listed("""
dans avec pour tout tous mais plus sont cette elle elles leur leurs comme sans faire était même aussi bien très sous
avoir être nous vous ils deux trois quand après avant entre alors encore depuis chez donc fois jour
""")
#: In a word so long, one letter that is wrong, too many or too few makes no other word.
LONG = 6
#: In a longer one than this, two doubled letters or accents may be wrong.
LONGER, LONGEST, DOUBLED = 7, 30, frozenset("bcdfglmnprst")
INVARIABLE = listed("parmi malgré selon depuis pendant beaucoup souvent environ comment partout voilà chez avec")
#: A text of which more is not known, and more words than this, is of another language.
FOREIGN, FAULTS = 0.1, 4
PREFIXES = re.compile(
    r"(?:anti|auto|agro|aéro|archi|audio|bio|cardio|ciné|co(?=[aeiouéô-])|contre|crypto|cyber|demi|dé(?=[bcdfgjlmnprtv])|"
    r"dés(?=[aeiouéh])|éco|électro|entre|ethno|euro|ex-|extra|franco|géo|hyper|hydro|infra|inter|intra|macro|méga|méta|micro|"
    r"mini|mono|moto|multi|nano|narco|néo|neuro|non-|omni|outre|para|péri|philo|photo|pluri|poly|post|pré|pro|proto|pseudo|"
    r"psycho|quasi|radio|re(?=[bcdfgjlmnprtv])|ré(?=[aeiouéh])|rétro|semi|socio|sous|super|supra|sur|télé|thermo|trans|tri|"
    r"turbo|ultra|uni|vice|vidéo|web)-?"
)
#: Units with their prefixes, which the lexicon does not write out.
UNIT = re.compile(
    r"(?:kilo|hecto|déca|déci|centi|milli|micro|nano|méga|giga|téra)"
    r"(?:mètre|gramme|litre|watt|volt|octet|bit|hertz|joule|pascal|calorie|seconde|tonne|ampère|wattheure)s?"
)
#: What is made every day from other words and from names: « macroniste », « lepénisation ».
MADE = re.compile(
    r"(?:is(?:me|te|ation|é|er)|ien|ienne|éen|éenne|esque|isable|log(?:ue|ie)|phob(?:e|ie)|phil(?:e|ie)|crat(?:e|ie)|mani[ea]|eure)s?$"
)
#: A regular inflection of what is known: a foreign plural, a participle that agrees.
INFLECTED = re.compile(r"(?P<stem>.{3,}(?:[éi]|ant))(?:e|s|es)$|(?P<one>.{3,}[^è])s$")


def spelling(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    words = list(WORD.finditer(text))
    doubtful = [n for n, match in enumerate(words) if _is_doubtful(match.group()) or _opens_wrongly(match)]
    if not doubtful or len(doubtful) > max(FAULTS, len(words) * FOREIGN):
        return
    foreign = _foreign(passage, words)
    for n in doubtful:
        match = words[n]
        if _beside_unknown(words, n) or any(start <= match.start() < end for start, end in foreign):
            continue
        if match.group()[0].isupper() and match.group()[1:].islower() and not ELISION.match(match.group()):
            near = suggestions(match.group().lower(), part=True)
            yield found(passage, *match.span(), key("spelling"), near=tuple(form.capitalize() for form in near))
            continue
        for start, end in _parts(match):
            if near := suggestions(text[start:end], part=_may_be_foreign(match, start)):
                yield found(passage, start, end, key("spelling"), near=near)


@lru_cache(maxsize=50_000)
def _is_doubtful(word: str) -> bool:
    """Is this a word in small letters that is not known?"""
    bare = ELISION.sub("", word, count=1)
    if len(bare) < SHORTEST or not bare.islower() or lexicon().knows(word) or bare in supplement() or UNIT.fullmatch(bare):
        return False
    return not known(bare) or any(_bare(bare) == _bare(form) for form in suggestions(bare))


@cache
def supplement() -> frozenset[str]:
    """Words of the press that the lexicon lacks."""
    lines = Path(__file__).with_name("supplement.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines for word in line.partition("#")[0].split())


def _opens_wrongly(match: re.Match[str]) -> bool:
    """Is this a word that begins a sentence, and no name, but a plain slip (« Acceuil de loisirs »)?"""
    word, text = match.group(), match.string
    if not (word[0].isupper() and len(word) > LONG and word.isalpha() and word[1:].islower()):
        return False
    before = text[: match.start()].rstrip(" \u00a0\u202f«—–")
    if (before and before[-1] not in ".!?…\n") or not AFTER_NOUN.match(text, match.end()) or lexicon().knows(word):
        return False
    return not known(word.lower()) and bool(suggestions(word.lower(), part=True))


#: What follows a noun rather than a name, which a verb follows.
AFTER_NOUN = re.compile(r"[ \u00a0](?:d[eu]s?|d’|aux?|en|pour|à)\b")


def known(word: str) -> bool:
    """Does the lexicon know a word, or what it is regularly made of?"""
    words = lexicon()
    if words.knows(word) or word in supplement() or UNIT.fullmatch(word):
        return True
    if "-" in word:
        return all(known(part) or not part.islower() or len(part) < SHORTEST for part in word.split("-"))
    inflected = INFLECTED.match(word) if word[:-1] not in INVARIABLE else None
    if inflected and words.knows(inflected["stem"] or inflected["one"]):
        return True
    prefix = PREFIXES.match(word)
    return prefix is not None and len(word) - prefix.end() > 4 and words.knows(word[prefix.end() :])


def _parts(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The parts of a compound that are not known, without their elision; all of a word that is none."""
    for part in re.finditer(r"[^-\u2011]+", match.group()):
        elision = ELISION.match(part.group())
        start = part.start() + (elision.end() if elision else 0)
        word = match.group()[start : part.end()]
        joins = word.endswith("o") and part.end() < len(match.group())  # « libano-syrien »
        if not joins and _is_doubtful(word):
            yield match.start() + start, match.start() + part.end()


def _may_be_foreign(match: re.Match[str], start: int) -> bool:
    """Is this a part of a compound that need not be French (« story-telling »)? « socio-économque » must be."""
    before = match.group()[: start - match.start()]
    return "-" in match.group() and not (before.endswith("o-") and len(match.group()) - len(before) > LONG)


def _beside_unknown(words: list[re.Match[str]], n: int) -> bool:
    """Is one of its neighbours not known either? Then both are of another language, or of a name."""
    return any(
        len(word) > 1 and not known(word) and not known(ELISION.sub("", word, count=1))
        for other in (n - 1, n + 1)
        if 0 <= other < len(words) and abs(other - n) == 1
        for word in (words[other].group(),)
        if _adjacent(words[min(n, other)], words[max(n, other)])
    )


def _adjacent(left: re.Match[str], right: re.Match[str]) -> bool:
    return right.string[left.end() : right.start()].strip(" \u00a0-") == ""


def _foreign(passage: Passage, words: list[re.Match[str]]) -> list[tuple[int, int]]:
    """Spans that are of another language: what is set off or quoted, and little of it known."""
    spans = [*passage.set_off, *(match.span() for match in QUOTED.finditer(passage.text))]
    found = []
    for start, end in spans:
        inside = [match.group() for match in words if start <= match.start() < end]
        unknown = sum(not known(word) for word in inside)
        if unknown * 2 >= len(inside):
            found.append((start, end))
    return found


QUOTED = re.compile(r"«[^»]{1,80}»|“[^”]{1,80}”")


@lru_cache(maxsize=5_000)
def suggestions(word: str, *, part: bool = False) -> tuple[str, ...]:
    """The known words of which this is plainly a slip, most likely first; none where that is not plain.

    ``part``: it is a part of a compound, which may be of any language.
    """
    words = lexicon()
    near = [form for form in words.near(word) if _is_slip(word, form, part=part)]
    if not near and LONGER < len(word) <= LONGEST:
        near = sorted({form for once in _alike(word) for form in _alike(once) if form in words})
    if near and (name := word.capitalize()) in words and words.kind(name) & NAME:
        near.insert(0, name)  # « drôme »
    return tuple(near[:3])


def _alike(word: str) -> Iterator[str]:
    """A word with a letter doubled or no longer, an accent more, less or another: « ocurence » is so twice."""
    for at, letter in enumerate(word):
        if word[at : at + 2] == letter * 2:
            yield word[:at] + word[at + 1 :]
        elif letter in DOUBLED:
            yield word[:at] + letter + word[at:]
        for family in FAMILIES:
            if letter in family:
                yield from (word[:at] + other + word[at + 1 :] for other in family if other != letter)


def _is_slip(word: str, form: str, *, part: bool) -> bool:
    if not form.islower() or (word[-1] == "é" and form[-1:] == "e"):  # « capuché »
        return False
    if _bare(word) == _bare(form):
        return True
    if len(word) < SHORT:
        return form in COMMON or (_single(word) == _single(form) and len(word) > len(form) + 1)
    if len(word) == SHORT and word[-1] in "aio":  # an Italian's or a Spaniard's
        return form in COMMON
    if _single(word) == _single(form) or sorted(word) == sorted(form):
        return True
    return not part and len(word) >= LONG and form[0] == word[0] and not MADE.search(word)


def _bare(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _single(word: str) -> str:
    """A word with no letter twice in a row."""
    return re.sub(r"(.)\1+", r"\1", word)
