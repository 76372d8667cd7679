"""A file inside the publication: found without leaving it, bounded, UTF-8, and every character led back to its place.

Nothing outside the publication's folder is ever opened, and nothing that is not a regular file: a FIFO would hang for
ever, a device never ends.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from mise_en_page.model import Source
from mise_en_page.problem import Span
from mise_en_page.reading.found import Found, nearest, shown
from mise_en_page.reading.nodes import Scalar

#: Bytes. The longest article that a magazine prints has some 60,000; PyYAML reads about 100,000 a second.
TEXT_LIMIT = 500_000
YAML_LIMIT = 200_000

#: Controls but tab and line ends; overrides of the writing direction, which reorder prices; U+2029; what a damaged
#: file leaves (U+FFFD); code points that are no characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2029\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufff9-\ufffb\ufffd-\uffff\ud800-\udfff]"
    "|[" + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17)) + "]"
)
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

    def offsets(self, start: int, end: int) -> tuple[int, ...]:
        return tuple(range(start, end)) if self.origins is None else self.origins[start:end]

    def span(self, index: int, length: int = 0) -> Span:
        return self.source.span(self.offset(index), length)


def relative(root: Path, path: Path) -> str:
    """A path of the publication as messages name it; ``path`` need not exist."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.name


def find(root: Path, bases: tuple[Path, ...], named: Scalar, what: str, found: Found, *, suffix: str = "") -> Path | None:
    """The file that a user named (without ``suffix``), looked for under each of ``bases``; None when it was told why not.

    Names match in any normal form (a Mac writes ``é`` as two characters in names), but not in another case.
    """
    written, where = named.value, named.span
    if _leaves(written, what, found, where):
        return None
    parts = [part for part in f"{written}{suffix}".split("/") if part not in ("", ".")]
    near = ""
    for base in bases:
        path, like = _descend(base, parts)
        if path is not None:
            return path if regular(root, path, f"the {what} “{shown(written)}”", found, where) else None
        near = near or like
    hint = f"put it at {relative(root, bases[0])}/{'/'.join(parts)}"
    if near:
        hint = f"did you mean “{shown(near.removesuffix(suffix), 200)}”?"
    found.error(f"missing-{what}", f"there is no {what} “{shown(written)}”", hint, where)
    return None


def _leaves(written: str, what: str, found: Found, where: Span) -> bool:
    """Is this a path that we do not follow?"""
    if written.startswith(("/", "~", "\\")) or re.match(r"[A-Za-z]:[\\/]", written):
        why = "is an absolute path"
    elif re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", written):
        why = "is an address, not a file"
    elif "\\" in written:
        why = "is written with \\"
    elif ".." in written.split("/"):
        why = "leaves its folder through “..”"
    elif len(written) > 500 or _UNWANTED.search(written):
        why = "is no name for a file"
    else:
        return False
    hint = "write its path from the issue's folder, with /, such as images/pont.jpg"
    if what != "image":
        hint = "write its name alone"
    found.error("path-outside", f"the {what} “{shown(written)}” {why}", hint, where)
    return True


def _descend(base: Path, parts: list[str]) -> tuple[Path | None, str]:
    """Follow names down from ``base``; else None and the nearest path that exists."""
    path, names = base, list[str]()
    for index, part in enumerate(parts):
        try:
            there = sorted(each.name for each in path.iterdir())
        except OSError:
            return None, ""
        form = unicodedata.normalize("NFC", part)
        same = [name for name in there if name == part] or [n for n in there if unicodedata.normalize("NFC", n) == form]
        if not same:
            like = nearest(form, there)
            return None, "/".join([*names, like, *parts[index + 1 :]]) if like else ""
        path /= same[0]
        names.append(same[0])
    return (path, "") if parts else (None, "")


def exists(path: Path) -> bool:
    """Is there such a file or folder that we may look at? Unlike ``Path.exists``, it raises nothing."""
    return os.path.exists(path)  # noqa: PTH110


def regular(root: Path, path: Path, called: str, found: Found, where: Span) -> bool:
    """Is it a plain file that lies, links followed, inside the publication? Told if not."""
    try:
        real = Path(os.path.realpath(path, strict=True))
        mode = real.stat().st_mode
    except OSError as fault:
        found.error("unreadable", f"{called} cannot be read: {_reason(fault)}", "check the file and its rights", where)
        return False
    if not real.is_relative_to(os.path.realpath(root)):
        message = f"{called} is a link that leads out of the publication"
        found.error("path-outside", message, "copy the file itself into the publication", where)
        return False
    if not stat.S_ISREG(mode):
        found.error("not-a-file", f"{called} is not a file", "a folder, a pipe or a device cannot be read", where)
        return False
    return True


