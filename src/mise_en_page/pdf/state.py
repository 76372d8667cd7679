"""The graphics state of a content stream, text state included (ISO 32000-1, 8.4 and 9.3), as far as anyone here asks."""

from __future__ import annotations

from typing import Any, NamedTuple, Self

from mise_en_page.pdf.geometry import EVERYWHERE, IDENTITY, Box, Matrix


class Colour(NamedTuple):
    """A colour as it is written: ``space`` without its slash, and the inks it prints with, None when they are unknown."""

    space: str
    values: tuple[float, ...]
    inks: tuple[tuple[str, float], ...] | None

    def ink(self, name: str) -> float:
        """How much of an ink, 0..1; 0 when unknown."""
        return next((amount for ink, amount in self.inks or () if ink == name), 0.0)

    @property
    def total(self) -> float:
        """The sum of all inks, 1 being one solid ink."""
        return sum(amount for _, amount in self.inks or ())

    @property
    def is_white(self) -> bool:
        """No ink at all, and none of it unknown."""
        return self.inks is not None and self.total < 0.005


class State:
    """What ``q`` keeps and ``Q`` brings back. Each entry is here with its initial value; lengths are in user space.

    Visitors may say colours in their own way: ``fill`` and ``stroke`` are theirs.
    """

    matrix: Matrix = IDENTITY
    clip: Box = EVERYWHERE
    """The bounds of the clipping path, on the page."""

    fill: Any = Colour("DeviceGray", (0.0,), (("Black", 1.0),))
    stroke: Any = fill
    fill_space: Any = "DeviceGray"
    """A device name without its slash, or the array that defines a colour space."""

    stroke_space: Any = "DeviceGray"
    width = 1.0
    op_fill = op_stroke = False
    opm = 0
    alpha_fill = alpha_stroke = 1.0
    blend = "Normal"
    masked = False
    """Is there a soft mask?"""

    face: Any = None
    size = 0.0
    spacing = words = leading = rise = 0.0
    stretch = 1.0
    render = 0

    def copy(self) -> Self:
        other = self.__class__.__new__(self.__class__)
        other.__dict__.update(self.__dict__)
        return other
