"""Dashes: dialogue at a paragraph's start, incises in pairs. A hyphen between words or years stays one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mise_en_page.typography.flat import Edit
from mise_en_page.typography.near import BLANKS, BREAKS, DIGITS, Signs, near
from mise_en_page.typography.policy import NO_BREAK, Policy
from mise_en_page.typography.rules.rule import rule

CAPITAL = "[A-ZÀ-ÖØ-ÞŒ]"
DIALOGUE = near(
    r"(?:(?<=[\n\u2029])|^)(?:(?P<dash>--?|—|–)[ \u00a0\u202f]+(?=[^\s\d;:!?.,)-])"
    rf"|(?P<glued>--?(?={CAPITAL})|[—–](?=[^\W\d])))",
    Signs("-—–", BLANKS, "letter"), before=2, after=6,
)  # fmt: skip
#: « - 4 € » may be a temperature; among lines of dialogue it is one of them.
PRICE = near(r"(?:(?<=[\n\u2029])|^)(?P<dash>--?|—|–)[ \u00a0\u202f]+(?=\d)", Signs("-—–", BLANKS), before=2, after=6)
SPOKEN = re.compile(r"(?:--?|—|–)[ \u00a0\u202f]")
#: A dash with a space on one side at least, or glued between letters: by its groups, what it may do.
INCISE = near(
    r"(?<=[^\s(\[«—–-])(?P<left>[ \u00a0\u202f])(?P<dash>-{1,3}|[—–])"
    r"(?:(?P<right>[ \u00a0\u202f])(?=\S)|(?P<end>)(?=[,;.!?:)…\u202f\u00a0])|(?P<opens>)(?=[^\W\d]|[«“\"(]))"
    r"|(?<=[\w»”\")!?….%’])(?P<closing>-{1,3}|[—–])(?P<closes>)(?=[ \u00a0\u202f\n\u2029,;:.!?)…])"
    r"|(?<=\w)(?P<joining>--|—)(?P<joins>)(?=\w)(?:(?=[^\W\d])|(?<=[^\W\d]--)|(?<=[^\W\d]—))",
    Signs(BLANKS, "-—–"), Signs("-—–", BLANKS + ",;:.!?)…\n\u2029"), Signs("—-", "-" + DIGITS, "letter"), before=2, after=6,
)  # fmt: skip
NUMBER = re.compile(r"[+±]?\d")
#: What is counted or goes on from one to the other: a range, no aside.
RANGED = re.compile(
    r"(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|"
    r"novembre|décembre|h|€|%|°|km|kg|m",
    re.IGNORECASE,
)
MEASURED = re.compile(
    r"(?:[(:=]|\b(?:de|à|entre|et|ou|par|vers|sous|fait|est|était|sont|affiche|atteint|environ|moins|plus|températures?))$",
    re.IGNORECASE,
)
DEGREES = re.compile(r"\d+(?:,\d+)?[ \u00a0\u202f]?(?:°|degrés?|%)")
WORD_BEFORE, WORD_AFTER = re.compile(r"[\w’'.-]+$"), re.compile(r"[\w’'-]+")
SENTENCE_END = near(
    r"(?:[!?…]|(?<![ \u00a0(’][A-ZÀ-Þ])(?<!MM)\.)[»”)\u00a0\u202f]* +(?=[A-ZÀ-ÖØ-Þ«—])|[\n\u2029]",
    ".!?…\n\u2029",
    before=0,
    after=8,
)


def dialogue(text: str, policy: Policy) -> Iterator[Edit]:
    prices = [match for match in PRICE.finditer(text) if _among_speech(text, match)]
    for match in (*DIALOGUE.finditer(text), *prices):
        dash = match["dash"] or match["glued"]
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
    made = "–" if policy.incise_dash == "en" else "—"
    inner = NO_BREAK if policy.dash_inner_nbsp == "yes" else " "
    at = 0
    for end in ends:
        sentence: list[re.Match[str]] = []
        while at < len(found) and found[at].start() <= end:
            sentence.append(found[at])
            at += 1
        for opening, closing in _pairs(_asides(text, sentence, policy)):
            yield _edit(opening, made if closing else "", inner, opens=True)
            if closing:
                yield _edit(closing, made, inner, opens=False)


def _asides(text: str, sentence: list[re.Match[str]], policy: Policy) -> list[re.Match[str]]:
    """The dashes of a sentence without those that are no aside's: minus, fixtures and routes, ranges, suspended hyphens."""
    kept = [match for match in sentence if not _is_hyphen(text, match, lint=policy.incise_hyphen == "lint")]
    counted = [match for match in kept if _is_minus(text, match)]
    if counted and not ((len(kept) - len(counted)) % 2 and len(counted) == 1 and not _is_measured(text, counted[0])):
        kept = [match for match in kept if match not in counted]  # « réunit - 900 selon la police - les élus »
    named = [match for match in kept if match["right"] and _between_names(text, match)]
    if not named or (len(kept) - len(named)) % 2:  # « M. Blois - Maire de Pau - a dit »
        return kept
    if len(kept) == 1 and kept[0]["dash"] == "-" and all(word.isupper() for word in _around(text, kept[0])):
        return kept
    return [match for match in kept if match not in named]


