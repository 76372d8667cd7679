"""The judge writes out what expansion and demerits say, for speed: they must agree."""

from __future__ import annotations

import pytest
from composing import justified

from mise_en_page.composition.demerits import LETTERS_COST, badness, fitness
from mise_en_page.composition.expansion import share
from mise_en_page.composition.judges import INFINITE_RATIO, Justified, Ragged
from mise_en_page.composition.linebreak import TOO_LOOSE
from mise_en_page.composition.setting import limits_of

LIMITS = limits_of(justified().block)
JUDGE = Justified(LIMITS, 150.0, 9.0, INFINITE_RATIO)


@pytest.mark.parametrize("room", [-9.0, -6.3, -4.0, -0.1, 0.0, 0.3, 4.0, 6.5, 9.0, 15.0, 40.0])
def test_the_judge_agrees_with_the_formulas(room: float) -> None:
    ratio, letters = share(room, 12.0, 5.0, LIMITS)
    expected = badness(ratio, LIMITS.least, LIMITS.most) + LETTERS_COST * letters * letters
    verdict = JUDGE.judge(room, 12.0, 5.0)
    assert verdict != TOO_LOOSE
    assert verdict[0] == pytest.approx(expected)
    assert verdict[1] == fitness(ratio, letters)


def test_no_space_goes_under_the_floor() -> None:
    # 5 pt from the letters, 0.3 of 12 pt from the spaces
    assert JUDGE.fits(-8.59, 12.0, 5.0)
    assert not JUDGE.fits(-8.61, 12.0, 5.0)


def test_ragged_lines_never_pass_their_measure() -> None:
    judge = Ragged(150.0, 9.0, ideal=150.0, even=False)
    assert judge.fits(0.0, 12.0, 5.0)
    assert not judge.fits(-0.1, 12.0, 5.0)


def test_ragged_lines_cost_by_the_square_of_their_shortfall() -> None:
    judge = Ragged(100.0, 9.0, ideal=100.0, even=False)
    assert judge.judge(11.0, 0, 0)[0] == pytest.approx(25.0)  # half of 22 % of the measure
    assert judge.judge(22.0, 0, 0)[0] == pytest.approx(100.0)
