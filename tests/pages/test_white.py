"""The white of made pages as they are drawn: by where rules and lines of letters are painted, not by what was meant.

The matter is that of the sample issues, with every text cut or made longer by up to 40 % (bench.white).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pikepdf
import pytest

from bench.white import issue_of
from mise_en_page.model.drawn import Drawn
from mise_en_page.pipeline.stages import Road
from mise_en_page.reading import press_profile

EVEN = 0.1
"""So many pt of difference are none."""
COPIES = 4
PX = 0.75
ROW = 18.0
"""Rules within so many pt of the highest are those of columns' tops: a brief that goes on in a column takes two lines."""
ISSUES = ("2018-05", "2018-06", "2018-07")
"""One of each layout."""

#: A border as WeasyPrint draws it: it clips to the four corners, in CSS px.
_BORDER = re.compile(rb"\n([\d.]+) ([\d.]+) m\n([\d.]+) \2 l\n\3 ([\d.]+) l\n\1 \4 l\nW\*")
_LINE = re.compile(rb"\n[\d.]+ 0 0 -1 ([\d.]+) ([\d.]+) Tm")


class Column(NamedTuple):
    """The hairlines over the briefs of a column, from its top, and the baselines of what stands in it; in pt."""

    left: float
    rules: tuple[float, ...]
    baselines: tuple[float, ...]


@cache
def pages(name: str) -> tuple[tuple[Column, ...], ...]:
    with TemporaryDirectory(prefix="white-") as folder:
        road = Road(folder=issue_of(name, COPIES, Path(folder)), profile=press_profile.shipped())
        count = range(len(road.read.issue.pages))
        bleed = next(iter(road.read.layouts.values())).grid.bleed
        return tuple(columns_of(road.page(number, "lines").must("drawn"), bleed / PX) for number in count)


def columns_of(drawn: Drawn, bleed: float) -> tuple[Column, ...]:
    """Lines are counted from the bleed's edge, ``bleed`` px off the trim."""
    with pikepdf.open(BytesIO(drawn.pdf)) as document:
        content = document.pages[0].Contents.read_bytes()
    lines = [tuple(map(float, found)) for strip in drawn.strips for _, text in strip for found in _LINE.findall(text)]
    rules: dict[tuple[float, float], list[float]] = defaultdict(list)
    for found in _BORDER.findall(content):
        x, top, other, foot = map(float, found)
        if abs(foot - top) < 1:
            rules[min(x, other), max(x, other)].append(min(top, foot))
    return tuple(
        Column(
            left * PX,
            tuple(y * PX for y in sorted(ys)),
            tuple((y - bleed) * PX for x, y in lines if left - 9 < x - bleed < right),
        )
        for (left, right), ys in sorted(rules.items())
    )


def gaps(column: Column) -> list[float]:
    """The white over each rule but the first, from the last baseline above."""
    return [rule - max(y for y in column.baselines if above < y < rule) for above, rule in pairwise(column.rules)]


def _highest(page: Sequence[Column]) -> float:
    return min(column.rules[0] for column in page)


def differences(groups: Sequence[Sequence[float]]) -> list[float]:
    return [max(group) - min(group) for group in groups if len(group) > 1]


@pytest.mark.parametrize("name", ISSUES)
def test_the_white_over_the_rules_of_a_column_is_equal(name: str) -> None:
    found = differences([gaps(column) for page in pages(name) for column in page])
    assert len(found) >= COPIES
    assert max(found) <= EVEN


@pytest.mark.parametrize("name", ISSUES)
def test_white_is_left_to_share(name: str) -> None:
    """The columns above are no proof if each of them were full by itself."""
    assert len({round(gap, 1) for page in pages(name) for column in page for gap in gaps(column)}) > 2


@pytest.mark.parametrize("name", ["2018-06", "2018-07"])
def test_rules_and_kickers_at_columns_tops_stand_on_one_line(name: str) -> None:
    tops = [[column for column in page if column.rules[0] < _highest(page) + ROW] for page in pages(name)]
    assert max(differences([[column.rules[0] for column in row] for row in tops])) <= EVEN
    kickers = [[min(y for y in column.baselines if y > column.rules[0]) for column in row] for row in tops]
    assert max(differences(kickers)) <= EVEN
