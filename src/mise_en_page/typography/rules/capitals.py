"""Accents on capitals, out of the lexicon: what is sure is corrected, what is not is told (rules/lint.py).

A word with a capital that is no form as it stands, and would be one with an accent on its capital, has lost it: Etat,
Agée, Champs-Elysées. What several forms could be stays. So does what other languages write so, unless French stands
beside it (foreign.txt): « l’Education », but « Education First »; a given name needs a French surname.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from mise_en_page.typography.flat import Edit
from mise_en_page.typography.lexicon import Kind, lexicon
from mise_en_page.typography.near import Signs, near
from mise_en_page.typography.policy import Policy
from mise_en_page.typography.rules.rule import rule

#: Every letter that a capital may be, and those that may have lost an accent.
CAPITALS, BARE = "A-ZÀ-ÖØ-ÞŒ", frozenset("ACEIOU")
LETTER = r"[^\W\d_]"
#: A word with a capital, all the parts of a compound; and no part of an address or a file's name.
CAPITAL = near(
    rf"(?<![\w@#.-])[{CAPITALS}]{LETTER}+(?:-{LETTER}+)*(?![\w@]|\.\w)",
    Signs("ABCDEFGHIJKLMNOPQRSTUVWXYZÀÂÉÈÊÎÔŒ", kind="letter"), before=2, after=64,
)  # fmt: skip
#: What a typist means by them; a small letter of theirs has lost its accent, too.
CARELESS = {"Ete": "Été", "ETE": "ÉTÉ"}
#: Short words that are no acronyms behind an article in capitals: « L’ETAT », but « L’ETA ».
SHORT_WORDS = frozenset({"ETE", "ETAT", "ETRE", "ETUI", "AGE", "AME", "ANE", "ILE", "ELU", "ELUE", "ECHO", "ERE"})
#: French and English; behind it a French surname is corrected, and nothing else is told.
ERIC = "Eric"
#: Forms as they stand, but rare: « ile » is allowed since 1990, « age » is a part of a plough, Ames a commune.
RARE = re.compile("Ages?|Ames|AGES?|AMES|Il(?:es?|ots?|ets?|ien(?:ne)?s?)|IL(?:ES?|OTS?|ETS?)")
#: Where a sentence begins, at the end of what stands before.
SENTENCE = re.compile(r"(?:^|[\n\u2029]|[.!?…:»”][»”)\"\u00a0\u202f]* |[«—–•►>][ \u00a0\u202f])[(“\"\[]?$|[(“]$")
#: What stands before a French noun.
DETERMINER = re.compile(
    r"(?:\bl’|\b(?:l[ea]s?|une?|des|du|aux?|ce|cet|cette|ces|[mts](?:on|a|es)|[nv]os|[nv]otre|leurs?|chaque|quelle?s?|"
    r"premi[eè]re?|grande?s?|nouvelle|moyen|d’une?|toute|trois|deux) )$",
    re.IGNORECASE,
)
#: An adjective that agrees with the word before it: « Education nationale ».
ADJECTIVE = re.compile(r" [a-zà-ÿ]+(?:ales?|elles?|aires?|iques?|ieures?|ives?|iennes?|aises?|ées?)\b")
NEXT = re.compile(r"[ \u00a0](?P<word>(?:[ldn]’)?[^\W\d_]+)")
#: Small words that are English, too.
ENGLISH_TOO = frozenset({"in", "on", "are", "for", "an", "has"})
#: The surname behind a given name is French beyond doubt.
SURNAME = re.compile(
    rf" (?:(?:de|du|des|d’|De|Du|Des|Le|La) ?(?:la |La )?[{CAPITALS}]|Du[pb]\w+|"
    rf"(?!(?:Barn|Benn|Emm|Garn|Garr|Haml|Jarr)et\b|[\w-]*(?:b|li)ot\b|\w{{1,3}}ier\b|(?:Coll|Fras|Fraz|Glaz|Nap|Xav|Jav)ier\b)"
    rf"[{CAPITALS}][\w-]*(?:[éèêçïœ]|(?:eau|eaux|aux|ault|aut|aud|oux|oix|ois|ieu|ieux|illon|ouille|gnac|ière|ette|elle|euil|eux|"
    r"euse|et|ot|ier|enne)\b)|"
    rf"(?P<known>[{CAPITALS}][a-zà-ÿ]+(?:-{LETTER}+)*))"
)
#: Words of English capitals that make a line none of French.
ENGLISH = re.compile(r"\b(?:THE|OF|AND|FOR|MY|YOUR|WITH|FROM|IS|YOU|ARE|NEW)\b")
#: « Luc LEVEQUE », « Ultimate Edition »: behind another word with a capital.
SIGNED = re.compile(rf"[{CAPITALS}][\w.-]*[a-zà-ÿ.] $")
WORD = re.compile(rf"{LETTER}{{2,}}")


@cache
def foreign() -> dict[str, str]:
    """The section of foreign.txt in which a word stands."""
    found, section = {}, ""
    for line in Path(__file__).parent.with_name("foreign.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif not line.startswith("#"):
            found.update(dict.fromkeys(line.split(), section))
    return found


class Reading(NamedTuple):
    """What a word with a capital may be: its accented forms, what they are, and where it stands in foreign.txt."""

    forms: tuple[str, ...]
    kind: Kind
    section: str


@lru_cache(maxsize=20_000)
def reading(word: str) -> Reading | None:
    """What a word may be that is none as it stands; None for all others."""
    if word in CARELESS:
        return Reading((CARELESS[word],), Kind.COMMON, "")
    if BARE.isdisjoint(word) or word in ("Ca", "Cà"):
        return None
    words = lexicon()
    if words.stands(word) and not RARE.fullmatch(word) and word != ERIC:
        return None
    section = foreign().get(word.capitalize() if word.isupper() else word, "")
    forms = words.with_accents(word)
    if forms:
        return Reading(forms, words.cased(word), section)
    parts = word.split("-")
    return _compound(parts) if len(parts) > 1 else None


#: What makes of « Jean-Eric » a Frenchman, with what it is bound to.
SAINTED = re.compile("(?:Jean|Marie|Anne|Pierre|Paul|Louis|Marc|Charles|Michel|Claude|François|Luc|Saint|Sainte)$")


def _compound(parts: list[str]) -> Reading | None:
    """A compound that the lexicon has not: each part by itself, those that begin with a small letter as they are."""
    made = []
    for part in parts:
        found = reading(part) if part[:1].isupper() and part[1:].islower() else None
        if found and (len(found.forms) > 1 or (found.section and not SAINTED.match(parts[0]))):
            return Reading((*found.forms, ""), found.kind, found.section)
        made.append(found.forms[0] if found else part)
    return Reading(("-".join(made),), Kind.OTHER_NAME, "") if made != parts else None


def _begins(text: str, at: int) -> bool:
    """Does a sentence begin here?"""
    return at == 0 or bool(SENTENCE.search(text, max(0, at - 8), at))


def readings(text: str, *, sure_alone: bool = False) -> Iterator[tuple[int, int, str | None]]:
    """Each word that may have lost accents, with what it is if that is sure; or those alone that may be."""
    run = Run(0, 0, 0, "")
    for match in CAPITAL.finditer(text):
        found = reading(match.group())
        if found is None or (sure_alone and len(found.forms) > 1):
            continue
        start, end = match.span()
        word = match.group()
        if word.isupper() and len(word) > 1:
            if start >= run.end:
                run = _run(text, start, end)
            sure = _in_capitals(text, start, end, found, run)
            if sure is None:
                continue
        else:
            if found.section == "others":
                continue
            sure = not found.section or _is_french(text, start, end, found)
            named = found.section == "words" and SIGNED.search(text, max(0, start - 24), start)  # « Ultimate Edition »
            if not sure and (named or word == ERIC):
                continue
        yield start, end, found.forms[0] if sure and len(found.forms) == 1 else None


def _is_french(text: str, start: int, end: int, found: Reading) -> bool:
    """Is a word that other languages have, too, proved by what stands beside it?"""
    if found.kind & Kind.COMMON and DETERMINER.search(text, max(0, start - 12), start):
        follows = NEXT.match(text, end)
        return follows is None or follows["word"][0].islower() or _is_common(follows["word"])
    if found.section == "words":
        return _goes_on(text, start, end)
    if found.kind & Kind.PLACE and text[max(0, start - 2) : start] in ("à ", "À "):
        return True
    surname = SURNAME.match(text, end)
    return surname is not None and (surname["known"] is None or foreign().get(surname["known"]) == "surnames")


def _goes_on(text: str, start: int, end: int) -> bool:
    """Does a sentence begin with this word, and go on in French; or does an adjective follow it, or « d’ » stand before?"""
    if text[max(0, start - 2) : start] in ("d’", "D’") or ADJECTIVE.match(text, end):
        return True
    follows = NEXT.match(text, end)
    if not _begins(text, start):
        return False
    word = follows["word"] if follows else ""
    return not word or (word[0].islower() and word not in ENGLISH_TOO and lexicon().knows(word))


#: No acronym is so long; a place of so many letters is known even alone.
LONGEST_ACRONYM, SHORTEST_PLACE = 6, 5
#: Characters on either side of a word in capitals that are looked at.
LONGEST_RUN = 120


class Run(NamedTuple):
    """Capitals in a row, in one line: its letters, and how many words more are common ones than are not."""

    end: int
    common: int
    others: int
    letters: str

    def is_line(self, word: str) -> bool:
        """Are most of its words, but for this one, words of French, and no acronyms or a photographer's name?"""
        if (len(word) > 4 or word in SHORT_WORDS) and any(f"{elided}’{word}" in self.letters for elided in "LDCNSJ"):
            return True
        if len(word) <= LONGEST_ACRONYM and f"({word})" in self.letters:
            return False
        common = _is_common(word)
        return self.common - common > self.others - (not common)


