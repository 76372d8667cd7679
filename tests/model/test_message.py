"""What is said is kept apart from the words, and spoken in either language."""

from __future__ import annotations

import json

import pytest

from mise_en_page.model.message import Message, as_data, from_data, of_locale, say, spoken, taken
from mise_en_page.model.problem import Problem, Span, problem_data, problem_of


def test_a_message_is_spoken_in_the_language_of_the_moment() -> None:
    message = say("stands-there", said="x", name="titre")
    with spoken("en"):
        assert str(message) == "x; titre is there"
    with spoken("fr"):
        assert str(message) == "x ; titre se trouve là"


def test_numbers_are_written_as_a_language_writes_them() -> None:
    message = say("stands-there", said="x", name=2.5)
    with spoken("fr"):
        assert "2,5 se trouve" in str(message)


def test_a_message_that_only_adds_keeps_the_hint_of_what_it_adds_to() -> None:
    inner = say("inner", a=1)
    assert say("stands-there", said=inner, name="x").innermost() == inner
    assert Problem("c", "error", inner).hint == ""


def test_a_problem_outlives_its_process() -> None:
    problem = Problem.of("code/variant", "warning", Span("a.md", 2, 3), say("hint/x", names=("a", say("b"))), n=2, size=1.5)
    assert problem.code == "code"
    assert problem_of(json.loads(json.dumps(problem_data(problem)))) == problem
    assert from_data(as_data(Message("x", (("y", (1, "z")),)))) == Message("x", (("y", (1, "z")),))


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr"}, "fr"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fy_NL"}, "en"),
        ({"LC_ALL": "C", "LANG": "fr_FR"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "fr_CH.UTF-8", "LANG": "de_CH"}, "fr"),
        ({}, "en"),
    ],
)
def test_french_is_spoken_where_the_locale_is_french(environment: dict[str, str], expected: str) -> None:
    assert of_locale(environment) == expected


def test_lang_is_taken_from_wherever_it_stands() -> None:
    assert taken(["build", "--lang", "fr", "x"]) == ("fr", ["build", "x"])
    assert taken(["--lang=en", "check"]) == ("en", ["check"])
    assert taken(["check", "--", "--lang", "fr"]) == (None, ["check", "--", "--lang", "fr"])
    assert taken(["--lang", "de"]) == (None, ["--lang", "de"])
