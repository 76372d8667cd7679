"""Rivers, drawn: a dot is a letter of 5 pt, a blank a word space of 5 pt."""

from __future__ import annotations

from array import array

import pytest
from composing import SERIF, set_block

from mise_en_page.composition import Catalogue, GlyphRun, Line, TextStyle, setting
from mise_en_page.composition.rivers import River, longest_river, spaces_of


def drawn(picture: str, ratio: float = 1.5) -> list[Line]:
    lines = []
    for row in picture.strip().splitlines():
        texts = tuple(row.strip())
        run = GlyphRun("a", TextStyle(SERIF, 9.0), array("H", [1] * len(texts)), array("d", [5.0] * len(texts)), texts, 0.0)
        lines.append(Line((run,), 0.0, 5.0 * len(texts), ratio, 0, len(texts)))
    return lines


STRAIGHT = """
    ... ......
    ... ......
    ... ......
    ... ......
    ..... ....
"""


def test_spaces_one_under_another_are_a_river() -> None:
    assert longest_river(drawn(STRAIGHT)) == River(0, 4)


def test_three_lines_are_none_yet() -> None:
    assert longest_river(drawn(STRAIGHT)[1:]) is None


def test_natural_spaces_are_none() -> None:
    assert longest_river(drawn(STRAIGHT, ratio=1.1)) is None


def test_spaces_apart_are_none() -> None:
    assert longest_river(drawn("... ......\n..... ....\n... ......\n..... ....\n... ......")) is None


def test_the_edges_of_spaces() -> None:
    (line,) = drawn(".. .")
    assert spaces_of(line) == [(10.0, 15.0)]


LETTERS = (
    "Depuis février, les habitants de Tulle écrivent ce qu’ils veulent, comme ils veulent, sur papier ou à une adresse "
    "unique. Deux rédactrices lisent, trient, se renseignent et répondent en trois jours, dans une langue que l’on "
    "comprend du premier coup. Elles signent de leur nom."
)


def test_a_river_is_dammed_where_another_break_costs_little(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    dammed = set_block(catalogue, LETTERS, 70.0)
    monkeypatch.setattr(setting, "RIVER", 0.0)
    flowing = set_block(catalogue, LETTERS, 70.0)
    assert longest_river(flowing.lines) == River(4, 4)
    assert longest_river(dammed.lines) is None
    assert len(dammed.lines) == len(flowing.lines)
    cost, least = (block.settings[block.natural].cost for block in (dammed, flowing))
    assert least < cost < 1.05 * least