@lru_cache(maxsize=20_000)
def _is_common(word: str) -> bool:
    """Is a word in capitals no name, its accents as they are?"""
    return bool(lexicon().kind(word.lower()) & Kind.COMMON)


def _run(text: str, start: int, end: int) -> Run:
    """The capitals around a word in capitals."""
    first, least = start, max(0, start - LONGEST_RUN)
    while first > least and _is_run(text[first - 1]):
        first -= 1
    last, most = end, min(len(text), end + LONGEST_RUN)
    while last < most and _is_run(text[last]):
        last += 1
    letters = text[first:last]
    if ENGLISH.search(letters):
        return Run(last, 0, LONGEST_RUN, letters)
    words = WORD.findall(letters)
    common = sum(map(_is_common, words))
    return Run(last, common, len(words) - common, letters)


def _is_run(character: str) -> bool:
    """Does a line in capitals go on with it?"""
    return character.isupper() or not (character.isalpha() or character in "/©@#\n\u2029")


def _in_capitals(text: str, start: int, end: int, found: Reading, run: Run) -> bool | None:
    """Of a word in capitals: is it sure? None: it is an acronym, or whatever, of which nothing is said."""
    word = text[start:end]
    if found.section == "others":
        return None
    if run.is_line(word):
        long = len(word) >= SHORTEST_PLACE
        return (
            bool(found.kind & Kind.COMMON or (found.kind & (Kind.PLACE | Kind.OTHER_NAME) and long))
            and found.section != "names"
        )
    if found.section or run.others == LONGEST_RUN or SIGNED.search(text, max(0, start - 24), start):
        return None
    alone = not re.search(rf"{LETTER}", text[max(0, start - 80) : start] + text[end : end + 80])
    if len(word) >= SHORTEST_PLACE and found.kind & (Kind.PLACE | Kind.COMMON if alone else Kind.PLACE):
        return True
    return True if found.kind & (Kind.COMMON | Kind.OTHER_NAME) and len(word) > LONGEST_ACRONYM else None


