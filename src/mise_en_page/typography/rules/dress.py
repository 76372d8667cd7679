"""Dress, what plain text cannot show: superior letters and small capitals, laid over the text as marks."""

from __future__ import annotations

from mise_en_page.model.issue import MarkKind
from mise_en_page.typography.flat import Edge, Flat
from mise_en_page.typography.near import Signs, near, signs_of
from mise_en_page.typography.policy import Policy
from mise_en_page.typography.rules.ordinals import ROMAN, SUFFIX, ordinal
from mise_en_page.typography.rules.rule import rule

CENTURY = near(
    rf"\b(?!Le\b)(?P<roman>(?=[IVXL]){ROMAN})(?P<suffix>(?<=\bI)er|(?<!\bI)e)?(?=\u00a0(?:siècle|millénaire)s?\b)",
    Signs("\u00a0", "sm"), before=24, after=16,
)  # fmt: skip
NUMERO = near(r"\b[nN]([°º])(?=\u00a0\d)", Signs("°º", "\u00a0"), before=2, after=4)
NO = near(r"\b[nN](?P<suffix>o)(?=\u00a0\d)", Signs("o", "\u00a0"), before=2, after=4)


SUPERIOR_O = rule("NU-NO-SUP", "Lexique IN 2002, Numéro", ("n°\u00a05", "no\u00a05"), NUMERO, insert="o")
#: What is done once, on the way to a page: a filter leaves the text as it is.
DRESS = (SUPERIOR_O,)


def dress(flat: Flat) -> None:
    """Superior letters of ordinals and of nᵒ, small capitals of centuries (Lexique IN 2002, p. 6), as marks."""
    signs = signs_of(flat.characters) if flat.signs is None else flat.signs
    if signs & (NUMERO.need | NO.need):
        flat.apply(SUPERIOR_O.find(flat.characters, Policy()))
        for match in NO.finditer(flat.characters):
            _lay(flat, "superior", *match.span("suffix"))
    for match in CENTURY.finditer(flat.characters) if signs & CENTURY.need else ():
        _lay(flat, "small-caps", *match.span("roman"))
    for match in SUFFIX.finditer(flat.characters) if signs & SUFFIX.need else ():
        if ordinal(match, "2nd") == match["suffix"] or ordinal(match) == match["suffix"]:
            _lay(flat, "superior", *match.span("suffix"))


def _lay(flat: Flat, kind: MarkKind, start: int, end: int) -> None:
    if any(s < end and start < e for s, e in flat.protected):
        return
    key = ("dress", (kind, start), kind, "")
    flat.edges += (Edge(start, True, key), Edge(end, False, key))
