"""What stands apart in a sentence: between brackets, dashes or commas, or behind the last comma."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from mise_en_page.fit.words import AUXILIARIES, CLITICS, MOST_SENTENCES, Cut, Prose, Word, begun_again, listed
from mise_en_page.typography.lexicon import Kind

#: No aside is longer.
LONGEST = 300
BRACKETS = re.compile(r"[ \u00a0\u202f]\([^()]{2,300}\)(?=[ \u00a0\u202f.,;:!?…])")
DASHES = re.compile(r"[ \u00a0\u202f][–—][ \u00a0\u202f]")
RELATIVES = listed("qui dont où lequel laquelle lesquels lesquelles auquel")
#: With these a sentence may go on behind a comma, and may end before it.
TAILS = listed(
    "avec sans après avant depuis lors pendant malgré grâce afin alors tandis puisque puisqu’ car comme notamment "
    "même faute histoire quitte sous quand lorsque lorsqu’ surtout dès durant via suite en à au aux dans sur près "
    "pour par chez vers contre entre parmi outre voire soit"
)
#: Where they stand before, « mais » sets something right and stays.
DENIED = listed("pas plus non jamais rien guère aucun aucune ni moins")
#: A sentence that begins so has its own clause behind the first comma.
OPENINGS = listed(
    "si s’ quand lorsque lorsqu’ comme puisque puisqu’ alors tandis bien après avant pour en dans à au aux depuis "
    "malgré selon avec sans face grâce lors plus dès parmi afin outre sur sous chez entre vers pendant durant d’ "
    "quant tout même concernant"
)
#: Two parts of which neither stands alone.
CORRELATED = re.compile(
    r"\b(?:d’une part|soit(?=.*\bsoit\b)|non seulement|ni|tant|autant|d’un côté|à la fois|non pas|si bien|tellement)\b",
    re.IGNORECASE,
)
#: What a sentence may open with, before a comma, and do without.
SETTINGS = listed(
    "après avant depuis malgré lors pendant durant dès face grâce avec sans dans en à au aux sur outre parmi "
    "samedi dimanche lundi mardi mercredi jeudi vendredi hier aujourd’hui demain désormais quand lorsque lorsqu’ "
    "alors comme"
)
SUBJECTS = listed(
    "il elle ils elles on nous je vous le la les l’ un une des ce cette ces cet son sa ses leur leurs notre nos votre vos "
    "quelques plusieurs chaque deux trois quatre cinq six sept huit neuf dix"
)
PRONOUNS = listed("il elle ils elles on nous je vous cela ça ce c’")
#: « …, a indiqué le maire »: the verb is that of who speaks, and its subject stands behind it.
SAYING = re.compile(
    r"(?:indiqu|précis|déclar|expliqu|estim|affirm|assur|ajout|soulign|racont|confi|rapport|annonc|jug|regrett|dénonc|lanc|"
    r"plaid|insist|reconn|not|observ|rappel|dit|conclu|répliqu|répond|tweet|écri|martel|admi|avou|résum|comment|promi|"
    r"témoign|détaill|poursuiv|argument|réagi|fait|appri|voulu|salu)"
)
#: « , soit un peu plus qu’en mai »: an amount said otherwise.
AMOUNTS = listed("un une deux trois quatre cinq six sept huit neuf dix près environ plus moins le la l’ presque quelque")
ENDS = (".", "!", "?", "…")


def asides(prose: Prose) -> Iterator[Cut]:
    """What stands between brackets, and between two dashes."""
    characters = prose.characters
    for match in BRACKETS.finditer(characters):
        if prose.may_go(match.start(), match.end()) and not prose.kept(match.start()) and _stands_alone(prose, match):
            yield Cut("aside", match.start(), match.end())
    for start, end in prose.sentences[:MOST_SENTENCES]:
        dashes = list(DASHES.finditer(characters, start, end))
        if len(dashes) == 2 and dashes[1].start() - dashes[0].end() <= LONGEST:
            first, last = dashes[0].start(), dashes[1].end() - 1
            if first > start and prose.may_go(first, last) and prose.meets(first, last) and not prose.kept(first):
                yield Cut("aside", first, last)


#: Behind these, brackets hold another form of the word that is to come: « du (des) candidat(s) ».
OPEN_WORD = re.compile(
    r"(?:^|[ \u00a0’'(])(?:l[ea]s?|un|une|d[eu]s?|aux?|ces?|cette|cet|leurs?|en|par|pour|sur|et|ou|à)$", re.IGNORECASE
)


def _stands_alone(prose: Prose, match: re.Match[str]) -> bool:
    """Is an aside none of a list's, whose others would stay, nor another form of a word?"""
    characters = prose.characters
    if OPEN_WORD.search(characters, max(0, match.start() - 12), match.start()):
        return False
    start, end = next((each for each in prose.sentences if each[0] <= match.start() < each[1]), (0, len(characters)))
    others = [each for each in BRACKETS.finditer(characters, start, end) if each.start() != match.start()]
    return not any(LISTED.search(each.group()) for each in others) or not LISTED.search(match.group())


