"""Signing an issue off: the same for the command and for the desk."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mise_en_page.editions import edition
from mise_en_page.model.message import Language
from mise_en_page.model.problem import Problem, Refused


@dataclass(frozen=True, slots=True)
class SignOff:
    """Which issue, in whose name, for which printer; ``on``: the day ("2018-05-02"), None: today."""

    issue: Path
    by: str
    press: str = "fogra39"
    on: str | None = None
    language: Language | None = None


def sign_off(
    asked: SignOff, jobs: int = 0, tell: Callable[[int, int], None] = lambda _made, _of: None
) -> tuple[Path, tuple[Problem, ...]]:
    """Build the issue, and write its record; where that lies, and what is told of the issue. Raises Refused, OSError.

    What was looked at before the build and after it must agree.
    """
    from mise_en_page.files.atomic import write_whole  # noqa: PLC0415
    from mise_en_page.proof import sign as proof  # noqa: PLC0415

    profile = edition.profile_named(asked.press, asked.issue)
    before = None
    with contextlib.suppress(Refused):  # what cannot be read is told with all the rest
        before = proof.reached(asked.issue)
    order = edition.Edition(asked.issue, Path("out"), asked.press, language=asked.language)
    made = edition.make(order, jobs, tell)
    # The only clock of the program: who signs, signs today. No page knows this day.
    day = asked.on if asked.on is not None else time.strftime("%Y-%m-%d")
    path = proof.record_of(asked.issue)
    told = [fit for page in json.loads(made.report)["pages"] for fit in page["articles"]]
    shown = frozenset(fit["article"] for fit in told if fit["on_page"])
    signed = proof.record(before, proof.reached(asked.issue), proof.ToSign(made.pdf, shown), profile, asked.by, day)
    write_whole({path: signed})
    return path, made.finished.problems
