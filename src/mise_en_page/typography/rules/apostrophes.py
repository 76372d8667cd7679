"""The apostrophe: one sign, glued on both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mise_en_page.typography.flat import Edit
from mise_en_page.typography.near import BLANKS, DIGITS, Signs, near
from mise_en_page.typography.policy import Policy
from mise_en_page.typography.rules.rule import rule

SIGNS = "'´`‘′ʼ’＇"
#: Those that are not yet the sign that they should be.
WRONG = SIGNS.replace("’", "")
ELIDED = r"(?:[ldjmtsnc]|qu|lorsqu|puisqu|jusqu|quoiqu|presqu|quelqu|aujourd|entr|prud)"
#: A pattern that begins with the sign itself is found at the speed of memchr; what stands before is looked at after.
INNER = near(rf"[{WRONG}](?<=[^\W\d_].)(?=\w)", WRONG, before=2, after=2)
SPACED = near(
    rf"(?:[ \u00a0\u202f][{SIGNS}][ \u00a0\u202f]?|[{SIGNS}](?:[ \u00a0\u202f]|(?=[«\"“]|<<)))(?=[^\W\d_]|[«\"“]|<<)",
    Signs(BLANKS, SIGNS), Signs(SIGNS, BLANKS + "«\"“<"), before=2, after=6,
)  # fmt: skip
ELISION = re.compile(rf"(?:^|[^\w{SIGNS}]){ELIDED}$", re.IGNORECASE)
ROCK = near(rf"[{SIGNS}]n[{SIGNS}](?<=[\w ]...)(?=[ \w])", Signs(SIGNS, "n"), before=4, after=4)
YEAR = near(rf"[{WRONG}](?<=[ \u00a0].)(?=\d\ds?\b)(?!\d\d[{SIGNS}])", Signs(WRONG, DIGITS), before=2, after=6)


@rule(
    "AP",
    authority="OQLF, Apostrophe",
    example=("l'été", "l’été"),
    near=(ROCK, SPACED, INNER, YEAR),
)
def curl(text: str, _policy: Policy) -> Iterator[Edit]:
    """Entre deux lettres, ou devant une année, l’apostrophe est courbe, sans espace autour."""
    for match in ROCK.finditer(text):
        yield Edit(*match.span(), "’n’", "AP")
    for match in SPACED.finditer(text):
        if ELISION.search(text, max(0, match.start() - 12), match.start()):
            yield Edit(*match.span(), "’", "AP")
    for pattern in (INNER, YEAR):
        for match in pattern.finditer(text):
            yield Edit(*match.span(), "’", "AP")


RULES = (curl,)
