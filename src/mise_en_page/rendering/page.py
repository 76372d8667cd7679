"""A page to draw: through its layout's template and WeasyPrint, and its lines beside it. The one drawing of a page.

Its *ground* is all that its template and stylesheet make of it, with a place for each painted block. It depends on the HTML
alone, so it stands as long as no box of the page has moved: a changed word then costs its own block's operators.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint import CSS

from mise_en_page.composition.boxes import ROLE
from mise_en_page.composition.fonts import Catalogue, Face
from mise_en_page.model.drawn import Drawn, FaceUse, Inked, Raster, Strip
from mise_en_page.model.issue import Issue, Page
from mise_en_page.model.layout import OVER, Layout
from mise_en_page.model.memo import Aside, ByValue, Keep
from mise_en_page.model.message import Message, say
from mise_en_page.model.problem import Problem, Refused, has_errors
from mise_en_page.pagination.makeup import Frame, MadeUpPage, Placed, PlacedPicture, placed_pictures
from mise_en_page.pagination.panels import panels
from mise_en_page.pagination.standing import block_name, code_square
from mise_en_page.rendering import ground
from mise_en_page.rendering.bounds import judge_tree
from mise_en_page.rendering.faces import declared, face_files, font_face_rules
from mise_en_page.rendering.fetcher import ROOT, Fetcher, url_of
from mise_en_page.rendering.fonts_apart import Fonts
from mise_en_page.rendering.images import Convert, Images
from mise_en_page.rendering.inks import with_mixable
from mise_en_page.rendering.judging import judge_page, told_apart
from mise_en_page.rendering.paint import Painter, Positioned, modules, strip
from mise_en_page.rendering.plain import Piece, Plain
from mise_en_page.rendering.pruning import Pruner
from mise_en_page.rendering.sheets import listening, sheets
from mise_en_page.rendering.template import Area, Block, Image, Nowhere, PageView, issue_view, markup, render_template
from mise_en_page.rendering.tree import parse
from mise_en_page.rendering.visible import Sheet, judge_visible
from mise_en_page.rendering.wholes import Whole, joined, wholes
from mise_en_page.rendering.whose import Elements

#: Room around painted lines, in pt: marks hang out of the measure.
ROOM = 24.0

#: A block's place, and the box that its lines are painted in.
_Painted = tuple[Placed, Area]


@dataclass(frozen=True)
class Filled(ByValue):
    """A page as its template has written it; two are the same where WeasyPrint would draw the same.

    ``shapes``: what each block with lines is called, and the width and height (pt) of the box that they are painted in, by
    the numbers that the HTML has for them; ``blocks`` are those; ``pictures`` the page's own with their URLs; ``prepared``
    what was made ready for some of these; ``wholes``: what of the blocks is drawn as one.
    """

    html: str
    shapes: tuple[tuple[Message, float, float], ...]
    wholes: tuple[Whole, ...]
    blocks: tuple[_Painted, ...] = field(compare=False)
    pictures: tuple[tuple[PlacedPicture, str], ...] = field(compare=False)
    prepared: Mapping[str, bytes | Raster] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Ground:
    """A page without its lines: its drawing; WeasyPrint's document, and what that was drawn on; how the faces of the
    template's own text are used, by the names of their resources.

    ``carried``: the blocks whose lines are drawn at another's place, by its number, in the whole page's box.
    """

    plain: Plain
    document: Any
    canvas: ground.Canvas
    faces: Mapping[str, FaceUse]
    carried: Mapping[int, tuple[int, ...]]
    problems: tuple[Problem, ...]


def fill(
    page: Page, made: MadeUpPage, layout: Layout, issue: Issue, pictures: Mapping[PlacedPicture, bytes | Raster]
) -> Filled:
    """A page through its layout's template; ``pictures``: those that were made ready for their places.

    Raises Refused if the template is at fault.
    """
    names = {placed: f"{ROOT}prepared/{ground.digest_of(data)}" for placed, data in pictures.items()}
    blocks: list[_Painted] = []

    def paint(placed: Placed, area: Area) -> str:
        blocks.append((placed, area))
        return ground.line_url(len(blocks) - 1)

    html = page_html(page, made, layout, issue, paint, names)
    shapes = tuple((block_name(placed), area.width, area.height) for placed, area in blocks)
    shown = tuple((placed, names.get(placed) or url_of(placed.picture.file)) for placed in placed_pictures(made))
    drawn_as_one = wholes(made.frames, {id(placed): number for number, (placed, _) in enumerate(blocks)})
    prepared = {names[placed]: data for placed, data in pictures.items()}
    return Filled(html, shapes, drawn_as_one, tuple(blocks), shown, prepared)


def judge_filled(filled: Filled, layout: Layout, folio: int) -> None:
    """Look at what a template makes of a page that cannot be drawn. Raises Refused if the template is at fault."""
    judge_tree(parse(filled.html), layout, folio)


class Pages:
    """The pages of one publication, drawn one at a time: what its layouts and fonts have in common is read once.

    ``keep``: whoever draws the same pages again and again has their drawings kept, too. Holds for one state of the fonts
    and the images: make another when these change.
    """

    def __init__(self, root: Path, catalogue: Catalogue, keep: Keep | None = None) -> None:
        self._catalogue, self._keep = catalogue, keep or Keep()
        self._fonts = Fonts()
        self._given: dict[str, bytes] = {}
        self._fetcher = Fetcher(root, self._given)
        self._painter = Painter(catalogue)
        self._keys: dict[str, str] = {}
        self._named: set[str] = set()
        self._images: dict[object, Any] | None = None if keep is None else {}
        self._drawings: dict[Any, Any] = {}

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
        """One page, from its template to its lines, with what is wrong on it. Raises Refused where it cannot be drawn."""
        filled = fill(page, made, layout, issue, pictures)
        base = self.ground(filled, layout, made.folio, convert)
        return self.drawn(filled, base, layout, (*base.problems, *self.unseen(filled, base, layout, made.folio)))

    def ground(self, filled: Filled, layout: Layout, folio: int, convert: Convert | None = None) -> Ground:
        """A page without its lines; ``convert`` makes the layout's own pictures ready for the press, which stay as they are
        without it.

        Raises Refused if the page's template is at fault, or what that made.
        """
        prepared = filled.prepared.items()
        rasters = {url: ground.Picture(data, url.rpartition("/")[2]) for url, data in prepared if isinstance(data, Raster)}
        drawings = {url: data for url, data in prepared if isinstance(data, bytes)}
        for data in drawings.values():
            self._have_faces(data)
        self._given |= drawings
        look: _Look = self._keep(self._look, layout)
        reserved = {ground.line_url(n): ground.Place(n, *shape) for n, shape in enumerate(filled.shapes)}

        def render(root: Element) -> Any:
            cache = Images({**rasters, **reserved}, self._fetcher, convert, self._images)
            document = ground.Page(root, look.base_url, self._fetcher)
            return document.render(stylesheets=look.styles, font_config=self._fonts, cache=cache)

        with listening(layout, say("word/page", folio=folio)) as logged:
            tree = parse(filled.html)
            judge_tree(tree, layout, folio)
            joined(tree, filled.wholes, block_of)
            pruned = look.pruner.prune(tree, lambda root: ground.boxes_of(render(root)))
            page = whole(layout)
            for n in pruned.carried:  # one that carries others' is as large as the page
                reserved[ground.line_url(n)] = ground.Place(n, filled.shapes[n][0], page.width, page.height)
            document = render(pruned.root)
        problems = told_apart([*look.logged, *logged], self._fetcher, layout)
        problems += judge_page(document, folio, layout, reserved, pruned, self._catalogue)
        if has_errors(problems):
            raise Refused(tuple(dict.fromkeys(problems)))
        with listening(layout, say("word/page", folio=folio)) as later:
            plain, faces, canvas = ground.draw(document, self._key_of, self._drawings)
        for url in drawings:
            self._given.pop(url, None)
        return Ground(plain, document, canvas, faces, pruned.carried, tuple(dict.fromkeys([*problems, *later])))

    def unseen(self, filled: Filled, base: Ground, layout: Layout, folio: int) -> tuple[Problem, ...]:
        """What of the lines and pictures of a page cannot be seen on its ground."""
        of_page = (base.document, base.canvas, layout, folio, filled.blocks, whole(layout), base.carried, filled.pictures)
        return judge_visible(Sheet(*of_page, base.faces, self._painter.glyphs))

    def drawn(self, filled: Filled, base: Ground, layout: Layout, problems: Iterable[Problem] = ()) -> Drawn:
        """A page for the press: its ground, and its lines to be put in."""
        inner = {n for others in base.carried.values() for n in others}
        groups = {n: base.carried.get(n, () if n in inner else (n,)) for n in range(len(filled.blocks))}
        self._painter.begin()
        page = whole(layout)
        strips = tuple(
            self._strip([(filled.blocks[each][0], page if n in base.carried else filled.blocks[each][1]) for each in group])
            for n, group in groups.items()
        )
        painting = Elements(base.document, layout).painting()
        told = tuple(dict.fromkeys(problems))
        return Drawn(base.plain.pdf(), strips, {**base.faces, **self._painter.faces()}, told, painting)

    def lines(self, filled: Filled, base: Ground, layout: Layout) -> Mapping[int, Sequence[Piece]]:
        """The lines that belong at each mark of a page's ground, block by block; those that did not change are kept."""
        inner = {n: by for by, others in base.carried.items() for n in others}
        found: dict[int, list[Piece]] = {}
        for n, (placed, area) in enumerate(filled.blocks):
            box = whole(layout) if n in inner else area
            across = placed.x + placed.block.style.padding_left - box.left
            code = placed.block.code
            operators = self._keep(
                self._operators, placed.lines, placed.baselines, across, box.top, code, Aside((placed, box))
            )
            seen = placed.turned((area.left, area.top, area.left + area.width, area.top + area.height))
            found.setdefault(inner.get(n, n), []).append(Piece(operators, seen))
        return found

    def _operators(self, *what: Any) -> bytes:
        """A block's lines as operators; the arguments before the last are what they depend on."""
        placed, box = what[-1].thing
        made = self._strip([(placed, box)])
        return b"\n".join(b"%s k\n%s" % (" ".join(f"{ink:g}" for ink in inks).encode(), shown) for inks, shown in made)

    def _strip(self, blocks: Sequence[_Painted]) -> Strip:
        """The lines of some blocks, and their QR codes."""
        return strip(self._painter, [(each.block.text, positioned(each, box)) for each, box in blocks]) + codes(blocks)

    def faces(self, base: Ground) -> dict[str, str]:
        """The faces that a ground and all lines so far are set in, by the names of their resources."""
        return {**{name: use.face for name, use in base.faces.items()}, **self._painter.named()}

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
        base_url, naming = url_of(layout.folder + "/"), f"{layout.stylesheet}\n{layout.markup}"
        faces = declared(self._catalogue, naming)
        self._give(faces)
        with listening(layout, say("word/stylesheet")) as logged:
            styles = [
                CSS(string=text, font_config=self._fonts, url_fetcher=self._fetcher, base_url=url)
                for text, url in ((font_face_rules(faces, naming), ROOT), *((text, base_url) for text in sheets(layout)))
            ]
        page = whole(layout)
        pruner = Pruner(layout.stylesheet, (page.left, page.top, page.width, page.height), block_of)
        return _Look(base_url, styles, pruner, logged)

    def _key_of(self, data: bytes) -> str | None:
        """The face of the catalogue that a font file is."""
        return self._keys.get(sha256(data).hexdigest())

    def _give(self, faces: tuple[Face, ...]) -> None:
        """Let WeasyPrint read some faces, and know them again."""
        self._given |= face_files(faces)
        for face in reversed(faces):
            self._keys.setdefault(sha256(face.program()).hexdigest(), face.key)


