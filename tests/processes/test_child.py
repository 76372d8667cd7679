"""A call in a process of its own: what comes back, and what cannot hold up or hurt the caller."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import errands
from mise_en_page.model.problem import Refused
from mise_en_page.processes.child import Died, Hung, Limits, call
from tests.field.ending import soon

SHORT = Limits(seconds=2.0)
HERE = Path(__file__).parents[1]


def gone(pid: int) -> bool:
    """Has the process ended? One that nobody has waited for yet counts as ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state in "ZX"


def test_the_answer_comes_from_another_process() -> None:
    assert call(errands.double, 21, Limits()) == 42
    assert call(errands.where, None, Limits()) != os.getpid()


def test_what_a_library_prints_is_no_answer(capfd: pytest.CaptureFixture[str]) -> None:
    assert call(errands.talk, 7, Limits()) == 7
    assert capfd.readouterr().out == ""


def test_a_refusal_comes_with_its_problems() -> None:
    with pytest.raises(Refused) as caught:
        call(errands.refuse, None, Limits())
    assert [problem.code for problem in caught.value.problems] == ["title"]


def test_an_exception_that_cannot_travel_is_told_in_words() -> None:
    with pytest.raises(RuntimeError, match="Odd: this and that"):
        call(errands.odd, None, Limits())


def test_a_call_that_hangs_is_ended() -> None:
    with pytest.raises(Hung, match="not finished after 2 seconds"):
        call(errands.hang, None, SHORT)


def test_a_process_that_dies_is_told() -> None:
    with pytest.raises(Died, match="SIGKILL"):
        call(errands.die, None, Limits())
    with pytest.raises(Died, match="status 3"):
        call(errands.leave, None, Limits())


def test_memory_is_bounded() -> None:
    with pytest.raises(MemoryError, match=r"more than 1 GB"):
        call(errands.fill_memory, None, Limits(memory=1 << 30))


def test_what_it_started_itself_ends_with_it(tmp_path: Path) -> None:
    with pytest.raises(Hung):
        call(errands.with_a_child, str(tmp_path / "pid"), Limits(seconds=15.0))  # enough for it to begin
    assert soon(lambda: gone(int((tmp_path / "pid").read_text())))


def test_it_ends_with_its_caller(tmp_path: Path) -> None:
    """Killed without a chance to tidy up, a caller leaves no process behind."""
    asked = f"""
import errands
from mise_en_page.processes.child import Limits, call
call(errands.with_a_child, {str(tmp_path / "pid")!r}, Limits())
"""
    path = os.pathsep.join([str(HERE), *(entry for entry in sys.path if entry)])
    caller = subprocess.Popen([sys.executable, "-c", asked], env={**os.environ, "PYTHONPATH": path})
    assert soon((tmp_path / "pid").exists)
    time.sleep(0.1)
    caller.kill()
    caller.wait()
    assert soon(lambda: gone(int((tmp_path / "pid").read_text())))
