"""Files written whole or not at all: beside the target, synced, then renamed over it (POSIX rename is atomic)."""

from __future__ import annotations

import contextlib
import errno
import os
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
