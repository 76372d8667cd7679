"""What is wrong, where, and what to do about it.

A room of the house that meets bad input does not raise at the first fault: it looks at everything, gathers
``Problem`` values, and raises ``Refused`` once if it cannot go on.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from mise_en_page.model.message import Message, Value, as_data, from_data, spoken_value

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

    @classmethod
    def within(cls, file: str, text: str, at: int, length: int = 0) -> Span:
        """A place in the text of a file, ``at`` so many characters from its beginning."""
        return cls(file, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at), length)

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

    ``code`` is stable and unique to one kind of fault (tests and users' exceptions name it); ``said`` says what is wrong
    in a user's terms, ``advice`` what to do: None for the hint that the catalogues have beside ``said``, if any.
    """

    code: str
    severity: Severity
    said: Message
    advice: Message | None = None
    where: Span | Spot | None = None

    @classmethod
    def of(
        cls, key: str, severity: Severity, where: Span | Spot | None = None, hint: Message | None = None, /, **values: Value
    ) -> Problem:
        """The problem of the sentence ``key``, whose code stands before the slash."""
        return cls(key.partition("/")[0], severity, Message(key, tuple(values.items())), hint, where)

    def values(self) -> dict[str, Any]:
        """What fills the sentence, as plain data: messages among the values are spoken."""
        return {name: spoken_value(value) for name, value in self.said.innermost().values}

    @property
    def message(self) -> str:
        """What is wrong, in the language that is spoken now."""
        return str(self.said)

    @property
    def hint(self) -> str:
        """What to do, in the language that is spoken now; empty where there is nothing to add."""
        return str(self.advice) if self.advice is not None else self.said.innermost().spoken("hint")


def problem_data(problem: Problem) -> dict[str, Any]:
    """A problem as plain JSON, for another process or another day."""
    advice = as_data(problem.advice) if problem.advice is not None else None
    where = asdict(problem.where) if problem.where is not None else None
    said = as_data(problem.said)
    return {"code": problem.code, "severity": problem.severity, "said": said, "advice": advice, "where": where}


def problem_of(data: dict[str, Any]) -> Problem:
    """What ``problem_data`` has written. Raises ``LookupError``, ``TypeError`` or ``ValueError`` for anything else."""
    advice = from_data(data["advice"]) if data["advice"] is not None else None
    return Problem(data["code"], data["severity"], from_data(data["said"]), advice, _place(data["where"]))


def place_data(where: Span | None) -> dict[str, Any]:
    """A place in a file as plain JSON for a reader: ``file``, ``line``, ``column``; nothing where it is not known."""
    return {"file": where.file, "line": where.line, "column": where.column} if where is not None else {}


def _place(data: dict[str, Any] | None) -> Span | Spot | None:
    if data is None or "page" not in data:
        return Span(**data) if data is not None else None
    at = data["at"]
    return Spot(**{**data, "at": Span(**at) if at is not None else None})


class Refused(Exception):
    """The input cannot be worked with: every problem that was found, errors and warnings alike."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__()
        self.problems = problems

    @classmethod
    def of(cls, key: str, where: Span | Spot | None = None, hint: Message | None = None, /, **values: Value) -> Refused:
        """A refusal for one error alone, that of the sentence ``key``."""
        return cls((Problem.of(key, "error", where, hint, **values),))

    def __str__(self) -> str:
        return "; ".join(problem.message for problem in self.problems)

    def __reduce__(self) -> tuple[type[Refused], tuple[tuple[Problem, ...]]]:
        """A refusal may be pickled: it comes from another process as it was."""
        return type(self), (self.problems,)


def has_errors(problems: tuple[Problem, ...] | list[Problem]) -> bool:
    """Is any of these an error, and not only a warning?"""
    return any(problem.severity == "error" for problem in problems)
