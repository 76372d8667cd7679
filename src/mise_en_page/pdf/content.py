"""A content stream taken apart into its operators: the usual ones by a regular expression, the rest by pikepdf.

pikepdf makes an object of every operand, which is most of the time that reading a page takes. What layout programs write
is plain: numbers, names, strings, paths of hundreds of points. That is read here without it, and in one piece where nobody
asks for the parts: a path's points, a line's letters. From the first place that is not plain (a comment, an inline
picture, a name with #) pikepdf reads on, so that everything means what it means to qpdf.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

Instruction = tuple[str, Any, int, int]
"""An operator, its operands, and where in the content it begins and ends.

Operands are numbers, or names with their slash, or both; what pikepdf read keeps its own objects. ``PATH``, ``SHOW``,
``NEST`` and ``INLINE`` stand for what is no single operator with such operands.
"""

Content = tuple[bytes, list[Instruction]]
"""Content as it was read, and its instructions; what pikepdf read is in its own words, as it would write them."""

PATH: Final = "path"
"""Several of m l c v y h: operands are a ``Traced`` and how they are written."""

SHOW: Final = "show"
"""TJ or Tj: operands are the array's parts as they are written, strings in hex as ``<0041>``."""

NEST: Final = "nest"
"""Several of q and Q: the operand is their letters, without spaces."""

INLINE: Final = "inline"
"""An inline picture: the operand is pikepdf's instruction."""

SILENT: Final = frozenset({b"BT", b"ET", b"EMC", b"BX", b"EX", b"J", b"j", b"M", b"i"})
"""Operators that nobody asks for: they are left out, as are marks of content and dashes."""

Traced = tuple[int, int, bool, tuple[float, float, float, float] | None]
"""A part of a path: how many operators, how many of them m, whether one is a curve, and the points' bounds."""

_S = rb"[ \n\r\t\f]"
_NUMBERS = rb"[-+.\d \n\r\t\f]*+"
_END = rb"(?=[ \n\r\t\f/\[(<])"
_NAME = rb"/[A-Za-z0-9_.+\-]++"

_USUAL: Final = re.compile(
    _S + rb"*+(?:"
    # 1: saving and going back
    rb"((?:[qQ]" + _S + rb"++)++)"
    # 2, 3: numbers and an operator
    rb"|([-+.\d]" + _NUMBERS + rb")?+(?<![-+.\d])([A-Za-z][A-Za-z01]{0,2}+\*?+)" + _END +
    # 4: letters in hex, with the spaces between them
    rb"|\[([-+.\d \n\r\t\f<>a-fA-F]*+)\]" + _S + rb"*+TJ" + _END +
    # 5, 6, 7: a name, perhaps a number, and an operator
    rb"|(" + _NAME + rb")" + _S + rb"*+(?:([-+.\d]++)" + _S + rb"++)?([A-Za-z]{2,3}+)" + _END +
    # 8: marks of content with their properties, and dashes
    rb"|(" + _NAME + _S + rb"*+(?:" + _NAME + rb"|<<[^<>()%]*+(?:<[0-9a-fA-F]*+>[^<>()%]*+)*+>>)" + _S + rb"*+BDC" + _END +
    rb"|\[" + _NUMBERS + rb"\]" + _S + rb"*+[-+.\d]++" + _S + rb"++d" + _END + rb")"
    # 9: one string in hex
    rb"|<([0-9a-fA-F]*+)>" + _S + rb"*+Tj" + _END +
    # 10: one string in brackets, without escapes
    rb"|\(([^()\\\r]*+)\)" + _S + rb"*+Tj" + _END +
    # 11: letters in brackets or in hex, with the spaces between them
    rb"|\[((?:[-+.\d \n\r\t\f]++|<[0-9a-fA-F]*+>|\([^()\\\r]*+\))*+)\]" + _S + rb"*+TJ" + _END + rb")"
)  # fmt: skip
_PATH: Final = re.compile(
    rb"(?:" + _NUMBERS + rb"(?<![-+.\d])[mlcvy](?=[ \n\r\t\f]))*+(?:" + _NUMBERS + rb"(?<![-+.\d])h(?=[ \n\r\t\f]))?+"
)
"""A part of a path to where it is closed."""

