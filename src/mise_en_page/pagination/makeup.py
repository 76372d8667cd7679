"""A made-up page: lines in frames on the grid (French: mise en page), and what was told about the fit.

Lengths are in pt from the trimmed page's top left corner, y growing downwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mise_en_page.composition.galley import Line, SetBlock
from mise_en_page.model.issue import Advert, Picture
from mise_en_page.model.message import Message, say
from mise_en_page.model.problem import Problem, Span
from mise_en_page.pdf.geometry import Box, Matrix, placed


@dataclass(frozen=True, slots=True)
class Placed:
    """A block, or the part of it that stands in one frame.

    ``x y width height`` is its border box: margins are outside it, padding and borders inside (a border takes no room of
    its own: it is drawn within the padding). ``baselines[i]`` is the y of ``lines[i]``; lines' own x counts from
    ``x + style.padding_left``. ``first``/``last``: holds the block's first/last line.
    ``opens``/``closes``: is the article's first/last block. At a column's top the box of a block that opens begins at the
    top, whatever room the grid gave it above its lines. ``turn``: the matrix that it is drawn under (pt, y downwards), None
    where it stands upright; all else is as it would stand then.
    """

    block: SetBlock
    x: float
    y: float
    width: float
    height: float
    lines: tuple[Line, ...]
    baselines: tuple[float, ...]
    first: bool = True
    last: bool = True
    opens: bool = False
    closes: bool = False
    turn: Matrix | None = None

    @property
    def seen(self) -> Box:
        """Its box as it is drawn: left, top, right, bottom."""
        return self.turned((self.x, self.y, self.x + self.width, self.y + self.height))

    def turned(self, box: Box) -> Box:
        """What bounds a box of the upright page (left, top, right, bottom) once it is turned with the block."""
        return box if self.turn is None else placed(box, self.turn)

    @property
    def role(self) -> str:
        """Its CSS classes: a part that goes on opens nothing, and one that is to go on closes nothing."""
        lacking = ("opens" if not self.first else "", "closes" if not self.last else "")
        return " ".join(name for name in self.block.role.split() if name not in lacking)


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture's box on the page, bleed included; ``duotone``: the ink that it is printed in beside black.

    ``fit``: ``contain`` shows all of it, at the sides of ``align`` (left, right, top, bottom), else in the middle; anything
    else fills the box.
    """

    picture: Picture
    x: float
    y: float
    width: float
    height: float
    article: str
    duotone: tuple[float, float, float, float] | None = None
    fit: str = ""
    align: tuple[str, ...] = ()

    @property
    def focus(self) -> tuple[float, float]:
        """Where in the box the picture stands (0 to 1 across and down), or what of it is kept: as the article says, or
        as its slot does."""
        if self.fit != "contain" and (self.picture.focus != (0.5, 0.5) or not self.align):
            return self.picture.focus
        across = 0.0 if "left" in self.align else 1.0 if "right" in self.align else 0.5
        return across, 0.0 if "top" in self.align else 1.0 if "bottom" in self.align else 0.5


@dataclass(frozen=True, slots=True)
class PlacedAdvert:
    """An advert and the box that its trimmed page has on this one; ``fit`` as its slot has it.

    Where the two are not of one size it stands at the sides of ``align`` (left, right, top, bottom), else in the middle.
    ``bleed``: the sides over which the box touches the page's edge, so that the advert's own bleed is wanted beyond.
    """

    advert: Advert
    slot: str
    x: float
    y: float
    width: float
    height: float
    fit: str = ""
    align: tuple[str, ...] = ()
    bleed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle of the page that holds placed blocks: a slot's head (column -1) or one of its columns."""

    slot: str
    column: int
    x: float
    y: float
    width: float
    height: float
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Overset:
    """Text that found no room: ``lines`` and ``characters`` over, from ``where`` on; ``blocks`` holds it all."""

    article: str
    slot: str
    lines: int
    characters: int
    where: Span
    blocks: tuple[SetBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """An article's copyfit: lines (and characters, about) over its room (> 0) or under it (< 0), and what was done.

    ``lacks``: what of it is not on the page, for want of room; where that is ``WHOLE``, all its lines are over.
    """

    article: str
    slot: str
    lines: int
    characters: int
    did: tuple[Message, ...] = ()
    lacks: tuple[Message, ...] = ()

    @property
    def done(self) -> tuple[str, ...]:
        """What was done, in the language that is spoken now."""
        return tuple(map(str, self.did))

    @property
    def left_out(self) -> tuple[str, ...]:
        """What is not on the page, in the language that is spoken now."""
        return tuple(map(str, self.lacks))


#: An article of which nothing is on the page.
WHOLE = say("left-out/whole")


@dataclass(frozen=True, slots=True)
class MadeUpPage:
    """``variants``: that of each filled slot, by the slot's name ("": its own shape); ``looks``: the CSS classes of its
    blocks; ``master``: that of the layout ("": it has none); ``adverts`` are put on the page as they are.
    """

    folio: int
    layout: str
    verso: bool
    frames: tuple[Frame, ...]
    pictures: tuple[PlacedPicture, ...]
    oversets: tuple[Overset, ...]
    fits: tuple[Fit, ...]
    problems: tuple[Problem, ...] = ()
    variants: Mapping[str, str] = field(default_factory=dict)
    looks: Mapping[str, str] = field(default_factory=dict)
    master: str = ""
    adverts: tuple[PlacedAdvert, ...] = ()


@dataclass(frozen=True, slots=True)
class Makeup:
    pages: tuple[MadeUpPage, ...]


def placed_pictures(page: MadeUpPage) -> tuple[PlacedPicture, ...]:
    """Every picture of a page: those at the head of a slot, and those that stand among an article's blocks."""
    within = (
        PlacedPicture(each.block.picture, each.x, each.y, each.width, each.height, each.block.article)
        for frame in page.frames
        for each in frame.placed
        if each.block.picture is not None
    )
    return (*page.pictures, *within)
