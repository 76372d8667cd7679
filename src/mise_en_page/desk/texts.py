"""A file of the publication as the text in which places are counted."""

from __future__ import annotations

from pathlib import Path

from mise_en_page.files.regular import plain_bytes
from mise_en_page.model import limits


def text_of(root: Path, file: str) -> str | None:
    """The text of a file of the publication, its lines ending in ``\\n``; None where there is none."""
    try:
        text = plain_bytes(root / file, within=root, limit=limits.TEXT_BYTES).decode("utf-8-sig", "replace")
    except (OSError, ValueError):
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")
