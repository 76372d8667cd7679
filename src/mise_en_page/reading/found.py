"""What a reading has found wrong so far: everything is looked at before anything is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from mise_en_page.model.message import Message, Value, say
from mise_en_page.model.problem import Problem, Span

#: Of one kind of fault in one file, so many are told: who has more mends the file as a whole.
MOST = 20


class Found(list[Problem]):
    """The problems of one reading, in the order in which they were met; each is told once.

    ``error("code/variant", where, hint, name=value, …)`` adds what ``Problem.of`` makes of this.
    """

    def __init__(self) -> None:
        super().__init__()
        self._met: set[Problem] = set()
        self._counts: Counter[tuple[str, str]] = Counter()

    def error(self, key: str, where: Span | None = None, hint: Message | None = None, /, **values: Value) -> None:
        self.add(Problem.of(key, "error", where, hint, **values))

    def warning(self, key: str, where: Span | None = None, hint: Message | None = None, /, **values: Value) -> None:
        self.add(Problem.of(key, "warning", where, hint, **values))

    def info(self, key: str, where: Span | None = None, hint: Message | None = None, /, **values: Value) -> None:
        self.add(Problem.of(key, "info", where, hint, **values))

    def add(self, problem: Problem) -> None:
        if problem in self._met:
            return
        self._met.add(problem)
        kind = (problem.code, problem.where.file if isinstance(problem.where, Span) else "")
        self._counts[kind] += 1
        if self._counts[kind] <= MOST:
            self.append(problem)
        elif self._counts[kind] == MOST + 1:
            self.append(Problem(problem.code, problem.severity, say("and-more", most=MOST), None, problem.where))


def nearest(word: str, words: Iterable[str]) -> str:
    """The known word that is most like ``word``, or "" when none is like it."""
    import difflib  # noqa: PLC0415 (only where a name is wrong)

    known = {each.casefold(): each for each in words}
    close = difflib.get_close_matches(word[:100].casefold(), known, n=1, cutoff=0.6)
    return known[close[0]] if close else ""


def meant(word: str, words: Iterable[str], otherwise: Message | None = None) -> Message | None:
    """The hint that names the known word that is most like ``word``; ``otherwise`` when none is like it."""
    near = nearest(word, words)
    return say("hint/nearest", near=near) if near else otherwise


def shown(text: str, most: int = 60) -> str:
    """A user's words as they stand in a message: short, on one line, and nothing invisible."""
    line = "".join(c if c.isprintable() else " " if c.isspace() else f"\\u{ord(c):04x}" for c in text[: most + 1])
    return line if len(text) <= most else line[: most - 1] + "…"
