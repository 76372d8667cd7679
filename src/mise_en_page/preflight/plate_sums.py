"""How much ink lies on a page, reckoned on its plates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mise_en_page.pdf.geometry import Box
from mise_en_page.preflight.examined import PageRead


class Paper:
    """Arrays to reckon on, used again for the next page: that the system clears new memory takes longer than the sums."""

    def __init__(self) -> None:
        self.held: dict[str, NDArray[np.uint8]] = {}

    def sheet(self, name: str, shape: tuple[int, ...], kind: type[np.generic]) -> NDArray[Any]:
        """An array, with anything in it; the one of the same name is gone."""
        size = int(np.prod(shape)) * np.dtype(kind).itemsize
        held = self.held.get(name)
        if held is None or held.size < size:
            held = self.held[name] = np.empty(size, np.uint8)
        return held[:size].view(kind).reshape(shape)


@dataclass(frozen=True, slots=True)
class Plates:
    """One page's inks: ``arrays`` holds for each of ``inks`` the amounts (255 solid) from the MediaBox's top left."""

    page: PageRead
    ppi: float
    inks: tuple[str, ...]
    arrays: tuple[NDArray[np.uint8], ...]
    paper: Paper = field(default_factory=Paper, compare=False, repr=False)

    def within(self, box: Box) -> tuple[slice, slice]:
        """Rows and columns of a rectangle of the page."""
        left, _, _, top = self.page.media or box
        factor = self.ppi / 72
        rows = slice(max(0, round((top - box[3]) * factor)), max(0, round((top - box[1]) * factor)))
        return rows, slice(max(0, round((box[0] - left) * factor)), max(0, round((box[2] - left) * factor)))

    def coverage(self) -> dict[str, float]:
        """The mean of each ink over the trimmed page, in percent."""
        where = self.within(self.page.cut)
        shares = {}
        for ink, plate in zip(self.inks, self.arrays, strict=True):
            trimmed = plate[where]
            shares[ink] = float(trimmed.sum(dtype=np.uint64)) / max(trimmed.size, 1) / 2.55
        return shares

    def _added(self) -> NDArray[np.uint16]:
        """The sum of the inks over the page and its bleed, 255 being one solid ink."""
        where = self.within(self.page.printed)
        first, *others = (plate[where] for plate in self.arrays)
        added: NDArray[np.uint16] = self.paper.sheet("added", first.shape, np.uint16)
        added[...] = first
        for plate in others:
            added += plate
        return added

    def heaviest(self, *sides: float) -> list[tuple[float, Box]]:
        """The squares of ``sides`` pt with most ink: its mean sum in percent, and where it lies on the page."""
        added = self._added()
        left, _, _, top = self.page.printed
        unit = 72 / self.ppi
        found = []
        for side in sides:
            span = max(1, min(round(side * self.ppi / 72), *added.shape))
            squares = _squares(added, span, 255 * len(self.arrays), self.paper)
            row, column = divmod(int(squares.argmax()), squares.shape[1])
            x, y = left + column * unit, top - row * unit
            percent = round(float(squares[row, column]) / span**2 / 2.55, 4)
            found.append((percent, (x, y - span * unit, x + span * unit, y)))
        return found


def _squares(amounts: NDArray[np.uint16], span: int, most: int, paper: Paper) -> NDArray[np.uint32]:
    """The sums of all squares of ``span`` pixels; no amount is larger than ``most``.

    Down by doubling, in numbers as small as will do; across by sums that go on, which may run over: the differences are
    right all the same.
    """
    kind: type[np.uint16 | np.uint32] = np.uint16 if most * span < 65_536 else np.uint32
    rows, columns = amounts.shape
    height = rows - span + 1
    down = paper.sheet("down", (height, columns), kind)
    down[...] = 0
    step: NDArray[Any] = amounts
    size, place = 1, 0
    while True:
        if span & size:
            down += step[place : place + height]
            place += size
        if 2 * size > span:
            break
        doubled = paper.sheet(f"step {size}", (step.shape[0] - size, columns), kind)
        np.add(step[:-size], step[size:], out=doubled, dtype=kind)
        step = doubled
        size *= 2
    sums = paper.sheet("sums", (height, columns), np.uint32)
    np.cumsum(down, axis=1, dtype=np.uint32, out=sums)
    squares = paper.sheet("squares", (height, columns - span + 1), np.uint32)
    squares[:, 0] = sums[:, span - 1]
    np.subtract(sums[:, span:], sums[:, :-span], out=squares[:, 1:])
    return squares
