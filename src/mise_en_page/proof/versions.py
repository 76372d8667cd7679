"""Which version of an issue a proof shows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from mise_en_page.model.message import Message, say
from mise_en_page.proof import dates
from mise_en_page.proof.sign import Reached

DIGITS: Final = 8
"""Of the digest that names a version: two versions of one issue are never alike."""


def version_of(reached: Reached) -> str:
    """The short digest of everything that reaches the pages."""
    told = "\n".join(f"{name} {digest}" for name, digest in sorted(reached.files.items()))
    return hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()[:DIGITS]


@dataclass(frozen=True, slots=True)
class Version:
    """A state of an issue's files: its digest, and when the last of them was saved (s since 1970). The clock is not asked:
    the same files are always the same version.
    """

    digest: str
    saved: int

    @property
    def said(self) -> Message:
        """“état du 4 mai 2018, 15 h 32”, by this machine's clock."""
        at = datetime.fromtimestamp(self.saved)  # noqa: DTZ006 (an office's hours)
        return say("sheet/saved", date=dates.said(at.date().isoformat()), hour=at.hour, minute=f"{at.minute:02d}")

    @property
    def stamp(self) -> str:
        """The same as a date of PDF (ISO 32000-1, 7.9.4)."""
        return datetime.fromtimestamp(self.saved, UTC).strftime("D:%Y%m%d%H%M%SZ")
