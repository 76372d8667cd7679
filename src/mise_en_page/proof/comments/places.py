"""Where the words of a comment stand in a file as it is now, and the file with others in their place."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from mise_en_page.model import limits
from mise_en_page.model.problem import Span
from mise_en_page.proof.anchors import AROUND, Anchor, Located, letters_of, locate
from mise_en_page.proof.comments.values import On

#: Signs that typography makes of one another.
_ALIKE: Final = {"’": "'", "‘": "'", "«": '"', "»": '"', "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"}
#: Marks around words that are opened and closed.
_MARKS: Final = ("**", "*", "~", "^")
_SPACE: Final = " \t\n\u00a0\u202f"


def located(on: On, text: str) -> Located | None:
    """Where a comment belongs in its file's text as it is now (lines end in ``\\n``); None where it is about no file."""
    where = on.where
    return locate(Anchor(where, on.quote, on.before, on.after), text) if where is not None else None


def anchored(text: str, where: Span, quote: str, version: str = "") -> On:
    """What a comment on some words of a file's text is about: the words, and enough of those around them."""
    at = offset(text, where)
    quote = quote[: limits.COMMENT]
    place = _extent(text, at, quote)
    if place is None and (found := locate(Anchor(where, quote, "", ""), text)).words == "there":
        place = _extent(text, offset(text, found.where), quote)
    start, end = place or (at, at)
    where = Span.within(where.file, text, start)
    before, after = text[max(0, start - 2 * AROUND) : start], text[end : end + 2 * AROUND]
    # Whole words, but for what may be one; and the text around words, not the keys over it.
    before = re.sub(r"^\S{0,40}\s", "", before).rpartition("\n---\n")[2]
    after = re.sub(r"\s\S{0,40}$", "", after)
    before, after = (" ".join(each.split()) for each in (before, after))
    return On(where.file, where.line, where.column, quote, before, after, version)


def extent(on: On, text: str) -> tuple[int, int] | None:
    """From where to where the very words stand, in characters of the file's text, with the marks that they are in; None
    where they do no more.
    """
    found = located(on, text)
    if found is None or found.words != "there" or not on.quote:
        return None
    return _extent(text, offset(text, found.where), on.quote)


def replaced(text: str, on: On, by: str) -> str | None:
    """The text with others in place of a comment's words; None where these are no longer there."""
    place = extent(on, text)
    if place is None:
        return None
    start, end = place
    if not by:  # with the space that stood between
        if text[end : end + 1] in (" ", "\u00a0") and (start == 0 or text[start - 1] in _SPACE):
            end += 1
        elif text[end : end + 1] in (*".,;:!?)", "", "\n") and start and text[start - 1] == " ":
            start -= 1
    return text[:start] + by + text[end:]


def offset(text: str, where: Span) -> int:
    """A place as characters from the text's beginning."""
    at = 0
    for _ in range(where.line - 1):
        end = text.find("\n", at)
        if end < 0:
            break
        at = end + 1
    return min(len(text), at + where.column - 1)


def _extent(text: str, at: int, quote: str) -> tuple[int, int] | None:
    lead = next((n for n, sign in enumerate(quote) if sign.isalnum()), len(quote))
    for start in (at - lead, at):  # as it was typed
        if start >= 0 and text.startswith(quote, start):
            return _with_marks(text, start, start + len(quote))
    wanted = letters_of(quote)[0]
    letters, origins = letters_of(text)
    first = next((n for n in range(len(origins)) if origins[n] >= at), None) if wanted else None
    if first is None or not letters.startswith(wanted, first):
        return None
    start, end = origins[first], origins[first + len(wanted) - 1] + 1
    while unicodedata.combining(text[end : end + 1] or " "):
        end += 1
    tail = quote[max(n for n, sign in enumerate(quote) if sign.isalnum()) + 1 :]
    for sign in tail:
        end = _over(text, end, sign) or end
    for sign in reversed(quote[:lead]):
        start = _back(text, start, sign)
    return _with_marks(text, start, end)


def _over(text: str, at: int, sign: str) -> int | None:
    """Behind a sign of the quotation, if it is what follows, as it was typed."""
    while text[at : at + 1] and text[at] in _SPACE:
        at += 1
    if sign == "…" and text.startswith("...", at):
        return at + 3
    return at + 1 if not sign.isspace() and _plain(text[at : at + 1]) == _plain(sign) else None


def _back(text: str, at: int, sign: str) -> int:
    before = len(text[:at].rstrip(_SPACE))
    return before - 1 if before and not sign.isspace() and _plain(text[before - 1]) == _plain(sign) else at


def _plain(sign: str) -> str:
    return _ALIKE.get(sign, sign)


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Words with the mark that opens or closes among them and not at their other side."""
    for mark in _MARKS:
        inside = text[start:end].replace("**", "") if mark == "*" else text[start:end]
        if inside.count(mark) % 2:
            if text.startswith(mark, end):
                end += len(mark)
            elif text.endswith(mark, 0, start):
                start -= len(mark)
    return start, end
