"""The finished file, looked at by its objects and by outside judges."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
import weasyprint
from PIL import Image, ImageChops

from mise_en_page.composition import Catalogue
from mise_en_page.model.problem import Refused
from mise_en_page.press.finishing import finish
from mise_en_page.press.images import prepare_image
from tests.press.press_pages import (
    BLEED,
    MM,
    TRIM,
    data_url,
    encoded,
    font_file,
    inside,
    job,
    plain,
    plates,
    profile,
    run,
    tool,
)

TEXT = "<p>Le texte courant, en noir seul, sur deux lignes ou trois, cela dépend de la justification.</p>"


def finished(body: str, css: str = "", **changes: object) -> bytes:
    return finish(plain(body, css), profile(), job(**changes))  # type: ignore[arg-type]


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def operators(pdf: bytes) -> list[str]:
    """The art's content stream, one instruction a line."""
    with opened(pdf) as document:
        art = document.pages[0].obj.Resources.XObject.Art
        return pikepdf.unparse_content_stream(pikepdf.parse_content_stream(art)).decode("latin-1").split("\n")


def test_boxes_are_exact_and_start_at_zero() -> None:
    with opened(finished(TEXT)) as document:
        page = document.pages[0].obj
        margin = BLEED + 12 * MM
        trim = (margin, margin, margin + TRIM[0], margin + TRIM[1])
        bleed = (trim[0] - BLEED, trim[1] - BLEED, trim[2] + BLEED, trim[3] + BLEED)
        assert [float(side) for side in page.TrimBox] == pytest.approx(trim, abs=0.001)
        assert [float(side) for side in page.BleedBox] == pytest.approx(bleed, abs=0.001)
        assert [float(side) for side in page.MediaBox] == pytest.approx(
            (0, 0, TRIM[0] + 2 * margin, TRIM[1] + 2 * margin), abs=0.001
        )
        assert "/CropBox" not in page
        assert "/ArtBox" not in page


