"""Many editions: every one is made whole or told, and none stops another."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

import errands
from mise_en_page.cli.commands import commands
from mise_en_page.editions import batch
from mise_en_page.editions.edition import Edition
from mise_en_page.model.problem import Refused
from mise_en_page.processes.child import Limits
from tests.field.ending import LONG, as_at_a_terminal, soon

HOUSE = Path(__file__).parents[2]
SHORT = Limits(seconds=3.0)


def codes(outcomes: tuple[batch.Outcome, ...]) -> dict[str, list[str]]:
    return {outcome.edition.issue.name: [problem.code for problem in outcome.problems] for outcome in outcomes}


def test_one_bad_edition_stops_no_other(tmp_path: Path) -> None:
    names = ["first", "bad", "hang", "die", "odd", "once", "last"]
    news: list[batch.News] = []
    wanted = [Edition(Path(name), tmp_path / "out") for name in names]
    with batch.processes(4) as executor:
        outcomes = batch.run(wanted, executor, SHORT, errands.make, news.append)
    assert codes(outcomes) == {
        "first": [],
        "bad": ["title"],
        "hang": ["edition-hung"],
        "die": ["edition-died"],
        "odd": ["internal"],
        "once": [],  # its process died once, and it was made again
        "last": [],
    }
    assert sorted(path.name for path in (tmp_path / "out").glob("*.pdf")) == ["first.pdf", "last.pdf", "once.pdf"]
    assert (tmp_path / "out/last.pdf").read_bytes() == b"last"
    assert sum(each.outcome is not None for each in news) == len(names)


def test_any_executor_will_do(tmp_path: Path) -> None:
    wanted = [Edition(Path(f"edition-{number}"), tmp_path) for number in range(5)]
    with ThreadPoolExecutor(2) as executor:
        outcomes = batch.run(wanted, executor, SHORT, errands.make)
    assert [outcome.edition for outcome in outcomes] == wanted
    assert all(outcome.finished is not None for outcome in outcomes)


def test_a_full_or_closed_output_is_told_of_each(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file where the folder should be")
    with batch.processes(1) as executor:
        (outcome,) = batch.run([Edition(Path("first"), tmp_path / "out")], executor, SHORT, errands.make)
    assert [problem.code for problem in outcome.problems] == ["system"]
    assert (tmp_path / "out").read_text() == "a file where the folder should be"


def test_two_of_one_name_are_refused(tmp_path: Path) -> None:
    for folder in ("north/may", "south/may", "south/june"):
        (tmp_path / folder).mkdir(parents=True)
    with pytest.raises(Refused, match="would both be written as may"):
        batch.told_apart([tmp_path / "north/may", tmp_path / "south/may"])
    twice = [tmp_path / "south/may", tmp_path / "south/may/issue.yaml", tmp_path / "south/june"]
    assert batch.told_apart(twice) == (tmp_path / "south/may", tmp_path / "south/june")


# ——— the command, with real issues ———


@pytest.fixture
def publication(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two short regional editions and a bad one."""
    root = tmp_path / "publication"
    for folder in ("layouts", "fonts"):
        shutil.copytree(HOUSE / folder, root / folder)
    for name in ("north", "south"):
        shutil.copytree(HOUSE / "issues" / "2018-06", root / "issues" / name)
    shutil.copytree(HOUSE / "issues" / "2018-06", root / "issues" / "west")
    (root / "issues/west/articles/fontaines.md").unlink()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(root)
    return root


def test_all_are_built_and_the_status_tells_of_the_bad_one(publication: Path) -> None:
    result = CliRunner().invoke(commands, ["build", "--all", "--jobs", "2"])
    assert result.exit_code == 1
    assert "2 of 3 editions built; failed: issues/west" in result.stderr.replace("\n", " ")
    assert "there is no article “fontaines”" in result.stderr
    out = publication / "out"
    assert sorted(path.name for path in out.iterdir()) == [
        "north.pdf",
        "north.report.json",
        "south.pdf",
        "south.report.json",
    ]
    assert json.loads((out / "north.report.json").read_text())["problems"] is not None
    # the same bytes as built alone
    alone = CliRunner().invoke(commands, ["build", "issues/south", "-o", "alone"])
    assert alone.exit_code == 0
    for name in ("south.pdf", "south.report.json"):
        assert (publication / "alone" / name).read_bytes() == (out / name).read_bytes()


def test_ctrl_c_leaves_the_last_good_files_and_no_process(publication: Path) -> None:
    out = publication / "out"
    out.mkdir()
    (out / "north.pdf").write_bytes(b"last good")
    path = os.pathsep.join(entry for entry in sys.path if entry)
    program = "from mise_en_page.__main__ import main; import sys; sys.argv = ['mise-en-page', 'build', '--all']; main()"
    running = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=publication,
        env={**os.environ, "PYTHONPATH": path},
        stderr=subprocess.PIPE,
        preexec_fn=as_at_a_terminal,  # noqa: PLW1509 (no other thread here)
    )
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    until = time.monotonic() + LONG
    found: set[int] = set()
    while not found and time.monotonic() < until:
        time.sleep(0.05)
        for task in Path(f"/proc/{running.pid}/task").iterdir():
            found |= {int(pid) for pid in (task / "children").read_text().split()}
    assert found, children
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=LONG)
    assert running.returncode not in (0, None)
    assert b"Traceback" not in said
    assert (out / "north.pdf").read_bytes() == b"last good"
    assert [path.name for path in out.iterdir()] == ["north.pdf"]
    assert soon(lambda: not [pid for pid in found if Path(f"/proc/{pid}").exists() and "Z" not in _state(pid)])


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"
