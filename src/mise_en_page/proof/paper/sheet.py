"""An A4 sheet for the office's printer, and how a page lies on it. Lengths in pt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MM: Final = 72 / 25.4

WIDTH: Final = 210 * MM
HEIGHT: Final = 297 * MM

#: What office printers leave white, and room for the sheet's head and foot.
SIDE: Final = 10 * MM
HEAD: Final = 17 * MM
FOOT: Final = 12 * MM

#: The column beside a page for text without room, and the white between.
COLUMN: Final = 38 * MM
GAP: Final = 4 * MM

#: left, bottom, right, top
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """A trimmed page of ``width`` × ``height`` at ``left``, ``top`` of the sheet, its lengths times ``scale``."""

    left: float
    top: float
    width: float
    height: float
    scale: float

    def x(self, x: float) -> float:
        return self.left + self.scale * x

    def y(self, y: float) -> float:
        """From the page's top, downwards, to the sheet's foot, upwards."""
        return HEIGHT - self.top - self.scale * y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A rectangle from the page's top left corner as PDF has it on the sheet."""
        return self.x(x0), self.y(y1), self.x(x1), self.y(y0)

    @property
    def matrix(self) -> tuple[float, float, float, float, float, float]:
        """From the page's lower left corner to the sheet's."""
        return self.scale, 0.0, 0.0, self.scale, self.left, self.y(self.height)


def place(width: float, height: float, *, beside: bool) -> PlacedPage:
    """A trimmed page as large as it goes, never enlarged, at the top of the sheet; ``beside`` keeps a column free."""
    room = WIDTH - 2 * SIDE - (COLUMN + GAP if beside else 0.0)
    scale = min(room / width, (HEIGHT - HEAD - FOOT) / height, 1.0)
    left = SIDE + (0.0 if beside else (room - scale * width) / 2)
    return PlacedPage(left, HEAD, width, height, scale)
