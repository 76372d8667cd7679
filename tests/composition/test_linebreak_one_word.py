"""A line of one word.

A line without a space has no word space to judge: the prototype counted it as perfect, and chose such lines, short of
their measure, wherever a neighbour gained by it. A line of one word costs, and the more so the shorter it stays.
"""

from __future__ import annotations

from composing import justified

from mise_en_page.composition.judges import INFINITE_RATIO, Justified
from mise_en_page.composition.linebreak import TOO_LOOSE
from mise_en_page.composition.setting import limits_of

JUDGE = Justified(limits_of(justified().block), 150.0, 9.0, INFINITE_RATIO)


def test_a_word_that_fills_its_line_costs_a_little() -> None:
    verdict = JUDGE.judge(1.0, 0.0, 4.0)
    assert verdict != TOO_LOOSE
    assert 0 < verdict[0] < 300


def test_a_word_that_stays_short_costs_by_the_em() -> None:
    short, shorter = JUDGE.judge(13.0, 0.0, 4.0), JUDGE.judge(22.0, 0.0, 4.0)
    assert TOO_LOOSE not in (short, shorter)
    assert shorter[0] - short[0] == 800.0  # one em more


def test_within_a_tolerance_it_is_not_thought_of() -> None:
    judge = Justified(limits_of(justified().block), 150.0, 9.0, 2.0)
    assert judge.judge(13.0, 0.0, 4.0) == TOO_LOOSE
