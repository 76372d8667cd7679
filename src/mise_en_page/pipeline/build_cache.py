"""Finished builds, kept: a build of which nothing has changed is handed out again, without a page being made.

An entry's name is a digest of everything that the build depends on: this program and its libraries, what was asked for,
and the publication's files by name and content. The folder may be deleted at any time; two builds may share it; what
cannot be read is made anew. Only builds without errors come here.

A publication's other issues are not looked into, for there may be hundreds. Should a page show a file of one of them all
the same, the build is not kept: ``watch`` sees every file that is opened.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import pickle
import sys
import sysconfig
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from importlib.machinery import BYTECODE_SUFFIXES, all_suffixes
from pathlib import Path
from typing import Any, ClassVar, Final

from mise_en_page.files.atomic import keep, keep_at_most
from mise_en_page.files.regular import plain_bytes
from mise_en_page.model import limits
from mise_en_page.model.problem import Problem, problem_data, problem_of

#: What commands write, wherever they are told to: no page shows it, and where one should all the same, ``watch`` sees that.
WRITTEN: Final = (".pdf", ".report.json", ".html", "bon-a-tirer.yaml")
#: Bytes that the folder may hold; beyond, what was not used for longest goes.
LARGEST: Final = 1024**3


@dataclass(frozen=True, slots=True)
class Finished:
    """What a build wrote and said: ``files`` by name; a line of ink a page; the problems; the count of pages."""

    files: Mapping[str, bytes]
    lines: tuple[str, ...]
    problems: tuple[Problem, ...]
    pages: int


@dataclass(frozen=True, slots=True)
class Order:
    """A build that is asked for: its ``key`` in the cache, and the files that the key was made of, each with its digest, by
    their paths relative to ``root``.
    """

    key: str
    root: Path
    digests: Mapping[str, str]


def order(issue: Path, asked: Sequence[str], *leave_out: Path) -> Order | None:
    """Look at all files of an issue's publication but those in ``leave_out``, the folders of what was made.

    None if there is no publication, or a file cannot be read or is none that a page shows: the build will tell.
    """
    try:
        folder = (issue if issue.is_dir() else issue.parent).resolve()
        root = next(
            (
                each
                for each in (folder, *folder.parents)
                if (each / "publication.yaml").exists() or (each / "layouts").exists()
            ),
            None,
        )
        if root is None:
            return None
        digests = {
            path.relative_to(root).as_posix(): hashlib.sha256(plain_bytes(path, root, limits.IMAGE_BYTES)).hexdigest()
            for path in _files(root, folder, {each.resolve() for each in leave_out})
        }
    except (OSError, RuntimeError):
        return None
    told = (program(), issue.name, folder.relative_to(root).as_posix(), *asked, *(f"{n}\0{d}" for n, d in digests.items()))
    return Order(hashlib.sha256("\0".join(told).encode("utf-8", "surrogateescape")).hexdigest(), root, digests)


def _files(root: Path, issue: Path, leave_out: Set[Path]) -> Iterator[Path]:
    """The publication's files in a fixed order, without hidden ones, what commands write, and other issues'."""
    for parent, folders, names in os.walk(root):
        here = Path(parent)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and name != "__pycache__" and here / name not in leave_out
            and not _of_another(here / name, issue) and not (here / name / "pyvenv.cfg").is_file()
        )  # fmt: skip
        yield from (here / name for name in sorted(names) if not name.startswith(".") and not name.endswith(WRITTEN))


def _of_another(folder: Path, issue: Path) -> bool:
    return folder != issue and not issue.is_relative_to(folder) and (folder / "issue.yaml").is_file()


@cache
def program() -> str:
    """This program's own files by name, size and time; and Python with all that is installed beside it, by versions."""
    here = Path(__file__).parents[1]
    told = [sys.version]
    for folder, folders, names in os.walk(here):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            about = (Path(folder) / name).stat()
            told.append(f"{folder}/{name} {about.st_size} {about.st_mtime_ns}")
    for place in sys.path:  # pip writes what it installs, and in which version, into a folder of this ending
        with contextlib.suppress(OSError):
            told += sorted(path.name for path in Path(place).iterdir() if path.name.endswith((".dist-info", ".egg-info")))
    return hashlib.sha256("\0".join(told).encode("utf-8", "surrogateescape")).hexdigest()


