"""Changes of a text, as CodeMirror's ``ChangeSet.toJSON`` writes them: a number is so many units kept, a list
``[units, "line", …]`` so many units cut and the lines put in their place.

Units are those of UTF-16, in which browsers count. Nothing here keeps a file or a connection.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

Change = list[int | list[int | str]]

#: So many lines are held against each other; where more differ, they are replaced as one.
_MOST = 2_000


def units(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text) + (0 if text.isascii() else sum(character > "\uffff" for character in text))


def applied(text: str, change: object, line_end: str = "\n") -> str:
    """The text after a change that a browser has sent; its new lines end in ``line_end``, a single character.

    Raises ValueError for what is no change of this text: another length, half a character, a line that is several.
    """
    data, at = text.encode("utf-16-le"), 0
    made: list[bytes] = []
    for kept, cut, lines in _parts(change):
        made.append(data[at : at + 2 * kept])
        made.append(line_end.join(lines).encode("utf-16-le"))
        at += 2 * (kept + cut)
        if at > len(data):
            raise ValueError("longer than the text")
    if at != len(data):
        raise ValueError("shorter than the text")
    return b"".join(made).decode("utf-16-le")


def _parts(change: object) -> Iterator[tuple[int, int, Sequence[str]]]:
    """Of each part the units kept, those cut, and the lines put."""
    if not isinstance(change, list):
        raise ValueError("no change")
    for part in change:
        count, *lines = part if isinstance(part, list) and part else [part]
        if type(count) is not int or count < 0:
            raise ValueError("no count")
        if not isinstance(part, list):
            yield count, 0, ()
            continue
        for line in lines:
            if not isinstance(line, str) or "\n" in line or "\r" in line:
                raise ValueError("no line")
        yield 0, count, lines


def between(before: str, after: str) -> Change:
    """The change that makes one text of another, line by line, and in a changed line from the first letter to the last
    that differ. Both texts have lines that end in one character.
    """
    made: Change = []
    old, new = before.split("\n"), after.split("\n")
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    mine, other = old[head : len(old) - tail], new[head : len(new) - tail]
    blocks: Sequence[tuple[int, int, int]] = ()
    if len(mine) <= _MOST and len(other) <= _MOST:
        blocks = difflib.SequenceMatcher(None, mine, other, autojunk=False).get_matching_blocks()
    whole = [(0, 0, head), *((i + head, j + head, size) for i, j, size in blocks if size)]
    whole.append((len(old) - tail, len(new) - tail, tail))
    starts, others = _starts(old), _starts(new)
    at = to = 0
    for i, j, size in whole:
        _replaced(made, before[at : starts[i]], after[to : others[j]])
        at, to = starts[i], others[j]
        _replaced(made, before[at : starts[i + size]], after[to : others[j + size]])
        at, to = starts[i + size], others[j + size]
    _replaced(made, before[at:], after[to:])
    return made


def _starts(lines: Sequence[str]) -> list[int]:
    """Where each line begins, and where one more would; the last has no end of line, but may be followed by none."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    starts[-1] -= 1
    return starts


def _alike(one: Sequence[object], other: Sequence[object]) -> int:
    """How many things both begin with."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def _replaced(made: Change, before: str, after: str) -> None:
    """Add to a change what makes one piece of the other."""
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    _kept(made, units(before[:head]))
    cut, put = before[head : len(before) - tail], after[head : len(after) - tail]
    if cut or put:
        made.append([units(cut), *(put.split("\n") if put else ())])
    _kept(made, units(before[len(before) - tail :]) if tail else 0)


def _kept(made: Change, count: int) -> None:
    if count and made and isinstance(made[-1], int):
        made[-1] += count
    elif count:
        made.append(count)
