"""The apostrophe: one sign, glued on both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mise_en_page.typography.flat import Edit
from mise_en_page.typography.policy import Policy
from mise_en_page.typography.rules.rule import rule

SIGNS = "'´`‘′ʼ’＇"
ELIDED = r"(?:[ldjmtsnc]|qu|lorsqu|puisqu|jusqu|quoiqu|presqu|quelqu|aujourd|entr|prud)"
#: A pattern that begins with the sign itself is found at the speed of memchr; what stands before is looked at after.
INNER = re.compile(rf"[{SIGNS}](?<=[^\W\d_].)(?=\w)")
SPACED = re.compile(
    rf"(?:[ \u00a0\u202f][{SIGNS}][ \u00a0\u202f]?|[{SIGNS}](?:[ \u00a0\u202f]|(?=[«\"“]|<<)))(?=[^\W\d_]|[«\"“]|<<)"
)
ELISION = re.compile(rf"(?:^|[^\w{SIGNS}]){ELIDED}$", re.IGNORECASE)
ROCK = re.compile(rf"[{SIGNS}]n[{SIGNS}](?<=[\w ]...)(?=[ \w])")
YEAR = re.compile(rf"[{SIGNS}](?<=[ \u00a0].)(?=\d\ds?\b)(?!\d\d[{SIGNS}])")


@rule("AP", authority="OQLF, Apostrophe", example=("l'été", "l’été"))
def curl(text: str, _policy: Policy) -> Iterator[Edit]:
    """Entre deux lettres, l’apostrophe est courbe, sans espace autour."""
    for match in ROCK.finditer(text):
        yield Edit(*match.span(), "’n’", "AP")
    for match in SPACED.finditer(text):
        if ELISION.search(text, max(0, match.start() - 12), match.start()):
            yield Edit(*match.span(), "’", "AP")
    for pattern in (INNER, YEAR):
        for match in pattern.finditer(text):
            yield Edit(*match.span(), "’", "AP")


RULES = (curl,)
