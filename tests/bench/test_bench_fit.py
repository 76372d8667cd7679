"""The bench of cuts runs: a page that is too long, cut as is proposed, and no promise is broken."""

from __future__ import annotations

from bench.fit import cut


def test_a_rail_that_is_two_lines_over_fits_after_a_cut_that_costs_less_than_its_end() -> None:
    ((case,), _) = cut([5007], ())
    assert case.over == [2, 0]
    assert not case.broken
    assert case.signs < case.by_words <= case.by_sentences
