"""Editions on a real scheduler with two workers, which are processes of this machine: lost workers lose no edition."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import errands
from mise_en_page.cli.commands import commands
from mise_en_page.editions import batch, cluster
from mise_en_page.editions.edition import Edition
from mise_en_page.model.problem import Refused
from mise_en_page.processes.child import Limits

HOUSE = Path(__file__).parents[2]
distributed = pytest.importorskip("distributed", reason="the extra cluster is not installed")


class Cluster:
    """A scheduler on this machine, and the workers that are started for it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "scheduler.json"
        self.folder = folder
        self.processes = [self._start("dask_scheduler", "--port", "0", "--no-dashboard", "--host", "127.0.0.1")]
        wait_for(self.file.exists)

    @property
    def address(self) -> str:
        return str(json.loads(self.file.read_text())["address"])

    def work(self, *, through: tuple[str, ...] = (), **environment: str) -> subprocess.Popen[bytes]:
        """Start a worker of one thread, without a nanny: it is the process that is returned. ``through``: a command that
        starts it."""
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1", "--death-timeout", "60")
        self.processes.append(self._start("dask_worker", *options, through=through, **environment))
        return self.processes[-1]

    def _start(
        self, program: str, *options: str, through: tuple[str, ...] = (), **environment: str
    ) -> subprocess.Popen[bytes]:
        path = os.pathsep.join([str(Path(__file__).parents[1]), *(entry for entry in sys.path if entry)])
        command = [sys.executable, "-m", f"distributed.cli.{program}", "--scheduler-file", str(self.file), *options]
        return subprocess.Popen(
            [*through, *command],
            env={**os.environ, "PYTHONPATH": path, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "2", **environment},
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def end(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()


def wait_for(true: object, seconds: float = 30.0) -> None:
    until = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < until, "nothing came of it"
        time.sleep(0.05)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler without workers."""
    made = Cluster(tmp_path)
    yield made
    made.end()


def ready(made: Cluster, count: int) -> None:
    """Until so many workers have come."""
    with distributed.Client(made.address, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=60)


@pytest.mark.field
def test_two_hundred_editions_with_a_worker_killed_a_killer_and_one_that_hangs(here: Cluster, tmp_path: Path) -> None:
    """198 are finished, two are named; each is written once and whole."""
    workers = [here.work() for _ in range(2)]
    ready(here, 2)
    names = [f"edition-{number:03d}" for number in range(198)]
    names[20:20] = ["hang"]
    names[60:60] = ["killer"]
    wanted = [Edition(tmp_path / name, tmp_path / "out") for name in names]
    done: list[str] = []
    ended = threading.Event()

    def tell(news: batch.News) -> None:
        if news.outcome is not None:
            done.append(news.outcome.edition.issue.name)
            if len(done) == 30:
                workers[0].send_signal(signal.SIGKILL)

    def replace_the_dead() -> None:
        """As a nanny or systemd does: there are always two workers."""
        while not ended.wait(0.2):
            for place, worker in enumerate(workers):
                if worker.poll() is not None:
                    workers[place] = here.work()

    keeper = threading.Thread(target=replace_the_dead)
    keeper.start()
    try:
        with cluster.workers(here.address, ()) as (executor, told):
            outcomes = batch.run(wanted, executor, Limits(seconds=6.0), errands.make_on_a_cluster, tell)
    finally:
        ended.set()
        keeper.join()
    assert told == ()
    failed = {outcome.edition.issue.name: outcome.problems[0].code for outcome in outcomes if outcome.finished is None}
    assert failed == {"hang": "edition-hung", "killer": "edition-died"}
    assert sorted(done) == sorted(names)
    files = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert files == {f"{name}.pdf": name.encode() for name in names if name.startswith("edition")}


@pytest.fixture
def publication(tmp_path: Path) -> Path:
    root = tmp_path / "publication"
    for folder in ("layouts", "fonts"):
        shutil.copytree(HOUSE / folder, root / folder)
    for name in ("north", "south"):
        shutil.copytree(HOUSE / "issues" / "2018-06", root / "issues" / name)
    return root


def test_they_have_the_same_bytes_as_on_one_machine(
    here: Cluster, publication: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2):
        here.work(XDG_CACHE_HOME=str(publication.parent / f"cache-{number}"))
    ready(here, 2)
    monkeypatch.chdir(publication)
    far = CliRunner().invoke(commands, ["build", "--all", "--scheduler", here.address, "-o", "far"])
    near = CliRunner().invoke(commands, ["build", "--all", "-o", "near"])
    assert (far.exit_code, near.exit_code) == (0, 0), far.output
    found = [{path.name: path.read_bytes() for path in (publication / name).iterdir()} for name in ("far", "near")]
    assert len(found[0]) == 4
    assert found[0] == found[1]


def test_a_worker_that_does_not_read_the_fonts_is_given_no_work(
    here: Cluster, publication: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over the fonts of one worker lies an empty disk, as where nothing is mounted; the other makes both editions."""
    mount = f"mount -t tmpfs none '{publication / 'fonts'}' && exec \"$@\""
    through = ("unshare", "--mount", "--propagation", "private", "sh", "-c", mount, "sh")
    if subprocess.run([*through, "true"], capture_output=True, check=False).returncode:
        pytest.skip("mounting is not allowed here")
    here.work(through=through)
    here.work()
    ready(here, 2)
    monkeypatch.chdir(publication)
    result = CliRunner().invoke(commands, ["build", "--all", "--scheduler", here.address])
    assert result.exit_code == 0, result.output
    assert "does not read the same fonts" in result.stderr
    assert "2 of 2 editions built" in result.stderr


def test_a_worker_that_loses_the_fonts_later_makes_nothing(publication: Path) -> None:
    mine = cluster.sight((publication,))
    assert cluster._checked((publication,), mine, errands.double, 4) == 8
    shutil.rmtree(publication / "fonts")
    with pytest.raises(Refused, match="does not read the same fonts"):
        cluster._checked((publication,), mine, errands.double, 4)


def test_no_scheduler_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch, publication: Path) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    monkeypatch.chdir(publication)
    result = CliRunner().invoke(commands, ["build", "--all", "--scheduler", "tcp://127.0.0.1:9"])
    assert result.exit_code == 1
    assert "no scheduler answers at tcp://127.0.0.1:9" in result.stderr
    assert "Traceback" not in result.output