# --- Ça, À ---------------------------------------------------------------------------------------------------------------

CA = near(r"\bCa(?= [a-zà-ÿ]|,|\u00a0y | [nmst]’)", Signs("C", "a"), before=1, after=6)
#: What « à » may stand before at a sentence's start, and « a » (of avoir) not.
AFTER_A = (
    r"la|l’\w+|partir|noter|savoir|suivre|ces?|cette|cet|celles?|celui|ceux|propos|travers|quelques?|quels?|quelles?|deux|trois|"
    r"quatre|six|sept|huit|neuf|onze|douze|quinze|trente|quarante|cinquante|soixante|moins|peine|nouveau|côté|cause|condition|"
    r"défaut|droite|gauche|force|terme|titre|ses|son|sa|leurs?|mon|ma|mes|ton|ta|tes|notre|nos|votre|vos|chaque|chacune?|tous|toutes?|"
    r"tout|tel|telle|une?|qui|quoi|bord|bout|mesure|mi-\w+|bientôt|demain|jamais|peu|présent|midi|minuit|Noël|Pâques|cela|presque|plus|genoux|seconde|table|premi[eè]re|lui|"
    r"elles?|eux|nous|vous|moi|toi|quand|vrai|domicile|égalité|distance|terre|\d+\w*|contre\w*|pied|vélo|ne|en|plusieurs|cinq|dix|"
    r"vingt|cent|mille|part|raison|long|court|moyen|grands?|grandes?|petits?|petites?|tort|fond|flanc|haute?|bas|base|coups?|dos|"
    r"effet|main|même|moitié|outrance|perte|proximité|ras|rebours|regret|tour|vol|vue|cheval|bicyclette|chaud|froid|découvert|"
    r"feu|fleur|chaux|échelle|intervalles?|huis|hauteur|longueur|mi|portée|rien|seulement|tantôt|temps|tire|aucune?|certaine?s?|"
    r"d’autres|l’|y|bon|bonne|mort|bas|moyenne|plat|plein|pleine|sec|ciel|quiconque|autant|autrui|marée|maints?|maintes|juste|"
    r"bras|bride|califourchon|cœur|contrecœur|couteaux|dessein|double|foison|jeun|mains|merveille|nu|pic|point|rallonge|reculons|"
    r"retardement|satiété|souhait|tâtons|tue-tête|usage|vie|vive|voix|volonté|charge|compte|crédit|égale|guichets|loisir|marche|"
    r"mots|parité|parts|pleins|pas (?:de|feutrés)|prix|sens|taille|trop|tire-d’aile|voile"
)
#: « A découvrir », « A lire », « A voir »: an infinitive behind, which avoir has not.
INFINITIVE = r"[a-zà-ÿœ]+re?"
IN_CAPITALS = (
    "LA|L’|LIRE|VOIR|NOTER|SUIVRE|VENDRE|LOUER|SAVOIR|DÉCOUVRIR|TABLE|PROPOS|PARTIR|QUI|QUOI|QUAND|VOS|NOS|NOUS|VOUS"
)
NAMED = rf"[{CAPITALS}][\w’-]*"
A_GRAVE = near(
    rf"\bA (?:(?:{AFTER_A})\b|(?P<infinitive>{INFINITIVE})\b|(?=[lL]’)|{IN_CAPITALS}\b|"
    rf"(?P<name>{NAMED}(?: {NAMED}){{0,3}}))",
    Signs("A", " "), before=1, after=64,
)  # fmt: skip
#: What a place's name may begin with.
OF_PLACES = re.compile(
    "La|Le|Les|New|San|Santa|Los|Las|Sainte?|Port|Buenos|Hong|Kuala|Tel|Abu|Rio|Sao|São|Cap|Mont|Fort|Phnom|Addis|El|Al|Wall|"
    "Sciences|Radio|BFM|Beverly|Silicon|Bad|Palm|Notre"
)
#: What goes on in French behind a name.
GOES_ON = re.compile(
    r",? (?:aux?|à|l[ea]s?|l’|on|ils?|elles?|nous|vous|des?|du|d’|une?|en|et|où|comme|aussi|ce|cet|cette|ces|plus|pour|"
    r"après|avant|dans|sur|par|depuis|c’|ça|tous|toutes?|son|sa|ses|leurs?|notre|nos|j’|je|qui|pas|même|chez|quelques?|lundi|mardi|"
    r"mercredi|jeudi|vendredi|samedi|dimanche|hier|demain|tout|quand|si|mais|ou|trois|deux|dix|plusieurs|environ|\d|près)"
    r"(?!\w)",
)


