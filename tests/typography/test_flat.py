"""What lies over a text stays where it belongs while the text changes under it."""

from __future__ import annotations

from mise_en_page.model.issue import Article, Mark, Paragraph, Publication, Source, Text
from mise_en_page.model.problem import Span
from mise_en_page.typography.correct import correct_article
from mise_en_page.typography.flat import Edge, Edit, Flat
from mise_en_page.typography.policy import Policy, policy_of


def flat_of(text: str, *edges: Edge) -> Flat:
    return Flat(text, list(range(len(text))), list(edges))


def set_text(typed: str, *marks: Mark) -> Text:
    article = Article("a", Source("articles/a.md"), Text(typed, tuple(range(len(typed))), marks))
    return correct_article(article, Policy())[0].title


def marked(text: Text, kind: str) -> list[str]:
    return [text.characters[mark.start : mark.end] for mark in text.marks if mark.kind == kind]


def test_an_edit_replaces_and_the_origins_follow() -> None:
    flat = flat_of("a...b")
    flat.apply([Edit(1, 4, "…", "EL")])
    assert flat.characters == "a…b"
    assert flat.origins == [0, 1, 4]
    assert [(change.before, change.after, change.origin) for change in flat.changes] == [("...", "…", 1)]


def test_what_is_inserted_has_the_origin_of_its_neighbour() -> None:
    flat = flat_of("ab")
    flat.apply([Edit(1, 1, "--", "X")])
    assert flat.characters == "a--b"
    assert flat.origins == [0, 1, 1, 1]


def test_edits_that_overlap_are_not_both_made() -> None:
    flat = flat_of("abcd")
    flat.apply([Edit(0, 3, "x", "X"), Edit(2, 4, "y", "X")])
    assert flat.characters == "xd"


def test_the_order_of_edits_does_not_matter() -> None:
    edits = [Edit(0, 2, "", "A"), Edit(0, 2, " ", "B"), Edit(3, 4, "z", "C")]
    made = set()
    for order in (edits, edits[::-1]):
        flat = flat_of("  ab")
        flat.apply(order)
        made.add(flat.characters)
    assert made == {"az"}


def test_nothing_protected_is_touched() -> None:
    flat = flat_of("a ;) b")
    flat.protected = [(2, 4)]
    flat.apply([Edit(1, 2, "\u202f", "SP-HIGH", about=2), Edit(2, 3, ":", "X")])
    assert flat.characters == "a ;) b"


def test_an_edit_beside_something_protected_is_made_when_it_is_about_something_else() -> None:
    flat = flat_of("a.fr !")
    flat.protected = [(0, 4)]
    flat.apply([Edit(4, 5, "\u202f", "SP-HIGH", about=5)])
    assert flat.characters == "a.fr\u202f!"


def test_a_space_at_the_end_of_a_mark_moves_out() -> None:
    text = set_text("Nana : un roman", Mark("emphasis", 0, 5))
    assert text.characters == "Nana\u00a0: un roman"
    assert marked(text, "emphasis") == ["Nana"]


def test_quotation_marks_inside_emphasis_stay_inside() -> None:
    text = set_text('Il lit "Nana" ici', Mark("emphasis", 7, 13))
    assert marked(text, "emphasis") == ["«\u00a0Nana\u00a0»"]


def test_quotation_marks_around_emphasis_stay_outside() -> None:
    text = set_text('Il lit "Nana" ici', Mark("emphasis", 8, 12))
    assert text.characters == "Il lit «\u00a0Nana\u00a0» ici"
    assert marked(text, "emphasis") == ["Nana"]


def test_marks_within_marks() -> None:
    text = set_text("un  mot fort!", Mark("strong", 0, 13), Mark("emphasis", 4, 7))
    assert text.characters == "un mot fort\u202f!"
    assert marked(text, "strong") == ["un mot fort\u202f!"]
    assert marked(text, "emphasis") == ["mot"]


def test_every_character_leads_back_to_where_it_was_typed() -> None:
    text = set_text("Oui!  Non...")
    assert text.characters == "Oui\u202f! Non…"
    assert len(text.origins) == len(text.characters)
    assert list(text.origins) == sorted(text.origins)
    assert text.origins[text.characters.index("N")] == 6


def test_the_letters_of_ordinals_are_superior() -> None:
    text = set_text("Le 2ème tour, la 1ère fois, le XXe.")
    assert text.characters == "Le 2e tour, la 1re fois, le XXe."
    assert marked(text, "superior") == ["e", "re", "e"]


def test_the_o_of_a_number_is_superior() -> None:
    text = set_text("Le n°5")
    assert text.characters == "Le no\u00a05"
    assert marked(text, "superior") == ["o"]


def test_centuries_are_in_small_capitals_and_kings_are_not() -> None:
    text = set_text("Au XVIIIe siècle, sous Louis XV")
    assert marked(text, "small-caps") == ["XVIII"]
    assert marked(text, "superior") == ["e"]


def test_a_word_is_no_ordinal() -> None:
    assert set_text("Le CD, la Mde, 3D, Mes").marks == ()


def paragraphs(*typed: str, language: str = "fr-FR") -> list[Text]:
    span = Span("articles/a.md", 1, 1, 0)
    body, at = [], 0
    for text in typed:
        body.append(Paragraph(Text(text, tuple(range(at, at + len(text)))), span))
        at += len(text) + 2
    article = Article("a", Source("articles/a.md"), Text(), body=tuple(body))
    publication = Publication("P", language)
    corrected, _, _ = correct_article(article, policy_of(publication.language))
    return [block.text for block in corrected.body if isinstance(block, Paragraph)]


def test_a_quotation_opens_in_one_paragraph_and_closes_in_the_next() -> None:
    first, second = paragraphs('Il dit: "Un.', 'Deux." Fin.')
    assert first.characters == "Il dit\u00a0: «\u00a0Un."
    assert second.characters == "Deux.\u00a0» Fin."
    assert second.origins[-1] == len('Il dit: "Un.') + 2 + len('Deux." Fin.') - 1


def test_a_quotation_repeats_its_mark_at_each_paragraph() -> None:
    texts = paragraphs('"Un.', '"Deux.', '"Trois", dit-elle.')
    assert [text.characters for text in texts] == ["«\u00a0Un.", "«\u00a0Deux.", "«\u00a0Trois\u00a0», dit-elle."]


def test_an_empty_paragraph_stays_one() -> None:
    assert [text.characters for text in paragraphs("Un!", "", "Deux")] == ["Un\u202f!", "", "Deux"]
