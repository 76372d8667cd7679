"""One page at a time, kept warm: what the live preview draws from, many times a minute.

A page is its *ground* (all that its template and stylesheet make of it, with a place for each painted block) and the
blocks' lines. The ground depends on the HTML alone, so it stands as long as no box of the page has moved; a changed word
then costs its own block's operators. The fonts of the painted lines are written once for all pages, whole.

The ground's drawing is cut into pieces at the painted blocks and around drawings (SVG). A part of the page is asked for
with the pieces that touch it alone: the picture is the same, and a drawing of ten thousand strokes is not read again
when a word beside it has changed.

Beside rendering/ground.py this is the one module that stands on WeasyPrint's insides (70.0): the page's ``Stream``, the
``finisher``, and the builder of its font dictionary. tests/rendering/test_leaf.py holds each picture against the one
of a whole build.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pydyf
from weasyprint import CSS
from weasyprint.images import SVGImage
from weasyprint.pdf.fonts import build_fonts_dictionary
from weasyprint.pdf.stream import Stream
from weasyprint.text.line_break import Layout as PangoLayout

from mise_en_page.composition.fonts import Catalogue, Face
from mise_en_page.model.drawn import Raster
from mise_en_page.model.issue import Issue, Page
from mise_en_page.model.layout import Layout
from mise_en_page.model.memo import Keep
from mise_en_page.model.message import Message, say
from mise_en_page.model.problem import Problem, Refused, has_errors
from mise_en_page.pagination.makeup import MadeUpPage, Placed, PlacedPicture
from mise_en_page.pagination.standing import block_name
from mise_en_page.rendering import ground
from mise_en_page.rendering.bounds import judge_tree
from mise_en_page.rendering.faces import declared, face_family, face_files, font_face_rules
from mise_en_page.rendering.faults import layout_at_fault
from mise_en_page.rendering.fetcher import ROOT, Fetcher, url_of
from mise_en_page.rendering.fonts_apart import Fonts
from mise_en_page.rendering.ground import line_url
from mise_en_page.rendering.judging import judge_page
from mise_en_page.rendering.page import block_of, page_html, positioned, pruner_of, told_apart, whole
from mise_en_page.rendering.paint import PX, Painter, Positioned, strip
from mise_en_page.rendering.sheets import read_log, sheets
from mise_en_page.rendering.template import Area
from mise_en_page.rendering.tree import parse

#: The fonts' objects bear numbers from here on, whatever page they go with.
FONTS_FROM = 100_000
HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
#: Prepared pictures and drawings that are kept for later.
MOST_PICTURES = 96

#: Operators that name a font, an object, a shading or a pattern: they mean something on one page only.
NAMING = (b" Tf", b" Do", b" sh", b" scn", b" SCN", b" gs\n")

#: left, top, right, bottom in pt from the trimmed page's top left corner
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a page's drawing; ``box`` bounds what it marks (None: it may mark anything, or sets up the rest)."""

    operators: bytes
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Objects:
    """PDF objects as they are written, and where each begins in ``body``."""

    body: bytes
    offsets: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """All of a page but its lines; ``pieces`` holds a URL where a block's lines belong.

    ``style`` is WeasyPrint's for some painted block (None: there is none). ``fonts`` are the entries of the template's own
    text in the font dictionary, which is the object ``font_dictionary``; ``content`` is the number of the page's content.
    ``carried``: the blocks whose lines are drawn at another's place, by its number, in the whole page's box.
    """

    pieces: tuple[Piece | str, ...]
    objects: Objects
    content: int
    font_dictionary: int
    fonts: bytes
    root: bytes
    style: Any
    problems: tuple[Problem, ...]
    carried: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    made_from: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page ready to be drawn, whole or in part. ``box`` is the page with its bleed."""

    box: Box
    pieces: tuple[Piece, ...]
    ground: Ground
    fonts: Objects
    font_entries: bytes

    def pdf(self, part: Box | None = None) -> bytes:
        """A PDF of this page. Of what lies outside ``part`` some may be missing."""
        operators = b"\n".join(piece.operators for piece in self.pieces if _touch(piece.box, part))
        entries = self.ground.fonts + self.font_entries
        own = (
            (self.ground.content, b"<</Length %d>>\nstream\n%s\nendstream" % (len(operators), operators)),
            (self.ground.font_dictionary, b"<<%s>>" % entries),
        )
        at = len(HEADER)
        parts, offsets = [HEADER], []
        for objects in (self.fonts, self.ground.objects, _written(own)):
            offsets += [(number, at + offset) for number, offset in objects.offsets]
            parts.append(objects.body)
            at += len(objects.body)
        rows = [b"xref\n0 1\n0000000000 65535 f \n"]
        rows += [b"%d 1\n%010d 00000 n \n" % entry for entry in sorted(offsets)]
        trailer = b"trailer\n<</Size %d/Root %s>>\nstartxref\n%d\n%%%%EOF\n" % (
            max(offsets)[0] + 1,
            self.ground.root,
            at,
        )
        return b"".join((*parts, *rows, trailer))


def _written(objects: Iterable[tuple[int, bytes]]) -> Objects:
    body, offsets = BytesIO(), []
    for number, data in objects:
        offsets.append((number, body.tell()))
        body.write(b"%d 0 obj\n%s\nendobj\n" % (number, data))
    return Objects(body.getvalue(), tuple(offsets))


def _touch(box: Box | None, part: Box | None) -> bool:
    if box is None or part is None:
        return True
    return box[0] < part[2] and part[0] < box[2] and box[1] < part[3] and part[1] < box[3]


# --- the ground ------------------------------------------------------------------------------------------------------


class _Reserved:
    """The place of a block's lines, as WeasyPrint sees a picture: drawing it leaves a mark to cut at."""

    def __init__(self, number: int, name: Message, width: float, height: float) -> None:
        self.number, self.name, self.url = number, name, f"{ROOT}lines/{number}"
        self.width, self.height = width * PX, height * PX
        self.ratio = self.width / self.height
        self.style: Any = None

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:  # noqa: ARG002
        return self.width, self.height, self.ratio

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:  # noqa: ARG002
        self.style = style
        stream.stream.append(_Cut(self.url))


