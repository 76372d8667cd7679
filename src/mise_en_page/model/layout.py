"""A layout as data: the grid and the slots of ``layouts/NAME/layout.yaml``.

Lengths are in pt, heights in whole leadings. Line *n* of a page begins ``n × leading`` below the trimmed page's top;
unit *i* is the *i*-th of ``units`` equal columns between the margins, counted from the spine outwards, so that a verso
mirrors a recto.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import ClassVar, Literal

from mise_en_page.model.problem import Span

Side = Literal["top", "bottom", "inner", "outer"]
PageSide = Literal["recto", "verso", ""]
Role = str  # the CSS class of a block: kicker, title, chapo, byline, body, intertitle, pull-quote, caption, figure…


@dataclass(frozen=True, slots=True)
class Grid:
    """``width``, ``height``: the trimmed page; ``inner``, ``outer``: margins at the spine and at the fore edge."""

    width: float
    height: float
    bleed: float
    inner: float
    outer: float
    units: int
    gutter: float
    leading: float

    @property
    def unit(self) -> float:
        """The width of one unit in pt."""
        return (self.width - self.inner - self.outer - (self.units - 1) * self.gutter) / self.units

    def left(self, unit: int, units: int = 1, *, verso: bool = False) -> float:
        """The left edge of some units in pt from the trimmed page's left: units count from the spine outwards."""
        from_spine = self.inner + unit * (self.unit + self.gutter)
        return self.width - from_spine - self.span(units) if verso else from_spine

    def span(self, units: int) -> float:
        """The width of some units and the gutters between them, in pt."""
        return units * self.unit + (units - 1) * self.gutter

    def measure(self, stretch: Stretch) -> float:
        """The width of one column of a rectangle, in pt."""
        return (self.span(stretch.units) - (stretch.columns - 1) * self.gutter) / max(1, stretch.columns)


@dataclass(frozen=True, slots=True)
class PictureSlot:
    """Where an article's picture stands at the head of its slot: its height may vary between two counts of lines.

    ``ideal``: the count that it should have (0: the middle). ``crop``: what it costs that nothing of the picture would be
    seen, and the share of that for the share that is cut away, so that a place has the picture's shape. ``duotone``: a
    photograph is printed in black and this ink (shares of cyan, magenta, yellow, black).
    """

    least: int
    most: int
    bleed: tuple[Side, ...] = ()
    ideal: int = 0
    duotone: tuple[float, float, float, float] | None = None
    crop: float = 0.0

    #: The price of a picture by itself that is cut to its slot.
    CROP: ClassVar[float] = 400.0

    @property
    def preferred(self) -> int:
        """The height that it takes unless the text asks for another: the ideal, or the middle of the range."""
        return self.ideal or (self.least + self.most + 1) // 2


@dataclass(frozen=True, slots=True)
class Stretch:
    """A rectangle of the grid that text is poured into: the slot's own, or one in which it goes on (threaded frames).

    ``page``: on which page of the layout, from 0.
    """

    unit: int
    units: int
    top: int
    foot: int
    columns: int = 1
    page: int = 0

    def meets(self, other: Stretch) -> bool:
        """Do the two share units and lines of a page?"""
        beside = self.unit + self.units <= other.unit or other.unit + other.units <= self.unit
        return self.page == other.page and not beside and self.top < other.foot and other.top < self.foot


@dataclass(frozen=True, slots=True)
class Across:
    """Roles of an article that stand over both pages of a spread, from line ``top`` to line ``foot``.

    No letter falls into the fold: of a block's lines the first half stands on the left page and leans on the fold, the
    other half goes on from there on the right page. Both keep ``fold`` pt from it (below 0: the inner margin).
    """

    roles: tuple[Role, ...]
    top: int
    foot: int
    fold: float = -1.0

    def box(self, grid: Grid, *, verso: bool) -> tuple[float, float]:
        """Its left edge and its width on one of the pages, in pt: from the outer margin to the fold."""
        fold = self.fold if self.fold >= 0 else grid.inner
        return (grid.outer if verso else fold), grid.width - grid.outer - fold


