"""The bytes of a plain file, and of nothing else: a pipe hangs for ever, a device never ends, a link leads anywhere."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from mise_en_page.model import limits


def plain_bytes(path: Path, within: Path | None = None, limit: int = limits.RESOURCE_BYTES) -> bytes:
    """All bytes of a regular file that lies, links followed, inside ``within`` (None: anywhere), at most ``limit``.

    Raises OSError, whose ``strerror`` says in words why not.
    """
    real = os.path.realpath(path)
    if within is not None and not Path(real).is_relative_to(os.path.realpath(within)):
        raise OSError(errno.EACCES, "it is a link that leads out of the publication", str(path))
    # No link is followed here, no pipe waited for: the file may have changed since it was looked at.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(real, flags)
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        os.close(descriptor)
        if stat.S_ISDIR(found.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        raise OSError(errno.EINVAL, "it is not a file", str(path))
    with os.fdopen(descriptor, "rb") as file:
        data = file.read(limit + 1) if found.st_size <= limit else b""
    if len(data) > limit or found.st_size > limit:
        raise OSError(errno.EFBIG, f"it is larger than {limit:,} bytes", str(path))
    return data
