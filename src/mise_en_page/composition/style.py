"""What CSS tells the composer: the one door between the cascade and the setting of lines.

Lengths are in pt. ``rendering.cascade`` fills these values from the layout's stylesheet; ``composition`` only reads them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import cos, sin
from typing import Final, Literal

from mise_en_page.model.press_profile import MM
from mise_en_page.pdf.geometry import Matrix, multiply

#: How wide a QR code is unless the stylesheet says, in pt.
CODE_SIZE: Final = 20.0 * MM

Alignment = Literal["justify", "left", "right", "center"]


@dataclass(frozen=True, slots=True)
class Decoration:
    """A line along a run (text-decoration-line). ``thickness`` and, of an underline, ``offset`` (of its top under the
    baseline) in pt; None: the font's own. ``colour`` DeviceCMYK components 0..1; None: the text's.
    """

    line: Literal["underline", "overline", "line-through"]
    thickness: float | None = None
    offset: float | None = None
    colour: tuple[float, float, float, float] | None = None

    def scaled(self, share: float) -> Decoration:
        """The same at a share of its size."""
        thickness, offset = (None if each is None else each * share for each in (self.thickness, self.offset))
        return replace(self, thickness=thickness, offset=offset)


#: A length in pt, and a share of the box's side that is added to it.
Extent = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Turn:
    """How a block is turned once it is set (transform, CSS Transforms 1, § 6): about its ``origin``, from the left and the
    top of its box; ``steps``: by so many radians (clockwise), and moved by so much to the right and down, each in turn.
    """

    origin: tuple[Extent, Extent]
    steps: tuple[tuple[float, Extent, Extent], ...]

    def matrix(self, x: float, y: float, width: float, height: float) -> Matrix:
        """What a box at a place (pt) is drawn under, y growing downwards."""

        def of(extent: Extent, side: float) -> float:
            return extent[0] + extent[1] * side

        across, down = x + of(self.origin[0], width), y + of(self.origin[1], height)
        made: Matrix = (1.0, 0.0, 0.0, 1.0, across, down)
        for angle, right, under in self.steps:
            turned = cos(angle), sin(angle), -sin(angle), cos(angle)
            made = multiply((*turned, of(right, width), of(under, height)), made)
        return multiply((1.0, 0.0, 0.0, 1.0, -across, -down), made)


#: What is done to a counter, which, and by how much or to what.
Count = tuple[Literal["reset", "increment", "set"], str, int]


@dataclass(frozen=True, slots=True)
class Generated:
    """What a stylesheet adds before or after a block's text (content of ::before, ::after): its ``parts``, strings and
    counters with their styles; ``counts``: what it does to counters first.
    """

    parts: tuple[str | tuple[str, str], ...]
    counts: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True)
class TextStyle:
    """The style of a run: what chooses its glyphs and how they are painted.

    ``family`` is the chain of family names as in CSS; ``weight`` 100..900; ``features`` OpenType tags with their value;
    ``stretch`` is the width in percent; ``axes`` are places of a variable font's axes (font-variation-settings);
    ``letter_spacing``, ``rise`` (up) in pt; ``colour`` DeviceCMYK components 0..1, or the name of a spot with its tint
    in ``spot``. ``decorations`` are the lines along it.
    """

    family: tuple[str, ...]
    size: float
    weight: int = 400
    italic: bool = False
    features: tuple[tuple[str, int], ...] = ()
    letter_spacing: float = 0.0
    word_spacing: float = 0.0
    rise: float = 0.0
    transform: Literal["none", "uppercase", "lowercase", "capitalize"] = "none"
    colour: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 1.0)
    stretch: float = 100.0
    axes: tuple[tuple[str, float], ...] = ()
    decorations: tuple[Decoration, ...] = ()

    def scaled(self, share: float) -> TextStyle:
        """The same at a share of its size, in all its measures."""
        return replace(
            self,
            size=self.size * share,
            letter_spacing=self.letter_spacing * share,
            word_spacing=self.word_spacing * share,
            rise=self.rise * share,
            decorations=tuple(each.scaled(share) for each in self.decorations),
        )


@dataclass(frozen=True, slots=True)
class BlockStyle:
    """The style of a block of lines. ``leading`` is the distance of two baselines in pt.

    ``space_*`` are limits of a word space as ratios of the natural one; ``tracking`` (± fraction of the em) and
    ``scaling`` (± fraction of the glyph's width) are the microtypographic limits, 0 for none; ``hang`` is the share of
    the hanging marks' protrusion, 0..1. ``hyphens`` allows breaks in words; ``hyphen_minima`` are the least letters of a
    word, before a break and after it. ``balance`` asks for lines of like length (titles).
    ``by_sense``: its lines end by the sense (None: as its role asks for). ``opening`` is the number of
    words that get the mark ``opening`` at the start of a block of the role ``body first opening``; ``end_mark`` the
    character set after an article's last word. ``run_in`` (of a kicker or a title): it stands in the first line of the
    article's first paragraph, and ``run_in_stop`` after it, unless it ends in a stop of its own.
    ``marker`` (of an item of a list) stands for a dash or a bullet that was typed ("": « – » and « • »).
    ``fit`` is the range of sizes in pt of which a title, a quote or a key figure takes the one that fills its measure.
    ``code_size`` is how wide a QR code may be, in pt, the white around it included.
    ``least_size`` is the share of its size to which a key figure may be set smaller, to stand on one line.
    ``second_indent`` moves a title's second line in by so many pt. ``initial`` is how many lines high the initial of a
    paragraph is (0: none), and ``initial_gap`` what stands between it and the text, in pt (0: as much as suits the type);
    ``inset`` then is how far its first ``inset_lines`` lines stand in.
    ``counts`` is what it does to counters, ``before`` and ``after`` what is added to its text.
    ``opacity`` (0..1) and ``turn`` are those of the block as a whole, its box with its lines.
    ``margin_*``, ``border_*`` and ``padding_*`` are the block's box in pt, as in CSS, which the grid rounds to whole
    leadings.
    """

    text: TextStyle
    leading: float
    alignment: Alignment = "left"
    indent: float = 0.0
    hyphens: bool = True
    hyphen_minima: tuple[int, int, int] = (6, 2, 3)
    space_least: float = 0.8
    space_most: float = 1.5
    tracking: float = 0.0
    scaling: float = 0.0
    hang: float = 0.0
    balance: bool = False
    by_sense: bool | None = None
    margin_top: float = 0.0
    margin_bottom: float = 0.0
    margin_left: float = 0.0
    margin_right: float = 0.0
    border_top: float = 0.0
    border_bottom: float = 0.0
    padding_top: float = 0.0
    padding_bottom: float = 0.0
    padding_left: float = 0.0
    padding_right: float = 0.0
    second_indent: float = 0.0
    initial: int = 0
    initial_gap: float = 0.0
    inset: float = 0.0
    inset_lines: int = 0
    opening: int = 0
    end_mark: str = ""
    marker: str = ""
    fit: tuple[float, float] | None = None
    code_size: float = CODE_SIZE
    least_size: float = 0.5
    run_in: bool = False
    run_in_stop: str = ""
    counts: tuple[Count, ...] = ()
    before: Generated | None = None
    after: Generated | None = None
    opacity: float = 1.0
    turn: Turn | None = None

    def measure(self, width: float) -> float:
        """What its box leaves of a width to text, in pt."""
        return width - self.margin_left - self.margin_right - self.padding_left - self.padding_right
