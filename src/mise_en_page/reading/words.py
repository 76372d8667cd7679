"""The publication's own words, mots.txt: a word or a phrase a line, and whatever is written behind ``#`` on it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from mise_en_page.files.atomic import write_whole
from mise_en_page.model import limits
from mise_en_page.model.problem import Refused, has_errors
from mise_en_page.reading.files import exists
from mise_en_page.reading.found import Found, shown
from mise_en_page.reading.source import Written, read_text

NAME: Final = "mots.txt"
#: What opens a comment: a hash at a line's start or behind a space (« #MeToo » is a word with ``\#``).
COMMENT = re.compile(r"(?:^|(?<=\s))#.*")


def read_words(root: Path, found: Found) -> tuple[str, ...]:
    """The words and phrases of mots.txt, in their order; none where there is no such file."""
    path = root / NAME
    written = read_text(root, path, found) if exists(path) else None
    return tuple(_entries(written, found)) if written is not None else ()


def _entries(written: Written, found: Found) -> Iterable[str]:
    known: dict[str, int] = {}
    for number, line in enumerate(written.lines(), 1):
        entry = entry_of(line.text)
        where = written.span(line.start, len(line.text))
        if not entry:
            continue
        if len(entry) > limits.HOUSE_WORD:
            found.warning("own-words/long", where, most=limits.HOUSE_WORD)
        elif entry in known:
            found.warning("own-words/twice", where, words=shown(entry), line=known[entry])
        elif not any(character.isalnum() for character in entry):
            found.warning("own-words/none", where, words=shown(entry))
        else:
            known[entry] = number
    return known


def entry_of(line: str) -> str:
    """The word or phrase of a line, without its comment; “” for none."""
    return " ".join(COMMENT.sub("", line).replace("\\#", "#").split())


def add_words(root: Path, words: Iterable[str]) -> tuple[str, ...]:
    """Write words and phrases behind those of mots.txt, which stay as they are, comments too: the whole file or nothing.

    Gives those that are new. Raises Refused where the file cannot be read, or for what can be no line of it; OSError where
    it cannot be written.
    """
    found = Found()
    path = root / NAME
    written = read_text(root, path, found) if exists(path) else None
    if has_errors(found):
        raise Refused(tuple(found))
    known = {entry_of(line) for line in written.text.split("\n")} if written is not None else set[str]()
    new: list[str] = []
    for asked in words:
        entry = " ".join(asked.split())
        if not entry or len(entry) > limits.HOUSE_WORD or not entry.isprintable():
            raise Refused.of("own-words/asked", None, None, words=shown(asked), most=limits.HOUSE_WORD)
        if entry not in known and entry not in new:
            new.append(entry)
    if new:
        before = path.read_bytes() if exists(path) else b""
        if before and not before.endswith((b"\n", b"\r")):
            before += b"\n"
        lines = (re.sub(r"(?:^|(?<=\s))#", r"\\#", entry) for entry in new)
        write_whole({path: before + "".join(f"{line}\n" for line in lines).encode()})
    return tuple(new)
