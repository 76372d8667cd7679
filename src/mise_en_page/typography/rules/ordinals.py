"""Ordinals, centuries and the numbers of kings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mise_en_page.typography.flat import Edit
from mise_en_page.typography.near import BLANKS, DIGITS, Signs, near
from mise_en_page.typography.policy import NO_BREAK, Policy
from mise_en_page.typography.rules.rule import rule

BLANK = r"[ \u00a0\u202f]"
ROMAN = r"(?:M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))"
NUMBER = rf"(?<![\w,.])(?P<number>\d+|(?=[IVXLCDM]){ROMAN})"
SUFFIX = near(
    rf"{NUMBER}(?P<suffix>(?:i?[èe]mes?|[èi]es?(?![a-z])|è|ières?|i?[eè]res?|nde?s?|ers?|res?|es?|d|de))(?![\w])",
    Signs(DIGITS + "IVXLCDM", "ieèrnd"), before=24, after=12,
)  # fmt: skip
CENTURY = near(
    rf"\b(?:(?=[IVXL]){ROMAN}(?:e|er|re|de?|nde?)|\d+e)s?({BLANK})(?=(?:siècle|millénaire|République|Empire|Reich|dynastie|Internationale)s?\b)",
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


@rule("OR", authority="Lexique IN 2002, Abréviations, p. 6", setting="second", example=("2ème", "2e"), near=(SUFFIX,))
def suffixes(text: str, policy: Policy) -> Iterator[Edit]:
    """Les ordinaux s’abrègent 1er, 1re, 2e : ni « ème », ni « ère »."""
    for match in SUFFIX.finditer(text):
        made = _suffix(match["number"], match["suffix"], policy)
        if made is not None:
            yield Edit(*match.span("suffix"), made, "OR")


def _suffix(number: str, typed: str, policy: Policy) -> str | None:
    one = number in ("1", "I")
    plural = "s" if typed.endswith("s") else ""
    if typed.startswith(("nd", "d")):
        if number not in ("2", "II"):
            return None
        feminine = "e" if "e" in typed else ""
        return ("d" if policy.second == "2d" else "nd") + feminine + plural
    if one:
        if "r" not in typed:
            return None
        masculine = typed in ("er", "ers")
        return ("er" if masculine else "re") + plural
    if "r" in typed:
        return None
    return "e" + plural


@rule(
    "RO",
    authority="Lexique IN 2002, Siècle",
    setting="roman_nbsp",
    example=("XIXe siècle", "XIXe⍽siècle"),
    near=(CENTURY, KING),
)
def centuries(text: str, policy: Policy) -> Iterator[Edit]:
    """Le siècle, la République ou le souverain ne quittent pas leur nombre."""
    if policy.roman_nbsp != "yes":
        return
    yield from (Edit(*match.span(1), NO_BREAK, "RO") for match in CENTURY.finditer(text))
    for match in KING.finditer(text):
        if not NO_NAME.fullmatch(match["name"]):
            yield Edit(*match.span("gap"), NO_BREAK, "RO")


RULES = (suffixes, centuries)
