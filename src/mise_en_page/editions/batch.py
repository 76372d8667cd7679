"""A night's editions: many issues built side by side, each within limits; what goes wrong with one stops no other.

``run`` hands editions to any executor with the interface of ``concurrent.futures``: threads that wait for processes on
this machine (``processes``), or a cluster's. Only the caller writes, each edition's files together or not at all: a
process may be killed at any moment, and be called again.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from mise_en_page.editions import edition as one
from mise_en_page.editions.edition import Edition, Made
from mise_en_page.files import system
from mise_en_page.files.atomic import write_whole
from mise_en_page.model.message import language, say
from mise_en_page.model.problem import Problem, Refused
from mise_en_page.pipeline.build_cache import Finished
from mise_en_page.processes import child
from mise_en_page.processes.child import Died, Hung, Limits

#: What Dask raises for work whose workers have died several times; the library is an extra, so it goes by its name.
KILLED_WORKER: Final = "KilledWorker"
#: A process that dies may have been killed by something else: the edition is tried so many times.
TRIES: Final = 2
#: Editions that are with the executor at one time; finished ones wait there in memory until they are written.
AHEAD: Final = 128
#: Seconds after which ``tell`` hears again what is running.
BEAT: Final = 0.25
USUAL: Final = Limits()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an edition: its ``finished`` build, whose files are written; or None, and ``problems`` say why."""

    edition: Edition
    finished: Finished | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class News:
    """How far it is: those ``running``, and the ``outcome`` that has just come, if one has."""

    running: tuple[Edition, ...]
    outcome: Outcome | None = None


def find(folder: Path) -> tuple[Path, ...]:
    """Every issue of the publication that ``folder`` belongs to, in the order of their names. Raises Refused if none."""
    from mise_en_page import reading  # noqa: PLC0415

    root = reading.publication_root(folder.absolute())
    if root is None:
        raise Refused.of("no-publication")
    issues = root / "issues"
    found = sorted(
        Path(parent)
        for parent, folders, names in os.walk(issues)
        if "issue.yaml" in names and not any(part.startswith(".") for part in Path(parent).relative_to(issues).parts)
    )
    if not found:
        raise Refused.of("no-issues")
    return tuple(Path(os.path.relpath(path, folder.absolute())) for path in found)


def roots(wanted: Iterable[Edition]) -> tuple[Path, ...]:
    """The publications that some editions belong to, each once."""
    from mise_en_page import reading  # noqa: PLC0415

    found = (reading.publication_root(edition.issue.absolute()) for edition in wanted)
    return tuple(dict.fromkeys(root for root in found if root is not None))


def told_apart(issues: Iterable[Path]) -> tuple[Path, ...]:
    """The issues without repetition. Raises Refused if two would be written under one name."""
    named: dict[str, Path] = {}
    problems = []
    for issue in issues:
        folder = (issue.parent if issue.name == "issue.yaml" else issue).resolve()
        other = named.setdefault(folder.name, issue)
        if (other.parent if other.name == "issue.yaml" else other).resolve() != folder:
            both = {"one": str(other), "other": str(issue), "name": folder.name}
            problems.append(Problem.of("same-name", "error", **both))
    if problems:
        raise Refused(tuple(problems))
    return tuple(named.values())


@contextmanager
def processes(jobs: int) -> Iterator[Executor]:
    """An executor for ``run`` on this machine: ``jobs`` threads, each of which waits for one process at a time.

    When it is left by an exception (Ctrl-C, say), no process stays.
    """
    executor = ThreadPoolExecutor(jobs)
    try:
        yield executor
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        with child.none_left():
            executor.shutdown(wait=True)
        raise
    executor.shutdown(wait=True)


def run(
    editions: Sequence[Edition],
    executor: Executor,
    limits: Limits = USUAL,
    make: Callable[[Edition], Made] = one.make,
    tell: Callable[[News], None] = lambda _news: None,
) -> tuple[Outcome, ...]:
    """Make and write all editions; the outcomes in the order of the editions.

    Nothing but the end of the program is raised. An edition that hangs or asks for too much memory is not tried again,
    for it would do so again; one whose process dies is, once.
    """
    tried = dict.fromkeys(range(len(editions)), 0)
    ahead = deque(tried)
    working: dict[Future[Made], int] = {}
    outcomes: dict[int, Outcome] = {}

    def begin(number: int) -> None:
        tried[number] += 1
        working[executor.submit(child.call, make, _anywhere(editions[number]), limits)] = number

    def running() -> tuple[Edition, ...]:
        return tuple(editions[number] for future, number in working.items() if future.running())

    while ahead or working:
        while ahead and len(working) < AHEAD:
            begin(ahead.popleft())
        done, _ = wait(working, BEAT, FIRST_COMPLETED)
        if not done:
            tell(News(running()))
        for future in done:
            number = working.pop(future)
            if _died(future) and tried[number] < TRIES:
                begin(number)
                continue
            outcomes[number] = _outcome(editions[number], future)
            tell(News(running(), outcomes[number]))
    return tuple(outcomes[number] for number in range(len(editions)))


def _anywhere(edition: Edition) -> Edition:
    """The edition under paths that mean the same in any folder, and in our language."""
    plates = edition.plates.absolute() if edition.plates is not None else None
    paths = {"issue": edition.issue.absolute(), "output": edition.output.absolute(), "plates": plates}
    return replace(edition, **paths, language=language())  # type: ignore[arg-type]


def _died(future: Future[Made]) -> bool:
    """Did the process that made it die, or the worker of another machine that it was in?"""
    try:
        error = future.exception()
    except CancelledError:
        return False
    return isinstance(error, Died) or type(error).__name__ == KILLED_WORKER


def _outcome(edition: Edition, future: Future[Made]) -> Outcome:
    try:
        made = future.result()
        write_whole(dict(made.files))
    except Exception as error:
        return Outcome(edition, None, problems_of(error))
    return Outcome(edition, made.finished, made.finished.problems)


def problems_of(error: Exception) -> tuple[Problem, ...]:
    """Why an edition was not made, in words."""
    hint = say("hint/edition")
    match error:
        case Refused():
            return error.problems
        case CancelledError():
            problem = Problem.of("edition-lost", "error")
        case Hung():
            problem = Problem.of("edition-hung", "error", fault=error.args[0], look=hint)
        case Died():
            problem = Problem.of("edition-died/process", "error", None, hint, how=error.how, tries=TRIES)
        case _ if type(error).__name__ == KILLED_WORKER:
            problem = Problem.of("edition-died/worker", "error", None, hint)
        case MemoryError():
            fault = error.args[0] if error.args else say("edition-memory/full")
            problem = Problem.of("edition-memory", "error", fault=fault, look=hint)
        case RecursionError():
            problem = Problem.of("nesting/issue", "error")
        case OSError():
            problem = system.refused(error)
        case _:
            problem = Problem.of("internal/edition", "error", error=f"{type(error).__name__}: {error}")
    return (problem,)
