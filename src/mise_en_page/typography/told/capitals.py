"""Capitals that French has not (days, months), and points that it no longer puts (S.N.C.F.)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mise_en_page.model.message import key
from mise_en_page.typography.near import CAPITALS, Signs, near
from mise_en_page.typography.told.finding import Finding, Passage, found

DAYS = "Lundi|Mardi|Mercredi|Jeudi|Vendredi|Samedi|Dimanche"
MONTHS = "Janvier|Février|Mars|Avril|Mai|Juin|Juillet|Août|Septembre|Octobre|Novembre|Décembre"
_BLANK = r"[ \u00a0]"
#: Behind these a day is one, and no part of a name; what stands before them must not be a name either.
DAY = near(
    rf"(?<![\w’'-])(?P<one>[a-zà-ÿœ]{{2,20}}|[aà]|,|C(?:e|haque)|Le|Dès|Mais|Et)"
    rf"{_BLANK}(?P<day>(?:{DAYS})s?)\b(?![-’'\w]|{_BLANK}[A-ZÀ-Þ«])"
    rf"(?!{_BLANK}(?:gras|saint|noir|rouge|blanc|bleu|rose|des Cendres|des Rameaux|de P[âe]\w+|de l[’']|soleil))",
    Signs("LMJVSD", "uaeri"), before=24, after=24,
)  # fmt: skip
#: What is called by a day's name.
CALLED = re.compile(
    r"série|film|roman|livre|groupe|album|pièce|magazine|émission|revue|festival|compagnie|association|club|collectif|"
    r"journal|chanson|personnage|nommé|appelé|intitulée?|baptisée?|dite?|titre|tableau"
)
_NAME_BEFORE = re.compile(rf"[A-ZÀ-Þ][\w’'-]*(?:{_BLANK}(?:de|du|des|d[’'])?)?{_BLANK}?$")
MONTH = near(
    r"(?:(?P<number>(?<![\w.,/-])\d{1,2}(?:er)?)"
    r"|(?P<word>(?<![\w’'-])(?:[Ee]n|[Ff]in|[Dd]ébut|[Mm]i|[Cc]ourant|[Dd]ès|[Dd]epuis|mois de|mois d[’']|à la mi)))"
    rf"(?P<gap>{_BLANK}|(?<=d[’'])|(?<=\bmi)-)(?P<month>{MONTHS})\b"
    rf"(?![-’'\w]|{_BLANK}(?:68|rouge|noir|rose|bleu|[A-ZÀ-Þ]))",
    Signs("JFMASOND", "aéviuoec"), before=16, after=24,
)  # fmt: skip
#: Days that are names: « le 14 Juillet », « le 1er Mai », « la place du 8 Mai ».
FEASTS = frozenset(
    {("14", "Juillet"), ("1", "Mai"), ("8", "Mai"), ("11", "Novembre"), ("15", "Août"), ("18", "Juin"), ("11", "Septembre"),
     ("4", "Septembre")}
)  # fmt: skip
STREET = re.compile(
    r"\b(?:rue|place|avenue|boulevard|square|stade|quai|pont|esplanade|école|collège|lycée|salle|station|gare)"
    r"[^.;!?]{0,30}$", re.IGNORECASE,
)  # fmt: skip


def days(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    for match in DAY.finditer(text):
        if CALLED.fullmatch(match["one"]):
            continue
        if match["one"] in ("de", "du", "des", "et", "avec", "contre") and _NAME_BEFORE.search(
            text, max(0, match.start() - 24), match.start()
        ):
            continue
        if match["one"] == "," and not re.match(rf"{_BLANK}(?:\d|prochain|dernier|soir|matin|après|en|à|au|dans)\b|,", text[match.end() :]):
            continue
        yield found(
            passage, *match.span("day"), key("date-capital"), small=match["day"].lower(), accept=_phrase(text, match, "day")
        )
    for match in MONTH.finditer(text):
        number = (match["number"] or "").removesuffix("er").lstrip("0")
        year = re.match(rf"{_BLANK}(?:\d{{4}}\b|dernier|prochain)", text[match.end() :])
        if number and ((number, match["month"]) in FEASTS and not year):
            continue
        if STREET.search(text, max(0, match.start() - 48), match.start()):
            continue
        if match["month"] == "Mars" and match["word"] and match["word"].lower() not in ("fin", "début", "courant") and not year:
            continue
        yield found(
            passage,
            *match.span("month"),
            key("date-capital"),
            small=match["month"].lower(),
            accept=_phrase(text, match, "month"),
        )


def _phrase(text: str, match: re.Match[str], group: str) -> str:
    """The word with the one behind it, or before it: the word alone would accept too much."""
    start, end = match.span(group)
    following = re.compile(rf"{_BLANK}[\w’'-]+").match(text, end)
    if following:
        return text[start : following.end()].replace("\u00a0", " ")
    return text[match.start() : end].replace("\u00a0", " ").strip(" ,")


SIGLE = near(
    rf"(?<![\w.’'-])(?P<led>(?:(?:l|d|qu)[’'])?)(?P<sigle>(?:[{CAPITALS[:26]}]\.){{2,12}}[{CAPITALS[:26]}]?)(?![\w-])",
    Signs(CAPITALS, "."), before=6, after=26,
)  # fmt: skip
LED = re.compile(
    r"(?:\b(?:la|le|les|du|des|au|aux|une?|cette|ce|ces|sa|son|ses|notre|votre|leurs?|en|de la)[ \u00a0]|\bl[’'])$",
    re.IGNORECASE,
)
NAME_BEHIND = re.compile(
    r"[ \u00a0](?:d[eu]s?[ \u00a0]|d[’']|[Ll]e[ \u00a0]|[Ll]a[ \u00a0]|[Vv][ao]n[ \u00a0])?[A-ZÀ-Þ][a-zà-ÿ]"
)


def dotted(passage: Passage) -> Iterator[Finding]:
    for match in SIGLE.finditer(passage.text):
        start, end = match.span("sigle")
        sigle = match["sigle"]
        led = bool(LED.search(passage.text, max(0, start - 8), start))
        count = sum(letter.isalpha() for letter in sigle)
        if not led and (count < 3 or not sigle.endswith(".") or NAME_BEHIND.match(passage.text, end)):
            continue
        yield found(passage, start, end, key("dotted-acronym"), plain=sigle.replace(".", ""))
