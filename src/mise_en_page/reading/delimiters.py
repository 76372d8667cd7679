"""Emphasis, links, escapes and entities, as people and converters write them.

CommonMark leaves ``**Lieu : **salle`` as asterisks, since a space stands before the closing ones; what it means is plain,
and so it is read. Runs of a sign are paired by what stands around them where that is clear, else one with the next. What
cannot be paired is text, and is told: an asterisk is printed in silence only where it calls a note, multiplies or stands
within a word (``étudiant*es``).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal

from mise_en_page.model.issue import MarkKind

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
#: The endings that an asterisk adds to a word for both genders.
_INCLUSIVE = re.compile(
    r"(?:e|es|ne|nes|te|tes|le|les|fe|fes|ve|ves|se|ses|s|x|rice|rices|trice|trices|euse|euses)\b", re.I
)
#: What a backslash may stand before: signs, but not itself (``\\\\serveur``).
_TOKEN = re.compile(
    r"(?P<address>(?:https?://|www\.)[^\s<>\[\]()]+|[A-Za-z]:\\[^\s*]*|\\\\[^\s*]+|[\w.+-]+@[\w-]+\.[\w.-]+)"
    r"|\\(?P<escaped>[!-/:-@\[\]^-`{-~])"
    rf"|(?P<entity>{_ENTITY.pattern})"
    r"|(?P<nothing>(?<!\S)(?P<empty>\*{2,3}|__)[ \t\u00a0]+(?P=empty)(?!\S))"
    r"|(?P<run>\*+|_+)|(?P<bracket>[\[\]])"
)
_WEB = re.compile(r"(?:https?://|mailto:)[^\s\\<>\"]+", re.IGNORECASE)
_TITLED = re.compile(r"(\S+)[ \t]+(?:\"[^\"]*\"|'[^']*')")
_LONGEST_ADDRESS = 2_000
_OPENING, _CLOSING = "([{«“‘‹\"'’—–*¡¿", ")]}»”’›\"',.;:!?…—–*"

Manner = Literal["open", "close", "both", "weak", "text"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the markup at ``text[start:start + length]``."""

    kind: Literal["lone", "stars", "link", "entity", "entity-twice"]
    start: int
    length: int


