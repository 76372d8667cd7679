"""One name, one spelling: over a whole issue, with the places of both.

Two spellings are told where they are very likely one name: « St- » and « Saint- », a compound place with its hyphens and
without, one first name with two surnames that a letter tells apart, a long name that no lexicon has in two transcriptions;
and a house word (mots.txt) that is written in another way. A line « Dupond / Dupont » of mots.txt says that both are
right. The text is looked at as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from mise_en_page.model.issue import Article, Intertitle, Issue, ListItem, Paragraph, Picture, PullQuote, Table, Text, Verse
from mise_en_page.model.memo import Ask, at_once
from mise_en_page.model.message import say
from mise_en_page.model.problem import Problem, Span, Spot
from mise_en_page.typography.lexicon import Kind, lexicon
from mise_en_page.typography.told.accepted import Accepted, normal
from mise_en_page.typography.told.spelling import ELISION, WORD

_UPPER, _LOWER = "A-ZÀ-ÖØ-Þ", "a-zà-öø-ÿœ"
_NAME = rf"[{_UPPER}][{_LOWER}]+(?:[-’'][{_UPPER}]?[{_LOWER}]+)*"
NAME = re.compile(rf"(?<![\w@#/.-]){_NAME}(?![\w@/-])")
SAINT = re.compile(rf"(?<![\w-])(?:(?P<short>Ste?)\.?[- \u00a0]|(?P<long>Sainte?)-)(?P<name>{_NAME})")
COMPOUND = re.compile(rf"(?<![\w-]){_NAME}(?:-(?:[{_LOWER}]{{1,4}}[’']?|{_NAME}))+(?!\w)")
#: A name shorter than this is like too many others.
LONG, SURNAME = 7, 5
#: Each place of a spelling is told, so many at most.
MOST = 5
#: The place of what stands in mots.txt.
HOUSE = Span("mots.txt")


@dataclass(frozen=True, slots=True)
class _Names:
    """What an article calls people and places: names and pairs of names, saints, compounds, each with its places."""

    alone: tuple[tuple[str, Span], ...]
    pairs: tuple[tuple[str, str, Span], ...]
    saints: tuple[tuple[str, str, Span], ...]
    compounds: tuple[tuple[str, Span], ...]


def coherence(issue: Issue, words: tuple[str, ...], ask: Ask = at_once) -> tuple[Problem, ...]:
    """What is written in two ways in an issue; ``words`` are the publication's own."""
    articles = [placed.article for page in issue.pages for placed in page.articles]
    found = [ask(_names, article) for article in articles]
    problems = [*_saints(found), *_pairs(found, words), *_transcribed(found, words), *_hyphens(found, articles)]
    entries = tuple(sorted(words))
    for article in articles if entries else ():
        problems += ask(_house_words, article, entries)
    return tuple(_whole(dict.fromkeys(problems)))


