"""Glyphs of Type 3 fonts are drawings: those that come in colours of their own are looked at as drawings are."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from mise_en_page.preflight.judge import inspect, preflight
from tests.press.faulty import changed, draw, good
from tests.press.press_pages import plates as judged
from tests.press.press_pages import profile

needs_ghostscript = pytest.mark.skipif(shutil.which("gs") is None, reason="Ghostscript is not here")


def lettered(*glyphs: bytes, shown: str = "(aab) Tj") -> bytes:
    """A page with letters of a font whose glyphs a, b … are these, in magenta where they have no colour, 40 pt large."""

    def change(pdf: Pdf) -> None:
        names = [chr(97 + place) for place in range(len(glyphs))]
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontBBox=Array([0, 0, 1000, 1000]),
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
            CharProcs=Dictionary({f"/{name}": pdf.make_stream(glyph) for name, glyph in zip(names, glyphs, strict=True)}),
            Encoding=Dictionary(Type=Name.Encoding, Differences=Array([97, *(Name(f"/{name}") for name in names)])),
            FirstChar=97,
            LastChar=96 + len(names),
            Widths=Array([1000] * len(names)),
            Resources=Dictionary(),
        )
        draw(pdf, f"0 1 0 0 k BT /T 40 Tf 30 100 Td {shown} ET", Font={"T": font})

    return changed(change)


def codes(pdf: bytes) -> list[str]:
    return [problem.code for problem in preflight(pdf, profile())]


SQUARE = b"0 0 1000 1000 re f"
GLYPHS: dict[str, tuple[bytes, bool]] = {
    "a glyph in screen colours": (b"1000 0 d0 1 0 0 rg " + SQUARE, True),
    "a glyph in inks": (b"1000 0 d0 0 0 1 0 k " + SQUARE, False),
    "a glyph that takes the text's colour": (b"1000 0 0 0 1000 1000 d1 1 0 0 rg " + SQUARE, False),
    "a glyph that draws nothing": (b"1000 0 d0", False),
}


@pytest.mark.parametrize(("glyph", "told"), GLYPHS.values(), ids=GLYPHS)
def test_a_glyphs_own_colours_are_judged(glyph: bytes, told: bool) -> None:
    assert ("colour-spaces" in codes(lettered(glyph))) is told


def test_a_glyph_within_itself_ends() -> None:
    font = b"1000 0 d0 BT /T 1 Tf (a) Tj ET"
    assert "fonts-type3" in codes(lettered(font, shown="(a) Tj"))


@pytest.mark.filterwarnings("ignore:Unexpected end of stream")
def test_damaged_fonts_are_told_and_end() -> None:
    assert "fonts-type3" in codes(lettered(b"1000 0 d0 q q q ( <<", b"\xff\xfe", shown="(abc) Tj [(a) -2000 (b)] TJ"))


@needs_ghostscript
def test_their_inks_are_those_of_ghostscript(tmp_path: Path) -> None:
    """Yellow squares by a glyph's own colour, a magenta one by the text's; the trimmed page is 17 mm inside the sheet."""
    pdf = lettered(b"1000 0 d0 0 0 1 0 k " + SQUARE, b"1000 0 0 0 1000 1000 d1 " + SQUARE, shown="(aab) Tj")
    coverage = inspect(pdf, profile()).inks[0].coverage
    found = judged(pdf, tmp_path)
    for ink, amount in coverage:
        rows, columns = (slice(round(17 / 25.4 * 100), round((17 + side) / 25.4 * 100)) for side in (80, 100))
        assert amount == pytest.approx(float(found[ink][rows, columns].mean()) / 2.55, abs=0.3), ink
    before = dict(inspect(good(), profile()).inks[0].coverage)
    assert dict(coverage)["Yellow"] > before["Yellow"] + 1
    assert dict(coverage)["Magenta"] > before["Magenta"] + 0.5
