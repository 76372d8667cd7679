"""The search for full columns (French: calibrage).

A slot's text flows through its columns, each of the same height. The search chooses, for every block, one of its
settings, and where the columns break, so that every column ends on the slot's foot; among the ways that do, the one of
least cost. The means, in order of taste:

a paragraph's other setting, a picture's height, a quote near a column's end, blanks around a pull quote, space between
briefs, a pull quote's place, blank above an intertitle, blank at the last foot, a hyphen at a column's foot, a brief broken
in two, a tailpiece. What each costs stands in prices.py.

It is a shortest path over the blocks in order: a state is (column, height used, gaps between articles in the column),
and of the ways to one state only the cheapest lives. That is exact for these costs, and the same for the same input.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from mise_en_page.pagination.columns import RAGGED, Columns, Piece, State, closing, closing_all, foot_of, shares
from mise_en_page.pagination.heights import LEADING, SLACK, TOGETHER, Choice, Item, is_quote, snapped
from mise_en_page.pagination.prices import FOOT_HYPHEN, QUOTE_NEAR_END

#: A quote that stands nearer than this to a column's top or foot costs QUOTE_NEAR_END.
NEAR_END = 4 * LEADING
#: A line that finds no room.
OVERSET = 1e7
#: So many states are kept after each block, the cheapest: pages of the sizes we know stay far under it.
BEAM = 400


@dataclass(frozen=True, slots=True)
class Detour:
    """Another way through a flow: ``items`` in place of those from ``start`` to ``end``, at a cost."""

    start: int
    end: int
    items: tuple[Item, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Poured:
    """A whole flow poured: the items on its way, one choice for each, their pieces, and what it costs.

    ``ragged[c]``: leadings of white that nothing takes at the foot of column *c*; ``spread[c]``: the height that the gaps
    take; ``blank``: leadings left before the panel; ``after``: those free behind the end of a running text; ``overset``:
    lines without room.
    """

    cost: float
    items: tuple[Item, ...]
    choices: tuple[Choice, ...]
    pieces: tuple[Piece, ...]
    ragged: tuple[int, ...]
    spread: tuple[int, ...]
    blank: int
    overset: int
    after: int = 0


class _Way(NamedTuple):
    """The cheapest way to a state: a chain back to the first block."""

    cost: float
    before: _Way | None = None
    item: Item | None = None
    choice: Choice | None = None
    pieces: tuple[Piece, ...] = ()


_Ways = dict[State, _Way]
#: A step of the search: where it leads, what it costs, and the pieces of the block that was set.
_Step = tuple[State, float, tuple[Piece, ...]]


def search(
    items: Sequence[Item], columns: Columns, limit: float = float("inf"), detours: Sequence[Detour] = ()
) -> Poured | None:
    """The cheapest way to pour ``items`` into ``columns``; None if every way costs ``limit`` or more."""
    reached: list[_Ways] = [{} for _ in range(len(items) + 1)]
    first = next((column for column in range(columns.count) if columns.height(column) > 0), columns.count)
    reached[0] = {State(first): _Way(0.0)}
    left = _Left.of(items, columns) if limit <= RAGGED and not columns.free else None
    for place, item in enumerate(items):
        ways = _cheapest(reached[place] if left is None else left.hopeful(place, reached[place]))
        holds = place + 1 < len(items) and items[place + 1].kept
        _merge(reached[place + 1], _advance(ways, item, columns, limit, holds=holds))
        for detour in detours:
            if detour.start == place:
                _merge(reached[detour.end], _take(ways, detour, columns, limit))
    ends = [(way.cost + closing_all(state, columns), state) for state, way in reached[-1].items()]
    if not ends or min(ends)[0] >= limit:
        return None
    cost, state = min(ends)
    return _told(cost, reached[-1][state], columns)


@dataclass(frozen=True, slots=True)
class _Left:
    """The least and the greatest height of what follows each place of a flow.

    Where only full columns are wanted, a state from which the rest would be too long or too short leads nowhere.
    """

    least: Sequence[int]
    most: Sequence[int]
    dropped: int
    columns: Columns
    rooms: Sequence[int]

    @classmethod
    def of(cls, items: Sequence[Item], columns: Columns) -> _Left:
        most_white = columns.room(0) if columns.running else columns.blank * LEADING
        least, most, dropped = [0], [most_white], 0
        for place in reversed(range(len(items))):
            item, before = items[place], items[place - 1] if place else None
            gap = item.before + (before.after if before else 0)
            heights = [item.height(choice) + choice.blank for choice in item.choices]
            rounding = LEADING if item.on_grid and (before is None or not before.on_grid or gap % LEADING) else 0
            least.append(least[-1] + gap + min(heights))
            most.append(most[-1] + gap + max(heights) + rounding + item.opens * columns.spread * LEADING)
            dropped = max(dropped, gap + rounding)
        rooms = [columns.room(column) for column in range(columns.count)]
        return cls(least[::-1], most[::-1], dropped, columns, (*rooms, columns.more * LEADING))

    def hopeful(self, place: int, ways: _Ways) -> _Ways:
        columns, found = self.columns, {}
        for state, way in ways.items():
            after = columns.count - 1 - state.column
            room = self.rooms[state.column] - state.used
            slack = (max(0, after) + (not state.used)) * self.dropped + LEADING
            parts = LEADING * (1 + max(0, after)) if columns.off_grid else LEADING
            if self.least[place] - slack <= room <= self.most[place] + state.gaps * columns.spread * LEADING + parts:
                found[state] = way
        return found


def _merge(ways: _Ways, more: _Ways) -> None:
    for state, way in more.items():
        if state not in ways or way.cost < ways[state].cost:
            ways[state] = way


def _cheapest(ways: _Ways) -> _Ways:
    if len(ways) <= BEAM:
        return ways
    return dict(sorted(ways.items(), key=lambda pair: (pair[1].cost, pair[0]))[:BEAM])


def _take(ways: _Ways, detour: Detour, columns: Columns, limit: float) -> _Ways:
    on_it = {state: way._replace(cost=way.cost + detour.cost) for state, way in ways.items()}
    for item in detour.items:
        on_it = _advance(on_it, item, columns, limit, holds=False)
    return on_it


def _advance(ways: _Ways, item: Item, columns: Columns, limit: float, *, holds: bool) -> _Ways:
    """Set one block from each state, in each of its settings."""
    found: _Ways = {}
    for state, way in ways.items():
        for choice in item.choices:
            room = limit - way.cost
            for there, cost, pieces in _steps(item, choice, state, columns, holds=holds, over=room > OVERSET):
                if cost < room and (there not in found or way.cost + cost < found[there].cost):
                    found[there] = _Way(way.cost + cost, way, item, choice, pieces)
    return found


def _steps(item: Item, choice: Choice, state: State, columns: Columns, *, holds: bool, over: bool) -> Iterator[_Step]:
    """The ways to set one block from a state: here, at the top of the next column, or nowhere.

    ``holds``: the next block may not begin a column, so that this one may have to go with it.
    """
    if state.column < columns.count:
        if (step := _set(item, choice, state, columns)) is not None:
            yield step
        if state.column + 1 < columns.count:
            if holds and (step := _set(item, choice, state, columns, early=True)) is not None:
                yield step
            if state.used and not item.kept:
                step = _set(item, choice, State(state.column + 1), columns)
                if step is not None:
                    broken = 0.0 if item.opens else columns.parting(item)
                    yield step[0], step[1] + closing(state, columns) + broken, step[2]
    if over:
        cost = choice.cost + OVERSET * max(1, choice.lines)
        piece = Piece(0, columns.count, 0, 0, choice.lines)
        yield State(columns.count), cost + closing_all(state, columns), (piece,)


def _set(item: Item, choice: Choice, state: State, columns: Columns, *, early: bool = False) -> _Step | None:
    """Set a block from a state on, broken over as many columns as it needs; None where it may not be broken.

    ``early``: though it has room, leave its last lines to the next column, with what cannot stand there first.
    """
    column, used, gaps, after = state
    if not used and choice.blank:
        return None  # a column's top drops the blank: the plain choice says the same
    top = used + after + item.before + choice.blank if used else 0
    if item.on_grid and not columns.off_grid:
        top = snapped(top + item.top) - item.top
    gaps += item.opens and used > 0
    foot = columns.height(column) + SLACK
    pieces: tuple[Piece, ...] = ()
    cost, start, padding = choice.cost, 0, item.top + choice.grown
    if early and top + padding + choice.lines * item.line + item.bottom > foot:
        return None  # it has no room: the plain way breaks it
    while early or top + padding + (choice.lines - start) * item.line + item.bottom > foot:
        early = False
        room = (foot - top - padding) // item.line if item.line else 0
        last = column + 1 == columns.count
        end = _what_fits(item, choice.lines, start, room) if last else _last_break(item, choice.lines, start, room)
        if end is None:
            return None
        if end > start:
            pieces += (Piece(0, column, top, start, end),)
            used = top + padding + (end - start) * item.line
        cost += closing(State(column, used, gaps), columns)
        if last:
            pieces += (Piece(0, columns.count, 0, end, choice.lines),)
            return State(columns.count), cost + OVERSET * max(1, choice.lines - end), pieces
        cost += (FOOT_HYPHEN if end in choice.foot_hyphens else 0.0) + columns.breaking(item)
        column, used, gaps, top, padding, start = column + 1, 0, 0, 0, 0, end
        foot = columns.height(column) + SLACK
    pieces += (Piece(0, column, top, start, choice.lines),)
    used = top + padding + (choice.lines - start) * item.line + item.bottom
    if is_quote(item.block) and (state.used < NEAR_END or used + NEAR_END > columns.height(column)):
        cost += QUOTE_NEAR_END
    return State(column, used, gaps, item.after), cost, pieces


def _what_fits(item: Item, lines: int, start: int, room: int) -> int:
    """The line after which a block leaves the last column: overset is counted to the line, whatever it strands."""
    end = min(start + max(0, room), lines) if item.breakable else start
    return start if _parts_initial(item, end) else end


def _parts_initial(item: Item, end: int) -> bool:
    """Would a piece that ends there hold some of the lines beside an initial, and not all?"""
    return end > 0 and item.skip + end < item.block.first_lines


def _last_break(item: Item, lines: int, start: int, room: int) -> int | None:
    """The last line after which a block may be broken, ``room`` lines below ``start``; None if there is none."""
    if not item.breakable:
        return None
    least = item.need if start == 0 else TOGETHER
    end = min(start + room, lines - TOGETHER)
    return end if end - start >= least else None


def _told(cost: float, way: _Way, columns: Columns) -> Poured:
    steps: list[_Way] = []
    step: _Way | None = way
    while step is not None and step.item is not None:
        steps.append(step)
        step = step.before
    steps.reverse()
    items = tuple(step.item for step in steps if step.item is not None)
    choices = tuple(step.choice for step in steps if step.choice is not None)
    pieces = tuple(piece._replace(item=number) for number, step in enumerate(steps) for piece in step.pieces)
    if columns.more > 0:
        pieces = _cut(items, choices, pieces, replace(columns, more=0))
    return _counted(cost, items, choices, pieces, replace(columns, more=0))


def _cut(
    items: tuple[Item, ...], choices: tuple[Choice, ...], pieces: tuple[Piece, ...], columns: Columns
) -> tuple[Piece, ...]:
    """Take away what stands below the last column's real foot: from the first line that does, all is overset."""
    last, foot = columns.count - 1, columns.height(columns.count - 1) + SLACK
    cut: list[Piece] = []
    over = False
    for piece in pieces:
        item = items[piece.item]
        if piece.column < last or (not over and foot_of(item, piece, choices[piece.item]) <= foot):
            cut.append(piece)
            continue
        above = piece.top + (item.top + choices[piece.item].grown if piece.start == 0 else 0)
        room = (foot - above) // item.line if item.line and item.breakable and not over else 0
        end = min(piece.end, piece.start + max(0, room))
        end = piece.start if _parts_initial(item, end) else end
        if end > piece.start:
            cut.append(piece._replace(end=end))
        if end < piece.end or piece.start == piece.end:
            cut.append(Piece(piece.item, columns.count, 0, end, piece.end))
        over = True
    return tuple(cut)


