"""The law of a page: each composed line and each picture is seen within the trim, and nothing else stands on it.

Judged are the letters' own ink, not their boxes, against what the page paints and in which order. A ground under text
may be anything; what is painted over letters, a rule or another text across them, a clip, a matrix, an opacity or an ink
that takes them away is told with both names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from weasyprint.images import SVGImage

from mise_en_page.model.drawn import FaceUse, Inks
from mise_en_page.model.layout import Layout
from mise_en_page.model.message import Message, Value, key, say
from mise_en_page.model.press_profile import MM
from mise_en_page.model.problem import Problem, Severity, Span
from mise_en_page.pagination.makeup import Placed, PlacedPicture
from mise_en_page.pagination.standing import block_name, picture_name
from mise_en_page.pdf.geometry import Box, Matrix, area, cross, multiply, overlap
from mise_en_page.rendering.faults import code_of, listed
from mise_en_page.rendering.glyphs import Glyphs
from mise_en_page.rendering.ground import PT, Canvas
from mise_en_page.rendering.letters import Row, Rows, ink_of, share, shrunk, turned_code, within
from mise_en_page.rendering.painted import Painting, marks_box, painted
from mise_en_page.rendering.template import Area
from mise_en_page.rendering.tree import is_page
from mise_en_page.rendering.whose import Elements, class_of

MOVED: Final = 0.5
"""So many pt lines may be painted from where they were composed."""

FAINT: Final = 0.5
ALIKE: Final = 0.05
"""Inks that differ by less in each plate are the same to the eye."""

LIGHT: Final = 0.25
"""A rule or a letter of less ink, painted before the text, is a ground."""

SEEN: Final = 0.6
"""The share of a picture's box that must be seen."""

MOVING: Final = (
    "transform", "rotate", "scale", "translate", "margin", "position", "left", "top", "right", "bottom", "inset", "width",
    "height", "max-", "padding", "border", "clip", "object-",
)  # fmt: skip
"""Properties that take something from its place."""

WIDER: Final = 1.5
"""So many pt a text of the template may stand out of its box: letters have ink beyond their advances."""

MANY: Final = 500
"""A template with so many texts of its own is not looked at for those that cross each other."""

GROUNDS: Final = ("fill", "tone", "picture")
PAPER: Final[Inks] = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as it was drawn. ``carried``: the blocks whose lines stand at another's mark; ``urls``: of its pictures."""

    document: Any
    canvas: Canvas
    layout: Layout
    folio: int
    blocks: Sequence[tuple[Placed, Area]]
    whole: Area
    carried: Mapping[int, tuple[int, ...]]
    urls: Sequence[tuple[PlacedPicture, str]]
    faces: Mapping[str, FaceUse]
    glyphs: Callable[[str], Glyphs]


@dataclass(frozen=True, slots=True)
class _Fault:
    """``what`` is not seen as it should; ``said``: the rest of the sentence. Those alike but for ``what`` are one."""

    said: Message
    severity: Severity
    what: Value
    where: Span | None
    at: Box = field(compare=False, default=(0.0, 0.0, 0.0, 0.0))


def judge_visible(sheet: Sheet) -> tuple[Problem, ...]:
    """What of a page's lines and pictures cannot be seen as it was composed, and what of its furniture."""
    court = _Court(sheet)
    faults = [
        *court.strips(),
        *court.paintings(),
        *court.among_rows(),
        *court.codes(),
        *court.furniture(),
        *court.pictures(),
    ]
    return _told(faults, sheet)


def _told(faults: Sequence[_Fault], sheet: Sheet) -> tuple[Problem, ...]:
    """One problem for all that suffer alike."""
    alike: dict[tuple[Message, Severity, Span | None], dict[Value, _Fault]] = {}
    for fault in faults:
        alike.setdefault((fault.said, fault.severity, fault.where), {}).setdefault(fault.what, fault)
    problems = []
    for (alone, severity, where), held in alike.items():
        left, top, *_ = next(iter(held.values())).at
        said = say(alone.key, n=len(held), **dict(alone.values))
        names = listed([*held])
        placed = say("seen-at", folio=sheet.folio, left=left / MM, top=top / MM, names=names, said=said)
        problems.append(Problem(code_of(said), severity, placed, None, where))
    return tuple(problems)


