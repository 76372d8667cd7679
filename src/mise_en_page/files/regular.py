"""The bytes of a plain file, and of nothing else: a pipe hangs for ever, a device never ends, a link leads anywhere."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from mise_en_page.model import limits
from mise_en_page.model.message import say


def plain_bytes(path: Path, within: Path | None = None, limit: int = limits.RESOURCE_BYTES) -> bytes:
    """All bytes of a regular file that lies, links followed, inside ``within`` (None: anywhere), at most ``limit``.

    Raises OSError, whose ``strerror`` says why not: a message, or the system's words.
    """
    real = os.path.realpath(path)
    if within is not None and not Path(real).is_relative_to(os.path.realpath(within)):
        raise OSError(errno.EACCES, say("not-plain/link"), str(path))
    return real_bytes(real, limit, str(path))


def real_bytes(real: str, limit: int, called: str = "") -> bytes:
    """All bytes of the regular file at a path without links, at most ``limit``. Raises OSError, as above."""
    # No link is followed here, no pipe waited for: the file may have changed since it was looked at.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(real, flags)
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        os.close(descriptor)
        if stat.S_ISDIR(found.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), called or real)
        raise OSError(errno.EINVAL, say("not-plain"), called or real)
    with os.fdopen(descriptor, "rb") as file:
        data = file.read(limit + 1) if found.st_size <= limit else b""
    if len(data) > limit or found.st_size > limit:
        raise OSError(errno.EFBIG, say("not-plain/large", most=limit), called or real)
    return data
