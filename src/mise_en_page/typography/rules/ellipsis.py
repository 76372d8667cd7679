"""Suspension points: one sign, glued to the word before it; none after etc."""

from __future__ import annotations

from collections.abc import Iterator

from mise_en_page.typography.flat import Edit
from mise_en_page.typography.near import BLANKS, Signs, near
from mise_en_page.typography.policy import NO_BREAK, Policy
from mise_en_page.typography.rules.rule import rule

DOTS = near(
    r"(?<![./\\])(?:(?:\.{3,}|…)(?:[.…]|[ \u00a0\u202f]\.(?![.\w]))*|\.(?: \.){2,})(?![/\\])|…{2,}",
    Signs(".", "."), Signs(" ", "."), "…", before=4, after=4,
)  # fmt: skip
ETC = near(r"\b([Ee]tc)\.?(?:[ \u00a0\u202f]?(?:…|\.{2,})[.…]*)+", Signs(".", "."), "…", before=6, after=8)
GAP = near(r"(?<=[\w»”)\],;’'])[ \u00a0\u202f]+(?=…|\.{3})", Signs(BLANKS, "…."), before=4, after=4)
AFTER = near(r"(?:…|(?<!\.)\.{3})(?=[^\W\d_])", Signs("….", kind="letter"), before=4, after=2)


@rule("ETC", authority="Lexique IN 2002, Etc. et Points de suspension", example=("etc...", "etc."), near=(ETC,))
def never_after_etc(text: str, _policy: Policy) -> Iterator[Edit]:
    """Etc. n’est jamais suivi de points de suspension."""
    for match in ETC.finditer(text):
        yield Edit(match.end(1), match.end(), ".", "ETC")


LIST_END = near(r"(?<=[^\s ])[ \u202f](?=etc\b)", Signs("t", "c"), before=4, after=2)


@rule(
    "ETC-NBSP",
    authority="jollystone.be, Abréviations",
    setting="etc_nbsp",
    value="yes",
    example=("films, etc.", "films,⍽etc."),
    near=(LIST_END,),
)
def glue_etc(text: str, policy: Policy) -> Iterator[Edit]:
    """« Etc. » ne va pas seul à la ligne, si la publication le veut."""
    if policy.etc_nbsp == "yes":
        yield from (Edit(*match.span(), NO_BREAK, "ETC-NBSP") for match in LIST_END.finditer(text))


@rule(
    "EL",
    authority="Lexique IN 2002, Points de suspension",
    setting="ellipsis_glyph",
    example=("Fin...", "Fin…"),
    near=(DOTS,),
)
def one_sign(text: str, policy: Policy) -> Iterator[Edit]:
    """Trois points deviennent le signe unique."""
    sign = "…" if policy.ellipsis_glyph == "glyph" else "..."
    yield from (Edit(*match.span(), sign, "EL") for match in DOTS.finditer(text))


@rule(
    "EL-SPACE",
    authority="Lexique IN 2002, Points de suspension",
    setting="initial_ellipsis",
    example=("Fin …", "Fin…"),
    near=(GAP, AFTER),
)
def glued(text: str, policy: Policy) -> Iterator[Edit]:
    """Le signe suit le mot sans espace, et une espace le suit."""
    for match in GAP.finditer(text):
        yield Edit(*match.span(), "", "EL-SPACE")
    for match in AFTER.finditer(text):
        before = text[match.start() - 1] if match.start() else "\n"
        if before in "([":
            continue
        initial = before in "\n\u2029«“\u00a0\u202f \"'"
        if not initial or policy.initial_ellipsis == "space":
            yield Edit(match.end(), match.end(), " ", "EL-SPACE")


RULES = (never_after_etc, glue_etc, one_sign, glued)