#: What each thing of a list has in its brackets: a figure, a party, a letter or a number.
LISTED = re.compile(r"\d|\([A-ZÀ-Þ]{1,6}\)")


def clauses(prose: Prose) -> Iterator[Cut]:
    """Appositions between two commas, and what a sentence can end without."""
    for words in prose.parsed:
        if prose.kept(words[0].start) or CORRELATED.search(prose.characters, words[0].start, words[-1].end):
            continue
        commas = [n for n, word in enumerate(words) if word.text == "," and not prose.kept(word.start)]
        if commas:
            yield from _opening(prose, words, commas[0])
        for here, there in pairwise([*commas, len(words) - 1]):
            inner = words[here + 1 : there]
            if not inner or there >= len(words):
                continue
            if there in commas:
                yield from _between(prose, words, here, there)
            elif words[there].text in ENDS:
                yield from _last(prose, words, here, there, first=here == commas[0])
        if words[-1].text in ENDS:
            for here in commas[:-1]:
                yield from _long_tail(prose, words, here, first=here == commas[0])


def _opening(prose: Prose, words: Sequence[Word], comma: int) -> Iterator[Cut]:
    """« Malgré la pluie, la fête… »: up to the first comma, where the subject stands behind it."""
    after = words[comma + 1] if comma + 1 < len(words) else words[comma]
    start, at = words[0].start, after.start
    if (
        not (words[0].low in SETTINGS or _is_when(words[:comma]))
        or not (after.low in SUBJECTS or after.capital)
        or not prose.may_go(start, at)
    ):
        return
    clausal = words[0].low in {"quand", "lorsque", "lorsqu’", "alors", "comme"}
    if comma < 1 or clausal != any(word.is_verb for word in words[:comma]):
        return
    yield Cut("clause", start, at + 1, begun_again(prose.characters, at))


#: What « ce » and « chaque » say the time with; and the months, after a number.
TIMES = listed(
    "jour jours matin matins soir soirs nuit nuits semaine semaines année années mois été hiver automne printemps saison "
    "lundi mardi mercredi jeudi vendredi samedi dimanche midi fois week-end"
)
MONTHS = listed("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")


def _is_when(words: Sequence[Word]) -> bool:
    """« Le 3 mai 2018 », « Ces derniers jours », « Chaque matin »."""
    if words and words[0].low == "le":
        return 2 < len(words) < 5 and words[1].text.isdigit() and words[2].low in MONTHS
    return 1 < len(words) < 4 and words[0].low in {"ce", "cette", "ces", "chaque"} and words[-1].low in TIMES


def _between(prose: Prose, words: Sequence[Word], here: int, there: int) -> Iterator[Cut]:
    """Between two commas, where the sentence goes on with its verb behind the second: both commas go with it."""
    inner = words[here + 1 : there]
    before, after = words[here - 1], words[there + 1] if there + 1 < len(words) else words[there]
    goes_on = (
        after.is_verb
        or after.low in CLITICS - {"en", "y"}
        or (before.low in AUXILIARIES and bool(after.kind & Kind.PARTICIPLE))
    )
    start, end = words[here].start, words[there].end
    if not goes_on or here == 0 or not (before.is_word or before.text in ("»", ")")):
        return
    if before.is_verb and before.low not in AUXILIARIES:
        return
    said, that = (words[there + n] if there + n < len(words) else words[there] for n in (2, 3))
    if SAYING.match(after.low) or (SAYING.match(said.low) and that.low not in {"que", "qu’"}):
        return
    begins = words[0].low in OPENINGS | SETTINGS or (words[0].low == "le" and words[1].text.isdigit())
    if begins and not _is_relative(inner) and not any(word.text == "," for word in words[:here]):
        return
    if (
        (_is_relative(inner) or _is_apposed(inner) or _is_named(before, inner))
        and prose.may_go(start, end)
        and prose.meets(start, end)
    ):
        yield Cut("apposition", start, end)


