"""An article through the stage: marks and places stay right, and what was noticed is told with its place."""

from __future__ import annotations

import pytest

from mise_en_page.model.issue import Article, Mark, Page, Paragraph, Placement, Publication, PullQuote, Source, Text
from mise_en_page.model.message import spoken
from mise_en_page.model.problem import Refused, Span
from mise_en_page.typography import correct_page, correct_text, policy_of
from mise_en_page.typography.correct import CorrectedPage, explanation, filter_jsonl

SOURCE = Source("articles/a.md", (0, 40, 80, 200))


def text(characters: str, at: int = 0, marks: tuple[Mark, ...] = ()) -> Text:
    return Text(characters, tuple(range(at, at + len(characters))), marks)


def corrected(*paragraphs: Text, publication: Publication | None = None) -> CorrectedPage:
    body = tuple(Paragraph(paragraph, Span("articles/a.md")) for paragraph in paragraphs)
    article = Article("a", SOURCE, text("Titre"), body=body)
    page = Page("breves", 3, text("Les Brèves"), (Placement(article),), Span("issue.yaml"))
    publication = publication or Publication("P")
    return correct_page(page, Source("issue.yaml"), policy_of(publication.language, publication.settings))


def paragraphs(made: CorrectedPage) -> list[Text]:
    return [b.text for b in made.page.articles[0].article.body if isinstance(b, Paragraph)]


def marked(value: Text, kind: str) -> list[str]:
    return [value.characters[mark.start : mark.end] for mark in value.marks if mark.kind == kind]


def test_a_quotation_opens_in_one_paragraph_and_closes_in_the_next() -> None:
    first, second = paragraphs(corrected(text('"Un jour.'), text('Deux jours."', 100)))
    assert first.characters == "«\u00a0Un jour."
    assert second.characters == "Deux jours.\u00a0»"


def test_a_space_at_a_marks_end_is_put_outside_it() -> None:
    (made,) = paragraphs(corrected(text("Lire Nana : oui", marks=(Mark("emphasis", 5, 10),))))
    assert made.characters == "Lire Nana\u00a0: oui"
    assert marked(made, "emphasis") == ["Nana"]


def test_what_is_inserted_has_the_place_of_its_neighbour() -> None:
    (made,) = paragraphs(corrected(text("Oui!", 50)))
    assert made.characters == "Oui\u202f!"
    assert made.origins == (50, 51, 52, 53, 53)


def test_ordinals_are_superior_and_centuries_small_capitals() -> None:
    (made,) = paragraphs(corrected(text("Le 1er, la 2ème, au XVIIIe siècle, n°5, en 4e vitesse")))
    assert marked(made, "superior") == ["er", "e", "e", "o", "e"]
    assert marked(made, "small-caps") == ["XVIII"]


def test_a_correction_has_its_rule_and_its_place() -> None:
    made = corrected(text("Oui!", 50))
    (correction,) = made.corrections
    assert (correction.rule, correction.before, correction.after) == ("SP-HIGH", "", "\u202f")
    assert str(correction.where) == "articles/a.md:2:14"


def test_what_is_doubtful_is_left_and_told() -> None:
    made = corrected(text('À 14:30, "midi', 80))
    assert paragraphs(made)[0].characters == 'À 14:30, "midi'
    assert [(problem.code, str(problem.where)) for problem in made.problems] == [
        ("time-colon", "articles/a.md:3:3"),
        ("unpaired-quote", "articles/a.md:3:10"),
    ]


def test_pull_quotes_and_titles_are_corrected_too() -> None:
    quote = PullQuote(text('"Oui!"'), text("l'élue"), Span("articles/a.md"))
    article = Article("a", SOURCE, text("L'été: enfin!"), body=(quote,))
    page = Page("breves", 3, text(""), (Placement(article),), Span("issue.yaml"))
    made = correct_page(page, Source("issue.yaml"), policy_of("fr-FR"))
    article = made.page.articles[0].article
    assert article.title.characters == "L’été\u00a0: enfin\u202f!"
    block = article.body[0]
    assert isinstance(block, PullQuote)
    assert (block.text.characters, block.attribution.characters) == ("«\u00a0Oui\u202f!\u00a0»", "l’élue")


def test_profiles_differ_where_authorities_do() -> None:
    typed = 'Vrai: "oui" !'
    assert correct_text(typed, policy=policy_of("fr-FR")).text == "Vrai\u00a0: «\u00a0oui\u00a0»\u202f!"
    assert correct_text(typed, policy=policy_of("fr-CH")).text == "Vrai\u202f: «\u202foui\u202f»\u202f!"
    assert correct_text(typed, policy=policy_of("fr-CA")).text == "Vrai\u00a0: «\u00a0oui\u00a0»!"


def test_a_publication_overrides_a_setting_and_a_wrong_one_is_refused_with_the_nearest() -> None:
    made = corrected(text("Oui!"), publication=Publication("P", settings=(("high_space", "nbsp"),)))
    assert paragraphs(made)[0].characters == "Oui\u00a0!"
    with pytest.raises(Refused) as caught:
        policy_of("fr-FR", (("hihg_space", "nbsp"), ("colon_space", "wide")))
    assert [problem.hint for problem in caught.value.problems] == ["Did you mean “high_space”?", "One of: nbsp, nnbsp."]


@pytest.mark.parametrize(
    ("form", "typed", "printed"),
    [
        ("html", "<em>Le Monde</em> : oui", "<em>Le Monde</em>⍽: oui"),
        ("html", 'Il lit "<em>Nana</em>".', "Il lit «⍽<em>Nana</em>⍽»."),
        ("html", "<code>a ? b : c</code> !", "<code>a ? b : c</code>¦!"),
        ("html", '<a title="Oui !">Non !</a>', '<a title="Oui !">Non¦!</a>'),
        ("html", "<!-- Oui ! --> Non !", "<!-- Oui ! --> Non¦!"),
        ("html", "<p>Un &amp; deux !</p>", "<p>Un &amp; deux¦!</p>"),
        ("html", "a < b ! c > d", "a < b¦! c > d"),
        ("markdown", 'Il lit *"Nana"* !', "Il lit *«⍽Nana⍽»*¦!"),
        ("markdown", "`a ? b` ? Oui !", "`a ? b`¦? Oui¦!"),
        ("markdown", "[Oui ! Oui](http://x.fr/a!) !", "[Oui¦! Oui](http://x.fr/a!)¦!"),
        ("markdown", "# Titre : oui", "# Titre⍽: oui"),
        ("markdown", "- un ;\n- deux !", "- un¦;\n- deux¦!"),
    ],
)
def test_markup_is_opaque(form: str, typed: str, printed: str) -> None:
    made = correct_text(typed, form).text  # type: ignore[arg-type]
    assert made.replace("\u00a0", "⍽").replace("\u202f", "¦") == printed


def test_the_filter_answers_each_line_and_tells_a_bad_one() -> None:
    lines = ['{"id": 1, "input": "Oui!"}', "not json", '{"id": 2, "input": 3}', '{"id": 3, "input": "x", "format": "rtf"}']
    out = list(filter_jsonl(lines))
    assert out[0] == '{"id": 1, "output": "Oui\\u202f!"}'
    assert ['"error"' in line for line in out] == [False, True, True, True]


def test_an_explanation_names_place_rule_sentence_and_authority() -> None:
    with spoken("fr"):
        (line,) = explanation(correct_text("Ici.\nOui!"))
    assert line.split("\t")[:3] == ["2:4", "∅ → ¦", "SP-HIGH"]
    assert "fine insécable" in line
    assert "Lexique IN 2002" in line
