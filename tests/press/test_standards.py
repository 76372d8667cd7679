"""The same page in the three standards."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from fontTools.cffLib import CFFFontSet

from mise_en_page.model.problem import Refused
from mise_en_page.preflight.judge import preflight
from mise_en_page.press.finishing import finish
from tests.press.faulty import BODY, CSS, picture
from tests.press.press_pages import job, plain, plates, profile, run, tool

STANDARDS = {"fogra39": "PDF/X-4", "fogra39-x3": "PDF/X-3:2003", "fogra39-x1a": "PDF/X-1a:2003"}
PAGE = BODY + f'<img src="{picture()}">'


@pytest.mark.parametrize("name", STANDARDS)
@pytest.mark.parametrize("cff", [False, True])
def test_each_standard_passes_its_own_preflight(name: str, cff: bool) -> None:
    pdf = finish(plain(PAGE, CSS, cff=cff), profile(name), job())
    assert preflight(pdf, profile(name)) == ()


@pytest.mark.parametrize("name", STANDARDS)
def test_the_claim_is_where_the_standard_wants_it(name: str, tmp_path: Path) -> None:
    pdf = finish(plain(PAGE, CSS), profile(name), job())
    (tmp_path / "x.pdf").write_bytes(pdf)
    said = run(tool("pdfinfo"), tmp_path / "x.pdf")
    assert f"PDF version:     {'1.6' if name == 'fogra39' else '1.4'}" in said
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert ("/GTS_PDFXVersion" in document.docinfo) == (name != "fogra39")
        if name != "fogra39":
            assert str(document.docinfo.GTS_PDFXVersion) == STANDARDS[name]
            # poppler knows the standards that are claimed in Info
            assert re.search(rf"PDF subtype:\s+{re.escape(STANDARDS[name])}", said)


def test_old_standards_get_bare_cff_keyed_by_number(tmp_path: Path) -> None:
    pdf = finish(plain(PAGE, CSS, cff=True), profile("fogra39-x1a"), job())
    (tmp_path / "x.pdf").write_bytes(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        (font,) = document.pages[0].obj.Resources.XObject.Art.Resources.Font.values()
        stream = font.DescendantFonts[0].FontDescriptor.FontFile3
        assert str(stream.Subtype) == "/CIDFontType0C"
        cff = CFFFontSet()
        cff.decompile(io.BytesIO(stream.read_bytes()), None)
        assert cff.topDictIndex[0].ROS == ("Adobe", "Identity", 0)
    assert "CID Type 0C" in run(tool("pdffonts"), tmp_path / "x.pdf")


def test_all_three_print_the_same_plates(tmp_path: Path) -> None:
    source = plain(PAGE, CSS, cff=True)
    made = [plates(finish(source, profile(name), job()), tmp_path / name) for name in STANDARDS]
    for other in made[1:]:
        for ink, plate in made[0].items():
            # the slug line names no font here, so the whole sheet is the same
            assert np.array_equal(plate, other[ink]), ink


@pytest.mark.parametrize("name", ["fogra39-x3", "fogra39-x1a"])
def test_transparency_is_refused_where_the_standard_has_none(name: str) -> None:
    with pytest.raises(Refused) as refusal:
        finish(plain('<p style="opacity: .5">semi</p>'), profile(name), job())
    assert [problem.code for problem in refusal.value.problems] == ["press-transparency"]


def test_a_file_for_one_standard_fails_as_another() -> None:
    pdf = finish(plain(PAGE, CSS), profile(), job())
    assert {problem.code for problem in preflight(pdf, profile("fogra39-x1a"))} == {"claim", "version"}
