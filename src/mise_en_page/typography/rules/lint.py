"""What is only pointed out: where we are not sure, the text stays and a warning says why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mise_en_page.typography.near import DIGITS, Signs, near, signs_of
from mise_en_page.typography.rules.quotes import MARK, pair


@dataclass(frozen=True, slots=True)
class Warn:
    """A warning at an offset of the corrected text."""

    at: int
    length: int
    code: str
    message: str
    hint: str


COLON_TIME = near(r"(?<![\d:.])(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:])", Signs(":", DIGITS), before=4, after=4)
CURRENCY_FIRST = near(r"[$£€]\s?\d[\d.,]*", "$£€", before=0, after=64)
BARE = near(r"(?<![\w.,/-])\d{5,}(?![\w/-])", Signs(DIGITS, DIGITS), before=2, after=64)
HYPHEN_INCISE = near(r"(?<=\w) - (?=\w)", Signs(" ", "-"), before=2, after=4)
DASH_END = near(r"(?<=\w)[ \u00a0][–—] ?\.(?!\.)", Signs(" \u00a0", "–—"), before=2, after=5)
ACCENTLESS = near(
    r"(?<![\w@#.])E(?:tat|tude|cole|glise|lu|quipe|nergie|poque)\w*", Signs("E", "tcglqnp"), before=2, after=64
)
FAULTS = (
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
)


def lint(text: str, signs: int | None = None) -> Iterator[Warn]:
    """Everything that an editor should look at, in the order of the text.

    ``signs`` are those of the text (near.py), or more, where they are known.
    """
    if signs is None:
        signs = signs_of(text)
    found = []
    for mark in pair(text) if signs & MARK.need else ():
        if mark.partner is None and not mark.again:
            found.append(Warn(mark.start, 1, "unpaired-quote", f"the quotation mark {mark.sign} has no partner",
                              "Close or open the quotation."))  # fmt: skip
    for pattern, code, message, hint in FAULTS:
        for match in pattern.finditer(text) if signs & pattern.need else ():
            found.append(Warn(match.start(), len(match.group()), code, message.format(match.group().strip()), hint))
    yield from sorted(found, key=lambda warn: (warn.at, warn.code))
