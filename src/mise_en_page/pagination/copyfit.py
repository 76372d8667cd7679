"""The search for full columns (French: calibrage).

A slot's text flows through its columns, each of the same height. The search chooses, for every block, one of its
settings, and where the columns break, so that every column ends on the slot's foot; among the ways that do, the one of
least cost. The means, in order of taste:

==============================  ==================================================================================
a paragraph's other setting     1, and 10 for each line's worth of stretch that it adds (heights.PARAGRAPH)
a picture's height              12 a leading away from the middle of its range (heights.PICTURE)
blanks around a pull quote      16 a leading (heights.QUOTE_BLANK)
space between briefs            20 a leading, shared evenly
blank before the figure panel   40 a leading
==============================  ==================================================================================

It is a shortest path over the blocks in order: a state is (column, height used, gaps between articles in the column),
and of the ways to one state only the cheapest lives. That is exact for these costs, and the same for the same input.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from mise_en_page.pagination.heights import LEADING, SLACK, TOGETHER, Choice, Item, snapped

SPREAD = 20.0
PANEL_BLANK = 40.0
#: A column that ends on a hyphen: dearer than any one means, cheaper than a ragged foot.
FOOT_HYPHEN = 60.0
#: A brief broken between two columns.
BROKEN_BRIEF = 80.0
#: A line of white at a column's foot; a line that finds no room. Neither is ever chosen for taste.
RAGGED = 1e4
OVERSET = 1e7
#: So many states are kept after each block, the cheapest: pages of the sizes we know stay far under it.
BEAM = 600


@dataclass(frozen=True, slots=True)
class Columns:
    """What the flow is poured into: ``count`` columns of ``lines`` leadings.

    ``spread``: leadings that each gap between two articles may take; ``blank``: leadings that the last column may leave
    free at its foot (before a figure panel); ``several``: holds several articles; ``free``: may end anywhere (a panel).
    """

    count: int
    lines: int
    spread: int = 0
    blank: int = 0
    several: bool = False
    free: bool = False

    @property
    def height(self) -> int:
        return self.lines * LEADING


class Piece(NamedTuple):
    """Lines ``start``..``end`` of an item, whose box begins at height ``top`` of a column (``count``: overset)."""

    item: int
    column: int
    top: int
    start: int
    end: int


class Poured(NamedTuple):
    """A whole flow poured: one choice for each item, its pieces, and what it costs.

    ``ragged[c]`` leadings of white that nothing takes at the foot of column *c*; ``spread[c]`` those that the gaps take;
    ``blank``: those left before the panel; ``overset``: lines without room.
    """

    cost: float
    choices: tuple[Choice, ...]
    pieces: tuple[Piece, ...]
    ragged: tuple[int, ...]
    spread: tuple[int, ...]
    blank: int
    overset: int


class _State(NamedTuple):
    column: int
    used: int
    gaps: int


class _Way(NamedTuple):
    """The cheapest way to a state: a chain back to the first block."""

    cost: float
    before: _Way | None
    choice: Choice | None
    pieces: tuple[Piece, ...]


#: A step of the search: where it leads, what it costs, and the pieces of the block that was set.
_Step = tuple[_State, float, tuple[Piece, ...]]


def search(items: tuple[Item, ...], columns: Columns, limit: float = float("inf")) -> Poured | None:
    """The cheapest way to pour ``items`` into ``columns``; None if every way costs ``limit`` or more."""
    start = _State(0 if columns.lines > 0 else columns.count, 0, 0)
    ways: dict[_State, _Way] = {start: _Way(0.0, None, None, ())}
    for index, item in enumerate(items):
        found: dict[_State, _Way] = {}
        after = items[index - 1].after if index else 0
        turn = _Turn(item, index, after, columns, index + 1 < len(items) and items[index + 1].kept)
        for state, way in ways.items():
            for choice in item.choices:
                for reached, cost, pieces in _steps(turn, choice, state):
                    total = way.cost + cost
                    if total < limit and (reached not in found or total < found[reached].cost):
                        found[reached] = _Way(total, way, choice, pieces)
        ways = _cheapest(found)
    ends = [(way.cost + _closings(state, columns), state) for state, way in ways.items()]
    if not ends or min(ends)[0] >= limit:
        return None
    cost, state = min(ends)
    return _told(cost, ways[state], items, columns)


def _cheapest(ways: dict[_State, _Way]) -> dict[_State, _Way]:
    if len(ways) <= BEAM:
        return ways
    return dict(sorted(ways.items(), key=lambda pair: (pair[1].cost, pair[0]))[:BEAM])


class _Turn(NamedTuple):
    """The block whose turn it is: the item, its number in the flow, and the margin under the one before it.

    ``holds``: the next block may not begin a column, so that this one may have to go with it.
    """

    item: Item
    number: int
    after: int
    columns: Columns
    holds: bool


def _steps(turn: _Turn, choice: Choice, state: _State) -> list[_Step]:
    """The ways to set one block from a state: here, at the top of the next column, or nowhere."""
    item, columns = turn.item, turn.columns
    steps: list[_Step] = []
    if state.column < columns.count:
        _add(steps, _set(turn, choice, state))
        if turn.holds and state.column + 1 < columns.count:
            _add(steps, _set_split(turn, choice, state))
        if state.used and not item.kept and state.column + 1 < columns.count:
            closing = _closing(state, columns) + (BROKEN_BRIEF if columns.several and not item.opens else 0.0)
            _add(steps, _set(turn, choice, _State(state.column + 1, 0, 0)), closing)
    over = choice.cost + OVERSET * max(1, choice.lines)
    piece = Piece(turn.number, columns.count, 0, 0, choice.lines)
    steps.append((_State(columns.count, 0, 0), _closings(state, columns) + over, (piece,)))
    return steps


def _add(steps: list[_Step], step: _Step | None, more: float = 0.0) -> None:
    if step is not None:
        steps.append((step[0], step[1] + more, step[2]))


def _set_split(turn: _Turn, choice: Choice, state: _State) -> _Step | None:
    """Set a block that has room, but leave its last lines to the next column: a quote cannot stand there first."""
    item, columns = turn.item, turn.columns
    top = _top(turn, choice, state)
    end = _last_break(item, choice.lines, 0, choice.lines)
    if end is None or (choice.blank and not state.used):
        return None
    used = top + item.top + choice.grown + end * item.line
    rest = (choice.lines - end) * item.line + item.bottom
    if used + rest > columns.height + SLACK:
        return None  # _set breaks it
    gaps = state.gaps + (item.opens and state.used > 0)
    cost = choice.cost + _closing(_State(state.column, used, gaps), columns)
    cost += (FOOT_HYPHEN if end in choice.foot_hyphens else 0.0) + (BROKEN_BRIEF if columns.several else 0.0)
    pieces = (
        Piece(turn.number, state.column, top, 0, end),
        Piece(turn.number, state.column + 1, 0, end, choice.lines),
    )
    return _State(state.column + 1, rest, 0), cost, pieces


def _top(turn: _Turn, choice: Choice, state: _State) -> int:
    """The height at which a block's box begins: under the one before, or at the column's top without its margin."""
    item = turn.item
    top = state.used + turn.after + item.before + choice.blank if state.used else 0
    return snapped(top + item.top) - item.top if item.on_grid else top


def _set(turn: _Turn, choice: Choice, state: _State) -> _Step | None:
    """Set a block from a state on, broken over as many columns as it needs; None where it may not be broken."""
    item, columns = turn.item, turn.columns
    if not state.used and choice.blank:
        return None  # a column's top drops the blank: the plain choice says the same
    top = _top(turn, choice, state)
    gaps = state.gaps + (item.opens and state.used > 0)
    pieces: list[Piece] = []
    cost, start, column, padding = choice.cost, 0, state.column, item.top + choice.grown
    while top + padding + (choice.lines - start) * item.line + item.bottom > columns.height + SLACK:
        room = (columns.height + SLACK - top - padding) // item.line if item.line else 0
        last = column + 1 == columns.count
        end = _what_fits(item, choice.lines, start, room) if last else _last_break(item, choice.lines, start, room)
        if end is None:
            return None
        used = state.used if end == 0 else top + padding + (end - start) * item.line
        cost += _closing(_State(column, used, gaps), columns)
        if end > start:
            pieces.append(Piece(turn.number, column, top, start, end))
        if last:
            pieces.append(Piece(turn.number, columns.count, 0, end, choice.lines))
            return _State(columns.count, 0, 0), cost + OVERSET * max(1, choice.lines - end), tuple(pieces)
        cost += (FOOT_HYPHEN if end in choice.foot_hyphens else 0.0) + (BROKEN_BRIEF if columns.several else 0.0)
        column, gaps, top, padding, start = column + 1, 0, 0, 0, end
    pieces.append(Piece(turn.number, column, top, start, choice.lines))
    used = top + padding + (choice.lines - start) * item.line + item.bottom
    return _State(column, used, gaps), cost, tuple(pieces)


def _what_fits(item: Item, lines: int, start: int, room: int) -> int:
    """The line after which a block leaves the last column: overset is counted to the line, whatever it strands."""
    return min(start + max(0, room), lines) if item.breakable else start


def _last_break(item: Item, lines: int, start: int, room: int) -> int | None:
    """The last line after which a block may be broken, ``room`` lines below ``start``; None if there is none."""
    if not item.breakable:
        return None
    least = item.need if start == 0 else TOGETHER
    end = min(start + room, lines - TOGETHER)
    return end if end - start >= least else None


def leftover(used: int, columns: Columns) -> int:
    """The whole leadings that are free under a height."""
    return max(0, (columns.height + SLACK - used) // LEADING)


def shares(state_gaps: int, used: int, columns: Columns, *, last: bool) -> tuple[int, int, int]:
    """A column's leftover: what its gaps take, what the blank before the panel takes, what nothing takes."""
    left = leftover(used, columns)
    gaps = min(left, state_gaps * columns.spread)
    blank = min(left - gaps, columns.blank) if last else 0
    return gaps, blank, 0 if columns.free else left - gaps - blank


