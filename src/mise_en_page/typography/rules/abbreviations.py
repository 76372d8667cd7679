"""Abbreviations that keep what follows them: civilities, initials, references."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mise_en_page.typography.flat import Edit
from mise_en_page.typography.policy import NO_BREAK, Policy
from mise_en_page.typography.rules.rule import rule

CAPITAL = "[A-ZÀ-ÖØ-Þ]"
TITLE = re.compile(rf"\b(?:MM?\.|(?:Mmes?|Mlles?|Mgr|Drs?|Prs?|Me|Vve)\.?)( )(?={CAPITAL}[\w’'.-])")
INITIALS = re.compile(
    rf"(?<![\w.])(?:{CAPITAL}h?\.-{CAPITAL}h?\.|(?:{CAPITAL}\. ?){{1,3}}{CAPITAL}\.)( )(?={CAPITAL}[\w’'-])"
)
WITHIN = re.compile(rf"(?<![\w.])(?:{CAPITAL}\.( ))(?={CAPITAL}\. ?{CAPITAL})")
REFERENCE = re.compile(r"\b(?:pp?|art|fig|chap|vol|tab|éd|liv|sect|al|no|nos)\.([ \u00a0\u202f]?)(?=\d|[IVXLC]+\b)")
CF = re.compile(r"\b[cC]f\.?([ \u00a0\u202f])(?=\S)")
PARAGRAPH = re.compile(r"§([ \u00a0\u202f]?)(?=\d)")


@rule("AB-TITLE", authority="Antidote, Titres de civilité", example=("M. Dupont", "M.⍽Dupont"))
def titles(text: str, _policy: Policy) -> Iterator[Edit]:
    """M., Mme, Dr, Me ne quittent pas le nom."""
    yield from (Edit(*match.span(1), NO_BREAK, "AB-TITLE") for match in TITLE.finditer(text))


@rule("AB-INIT", authority="Antidote, Initiales", example=("J.-P. Blois", "J.-P.⍽Blois"))
def initials(text: str, _policy: Policy) -> Iterator[Edit]:
    """Les initiales ne quittent pas le nom."""
    for pattern in (INITIALS, WITHIN):
        yield from (Edit(*match.span(1), NO_BREAK, "AB-INIT") for match in pattern.finditer(text))


@rule("AB-REF", authority="OQLF, Espacements", example=("p.12", "p.⍽12"))
def references(text: str, _policy: Policy) -> Iterator[Edit]:
    """p., art., fig., chap., vol., § et cf. ne quittent pas ce qu’ils annoncent."""
    for pattern in (REFERENCE, CF, PARAGRAPH):
        yield from (Edit(*match.span(1), NO_BREAK, "AB-REF") for match in pattern.finditer(text))


RULES = (titles, initials, references)