def _counted(
    cost: float, items: tuple[Item, ...], choices: tuple[Choice, ...], pieces: tuple[Piece, ...], columns: Columns
) -> Poured:
    ends = [State(column) for column in range(columns.count)]
    for piece in pieces:
        if piece.column < columns.count:
            item = items[piece.item]
            gaps = ends[piece.column].gaps + (item.opens and piece.start == 0 and piece.top > 0)
            ends[piece.column] = State(piece.column, foot_of(item, piece, choices[piece.item]), gaps)
    after = 0
    if columns.running and all(piece.column < columns.count for piece in pieces):
        last = max((piece.column for piece in pieces), default=0)
        after = sum(
            spread // LEADING + blank + ragged for spread, blank, ragged in (shares(end, columns) for end in ends[last:])
        )
        ends[last:] = [State(columns.count)] * (columns.count - last)  # nothing is asked of a column that is not filled
    closed = [shares(end, columns) for end in ends]
    return Poured(
        cost,
        items,
        choices,
        pieces,
        ragged=tuple(ragged for _, _, ragged in closed),
        spread=tuple(spread for spread, _, _ in closed),
        blank=sum(blank for _, blank, _ in closed),
        overset=sum(piece.end - piece.start for piece in pieces if piece.column == columns.count),
        after=after,
    )
