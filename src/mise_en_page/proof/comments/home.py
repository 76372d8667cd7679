"""Notes that came home from a proof as comments of the issue; and comments as notes, which are listed in the same form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mise_en_page.model.problem import Problem
from mise_en_page.proof.anchors import Anchor
from mise_en_page.proof.comments.values import Comment, Kind, On, Thread
from mise_en_page.proof.notes import Note, Notes, Reply


def of_notes(notes: Notes) -> tuple[Comment, ...]:
    """Each note and its answers. Words that were struck out without a word are proposed to be taken out.

    The same notes give the same comments, whenever the proof is read: their times are those of the PDF.
    """
    return tuple(each for note in notes.notes for each in _of(note, notes.version))


def _of(note: Note, version: str) -> Iterator[Comment]:
    on = On(version=version, folio=note.folio)
    if (anchor := note.anchor) is not None:
        where = anchor.where
        on = On(where.file, where.line, where.column, anchor.exact, anchor.before, anchor.after, version)
    struck = note.kind == "strike-out" and not note.text and note.quote == (anchor.exact if anchor else "")
    kind: Kind = "proposal" if struck and note.quote else "comment"
    mark = "" if kind == "proposal" else note.kind
    first = Comment.made(kind, note.author, note.at, note.text, on=on, mark=mark)
    yield first
    for reply in note.replies:
        yield Comment.made("answer", reply.author, reply.at, reply.text, to=first.name)


def as_notes(threads: Iterable[Thread], problems: tuple[Problem, ...] = ()) -> Notes:
    """Conversations as notes, file by file and page by page in the order of their places."""
    made = sorted((_note(each) for each in threads), key=_order)
    versions = {on.version for each in made if (on := each[0].on) is not None}
    version = versions.pop() if len(versions) == 1 else ""
    return Notes("", "", version, tuple(note for _, note in made), problems)


def _note(thread: Thread) -> tuple[Comment, Note]:
    first = thread.first
    on = first.on or On()
    where = on.where
    anchor = Anchor(where, on.quote, on.before, on.after) if where is not None else None
    replies = tuple(Reply(each.kind, each.by, each.text, each.at) for each in thread.more)
    kind = first.mark or first.kind
    return first, Note(
        0, on.folio, where, "", 0, kind, first.by, first.text, on.quote, near=False, replies=replies, anchor=anchor,
        at=first.at, replace=first.replace,
    )  # fmt: skip


def _order(pair: tuple[Comment, Note]) -> tuple[str, int, int, int, str]:
    where, at = pair[1].where, pair[0].at
    return (where.file, where.line, where.column, 0, at) if where is not None else ("", 0, 0, pair[1].folio, at)
