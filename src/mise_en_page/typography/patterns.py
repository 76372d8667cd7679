"""PyHyphen and its traps; nothing else imports it.

PyHyphen 4.0.4 goes online for a locale that it does not know, damages the path string that it is given, keeps capitals
(``Jean-Ch-ris-tophe``) and refuses words over 100 letters. So it is given a folder of ours with the French patterns out
of the pyphen package and a ``dictionaries.json`` that names them, a fresh string each time, and lower-case words alone.
"""

from __future__ import annotations

import functools
import json
import tempfile
from importlib.resources import files
from pathlib import Path

LONGEST = 99
LOCALE = "fr_FR"


@functools.cache
def _hyphenator() -> object:
    from hyphen import Hyphenator  # noqa: PLC0415 (its import reads a folder of the user's; only when words are divided)

    data = files("pyphen").joinpath("dictionaries", "hyph_fr.dic").read_bytes()
    with tempfile.TemporaryDirectory(prefix="mise-en-page-") as folder:
        name = "hyph_fr.dic"
        (Path(folder) / name).write_bytes(data)
        entry = {"name": "French", "file": name, "url": "", "locales": [LOCALE]}
        (Path(folder) / "dictionaries.json").write_text(json.dumps({LOCALE: entry}), encoding="utf-8")
        # The patterns are read into memory here; the folder may go.
        return Hyphenator(LOCALE, lmin=2, rmin=3, directory="".join(list(folder)))


@functools.lru_cache(maxsize=50_000)
def breaks(word: str) -> tuple[int, ...]:
    """Where the patterns divide a lower-case word of letters alone, as offsets; nothing for one that is too long."""
    if len(word) > LONGEST or not word.isalpha() or word != word.lower():
        return ()
    hyphenator = _hyphenator()
    found = set()
    for left, _right in hyphenator.pairs(word):  # type: ignore[attr-defined]
        found.add(len(left))
    return tuple(sorted(found))
