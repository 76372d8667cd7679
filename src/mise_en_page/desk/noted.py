"""What was written on a proof, led to the words that it is about in the files as they are now."""

from __future__ import annotations

from pathlib import Path

from mise_en_page.files.regular import plain_bytes
from mise_en_page.model import limits
from mise_en_page.model.problem import Problem
from mise_en_page.proof.notes import Notes, as_problems, relocated


class Noted:
    """Asked at every edit: a file is read again only when it has changed."""

    def __init__(self, notes: Notes | None) -> None:
        self._notes = notes
        found = (note.anchor.where.file for note in notes.notes if note.anchor is not None) if notes is not None else ()
        self._files = tuple(dict.fromkeys(found))
        self._seen: tuple[tuple[int, int] | None, ...] | None = None
        self._problems: tuple[Problem, ...] = ()

    def __call__(self, root: Path | None) -> tuple[Problem, ...]:
        """The notes as infos; of a publication that cannot be read yet, where they stood in the proof."""
        if self._notes is None:
            return ()
        seen = tuple(_state(root / file) if root is not None else None for file in self._files)
        if seen != self._seen:
            texts = {file: _text(root / file) for file in self._files} if root is not None else {}
            known = {file: text for file, text in texts.items() if text is not None}
            self._seen = seen
            self._problems = as_problems(relocated(self._notes, known) if root is not None else self._notes)
        return self._problems


def _state(path: Path) -> tuple[int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size


def _text(path: Path) -> str | None:
    try:
        text = plain_bytes(path, limit=limits.TEXT_BYTES).decode("utf-8-sig", "replace")
    except OSError:
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")
