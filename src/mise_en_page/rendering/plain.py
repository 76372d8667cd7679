"""A page's drawing as the parts of a plain PDF, and that file put together, whole or in part, as often as it is asked for.

The press takes a page with a mark for each block's lines; the preview puts the lines in, and where a part of the page is
asked for it leaves out the drawings (SVG) that do not touch it: one of ten thousand strokes is not read again when a word
beside it has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mise_en_page.model.drawn import MARK

#: left, top, right, bottom in pt from the trimmed page's top left corner
Box = tuple[float, float, float, float]

HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a page's drawing; ``box`` bounds what it marks (None: it may mark anything, or sets up the rest)."""

    operators: bytes
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Objects:
    """PDF objects as they are written, and where each begins in ``body``."""

    body: bytes = b""
    offsets: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, objects: Iterable[tuple[int, bytes]]) -> Objects:
        parts, offsets, at = [], [], 0
        for number, data in objects:
            offsets.append((number, at))
            parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, data))
            at += len(parts[-1])
        return cls(b"".join(parts), tuple(offsets))

    def __add__(self, more: Objects) -> Objects:
        base = len(self.body)
        return Objects(self.body + more.body, (*self.offsets, *((number, base + at) for number, at in more.offsets)))


@dataclass(frozen=True, slots=True)
class Content:
    """A stream in which lines belong: the page's own, or that of a group. A number stands for the lines of that block."""

    number: int
    dictionary: bytes
    pieces: tuple[Piece | int, ...]

    def with_lines(self, lines: Mapping[int, Sequence[Piece]] | None) -> Iterator[Piece]:
        """Its pieces and the lines between them; or their marks."""
        for each in self.pieces:
            if isinstance(each, Piece):
                yield each
            elif lines is None:
                yield Piece(mark(each))
            else:
                yield from lines.get(each, ())


@dataclass(frozen=True, slots=True)
class Plain:
    """A page's own drawing as the parts of a file: its ``contents``, the font dictionary (the object ``fonts``) with the
    entries of what is embedded here, and all other ``objects``.
    """

    contents: tuple[Content, ...]
    objects: Objects
    fonts: int
    embedded: bytes
    root: bytes

    def pdf(
        self,
        lines: Mapping[int, Sequence[Piece]] | None = None,
        faces: Objects = Objects(),
        entries: bytes = b"",
        part: Box | None = None,
    ) -> bytes:
        """The file: with the lines for each mark in their places, or with the marks; of what lies outside ``part`` some may
        be missing. ``faces`` are the objects of further fonts, ``entries`` their names.
        """
        own = [(self.fonts, b"<<%s%s>>" % (self.embedded, entries))]
        for content in self.contents:
            pieces = content.with_lines(lines)
            stream = b"\n".join(piece.operators for piece in pieces if _touch(piece.box, part))
            own.append(
                (content.number, b"<<%s/Length %d>>\nstream\n%s\nendstream" % (content.dictionary, len(stream), stream))
            )
        parts, offsets, at = [HEADER], list[tuple[int, int]](), len(HEADER)
        for objects in (faces, self.objects, Objects.of(own)):
            offsets += [(number, at + offset) for number, offset in objects.offsets]
            parts.append(objects.body)
            at += len(objects.body)
        rows = [b"xref\n0 1\n0000000000 65535 f \n"]
        rows += [b"%d 1\n%010d 00000 n \n" % entry for entry in sorted(offsets)]
        end = b"trailer\n<</Size %d/Root %s>>\nstartxref\n%d\n%%%%EOF\n" % (max(offsets)[0] + 1, self.root, at)
        return b"".join((*parts, *rows, end))


def _touch(box: Box | None, part: Box | None) -> bool:
    if box is None or part is None:
        return True
    return box[0] < part[2] and part[0] < box[2] and box[1] < part[3] and part[1] < box[3]


def mark(number: int) -> bytes:
    """The operator that stands where a block's lines belong."""
    return f"/{MARK}{number} MP".encode()


class Mark(bytes):
    """The mark of a block's lines in a stream, known again."""

    number: int

    def __new__(cls, number: int) -> Mark:
        made = super().__new__(cls, mark(number))
        made.number = number
        return made
