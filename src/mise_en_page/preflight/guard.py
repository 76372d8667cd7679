"""Preflight at arm's length: a file of unknown origin is read by a process that may take only so much time and memory.

Libraries that read PDFs can be made to crash, to fill the memory or to draw for ever, by files of a hundred bytes. Here
that costs the child process its life and the file a problem; what was found before is told.
"""

from __future__ import annotations

import base64
import json
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from mise_en_page.model.message import Message, as_data, from_data, say
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Problem, Spot, problem_data, problem_of
from mise_en_page.pdf.annotations import Annotated, Annotation, Unread, read
from mise_en_page.preflight.judge import Inspection, Step, by_gravity, steps
from mise_en_page.preflight.page_ink import Heaviest, PageInk, Separation
from mise_en_page.processes.child import surroundings
from mise_en_page.processes.resources import limit

if TYPE_CHECKING:
    from mise_en_page.preflight.marked_up import MarkedPage

SECONDS: Final = 7.0
"""Of the processor's time, for reading a file and its first page."""

PAGE_SECONDS: Final = 1.5
"""For each further page: one full of text takes a twentieth of a second, one full of large pictures half of one."""

MEMORY: Final = 1 << 30
"""Bytes, and a few times the file's own size beyond 100 MB."""

LONG: Final = frozenset(int(getattr(signal, name, 0)) for name in ("SIGXCPU", "SIGKILL")) - {0}
"""The signals that end who takes too long."""

SLACK: Final = 3
"""How many times longer than the processor's time the clock may run: other programs want to work too."""


def inspect(pdf: bytes, profile: Profile) -> Inspection:
    """What ``preflight.inspect`` finds, within limits; a file that breaks them has a problem that says so."""
    problems: list[Problem] = []
    inks: list[PageInk] = []
    for event in _events("inspect", pdf, profile):
        if "problem" in event:
            problems.append(problem_of(event["problem"]))
        elif "ink" in event:
            inks.append(_ink(event["ink"]))
        elif "broken" in event:
            problems.append(Problem.of("undamaged/unfinished", "error", reason=from_data(event["broken"])))
    return Inspection(by_gravity(problems), tuple(inks))


def marked_pages(pdf: bytes, problems: tuple[Problem, ...], font: Path | None) -> Iterator[MarkedPage]:
    """The pages of ``marked``, as far as they can be drawn within limits."""
    from mise_en_page.preflight.marked_up import MarkedPage  # noqa: PLC0415

    for event in _events("marked", pdf, (problems, font)):
        if "png" in event:
            yield MarkedPage(event["page"], base64.b64decode(event["png"]))


def plates(pdf: bytes, profile: Profile) -> Iterator[Separation]:
    """The plates of ``separations``, as far as they can be drawn within limits."""
    for event in _events("plates", pdf, profile):
        if "png" in event:
            yield Separation(event["page"], event["ink_name"], base64.b64decode(event["png"]))


def annotated(pdf: bytes, attached: str, key: str) -> Annotated:
    """A file's annotations and the file attached to it, as far as they can be read within limits."""
    data, found, broken = None, list[Annotation](), None
    for event in _events("annotations", pdf, (attached, key)):
        if "attached" in event:
            data = base64.b64decode(event["attached"])
        elif "annotation" in event:
            values = event["annotation"]
            found.append(Annotation(**values | {"boxes": tuple(map(tuple, values["boxes"]))}))
        elif "broken" in event:
            broken = from_data(event["broken"])
    return Annotated(data, tuple(found), broken)


# the parent's side


