"""Whatever ends a command, it leaves no temporary file, nothing half-written, and no process."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.field.desk import article, briefs, issue, publication
from tests.field.ending import Desk, soon

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are looked for under /proc")

ISSUE = "issues/essai"
COMMANDS = {
    "build": ("build", ISSUE),
    "check": ("check", ISSUE),
    "proof": ("proof", ISSUE),
    "sign": ("sign", ISSUE, "--by", "Jeanne", "--on", "2026-03-12"),
    "compare": ("compare", f"{ISSUE}@HEAD", ISSUE),
    "many": ("build", ISSUE, "issues/autre", "--jobs", "2"),
    "new": ("new", "magazine"),
    "preview": ("preview", ISSUE),
}
#: These end nothing by themselves.
SERVERS = {"preview"}
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL)
EVERY_COMMIT = {
    ("build", signal.SIGTERM),
    ("many", signal.SIGINT),
    ("compare", signal.SIGKILL),
    ("preview", signal.SIGTERM),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("nothing-left")
    root = publication(folder / "publication", "breves")
    for name in ("essai", "autre"):
        issue(root, {"lead": article("Un titre", 320, kicker="Lieu", chapo="Le chapô."), **briefs(5)}, name=name)
    git = ("git", "-c", "user.name=x", "-c", "user.email=x@example.org")
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "un")):
        subprocess.run([*git, *words], cwd=root, check=True)
    return Desk(root, folder / "apart")


@pytest.fixture(autouse=True)
def afresh(desk: Desk) -> None:
    """Nothing is taken from a cache: each command has all its work to do."""
    shutil.rmtree(desk.apart / "cache")
    (desk.apart / "cache").mkdir()
    shutil.rmtree(desk.root / "magazine", ignore_errors=True)


def some(names: Sequence[str], at_every_run: tuple[str, ...]) -> list[object]:
    return [pytest.param(name, marks=() if name in at_every_run else pytest.mark.field) for name in names]


@pytest.mark.parametrize("name", some(sorted(COMMANDS.keys() - SERVERS), ("many", "compare")))
def test_after_a_good_end(name: str, desk: Desk) -> None:
    status, said = desk.run(*COMMANDS[name])
    assert status == 0, said
    assert desk.left() == []
    assert soon(lambda: not desk.processes())


@pytest.mark.parametrize("name", some(["build", "check", "proof", "sign", "many", "compare"], ("build", "sign")))
def test_after_a_refusal(name: str, desk: Desk) -> None:
    style = desk.root / "layouts/breves/page.html.j2"
    before = style.read_text(encoding="utf-8")
    style.write_text(before + "<p>{{ nobody.knows }}</p>", encoding="utf-8")
    try:
        status, _ = desk.run(*COMMANDS[name])
    finally:
        style.write_text(before, encoding="utf-8")
    assert status != 0 or name == "check"
    assert desk.left() == []
    assert soon(lambda: not desk.processes())


def moments(name: str) -> Sequence[float]:
    return (1.5, 4.0) if name in SERVERS else (0.2, 0.7, 1.3)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        pytest.param(name, number, marks=() if (name, number) in EVERY_COMMIT else pytest.mark.field)
        for name in COMMANDS
        for number in SIGNALS
    ],
)
def test_after_a_signal_at_any_moment(name: str, number: signal.Signals, desk: Desk) -> None:
    """The signal reaches the command alone, as a supervisor sends it; after SIGKILL, the next run sweeps."""
    for moment in moments(name):
        process = desk.start(*COMMANDS[name])
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            process.send_signal(number)
        _, err = process.communicate(timeout=60)
        assert "Traceback" not in err, err
        assert soon(lambda: not desk.processes(), 20), f"processes stay after {moment} s"
        if number == signal.SIGKILL:
            desk.run("check", ISSUE)
            desk.run(*COMMANDS["build"])
        assert desk.left() == [], f"after {moment} s"


@pytest.mark.parametrize("victim", [0, *(pytest.param(each, marks=pytest.mark.field) for each in (1, 2))])
def test_after_a_worker_was_killed(victim: int, desk: Desk) -> None:
    """As the system does when memory runs out: one of the command's own processes, while it works."""
    process = desk.start(*COMMANDS["many"])
    assert soon(lambda: len(desk.processes()) > 3)
    workers = sorted(number for number in desk.processes() if number != process.pid)
    os.kill(workers[victim], signal.SIGKILL)
    _, err = process.communicate(timeout=120)
    assert "Traceback" not in err
    assert desk.left() == []
    assert soon(lambda: not desk.processes())
