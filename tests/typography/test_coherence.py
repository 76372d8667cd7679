"""One name, one spelling over an issue: both places are told, and what is two people's is left alone."""

from __future__ import annotations

import pytest

from mise_en_page.model.issue import Article, Issue, Page, Paragraph, Placement, Publication, Source, Text
from mise_en_page.model.problem import Problem, Span
from mise_en_page.typography import coherence

PLACE = Span("issues/1/issue.yaml")


def text(characters: str) -> Text:
    return Text(characters, tuple(range(len(characters))))


def issue(*texts: str) -> Issue:
    """An article for each text."""
    articles = [
        Article(f"a{n}", Source(f"articles/a{n}.md"), text(""), body=(Paragraph(text(each), PLACE),))
        for n, each in enumerate(texts, 1)
    ]
    page = Page("breves", 3, text(""), tuple(map(Placement, articles)), PLACE)
    return Issue("1", Publication("Le Halage"), "1", "2018-05-01", text(""), (page,), Source("issue.yaml"))


def found(*texts: str, words: tuple[str, ...] = ()) -> list[Problem]:
    return list(coherence(issue(*texts), words))


def values(problem: Problem) -> tuple[str, str]:
    said = problem.values()
    return said["words"], said.get("other") or said["right"]


@pytest.mark.parametrize(
    ("texts", "words", "other"),
    [
        (("On va à Saint-Étienne.", "On rentre de St-Étienne."), "St-Étienne", "Saint-Étienne"),
        (("On va à St Etienne.", "On rentre de Saint-Étienne."), "St-Etienne", "Saint-Étienne"),
        (("Vers Ste-Maxime.", "Vers Sainte-Maxime, puis Sainte-Maxime."), "Ste-Maxime", "Sainte-Maxime"),
        (("Le maire Jean Dupont.", "Puis Jean Dupond et Jean Dupont."), "Jean Dupond", "Jean Dupont"),
        (("Hier, Volodymyr Zelensky.", "Selon Volodymyr Zelenski."), "Volodymyr Zelenski", "Volodymyr Zelensky"),
        (("Pour Zelensky, non.", "Selon Zelenski, oui. Et Zelensky."), "Zelenski", "Zelensky"),
        (("Avec Phillipe Martin.", "Hier, Philippe Martin."), "Phillipe Martin", "Philippe Martin"),
        (("La foire d'Aix-en-Provence.", "Retour d'Aix en Provence."), "Aix en Provence", "Aix-en-Provence"),
        (("Vers Tchernobyl.", "De Tchernobil à Tchernobyl."), "Tchernobil", "Tchernobyl"),
    ],
)
def test_two_spellings_of_one_name_are_told_with_both_places(texts: tuple[str, ...], words: str, other: str) -> None:
    problems = found(*texts)
    assert values(problems[0]) == (words, other)
    (where, place) = problems[0].where, problems[0].values()["place"]
    assert isinstance(where, Span)
    assert {where.file, place.partition(":")[0]} == {"articles/a1.md", "articles/a2.md"}
    assert where.length == len(words.replace("St-Etienne", "St Etienne"))


@pytest.mark.parametrize(
    "texts",
    [
        ("À Saint-Étienne.", "De Saint-Etienne."),  # a capital's accent, which is set right
        ("Anne Muller lit.", "Paul Müller chante."),  # two people
        ("Le roi Louis et Louise sa fille.", "Mathieu et Matthieu."),
        ("Jean Martin et Jeanne Martin.", "Jean Marin et Paul Marin."),
        ("Les Polonais et la Polonaise.", "Un Polonais."),
        ("Michel Dupont et Michèle Dupont.", "Anne et Anna Dupont."),
        ("La rue Saint-Martin.", "Saint Martin partagea son manteau."),
        ("Le Conseil et le conseil.", "La Mairie, la mairie."),
        ("Le Tour de France.", "La Tour de Londres."),
        ("Grenoble et Grenoblois.", "Les Grenobloises."),
    ],
)
def test_what_is_not_very_likely_one_name_is_left_alone(texts: tuple[str, ...]) -> None:
    assert found(*texts) == []


@pytest.mark.parametrize(
    ("entry", "text", "told"),
    [
        ("e-mail", "Un email, des emails, un e-mail, des e-mails.", ["email", "emails"]),
        ("événement", "Un évènement, l’évènement, un événement.", ["évènement", "évènement"]),
        ("TikTok", "Sur Tiktok, sur TikTok et sur TIKTOK.", ["Tiktok"]),
        ("week-end", "Ce weekend, ce week-end.", ["weekend"]),
        ("pêche", "La pêche et le péché, il a péché.", []),
        ("Web", "Le web et le Web.", []),
        ("Lundi rouge", "Un lundi, un Lundi rouge.", []),
    ],
)
def test_a_house_word_in_another_form_is_told(entry: str, text: str, told: list[str]) -> None:
    problems = found(text, words=(entry,))
    assert [each.values()["words"] for each in problems] == told
    assert all(each.code == "house-word" for each in problems)
    assert all(each.values()["right"] == entry for each in problems)


def test_the_house_spells_a_name() -> None:
    (problem,) = found("Selon Zelenski, deux fois Zelenski.", words=("Zelensky",))[:1]
    assert values(problem) == ("Zelenski", "Zelensky")
    assert problem.values()["place"].startswith("mots.txt")
    (problem,) = found("Le maire, Jean Dupond.", words=("Jean Dupont",))
    assert values(problem) == ("Jean Dupond", "Jean Dupont")
