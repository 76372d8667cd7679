"""What somebody else has made of an article meanwhile, into what is being written: three ways, paragraph by paragraph, to
the letter.

What only one side has changed is taken from it. Where both have changed the same paragraph or key, ours stays, and that is
told: whoever asks keeps theirs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mise_en_page.importing.merge import Chunk, merged_blocks, merged_keys
from mise_en_page.reading.fields import ArticleFields, folded

_FENCE = re.compile(r"\ufeff?---[ \t]*")
_KEY = re.compile(r"([^\W\d_][\w’'-]*(?:[ \u00a0\u202f][\w’'-]+){0,2})[ \t\u00a0\u202f]*:")
#: Between two paragraphs, and before what ends the last one.
_BETWEEN = re.compile(r"(?<=[^\n \t])(?=[ \t]*(?:\n[ \t]*){2,}[^\s]|\s*\Z)")


@dataclass(frozen=True, slots=True)
class Merged:
    """The text of both; ``clash``: something that both have changed is ours in it."""

    text: str
    clash: bool = False


@dataclass(frozen=True, slots=True)
class _Parts:
    """An article: what stands before its keys, their lines by the key, what closes them, its paragraphs."""

    opening: str
    keys: dict[str, str]
    closing: str
    blocks: list[str]


def merged(base: str, ours: str, theirs: str) -> Merged:
    """``theirs`` into ``ours``; both were made of ``base``. Lines end in ``\\n``."""
    if theirs in (base, ours):
        return Merged(ours)
    if ours == base:
        return Merged(theirs)
    old, mine, other = (_parts(text) for text in (base, ours, theirs))
    opening, clash = _one(old.opening, mine.opening, other.opening)
    closing, clashes = _one(old.closing, mine.closing, other.closing)
    heads = [list(each.keys.items()) for each in (old, mine, other)]
    if heads[1] == heads[0] or heads[1] == heads[2]:
        keys, bad = "".join(other.keys.values()), False
    else:
        keys, bad = _told(merged_keys(old.keys, mine.keys, other.keys))
    blocks, worse = _told(merged_blocks(old.blocks, mine.blocks, other.blocks))
    return Merged(opening + keys + closing + blocks, clash or clashes or bad or worse)


def _one(base: str, ours: str, theirs: str) -> tuple[str, bool]:
    if theirs in (base, ours):
        return ours, False
    return (theirs, False) if ours == base else (ours, True)


def _told(chunks: list[Chunk]) -> tuple[str, bool]:
    """The text of merged pieces, and whether something of theirs is not in it."""
    made, clash = "", False
    for chunk in chunks:
        made += chunk.text
        if chunk.conflict is not None:
            ours, theirs = chunk.conflict
            clash = clash or not ours.startswith(theirs)  # a piece of what is ours, or nothing at all, need not be kept
    return made, clash


def _parts(text: str) -> _Parts:
    rows = text.split("\n")
    fences = [n for n, row in enumerate(rows) if _FENCE.fullmatch(row)][:2]
    if len(fences) < 2 or any(row.strip() for row in rows[: fences[0]]):
        return _Parts("", {}, "", _blocks(text))
    first, last = fences
    opening = "\n".join(rows[: first + 1])
    return _Parts(
        opening, _keys(rows[first + 1 : last]), f"\n{rows[last]}", _blocks("".join(f"\n{row}" for row in rows[last + 1 :]))
    )


def _keys(rows: list[str]) -> dict[str, str]:
    """The lines of a head, those that go on with a key beside it. Notes are keys, too."""
    names, keys = ArticleFields.names(), dict[str, str]()
    last = ""
    for row in rows:
        if last and (not row.strip() or row[:1] in " \t"):
            keys[last] += f"\n{row}"
            continue
        found = _KEY.match(row)
        last = (names.get(folded(found[1]), found[1]) if found else "") or row or "\n"
        while last in keys:
            last += "'"
        keys[last] = f"\n{row}"
    return keys


def _blocks(text: str) -> list[str]:
    """The paragraphs of a text, each with the ends of lines before it; together they are the text."""
    return [each for each in _BETWEEN.split(text) if each]
