"""What of an article is looked at, as what, and where it is told to stand."""

from __future__ import annotations

from dataclasses import replace

from mise_en_page.model.issue import Article, Intertitle, Mark, Page, Paragraph, Picture, Placement, PullQuote, Source, Text
from mise_en_page.model.memo import Keep
from mise_en_page.model.problem import Problem, Span
from mise_en_page.typography import told_page
from mise_en_page.typography.told.stage import told_article

PLACE = Span("a.md")
#: 60 characters a line, as far as these tests go.
SOURCE = Source("a.md", tuple(range(0, 3000, 60)))
ENDED = "Le conseil a voté mardi soir le budget de la commune."
OPEN = "Le conseil a voté mardi soir le budget de la commune"


def text(characters: str, begins: int = 0, marks: tuple[Mark, ...] = ()) -> Text:
    return Text(characters, tuple(range(begins, begins + len(characters))), marks)


def article(*paragraphs: str) -> Article:
    body = tuple(Paragraph(text(each), PLACE) for each in paragraphs)
    return Article("a", SOURCE, text("Bon week-end"), body=body)


def codes(of: Article) -> list[str]:
    return [problem.code for problem in told_article(of, "2018-05-01")]


def test_a_paragraph_among_others_that_end_wants_its_point() -> None:
    assert codes(article(ENDED, OPEN)) == ["final-point"]
    assert codes(article(OPEN)) == ["final-point"]
    assert codes(article(OPEN, OPEN)) == [], "verse, an agenda, who knows"
    assert codes(article(ENDED, f"• {OPEN}", f"– {OPEN}")) == [], "items of a list, lines of a dialogue"


def test_titles_and_captions_and_quotations_want_none() -> None:
    picture = Picture("a.jpg", "", text(OPEN), text("Acceuil"), PLACE)
    head = replace(article(ENDED), title=text(OPEN), kicker=text(OPEN), chapo=text(OPEN), picture=picture)
    body = (*head.body, Intertitle(text(OPEN), PLACE), PullQuote(text(OPEN), text("Jean Acceuil"), PLACE))
    assert codes(replace(head, body=body)) == []


def test_whatever_is_written_is_spelled_but_names_of_authors() -> None:
    picture = Picture("a.jpg", "", text("Un acceuil"), text("photo acceuil"), PLACE)
    head = replace(
        article("Un acceuil."), title=text("Un acceuil"), kicker=text("Un acceuil"), chapo=text("Un acceuil"),
        byline=text("acceuil"), picture=picture,
    )  # fmt: skip
    body = (*head.body, Intertitle(text("Un acceuil"), PLACE), PullQuote(text("Un acceuil"), text("un acceuil"), PLACE))
    assert codes(replace(head, body=body)) == ["spelling"] * 7


def test_what_explains_a_key_figure_goes_on_where_that_ends() -> None:
    figure = replace(article("étoiles visibles à l’œil nu. il fait nuit sur tout l’étang ce soir."), figure=text("2 840"))
    assert codes(figure) == ["sentence-capital"]


def test_a_link_at_its_end_closes_a_paragraph() -> None:
    linked = Text(OPEN, tuple(range(len(OPEN))), (Mark("link", 30, len(OPEN), "https://exemple.fr"),))
    assert codes(replace(article(ENDED), body=(Paragraph(text(ENDED), PLACE), Paragraph(linked, PLACE)))) == []


def test_a_finding_stands_where_its_words_were_typed() -> None:
    moved = Text("l’acceuil", (70, 71, *range(80, 87)))  # an apostrophe of several characters
    (problem,) = told_article(replace(article(), title=moved), "")
    assert problem.where == Span("a.md", 2, 21, 7)
    assert (problem.severity, problem.hint != "") == ("warning", True)


def test_a_pages_section_is_looked_at_and_what_stays_is_kept() -> None:
    page = Page("breves", 3, text("Acceuil et et départ"), (Placement(article("Un acceuil.")),), PLACE)
    keep = Keep()
    first: tuple[Problem, ...] = told_page(page, Source("issue.yaml"), "2018-05-01", keep)
    assert [(problem.code, str(problem.where)) for problem in first] == [
        ("repeated-word", "issue.yaml:1:9"), ("spelling", "a.md:1:4"),
    ]  # fmt: skip
    held = len(keep)
    assert told_page(page, Source("issue.yaml"), "2018-05-01", keep) == first
    assert len(keep) == held