def test_poppler_reads_the_same_boxes(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(finished(TEXT))
    said = run(tool("pdfinfo"), "-box", tmp_path / "x.pdf")
    assert re.search(r"TrimBox:\s+48\.19\s+48\.19\s+331\.65\s+274\.96", said)
    assert re.search(r"BleedBox:\s+34\.02\s+34\.02\s+345\.83\s+289\.13", said)
    assert "PDF version:     1.6" in said


def test_identity_agrees_in_info_and_xmp() -> None:
    with opened(finished(TEXT)) as document:
        info = {key: str(value) for key, value in document.docinfo.items()}
        assert info["/Title"] == "La Gazette n° 12"
        assert info["/Trapped"] == "/False"
        assert info["/CreationDate"] == info["/ModDate"] == "D:20180501120000Z"
        assert "/GTS_PDFXVersion" not in info
        raw = document.Root.Metadata.read_raw_bytes()  # readable without decompressing, as PDF/X-4 wants
        assert b"<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" in raw
        with document.open_metadata() as xmp:
            assert xmp["dc:title"] == "La Gazette n° 12"
            assert xmp["pdf:Trapped"] == "False"
            assert xmp["xmp:CreateDate"] == "2018-05-01T12:00:00Z"
            assert xmp["pdf:Producer"] == info["/Producer"]


def test_the_output_intent_is_the_registered_condition() -> None:
    with opened(finished(TEXT)) as document:
        (intent,) = document.Root.OutputIntents  # type: ignore[misc]
        assert str(intent.S) == "/GTS_PDFX"
        assert str(intent.OutputConditionIdentifier) == "FOGRA39"
        assert str(intent.RegistryName) == "http://www.color.org"
        assert intent.DestOutputProfile.read_bytes() == profile().icc
        assert int(intent.DestOutputProfile.N) == 4


def test_nothing_stays_that_a_press_cannot_use() -> None:
    links = '<h1 id="a">Un</h1><p><a href="http://example.org">loin</a> <a href="#a">près</a></p>'
    pdf = finished(links, "a { color: device-cmyk(0 0 0 1) }")
    with opened(pdf) as document:
        assert set(document.Root.keys()) == {"/Type", "/Pages", "/OutputIntents", "/Metadata", "/Lang"}
        assert "/Annots" not in document.pages[0].obj
        assert "/ColorSpace" not in document.pages[0].obj.Resources.XObject.Art.Resources
    assert b"example.org" not in pdf


def test_text_is_on_the_black_plate_alone(tmp_path: Path) -> None:
    found = plates(finished(TEXT), tmp_path)
    page = (0, 0, 100, 80)
    assert inside(found["Black"], page).max() == 255
    for ink in ("Cyan", "Magenta", "Yellow"):
        assert inside(found[ink], page).max() == 0


@pytest.mark.parametrize("colour", ["black", "#000", "rgb(0 0 0)"])
def test_css_black_is_black_ink(colour: str, tmp_path: Path) -> None:
    found = plates(finished(TEXT, f"p {{ color: {colour} }}"), tmp_path)
    assert inside(found["Black"], (0, 0, 100, 80)).max() == 255
    assert inside(found["Cyan"], (0, 0, 100, 80)).max() == 0


def test_black_text_overprints_and_white_text_knocks_out(tmp_path: Path) -> None:
    css = """@page { background: device-cmyk(0 0 1 0) } .white { color: device-cmyk(0 0 0 0) }
             p { font-size: 30pt; line-height: 40pt }"""
    found = plates(finished('<p>NOIR</p><p class="white">BLANC</p>', css), tmp_path)
    page = (10, 10, 90, 70)
    ink = inside(found["Black"], page) == 255
    assert ink.sum() > 1000
    assert (inside(found["Yellow"], page)[ink] == 255).all()  # yellow runs on under black
    assert (inside(found["Yellow"], page) == 0).sum() > 1000  # and stops under white


def test_thin_black_lines_overprint_and_panels_do_not(tmp_path: Path) -> None:
    css = """@page { background: device-cmyk(0 0 1 0) } .rule { border-top: .5pt solid device-cmyk(0 0 0 1); height: 8pt }
             .frame { border: 1pt solid device-cmyk(0 0 0 1); height: 20pt; margin-bottom: 8pt }
             .panel { background: device-cmyk(0 0 0 1); height: 40pt }"""
    found = plates(
        finished('<div class="rule"></div><div class="frame"></div><div class="panel"></div>', css), tmp_path, 300
    )
    black, yellow = (inside(found[ink], (10, 10, 90, 70), 300) for ink in ("Black", "Yellow"))
    lines, panel = slice(0, 36 * 300 // 72), slice(44 * 300 // 72, 70 * 300 // 72)
    assert (black[lines] == 255).sum() > 1000
    assert (yellow[lines] == 255).all()
    assert (black[panel] == 255).all()
    assert (yellow[panel] == 0).all()


def test_marks_print_on_every_plate_and_stay_out_of_the_bleed(tmp_path: Path) -> None:
    (tmp_path / "blocks.ttf").write_bytes(font_file())
    pdf = finished("<p></p>", font=Catalogue.read(tmp_path).faces[0])
    found = plates(pdf, tmp_path / "plates")
    assert set(found) == {"Cyan", "Magenta", "Yellow", "Black"}  # All is no plate of its own
    for plate in found.values():
        assert inside(plate, (-4.7, -4.7, 104.7, 84.7)).max() == 0
        assert plate[:, : round(12 / 25.4 * 100) - 3].max() == 255  # the target at the left
        assert inside(plate, (2, -12.5, 40, -9)).max() == 255  # the slug line
    assert found["Cyan"].sum() != found["Yellow"].sum()  # the colour bar is not in All


def test_bleed_is_painted_to_its_edge(tmp_path: Path) -> None:
    cyan = plates(finished("<p></p>", "@page { background: device-cmyk(1 0 0 0) }"), tmp_path)["Cyan"]
    assert (inside(cyan, (-4.7, -4.7, 104.7, 84.7)) == 255).all()


def test_an_rgb_colour_is_refused_with_its_page() -> None:
    with pytest.raises(Refused) as refusal:
        finish(plain("<p>un</p><p style='color: #c00; break-before: page'>deux</p>"), profile(), job(2))
    (problem,) = refusal.value.problems
    assert (problem.code, problem.where.page) == ("press-colour-rgb", 2)  # type: ignore[union-attr]
    assert "#cc0000" in problem.message


def test_an_rgb_picture_and_a_gradient_are_refused() -> None:
    picture = data_url(encoded(Image.new("RGB", (40, 40), "red")), "image/png")
    body = (
        f'<img src="{picture}" style="width: 3mm"><div style="height: 9pt; background: linear-gradient(red, blue)"></div>'
    )
    with pytest.raises(Refused) as refusal:
        finished(body)
    assert {problem.code for problem in refusal.value.problems} == {"press-image-rgb", "press-gradient-rgb"}


def test_a_wrong_size_a_missing_bleed_and_a_page_too_many_are_refused_together() -> None:
    source = plain("<p>un</p><p style='break-before: page'>deux</p>", size="90mm 80mm", bleed="1mm")
    with pytest.raises(Refused) as refusal:
        finish(source, profile(), job())
    assert [problem.code for problem in refusal.value.problems] == [
        "press-page-count",
        *["press-page-size", "press-bleed"] * 2,
    ]


def test_a_damaged_source_is_refused() -> None:
    with pytest.raises(Refused, match="cannot be read"):
        finish(b"%PDF-1.7\nnothing", profile(), job())


def test_opacity_stays_and_gets_a_cmyk_blending_space(tmp_path: Path) -> None:
    pdf = finished('<p style="opacity: .5">semi</p>')
    with opened(pdf) as document:
        assert str(document.pages[0].obj.Group.CS) == "/DeviceCMYK"
    found = plates(pdf, tmp_path)
    assert 120 <= int(inside(found["Black"], (0, 0, 100, 80)).max()) <= 135
    assert inside(found["Cyan"], (0, 0, 100, 80)).max() == 0


def test_a_prepared_picture_is_embedded_byte_for_byte(tmp_path: Path) -> None:
    red = Image.linear_gradient("L").resize((400, 400))
    photo = Image.merge("RGB", (red, ImageChops.invert(red), red.rotate(90)))
    ready = prepare_image(encoded(photo), "photo.png", profile(), (20 * MM, 20 * MM))
    pdf = finished(f'<img src="{data_url(ready.data, "image/jpeg")}" style="width: 20mm; height: 20mm">')
    with opened(pdf) as document:
        (image,) = document.pages[0].obj.Resources.XObject.Art.Resources.XObject.values()
        assert image.read_raw_bytes() == ready.data
        assert str(image.ColorSpace) == "/DeviceCMYK"
        assert "/Interpolate" not in image
    (tmp_path / "x.pdf").write_bytes(pdf)
    listed = run(tool("pdfimages"), "-list", tmp_path / "x.pdf").splitlines()[2].split()
    assert listed[5] == "cmyk"


def test_outside_judges_find_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(finished(TEXT + '<p style="opacity: .5">semi</p>'))
    assert "No syntax or stream encoding errors" in run(tool("qpdf"), "--check", tmp_path / "x.pdf")
    fonts = run(tool("pdffonts"), tmp_path / "x.pdf").splitlines()[2:]
    assert fonts
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts)


def test_links_and_actual_text_leave_the_words_whole(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(finished(TEXT))
    said = " ".join(run(tool("pdftotext"), tmp_path / "x.pdf", "-").split())
    assert "Le texte courant, en noir seul, sur deux lignes ou trois, cela dépend de la justification." in said


def test_overprint_is_written_only_where_it_changes() -> None:
    lines = operators(finished(TEXT * 3))
    assert sum(line.endswith(" gs") and "Over" in line for line in lines) == 1
    assert sum(line == "0 0 0 1 k" for line in lines) == 1


PROGRAM = """
import hashlib, sys
sys.path.insert(0, {tests!r})
from tests.press.test_finishing import TEXT, finished
print(hashlib.sha256(finished(TEXT + '<p style="opacity: .5">semi</p>')).hexdigest())
"""


def test_two_processes_give_the_same_bytes() -> None:
    expected = hashlib.sha256(finished(TEXT + '<p style="opacity: .5">semi</p>')).hexdigest()
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": "Asia/Kolkata"}
        program = PROGRAM.format(tests=str(Path(__file__).parents[2]))
        said = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True, timeout=120
        )
        assert said.stdout.strip() == expected


def test_the_folders_of_pictures_and_fonts_do_not_show(tmp_path: Path) -> None:
    made = []
    for folder in (tmp_path / "a", tmp_path / "b" / "c"):
        folder.mkdir(parents=True)
        (folder / "blocks.ttf").write_bytes(font_file())
        for name, grey in (("un.jpg", 60), ("deux.jpg", 180)):
            (folder / name).write_bytes(encoded(Image.new("L", (300, 300), grey), "JPEG"))
        html = f"""<title>x</title><style>@page {{ size: 100mm 80mm; bleed: 5mm; margin: 5mm }}</style>
          <img src="{folder.as_uri()}/un.jpg" style="width: 9mm">
          <img src="{folder.as_uri()}/deux.jpg" style="width: 9mm">"""
        made.append(finish(weasyprint.HTML(string=html).write_pdf(), profile(), job(font=Catalogue.read(folder).faces[0])))
    assert made[0] == made[1]


def test_another_text_is_another_instance_of_the_same_document() -> None:
    ids = []
    for body in (TEXT, TEXT + TEXT):
        with opened(finished(body)) as document, document.open_metadata() as xmp:
            ids.append((xmp["xmpMM:DocumentID"], xmp["xmpMM:InstanceID"]))
    assert ids[0][0] == ids[1][0]
    assert ids[0][1] != ids[1][1]
