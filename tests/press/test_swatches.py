"""Colours that CSS cannot say: gradients in inks, and spot inks, through reserved RGB triplets."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from mise_en_page.model.problem import Refused
from mise_en_page.preflight.judge import preflight
from mise_en_page.press.finishing import finish
from mise_en_page.press.job import Swatch
from tests.press.press_pages import inside, job, plain, plates, profile

SEA = Swatch("mer", (1, 2, 3), (1, 0.4, 0, 0))
SUN = Swatch("soleil", (4, 5, 6), (0, 0.2, 1, 0))
RED = Swatch("PANTONE 032 C", (7, 8, 9), (0, 0.9, 0.8, 0), spot=True)
GRADIENT = '<div style="height: 40mm; background: linear-gradient(to right, rgb(1 2 3), rgb(4 5 6))"></div>'


def test_a_gradient_between_swatches_prints_in_their_inks(tmp_path: Path) -> None:
    pdf = finish(plain(GRADIENT), profile(), job(swatches=(SEA, SUN)))
    assert preflight(pdf, profile()) == ()
    found = plates(pdf, tmp_path)
    row = {ink: inside(plate, (10, 20, 90, 21))[0] for ink, plate in found.items()}
    assert row["Cyan"][1] > 245
    assert row["Cyan"][-2] < 10
    assert row["Yellow"][1] < 10
    assert row["Yellow"][-2] > 245
    assert row["Cyan"][len(row["Cyan"]) // 2] == pytest.approx(128, abs=6)
    assert row["Black"].max() == 0


def test_a_gradient_with_another_colour_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        finish(plain(GRADIENT), profile(), job(swatches=(SEA,)))
    assert [problem.code for problem in refusal.value.problems] == ["press-gradient-rgb"]


def test_a_spot_ink_is_a_plate_of_its_own(tmp_path: Path) -> None:
    body = '<p style="color: rgb(7 8 9); font-size: 20pt">Titre</p><div style="border: 2pt solid rgb(7 8 9)">Cadre</div>'
    pdf = finish(plain(body), profile(), job(swatches=(RED,)))
    found = plates(pdf, tmp_path)
    assert inside(found["PANTONE 032 C"], (10, 10, 90, 40)).max() == 255
    assert inside(found["Magenta"], (10, 10, 90, 40)).max() == 0
    assert [problem.code for problem in preflight(pdf, profile())] == ["spot-inks"]
    assert preflight(pdf, dataclasses.replace(profile(), spots=("PANTONE 032 C",))) == ()
