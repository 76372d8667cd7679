"""Work side by side in forked processes: what comes of things that are finished, refused, slow, greedy or deadly."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from mise_en_page.model import limits
from mise_en_page.model.message import say
from mise_en_page.model.problem import Problem, Refused
from mise_en_page.processes.activity import Step, doing
from mise_en_page.processes.child import Died, Hung, Limits
from mise_en_page.processes.pool import Lost, can_fork, work

pytestmark = pytest.mark.skipif(not can_fork(), reason="this system does not fork")

SEVEN = say("doing/count-to-seven")
USUAL = Limits(seconds=60.0, memory=8 << 30)


def done(number: int) -> int:
    """What a thing becomes; some of them go wrong."""
    if number == 3:
        raise Refused((Problem.of("three", "error"),))
    if number == 5:
        time.sleep(60)
    if number == 7:
        doing(SEVEN)
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 9:
        raise LookupError(lambda: None)  # an exception that cannot travel
    return number * number


def for_ever(_: int) -> None:
    doing(SEVEN)
    while True:
        pass


def test_every_thing_has_its_answer_whatever_becomes_of_the_others() -> None:
    answers = dict(work(done, range(12), 2, Limits(seconds=3.0, memory=8 << 30)))
    assert sorted(answers) == list(range(12))
    assert {n: answers[n] for n in answers if isinstance(answers[n], int)} == {
        n: n * n for n in range(12) if n not in (3, 5, 7, 9)
    }
    assert isinstance(answers[3], Refused)
    assert answers[3].problems[0].code == "three"
    assert isinstance(answers[5], Lost)
    assert isinstance(answers[5].error, Hung)
    assert answers[5].step is None
    assert isinstance(answers[7], Lost)
    assert isinstance(answers[7].error, Died)
    assert str(answers[7].error.how) == "was killed (SIGKILL)"
    assert answers[7].step == Step(SEVEN)
    assert str(answers[9]).startswith("LookupError")


def test_more_things_than_a_pipe_holds_and_more_workers_than_things() -> None:
    assert sorted(n for n, _ in work(lambda n: n, range(9000), 3, USUAL)) == list(range(9000))
    assert dict(work(lambda n: n, (4,), 8, USUAL)) == {0: 4}
    assert dict(work(lambda n: n, (), 2, USUAL)) == {}


def test_a_large_answer_comes_whole() -> None:
    ((_, answer),) = work(lambda n: bytes([n]) * 9_000_000, (7,), 1, USUAL)
    assert answer == b"\7" * 9_000_000


def test_a_worker_that_wants_too_much_memory_says_so() -> None:
    ((_, answer),) = work(lambda n: len(bytearray(n)), (16 << 30,), 1, Limits(seconds=60.0, memory=4 << 30))
    assert isinstance(answer, Refused)
    assert answer.problems[0].message.endswith("needs more than 4 GB of memory")


def test_a_worker_that_uses_up_its_seconds_of_the_processor_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "STEP_SECONDS", 1.0)
    ((_, answer),) = work(for_ever, (1,), 1, USUAL)
    assert isinstance(answer, Lost)
    assert isinstance(answer.error, Hung)
    assert answer.step == Step(SEVEN, None, 1.0)


def test_workers_have_what_was_there_when_they_were_forked() -> None:
    known = {1: "one"}
    assert dict(work(known.get, (1,), 1, USUAL)) == {0: "one"}


def test_no_worker_stays_when_nobody_waits_any_longer() -> None:
    working = work(lambda n: n or time.sleep(600), (1, 0), 2, USUAL)
    next(working)
    before = _children()
    assert before
    working.close()  # type: ignore[attr-defined]
    assert not before & _children()


def _children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split())
