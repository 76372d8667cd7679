"""Items of lists: their texts under one edge, their signs before it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from composing import by_patterns, justified, text_of
from dump import line_text

from mise_en_page.composition import Catalogue, RoleStyle, SetBlock, Styles
from mise_en_page.composition.compose import compose_article
from mise_en_page.composition.hanging import printed
from mise_en_page.model.issue import Article, Block, ListItem, Paragraph, Source, Text
from mise_en_page.model.layout import Grid, Slot
from mise_en_page.model.problem import Span

HERE = Span("articles/a.md")
GRID = Grid(width=595, height=842, bleed=9, inner=40, outer=30, units=12, gutter=12, leading=11)
SLOT = Slot("lead", unit=0, units=12, top=0, foot=60, columns=2)
BODY = justified(end_mark="■")
ROLES: dict[str, RoleStyle] = {
    "title": BODY,
    "body": BODY,
    "body first opening": BODY,
    "body item": justified(end_mark="■", indent=9.0, padding_left=10.0),
    "body item nested": justified(end_mark="■", padding_left=10.0, margin_left=10.0, marker="›"),
}
STYLES = Styles({("lead", role + end): style for role, style in ROLES.items() for end in ("", " opens", " closes")})
LONG = "un casque fermé, et dix minutes de calme devant soi, ce qui, de l’avis de l’équipe, est le plus difficile à trouver"


def item(sign: str, characters: str, depth: int = 1, widest: str = "") -> ListItem:
    return ListItem(text_of(characters), HERE, text_of(sign), depth, widest or sign)


def blocks(catalogue: Catalogue, *body: Block) -> tuple[SetBlock, ...]:
    article = Article("a", Source("articles/a.md"), text_of("Une imprimeuse"), body=body)
    return compose_article(article, SLOT, GRID, STYLES, catalogue, by_patterns).body[1:]


def begins(block: SetBlock, line: int, word: str) -> float:
    """Where a word's first glyph stands in a line, in pt from the column's left edge."""
    x = block.style.margin_left + block.style.padding_left
    for run in block.lines[line].runs:
        at = x + run.x
        for text, advance in zip(run.texts, run.advances, strict=True):
            if text == word[0]:
                return at
            at += advance
    raise AssertionError(word)


@pytest.mark.parametrize(
    ("sign", "marker", "shown"),
    [
        ("-", "", "–"), ("--", "", "–"), ("–", "", "–"), ("*", "", "•"), ("+", "", "•"), ("•", "", "•"),
        ("\uf0b7", "", "•"),
        ("-", "■", "■"), ("•", "→", "→"), ("1.", "■", "1."), ("a)", "■", "a)"), ("✓", "■", "✓"), ("→", "■", "→"),
    ],
)  # fmt: skip
def test_dashes_and_bullets_are_the_stylesheet_s_other_signs_stay(sign: str, marker: str, shown: str) -> None:
    assert printed(Text(sign, (7,) * len(sign)), marker) == Text(shown, (7,) * len(shown))


def test_all_lines_of_an_item_stand_under_one_edge_and_the_sign_before_it(catalogue: Catalogue) -> None:
    (block,) = blocks(catalogue, item("-", LONG))
    first, second, *_ = block.lines
    assert block.text.startswith("–\u00a0un casque")
    assert line_text(first).startswith("–\u00a0un")
    assert begins(block, 0, "u") == pytest.approx(10.0, abs=0.01)
    assert begins(block, 1, line_text(second)[0]) == pytest.approx(10.0, abs=0.01)
    assert first.x == pytest.approx(-10.0)
    assert first.start == 0
    assert all(line.end <= after.start for line, after in pairwise(block.lines))


def test_every_setting_of_an_item_holds_the_same_words(catalogue: Catalogue) -> None:
    (block,) = blocks(catalogue, item("-", f"{LONG} {LONG} {LONG}"))
    assert len(block.settings) > 1
    for setting in block.settings.values():
        assert setting.lines[0].runs[0].texts == ("–",)
        assert setting.lines[-1].end == len(block.text)


def test_numbers_are_aligned_on_their_stops(catalogue: Catalogue) -> None:
    nine, ten = blocks(catalogue, item("9.", "couper", widest="00."), item("10.", "écouter", widest="00."))
    assert begins(nine, 0, ".") == pytest.approx(begins(ten, 0, "."), abs=0.01)
    assert begins(nine, 0, "c") == pytest.approx(begins(ten, 0, "é"), abs=0.01)
    assert ten.style.padding_left > 10.0


def test_a_list_in_a_list_stands_further_in_behind_its_own_sign(catalogue: Catalogue) -> None:
    outer, inner = blocks(catalogue, item("-", "noter :"), item("-", "l’heure", depth=2))
    assert [outer.text, inner.text] == ["–\u00a0noter :", "›\u00a0l’heure\u00a0■"]
    assert begins(inner, 0, "l") == pytest.approx(begins(outer, 0, "n") + 10.0, abs=0.01)


def test_a_list_stays_with_what_brings_it_in_and_ends_by_two_lines(catalogue: Catalogue) -> None:
    row = blocks(
        catalogue, Paragraph(text_of("Il faut :"), HERE), item("-", "un"), item("-", "deux"), item("-", "trois"),
        Paragraph(text_of("Suite."), HERE),
    )  # fmt: skip
    assert [block.keep_next for block in row] == [1, 0, 1, 0, 0]


def test_each_character_of_an_item_is_led_back_to_where_it_was_typed(catalogue: Catalogue) -> None:
    typed = ListItem(Text("un", (12, 13)), HERE, Text("-", (10,)), 1, "-")
    (block,) = blocks(catalogue, typed)
    assert block.origins[:4] == (10, 10, 12, 13)
