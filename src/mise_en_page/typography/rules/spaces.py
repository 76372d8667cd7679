"""Spaces around low marks, inside brackets, and before ; ! ? and the colon."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mise_en_page.typography.flat import Edit
from mise_en_page.typography.near import BLANKS, Signs, near
from mise_en_page.typography.policy import Policy
from mise_en_page.typography.rules.rule import rule

BLANK = r"[ \u00a0\u202f]"
LOW = near(rf"(?<=[^\s\u00a0\u202f]){BLANK}+(?=,(?!\d)|\.(?![\w.]))", Signs(BLANKS, ",."), before=8, after=4)
COMMA = near(r"(?<=[^\W_]|[»”)\]]),(?=[^\W\d_]|[«“])", Signs(",", "«“", "letter"), before=2, after=2)
INSIDE = near(
    rf"(?<=[(\[]){BLANK}+(?=[^\s\])])|(?<=[^\s(\[]){BLANK}+(?=[)\]])",
    Signs("([", BLANKS), Signs(BLANKS, ")]"), before=8, after=8,
)  # fmt: skip
HIGH = near(rf"(?P<gap>{BLANK}*)(?P<marks>[;!?](?:{BLANK}*[;!?])*)(?P<next>[^\W_]|[«“])?", ";!?", before=8, after=8)
COLON = near(rf"(?P<gap>{BLANK}*)(?<!:):(?![:/\\])(?P<next>[^\W_]|[«“])?", ":", before=8, after=4)


GAPS = re.compile(f"{BLANK}+")
#: What a mark follows when it is alone, as in (!) and [?], or one of several.
ALONE_AFTER = "\n\u2029([;!?:\t¡¿"


@rule("SP-LOW", authority="Lexique IN 2002, Espacement", example=("a ,b", "a, b"), near=(LOW,))
def low_marks(text: str, _policy: Policy) -> Iterator[Edit]:
    """Pas d’espace avant la virgule ni le point."""
    yield from (Edit(*match.span(), "", "SP-LOW") for match in LOW.finditer(text))


@rule("SP-COMMA", authority="Lexique IN 2002, Espacement", example=("a,b", "a, b"), near=(COMMA,))
def after_commas(text: str, _policy: Policy) -> Iterator[Edit]:
    """Une espace après la virgule."""
    for match in COMMA.finditer(text):
        yield Edit(match.end(), match.end(), " ", "SP-COMMA")


@rule("SP-PAREN", authority="Lexique IN 2002, Espacement", example=("( x )", "(x)"), near=(INSIDE,))
def brackets(text: str, _policy: Policy) -> Iterator[Edit]:
    """Pas d’espace à l’intérieur des parenthèses ni des crochets."""
    yield from (Edit(*match.span(), "", "SP-PAREN") for match in INSIDE.finditer(text))


@rule(
    "SP-HIGH",
    authority="Lexique IN 2002, tableau des espacements",
    setting="high_space",
    example=("Oui !", "Oui¦!"),
    near=(HIGH,),
)
def high_marks(text: str, policy: Policy) -> Iterator[Edit]:
    """Une fine insécable avant ; ! et ? ; une espace après."""
    space = policy.space("high_space")
    for match in HIGH.finditer(text):
        start, (at, end) = match.start(), match.span("marks")
        before = text[start - 1] if start else "\n"
        if (
            text[start:at] != space
            and before not in ALONE_AFTER
            and not (before in "«“" or (before == "\u202f" and start == at))
        ):
            yield Edit(start, at, space, "SP-HIGH", at)
        if end - at > 1:
            for gap in GAPS.finditer(text, at, end):
                yield Edit(*gap.span(), "", "SP-HIGH", gap.end())
        if match["next"] and before not in "\n\u2029(":
            yield Edit(end, end, " ", "SP-HIGH", end - 1)


@rule(
    "SP-COLON",
    authority="Lexique IN 2002, p. 149",
    setting="colon_space",
    example=("Météo: beau", "Météo⍽: beau"),
    near=(COLON,),
)
def colons(text: str, policy: Policy) -> Iterator[Edit]:
    """Une espace-mot insécable avant le deux-points ; une espace après."""
    space = policy.space("colon_space")
    for match in COLON.finditer(text):
        start = match.start()
        before = text[start - 1] if start else "\n"
        if before in "\n\u2029([;!?\t" and not (before in "!?" and match["gap"]):
            continue
        following = match["next"]
        if following and following.isdigit() and before.isdigit() and not match["gap"]:
            continue
        yield Edit(*match.span("gap"), space, "SP-COLON", match.end("gap"))
        if following:
            colon = match.end("gap") + 1
            yield Edit(colon, colon, " ", "SP-COLON", colon - 1)


RULES = (low_marks, after_commas, brackets, high_marks, colons)