def _closing(state: _State, columns: Columns) -> float:
    """What it costs to end a column there."""
    if state.column >= columns.count:
        return 0.0
    gaps, blank, ragged = shares(state.gaps, state.used, columns, last=state.column + 1 == columns.count)
    return gaps * SPREAD + blank * PANEL_BLANK + ragged * RAGGED


def _closings(state: _State, columns: Columns) -> float:
    """What it costs to end the flow there: this column, and those that stay empty."""
    cost = _closing(state, columns)
    for column in range(state.column + 1, columns.count):
        cost += _closing(_State(column, 0, 0), columns)
    return cost


def _told(cost: float, way: _Way, items: tuple[Item, ...], columns: Columns) -> Poured:
    choices: list[Choice] = []
    pieces: list[Piece] = []
    step: _Way | None = way
    while step is not None and step.choice is not None:
        choices.append(step.choice)
        pieces[:0] = step.pieces
        step = step.before
    used, gaps = [0] * columns.count, [0] * columns.count
    for piece in pieces:
        if piece.column < columns.count:
            item = items[piece.item]
            gaps[piece.column] += item.opens and piece.start == 0 and piece.top > 0
            used[piece.column] = piece_foot(item, piece, choices[len(items) - 1 - piece.item])
    closed = [shares(gaps[c], used[c], columns, last=c + 1 == columns.count) for c in range(columns.count)]
    over = sum(piece.end - piece.start for piece in pieces if piece.column == columns.count)
    spread, blanks, ragged = (tuple(part) for part in zip(*closed, strict=True))
    return Poured(cost, tuple(reversed(choices)), tuple(pieces), ragged, spread, sum(blanks), over)


def piece_foot(item: Item, piece: Piece, choice: Choice) -> int:
    """The height at which a piece's box ends: paddings stand only before the first line and after the last."""
    padding = (item.top + choice.grown if piece.start == 0 else 0) + (item.bottom if piece.end == choice.lines else 0)
    return piece.top + padding + (piece.end - piece.start) * item.line
