"""Prepared pictures kept by content: the same bytes with the folder, without it, and with a spoilt one."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest

from mise_en_page.model.press_profile import Profile
from mise_en_page.press import images as module
from mise_en_page.press.cache import Cache
from mise_en_page.press.images import Prepared, prepare_image
from tests.press.press_pages import MM, encoded, profile
from tests.press.test_images import animated, patches

BOX = (20 * MM, 20 * MM)
SMALL = encoded(patches().resize((170, 170)))  # coarse: it comes with a warning


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the pictures that are really prepared."""
    names: list[str] = []

    def prepare(
        data: bytes,
        name: str,
        press: Profile,
        box: tuple[float, float],
        focus: tuple[float, float],
        duotone: tuple[float, float, float, float] | None,
    ) -> Prepared:
        names.append(name)
        return prepare_image(data, name, press, box, focus, duotone)

    monkeypatch.setattr(module, "prepare_image", prepare)
    return names


def entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_a_picture_is_prepared_once_and_comes_out_the_same(tmp_path: Path, made: list[str]) -> None:
    plain = prepare_image(SMALL, "a.png", profile(), BOX)
    assert [problem.code for problem in plain.problems] == ["image-resolution"]
    for _ in range(3):
        assert Cache(tmp_path / "c").prepare(SMALL, "a.png", profile(), BOX) == plain
    assert made == ["a.png"]
    assert len(entries(tmp_path / "c")) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"data": encoded(patches().resize((171, 171)))},
        {"name": "b.png"},
        {"box_pt": (21 * MM, 20 * MM)},
        {"duotone": (0.0, 0.82, 0.88, 0.0)},
        {"focus": (0.2, 0.5)},
        {"profile": dataclasses.replace(profile(), ink_limit=260)},
        {"profile": dataclasses.replace(profile(), icc=profile().icc + b"\0")},
        {"profile": dataclasses.replace(profile(), resolution=dataclasses.replace(profile().resolution, wanted=200))},
    ],
)
def test_whatever_changes_the_result_makes_another_entry(tmp_path: Path, made: list[str], other: dict[str, object]) -> None:
    arguments: dict[str, object] = {"data": SMALL, "name": "a.png", "profile": profile(), "box_pt": BOX}
    cache = Cache(tmp_path)
    cache.prepare(**arguments)  # type: ignore[arg-type]
    changed = arguments | other
    assert cache.prepare(**changed) == prepare_image(**changed)  # type: ignore[arg-type]
    assert len(made) == len(entries(tmp_path)) == 2


@pytest.mark.parametrize("spoil", [b"", b"{}\n", b"null\nx", b"[1]\n", b'{"sha256": "0"}\nabc', b"\xff\xfe\n"])
def test_a_spoilt_entry_is_made_anew(tmp_path: Path, made: list[str], spoil: bytes) -> None:
    cache = Cache(tmp_path)
    first = cache.prepare(SMALL, "a.png", profile(), BOX)
    (entry,) = entries(tmp_path)
    whole = entry.read_bytes()
    for damaged in (spoil, whole[:-1], whole[:-1] + b"\0"):
        entry.write_bytes(damaged)
        assert cache.prepare(SMALL, "a.png", profile(), BOX) == first
        assert entry.read_bytes() == whole
    assert len(made) == 4


def test_the_folder_may_go_and_may_be_unusable(tmp_path: Path) -> None:
    plain = prepare_image(SMALL, "a.png", profile(), BOX)
    folder = tmp_path / "c"
    Cache(folder).prepare(SMALL, "a.png", profile(), BOX)
    for path in entries(folder):
        path.unlink()
    folder.rmdir()
    assert Cache(folder).prepare(SMALL, "a.png", profile(), BOX) == plain
    (tmp_path / "file").write_bytes(b"")
    assert Cache(tmp_path / "file").prepare(SMALL, "a.png", profile(), BOX) == plain
    assert Cache(Path("/proc/none")).prepare(SMALL, "a.png", profile(), BOX) == plain


def test_a_picture_that_cannot_be_used_is_not_kept(tmp_path: Path) -> None:
    made = Cache(tmp_path).prepare(animated(), "a.gif", profile(), BOX)
    assert made.data == b""
    assert entries(tmp_path) == []


def test_the_longest_unused_goes_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    paths = {}
    for day, name in enumerate(("a", "b", "c")):
        cache.prepare(SMALL, name, profile(), BOX)
        (paths[name],) = set(entries(tmp_path)) - set(paths.values())
        os.utime(paths[name], (day, day))
    cache.prepare(SMALL, "a", profile(), BOX)  # used again
    size = paths["a"].stat().st_size
    cache.sweep(2 * size + 10)
    assert set(entries(tmp_path)) == {paths["a"], paths["c"]}
    cache.sweep()
    assert len(entries(tmp_path)) == 2
