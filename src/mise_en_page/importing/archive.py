"""The parts of a zipped document (.docx, .odt), within bounds, and none of them ever written by the name it bears.

An archive's own sizes are not believed: each part is read up to its bound and no further.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final

from mise_en_page.model import limits
from mise_en_page.model.message import key
from mise_en_page.model.problem import Refused

#: How a file begins that holds others: zip; and Microsoft's older compound file, in which .doc and encrypted .docx lie.
ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OUTSIDE: Final = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:")


class Archive:
    """A zipped document, open. Raises Refused with one problem for whatever is not as it should be."""

    def __init__(self, file: str, data: bytes) -> None:
        self.file = file
        self._left = limits.IMPORT_UNPACKED
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (
            zipfile.BadZipFile,
            ValueError,
            OSError,
            EOFError,
            NotImplementedError,
            OverflowError,
            LookupError,
        ) as fault:
            raise Refused.of("import-damaged", file=file, words=str(fault)) from None
        if len(entries) > limits.IMPORT_ENTRIES:
            raise Refused.of("import-bomb/entries", file=file, most=limits.IMPORT_ENTRIES)
        if outside := next((each.filename for each in entries if _OUTSIDE.search(each.filename)), ""):
            raise Refused.of("import-outside", file=file, name=outside[:100])
        if any(each.flag_bits & 1 for each in entries):
            raise Refused.of("import-locked", file=file)
        self._entries = {each.filename: each for each in entries}
        self._folded = {name.casefold(): name for name in self._entries}

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._folded

    def names(self) -> list[str]:
        """All parts, sorted."""
        return sorted(self._entries)

    def part(self, name: str) -> bytes | None:
        """A part's bytes; None where there is none of that name (in any capitals, as Word reads them)."""
        known = self._folded.get(name.casefold().removeprefix("/"))
        if known is None:
            return None
        entry = self._entries[known]
        most = min(limits.IMPORT_PART, self._left)
        if entry.file_size > most:  # said by itself: no need to unpack
            raise self._bomb(key("import-bomb"))
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as fault:
            raise Refused.of("import-damaged/part", file=self.file, part=known[:100], words=str(fault)) from None
        if len(data) > most:
            raise self._bomb(key("import-bomb"))
        if len(data) > limits.IMPORT_RATIO_FROM and len(data) > limits.IMPORT_RATIO * max(1, entry.compress_size):
            raise self._bomb(key("import-bomb"))
        self._left -= len(data)
        return data

    def _bomb(self, sentence: str) -> Refused:
        return Refused.of(sentence, file=self.file, most=limits.IMPORT_UNPACKED)


def is_encrypted(data: bytes) -> bool:
    """Is this a Word document under a password, in Microsoft's compound file?"""
    return "EncryptedPackage".encode("utf-16-le") in data
