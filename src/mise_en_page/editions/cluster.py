"""Editions made on several machines: an executor over Dask's scheduler and workers (the extra ``cluster``).

The scheduler hands editions to workers, and to others when one is lost. A worker reads the publication under the path that
it has here, on a disk that all share; what it makes comes back as bytes and is written here. Only workers that would make
the same bytes are given work: the same program, libraries and fonts.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from mise_en_page.model.message import Message, say
from mise_en_page.model.problem import Problem, Refused

#: Seconds that a scheduler may take to answer.
PATIENCE = 10.0

#: What pages are made with.
LIBRARIES: Final = (
    *("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "jinja2", "pyyaml", "PyHyphen"),
    *("pyphen", "uharfbuzz", "fonttools", "pikepdf", "pillow", "numpy", "pypdfium2"),
)
#: Files of ours that change no page: what Python and the compiler made of the others, and what browsers read.
ASIDE: Final = frozenset({".pyc", ".so", ".pyd", ".js", ".html"})


@dataclass(frozen=True, slots=True)
class Sight:
    """What a machine makes pages of: digests of the ``program`` with its libraries, and of each publication's fonts."""

    program: str
    fonts: tuple[str, ...]


def sight(roots: Sequence[Path]) -> Sight:
    """What this machine sees."""
    return Sight(_program(), tuple(_fonts(root) for root in roots))


def _fonts(root: Path) -> str:
    """A digest of the files below ``fonts/``; "" if they cannot be read."""
    digest = hashlib.sha256()
    try:
        for path in sorted(path for path in (root / "fonts").rglob("*") if path.is_file()):
            digest.update(f"{path.relative_to(root)}\0".encode("utf-8", "surrogateescape") + path.read_bytes())
        return digest.hexdigest() if (root / "fonts").is_dir() else ""
    except OSError:
        return ""


@contextlib.contextmanager
def workers(address: str, roots: Sequence[Path]) -> Iterator[tuple[Executor, tuple[Problem, ...]]]:
    """An executor on the workers of the scheduler at ``address`` (tcp://… or tls://…), and what is told of those left out.

    ``roots``: the publications that they must be able to read. Raises Refused if there is no scheduler, or no such worker.
    """
    client = _client(address)
    try:
        mine = sight(roots)
        seen: dict[str, Any] = client.run(sight, list(roots), on_error="return")
        told = {worker: why for worker, found in sorted(seen.items()) if (why := _unlike(found, mine))}
        problems = tuple(Problem.of("worker-left-out", "warning", worker=worker, why=why) for worker, why in told.items())
        good = [worker for worker in sorted(seen) if worker not in told]
        if not good:
            raise Refused((*problems, Problem.of("no-worker", "error", scheduler=address)))
        # Workers may come later, in the place of lost ones: each piece of work looks again.
        chosen = {"workers": good} if told else {}
        yield _Checked(client.get_executor(pure=False, **chosen), tuple(roots), mine), problems
    finally:
        with contextlib.suppress(Exception):  # it may be gone; what was made is written
            client.close(timeout=2)


class _Checked(Executor):
    """Hands work on to another executor; where that does it, it is done only if what is seen there is the same as here."""

    def __init__(self, inner: Executor, roots: tuple[Path, ...], mine: Sight) -> None:
        self._inner, self._roots, self._mine = inner, roots, mine

    def submit(self, work: Any, /, *arguments: Any, **named: Any) -> Any:
        return self._inner.submit(_checked, self._roots, self._mine, work, *arguments, **named)


def _checked(roots: tuple[Path, ...], mine: Sight, work: Any, *arguments: Any, **named: Any) -> Any:
    if why := _unlike(sight(roots), mine):
        raise Refused.of("worker-unfit", why=why)
    return work(*arguments, **named)


def _client(address: str) -> Any:
    try:
        from distributed import Client  # noqa: PLC0415
    except ImportError:
        raise Refused.of("no-cluster") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        connect: Any = Client  # its library has no types
        return connect(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError, ImportError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise Refused.of("no-scheduler", scheduler=address, reason=reason) from None


def _unlike(found: Any, mine: Sight) -> Message | None:
    """Why a worker is given no work; None if it sees what we see."""
    if not isinstance(found, Sight):
        return say("worker/without-program", fault=type(found).__name__)
    if found.program != mine.program:
        return say("worker/another-version")
    return say("worker/other-fonts") if found.fonts != mine.fonts else None


@cache
def _program() -> str:
    """This program's own files by their content, and the versions of Python and of the libraries."""
    here = Path(__file__).parents[1]
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(path for path in here.rglob("*") if path.is_file() and path.suffix not in ASIDE):
        if path.name != ".compiled":
            digest.update(f"\0{path.relative_to(here).as_posix()}\0".encode() + path.read_bytes())
    digest.update("\0".join(metadata.version(name) for name in LIBRARIES).encode())
    return digest.hexdigest()
