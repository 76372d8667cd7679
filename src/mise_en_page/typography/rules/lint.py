"""What is only pointed out: where we are not sure, the text stays and a warning says why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mise_en_page.typography.rules.quotes import pair


@dataclass(frozen=True, slots=True)
class Warn:
    """A warning at an offset of the corrected text."""

    at: int
    length: int
    code: str
    message: str
    hint: str


COLON_TIME = re.compile(r"(?<![\d:.])(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:])")
CURRENCY_FIRST = re.compile(r"[$£€]\s?\d[\d.,]*")
BARE = re.compile(r"(?<![\w.,/-])\d{5,}(?![\w/-])")
HYPHEN_INCISE = re.compile(r"(?<=\w) - (?=\w)")
DASH_END = re.compile(r"(?<=\w)[ \u00a0][–—] ?\.(?!\.)")
ACCENTLESS = re.compile(r"(?<![\w@#.])E(?:tat|tude|cole|glise|lu|quipe|nergie|poque)\w*")


def lint(text: str) -> Iterator[Warn]:
    """Everything that an editor should look at, in the order of the text."""
    found = []
    for mark in pair(text):
        if mark.partner < 0 and not mark.again:
            found.append(Warn(mark.start, 1, "unpaired-quote", f"the quotation mark {mark.sign} has no partner",
                              "Close or open the quotation."))  # fmt: skip
    for pattern, code, message, hint in (
        (COLON_TIME, "time-colon", "“{}” is an hour in the English way, or a ratio", "Write 14h30 for an hour."),
        (CURRENCY_FIRST, "currency-first", "“{}”: in French the currency follows the amount", "Write 12 €."),
        (
            BARE,
            "ungrouped-number",
            "“{}” has five digits or more and no spaces",
            "Write it in groups of three if it is an amount.",
        ),
        (DASH_END, "closing-dash", "a dash stands before a full stop", "The full stop closes the incise: drop the dash."),
        (HYPHEN_INCISE, "hyphen-incise", "a hyphen between spaces stands for a dash", "Write – or --."),
        (ACCENTLESS, "capital-accent", "“{}” begins with a capital that lost its accent", "Capitals keep their accents."),
    ):
        for match in pattern.finditer(text):
            found.append(Warn(match.start(), len(match.group()), code, message.format(match.group().strip()), hint))
    yield from sorted(found, key=lambda warn: (warn.at, warn.code))