def _is_relative(inner: Sequence[Word]) -> bool:
    at_once = next((word for word in inner[1:] if word.low not in CLITICS), inner[0])
    return inner[0].low in RELATIVES and (
        any(word.is_verb for word in inner[1:]) or (inner[0].low == "qui" and bool(at_once.kind & Kind.VERB))
    )


def _is_apposed(inner: Sequence[Word]) -> bool:
    """« maire de Lyon », « le doyen du village », « située au bord de l’eau »: without a verb of its own."""
    head = inner[0]
    if any(word.is_verb or word.low in RELATIVES for word in inner):
        return False
    if head.kind & (Kind.PARTICIPLE | Kind.GERUND) and not head.kind & Kind.TOOL:
        return True
    if head.is_only(Kind.NOUN, Kind.VERB | Kind.TOOL | Kind.ADVERB):
        return len(inner) > 1
    if head.low in TAILS - {"comme", "quand", "lorsque", "lorsqu’", "car", "puisque", "puisqu’"}:
        return len(inner) > 1
    return head.low in {"le", "la", "un", "une"} and len(inner) > 2 and bool(inner[1].kind & Kind.NOUN)


def _is_named(noun: Word, inner: Sequence[Word]) -> bool:
    """« le maire, Anne Martin »: who or what a noun is called."""
    return bool(noun.kind & Kind.NOUN) and len(inner) < 4 and all(word.capital for word in inner)


def _is_listed(begun: Sequence[Word], inner: Sequence[Word]) -> bool:
    """« à tous les partis, aux élus et au public »: what goes on a list that has begun."""
    alike = {"à", "au", "aux"} if inner[0].low in {"à", "au", "aux"} else {inner[0].low}
    goes_on = any(one.low in {"et", "ou"} and other.low in alike for one, other in pairwise(inner))
    return goes_on and any(word.low in alike for word in begun)


def _last(prose: Prose, words: Sequence[Word], here: int, there: int, *, first: bool) -> Iterator[Cut]:
    """From the last comma to the sentence's end, where a whole sentence stands before it."""
    inner, begun = words[here + 1 : there], words[:here]
    if not begun or (begun[0].low in OPENINGS and (first or not _has_verb_behind_comma(begun))):
        return
    if not any(word.is_verb for word in begun) or words[here - 1].is_verb:
        return
    head = inner[0]
    if (head.low in RESUMING and _is_broken(begun)) or _waits(begun):
        return
    clause = _is_relative(inner) or (head.low == "ce" and len(inner) > 1 and inner[1].low in {"qui", "que", "dont"})
    aim = head.low == "à" and len(inner) > 1 and bool(inner[1].kind & Kind.INFINITIVE)
    tail = (head.low in TAILS and len(inner) > 1 and not aim) or _is_clause(inner, begun)
    tail = tail and not (head.low == "en" and inner[1].kind & Kind.VERB and not inner[1].kind & Kind.TOOL)
    tail = tail and (head.low != "soit" or inner[1].text.isdigit() or inner[1].low in AMOUNTS)
    tail = tail or (head.low == "le" and len(inner) > 1 and inner[1].text.isdigit())
    participial = bool(head.kind & Kind.GERUND) and not head.kind & (Kind.NOUN | Kind.ADJECTIVE)
    waits = any(word.low in AUXILIARIES and after.text == "," for word, after in pairwise(begun))
    apposed = bool(head.kind & Kind.PARTICIPLE) and not waits and not head.kind & (Kind.TOOL | Kind.VERB)
    apposed = apposed and not any(word.is_verb for word in inner)
    apposed = apposed or (first and _is_named(words[here - 1], inner))
    start, end = words[here].start, words[there].start
    characters = prose.characters
    while characters[end - 1] in " \u00a0\u202f":
        end -= 1
    if (clause or tail or participial or apposed) and not _is_listed(begun, inner) and prose.may_go(start, end):
        yield Cut("clause", start, end)


