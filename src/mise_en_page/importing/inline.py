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

from mise_en_page.importing.document import BREAK, Document, Run, joined, trimmed
from mise_en_page.model.issue import Text
from mise_en_page.model.message import key
from mise_en_page.model.problem import Problem
from mise_en_page.reading.source import unwanted

#: What no other way of writing mends: the words themselves.
OF_THE_WORDS = frozenset(
    ("right-to-left", "word-too-long", "mojibake", "paragraph-too-long", "list", "lines-joined", "footnote")
)
_SIGNS = re.compile(r"[*_\[\]<&~^=`{}#!|]")
_ALL_SIGNS = re.compile(r"[*_\[\]<>&~^=`{}#!|\\\"']")
#: In an address no sign can be kept from being read but by breaking the address.
_EVERY_SIGN = re.compile(r"[!-/:-@\[-`{-~]")
_WEB = re.compile(r"(?:https?://|mailto:)[^\s\\<>\"]+", re.IGNORECASE)
#: Ways to mark: which look stands around the other, and the signs of both.
_WAYS = (
    (("bold", "**"), ("italic", "*")),
    (("italic", "*"), ("bold", "**")),
    (("bold", "**"), ("italic", "_")),
    (("italic", "_"), ("bold", "**")),
    (("bold", "__"), ("italic", "_")),
)
#: How a line that breaks is typed in a body.
BROKEN = "\\\n"
#: How a block may be written, the most legible first: whether every sign is kept from being read, and how its lines open.
GUARDS = ((False, ""), (False, "\\"), (False, "&"), (True, ""), (True, "&"))
_Way = tuple[tuple[str, str], tuple[str, str]]

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
    made = [run for _, group in groupby(made, key=lambda run: run.href) for run in _shown(list(group))]
    whole = "".join(run.text for run in made)
    if not unicodedata.is_normalized("NFC", whole):  # an accent in a run of its own
        made = list(_composed(made))
    return trimmed(_breaks_alone(joined(made)))


def _shown(runs: list[Run]) -> list[Run]:
    """Runs of one link; without it, where its address is what they show."""

    def core(text: str) -> str:
        return re.sub(r"^(?:https?://|mailto:)", "", text.strip(), flags=re.IGNORECASE).rstrip("/")

    alike = core(runs[0].href) == core("".join(run.text for run in runs)) if runs[0].href else False
    return [replace(run, href="") for run in runs] if alike else runs


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


def written(runs: Sequence[Run], reread: Reread, *, every: bool = False) -> tuple[str, bool, bool]:
    """Runs as text of an article, ``BREAK`` where a line ends; whether it is read as it was meant, and with all its looks.

    ``every``: each sign may be kept from being read, at the price of legibility.
    """
    wanted = _characters(runs)
    plain = [replace(run, italic=False, bold=False, href="") for run in runs]
    bare, kept, looked = _characters(plain), "", False
    escapes = (_EVERY_SIGN,) if every else (None, _SIGNS, _ALL_SIGNS)
    ways = _WAYS if any(run.italic and run.bold for run in runs) else (*_WAYS[::2],)
    tries = [(runs, way) for way in ways] + [(_with_points(runs), way) for way in ways[:2]] + [(plain, _WAYS[0])]
    for each, way in tries:
        meant = _characters(each)
        for escape in escapes:
            said = _marked(each, way, escape)
            text, problems = reread(said)
            same = _same(text, meant)
            whole = (same and each is not plain) or _same(text, wanted)
            if whole and not looked:
                kept, looked = said, True
            if not kept and _same(text, bare):
                kept = said
            if same and all(problem.code in OF_THE_WORDS for problem in problems):
                return said, True, whole
    return kept or _marked(plain, _WAYS[0], _EVERY_SIGN), False, looked


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


def _marked(runs: Sequence[Run], way: _Way, escape: re.Pattern[str] | None) -> str:
    return "".join(_linked(href, list(group), way, escape) for href, group in groupby(runs, key=lambda run: run.href))


def _linked(href: str, runs: list[Run], way: _Way, escape: re.Pattern[str] | None) -> str:
    said = _looked(runs, way, escape)
    core = said.strip()
    return said.replace(core, f"[{core}]({href})", 1) if href and core else said


def _looked(runs: list[Run], way: tuple[tuple[str, str], ...], escape: re.Pattern[str] | None) -> str:
    """Runs with one look around the other."""
    if not way:
        return "".join(_escaped(run.text, escape) for run in runs)
    look, mark = way[0]
    return "".join(
        _wrapped(_looked(list(group), way[1:], escape), mark if on else "")
        for on, group in groupby(runs, key=lambda run: bool(getattr(run, look)))
    )


def _with_points(runs: Sequence[Run]) -> list[Run]:
    """Points and quotes that have a look of their own take that of the words before them: no reader sees it."""
    made: list[Run] = []
    for run in runs:
        words = any(each.isalnum() for each in run.text)
        before = made[-1] if made else replace(run, italic=False, bold=False)
        own = (run.italic or run.bold) and bool(run.text.strip()) and not words
        made.append(replace(run, italic=before.italic, bold=before.bold) if own else run)
    return made


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


def checked(runs: tuple[Run, ...], document: Document, block: int) -> tuple[Run, ...]:
    """Runs as an article may hold them; characters that it cannot hold are told."""
    if codes := lost("".join(run.text for run in runs)):
        level = document.remarks.error if "U+FFFD" in codes else document.remarks.warning
        level(key("import-characters"), block, None, codes=codes)
    return cleaned(runs)


def tell_looks(whole: bool, runs: tuple[Run, ...], document: Document, block: int) -> None:
    """Tell what has lost its looks."""
    if not whole:
        said = " / ".join(run.text.strip() for run in runs if (run.italic or run.bold or run.href) and run.text.strip())
        document.remarks.warning(key("import-looks"), block, None, words=said[:200])


def guarded(line: str, guard: str) -> str:
    """A line whose first sign is kept from opening anything: by a backslash, or as an entity."""
    if guard == "&" and line[:1] not in ("&", "\\", ""):
        return f"&#{ord(line[0])};{line[1:]}"
    return f"{guard}{line}" if guard == "\\" and _opens(line) else line


def _opens(line: str) -> bool:
    return line[:1] in "#>!`~|-=+*_:" and bool(line) and not line.startswith(("- ", "+ "))
