"""Whole pages as text, in leadings: a change of layout is a readable difference.

To accept a change: ``make golden``, then read the diff.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from fake_galley import BRIEFS, HEAD, article, brief, dump, page

BODY = [
    ("body first opening", 27),
    ("body", 18),
    ("body", 25),
    ("intertitle", 2),
    ("body first", 26),
    ("pull-quote", 3),
    ("body first", 13),
]
FIGURE = article("startups", "figure", [("kicker", 1), ("figure", 1), ("chapo", 3)])
RAIL = [brief(name) for name in ("blois", "vendome", "bourges", "chartres")]


def lead(first: int, caption: bool = True) -> object:
    return article("loire", "lead", [("body first opening", first), *BODY[1:]], head=HEAD, caption=caption)


PAGES = {
    # the page to reach: a pictured lead in three columns, a rail of briefs, a figure panel under it
    "full": lambda: page(lead(23), *RAIL, FIGURE),
    # ten lines too many for every means: they are kept and counted
    "overset": lambda: page(lead(37), *RAIL, FIGURE),
    # two columns' worth of text for three: the white is shared out over the feet
    "underfull": lambda: page(lead(5, caption=False), *RAIL, FIGURE),
    # no key figure: the rail takes the panel's lines, and a left-hand page swaps the margins
    "verso-without-figure": lambda: page(lead(23), *RAIL, brief("dreux"), folio=14, layout=FIVE),
}
FIVE = replace(BRIEFS, slots=(BRIEFS.slots[0], replace(BRIEFS.slots[1], most=5), BRIEFS.slots[2]))


@pytest.mark.parametrize("name", PAGES)
def test_page(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"{name}.txt", dump(PAGES[name]()))
