"""Our plates against Ghostscript's: the same ink, within a fraction of a percent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Dictionary, Name, Pdf

from mise_en_page.pdf.spaces import PROCESS
from mise_en_page.preflight.examine import Reading
from mise_en_page.preflight.examined import opened
from mise_en_page.preflight.plate_sums import Paper, Plates, _heaviest, _squares
from mise_en_page.preflight.plates import separate
from tests.press.faulty import FAULTS, GOOD, changed, draw, font
from tests.press.press_pages import plates, profile

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
        examined = Reading(pdf, document).page(0)
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
    assert made.heaviest(0.5)[0][0] == pytest.approx(100, abs=0.5)


OVERPRINTED: dict[str, tuple[str, tuple[float, ...]]] = {
    # a square of 20 pt of magenta and black, and over it one more; what is expected in its middle, in C M Y K
    "colour knocks out": ("0.5 0 0 0 k", (0.5, 0, 0, 0)),
    "colour overprints with the inks it has": ("/O gs 0.5 0 0 0 k", (0.5, 0.6, 0, 0.3)),
    "black overprints on all others": ("/O gs 0 0 0 1 k", (0, 0.6, 0, 1)),
    "in the other mode nothing is left alone": ("/M gs 0.5 0 0 0 k", (0.5, 0, 0, 0)),
    "a colour keeps its amounts when overprint ends": ("/O gs 0.5 0 0 0 k /N gs", (0.5, 0, 0, 0)),
    "white that overprints is not there": ("/O gs 0 0 0 0 k", (0, 0.6, 0, 0.3)),
    "luminosity is mixed from all inks": ("/L gs 0 0 0 0 k", (0, 0, 0, 0)),
}


@pytest.mark.parametrize("name", OVERPRINTED)
def test_each_ink_is_left_or_taken_for_itself(name: str) -> None:
    """Three inks share a drawing; where they part, each has its own."""
    operators, wanted = OVERPRINTED[name]
    states = {
        "O": Dictionary(OP=True, op=True, OPM=1),
        "M": Dictionary(OP=True, op=True, OPM=0),
        "N": Dictionary(OP=False, op=False),
        "L": Dictionary(BM=Name.Luminosity),
    }

    def change(pdf: Pdf) -> None:
        paper = "0 0 0 0 k 20 100 40 40 re f 0 0.6 0 0.3 k 30 110 20 20 re f"
        draw(pdf, f"{paper} {operators} 30 110 20 20 re f", ExtGState=states)

    made = ours(changed(change))
    left, bottom, _, _ = made.page.cut
    rows, columns = made.within((left + 38, bottom + 118, left + 42, bottom + 122))
    amounts = [float(plate[rows, columns].mean()) / 255 for plate in made.arrays]
    assert amounts == pytest.approx(wanted, abs=0.01)


def test_letters_stand_where_those_before_them_end_even_if_these_are_not_drawn() -> None:
    """Black overprints: on the other plates it is left out, and the coloured word after it is where it was."""

    def change(pdf: Pdf) -> None:
        words = "/O gs 0 0 0 1 k BT /F 10 Tf 30 120 Td <0005000600070005> Tj 1 0 0 0 k <0007> Tj ET"
        draw(pdf, words, Font={"F": font(pdf)}, ExtGState={"O": Dictionary(OP=True, op=True, OPM=1)})

    def alone(pdf: Pdf) -> None:
        words = "1 0 0 0 k BT /F 10 Tf 30 120 Td 3 Tr <0005000600070005> Tj 0 Tr <0007> Tj ET"
        draw(pdf, words, Font={"F": font(pdf)})

    one, other = (ours(changed(way)).arrays[0] for way in (change, alone))
    assert np.array_equal(one, other)


def test_squares_are_summed_as_by_hand() -> None:
    rng = np.random.default_rng(7)
    for span, most, kind in ((1, 255, np.uint16), (4, 1020, np.uint16), (20, 4080, np.uint16), (13, 65_535, np.uint16)):
        amounts = rng.integers(0, most, (40, 31), endpoint=True).astype(kind)
        found = _squares(amounts, span, most, Paper())
        slow = np.lib.stride_tricks.sliding_window_view(amounts.astype(np.int64), (span, span)).sum((2, 3))
        assert np.array_equal(found, slow)


SHADES = st.integers(0, 4080) | st.sampled_from((0, 1, 255, 1020))


@given(
    st.tuples(st.integers(8, 60), st.integers(8, 60)),
    st.integers(1, 30),
    st.lists(st.tuples(st.integers(0, 59), st.integers(0, 59), st.integers(1, 40), st.integers(1, 40), SHADES), max_size=6),
    st.integers(0, 2**32 - 1) | st.none(),
)
def test_the_heaviest_square_is_that_of_all_sums(shape, span, panels, grain) -> None:  # type: ignore[no-untyped-def]
    """On flat panels, where many squares are as heavy, the first; on grain, the only one."""
    amounts = np.zeros(shape, np.uint16)
    if grain is not None:
        amounts += np.random.default_rng(grain).integers(0, 60, shape, dtype=np.uint16)
    for top, left, high, wide, shade in panels:
        amounts[top : top + high, left : left + wide] = shade
    span = min(span, *shape)
    slow = np.lib.stride_tricks.sliding_window_view(amounts.astype(np.int64), (span, span)).sum((2, 3))
    row, column = divmod(int(slow.argmax()), slow.shape[1])
    assert _heaviest(amounts, span, 4080, Paper()) == (row, column, slow.max())
