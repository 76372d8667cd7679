"""The text of a file: bounded, UTF-8, NFC, and every character led back to its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

from mise_en_page.model import limits
from mise_en_page.model.issue import Source
from mise_en_page.model.message import say
from mise_en_page.model.problem import Problem, Span
from mise_en_page.reading.files import read_bytes, relative
from mise_en_page.reading.found import Found, shown

TEXT_LIMIT, YAML_LIMIT = limits.TEXT_BYTES, limits.YAML_BYTES

#: Controls but tab and line ends; overrides of the writing direction, which reorder prices; U+2029; what a damaged
#: file leaves (U+FFFD); code points that are no characters.
_UNWANTED = (
    "[\x00-\x08\x0c\x0e-\x1f\x7f-\x9f\u2029\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufff9-\ufffb\ufffd-\uffff\ud800-\udfff]"
    "|[" + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17)) + "]"
)
#: The same and more, as one set of characters: it is looked through several times as fast.
_DOUBTFUL = re.compile(
    "[^\t\n\r -~\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufdcf\ufdf0-\ufff8\ufffc\U00010000-\U0001fff0]"
)
#: A line that was forced to end where it is not a paragraph's end: Word's (as it comes by the clipboard) and InDesign's.
_FORCED = "\x0b\u2028"
#: How many unwanted characters of one file are told one by one.
_TOLD = 5
#: Letters stacked with more marks than this are no writing (and make normalisation slow).
_STACK = 32


@dataclass(frozen=True, slots=True)
class Written:
    """A text file as it is worked with: NFC, lines that end in ``\\n``, no byte order mark.

    ``origins[i]`` is the offset of ``text[i]`` in the file as it stands, in characters; None when they are the same.
    """

    source: Source
    text: str
    origins: tuple[int, ...] | None = None

    def offset(self, index: int) -> int:
        """Where ``text[index]`` stands in the file."""
        if self.origins is None:
            return index
        if index < len(self.origins):
            return self.origins[index]
        return self.origins[-1] + 1 if self.origins else self.source.line_starts[0]

    def origins_of(self, indexes: Sequence[int]) -> tuple[int, ...]:
        """Where these characters of the text stand in the file."""
        return tuple(indexes) if self.origins is None else tuple(map(self.offset, indexes))

    def offsets(self, start: int, end: int) -> tuple[int, ...]:
        return tuple(range(start, end)) if self.origins is None else self.origins[start:end]

    def span(self, index: int, length: int = 0) -> Span:
        return self.source.span(self.offset(index), length)

    def lines(self, start: int = 0) -> Iterator[Pieces]:
        for line in self.text[start:].split("\n"):
            yield Pieces(line, range(start, start + len(line)))
            start += len(line) + 1


@dataclass(frozen=True, slots=True)
class Pieces:
    """Characters of a block before its markup is read; each with its index in the written text."""

    text: str
    indexes: Sequence[int]

    @property
    def start(self) -> int:
        """Where it begins in the written text."""
        return self.indexes.start if isinstance(self.indexes, range) else next(iter(self.indexes), 0)

    def part(self, start: int, end: int | None = None) -> Pieces:
        return Pieces(self.text[start:end], self.indexes[start:end])

    def stripped(self, signs: str = " \t\n") -> Pieces:
        start = len(self.text) - len(self.text.lstrip(signs))
        return self.part(start, max(start, len(self.text.rstrip(signs))))


def joined(parts: Iterable[Pieces]) -> Pieces:
    parts = list(parts)
    if len(parts) == 1:
        return parts[0]
    return Pieces("".join(part.text for part in parts), [index for part in parts for index in part.indexes])


def read_text(root: Path, path: Path, found: Found, limit: int = TEXT_LIMIT) -> Written | None:
    """A text file of the publication; None when it was told why not."""
    data = read_bytes(root, path, limit, found)
    return None if data is None else decode(data, relative(root, path), found)


def decode(data: bytes, file: str, found: Found) -> Written | None:
    """Bytes as text. A character that may not stand there is told, then read as a space: the rest is looked at too."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        found.error("not-utf-8/16", Span(file), file=file)
        return None
    try:
        raw = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        _tell_encoding(data, fault.start, file, found)
        return None
    source = Source(file, _line_starts(raw))
    if _DOUBTFUL.search(raw) is None:
        return normal(raw, source)
    for pattern, problem, more in (
        (f"[{_FORCED}]", _forced, say("and-more/forced-lines")),
        (_UNWANTED, _unwanted, say("and-more/characters")),
    ):
        for count, match in enumerate(re.finditer(pattern, raw)):
            told = problem(match.group(), source.span(match.start(), 1))
            if count == _TOLD:
                found.add(replace(told, said=more))
                break
            found.add(told)
    return normal(re.sub(_UNWANTED, " ", raw), source)


