"""``typography: {keep: […]}``: a publication's own words and phrases, which no rule touches, in text and on the page."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

from mise_en_page import reading
from mise_en_page.model.issue import Publication
from mise_en_page.model.problem import Refused
from mise_en_page.typography import correct_text, hyphenator, policy_of
from mise_en_page.typography.policy import Policy
from sample_issue import one_page


def kept(*phrases: str) -> Policy:
    return policy_of("fr-FR", [("keep", "\n".join(phrases))])


@pytest.mark.parametrize(
    ("phrase", "typed", "made"),
    [
        # without the phrase each would be corrected
        ("Vélib'", "Un Vélib' neuf, l'été", "Un Vélib' neuf, l’été"),
        ("Vélib’", "Un Vélib' neuf, l'été", "Un Vélib' neuf, l’été"),
        ("Etat critique", "Le groupe Etat critique joue pour l'Etat.", "Le groupe Etat critique joue pour l’État."),
        ("Oeuvre Vie", "La revue Oeuvre Vie, l'oeuvre d'une vie", "La revue Oeuvre Vie, l’œuvre d’une vie"),
        ("14h30", "Le café 14h30 ouvre à 14h30 h", "Le café 14h30 ouvre à 14h30 h"),
        ("Tic!Tac", "Au Tic!Tac, oui!", "Au Tic!Tac, oui\u202f!"),
        ("XIXème", "Le bar XIXème, au XXème siècle", "Le bar XIXème, au XXe\u00a0siècle"),
        ("3 kg", "Le café 3 kg", "Le café 3 kg"),
        ('"O"', 'Le "O" dit "oui"', 'Le "O" dit «\u00a0oui\u00a0»'),
        ("A Paris", "A Paris, on rit. A Lyon, non.", "A Paris, on rit. À Lyon, non."),
    ],
)
def test_a_phrase_stays_as_it_is_typed(phrase: str, typed: str, made: str) -> None:
    corrected = correct_text(typed, policy=kept(phrase)).text
    assert corrected == made
    assert correct_text(corrected, policy=kept(phrase)).text == corrected
    assert correct_text(phrase, policy=kept(phrase)).text == phrase


@pytest.mark.parametrize(
    "typed", ["ETAT critique", "Etats critiques", "Etat critiques", "etat critique", "Un Etat, critique"]
)
def test_only_that_phrase_with_its_capitals_and_whole_words(typed: str) -> None:
    assert correct_text(typed, policy=kept("Etat critique")).text == correct_text(typed).text


def test_either_apostrophe_and_any_space() -> None:
    policy = kept("L'Etat nu")
    for typed in ("L'Etat nu", "L’Etat nu", "L'Etat\u00a0nu"):
        assert correct_text(typed, policy=policy).text == typed


def test_nothing_is_told_of_it() -> None:
    assert [warn.code for warn in correct_text("Un prix Echo").warnings] == ["capital-accent"]
    assert correct_text("Un prix Echo", policy=kept("prix Echo")).warnings == ()


def test_the_longest_phrase_wins_and_several_may_touch() -> None:
    policy = kept("Etat", "Etat nu", "nu")
    assert correct_text("Etat nu, Etat et nu", policy=policy).text == "Etat nu, Etat et nu"


def test_a_thousand_phrases_cost_little() -> None:
    policy = kept(*(f"Etat numéro {n}" for n in range(1000)))
    assert correct_text("L'Etat numéro 7 et l'Etat. " * 200, policy=policy).text.startswith("L’Etat numéro 7 et l’État.")


def test_it_is_never_divided() -> None:
    divide = hyphenator(Publication("Essai", settings=(("keep", "showroomeur\nVélib'\nGrande Histoire naturelle"),)))
    assert divide("showroomeur") == divide("l’showroomeur") == divide("Showroomeur,") == ()
    assert divide("naturelle") != ()


def publication(folder: Path, written: str) -> Path:
    root = one_page(folder / "publication")
    (root / "publication.yaml").write_text(f"name: Essai\ntypography:\n  {written}\n", encoding="utf-8")
    return root / "issues" / "2018-05"


@pytest.mark.parametrize(
    "written",
    ["keep: [Etat critique, Vélib']", "keep:\n    - Etat critique\n    - Vélib'", "keep: |\n    Etat critique\n    Vélib'"],
)
def test_it_is_a_list_in_publication_yaml(tmp_path: Path, written: str) -> None:
    read = reading.read_issue(publication(tmp_path, written))
    policy = policy_of("fr-FR", read.issue.publication.settings)
    assert policy.keep == ("Etat critique", "Vélib'")


@pytest.mark.parametrize("written", ["keep: [[a]]", "keep: {a: b}", f"keep: [{'a' * 20_001}]", "keep: []"])
def test_what_is_no_list_of_words_is_told(tmp_path: Path, written: str) -> None:
    with pytest.raises(Refused) as refused:
        reading.read_issue(publication(tmp_path, written))
    assert [problem.code for problem in refused.value.problems] == ["bad-value"]


def test_a_list_is_no_value_of_another_setting() -> None:
    with pytest.raises(Refused):
        policy_of("fr-FR", [("minus", "en\nkeep")])


def test_it_is_printed_as_it_is_typed(tmp_path: Path) -> None:
    """A whole build: in a title and in the text, beside words that are corrected."""
    issue = publication(tmp_path, "keep: [Etat critique]")
    article = issue / "articles" / "fleuve.md"
    written = article.read_text(encoding="utf-8").replace("Le fleuve reprend la parole", "Etat critique pour l'Etat")
    article.write_text(f"{written}\n\nLa pièce Etat critique se joue. L'Etat critique aussi.\n", encoding="utf-8")
    command = [sys.executable, "-m", "mise_en_page", "build", str(issue), "-o", str(tmp_path / "out")]
    subprocess.run(command, check=True, capture_output=True)
    with pypdfium2.PdfDocument(tmp_path / "out" / "2018-05.pdf") as document:
        text = " ".join(document[0].get_textpage().get_text_range().split())
    assert "Etat critique pour l’État" in text
    assert "La pièce Etat critique se joue." in text
