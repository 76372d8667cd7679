"""Flat text, what lies over it, and edits to it.

Tags and marks have no width: they are *edges* between characters. Code, entities and the breaks of blocks are opaque:
one character each (U+FFFC, or U+2029 between paragraphs) that no rule touches. So a rule sees ``<em>Le Monde</em> :`` as
one text, and every change is an ``Edit`` that can be explained, shown and undone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

OPAQUE = "\ufffc"
PARAGRAPH = "\u2029"
#: Characters on either side of an edit that a rule may look at because of it.
BESIDE = 12


class Edit(NamedTuple):
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
    """A text under correction. ``sources[i]`` is the source offset of the i-th character as it came.

    What was done is kept as the edits of each round and the text before them: where a character comes from, and what
    changed, is worked out when somebody asks. ``signs`` are those of the text (near.py), or more, once they are known.
    """

    characters: str
    sources: Sequence[int]
    edges: list[Edge] = field(default_factory=list)
    protected: list[tuple[int, int]] = field(default_factory=list)
    rounds: list[tuple[str, list[Edit]]] = field(default_factory=list)
    signs: int | None = None
    _replay: tuple[int, list[int], list[Change]] | None = None

    def apply(self, edits: Iterable[Edit]) -> None:
        """Make edits that do not overlap; those that touch something protected are dropped."""
        characters = self.characters
        wanted = sorted(edit for edit in edits if characters[edit[0] : edit[1]] != edit[2])
        if not wanted:
            return
        kept: list[Edit] = []
        spans, reached, last = iter(self.protected), -1, 0
        span = next(spans, None)
        for edit in wanted:
            start, end, _, _, about = edit
            while span is not None and span[1] <= start:
                span = next(spans, None)
            if start < last or start <= reached:
                continue
            if span is not None and (span[0] < end if end > start else span[0] < start < span[1]):
                continue
            if about >= 0 and self._is_protected(about):
                continue
            kept.append(edit)
            last, reached = end, start if start == end else reached
        if kept:
            self._make(kept)

    def _is_protected(self, at: int) -> bool:
        if not self.protected:
            return False
        n = bisect_right(self.protected, (at, len(self.characters) + 1)) - 1
        return n >= 0 and at < self.protected[n][1]

    def _make(self, edits: list[Edit]) -> None:
        before = self.characters
        parts: list[str] = []
        at = 0
        for start, end, insert, _, _ in edits:
            parts += (before[at:start], insert)
            at = end
        parts.append(before[at:])
        self.characters = "".join(parts)
        self.rounds.append((before, edits))
        if self.edges or self.protected:
            self._move(edits, before)

    @property
    def origins(self) -> list[int]:
        """The source offset of each character."""
        return self._replayed()[1]

    @property
    def changes(self) -> list[Change]:
        """What was changed, in the order in which it happened."""
        return self._replayed()[2]

    def _replayed(self) -> tuple[int, list[int], list[Change]]:
        """How many rounds were replayed, and what came of it."""
        if self._replay is not None and self._replay[0] == len(self.rounds):
            return self._replay
        origins = list(self.sources)
        changes: list[Change] = []
        for before, edits in self.rounds:
            moved: list[int] = []
            at = 0
            for start, end, insert, rule, _ in edits:
                moved += origins[at:start]
                near = min(start, len(origins) - 1)
                origin = origins[near] if near >= 0 else 0
                deleted = origins[start:end]
                # A character that replaces one keeps its place; one that is added stands beside its neighbour.
                moved += (deleted + [deleted[-1] if deleted else origin] * len(insert))[: len(insert)]
                changes.append(Change(rule, before[start:end], insert, origin))
                at = end
            origins = moved + origins[at:]
        self._replay = len(self.rounds), origins, changes
        return self._replay

    def renewed(self) -> Iterator[str]:
        """What the last edits made, each with its neighbours: all that is new, and what it stands beside."""
        characters, shift = self.characters, 0
        for start, end, insert, _, _ in self.rounds[-1][1]:
            at = start + shift
            yield characters[max(0, at - BESIDE) : at + len(insert) + BESIDE]
            shift += len(insert) - (end - start)

    def _move(self, edits: Sequence[Edit], before: str) -> None:
        """Carry edges and protected spans over some edits. A space at a tag's edge ends up outside the tag."""
        moves = _Moves(edits, before)
        self.edges.sort(key=_place)  # stable: tags at one place keep their order
        least = 0
        for edge in self.edges:
            edge.at = least = max(least, moves.place(edge.at, edge.opens))
        spans = ((moves.place(start, True), moves.place(end, False)) for start, end in self.protected)
        self.protected = [span for span in spans if span[0] < span[1]]


def _place(edge: Edge) -> int:
    return edge.at


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
