"""Numbers: groups of three, percent, units, currencies, times, dates, telephones, numéros."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mise_en_page.typography.flat import Edit
from mise_en_page.typography.near import BLANKS, DIGITS, Signs, near
from mise_en_page.typography.policy import NARROW, NO_BREAK, Policy
from mise_en_page.typography.rules.rule import rule

BLANK = r"[ \u00a0\u202f]"
MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
#: Symbols that may stand glued to their number in a manuscript: none of them is anything else there.
GLUED = (
    "km/h|m/s|tr/min|[kMGT]?bit/s|[kMG]b/s|µm|nm|mm|cm|dm|km|ha|hl|cl|ml|dl|mL|cL|mg|kg|µg|ms|min|mn|[kMGT]?Hz|[kMGT]W|[kMGT]?Wh|"
    "kV|mA|mAh|hPa|kPa|MPa|bar|dB|[kMGT][oB]|kcal|kJ|MJ|cv|ppm|°[CF]|°(?=[CF]\\b)|m[²³23]|[ck]m[²³23]|g/m²|g|m|l|L|W"
)
#: Symbols that are read as units only behind a space: 3 t is three tonnes, 3t may be anything.
SPACED = r"t|s|h|Ω|µg/m³|A|V|K|J|N|Pa|g/l|g/km|ch|px|dpi|ppp|lm|lux|hab\./km²|Mo|octets"
#: A hyphen or a stroke may stand between two such numbers, and 1/ before a scale; elsewhere it makes a code of them.
GROUPS = near(
    rf"(?<![\w.,\u202f])(?:(?<![\w)\]][/-])(?<!/)|(?<=[ \u00a0\u202f]\d{{3}}[/-])|(?<=\b1/))(?<!\d{BLANK})"
    rf"[1-9]\d{{0,2}}(?:{BLANK}\d{{3}})+(?!\d|[/-](?!\d{{1,3}}{BLANK}\d{{3}}(?![\d/-])))(?!{BLANK}\d)",
    Signs(DIGITS, DIGITS),
    before=8,
    after=16,
)
NOUN = near(rf"(?<=\d)({BLANK})(?=(?:million|milliard|billion|millier)s?\b)", Signs(DIGITS, BLANKS), before=2, after=16)
#: Any word in small letters: 850 brebis.
ANY_NOUN = near(rf"(?<=\d)({BLANK})(?=[a-zà-ÿœ]{{3,30}}\b)", Signs(DIGITS, BLANKS), before=2, after=40)
PERCENT = near(rf"(?<=\d)({BLANK}*)(?=[%‰])(?!%[0-9A-F]{{2}})", "%‰")
DEGREE = near(rf"(?<=\d)({BLANK}*)°{BLANK}+([CF])\b", "°")
UNIT = near(
    rf"(?<=\d)(?P<gap>{BLANK}?)(?P<unit>{GLUED}|{SPACED})(?![\w²³°/’']|-(?!\d))",
    Signs(DIGITS, BLANKS + "°µΩ", "letter"),
)
POWER = near(rf"(?<=\d){BLANK}?[ckd]?m([23])(?![\w/])", DIGITS, before=2, after=8)
#: The car, and no four litres.
CAR = re.compile(r"\D?4L")
PER_HUNDRED = near(rf"(?<=\d)({BLANK}?)(?=l/100{BLANK}?km\b)", Signs("l", "/"))
#: A number that stands by itself, as it ends: T10 is none, nor is the 2 of CO2.
ITSELF = re.compile(r"(?:^|[^\w.,])\d{1,15}(?:[.,]\d{1,15})?$")
CURRENCY = near(
    rf"(?<=\d)({BLANK}*)(?=(?:[kMc]|Mds?)?€|Mds?\b|(?:[kM])?\$(?!\w)|£|¥|(?:CHF|EUR|USD|GBP|CAD|FCFA|XAF)\b)",
    *(
        "€$£¥",
        Signs("M", "d"),
        Signs("H", "F"),
        Signs("U", "R"),
        Signs("S", "D"),
        Signs("B", "P"),
        Signs("A", "DF"),
        Signs("C", "F"),
    ),
)
EURO_FIRST = near(
    rf"€{BLANK}?((?>\d+(?:[.,]\d+|{BLANK}\d{{3}})*))(?!{BLANK}*(?:[kM]|Md)\b)(?!{BLANK}*(?:million|milliard))",
    "€",
)
SCALED = re.compile(rf"(?<=\d)({BLANK})(?=(?:[kMc]|Mds?)€)")
TIME = near(rf"(?<![\w.,:])(\d{{1,2}})({BLANK}?)([hH])({BLANK}?)([0-5]\d)(?!\w)", Signs("hH", BLANKS + DIGITS))
HOUR = near(rf"(?<![\w.,:])(\d{{1,3}})({BLANK}?)h(?![\w’'])", DIGITS, before=3, after=4)
DAY = near(rf"(?<![\w,.])(?:\d{{1,2}}|1er)({BLANK})(?=(?:{MONTHS})\b)", DIGITS, flags=re.IGNORECASE)
MONTH_YEAR = near(rf"(?<=\d)(?:{BLANK})(?:{MONTHS})({BLANK})(?=\d{{4}}\b)", DIGITS, flags=re.IGNORECASE)
NUMERO = near(rf"\b([nN])[°º]({BLANK}*)(?=\d)", "°º", before=2, after=6)
#: « nos » is « numéros » behind an article alone: « nos 20 ans » are ours.
NUMEROS = near(rf"\b([nN])(?:(?<=[LlDd]es .|[Aa]ux .)os|[°º]s)({BLANK}+)(?=\d)", Signs(BLANKS, DIGITS), before=10, after=2)
PHONE = near(
    r"(?<![\w.+])(?:(?:\+\d{2,3}[ \u00a0](?:\(0\)[ \u00a0]?)?\d|0\d)(?:[ \u00a0]\d{2}){4}"
    r"|(?:0[ \u00a0]?8\d{2}|\+\d{2,3}[ \u00a0](?:\(0\)[ \u00a0]?)?\d{1,3})(?:[ \u00a0]\d{2,3}){2,3})(?!\w|[ \u00a0]\d)",
    Signs(DIGITS, DIGITS),
    before=12,
    after=12,
)


BARE = near(r"(?<![\w.,/:-])[1-9]\d{4,14}(?![\d/-]|[.,:]\d|\w)(?! [A-ZÀ-Þ])", DIGITS)


@rule(
    "NU-GROUP-ALL",
    authority="Lexique IN 2002, Nombres",
    setting="group_digits",
    value="yes",
    example=("12000", "12¦000"),
    near=(BARE,),
)
def bare(text: str, policy: Policy) -> Iterator[Edit]:
    """Cinq chiffres et plus se groupent par trois, si la publication le veut."""
    if policy.group_digits == "yes":
        for match in BARE.finditer(text):
            for at in range(match.end() - 3, match.start(), -3):
                yield Edit(at, at, NARROW, "NU-GROUP-ALL")


@rule(
    "NU-GROUP",
    authority="Lexique IN 2002, Nombres (insécable non dilatable) ; CLDR",
    example=("10 000", "10¦000"),
    near=(GROUPS,),
)
def groups(text: str, _policy: Policy) -> Iterator[Edit]:
    """Les tranches de trois chiffres sont séparées d’une fine insécable."""
    for match in GROUPS.finditer(text):
        for gap in re.finditer(BLANK, match.group()):
            yield Edit(match.start() + gap.start(), match.start() + gap.end(), NARROW, "NU-GROUP")


@rule("TEL", authority="Usage", setting="phone", example=("01 23 45 67 89", "01⍽23⍽45⍽67⍽89"), near=(PHONE,))
def phones(text: str, policy: Policy) -> Iterator[Edit]:
    """Un numéro de téléphone ne se coupe pas."""
    if policy.phone == "yes":
        for match in PHONE.finditer(text):
            for gap in re.finditer("[ \u00a0]", match.group()):
                yield Edit(match.start() + gap.start(), match.start() + gap.end(), NO_BREAK, "TEL")


@rule(
    "NU-NOUN",
    authority="Lexique IN 2002, Nombres",
    setting="number_noun",
    example=("12 millions", "12⍽millions"),
    near=(ANY_NOUN, NOUN),
)
def nouns(text: str, policy: Policy) -> Iterator[Edit]:
    """Un nombre ne quitte pas « millions » ni « milliards »."""
    if policy.number_noun != "no":
        pattern = ANY_NOUN if policy.number_noun == "any" else NOUN
        yield from (Edit(*match.span(1), NO_BREAK, "NU-NOUN") for match in pattern.finditer(text))


@rule(
    "NU-PCT",
    authority="Lexique IN 2002, Pour cent ; CLDR",
    setting="unit_space",
    example=("3,5%", "3,5⍽%"),
    near=(PERCENT,),
)
def percent(text: str, policy: Policy) -> Iterator[Edit]:
    """Une insécable précède % et ‰."""
    yield from (Edit(*match.span(1), policy.space("unit_space"), "NU-PCT") for match in PERCENT.finditer(text))


@rule(
    "NU-UNIT",
    authority="Lexique IN 2002, Unités ; SI",
    setting="unit_space",
    example=("12kg", "12⍽kg"),
    near=(DEGREE, PER_HUNDRED, UNIT),
)
def units(text: str, policy: Policy) -> Iterator[Edit]:
    """Une insécable sépare le nombre du symbole de l’unité."""
    for match in DEGREE.finditer(text):
        yield Edit(*match.span(), f"{policy.space('unit_space')}°{match[2]}", "NU-UNIT")
    for match in PER_HUNDRED.finditer(text):
        yield Edit(*match.span(1), policy.space("unit_space"), "NU-UNIT")
    for match in UNIT.finditer(text):
        if not ITSELF.search(text, max(0, match.start() - 33), match.start()):
            continue
        if CAR.match(text, max(0, match.start() - 2), match.end()):
            continue
        if not match["gap"] and not re.fullmatch(GLUED, match["unit"]):
            continue
        yield Edit(*match.span("gap"), policy.space("unit_space"), "NU-UNIT")


@rule("NU-POWER", authority="SI", setting="m2", value="superior", example=("12 m2", "12⍽m²"), near=(POWER,))
def powers(text: str, policy: Policy) -> Iterator[Edit]:
    """Le 2 de « m2 » et le 3 de « m3 » sont supérieurs, si la publication le veut."""
    if policy.m2 == "superior":
        for match in POWER.finditer(text):
            yield Edit(match.end() - 1, match.end(), "²³"[int(match[1]) - 2], "NU-POWER")


@rule(
    "NU-CUR",
    authority="Lexique IN 2002, Euro ; CLDR",
    setting="unit_space",
    example=("12,50€", "12,50⍽€"),
    near=(CURRENCY,),
)
def currencies(text: str, policy: Policy) -> Iterator[Edit]:
    """Une insécable sépare le nombre de la monnaie."""
    space = policy.space("unit_space")
    yield from (Edit(*match.span(1), space, "NU-CUR") for match in CURRENCY.finditer(text))


@rule(
    "NU-CUR-POS",
    authority="Lexique IN 2002, Euro ; CLDR",
    setting="currency_position",
    example=("€12", "12⍽€"),
    near=(EURO_FIRST,),
)
def currency_positions(text: str, policy: Policy) -> Iterator[Edit]:
    """La monnaie suit le nombre ; tapée devant, elle passe derrière."""
    space = policy.space("unit_space")
    if policy.currency_position == "move":
        for match in EURO_FIRST.finditer(text):
            if match.start() and (text[match.start() - 1].isdigit() or text[match.start() - 1] in "kMd"):
                continue
            if match.start() > 1 and text[match.start() - 1] in "\u00a0\u202f " and text[match.start() - 2].isdigit():
                continue
            yield Edit(*match.span(), f"{match[1]}{space}€", "NU-CUR-POS")


@rule(
    "NU-NO-SIGN",
    authority="Lexique IN 2002, Numéro",
    setting="numero_glyph",
    value="ordinal",
    example=("n° 5", "nº⍽5"),
    near=(NUMERO,),
)
def numero_signs(text: str, policy: Policy) -> Iterator[Edit]:
    """Le signe de « nᵒ » est celui que la publication veut ; de lui-même, il reste tel quel."""
    if policy.numero_glyph != "keep":
        sign = "°" if policy.numero_glyph == "degree" else "º"
        yield from (Edit(match.start() + 1, match.start() + 2, sign, "NU-NO-SIGN") for match in NUMERO.finditer(text))


@rule("NU-NO", authority="Lexique IN 2002, Numéro", example=("n°5", "n°⍽5"), near=(NUMERO, NUMEROS))
def numeros(text: str, _policy: Policy) -> Iterator[Edit]:
    """« Nᵒ » ne quitte pas son nombre."""
    for pattern in (NUMERO, NUMEROS):
        yield from (Edit(*match.span(2), NO_BREAK, "NU-NO") for match in pattern.finditer(text))


@rule(
    "TI",
    authority="Lexique IN 2002, Heure",
    example=("14h30", "14⍽h⍽30"),
    near=(TIME, HOUR),
)
def times(text: str, _policy: Policy) -> Iterator[Edit]:
    """L’heure s’écrit avec des insécables autour de « h », qui est minuscule."""
    for match in TIME.finditer(text):
        if int(match[1]) <= 24:
            # gap by gap: a tag may stand between the figures and the letter
            yield Edit(*match.span(2), NO_BREAK, "TI")
            yield Edit(*match.span(3), "h", "TI")
            yield Edit(*match.span(4), NO_BREAK, "TI")
    for match in HOUR.finditer(text):
        yield Edit(*match.span(2), NO_BREAK, "TI")


COLON_TIME = near(r"(?<![\w.,:])([01]?\d|2[0-3]):([0-5]\d)(?![\w:]|\.\d)", DIGITS, before=2, after=8)


@rule(
    "TI-COLON",
    authority="Lexique IN 2002, Heure",
    setting="time_colon",
    value="convert",
    example=("14:30", "14⍽h⍽30"),
    near=(COLON_TIME,),
)
def colon_times(text: str, policy: Policy) -> Iterator[Edit]:
    """L’heure à l’anglaise, 14:30, devient française, si la publication le veut."""
    if policy.time_colon == "convert":
        for match in COLON_TIME.finditer(text):
            yield Edit(*match.span(), f"{match[1]}{NO_BREAK}h{NO_BREAK}{match[2]}", "TI-COLON")


NEGATIVE = near(r"(?:^|(?<=[\s(\[«\u00a0\u202f]))-(?=\d)", Signs("-", DIGITS), before=2, after=3)
RANGE = near(r"(?<![\w./,:-])(\d{1,6})-(?=\d{1,6}(?![\w/:-]|[.,]\d))", Signs("-", DIGITS), before=10, after=12)


@rule(
    "NU-NEG",
    authority="Lexique IN 2002, Moins ; SI",
    setting="minus",
    value="minus",
    example=("-5 °C", "−5⍽°C"),
    near=(NEGATIVE,),
)
def minus(text: str, policy: Policy) -> Iterator[Edit]:
    """Le signe moins a le dessin que la publication veut ; de lui-même, il reste tel quel."""
    if policy.minus != "keep":
        sign = "−" if policy.minus == "minus" else "–"
        yield from (Edit(*match.span(), sign, "NU-NEG") for match in NEGATIVE.finditer(text))


@rule("DA-RANGE", authority="CLDR, fr", setting="range_dash", value="en", example=("2010-2015", "2010–2015"), near=(RANGE,))
def ranges(text: str, policy: Policy) -> Iterator[Edit]:
    """Entre deux nombres le trait d’union reste, sauf si la publication veut le tiret demi-cadratin."""
    if policy.range_dash == "en":
        yield from (Edit(match.end(1), match.end(), "–", "DA-RANGE") for match in RANGE.finditer(text))


@rule(
    "DT",
    authority="Antidote, Dates",
    setting="date_glue",
    example=("3 avril 2026", "3⍽avril 2026"),
    near=(DAY, MONTH_YEAR),
)
def dates(text: str, policy: Policy) -> Iterator[Edit]:
    """Le quantième ne quitte pas le mois."""
    if policy.date_glue != "none":
        yield from (Edit(*match.span(1), NO_BREAK, "DT") for match in DAY.finditer(text))
    if policy.date_glue == "all":
        yield from (Edit(*match.span(1), NO_BREAK, "DT") for match in MONTH_YEAR.finditer(text))


RULES = (
    phones, bare, groups, nouns, percent, currencies, currency_positions, numero_signs, numeros, colon_times, times, minus,
    ranges, powers, units, dates,
)  # fmt: skip
