"""Lines that open with a dash, a bullet or a number: speech, or the items of a list."""

from __future__ import annotations

import re
from typing import Literal

Marker = Literal["", "dash", "bullet", "number"]

_SPACE = r"[ \t\u00a0\u202f]"
DASH = re.compile(rf"(?:[—–―]|--?){_SPACE}")
#: Word's bullets, too, which come out of its Symbol font.
_BULLET = re.compile(rf"[*+]{_SPACE}|[•◦▪▫‣●○■□►➢➤→✓✔✗·\uf0a7\uf0b7\uf0d8\uf0fc]{_SPACE}?(?=\S)")
_NUMBER = re.compile(
    rf"(?:\d{{1,3}}[.)°]|\(\d{{1,2}}\)|[a-z]{{1,3}}\)|[A-Za-z]{{1,3}}[.)](?=\t)|\d{{1,2}}°\)|\[\d{{1,2}}\]){_SPACE}"
)
_ENDED = re.compile(r"[.!?…:;»”\"]$")
_SAID = re.compile(r"[^\W\d_]|\d|[«“\"‘'*_…(¡¿]")


def marker(text: str) -> Marker:
    """What a line opens with."""
    if DASH.match(text):
        return "dash"
    if _BULLET.match(text):
        return "bullet"
    return "number" if _NUMBER.match(text) else ""


def ends_sense(text: str) -> bool:
    """Does a line end where a sentence or a part of one does, so that the next may begin something new?"""
    return _ENDED.search(text) is not None


def is_speech(text: str) -> bool:
    """Is a line that opens with a dash said by somebody? A long dash says so; behind a short one, it
    begins as a sentence does, and ends as one.
    """
    opened = DASH.match(text)
    if opened is None:
        return False
    if text[0] in "—―":
        return True
    said = text[opened.end() :].lstrip()
    return bool(_SAID.match(said)) and not said[0].islower() and text[-1] in ".!?…»”\"’')*_:,"