@dataclass(slots=True)
class Parsed:
    """The characters that are printed, the index in the text of each, what lies over them, and what is wrong."""

    characters: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    marks: list[tuple[MarkKind, int, int, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def put(self, text: str, at: int, *, step: int = 1) -> None:
        self.characters.extend(text)
        self.places.extend(at + step * n for n in range(len(text)))


@dataclass(slots=True)
class _Run:
    """Signs in a row: ``left`` of them have found no partner yet.

    ``at`` counts the printed characters before it, ``number`` the runs.
    """

    number: int
    sign: str
    start: int
    length: int
    at: int
    manner: Manner
    left: int


#: A link: the characters that are printed before it begins and before it ends, each with the runs before that; its address.
_Linked = tuple[int, int, int, int, str]


def parsed(text: str) -> Parsed:
    """Read the markup of a text."""
    made = Parsed()
    runs: list[_Run] = []
    links: dict[int, tuple[int, int, str, int]] = {}
    linked: list[_Linked] = []
    closings: dict[int, int] | None = None
    at = 0
    while match := _TOKEN.search(text, at):
        made.put(text[at : match.start()], at)
        start, at = match.span()
        if match["bracket"]:
            closings = _closings(text) if closings is None else closings
            if start in links:
                opened, before, href, at = links.pop(start)
                linked.append((opened, before, len(made.characters), len(runs), href))
                if opened == len(made.characters):  # signs alone are what the link shows
                    for run in runs[before:]:
                        run.manner = "text"
            elif text[start] == "[" and not links and (link := _link(text, start, closings, made)):
                links[closings[start]] = (len(made.characters), len(runs), *link)
            else:
                made.put(text[start], start)
        elif match["run"]:
            runs.append(_run(text, start, at, len(made.characters), len(runs)))
        elif match["nothing"]:  # bold laid over a space
            made.put(" ", start)
        elif match["escaped"]:
            made.put(match["escaped"], start + 1)
        elif match["entity"]:
            _entity(text, start, at, made)
        else:
            at = start + len(match["address"].rstrip("*_.,;:!?'’»\"") or match["address"])
            made.put(text[start:at], start)
    made.put(text[at:], at)
    return _settled(text, made, runs, linked)


def _entity(text: str, start: int, end: int, made: Parsed) -> None:
    """A character entity is the character that it stands for; one that nobody knows is text."""
    read = html.unescape(text[start:end])
    if read == text[start:end]:
        made.faults.append(Fault("entity", start, end - start))
        made.put(read, start)
        return
    if read == "&" and (again := re.match(r"#?\w{1,31};", text[end:])) and html.unescape(f"&{again.group()}")[0] != "&":
        made.faults.append(Fault("entity-twice", start, end - start + again.end()))
    made.put(read, start, step=0)


def without_entities(text: str) -> tuple[str, list[int]]:
    """A text that has no markup, its entities read; and the index of each character."""
    made = Parsed()
    at = 0
    for match in _ENTITY.finditer(text):
        made.put(text[at : match.start()], at)
        at = match.end()
        _entity(text, match.start(), at, made)
    made.put(text[at:], at)
    return "".join(made.characters), made.places


# --- links -----------------------------------------------------------------------------------------------------------


def _link(text: str, start: int, closings: dict[int, int], made: Parsed) -> tuple[str, int] | None:
    """The address of ``[words](https://…)``, and where all of it ends. Brackets that hold no such thing are text."""
    label = closings.get(start, -1)
    if label < 0 or not text[start + 1 : label].strip() or text[label + 1 : label + 2] != "(":
        return None
    end = text.find(")", label + 2, label + 2 + _LONGEST_ADDRESS)
    # An address may hold one pair of brackets, as those of Wikipedia do.
    if end >= 0 and "(" in text[label + 2 : end] and text[end + 1 : end + 2] == ")":
        end += 1
    address = text[label + 2 : end] if end >= 0 else " "
    titled = _TITLED.fullmatch(address)
    address = titled[1] if titled else address
    address = address[1:-1] if address[:1] == "<" and address[-1:] == ">" else address
    if not address or re.search(r"\s", address):
        return None
    if _WEB.fullmatch(address):
        return address, end + 1
    if text[start - 1 : start] != "!":  # a picture within the text is told by markdown.py
        made.faults.append(Fault("link", start, end + 1 - start))
    return None


def _closings(text: str) -> dict[int, int]:
    """The closing bracket of each opening one."""
    closings: dict[int, int] = {}
    opened: list[int] = []
    for match in re.finditer(r"\\.|[\[\]]", text):
        if match.group() == "[":
            opened.append(match.start())
        elif match.group() == "]" and opened:
            closings[opened.pop()] = match.start()
    return closings


# --- emphasis --------------------------------------------------------------------------------------------------------


def _run(text: str, start: int, end: int, at: int, number: int) -> _Run:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    sign, length = text[start], end - start
    manner = _star(before, after, length, start) if sign == "*" else _line(before, after)
    return _Run(number, sign, start, length, at, manner, length)


def _star(before: str, after: str, length: int, start: int) -> Manner:
    """What asterisks may do, by what stands around them: the spaces and letters that CommonMark looks at, more kindly."""
    if before.isspace() and after.isspace():
        return "open" if start == 0 and length > 1 else "weak"  # ``** Lieu : **``; a hotel's stars, 3 * 4
    if before.isalnum() and after.isalnum():
        return "weak" if length == 1 else "both"
    opens = not after.isspace() and not before.isalnum() and after not in ",.;:!?)»…"
    closes = not before.isspace() and not after.isalnum() and before not in "([«"
    return "both" if opens and closes else "open" if opens else "close" if closes else "weak"


def _line(before: str, after: str) -> Manner:
    """What underlines may do: nothing within a word or an address."""
    opens = (before.isspace() or before in _OPENING) and not after.isspace() and after not in ",.;:!?)»…"
    closes = not before.isspace() and (after.isspace() or after in _CLOSING)
    return "both" if opens and closes else "open" if opens else "close" if closes else "weak"


def _settled(text: str, made: Parsed, runs: list[_Run], linked: list[_Linked]) -> Parsed:
    """Pair the runs, lay their marks, and put back as text those that are none."""
    marks: list[tuple[MarkKind, _Run, _Run]] = []
    kinds: tuple[tuple[MarkKind, int, tuple[int, ...]], ...] = (("strong", 2, (2, 3)), ("emphasis", 1, (1, 3)))
    for sign in "*_":
        for kind, size, lengths in kinds:
            some = [run for run in runs if run.sign == sign and run.length in lengths and run.manner != "text"]
            for opening, closing in _pairs(text, some):
                if opening.at < closing.at:  # else nothing stands between them, and the signs are what is printed
                    opening.left -= size
                    closing.left -= size
                    marks.append((kind, opening, closing))
    strong = [(opening.at, closing.at) for kind, opening, closing in marks if kind == "strong"]
    for run in runs:  # **a****b**: one bold ends where the next begins
        if run.length == 4 and any(start < run.at < end for start, end in strong):
            run.left = 0
    made.faults += _lone(text, runs)
    # What is text stands before what follows it: a mark that opens comes after the signs that are printed, one that
    # closes before them.
    shift = list(accumulate((run.left for run in runs), initial=0))
    moved: list[tuple[MarkKind, int, int, str]] = [
        ("link", start + shift[before], end + shift[within], href) for start, before, end, within, href in linked
    ]
    moved += [(kind, one.at + shift[one.number + 1], other.at + shift[other.number], "") for kind, one, other in marks]
    for run in reversed(runs):
        made.characters[run.at : run.at] = run.sign * run.left
        made.places[run.at : run.at] = range(run.start + run.length - run.left, run.start + run.length)
    made.marks = [mark for mark in (_trimmed(mark, made.characters) for mark in moved) if mark[1] < mark[2]]
    return made


def _trimmed(mark: tuple[MarkKind, int, int, str], characters: list[str]) -> tuple[MarkKind, int, int, str]:
    """A mark without the spaces at its ends."""
    kind, start, end, href = mark
    while start < end and characters[start].isspace():
        start += 1
    while start < end and characters[end - 1].isspace():
        end -= 1
    return kind, start, end, href


def _pairs(text: str, runs: list[_Run]) -> Iterator[tuple[_Run, _Run]]:
    """Which run closes which: a clear closing one the last that opened, and of those that wait each the one before."""
    waiting: list[_Run] = []
    following: Manner = "open"
    after: list[Manner] = []
    for run in reversed(runs):
        after.append(following)
        following = following if run.manner == "weak" else run.manner
    for run, ahead in zip(runs, reversed(after), strict=True):
        closes = run.manner in ("close", "both")
        if run.manner == "weak" and waiting and ahead == "open":
            closes = _closes_after_all(text, waiting[-1], run)
        if closes and waiting:
            yield waiting.pop(), run
            yield from zip(waiting[::2], waiting[1::2], strict=False)
            waiting = []
        elif run.manner in ("open", "both"):
            waiting.append(run)
    yield from zip(waiting[::2], waiting[1::2], strict=False)


def _closes_after_all(text: str, opened: _Run, run: _Run) -> bool:
    """Between letters (``*Le Figaro*et``) or between spaces (``*Le Monde * du 3``), and neither étudiant*es nor 3 * 4."""
    end = run.start + run.length
    if text[run.start - 1].isalnum():
        one_word = not any(map(str.isspace, text[opened.start : run.start]))
        return one_word or not _INCLUSIVE.match(text, end)
    return not (text[: run.start].rstrip()[-1:].isdigit() and text[end:].lstrip()[:1].isdigit())


def _lone(text: str, runs: list[_Run]) -> Iterator[Fault]:
    """Runs that are printed though somebody may have meant more by them."""
    for run in runs:
        if not run.left or not text.strip(" *_-"):
            continue
        end = run.start + run.length
        if run.sign == "_":
            if run.manner in ("open", "both") and run.length < 4:
                yield Fault("lone", run.start, run.length)
        elif run.manner == "weak" and run.length > 1 and text[run.start - 1 : run.start].isspace():
            yield Fault("stars", run.start, run.length)
        elif run.left > 1 or run.manner == "open":
            yield Fault("lone", end - run.left, run.left)
