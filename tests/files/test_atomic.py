"""Files are written whole or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mise_en_page.files.atomic import PART, cache_folder, keep, sweep, sweep_all, write_whole


def test_files_get_their_final_names_and_nothing_else_stays(tmp_path: Path) -> None:
    write_whole({tmp_path / "out" / "a.pdf": b"new", tmp_path / "out" / "a.json": b"{}"})
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == {"a.pdf": b"new", "a.json": b"{}"}


def test_a_failure_midway_leaves_the_last_good_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = tmp_path / "a.pdf"
    good.write_bytes(b"last good")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole({good: b"new"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.pdf": b"last good"}


def test_a_killed_runs_leftovers_are_swept_but_not_a_living_ones(tmp_path: Path) -> None:
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    left, folder = (tmp_path / f".mise-en-page.{int(dead.stdout)}.{n}.part" for n in range(2))
    living = tmp_path / f".mise-en-page.{os.getpid()}.0.part"
    left.touch()
    (folder / "within").mkdir(parents=True)
    living.touch()
    sweep(tmp_path)
    assert not left.exists()
    assert not folder.exists()
    assert living.exists()


def test_an_interrupt_while_an_entry_is_kept_leaves_no_part_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_part: Path, _entry: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        keep(tmp_path / "entry", b"whole")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_worker_was_writing_is_swept_from_every_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    left = [folder / PART.format(int(dead.stdout), 1) for folder in (tmp_path, tmp_path / "cache/mise-en-page/fonts")]
    left[1].parent.mkdir(parents=True)
    for part in left:
        part.touch()
    sweep_all()
    assert not any(part.exists() for part in left)


def test_what_can_be_made_again_lies_where_caches_lie(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert cache_folder() == Path("/somewhere/mise-en-page")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")  # the specification: to be taken for absent
    monkeypatch.setenv("HOME", "/home/claire")
    assert cache_folder() == Path("/home/claire/.cache/mise-en-page")
