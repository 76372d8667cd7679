"""The text that every engine sets: enough of it, all different, and nothing left blank."""

from bench.work_item import BRIEFS_A_PAGE, PARAGRAPHS, corpus, work_item


def test_the_corpus_holds_at_least_sixty_paragraphs_and_no_sentence_twice() -> None:
    paragraphs = [part.text for brief in corpus() for part in brief.parts if part.kind == "body"]
    assert len(paragraphs) >= 60
    sentences = [sentence for text in paragraphs for sentence in text.split(". ")]
    assert len(set(sentences)) == len(sentences)


def test_every_page_is_another_one() -> None:
    pages = work_item()
    assert len({page.paragraphs for page in pages}) == len(pages) == 32
    assert [page.folio for page in pages] == list(range(12, 44))


def test_every_brief_of_the_corpus_comes_up() -> None:
    kickers = {brief.kicker for page in work_item() for brief in page.briefs}
    assert kickers == {brief.kicker for brief in corpus()}


def test_a_page_has_five_briefs_of_at_most_three_paragraphs() -> None:
    for page in work_item():
        assert len(page.briefs) == BRIEFS_A_PAGE
        assert len({brief.title for brief in page.briefs}) == BRIEFS_A_PAGE
        for brief in page.briefs:
            assert sum(part.kind == "body" for part in brief.parts) <= PARAGRAPHS
            assert brief.parts[-1].kind != "inter"


def test_no_blank_stays_and_the_french_spaces_are_in() -> None:
    text = "\n".join(paragraph for page in work_item() for paragraph in page.paragraphs)
    assert "{" not in text
    assert " :" not in text  # a plain space before a colon; U+00A0 is another character
    assert "\u00a0:" in text
    assert "\u202f;" in text
