"""Commands that are ended in every way, for the tests of this folder: what they leave behind is counted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

#: How long anything may take on a machine that has other things to do (s).
LONG = 120.0


def soon(true: Callable[[], bool], seconds: float = LONG) -> bool:
    """Does it come true, sooner or later?"""
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


@dataclass
class Desk:
    """A publication at ``root``, and folders for all that a command may leave: temporary files, caches, its output."""

    root: Path
    apart: Path
    env: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("temporary", "cache", "home"):
            (self.apart / name).mkdir(parents=True, exist_ok=True)

    @property
    def temporary(self) -> Path:
        return self.apart / "temporary"

    def start(self, *words: str | Path) -> subprocess.Popen[str]:
        """A command as leader of a session of its own, with the signals that a terminal gives it."""
        own = {
            "TMPDIR": str(self.temporary),
            "XDG_CACHE_HOME": str(self.apart / "cache"),
            "HOME": str(self.apart / "home"),
        }
        return subprocess.Popen(
            [str(Path(sys.executable).parent / "mise-en-page"), *map(str, words)],
            cwd=self.root,
            env=os.environ | own | self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=as_at_a_terminal,  # noqa: PLW1509 (no other thread here)
        )

    def run(self, *words: str | Path) -> tuple[int, str]:
        """Exit status, and all that was said."""
        process = self.start(*words)
        out, err = process.communicate(timeout=LONG)
        assert "Traceback" not in err, err
        assert "internal error" not in err, err
        return process.returncode, out + err

    def left(self) -> list[str]:
        """What lies where nothing may lie: all temporary files, and whatever is half-written anywhere."""
        unfinished = [path for folder in (self.apart, self.root) for path in folder.rglob(".mise-en-page.*")]
        return sorted(str(path) for path in {*self.temporary.iterdir(), *unfinished})

    def processes(self) -> list[int]:
        """Processes of these commands that are still there: each has our folder for temporary files in its environment."""
        mark = f"TMPDIR={self.temporary}".encode()
        return [number for number, told in _environments() if mark in told.split(b"\0")]


def as_at_a_terminal() -> None:
    """In a child: signals act as they do in a shell that is looked at, even where this test runs in the background."""
    for name in ("SIGINT", "SIGQUIT", "SIGTERM", "SIGHUP", "SIGPIPE"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)


def _environments() -> Iterator[tuple[int, bytes]]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                yield int(entry.name), (entry / "environ").read_bytes()  # of one that is dead already: nothing
            except OSError:
                continue


@contextmanager
def busy(loops: int) -> Iterator[None]:
    """A machine with other things to do: so many processes that never rest."""
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(loops)]
    try:
        yield
    finally:
        for each in others:
            each.kill()
            each.wait()
