"""Our plates against Ghostscript's: the same ink, within a fraction of a percent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from faulty import FAULTS, GOOD
from press_pages import plates, profile

from mise_en_page.press.examine import PROCESS, examine, opened
from mise_en_page.press.plates import Plates, separate

PAGES: dict[str, Callable[[], bytes]] = {
    **{name: GOOD[name] for name in ("good", "good.opacity", "good.white")},
    **{
        name: FAULTS[name]
        for name in ("ink-limit.overprint", "ink-limit.picture", "black-overprint.fails", "black-overprint.mode")
    },
    **{name: FAULTS[name] for name in ("white-overprint.fails", "marks-outside.fails", "hairlines.filled")},
}


def ours(pdf: bytes) -> Plates:
    with opened(pdf) as document:
        examined = examine(pdf, document)
        found = separate(examined, examined.pages[0], profile())
    assert found is not None
    return found


@pytest.mark.parametrize("name", PAGES)
def test_coverage_is_that_of_ghostscript(name: str, tmp_path: Path) -> None:
    pdf = PAGES[name]()
    made, judged = ours(pdf), plates(pdf, tmp_path)
    where = made.within(made.page.printed)
    for ink in PROCESS:
        mine, theirs = made.arrays[made.inks.index(ink)][where], judged[ink][where]
        assert mine.shape == theirs.shape
        assert float(mine.mean()) / 2.55 == pytest.approx(float(theirs.mean()) / 2.55, abs=0.3), ink


def test_black_overprints_on_our_plates_too() -> None:
    made = ours(FAULTS["ink-limit.overprint"]())
    ((most, box),) = made.heaviest(14)
    assert most == pytest.approx(360, abs=1)
    left, bottom, _, _ = made.page.cut
    assert (box[0] - left, box[1] - bottom) >= (19, 109)


def test_a_spot_ink_is_a_plate_of_its_own() -> None:
    made = ours(FAULTS["spot-inks.fails"]())
    assert made.inks == (*PROCESS, "PANTONE 032 C")
    assert made.arrays[4].max() == 255
    # 20 pt square, on a page of 100 x 80 mm
    assert made.coverage()["PANTONE 032 C"] == pytest.approx(400 / (283.46 * 226.77) * 100, abs=0.02)


def test_coverage_of_a_known_page() -> None:
    made = ours(GOOD["good.white"]())
    assert made.coverage()["Cyan"] == 0
    assert 0.5 < made.coverage()["Black"] < 5
    assert np.asarray(made.total()).max() == pytest.approx(100, abs=0.5)
