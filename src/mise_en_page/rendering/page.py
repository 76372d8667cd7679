"""A page to draw: through its layout's template and WeasyPrint, and its lines beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint import CSS

from mise_en_page.composition.fonts import Catalogue, Face
from mise_en_page.model.drawn import Drawn, Raster, Strip
from mise_en_page.model.issue import Issue, Page
from mise_en_page.model.layout import Layout
from mise_en_page.model.message import say
from mise_en_page.model.problem import Problem, Refused, Span, has_errors
from mise_en_page.pagination.makeup import MadeUpPage, Placed, PlacedPicture, placed_pictures
from mise_en_page.pagination.standing import block_name
from mise_en_page.processes.activity import doing
from mise_en_page.rendering import ground
from mise_en_page.rendering.bounds import judge_tree
from mise_en_page.rendering.faces import declared, face_files, font_face_rules
from mise_en_page.rendering.faults import layout_at_fault
from mise_en_page.rendering.fetcher import ROOT, Fetcher, url_of
from mise_en_page.rendering.fonts_apart import Fonts
from mise_en_page.rendering.images import Convert, Images
from mise_en_page.rendering.inks import with_mixable
from mise_en_page.rendering.judging import judge_page
from mise_en_page.rendering.origins import place
from mise_en_page.rendering.paint import Painter, Positioned, strip
from mise_en_page.rendering.pruning import Pruned, Pruner
from mise_en_page.rendering.sheets import read_log, sheets
from mise_en_page.rendering.template import Area, Block, Image, PageView, issue_view, markup, render_template
from mise_en_page.rendering.tree import parse
from mise_en_page.rendering.visible import Sheet, judge_visible
from mise_en_page.rendering.whose import Elements

#: Room around painted lines, in pt: marks hang out of the measure.
ROOM = 24.0

#: A block's place, and the box that its lines are painted in.
_Painted = tuple[Placed, Area]


class Pages:
    """The pages of one publication, drawn one at a time: what its layouts and fonts have in common is read once."""

    def __init__(self, root: Path, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._convert: Convert | None = None
        self._fonts = Fonts()
        self._given: dict[str, bytes] = {}
        self._fetcher = Fetcher(root, self._given)
        self._painter = Painter(catalogue)
        self._keys: dict[str, str] = {}
        self._layouts: dict[Layout, _Look] = {}
        self._rasters: dict[str, ground.Picture] = {}
        self._named: set[str] = set()

    @property
    def served(self) -> frozenset[str]:
        """The files of the publication that layouts have asked for so far."""
        return frozenset(self._fetcher.served)

    def draw(
        self,
        page: Page,
        made: MadeUpPage,
        layout: Layout,
        issue: Issue,
        pictures: Mapping[PlacedPicture, bytes | Raster],
        convert: Convert | None = None,
    ) -> Drawn:
        """One page. ``pictures`` holds the images that were prepared for their place; ``convert`` makes the layout's own
        ready for the press, which stay as they are without it.

        Raises Refused if its template is at fault, or what that made.
        """
        prepared = {f"{ROOT}prepared/{number}": data for number, data in enumerate(pictures.values())}
        drawings = {url: data for url, data in prepared.items() if isinstance(data, bytes)}
        self._given |= drawings
        for data in drawings.values():
            self._have_faces(data)
        self._convert = convert
        self._rasters = {url: ground.Picture(data) for url, data in prepared.items() if isinstance(data, Raster)}
        urls = dict(zip(pictures, prepared, strict=True))
        blocks: list[_Painted] = []

        def paint(placed: Placed, area: Area) -> str:
            blocks.append((placed, area))
            return ground.line_url(len(blocks) - 1)

        doing(say("doing/draw-page", page=made.folio), Span(f"{layout.folder}/page.html.j2"))
        html = page_html(page, made, layout, issue, paint, urls)
        look = self._look(layout)
        with read_log(layout) as logged, layout_at_fault(layout, say("word/page", folio=made.folio)):
            tree = parse(html)
            judge_tree(tree, layout, made.folio)
            pruned = look.pruner.prune(tree, lambda root: ground.boxes_of(self._render(root, look, blocks)))
            reserved = _reserved(blocks, pruned, layout)
            document = self._render(pruned.root, look, blocks, reserved)
        problems = told_apart([*look.logged, *logged], self._fetcher, layout)
        problems += judge_page(document, page.folio, layout, reserved, pruned, self._catalogue)
        if has_errors(problems):
            raise Refused(tuple(dict.fromkeys(problems)))
        with read_log(layout) as later, layout_at_fault(layout, say("word/page", folio=made.folio)):
            pdf, faces, canvas = ground.draw(document, self._key_of)
        shown = tuple((placed, urls.get(placed) or url_of(placed.picture.file)) for placed in placed_pictures(made))
        of_page = (document, canvas, layout, made.folio, blocks, whole(layout), pruned.carried, shown, faces)
        problems += judge_visible(Sheet(*of_page, self._painter.glyphs))
        self._painter.begin()
        strips = tuple(self._strip(number, blocks, pruned.carried, layout) for number in range(len(blocks)))
        for url in prepared:
            self._given.pop(url, None)
        told = tuple(dict.fromkeys([*problems, *later]))
        return Drawn(pdf, strips, faces | self._painter.faces(), told, Elements(document, layout).painting())

    def judge(self, page: Page, made: MadeUpPage, layout: Layout, issue: Issue) -> None:
        """Look at what a template makes of a page that cannot be drawn. Raises Refused if the template is at fault."""
        doing(say("doing/fill-template", page=made.folio), Span(f"{layout.folder}/page.html.j2"))
        html = page_html(page, made, layout, issue, lambda _placed, _area: ground.line_url(0), {})
        judge_tree(parse(html), layout, made.folio)

    def _have_faces(self, drawing: bytes) -> None:
        """The faces of a drawing's text, which the layout may never name."""
        if b"text" not in drawing:
            return
        naming = drawing.decode("utf-8", "replace")
        faces = declared(self._catalogue, naming)
        rules = font_face_rules(faces, naming)
        if rules and rules not in self._named:
            self._named.add(rules)
            self._give(faces)
            CSS(string=rules, font_config=self._fonts, url_fetcher=self._fetcher, base_url=ROOT)

    def _look(self, layout: Layout) -> _Look:
        look = self._layouts.get(layout)
        if look is None:
            base_url = url_of(layout.folder + "/")
            with read_log(layout) as logged:
                naming = f"{layout.stylesheet}\n{layout.template}"
                faces = declared(self._catalogue, naming)
                self._give(faces)
                rules = font_face_rules(faces, naming)
                styles = [CSS(string=rules, font_config=self._fonts, url_fetcher=self._fetcher, base_url=ROOT)]
                styles += [
                    CSS(string=text, font_config=self._fonts, url_fetcher=self._fetcher, base_url=base_url)
                    for text in sheets(layout)
                ]
            look = self._layouts[layout] = _Look(base_url, styles, pruner_of(layout), logged)
        return look

    def _render(
        self, root: Element, look: _Look, blocks: list[_Painted], reserved: Mapping[str, ground.Place] | None = None
    ) -> Any:
        places = reserved or {ground.line_url(n): _place_of(n, *block) for n, block in enumerate(blocks)}
        cache = Images({**self._rasters, **places}, self._fetcher, self._convert)
        document = ground.Page(root, look.base_url, self._fetcher)
        return document.render(stylesheets=look.styles, font_config=self._fonts, cache=cache)

    def _strip(self, number: int, blocks: list[_Painted], carried: Mapping[int, tuple[int, ...]], layout: Layout) -> Strip:
        """The lines that are painted at a block's place: its own, or those of all that it carries."""
        if number not in carried:
            if any(number in others for others in carried.values()):
                return ()
            placed, area = blocks[number]
            return strip(self._painter, [(placed.block.text, positioned(placed, area))])
        page = whole(layout)
        return strip(
            self._painter,
            [(placed.block.text, positioned(placed, page)) for placed, _ in (blocks[n] for n in carried[number])],
        )

    def _key_of(self, data: bytes) -> str | None:
        """The face of the catalogue that a font file is."""
        return self._keys.get(sha256(data).hexdigest())

    def _give(self, faces: tuple[Face, ...]) -> None:
        """Let WeasyPrint read some faces, and know them again."""
        files = face_files(faces)
        self._given |= files
        for face in reversed(faces):
            self._keys.setdefault(sha256(face.program()).hexdigest(), face.key)


