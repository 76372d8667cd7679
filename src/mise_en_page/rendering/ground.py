"""A laid-out page as a plain PDF with marks where lines belong: what stands on WeasyPrint's insides, beside leaf.py.

WeasyPrint 70 takes objects in place of pictures: an entry in the ``cache`` given to ``HTML.render()`` under the URL of an
``<img>`` is asked for its size and, when the page is drawn, told to ``draw()``. A page is drawn on a ``Stream`` of our own,
so that no font is embedded and no metadata written for each page. tests/rendering/test_ground.py guards what is assumed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

import cssselect2
import pydyf
from weasyprint import HTML
from weasyprint.pdf import _use_references
from weasyprint.pdf.fonts import build_fonts_dictionary
from weasyprint.pdf.stream import Stream

from mise_en_page.model.drawn import MARK, FaceUse, Raster
from mise_en_page.model.message import Message
from mise_en_page.rendering import svg  # noqa: F401 - drawings are drawn through it
from mise_en_page.rendering.fetcher import ROOT

PX = 4 / 3  # one pt in CSS px
PT = 0.75  # one CSS px in pt

#: CIE Lab as WeasyPrint names it, for colours that a stylesheet gives so (the press refuses them).
D50, D65 = (0.9642, 1, 0.8251), (0.9505, 1, 1.089)


class Page(HTML):  # type: ignore[misc]
    """A document of a tree that is parsed already."""

    def __init__(self, root: Element, base_url: str, fetcher: Any) -> None:
        self.base_url, self.url_fetcher, self.media_type = base_url, fetcher, "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


class Place:
    """Where a strip of lines goes, as WeasyPrint sees a picture: drawing it leaves a mark. Sizes in pt."""

    def __init__(self, number: int, name: Message, width: float, height: float) -> None:
        self.number, self.name = number, name
        self.width, self.height = width * PX, height * PX
        self.ratio = self.width / self.height

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:  # noqa: ARG002
        return self.width, self.height, self.ratio

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:  # noqa: ARG002
        stream.stream.append(f"/{MARK}{self.number} MP".encode())


class Picture:
    """A picture that the press has made ready, as WeasyPrint sees one. It is embedded byte for byte.

    WeasyPrint's own knows neither one bit a pixel nor inks with a mask.
    """

    def __init__(self, raster: Raster) -> None:
        self._raster = raster
        self.width, self.height = raster.size
        self.ratio = self.width / self.height
        self.id = sha256(raster.data + raster.mask).hexdigest()

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:  # noqa: ARG002
        return self.width / resolution, self.height / resolution, self.ratio

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:  # noqa: ARG002
        name = stream.add_image(self, False, 1)
        stream.transform(width, 0, 0, -height, 0, height)
        stream.draw_x_object(name)

    def get_x_object(self, interpolate: bool, dpi_ratio: float) -> Any:  # noqa: ARG002
        raster = self._raster
        if not raster.data.startswith(PNG):
            colours = raster.data[_frame(raster.data) + 5]
            made = self._stream([raster.data], 8, Filter="/DCTDecode", ColorSpace=SPACES[colours])
            if colours == 4:
                made.extra["Decode"] = pydyf.Array((1, 0) * 4)  # Pillow stores the inks inverted, and marks it
        else:
            made = self._stream(_pixels(raster.data), 1, **self._packed(1))
        if raster.mask:
            made.extra["SMask"] = self._stream(_pixels(raster.mask), 8, **self._packed(8))
        return made

    def _packed(self, bits: int) -> dict[str, Any]:
        """How a grey PNG's pixels are packed: as PDF knows it too."""
        predicted = pydyf.Dictionary({"Predictor": 15, "Columns": self._raster.size[0], "BitsPerComponent": bits})
        return {"Filter": "/FlateDecode", "DecodeParms": predicted, "ColorSpace": "/DeviceGray"}

    def _stream(self, data: list[bytes], bits: int, **more: Any) -> Any:
        width, height = self._raster.size
        said = {"Type": "/XObject", "Subtype": "/Image", "Width": width, "Height": height, "BitsPerComponent": bits, **more}
        return pydyf.Stream(data, pydyf.Dictionary(said))


PNG = b"\x89PNG"
SPACES = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}


def _frame(jpeg: bytes) -> int:
    """Where the header of a JPEG's frame begins, which says how many colours it has (ITU-T T.81, B.2.2)."""
    at = 2
    while jpeg[at + 1] not in (0xC0, 0xC1, 0xC2):
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return at + 4


def _pixels(png: bytes) -> list[bytes]:
    """The packed pixels of a PNG, which PDF takes as they are."""
    found, at = [], 8
    while at < len(png):
        size = int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] == b"IDAT":
            found.append(png[at + 8 : at + 8 + size])
        at += 12 + size
    return [b"".join(found)]


