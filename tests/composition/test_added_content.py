"""What a stylesheet adds to text: counters in their styles, and where the words come to stand."""

from __future__ import annotations

import pytest

from mise_en_page.composition.content import COUNTER_STYLES, Counters, added
from mise_en_page.composition.style import Generated
from mise_en_page.composition.tokens import transformed
from mise_en_page.model.issue import Mark
from tests.composition.composing import text_of


@pytest.mark.parametrize(
    ("style", "value", "said"),
    [
        ("decimal", 12, "12"),
        ("decimal-leading-zero", 3, "03"),
        ("upper-roman", 1994, "MCMXCIV"),
        ("lower-roman", 4, "iv"),
        ("upper-roman", 4000, "4000"),
        ("lower-alpha", 27, "aa"),
        ("upper-latin", 26, "Z"),
        ("lower-alpha", 0, "0"),
        ("none", 7, ""),
    ],
)
def test_a_counter_is_written_in_its_style(style: str, value: int, said: str) -> None:
    assert COUNTER_STYLES[style](value) == said


def test_counters_are_reset_set_and_counted() -> None:
    counters = Counters()
    counters.count([("reset", "step", 4), ("increment", "step", 1)])
    assert counters.said(Generated(("Étape ", ("step", "decimal"), ". "))) == "Étape 5. "
    assert counters.said(Generated((("other", "decimal"),), (("increment", "other", 2),))) == "2"
    counters.count([("set", "step", 9)])
    assert counters.said(Generated((("step", "lower-roman"),))) == "ix"


def test_words_are_added_under_marks_of_their_own_and_move_the_others() -> None:
    text = added(text_of("Le pont", Mark("emphasis", 3, 7)), 0, "→ ", " ■")
    assert text.characters == "→ Le pont ■"
    assert [(mark.kind, mark.start, mark.end) for mark in text.marks] == [
        ("before", 0, 2), ("emphasis", 5, 9), ("after", 9, 11),
    ]  # fmt: skip
    assert text.origins == (0, 0, 0, 1, 2, 3, 4, 5, 6, 6, 6), "a click on them leads to the letter beside them"


def test_words_of_an_item_stand_behind_its_sign() -> None:
    text = added(text_of("– Farine", Mark("marker", 0, 1)), 2, "1 ", "")
    assert text.characters == "– 1 Farine"
    assert [(mark.kind, mark.start, mark.end) for mark in text.marks] == [("marker", 0, 1), ("before", 2, 4)]


@pytest.mark.parametrize(
    ("typed", "set_as"),
    [
        ("pont", "Pont"),
        ("l’été", "L’été"),
        ("arc-en-ciel", "Arc-En-Ciel"),
        ("«été»", "«Été»"),
        ("3e", "3e"),
        ("straße", "Straße"),
    ],
)
def test_capitalize_begins_each_word_with_a_capital(typed: str, set_as: str) -> None:
    assert transformed(typed, "capitalize") == set_as
