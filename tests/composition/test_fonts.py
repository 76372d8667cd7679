"""The catalogue: what CSS asks for, what the files hold."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import uharfbuzz as hb
from composing import FONTS, nearest

from mise_en_page.composition import Catalogue, programs
from tests.made_fonts import FORMS, cut, saved, variable

SERIF = FONTS / "source-serif-4"


def test_families_are_matched_without_case(catalogue: Catalogue) -> None:
    face = nearest(catalogue, ("SOURCE SERIF 4 smtext",))
    assert face is not None
    assert face.key == "source-serif-4/SourceSerif4SmText-Regular.ttf"


def test_the_first_family_at_hand_is_taken(catalogue: Catalogue) -> None:
    face = nearest(catalogue, ("Nowhere", "Source Serif 4 Subhead", "Source Serif 4"))
    assert face is not None
    assert face.family == "Source Serif 4 Subhead"


def test_no_family_at_hand(catalogue: Catalogue) -> None:
    assert nearest(catalogue, ("Nowhere",)) is None


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
    face = nearest(catalogue, ("Source Serif 4 SmText",), weight, italic)
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


def test_a_file_that_a_link_names_again_is_read_once(tmp_path: Path) -> None:
    folder = tmp_path / "fonts"
    folder.mkdir()
    shutil.copy(SERIF / "SourceSerif4-Regular.ttf", folder / "a.ttf")
    (folder / "b.ttf").symlink_to(folder / "a.ttf")
    assert [face.key for face in Catalogue.read(folder).faces] == ["a.ttf"]


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


def written(folder: Path, files: dict[str, bytes]) -> Catalogue:
    (folder / "fonts").mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / "fonts" / name).write_bytes(data)
    return Catalogue.read(folder / "fonts")


@pytest.mark.parametrize("form", FORMS)
def test_a_family_is_found_whatever_its_files_are(form: str, tmp_path: Path) -> None:
    catalogue = written(tmp_path, FORMS[form]("Élysée Text"))
    assert catalogue.problems == ()
    heavy = 700 if form == "variable" else 600
    for weight, italic in ((400, False), (400, True), (heavy, False), (heavy, True)):
        face = nearest(catalogue, ("élysée  text",), weight, italic)
        assert face is not None
        assert (face.weight, face.italic) == (weight, italic)
        program = hb.Face(face.program())
        assert not program.has_var_data
        assert {"CFF "} <= set(program.table_tags) or {"glyf", "loca"} <= set(program.table_tags)
        assert catalogue.face(face.key) == face


def test_an_instance_stands_between_its_masters_and_is_found_again_by_its_key(tmp_path: Path) -> None:
    files = {"romain.ttf": variable("Essai")}
    catalogue, elsewhere = written(tmp_path / "a", files), written(tmp_path / "b", files)
    widths = {}
    for weight in (400, 550, 700):
        face = nearest(catalogue, ("Essai",), weight)
        assert face is not None
        assert face.key == f"romain.ttf@wght={weight}"
        font = hb.Font(hb.Face(face.program()))
        widths[weight] = font.get_glyph_h_advance(font.get_nominal_glyph(ord("m")))
        assert elsewhere.face(face.key).program() == face.program()
    assert widths[400] < widths[550] < widths[700]


def test_a_weight_beyond_the_axis_is_its_end(tmp_path: Path) -> None:
    face = nearest(written(tmp_path, {"romain.ttf": variable("Essai")}), ("Essai",), 900)
    assert face is not None
    assert face.weight == 700


def test_a_family_in_two_files_by_characters_is_one(tmp_path: Path) -> None:
    halves = {"b.ttf": saved(cut("Regular", "Essai", "abcé ")), "a.ttf": saved(cut("Regular", "Essai", "Œ"))}
    chain = written(tmp_path, halves).chain(("Essai",))
    assert [face.path.name for face in chain] == ["b.ttf", "a.ttf"]  # the one with more of French before the other


def test_a_program_is_the_same_with_a_damaged_cache_and_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    files = {"a.woff2": saved(cut("Regular", "Essai"), "woff2")}
    made = []
    for n in range(3):
        programs.program.cache_clear()
        made.append(written(tmp_path / str(n), files).faces[0].program())
        for entry in (tmp_path / "cache").rglob("*.font"):
            entry.write_bytes(entry.read_bytes()[:-5] if n == 0 else b"")
    assert made[0] == made[1] == made[2]


def test_little_data_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    packed = bytearray(saved(cut("Regular", "Essai"), "woff"))
    length = 44 + 12  # of the first table: as long as it is said to be, unpacked
    packed[length : length + 4] = (2_000_000_000).to_bytes(4, "big")
    (problem,) = written(tmp_path, {"a.woff": bytes(packed)}).problems
    assert problem.code == "font-damaged"
    assert "more than a font may weigh" in problem.message
