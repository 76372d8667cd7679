"""Lines into frames: what the search decided, in pt.

Between two blocks of body text stand headings, quotes and blanks whose sum was rounded up to whole leadings. What the
rounding added goes above a heading, half above and half below a quote. At a column's top an article begins at the top all
the same, so that rules and kickers of a row of columns align: there, what was added goes under its head.

In a slot off the grid nothing is rounded: gaps between articles are equal, to what the heights' unit tells (0.01 pt).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mise_en_page.composition.galley import Line, SetBlock, Setting
from mise_en_page.composition.style import BlockStyle
from mise_en_page.model.layout import Grid
from mise_en_page.model.problem import Span
from mise_en_page.pagination.columns import Piece
from mise_en_page.pagination.copyfit import Poured
from mise_en_page.pagination.grid import Rectangle
from mise_en_page.pagination.heights import LEADING, Choice, Item, is_quote
from mise_en_page.pagination.makeup import Frame, Overset, Placed
from mise_en_page.pagination.rows import Ruled, aligned


@dataclass(frozen=True, slots=True)
class Ends:
    """The first and the last block of each article, by article and index, which CSS may dress."""

    firsts: frozenset[tuple[str, int]]
    lasts: frozenset[tuple[str, int]]

    @classmethod
    def of(cls, articles: Sequence[Sequence[SetBlock]]) -> Ends:
        full = [blocks for blocks in articles if blocks]
        return cls(
            frozenset((blocks[0].article, blocks[0].index) for blocks in full),
            frozenset((blocks[-1].article, blocks[-1].index) for blocks in full),
        )

    def marked(self, placed: Placed) -> Placed:
        closes = (placed.block.article, placed.block.index) in self.lasts
        return replace(placed, opens=placed.first and self.opens(placed.block), closes=placed.last and closes)

    def opens(self, block: SetBlock) -> bool:
        return (block.article, block.index) in self.firsts


@dataclass(frozen=True, slots=True)
class Pouring:
    """A slot's flow as it was poured, and where its columns stand on their pages."""

    grid: Grid
    slot: str
    poured: Poured
    columns: tuple[Rectangle, ...]
    phase: float
    ends: Ends
    off_grid: bool = False

    @property
    def items(self) -> tuple[Item, ...]:
        return self.poured.items


def frames(pouring: Pouring) -> tuple[Frame, ...]:
    """The columns of a slot with what stands in them."""
    by_column = [[piece for piece in pouring.poured.pieces if piece.column == each] for each in range(len(pouring.columns))]
    stand = _off_grid if pouring.off_grid else _on_grid
    return tuple(
        Frame(pouring.slot, column, box.x, box.y, box.width, box.height, tuple(placed))
        for column, (box, placed) in enumerate(zip(pouring.columns, stand(pouring, by_column), strict=True))
    )


def _gaps(pouring: Pouring, pieces: Sequence[Piece]) -> list[int]:
    """Which pieces of a column have a gap above them."""
    return [index for index, piece in enumerate(pieces) if pouring.items[piece.item].opens and index > 0]


def _off_grid(pouring: Pouring, columns: Sequence[Sequence[Piece]]) -> list[list[Placed]]:
    """Columns whose blocks stand at their own heights, and their gaps opened by equal parts of what is left.

    Without a gap, that goes under the head at its top, or above the first heading in it.
    """
    opened = []
    for column, under in enumerate(aligned([_ruled(pouring, column, pieces) for column, pieces in enumerate(columns)])):
        pieces, spread = columns[column], pouring.poured.spread[column]
        gaps = _gaps(pouring, pieces)
        white = dict.fromkeys(gaps, (spread - under.first - under.last) / max(1, len(gaps)))
        if under.first:
            white[_under_head(pouring, pieces, 0)] = under.first
        if under.last:
            white[_under_head(pouring, pieces, gaps[-1])] = under.last
        opened.append(white if gaps else dict.fromkeys(_without_gap(pouring, pieces), spread))
    return [
        _stacked(pouring, box, pieces, white) for box, pieces, white in zip(pouring.columns, columns, opened, strict=True)
    ]


def _ruled(pouring: Pouring, column: int, pieces: Sequence[Piece]) -> Ruled:
    """Where the rules of a column would stand by its gaps alone."""
    gaps, spread = _gaps(pouring, pieces), pouring.poured.spread[column]
    rules = tuple(pieces[index].top + spread * number / len(gaps) for number, index in enumerate(gaps, 1))
    first = bool(pieces) and _opens(pouring, pieces[0]) and _under_head(pouring, pieces, 0) > 0
    return Ruled(pouring.columns[column].y, rules, spread, first, bool(gaps) and _under_head(pouring, pieces, gaps[-1]) > 0)