@dataclass(frozen=True, slots=True)
class _Look:
    """A layout's stylesheets, read, what is known of its elements, and what WeasyPrint said on reading."""

    base_url: str
    styles: list[Any]
    pruner: Pruner
    logged: list[Problem]


def block_of(url: str) -> int | None:
    """The number of the block whose lines a URL stands for."""
    number = url.removeprefix(f"{ROOT}lines/")
    return int(number) if number != url and number.isdecimal() else None


def whole(layout: Layout) -> Area:
    """The page with its bleed."""
    grid = layout.grid
    return Area("", -grid.bleed, -grid.bleed, grid.width + 2 * grid.bleed, grid.height + 2 * grid.bleed)


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
    return (
        f'<html lang="fr"><body class="{view.side}"><div class="{f"page {view.master}".strip()}">{html}</div></body></html>'
    )


def _view(page: Page, made: MadeUpPage, layout: Layout, paint: Paint, urls: Mapping[PlacedPicture, str]) -> PageView:
    blocks = []
    for frame in made.frames:
        panels = _panels(frame, made.looks.get(frame.slot, frame.slot), made.variants.get(frame.slot, ""))
        for number, placed in enumerate(frame.placed):
            blocks += [panels[number]] if number in panels else []
            area = Area("", placed.x - ROOM, placed.y - ROOM, placed.width + 2 * ROOM, placed.height + 2 * ROOM)
            url = paint(placed, area) if placed.lines else ""
            box = placed.x, placed.y, placed.width, placed.height
            slot = frame.slot
            look = " ".join(filter(None, (made.looks.get(slot, slot), placed.block.style_class)))
            blocks.append(Block(placed.role + _said(placed), slot, *box, url, area, made.variants.get(slot, ""), look))
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
        master=made.master.partition(OVER)[0] or next((each.name for each in layout.masters), ""),
    )


