"""A publication of its own for every test that edits one."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
sys.path.append(str(HOUSE / "bench"))


@pytest.fixture
def publication(tmp_path: Path) -> Path:
    """A copy of the sample magazine, with its drawings made small: most tests look at words."""
    return copy_sample(tmp_path)


@pytest.fixture(scope="module")
def same_publication(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all tests of a module that edit nothing."""
    return copy_sample(tmp_path_factory.mktemp("same"))


def copy_sample(folder: Path) -> Path:
    for name in ("layouts", "fonts", "issues"):
        shutil.copytree(HOUSE / name, folder / name)
    shutil.copy(HOUSE / "publication.yaml", folder)
    for drawing in (folder / "issues/2018-05/images").glob("*.svg"):
        drawing.write_text(SMALL_DRAWING, encoding="utf-8")
    return folder


@pytest.fixture
def edit(publication: Path) -> Callable[[str, str, str], str]:
    """``edit(file, before, after)`` replaces words of a file once and gives the file's name."""

    def change(file: str, before: str, after: str) -> str:
        path = publication / file
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), encoding="utf-8")
        return file

    return change


SMALL_DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300" viewBox="0 0 400 300">
<rect width="400" height="300" fill="device-cmyk(.3 .1 .1 .3)"/>
<path d="M0 200 C 120 120 280 280 400 180 V300 H0 Z" fill="device-cmyk(0 .7 .8 .1)"/>
<circle cx="300" cy="80" r="40" fill="device-cmyk(0 .05 .2 .05)"/></svg>
"""
