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
COMMA = near(r"(?<=[^\W_]|[»”)\]]),()(?=[^\W\d_]|[«“])", Signs(",", "«“", "letter"), before=2, after=2)
INSIDE = near(
    rf"(?<=[(\[]){BLANK}+(?=[^\s\])])|(?<=[^\s(\[]){BLANK}+(?=[)\]])",
    Signs("([", BLANKS), Signs(BLANKS, ")]"), before=8, after=8,
)  # fmt: skip
HIGH = near(rf"(?P<gap>{BLANK}*)(?P<marks>[;!?](?:{BLANK}*[;!?])*)(?P<next>[^\W_]|[«“])?", ";!?", before=8, after=8)
COLON = near(rf"(?P<gap>{BLANK}*)(?<!:):(?![:/\\])(?P<next>[^\W_]|[«“])?", ":", before=8, after=4)


GAPS = re.compile(f"{BLANK}+")
#: What a mark follows when it is alone, as in (!) and [?], or one of several.
ALONE_AFTER = "\n\u2029([;!?:\t¡¿"


def high_marks(text: str, policy: Policy) -> Iterator[Edit]:
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


def colons(text: str, policy: Policy) -> Iterator[Edit]:
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


RULES = (
    rule("SP-LOW", "Lexique IN 2002, Espacement", ("a ,b", "a, b"), LOW),
    rule("SP-COMMA", "Lexique IN 2002, Espacement", ("a,b", "a, b"), COMMA, insert=" "),
    rule("SP-PAREN", "Lexique IN 2002, Espacement", ("( x )", "(x)"), INSIDE),
    rule(
        "SP-HIGH", "Lexique IN 2002, tableau des espacements", ("Oui !", "Oui¦!"), HIGH,
        find=high_marks, setting="high_space",
    ),
    rule("SP-COLON", "Lexique IN 2002, p. 149", ("Météo: beau", "Météo⍽: beau"), COLON, find=colons, setting="colon_space"),
)  # fmt: skip
