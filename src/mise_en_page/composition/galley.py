"""Text that is set: lines of positioned glyphs, which have no page yet (French: placard).

Lengths are in pt, x grows to the right from the measure's left edge. Glyphs are arrays, never objects.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from mise_en_page.composition.style import BlockStyle, TextStyle, Turn
from mise_en_page.model.issue import Article, Cut, MarkKind, Picture, Source
from mise_en_page.model.layout import Slot
from mise_en_page.model.problem import Problem, Span

#: The marks over a run, each once, sorted by name: the key of its style.
Marks = tuple[MarkKind, ...]


#: Text that a stylesheet adds has a look of its own, whatever other marks lie over it.
ADDED: Final[Marks] = ("before", "after")


@dataclass(frozen=True, slots=True)
class RoleStyle:
    """A role's block style, and the style of each combination of marks that its text uses (``()`` for none).

    ``initial``: that of its first letter, whatever other marks lie over it (None: it has none of its own).
    """

    block: BlockStyle
    marked: Mapping[Marks, TextStyle] = field(default_factory=dict)
    initial: TextStyle | None = None

    def text(self, marks: Marks) -> TextStyle:
        if self.initial is not None and "initial" in marks:
            return self.initial
        for added in ADDED:
            if added in marks:
                return self.marked.get((added,), self.block.text)
        return self.marked.get(marks, self.block.text)

    def scaled(self, share: float) -> RoleStyle:
        """The same with all its text at a share of its size; the leading stays."""
        marked = {marks: text.scaled(share) for marks, text in self.marked.items()}
        initial = self.initial.scaled(share) if self.initial is not None else None
        return RoleStyle(replace(self.block, text=self.block.text.scaled(share)), marked, initial)


@dataclass(frozen=True, slots=True)
class Styles:
    """What a layout's stylesheet says of each role in each slot: ``by_role[slot, role]``."""

    by_role: Mapping[tuple[str, str], RoleStyle]

    def role(self, slot: str, role: str) -> RoleStyle:
        return self.by_role[slot, role]

    def dressed(self, slot: Slot, article: Article) -> Slot:
        """A slot in the style that an article asks for, if the stylesheet has it."""
        styled = replace(slot, style=article.style.name) if article.style else slot
        return styled if (styled.look, "body") in self.by_role else slot


