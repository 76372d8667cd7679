"""Small tables of a source as an article writes them: a row a line, its cells parted by strokes.

What has more to it (merged cells, several paragraphs in a cell, text that no line of a column holds) stays what it was:
paragraphs, told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from mise_en_page.importing.document import BREAK, Document, joined
from mise_en_page.importing.draft import Piece
from mise_en_page.importing.inline import checked, tell_looks, written
from mise_en_page.model import limits
from mise_en_page.model.issue import Source, Table, Text
from mise_en_page.model.problem import Problem
from mise_en_page.reading.found import Found
from mise_en_page.reading.markdown import read_body
from mise_en_page.reading.source import normal

#: Characters of a cell that are rather a text laid out in a table than a figure or a name in one.
_CELL = 60
_DASHES = re.compile(r"-+")
_SOURCE = Source("")


def with_tables(body: Sequence[Piece], document: Document) -> list[Piece]:
    """A text whose cells in a row are one piece, where they are a table that an article holds."""
    made: list[Piece] = []
    counts = Counter(each.cell[0] for each in document.blocks if each.cell is not None)
    for number, run in groupby(body, lambda piece: (document.blocks[piece.block].cell or (0,))[0]):
        pieces = list(run)
        rows = _rows(pieces, document) if number and counts[number] == len(pieces) else ()
        headed = bool(rows) and _is_headed(rows, document)
        made += [Piece((), pieces[0].block, "table", rows=rows, headed=headed)] if rows else pieces
    return made


def _rows(pieces: Sequence[Piece], document: Document) -> tuple[tuple[Piece | None, ...], ...]:
    """The rows of a table; none, if it is not one that an article holds. Rows and columns that are empty are left out."""
    cells: dict[tuple[int, int], Piece] = {}
    for piece in pieces:
        block = document.blocks[piece.block]
        short = piece.kind == "paragraph" and len(piece.text) <= _CELL and BREAK not in piece.text.strip()
        if block.cell is None or block.merged or not short or block.cell[1:] in cells:
            return ()
        cells[block.cell[1:]] = piece
    rows, columns = (sorted({place[side] for place in cells}) for side in (0, 1))
    held = 2 <= len(rows) <= limits.TABLE_ROWS and 2 <= len(columns) <= limits.TABLE_COLUMNS
    return tuple(tuple(cells.get((row, column)) for column in columns) for row in rows) if held else ()


def bare_head(table: Piece) -> None:
    """A head that is bold all over is so by its style."""
    if table.headed:
        for cell in table.rows[0]:
            if cell is not None and _is_bold(cell):
                cell.runs = joined(type(run)(run.text, run.italic, href=run.href) for run in cell.runs)


def _is_headed(rows: Sequence[Sequence[Piece | None]], document: Document) -> bool:
    """Is a table's first row its head: by what the source says, or because it alone is bold?"""
    first, *others = ([cell for cell in row if cell is not None] for row in rows)
    said = any(document.blocks[cell.block].head for cell in first)
    return said or (all(map(_is_bold, first)) and not any(_is_bold(cell) for row in others for cell in row))


def _is_bold(cell: Piece) -> bool:
    said = [run for run in cell.runs if run.text.strip()]
    return bool(said) and all(run.bold for run in said)


def table_lines(table: Piece, document: Document) -> list[tuple[str, int]] | None:
    """The lines of a table, each with the block of its first cell; None if it would not be read as it is."""
    for cell in table.cells():
        cell.runs = checked(cell.runs, document, cell.block)
    for every, guard in ((False, ""), (False, "\\"), (True, "")):
        texts = [[_cell(cell, document, guard, every=every) for cell in row] for row in table.rows]
        lines = [f"| {' | '.join(row)} |".replace("|  |", "| |") for row in texts]
        blocks = [next(cell.block for cell in row if cell is not None) for row in table.rows]
        if table.headed:
            lines[1:1] = [f"|{' --- |' * len(table.rows[0])}"]
            blocks[1:1] = [-1]
        if _same(table, lines):
            return list(zip(lines, blocks, strict=True))
    return None


def _cell(cell: Piece | None, document: Document, guard: str, *, every: bool) -> str:
    """A cell's words; ``guard`` stands before one of dashes alone, which might be the line under a head."""
    if cell is None:
        return ""
    said, _, whole = written(cell.runs, _read_cell, every=every)
    tell_looks(whole, cell.runs, document, cell.block)
    return f"{guard}{said}" if _DASHES.fullmatch(said) else said


def _read_cell(typed: str) -> tuple[Text, Sequence[Problem]]:
    found = Found()
    blocks = read_body(normal(f"| {typed} | a |\n| b | c |", _SOURCE), 0, found)
    table = blocks[0] if len(blocks) == 1 else None
    fits = isinstance(table, Table) and len(table.rows) == 2 and len(table.rows[0]) == 2
    return (table.rows[0][0] if fits and isinstance(table, Table) else Text()), found


def _same(table: Piece, lines: Sequence[str]) -> bool:
    """Does a table come back from its lines as it is?"""
    found = Found()
    blocks = read_body(normal("\n".join(lines), _SOURCE), 0, found)
    if len(blocks) != 1 or not isinstance(blocks[0], Table) or blocks[0].headed is not table.headed:
        return False
    came = [["".join(cell.characters.split()) for cell in row] for row in blocks[0].rows]
    return came == [["".join(cell.text.split()) if cell else "" for cell in row] for row in table.rows]