def _stacked(pouring: Pouring, box: Rectangle, pieces: Sequence[Piece], white: Mapping[int, float]) -> list[Placed]:
    """A column with so much white above some of its pieces. A pull quote has half of its blank below it."""
    given = held = 0.0
    placed = []
    for index, piece in enumerate(pieces):
        item, blank = pouring.items[piece.item], pouring.poured.choices[piece.item].blank
        given += white.get(index, 0.0)
        if is_quote(item.block) and piece.top:
            held = blank / 2
        elif item.on_grid:
            held = 0.0
        y = box.y + (piece.top + given - held) / LEADING * pouring.grid.leading
        placed.append((_place_text if item.on_grid else _place)(pouring, piece, box, y))
    return placed


def _under_head(pouring: Pouring, pieces: Sequence[Piece], start: int) -> int:
    """The first text under the head that begins there; 0 if there is none before the next article."""
    for index in range(start + 1, len(pieces)):
        item = pouring.items[pieces[index].item]
        if item.opens or pouring.items[pieces[index - 1].item].on_grid:
            return 0
        if item.on_grid:
            return index
    return 0


def _without_gap(pouring: Pouring, pieces: Sequence[Piece]) -> list[int]:
    """Where a column that holds no gap can be opened: at most one of its pieces."""
    below = bool(pieces) and _opens(pouring, pieces[0])
    is_text = [pouring.items[piece.item].on_grid for piece in pieces]
    return [index for index in range(1, len(pieces)) if is_text[index] is below and is_text[index - 1] is not below][:1]


def _on_grid(pouring: Pouring, columns: Sequence[Sequence[Piece]]) -> list[list[Placed]]:
    """Columns whose body text stands on the grid, and all other blocks between."""
    return [
        _gridded(pouring, box, pieces, column)
        for column, (box, pieces) in enumerate(zip(pouring.columns, columns, strict=True))
    ]