_TRACE: Final = frozenset({b"m", b"l", b"c", b"v", b"y", b"h"})
_PART: Final = re.compile(rb"\(([^()]*)\)|([^()]+)")
_LONGEST: Final = 17
"""Digits of a number that is read here: qpdf has its own ways with longer ones."""

_KEPT: Final = 60_000
"""How many numbers are remembered, by how they are written."""

_KEPT_PATHS: Final = 4_000
_LONG: Final = 20_000
"""Parts of paths that are longer, in bytes, are not remembered."""


class _Numbers(dict[bytes, float]):
    """What numbers mean. The same few thousand are written on every page, and to look one up takes a third of the time."""

    def __missing__(self, written: bytes) -> float:
        if len(written) > _LONGEST:
            raise ValueError
        value = float(written)
        if len(self) >= _KEPT:
            self.clear()
        self[written] = value
        return value


class _Words(dict[bytes, str]):
    """Operators and names as text."""

    def __missing__(self, written: bytes) -> str:
        if len(self) >= _KEPT_PATHS:
            self.clear()
        text = self[written] = written.decode("ascii")
        return text


KNOWN: Final = 60_000
"""What is kept of a document's content, in instructions: eight full pages of text, in less than 10 MB."""

_number: Final = _Numbers().__getitem__
_word: Final = _Words().__getitem__
_traced: Final[dict[bytes, Traced]] = {}
"""Parts of paths that were met: marks and slug lines are drawn alike on every page."""

_NAMED: Final = frozenset({b"gs", b"Do", b"cs", b"CS", b"scn", b"SCN", b"sh"})
_MARKS: Final = frozenset({b"ri", b"BMC", b"MP"})


class Known:
    """Content taken apart once for all that ask for it, while it is among the last.

    ``most`` bounds what is kept, in instructions; each 32 bytes of content count for one more. Content is told apart by its
    bytes: the same stream has another number in each file that holds it. Whoever asks changes nothing in it.
    """

    def __init__(self, most: int = KNOWN) -> None:
        self.most, self.size = most, 0
        self.held: dict[bytes, Content] = {}

    def taken_apart(self, content: bytes) -> Content:
        """A content stream in its instructions. Raises pikepdf's errors."""
        found = self.held.get(content)
        if found is None:
            found = taken_apart(content)
            if _weight(found) <= self.most:
                self.held[content] = found
                self.size += _weight(found)
                while self.size > self.most:
                    self.size -= _weight(self.held.pop(next(iter(self.held))))
        return found


def _weight(content: Content) -> int:
    return len(content[1]) + len(content[0]) // 32


def taken_apart(content: bytes) -> Content:  # noqa: PLR0912 - one loop, for speed
    """A content stream in its instructions. Raises pikepdf's errors."""
    if not content.endswith(b"\n"):
        content += b"\n"
    found: list[Instruction] = []
    add = found.append
    usual = _USUAL.match
    place, size = 0, len(content)
    try:
        while place < size:
            match = usual(content, place)
            if match is None:
                if not content[place:].strip(b" \n\r\t\f\0"):
                    return content, found
                break
            end = match.end()
            kind = match.lastindex
            if kind == 3:
                numbers, word = match.group(2, 3)
                if word in _TRACE:
                    end = _trace(content, place, add)
                elif numbers is not None:
                    add((_word(word), tuple(map(_number, numbers.split())), place, end))
                elif word == b"BI":
                    break
                elif word not in SILENT:
                    add((_word(word), (), place, end))
            elif kind == 1:
                add((NEST, match[1].translate(None, b" \n\r\t\f"), place, end))
            elif kind == 4:
                add((SHOW, _spaced(match[4]), place, end))
            elif kind != 8:
                word, operands = _seldom(match)
                if word:
                    add((word, operands, place, end))
            place = end
        else:
            return content, found
    except ValueError:  # no number, or a path that lacks one: pikepdf shall say
        pass
    return _by_pikepdf(content, place, found)


