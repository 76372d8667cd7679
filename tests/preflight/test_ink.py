"""Ink a plate and page in the reports, and the plates as pictures."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from mise_en_page.cli.commands import commands
from mise_en_page.model.problem import Spot
from mise_en_page.preflight import guard
from mise_en_page.preflight.ink import Separation, separations
from mise_en_page.preflight.judge import inspect
from tests.press.faulty import FAULTS, good
from tests.press.press_pages import plates as judged
from tests.press.press_pages import profile


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(commands, [str(argument) for argument in arguments])


def test_coverage_is_that_of_ghostscript(tmp_path: Path) -> None:
    """Over the trimmed page: 17 mm inside the sheet, 100 by 80 mm."""
    first = inspect(good(), profile()).inks[0]
    assert first.page == 1
    found = judged(good(), tmp_path)
    for ink, amount in first.coverage:
        rows, columns = (slice(round(17 / 25.4 * 100), round((17 + side) / 25.4 * 100)) for side in (80, 100))
        assert amount == pytest.approx(float(found[ink][rows, columns].mean()) / 2.55, abs=0.3), ink


def test_the_worst_spot_is_told_with_its_place() -> None:
    """Five squares of 20 pt of four solid inks stand where the check of the ink limit finds them."""
    inspection = inspect(FAULTS["ink-limit.overprint"](), profile())
    large = inspection.inks[0].large
    (problem,) = inspection.problems
    assert isinstance(problem.where, Spot)
    assert large.where == problem.where
    assert large.percent == pytest.approx(360, abs=1)


def test_every_page_is_measured_and_a_locked_file_none() -> None:
    assert [ink.page for ink in inspect(good(), profile()).inks] == [1, 2]
    assert inspect(FAULTS["encryption.password"](), profile()).inks == ()


def test_plates_are_grey_pictures_of_ink() -> None:
    """Black text lies on the black plate alone; the page's tint is on cyan and yellow."""
    made = {(plate.page, plate.ink): plate.png for plate in separations(good(), profile())}
    assert list(made) == [(page, ink) for page in (1, 2) for ink in ("Cyan", "Magenta", "Yellow", "Black")]
    arrays = {}
    for key, png in made.items():
        with Image.open(io.BytesIO(png)) as picture:
            assert (picture.mode, picture.info["dpi"][0]) == ("L", pytest.approx(100, abs=0.1))
            arrays[key] = np.asarray(picture)
    middle = (200, 400)  # bare tint: 10 % cyan, 20 % yellow
    seen = [int(arrays[2, ink][middle]) for ink in ("Cyan", "Magenta", "Yellow", "Black")]
    assert seen == pytest.approx([229.5, 255, 204, 255], abs=1.5)
    assert arrays[2, "Black"].min() < 40


def test_spot_inks_are_plates_with_names_that_files_can_have() -> None:
    inks = [plate.ink for plate in separations(FAULTS["spot-inks.fails"](), profile()) if plate.page == 1]
    assert inks == ["Cyan", "Magenta", "Yellow", "Black", "PANTONE 032 C"]
    names = [Separation(1, name, b"").file_ink for name in ("PANTONE 032 C", "../etc/passwd", "Bleu é", "..", "Or/Gold")]
    assert names == ["PANTONE-032-C", "etc-passwd", "Bleu-é", "ink", "Or-Gold"]


def test_preflight_says_it_in_words_and_in_json_and_writes_plates(tmp_path: Path) -> None:
    file = tmp_path / "essai.pdf"
    file.write_bytes(good())
    told = run("preflight", file, "--plates", tmp_path / "plates")
    assert told.exit_code == 0
    assert told.stderr.startswith("page 1  C ")
    assert "of 300 % at" in told.stderr
    names = sorted(path.name for path in (tmp_path / "plates").iterdir())
    assert names[:4] == [f"essai_p001_{ink}.png" for ink in ("Black", "Cyan", "Magenta", "Yellow")]
    assert len(names) == 8
    data = json.loads(run("preflight", file, "--json").stdout)
    assert data["ink_limit"] == 300
    assert [page["page"] for page in data["ink"]] == [1, 2]
    assert data["ink"][0]["heaviest"][0].keys() == {"side_mm", "percent", "rectangle"}


def test_two_inks_never_share_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Two names that differ only in signs that files cannot have."""
    plates = [Separation(1, name, name.encode()) for name in ("Or/1", "Or:1", "Or 1")]
    monkeypatch.setattr(guard, "plates", lambda _pdf, _profile: iter(plates))
    file = tmp_path / "essai.pdf"
    file.write_bytes(good())
    assert run("preflight", file, "--plates", tmp_path / "plates").exit_code == 0
    names = ["essai_p001_Or-1.png", "essai_p001_Or-1~2.png", "essai_p001_Or-1~3.png"]
    assert sorted(path.name for path in (tmp_path / "plates").iterdir()) == names