#: A tailpiece is a full stop: it takes so many lines at most, whatever a layout gives it. More is white, and told.
MOST_TAILPIECE = 8


@dataclass(frozen=True, slots=True)
class Tailpiece:
    """A picture of the layout's own at a slot's foot (French: cul-de-lampe), where the text leaves room for it.

    ``file`` is relative to the publication; it takes ``least`` to ``most`` lines, the white above it included, and no more
    than MOST_TAILPIECE. ``line`` is where layout.yaml names it.
    """

    file: str
    least: int
    most: int
    line: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """A rectangle of the grid that takes articles.

    ``unit``/``units`` across, lines ``top`` (its first line) to ``foot`` (the line after its last) down. ``takes`` says
    which articles go here; ``least``/``most`` how many. ``head`` lists the roles set across the slot's whole width above
    its ``columns``; the rest is set in the columns. ``spread`` allows the leftover to go between the briefs, at most
    ``spread`` leadings each. ``off_grid``: its blocks stand at their own heights, and what is left of a column goes between
    its briefs in equal parts of any size: only its feet are on the grid. ``fill`` says where the white goes that
    too short a text leaves: shared out, so that all feet are ``level``; or, ``auto`` (as CSS column-fill has it), after
    the text's end alone. ``gives_to`` names the slot that takes this one's lines when no article fills it.
    ``page`` is the layout's page on which it stands, from 0; ``continues`` are the rectangles into which the text goes on
    after its columns, all of one measure; ``across`` is what stands over both pages; ``tailpiece`` stands at the foot of
    the last rectangle. ``quotes`` names the slot, one that takes quotes, where the pull quotes of this one's first article
    stand: in the margin, or across the columns.
    A slot that takes an advert stands as it is drawn, and shows what issue.yaml books for it: as large as it is, or as
    large as the slot lets it be (``fit``: ``contain`` shows all of it, ``cover`` fills the slot), at the sides of
    ``align``, else in the middle; over the sides of ``bleed`` it reaches to the trimmed page's edge, its own bleed
    beyond. A slot that takes a picture shows one that stands by itself, its caption under it, and is filled by it
    (``cover``) or holds all of it (``contain``) in the same way.
    ``optional`` slots may stay empty. ``drops``: the roles of blocks that a slot too full may do without, the first first.
    ``unbroken``: each of its articles stands in one column. ``inset``: an article's picture stands in its column, over the
    text. ``sink``: without a picture, from so many to so many lines of white above its head (above the columns of its last
    rectangle, where the first has none). ``shrink``: it may begin so many lines lower, where its text needs less; they then
    belong to the slot that it gives its lines to. ``tops`` and ``feet``: the first line and the one after the last may
    stand anywhere between two, and ``top`` and ``foot`` are where they would rather be; an edge that it shares with a
    neighbour moves for both. ``sizes`` names the sizes that its head may have besides its own, each with its price;
    ``size`` is the one that this has ("": its own). ``variants`` are its other shapes, of which the first whose condition
    holds is taken; ``variant`` is the name of the shape that this is ("": its own). ``master`` is that of its layout,
    where that is not the first; ``over`` the advert across the page's foot over which that stands ("": none). ``style`` is
    that of the article that is set for it ("": none), which no layout says.
    """

    name: str
    unit: int
    units: int
    top: int
    foot: int
    takes: Literal["article", "figure", "picture", "quote", "advert"] = "article"
    least: int = 1
    most: int = 1
    head: tuple[Role, ...] = ()
    columns: int = 1
    spread: int = 0
    off_grid: bool = False
    fill: Literal["level", "auto"] = "level"
    picture: PictureSlot | None = None
    optional: bool = False
    gives_to: str = ""
    drops: tuple[Role, ...] = ()
    page: int = 0
    continues: tuple[Stretch, ...] = ()
    across: Across | None = None
    tailpiece: Tailpiece | None = None
    quotes: str = ""
    unbroken: bool = False
    inset: bool = False
    sink: tuple[int, int] | None = None
    shrink: int = 0
    tops: tuple[int, int] | None = None
    feet: tuple[int, int] | None = None
    sizes: tuple[tuple[str, float], ...] = ()
    size: str = ""
    variant: str = ""
    variants: tuple[Variant, ...] = ()
    master: str = ""
    fit: Literal["contain", "cover", ""] = ""
    align: tuple[Side, ...] = ()
    bleed: tuple[Side, ...] = ()
    style: str = ""
    over: str = ""

    @property
    def look(self) -> str:
        """The CSS classes of its blocks: its name, those of its variant, its head’s size, its master, its style."""
        return " ".join(name for name in (self.name, self.variant, self.size, self.master, class_of(self.style)) if name)

    @property
    def way(self) -> str:
        """The name of its master among its layout's, with the advert over which that stands."""
        return over_advert(self.master, self.over) if self.over else self.master

    @property
    def looks(self) -> tuple[str, ...]:
        """Those that its blocks may have, in every shape and size."""
        shapes = (self, *(variant.slot for variant in self.variants))
        return tuple(
            replace(shape, size=size, style=self.style).look
            for shape in shapes
            for size in ("", *(name for name, _ in shape.sizes))
        )

    @property
    def text_stretch(self) -> Stretch:
        """The first rectangle that has columns: what text is measured by."""
        return next((stretch for stretch in self.stretches if stretch.columns), self.stretches[0])

    def as_variant(self, name: str) -> Slot:
        """The slot in the shape of one of its variants ("": its own)."""
        return next((variant.slot for variant in self.variants if variant.slot.variant == name), self)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """All the rectangles that its text runs through, in the order of reading."""
        return (Stretch(self.unit, self.units, self.top, self.foot, self.columns, self.page), *self.continues)


