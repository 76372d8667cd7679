"""Pictures that come: byte for byte, under safe names, with what they say of themselves."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from made_sources import HEIC, Desk, desk, docx, p, picture, shown
from PIL import Image

from mise_en_page.importing.names import is_telling, own, slug
from mise_en_page.importing.picture_words import words_of
from mise_en_page.model.problem import Span
from mise_en_page.reading.found import Found
from mise_en_page.reading.images import check_image


@pytest.fixture
def into(tmp_path: Path) -> Desk:
    return desk(tmp_path)


def with_picture(data: bytes, name: str = "image1.png", *more: str) -> bytes:
    parts: dict[str, str | bytes] = {f"word/media/{name}": data}
    body = (p("Le beffroi", style="Titre1"), p(shown("i")), *more, p("Il sonne encore."))
    return docx(*body, parts=parts, targets={"i": ("image", f"media/{name}")})


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Le carillon reprend de la voix", "le-carillon-reprend-de-la-voix"), ("L’œuvre d’Éric : 20 h !",
        "l-oeuvre-d-eric-20-h"),
        ("../../etc/passwd", "etc-passwd"), ("CON", "con-1"), ("???", "article"), ("a" * 80, "a" * 40),
    ],
)  # fmt: skip
def test_names_are_safe_everywhere(title: str, name: str) -> None:
    assert slug(title) == name


def test_a_name_is_its_own_in_any_capitals() -> None:
    assert own("pont", {"Pont.jpg", "pont-2.jpg"}, ".jpg") == "pont-3.jpg"
    assert is_telling("beffroi.jpg")
    assert not any(map(is_telling, ("image1.png", "IMG_2034.JPG", "DSC0012.jpg", "12.png")))


@pytest.mark.parametrize(
    ("form", "ending"), [("JPEG", "jpg"), ("PNG", "png"), ("TIFF", "tif"), ("WEBP", "webp"), ("GIF", "gif")]
)
def test_a_picture_gets_the_ending_of_what_it_is_and_keeps_its_bytes(into: Desk, form: str, ending: str) -> None:
    data = picture(form)
    into.take(("a.docx", with_picture(data, "image1.bin")))
    assert (into.issue / "images" / f"le-beffroi.{ending}").read_bytes() == data


def test_a_picture_that_comes_twice_is_one_file(into: Desk) -> None:
    data = with_picture(picture(), "image1.png", p(shown("i")))
    into.take(("a.docx", data))
    assert [path.name for path in (into.issue / "images").iterdir()] == ["le-beffroi.png"]


def test_a_telephones_picture_comes_and_is_read(into: Desk) -> None:
    brought = into.take(("a.docx", with_picture(HEIC)))
    found = Found()
    assert check_image(brought.root, into.issue / "images" / "le-beffroi.heic", found, Span("a"))
    assert not found


def test_a_windows_drawing_is_kept_and_told_and_its_caption_is_text(into: Desk) -> None:
    drawing = b"\x01\0\0\0" + b"\0" * 36 + b" EMF" + b"\0" * 60
    brought = into.take(("a.docx", with_picture(drawing, "image1.emf", p("La courbe.", style="Legende"))))
    assert (into.issue / "images" / "le-beffroi.emf").read_bytes() == drawing
    assert "La courbe.\n\nIl sonne" in into.only()
    assert ("import-picture", "error") in {(problem.code, problem.severity) for problem in brought.problems}


XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
photoshop:Credit="Agence"><dc:description><rdf:Alt><rdf:li xml:lang="x-default">The bridge</rdf:li>
<rdf:li xml:lang="fr">Le pont à Noël</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>Jeanne Roux</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"""


def _iptc(**fields: str) -> bytes:
    """A JPEG with an APP13 segment: IPTC's fields in Photoshop's resource 1028."""
    numbers = {"caption": 120, "creator": 80, "credit": 110, "rights": 116}
    rows = b"\x1c\x01\x5a\x00\x03\x1b%G"
    for name, said in fields.items():
        rows += b"\x1c\x02" + bytes([numbers[name]]) + struct.pack(">H", len(said.encode())) + said.encode()
    block = b"Photoshop 3.0\x00" + b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(rows)) + rows + b"\0" * (len(rows) % 2)
    data = picture("JPEG")
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + data[2:]


def test_iptc_and_xmp_become_caption_and_credit() -> None:
    assert (
        words_of(_iptc(caption="Le pont à Noël", creator="Jeanne Roux", credit="Agence"), ".jpg").caption
        == "Le pont à Noël"
    )
    assert words_of(_iptc(creator="Jeanne Roux", credit="Agence"), ".jpg").credit == "Jeanne Roux / Agence"
    assert words_of(_iptc(rights="© Agence"), ".jpg").credit == "© Agence"
    said = words_of(picture("JPEG", xmp=XMP.encode()), ".jpg")
    assert (said.caption, said.credit) == ("Le pont à Noël", "Jeanne Roux / Agence")
    assert words_of(picture("JPEG"), ".jpg").caption == ""


def test_exif_is_believed_last_and_a_cameras_own_words_not_at_all() -> None:
    exif = Image.Exif()
    exif[270], exif[315] = "OLYMPUS DIGITAL CAMERA", "Jeanne"
    assert words_of(picture("JPEG", exif=exif), ".jpg").caption == ""
    assert words_of(picture("JPEG", exif=exif), ".jpg").credit == "Jeanne"


def test_the_text_of_the_source_is_believed_before_the_picture(into: Desk) -> None:
    photograph = _iptc(caption="Dans la photo", credit="Agence")
    into.take(("a.docx", with_picture(photograph, "image1.jpg", p("Dans le texte.", style="Legende"))))
    assert "légende: Dans le texte.\ncrédit: Agence\n" in into.only()


def test_a_clipping_path_is_told(into: Desk) -> None:
    name = b"\x05Trac\xe9"
    resources = b"8BIM\x07\xd0\0\0" + struct.pack(">I", 26) + b"\0" * 26
    resources += b"8BIM\x0b\xb7\0\0" + struct.pack(">I", len(name)) + name
    made = io.BytesIO()
    info = Image.new("RGB", (8, 8))
    info.save(made, "TIFF", tiffinfo={34377: resources})
    brought = into.take(("a.docx", with_picture(made.getvalue(), "image1.tif")))
    assert [problem.message for problem in brought.problems if "clipping path" in problem.message]
