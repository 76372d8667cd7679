"""What is only pointed out: where we are not sure, the text stays and a warning says why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from mise_en_page.model.message import Message, say
from mise_en_page.typography.near import DIGITS, Near, Signs, near, signs_of
from mise_en_page.typography.rules.capitals import CAPITAL, doubts
from mise_en_page.typography.rules.quotes import MARK, pair


@dataclass(frozen=True, slots=True)
class Warn:
    """A warning at an offset of the corrected text; ``said`` is called by its code."""

    at: int
    length: int
    said: Message

    @property
    def code(self) -> str:
        return self.said.key


COLON_TIME = near(r"(?<![\d:.])(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:])", Signs(":", DIGITS), before=4, after=4)
CURRENCY_FIRST = near(r"[$£€]\s?\d[\d.,]*", "$£€", before=0, after=64)
#: What is no quantity: 59000 Lille, code postal 59000, BP 12345, CS 40123, TSA 50011, n° 12345.
NUMBERED = "".join(
    rf"(?<!\b{word}[ \u00a0])" for word in ("BP", "CS", "TSA", "CP", "SP", "postal", "postale", "[nN][°ºo]", "numéro")
)
BARE = near(
    rf"(?<![\w.,/-]){NUMBERED}(?!\d{{5}}[ \u00a0]+[A-ZÀ-Þ])\d{{5,}}(?![\w/-])",
    Signs(DIGITS, DIGITS), before=12, after=64,
)  # fmt: skip
HYPHEN_INCISE = near(r"(?<=\w) - (?=\w)", Signs(" ", "-"), before=2, after=4)
DASH_END = near(r"(?<=\w)[ \u00a0][–—] ?\.(?!\.)", Signs(" \u00a0", "–—"), before=2, after=5)
FAULTS: tuple[tuple[Near, Callable[[str], Message]], ...] = (
    (COLON_TIME, lambda words: say("time-colon", words=words)),
    (CURRENCY_FIRST, lambda words: say("currency-first", words=words)),
    (BARE, lambda words: say("ungrouped-number", words=words)),
    (DASH_END, lambda words: say("closing-dash", words=words)),
    (HYPHEN_INCISE, lambda words: say("hyphen-incise", words=words)),
)


def lint(text: str, signs: int | None = None, keep: Iterable[tuple[int, int]] = ()) -> Iterator[Warn]:
    """Everything that an editor should look at, in the order of the text, but for what touches the spans to ``keep``.

    ``signs`` are those of the text (near.py), or more, where they are known.
    """
    if signs is None:
        signs = signs_of(text)
    found = []
    for mark in pair(text) if signs & MARK.need else ():
        if mark.partner is None and not mark.again:
            found.append(
                Warn(mark.start, 1, say("unpaired-quote", sign=mark.sign, words=_about(text, mark.start, mark.end)))
            )
    for start, end in doubts(text) if signs & CAPITAL.need else ():
        found.append(Warn(start, end - start, say("capital-accent", words=text[start:end])))
    for pattern, said in FAULTS:
        for match in pattern.finditer(text) if signs & pattern.need else ():
            start, end = match.span()
            words = match.group().strip()
            told = said(words if any(map(str.isalnum, words)) else _about(text, start, end))
            found.append(Warn(start, end - start, told))
    for start, end in keep:
        found = [warn for warn in found if warn.at + warn.length <= start or end <= warn.at]
    yield from sorted(found, key=lambda warn: (warn.at, warn.code))


def _about(text: str, start: int, end: int) -> str:
    """Some signs with the words on either side of them, by which they may be accepted."""
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    first = before[len(before.rstrip()) - len(before.rstrip().split(" ")[-1]) :]
    last = after[: len(after) - len(after.lstrip()) + len(after.lstrip().split(" ")[0])]
    return " ".join(f"{first}{text[start:end]}{last}".split())
