"""What a night's editions show while they are made: a bar on a terminal, lines elsewhere; and the summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from mise_en_page.editions import report
from mise_en_page.editions.batch import News, Outcome
from mise_en_page.model.message import Message, say

#: So many names of running editions fit beside the bar.
NAMES = 4


class EditionsProgress:
    """Hears the news of ``batch.run`` and shows it on ``console``."""

    def __init__(self, console: Console, progress: Progress | None, whole: int) -> None:
        self._console = console
        self._progress = progress
        self._task = progress.add_task("", total=whole, running="") if progress is not None else None
        self._outcomes: list[Outcome] = []

    @property
    def done(self) -> int:
        """Editions that are made and written."""
        return sum(outcome.finished is not None for outcome in self._outcomes)

    def __call__(self, news: News) -> None:
        if news.outcome is not None:
            self._outcomes.append(news.outcome)
            style = "" if news.outcome.finished is not None else "red"
            self._console.print(str(outcome_line(news.outcome)), style=style, soft_wrap=True, markup=False)
        if self._progress is not None and self._task is not None:
            names = tuple(_name(edition) for edition in news.running)
            running = say("batch/running", names=names[:NAMES])
            if len(names) > NAMES:
                running = say("batch/more", said=running, n=len(names) - NAMES)
            if failed := len(self._outcomes) - self.done:
                running = say("batch/failed", said=running, n=failed)
            self._progress.update(self._task, completed=len(self._outcomes), running=str(running))


@contextmanager
def of_editions(console: Console, whole: int) -> Iterator[EditionsProgress]:
    """The progress of ``whole`` editions, with a bar if the console is a terminal."""
    if not console.is_terminal:
        yield EditionsProgress(console, None, whole)
        return
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.fields[running]}", markup=False))
    with Progress(*columns, console=console, transient=True) as progress:
        yield EditionsProgress(console, progress, whole)


def outcome_line(outcome: Outcome) -> Message:
    """“issues/2018-05: 2 pages, no problems” or “issues/2018-06: failed, 1 error”."""
    name, problems = _name(outcome.edition), report.count(outcome.problems)
    if outcome.finished is None:
        return say("batch/outcome-failed", issue=name, problems=problems)
    return say("batch/outcome", issue=name, n=outcome.finished.pages, problems=problems)


def summary(console: Console, outcomes: Sequence[Outcome]) -> None:
    """How many were built; each that was not, with all its problems."""
    failed = [outcome for outcome in outcomes if outcome.finished is None]
    for outcome in failed:
        console.print(f"\n{_name(outcome.edition)}", style="bold", markup=False, soft_wrap=True)
        report.show(console, outcome.problems)
    words = say("batch/built", done=len(outcomes) - len(failed), n=len(outcomes))
    if failed:
        console.print()
        words = say("batch/built-but", said=words, names=tuple(_name(outcome.edition) for outcome in failed))
    console.print(str(words), markup=False, soft_wrap=True)


def _name(edition: object) -> str:
    return report.printable(str(edition))
