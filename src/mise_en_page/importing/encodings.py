"""In which encoding a text was written: its own word is believed, then UTF-8, then what makes most French of it."""

from __future__ import annotations

import codecs
import re
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
#: What French is written with, beside ASCII.
_FRENCH: Final = frozenset("àâäçéèêëîïôöùûüÿœæÀÂÇÉÈÊËÎÏÔÙÛÜŒÆ«»’‘“”–—…°€ \u00a0·²³©®№•")
_CANDIDATES: Final = ("cp1252", "mac-roman", "iso8859-15", "cp850")
#: So much of a text may be broken UTF-8 before it is thought to be none: a file of several hands.
_BROKEN: Final = 0.02
_DECLARED: Final = re.compile(rb"(?:charset\s*=\s*|encoding\s*=\s*)[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)


def decoded(data: bytes, declared: str = "") -> tuple[str, str]:
    """The text, and the encoding that it was in (``utf-8``, ``cp1252``, ``mac-roman``…). Nothing is ever lost in silence:
    bytes that are nothing stand as U+FFFD.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").removeprefix("\ufeff"), "utf-8" if encoding == "utf-8" else encoding
    if (wide := _wide(data)) is not None:
        return wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if (own := _known(declared)) and own != "utf-8":
        try:
            return data.decode(own), own
        except UnicodeDecodeError:
            pass
    mixed = _mixed(data)
    return mixed if mixed is not None else _best(data)


def declared_in(data: bytes) -> str:
    """The encoding that a page or an XML document says it is in."""
    found = _DECLARED.search(data[:2048])
    return found[1].decode("ascii") if found else ""


def _known(name: str) -> str:
    """Python's name of an encoding; Latin-1 is read as Windows reads it."""
    try:
        known = codecs.lookup(name).name if name else ""
    except LookupError:
        return ""
    return {"iso8859-1": "cp1252", "ascii": "utf-8"}.get(known, known)


def _wide(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without its mark: every other byte of a Latin text is nought."""
    start = data[:400]
    if len(start) < 8 or start.count(0) < len(start) // 3:
        return None
    encoding = "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
    return data.decode(encoding, "replace"), encoding


def _mixed(data: bytes) -> tuple[str, str] | None:
    """UTF-8 with some bytes of Windows' among it, as pasted from elsewhere."""
    good = len(re.findall(rb"[\xc3\xe2\xc2\xc5][\x80-\xbf]", data))
    text = data.decode("utf-8", "surrogateescape")
    bad = sum("\udc80" <= each <= "\udcff" for each in text)
    if good < 3 or bad > max(1, _BROKEN * len(text)) or bad >= good:
        return None
    made = "".join(
        bytes([ord(each) - 0xDC00]).decode("cp1252", "replace") if "\udc80" <= each <= "\udcff" else each for each in text
    )
    return made, "utf-8 + cp1252"


def _best(data: bytes) -> tuple[str, str]:
    """Of the encodings of one byte a character, the one that makes most French of it."""
    scores = []
    for rank, encoding in enumerate(_CANDIDATES):
        text = data.decode(encoding, "replace")
        scores.append((_score(text), -rank, encoding, text))
    _, _, encoding, text = max(scores)
    return text, encoding


def _score(text: str) -> int:
    score = 0
    for before, each in zip(f" {text}", text, strict=False):
        if each < "\x80":
            continue
        if each in _FRENCH:
            score += 2
            if each.isupper() and before.islower():
                score -= 4
        else:
            score -= 3
    return score
