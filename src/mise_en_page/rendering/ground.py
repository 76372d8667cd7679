"""A laid-out page as the parts of a plain PDF, cut where lines belong: what stands on WeasyPrint's insides.

WeasyPrint 70 takes objects in place of pictures: an entry in the ``cache`` given to ``HTML.render()`` under the URL of an
``<img>`` is asked for its size and, when the page is drawn, told to ``draw()``. A page is drawn on a ``Stream`` of our own,
so that no font is embedded and no metadata written for each page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Any
from xml.etree.ElementTree import Element

import cssselect2
import pydyf
from weasyprint import HTML
from weasyprint.images import SVGImage
from weasyprint.pdf import _use_references
from weasyprint.pdf.fonts import build_fonts_dictionary
from weasyprint.pdf.stream import Stream

from mise_en_page.model.drawn import FaceUse, Raster
from mise_en_page.model.message import Message
from mise_en_page.rendering import svg  # noqa: F401 - drawings are drawn through it
from mise_en_page.rendering.fetcher import ROOT
from mise_en_page.rendering.plain import Box, Content, Mark, Objects, Piece, Plain

PX = 4 / 3  # one pt in CSS px
PT = 0.75  # one CSS px in pt

#: CIE Lab as WeasyPrint names it, for colours that a stylesheet gives so (the press refuses them).
D50, D65 = (0.9642, 1, 0.8251), (0.9505, 1, 1.089)

#: Operators that name a font, an object, a shading or a pattern: they mean something on one page only.
NAMING = (b" Tf", b" Do", b" sh", b" scn", b" SCN")
#: Drawings whose operators are kept for the next time that they are drawn.
MOST_DRAWINGS = 96


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
        stream.stream.append(Mark(self.number))


class Picture:
    """A picture that the press has made ready, as WeasyPrint sees one. It is embedded byte for byte.

    WeasyPrint's own knows neither one bit a pixel nor inks with a mask. ``digest`` is the raster's, where it is known.
    """

    def __init__(self, raster: Raster, digest: str = "") -> None:
        self._raster = raster
        self.width, self.height = raster.size
        self.ratio = self.width / self.height
        self.id = digest or digest_of(raster)

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


def digest_of(data: bytes | Raster) -> str:
    """What tells a picture or a drawing from others: the sha256 of its bytes."""
    return sha256(data.data + data.mask if isinstance(data, Raster) else data).hexdigest()


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
    ``groups``: what is drawn as one, by its name; ``drawings``: the same of each drawing (SVG), with its place on the page.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.marks: list[tuple[int, int, Any]] = []
        self.groups: dict[str, Canvas] = {}
        self.drawings: list[tuple[int, int, Box]] = []

    def clone(self, **kwargs: Any) -> Any:
        """A stream within this one."""
        made = super().clone(**kwargs)
        made.__class__, made.marks, made.groups, made.drawings = Canvas, [], {}, []
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


class Drawing(SVGImage):  # type: ignore[misc]
    """A drawing (SVG) on a page of some height (pt), which says where it is drawn.

    Its operators are ``kept`` for the next time where they name nothing of the page but opacities.
    """

    def __init__(self, drawing: SVGImage, kept: dict[Any, Any], page_height: float) -> None:
        self._drawing, self._kept, self._page_height = drawing, kept, page_height
        self.get_intrinsic_size = drawing.get_intrinsic_size

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        corners = [stream.ctm.transform_point(x, y) for x, y in ((0, 0), (width, height))]
        left, right = sorted(x for x, _ in corners)
        top, bottom = sorted(self._page_height - y for _, y in corners)
        start, states = len(stream.stream), stream._resources["ExtGState"]
        key = (id(self._drawing), width, height)
        if key in self._kept:
            _, operators, opacities = self._kept[key]
            states.update(opacities)
            stream.stream.extend(operators)
        else:
            self._drawing.draw(stream, width, height, style)
            self._keep(key, stream.stream[start:], states)
        stream.drawings.append((start, len(stream.stream), (left, top, right, bottom)))

    def _keep(self, key: object, operators: list[Any], states: Mapping[str, Any]) -> None:
        named = [one[1:-3].decode() for one in operators if isinstance(one, bytes) and one.endswith(b" gs")]
        if any(name[0] not in "aA" for name in named) or any(
            one.endswith(NAMING) for one in operators if isinstance(one, bytes)
        ):
            return
        while len(self._kept) >= MOST_DRAWINGS:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = self._drawing, operators, {name: states[name] for name in named}


def draw(
    document: Any, key_of: Callable[[bytes], str | None], kept: dict[Any, Any]
) -> tuple[Plain, dict[str, FaceUse], Canvas]:
    """The first page of a rendered document; the faces of its text, by the names of their resources; what it was drawn on.

    ``key_of`` says which face of the catalogue a font file is; a font that it does not know is embedded. ``kept`` holds the
    operators of drawings from one time to the next.
    """
    page = document.pages[0]
    for box in boxes_of(document):
        if isinstance(getattr(box, "replacement", None), SVGImage):
            box.replacement = Drawing(box.replacement, kept, page.height * PT)
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
    return _parts(pdf, stream, embedded), faces, stream


def _parts(pdf: Any, page: Canvas, embedded: Any) -> Plain:
    """A file's objects as bytes, apart from those in which lines and their fonts belong."""
    held = [page, *(each for each in pdf.objects if each is not page and isinstance(each, Canvas) and _has_marks(each))]
    contents = tuple(Content(each.number, pydyf.Dictionary(each.extra).data[2:-2], tuple(_cut(each))) for each in held)
    apart = {id(each) for each in (*held, embedded, pdf.info)}
    objects = ((each.number, each.data) for each in pdf.objects if each.free != "f" and id(each) not in apart)
    return Plain(contents, Objects.of(objects), embedded.number, embedded.data[2:-2], pdf.catalog.reference)


def _has_marks(stream: Canvas) -> bool:
    return any(isinstance(item, Mark) for item in stream.stream)


def _cut(stream: Canvas) -> Iterator[Piece | int]:
    """A stream's operators, cut at the marks and around drawings."""
    boxes = {start: box for start, end, box in stream.drawings if end > start}
    edges = boxes.keys() | {end for _, end, _ in stream.drawings}
    operators: list[bytes] = []
    box: Box | None = None
    for n, item in enumerate([*stream.stream, Mark(-1)]):
        if (n in edges or isinstance(item, Mark)) and operators:
            yield Piece(b"\n".join(operators), box)
            operators = []
        box = boxes.get(n) if n in edges else box
        if not isinstance(item, Mark):
            operators.append(
                item if isinstance(item, bytes) else item.data if hasattr(item, "data") else str(item).encode()
            )
        elif item.number >= 0:
            yield item.number


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