def _graves(text: str) -> Iterator[int]:
    """Where a sentence begins with A, and À is meant."""
    for match in A_GRAVE.finditer(text):
        if not _begins(text, match.start()):
            continue
        name = match["name"]
        if match["infinitive"]:
            if lexicon().kind(match["infinitive"]) & Kind.INFINITIVE:
                yield match.start()
        elif name is None or _is_somewhere(text, match.start("name"), name):
            yield match.start()


def _is_somewhere(text: str, start: int, name: str) -> bool:
    """Is this a place, or a name behind which the sentence goes on in French?"""
    words = name.split(" ")
    for count in range(len(words), 0, -1):
        place = " ".join(words[:count]).rstrip("-’")
        if lexicon().cased(place.replace("'", "’")) & Kind.PLACE:
            return count == len(words) or not text.startswith(" ", start + len(place))
    goes_on = GOES_ON.match(text, start + len(name))
    if OF_PLACES.fullmatch(words[0]) and len(words) > 1:
        return goes_on is not None and goes_on.group().startswith(",")
    return len(words) == 1 and len(name) > 2 and not name.isupper() and goes_on is not None


def capitals(text: str, _policy: Policy) -> Iterator[Edit]:
    """The accents that are sure, a letter at a time."""
    for start, _, form in readings(text, sure_alone=True):
        for n, letter in enumerate(form or ""):
            if letter != text[start + n]:
                yield Edit(start + n, start + n + 1, letter, "CAP")
    for match in CA.finditer(text):
        if _begins(text, match.start()):
            yield Edit(match.start(), match.start() + 1, "Ç", "CAP")
    for at in _graves(text):
        yield Edit(at, at + 1, "À", "CAP")


def doubts(text: str) -> Iterator[tuple[int, int]]:
    """The words that may have lost an accent."""
    for start, end, _ in readings(text):
        yield start, end


RULES = (
    rule(
        "CAP", "Lexique IN 2002, Accentuation des capitales", ("Etat", "État"), CAPITAL, CA, A_GRAVE,
        find=capitals, setting="accent_caps", only="fix",
    ),
)  # fmt: skip