def _seldom(match: re.Match[bytes]) -> tuple[str, Any]:
    """Operator and operands of what is not on every line; no operator for a mark of content. Raises ValueError."""
    if match[9] is not None:
        return SHOW, [b"<" + match[9] + b">"]
    if match[10] is not None:
        return SHOW, [b"<" + match[10].hex().encode("ascii") + b">"]
    if match[11] is not None:
        return SHOW, _parts(match[11])
    name, number, word = match.group(5, 6, 7)
    if number is None and word in _NAMED:
        return _word(word), (_word(name),)
    if number is not None and word == b"Tf":
        return "Tf", (_word(name), _number(number))
    if number is None and word in _MARKS:
        return "", ()
    raise ValueError


def _trace(content: bytes, place: int, add: Callable[[Instruction], None]) -> int:
    """A path's operators from ``place`` on to where it is closed, as one, and where they end. Raises ValueError."""
    match = _PATH.match(content, place)
    assert match is not None
    written = match[0]
    if not written:
        raise ValueError
    traced = _traced.get(written)
    if traced is None:
        traced = _measured(written)
        if len(written) < _LONG:
            if len(_traced) >= _KEPT_PATHS:
                _traced.clear()
            _traced[written] = traced
    end = match.end()
    add((PATH, (traced, written), place, end))
    return end


def _measured(written: bytes) -> Traced:
    """Raises ValueError for a path that is not as it should be."""
    values = numbers_of(written)
    moves, curves, halves = written.count(b"m"), written.count(b"c"), written.count(b"v") + written.count(b"y")
    lines = written.count(b"l")
    count = moves + curves + halves + lines + written.count(b"h")
    if len(values) != 2 * (moves + lines) + 6 * curves + 4 * halves:
        raise ValueError
    if not values:
        return (count, moves, False, None)
    across, up = values[::2], values[1::2]
    box = (min(across), min(up), max(across), max(up))
    if box[0] < -1e9 or box[1] < -1e9 or box[2] > 1e9 or box[3] > 1e9:
        raise ValueError
    return (count, moves, bool(curves or halves), box)


def numbers_of(written: bytes) -> list[float]:
    """The coordinates of a part of a path. Raises ValueError."""
    return list(map(_number, written.translate(None, b"mlcvyh").split()))


def _spaced(array: bytes) -> list[bytes]:
    """A TJ array's parts, where its strings are in hex."""
    return array.replace(b"<", b" <").replace(b">", b"> ").split()


def _parts(array: bytes) -> list[bytes]:
    """A TJ array's parts, its strings in hex."""
    found: list[bytes] = []
    for text, other in _PART.findall(array):
        if other:
            found += _spaced(other)
        else:
            found.append(b"<" + text.hex().encode("ascii") + b">")
    return found


def _by_pikepdf(content: bytes, place: int, found: list[Instruction]) -> Content:
    """The same from ``place`` on, where something is not plain."""
    import pikepdf  # noqa: PLC0415 - most content is read without it

    with pikepdf.new() as owner:
        read = pikepdf.parse_content_stream(owner.make_stream(content[place:]))
    written = [content[:place], b"\n"]
    end = place + 1
    for one in read:
        inline = isinstance(one, pikepdf.ContentStreamInlineImage)
        written.append(pikepdf.unparse_content_stream([one]) + b"\n")
        start, end = end, end + len(written[-1])
        found.append((INLINE, one, start, end) if inline else (str(one.operator), one.operands, start, end))
    return b"".join(written), found