def _said(placed: Placed) -> str:
    """Classes of a block whose ::before or ::after stands in its text, so that it is not drawn again (base.css)."""
    style = placed.block.style
    return " said-before" * (style.before is not None) + " said-after" * (style.after is not None)


def _panels(frame: Frame, look: str, variant: str) -> Mapping[int, Block]:
    """The boxes of a frame, each before the first of its blocks in it, by that one's number."""
    found: dict[int, Block] = {}
    for panel in panels(frame):
        role = " ".join((ROLE, "begins" if panel.begins else "resumes", "ends" if panel.ends else "goes-on"))
        box = panel.left, panel.top, panel.width, panel.height
        found[panel.first] = Block(role, frame.slot, *box, "", Area("", *box), variant, look)
    return found


def codes(blocks: Iterable[tuple[Placed, Area]]) -> Strip:
    """The QR codes among some blocks, each with the box that it is painted in."""
    found: list[Inked] = []
    for placed, area in blocks:
        code, square = placed.block.code, code_square(placed)
        if code is not None and square is not None:
            found += modules(code, square[0] - area.left, square[1] - area.top)
    return tuple(found)


def positioned(placed: Placed, area: Area) -> list[Positioned]:
    """A placed block's lines in the box that they are painted in."""
    x = placed.x + placed.block.style.padding_left - area.left
    return [Positioned(line, x, baseline - area.top) for line, baseline in zip(placed.lines, placed.baselines, strict=True)]


