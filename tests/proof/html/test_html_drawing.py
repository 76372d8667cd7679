"""What a page holds that SVG has no word for, in a browser beside pdfium: as a small picture each, the rest as drawn."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from opening import difference, opened
from pikepdf import Array, Dictionary, Name
from playwright.sync_api import Browser

from mise_en_page.proof.html.pages import draw
from tests.desk.browsing import browser as real_browser
from tests.desk.browsing import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if chromium() is None:
        pytest.skip("no browser")
    with real_browser() as launched:
        yield launched


def page_of(content: str, high: int = 283) -> bytes:
    """A page of 200 × 283 pt, with what its content may name."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, high))
        ramp = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 1, 1, 0]), C1=Array([1, 0, 0, 0]), N=1)
        axial = Dictionary(
            ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=Array([0, 0, 200, 0]), Function=ramp,
            Extend=Array([True, True]),
        )  # fmt: skip
        fade = pdf.make_stream(bytes(range(256)) * 4, Type=Name.XObject, Subtype=Name.Image, Width=256, Height=4,
                               ColorSpace=Name.DeviceGray, BitsPerComponent=8)  # fmt: skip
        inks = bytes(value for x in range(64) for value in (x * 4, 255 - x * 4, 60, 0)) * 64
        photo = pdf.make_stream(inks, Type=Name.XObject, Subtype=Name.Image, Width=64, Height=64,
                                ColorSpace=Name.DeviceCMYK, BitsPerComponent=8, SMask=fade)  # fmt: skip
        group = pdf.make_stream(
            b"1 0 0 0 k 20 20 80 80 re f 0 1 0 0 k 60 60 80 80 re f", Type=Name.XObject, Subtype=Name.Form,
            BBox=Array([0, 0, 200, 200]), Group=Dictionary(S=Name.Transparency, I=True),
        )  # fmt: skip
        mask = pdf.make_stream(
            b"/Axial sh", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 200, high]),
            Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray),
            Resources=Dictionary(Shading=Dictionary(Axial=Dictionary(
                ShadingType=2, ColorSpace=Name.DeviceGray, Coords=Array([0, 0, 200, 0]),
                Function=Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1]), C1=Array([0]), N=1)))),
        )  # fmt: skip
        page.obj.Resources = Dictionary(
            XObject=Dictionary(Photo=photo, Group=group),
            Shading=Dictionary(Axial=pdf.make_indirect(axial)),
            Pattern=Dictionary(Striped=Dictionary(PatternType=2, Shading=axial)),
            ExtGState=Dictionary(
                Half=Dictionary(ca=0.5, CA=0.5),
                Times=Dictionary(BM=Name.Multiply),
                Faded=Dictionary(SMask=Dictionary(S=Name.Luminosity, G=mask)),
                Whole=Dictionary(SMask=Name("/None")),
            ),
        )
        page.obj.Contents = pdf.make_stream(content.encode("ascii"))
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


KINDS = {
    "a shading within a curved clip": "q 100 20 m 180 20 180 240 100 240 c 20 240 20 20 100 20 c W n /Axial sh Q",
    "a pattern as a colour": "/Pattern cs /Striped scn 30 40 140 90 re f 0 0 0 1 k 30 150 140 20 re f",
    "a photograph, clear in parts, turned": "0 0 1 0 k 0 0 200 283 re f q 90 50 -50 90 80 80 cm /Photo Do Q",
    "a group that is seen through": "0 0 1 0 k 0 90 200 100 re f /Half gs /Group Do",
    "inks over inks": "0 0 1 0 k 0 90 200 100 re f /Times gs 1 0 0 0 k 60 50 80 200 re f",
    "a soft mask": "/Faded gs 1 0 0 0 k 0 50 200 100 re f /Whole gs 0 1 0 0 k 0 180 200 50 re f",
    "dashes and round ends": "8 w 1 J [20 15] 5 d 20 50 m 180 200 l S [] 0 d 2 J 1 j 20 120 m 60 250 l 150 250 l S",
    "holes": "20 20 160 200 re 60 60 80 100 re f* 1 0 0 rg 150 240 40 30 re 160 245 20 15 re W* n 0 230 200 50 re f",
    "curves from where the path is": "100 40 m 20 100 100 140 v 180 180 100 240 y h f",
}


@pytest.mark.parametrize("content", KINDS.values(), ids=list(KINDS))
def test_what_svg_has_no_word_for_is_shown_as_well(browser: Browser, tmp_path: Path, content: str) -> None:
    """Beside pdfium's picture of the page, edges apart."""
    pdf = page_of(content)
    (page,), css = draw(pdf)
    file = tmp_path / "page.html"
    svg = f'<svg class="page" viewBox="0 0 {page.width} {page.height}">{page.body}</svg>'
    file.write_text(f"<!doctype html><style>.page{{isolation:isolate}}{css}</style>{svg}", encoding="utf-8")
    shown = opened(browser, file, viewport={"width": 700, "height": 900})
    assert shown.faults == []  # type: ignore[attr-defined]
    assert difference(shown, 0, pdf, by=4) < 2.0


def test_a_page_that_cannot_be_followed_is_one_picture() -> None:
    """Of more shadings than there may be pictures for, none is left out."""
    rows = " ".join(f"q 0 {n * 5} 200 2 re W n /Axial sh Q 0 {n * 5 + 3} 200 1 re f" for n in range(50))
    (page,), _ = draw(page_of(rows))
    assert page.body.count("<image") == 1
    assert "<path" not in page.body