def _forced(text: str, where: Span) -> Problem:
    """A forced end of line is a space here: most were made for another column. Told, for an address or a poem."""
    return Problem.of("forced-line", "warning", where, code=f"U+{ord(text):04X}")


def unwanted(text: str) -> str:
    """The first character of ``text`` that may not be written; "" if there is none."""
    match = re.search(_UNWANTED, text) if _DOUBTFUL.search(text) else None
    return match.group() if match is not None else ""


def _unwanted(character: str, where: Span) -> Problem:
    code = ord(character)
    if code == 0xFFFD:
        return Problem.of("bad-character/lost", "error", where)
    what = say("character/control")
    if code == 0:
        what = say("character/nul")
    elif 0xD800 <= code <= 0xDFFF:
        what = say("character/half")
    elif 0x202A <= code <= 0x2069:
        what = say("character/direction")
    return Problem.of("bad-character", "error", where, what=what, code=f"U+{code:04X}")


def without_unwanted(text: str, where: Span, found: Found) -> str:
    """A text that was made of escapes or entities: the first character in it that may not be written is told, and each is a
    space.
    """
    if not (bad := unwanted(text)):
        return text
    found.add(_unwanted(bad, where))
    return re.sub(_UNWANTED, " ", text)


def _tell_encoding(data: bytes, start: int, file: str, found: Found) -> None:
    before = data[:start].decode("utf-8").removeprefix("\ufeff")
    source = Source(file, _line_starts(before))
    where = source.span(len(before), 1)
    text, byte = data.decode("cp1252", "replace"), f"0x{data[start]:02X}"  # a character a byte
    if "\0" in text or "\ufffd" in text:
        found.error("not-utf-8/unknown", where, file=file, byte=byte)
    else:
        found.error("not-utf-8/1252", where, file=file, byte=byte, meant=shown(text[start]))


def _line_starts(raw: str) -> tuple[int, ...]:
    first = 1 if raw.startswith("\ufeff") else 0
    if "\r" in raw:
        return (first, *(match.end() for match in re.finditer(r"\r\n|\r|\n", raw)))
    starts = accumulate(len(line) + 1 for line in raw.split("\n")[:-1])
    return (first, *starts)


def normal(raw: str, source: Source) -> Written:
    """NFC, ``\\n``, no mark of byte order anywhere, forced ends of lines as spaces; with the origins."""
    if not any(sign in raw for sign in f"\r\ufeff{_FORCED}") and unicodedata.is_normalized("NFC", raw):
        return Written(source, raw)
    characters: list[str] = []
    origins: list[int] = []
    for match in re.finditer(f"\r\n|[\r\n\ufeff{_FORCED}]|[^\r\n\ufeff{_FORCED}]+", raw):
        piece, start = match.group(), match.start()
        if piece == "\ufeff":
            continue
        if piece[0] in "\r\n":
            clusters = [("\n", start)]
        elif piece in _FORCED:
            clusters = [(" ", start)]
        elif unicodedata.is_normalized("NFC", piece):
            characters.append(piece)
            origins.extend(range(start, start + len(piece)))
            continue
        else:
            clusters = _clusters(piece, start)
        for cluster, origin in clusters:
            characters.append(cluster)
            origins.extend([origin] * len(cluster))
    return Written(source, "".join(characters), tuple(origins))


def _clusters(piece: str, start: int) -> list[tuple[str, int]]:
    """Cut where normalisation cannot reach across, and normalise each part."""
    clusters: list[tuple[str, int]] = []
    begin = 0
    for end in range(1, len(piece) + 1):
        part, following = piece[begin:end], piece[end : end + 1]
        if following and len(part) < _STACK and _composes(part, following):
            continue
        clusters.append((unicodedata.normalize("NFC", part), start + begin))
        begin = end
    return clusters


def _composes(part: str, following: str) -> bool:
    if following < "\u0300":
        return False
    if unicodedata.combining(following):
        return True
    normalize = unicodedata.normalize
    return normalize("NFC", part + following) != normalize("NFC", part) + normalize("NFC", following)