class _Court:
    """One page's inks, and what is found wrong with them."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        grid = sheet.layout.grid
        self.trim: Box = (0.0, 0.0, grid.width, grid.height)
        self.rows = Rows([placed for placed, _ in sheet.blocks], sheet.glyphs)
        near = lambda box: next(self.rows.within(box), None) is not None  # noqa: E731
        self.painted = painted(sheet.canvas, grid.height, near)
        self.order: dict[int, int] = {}
        for n, painting in enumerate(self.painted):
            if painting.kind == "lines":
                for number in sheet.carried.get(painting.number, (painting.number,)):
                    self.order.setdefault(number, n)
        self._elements: Elements | None = None
        widths = sheet.canvas.widths()
        texts = [(n, each) for n, each in enumerate(self.painted) if each.kind == "text"]
        self._texts = {n: ink_of(each, widths, sheet.faces, sheet.glyphs) for n, each in texts}

    # names

    @property
    def elements(self) -> Elements:
        if self._elements is None:
            self._elements = Elements(self.sheet.document, self.sheet.layout)
        return self._elements

    def name(self, number: int) -> Message:
        placed = self.sheet.blocks[number][0]
        span = placed.block.span
        return say("word/written-at", name=block_name(placed), at=f"{span.file}:{span.line}")

    # the law

    def strips(self) -> Iterator[_Fault]:
        """Every block is painted, in its place, within every clip and the trim, and in an ink that is seen."""
        by_block: dict[int, list[Row]] = {}
        for row in self.rows.all:
            by_block.setdefault(row.block, []).append(row)
        for number, rows in by_block.items():
            at = self.order.get(number)
            painting = self.painted[at] if at is not None else None
            if painting is None or painting.alpha < FAINT:
                yield self._unpainted(number, rows[0], painting)
            elif fault := self._elsewhere(number, rows[0], painting):
                yield fault
            else:
                assert at is not None
                yield from self._cut(number, rows, painting)
                yield from self._alike_its_ground(number, rows, at)

    def _alike_its_ground(self, number: int, rows: Sequence[Row], at: int) -> Iterator[_Fault]:
        for row in rows:
            for inks in {run.style.colour: None for run in row.line.runs}:
                if self._unseen(inks, row.box, lambda row=row, inks=inks: self.rows.letters(row, inks), at):  # type: ignore[misc]
                    yield self._fault(row, say("text-unseen/ink", inks=_inks(inks)), self._role_place(number, "color"))
                    return

    def _fault(self, row: Row, said: Message, where: Span | None) -> _Fault:
        return _Fault(said, "error", self.name(row.block), where, row.box)

    def _unpainted(self, number: int, row: Row, painting: Painting | None) -> _Fault:
        why, where = self._why(number)
        words = key("text-unseen/faint") if painting is not None else key("text-unseen/unpainted")
        return self._fault(row, say(words, why=why), where)

    def _why(self, number: int) -> tuple[Message, Span]:
        """What keeps a block's lines from the page."""
        carrier = next((one for one, held in self.sheet.carried.items() if number in held), number)
        box = self.elements.lines(carrier)
        if box is None:
            return say("unpainted/left-out"), Span(f"{self.sheet.layout.folder}/page.html.j2")
        for element in self.elements.up(box.element):
            style = self.elements.style(element)
            if style is None:
                continue
            for name, said in _hiding(style, own=element is box.element):
                return say("unpainted/has", name=class_of(element), said=said), self.elements.place(box, name)
        no_room = say("unpainted/room", name=self.elements.name(box))
        return no_room, self.elements.place(box, "width", "height", "clip")

    def _elsewhere(self, number: int, row: Row, painting: Painting) -> _Fault | None:
        """Lines that are scaled, turned or moved, but as their role asks for."""
        placed, own = self.sheet.blocks[number]
        area = self.sheet.whole if painting.number in self.sheet.carried else own
        a, b, c, d, e, f = painting.matrix
        upright: Matrix = (PT, 0.0, 0.0, PT, area.left, area.top)
        across_x, across_y, down_x, down_y, left, top = multiply(upright, placed.turn) if placed.turn else upright
        if abs(b - across_y) > 1e-3 or abs(c - down_x) > 1e-3:
            said = say("text-unseen/turned")
        elif abs(a - across_x) > 1e-3 or abs(d - down_y) > 1e-3:
            said = say("text-unseen/scaled", across=a / PT, down=d / PT)
        elif abs(e - left) > MOVED or abs(f - top) > MOVED:
            across, down = round(e - left, 1) + 0.0, round(f - top, 1) + 0.0
            said = say("text-unseen/moved", across=across, down=down)
        else:
            return None
        return self._fault(row, said, self.elements.place(self.elements.lines(painting.number), *MOVING))

    def _cut(self, number: int, rows: Sequence[Row], painting: Painting) -> Iterator[_Fault]:
        if out := self._outside(rows, self.trim):
            where = self._role_place(number, "padding", "margin", "text-indent")
            yield self._fault(out, say("text-unseen/trim"), where)
        if out := self._outside(rows, painting.clip):
            box = self.elements.lines(painting.number)
            where = self.elements.place(box, "overflow", "clip", "width", "height", "max-", "object-", "padding", "border")
            cutting = next((each for each in self.elements.up(box.element) if self._cuts(each)), box.element)
            yield self._fault(out, say("text-unseen/clip", name=class_of(cutting)), where)

    def _outside(self, rows: Sequence[Row], kept: Box) -> Row | None:
        """The first line whose letters are not all within a box."""
        crossing = (row for row in rows if not within(row.box, kept))
        return next((row for row in crossing if not all(within(ink, kept) for ink in self.rows.letters(row))), None)

    def _cuts(self, element: Any) -> bool:
        style = self.elements.style(element)
        return style is not None and bool(style["overflow"] != "visible" or style["clip"])

    def _role_place(self, number: int, *properties: str) -> Span:
        block = self.sheet.blocks[number][0].block
        return self.elements.place_of_role(block.role.split(" ")[0], *properties)

    def _unseen(self, inks: Inks, box: Box, letters_of: Callable[[], Sequence[Box]], at: int) -> bool:
        """Has a letter the ink of its ground? What has several inks is not judged."""
        grounds = [
            each for each in self.painted[:at] if each.kind in GROUNDS and each.alpha >= FAINT and overlap(each.box, box)
        ]
        if not any(each.inks is not None and _alike(inks, each.inks) for each in grounds) and not _alike(inks, PAPER):
            return False
        for ink in letters_of():
            x, y = (ink[0] + ink[2]) / 2, (ink[1] + ink[3]) / 2
            point = (x - 0.05, y - 0.05, x + 0.05, y + 0.05)
            under = next((each.inks for each in reversed(grounds) if marks_box(each, point)), PAPER)
            if under is not None and _alike(inks, under):
                return True
        return False

    def paintings(self) -> Iterator[_Fault]:
        """Nothing is painted over letters; no rule and no other text goes across them."""
        for n, painting in enumerate(self.painted):
            crosses = painting.kind in ("rule", "text")
            if painting.kind == "lines" or painting.alpha < 0.1 or not (crosses or painting.hides):
                continue
            if painting.kind == "picture" and _is_drawing(painting.source):
                continue  # it is judged by what it paints
            ground = crosses and painting.inks is not None and max(painting.inks) < LIGHT
            for row in self.rows.within(painting.box):
                at = self.order.get(row.block)
                if at is not None and (n > at or (crosses and not ground)) and self._hit(n, painting, row):
                    yield self._stands_on(painting, row)

    def _hit(self, n: int, painting: Painting, row: Row) -> bool:
        """Does a painting mark any letter's ink?"""
        if painting.kind == "text":
            return any(
                share(ink, other) for ink in self._texts[n] if overlap(ink, row.box) for other in self.rows.letters(row)
            )
        return any(marks_box(painting, shrunk(ink)) for ink in self.rows.letters(row) if overlap(ink, painting.box))

    def _stands_on(self, painting: Painting, row: Row) -> _Fault:
        box = self.elements.of(painting)
        name = self.elements.name(box)
        if painting.kind == "text":
            return self._fault(row, say("text-crossed/text", name=name), self.elements.place(box))
        if painting.kind == "rule":
            where = self.elements.place(box, "border", "outline", "text-decoration", "height", "background")
            return self._fault(row, say("text-crossed/rule", name=name), where)
        return self._fault(
            row, say("text-covered", name=name), self.elements.place(box, "background", "border", "box-shadow")
        )

    def among_rows(self) -> Iterator[_Fault]:
        """No two blocks' letters stand on each other."""
        told: set[tuple[int, int]] = set()
        for row in self.rows.all:
            for other in self.rows.within(row.box):
                pair = (row.block, other.block)
                if row.block >= other.block or pair in told or not share(row.box, other.box):
                    continue
                inks = self.rows.letters(other)
                if any(share(ink, each) for ink in self.rows.letters(row) if overlap(ink, other.box) for each in inks):
                    told.add(pair)
                    where = self.sheet.blocks[other.block][0].block.span
                    yield self._fault(row, say("text-crossed", other=self.name(other.block)), where)

    def codes(self) -> Iterator[_Fault]:
        """No QR code that is turned stands on letters, with the white around it."""
        for number, (placed, _) in enumerate(self.sheet.blocks):
            ground = turned_code(placed)
            for row in self.rows.within(ground.box) if ground else ():
                if ground and any(marks_box(ground, shrunk(ink)) for ink in self.rows.letters(row)):
                    yield self._fault(
                        row, say("text-covered", name=self.name(number)), self._role_place(number, "transform")
                    )

    def furniture(self) -> Iterator[_Fault]:
        """The template's own text is seen as well: within the trim and its clip, not covered, not across another."""
        for n, inks in self._texts.items():
            text = self.painted[n]
            said = self._furniture(n, text) if inks else None
            if said is not None:
                name, where = self.elements.name(text.source), self.elements.place(text.source)
                yield _Fault(said, "warning", name, where, text.box)

    def _furniture(self, n: int, text: Painting) -> Message | None:
        if not within(text.box, self.trim):
            return say("furniture-unseen/trim")
        if not within(text.box, text.clip):
            return say("furniture-unseen/box")
        if text.alpha < 0.1:
            return say("furniture-unseen/opacity")
        if text.inks is not None and self._unseen(text.inks, text.box, lambda: self._texts[n], n):
            return say("furniture-unseen/ink", inks=_inks(text.inks))
        return self._over(n, text) or self._wide(n, text)

    def _wide(self, n: int, text: Painting) -> Message | None:
        """Is a text of the template wider than the room that it was given, and stands in that of what is beside it?"""
        room = self.elements.room(text.source.element) if text.source is not None else None
        if room is None:
            return None
        inks = self._texts[n]
        top, foot = min(ink[1] for ink in inks), max(ink[3] for ink in inks)
        beyond = (min(ink[0] for ink in inks), room[0]), (room[2], max(ink[2] for ink in inks))
        strips: list[Box] = [(start, top, end, foot) for start, end in beyond if end - start > WIDER]
        if not strips:
            return None
        beside: list[tuple[Value, Placed | PlacedPicture]] = [
            *((self.name(number), each) for number, (each, _) in enumerate(self.sheet.blocks)),
            *((picture_name(each), each) for each, _ in self.sheet.urls),
        ]
        for name, each in beside:
            box: Box = (
                each.seen if isinstance(each, Placed) else (each.x, each.y, each.x + each.width, each.y + each.height)
            )
            under = overlap(box, (room[0], top, room[2], foot))  # it stands on that by design
            if not under and any(overlap(box, strip) for strip in strips):
                over = max(end - start for start, _, end, _ in strips)
                return say("furniture-unseen/wide", over=over / MM, other=name)
        return None

    def _over(self, n: int, text: Painting) -> Message | None:
        """What stands on a text of the template."""
        for later in self.painted[n + 1 :]:
            covers = later.kind in GROUNDS and later.hides and overlap(later.box, text.box)
            if covers and any(marks_box(later, shrunk(ink)) for ink in self._texts[n]):
                return say("furniture-unseen/covered", name=self.elements.name(self.elements.of(later)))
        for m, inks in self._texts.items() if len(self._texts) < MANY else ():
            other = self.painted[m]
            near = m > n and share(text.box, other.box) and self._apart(text, other)
            if near and any(share(a, b) for a in self._texts[n] for b in inks):
                return say("furniture-unseen/crossed", other=self.elements.name(other.source))
        return None

    def _apart(self, one: Painting, other: Painting) -> bool:
        """Do two texts belong to different elements? Within one, letters may stand as a designer sets them."""
        if one.source is None or other.source is None:
            return False
        around = [
            [each for each in list(self.elements.up(text.source.element))[:2] if not is_page(each)] for text in (one, other)
        ]
        return not any(each in around[1] for each in around[0])

    def pictures(self) -> Iterator[_Fault]:
        """Each picture is shown once where it was placed, and not covered."""
        shown = [(n, each) for n, each in enumerate(self.painted) if each.kind == "picture" and _src(each.source)]
        template = Span(f"{self.sheet.layout.folder}/page.html.j2")
        for placed, url in self.sheet.urls:
            wanted: Box = (placed.x, placed.y, placed.x + placed.width, placed.y + placed.height)
            name = picture_name(placed)
            of_it = [(n, each) for n, each in shown if _src(each.source) == url]
            if not of_it:
                yield _Fault(say("template-lines/picture"), "error", name, template, wanted)
                continue
            n, painting = max(of_it, key=lambda each: area(cross(each[1].box, wanted)))
            said, where = self._picture(n, painting, wanted)
            if sum(area(cross(each.box, wanted)) > 0.1 * area(wanted) for _, each in of_it) > 1:
                said, where = say("picture-unseen/twice"), template
            if said is not None:
                yield _Fault(said, "error", name, where, wanted)

    def _picture(self, n: int, painting: Painting, wanted: Box) -> tuple[Message | None, Span | None]:
        grid = self.sheet.layout.grid
        sheet: Box = (-grid.bleed, -grid.bleed, grid.width + grid.bleed, grid.height + grid.bleed)
        seen, all_of_it = area(cross(cross(painting.box, wanted), sheet)), area(cross(wanted, sheet))
        if painting.alpha < FAINT:
            return say("picture-unseen/faint"), self.elements.place(painting.source, "opacity")
        if seen < SEEN * all_of_it:
            part = say("picture-unseen/part", share=seen / max(all_of_it, 1e-6))
            return part, self.elements.place(painting.source, *MOVING)
        if cover := self._cover(n, painting, wanted):
            covered = say("picture-unseen/covered", name=self.elements.name(cover))
            return covered, self.elements.place(cover, "background")
        return None, None

    def _cover(self, n: int, painting: Painting, wanted: Box) -> Any:
        """The box that hides more than a third of a picture."""
        for later in self.painted[n + 1 :]:
            if later.source is painting.source or later.kind not in GROUNDS or not later.hides:
                continue
            if not later.paths and area(cross(later.box, painting.box)) > (1 - SEEN) * area(wanted):
                return self.elements.of(later)
        return None


def _hiding(style: Any, *, own: bool) -> Iterator[tuple[str, Value]]:
    """What in a style takes away what it holds: the property, and how it is said."""
    if own and style["visibility"] != "visible":
        yield "visibility", f"visibility: {style['visibility']}"
    if style["opacity"] < FAINT:
        yield "opacity", f"opacity: {style['opacity']:g}"
    if style["transform"]:
        yield "transform", say("unpainted/transform")


def _src(source: Any) -> str:
    """What an ``<img>`` shows; empty for anything else."""
    shows = hasattr(source, "replacement") and source.element is not None
    return str(source.element.get("src", "")) if shows else ""


def _is_drawing(source: Any) -> bool:
    return isinstance(getattr(source, "replacement", None), SVGImage)


def _alike(one: Inks, other: Inks) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < ALIKE


def _inks(inks: Inks) -> str:
    return f"device-cmyk({' '.join(f'{ink:g}' for ink in inks)})"
