"""A build that is killed, starved, crossed and interrupted, as real processes: the last good files stand."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
NAMES = ["small.pdf", "small.report.json"]
PROGRAM = "import sys; from mise_en_page.cli import main; sys.argv[0] = 'mise-en-page'; main()"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A publication with an issue of one page."""
    root = tmp_path / "publication"
    for folder in ("layouts", "fonts"):
        shutil.copytree(HOUSE / folder, root / folder)
    shutil.copytree(HOUSE / "issues" / "2018-06", root / "issues" / "small")
    return root


def start(root: Path, *arguments: str, cache: str = "") -> subprocess.Popen[str]:
    """A build with no cache but its own, so that it works each time."""
    path = os.pathsep.join(entry for entry in sys.path if entry)
    home = root.parent / (cache or f"cache-{time.monotonic_ns()}")
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "build", "issues/small", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": path, "XDG_CACHE_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def built(root: Path, *arguments: str, cache: str = "") -> tuple[int, str]:
    """Exit status and all that was said."""
    process = start(root, *arguments, cache=cache)
    said, errors = process.communicate(timeout=120)
    assert "Traceback" not in errors
    return process.returncode, said + errors


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def change(root: Path, word: str) -> None:
    """Another word in the lead: another PDF."""
    path = root / "issues/small/articles/fontaines.md"
    text = (HOUSE / "issues/2018-06/articles/fontaines.md").read_text(encoding="utf-8")
    assert "muette" in text
    path.write_text(text.replace("muette", word, 1), encoding="utf-8")


@contextmanager
def disk(folder: Path, options: str) -> Iterator[Path]:
    """A small disk of its own, or a skipped test where nobody may mount one."""
    folder.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "none", str(folder)], capture_output=True, check=False
    ).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_killed_at_any_moment_it_leaves_the_old_files_or_the_new_ones(root: Path) -> None:
    assert built(root)[0] == 0
    old = files(root / "out")
    change(root, "sourde")
    seen = time.monotonic()
    assert built(root, "-o", "new")[0] == 0
    whole = time.monotonic() - seen
    new = files(root / "new")
    assert sorted(old) == sorted(new) == NAMES
    assert old != new
    for part in range(6):
        process = start(root)
        time.sleep(whole * (part + 1) / 6)
        process.kill()
        process.communicate()
        found = {name: data for name, data in files(root / "out").items() if name in NAMES}
        assert found["small.pdf"] in (old["small.pdf"], new["small.pdf"])
        assert found["small.report.json"] in (old["small.report.json"], new["small.report.json"])
    assert built(root)[0] == 0
    assert files(root / "out") == new  # and no litter of those that were killed


def test_a_full_disk_keeps_the_last_good_files(root: Path, tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "size=64k") as full:
        (full / "small.pdf").write_bytes(b"last good")
        (full / "small.report.json").write_bytes(b"{}")
        status, said = built(root, "-o", str(full))
        assert status == 1
        assert f"{full}/small.pdf: No space left on device (the disk at {full}) [system]" in said
        assert files(full) == {"small.pdf": b"last good", "small.report.json": b"{}"}


def test_a_read_only_folder_is_told_and_stays(root: Path, tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "size=4m") as folder:
        (folder / "small.pdf").write_bytes(b"last good")
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        status, said = built(root, "-o", str(folder))
        assert status == 1
        assert f"Read-only file system (the disk at {folder}) [system]" in said
        assert files(folder) == {"small.pdf": b"last good"}


def test_a_full_cache_is_no_reason_not_to_build(root: Path, tmp_path: Path) -> None:
    """Neither pictures nor finished builds can be kept: the PDF is the same."""
    with disk(tmp_path / "cache-full", "size=8k"):
        assert built(root, "-o", "one", cache="cache-full")[0] == 0
    assert built(root, "-o", "two")[0] == 0
    assert files(root / "one") == files(root / "two")


def test_two_builds_of_one_issue_at_once(root: Path) -> None:
    together = [start(root, cache="shared") for _ in range(2)]
    for process in together:
        _, errors = process.communicate(timeout=120)
        assert (process.returncode, "Traceback" in errors) == (0, False)
    assert built(root, "-o", "alone")[0] == 0
    assert files(root / "out") == files(root / "alone")


def test_ctrl_c_leaves_the_last_good_files(root: Path) -> None:
    assert built(root)[0] == 0
    old = files(root / "out")
    change(root, "sourde")
    process = start(root)
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "Traceback" not in errors
    assert files(root / "out") == old


@pytest.mark.parametrize("after", [0.3, 0.8, 1.4])
def test_a_file_that_vanishes_meanwhile(after: float, root: Path) -> None:
    """Either it was read in time, or it is told; nothing half is written."""
    process = start(root)
    time.sleep(after)
    (root / "issues/small/articles/cantine.md").unlink()
    shutil.rmtree(root / "fonts")
    _, errors = process.communicate(timeout=60)
    assert "Traceback" not in errors
    assert process.returncode in (0, 1)
    written = sorted(path.name for path in (root / "out").iterdir()) if (root / "out").exists() else []
    assert written == (NAMES if process.returncode == 0 else [])
    assert process.returncode == 0 or "error" in errors
