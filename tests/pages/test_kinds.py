"""Each layout makes a page of each kind: one article alone, few and many briefs, two pictures, two leads.

Real texts in sets drawn by chance, through the whole of `check`; ``python -m bench.page_sets`` has them by the hundred.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench.page_sets import KINDS, OWN, written
from mise_en_page.pipeline.build import set_issue
from mise_en_page.pipeline.stages import Road

#: What an editor would have to mend by hand.
BY_HAND = {"overset", "underfull", "no-slot-left", "slot-empty", "slots-overlap", "picture-without-place"}


@pytest.mark.parametrize(
    ("layout", "rest"), [("breves", 0), ("breves-dense", 0), ("breves-double", 1), ("breves-une", 0), ("breves-photo", 0)]
)
def test_a_page_of_each_kind_is_full(layout: str, rest: int, tmp_path: Path) -> None:
    """``rest``: pages that are not, yet: spreads with two pictures."""
    kinds = OWN.get(layout, KINDS)
    made = set_issue(Road(folder=written(tmp_path, len(KINDS), layout, kinds, seed=12)))
    told = [f"{problem.code} {problem.where}" for problem in made.problems if problem.code in BY_HAND]
    pages = {re.search(r"p\d+|$", each)[0] for each in told}  # type: ignore[index]
    assert len(pages) == rest, told
