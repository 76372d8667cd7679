"""What an operating system has refused, in words: which file, why, and of a full disk, which disk."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Final

from mise_en_page.files.atomic import disk_of
from mise_en_page.model.message import Message, key, say
from mise_en_page.model.problem import Problem

#: Faults of a disk, whatever is written to it.
OF_A_DISK: Final = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)
#: Those that people meet; others keep the system's own word.
REASONS: Final = {
    errno.EACCES: key("system-word/permission-denied"),
    errno.EADDRINUSE: key("system-word/address-in-use"),
    errno.EDQUOT: key("system-word/quota"),
    errno.EEXIST: key("system-word/file-exists"),
    errno.EFBIG: key("system-word/file-too-large"),
    errno.EIO: key("system-word/input-output"),
    errno.EISDIR: key("system-word/is-a-directory"),
    errno.ELOOP: key("system-word/links"),
    errno.EMFILE: key("system-word/open-files"),
    errno.ENAMETOOLONG: key("system-word/name-too-long"),
    errno.ENOENT: key("system-word/no-such-file"),
    errno.ENOMEM: key("system-word/memory"),
    errno.ENOSPC: key("system-word/disk-full"),
    errno.ENOTDIR: key("system-word/not-a-directory"),
    errno.EPERM: key("system-word/not-permitted"),
    errno.EROFS: key("system-word/read-only"),
}


def reason(error: OSError) -> Message | str:
    """The system's word for what was wrong."""
    told = error.strerror or str(error)
    number = error.errno or 0
    return say(REASONS[number]) if number in REASONS and told == os.strerror(number) else told


def refused(error: OSError, hint: Message | None = None) -> Problem:
    """An operating system's word as a problem, with the file that it is about."""
    if not error.filename:
        return Problem.of("system", "error", None, hint, reason=reason(error))
    file = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else str(error.filename)
    if error.errno in OF_A_DISK:
        disk = str(disk_of(Path(file)))
        return Problem.of("system/disk", "error", None, hint, file=file, reason=reason(error), disk=disk)
    return Problem.of("system/file", "error", None, hint, file=file, reason=reason(error))
