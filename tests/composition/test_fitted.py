"""A size found in a range: the greatest with which a text takes as few lines as with the least, and breaks well."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mise_en_page.composition import BlockStyle, Catalogue, RoleStyle, TextStyle
from mise_en_page.composition.compose import _eased, _lines, _sized
from mise_en_page.composition.fitted import EASE, amiss
from mise_en_page.composition.sense import AMISS, cost

FAMILY = ("Source Serif 4 Subhead",)


def style(least: float, most: float) -> RoleStyle:
    return RoleStyle(BlockStyle(TextStyle(FAMILY, 20.0, letter_spacing=-0.2), 44.0, balance=True, fit=(least, most)))


def set_in(catalogue: Catalogue, text: str, made: RoleStyle, measure: float) -> list[tuple[int, int]]:
    found, _ = _lines(text, (), made, measure, catalogue, None, True)
    return [(line.start, line.end) for line in found.settings[found.natural].lines]


def size_of(catalogue: Catalogue, text: str, asked: RoleStyle, measure: float) -> float:
    return _sized(text, (), asked, measure, catalogue, None, True).block.text.size


def at(asked: RoleStyle, size: float) -> RoleStyle:
    return asked.scaled(size / asked.block.text.size)


@pytest.mark.parametrize("text", ["Le fleuve reprend la parole", "On rallume les étoiles", "12\u202f000 €", "Eau"])
@pytest.mark.parametrize("measure", [160.0, 320.0, 480.0])
def test_it_is_the_best_of_all_that_were_tried_one_by_one(catalogue: Catalogue, text: str, measure: float) -> None:
    asked = style(14.0, 44.0)
    fewest = len(set_in(catalogue, text, at(asked, 14.0), measure))

    def good(size: float) -> bool:
        lines = set_in(catalogue, text, at(asked, size), measure)
        ends = pairwise(lines)
        return len(lines) == fewest and all(cost(text, above[1], below[0]) < AMISS for above, below in ends)

    sizes = [14.0 + n / 2 for n in range(61)]
    assert size_of(catalogue, text, asked, measure) == pytest.approx(max(filter(good, sizes)))


def test_a_short_title_takes_the_greatest_and_a_long_one_the_least(catalogue: Catalogue) -> None:
    assert size_of(catalogue, "Eau", style(28.0, 44.0), 400.0) == pytest.approx(44.0)
    assert size_of(catalogue, "Anticonstitutionnellement", style(28.0, 44.0), 200.0) == pytest.approx(28.0)


def test_letters_and_leading(catalogue: Catalogue) -> None:
    made = _sized("Eau", (), style(28.0, 40.0), 400.0, catalogue, None, True).block
    assert made.text.letter_spacing == pytest.approx(-0.4)  # it goes with the size
    assert made.leading == 44.0


def test_a_range_of_one_size(catalogue: Catalogue) -> None:
    assert size_of(catalogue, "Le fleuve reprend la parole", style(30.0, 30.0), 200.0) == pytest.approx(30.0)


@given(st.text(alphabet="abcdeéà’ ", min_size=1, max_size=60), st.floats(40, 500), st.floats(6, 60), st.floats(0, 60))
def test_it_is_in_its_range_and_never_takes_a_line_more(
    catalogue: Catalogue, text: str, measure: float, least: float, more: float
) -> None:
    if not text.strip():
        return
    asked = style(least, least + more)
    size = size_of(catalogue, text, asked, measure)
    assert least - 1e-6 <= size <= least + more + 1e-6
    lines = len(set_in(catalogue, text, at(asked, size), measure))
    assert lines <= len(set_in(catalogue, text, at(asked, least), measure))


def test_without_a_range_the_size_stays(catalogue: Catalogue) -> None:
    asked = replace(style(28.0, 44.0), block=replace(style(28.0, 44.0).block, fit=None))
    assert size_of(catalogue, "Eau", asked, 400.0) == pytest.approx(20.0)


def test_a_title_with_a_word_wider_than_its_column_is_set_smaller(catalogue: Catalogue) -> None:
    """A theme's family is wider than the layout's own: « cherchions » stood there as « cherc / hions »."""
    asked = replace(style(40.0, 40.0), block=replace(style(40.0, 40.0).block, fit=None))
    asked = asked.scaled(40.0 / asked.block.text.size)
    made = _sized("Anticonstitutionnellement dit", (), asked, 300.0, catalogue, None, True)
    assert made.block.text.size < 40.0
    assert set_in(catalogue, "Anticonstitutionnellement dit", made, 300.0) == [(0, 25), (26, 29)]
    torn = set_in(catalogue, "Anticonstitutionnellement dit", at(made, made.block.text.size + 0.5), 300.0)
    assert torn == [(0, 15), (15, 29)]
    assert made.block.leading == asked.block.leading
    assert (
        _sized("Anticonstitutionnellement", (), asked, 60.0, catalogue, None, True) is asked
    )  # torn at half its size, too


def quote(size: float) -> RoleStyle:
    return RoleStyle(BlockStyle(TextStyle(FAMILY, size, letter_spacing=-0.2), 32.0, balance=True))


def lines_of(catalogue: Catalogue, text: str, made: RoleStyle, measure: float) -> list[str]:
    return [text[start:end] for start, end in set_in(catalogue, text, made, measure)]


def test_a_quote_is_set_a_little_smaller_where_its_lines_then_end_by_the_sense(catalogue: Catalogue) -> None:
    text, asked = "La nuit, c’est un paysage qu’on avait oublié", quote(26.0)
    assert lines_of(catalogue, text, asked, 180.0) == ["La nuit, c’est un", "paysage qu’on", "avait oublié"]
    made = _eased(text, (), asked, 180.0, catalogue, None)
    assert lines_of(catalogue, text, made, 180.0) == ["La nuit, c’est", "un paysage", "qu’on avait oublié"]
    assert 26.0 * (1 - EASE) <= made.block.text.size < 26.0
    assert made.block.leading == 32.0


WORDS = ("la", "nuit", "c’est", "un", "paysage", "de", "rien", "où", "l’on", "va")


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14))
def test_it_stays_as_it_is_unless_that_is_better(catalogue: Catalogue, words: list[str]) -> None:
    text, asked = " ".join(words), quote(26.0)

    def bad(made: RoleStyle) -> tuple[int, int]:
        found, _ = _lines(text, (), made, 170.0, catalogue, None, True)
        return amiss(text, found), found.natural

    made = _eased(text, (), asked, 170.0, catalogue, None)
    assert made is asked or (bad(made)[0] < bad(asked)[0] and bad(made)[1] <= bad(asked)[1])
    assert made.block.text.size >= 26.0 * (1 - EASE)
