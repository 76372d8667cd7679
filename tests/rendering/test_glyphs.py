"""What a glyph says of itself depends on its font alone: not on the page, nor on other pages."""

from __future__ import annotations

from pathlib import Path

import pytest
import uharfbuzz as hb

from mise_en_page.composition.fonts import Catalogue
from mise_en_page.rendering.glyphs import Glyphs, glyphs_of

FONTS = Path(__file__).resolve().parents[2] / "fonts"
FACE = next(face for face in Catalogue.read(FONTS).faces if face.path.stem == "SourceSerif4SmText-Regular")


def shaped(text: str, **features: bool) -> list[int]:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(hb.Font(hb.Face(FACE.path.read_bytes())), buffer, features)
    return [info.codepoint for info in buffer.glyph_infos]


@pytest.fixture
def glyphs() -> Glyphs:
    return glyphs_of(FACE)


@pytest.mark.parametrize(
    ("text", "features", "said", "agrees"),
    [
        ("a", {}, "a", True),
        ("’", {}, "’", True),  # and not the modifier letter U+02BC, which looks alike
        ("-", {}, "-", True),
        ("\u00a0", {}, " ", True),
        ("3", {"onum": True}, "3", True),  # an old-style figure
        ("fi", {"liga": True}, "fi", True),
        ("a", {"smcp": True}, "a", True),
        ("A", {"c2sc": True}, "a", False),  # a capital set as a small one: the page must say so
        ("e", {"sups": True}, "e", True),  # a superior, which has a character of its own that nobody types
    ],
)
def test_what_a_glyph_stands_for(glyphs: Glyphs, text: str, features: dict[str, bool], said: str, agrees: bool) -> None:
    (glyph,) = shaped(text, **features)
    assert glyphs.pair(glyph, text) == ((glyph, said), agrees)


def test_the_second_glyph_of_a_cluster_says_nothing(glyphs: Glyphs) -> None:
    assert glyphs.pair(1, "") == ((1, ""), True)
