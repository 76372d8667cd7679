"""The catalogue: what CSS asks for, what the files hold."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import uharfbuzz as hb
from composing import FONTS

from mise_en_page.composition import Catalogue

SERIF = FONTS / "source-serif-4"


def test_families_are_matched_without_case(catalogue: Catalogue) -> None:
    face = catalogue.match(("SOURCE SERIF 4 smtext",))
    assert face is not None
    assert face.key == "source-serif-4/SourceSerif4SmText-Regular.ttf"


def test_the_first_family_at_hand_is_taken(catalogue: Catalogue) -> None:
    face = catalogue.match(("Nowhere", "Source Serif 4 Subhead", "Source Serif 4"))
    assert face is not None
    assert face.family == "Source Serif 4 Subhead"


def test_no_family_at_hand(catalogue: Catalogue) -> None:
    assert catalogue.match(("Nowhere",)) is None


@pytest.mark.parametrize(
    ("weight", "italic", "expected"),
    [
        (400, False, "SmText-Regular"),
        (500, False, "SmText-Regular"),  # CSS: 500 looks to 400 before it looks up
        (700, False, "SmText-Semibold"),
        (300, False, "SmText-Regular"),
        (400, True, "SmText-It"),
        (700, True, "SmText-SemiboldIt"),
    ],
)
def test_weights_as_css_orders_them(catalogue: Catalogue, weight: int, italic: bool, expected: str) -> None:
    face = catalogue.match(("Source Serif 4 SmText",), weight, italic)
    assert face is not None
    assert face.path.stem == f"SourceSerif4{expected}"


def test_every_line_box_is_that_of_harfbuzz(catalogue: Catalogue) -> None:
    for face in catalogue.faces:
        extents = hb.Font(hb.Face(hb.Blob.from_file_path(str(face.path)))).get_font_extents("ltr")
        assert face.ascent * face.units_per_em == pytest.approx(extents.ascender), face.key
        assert face.descent * face.units_per_em == pytest.approx(-extents.descender), face.key


def test_a_damaged_font_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    shutil.copy(SERIF / "SourceSerif4-Regular.ttf", tmp_path / "b.ttf")
    whole = (SERIF / "SourceSerif4-It.ttf").read_bytes()
    (tmp_path / "a.ttf").write_bytes(whole[:5000])
    (tmp_path / "c.otf").write_bytes(b"")
    (tmp_path / "d.woff2").write_bytes(b"wOF2 and nothing more")
    catalogue = Catalogue.read(tmp_path)
    assert [face.key for face in catalogue.faces] == ["b.ttf"]
    assert [problem.code for problem in catalogue.problems] == ["font-damaged"] * 3
    assert [str(problem.where) for problem in catalogue.problems] == ["a.ttf:1:1", "c.otf:1:1", "d.woff2:1:1"]


def test_a_file_below_two_folders_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    shutil.copy(SERIF / "SourceSerif4-Regular.ttf", tmp_path / "fonts" / "a.ttf")
    assert [face.key for face in Catalogue.read(tmp_path / "fonts", tmp_path).faces] == ["a.ttf"]


def test_another_content_is_another_face(tmp_path: Path) -> None:
    shutil.copy(SERIF / "SourceSerif4-Regular.ttf", tmp_path / "a.ttf")
    before = Catalogue.read(tmp_path).faces[0]
    shutil.copy(SERIF / "SourceSerif4-Semibold.ttf", tmp_path / "a.ttf")
    assert Catalogue.read(tmp_path).faces[0] != before


def test_no_folder_no_faces(tmp_path: Path) -> None:
    assert Catalogue.read(tmp_path / "missing").faces == ()


def test_a_link_that_leads_out_of_the_publication_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "publication" / "fonts"
    folder.mkdir(parents=True)
    (folder / "linked.ttf").symlink_to(SERIF / "SourceSerif4SmText-Regular.ttf")
    catalogue = Catalogue.read(folder)
    assert catalogue.faces == ()
    assert [(problem.code, problem.severity) for problem in catalogue.problems] == [("outside", "error")]


def test_fonts_that_are_elsewhere_as_a_whole_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "publication").mkdir()
    (tmp_path / "publication" / "fonts").symlink_to(FONTS)
    assert Catalogue.read(tmp_path / "publication" / "fonts").faces == ()
