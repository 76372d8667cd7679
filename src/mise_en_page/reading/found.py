"""What a reading has found wrong so far: everything is looked at before anything is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from mise_en_page.model.problem import Problem, Severity, Span

#: Of one kind of fault in one file, so many are told: who has more mends the file as a whole.
MOST = 20


class Found(list[Problem]):
    """The problems of one reading, in the order in which they were met."""

    def __init__(self) -> None:
        super().__init__()
        self._met: set[Problem] = set()
        self._counts: Counter[tuple[str, str]] = Counter()

    def error(self, code: str, message: str, hint: str = "", where: Span | None = None) -> None:
        self._add(code, "error", message, hint, where)

    def warning(self, code: str, message: str, hint: str = "", where: Span | None = None) -> None:
        self._add(code, "warning", message, hint, where)

    def info(self, code: str, message: str, hint: str = "", where: Span | None = None) -> None:
        self._add(code, "info", message, hint, where)

    def _add(self, code: str, severity: Severity, message: str, hint: str, where: Span | None) -> None:
        problem = Problem(code, severity, message, hint, where)
        if problem in self._met:
            return
        self._met.add(problem)
        kind = (code, where.file if where else "")
        self._counts[kind] += 1
        if self._counts[kind] <= MOST:
            self.append(problem)
        elif self._counts[kind] == MOST + 1:
            self.append(Problem(code, severity, f"… and more of this kind in the same file, after {MOST}", "", where))


def nearest(word: str, words: Iterable[str]) -> str:
    """The known word that is most like ``word``, or "" when none is like it."""
    import difflib  # noqa: PLC0415 (only where a name is wrong)

    known = {each.casefold(): each for each in words}
    close = difflib.get_close_matches(word[:100].casefold(), known, n=1, cutoff=0.6)
    return known[close[0]] if close else ""


def shown(text: str, most: int = 60) -> str:
    """A user's words as they stand in a message: short, on one line, and nothing invisible."""
    line = "".join(c if c.isprintable() else " " if c.isspace() else f"\\u{ord(c):04x}" for c in text[: most + 1])
    return line if len(text) <= most else line[: most - 1] + "…"