def _long_tail(prose: Prose, words: Sequence[Word], here: int, *, first: bool) -> Iterator[Cut]:
    """The same from a comma that is not the last: what stands before it is told to its end."""
    before, head = words[here - 1], words[here + 1]
    told = before.kind & (Kind.NOUN | Kind.ADJECTIVE) and not before.kind & (Kind.VERB | Kind.TOOL)
    opens = head.low in RELATIVES | {"tandis", "puisque", "puisqu’", "car", "alors", "ce"} or (
        bool(head.kind & (Kind.GERUND | Kind.PARTICIPLE)) and not head.kind & (Kind.NOUN | Kind.ADJECTIVE | Kind.VERB)
    )
    listed_on = any(word.low in {"et", "ou"} for word in words[here + 1 :]) and head.low not in RELATIVES
    resumed = any(
        one.text == "," and (other.is_verb or other.low in CLITICS | PRONOUNS or other.kind & Kind.PARTICIPLE)
        for one, other in pairwise(words[here + 1 :])
    )
    if told and opens and not (listed_on or resumed) and not any(word.text in ";:" for word in words[here:]):
        yield from _last(prose, words, here, len(words) - 1, first=first)


#: « elle appelle, pour des raisons humanitaires, à la levée »: a complement goes on behind what broke in.
RESUMING = listed("à au aux sur dans avec via pour contre chez")


def _waits(begun: Sequence[Word]) -> bool:
    """« décrite et, une fois sur deux, vaincue »: does a conjunction wait for what follows a comma?"""
    waiting = {"et", "ou", "mais", "que", "qu’", "puis", "si", "ni"}
    return any(one.low in waiting and other.text == "," for one, other in pairwise(begun))


def _is_broken(begun: Sequence[Word]) -> bool:
    """Does a comma stand behind the last verb?"""
    last = max((n for n, word in enumerate(begun) if word.is_verb), default=len(begun))
    return any(word.text == "," for word in begun[last:])


def _is_clause(inner: Sequence[Word], begun: Sequence[Word]) -> bool:
    """« , mais la pluie a cessé », « , et il a plu »: a clause of its own, which sets nothing right."""
    if inner[0].low not in {"mais", "et"} or len(inner) < 3 or not any(word.is_verb for word in inner[2:]):
        return False
    return inner[1].low in SUBJECTS and not any(word.low in DENIED for word in begun)


def endings(prose: Prose) -> Iterator[Cut]:
    """What a sentence may end without, though no comma stands before it: its aim, or what its last noun does.

    « … pour rénover la salle », « un barrage empêchant l’accès », « des aides qui permettent de vivre ».
    """
    for words in prose.parsed:
        if len(words) < 6 or words[-1].text not in ENDS or words[0].low in OPENINGS - {"à", "dans", "en", "au", "sur"}:
            continue
        for n in range(4, len(words) - 2):
            before, word, after = words[n - 1], words[n], words[n + 1]
            begun, rest = words[:n], words[n + 1 : -1]
            if not any(each.is_verb for each in begun) or not before.is_word or prose.kept(word.start):
                continue
            if any(each.text in ",;:" for each in rest) or not _ends(begun, before, word, after, rest):
                continue
            if prose.may_go(before.end, words[-1].start) and prose.meets(before.end, words[-1].start):
                yield Cut("clause", before.end, words[-2].end)


def _ends(begun: Sequence[Word], before: Word, word: Word, after: Word, rest: Sequence[Word]) -> bool:
    verbs = sum(each.is_verb for each in rest)
    noun = bool(before.kind & Kind.NOUN) and not before.kind & (Kind.VERB | Kind.TOOL | Kind.ADVERB)
    if word.low == "afin" or (word.low == "pour" and bool(after.kind & Kind.INFINITIVE)):
        enough = {each.low for each in begun} & {"assez", "suffisamment", "trop", "faut", "est", "sont", "était", "sera"}
        return not verbs and not enough and (noun or bool(before.kind & (Kind.ADJECTIVE | Kind.PARTICIPLE)))
    opened = {
        "que",
        "qu’",
        "qui",
        "dont",
        "où",
        "si",
        "s’",
        "quand",
        "lorsque",
        "c’",
        "a-t-il",
        "y",
        "plus",
        "seul",
        "seule",
    }
    if not noun or any(each.low in opened for each in begun):
        return False
    if word.low == "qui":
        indefinite = len(begun) > 1 and begun[-2].low in {"un", "une", "des", "d’", "de"}
        return indefinite and verbs == 1 and not any(each.low in {"qui", "que", "qu’", "et"} for each in rest)
    return bool(word.kind & Kind.GERUND) and not word.kind & (Kind.NOUN | Kind.ADJECTIVE | Kind.TOOL) and not verbs


def _has_verb_behind_comma(words: Sequence[Word]) -> bool:
    at = next((n for n, word in enumerate(words) if word.text == ","), len(words))
    return any(word.is_verb for word in words[at:])
