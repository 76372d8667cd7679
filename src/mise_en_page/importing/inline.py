"""Runs as the articles write them: emphasis, links, and a backslash only where a sign would be taken for a mark.

Whatever is written is read again by the reader of articles, and is good if the same characters come back with the same
looks; else the next, more careful way to write it is tried.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from mise_en_page.importing.document import BREAK, Run, joined, trimmed
from mise_en_page.model.issue import Text
from mise_en_page.model.problem import Problem
from mise_en_page.reading.source import unwanted

#: What no other way of writing mends: the words themselves.
OF_THE_WORDS = frozenset(
    ("right-to-left", "word-too-long", "mojibake", "paragraph-too-long", "list", "lines-joined", "footnote")
)
_SIGNS = re.compile(r"[*_\[\]<>&~^=`{}#!|]")
_ALL_SIGNS = re.compile(r"[*_\[\]<>&~^=`{}#!|\\\"']")
#: In an address no sign can be kept from being read but by breaking the address.
_EVERY_SIGN = re.compile(r"[!-/:-@\[-`{-~]")
_WEB = re.compile(r"(?:https?://|mailto:)[^\s\\<>\"]+", re.IGNORECASE)
_MARKS = {"*": ("*", "**"), "_": ("_", "__")}

#: Reads what was written: the text that came back, and what was told of it.
Reread = Callable[[str], tuple[Text, Sequence[Problem]]]


def clean(text: str) -> str:
    """Text as an article may hold it: composed, its ends of lines alike, white that is no space as one, no controls."""
    text = re.sub("\r\n|[\r\x0b\x0c\u2028\u2029\x85]", BREAK, text)
    text = re.sub("[\ufeff\ufffc\u200b\u2060]", "", text)
    if unwanted(text):
        text = "".join(each for each in text if each in (BREAK, "\t") or not unwanted(each))
    return unicodedata.normalize("NFC", re.sub(r"[ \t]*\t[ \t]*", " ", text))


def lost(text: str) -> str:
    """The characters that ``clean`` leaves out and somebody may miss, as their codes."""
    bad = dict.fromkeys(each for each in text if each not in "\r\x0b\x0c\u2028\u2029\x85" and unwanted(each))
    return ", ".join(f"U+{ord(each):04X}" for each in bad)


def cleaned(runs: Sequence[Run]) -> tuple[Run, ...]:
    made = [replace(run, text=clean(run.text), href=address(run.href)) for run in runs]
    whole = "".join(run.text for run in made)
    if not unicodedata.is_normalized("NFC", whole):  # an accent in a run of its own
        made = list(_composed(made))
    return trimmed(_breaks_alone(joined(made)))


def _composed(runs: Sequence[Run]) -> Iterator[Run]:
    before: Run | None = None
    for run in runs:
        count = next((n for n, each in enumerate(run.text) if not unicodedata.combining(each)), len(run.text))
        if before is not None and count:
            before = replace(before, text=unicodedata.normalize("NFC", before.text + run.text[:count]))
            run = replace(run, text=run.text[count:])  # noqa: PLW2901
        if before is not None:
            yield before
        before = run
    if before is not None:
        yield before


def _breaks_alone(runs: Sequence[Run]) -> Iterator[Run]:
    """No white before or after a break; no break twice."""
    text = ""
    for run in runs:
        said = re.sub(r"[ \t]*\n[ \t\n]*", BREAK, run.text)
        if text[-1:] in (BREAK, ""):
            said = said.lstrip(" \n")
        text += said
        yield replace(run, text=said)


def address(typed: str) -> str:
    """An address as a link may hold it; "" where it leads nowhere but within the source."""
    made = typed.strip().replace(" ", "%20").replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")
    return made if _WEB.fullmatch(made) and len(made) < 2000 else ""


def written(runs: Sequence[Run], reread: Reread) -> tuple[str, bool]:
    """Runs as text of an article, and whether their looks are all in it; ``BREAK`` where a line ends."""
    wanted = _characters(runs)
    plain = [replace(run, italic=False, bold=False, href="") for run in runs]
    bare, kept, looked = _characters(plain), "", False
    for each, whole in ((runs, True), (plain, False)):
        for sign in "*_" if whole else "*":
            for escape in (None, _SIGNS, _ALL_SIGNS, *(() if whole else (_EVERY_SIGN,))):
                said = _marked(each, sign, escape)
                text, problems = reread(said)
                if whole and not looked and _same(text, wanted):
                    kept, looked = said, True
                if not kept and _same(text, bare):
                    kept = said
                if any(problem.code not in OF_THE_WORDS for problem in problems):
                    continue
                if _same(text, wanted if whole else bare):
                    return said, whole or _same(text, wanted)
    return kept or _marked(plain, "*", _EVERY_SIGN), looked


def _characters(runs: Sequence[Run]) -> list[tuple[str, bool, bool, str]]:
    """Every character but white with its looks."""
    return [
        (each, run.italic, run.bold, run.href) for run in runs for each in run.text if not each.isspace() or each == BREAK
    ]


def _same(text: Text, wanted: list[tuple[str, bool, bool, str]]) -> bool:
    looks = [[False, False, ""] for _ in text.characters]
    for mark in text.marks:
        for at in range(mark.start, mark.end):
            if mark.kind == "emphasis":
                looks[at][0] = True
            elif mark.kind == "strong":
                looks[at][1] = True
            elif mark.kind == "link":
                looks[at][2] = mark.href
    came = [(each, *look) for each, look in zip(text.characters, looks, strict=True) if not each.isspace() or each == BREAK]
    return [one for one in came if one[0] != BREAK] == [one for one in wanted if one[0] != BREAK] and [
        one[0] for one in came
    ] == [one[0] for one in wanted]


def _marked(runs: Sequence[Run], sign: str, escape: re.Pattern[str] | None) -> str:
    return "".join(_linked(href, list(group), sign, escape) for href, group in groupby(runs, key=lambda run: run.href))


def _linked(href: str, runs: list[Run], sign: str, escape: re.Pattern[str] | None) -> str:
    said = "".join(_strong(bold, list(group), sign, escape) for bold, group in groupby(runs, key=lambda run: run.bold))
    if not href:
        return said
    text = "".join(run.text for run in runs)
    if text.strip() == href:
        return said
    core = said.strip()
    return said.replace(core, f"[{core}]({href})", 1) if core else said


def _strong(bold: bool, runs: list[Run], sign: str, escape: re.Pattern[str] | None) -> str:
    said = "".join(
        _wrapped("".join(_escaped(run.text, escape) for run in group), _MARKS[sign][0] if italic else "")
        for italic, group in groupby(runs, key=lambda run: run.italic)
    )
    return _wrapped(said, _MARKS[sign][1] if bold else "")


def _wrapped(said: str, mark: str) -> str:
    """Marks stand at words, not at white."""
    core = said.strip()
    if not mark or not core:
        return said
    at = said.index(core)
    return f"{said[:at]}{mark}{core}{mark}{said[at + len(core) :]}"


def _escaped(text: str, escape: re.Pattern[str] | None) -> str:
    if escape is None:
        return text
    if escape is not _EVERY_SIGN:
        return escape.sub(lambda found: "&#92;" if found.group() == "\\" else f"\\{found.group()}", text)
    return escape.sub(lambda found: f"&#{ord(found.group())};", text)
