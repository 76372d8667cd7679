"""Numbers: groups of three, percent, units, currencies, times, dates, telephones, numéros."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mise_en_page.typography.flat import Edit
from mise_en_page.typography.near import BLANKS, DIGITS, Near, Signs, near
from mise_en_page.typography.policy import NARROW, NO_BREAK, SPACES, Policy
from mise_en_page.typography.rules.rule import Find, put, rule

BLANK = r"[ \u00a0\u202f]"
GAP = re.compile(BLANK)
MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
#: Symbols that may stand glued to their number in a manuscript: none of them is anything else there.
GLUED = (
    "km/h|m/s|tr/min|[kMGT]?bit/s|[kMG]b/s|µm|nm|mm|cm|dm|km|ha|hl|cl|ml|dl|mL|cL|mg|kg|µg|ms|min|mn|[kMGT]?Hz|[kMGT]W|[kMGT]?Wh|"
    "[kM]?Wc|kV|mA|mAh|hPa|kPa|MPa|bar|dB|[kMGT][oB]|kcal|kJ|MJ|cv|ppm|[kM]Bq|[mµ]Sv|°[CF]|°(?=[CF]\\b)|m[²³23]|[ck]m[²³23]|g/m²|g|m|l|L|W"
)
#: Symbols that are read as units only behind a space: 3 t is three tonnes, 3t may be anything.
SPACED = r"[kMG]?t|s|h|Ω|µg/m³|A|V|K|J|N|Pa|g/l|g/km|ch|px|dpi|ppp|lm|lux|hab\./km²|Mo|octets"
#: What it is measured by: GW/an, km/heure, kWh/m²/an.
PER = r"(?:/(?!\d)[^\W\d_]{1,12}[²³23]?){0,2}"
#: A hyphen or a stroke may stand between two such numbers, and 1/ before a scale; elsewhere it makes a code of them.
#: A year may stand before them: « en 2023 12 000 vélos ».
GROUPS = near(
    rf"(?<![\w.,\u202f])(?:(?<![\w)\]][/-])(?<!/)|(?<=[ \u00a0\u202f]\d{{3}}[/-])|(?<=\b1/))"
    rf"(?:(?<!\d{BLANK})|(?<=[a-zà-ÿ] [12]\d{{3}}{BLANK}))"
    rf"[1-9]\d{{0,2}}(?:{BLANK}\d{{3}})+(?!\d|[/-](?!\d{{1,3}}{BLANK}\d{{3}}(?![\d/-])))(?!{BLANK}\d)",
    Signs(DIGITS, DIGITS),
    before=8,
    after=16,
)
#: Points and apostrophes between thousands. Codes, English decimal numbers and frequencies have points, too.
SIGNED = near(
    r"(?:(?<![\w.,:/'’#-])|(?<=[.'’]\d{3}-))[1-9]\d{0,2}(?:(?:\.\d{3})+(?!\.\d|,\d{3})|(?:['’]\d{3})+(?![.,]\d{3}))"
    rf"(?![\w:/'’#]|-(?!\d{{1,3}}[.'’]\d{{3}}(?!\d))|(?:,\d+)?{BLANK}?(?:[%‰]|[MG]Hz))",
    Signs(DIGITS, ".'’"), before=8, after=24,
)  # fmt: skip
#: A number of a version is none of things.
VERSION = re.compile(r"(?:[Vv]ersion|\b[Vv]\.?|[Aa]rt(?:icle|\.)|§|[Nn][°º]|\bISO|\b[LRD]\.)[ \u00a0]?$")
NOUN = near(
    rf"(?<=\d)({BLANK})(?=(?:(?:million|milliard|billion|millier)s?|mi[oa])\b)", Signs(DIGITS, BLANKS), before=2, after=16
)
#: Any word in small letters: 850 brebis.
ANY_NOUN = near(rf"(?<=\d)({BLANK})(?=[a-zà-ÿœ]{{3,30}}\b)", Signs(DIGITS, BLANKS), before=2, after=40)
PERCENT = near(rf"(?<=\d)({BLANK}*)(?=[%‰])(?!%[0-9A-F]{{2}})", "%‰")
DEGREE = near(rf"(?<=\d)({BLANK}*)°{BLANK}+([CF])\b", "°")
UNIT = near(
    rf"(?<=\d)(?P<gap>{BLANK}?)(?P<unit>{GLUED}|{SPACED}){PER}(?![\w²³°/’']|-(?!\d))",
    Signs(DIGITS, BLANKS + "°µΩ", "letter"),
)
POWER = near(rf"(?<=\d){BLANK}?[ckd]?m([23])(?![\w/])", DIGITS, before=2, after=8)
#: The car, and no four litres.
CAR = re.compile(r"\D?4L")
PER_HUNDRED = near(rf"(?<=\d)({BLANK}?)(?=l/100{BLANK}?km\b)", Signs("l", "/"))
#: A number that stands by itself, as it ends: T10 is none, nor is the 2 of CO2.
ITSELF = re.compile(r"(?:^|[^\w.,])\d{1,15}(?:[.,]\d{1,15})?$")
CODES = r"(?:CHF|EUR|USD|GBP|CAD|JPY|DKK|SEK|NOK|FCFA|X[AO]F|XPF|FF|DM)\b"
DOLLARS = r"(?:US|CA?|A)?\$(?:CAN?|US|AU?|NZ|HK)?(?!\w)"
#: The signs of ``CODES`` by two of their letters, one beside the other.
_PAIRS = ("HF", "UR", "SD", "BP", "AD", "PY", "DK", "SE", "NO", "CF", "XAOP", "FF", "DM")
MONEY = Signs("€$£¥¢₽₺₴₩₹"), *(Signs(pair[0], pair[1:]) for pair in _PAIRS)
CURRENCY = near(
    rf"(?<=\d)({BLANK}*)(?=(?:[kMGc]|Mds?)?€|Mds?\b|(?:[kMG]|Mds?)?{DOLLARS}|[£¥¢₽₺₴₩₹]|{CODES})",
    *MONEY, Signs("M", "d"),
)  # fmt: skip
#: What is counted in millions keeps its sign: 85 millions €, 2,6 M EUR.
COUNTED = near(
    rf"\d(?:{BLANK}*(?:Mds?|[kM])|{BLANK}+(?:million|milliard)s?)({BLANK}+)(?=€|{DOLLARS}|[£¥₽₺₴₩₹]|{CODES})", *MONEY,
    before=24,
)  # fmt: skip
MULTIPLE = near(
    rf"(?<=\d)({BLANK}+)(?=[kM]{BLANK}(?:€|{DOLLARS}|£|{CODES}|d[’']euros))", Signs("kM", BLANKS), before=4, after=16
)
FRANCS = near(rf"(?<=\d)({BLANK})(?=F(?![\w.’'-]))", Signs("F", BLANKS + ",;:.!?)"), before=16, after=4)
#: As the Swiss press has it: 250 fr., 25.– fr., 50 ct.; fr. 250, CHF 250; and the Canadian: 150 $ CA.
SWISS = near(
    rf"(?:(?<=\d)|(?<=\d\.[–—-]))({BLANK})(?=(?:[Ff]rs?|cts?)\.(?!\w))", Signs(DIGITS + "–—-", BLANKS), before=3, after=8
)
AHEAD = near(rf"(?<![\w.])(?:CHF|EUR|USD|GBP|CAD|[Ff]r\.|SFr\.)({BLANK})(?=\d)", Signs(BLANKS, DIGITS), before=6, after=2)
COUNTRY = near(rf"(?<=\$)({BLANK})(?=(?:CAN?|US|AU?|NZ|HK)\b)", "$", before=2, after=8)
EURO_FIRST = near(
    rf"€{BLANK}?((?>\d+(?:[.,]\d+|{BLANK}\d{{3}})*))(?!{BLANK}*(?:[kM]|Md)\b)(?!{BLANK}*(?:million|milliard))",
    "€",
)
TIME = near(rf"(?<![\w.,:])(\d{{1,2}})({BLANK}?)([hH])({BLANK}?)([0-5]\d)(?!\w)", Signs("hH", BLANKS + DIGITS))
HOUR = near(rf"(?<![\w.,:])(\d{{1,3}})({BLANK}?)([hH])(?![\w’'])", DIGITS, before=3, after=4)
DURATION = near(
    rf"(?<![\w.,:])\d{{1,3}}({BLANK}?)([hH])({BLANK}?)[0-5]?\d({BLANK}?)(min|mns?|mins)"
    rf"(?:({BLANK}?)[0-5]?\d({BLANK}?)(s|sec)(?!\w)|(?!\w))",
    Signs("hH", BLANKS + DIGITS),
)
DAY = near(rf"(?<![\w,.])(?:\d{{1,2}}|1er)({BLANK})(?=(?:{MONTHS})\b)", DIGITS, flags=re.IGNORECASE)
MONTH_YEAR = near(rf"(?<=\d)(?:{BLANK})(?:{MONTHS})({BLANK})(?=\d{{4}}\b)", DIGITS, flags=re.IGNORECASE)
NUMERO_SIGN = near(rf"\b[nN]([°º])(?={BLANK}*\d)", "°º", before=2, after=6)
NUMERO = near(rf"\b[nN][°º]({BLANK}*)(?=\d)", "°º", before=2, after=6)
NUMERO_O = near(rf"\b[nN]o({BLANK}+)(?=\d)", Signs("o", BLANKS), before=2, after=6)
#: « nos » is « numéros » behind an article alone: « nos 20 ans » are ours.
NUMEROS = near(rf"\b[nN](?:(?<=[LlDd]es .|[Aa]ux .)os|[°º]s)({BLANK}+)(?=\d)", Signs(BLANKS, DIGITS), before=10, after=2)
_GAP = r"[ \u00a0]"
PHONE = near(
    rf"(?<![\w.+])(?:(?:\+\d{{2,3}}{_GAP}(?:\(0\){_GAP}?)?\d|0\d)(?:{_GAP}\d{{2}}){{4}}"
    rf"|(?:0{_GAP}?8\d{{2}}|\+\d{{2,3}}{_GAP}(?:\(0\){_GAP}?)?\d{{1,3}})(?:{_GAP}\d{{2,3}}){{2,3}}"
    # Belgium and Switzerland: 02 123 45 67, 021 616 21 23; Canada: 514 555-1234
    rf"|0\d{{1,3}}{_GAP}\d{{2,3}}(?:{_GAP}\d{{2}}){{2}}"
    rf"|(?:1{_GAP})?(?:\(\d{{3}}\)|[2-9]\d{{2}}){_GAP}\d{{3}}-\d{{4}}(?!-))(?!\w|{_GAP}\d)",
    Signs(DIGITS, DIGITS), before=12, after=12,
)  # fmt: skip
BARE = near(r"(?<![\w.,/:-])[1-9]\d{4,14}(?![\d/-]|[.,:]\d|\w)(?! [A-ZÀ-Þ])", DIGITS)
COLON_TIME = near(r"(?<![\w.,:])([01]?\d|2[0-3]):([0-5]\d)(?![\w:]|\.\d)", DIGITS, before=2, after=8)
NEGATIVE = near(r"(?:^|(?<=[\s(\[«\u00a0\u202f]))-(?=\d)", Signs("-", DIGITS), before=2, after=3)
RANGE = near(r"(?<![\w./,:-])\d{1,6}(-)(?=\d{1,6}(?![\w/:-]|[.,]\d))", Signs("-", DIGITS), before=10, after=12)


def bare(text: str, _policy: Policy) -> Iterator[Edit]:
    for match in BARE.finditer(text):
        for at in range(match.end() - 3, match.start(), -3):
            yield Edit(at, at, NARROW, "NU-GROUP-ALL")


#: What stands between thousands, by the setting; where authors are left their own, they get a real apostrophe.
SEPARATORS = {"space": NARROW, "apostrophe": "’", "dot": "."}


def signed(text: str, policy: Policy) -> Iterator[Edit]:
    made = SEPARATORS.get(policy.thousands)
    for match in SIGNED.finditer(text):
        if not VERSION.search(text, max(0, match.start() - 12), match.start()):
            for at in range(match.end() - 4, match.start(), -4):
                yield Edit(at, at + 1, made or ("." if text[at] == "." else "’"), "NU-GROUP-SIGN")


def groups(text: str, policy: Policy) -> Iterable[Edit]:
    return gaps("NU-GROUP", SEPARATORS.get(policy.thousands, NARROW), GROUPS)(text, policy)


def gaps(id_: str, space: str, pattern: Near) -> Find:
    """A finder of every blank within what a pattern matches."""

    def find(text: str, _policy: Policy) -> Iterator[Edit]:
        for match in pattern.finditer(text):
            yield from (Edit(*gap.span(), space, id_) for gap in GAP.finditer(text, *match.span()))

    return find


def nouns(text: str, policy: Policy) -> Iterator[Edit]:
    if policy.number_noun != "no":
        yield from put("NU-NOUN", NO_BREAK, (ANY_NOUN if policy.number_noun == "any" else NOUN,), text)


def units(text: str, policy: Policy) -> Iterator[Edit]:
    space = policy.space("unit_space")
    for match in DEGREE.finditer(text):
        yield Edit(*match.span(), f"{space}°{match[2]}", "NU-UNIT")
    yield from put("NU-UNIT", space, (PER_HUNDRED,), text)
    for match in UNIT.finditer(text):
        if not ITSELF.search(text, max(0, match.start() - 33), match.start()):
            continue
        if CAR.match(text, max(0, match.start() - 2), match.end()):
            continue
        if match["gap"] or re.fullmatch(GLUED, match["unit"]):
            yield Edit(*match.span("gap"), space, "NU-UNIT")


def percents(text: str, policy: Policy) -> Iterator[Edit]:
    made = put("NU-PCT", policy.space("unit_space"), (PERCENT,), text)
    return made if policy.percent_space == "unit" else (edit for edit in made if edit.start < edit.end)


def powers(text: str, _policy: Policy) -> Iterator[Edit]:
    for match in POWER.finditer(text):
        yield Edit(*match.span(1), "²³"[int(match[1]) - 2], "NU-POWER")


def currency_positions(text: str, policy: Policy) -> Iterator[Edit]:
    for match in EURO_FIRST.finditer(text):
        before = text[max(0, match.start() - 2) : match.start()]
        if not (before[-1:].isdigit() or before[-1:] in (*"kMd",) or (before[-1:] in (*BLANKS,) and before[:-1].isdigit())):
            yield Edit(*match.span(), f"{match[1]}{policy.space('unit_space')}€", "NU-CUR-POS")


def times(text: str, _policy: Policy) -> Iterator[Edit]:
    # gap by gap: a tag may stand between the figures and the letter
    for match in DURATION.finditer(text):
        made = (NO_BREAK, "h", NO_BREAK, NO_BREAK, "min", NO_BREAK, NO_BREAK, "s")
        yield from (Edit(*match.span(n), sign, "TI") for n, sign in enumerate(made, 1) if match[n] is not None)
    for match in TIME.finditer(text):
        if int(match[1]) <= 24:
            for group, sign in ((2, NO_BREAK), (3, "h"), (4, NO_BREAK)):
                yield Edit(*match.span(group), sign, "TI")
    for match in HOUR.finditer(text):
        if match[3] == "h" or int(match[1]) <= 24:
            yield Edit(*match.span(2), NO_BREAK, "TI")
            yield Edit(*match.span(3), "h", "TI")


def colon_times(text: str, _policy: Policy) -> Iterator[Edit]:
    for match in COLON_TIME.finditer(text):
        yield Edit(*match.span(), f"{match[1]}{NO_BREAK}h{NO_BREAK}{match[2]}", "TI-COLON")


def dates(text: str, policy: Policy) -> Iterator[Edit]:
    patterns = {"day-month": (DAY,), "all": (DAY, MONTH_YEAR)}.get(policy.date_glue, ())
    return put("DT", NO_BREAK, patterns, text)


RULES = (
    rule(
        "TEL", "Usage", ("01 23 45 67 89", "01⍽23⍽45⍽67⍽89"), PHONE,
        find=gaps("TEL", NO_BREAK, PHONE), setting="phone", only="yes",
    ),
    rule(
        "NU-GROUP-ALL", "Lexique IN 2002, Nombres", ("12000", "12¦000"), BARE,
        find=bare, setting="group_digits", only="yes",
    ),
    rule(
        "NU-GROUP-SIGN", "Lexique IN 2002, Nombres", ("12.500", "12¦500"), SIGNED, find=signed, setting="thousands",
    ),
    rule(
        "NU-GROUP", "Lexique IN 2002, Nombres (insécable non dilatable) ; CLDR", ("10 000", "10¦000"), GROUPS,
        find=groups, setting="thousands",
    ),
    rule(
        "NU-NOUN", "Lexique IN 2002, Nombres", ("12 millions", "12⍽millions"), ANY_NOUN, NOUN,
        find=nouns, setting="number_noun",
    ),
    rule("NU-PCT", "Lexique IN 2002, Pour cent ; CLDR", ("3,5%", "3,5⍽%"), PERCENT, find=percents, setting="percent_space"),
    rule(
        "NU-CUR", "Lexique IN 2002, Euro ; CLDR", ("12,50€", "12,50⍽€"), CURRENCY, COUNTED, MULTIPLE, FRANCS,
        SWISS, AHEAD, COUNTRY, insert=SPACES, setting="unit_space",
    ),
    rule(
        "NU-CUR-POS", "Lexique IN 2002, Euro ; CLDR", ("€12", "12⍽€"), EURO_FIRST,
        find=currency_positions, setting="currency_position", only="move",
    ),
    rule(
        "NU-NO-SIGN", "Lexique IN 2002, Numéro", ("n° 5", "nº⍽5"), NUMERO_SIGN,
        insert={"degree": "°", "ordinal": "º"}, setting="numero_glyph", value="ordinal",
    ),
    rule("NU-NO", "Lexique IN 2002, Numéro", ("n°5", "n°⍽5"), NUMERO, NUMERO_O, NUMEROS, insert=NO_BREAK),
    rule(
        "TI-COLON", "Lexique IN 2002, Heure", ("14:30", "14⍽h⍽30"), COLON_TIME,
        find=colon_times, setting="time_colon", only="convert",
    ),
    rule("TI", "Lexique IN 2002, Heure", ("14h30", "14⍽h⍽30"), TIME, HOUR, DURATION, find=times),
    rule(
        "NU-NEG", "Lexique IN 2002, Moins ; SI", ("-5 °C", "−5⍽°C"), NEGATIVE,
        insert={"minus": "−", "en": "–"}, setting="minus", value="minus",
    ),
    rule("DA-RANGE", "CLDR, fr", ("2010-2015", "2010–2015"), RANGE, insert="–", setting="range_dash", only="en"),
    rule("NU-POWER", "SI", ("12 m2", "12⍽m²"), POWER, find=powers, setting="m2", only="superior"),
    rule(
        "NU-UNIT", "Lexique IN 2002, Unités ; SI", ("12kg", "12⍽kg"), DEGREE, PER_HUNDRED, UNIT,
        find=units, setting="unit_space",
    ),
    rule(
        "DT", "Antidote, Dates", ("3 avril 2026", "3⍽avril 2026"), DAY, MONTH_YEAR, find=dates, setting="date_glue",
    ),
)  # fmt: skip
