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
#: What stands before a day within a sentence: a word in small letters, a few that begin one, a comma, a name.
DAY = near(
    rf"(?:(?<![\w’'-])(?P<one>[a-zà-ÿœ]{{1,20}}|Ce|Chaque|Le|Dès|Depuis|Mais|Et|(?P<name>[A-ZÀ-Þ][\w’'-]+))|(?P<comma>,))"
    rf"{_BLANK}(?P<day>(?:{DAYS})s?)\b(?![-’'\w]|{_BLANK}[A-ZÀ-Þ«])"
    rf"(?!{_BLANK}(?:gras|saint|noir|rouge|blanc|bleu|rose|des Cendres|des Rameaux|de P[âe]\w+|de l[’']|soleil))",
    Signs("LMJVSD", "uaeri"), before=28, after=24,
)  # fmt: skip
#: Behind a name, a comma: what says that the day is none.
DATED = re.compile(
    rf"{_BLANK}(?:prochain|dernier|soir|matin|après-midi|\d{{1,2}}{_BLANK}|en (?:fin|début|soirée|matinée)|dans la|à \d)|,"
)
#: What is called by a day's name.
CALLED = re.compile(
    r"série|film|roman|livre|groupe|album|pièce|magazine|émission|revue|festival|compagnie|association|club|collectif|"
    r"journal|chanson|personnage|nommé|appelé|intitulée?|baptisée?|dite?|titre|tableau"
)
#: Small words behind which a day is one, however little stands before.
LEADING = frozenset({"le", "ce", "du", "au", "un", "de", "dès", "les", "des", "chaque", "tous", "et", "depuis", "jusqu’au"})
LEADING |= frozenset({"Ce", "Chaque", "Le", "Dès", "Depuis", "hier", "demain", "avant", "après", "à"})
FEW = 3
NAME_BEFORE = re.compile(rf"[A-ZÀ-Þ][\w’'-]*(?:{_BLANK}(?:de|du|des|d[’'])?)?{_BLANK}?$")
MONTH = near(
    r"(?:(?P<number>(?<![\w.,/-])\d{1,2}(?:er)?)"
    r"|(?<![\w’'-])(?P<word>[Ee]n|[Ff]in|[Dd]ébut|[Mm]i|[Cc]ourant|[Dd]ès|[Dd]epuis|mois de|mois d[’']|de|d[’']))"
    rf"(?P<gap>{_BLANK}|(?<=d[’'])|(?<=\bmi)-)(?P<month>{MONTHS})\b"
    rf"(?![-’'\w]|{_BLANK}(?:(?:19)?68|rouge|noir|rose|bleu|[A-ZÀ-Þ]))(?P<year>{_BLANK}(?:\d{{4}}\b|dernier|prochain))?",
    Signs("JFMASOND", "aéviuoec"), before=16, after=32,
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
    for pattern, group, is_one in ((DAY, "day", _is_day), (MONTH, "month", _is_month)):
        for match in pattern.finditer(passage.text):
            if is_one(match):
                small, phrase = match[group].lower(), _phrase(match, group)
                yield found(passage, *match.span(group), key("date-capital"), small=small, accept=phrase)


def _is_day(match: re.Match[str]) -> bool:
    """Is this a day of the week, and no name?"""
    text, led = match.string, match["one"]
    if match["comma"] or match["name"]:
        weekend = match["name"] and match["day"].startswith(("S", "D"))  # « Ouest-France Dimanche »
        return not weekend and DATED.match(text, match.end()) is not None
    if CALLED.fullmatch(led):
        return False
    before = text[max(0, match.start() - 80) : match.start()].split()
    if led not in LEADING and len(before) < FEW and not DATED.match(text, match.end()):
        return False  # a heading that ran into its text
    name = NAME_BEFORE.search(text, max(0, match.start() - 24), match.start())
    if name is None or led not in ("de", "du", "des", "et", "avec", "contre"):
        return True
    # « Ouvert du Mardi » begins a sentence; « le Journal du Dimanche » is a name, there too
    return led in ("de", "du", "des") and name.start() == 0 and not CALLED.fullmatch(name.group().strip().lower())


def _is_month(match: re.Match[str]) -> bool:
    """Is this a month, and no feast, street, planet, first name?"""
    text, month, word = match.string, match["month"], (match["word"] or "").lower()
    number = (match["number"] or "").removesuffix("er").lstrip("0")
    if match["year"]:
        return not (number and STREET.search(text, max(0, match.start() - 48), match.start()))
    if word in ("de", "d’", "d'") or (number, month) in FEASTS or (month == "Mars" and word in ("en", "dès", "depuis")):
        return False
    return not STREET.search(text, max(0, match.start() - 48), match.start())


def _phrase(match: re.Match[str], group: str) -> str:
    """The word with the one behind it, or before it: the word alone would accept too much."""
    text = match.string
    start, end = match.span(group)
    following = re.compile(rf"{_BLANK}[\w’'-]+").match(text, end)
    if following:
        return text[start : following.end()].replace("\u00a0", " ")
    return text[match.start() : end].replace("\u00a0", " ").strip(" ,")


SIGLE = near(
    rf"(?<![\w.’'-])(?P<led>(?:(?:[lLdD]|[Qq]u)[’'])?)(?P<sigle>(?:[{CAPITALS[:26]}]\.){{2,12}}[{CAPITALS[:26]}]?)(?![\w-])",
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
