"""How many of a text's first words may be set in small capitals, which make one letter of k and K, of h and H."""

from __future__ import annotations

import re

_CHUNK = re.compile(r"[ \n]*([^ \n]+)")
_PART = re.compile(r"[\u00a0\u202f]+")
#: A word in small letters or in capitals, or with one capital before small letters; a compound of such, an elision.
_LETTERS = r"(?:[^\W\d_]['’])?(?:[^\W\d_]+)"
_WORD = re.compile(rf"[«“(\[\"—–…-]*{_LETTERS}(?:['’-]{_LETTERS})*[»”)\]\",.;:!?…]*|[«»“”—–…:;!?.,]+")
_PLAIN = re.compile(r"[^\W\d_]+")
_FIGURES = re.compile(r"\d+(?:[.,]\d+)?[,.;:)]*")
#: Symbols of units are short; « 12 mars » and « 12 millions » are read as words.
_LONGEST_SYMBOL = 3


def opening_end(characters: str, words: int) -> int:
    """Where an opening of so many words ends: before the first that is no plain word, but a symbol, an address, a name of
    mixed case (``20 h 30``, ``12 kg``, ``iPhone``, ``pH``, ``www.exemple.fr``), to which case means
    something. 0: no opening.
    """
    end = _plain_end(characters, words)
    return end if sum(map(str.isalpha, characters[:end])) > 1 else 0  # a letter alone would only look small


def _plain_end(characters: str, words: int) -> int:
    end, after_figures = 0, False
    for _ in range(words):
        match = _CHUNK.match(characters, end)
        if match is None:
            break
        parts = _PART.split(match[1])
        figures = [bool(_FIGURES.fullmatch(part)) for part in parts]
        for part, before in zip(parts, [after_figures, *figures], strict=False):
            if not _stands_for_itself(part, before):
                return _without_figures(characters, end, after_figures)
        end, after_figures = match.end(), figures[-1]
    return end


def _stands_for_itself(part: str, after_figures: bool) -> bool:
    """Is it a word, or plain figures, that small capitals do not change in sense?"""
    if not part or _FIGURES.fullmatch(part):
        return True
    if not _WORD.fullmatch(part):
        return False
    found = _PLAIN.findall(part)
    if after_figures and found and len(found[0]) <= _LONGEST_SYMBOL:
        return False
    return all(word[1:].islower() or word.isupper() or len(word) == 1 for word in found)


def _without_figures(characters: str, end: int, after_figures: bool) -> int:
    """An opening does not end between a number and its symbol."""
    if not after_figures:
        return end
    before = characters[:end].rstrip()
    return len(before[: before.rfind(" ") + 1].rstrip())
