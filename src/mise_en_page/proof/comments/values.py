"""Comments as values: each message is for ever what it was, and names itself by its time and a digest of what it says.

Whatever changes is a message more: an answer, “resolved”, “accepted”. Two people who say something at the same time have
made two files, which git puts side by side.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from mise_en_page.model import limits
from mise_en_page.model.problem import Problem, Span
from mise_en_page.reading.source import unwanted

Kind = Literal["comment", "proposal", "answer", "resolved", "reopened", "accepted", "refused"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

#: Those that begin a conversation; the others go on with one.
FIRST: Final = frozenset({"comment", "proposal"})

DIGITS: Final = 8
"""Of the digest in a message's name: two people say different things in the same second."""

#: What some programs end a line with.
_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class On:
    """What a comment is about: words of a file (``quote``, with some ``before`` and ``after``, as they were typed or
    printed, at ``line`` and ``column`` from 1); or a page as a whole (``folio``; 0 for the whole issue).

    ``version``: of the proof on which it was made ("" where it was made on the files themselves).
    """

    file: str = ""
    line: int = 0
    column: int = 0
    quote: str = ""
    before: str = ""
    after: str = ""
    version: str = ""
    folio: int = 0

    @property
    def where(self) -> Span | None:
        return Span(self.file, max(1, self.line), max(1, self.column)) if self.file else None


@dataclass(frozen=True, slots=True)
class Comment:
    """One message. ``at``: its time, UTC, ``2026-11-30T21:40:05Z``. ``on`` is what the first of a thread is about, ``to``
    the name of the first for all others. ``replace`` is what a proposal would have in place of the words quoted ("": they
    are to be taken out). ``mark``: with what the words were marked on a proof (“highlight”, “strike-out”…).
    """

    kind: Kind
    by: str
    at: str
    text: str = ""
    on: On | None = None
    replace: str = ""
    to: str = ""
    mark: str = ""

    @classmethod
    def made(cls, kind: Kind, by: str, at: str, text: str = "", **named: Any) -> Comment:
        """A message with its words as they can be written into any file: normal form C, ends of lines ``\\n``, no signs
        that nobody sees.
        """
        on: On | None = named.pop("on", None)
        if on is not None:
            quote, before, after = clean(on.quote), clean(on.before), clean(on.after)
            on = On(on.file, on.line, on.column, quote, before, after, on.version, on.folio)
        words = {name: clean(value) for name, value in named.items()}
        return cls(kind, " ".join(clean(by).split()), at, clean(text), on, **words)

    def data(self) -> dict[str, Any]:
        """As plain values, without what is empty."""
        made: dict[str, Any] = {"kind": self.kind, "by": self.by, "at": self.at, "text": self.text}
        if self.on is not None:
            names = ("file", "line", "column", "quote", "before", "after", "version", "folio")
            made["on"] = {name: value for name in names if (value := getattr(self.on, name))}
        made |= {"replace": self.replace, "to": self.to, "mark": self.mark}
        return {name: value for name, value in made.items() if value not in ("", {})}

    @property
    def name(self) -> str:
        """Its name, which is that of its file: the same message has the same, whoever brings it."""
        told = json.dumps(self.data(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest = hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()[:DIGITS]
        return f"{self.at.removesuffix('Z').replace(':', '-')}-{digest}"


def clean(text: str) -> str:
    """Words as they are kept."""
    text = unicodedata.normalize("NFC", _ENDS.sub("\n", text))
    while bad := unwanted(text):
        text = text.replace(bad, " ")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


State = Literal["open", "resolved", "accepted", "refused"]


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation: its first message, and what followed in the order of time."""

    name: str
    first: Comment
    more: tuple[Comment, ...] = ()

    @property
    def state(self) -> State:
        """What the last word of those that decide says; open where there is none."""
        for each in reversed(self.more):
            match each.kind:
                case "resolved" | "accepted" | "refused" as kind:
                    return kind
                case "reopened":
                    return "open"
                case _:
                    pass
        return "open"


def threads(comments: Iterable[Comment], files: dict[str, str] | None = None) -> tuple[list[Thread], list[Problem]]:
    """Conversations, in the order in which they were begun, and a problem for each message whose first is not there.

    ``files`` are the messages' files by their names, for the places of problems.
    """
    firsts: dict[str, Comment] = {}
    more: dict[str, list[Comment]] = {}
    for each in comments:
        if each.kind in FIRST:
            firsts[each.name] = each
        else:
            more.setdefault(each.to, []).append(each)
    problems = [
        Problem.of("comment-orphan", "warning", Span(f) if (f := (files or {}).get(each.name)) else None, to=to)
        for to, answers in more.items() if to not in firsts for each in answers
    ]  # fmt: skip
    made = [Thread(name, first, tuple(_in_time(more.get(name, ())))) for name, first in firsts.items()]
    return sorted(made, key=lambda thread: (thread.first.at, thread.name)), problems


def _in_time(comments: Sequence[Comment]) -> list[Comment]:
    return sorted(comments, key=lambda each: (each.at, each.name))


def as_list(comments: Iterable[Comment]) -> list[dict[str, Any]]:
    """Messages as a list for JSON, as an HTML proof sends them home: each with its name, by which others answer it."""
    return [{"id": each.name} | each.data() for each in comments]


def fits(comment: Comment) -> bool:
    """Is it no longer than may be said at one time?"""
    on = comment.on
    words = (comment.text, comment.replace, *((on.quote, on.before, on.after) if on is not None else ()))
    return all(len(each) <= limits.COMMENT for each in words) and len(comment.by) <= limits.COMMENT_NAME
