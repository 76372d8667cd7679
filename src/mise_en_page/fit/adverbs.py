"""Adverbs, days and links without which a sentence is still French: beside a verb or before an adjective."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from mise_en_page.fit.adjectives import DETERMINERS
from mise_en_page.fit.words import AUXILIARIES, MOST_SENTENCES, Cut, Prose, Word, around, begun_again, listed
from mise_en_page.typography.lexicon import Kind, lexicon

MODIFIERS = listed(
    "très suffisamment plus moins si trop aussi assez tout toute bien peu fort tellement pas extrêmement plutôt encore ne"
)
#: Before an adverb, and behind it: they are with it.
LEADING = DETERMINERS | listed("de en à et ou mais que qui pas d’")
FOLLOWING = listed("que qu’ et ou mais ni peu comme aussi plus moins")
#: Adverbs that change what is said, and those that have a complement.
SENSE = listed(
    "seulement uniquement exclusivement aucunement nullement comment environ presque quasiment exactement "
    "précisément approximativement pratiquement strictement partiellement difficilement rarement faiblement "
    "faussement autrement potentiellement probablement vraisemblablement prétendument officiellement légèrement "
    "mal insuffisamment respectivement mutuellement réciproquement autant surtout théoriquement apparemment "
    "provisoirement suffisamment temporairement anonymement gratuitement illégalement gravement mortellement "
    "initialement"
)
COMPLEMENTED = listed(
    "séparément conformément contrairement relativement indépendamment parallèlement préalablement antérieurement "
    "postérieurement proportionnellement simultanément différemment inversement perpendiculairement concurremment"
)
#: Verbs that want to be told how.
HOW = re.compile(r"(?:comport|port|agi|réagi|condui|sent|trait|viv|vit|vécu|va$|vont$|allait|procéd|habill|situ|loge|coût)")
#: Of one word or more, beside a verb: what they join is joined without them.
JOINING = re.compile(
    r"(?:donc|ainsi|pourtant|toutefois|cependant|néanmoins|par ailleurs|en effet|d[’']ailleurs|en outre|bien sûr|dès lors|"
    r"du coup(?= (?:l[ea]s?|une?|des|pas|plus|à) )|aussitôt|d[’']ores et déjà|purement et simplement|"
    r"tout (?:simplement|bonnement|particulièrement|naturellement)|une (?:nouvelle fois|fois (?:de plus|encore))|"
    r"(?:à|de) nouveau|en fin de compte|à son tour|quand même|tout de même|"
    r"(?:au passage|sur place|au total|de son côté)(?! d(?:e|u|es) | d[’'])|"
    r"notamment|jusqu[’']à présent)(?![\w’'-])"
)
#: A day, where nothing but a verb stands before it; the time of the day, where the verb has more to say.
DAY = re.compile(
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)(?: (?:matin|soir|midi|après-midi))?(?: dernier| prochain)?"
    r"(?= [a-zà-ÿ]|\.)(?! (?:matin|soir|midi|après-midi|dernier|prochain))"
    r"|(?:ce (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|matin|soir|midi|week-end)(?: (?:matin|soir|midi))?"
    r"|hier(?: (?:matin|soir))?|dans la (?:matinée|soirée|journée|nuit|foulée)|dans l[’']après-midi"
    r"|en (?:début|fin|milieu) d(?:e |[’'])(?:matinée|soirée|journée|semaine|après-midi))"
    r"(?= [a-zà-ÿ«])(?! (?:et|ou|qui|où|de|du|des|matin|soir|midi) )"
)
#: Of whoever is the subject, between commas: it says that others do not.
ASIDE = re.compile(
    r", (?:eux|elles?|lui|quant à (?:lui|elles?|eux)|de (?:son|leur) côté|pour (?:sa|leur) part|à (?:son|leur) tour|"
    r"surtout|notamment|enfin|ensuite|désormais|pourtant|toutefois|cependant|néanmoins|en effet|par ailleurs|en revanche|"
    r"d[’']ailleurs|bien sûr|en outre|quand même|en fait),(?= )"
)
SMALL = listed(
    "également vraiment déjà très aussi bien toujours encore ensuite enfin désormais notamment aujourd’hui actuellement "
    "alors surtout même"
)
#: Of several words, between commas or at a sentence's beginning.
LINKS = re.compile(
    r"en effet|par ailleurs|d[’']ailleurs|en outre|bien sûr|bien entendu|en fait|tout de même|quand même|en particulier|"
    r"de plus|par exemple|en revanche|du coup|bref|enfin|ensuite|du reste|au passage|à vrai dire|de fait|"
    r"de (?:son|leur) côté|pour (?:sa|leur) part|à (?:son|leur) tour|dans le même temps|dans la foulée|au demeurant|"
    r"en somme|cependant|toutefois|néanmoins|pourtant|ainsi|dès lors",
    re.IGNORECASE,
)


def adverbs(prose: Prose) -> Iterator[Cut]:
    """The adverbs that may go, and the links between sentences."""
    words = prose.words
    for index, word in enumerate(words):
        if not word.kind & Kind.ADVERB or prose.kept(word.start) or word.capital:
            continue
        long = word.low.endswith("ment") and word.is_only(Kind.ADVERB, Kind.NOUN | Kind.ADJECTIVE | Kind.VERB)
        if (not long and word.low not in SMALL) or word.low in SENSE:
            continue
        first, before, after, second = around(words, index)
        if long and _answers_another(words, index):
            continue
        denied = any(each.low in {"ne", "n’", "sans"} for each in words[max(0, index - 6) : index])
        if (
            before.is_word
            and _beside_a_verb(word, before, after, second, long=long, denied=denied)
            and first.low not in MODIFIERS - {"plus"}
            and prose.meets(before.end, word.end)
        ):
            yield Cut("adverb", before.end, word.end)
    yield from _links(prose)
    yield from _of_subjects(prose)
    yield from _days(prose)


def _answers_another(words: Sequence[Word], index: int) -> bool:
    """« économiquement impensable et politiquement indispensable »: one adverb answers another near it."""
    near = (*words[max(0, index - ALIKE) : index], *words[index + 1 : index + ALIKE])
    return any(
        each.low.endswith("ment") and each.is_only(Kind.ADVERB, Kind.NOUN | Kind.ADJECTIVE | Kind.VERB) for each in near
    )


#: So many words around it.
ALIKE = 9


def _beside_a_verb(word: Word, before: Word, after: Word, second: Word, *, long: bool, denied: bool) -> bool:
    described = bool(after.kind & (Kind.PARTICIPLE | Kind.ADJECTIVE)) and not after.kind & Kind.TOOL
    if word.low == "très":
        noun = before.low in DETERMINERS - {"l’"} or (bool(before.kind & Kind.NOUN) and not before.kind & Kind.TOOL)
        return described and noun and after.low != "peu"
    bound = before.low in MODIFIERS | LEADING or before.capital or bool(HOW.match(before.low)) or after.low in FOLLOWING
    bound = bound or (word.low == "bien" and after.low in {"sûr", "entendu", "que", "qu’"})
    listed_with = after.text == "," and bool(second.kind & Kind.ADVERB)
    completed = after.low in {"à", "au", "aux", "de", "du", "d’", "des"} and word.low in COMPLEMENTED
    if bound or listed_with or completed:
        return False
    if before.low in AUXILIARIES:
        return described
    verbal = bool(before.kind & (Kind.PARTICIPLE | Kind.INFINITIVE)) and not before.kind & Kind.TOOL
    return long and not denied and (before.is_verb or verbal)


def _links(prose: Prose) -> Iterator[Cut]:
    characters = prose.characters
    for start, end in prose.sentences[:MOST_SENTENCES]:
        if prose.kept(start):
            continue
        head = re.match(rf"(?:({LINKS.pattern})|([A-ZÀ-Þ][\w-]+ment)), (?=[^\W\d_])", characters[start:end], re.IGNORECASE)
        if (
            head
            and not _is_said(characters[start + head.end() : end])
            and (head[1] or (head[2].lower() not in SENSE and not _is_noun(head[2])))
        ):
            at = start + head.end()
            yield Cut("adverb", start, at + 1, begun_again(characters, at))
        for match in re.finditer(rf", (?:{LINKS.pattern}),(?= )", characters[start:end]):
            before = re.search(r"([^\W\d_]+)$", characters[start : start + match.start()])
            if before and before[1].lower() in AUXILIARIES and not prose.kept(start + match.start()):
                yield Cut("adverb", start + match.start(), start + match.end())


def _of_subjects(prose: Prose) -> Iterator[Cut]:
    """« Le maire, lui, a voté »: where the verb follows."""
    for words in prose.parsed:
        start, end = words[0].start, words[-1].end
        for match in ASIDE.finditer(prose.characters, start, end):
            before = [word for word in words if word.end <= match.start()]
            after = next((word for word in words if word.start >= match.end()), None)
            if not before or after is None or before[-1].is_verb or prose.kept(match.start()):
                continue
            subject = before[-1].capital or before[-1].text in "»)" or bool(before[-1].kind & Kind.NOUN)
            if subject and (after.is_verb or after.low in {"ne", "n’", "se", "s’"}) and "," not in [w.text for w in before]:
                yield Cut("adverb", match.start(), match.end())


def _is_said(characters: str) -> bool:
    """« Pourtant, assure le maire, … »: who speaks breaks in."""
    word = re.match(r"[^\W\d_]+(?=[ -])", characters)
    never = Kind.NOUN | Kind.ADJECTIVE | Kind.TOOL | Kind.ADVERB | Kind.PARTICIPLE
    kind = lexicon().kind(word.group()) if word else Kind(0)
    return bool(word) and (characters[word.end()] == "-" or bool(kind & Kind.VERB and not kind & never))  # type: ignore[union-attr]


def _is_noun(word: str) -> bool:
    return bool(lexicon().kind(word.lower()) & Kind.NOUN)


def _days(prose: Prose) -> Iterator[Cut]:
    """« a estimé vendredi que », « n’a donc pas »: the day, and the link, behind a verb."""
    words = prose.words
    for before, word in pairwise(words):
        if prose.kept(word.start) or not before.is_word or not (before.is_verb or before.kind & Kind.PARTICIPLE):
            continue
        joining = JOINING.match(prose.characters, word.start) if before.is_verb else None
        day = (
            DAY.match(prose.characters, word.start)
            if before.low not in AUXILIARIES and not before.kind & Kind.TOOL
            else None
        )
        if joining is None and day is None:
            continue
        end = (joining or day).end()  # type: ignore[union-attr]
        following = prose.characters[end:].split(None, 1)
        if following and following[0] in {"et", "ou", "que", "à"} and day is None:
            continue
        if following and following[0] in {"et", "ou", "à"}:
            continue
        if prose.meets(before.end, end) and (joining is None or prose.characters[end : end + 1] == " "):
            yield Cut("adverb", before.end, end)
