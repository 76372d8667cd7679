"""Glyphs and the text that each stands for."""

from __future__ import annotations

import pytest
import uharfbuzz as hb
from composing import nearest

from mise_en_page.composition import Catalogue, Face
from mise_en_page.composition.shaping import shaper


@pytest.fixture(scope="module")
def face(catalogue: Catalogue) -> Face:
    found = nearest(catalogue, ("Source Serif 4",))
    assert found is not None
    return found


def test_the_texts_of_the_glyphs_are_the_word(face: Face) -> None:
    for word in ("affirment", "œuvre", "e\u0301te\u0301", "oﬃce", "mi\u00adnuit"):
        assert "".join(shaper(face, ()).shape(word).texts) == word


def test_widths_are_those_of_harfbuzz(face: Face) -> None:
    font = hb.Font(hb.Face(hb.Blob.from_file_path(str(face.path))))
    for word in ("AVATAR", "Tôt", "difficile", "l’étendard"):
        buffer = hb.Buffer()
        buffer.add_str(word)
        buffer.guess_segment_properties()
        hb.shape(font, buffer)
        whole = sum(position.x_advance for position in buffer.glyph_positions)
        assert shaper(face, ()).shape(word).width * face.units_per_em == pytest.approx(whole)


def test_an_accent_apart_is_no_gap_for_tracking(face: Face) -> None:
    shaped = shaper(face, ()).shape("q\u0307a")  # no such letter: a base and its mark
    assert shaped.tracked == 1


def test_a_feature_changes_the_glyphs(face: Face) -> None:
    plain, small = shaper(face, ()).shape("xix"), shaper(face, (("smcp", 1),)).shape("xix")
    assert plain.glyphs != small.glyphs
    assert small.texts == ("x", "i", "x")


def test_there_is_no_width_before_a_place_inside_a_cluster(face: Face) -> None:
    shaped = shaper(face, ()).shape("q\u0307a")
    assert sorted(shaped.widths()) == [0, 2]
    assert shaped.widths()[0] == 0.0
    assert shaped.widths()[2] == pytest.approx(shaper(face, ()).shape("q\u0307").width, abs=0.02)  # a kern