class _Cut:
    """Stands in a stream where it is to be cut; in a file it would be nothing."""

    data = b""

    def __init__(self, url: str = "", box: Box | None = None) -> None:
        self.url, self.box = url, box


class _Bounded:
    """A drawing between two cuts, so that it can be left out."""

    def __init__(self, drawing: Any, drawn: dict[Any, Any], page_height: float) -> None:
        self._drawing, self._drawn, self._page_height = drawing, drawn, page_height
        self.get_intrinsic_size = drawing.get_intrinsic_size

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        matrix = stream.ctm
        corners = [matrix.transform_point(x, y) for x, y in ((0, 0), (width, height))]
        left, right = sorted(x for x, _ in corners)
        top, bottom = sorted(self._page_height - y for _, y in corners)
        stream.stream.append(_Cut(box=(left, top, right, bottom)))
        self._operators(stream, width, height, style)
        stream.stream.append(_Cut())

    def _operators(self, stream: Any, width: float, height: float, style: Any) -> None:
        """The drawing's own operators, kept where they name nothing of the page but opacities."""
        key = (id(self._drawing), width, height)
        states = stream._resources["ExtGState"]
        if key in self._drawn:
            _, operators, opacities = self._drawn[key]
            states.update(opacities)
            stream.stream.extend(operators)
            return
        start, before = len(stream.stream), len(states)
        self._drawing.draw(stream, width, height, style)
        operators = stream.stream[start:]
        opacities = {name: state for name, state in states.items() if name[0] in "aA"}
        plain = all(name in opacities for name in list(states)[before:])
        if plain and not any(operator.endswith(NAMING) for operator in operators if isinstance(operator, bytes)):
            while len(self._drawn) >= MOST_PICTURES:
                del self._drawn[next(iter(self._drawn))]
            self._drawn[key] = (self._drawing, operators, opacities)


