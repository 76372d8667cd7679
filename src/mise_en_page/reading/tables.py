"""Small tables, as Markdown has them: cells parted by strokes, a line of dashes under the head; and lines of verse.

A row without a line of dashes is a row of a table, too, where it begins and ends with a stroke, and others stand beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from mise_en_page.model import limits
from mise_en_page.model.issue import Table, Text
from mise_en_page.reading.found import Found, shown
from mise_en_page.reading.inline import read_inline
from mise_en_page.reading.source import Pieces, Written

_RULE: Final = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_STROKE: Final = re.compile(r"(?<!\\)\|")

Alignment = Literal["", "left", "right", "center"]


def begins_table(text: str, following: str) -> bool:
    """Is a line the head of a table, whose cells need not begin with a stroke?"""
    return "|" in text and "|" in following and _RULE.fullmatch(following) is not None


def is_verse(lines: Sequence[Pieces]) -> bool:
    """Are lines kept as they are: each behind a stroke and a space, and without another?"""
    return all(line.text.startswith("| ") and not _STROKE.search(line.text, 1) for line in lines)


def is_table(lines: Sequence[Pieces]) -> bool:
    """Are lines of text a table?"""
    if len(lines) < 2 or not all(_STROKE.search(line.text) for line in lines):
        return False
    ruled = _RULE.fullmatch(lines[1].text) is not None
    framed = all(line.text.startswith("|") and _STROKE.search(line.text, len(line.text) - 1) for line in lines)
    return ruled or framed


def read_table(lines: Sequence[Pieces], written: Written, found: Found) -> Table | None:
    """The table of some lines; None when it was told why it is none."""
    where = written.span(lines[0].start, len(lines[0].text))
    rules = [line for line in lines[:2] if _RULE.fullmatch(line.text)]
    headed = bool(rules) and rules[0] is lines[1]
    asked = [_asked(cell.text) for cell in _cells(rules[0])] if rules else []
    lines = [line for line in lines if line not in rules[:1]]
    rows = [_cells(line) for line in lines]
    columns = len(rows[0])
    if columns > limits.TABLE_COLUMNS or len(rows) > limits.TABLE_ROWS:
        most = (limits.TABLE_COLUMNS, limits.TABLE_ROWS)
        found.error("table/large", where, columns=columns, rows=len(rows), most=most[0], most_rows=most[1])
        return None
    for number, row in enumerate(rows):
        if len(row) > columns:
            typed = lines[number]
            at = written.span(typed.start, len(typed.text))
            found.error("table/cells", at, cells=len(row), columns=columns, typed=shown(typed.text, 30))
            return None
    read = [tuple(read_inline(cell, written, found, strict=True) for cell in row) for row in rows]
    whole = tuple((*row, *(Text() for _ in range(columns - len(row)))) for row in read)
    alignment = tuple((*asked, *([""] * columns))[:columns])
    return Table(whole, headed and len(rows) > 1, alignment, where)  # type: ignore[arg-type]


def _cells(line: Pieces) -> list[Pieces]:
    """A row's cells, without the spaces around them."""
    start = 1 if line.text.startswith("|") else 0
    cells: list[Pieces] = []
    for stroke in _STROKE.finditer(line.text, start):
        cells.append(line.part(start, stroke.start()).stripped())
        start = stroke.end()
    rest = line.part(start).stripped()
    return [*cells, rest] if rest.text else cells


def _asked(cell: str) -> Alignment:
    """How a column is aligned by what stands under its head."""
    left, right = cell.startswith(":"), cell.endswith(":")
    return "center" if left and right else "right" if right else "left" if left else ""
