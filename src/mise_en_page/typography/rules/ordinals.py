"""Ordinals, centuries and the numbers of kings.

A word is sacred: what looks like a Roman numeral with an ending behind it is an ordinal only when it is proven, by its own
form (``XIXème``, ``IIIe``) or by what stands beside it (``Ire République``, ``Élisabeth Ire``). ``Vie``, ``Cie``, ``Die``
and ``Mies`` are words, and so are ``Vers``, ``Ver`` and ``Ires``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mise_en_page.typography.flat import Edit
from mise_en_page.typography.near import BLANKS, DIGITS, Signs, near
from mise_en_page.typography.policy import NO_BREAK, Policy
from mise_en_page.typography.rules.rule import put, rule

BLANK = r"[ \u00a0\u202f]"
ROMAN = r"(?:M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))"
#: A number and whatever ending stands behind it; whether that is an ordinal, ``ordinal`` says.
SUFFIX = near(
    rf"(?<![\w,.])(?P<number>\d+|(?=[IVXLCDM]){ROMAN})"
    r"(?P<suffix>i?[èe]mes?|[èi]es?|è|ières?|i?[eè]res?|nde?s?|i?ers?|res?|es?|de?s?)(?!\w)",
    Signs(DIGITS + "IVXLCDM", "ieèrnd"), before=24, after=64,
)  # fmt: skip
#: The same in capitals; « DIXIÈME » and « IXIÈME » are words.
CAPITAL_SUFFIX = near(
    r"(?<![\w,.])(?P<number>\d+|(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3}))(?P<suffix>[ÈE]MES?"
    r"|(?<=\d)(?:I[ÈE]MES?|I?[ÈE]RES?|I?ERS?|NDE?S?|RES?))(?!\w)",
    Signs(DIGITS + "IVX", "IÈENR"), before=24, after=12,
)  # fmt: skip
#: A number and its ending, parted: « 3 ème », « XIX e siècle ».
PARTED = near(
    rf"(?<![\w,.])(?:\d{{1,4}}|(?=[IVX])X{{0,3}}(?:IX|IV|V?I{{0,3}}))(?P<gap>{BLANK})"
    r"(?=(?:i?[èe]mes?|ÈMES?|nde?s?|(?<=\b[1I] )(?:i?er|[iè]?ère|ERE?))(?!\w)"
    rf"|es?{BLANK}(?:siècle|millénaire|arrondissement|édition|étage|rang)s?\b)",
    Signs(BLANKS, "ièenEIÈ"), before=24, after=24,
)  # fmt: skip
#: « XX° siècle »
DEGREE = near(
    rf"(?<![\w,.])(?=[IVX]){ROMAN}(°)(?={BLANK}(?:siècle|millénaire|arrondissement|République)s?\b)",
    "°",
    before=12,
    after=20,
)
#: What is numbered so: « la Ve République », « le Xe arrondissement ».
NUMBERED = (
    r"(?:siècles?|millénaires?|Républiques?|Empires?|Reichs?|dynasties?|Internationales?|[Aa]rrondissements?|[Rr]égiments?|"
    r"[Aa]rmées?|[Cc]orps|[Ll]égions?|[Cc]onciles?|[Cc]ongrès|[Pp]lans?|[Ff]estivals?|[Éée]ditions?|[Aa]ssemblées?|"
    r"[Ss]ymphonies?|[Cc]hambres?|[Cc]ouronnes?|[Ll]égislatures?|[Dd]ivisions?|[Bb]rigades?|[Rr]égions?|[Cc]irconscriptions?|"
    r"[Cc]onférences?|[Rr]encontres?|[Jj]ournées?|[Aa]nniversaires?|[Jj]eux|[Ss]ections?|[Ss]alons?|s\.)"
)
_BEHIND = re.compile(rf"{BLANK}{NUMBERED}(?!\w)|-{ROMAN}e\b")
_NAMED = re.compile(rf"[A-ZÀ-ÖØ-Þ][\w’'-]+{BLANK}$")
_FOLLOWED = re.compile(rf"{BLANK}(?!(?:et|est|ou|a|au|dans|de|du|pour|par|sur|qui|n)\b)[^\W\d_]")
#: One letter that is a number more often than a letter; a lone C, D, L or M never is.
_FIFTH_AND_TENTH = ("V", "X")
#: Longer numerals of these are proven by their form; one with L, C, D or M must be longer: CIe is a company.
_SHORT = re.compile("[IVX]{2,}|[IVXLCDM]{3,}")
CENTURY = near(
    rf"\b(?!Les?\b)(?:I(?:er|re)|(?=[IVXL]){ROMAN}(?:e|de?|nde?)|\d+e)s?({BLANK})(?=(?:siècle|millénaire|République|Empire|Reich|dynastie|Internationale)s?\b)",
    Signs(DIGITS + "IVXLCDM", "erdn"), before=16, after=28,
)  # fmt: skip
KING = near(
    rf"\b(?P<name>[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{{2,}}(?:[-’][A-ZÀ-Ö]?[a-zà-öø-ÿ]+)*)(?P<gap>{BLANK})"
    rf"(?=(?:Ier|Ire|(?=[IVX]{{2,}}){ROMAN}|V|X)(?![\w’'-]))",
    Signs("I", "erIVX"), Signs(BLANKS, "VX"), before=65, after=16,
)  # fmt: skip
#: Capitalised at a sentence's start, and no name.
NO_NAME = re.compile(
    "Les|Des|Une|Est|Son|Ses|Mes|Par|Sur|Car|Lundi|Mardi|Dans|Avec|Pour|Cette|Leurs?|Mais|Donc|Sans|Sous|Vers|Chez|Selon|Entre|Tous|Toutes?|Quel|Quelle|Elles?|Nous|Vous|Depuis|"
    "Après|Avant|Contre|Voici|Voilà|Comme|Quand|Alors|Aussi"
)


def ordinal(match: re.Match[str], second: str = "2d") -> str | None:
    """The right ending of what ``SUFFIX`` found (``er``, ``re``, ``e``, ``d``…), or None where that is no ordinal."""
    number, typed = match["number"], match["suffix"].lower()
    plural = "s" if typed.endswith("s") else ""
    bare = typed.removesuffix("s")
    digits = number.isdigit()
    if bare in ("nd", "nde", "d", "de"):
        if number not in ("2", "II") or (digits and bare == "d" and match.string[: match.start()].endswith("en ")):
            return None  # « en 2d » is said of pictures
        return ("d" if second == "2d" else "nd") + ("e" if bare.endswith("e") else "") + plural
    first = "r" in bare
    if first != (number in ("1", "I")) or not (digits or _proven(match, number, bare)):
        return None
    if first:
        return ("er" if bare in ("er", "ier") else "re") + plural
    return "e" + plural


def _proven(match: re.Match[str], number: str, bare: str) -> bool:
    """Is this Roman numeral one?"""
    if "i" in bare and not bare.endswith(("ème", "eme", "ère", "ere")):
        return False  # Vie, Cie: no ordinal ends so
    text, start, end = match.string, match.start(), match.end()
    if len(number) > 1:
        return _SHORT.fullmatch(number) is not None or _BEHIND.match(text, end) is not None
    if number == "I":  # « Ire » is anger, too, and « Ier » nothing else
        return bare == "er" or bool(_BEHIND.match(text, end) or (bare != "e" and _is_named(text, start)))
    if number not in _FIFTH_AND_TENTH:
        return False
    return bare != "e" or bool(_BEHIND.match(text, end) or _FOLLOWED.match(text, end))


def _is_named(text: str, start: int) -> bool:
    """Does a king's or a queen's name stand before? A small word that begins a sentence is none."""
    name = _NAMED.search(text, max(0, start - 64), start)
    return name is not None and NO_NAME.fullmatch(name.group().rstrip(BLANKS)) is None and len(name.group()) > 3


def suffixes(text: str, policy: Policy) -> Iterator[Edit]:
    yield from put("OR", "", (PARTED,), text)
    yield from put("OR", "e", (DEGREE,), text)
    for match in (*SUFFIX.finditer(text), *CAPITAL_SUFFIX.finditer(text)):
        made = ordinal(match, policy.second)
        if made is not None:
            yield Edit(*match.span("suffix"), made, "OR")


def centuries(text: str, _policy: Policy) -> Iterator[Edit]:
    yield from put("RO", NO_BREAK, (CENTURY,), text)
    for match in KING.finditer(text):
        if not NO_NAME.fullmatch(match["name"]):
            yield Edit(*match.span("gap"), NO_BREAK, "RO")


RULES = (
    rule(
        "OR", "Lexique IN 2002, Abréviations, p. 6", ("2ème", "2e"), SUFFIX, CAPITAL_SUFFIX, PARTED, DEGREE,
        find=suffixes, setting="second",
    ),
    rule(
        "RO", "Lexique IN 2002, Siècle", ("XIXe siècle", "XIXe⍽siècle"), CENTURY, KING,
        find=centuries, setting="roman_nbsp", only="yes",
    ),
)  # fmt: skip
