"""Small tables: cells parted by strokes."""

from __future__ import annotations

import pytest

from mise_en_page.model.issue import Table
from mise_en_page.reading.found import Found
from mise_en_page.reading.markdown import read_body
from mise_en_page.reading.source import decode


def read(typed: str) -> Table:
    found = Found()
    written = decode(typed.encode(), "a.md", found)
    assert written is not None
    (table,) = read_body(written, 0, found)
    assert isinstance(table, Table)
    assert not found
    return table


@pytest.mark.parametrize(
    ("typed", "headed", "rows"),
    [
        ("| Ville | Voix |\n| --- | --: |\n| Brest | 38 |", True, [["Ville", "Voix"], ["Brest", "38"]]),
        ("Ville | Voix\n--- | ---\nBrest | 38", True, [["Ville", "Voix"], ["Brest", "38"]]),
        ("| Brest | 38 |\n| Metz | 36 |", False, [["Brest", "38"], ["Metz", "36"]]),
        ("|---|---|\n| Brest | 38 |", False, [["Brest", "38"]]),
        ("| a | b |\n|---|---|\n| *x* |", True, [["a", "b"], ["x", ""]]),
        ("| a \\| b | c |\n|---|---|\n|  | d |", True, [["a | b", "c"], ["", "d"]]),
    ],
)
def test_rows_and_their_cells(typed: str, headed: bool, rows: list[list[str]]) -> None:
    table = read(typed)
    assert table.headed is headed
    assert [[cell.characters for cell in row] for row in table.rows] == rows


def test_a_column_is_aligned_as_the_line_under_the_head_asks() -> None:
    assert read("|a|b|c|d|\n|---|:--|--:|:-:|\n|1|2|3|4|").alignment == ("", "left", "right", "center")


def test_each_character_of_a_cell_is_led_back_to_where_it_was_typed() -> None:
    typed = "| Ville | Voix |\n|---|---|\n| Brest | **38** |"
    for cell in read(typed).cells:
        assert "".join(typed[at] for at in cell.origins) == cell.characters


@pytest.mark.parametrize("typed", ["Brest | 38\nMetz | 36", "Brest\t38\nMetz\t36"])
def test_columns_without_strokes_on_both_sides_are_told(typed: str) -> None:
    found = Found()
    written = decode(typed.encode(), "a.md", found)
    assert written is not None
    read_body(written, 0, found)
    assert [(problem.code, problem.severity) for problem in found] == [("table", "error")]