def read_bytes(root: Path, path: Path, limit: int, found: Found, where: Span | None = None) -> bytes | None:
    """The bytes of a file of the publication, at most ``limit``; None when it was told why not."""
    name = relative(root, path)
    where = where or Span(name)
    if not regular(root, path, name, found, where):
        return None
    try:
        # The file may have changed since it was looked at: no link is followed here, no pipe waited for.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(os.path.realpath(path), flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OSError("it is not a file")
            data = file.read(limit + 1)
    except OSError as fault:
        found.error("unreadable", f"{name} cannot be read: {_reason(fault)}", "check the file and its rights", where)
        return None
    if len(data) > limit:
        found.error("too-large", f"{name} is larger than {limit:,} bytes", "split it, or make it smaller", where)
        return None
    return data


def _reason(fault: OSError) -> str:
    return (fault.strerror or str(fault)).lower()


def read_text(root: Path, path: Path, found: Found, limit: int = TEXT_LIMIT) -> Written | None:
    """A text file of the publication; None when it was told why not."""
    data = read_bytes(root, path, limit, found)
    return None if data is None else decode(data, relative(root, path), found)


def decode(data: bytes, file: str, found: Found) -> Written | None:
    """Bytes as text. A character that may not stand there is told, then read as a space: the rest is looked at too."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        found.error("not-utf-8", f"{file} is in UTF-16, not UTF-8", "save it as UTF-8", Span(file))
        return None
    try:
        raw = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        _tell_encoding(data, fault.start, file, found)
        return None
    source = Source(file, _line_starts(raw))
    for count, match in enumerate(_UNWANTED.finditer(raw), start=1):
        if count > _TOLD:
            found.error("bad-character", "… and more such characters", "", source.span(match.start(), 1))
            break
        found.error("bad-character", *unwanted(match.group()), source.span(match.start(), 1))
    return normal(_UNWANTED.sub(" ", raw), source)


def unwanted(text: str) -> tuple[str, str]:
    """The message and the hint for the first character of ``text`` that may not be written; ("", "") if there is none."""
    match = _UNWANTED.search(text)
    if match is None:
        return "", ""
    code = ord(match.group())
    if code == 0xFFFD:
        return "U+FFFD stands here: it marks a character that was lost", "type the right character in its place"
    if code == 0:
        name = "a NUL character"
    elif 0xD800 <= code <= 0xDFFF:
        name = "half a character (a lone surrogate)"
    elif 0x202A <= code <= 0x2069:
        name = "a control of the writing direction (it reorders the text)"
    else:
        name = "a control character"
    return f"{name} stands here unseen: U+{code:04X}", "delete it"


def _tell_encoding(data: bytes, start: int, file: str, found: Found) -> None:
    before = data[:start].decode("utf-8").removeprefix("\ufeff")
    source = Source(file, _line_starts(before))
    where = source.span(len(before), 1)
    byte = data[start]
    try:
        data.decode("cp1252")
        meant = data[start : start + 1].decode("cp1252")
        guess = f"it looks like Windows-1252 (cp1252), where this byte is “{shown(meant)}”"
    except UnicodeDecodeError:
        guess = "it may be in another encoding, or no text at all"
    found.error("not-utf-8", f"{file} is not in UTF-8: byte 0x{byte:02X} here; {guess}", "save the file as UTF-8", where)


def _line_starts(raw: str) -> tuple[int, ...]:
    first = 1 if raw.startswith("\ufeff") else 0
    return (first, *(match.end() for match in re.finditer(r"\r\n|\r|\n", raw)))


def normal(raw: str, source: Source) -> Written:
    """NFC, ``\\n``, no mark of byte order anywhere, U+2028 (a forced line of InDesign's) as a space; with the origins."""
    if not re.search("[\r\ufeff\u2028]", raw) and unicodedata.is_normalized("NFC", raw):
        return Written(source, raw)
    characters: list[str] = []
    origins: list[int] = []
    for match in re.finditer("\r\n|[\r\n\ufeff\u2028]|[^\r\n\ufeff\u2028]+", raw):
        piece, start = match.group(), match.start()
        if piece == "\ufeff":
            continue
        if piece[0] in "\r\n":
            clusters = [("\n", start)]
        elif piece == "\u2028":
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
