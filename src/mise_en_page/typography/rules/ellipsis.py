"""Suspension points: one sign, glued to the word before it; none after etc."""

from __future__ import annotations

from collections.abc import Iterator

from mise_en_page.typography.flat import Edit
from mise_en_page.typography.near import BLANKS, Signs, near
from mise_en_page.typography.policy import NO_BREAK, Policy
from mise_en_page.typography.rules.rule import put, rule

DOTS = near(
    r"(?<![./\\])(?:(?:\.{3,}|…)(?:[.…]|[ \u00a0\u202f]\.(?![.\w]))*|\.(?: \.){2,})(?![/\\])|…{2,}",
    Signs(".", "."), Signs(" ", "."), "…", before=4, after=4,
)  # fmt: skip
ETC = near(r"\b[Ee]tc(\.?(?:[ \u00a0\u202f]?(?:…|\.{2,})[.…]*)+)", Signs(".", "."), "…", before=6, after=8)
GAP = near(r"(?<=[\w»”)\],;’'])[ \u00a0\u202f]+(?=…|\.{3})", Signs(BLANKS, "…."), before=4, after=4)
AFTER = near(r"(?:…|(?<!\.)\.{3})(?=[^\W\d_])", Signs("….", kind="letter"), before=4, after=2)
LIST_END = near(r"(?<=[^\s ])[ \u202f](?=etc\b)", Signs("t", "c"), before=4, after=2)


def glued(text: str, policy: Policy) -> Iterator[Edit]:
    yield from put("EL-SPACE", "", (GAP,), text)
    for match in AFTER.finditer(text):
        before = text[match.start() - 1] if match.start() else "\n"
        if before in "([":
            continue
        initial = before in "\n\u2029«“\u00a0\u202f \"'"
        if not initial or policy.initial_ellipsis == "space":
            yield Edit(match.end(), match.end(), " ", "EL-SPACE")


RULES = (
    rule("ETC", "Lexique IN 2002, Etc. et Points de suspension", ("etc...", "etc."), ETC, insert="."),
    rule(
        "ETC-NBSP", "jollystone.be, Abréviations", ("films, etc.", "films,⍽etc."), LIST_END,
        insert=NO_BREAK, setting="etc_nbsp", only="yes",
    ),
    rule(
        "EL", "Lexique IN 2002, Points de suspension", ("Fin...", "Fin…"), DOTS,
        insert={"glyph": "…", "dots": "..."}, setting="ellipsis_glyph",
    ),
    rule(
        "EL-SPACE", "Lexique IN 2002, Points de suspension", ("Fin …", "Fin…"), GAP, AFTER,
        find=glued, setting="initial_ellipsis",
    ),
)  # fmt: skip
