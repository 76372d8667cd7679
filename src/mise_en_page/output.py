"""Files written whole or not at all: beside the target, synced, then renamed over it (POSIX rename is atomic)."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

#: What is being written bears this ending and its writer's process number: ``.NAME.PID.part``.
PART = ".part"


def write_whole(files: dict[Path, bytes]) -> None:
    """Write every file under its final name, or none. Raises OSError, and then leaves what stood there before."""
    parts = {target: target.with_name(f".{target.name}.{os.getpid()}{PART}") for target in files}
    try:
        for target, data in files.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.is_dir():  # known before anything is renamed: the files come together or not at all
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
            sweep(target)
            with parts[target].open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        for target, part in parts.items():
            part.replace(target)
    finally:
        for part in parts.values():
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def sweep(target: Path) -> None:
    """Remove what a killed run left beside ``target``: parts whose writer no longer lives."""
    for part in target.parent.glob(f".{target.name}.*{PART}"):
        number = part.name.removesuffix(PART).rpartition(".")[2]
        if number.isdigit() and not _lives(int(number)):
            with contextlib.suppress(OSError):
                part.unlink()


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
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
    part = entry.with_name(f".{entry.name}.{os.getpid()}{PART}")
    try:
        entry.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(hashlib.sha256(made).digest() + made)
        part.replace(entry)
        keep_at_most(largest, entry.parent, entry.suffix)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return made
