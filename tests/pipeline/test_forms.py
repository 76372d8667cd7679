"""The forms in which printers take an issue: in pages or in spreads, one file or one a sheet."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import numpy as np
import pikepdf
import pypdfium2
import pytest
from numpy.typing import NDArray

from mise_en_page.pipeline.build import Built, Form, build
from mise_en_page.preflight import judge
from mise_en_page.press import job
from mise_en_page.reading import press_profile
from sample_issue import ISSUE, built, sample_set

FORMS = {
    "pages": Form(),
    "split": Form(split=True),
    "spreads": Form(spreads=True),
    "split spreads": Form(split=True, spreads=True),
}
TRIM = sample_set().layouts["breves"].grid.width, sample_set().layouts["breves"].grid.height
BLEED, SLUG = (side * 72 / 25.4 for side in (5, 12))


@cache
def made(form: str) -> Built:
    return built() if form == "pages" else build(ISSUE, press_profile.shipped("fogra39"), FORMS[form])


def drawn(pdf: bytes, page: int = 0) -> NDArray[np.uint8]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[page].render(scale=1).to_numpy().copy()
    finally:
        document.close()


@pytest.mark.parametrize(
    ("form", "parts"),
    [("pages", [("", ((14,), (15,)))], ), ("split", [("p014", ((14,),)), ("p015", ((15,),))]),
     ("spreads", [("spreads", ((14, 15),))]), ("split spreads", [("p014-015", ((14, 15),))])],
)  # fmt: skip
def test_files_are_called_by_their_folios(form: str, parts: list[tuple[str, tuple[tuple[int, ...], ...]]]) -> None:
    assert [(file.part, file.folios) for file in made(form).files] == parts


@pytest.mark.parametrize("form", FORMS)
def test_boxes_are_exact_and_every_file_passes(form: str) -> None:
    leaves = 2 if "spreads" in form else 1
    margin = BLEED + SLUG
    for file in made(form).files:
        assert judge.preflight(file.pdf, press_profile.shipped("fogra39")) == ()
        with pikepdf.open(BytesIO(file.pdf)) as document:
            assert len(document.pages) == len(file.folios)
            for page in document.pages:
                trim = (margin, margin, margin + leaves * TRIM[0], margin + TRIM[1])
                assert [float(side) for side in page.obj.TrimBox] == pytest.approx(trim, abs=0.01)
                bleed = (SLUG, SLUG, trim[2] + BLEED, trim[3] + BLEED)
                assert [float(side) for side in page.obj.BleedBox] == pytest.approx(bleed, abs=0.01)
                media = (0, 0, trim[2] + margin, trim[3] + margin)
                assert [float(side) for side in page.obj.MediaBox] == pytest.approx(media, abs=0.01)


@pytest.mark.parametrize("form", ["split", "spreads", "split spreads"])
def test_the_same_bytes_every_time(form: str) -> None:
    again = build(ISSUE, press_profile.shipped("fogra39"), FORMS[form])
    assert [file.pdf for file in again.files] == [file.pdf for file in made(form).files]


def test_parts_are_documents_of_their_own() -> None:
    """No two files have one id, and each says in its title what it holds."""
    ids, titles = set(), set()
    for form in FORMS:
        for file in made(form).files:
            with pikepdf.open(BytesIO(file.pdf)) as document:
                ids.add(bytes(document.trailer.ID[0]))
                titles.add(str(document.docinfo["/Title"]))
                assert file.part in str(document.docinfo["/Title"])
    assert len(ids) == len(titles) == 5


def inside(picture: NDArray[np.uint8], left: float, width: float) -> NDArray[np.uint8]:
    """From the top of the cut to its foot, ``width`` pt from ``left`` on the sheet."""
    top = round(BLEED + SLUG)
    return picture[top : top + round(TRIM[1]), round(left) : round(left + width)]


def test_a_split_page_looks_as_it_does_in_the_whole() -> None:
    for number, file in enumerate(made("split").files):
        whole, alone = drawn(made("pages").pdf, number), drawn(file.pdf)
        assert np.array_equal(whole, alone)


def test_a_spread_is_its_two_pages_side_by_side() -> None:
    """The pages' cut parts meet at the spine: the left one whole, the right one from its edge on."""
    spread = drawn(made("spreads").pdf)
    margin = BLEED + SLUG
    for number in (0, 1):
        page = inside(drawn(made("pages").pdf, number), margin, TRIM[0])
        there = inside(spread, margin + number * TRIM[0], TRIM[0])
        width = min(page.shape[1], there.shape[1])
        # drawn a fraction of a pixel elsewhere: letters' edges differ, and nothing larger
        assert np.abs(page[:, :width].astype(int) - there[:, :width]).mean() < 6
    pages = [inside(drawn(made("pages").pdf, number), margin, TRIM[0]).astype(int) for number in (0, 1)]
    assert np.abs(pages[0] - pages[1]).mean() > 20


def test_nothing_bleeds_over_the_spine() -> None:
    """The verso's picture bleeds at its right edge in the single page, and stops at the spine in the spread."""
    margin = BLEED + SLUG
    with pikepdf.open(BytesIO(made("spreads").pdf)) as document:
        held = document.pages[0].obj.Resources.XObject
        left, right = held.Art, held.ArtRight
        edge = [float(side) for side in left.BBox], [float(side) for side in right.BBox]
    assert edge[0][2] - edge[0][0] == pytest.approx(TRIM[0] + BLEED, abs=0.01)
    assert edge[1][2] - edge[1][0] == pytest.approx(TRIM[0] + BLEED, abs=0.01)
    single, spread = drawn(made("pages").pdf, 0), drawn(made("spreads").pdf)
    beyond = inside(single, margin + TRIM[0] + 2, BLEED - 4)
    across = inside(spread, margin + TRIM[0] + 2, BLEED - 4)
    recto = inside(drawn(made("pages").pdf, 1), margin + 2, BLEED - 4)
    assert np.abs(beyond[:, :10].astype(int) - across[:, :10]).mean() > 5
    assert np.abs(across[:, :10].astype(int) - recto[:, :10]).mean() < 2


def test_a_page_without_its_other_half_stands_on_its_side() -> None:
    assert job.pair(("1", "2", "3", "6", "7", "8")) == ((1,), (2, 3), (4, 5), (6,))
    assert job.pair(("3", "5", "iv")) == ((1,), (2,), (3,))