def _is_hyphen(text: str, match: re.Match[str], *, lint: bool) -> bool:
    """Is this left as it is: where the setting says so, and in a range between two of a kind?"""
    dash = match["dash"] or match["closing"] or ""
    if dash == "-" and lint:
        return True
    if dash not in ("-", "–") or not match["right"]:
        return False
    before, after = _around(text, match)
    return (before[-1:].isdigit() and after[:1].isdigit()) or bool(RANGED.fullmatch(before) and RANGED.fullmatch(after))


def _is_minus(text: str, match: re.Match[str]) -> bool:
    return match["dash"] == "-" and bool(match["right"]) and NUMBER.match(text, match.end()) is not None


def _is_measured(text: str, match: re.Match[str]) -> bool:
    """Does what stands before want a number, or is what stands behind degrees?"""
    return bool(MEASURED.search(text, max(0, match.start() - 20), match.start()) or DEGREES.match(text, match.end()))


def _around(text: str, match: re.Match[str]) -> tuple[str, str]:
    """The words before and after a dash."""
    before = WORD_BEFORE.search(text, max(0, match.start() - 40), match.start())
    after = WORD_AFTER.match(text, match.end())
    last = before.group() if before else text[match.start() - 1 : match.start()]
    return last, after.group() if after else text[match.end() : match.end() + 1]


def _between_names(text: str, match: re.Match[str]) -> bool:
    return match["dash"] in ("-", "–") and all(word[:1].isupper() for word in _around(text, match))


def _pairs(asides: list[re.Match[str]]) -> Iterator[tuple[re.Match[str], re.Match[str] | None]]:
    """Openings with their closings. One that is spaced on both sides may stay open; a glued one may not."""
    opened: re.Match[str] | None = None
    for match in asides:
        if opened is None:
            if match["right"] or match["opens"] is not None or match["joins"] is not None:
                opened = match
        elif match["opens"] is not None:  # another one opens: the first had no end
            if opened["right"]:
                yield opened, None
            opened = match
        elif match["closes"] is not None and opened["right"] and match["closing"] == "-":
            continue  # a suspended hyphen: « avant- et après-guerre »
        elif _glued_hyphen(opened) != _glued_hyphen(match) and opened["opens"] is not None:
            opened = match if match["right"] else None
        else:
            yield opened, match
            opened = None
    if opened is not None and opened["right"]:
        yield opened, None


def _glued_hyphen(match: re.Match[str]) -> bool:
    return (match["dash"] or match["closing"]) == "-" and not match["right"]


def _edit(match: re.Match[str], made: str, inner: str, *, opens: bool) -> Edit:
    """The dash with its spaces: the outer one breaks, the inner one does not. ``made``: the house's sign, if it changes."""
    typed = match["dash"] or match["closing"] or match["joining"]
    sign = made or (typed if typed in "–—" else "–")
    spaced = match["right"] or match["opens"] is not None or match["joins"] is not None
    right = "" if match["closes"] is not None or not spaced else inner if opens else " "
    if match["right"] and not opens and match.string[match.end()] == "»":
        right = match["right"]  # the guillemet's own space
    return Edit(*match.span(), (" " if opens else inner) + sign + right, "DA-INC")


RULES = (
    rule("DA-DIAL", "Lexique IN 2002, Tiret", ("- Oui", "—⍽Oui"), DIALOGUE, find=dialogue, setting="dialogue_dash"),
    rule(
        "DA-INC", "Lexique IN 2002, Tiret ; OQLF", ("Il -- élu -- part", "Il –⍽élu⍽– part"), INCISE,
        find=incises, setting="incise_dash",
    ),
)  # fmt: skip
