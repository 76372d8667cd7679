"""A command under watch, as real processes: however its work ends, the user reads at what, and no process stays."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sample_issue import one_page
from tests.field.ending import LONG, as_at_a_terminal

HERE = Path(__file__).parents[1]
SRC = HERE.parent / "src"
#: Does one thing under watch, as the commands do; a step may take a second of the processor and ten by the clock, for
#: other programs want to work too, and a process half a gigabyte.
PROGRAM = """
import os, signal, sys, time
from pathlib import Path
from mise_en_page.cli import commands, telling
from mise_en_page.model import limits
from mise_en_page.processes import watchdog
from mise_en_page.processes.activity import doing
from mise_en_page.model.message import say
limits.STEP_SECONDS, limits.PATIENCE, limits.MEMORY = 1.0, 10, 1 << 29
from mise_en_page.model.problem import Problem, Refused, Span

def command(_chosen):
    with telling.refusals(as_json="json" in sys.argv):
        watchdog.bounded(as_json="json" in sys.argv)
        doing(say("doing/draw-page", page=14), Span("layouts/breves/page.html.j2", 3))
        Path("child").write_text(str(os.getpid()))
        print("begun", flush=True)
        WORK
    sys.exit(7)

commands._command = command
sys.argv[1:1] = ["check"]
commands.main()
"""
AT = "layouts/breves/page.html.j2:3:1: error: drawing page 14"


def start(work: str, folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM.replace("WORK", work), *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(SRC)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=as_at_a_terminal,  # noqa: PLW1509 (no other thread here)
    )


def done(work: str, folder: Path, *arguments: str) -> tuple[int, str, str]:
    process = start(work, folder, *arguments)
    said, told = process.communicate(timeout=LONG)
    assert "Traceback" not in told
    return process.returncode, said, told


def child(folder: Path) -> int:
    return int((folder / "child").read_text())


def gone(pid: int) -> bool:
    for _ in range(1000):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.05)
    return False


def test_what_ends_well_ends_as_it_would_without_a_watch(tmp_path: Path) -> None:
    status, said, told = done("print('été')", tmp_path)
    assert (status, said, told) == (7, "begun\nété\n", "")


@pytest.mark.parametrize(
    ("work", "words"),
    [
        ("while True: pass", "takes longer than 1 seconds"),
        ("time.sleep(600)", "takes longer than 1 seconds"),
        ("signal.pthread_sigmask(signal.SIG_BLOCK, [2, 15, 24]); time.sleep(600)", "takes longer than 1 seconds"),
        ("b = bytearray(1 << 30)", "needs more than 537 MB of memory"),
        ("b = []\n        while True: b.append(' ' * 9999999)", "needs more than 537 MB of memory"),
        ("(lambda f: f(f))(lambda f: f(f))", "something in it is nested too deeply"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "the program was ended by SIGSEGV"),
        ("os.abort()", "the program was ended by SIGABRT"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "the program was ended by SIGKILL"),
    ],
)
def test_what_ends_badly_is_told_at_its_place(work: str, words: str, tmp_path: Path) -> None:
    status, _, told = done(work, tmp_path)
    assert status == 1
    assert told.startswith(AT)
    assert words in told
    assert told.endswith("1 error\n")
    assert gone(child(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["child"]  # and no core file


def test_a_program_that_waits_for_json_gets_json(tmp_path: Path) -> None:
    status, said, _ = done("while True: pass", tmp_path, "json")
    assert status == 1
    (problem,) = json.loads(said.removeprefix("begun\n"))["problems"]
    assert (problem["code"], problem["file"], problem["line"]) == ("too-slow", "layouts/breves/page.html.j2", 3)


def test_each_step_has_time_of_its_own(tmp_path: Path) -> None:
    work = "for n in range(5): doing(say('doing/draw-page', page=n)); time.sleep(2.5)"
    assert done(work, tmp_path)[0] == 7


def test_whoever_kills_the_command_kills_its_work(tmp_path: Path) -> None:
    process = start("time.sleep(600)", tmp_path)
    assert process.stdout is not None
    process.stdout.readline()
    process.kill()
    process.communicate()
    assert gone(child(tmp_path))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_reaches_the_work_and_ends_both(number: signal.Signals, tmp_path: Path) -> None:
    process = start("time.sleep(600)", tmp_path)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(number)
    _, told = process.communicate(timeout=LONG)
    assert process.returncode != 0
    assert "error" not in told
    assert gone(child(tmp_path))


def test_an_interruption_that_a_callback_swallows_comes_again(tmp_path: Path) -> None:
    """As when it comes while Python ends the import of a module."""
    work = """
        import weakref
        class Thing: pass
        thing = Thing()
        kept = weakref.ref(thing, lambda _: time.sleep(600))
        del thing
        time.sleep(600)
    """
    process = start(work.strip(), tmp_path)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.3)  # it is in the callback
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=LONG)
    assert process.returncode != 0
    assert time.monotonic() - began < 8, "before its grace is over"
    assert "Exception ignored" not in told
    assert gone(child(tmp_path))


def test_work_that_will_not_be_interrupted_is_killed(tmp_path: Path) -> None:
    process = start(
        "signal.signal(signal.SIGINT, signal.SIG_IGN); print(1, flush=True)\n        while True: doing(say('doing/start'))",
        tmp_path,
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.readline()
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=LONG)
    assert process.returncode != 0
    assert "Traceback" not in told
    assert time.monotonic() - began < 60, "after ten seconds of grace, not when its minutes are over"
    assert gone(child(tmp_path))


MEP = "import sys; from mise_en_page.__main__ import main; sys.argv[0] = 'mise-en-page'; main()"
QUICK = "from mise_en_page.model import limits; limits.STEP_SECONDS = 6.0; "


def mep(root: Path, *arguments: str) -> tuple[int, str]:
    process = subprocess.run(
        [sys.executable, "-c", QUICK + MEP, *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(SRC), "XDG_CACHE_HOME": str(root.parent / "cache")},
        capture_output=True,
        text=True,
        timeout=LONG,
        check=False,
    )
    assert "Traceback" not in process.stderr
    return process.returncode, process.stdout + process.stderr


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return one_page(tmp_path / "publication")


def test_an_article_that_takes_too_long_to_set_is_named(root: Path) -> None:
    """Short words that fit every line in every way: the search for the best breaks grows with the square."""
    article = root / "issues/2018-05/articles/fleuve.md"
    article.write_text("---\ntitle: Le fleuve\n---\nIl rouvre un pont.\n", encoding="utf-8")
    # What styles there are is known before: on a slow machine that takes longer than the seconds given here.
    ordinary = [sys.executable, "-m", "mise_en_page", "check", "issues/2018-05"]
    known = {**os.environ, "PYTHONPATH": str(SRC), "XDG_CACHE_HOME": str(root.parent / "cache")}
    subprocess.run(ordinary, cwd=root, env=known, check=False, capture_output=True)
    article.write_text("---\ntitle: Le fleuve\n---\n" + "\n\n".join(["Il rouvre un pont. " * 1000] * 10), encoding="utf-8")
    for command in ("build", "check"):
        status, said = mep(root, command, "issues/2018-05")
        assert status == 1
        assert "issues/2018-05/articles/fleuve.md:1:1: error: setting the text of fleuve takes longer than" in said
    assert not (root / "out").exists()


def test_two_files_that_take_too_long_to_compare_are_told_with_status_2(root: Path) -> None:
    from tests.press.hostile import tiny_tiles  # noqa: PLC0415

    (root / "x.pdf").write_bytes(tiny_tiles())
    status, said = mep(root, "compare", "x.pdf", "x.pdf")
    assert status == 2
    assert "comparing page 1 takes longer than 6 seconds" in said
    shutil.rmtree(root)
