"""How far articles and pages are: en cours, relu, corrigé, BAT; who has said so and when, and of which text.

Each change is a small file of plain lines of its own in the issue's folder ``states/``: two people who each change one, on
two branches, have changed two files, and git merges them without asking. (Lines that are added to one file meet at its
end: git stops there.) The newest counts; the older ones are the history. A change bears the digest of the text that it is
about: what has changed since is told.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mise_en_page.desk import clock
from mise_en_page.desk.people import Person, Role
from mise_en_page.files.atomic import write_whole
from mise_en_page.files.regular import plain_bytes

FOLDER: Final = "states"
#: In the order of the work; the first holds where nothing is said.
STATES: Final = ("en cours", "relu", "corrigé", "BAT")
#: Who may say so: the last word is the chief's, as for the whole issue.
MAY: Final = {"en cours": Role.WRITER, "relu": Role.WRITER, "corrigé": Role.WRITER, "BAT": Role.CHIEF}
#: Files that are read, and bytes of one.
MOST: Final = 10_000
LIMIT: Final = 2_000
KINDS: Final = ("article", "page")
_LINE = re.compile(r"^(article|page|state|by|on|text): *(.*?) *$", re.MULTILINE)
_DAY = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z")


@dataclass(frozen=True, slots=True)
class State:
    """``kind``, ``subject``: an article's name or a page's folio; ``on``: "2018-05-03T14:02:11Z"; ``text``: a digest."""

    kind: str
    subject: str
    state: str
    by: str
    on: str
    text: str

    def written(self) -> bytes:
        lines = {self.kind: self.subject, "state": self.state, "by": self.by, "on": self.on, "text": self.text}
        return "".join(f"{name}: {value}\n" for name, value in lines.items()).encode()


def read_state(data: bytes) -> State | None:
    """A change, as it is written; None for what is none."""
    try:
        told = dict(_LINE.findall(data.decode("utf-8-sig").replace("\r\n", "\n")))
    except UnicodeDecodeError:
        return None
    kind = next((each for each in KINDS if told.get(each)), "")
    good = kind and told.get("state") in STATES and told.get("by") and _DAY.fullmatch(told.get("on", ""))
    if not good:
        return None
    return State(kind, told[kind], told["state"], told["by"], told["on"], told.get("text", ""))


class States:
    """Of an issue. Files are read once; the folder is looked at again whenever it is another."""

    def __init__(self, issue: Path) -> None:
        self._folder = issue / FOLDER
        self._mark: tuple[int, ...] = ()
        self._read: dict[str, State | None] = {}
        self._digests: dict[Path, tuple[tuple[int, int], str]] = {}

    def now(self) -> dict[tuple[str, str], State]:
        """The state of each article and page of which anything is said."""
        newest: dict[tuple[str, str], State] = {}
        for _, state in sorted(self._all().items()):
            if state is None:
                continue
            key = state.kind, state.subject
            if key not in newest or newest[key].on <= state.on:
                newest[key] = state
        return newest

    def _all(self) -> Mapping[str, State | None]:
        try:
            state = self._folder.stat()
            mark = state.st_mtime_ns, state.st_ino
            if mark == self._mark:
                return self._read
            names = sorted(path.name for path in self._folder.glob("*.txt"))[-MOST:]
        except OSError:
            self._mark, self._read = (), {}
            return self._read
        self._mark = mark
        known = self._read
        self._read = {name: known[name] if name in known else _from(self._folder / name) for name in names}
        return self._read

    def put(self, kind: str, subject: str, state: str, person: Person, files: Iterable[Path]) -> State:
        """Say how far something is; ``files``: its texts. Raises OSError."""
        by = " ".join(person.name.split()) or "?"
        # Two within a second have an order, too.
        moment = clock.milliseconds()
        on = f"{clock.stamp(moment // 1_000)[:-1]}.{moment % 1_000:03}Z"
        made = State(kind, subject, state, by, on, self.digest(files))
        data = made.written()
        if not self._folder.resolve().is_relative_to(self._folder.parent.resolve()):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), FOLDER)
        named = re.sub(r"[^\w-]+", "-", f"{kind}-{subject}-{state}")[:80]
        stamp = made.on.replace(":", ".")
        path = self._folder / f"{stamp}-{named}-{hashlib.sha256(data).hexdigest()[:8]}.txt"
        write_whole({path: data})
        self._mark = ()
        return made

    def digest(self, files: Iterable[Path]) -> str:
        """Of the words of some texts, wherever their lines end; 16 figures. A file that cannot be read is another one."""
        whole = hashlib.sha256()
        for path in sorted(files):
            whole.update(self._of(path).encode())
        return whole.hexdigest()[:16]

    def _of(self, path: Path) -> str:
        try:
            state = path.stat()
            key = state.st_mtime_ns, state.st_size
            if (known := self._digests.get(path)) is None or known[0] != key:
                lines = plain_bytes(path, limit=1_000_000).splitlines()
                words = b"\n".join(line.rstrip() for line in lines).strip()
                known = self._digests[path] = key, hashlib.sha256(words).hexdigest()
        except OSError:
            return ""
        return known[1]


def _from(path: Path) -> State | None:
    try:
        return read_state(plain_bytes(path, path.parent.parent, LIMIT))
    except OSError:
        return None


def told(states: States, root: Path, articles: Iterable[Mapping[str, Any]], folios: Iterable[int]) -> dict[str, Any]:
    """Of each article and page of an issue its state, by whom, when, and whether its text has changed since; ``articles``
    as the browser gets them (``copyfit.as_data``), ``folios`` of the pages in their order.
    """
    known = states.now()
    files: dict[str, set[Path]] = {}
    on_pages: dict[int, set[Path]] = {}
    for each in articles:
        path = root / each["file"]
        files.setdefault(each["name"], set()).add(path)
        on_pages.setdefault(each["page"], set()).add(path)
    pages = {str(folio): on_pages.get(n, set()) for n, folio in enumerate(folios)}

    def one(kind: str, subject: str, own: set[Path]) -> dict[str, Any]:
        state = known.get((kind, subject))
        if state is None:
            return {"state": STATES[0], "by": "", "on": "", "changed": False}
        changed = state.state != STATES[0] and state.text != states.digest(own)
        return {"state": state.state, "by": state.by, "on": state.on, "changed": changed}

    return {
        "article": {name: one("article", name, own) for name, own in files.items()},
        "page": {folio: one("page", folio, own) for folio, own in pages.items()},
    }
