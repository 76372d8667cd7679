"""The fuzzer itself (tools/fuzz): every target runs, finds nothing in a few inputs, and makes the same ones again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tools.fuzz.__main__ import data_of
from tools.fuzz.targets import TARGETS

HOUSE = Path(__file__).parents[1]


@pytest.mark.parametrize("target", ["yaml", "template", "svg"])
def test_a_number_is_always_the_same_input(target: str) -> None:
    seeds = TARGETS[target].seeds()
    inputs = [data_of(target, 1, number, seeds) for number in range(20)]
    assert inputs == [data_of(target, 1, number, seeds) for number in range(20)]
    assert len(set(inputs)) > 15
    assert inputs[0] != data_of(target, 2, 0, seeds)


def test_a_small_share_of_every_target_finds_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.fuzz", "--share", "0.0003", "--out", str(tmp_path / "found")],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert [line.split(" | ")[0].strip("| ") for line in done.stdout.splitlines()[2:]] == list(TARGETS)
    assert not (tmp_path / "found").exists()
