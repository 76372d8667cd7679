"""A correction that is refused: the words around it that are to be kept as they were typed (``keep``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

#: Characters of a phrase that is kept: a short quotation, at most.
LONGEST = 200
#: Marks of Markdown, which are no part of what is corrected.
_MARKS = re.compile(r"[*~^\\]|(?<!\w)_|_(?!\w)")
_TOKEN = re.compile(r"[^\s]+")


def phrase_for(text: str, at: int, length: int, refused: Callable[[str], bool]) -> str | None:
    """The shortest words around a correction of a file's text which, kept, undo it; None where none do.

    ``at`` and ``length`` are where it is typed, in characters. ``refused`` tries a phrase: is the correction gone with it?
    """
    tried = set[str]()
    for start, end in _around(text, at, length):
        phrase = " ".join(_MARKS.sub("", text[start:end]).split())
        if phrase and len(phrase) <= LONGEST and phrase not in tried and any(sign.isalnum() for sign in phrase):
            tried.add(phrase)
            if refused(phrase):
                return phrase
    return None


def _around(text: str, at: int, length: int) -> Iterator[tuple[int, int]]:
    """Ever more words around a place, within its line; a quotation as a whole."""
    begins = text.rfind("\n", 0, at) + 1
    ends = text.find("\n", at)
    ends = len(text) if ends < 0 else ends
    for sign, other in (('"', '"'), ("«", "»"), ("“", "”")):
        if text[at : at + 1] == sign and (close := text.find(other, at + 1, ends)) > 0:
            yield at, close + 1
        if text[at : at + 1] == other and (opens := text.rfind(sign, begins, at)) >= 0:
            yield opens, at + 1
    start, end = at, at + length
    while start > begins and (text[start - 1].isalnum() or text[start - 1] in "'’-"):
        start -= 1
    while end < ends and (text[end].isalnum() or text[end] in "'’-"):
        end += 1
    yield start, end
    tokens = [(begins + each.start(), begins + each.end()) for each in _TOKEN.finditer(text[begins:ends])]
    touched = [n for n, (left, right) in enumerate(tokens) if left <= at + length and right >= at]
    if not touched:
        return
    first, last = touched[0], touched[-1]
    for before, after in ((0, 0), (1, 0), (0, 1), (1, 1), (2, 2)):
        left, right = max(0, first - before), min(len(tokens) - 1, last + after)
        start, end = tokens[left][0], tokens[right][1]
        bare = len(text[start:end].rstrip('.,;:!?…"»”)'))
        yield start, start + bare
        yield start, end
