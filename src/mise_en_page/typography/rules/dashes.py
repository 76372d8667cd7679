"""Dashes: dialogue at a paragraph's start, incises in pairs. A hyphen between words or years stays one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mise_en_page.typography.flat import Edit
from mise_en_page.typography.near import BLANKS, BREAKS, Signs, near
from mise_en_page.typography.policy import NO_BREAK, Policy
from mise_en_page.typography.rules.rule import rule

DIALOGUE = near(
    r"(?:(?<=[\n\u2029])|^)(?P<dash>--?|—|–)[ \u00a0\u202f]+(?=[^\s\d;:!?.,)-])",
    Signs("-—–", BLANKS), before=2, after=6,
)  # fmt: skip
#: « - 4 € » may be a temperature; among lines of dialogue it is one of them.
PRICE = near(r"(?:(?<=[\n\u2029])|^)(?P<dash>--?|—|–)[ \u00a0\u202f]+(?=\d)", Signs("-—–", BLANKS), before=2, after=6)
SPOKEN = re.compile(r"(?:--?|—|–)[ \u00a0\u202f]")
INCISE = near(
    r"(?<=[^\s(\[«—–-])(?P<left>[ \u00a0\u202f])(?P<dash>--|—|–|-)"
    r"(?P<right>[ \u00a0\u202f](?=\S)|(?=[,;.!?:)…\u202f\u00a0]))",
    Signs(BLANKS, "-—–"), before=2, after=6,
)  # fmt: skip
SENTENCE_END = near(r"[.!?…][»”)\u00a0\u202f]* +(?=[A-ZÀ-ÖØ-Þ«—])|[\n\u2029]", ".!?…\n\u2029", before=0, after=8)


def dialogue(text: str, policy: Policy) -> Iterator[Edit]:
    prices = [match for match in PRICE.finditer(text) if _among_speech(text, match)]
    for match in (*DIALOGUE.finditer(text), *prices):
        dash = match["dash"]
        if dash.startswith("-"):
            dash = "—" if policy.dialogue_dash == "em" else "–"
        yield Edit(*match.span(), dash + NO_BREAK, "DA-DIAL")


def _among_speech(text: str, match: re.Match[str]) -> bool:
    """Does the paragraph above or below open with a dash?"""
    above = max(text.rfind(sign, 0, max(0, match.start() - 1)) for sign in BREAKS) + 1
    below = min((at for sign in BREAKS if (at := text.find(sign, match.end())) >= 0), default=len(text)) + 1
    return (above < match.start() and bool(SPOKEN.match(text, above))) or bool(SPOKEN.match(text, below))


def incises(text: str, policy: Policy) -> Iterator[Edit]:
    found = list(INCISE.finditer(text))
    if not found:
        return
    ends = [match.start() for match in SENTENCE_END.finditer(text)]
    ends.append(len(text))
    sentence, count = 0, 0
    made = "–" if policy.incise_dash == "en" else "—"
    inner = NO_BREAK if policy.dash_inner_nbsp == "yes" else " "
    for match in found:
        while ends[sentence] < match.start():
            sentence, count = sentence + 1, 0
        dash = match["dash"]
        if dash == "-":
            around = text[match.start() - 1] + text[match.end() : match.end() + 1]
            if policy.incise_hyphen == "lint" or around.isdigit():
                continue
        opens = count % 2 == 0
        if opens and not match["right"]:
            continue
        count += 1
        sign = dash if dash in "–—" else made
        left = " " if opens else inner
        right = match["right"] and (inner if opens else " ")
        yield Edit(*match.span(), left + sign + right, "DA-INC")


RULES = (
    rule("DA-DIAL", "Lexique IN 2002, Tiret", ("- Oui", "—⍽Oui"), DIALOGUE, find=dialogue, setting="dialogue_dash"),
    rule(
        "DA-INC", "Lexique IN 2002, Tiret ; OQLF", ("Il -- élu -- part", "Il –⍽élu⍽– part"), INCISE,
        find=incises, setting="incise_dash",
    ),
)  # fmt: skip
