"""The apostrophe: one sign, glued on both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mise_en_page.typography.flat import Edit
from mise_en_page.typography.near import BLANKS, DIGITS, Signs, near
from mise_en_page.typography.policy import Policy
from mise_en_page.typography.rules.rule import put, rule

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
VOWELS = "aàâäeéèêëhiîïoôöuùûüyœæ"
#: Struck twice: « l''ensemble ».
TWICE = near(rf"([{SIGNS}]{{2}})(?=[{VOWELS}{VOWELS.upper()}])", Signs(SIGNS, SIGNS), before=12, after=4)
ROCK = near(rf"[{SIGNS}]n[{SIGNS}](?<=[\w ]...)(?=[ \w])", Signs(SIGNS, "n"), before=4, after=4)
YEAR = near(rf"[{WRONG}](?<=[ \u00a0].)(?=\d\ds?\b)(?!\d\d[{SIGNS}])", Signs(WRONG, DIGITS), before=2, after=6)


def curl(text: str, _policy: Policy) -> Iterator[Edit]:
    yield from put("AP", "’n’", (ROCK,), text)
    for match in SPACED.finditer(text):
        after = text[match.end()]
        elided = after.lower() in VOWELS or not after.isalpha()  # « Guns N' Roses » has no elision
        if elided and ELISION.search(text, max(0, match.start() - 12), match.start()):
            yield Edit(*match.span(), "’", "AP")
    for match in TWICE.finditer(text):
        if ELISION.search(text, max(0, match.start() - 12), match.start()):
            yield Edit(*match.span(), "’", "AP")
    yield from put("AP", "’", (INNER, YEAR), text)


RULES = (rule("AP", "OQLF, Apostrophe", ("l'été", "l’été"), ROCK, SPACED, TWICE, INNER, YEAR, find=curl),)