@dataclass(frozen=True, slots=True)
class GlyphRun:
    """Glyphs of one face and style on one line.

    ``face`` is the key of the face in the catalogue. ``advances[i]`` is the distance in pt from glyph *i* to the next as
    it is to be painted (tracking, justification and scaling are in it already); ``offsets`` are (dx, dy) pairs flattened,
    empty when all zero. ``texts[i]`` is the text that glyph *i* stands for ("" for the second glyph of a cluster; a
    ligature keeps its letters; a space glyph " " or U+00A0 or U+202F as in the article; the hyphen that a break added
    is ``"\\u00ad"``). ``scale`` is the horizontal scale of the glyphs (1.0: none). ``x`` is where the run begins; ``track``
    what stands between the letters of a word besides their own advances, in pt. ``initial``: it is a letter of several
    lines' height, to which the text after it belongs.
    """

    face: str
    style: TextStyle
    glyphs: array[int]
    advances: array[float]
    texts: tuple[str, ...]
    x: float
    scale: float = 1.0
    offsets: array[float] = field(default_factory=lambda: array("d"))
    track: float = 0.0
    initial: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A set line. ``x``: where it begins (negative when a mark hangs); ``width``: of its ink advances, in pt.

    ``ratio`` is the word space as set over the natural one (1.0 where the line has none); ``start``/``end`` are its
    range in the block's characters; ``hyphenated`` when a break added a hyphen; ``last`` in its paragraph.
    """

    runs: tuple[GlyphRun, ...]
    x: float
    width: float
    ratio: float
    start: int
    end: int
    hyphenated: bool = False
    last: bool = False


class Setting:
    """One way to set a block's text: its lines and what they cost (demerits; less is better).

    ``hyphens`` are the numbers, from 1, of the lines that end with a hyphen which a break added. Most settings are thought
    of and never taken: the lines of one that ``later`` made are laid when they are first asked for. A value, all the same:
    it is compared and pickled by its lines and its cost.
    """

    __slots__ = ("_lay", "_lines", "cost", "hyphens")

    def __init__(self, lines: tuple[Line, ...], cost: float) -> None:
        self._lines: tuple[Line, ...] | None = lines
        self._lay: Callable[[], tuple[Line, ...]] | None = None
        self.cost = cost
        self.hyphens = frozenset(number for number, line in enumerate(lines, 1) if line.hyphenated)

    @classmethod
    def later(cls, lay: Callable[[], tuple[Line, ...]], cost: float, hyphens: frozenset[int]) -> Setting:
        made = cls((), cost)
        made._lines, made._lay, made.hyphens = None, lay, hyphens
        return made

    @property
    def lines(self) -> tuple[Line, ...]:
        if self._lines is None:
            assert self._lay is not None
            self._lines, self._lay = self._lay(), None
        return self._lines

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Setting) and (self.cost, self.lines) == (other.cost, other.lines)

    def __hash__(self) -> int:
        return hash((self.cost, self.hyphens))

    def __repr__(self) -> str:
        return f"Setting(lines={self.lines!r}, cost={self.cost!r})"

    def __reduce__(self) -> tuple[type[Setting], tuple[tuple[Line, ...], float]]:
        return type(self), (self.lines, self.cost)


class Code(NamedTuple):
    """The modules of a QR code: each row as what is dark of it, from one column to another, in modules, which are so many
    pt wide; ``side`` counts them with the white around.
    """

    rows: tuple[tuple[tuple[int, int], ...], ...]
    module: float
    side: int

    @property
    def size(self) -> float:
        """Its width and height in pt, the white included."""
        return self.side * self.module


class Boxed(NamedTuple):
    """Where a block stands in a box (French: encadré): the box's number in its article, whether it is its ``first`` or
    ``last``; ``whole``: the box should not be broken; how far it stands in from the column's edges, in pt; its ``opacity``
    (0..1), and how it is turned.
    """

    number: int
    first: bool = False
    last: bool = False
    whole: bool = False
    left: float = 0.0
    right: float = 0.0
    opacity: float = 1.0
    turn: Turn | None = None


@dataclass(frozen=True, slots=True)
class SetBlock:
    """A block of one role, set on a measure.

    ``settings`` holds the best setting for each count of lines that was tried, by that count; ``natural`` is the best
    count. ``first_baseline`` is the distance in pt from the top of a line's cell to its baseline (the half-leading model
    of CSS). ``index`` is the block's place in the article. ``keep_next``: how many lines of the next block must follow
    on the same column; ``breakable``: may be split between columns. A picture has no lines. ``in_text``: a paragraph that
    follows a pull quote, as it is set where the quote has been moved away and it follows text. ``place``: where in the
    article's body its text begins (a character below 0: what was run in stands before it); None for what is
    not of the body. ``first_lines``: so many stay together at its beginning, beside an initial.
    ``box``: where it stands in one. ``code``: the modules of a QR code, whose lines are empty. ``style_class``: that of
    its article's style, "" for none.
    """

    role: str
    article: str
    index: int
    style: BlockStyle
    measure: float
    settings: Mapping[int, Setting]
    natural: int
    first_baseline: float
    span: Span
    text: str = ""
    origins: tuple[int, ...] = ()
    keep_next: int = 0
    breakable: bool = True
    picture: Picture | None = None
    problems: tuple[Problem, ...] = ()
    in_text: SetBlock | None = None
    source: Source | None = None
    place: Cut | None = None
    style_class: str = ""
    first_lines: int = 0
    box: Boxed | None = None
    code: Code | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the best setting."""
        return self.settings[self.natural].lines if self.settings else ()


@dataclass(frozen=True, slots=True)
class SetArticle:
    """An article's blocks in the order in which they are read: those of the slot's head, then those of its columns.

    ``optional`` and ``unbroken`` are what issue.yaml asked for (model.Placement); ``variant`` is the slot's.
    ``goes_on``: the note to stand under it where it is cut, for what has no room goes to another page; ``cut``: where it
    was.
    """

    name: str
    slot: str
    head: tuple[SetBlock, ...]
    body: tuple[SetBlock, ...]
    picture: Picture | None = None
    caption: SetBlock | None = None
    optional: int = 0
    unbroken: bool = False
    variant: str = ""
    goes_on: SetBlock | None = None
    cut: Cut | None = None


@dataclass(frozen=True, slots=True)
class GalleyPage:
    """The set articles of one page, in order, each assigned to a slot of the page's layout."""

    folio: int
    layout: str
    articles: tuple[SetArticle, ...]


@dataclass(frozen=True, slots=True)
class Galley:
    pages: tuple[GalleyPage, ...]
