"""What is wrong, where, and what to do about it.

A room of the house that meets bad input does not raise at the first fault: it looks at everything, gathers
``Problem`` values, and raises ``Refused`` once if it cannot go on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a written file: ``file`` relative to the publication (posix), ``line`` and ``column`` from 1.

    ``length`` is in characters; 0 when only the starting point is known.
    """

    file: str
    line: int = 1
    column: int = 1
    length: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a made page: ``page`` from 1, its place in the file; the rectangle in pt from the trimmed page's top left
    corner.

    ``folio`` is the number that is printed on it ("" where only the file is known), ``at`` where what stands there was
    written, if that is known.
    """

    page: int
    x0: float = 0.0
    y0: float = 0.0
    x1: float = 0.0
    y1: float = 0.0
    folio: str = ""
    at: Span | None = None

    def __str__(self) -> str:
        page = f"page {self.folio or self.page}"
        return f"{self.at}: {page}" if self.at is not None else page


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    ``code`` is stable and unique to one kind of fault (tests and users' exceptions name it); ``message`` says what is
    wrong in a user's terms; ``hint`` says what to do.
    """

    code: str
    severity: Severity
    message: str
    hint: str = ""
    where: Span | Spot | None = None


class Refused(Exception):
    """The input cannot be worked with: every problem that was found, errors and warnings alike."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems

    def __reduce__(self) -> tuple[type[Refused], tuple[tuple[Problem, ...]]]:
        """A refusal may be pickled: it comes from another process as it was."""
        return type(self), (self.problems,)


def has_errors(problems: tuple[Problem, ...] | list[Problem]) -> bool:
    """Is any of these an error, and not only a warning?"""
    return any(problem.severity == "error" for problem in problems)