def _whole(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems, but for those of a part of what another tells (a surname, of the whole name)."""
    lines: dict[tuple[str, int], list[Problem]] = defaultdict(list)
    for problem in problems:
        if isinstance(problem.where, Span):
            lines[problem.where.file, problem.where.line].append(problem)
    for together in lines.values():
        for problem in together:
            if not any(_within(problem.where, other.where) for other in together):
                yield problem


def _within(one: Span | Spot | None, whole: Span | Spot | None) -> bool:
    """Is a place on a line a part of another on the same?"""
    return (
        isinstance(one, Span) and isinstance(whole, Span) and one != whole
        and whole.column <= one.column and one.column + one.length <= whole.column + whole.length
    )  # fmt: skip


def texts_of(article: Article) -> Iterator[Text]:
    """All that is written in an article, but who wrote it."""
    pictures = [article.picture, *(block for block in article.body if isinstance(block, Picture))]
    yield from (article.kicker, article.title, article.chapo, article.next_title)
    yield from (text for picture in pictures if picture is not None for text in (picture.caption,))
    for block in article.body:
        match block:
            case Paragraph(text) | Intertitle(text) | ListItem(text) | Verse(text):
                yield text
            case Table():
                yield from block.cells
            case PullQuote(text, attribution):
                yield from (text, attribution)


def _names(article: Article) -> _Names:
    alone: list[tuple[str, Span]] = []
    pairs: list[tuple[str, str, Span]] = []
    saints: list[tuple[str, str, Span]] = []
    compounds: list[tuple[str, Span]] = []
    for text in texts_of(article):

        def at(match: re.Match[str], text: Text = text) -> Span:
            return article.source.span(text.origins[match.start()], len(match.group()))

        last: re.Match[str] | None = None
        for match in NAME.finditer(text.characters):
            together = last is not None and text.characters[last.end() : match.start()] in (" ", "\u00a0")
            if last is not None and together:
                where = article.source.span(text.origins[last.start()], match.end() - last.start())
                pairs.append((normal(last.group()), normal(match.group()), where))
            if together or not _begins(text.characters, match.start()):
                alone.append((normal(match.group()), at(match)))
            last = match
        saints += ((match["short"] or match["long"], match["name"], at(match)) for match in SAINT.finditer(text.characters))
        compounds += (
            (match.group(), at(match)) for match in COMPOUND.finditer(text.characters) if match.group().count("-") > 1
        )
    return _Names(tuple(alone), tuple(pairs), tuple(saints), tuple(compounds))


def _begins(text: str, at: int) -> bool:
    """Does a sentence begin here, so that a capital says nothing?"""
    before = text[:at].rstrip(" \u00a0\u202f«“\"'’(—–-")
    return not before or before[-1] in ".!?…:\n"


@lru_cache(maxsize=20_000)
def plain(word: str) -> str:
    """A word without accents, in small letters."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))


def _told(spellings: Mapping[str, list[Span]]) -> Iterator[Problem]:
    """The rarer of some spellings, wherever they stand, with the first place of the commonest; of equals, the later.

    « Saint- » has precedence of « St- », and what the lexicon knows of what it knows not.
    """
    order = {form: n for n, form in enumerate(spellings)}
    best = max(
        spellings,
        key=lambda form: (
            HOUSE in spellings[form],
            len(spellings[form]),
            not form.startswith("St"),
            all(map(lexicon().knows, form.split())),
            -order[form],
        ),
    )
    for form, spans in spellings.items():
        for where in spans[:MOST] if form != best else ():
            place = f"{spellings[best][0].file}:{spellings[best][0].line}"
            both = f"{form} / {best}"  # the form alone would be the house's spelling
            said = say("two-spellings", words=form, other=best, place=place, accept=both)
            yield Problem("two-spellings", "warning", said, say("told/accept", words=both), where)


def _saints(found: Iterable[_Names]) -> Iterator[Problem]:
    saints: dict[str, dict[str, list[Span]]] = defaultdict(dict)
    for names in found:
        for kind, name, where in names.saints:
            saints[plain(name)].setdefault(f"{kind}-{name}", []).append(where)
    for spellings in saints.values():
        if len({form.partition("-")[0].startswith("St") for form in spellings}) > 1:
            yield from _told(_merged(spellings))


def _merged(spellings: Mapping[str, list[Span]]) -> dict[str, list[Span]]:
    """Spellings of which some differ by accents of capitals alone: those are one."""
    merged: dict[str, list[Span]] = {}
    for form, spans in spellings.items():
        same = next((other for other in merged if _same_but_capitals(form, other)), form)
        merged.setdefault(same, []).extend(spans)
    return merged


def _same_but_capitals(one: str, other: str) -> bool:
    """Do two words differ by the accents of their capitals alone?"""
    return len(one) == len(other) and all(
        a == b or (a.isupper() and b.isupper() and plain(a) == plain(b)) for a, b in zip(one, other, strict=True)
    )


def _pairs(found: Iterable[_Names], words: tuple[str, ...]) -> Iterator[Problem]:
    """« Jean Dupond » and « Jean Dupont »; « Emanuel Macron » and « Emmanuel Macron »."""
    people: dict[tuple[str, str], list[Span]] = {}
    for first, _, last in (entry.partition(" ") for entry in map(normal, words)):
        if last:
            people[first, last] = [HOUSE]
    for names in found:
        for first, last, where in names.pairs:
            people.setdefault((first, last), []).append(where)
    by_first: dict[str, list[str]] = defaultdict(list)
    by_last: dict[str, list[str]] = defaultdict(list)
    for first, last in people:
        by_first[first].append(last)
        by_last[last].append(first)
    for first, lasts in by_first.items():
        for one, other in combinations(lasts, 2) if _is_given(first) else ():
            if min(len(one), len(other)) >= SURNAME and one_letter(one, other) and not _related(one, other):
                yield from _told({f"{first} {last}": people[first, last] for last in (one, other)})
    for last, firsts in by_last.items():
        for one, other in combinations(firsts, 2) if len(last) >= SURNAME else ():
            if _sounds(one) == _sounds(other) and not _same_but_capitals(one, other) and not _both_given(one, other):
                yield from _told({f"{first} {last}": people[first, last] for first in (one, other)})


def _is_given(name: str) -> bool:
    """Is this a first name, as far as anybody knows, and no word that begins a sentence?"""
    kind = lexicon().kind(name)
    return bool(kind & Kind.GIVEN) or not (kind or lexicon().knows(name))


def _both_given(one: str, other: str) -> bool:
    return all(bool(lexicon().kind(name) & Kind.GIVEN) for name in (one, other))


def _related(one: str, other: str) -> bool:
    """Is one of two words the other's plural or feminine, or are both words that everybody knows?"""
    short, long = sorted((one, other), key=len)
    if long in (f"{short}s", f"{short}e", f"{short}x") or _same_but_capitals(one, other):
        return True
    return all(lexicon().kind(name.lower()) & Kind.COMMON for name in (one, other))


def one_letter(one: str, other: str) -> bool:
    """Does one letter more, less, or in another's place make one word of the other?"""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    begun = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    short, long = sorted((one[begun:], other[begun:]), key=len)
    return short == long[1:] or short[1:] == long[1:]


_ALIKE = (
    ("ck", "k"),
    ("kh", "k"),
    ("ch", "k"),
    ("ph", "f"),
    ("ou", "u"),
    ("ei", "i"),
    ("y", "i"),
    ("j", "i"),
    ("w", "v"),
    ("z", "s"),
    ("c", "k"),
    ("h", ""),
)


@lru_cache(maxsize=20_000)
def _sounds(name: str) -> str:
    """A name as it sounds: what transcriptions differ by is taken away."""
    name = plain(name)
    for written, sound in _ALIKE:
        name = name.replace(written, sound)
    return re.sub(r"(.)\1+", r"\1", name)


def _transcribed(found: Iterable[_Names], words: tuple[str, ...]) -> Iterator[Problem]:
    """« Zelensky » and « Zelenski »: long names that no lexicon has, but for whom first names tell apart."""
    names: dict[str, dict[str, list[Span]]] = defaultdict(dict)
    firsts: dict[str, set[str]] = defaultdict(set)
    for entry in map(normal, words):
        if re.fullmatch(_NAME, entry):
            names[_sounds(entry)][entry] = [HOUSE]
    given: set[str] = set()
    for each in found:
        for first, last, _ in each.pairs:
            if _is_given(first):
                firsts[last].add(first)
                given.add(first)
        for name, where in each.alone:
            if len(name) >= LONG:
                names[_sounds(name)].setdefault(name, []).append(where)
    for spellings in names.values():
        forms = _merged(spellings)
        if len(forms) == 1 or any(form in given or lexicon().kind(form) & Kind.GIVEN for form in forms):
            continue
        if sum(lexicon().knows(form) for form in forms) > 1 or _apart([firsts[form] for form in forms]):
            continue
        if not any(_related(one, other) for one, other in combinations(forms, 2)):
            yield from _told(forms)


def _apart(firsts: list[set[str]]) -> bool:
    """Do first names say that these are several people?"""
    return all(firsts) and not set.intersection(*firsts)


def _hyphens(found: Iterable[_Names], articles: Iterable[Article]) -> Iterator[Problem]:
    """« Aix en Provence » where « Aix-en-Provence » stands as well."""
    compounds: dict[str, list[Span]] = {}
    for names in found:
        for name, where in names.compounds:
            compounds.setdefault(name, []).append(where)
    for name, places in compounds.items():
        spaced = name.replace("-", " ")
        spans = [
            article.source.span(text.origins[at], len(spaced))
            for article in articles
            for text in texts_of(article)
            if (at := text.characters.find(spaced)) >= 0
        ]
        if spans:
            yield from _told({name: [*places, *([places[0]] * len(spans))], spaced: spans})


# --- the house's own words


def _house_words(article: Article, entries: tuple[str, ...]) -> tuple[Problem, ...]:
    """The words of an article that are one of mots.txt in another form."""
    house = {_key(entry): entry for entry in map(normal, entries) if " " not in entry and len(entry) > 3}
    accepted = Accepted(entries)
    problems = []
    for text in texts_of(article):
        for match in WORD.finditer(text.characters):
            elision = ELISION.match(match.group())
            word = normal(match.group()[elision.end() if elision else 0 :])
            entry = house.get(_key(word))
            if entry is None or accepted.has(word) or not _is_variant(word, entry):
                continue
            where = article.source.span(text.origins[match.end() - len(word)], len(word))
            said = say("house-word", words=word, right=entry)
            problems.append(Problem("house-word", "warning", said, say("told/accept", words=word), where))
    return tuple(problems)


def _key(word: str) -> str:
    return plain(word).replace("-", "").removesuffix("s")


def _is_variant(word: str, entry: str) -> bool:
    """Is a word that shares its letters with one of the house's the same, in another form?"""
    if ("-" in word) != ("-" in entry):
        return True
    word, entry = word.removesuffix("s"), entry.removesuffix("s")
    if word.lower() == entry.lower():
        return not word.isupper() and not lexicon().knows(word.lower())
    pairs = {frozenset(pair) for pair in zip(word.lower(), entry.lower(), strict=False) if pair[0] != pair[1]}
    reformed = pairs <= {frozenset("éè"), frozenset("îi"), frozenset("ûu")} and len(word) == len(entry) > SURNAME
    return reformed or not lexicon().knows(word.lower())
