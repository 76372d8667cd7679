"""Small tables: columns as wide as what stands in them, each row on one line, figures aligned on their comma."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

from mise_en_page.composition.fonts import Catalogue
from mise_en_page.composition.galley import GlyphRun, Line, RoleStyle
from mise_en_page.composition.hanging import ENDLESS
from mise_en_page.composition.setting import typeset
from mise_en_page.composition.strands import Strands
from mise_en_page.model.issue import Source, Table, Text
from mise_en_page.model.problem import Problem, Span

#: A figure, with what may stand behind it: a unit, a sign, a word.
_FIGURE: Final = re.compile(
    r"[-–−+]?[ \u00a0\u202f]?\d+(?:[ \u00a0\u202f.]\d{3})*"
    r"(?=(?:,\d+)?(?:[ \u00a0\u202f]?[^\d\s,]\S{0,7})?$)"
)
#: What stands where there is no figure.
_NONE: Final = frozenset(("", "-", "–", "—", "…", "nc", "NC", "n.c.", "ns"))
#: Rounding must make no table too wide, in pt.
CLOSE: Final = 0.01


class _Cell(NamedTuple):
    """A cell as it is set from 0 on: its width, and how far it is to the end of its figure's whole part, in pt."""

    runs: tuple[GlyphRun, ...]
    width: float
    figure: float


class _Column(NamedTuple):
    """Its width in pt; ``figures``: how far in the whole part of its figures ends; how its other cells stand."""

    width: float
    figures: float | None
    alignment: str

    def shift(self, cell: _Cell, *, figure: bool) -> float:
        """How far in a cell begins."""
        if figure and self.figures is not None:
            return self.figures - cell.figure
        return {"right": 1.0, "center": 0.5}.get(self.alignment, 0.0) * (self.width - cell.width)


def row_text(row: tuple[Text, ...]) -> Text:
    """The cells of a row as one text, a space between two."""
    characters, origins = "", tuple[int, ...]()
    marks = []
    for number, cell in enumerate(row):
        if number:
            characters, origins = f"{characters} ", (*origins, *((cell.origins or origins[-1:] or (0,))[:1]))
        marks += [replace(mark, start=mark.start + len(characters), end=mark.end + len(characters)) for mark in cell.marks]
        characters, origins = characters + cell.characters, origins + cell.origins
    return Text(characters, origins, tuple(marks))


def set_row(
    table: Table, number: int, style_of: Callable[[int], RoleStyle], measure: float, catalogue: Catalogue, source: Source
) -> tuple[Line, tuple[Problem, ...]]:
    """A row of a table on a measure in pt, and what is wrong with it; ``style_of`` gives the style of each row.

    A table that is too wide for its measure is told with its first row, and set smaller.
    """
    problems: list[Problem] = []

    def cells(share: float) -> list[list[_Cell]]:
        return [
            [_cell(cell, style_of(n).scaled(share), catalogue, source, problems if n == number else []) for cell in row]
            for n, row in enumerate(table.rows)
        ]

    style = style_of(number)
    rows, gaps, least = cells(1.0), len(table.alignment) - 1, style.block.text.size
    columns = [_column(table, rows, n) for n in range(len(table.alignment))]
    wide = sum(column.width for column in columns) + gaps * least
    if wide > measure + CLOSE:
        if number == 0:
            problems.append(Problem.of("table-too-wide", "error", table.span, columns=len(columns), over=wide - measure))
        style, least = style.scaled(measure / wide), least * measure / wide  # so that a proof shows all of it
        rows = cells(measure / wide)
        columns = [_column(table, rows, n) for n in range(len(table.alignment))]
    gap = max(least, (measure - sum(column.width for column in columns)) / gaps) if gaps else 0.0
    places, x = [], 0.0
    for n, (column, cell) in enumerate(zip(columns, rows[number], strict=True)):
        figure = not (table.headed and number == 0) and _FIGURE.match(table.rows[number][n].characters) is not None
        places.append((x + column.shift(cell, figure=figure), cell))
        x += column.width + gap
    return _line(places, style, catalogue, len(row_text(table.rows[number]).characters)), tuple(problems)


def _cell(cell: Text, style: RoleStyle, catalogue: Catalogue, source: Source, problems: list[Problem]) -> _Cell:
    block = replace(style.block, alignment="left", indent=0.0, second_indent=0.0, hang=0.0, balance=False, hyphens=False)
    span = Span(source.file)
    made = typeset(cell, replace(style, block=block), ENDLESS, Strands(style, catalogue), None, source, span)
    problems += made.problems
    runs = made.settings[made.natural].lines[0].runs if made.settings else ()
    width = sum(sum(run.advances) for run in runs)
    figure = _FIGURE.match(cell.characters)
    left, seen = 0.0, 0
    for run in runs:
        for text, advance in zip(run.texts, run.advances, strict=True):
            if figure is not None and seen < figure.end():
                left += advance
            seen += len(text)
    return _Cell(runs, width, left)


def _column(table: Table, rows: list[list[_Cell]], n: int) -> _Column:
    """What a column needs: one of figures alone aligns them on their comma, unless something else is asked for."""
    cells = [row[n] for row in rows]
    texts = [row[n].characters for row in table.rows][int(table.headed) :]
    figures = [cell for cell, text in zip(cells[int(table.headed) :], texts, strict=True) if _FIGURE.match(text)]
    asked = table.alignment[n]
    width = max((cell.width for cell in cells), default=0.0)
    plain = all(_FIGURE.match(text) or text.strip() in _NONE for text in texts)
    if not figures or not plain or asked in ("left", "center"):
        return _Column(width, None, asked or "left")
    left, right = max(cell.figure for cell in figures), max(cell.width - cell.figure for cell in figures)
    width = max(width, left + right)
    return _Column(width, width - right, "right")


def _line(places: list[tuple[float, _Cell]], style: RoleStyle, catalogue: Catalogue, end: int) -> Line:
    """Cells at their places as one line, with a space as wide as it takes between two."""
    strand = Strands(style, catalogue).chain(())[0]
    runs: list[GlyphRun] = []
    for number, (x, cell) in enumerate(places):
        runs += (replace(run, x=run.x + x) for run in cell.runs)
        if number + 1 < len(places):
            gap = places[number + 1][0] - x - cell.width
            glyphs, advances = array("H", (strand.space_glyph,)), array("d", (gap,))
            runs.append(GlyphRun(strand.face.key, strand.style, glyphs, advances, (" ",), x + cell.width))
    first, (last, cell) = places[0][0], places[-1]
    return Line(tuple(runs), first, last + cell.width - first, 1.0, 0, end, last=True)