class Canvas(Stream):  # type: ignore[misc]
    """What a page is drawn on. ``marks``: from which operator to which each of its texts and pictures reaches, and its box;
    ``groups``: what is drawn as one, by its name.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.marks: list[tuple[int, int, Any]] = []
        self.groups: dict[str, Canvas] = {}

    def clone(self, **kwargs: Any) -> Any:
        """A stream within this one."""
        made = super().clone(**kwargs)
        made.__class__, made.marks, made.groups = Canvas, [], {}
        return made

    def add_group(self, *box: float) -> Any:
        group = super().add_group(*box)
        self.groups[group.id] = group
        return group

    @contextmanager
    def marked(self, box: Any, tag: str) -> Iterator[None]:  # noqa: ARG002
        start = len(self.stream)
        yield
        if len(self.stream) > start:
            self.marks.append((start, len(self.stream), box))

    def widths(self) -> dict[str, Mapping[int, int]]:
        """Of each font, by the name of its resource, how wide its glyphs are: in thousandths of the em."""
        return {font.hash: font.widths for font in self._fonts.values()}


def line_url(number: int) -> str:
    """The URL under which a template finds the lines of a page's block."""
    return f"{ROOT}lines/{number}"


def draw(document: Any, key_of: Callable[[bytes], str | None]) -> tuple[bytes, dict[str, FaceUse], Canvas]:
    """The first page of a rendered document as a plain PDF; the faces of its text, by the names of their resources; and
    what it was drawn on.

    ``key_of`` says which face of the catalogue a font file is; a font that it does not know is embedded.
    """
    page = document.pages[0]
    pdf = pydyf.PDF()
    spaces = pydyf.Dictionary({
        name: pydyf.Array(("/Lab", pydyf.Dictionary({
            "WhitePoint": pydyf.Array(white), "Range": pydyf.Array((-125, 125, -125, 125)),
        })))
        for name, white in (("lab-d50", D50), ("lab-d65", D65))
    })  # fmt: skip
    pdf.add_object(spaces)
    resources = pydyf.Dictionary({
        **{name: pydyf.Dictionary() for name in ("ExtGState", "XObject", "Pattern", "Shading")},
        "ColorSpace": spaces.reference,
    })  # fmt: skip
    pdf.add_object(resources)
    images: dict[Any, Any] = {}
    fonts: dict[Any, Any] = {}
    bleed = page.bleed
    left, top = -bleed["left"], -bleed["top"]
    width, height = page.width + bleed["left"] + bleed["right"], page.height + bleed["top"] + bleed["bottom"]
    stream = Canvas(fonts, (left, top, width, height), resources, images, None, document.color_profiles, None)
    stream.transform(d=-1, f=page.height * PT)
    pdf.add_object(stream)
    pdf.add_page(pydyf.Dictionary({
        "Type": "/Page",
        "Parent": pdf.pages.reference,
        "MediaBox": pydyf.Array([left * PT, top * PT, (left + width) * PT, (top + height) * PT]),
        "TrimBox": pydyf.Array([0, 0, page.width * PT, page.height * PT]),
        "Contents": stream.reference,
        "Resources": resources.reference,
    }))  # fmt: skip
    page.paint(stream, PT)
    foreign, faces = _told_apart(fonts, key_of)
    embedded = build_fonts_dictionary(pdf, foreign, True, True, {"hinting": False, "pdf_version": None})
    pdf.add_object(embedded)
    resources["Font"] = embedded.reference
    _use_references(pdf, resources, images, document.color_profiles)
    written = BytesIO()
    pdf.write(written)
    return written.getvalue(), faces, stream


def _told_apart(
    fonts: Mapping[Any, Any], key_of: Callable[[bytes], str | None]
) -> tuple[dict[Any, Any], dict[str, FaceUse]]:
    """The fonts to embed here, and the uses of those that all pages share: the catalogue's, as their files have them."""
    foreign: dict[Any, Any] = {}
    faces: dict[str, FaceUse] = {}
    for key, font in fonts.items():
        plain = not (font.bitmap or font.png or font.svg or font.colr or font.missing or "fvar" in font.tables)
        face = key_of(font.file_content) if plain else None
        if face is None:
            foreign[key] = font
            continue
        known = faces.get(font.hash)
        faces[font.hash] = FaceUse(face, {**(known.texts if known else {}), **font.to_unicode})
    return foreign, faces


def boxes_of(document: Any) -> Sequence[Any]:
    """Every box of a rendered document."""
    return [box for page in document.pages for box in page._page_box.descendants(placeholders=True)]
