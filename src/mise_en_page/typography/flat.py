"""Flat text, what lies over it, and edits to it.

Tags and marks have no width: they are *edges* between characters. Code, entities and the breaks of blocks are opaque:
one character each (U+FFFC, or U+2029 between paragraphs) that no rule touches. So a rule sees ``<em>Le Monde</em> :`` as
one text, and every change is an ``Edit`` that can be explained, shown and undone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

OPAQUE = "\ufffc"
#: An entity that is a space which does not break (``&nbsp;``): opaque too, but a space.
OPAQUE_BLANK = "\ufffb"
PARAGRAPH = "\u2029"


@dataclass(frozen=True, slots=True)
class Edit:
    """``characters[start:end]`` becomes ``insert``, by this rule; not if what stands at ``about`` is protected."""

    start: int
    end: int
    insert: str
    rule: str
    about: int = -1


@dataclass(slots=True)
class Edge:
    """An opening or a closing between two characters; ``tag`` is whatever the format wants back."""

    at: int
    opens: bool
    tag: object


@dataclass(frozen=True, slots=True)
class Change:
    """An edit as it happened: its rule, what stood there and what stands there now, and the offset in the source."""

    rule: str
    before: str
    after: str
    origin: int


@dataclass(slots=True)
class Flat:
    """A text under correction. ``origins[i]`` is the source offset of ``characters[i]``; ``protected`` spans are sorted."""

    characters: str
    origins: list[int]
    edges: list[Edge] = field(default_factory=list)
    protected: list[tuple[int, int]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def apply(self, edits: Iterable[Edit]) -> None:
        """Make edits that do not overlap; those that touch something protected are dropped."""
        wanted = [edit for edit in sorted(set(edits), key=_order) if self._changes(edit)]
        if not wanted:
            return
        kept: list[Edit] = []
        spans, reached, last = iter(self.protected), -1, 0
        span = next(spans, None)
        for edit in wanted:
            while span is not None and span[1] <= edit.start:
                span = next(spans, None)
            inside = span is not None and (span[0] < edit.end if edit.end > edit.start else span[0] < edit.start < span[1])
            inside = inside or (edit.about >= 0 and self._is_protected(edit.about))
            if not inside and edit.start >= last and edit.start > reached:
                kept.append(edit)
                last, reached = edit.end, edit.start if edit.start == edit.end else reached
        self._make(kept)

    def _is_protected(self, at: int) -> bool:
        n = bisect_right(self.protected, (at, len(self.characters) + 1)) - 1
        return n >= 0 and at < self.protected[n][1]

    def _changes(self, edit: Edit) -> bool:
        return self.characters[edit.start : edit.end] != edit.insert

    def _make(self, edits: Sequence[Edit]) -> None:
        before = self.characters
        parts: list[str] = []
        origins: list[int] = []
        at = 0
        for edit in edits:
            parts += (before[at : edit.start], edit.insert)
            origins += self.origins[at : edit.start]
            near = min(edit.start, len(self.origins) - 1)
            origin = self.origins[near] if near >= 0 else 0
            deleted = self.origins[edit.start : edit.end]
            # A character that replaces one keeps its place; one that is added stands beside its neighbour.
            origins += (deleted + [deleted[-1] if deleted else origin] * len(edit.insert))[: len(edit.insert)]
            self.changes.append(Change(edit.rule, before[edit.start : edit.end], edit.insert, origin))
            at = edit.end
        parts.append(before[at:])
        origins += self.origins[at:]
        self.characters, self.origins = "".join(parts), origins
        self._move(edits, before)

    def _move(self, edits: Sequence[Edit], before: str) -> None:
        """Carry edges and protected spans over some edits. A space at a tag's edge ends up outside the tag."""
        moves = _Moves(edits, before)
        self.edges.sort(key=lambda edge: edge.at)  # stable: tags at one place keep their order
        least = 0
        for edge in self.edges:
            edge.at = least = max(least, moves.place(edge.at, edge.opens))
        spans = ((moves.place(start, True), moves.place(end, False)) for start, end in self.protected)
        self.protected = [span for span in spans if span[0] < span[1]]


def _order(edit: Edit) -> tuple[int, int, str, str]:
    return edit.start, edit.end, edit.insert, edit.rule


class _Moves:
    """Where a place between two characters ends up after some edits.

    An opening goes behind what is put at it, a closing before it; only where letters are replaced (a quotation mark
    within ``*…*``) does the new text stay on the side of the old.
    """

    def __init__(self, edits: Sequence[Edit], before: str) -> None:
        self._edits, self._before = edits, before
        self._ends = [edit.end for edit in edits]
        self._shifts = [0]
        for edit in edits:
            self._shifts.append(self._shifts[-1] + len(edit.insert) - (edit.end - edit.start))

    def place(self, at: int, opens: bool) -> int:
        n = bisect_left(self._ends, at)  # the edits before the n-th end before this place
        shift = self._shifts[n]
        while n < len(self._edits) and self._edits[n].start <= at:
            edit = self._edits[n]
            blank = self._before[edit.start : edit.end].isspace() or edit.start == edit.end
            first, behind = edit.start + shift, edit.start + shift + len(edit.insert)
            if not opens:
                return behind if edit.start < at == edit.end and not blank else first
            if edit.end > at:
                return first if edit.start == at and not blank else behind
            # it ends here: the opening is behind it, and perhaps behind the next edit as well
            n += 1
            shift = self._shifts[n]
        return at + shift
