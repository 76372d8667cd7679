"""The same said in fewer signs: « afin de » is « pour », « qui a été vendue » is « vendue ».

What is put is another form of what stood there: nothing is lost but length.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import Final

from mise_en_page.fit.words import AUXILIARIES, MOST_SENTENCES, Cut, Prose, Word, begun_again, listed
from mise_en_page.typography.lexicon import NONE, Kind, lexicon

#: Of several words with « de », and the one that does as well without it: « à l’issue du vote », « après le vote ».
WITH_DE: Final = {
    "afin": "pour",
    "dans le but": "pour",
    "dans l’objectif": "pour",
    "à l’issue": "après",
    "à la suite": "après",
    "en compagnie": "avec",
    "à l’aide": "avec",
    "au moyen": "avec",
    "par l’intermédiaire": "par",
    "par le biais": "par",
    "en dépit": "malgré",
    "à l’exception": "sauf",
    "au sein": "dans",
    "à l’intérieur": "dans",
    "à l’intention": "pour",
    "à l’encontre": "contre",
    "à l’occasion": "pour",
    "aux alentours": "vers",
    "à compter": "dès",
}
#: What « de » becomes then; by itself it must be more than « de + des »: « à l’aide de tubes » is « avec des tubes ».
WITHOUT_DE: Final = {"de ": " ", "d’": " ", "du ": " le ", "des ": " les "}
WHOLE = (
    r"(?=(?-i:[A-ZÀ-Þ0-9])|l’|(?:la|ces?|cet|cette|s[aeo]n?s?|leurs?|notre|nos|mon|ma|mes|une?|plusieurs|quelques|chaque|"
    r"tou[st]e?s?|lui|elles?|eux|deux|trois|quatre|cinq|six|sept|huit|neuf|dix) )"
)
INFINITIVE = r"(?=(?:l[ea]s? |l’|y |en |ne |pas |se |s’|lui |leur )*[a-zà-ÿ]+(?:er|ir|re)(?!\w))"
MONTH = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
NUMBER = r"(?:\d|un |une |deux |trois |quatre |cinq |six |sept |huit |neuf |dix |douze |quinze |vingt|trente|cent )"


def _with_de(short: str) -> Callable[[re.Match[str]], str]:
    return lambda match: short + WITHOUT_DE[match[1].lower()]


def _put(short: str) -> Callable[[re.Match[str]], str]:
    return lambda match: match.expand(short)


#: What stands for what, in any place.
SHORTER: Final = {
    rf"(?<!grâce ){long} (du |des |(?:de |d’)(?:{WHOLE}|{INFINITIVE}))": _with_de(short) for long, short in WITH_DE.items()
} | {
    long: _put(short)
    for long, short in {
        r"à proximité (d(?:e |’|u |es ))": r"près \1",
        r"(?:afin de|pour) pouvoir (?=[a-zà-ÿ]+(?:er|ir|re) )": "pour ",
        r"un certain nombre d(?:e |’)": "plusieurs ",
        r"un grand nombre d(e |’)": r"beaucoup d\1",
        r"(pour|par|sur|dans|avec|contre) l’ensemble des ": r"\1 les ",
        r"de l’ensemble des ": "des ",
        r"à l’ensemble des ": "aux ",
        r"(pour|sur|dans|avec|contre) l’ensemble de la ": r"\1 toute la ",
        r"(pour|sur|dans|avec|contre) l’ensemble du ": r"\1 tout le ",
        r"la totalité de la ": "toute la ",
        r"la totalité du ": "tout le ",
        r"à l’heure actuelle(?!\w)": "actuellement",
        r"à l’heure d’aujourd’hui": "aujourd’hui",
        rf"au mois d(?:e |’)({MONTH})(?!\w)": r"en \1",
        rf"du mois (d(?:e |’)(?:{MONTH}))(?!\w| au | à )": r"\1",
        r"est en mesure d(?:e |’)": "peut ",
        r"sont en mesure d(?:e |’)": "peuvent ",
        r"dans la (?:ville|commune) de (?=[A-ZÀ-Þ])(?!Les? )": "à ",
        rf"d’une? (?:durée|montant|superficie|surface|valeur|capacité|longueur|poids)(?: totale?)? de (?={NUMBER})": "de ",
        rf"(pour|pendant) une? (?:durée|montant|période)(?: totale?)? de (?={NUMBER})": r"\1 ",
        rf"la somme de (?={NUMBER})": "",
        r"dans un premier temps": "d’abord",
        r"dans un (?:second|deuxième) temps": "ensuite",
        r"à (plusieurs|deux|trois|quatre) reprises(?!\w)": r"\1 fois",
        r"à de nombreuses reprises(?!\w)": "souvent",
        r"en ce qui concerne (?=l)": "pour ",
        r"tout au long de (l’année|la (?:journée|semaine|saison|nuit|soirée))(?!\w)": r"toute \1",
        r"d’ores et déjà": "déjà",
        r"tout d’abord": "d’abord",
        r"voire même": "voire",
        r"dans les plus brefs délais": "au plus vite",
        r"dans la mesure du possible": "si possible",
        r"la plupart du temps": "souvent",
        r"de temps en temps": "parfois",
        r"un peu partout": "partout",
        rf"en l’espace d(?:e |’)(?={NUMBER}|quelques )": "en ",
        r"l’année (dernier|passé)e(?!\w)": r"l’an \1",
        r"à hauteur de (?=\d)": "à ",
    }.items()
}
_SHORTER: Final = tuple((re.compile(rf"(?<![\w’-]){long}", re.IGNORECASE), put) for long, put in SHORTER.items())
#: « du mois de mai au mois d’août »: from one to another.
FROM_MONTH = re.compile(rf"(?<!\w)d(?:u mois de |u mois d’|e |’)(?:{MONTH}) $", re.IGNORECASE)
#: What announces that something will be said.
ANNOUNCED = re.compile(
    r"(?:Il (?:est à noter|faut (?:noter|savoir|rappeler|souligner)|convient de (?:noter|rappeler|souligner))|À noter|"
    r"On notera|Rappelons|Notons|Précisons|Force est de constater) qu(?:e |’)(?=[a-zà-ÿ])"
)
#: Of how many of them something is said: « la moitié d’entre eux ».
SOME = re.compile(
    r"(?<![\w’])(?:la moitié|le tiers|un tiers|un quart|la plupart|certaine?s|plusieurs|beaucoup|deux|trois|quatre|cinq|"
    r"six|dix|une dizaine|une vingtaine)( d’entre (?:eux|elles))(?= \w)",
    re.IGNORECASE,
)
PASSIVE = re.compile(r"qui (?:est|sont|étai(?:t|ent)|a été|ont été|avai(?:t|ent) été) (?=([a-zà-ÿ]+)(?![\w’-]))")
#: With these « qui » has nobody before it to lean on, or sets one apart from others.
SET_APART = re.compile(r"(?<!\w)(?:c’(?:est|était)|ce (?:sont|fut|sera)|voi(?:ci|là)|il y a)(?!\w)", re.IGNORECASE)
GOES_ON = re.compile(r"(?<!\w)(?:et|ou|mais|ni) (qu[ie]|n[e’]|s[e’]|[^\W\d_]+)(?!\w)")
AGED = re.compile(rf"(?P<comma>, )?(?<![\w-])âgée?s? de (?={NUMBER}[\w-]*(?: et un)? ?ans(?!\w))")
NOT_BEFORE = listed("ce celui celle ceux celles tout tous ceci cela est sont était étaient")


def shorter(prose: Prose) -> Iterator[Cut]:
    """What may be said in fewer signs."""
    if not prose.sound:
        return
    written = prose.characters.replace("'", "’")
    yield from _phrases(prose, written)
    yield from _announced(prose, written)
    for match in SOME.finditer(written):
        if not prose.kept(match.start(1)):
            yield Cut("shorter", match.start(1), match.end(1))
    yield from _passive(prose, written)
    yield from _aged(prose, written)


def _phrases(prose: Prose, written: str) -> Iterator[Cut]:
    for pattern, put in _SHORTER:
        for match in pattern.finditer(written):
            made = put(match)
            if match.group()[0].isupper() and made:
                made = made[0].upper() + made[1:]
            spans = FROM_MONTH.search(written, max(0, match.start() - 30), match.start())
            if (
                len(made) < len(match.group())
                and not spans
                and not prose.kept(match.start())
                and prose.may_go(*match.span())
            ):
                yield _fewest(written, match.start(), match.end(), made)


def _fewest(written: str, start: int, end: int, put: str) -> Cut:
    """A cut that leaves alone the space with which both end."""
    if put.endswith(" ") and written[end - 1] == " ":
        end, put = end - 1, put[:-1]
    return Cut("shorter", start, end, put)


def _announced(prose: Prose, written: str) -> Iterator[Cut]:
    for start, end in prose.sentences[:MOST_SENTENCES]:
        match = ANNOUNCED.match(written, start, end)
        if match and not prose.kept(start):
            yield Cut("shorter", start, match.end() + 1, begun_again(prose.characters, match.end()))


def _passive(prose: Prose, written: str) -> Iterator[Cut]:
    """« la maison qui a été vendue »: where the participle may stand by the noun alone."""
    of = lexicon().kind
    starts = [word.start for word in prose.words]
    for match in PASSIVE.finditer(written):
        participle, at = of(match[1]), bisect_left(starts, match.start())
        before = prose.words[at - 1] if at else None
        if before is None or prose.kept(match.start()) or not participle & Kind.PARTICIPLE or match[1] == "été":
            continue
        start, end = next((each for each in prose.sentences if each[0] <= match.start() < each[1]), (0, len(written)))
        stop = next((n for n in range(match.end(), end) if written[n] in ",;:."), end)
        named = _is_noun(before) or (before.text == "," and at > 1 and _is_noun(prose.words[at - 2]))
        if named and not SET_APART.search(written, start, match.start()) and not _goes_on(written[match.end() : stop]):
            yield Cut("shorter", match.start(), match.end())


def _goes_on(rest: str) -> bool:
    """« qui est venu et qui repart », « et repart »: another verb hangs on the pronoun."""
    lean = {"qui", "que", "ne", "n’", "se", "s’"}
    return any(each[1] in lean or lexicon().kind(each[1]) & Kind.VERB for each in GOES_ON.finditer(rest))


def _is_noun(word: Word) -> bool:
    known = word.capital or (bool(word.kind & (Kind.NOUN | Kind.ADJECTIVE)) and not word.kind & Kind.TOOL)
    return known and word.low not in NOT_BEFORE


def _aged(prose: Prose, written: str) -> Iterator[Cut]:
    """« un homme âgé de 30 ans », « Anne, âgée de 30 ans, »."""
    for match in AGED.finditer(written):
        word = re.search(r"([^\W\d_]+) $", written[max(0, match.start() - 40) : match.start()])
        if prose.kept(match.start()):
            continue
        if match["comma"]:
            yield Cut("shorter", match.start() + 2, match.end())
            continue
        kind = lexicon().kind(word[1].lower()) if word and word[1].lower() not in AUXILIARIES else NONE
        if kind & Kind.NOUN and not kind & Kind.TOOL:
            yield Cut("shorter", match.start(), match.end() - 3)