def _events(task: str, pdf: bytes, more: object) -> Iterator[dict[str, Any]]:
    """What the child says, one value a line; then ``broken`` with the reason when it did not come to its end."""
    child = subprocess.Popen(
        [sys.executable, "-c", "from mise_en_page.preflight.guard import serve; serve()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=surroundings(),
    )
    assert child.stdin is not None
    assert child.stdout is not None
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threads = (
        threading.Thread(target=_send, args=(child.stdin, pickle.dumps((task, pdf, more))), daemon=True),
        threading.Thread(target=_receive, args=(child.stdout, lines), daemon=True),
    )
    for thread in threads:
        thread.start()
    patience = SECONDS * SLACK
    try:
        while True:
            try:
                line = lines.get(timeout=patience)
            except queue.Empty:
                yield _broken(say("unfinished/seconds", seconds=patience))
                return
            event: dict[str, Any] = json.loads(line) if line else {"end": False}
            if "seconds" in event:
                patience = event["seconds"] * SLACK
            elif "end" in event:
                if not event["end"]:
                    yield _broken(_reason(child))
                return
            else:
                yield event
    finally:
        child.kill()
        child.wait()
        for thread in threads:
            thread.join()
        child.stdout.close()


def _send(into: IO[bytes], data: bytes) -> None:
    try:
        with into:
            into.write(data)
    except OSError:
        return  # the child has gone: its end is told by its output


def _receive(source: IO[bytes], lines: queue.SimpleQueue[bytes]) -> None:
    for line in source:
        if not line.endswith(b"\n"):
            break  # cut off in the middle of a word
        lines.put(line)
    lines.put(b"")


def _broken(reason: Message) -> dict[str, Any]:
    return {"broken": as_data(reason)}


def _reason(child: subprocess.Popen[bytes]) -> Message:
    try:
        status = child.wait(timeout=5)
    except subprocess.TimeoutExpired:
        return say("unfinished/stops")
    return say("unfinished/long") if -status in LONG else say("unfinished/crashes")


def _ink(data: dict[str, Any]) -> PageInk:
    large, small = (
        Heaviest(data[key]["side"], data[key]["percent"], Spot(**data[key]["where"])) for key in ("large", "small")
    )
    return PageInk(data["page"], tuple((name, amount) for name, amount in data["coverage"]), large, small)


# the child's side


def serve() -> None:
    """Read a task from standard input, say what comes of it on standard output, within limits."""
    limit("RLIMIT_AS", MEMORY)
    source = sys.stdin.buffer.read()
    task, pdf, more = pickle.loads(source)  # from our own parent
    del source
    limit("RLIMIT_AS", MEMORY + 4 * max(0, len(pdf) - 100_000_000))
    limit("RLIMIT_CPU", SECONDS)
    try:
        for event in _work(task, pdf, more):
            _send_on(event)
    except MemoryError:
        _send_on(_broken(say("unfinished/memory")))
    _send_on({"end": True})


def _work(task: str, pdf: bytes, more: Any) -> Iterator[dict[str, Any]]:
    match task:
        case "inspect":
            for step in steps(pdf, more):
                yield from _told(step)
        case "marked":
            from mise_en_page.preflight.marked_up import marked  # noqa: PLC0415

            problems, font = more
            for page in marked(pdf, problems, font, _limit_pages):
                yield {"page": page.number, "png": base64.b64encode(page.png).decode("ascii")}
        case "annotations":
            try:
                for each in read(pdf, *more):
                    if isinstance(each, bytes):
                        yield {"attached": base64.b64encode(each).decode("ascii")}
                    else:
                        yield {"annotation": asdict(each)}
            except Unread as fault:
                yield _broken(fault.said)
        case _:
            from mise_en_page.preflight.ink import separations  # noqa: PLC0415

            for plate in separations(pdf, more, _limit_pages):
                data = base64.b64encode(plate.png).decode("ascii")
                yield {"page": plate.page, "ink_name": plate.ink, "png": data}


def _told(step: Step) -> Iterator[dict[str, Any]]:
    if step.pages:
        _limit_pages(step.pages)
        yield {"seconds": _seconds(step.pages)}
    for problem in step.problems:
        yield {"problem": problem_data(problem)}
    for ink in step.inks:
        yield {"ink": asdict(ink)}


def _send_on(event: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(event).encode("ascii") + b"\n")
    sys.stdout.buffer.flush()


def _seconds(pages: int) -> float:
    return SECONDS + PAGE_SECONDS * (pages - 1)


def _limit_pages(pages: int) -> None:
    """More of the processor's time for more pages. Where the system knows no such limit, the parent's patience is one."""
    limit("RLIMIT_CPU", _seconds(max(pages, 1)))
