"""A file inside the publication: found without leaving it, through ``..``, an absolute path or a link; and bounded.

Nothing outside the publication's folder is ever opened, and nothing that is not a regular file: a FIFO would hang for
ever, a device never ends.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import unicodedata
from pathlib import Path
from typing import Literal

from mise_en_page.files.regular import real_bytes
from mise_en_page.files.system import reason
from mise_en_page.model.message import Value, key, say
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


#: What a user names: how it is called, and what is said where there is none.
Kind = Literal["advert", "article", "image", "profile", "stylesheet"]
_CALLED = {
    "advert": key("called/advert"), "article": key("called/article"), "image": key("called/image"),
    "profile": key("called/profile"), "stylesheet": key("called/stylesheet"),
}  # fmt: skip
_MISSING = {
    "advert": key("missing-advert"), "article": key("missing-article"), "image": key("missing-image"),
    "profile": key("missing-profile"), "stylesheet": key("missing-stylesheet"),
}  # fmt: skip


#: How a path is to be written.
_WRITE = {"advert": say("hint/write-path"), "image": say("hint/write-path"), "stylesheet": say("hint/write-shared")}


def find(
    root: Path,
    bases: tuple[Path, ...],
    named: Scalar,
    kind: Kind,
    found: Found,
    *,
    suffix: str = "",
    listed: Listed | None = None,
) -> Path | None:
    """The file that a user named (without ``suffix``), looked for under each of ``bases``; None when it was told why not.

    Names match in any normal form (a Mac writes ``é`` as two characters in names), but not in another case.
    """
    written, where = named.value, named.span
    what = say(_CALLED[kind], name=shown(written))
    if (sentence := leaves(written)) is not None:
        found.error(sentence, where, _WRITE.get(kind, say("hint/write-name")), what=what)
        return None
    parts = [part for part in f"{written}{suffix}".split("/") if part not in ("", ".")]
    near = ""
    for base in bases:
        path, like = _descend(base, parts, {} if listed is None else listed)
        if path is not None:
            return path if _real(root, path, what, found, where) is not None else None
        near = near or like
    place = "/".join((*(() if bases[0] == root else (relative(root, bases[0]),)), *parts))
    if kind == "article" and _tell_foreign(bases, named, place, near, found):
        return None
    hint = say("hint/nearest", near=shown(near.removesuffix(suffix), 200)) if near else say("hint/put-at", place=place)
    found.error(_MISSING[kind], where, hint, name=shown(written))
    return None


#: What a desk is given, and what each is called.
DOCUMENTS = {
    **dict.fromkeys((".doc", ".docx"), key("document/word")), ".odt": key("document/open"), ".rtf": key("document/rich"),
    ".pages": key("document/pages"), ".gdoc": key("document/google"), ".pdf": key("document/pdf"),
    **dict.fromkeys((".html", ".htm"), key("document/web")), ".txt": key("document/plain"), ".tex": key("document/tex"),
    ".epub": key("document/book"), ".eml": key("document/mail"), ".xlsx": key("document/sheet"),
    ".csv": key("document/table"),
    **dict.fromkeys((".indd", ".idml"), key("document/indesign")),
    **dict.fromkeys((".markdown", ".mdown"), key("document/markdown")),
}  # fmt: skip


def _tell_foreign(bases: tuple[Path, ...], named: Scalar, place: str, near: str, found: Found) -> bool:
    """Is it a document that is not read, named with its ending, or without one but there? Told, with what to do."""
    name = named.value
    if Path(name).suffix.lower() not in DOCUMENTS:
        name = next((f"{name}{end}" for end in DOCUMENTS for base in bases if exists(base / f"{name}{end}")), near)
    ending = Path(name).suffix.lower()
    if ending not in DOCUMENTS:
        return False
    stem = name[: -len(ending)]
    hint = say("hint/rename-article", stem=shown(stem))
    if ending not in (".txt", ".markdown", ".mdown"):
        hint = say("hint/copy-article", file=f"{place.rpartition('/')[0]}/{shown(Path(stem).name)}.md", stem=shown(stem))
    found.error("foreign-article", named.span, hint, name=shown(name), what=say(DOCUMENTS[ending]))
    return True


#: Paths that we do not follow.
_LEAVING = (
    (re.compile(r"[/~\\]|[A-Za-z]:[\\/]"), key("path-outside/absolute")),
    (re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:"), key("path-outside/address")),
    (re.compile(r"[^\\]*\\"), key("path-outside/backslash")),
    (re.compile(r"(?:.*/)?\.\.(?:/|\Z)", re.DOTALL), key("path-outside/upwards")),
)


def leaves(written: str, *, upwards: bool = False) -> str | None:
    """The sentence that says why a path is not followed; None if it may be. ``upwards``: it may lead up."""
    if len(written) > 500 or any(not (c.isprintable() or c.isspace()) for c in written):
        otherwise = key("path-outside/no-name")
    else:
        otherwise = None
    leading = _LEAVING[:-1] if upwards else _LEAVING
    return next((sentence for pattern, sentence in leading if pattern.match(written)), otherwise)


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


def _real(root: Path, path: Path, what: Value, found: Found, where: Span) -> str | None:
    """The path, links followed, of a plain file inside the publication; None when it was told why not."""
    try:
        real = os.path.realpath(path, strict=True)
        mode = os.stat(real).st_mode  # noqa: PTH116 (on the path as text, which is opened next)
    except OSError as fault:
        found.error("unreadable", where, what=what, reason=reason(fault))
        return None
    # A path without links that begins with the root's shows that the root's has none either.
    if not real.startswith(f"{root}{os.sep}") and not Path(real).is_relative_to(os.path.realpath(root)):
        found.error("path-outside/link", where, what=what)
    elif not stat.S_ISREG(mode):
        found.error("not-a-file", where, what=what)
    else:
        return real
    return None


def read_bytes(root: Path, path: Path, limit: int, found: Found, where: Span | None = None) -> bytes | None:
    """The bytes of a file of the publication, at most ``limit``; None when it was told why not."""
    name = relative(root, path)
    where = where or Span(name)
    real = _real(root, path, name, found, where)
    try:
        return real_bytes(real, limit) if real is not None else None
    except OSError as fault:
        if fault.errno == errno.EFBIG:
            found.error("too-large", where, what=name, most=limit)
        else:
            found.error("unreadable", where, what=name, reason=reason(fault))
        return None
