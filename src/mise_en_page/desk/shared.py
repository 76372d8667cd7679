"""A text that several write in: its changes in the order in which they were taken, each with who made it.

Whoever has seen all changes may add its own; who has not is sent the others first, and moves its own over them (the browser
does, by CodeMirror's ``collab``). Who knows another session of the text hands in what both had, and what it made of that.
"""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from mise_en_page.desk.changes import Change, applied, between
from mise_en_page.desk.manuscript import ENDS, like, line_end, plain
from mise_en_page.desk.merging import merged
from mise_en_page.model import limits

#: So many changes are kept for tabs that come back; those that missed more hand in their text.
KEPT = 5_000


@dataclass(frozen=True, slots=True)
class Update:
    """A change and the tab that made it ("": the server, for a field or for somebody outside)."""

    change: Change
    who: str = ""


@dataclass(slots=True)
class Shared:
    """``text`` has one character for each end of line (manuscript.py); ``version`` counts the changes."""

    text: str
    version: int = 0
    session: str = field(default_factory=lambda: secrets.token_hex(8))
    log: deque[Update] = field(default_factory=lambda: deque(maxlen=KEPT))

    @property
    def shown(self) -> str:
        return plain(self.text)

    def add(self, change: Change, who: str = "") -> None:
        """Take a change. Raises ValueError where it is none of this text."""
        text = applied(self.text, change, line_end(self.text))
        if _too_long(text, self.text) or any(mark in _put(change) for mark in ENDS.values()):
            raise ValueError("too long, or no text")
        self.text = text
        self.version += 1
        self.log.append(Update(change, who))

    def push(self, version: int, changes: Sequence[Change], who: str) -> bool:
        """Take what a tab has made of a version; False where that is not the newest. Raises ValueError, and takes none."""
        if version != self.version:
            return False
        before = self.text
        try:
            for change in changes:
                self.add(change, who)
        except ValueError:
            while self.version > version:
                self.log.pop()
                self.version -= 1
            self.text = before
            raise
        return True

    def since(self, session: str, version: int) -> list[Update] | None:
        """What a tab has missed; None where that is not known any longer."""
        missed = self.version - version
        if session != self.session or not 0 <= missed <= len(self.log):
            return None
        return list(self.log)[len(self.log) - missed :]

    def put(self, text: str, who: str = "") -> None:
        """Make the text another one, by as little change as can be. ``text`` has ``\\n`` at its ends of lines."""
        if text != self.shown:
            self.add(between(self.shown, text), who)

    def take_in(self, base: str, theirs: str) -> bool:
        """What has been made of ``base`` elsewhere; True where something of it clashes with what stands here, which stays.

        Both have the ends of lines of their files.
        """
        made = merged(plain(base), self.shown, plain(theirs))
        self.put(made.text)
        self.text = theirs if made.text == plain(theirs) else like(self.text, theirs)
        return made.clash

    def rejoin(self, known: Known, who: str) -> Rejoined:
        """A tab comes back from another session. Raises ValueError for what are no changes of what it knows."""
        texts = [known.written]
        for change in known.past:
            texts.append(applied(texts[-1], change))
        if texts[-1] != known.base:
            texts, known = [known.base], Known(known.base, known.changes, known.base)
        for change in known.changes:
            texts.append(applied(texts[-1], change))
        mine, here = texts[-1], self.shown
        if _too_long(mine, here):
            raise ValueError("too long")
        if here in texts:  # so far it had come when the other session ended
            for change in [*known.past, *known.changes][texts.index(here) :]:
                self.add(change, who)
            return Rejoined([], clash=False)
        made = merged(known.base, mine, here)
        self.put(made.text, who)
        return Rejoined(between(mine, made.text) if made.text != mine else [], made.clash)


@dataclass(frozen=True, slots=True)
class Known:
    """What a tab of another session knows: the text that was the server's, ``base``, and its own ``changes`` of it; the
    text that was ``written`` last, as far as it was told, and how that became ``base``.
    """

    base: str
    changes: Sequence[Change]
    written: str
    past: Sequence[Change] = ()


@dataclass(frozen=True, slots=True)
class Rejoined:
    """What a tab that came back has still to change in its own text ([]: nothing); ``clash``: its own stands in place of
    something that was here.
    """

    change: Change
    clash: bool


def _too_long(text: str, before: str) -> bool:
    """Would the text's file be more than is read of any, and more than it was?"""
    return 4 * len(text) > limits.TEXT_BYTES < len(text.encode()) and len(text) > len(before)


def _put(change: Change) -> str:
    return "".join(line for part in change if isinstance(part, list) for line in part[1:] if isinstance(line, str))
