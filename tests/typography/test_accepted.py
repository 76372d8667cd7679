"""mots.txt: what a word or a phrase of the publication accepts of all that is told."""

from __future__ import annotations

import time

import pytest

from mise_en_page.model.message import say
from mise_en_page.model.problem import Problem
from mise_en_page.typography import Accepted, accepting, correct_text
from mise_en_page.typography.told import Passage, told


def problems(text: str) -> list[Problem]:
    corrected = correct_text(text).text
    return [
        Problem(each.said.key, "warning", each.said) for each in told(Passage(corrected, "paragraph", date="2018-05-01"))
    ]


@pytest.mark.parametrize(
    ("lines", "text", "left"),
    [
        (["vantelle"], "Les vantelles de l’écluse.", 0),
        (["vantelles"], "La vantelle de l’écluse.", 1),
        (["acceuil"], "Bon Acceuil, l'acceuil, l’acceuil et BON ACCEUIL.", 0),
        (["Acceuil"], "Un acceuil.", 1),
        (["lundi rouge"], "Le Lundi rouge des infirmières.", 0),
        (["Lundi"], "Rendez-vous le Lundi. Puis le Mardi.", 1),
        (["Lundi prochain"], "Rendez-vous le Lundi, pas avant.", 1),
        (["S.N.C.F."], "Un train de la S.N.C.F. en retard.", 0),
        (["3 x 5"], "Un lit de 3 x 5 m, un autre de 4 x 6 m.", 1),
        (["de de"], "Le maire de de la ville.", 0),
        (["de"], "Le maire de de la ville.", 1),
        (["31 avril"], "Rendez-vous le 31 avril, puis le 31 juin.", 1),
        (["01.23.45.67.89"], "Au 01.23.45.67.89.", 0),
        (["opération acceuil"], "L’opération acceuil commence. L’acceuil aussi.", 1),
        (["opération acceuil"], "L’opération\u00a0acceuil commence.", 0),
        ([], "Un acceuil.", 1),
    ],
)
def test_a_line_accepts_what_it_covers_and_no_more(lines: list[str], text: str, left: int) -> None:
    before = problems(text)
    assert len(before) >= left
    assert len(Accepted(tuple(lines)).left(before)) == left


@pytest.mark.parametrize(
    "text",
    ["Bon acceuil.", "Le maire de de la ville.", "Rendez-vous le Lundi matin.", "Le 31 avril.", "Un lit de 3 x 5 m.",
     "Au 01.23.45.67.89.", "La S.N.C.F. recrute.", "Un point impor- tant.", "Voilà tout.. Il part.",
     "Le bac est parti hier. il revient ce soir à quai."],
)  # fmt: skip
def test_what_a_finding_offers_accepts_it(text: str) -> None:
    found = problems(text)
    assert found
    offered = tuple(map(accepting, found))
    assert all(offered)
    assert Accepted(offered).left(found) == ()


def test_what_has_no_words_is_never_accepted() -> None:
    other = Problem.of("overset", "error", None, None, n=3)
    assert Accepted(("3", "n")).left([other]) == (other,)
    number = Problem("spelling", "warning", say("spelling", words="mot"))
    assert Accepted(("autre",)).left([number]) == (number,)


@pytest.mark.parametrize(
    ("line", "accepted"),
    [("Dupond / Dupont", True), ("Jean Dupont / Jean Dupond", True), ("Jean Dupond", True), ("Dupond / Durand", False),
     ("Paul Dupond / Jean Dupont", False)],
)  # fmt: skip
def test_a_line_may_say_that_two_spellings_are_right(line: str, accepted: bool) -> None:
    said = say("two-spellings", words="Jean Dupond", other="Jean Dupont", place="", accept="Jean Dupond / Jean Dupont")
    problem = Problem("two-spellings", "warning", said)
    assert Accepted((line,)).accept(problem) is accepted


def test_a_long_list_takes_no_time() -> None:
    accepted = Accepted(tuple(f"mot numéro {n}" for n in range(20_000)))
    found = problems("Bon acceuil. " * 3) * 40
    begun = time.process_time()
    assert accepted.left(found) == tuple(found)
    assert time.process_time() - begun < 5
