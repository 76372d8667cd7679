"""What only the browser knows that the command's own address was opened in: whoever asks without it is refused.

Every user of the machine may talk to a port of it. The secret stands behind the ``#`` of the address, which no browser
sends anywhere, and is asked for with every page, picture and edit. It is made of a key that only its owner can read, of the
issue and of the port: after a restart an open tab is let in again, and no other user's program learns it.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import os
import secrets
import stat
from pathlib import Path

#: Bytes of the key.
LENGTH = 32


def secret_of(folder: Path, port: int, key: Path) -> str:
    """The secret of an issue's preview at a port, 43 letters, figures, hyphens and low lines.

    ``key`` is the file of this user's key, made where there is none; where it cannot be, the secret holds for this once.
    """
    told = f"{port} {folder}".encode("utf-8", "surrogateescape")
    made = hmac.new(_read(key) or _made(key), told, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode("ascii")


def _read(path: Path) -> bytes | None:
    """The key; None where there is none, or where somebody else may have read or laid it."""
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    with open(opened, "rb") as file:  # noqa: PTH123 (a descriptor)
        state = os.fstat(opened)
        private = stat.S_ISREG(state.st_mode) and state.st_uid == os.getuid() and not state.st_mode & 0o077
        data = file.read(LENGTH + 1) if private else b""
    return data if len(data) == LENGTH else None


def _made(path: Path) -> bytes:
    """A new key, written where it can be."""
    key = secrets.token_bytes(LENGTH)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(made, "wb") as file:  # noqa: PTH123 (a descriptor)
            file.write(key)
    return key
