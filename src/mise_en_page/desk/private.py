"""What a desk keeps of the people who come to it: files that only its owner can read, and never in the publication.

A publication's folder is copied, put into git, shared over a drive; who was invited and who did what must not travel with
it, and a copy must let nobody in. So each issue's desk has a folder of its own in the user's state folder
(``$XDG_STATE_HOME``, else ``~/.local/state``), by the place where the issue lies.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from mise_en_page import reading
from mise_en_page.model.problem import Refused

#: Bytes of one file that is read again.
LIMIT = 1_000_000


def desk_folder(issue: Path) -> Path:
    """The private folder of an issue's desk; it is made when something is written there."""
    base = os.environ.get("XDG_STATE_HOME", "")
    try:
        place = Path(base) if base.startswith("/") else Path.home() / ".local" / "state"
    except RuntimeError:  # nobody's home
        place = Path(tempfile.gettempdir())
    named = hashlib.sha256(os.fsencode(issue.resolve())).hexdigest()[:24]
    return place / "mise-en-page" / "desks" / named


def desk_of(issue: Path) -> Path:
    """The same, of what is an issue's folder. Raises Refused for another."""
    issue = issue.absolute()
    if reading.publication_root(issue) is None or not (issue / "issue.yaml").is_file():
        raise Refused.of("no-issue/preview", folder=issue.name)
    return desk_folder(issue)


def read(path: Path) -> bytes:
    """A file's bytes; none where there is no such file, or where somebody else may have laid or read it."""
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return b""
    with open(opened, "rb") as file:  # noqa: PTH123 (a descriptor)
        state = os.fstat(opened)
        own = stat.S_ISREG(state.st_mode) and state.st_uid == os.getuid() and not state.st_mode & 0o077
        data = file.read(LIMIT + 1) if own else b""
    return data if len(data) <= LIMIT else b""


def write(path: Path, data: bytes) -> None:
    """Write a file whole, for this user's eyes alone (mode 600 in a folder of mode 700). Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.chmod(0o700)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    made = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with open(made, "wb") as file:  # noqa: PTH123 (a descriptor)
        file.write(data)
        file.flush()
        os.fsync(made)
    part.replace(path)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One process at a time: a command and a running preview may both change a file. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = os.open(folder / "lock", os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(made, fcntl.LOCK_EX)
        yield
    finally:
        os.close(made)


def mark(path: Path) -> tuple[int, ...]:
    """Another one whenever the file is another."""
    try:
        state = path.stat()
    except OSError:
        return ()
    return state.st_mtime_ns, state.st_size, state.st_ino
