"""Pages that are shown otherwise than they are drawn: turned, scaled by a UserUnit, cropped. The same faults are found."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pikepdf import Pdf

from mise_en_page.model.problem import Problem, Spot
from mise_en_page.preflight.judge import preflight
from tests.press.faulty import FAULTS, GOOD, changed, double_unit
from tests.press.press_pages import profile


def turn(pdf: Pdf) -> None:
    for page in pdf.pages:
        page.obj.Rotate = 90


def turn_all(pdf: Pdf) -> None:
    """An inherited /Rotate."""
    pdf.Root.Pages.Rotate = 270


def crop(pdf: Pdf) -> None:
    """Only the bleed is shown."""
    for page in pdf.pages:
        page.obj.CropBox = page.obj.BleedBox


WAYS = (turn, turn_all, double_unit, crop)
SEEN = ("ink-limit.fails", "ink-limit.overprint", "bleed-painted.fails", "safe-zone.fails", "hairlines.fails")


def found(pdf: bytes) -> list[Problem]:
    return [problem for problem in preflight(pdf, profile()) if problem.code != "page-geometry"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", SEEN)
def test_a_fault_is_found_however_the_page_is_shown(way: Callable[[Pdf], None], name: str) -> None:
    plain = FAULTS[name]()
    before, after = found(plain), found(changed(way, plain))
    assert [problem.code for problem in after] == [problem.code for problem in before]
    for one, other in zip(before, after, strict=True):
        assert isinstance(one.where, Spot)
        assert isinstance(other.where, Spot)
        there = (other.where.page, other.where.x0, other.where.y0, other.where.x1, other.where.y1)
        # a pixel of the measuring picture, at most: halved numbers are rounded
        assert there == pytest.approx((one.where.page, one.where.x0, one.where.y0, one.where.x1, one.where.y1), abs=0.8)


@pytest.mark.parametrize("way", WAYS)
def test_nothing_else_is_said_of_a_good_page(way: Callable[[Pdf], None]) -> None:
    assert found(changed(way, GOOD["good"]())) == []
