"""Lines that open with a dash, a bullet or a number: speech, or the items of a list.

One such line alone is text, as it is typed. Two or more in a row are a list, unless they are said by somebody: a long dash
says so; behind a short one, verbs of speech, guillemets, questions and the words with which people answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

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


class Opened(NamedTuple):
    """A line that opens as an item does: its text, and how far it stands in (in spaces)."""

    text: str
    indent: int


#: Who speaks: « dit-il », « a-t-elle répondu », « lance le maire »; what is said in words of its own.
_VERBS = (
    r"(?:dit|disait|dira|répond|répondit|répondait|demande|demanda|demandait|lance|lança|explique|expliqua|ajoute|ajouta|"
    r"reprend|reprit|poursuit|poursuivit|s['’]exclame|s['’]écrie|crie|cria|murmure|murmura|rétorque|rétorqua|réplique|"
    r"répliqua|raconte|confie|souffle|soupire|interroge|insiste|tranche|conclut|plaisante|ironise|admet|fait|fit)"
)
_INCISE = re.compile(
    rf"{_VERBS}(?:-t)?-(?:il|elle|on|ils|elles|je)\b|-t-(?:il|elle|on) \w+|[,?!…] {_VERBS} \w", re.IGNORECASE
)
_ANSWER = re.compile(
    r"(?:oui|non|si|ah|oh|eh|hé|ben|bof|bah|bon|bonjour|bonsoir|salut|merci|pardon|allô|d['’]accord|bien sûr|tiens|voilà|"
    r"jamais|peut-être|évidemment|exactement|volontiers|moi|toi|et (?:moi|toi|vous)|pourquoi pas)\b(?! \w+ment\b)",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"(?<![\w-])(?:(?:je|tu|moi|toi|me|te|nous|vous|on|c['’]est|ça)(?!\w)|[jtm]['’])|-(?:tu|vous|moi|toi)\b", re.IGNORECASE
)
_ASKED = re.compile(rf"(?<!\w){_VERBS}(?!\w)[^.!?]*:\W*$", re.IGNORECASE)
#: A sign of arithmetic: « - 3 °C », « + 5 % ».
_SIGNED = re.compile(rf"(?:[+]{_SPACE}+\d|(?:[-–]){_SPACE}+\d[\d ,.\u00a0\u202f]*(?:°|%|€|points?\b|degrés?\b))")


def sign_end(text: str) -> int:
    """Where the sign of an item ends, with the spaces behind it; 0 where a line opens with none."""
    for pattern in (DASH, _BULLET, _NUMBER):
        if opened := pattern.match(text):
            return opened.end()
    return 0


def _says(text: str) -> bool:
    """Is a line that opens with a dash certainly said by somebody?"""
    said = text[sign_end(text) :].lstrip()
    return text[-1] in "?!»”" or said[:1] in "«“" or bool(_INCISE.search(said) or _ANSWER.match(said))


def is_dialogue(lines: Sequence[str], above: str) -> bool:
    """Are lines that open with dashes said by somebody? ``above``: the text that stands before them."""
    spoken = [is_speech(line) for line in lines]
    if not any(spoken):
        return False
    if all(line[0] in "—―" for line in lines):
        return True
    if all(spoken):
        listed = above.rstrip().endswith(":") and not _ASKED.search(above)
        return any(map(_says, lines)) or bool(_ASKED.search(above)) or (not listed and any(map(_PERSON.search, lines)))
    return sum(spoken) * 2 >= len(lines) and any(map(_says, lines))


def is_list(lines: Sequence[str], above: str) -> bool:
    """Are lines that open with signs of one kind the items of a list?"""
    if len(lines) < 2 or lines[0][0] == "[" or any(map(_SIGNED.match, lines)):
        return False
    return marker(lines[0]) != "dash" or not is_dialogue(lines, above)


def depths(lines: Sequence[Opened]) -> list[int]:
    """How deep each of some lines in a row stands, from 1: deeper than the one above where it stands in by two spaces."""
    found: list[int] = []
    stack: list[int] = []
    for line in lines:
        while stack and line.indent < stack[-1] - 1:
            stack.pop()
        if not stack or line.indent > stack[-1] + 1:
            stack.append(line.indent)
        found.append(len(stack))
    return found


def widest(signs: Sequence[str], deep: Sequence[int]) -> list[str]:
    """For each item of a list, the longest sign of those that stand beside it, in one list, at one depth; all figures as
    noughts, the widest of them.
    """
    found: list[str] = []
    for n, own in enumerate(deep):
        around = [signs[n]]
        for places in (range(n - 1, -1, -1), range(n + 1, len(deep))):
            for place in places:
                if deep[place] < own:
                    break
                if deep[place] == own:
                    around.append(signs[place])
        found.append(re.sub(r"\d", "0", max(around, key=lambda sign: (len(sign), sign))))
    return found
