"""The publication's faces in a file: one font each, with the glyphs that are shown, under their own numbers."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont

from mise_en_page.composition.fonts import Catalogue, Face
from mise_en_page.model.drawn import FaceUse
from mise_en_page.press.embed import embed, merged

FONTS = Path(__file__).resolve().parents[2] / "fonts"
CATALOGUE = Catalogue.read(FONTS)


def glyph(face: Face, character: str) -> int:
    return int(hb.Font(hb.Face(face.path.read_bytes())).get_nominal_glyph(ord(character)) or 0)


@pytest.mark.parametrize("face", CATALOGUE.faces[::4], ids=lambda face: face.key)
def test_a_face_is_cut_down_to_the_glyphs_that_are_shown(face: Face) -> None:
    shown = {glyph(face, character): character for character in "Aé1"}
    with pikepdf.new() as pdf:
        font = embed(pdf, face, shown)
        descendant = font.DescendantFonts[0]
        file = bytes((descendant.FontDescriptor.get("/FontFile2") or descendant.FontDescriptor.FontFile3).read_bytes())
        whole, cut = TTFont(face.path), TTFont(BytesIO(file))
        # numbers are kept, and nothing stands after the last of them but the parts of accented letters
        assert max(shown) + 1 <= cut["maxp"].numGlyphs <= max(shown) + 1 + len(shown)
        outlines = cut.getGlyphSet()
        for number in shown:
            name = cut.getGlyphOrder()[number]
            assert outlines[name].width == whole.getGlyphSet()[whole.getGlyphOrder()[number]].width
        assert len(file) < face.path.stat().st_size / 4
        widths = {}
        held = list(descendant.W)
        for first, row in zip(held[::2], held[1::2], strict=True):
            widths |= {int(first) + n: int(width) for n, width in enumerate(row)}
        assert set(widths) == {0, *shown}
        said = font.ToUnicode.read_bytes().decode()
        for number, character in shown.items():
            assert f"<{number:04x}> <{character.encode('utf-16-be').hex()}>" in said


def test_the_same_glyphs_give_the_same_bytes_in_any_order() -> None:
    face = CATALOGUE.faces[-1]
    shown = {glyph(face, character): character for character in "fleuve"}
    made = []
    for texts in (shown, dict(reversed(shown.items()))):
        with pikepdf.new() as pdf:
            pdf.Root.Font = embed(pdf, face, texts)
            out = BytesIO()
            pdf.save(out, static_id=True)
            made.append(out.getvalue())
    assert made[0] == made[1]


def test_where_pages_differ_the_shorter_text_is_said() -> None:
    uses = [FaceUse("a", {1: "", 2: "ffi", 3: "b"}), FaceUse("a", {1: "x", 2: "f", 4: ""}), FaceUse("b", {1: "y"})]
    assert merged(uses) == {"a": {1: "x", 2: "f", 3: "b", 4: ""}, "b": {1: "y"}}
