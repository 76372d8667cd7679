"""Which version of an issue a proof shows."""

from __future__ import annotations

import hashlib
from typing import Final

from mise_en_page.proof.sign import Reached

DIGITS: Final = 8
"""Of the digest that names a version: two versions of one issue are never alike."""


def version_of(reached: Reached) -> str:
    """The short digest of everything that reaches the pages."""
    told = "\n".join(f"{name} {digest}" for name, digest in sorted(reached.files.items()))
    return hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()[:DIGITS]
