"""What is looked at, and what is found in it: values that every kind of finding shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from mise_en_page.model.message import Message, Value, say

#: What a text is: a paragraph of the body; one that stands apart but is written in sentences; a line that need be none.
Role = Literal["paragraph", "apart", "line"]

#: Characters of the text on either side of the words that are told, by which a phrase of mots.txt is known again.
AROUND = 48


@dataclass(frozen=True, slots=True)
class Passage:
    """One text. ``set_off`` are spans in italics or small capitals; ``links`` those of links.

    ``ended`` is the share of the paragraphs around it that end with their point (1 where there are none). ``before`` is
    what the paragraph before it ends with ("" for none). ``date`` is the issue's (ISO 8601, "" where none is known).
    """

    text: str
    role: Role = "line"
    set_off: tuple[tuple[int, int], ...] = ()
    links: tuple[tuple[int, int], ...] = ()
    ended: float = 1.0
    before: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Words of a text that an editor should look at; ``said`` is called by its code.

    Its values are ``words``, what is told; the text ``before`` and ``after`` them; and perhaps ``accept``, the phrase by
    which they are best accepted where the words alone would say too much.
    """

    at: int
    length: int
    said: Message


Find = Callable[[Passage], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding: ``code`` names it, ``example`` is a text in which it is found.

    ``need`` are the signs (bits of near.py) without any of which it finds nothing.
    """

    code: str
    find: Find
    example: Passage
    need: int


def found(passage: Passage, start: int, end: int, key: str, /, **values: Value) -> Finding:
    """The finding of ``text[start:end]`` by the sentence ``key``."""
    text = passage.text
    words, before, after = (
        text[left:right].replace("\n", " ")
        for left, right in ((start, end), (max(0, start - AROUND), start), (end, end + AROUND))
    )
    return Finding(start, end - start, say(key, words=words, before=before, after=after, **values))


def listed(words: str) -> frozenset[str]:
    """A list of words that is written to be read, a space between two."""
    return frozenset(words.split())
