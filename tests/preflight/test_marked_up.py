"""Faults marked on the page: where they are, in a picture that is the same every time."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from numpy.typing import NDArray
from PIL import Image

from mise_en_page.cli.commands import commands
from mise_en_page.preflight.judge import preflight
from mise_en_page.preflight.marked_up import COLOURS, MARGIN, PPI, marked, stacked
from tests.press.faulty import FAULTS, GOOD, good
from tests.press.press_pages import profile

RED = COLOURS["error"]
SHEET = round(379.8425 * PPI / 72)
"""The width of the drawn sheet in pixels: a page of 100 mm with bleed and slug."""


def pixels(png: bytes) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(png)) as picture:
        return np.asarray(picture.convert("RGB"))


def marks(picture: NDArray[np.uint8], colour: tuple[int, int, int]) -> tuple[int, int, int, int] | None:
    """Bounds (left, top, right, bottom) of all that is of exactly this colour on the sheet, the legend left out."""
    rows, columns = np.nonzero((picture[:, : MARGIN + SHEET] == colour).all(axis=2))
    return (columns.min(), rows.min(), columns.max(), rows.max()) if len(rows) else None


def test_a_frame_stands_around_the_fault() -> None:
    """A red square of 20 pt, drawn 30, 100 from the lower left of the cut (17 mm inside the sheet)."""
    pdf = FAULTS["colour-spaces.fails"]()
    pages = list(marked(pdf, preflight(pdf, profile())))
    found = marks(pixels(pages[0].png), RED)
    assert found is not None
    left = MARGIN + (17 * 72 / 25.4 + 30) * PPI / 72
    bottom = MARGIN + (323.15 - 17 * 72 / 25.4 - 100) * PPI / 72
    assert (found[0], found[3]) == pytest.approx((left - 3, bottom + 3), abs=1.5)
    assert marks(pixels(pages[1].png), RED) is None


def test_a_good_file_has_pages_without_marks() -> None:
    pages = list(marked(good(), ()))
    assert [page.number for page in pages] == [1, 2]
    assert all(marks(pixels(page.png), colour) is None for page in pages for colour in COLOURS.values())


def test_a_files_own_fault_is_told_beside_the_first_page() -> None:
    pdf = FAULTS["trapped.fails"]()
    first, second = marked(pdf, preflight(pdf, profile()))
    legend = pixels(first.png)[:, MARGIN + SHEET :]
    assert (legend == RED).all(axis=2).any()
    assert not (pixels(second.png) == RED).all(axis=2).any()


@pytest.mark.parametrize("name", FAULTS)
def test_every_faulty_file_has_a_picture_of_each_page_or_none(name: str) -> None:
    pdf = FAULTS[name]()
    problems = preflight(pdf, profile())
    pages = list(marked(pdf, problems))
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    assert all(page.png.startswith(b"\x89PNG") for page in pages)


def test_the_same_picture_every_time() -> None:
    pdf = FAULTS["hairlines.fails"]()
    problems = preflight(pdf, profile())
    digests = {hashlib.sha256(stacked(list(marked(pdf, problems)))).hexdigest() for _ in range(2)}
    assert len(digests) == 1


@pytest.mark.parametrize(("target", "made"), [("a.png", ["a.png"]), ("b", ["b/essai_p001.png", "b/essai_p002.png"])])
def test_the_command_writes_one_picture_or_one_a_page(tmp_path: Path, target: str, made: list[str]) -> None:
    (tmp_path / "essai.pdf").write_bytes(FAULTS["colour-spaces.fails"]())
    arguments = ["preflight", str(tmp_path / "essai.pdf"), "--picture", str(tmp_path / target)]
    result = CliRunner().invoke(commands, arguments)
    assert result.exit_code == 1
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.png")) == made


def test_a_file_that_cannot_be_opened_has_no_picture(tmp_path: Path) -> None:
    assert list(marked(b"no pdf", ())) == []
    (tmp_path / "essai.pdf").write_bytes(b"no pdf")
    result = CliRunner().invoke(commands, ["preflight", str(tmp_path / "essai.pdf"), "--picture", str(tmp_path / "a.png")])
    assert result.exit_code == 1
    assert not (tmp_path / "a.png").exists()


def test_good_files_of_other_producers_can_be_drawn() -> None:
    for make in list(GOOD.values())[:4]:
        assert list(marked(make(), ()))