class _Brush:
    """The faces of all pages. Each is written whole, with every glyph's width, the first time that it is asked for."""

    def __init__(self, catalogue: Catalogue, declare: Callable[[Face], None]) -> None:
        self._painter = Painter(catalogue)
        self._catalogue, self._declare = catalogue, declare
        self._written: set[str] = set()
        self._alive: list[Any] = []
        self._stream = _stream({})
        self.entries = b""
        self.objects = Objects(b"", ())
        self._file = pydyf.PDF()
        self._file.objects = [self._file.objects[0]] * FONTS_FROM  # what is added is numbered from there

    def paint(self, text: str, lines: Sequence[Positioned], style: Any) -> bytes:
        """A block's lines as operators. ``style`` is any of WeasyPrint's, to find the faces by."""
        self._painter.begin()
        made = strip(self._painter, [(text, lines)])
        for name, use in self._painter.faces().items():
            if name not in self._written:
                self._written.add(name)
                self._write(name, use.face, style)
        return b"\n".join(b"%s k\n%s" % (" ".join(f"{ink:g}" for ink in inks).encode(), shown) for inks, shown in made)

    def _write(self, name: str, key: str, style: Any) -> None:
        """A face as a font of the file, under its resource's name."""
        self._declare(self._catalogue.face(key))
        alone = style.copy()
        alone["font_family"] = (face_family(key),)
        alone["font_weight"], alone["font_style"] = 400, "normal"
        layout = PangoLayout(alone)
        layout.set_text("x")
        self._alive.append(layout)
        font = self._stream.add_font(layout.get_first_line()[0].runs[0].data.item.analysis.font)[0]
        font.hash = name
        glyphs = self._painter.glyphs(key)
        for glyph in range(font.glyph_count):
            font.widths[glyph] = glyphs.width(glyph)
            font.to_unicode[glyph] = " "
        start = len(self._file.objects)
        options = {"hinting": False, "pdf_version": None}
        named = build_fonts_dictionary(self._file, {key: font}, False, True, options)
        self.entries += b"".join(b"/%s %s" % (each.encode(), value) for each, value in named.items())
        new = _written((each.number, each.data) for each in self._file.objects[start:])
        base = len(self.objects.body)
        offsets = (*self.objects.offsets, *((number, base + offset) for number, offset in new.offsets))
        self.objects = Objects(self.objects.body + new.body, offsets)


def _stream(fonts: dict[Any, Any]) -> Any:
    """A stream to write on that belongs to no page."""
    resources = pydyf.Dictionary({"ExtGState": pydyf.Dictionary(), "XObject": pydyf.Dictionary()})
    return Stream(fonts, None, resources, {}, None, {}, None)


