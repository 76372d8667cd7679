"""A capital with an accent under a letter that comes down: the block goes down too, and only then."""

from __future__ import annotations

from dataclasses import replace

import pytest
from composing import SERIF, set_block

from mise_en_page.composition import BlockStyle, Catalogue, RoleStyle, SetBlock, TextStyle
from mise_en_page.composition.clearance import APART, NEAREST, _letters, _room, cleared

KICKER = RoleStyle(BlockStyle(TextStyle(SERIF, 8.0, 600), 10.0))
TITLE = RoleStyle(BlockStyle(TextStyle(SERIF, 44.0, 600), 32.0))


def pair(catalogue: Catalogue, kicker: str, title: str, down: float = 0.0) -> tuple[SetBlock, SetBlock]:
    style = RoleStyle(replace(TITLE.block, margin_top=down))
    blocks = (set_block(catalogue, text, 400.0, each) for text, each in ((kicker, KICKER), (title, style)))
    above, block = (replace(each, settings={each.natural: each.settings[each.natural]}) for each in blocks)
    return above, block


def nearest(above: SetBlock, block: SetBlock, catalogue: Catalogue) -> float:
    """The least white between letters that stand one over the other."""
    lower, upper = ([*_letters(each.lines[0], 0.0, catalogue)] for each in (block, above))
    room = _room(above, block)
    return min((room + up[1] - low[3] for up in upper for low in lower if up[0] < low[2] and low[0] < up[2]), default=99.0)


@pytest.mark.parametrize("title", ["À Paris", "Été chaud", "Îles"])
def test_an_accent_has_room_under_a_kicker(title: str, catalogue: Catalogue) -> None:
    above, block = pair(catalogue, "Grand jury, gîte et quai", title)
    assert nearest(above, block, catalogue) < NEAREST
    assert nearest(above, cleared(above, block, catalogue), catalogue) == pytest.approx(APART)


def test_where_nothing_meets_nothing_moves(catalogue: Catalogue) -> None:
    above, block = pair(catalogue, "Grand jury", "À Paris", down=14.0)
    assert cleared(above, block, catalogue) is block
    above, block = pair(catalogue, "x", "nu mou À")  # the accent stands beside the kicker, not under it
    assert cleared(above, block, catalogue) is block


def test_what_may_be_set_in_several_ways_stays(catalogue: Catalogue) -> None:
    above, block = pair(catalogue, "Grand jury, gîte et quai", "À Paris")
    loose = replace(above, settings={1: above.settings[1], 2: above.settings[1]})
    assert cleared(loose, block, catalogue) is block
