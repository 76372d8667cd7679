"""Changes as CodeMirror writes them: applied, and made of two texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mise_en_page.desk.changes import applied, between, units

#: Letters beside some that are two units in a browser, and ends of lines.
TEXTS = st.text(st.sampled_from("aé \n𝄞🎺b"), max_size=40)


def test_numbers_keep_and_lists_cut_and_put() -> None:
    assert applied("Le fleuve dort.\nFin.", [3, [6, "glacier"], 11]) == "Le glacier dort.\nFin."
    assert applied("un", [2, [0, "", "deux"]]) == "un\ndeux"


def test_places_are_counted_as_a_browser_does() -> None:
    assert units("🎺!") == 3
    assert applied("🎺!", [2, [1, "?"]]) == "🎺?"


def test_only_the_word_that_differs_is_replaced() -> None:
    assert between("a\nLe fleuve dort.\nz", "a\nLe glacier dort.\nz") == [5, [6, "glacier"], 8]


@pytest.mark.parametrize(
    "change",
    [
        [3],
        [1],
        [[1]],
        [-1, 3],
        [True, 1],
        [2, ["a"]],
        [2, [0, "a\nb"]],
        [2, [0, 1]],
        [2, [0, "\ud800"]],
        "a",
        {},
        [[]],
        [1.5],
    ],
)
def test_what_is_no_change_of_the_text_is_refused(change: object) -> None:
    with pytest.raises(ValueError, match=r".*"):
        applied("un", change)


def test_half_a_character_is_neither_cut_nor_kept() -> None:
    with pytest.raises(ValueError, match=r"surrogate|decode|unexpected"):
        applied("🎺", [1, [1]])


@given(TEXTS, TEXTS)
def test_what_lies_between_two_texts_makes_one_of_the_other(before: str, after: str) -> None:
    assert applied(before, between(before, after)) == after