class Leaves:
    """The pages of one issue, each drawn when it is asked for; what did not change is kept in ``keep``.

    A ``Leaves`` holds for one state of the fonts and the images: make another when these change.
    """

    def __init__(self, root: Path, catalogue: Catalogue, keep: Keep) -> None:
        self._keep, self._catalogue = keep, catalogue
        self._fonts = Fonts()
        self._given: dict[str, bytes] = {}
        self._fetcher = Fetcher(root, self._given)
        self._images: dict[str, Any] = {}
        self._rasters: dict[str, ground.Picture] = {}
        self._drawn: dict[Any, Any] = {}
        self._brush = _Brush(catalogue, self._apart)

    def leaf(
        self, page: Page, made: MadeUpPage, layout: Layout, issue: Issue, pictures: Mapping[PlacedPicture, bytes | Raster],
        last: Leaf | None = None,
    ) -> Leaf:  # fmt: skip
        """A page as it stands; ``last`` is the one before it. Raises Refused if its template is at fault."""
        urls = {placed: self._url(data) for placed, data in pictures.items()}
        blocks: list[tuple[Placed, Area]] = []

        def paint(placed: Placed, area: Area) -> str:
            blocks.append((placed, area))
            return line_url(len(blocks) - 1)

        html = page_html(page, made, layout, issue, paint, urls)
        names = tuple((block_name(placed), area.width, area.height) for placed, area in blocks)
        made_from = (html, names, layout.folder, layout.stylesheet)
        if last is not None and last.ground.made_from == made_from:
            base = last.ground
        else:
            base = self._keep(self._ground, html, names, layout, page.folio)
        if has_errors(base.problems):
            raise Refused(base.problems)
        carried = {n for others in base.carried.values() for n in others}
        lines = {}
        for n, (placed, area) in enumerate(blocks):
            drawn_in = whole(layout) if n in carried else area
            operators = self._keep(
                self._lines, placed.lines, placed.baselines, drawn_in.top,
                placed.x + placed.block.style.padding_left - drawn_in.left, area.width, area.height,
                _Held(placed, drawn_in, base.style),
            )  # fmt: skip
            seen = (area.left, area.top, area.left + area.width, area.top + area.height)
            lines[line_url(n)] = Piece(operators, seen)
        grid = layout.grid
        box = (-grid.bleed, -grid.bleed, grid.width + grid.bleed, grid.height + grid.bleed)
        pieces = tuple(lines[piece] if isinstance(piece, str) else piece for piece in base.pieces)
        return Leaf(box, pieces, base, self._brush.objects, self._brush.entries)

    def _apart(self, face: Face) -> None:
        """Let WeasyPrint find a face under its own name."""
        self._given |= face_files((face,))
        rules = font_face_rules((face,), apart=True)
        CSS(string=rules, font_config=self._fonts, url_fetcher=self._fetcher, base_url=ROOT)

    def _url(self, data: bytes | Raster) -> str:
        """A prepared picture, under a name that its content gives it."""
        if isinstance(data, Raster):
            picture = ground.Picture(data)
            url = f"{ROOT}prepared/{picture.id}"
            self._rasters.pop(url, None)
            if len(self._rasters) >= MOST_PICTURES:
                del self._rasters[next(iter(self._rasters))]
            self._rasters[url] = picture
            return url
        url = f"{ROOT}prepared/{sha256(data).hexdigest()}"
        prepared = [known for known in self._given if known.startswith(f"{ROOT}prepared/")]
        if url not in self._given and len(prepared) >= MOST_PICTURES:
            del self._given[prepared[0]]
            self._images.pop(prepared[0], None)
        self._given[url] = data
        return url

    def _lines(self, *what: Any) -> bytes:
        """A block's lines as operators; the arguments before the last are what they depend on."""
        held: _Held = what[-1]
        return self._brush.paint(held.placed.block.text, positioned(held.placed, held.area), held.style)

    def _sheets(self, layout: Layout) -> list[Any]:
        naming = f"{layout.stylesheet}\n{layout.template}"
        faces = declared(self._catalogue, naming)
        self._given |= face_files(faces)
        return [
            CSS(string=text, font_config=self._fonts, url_fetcher=self._fetcher, base_url=base_url)
            for text, base_url in (
                (font_face_rules(faces, naming), ROOT), *((text, url_of(layout.folder + "/")) for text in sheets(layout))
            )
        ]  # fmt: skip

    def _ground(self, html: str, names: tuple[tuple[Message, float, float], ...], layout: Layout, folio: int) -> Ground:
        """Through WeasyPrint, with a mark where each block's lines go."""
        reserved = {line_url(n): _Reserved(n, *name) for n, name in enumerate(names)}
        finished: list[Any] = []
        with read_log(layout) as logged, layout_at_fault(layout, say("word/page", folio=folio)):
            styles = self._keep(self._sheets, layout)
            pruner = self._keep(pruner_of, layout)

            def render(root: Element) -> tuple[Any, dict[str, Any]]:
                images = {url: image for url, image in self._images.items() if not url.startswith(f"{ROOT}lines/")}
                cache: dict[str, Any] = images | self._rasters | reserved
                made = ground.Page(root, url_of(layout.folder + "/"), self._fetcher)
                return made.render(stylesheets=styles, font_config=self._fonts, cache=cache), cache

            tree = parse(html)
            judge_tree(tree, layout, folio)
            pruned = pruner.prune(tree, lambda root: ground.boxes_of(render(root)[0]))
            page = whole(layout)
            for n in pruned.carried:
                reserved[line_url(n)] = _Reserved(n, names[n][0], page.width, page.height)
            document, cache = render(pruned.root)
        problems = told_apart(logged, self._fetcher, layout)
        problems += judge_page(document, folio, layout, reserved, pruned, self._catalogue)  # type: ignore[arg-type]
        problems = list(dict.fromkeys(problems))
        given = reserved.keys() | self._rasters.keys()
        self._images = {url: image for url, image in list(cache.items())[-MOST_PICTURES:] if url not in given}
        if has_errors(problems):
            return Ground((), Objects(b"", ()), 0, 0, b"", b"", None, tuple(problems))
        for each in document.pages:
            for box in each._page_box.descendants(placeholders=True):
                if isinstance(getattr(box, "replacement", None), SVGImage):
                    box.replacement = _Bounded(box.replacement, self._drawn, layout.grid.height)
        with read_log(layout) as logged, layout_at_fault(layout, say("word/page", folio=folio)):
            document.write_pdf(uncompressed_pdf=True, finisher=lambda _, pdf: finished.append(pdf))
        style = next((each.style for each in reserved.values() if each.style is not None), None)
        made = _taken_apart(finished[0], style, tuple(dict.fromkeys([*problems, *logged])))
        pieces: list[Piece | str] = []
        for piece in made.pieces:
            number = block_of(piece) if isinstance(piece, str) else None
            pieces += [piece] if number is None else [line_url(n) for n in pruned.carried.get(number, (number,))]
        made_from = (html, names, layout.folder, layout.stylesheet)
        return replace(made, pieces=tuple(pieces), carried=pruned.carried, made_from=made_from)


