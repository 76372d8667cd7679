"""What the bench asks of an engine: is it here, its sources written, and the command that makes the PDF of them."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.design import Design
from bench.work_item import Page

#: No engine takes so long, in seconds, unless it hangs.
LIMIT = 300


@dataclass(frozen=True, slots=True)
class Command:
    """A fresh process, run in ``folder``, that leaves ``pdf``; ``kept`` is a folder of what it keeps, emptied before."""

    words: Sequence[str]
    folder: Path
    pdf: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    kept: Path | None = None

    def run(self) -> float:
        """The seconds that it took. Raises RuntimeError, with the end of what it said, if it left no PDF."""
        self.pdf.unlink(missing_ok=True)
        if self.kept is not None:
            shutil.rmtree(self.kept, ignore_errors=True)
        begun = time.perf_counter()
        done = subprocess.run(
            self.words,
            cwd=self.folder,
            env={**os.environ, **self.environment},
            capture_output=True,
            timeout=LIMIT,
            check=False,
        )
        seconds = time.perf_counter() - begun
        if not self.pdf.exists():
            said = (done.stdout + done.stderr).decode("utf-8", "replace")
            raise RuntimeError(f"{self.words[0]} left no {self.pdf.name}: {said[-800:]}")
        return seconds


@dataclass(frozen=True, slots=True)
class Engine:
    """``absent`` says what is missing on this machine ("" when nothing is); ``prepare`` writes the sources."""

    name: str
    absent: Callable[[], str]
    prepare: Callable[[Sequence[Page], Design, Path], Command]