def _gridded(pouring: Pouring, box: Rectangle, pieces: Sequence[Piece], column: int) -> list[Placed]:
    grid, items = pouring.grid, pouring.items
    gaps = _gaps(pouring, pieces)
    given = dict(zip(gaps, evenly(pouring.poured.spread[column] // LEADING, len(gaps)), strict=True))
    placed: list[Placed] = []
    start, y, shift = 0, box.y, 0
    while start < len(pieces):
        end = start
        while end < len(pieces) and not items[pieces[end].item].on_grid:
            end += 1
        body = pieces[end] if end < len(pieces) else None
        shift += sum(given.get(index, 0) for index in range(start, end + 1))
        foot = box.y + (body.top / LEADING + shift) * grid.leading if body else None
        above = items[pieces[start - 1].item] if start else None
        spread = [given.get(index, 0) for index in range(start, end)]
        placed += _place_between(pouring, box, pieces[start:end], spread, y, foot, above)
        if body is not None and foot is not None:
            placed.append(_place_text(pouring, body, box, foot, edge=foot if placed else box.y))
            y = foot + _height(pouring, body)
        start = end + 1
    return placed


def evenly(total: int, gaps: int) -> tuple[int, ...]:
    """Whole leadings shared over gaps: they differ by one at most, the larger ones last."""
    return tuple((index + 1) * total // gaps - index * total // gaps for index in range(gaps))


def _place_between(
    pouring: Pouring, box: Rectangle, pieces: Sequence[Piece], spread: Sequence[int], y: float, foot: float | None,
    above: Item | None,
) -> list[Placed]:  # fmt: skip
    """What stands between two blocks on the grid: from ``y``, under ``above`` (None: the column's top), to ``foot``.

    ``spread``: the leadings that each piece gets above it. ``foot`` None: nothing on the grid follows.
    """
    items = [pouring.items[piece.item] for piece in pieces]
    before = above
    tops: list[float] = []
    for item, piece, given in zip(items, pieces, spread, strict=True):
        if before is not None:
            y += before.block.style.margin_bottom + item.block.style.margin_top
        y += given * pouring.grid.leading
        tops.append(y)
        y += _height(pouring, piece)
        before = item
    if items:
        if foot is not None:
            following = pouring.items[pieces[-1].item + 1].block.style
            extra = foot - (y + items[-1].block.style.margin_bottom + following.margin_top)
        else:  # nothing was rounded up, but a quote may have got a leading more, or given one
            blanks = sum(pouring.poured.choices[piece.item].blank for piece in pieces if piece.top)
            extra = blanks / LEADING * pouring.grid.leading
        tops = _share(extra, tops, items, at_top=above is None and _opens(pouring, pieces[0]))
    return [_place(pouring, piece, box, top) for piece, top in zip(pieces, tops, strict=True)]


def _opens(pouring: Pouring, piece: Piece) -> bool:
    """Does an article begin with that piece?"""
    return piece.start == 0 and pouring.ends.opens(pouring.items[piece.item].block)


def _share(extra: float, tops: list[float], items: Sequence[Item], *, at_top: bool) -> list[float]:
    """Give what the rounding added: half of it above a quote, else all above the first heading of what follows.

    ``at_top``: an article begins there with the column, and what was added is under its head.
    """
    for index, item in enumerate(items):
        if is_quote(item.block):
            return [top + extra / 2 if place >= index else top for place, top in enumerate(tops)]
    if at_top:
        return tops
    first = next((index for index, item in enumerate(items) if item.opens), 0)
    return [top + extra if place >= first else top for place, top in enumerate(tops)]


def _height(pouring: Pouring, piece: Piece) -> float:
    """The height in pt of a piece's border box."""
    item = pouring.items[piece.item]
    style = item.block.style
    if item.block.picture is not None and not item.block.settings:
        return item.height(pouring.poured.choices[piece.item]) / LEADING * pouring.grid.leading
    start, end, whole = _lines_of(pouring, piece)
    return box_height(style, end - start, top=start == 0, bottom=end == whole)


def box_height(style: BlockStyle, lines: int, *, top: bool = True, bottom: bool = True) -> float:
    """The height in pt of a border box of so many lines; paddings stand before a block's first line and after its last."""
    return (style.padding_top if top else 0.0) + lines * style.leading + (style.padding_bottom if bottom else 0.0)


def _lines_of(pouring: Pouring, piece: Piece) -> tuple[int, int, int]:
    """The lines of a piece, counted in its whole block; and how many that has."""
    item, choice = pouring.items[piece.item], pouring.poured.choices[piece.item]
    return item.skip + piece.start, item.skip + piece.end, len(setting_of(item.block, choice).lines)


def _place(pouring: Pouring, piece: Piece, box: Rectangle, y: float) -> Placed:
    block, choice = pouring.items[piece.item].block, pouring.poured.choices[piece.item]
    start, end, whole = _lines_of(pouring, piece)
    lines = setting_of(block, choice).lines[start:end]
    placed = place(block, box, y=y, height=_height(pouring, piece), lines=lines, first=start == 0)
    return pouring.ends.marked(replace(placed, last=end == whole))


def _place_text(pouring: Pouring, piece: Piece, box: Rectangle, y: float, edge: float | None = None) -> Placed:
    """Body text, its lines where all body text stands: they are moved, not the ``edge`` (or ``y``) of one that opens."""
    placed = _place(pouring, piece, box, y + pouring.phase - pouring.items[piece.item].block.first_baseline)
    if not placed.opens:
        return placed
    edge = y if edge is None else edge
    return replace(placed, y=edge, height=placed.y + placed.height - edge)


def place(
    block: SetBlock, box: Rectangle, *, y: float, height: float, lines: tuple[Line, ...], first: bool = True
) -> Placed:
    """A block's box in a frame, from ``y`` on, and the baselines of its lines."""
    style = block.style
    content = y + (style.padding_top if first else 0.0)
    width = box.width - style.margin_left - style.margin_right
    baselines = tuple(content + block.first_baseline + index * style.leading for index in range(len(lines)))
    return Placed(block, box.x + style.margin_left, y, width, height, lines, baselines, first=first)


def setting_of(block: SetBlock, choice: Choice) -> Setting:
    return block.settings.get(choice.count, Setting((), 0.0))


def oversets(pouring: Pouring) -> tuple[Overset, ...]:
    """What found no room, an article at a time: nothing is ever dropped."""
    lost: dict[str, list[tuple[SetBlock, int, int]]] = {}
    for piece in pouring.poured.pieces:
        if piece.column < len(pouring.columns):
            continue
        block, choice = pouring.items[piece.item].block, pouring.poured.choices[piece.item]
        start, end, _ = _lines_of(pouring, piece)
        lost.setdefault(block.article, []).append(_over(block, setting_of(block, choice), start, end))
    return tuple(overset(article, pouring.slot, over) for article, over in lost.items())


def overset(article: str, slot: str, over: Sequence[tuple[SetBlock, int, int]]) -> Overset:
    lines, characters = sum(part[1] for part in over), sum(part[2] for part in over)
    blocks = tuple(part[0] for part in over)
    return Overset(article, slot, lines, characters, _first_lost(blocks[0]), blocks)


def _first_lost(block: SetBlock) -> Span:
    """Where the first character without room was written."""
    lines = block.lines
    if block.source is None or not lines or lines[0].start >= len(block.origins):
        return block.span
    return block.source.span(block.origins[lines[0].start], lines[-1].end - lines[0].start)


def whole(block: SetBlock) -> tuple[SetBlock, int, int]:
    """A block that is overset as a whole, with its lines and characters."""
    return block, len(block.lines), len(block.text)


def _over(block: SetBlock, setting: Setting, start: int, end: int) -> tuple[SetBlock, int, int]:
    """The block with only those of its lines that are overset; how many they are, and of how many characters."""
    if not setting.lines:
        return block, 0, len(block.text)
    lines = setting.lines[start:end]
    until = setting.lines[end].start if end < len(setting.lines) else len(block.text)
    left = replace(block, settings={len(lines): Setting(lines, setting.cost)}, natural=len(lines))
    return left, len(lines), until - lines[0].start
