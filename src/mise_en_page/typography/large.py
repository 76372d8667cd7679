"""Where signs stand in a large text, such as a filter is given: by numpy, about a nanosecond a character.

Imported for such a text alone: an article is read sooner than numpy is imported.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mise_en_page.typography.near import Signs

#: Codes above this (emoji) are no sign of ours.
CODES = 0x10000


@lru_cache(maxsize=256)
def _table(characters: str) -> NDArray[np.bool_]:
    table = np.zeros(CODES, dtype=np.bool_)
    table[[ord(character) for character in characters]] = True
    return table


@lru_cache(maxsize=256)
def _following(sign: Signs) -> NDArray[np.bool_]:
    """Which characters may follow a sign."""
    if sign.kind:
        return np.fromiter((sign.followed(chr(code)) for code in range(CODES)), dtype=np.bool_, count=CODES)
    return _table(sign.then)


@lru_cache(maxsize=1)
def _codes(text: str) -> NDArray[np.intp]:
    # A lone surrogate has no UTF-32: let it pass, it is nobody's sign.
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return np.where(codes < CODES, codes, 0).astype(np.intp)


@lru_cache(maxsize=32)
def _places(text: str, sign: Signs) -> NDArray[np.intp]:
    codes = _codes(text)
    places = np.flatnonzero(_table(sign.characters).take(codes))
    if not sign.alone:
        places = places[:-1] if len(places) and places[-1] == len(text) - 1 else places
        places = places[_following(sign).take(codes[places + 1])]
    return places


@lru_cache(maxsize=16)
def windows(text: str, signs: tuple[Signs, ...], before: int, after: int) -> list[tuple[int, int]]:
    """Where to look for signs: sorted spans that do not touch one another."""
    places = _places(text, signs[0])
    if len(signs) > 1:
        found = np.zeros(len(text), dtype=np.bool_)
        for sign in signs:
            found[_places(text, sign)] = True
        places = np.flatnonzero(found)
    if not len(places):
        return []
    gaps = np.flatnonzero(np.diff(places) > before + after + 1)
    starts = np.maximum(places[np.concatenate(([0], gaps + 1))] - before, 0)
    ends = np.minimum(places[np.concatenate((gaps, [len(places) - 1]))] + after + 1, len(text))
    return list(zip(starts.tolist(), ends.tolist(), strict=True))