def _image(placed: PlacedPicture, prepared: str | None) -> Image:
    focus = f"{placed.focus[0] * 100:.2f}% {placed.focus[1] * 100:.2f}%"
    url = prepared or url_of(placed.picture.file)
    return Image(url, placed.picture.alternative, placed.x, placed.y, placed.width, placed.height, focus, placed.fit)


def _areas(made: MadeUpPage, layout: Layout) -> Mapping[str, Area]:
    """Each slot as it came out: around its frames, or as the layout has it where it stayed empty."""
    areas: dict[str, Area] = {slot.name: Nowhere(slot.name, 0.0, 0.0, 0.0, 0.0, filled=False) for slot in layout.every_slot}
    for slot in layout.with_master(made.master).slots:
        frames = [frame for frame in made.frames if frame.slot == slot.name]
        grid = layout.grid
        if frames:
            left, top = min(frame.x for frame in frames), min(frame.y for frame in frames)
            right = max(frame.x + frame.width for frame in frames)
            foot = max(frame.y + frame.height for frame in frames)
            variant = made.variants.get(slot.name, "")
            areas[slot.name] = Area(slot.name, left, top, right - left, foot - top, variant=variant, over=bool(slot.over))
        else:
            left, width = grid.left(slot.unit, slot.units, verso=made.verso), grid.span(slot.units)
            top, height = slot.top * grid.leading, (slot.foot - slot.top) * grid.leading
            booked = any(each.slot == slot.name for each in made.adverts)
            areas[slot.name] = Area(slot.name, left, top, width, height, filled=booked)
    return areas
