"""Rivers, drawn: a dot is a letter of 5 pt, a blank a word space of 5 pt."""

from __future__ import annotations

from array import array

from composing import SERIF

from mise_en_page.composition import GlyphRun, Line, TextStyle
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
