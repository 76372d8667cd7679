"""An article set for a slot: its roles, its measures, and what composition adds to its text."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from composing import SERIF, by_patterns, justified, text_of
from dump import line_text

from mise_en_page.composition import BlockStyle, Catalogue, RoleStyle, SetArticle, SetBlock, Styles, TextStyle
from mise_en_page.composition.added import caption_text, joined, marked_end, run_in
from mise_en_page.composition.compose import compose_article
from mise_en_page.model.issue import Article, Intertitle, Mark, Paragraph, Picture, PullQuote, Source, Text
from mise_en_page.model.layout import Grid, Slot
from mise_en_page.model.problem import Refused, Span

HERE = Span("articles/a.md")
GRID = Grid(width=595, height=842, bleed=9, inner=40, outer=30, units=12, gutter=12, leading=11)
SLOT = Slot("lead", unit=0, units=6, top=0, foot=60, head=("kicker", "title"), columns=2)
HEADING = RoleStyle(BlockStyle(TextStyle(SERIF, 14.0, 600), 16.0, balance=True))
ROLES: dict[str, RoleStyle] = {
    "kicker": HEADING,
    "title": HEADING,
    "chapo": HEADING,
    "figure": HEADING,
    "intertitle": HEADING,
    "pull-quote": RoleStyle(BlockStyle(TextStyle(SERIF, 12.0), 14.0, padding_left=10.0, margin_right=5.0)),
    "attribution": RoleStyle(BlockStyle(TextStyle(SERIF, 8.0), 11.0)),
    "caption": RoleStyle(BlockStyle(TextStyle(SERIF, 8.0), 11.0)),
    "body": justified(indent=9.0, end_mark="■"),
    "body first": justified(end_mark="■"),
    "body first opening": justified(end_mark="■", opening=2),
}
ENDS = ("", " opens", " closes", " opens closes")
STYLES = Styles({("lead", role + end): style for role, style in ROLES.items() for end in ENDS})

SENTENCE = "Elle règle ses feuilles au quart de millimètre, et sourit aux passants qui s’arrêtent devant sa vitrine."


def paragraph(characters: str = SENTENCE) -> Paragraph:
    return Paragraph(text_of(characters), HERE)


def article(*body: object, **fields: object) -> Article:
    values: dict[str, object] = {"title": text_of("Une imprimeuse"), "body": body}
    return Article("a", Source("articles/a.md"), **{**values, **fields})  # type: ignore[arg-type]


def made(given: Article, catalogue: Catalogue, slot: Slot = SLOT) -> SetArticle:
    return compose_article(given, slot, GRID, STYLES, catalogue, by_patterns)


def roles(blocks: Iterable[SetBlock]) -> list[str]:
    return [block.role for block in blocks]


def words(block: SetBlock) -> str:
    return " ".join(line_text(line) for line in block.lines)


def test_roles_in_the_order_in_which_they_are_read(catalogue: Catalogue) -> None:
    given = article(
        paragraph(), paragraph(), Intertitle(text_of("Un métal"), HERE), paragraph(),
        PullQuote(text_of("« Ici »"), text_of("Elle"), HERE), paragraph(),
        kicker=text_of("Métiers"), chapo=text_of("Un portrait."),
    )  # fmt: skip
    article_set = made(given, catalogue)
    assert roles(article_set.head) == ["kicker opens", "title"]
    assert roles(article_set.body) == [
        "chapo", "body first opening", "body", "intertitle", "body first", "pull-quote", "attribution", "body first closes",
    ]  # fmt: skip
    assert [block.index for block in (*article_set.head, *article_set.body)] == list(range(10))


def test_the_head_has_the_slot_s_width_and_the_body_a_column_s(catalogue: Catalogue) -> None:
    article_set = made(article(paragraph()), catalogue)
    width = GRID.span(6)
    assert article_set.head[0].measure == pytest.approx(width)
    assert article_set.body[0].measure == pytest.approx((width - 12) / 2)


def test_a_block_s_own_box_takes_from_its_measure(catalogue: Catalogue) -> None:
    quote = made(article(PullQuote(text_of("« Ici »"), Text(), HERE)), catalogue).body[0]
    assert quote.measure == pytest.approx((GRID.span(6) - 12) / 2 - 15)


def test_a_pull_quote_keeps_the_whole_of_its_attribution(catalogue: Catalogue) -> None:
    long = text_of("Une imprimeuse de Saint-Étienne qui a repris l’atelier de son oncle, et ses presses")
    quote, attribution = made(article(PullQuote(text_of("« Ici »"), long, HERE)), catalogue).body
    assert attribution.natural >= 2
    assert quote.keep_next == attribution.natural


def test_headings_have_one_setting_and_do_not_break(catalogue: Catalogue) -> None:
    article_set = made(article(Intertitle(text_of("Un métal"), HERE), paragraph()), catalogue)
    heading, body = article_set.body
    assert list(heading.settings) == [heading.natural]
    assert not heading.breakable
    assert heading.keep_next == 2
    assert body.breakable


def test_the_byline_is_run_in_where_the_article_ends(catalogue: Catalogue) -> None:
    (block,) = made(article(paragraph(), byline=text_of("Noémie Vasseur")), catalogue).body
    assert words(block).endswith("vitrine.\u00a0■ Noémie Vasseur")


def test_the_byline_follows_the_chapo_that_stands_in_the_head(catalogue: Catalogue) -> None:
    slot = Slot("lead", unit=0, units=6, top=0, foot=60, head=("title", "chapo"), columns=2)
    given = article(paragraph(), chapo=text_of("Un portrait."), byline=text_of("Noémie Vasseur"))
    article_set = made(given, catalogue, slot)
    assert words(article_set.head[1]) == "Un portrait. Noémie Vasseur"
    assert words(article_set.body[0]).endswith("vitrine.\u00a0■")


def test_a_byline_without_any_text_to_follow_stands_alone(catalogue: Catalogue) -> None:
    article_set = made(article(byline=text_of("Noémie Vasseur")), catalogue)
    assert words(article_set.body[0]) == "Noémie Vasseur"


def test_the_opening_words_are_marked(catalogue: Catalogue) -> None:
    small = TextStyle(SERIF, 8.0)
    styles = Styles({**STYLES.by_role, ("lead", "body first opening closes"): RoleStyle(
        justified(opening=2).block, {("opening",): small}
    )})  # fmt: skip
    article_set = compose_article(article(paragraph()), SLOT, GRID, styles, catalogue, by_patterns)
    first = article_set.body[0].lines[0].runs[0]
    assert first.style == small
    assert "".join(first.texts) == "Elle règle"


def test_a_key_figure_comes_before_its_explanation(catalogue: Catalogue) -> None:
    given = article(paragraph(), title=Text(), figure=text_of("12\u00a0%"))
    article_set = made(given, catalogue)
    assert roles(article_set.body) == ["figure opens", "body closes"]


def test_a_picture_brings_its_caption_with_its_credit(catalogue: Catalogue) -> None:
    picture = Picture("images/a.jpg", "Une presse", text_of("La presse."), text_of("Photo Vasseur"), HERE)
    article_set = made(article(paragraph(), picture=picture), catalogue)
    assert article_set.picture is picture
    assert article_set.caption is not None
    assert words(article_set.caption) == "La presse. Photo Vasseur"
    assert article_set.caption.measure == pytest.approx(GRID.span(6))


def test_a_picture_within_the_text_keeps_its_caption(catalogue: Catalogue) -> None:
    picture = Picture("images/a.jpg", "Une presse", text_of("La presse."), Text(), HERE)
    blocks = made(article(paragraph(), picture, paragraph()), catalogue).body
    assert roles(blocks) == ["body first opening", "picture", "caption", "body first closes"]
    assert blocks[1].picture is picture
    assert blocks[1].lines == ()
    assert blocks[1].keep_next == 1


def test_a_text_of_spaces_is_no_lines(catalogue: Catalogue) -> None:
    article_set = made(article(paragraph(), title=text_of("\u00a0 ")), catalogue)
    assert article_set.head[0].lines == ()


def test_a_character_that_no_font_has_is_told_with_its_place(catalogue: Catalogue) -> None:
    (block,) = made(article(paragraph("Un mot ☃ froid, et la suite.")), catalogue).body
    (problem,) = block.problems
    assert problem.code == "missing-glyph"
    assert "U+2603" in problem.message
    assert problem.where == Span("articles/a.md", 1, 8, 1)


def test_a_family_that_is_not_there_is_told(catalogue: Catalogue) -> None:
    style = RoleStyle(BlockStyle(TextStyle(("Nowhere",), 9.0), 11.0))
    styles = Styles({**STYLES.by_role, ("lead", "title opens"): style})
    article_set = compose_article(article(paragraph()), SLOT, GRID, styles, catalogue)
    assert [problem.code for problem in article_set.head[0].problems] == ["font-not-found"]


def test_without_any_font_the_work_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        compose_article(article(paragraph()), SLOT, GRID, STYLES, Catalogue(()), by_patterns)
    assert [problem.code for problem in refusal.value.problems] == ["no-fonts"]


def test_joined_marks_move_with_their_text() -> None:
    text = joined(text_of("Fin."), text_of("Par Elle", Mark("emphasis", 4, 8)), "byline")
    assert text.characters == "Fin. Par Elle"
    assert text.marks == (Mark("byline", 5, 13), Mark("emphasis", 9, 13))
    assert len(text.origins) == len(text.characters)


def test_an_end_mark_cannot_be_parted_from_the_last_word() -> None:
    text = marked_end(text_of("Fin."), "■")
    assert text.characters == "Fin.\u00a0■"
    assert text.origins == (0, 1, 2, 3, 3, 3)


def test_a_credit_without_a_caption() -> None:
    picture = Picture("a.jpg", "", Text(), text_of("Photo"), HERE)
    assert caption_text(picture).characters == "Photo"


def test_a_title_run_in_stands_before_the_first_paragraph_under_its_own_mark() -> None:
    made = run_in(text_of("Le wagon"), text_of("Une voiture."), "title", ".")
    assert made.characters == "Le wagon. Une voiture."
    assert made.marks == (Mark("title", 0, 9),)
    assert len(made.origins) == len(made.characters)


def test_a_title_that_ends_in_a_stop_gets_no_other() -> None:
    assert run_in(text_of("Où va l’eau ?"), text_of("Loin."), "title", ".").characters == "Où va l’eau ? Loin."


def with_role(role: str, style: RoleStyle) -> Styles:
    return Styles({**STYLES.by_role, **{("lead", role + end): style for end in ENDS}})


def test_a_key_figure_is_never_broken_even_where_it_has_no_room(catalogue: Catalogue) -> None:
    wide = RoleStyle(BlockStyle(TextStyle(SERIF, 60.0), 66.0, least_size=0.9))
    given = article(paragraph(), figure=text_of("142 600 000 € par an et par habitante"))
    block = compose_article(given, SLOT, GRID, with_role("figure", wide), catalogue).body[0]
    assert len(block.lines) == block.natural == 1
    assert [problem.code for problem in block.problems] == ["figure-too-wide"]


@pytest.mark.parametrize("role", ["title", "figure"])
def test_a_size_is_taken_out_of_its_range(role: str, catalogue: Catalogue) -> None:
    ranged = RoleStyle(BlockStyle(TextStyle(SERIF, 20.0), 44.0, fit=(20.0, 40.0)))
    given = article(paragraph(), **{role: text_of("Neuf")})
    made_of = compose_article(given, SLOT, GRID, with_role(role, ranged), catalogue)
    block = next(each for each in (*made_of.head, *made_of.body) if each.role.startswith(role))
    assert block.style.text.size == pytest.approx(40.0)
    assert block.lines[0].runs[0].style.size == pytest.approx(40.0)


def test_what_stands_under_a_key_figure_breaks_by_the_sense_and_running_text_does_not(catalogue: Catalogue) -> None:
    ragged = RoleStyle(BlockStyle(TextStyle(SERIF, 14.0), 16.0, hyphens=False))
    styles = with_role("body first opening", ragged)
    styles = Styles({**styles.by_role, **{("lead", "body" + end): ragged for end in ENDS}})
    words = paragraph("étoiles que l’on compte à la jumelle sur un étang et au bord de la Loire")

    def ends(given: Article) -> list[str]:
        block = compose_article(given, SLOT, GRID, styles, catalogue).body[-1]
        return [line_text(line).split()[-1] for line in block.lines[:-1]]

    small = {"un", "et", "de", "la", "depuis", "à", "des"}
    plain, under = (len(small.intersection(ends(article(words, **more)))) for more in ({}, {"figure": text_of("310")}))
    assert under < plain