@dataclass(frozen=True, slots=True)
class _Look:
    """A layout's stylesheets, read, what is known of its elements, and what WeasyPrint said on reading."""

    base_url: str
    styles: list[Any]
    pruner: Pruner
    logged: list[Problem]


def pruner_of(layout: Layout) -> Pruner:
    """What is learnt of a layout's elements; nothing yet."""
    page = whole(layout)
    return Pruner(layout.stylesheet, (page.left, page.top, page.width, page.height), block_of)


def block_of(url: str) -> int | None:
    """The number of the block whose lines a URL stands for."""
    number = url.removeprefix(f"{ROOT}lines/")
    return int(number) if number != url and number.isdecimal() else None


def whole(layout: Layout) -> Area:
    """The page with its bleed."""
    grid = layout.grid
    return Area("", -grid.bleed, -grid.bleed, grid.width + 2 * grid.bleed, grid.height + 2 * grid.bleed)


def _place_of(number: int, placed: Placed, area: Area) -> ground.Place:
    return ground.Place(number, block_name(placed), area.width, area.height)


def _reserved(blocks: list[_Painted], pruned: Pruned, layout: Layout) -> dict[str, ground.Place]:
    """What stands for the blocks' lines; one that carries others' is as large as the page."""
    reserved = {ground.line_url(number): _place_of(number, *block) for number, block in enumerate(blocks)}
    for number in pruned.carried:
        url = ground.line_url(number)
        page = whole(layout)
        reserved[url] = ground.Place(number, reserved[url].name, page.width, page.height)
    return reserved


