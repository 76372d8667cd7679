"""Costs, worked by hand from their formulas."""

import pytest

from mise_en_page.composition.demerits import (
    BEYOND,
    BEYOND_PRESSED,
    RUNT,
    SHORT_LAST_DEMERITS,
    badness,
    fitness,
    last_line,
)


def test_a_natural_space_costs_nothing() -> None:
    assert badness(1.0, 0.8, 1.5) == 0.0


def test_a_space_at_its_limits() -> None:
    assert badness(1.5, 0.8, 1.5) == pytest.approx(100.0)
    assert badness(0.8, 0.8, 1.5) == pytest.approx(50.0)


def test_badness_has_no_step_where_it_leaves_its_curve() -> None:
    below, above = badness(1.9999999, 0.8, 1.5), badness(2.0000001, 0.8, 1.5)
    assert above == pytest.approx(below, rel=1e-4)


@pytest.mark.parametrize(("ratio", "expected"), [(0.84, 0), (1.0, 1), (1.3, 2), (2.0, 3)])
def test_fitness_classes(ratio: float, expected: int) -> None:
    assert fitness(ratio, 0.0) == expected


def test_letters_make_a_line_look_tight_or_loose() -> None:
    assert fitness(0.95, -1.0) == 0
    assert fitness(1.1, 1.0) == 2


def test_a_last_line_of_one_word_is_a_runt_however_long() -> None:
    assert last_line(60.0, 1, 150.0, 9.0) == RUNT


def test_a_last_line_under_two_ems_is_a_runt_whatever_its_words() -> None:
    assert last_line(17.9, 3, 150.0, 9.0) == RUNT
    assert last_line(18.1, 3, 150.0, 9.0) == SHORT_LAST_DEMERITS


def test_a_last_line_of_some_length_costs_nothing() -> None:
    assert last_line(31.0, 2, 150.0, 9.0) == 0.0


def test_passing_a_limit_costs_more_than_reaching_it() -> None:
    assert badness(1.51, 0.8, 1.5) - badness(1.5, 0.8, 1.5) > BEYOND
    assert badness(0.79, 0.8, 1.5) - badness(0.8, 0.8, 1.5) > BEYOND_PRESSED
