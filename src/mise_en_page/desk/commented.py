"""The comments of an issue as the browser gets them: each conversation with the place where its words stand now, in the
file and on the pages.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mise_en_page.desk.engine import Edition
from mise_en_page.desk.texts import text_of
from mise_en_page.model import limits
from mise_en_page.model.problem import Problem, Refused, Span, place_data
from mise_en_page.proof.comments import Comment, Kept, Thread, extent, located, threads
from mise_en_page.proof.finding import Finder
from mise_en_page.proof.sign import reached
from mise_en_page.proof.versions import version_of
from mise_en_page.reading import publication_root


class Commented:
    """``proof``: what was written on a proof and is looked at beside the issue's own, without being written there."""

    def __init__(self, issue: Path, proof: tuple[Comment, ...] = ()) -> None:
        self._issue, self._proof = issue, proof
        self._kept: Kept | None = None
        self._told: tuple[object, tuple[list[dict[str, Any]], tuple[Problem, ...]]] | None = None
        self._first: tuple[int, ...] | None = None
        self._version = ""

    def __call__(self, edition: Edition) -> tuple[list[dict[str, Any]], tuple[Problem, ...]]:
        """The conversations, and a problem for each file that is none; looked for again where something has changed."""
        if self._kept is None:
            root = publication_root(self._issue)
            if root is None:
                return [], ()
            self._kept = Kept(self._issue, root)
        own = self._kept()
        now = self._kept.number, edition.number
        if self._told is None or self._told[0] != now:
            made, orphans = threads((*own, *self._proof), self._kept.files)
            places = _Places(self._issue, edition)
            written = {each.name for each in own}
            data = [places.data(each, kept=each.name in written, older=self._older(each, edition)) for each in made]
            self._told = now, (data, (*self._kept.problems, *orphans))
        return self._told[1]

    def _older(self, thread: Thread, edition: Edition) -> bool:
        """Was the proof on which it was made of another version than what is shown?"""
        on = thread.first.on
        if on is None or not on.version or edition.made is None:
            return False
        if self._first is None:  # once: it looks at every file
            self._first = edition.versions
            try:
                self._version = version_of(reached(self._issue))
            except (Refused, OSError):
                self._version = ""
        return edition.versions != self._first or on.version != self._version


class _Places:
    """Where words stand, in one edition."""

    def __init__(self, issue: Path, edition: Edition) -> None:
        self._root, self._edition = publication_root(issue), edition
        self._texts: dict[str, str | None] = {}
        made = edition.made
        self._finder = Finder(made) if made is not None else None
        self._pages = {page.folio: n for n, page in enumerate(made.makeup.pages)} if made is not None else {}

    def data(self, thread: Thread, *, kept: bool, older: bool) -> dict[str, Any]:
        first, on = thread.first, thread.first.on
        told: dict[str, Any] = {
            "id": thread.name, "state": thread.state, "kept": kept, "words": "there", "page": None, "boxes": [],
            "quote": on.quote if on is not None else "", "proof": on.version if on is not None else "", "older": older,
            **_said(first), "replace": first.replace, "mark": first.mark, "more": [_said(each) for each in thread.more],
        }  # fmt: skip
        if on is None or on.where is None:
            page = self._pages.get(on.folio) if on is not None else None
            return told | {"page": page, "folio": on.folio if on is not None else 0}
        where, words = on.where, "gone"
        text = self._text(where.file)
        if text is not None and (found := located(on, text)) is not None:
            where, words = found.where, found.words
            if (place := extent(on, text)) is not None:
                start = place[0]
                where = Span.within(where.file, text, start, min(place[1] - start, limits.COMMENT))
        told |= place_data(where) | {"length": where.length, "words": words}
        seen = self._finder.find(where) if self._finder is not None and text is not None else None
        return told | ({"page": seen.page, "boxes": seen.boxes} if seen is not None else {})

    def _text(self, file: str) -> str | None:
        if file not in self._texts:
            self._texts[file] = text_of(self._root, file) if self._root is not None else None
        return self._texts[file]


def _said(comment: Comment) -> dict[str, Any]:
    return {"kind": comment.kind, "by": comment.by, "at": comment.at, "text": comment.text}
