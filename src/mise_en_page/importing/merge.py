"""A new version of an article into one that the desk has changed since: three ways, paragraph by paragraph.

``base`` is what was imported the last time, ``ours`` what stands there now, ``theirs`` what comes. What only one side has
changed is taken from it. Where both have changed the same paragraph, the desk's stays, and both are told.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mise_en_page.reading.fields import ArticleFields, folded

_BLANK = re.compile(r"\n(?:[ \t]*\n)+")
_KEY = re.compile(r"([^\W\d_][\w’'-]*(?:[ \u00a0\u202f][\w’'-]+){0,2})[ \t\u00a0\u202f]*:")
#: Two paragraphs this much alike are one, changed.
_ALIKE = 0.45
#: So many paragraphs between others that are the same are held against each other; more are taken as they stand.
_MOST = 60


@dataclass(frozen=True, slots=True)
class Conflict:
    """What both sides have changed: the desk's text, at ``line`` (from 1), and the other; "" where it is gone."""

    line: int
    ours: str
    theirs: str


@dataclass(slots=True)
class Merged:
    """The article as it is now; ``changed``: it differs from the desk's."""

    text: str
    changed: bool
    conflicts: list[Conflict] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a merged text; where both sides have changed it, ours and theirs."""

    text: str
    conflict: tuple[str, str] | None = None


def merged(base: str, ours: str, theirs: str) -> Merged:
    """``theirs`` into ``ours``."""
    parts = [_parts(text.replace("\r\n", "\n").replace("\r", "\n")) for text in (base, ours, theirs)]
    head = merged_keys(*(part[0] for part in parts))
    body = merged_blocks(*(part[1] for part in parts))
    same = [each.text for each in head] == list(parts[1][0].values()) and [each.text for each in body] == parts[1][1]
    rows = ["---", *(each.text for each in head), "---"]
    conflicts: list[Conflict] = []
    line = 2
    for each in head:
        if each.conflict is not None:
            conflicts.append(Conflict(line, *each.conflict))
        line += each.text.count("\n") + 1
    line += 1
    written = []
    for each in body:
        if each.conflict is not None:
            conflicts.append(Conflict(line, *each.conflict))
        if each.text:
            written.append(each.text)
            line += each.text.count("\n") + 2
    text = "\n".join(rows) + "\n" + "\n\n".join(written) + "\n" if written else "\n".join(rows) + "\n"
    if same:
        text = ours
    return Merged(text, not same, conflicts)


def _parts(text: str) -> tuple[dict[str, str], list[str]]:
    """The keys of an article with their lines, and its blocks. Notes among the keys are keys, too."""
    rows = text.split("\n")
    if not rows or rows[0].strip() != "---" or "---" not in [row.strip() for row in rows[1:]]:
        return {}, _blocks(text)
    end = next(at for at in range(1, len(rows)) if rows[at].strip() == "---")
    names = ArticleFields.names()
    head: dict[str, str] = {}
    last = ""
    for row in rows[1:end]:
        found = _KEY.match(row)
        if (row[:1] in " \t" or not row) and last:
            head[last] += f"\n{row}"
            continue
        last = (names.get(folded(found[1]), found[1]) if found else "") or row
        while last in head:
            last += "'"
        head[last] = row
    return head, _blocks("\n".join(rows[end + 1 :]))


def _blocks(text: str) -> list[str]:
    return [each.strip("\n") for each in _BLANK.split(f"\n{text}\n") if each.strip()]


def merged_keys(base: dict[str, str], ours: dict[str, str], theirs: dict[str, str]) -> list[Chunk]:
    """The lines of a head, each by its key."""
    made: list[Chunk] = []
    for name, row in ours.items():
        made += _settled(base.get(name), row, theirs.get(name))
    for name, row in theirs.items():
        if name not in ours and base.get(name) != row:
            made += _settled(base.get(name), None, row)
    return made


def _settled(base: str | None, ours: str | None, theirs: str | None) -> Iterator[Chunk]:
    """One piece of text, which each side has kept, changed or taken out."""
    if theirs in (ours, base):
        chosen, conflict = ours, None
    elif ours == base:
        chosen, conflict = theirs, None
    else:
        chosen, conflict = ours, (ours or "", theirs or "")
    if chosen is not None or conflict is not None:
        yield Chunk(chosen or "", conflict)


def merged_blocks(base: list[str], ours: list[str], theirs: list[str]) -> list[Chunk]:
    """The paragraphs of a body, in their order."""
    our, their = _aligned(base, ours), _aligned(base, theirs)
    made: list[Chunk] = []
    at = [0, 0]
    for place in range(len(base) + 1):
        ends = [_end(side, place, len(base), len(text)) for side, text in ((our, ours), (their, theirs))]
        added, others = ours[at[0] : ends[0]], theirs[at[1] : ends[1]]
        made += [Chunk(each) for each in added]
        made += [Chunk(each) for each in others if each not in added]
        at = ends
        if place == len(base):
            break
        one = ours[our[place]] if place in our else None
        other = theirs[their[place]] if place in their else None
        made += _settled(base[place], one, other)
        at = [at[0] + (place in our), at[1] + (place in their)]
    return made


def _end(side: dict[int, int], place: int, count: int, length: int) -> int:
    """Where what a side has put in before the paragraph ``place`` of the base ends."""
    return next((side[each] for each in range(place, count) if each in side), length)


def _aligned(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Which paragraph of the other each of the base is, in order: the same ones, and between them those most alike."""
    matcher = difflib.SequenceMatcher(None, base, other, autojunk=False)
    found: dict[int, int] = {}
    begun = (0, 0)
    for match in matcher.get_matching_blocks():
        found |= _alike(base, other, (begun[0], match.a), (begun[1], match.b))
        found |= {match.a + each: match.b + each for each in range(match.size)}
        begun = (match.a + match.size, match.b + match.size)
    return found


def _alike(base: Sequence[str], other: Sequence[str], within: tuple[int, int], among: tuple[int, int]) -> dict[int, int]:
    """The pairs, in order, that are alike enough and together most alike (as the longest common subsequence is found)."""
    rows, columns = range(*within), range(*among)
    if not rows or not columns or len(rows) > _MOST or len(columns) > _MOST:
        return {}
    best: dict[tuple[int, int], tuple[float, tuple[int, int] | None]] = {}
    for i in reversed(rows):
        for j in reversed(columns):
            choices = [best.get((i + 1, j), (0.0, None)), best.get((i, j + 1), (0.0, None))]
            top = max(choices, key=lambda each: each[0])
            ratio = likeness(base[i], other[j])
            if ratio >= _ALIKE and (value := ratio + best.get((i + 1, j + 1), (0.0, None))[0]) > top[0]:
                top = (value, (i, j))
            best[i, j] = top
    found: dict[int, int] = {}
    at: tuple[int, int] | None = best[rows[0], columns[0]][1]
    while at is not None:
        found[at[0]] = at[1]
        at = best.get((at[0] + 1, at[1] + 1), (0.0, None))[1]
    return found


def likeness(one: str, other: str) -> float:
    """How much two paragraphs are alike by their words, from 0 to 1."""
    matcher = difflib.SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE else 0.0
