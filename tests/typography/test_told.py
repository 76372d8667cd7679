"""What is told: in worked texts, the words in [brackets] and no others; = before a text in which nothing is."""

from __future__ import annotations

import gc
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mise_en_page.typography import correct_text
from mise_en_page.typography.told import KINDS, MOST, Kind, Passage, told

FOLDER = Path(__file__).with_name("told")


def texts() -> Iterator[tuple[str, str, list[str]]]:
    """A code, a text, and the words of it that are told."""
    for file in sorted(FOLDER.glob("*.md")):
        code = ""
        for line in file.read_text(encoding="utf-8").splitlines():
            sign, _, written = line.partition(" ")
            if sign == "#":
                code = written
            elif sign in ("-", "="):
                written, _, other = written.replace("\\n", "\n").partition(" = ")
                words = re.findall(r"\[([^\]]+)\]", written)
                if line.endswith(" =") or other:
                    written, words = written.removesuffix(" ="), [other] * bool(other)
                yield code, re.sub(r"[\[\]]", "", written), words


def found(text: str) -> list[tuple[str, str]]:
    """What is told of a text as it is set, among others that are prose, in an issue of May 2018."""
    corrected = correct_text(text).text
    passage = Passage(corrected, "paragraph", date="2018-05-01")
    return [
        (finding.said.key.partition("/")[0], corrected[finding.at : finding.at + finding.length].replace("\u00a0", " "))
        for finding in told(passage)
    ]


@pytest.mark.parametrize(("code", "text", "words"), list(texts()))
def test_the_words_in_brackets_are_told_and_no_others(code: str, text: str, words: list[str]) -> None:
    assert [(each, word.replace("\u00a0", " ")) for each, word in found(text)] == [(code, word) for word in words]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_kinds_own_example_holds(kind: Kind) -> None:
    (finding,) = told(kind.example)
    assert finding.said.key.partition("/")[0] == kind.code
    values = dict(finding.said.values)
    assert f"{values['before']}{values['words']}{values['after']}" in kind.example.text
    assert str(finding.said) != finding.said.key


def test_what_is_set_off_may_be_of_any_language() -> None:
    text = "Elle chante Wonderfull tonigth devant le public."
    assert [word for _, word in found(text)] == []
    french = "Elle lit Le language des fleurs et des jardins devant le public."
    assert [word for _, word in found(french)] == ["language"]
    title = Passage(french, "paragraph", set_off=((9, 44),))
    assert [finding.said.key for finding in told(title)] == ["spelling"], "French all the same"


@pytest.mark.parametrize(
    "passage",
    [
        Passage("Le conseil a voté le budget de la commune. Il ira plus loin encore demain", "line"),
        Passage("Le conseil a voté le budget de la commune. Il ira plus loin encore demain", "apart"),
        Passage("Le conseil a voté le budget de la commune. Il ira plus loin encore demain", "paragraph", ended=0.5),
        Passage("Le conseil a voté le budget. Il ira voir la page de la mairie", "paragraph", links=((40, 62),)),
        Passage("Le conseil a voté le budget. Tous les élus\nétaient là hier soir", "paragraph"),
    ],
)
def test_what_need_be_no_sentence_needs_no_final_point(passage: Passage) -> None:
    assert list(told(passage)) == []


def test_a_paragraph_begins_with_a_capital_where_the_one_before_has_ended() -> None:
    text = "le conseil a voté le budget de la commune mardi soir."
    assert [each.said.key for each in told(Passage(text, "paragraph", before="."))] == ["sentence-capital"]
    assert list(told(Passage(text, "paragraph", before=","))) == []
    assert list(told(Passage(text, "apart", before="."))) == []


def test_a_weekday_is_held_against_the_issues_year_alone_where_it_is_near() -> None:
    text = "Rendez-vous le mardi 14 mai."  # a Monday in 2018
    assert [each.said.key for each in told(Passage(text, date="2018-05-01"))] == ["impossible-date/weekday"]
    assert list(told(Passage(text, date="2018-01-01"))) == []
    assert list(told(Passage(text))) == []
    assert list(told(Passage("Le bal du 29 février.", date="2018-02-15"))) != []
    assert list(told(Passage("Le bal du 29 février.", date="2016-02-15"))) == []


@given(st.text(alphabet="aeéàlst MLI.,;:!?'’-–\u00a0\u202f\n0123x«»\"()", max_size=200))
@example("Le " * 30)
def test_any_text_is_looked_at_and_what_is_found_stands_in_it(text: str) -> None:
    for finding in told(Passage(text, "paragraph")):
        assert 0 <= finding.at < finding.at + finding.length <= len(text)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "é ",
        "Lundi ",
        "a- ",
        "..",
        "A.",
        "1 x ",
        "01.",
        "le le ",
        "12 mai ",
        "zkjrt ",
        "’",
        "«",
        "Jean Dupont ",
        "a. b ",
        "-",
    ],
)
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    def seconds(length: int) -> float:
        passage = Passage(piece * (length // len(piece)), "paragraph")
        gc.disable()  # what other tests have left in memory is none of its work
        try:
            begun = time.process_time()
            list(told(passage))
            return time.process_time() - begun
        finally:
            gc.enable()

    seconds(30_000)  # a large text is taken to hold every sign: each pattern is compiled then, once
    assert min(seconds(200_000), seconds(200_000)) < 25 * max(min(seconds(20_000), seconds(20_000)), 0.03)


def test_of_one_kind_only_so_many_are_told_of_one_text() -> None:
    assert len(list(told(Passage("Il a dit que que rien. " * 200)))) == MOST
