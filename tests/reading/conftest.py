"""A small good publication, which each test of bad input breaks in one place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image

GOOD = Path(__file__).parent / "good"


@pytest.fixture
def publication(tmp_path: Path) -> Path:
    """A good publication of one issue, ``issues/un``, with one picture."""
    root = tmp_path / "publication"
    shutil.copytree(GOOD, root)
    images = root / "issues" / "un" / "images"
    images.mkdir(parents=True, exist_ok=True)
    Image.linear_gradient("L").resize((64, 48)).save(images / "pont.png")
    return root


@pytest.fixture
def issue(publication: Path) -> Path:
    return publication / "issues" / "un"
