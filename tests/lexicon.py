"""Every form of the French lexicon, for laws that must hold for all words."""

from __future__ import annotations

import re
from functools import cache

from mise_en_page.typography.lexicon import lexicon

#: No names of several words, nor any behind its article.
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ELISIONS, _VOWELS = ("l’", "d’", "qu’", "j’", "s’"), "aàâäæeéèêëhiîïoôöœuùûüy"


@cache
def words() -> tuple[str, ...]:
    """Every form and name of one word, sorted."""
    return tuple(sorted(filter(_WORD.fullmatch, lexicon())))


@cache
def elided() -> tuple[str, ...]:
    """The forms before which an elision may stand, each behind one of them in turn, sorted."""
    bearing = (word for word in words() if word[0].lower() in _VOWELS)
    return tuple(sorted(f"{_ELISIONS[n % len(_ELISIONS)]}{word}" for n, word in enumerate(bearing)))