def told_apart(logged: list[Problem], fetcher: Fetcher, layout: Layout) -> list[Problem]:
    """What WeasyPrint said, and what the fetcher refused in its own words, at the place where its name was typed."""
    refused, fetcher.refused = fetcher.refused, []
    named = [replace(problem, where=place(layout, name)) for name, problem in refused]
    return [problem for problem in logged if not (refused and problem.code == "rendering")] + named


#: Takes a placed block and the box to paint it in, and gives the URL under which WeasyPrint will find its lines.
Paint = Callable[[Placed, Area], str]


def page_html(
    page: Page, made: MadeUpPage, layout: Layout, issue: Issue, paint: Paint, urls: Mapping[PlacedPicture, str]
) -> str:
    """A page through its layout's template. ``urls`` are those of the prepared pictures."""
    view = _view(page, made, layout, paint, urls)
    context = {
        "issue": issue_view(issue.number, issue.title, issue.date),
        "publication": issue.publication,
        "grid": layout.grid,
        "page": view,
    }
    html = with_mixable(render_template(layout, context, made.verso), layout)
    return f'<html lang="fr"><body class="{view.side}"><div class="page">{html}</div></body></html>'


def _view(page: Page, made: MadeUpPage, layout: Layout, paint: Paint, urls: Mapping[PlacedPicture, str]) -> PageView:
    blocks = []
    for frame in made.frames:
        for placed in frame.placed:
            area = Area("", placed.x - ROOM, placed.y - ROOM, placed.width + 2 * ROOM, placed.height + 2 * ROOM)
            url = paint(placed, area) if placed.lines else ""
            box = placed.x, placed.y, placed.width, placed.height
            blocks.append(Block(placed.block.role, frame.slot, *box, url, area, made.variants.get(frame.slot, "")))
    return PageView(
        folio=made.folio,
        side="verso" if made.verso else "recto",
        section=markup(page.section),
        slots=_areas(made, layout),
        columns=tuple(
            Area(frame.slot, frame.x, frame.y, frame.width, frame.height, bool(frame.placed))
            for frame in sorted(made.frames, key=lambda frame: (frame.slot, frame.x, frame.y))
            if frame.column >= 0
        ),
        images=tuple(_image(placed, urls.get(placed)) for placed in placed_pictures(made)),
        blocks=tuple(blocks),
    )


def positioned(placed: Placed, area: Area) -> list[Positioned]:
    """A placed block's lines in the box that they are painted in."""
    x = placed.x + placed.block.style.padding_left - area.left
    return [Positioned(line, x, baseline - area.top) for line, baseline in zip(placed.lines, placed.baselines, strict=True)]


def _image(placed: PlacedPicture, prepared: str | None) -> Image:
    focus = f"{placed.picture.focus[0] * 100:.2f}% {placed.picture.focus[1] * 100:.2f}%"
    url = prepared or url_of(placed.picture.file)
    return Image(url, placed.picture.alternative, placed.x, placed.y, placed.width, placed.height, focus)


def _areas(made: MadeUpPage, layout: Layout) -> Mapping[str, Area]:
    """Each slot as it came out: around its frames, or as the layout has it where it stayed empty."""
    areas = {}
    for slot in layout.slots:
        frames = [frame for frame in made.frames if frame.slot == slot.name]
        grid = layout.grid
        if frames:
            left, top = min(frame.x for frame in frames), min(frame.y for frame in frames)
            right = max(frame.x + frame.width for frame in frames)
            foot = max(frame.y + frame.height for frame in frames)
            variant = made.variants.get(slot.name, "")
            areas[slot.name] = Area(slot.name, left, top, right - left, foot - top, variant=variant)
        else:
            left, width = grid.left(slot.unit, slot.units, verso=made.verso), grid.span(slot.units)
            top, height = slot.top * grid.leading, (slot.foot - slot.top) * grid.leading
            areas[slot.name] = Area(slot.name, left, top, width, height, filled=False)
    return areas
