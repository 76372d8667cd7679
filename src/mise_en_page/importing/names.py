"""Names of files made of words and of strangers' names: short, plain, safe on every system, and each its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_LONGEST = 40
#: Names that Windows keeps for itself.
_KEPT = frozenset(("con", "prn", "aux", "nul", *(f"{each}{n}" for each in ("com", "lpt") for n in range(1, 10))))
#: What programs and cameras call all their pictures.
_COUNTED = frozenset(
    ("image", "img", "dsc", "dscn", "picture", "photo", "media", "unnamed", "file", "graphic", "attachment", "inline",
     "pict", "imgp", "dscf", "dji")
)  # fmt: skip
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "’": "-", "'": "-"})


def slug(text: str, otherwise: str = "article") -> str:
    """« Le carillon reprend de la voix » → ``le-carillon-reprend-de-la-voix``; at most 40 signs, cut at a word."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = "".join(each for each in folded if not unicodedata.combining(each))
    words = re.findall(r"[a-z0-9]+", plain)
    made = ""
    for word in words:
        if made and len(made) + 1 + len(word) > _LONGEST:
            break
        made = f"{made}-{word}" if made else word[:_LONGEST]
    return f"{made}-1" if made in _KEPT else made or otherwise


def own(name: str, taken: Collection[str], ending: str = "") -> str:
    """The name with its ending, with a number where another file bears it (in any capitals)."""
    known = {each.casefold() for each in taken}
    made, number = f"{name}{ending}", 1
    while made.casefold() in known:
        number += 1
        made = f"{name}-{number}{ending}"
    return made


def is_telling(name: str) -> bool:
    """Does a picture's name say anything (beffroi.jpg), or was a program's count (image1.png, IMG_2034.jpg)?"""
    stem = name.rpartition(".")[0] or name
    letters = re.sub(r"[^a-zà-ÿ]", "", stem.casefold())
    return len(letters) > 2 and letters not in _COUNTED
