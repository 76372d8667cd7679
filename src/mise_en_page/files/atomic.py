"""Files written whole or not at all: beside the target, synced, then renamed over it (POSIX rename is atomic).

Whatever is not finished bears the number of the process that is at it, so that another run can tell what one that was
killed has left, and takes it away.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import stat
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

#: What is being written bears its writer's process number until it is whole: ``.mise-en-page.PID.N.part``.
PART = ".mise-en-page.{}.{}.part"


def write_whole(files: dict[Path, bytes]) -> None:
    """Write every file under its final name, or none. Raises OSError, and then leaves what stood there before."""
    parts = {target: target.with_name(PART.format(os.getpid(), n)) for n, target in enumerate(files)}
    try:
        for target, data in files.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.is_dir():  # known before anything is renamed: the files come together or not at all
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
            sweep(target.parent)
            with _named(target), parts[target].open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        for target, part in parts.items():
            with _named(target):
                part.replace(target)
    finally:
        for part in parts.values():
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Met:
    """What somebody else has written into a file meanwhile; ``replaced``: it stands there no longer."""

    data: bytes
    replaced: bool


def replace_seen(target: Path, data: bytes, seen: bytes) -> Met | None:
    """Write a file whole in place of what was read of it; its permissions stay. Where there is no file, one is made.

    None, or what somebody else has put there: as a rule it is left there, and nothing is written; where it came at the very
    moment, it is the caller's to save. Raises OSError, also for a file that is marked as not to be written.
    """
    part, old = (target.with_name(PART.format(os.getpid(), n)) for n in ("new", "old"))
    try:
        sweep(target.parent)
        with _named(target), part.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(FileNotFoundError):
            if not (mode := target.stat().st_mode) & 0o222:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
            part.chmod(stat.S_IMODE(mode))
            if (there := target.read_bytes()) not in (seen, data):
                return Met(there, replaced=False)
            with contextlib.suppress(OSError):  # a disk without such links
                old.hardlink_to(target)
        with _named(target):
            part.replace(target)
        # Who was writing into the old file while it was replaced goes on with it, unseen.
        with contextlib.suppress(FileNotFoundError):
            there = old.read_bytes()
            if there in (seen, data):
                return None
            for _ in range(50):
                time.sleep(0.06)
                before, there = there, old.read_bytes()
                if before == there and there:
                    break
            return Met(there, replaced=True)
        return None
    finally:
        for left in (part, old):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)


@contextlib.contextmanager
def _named(target: Path) -> Iterator[None]:
    """An operating system's word on a file that is being written, told of the file that was asked for: a full disk names
    none.
    """
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error


def disk_of(path: Path) -> Path:
    """Where the disk that holds a path is mounted."""
    place = path.absolute()
    return next((each for each in (place, *place.parents) if each.is_mount()), Path(place.anchor))


def keep(entry: Path, data: bytes) -> None:
    """Write an entry of a cache: a reader sees a whole one or none. Where that cannot be done, there is none."""
    part = entry.with_name(PART.format(os.getpid(), threading.get_ident()))
    try:
        entry.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(entry)
    except OSError:
        pass
    finally:  # an interrupt, too
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


@contextlib.contextmanager
def workshop(beside: Path | None = None) -> Iterator[Path]:
    """A folder of one's own for as long as it is needed: in ``beside``, or where temporary files lie."""
    folder = beside or Path(tempfile.gettempdir())
    sweep(folder)
    made = Path(tempfile.mkdtemp(prefix=PART.format(os.getpid(), "").removesuffix(".part"), suffix=".part", dir=folder))
    try:
        yield made
    finally:
        _remove(made)


def temporary() -> Path:
    """Where temporary files lie, without a look whether they may."""
    return Path(os.environ.get("TMPDIR") or "/tmp")


def sweep(folder: Path) -> None:
    """Remove what runs that were killed have left in a folder: what bears the number of a process that lives no longer."""
    for left in folder.glob(PART.format("*", "*")):
        number = left.name.split(".")[2]
        if number.isdigit() and not _lives(int(number)):
            _remove(left)


def sweep_all() -> None:
    """The same wherever this program leaves what is not finished, beside its output: temporary files, and its caches."""
    sweep(temporary())
    with contextlib.suppress(OSError):
        for folder in cache_folder().iterdir():
            sweep(folder)


def _remove(left: Path) -> None:
    if left.is_dir() and not left.is_symlink():
        shutil.rmtree(left, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            left.unlink(missing_ok=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    with contextlib.suppress(OSError, IndexError):  # one that has ended, but that nobody has waited for
        return Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()[0] not in (b"Z", b"X")
    return True


def cache_folder() -> Path:
    """Where programs keep what they can make again: $XDG_CACHE_HOME, else ~/.cache."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    try:
        place = Path(base) if base.startswith("/") else Path.home() / ".cache"
    except RuntimeError:  # nobody's home
        place = Path(tempfile.gettempdir())
    return place / "mise-en-page"


def keep_at_most(largest: int, folder: Path, suffix: str) -> None:
    """Remove the files that were not used for longest until those of this ending hold no more than ``largest`` bytes."""
    sweep(folder)
    with contextlib.suppress(OSError):
        stats = sorted((path.stat().st_mtime, path.stat().st_size, path) for path in folder.glob(f"*{suffix}"))
        whole = sum(size for _, size, _ in stats)
        for _, size, path in stats:
            if whole <= largest:
                return
            path.unlink(missing_ok=True)
            whole -= size


def kept(entry: Path, make: Callable[[], bytes], largest: int = 1 << 29) -> bytes:
    """What ``make`` gives, kept in ``entry`` for the next time. Nothing that goes wrong with it is an error.

    An entry bears the digest of its own bytes: a damaged one is made anew. Its folder holds ``largest`` bytes of its kind.
    """
    try:
        held = entry.read_bytes()
        if hashlib.sha256(held[32:]).digest() == held[:32]:
            os.utime(entry)
            return held[32:]
    except OSError:
        pass
    made = make()
    keep(entry, hashlib.sha256(made).digest() + made)
    keep_at_most(largest, entry.parent, entry.suffix)
    return made