def _taken_apart(pdf: Any, style: Any, problems: tuple[Problem, ...]) -> Ground:
    """The finished file's objects as bytes, its page's content in pieces."""
    page = pdf.objects[pdf.pages["Kids"][0]]
    content = pdf.objects[int(page["Contents"].split()[0])]
    fonts = pdf.objects[int(content._resources["Font"].split()[0])]
    objects = [
        (each.number, each.data)
        for each in pdf.objects
        if each.free != "f" and each not in (content, fonts, pdf.info)
    ]  # fmt: skip
    pieces: list[Piece | str] = []
    operators: list[bytes] = []
    box: Box | None = None
    for item in [*content.stream, _Cut()]:
        if isinstance(item, _Cut):
            pieces.append(Piece(b"\n".join(operators), box))
            pieces += [item.url] if item.url else []
            operators, box = [], item.box
        else:
            operators.append(_data(item))
    entries = b"".join(b"/%s %s" % (name.encode(), value) for name, value in fonts.items())
    return Ground(
        tuple(pieces), _written(objects), content.number, fonts.number, entries, pdf.catalog.reference, style, problems
    )


def _data(item: Any) -> bytes:
    return item if isinstance(item, bytes) else item.data if hasattr(item, "data") else str(item).encode()


class _Held(str):
    """What a block's lines are drawn from; equal to any other, for what tells blocks apart is asked beside it."""

    __slots__ = ("area", "placed", "style")
    placed: Placed
    area: Area
    style: Any

    def __new__(cls, placed: Placed, area: Area, style: Any) -> _Held:
        held = super().__new__(cls)
        held.placed, held.area, held.style = placed, area, style
        return held
