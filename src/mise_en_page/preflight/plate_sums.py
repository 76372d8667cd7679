"""How much ink lies on a page, reckoned on its plates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mise_en_page.pdf.geometry import Box
from mise_en_page.preflight.examined import PageRead

TILE: Final = 4
"""The side, in pixels, of the tiles that say where on a page the heaviest square may be at all."""


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
            row, column, most = _heaviest(added, span, 255 * len(self.arrays), self.paper)
            x, y = left + column * unit, top - row * unit
            percent = round(most / span**2 / 2.55, 4)
            found.append((percent, (x, y - span * unit, x + span * unit, y)))
        return found


def _heaviest(amounts: NDArray[np.uint16], span: int, most: int, paper: Paper) -> tuple[int, int, int]:
    """Row, column and sum of the first of the squares of ``span`` pixels with the largest sum."""
    rows, columns = _promising(amounts, span, most) if span >= 2 * TILE else (slice(0, None), slice(0, None))
    squares = _squares(amounts[rows, columns], span, most, paper)
    row, column = divmod(int(squares.argmax()), squares.shape[1])
    return rows.start + row, columns.start + column, int(squares[row, column])


def _promising(amounts: NDArray[np.uint16], span: int, most: int) -> tuple[slice, slice]:
    """Rows and columns that hold every heaviest square of ``span`` pixels: a sixteenth of the sums tells.

    A square has no more ink than the tiles that it touches, and no less than those that lie in it wholly. Where the most
    that there may be is less than the least that there is elsewhere, no square needs to be summed.
    """
    tiles = _tiles(_tiles(amounts, most * TILE).T, most * TILE**2).T.astype(np.uint32, order="C")
    starts = tuple(slice((size - span) // TILE + 1) for size in amounts.shape)
    touched = -(-(TILE - 1 + span) // TILE)
    least = _windows(tiles, span // TILE)[starts].max()
    places = np.nonzero(_windows(np.pad(tiles, (0, touched)), touched)[starts] >= least)
    rows, columns = (slice(int(axis.min()) * TILE, int(axis.max() + 1) * TILE - 1 + span) for axis in places)
    return rows, columns


def _tiles(amounts: NDArray[Any], most: int) -> NDArray[Any]:
    """The sums of each ``TILE`` rows, the last of which may be fewer; none is larger than ``most``."""
    sums = np.zeros((-(-len(amounts) // TILE), amounts.shape[1]), np.uint16 if most < 65_536 else np.uint32)
    for start in range(TILE):
        rows = amounts[start::TILE]
        sums[: len(rows)] += rows
    return sums


def _windows(tiles: NDArray[np.uint32], size: int) -> NDArray[np.uint32]:
    """The sums of all squares of ``size`` tiles."""
    rows, columns = (length - size + 1 for length in tiles.shape)
    down, across = tiles[:rows].copy(), np.zeros((rows, columns), np.uint32)
    for start in range(1, size):
        down += tiles[start : start + rows]
    for start in range(size):
        across += down[:, start : start + columns]
    return across


def _squares(amounts: NDArray[np.uint16], span: int, most: int, paper: Paper) -> NDArray[Any]:
    """The sums of all squares of ``span`` pixels; no amount is larger than ``most``."""
    columns, height = amounts.shape[1], amounts.shape[0] - span + 1

    def lying(name: str, rows: int, kind: type[np.generic]) -> NDArray[Any]:
        return paper.sheet(f"down {name}", (rows, columns), kind)

    def upright(name: str, rows: int, kind: type[np.generic]) -> NDArray[Any]:
        return paper.sheet(f"across {name}", (height, rows), kind).T

    down = _runs(amounts, span, most * span, lying)
    return _runs(down.T, span, most * span**2, upright).T


def _runs(amounts: NDArray[Any], span: int, most: int, sheet: Callable[..., NDArray[Any]]) -> NDArray[Any]:
    """The sums of all ``span`` rows that follow each other, none larger than ``most``: by doubling, in small numbers."""
    kind: type[np.uint16 | np.uint32] = np.uint16 if most < 65_536 else np.uint32
    height = len(amounts) - span + 1
    found: NDArray[Any] | None = None
    step, size, place = amounts, 1, 0
    while True:
        if span & size:
            part = step[place : place + height]
            found = part if found is None else np.add(found, part, out=sheet("sums", height, kind), dtype=kind)
            place += size
        if 2 * size > span:
            assert found is not None
            return found
        step = np.add(step[:-size], step[size:], out=sheet(f"step {size}", len(step) - size, kind), dtype=kind)
        size *= 2