#: A slot, and the least and the most that it holds.
Condition = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Variant:
    """Another shape of a slot, for pages on which other slots hold more, less or nothing.

    ``when`` says how many articles stand in the slots that it names, ``pictures`` how many of them have one, ``signs`` how
    many characters they hold; each from the least to the most. ``side``: for right-hand or left-hand pages alone.
    """

    slot: Slot
    when: tuple[Condition, ...] = ()
    pictures: tuple[Condition, ...] = ()
    signs: tuple[Condition, ...] = ()
    side: PageSide = ""

    def suits(
        self, counts: Mapping[str, int], pictures: Mapping[str, int], signs: Mapping[str, int], *, verso: bool
    ) -> bool:
        """Is this the shape for a page with so many articles, pictures and characters in its slots?"""
        if self.side and verso != (self.side == "verso"):
            return False
        asked = ((self.when, counts), (self.pictures, pictures), (self.signs, signs))
        return all(least <= have.get(name, 0) <= most for want, have in asked for name, least, most in want)

    def counts_on(self, name: str) -> bool:
        """Is it made for so few articles as stand in that slot, or none?"""
        return any(name == asked for asked, _, _ in self.when)


@dataclass(frozen=True, slots=True)
class Master:
    """A way to lay out a page: its slots. ``price``: what it costs beside the others, in the unit of copyfitting; ``side``:
    for right-hand or left-hand pages alone.
    """

    name: str
    slots: tuple[Slot, ...]
    price: float = 0.0
    side: PageSide = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where lines of a layout's stylesheet come from: from ``line`` on (from 1) it is ``file``, from its line ``first``.

    ``column``: all that stands there was made of what stands at this one (0: it was typed as it is).
    """

    line: int
    file: str
    first: int = 1
    column: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """``template`` is the text of page.html.j2, ``stylesheet`` that of style.css and of those that it shares with other
    layouts: ``sheets`` says from which file each line is; ``partials`` are the templates that its own takes in, by their
    files. ``folder`` is relative, posix.

    ``pages``: how many facing pages it lays out together (2: a spread, the first of which is a left-hand page).
    ``masters``: its ways to lay out a page, where it has several; ``slots`` are those of the first, or of ``master``.
    """

    name: str
    folder: str
    grid: Grid
    slots: tuple[Slot, ...]
    template: str
    stylesheet: str
    pages: int = 1
    masters: tuple[Master, ...] = ()
    master: str = ""
    sheets: tuple[Sheet, ...] = ()
    partials: tuple[tuple[str, str], ...] = ()

    @property
    def templates(self) -> tuple[tuple[str, str], ...]:
        """Its template and all that this takes in, each by its file with its text."""
        return ((f"{self.folder}/page.html.j2", self.template), *self.partials)

    @property
    def markup(self) -> str:
        """The text of them all."""
        return "\n".join(text for _, text in self.templates)

    def in_sheet(self, line: int = 0, column: int = 0, length: int = 0) -> Span:
        """A place of the stylesheet in the file where it was typed; without a line, that of the layout's own."""
        held = next((each for each in reversed(self.sheets) if line and each.line <= line), None)
        if held is None:
            return Span(f"{self.folder}/style.css", *((line, column, length) if line else ()))
        if held.column:
            return Span(held.file, held.first, held.column)
        return Span(held.file, line - held.line + held.first, column, length)

    @property
    def shared(self) -> tuple[str, ...]:
        """The files that it shares with other layouts, relative to the publication."""
        own = f"{self.folder}/style.css"
        sheets = (each.file for each in self.sheets if each.file != own and not each.column)
        return (*sheets, *(file for file, _ in self.partials))

    @property
    def ways(self) -> tuple[tuple[Layout, float], ...]:
        """The layout with each of its masters, and what that costs."""
        if self.master or not self.masters:
            return ((self, 0.0),)
        return tuple((self.with_master(each.name), each.price) for each in self.masters)

    def ways_on(self, *, verso: bool) -> tuple[tuple[Layout, float], ...]:
        """Those for a left-hand page, or for a right-hand one."""
        away = {each.name for each in self.masters if each.side == ("recto" if verso else "verso")}
        return tuple(way for way in self.ways if way[0].master not in away)

    def with_master(self, name: str) -> Layout:
        """The layout with one of its masters ("": as it is)."""
        name = f"{self.masters[0].name}{name}" if self.masters and name.startswith(OVER) else name
        slots = next((each.slots for each in self.masters if each.name == name), None)
        return self if slots is None else replace(self, slots=slots, master=name)

    @property
    def every_slot(self) -> tuple[Slot, ...]:
        """The slots of all its masters."""
        return tuple(slot for each in self.masters for slot in each.slots) or self.slots

    def begins_on(self, page: int) -> tuple[str, ...]:
        """The slots whose articles begin on one of its pages, from 0, in some master and shape."""
        shapes = ((slot.name, shape) for slot in self.every_slot if slot.takes == "article"
                  for shape in (slot, *(variant.slot for variant in slot.variants)))  # fmt: skip
        return tuple(dict.fromkeys(name for name, shape in shapes if shape.text_stretch.page == page))

    @property
    def styles(self) -> tuple[str, ...]:
        """The styles that its stylesheet has for single articles, as ``style:`` names them."""
        return _styles_in(self.stylesheet)

    @property
    def dressed_slots(self) -> tuple[Slot, ...]:
        """The slots of all its masters, as they are and in every style."""
        return tuple(replace(slot, style=style) for style in ("", *self.styles) for slot in self.every_slot)

    @property
    def looks(self) -> tuple[str, ...]:
        """The CSS classes that a slot's blocks may have, in every master, shape and size, and in every style."""
        return tuple(dict.fromkeys(look for slot in self.dressed_slots for look in slot.looks))


#: Between the name of a master and that of the advert across the foot of its pages.
OVER = "+"


def over_advert(master: str, advert: str) -> str:
    """The name of a master that stands over an advert ("": the first)."""
    return f"{master}{OVER}{advert}"


#: What the class of an article's style begins with, so that it is never taken for a slot's or a role's.
STYLED = "style-"


def class_of(style: str) -> str:
    """The CSS class of an article's style; "" for none."""
    return f"{STYLED}{style}" if style else ""


@lru_cache(maxsize=64)
def _styles_in(stylesheet: str) -> tuple[str, ...]:
    """The styles that selectors name, the first first."""
    said = re.sub(r"/\*.*?(?:\*/|\Z)|\{[^{}]*\}", " ", stylesheet, flags=re.DOTALL)
    return tuple(dict.fromkeys(re.findall(rf"\.{STYLED}([\w-]+)", said)))