@contextlib.contextmanager
def watch(wanted: Order | None, *leave_out: Path) -> Iterator[set[str]]:
    """Gathers the publication's files that were opened meanwhile and that the order does not know, but for those in
    ``leave_out``, and code: somebody may keep the caches, and the environment of Python, in the publication too.
    """
    strange: set[str] = set()
    if wanted is None:
        yield strange
        return
    root = f"{wanted.root}{os.sep}"
    apart = tuple(f"{os.path.realpath(each)}{os.sep}" for each in leave_out)
    places = tuple({f"{os.path.realpath(sysconfig.get_path(name))}{os.sep}" for name in ("purelib", "platlib")})
    seen: set[str | Path] = set()
    watching = True

    def see(event: str, arguments: tuple[Any, ...]) -> None:  # an audit hook cannot be taken away again, but may sleep
        if watching and event == "open" and isinstance(arguments[0], str | Path) and arguments[0] not in seen:
            path = os.path.realpath(arguments[0])
            ours = path.startswith(root) and not path.startswith(apart) and not _installed(path, places)
            if not ours or path[len(root) :] in wanted.digests:
                seen.add(arguments[0])
            elif Path(path).is_file():
                strange.add(path)

    sys.addaudithook(see)
    try:
        yield strange
    finally:
        watching = False


def _installed(path: str, places: tuple[str, ...]) -> bool:
    """Is a file code, or does it lie in a package that is installed? Its version is part of what ``program`` tells.

    ``places`` are the folders into which pip installs packages.
    """
    place = next((each for each in places if path.startswith(each)), None)
    if place is None:
        return path.endswith(tuple(BYTECODE_SUFFIXES))
    return os.sep in path[len(place) :] or path.endswith(tuple(all_suffixes()))


class _Plain(pickle.Unpickler):
    """Reads this program's own plain values, of the names that are known, and nothing else."""

    def __init__(self, packed: bytes, known: Set[tuple[str, str]]) -> None:
        super().__init__(io.BytesIO(packed))
        self._known = known

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in self._known:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of an entry")
        return super().find_class(module, name)


@dataclass(frozen=True, slots=True)
class Entries:
    """A folder of entries by their keys, each with the digest of its own bytes. Nothing that goes wrong here is an error.
    What cannot be found whole is made anew.
    """

    folder: Path
    suffix: ClassVar[str]

    def read(self, key: str) -> bytes | None:
        """An entry as it was written; None if it is not there, or not whole."""
        entry = self.folder / f"{key}{self.suffix}"
        try:
            digest, _, packed = entry.read_bytes().partition(b"\n")
            if hashlib.sha256(packed).hexdigest().encode() != digest:
                return None
            os.utime(entry)
        except OSError:
            return None
        return packed

    def value(self, key: str, known: Set[tuple[str, str]]) -> object:
        """The plain value that an entry holds, made of the ``known`` names (module, name) alone: it can make nothing
        happen. None if it is not there, or cannot be read.
        """
        packed = self.read(key)
        try:
            return _Plain(packed, known).load() if packed is not None else None
        except (pickle.UnpicklingError, AttributeError, EOFError, IndexError, TypeError, ValueError, ImportError):
            return None

    def write(self, key: str, packed: bytes) -> None:
        """Beside its name, then renamed: a reader sees a whole entry or none."""
        keep(self.folder / f"{key}{self.suffix}", hashlib.sha256(packed).hexdigest().encode() + b"\n" + packed)

    def sweep(self, largest: int = LARGEST) -> None:
        """Remove what was not used for longest until the folder holds no more than ``largest`` bytes."""
        keep_at_most(largest, self.folder, self.suffix)


class BuildCache(Entries):
    """Finished builds."""

    suffix = ".build"

    def find(self, wanted: Order) -> Finished | None:
        head, _, data = (self.read(wanted.key) or b"").partition(b"\n")
        if not head:
            return None
        header: Any = json.loads(head)
        files, at = {}, 0
        for name, size in header["files"]:
            files[name] = data[at : at + size]
            at += size
        problems = tuple(problem_of(each) for each in header["problems"])
        return Finished(files, tuple(header["lines"]), problems, int(header["pages"]))

    def put(self, wanted: Order, made: Finished) -> None:
        header = {
            "files": [(name, len(data)) for name, data in made.files.items()],
            "problems": [problem_data(problem) for problem in made.problems],
            "lines": made.lines,
            "pages": made.pages,
        }
        self.write(wanted.key, b"\n".join((json.dumps(header).encode(), b"".join(made.files.values()))))
