"""Every form of the French lexicon, for laws that must hold for all words."""

from __future__ import annotations

import re
from functools import cache

from mise_en_page.typography.lexicon import Kind, lexicon

#: No names of several words, nor any behind its article.
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ELISIONS = ("l’", "d’", "qu’", "j’", "s’")


@cache
def words() -> tuple[str, ...]:
    """Every form and name of one word, sorted."""
    return tuple(sorted(filter(_WORD.fullmatch, lexicon())))


@cache
def elided() -> tuple[str, ...]:
    """The forms that bear an elision, each behind each, sorted."""
    bearing = [word for word in words() if lexicon().kind(word) & Kind.ELIDES]
    return tuple(sorted(f"{elision}{word}" for elision in _ELISIONS for word in bearing))
