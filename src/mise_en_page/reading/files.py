"""A file inside the publication: found without leaving it, through ``..``, an absolute path or a link; and bounded.

Nothing outside the publication's folder is ever opened, and nothing that is not a regular file: a FIFO would hang for
ever, a device never ends.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from pathlib import Path

from mise_en_page.model.problem import Span
from mise_en_page.reading.found import Found, nearest, shown
from mise_en_page.reading.nodes import Scalar

#: Among more files than this no nearest name is looked for: it takes long, and there is no end of likeness.
MANY = 2_000


def relative(root: Path, path: Path) -> str:
    """A path of the publication as messages name it; ``path`` need not exist."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.name


#: What folders hold, for as long as one reading lasts: they are not listed anew for each of a hundred articles.
Listed = dict[Path, frozenset[str]]


def find(
    root: Path,
    bases: tuple[Path, ...],
    named: Scalar,
    what: str,
    found: Found,
    *,
    suffix: str = "",
    listed: Listed | None = None,
) -> Path | None:
    """The file that a user named (without ``suffix``), looked for under each of ``bases``; None when it was told why not.

    Names match in any normal form (a Mac writes ``é`` as two characters in names), but not in another case.
    """
    written, where = named.value, named.span
    if _leaves(written, what, found, where):
        return None
    parts = [part for part in f"{written}{suffix}".split("/") if part not in ("", ".")]
    near = ""
    for base in bases:
        path, like = _descend(base, parts, {} if listed is None else listed)
        if path is not None:
            return path if regular(root, path, f"the {what} “{shown(written)}”", found, where) else None
        near = near or like
    place = f"{relative(root, bases[0])}/{'/'.join(parts)}"
    if what == "article" and _tell_foreign(bases, named, place, near, found):
        return None
    hint = f"put it at {place}"
    if near:
        hint = f"did you mean “{shown(near.removesuffix(suffix), 200)}”?"
    found.error(f"missing-{what}", f"there is no {what} “{shown(written)}”", hint, where)
    return None


#: What a desk is given, and what each is called.
DOCUMENTS = {
    ".doc": "a Word document", ".docx": "a Word document", ".odt": "an OpenDocument text", ".rtf": "a Rich Text document",
    ".pages": "a Pages document", ".gdoc": "a link to a Google document", ".pdf": "a PDF", ".html": "a web page",
    ".htm": "a web page", ".txt": "a plain text", ".tex": "a TeX file", ".epub": "a book", ".eml": "a message",
    ".xlsx": "a spreadsheet", ".csv": "a table", ".indd": "an InDesign document", ".idml": "an InDesign document",
    ".markdown": "a file of another ending", ".mdown": "a file of another ending",
}  # fmt: skip


def _tell_foreign(bases: tuple[Path, ...], named: Scalar, place: str, near: str, found: Found) -> bool:
    """Is it a document that is not read, named with its ending, or without one but there? Told, with what to do."""
    name = named.value
    ending = Path(name).suffix.lower()
    if ending not in DOCUMENTS:
        like = Path(near)
        ending = next((end for end in DOCUMENTS for base in bases if exists(base / f"{name}{end}")), "")
        if not ending and like.suffix.lower() in DOCUMENTS:
            name, ending = near, like.suffix.lower()
        if not ending:
            return False
        name = name if name.lower().endswith(ending) else f"{name}{ending}"
    stem = name[: -len(ending)]
    folder = place.rpartition("/")[0]
    message = f"“{shown(name)}” is {DOCUMENTS[ending]}, which is not read: an article is a text in Markdown (.md)"
    if ending in (".txt", ".markdown", ".mdown"):
        hint = f"rename it {shown(stem)}.md, with its title between two lines ---, and write “{shown(stem)}” here"
    else:
        hint = (
            f"copy its text into {folder}/{shown(Path(stem).name)}.md, under its title between two lines --- "
            f"(or let pandoc do it: pandoc -t markdown), and write “{shown(stem)}” here"
        )
    found.error("foreign-article", message, hint, named.span)
    return True


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
    elif len(written) > 500 or any(not (c.isprintable() or c.isspace()) for c in written):
        why = "is no name for a file"
    else:
        return False
    hint = "write its path from the issue's folder, with /, such as images/pont.jpg"
    if what != "image":
        hint = "write its name alone"
    found.error("path-outside", f"the {what} “{shown(written)}” {why}", hint, where)
    return True


def _names(folder: Path, listed: Listed) -> frozenset[str]:
    if folder not in listed:
        listed[folder] = frozenset(os.listdir(folder))  # noqa: PTH208 (names alone are wanted, and fast)
    return listed[folder]


def _descend(base: Path, parts: list[str], listed: Listed) -> tuple[Path | None, str]:
    """Follow names down from ``base``; else None and the nearest path that exists."""
    path, names = base, list[str]()
    for index, part in enumerate(parts):
        try:
            there = _names(path, listed)
        except OSError:
            return None, ""
        name = part
        if part not in there:
            form = unicodedata.normalize("NFC", part)
            same = sorted(n for n in there if unicodedata.normalize("NFC", n) == form)
            if not same:
                like = nearest(form, sorted(there)) if len(there) <= MANY else ""
                return None, "/".join([*names, like, *parts[index + 1 :]]) if like else ""
            name = same[0]
        path /= name
        names.append(name)
    return (path, "") if parts else (None, "")


def exists(path: Path) -> bool:
    """Is there such a file or folder that we may look at? Unlike ``Path.exists``, it raises nothing."""
    return os.path.exists(path)  # noqa: PTH110


def regular(root: Path, path: Path, called: str, found: Found, where: Span) -> bool:
    """Is it a plain file that lies, links followed, inside the publication? Told if not."""
    return _real(root, path, called, found, where) is not None


def _real(root: Path, path: Path, called: str, found: Found, where: Span) -> str | None:
    """The path, links followed, of a plain file inside the publication; None when it was told why not."""
    try:
        real = os.path.realpath(path, strict=True)
        mode = os.stat(real).st_mode  # noqa: PTH116 (on the path as text, which is opened next)
    except OSError as fault:
        found.error("unreadable", f"{called} cannot be read: {_reason(fault)}", "check the file and its rights", where)
        return None
    # A path without links that begins with the root's shows that the root's has none either.
    if not real.startswith(f"{root}{os.sep}") and not Path(real).is_relative_to(os.path.realpath(root)):
        message = f"{called} is a link that leads out of the publication"
        found.error("path-outside", message, "copy the file itself into the publication", where)
        return None
    if not stat.S_ISREG(mode):
        found.error("not-a-file", f"{called} is not a file", "a folder, a pipe or a device cannot be read", where)
        return None
    return real


def read_bytes(root: Path, path: Path, limit: int, found: Found, where: Span | None = None) -> bytes | None:
    """The bytes of a file of the publication, at most ``limit``; None when it was told why not."""
    name = relative(root, path)
    where = where or Span(name)
    real = _real(root, path, name, found, where)
    if real is None:
        return None
    try:
        # The file may have changed since it was looked at: no link is followed here, no pipe waited for.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(real, flags), "rb") as file:
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
