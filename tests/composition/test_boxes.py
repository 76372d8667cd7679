"""Boxes: their blocks stand in by the box's paddings and margins, and stay together where there is room."""

from __future__ import annotations

from dataclasses import replace

import pytest
from composing import by_patterns, justified, text_of

from mise_en_page.composition import Catalogue, SetBlock, Styles
from mise_en_page.composition.boxes import LARGEST, inset, kept, numbered
from mise_en_page.composition.compose import compose_article
from mise_en_page.composition.galley import Boxed
from mise_en_page.model.issue import Article, Block, Intertitle, ListItem, Paragraph, Source
from mise_en_page.model.layout import Grid, Slot
from mise_en_page.model.problem import Span

HERE = Span("articles/a.md")
GRID = Grid(width=595, height=842, bleed=9, inner=40, outer=30, units=12, gutter=12, leading=11)
SLOT = Slot("lead", unit=0, units=12, top=0, foot=60, columns=2)
BODY = justified(end_mark="■", opening=3)
BOX = justified(padding_top=4.0, padding_bottom=5.0, padding_left=6.0, padding_right=7.0, margin_top=8.0, margin_bottom=9.0,
                margin_left=1.0, margin_right=2.0)  # fmt: skip
NAMES = (
    "title",
    "body",
    "body first",
    "body first opening",
    "body inside",
    "body first inside",
    "intertitle inside",
    "body item inside",
)
STYLES = Styles(
    {
        ("lead", f"{role}{end}"): BOX if role == "boxed" else BODY
        for role in (*NAMES, "boxed")
        for end in ("", " opens", " closes")
    }
)


def text(characters: str, boxed: int = 0) -> Paragraph:
    return Paragraph(text_of(characters), HERE, boxed=boxed)


def body(catalogue: Catalogue, *blocks: Block) -> tuple[SetBlock, ...]:
    article = Article("a", Source("articles/a.md"), text_of("Titre"), body=blocks)
    return compose_article(article, SLOT, GRID, STYLES, catalogue, by_patterns).body[1:]


def test_blocks_know_where_in_their_box_they_stand() -> None:
    assert numbered([0, 1, 1, 1, 0, 2, 3]) == [
        None, Boxed(1, first=True), Boxed(1), Boxed(1, last=True), None, Boxed(2, first=True, last=True),
        Boxed(3, first=True, last=True),
    ]  # fmt: skip


def test_a_box_s_paddings_and_margins_are_those_of_its_first_and_last() -> None:
    first, last = (inset(BODY, BOX.block, place).block for place in (Boxed(1, first=True), Boxed(1, last=True)))
    assert (first.margin_top, first.padding_top, first.padding_bottom, first.margin_bottom) == (8.0, 4.0, 0.0, 0.0)
    assert (last.margin_top, last.padding_top, last.padding_bottom, last.margin_bottom) == (0.0, 0.0, 5.0, 9.0)
    assert (first.margin_left, first.margin_right) == (last.margin_left, last.margin_right) == (7.0, 9.0)


def test_its_text_is_set_on_a_shorter_measure_and_the_end_mark_stands_outside(catalogue: Catalogue) -> None:
    before, title, within, item, after = body(
        catalogue, text("Avant"), Intertitle(text_of("Titre"), HERE, 1), text("Dedans", 1),
        ListItem(text_of("un"), HERE, text_of("-"), boxed=1), text("Après"),
    )  # fmt: skip
    assert [block.role for block in (before, title, within, item, after)] == [
        "body first opening", "intertitle inside", "body first inside", "body item inside", "body closes",
    ]  # fmt: skip
    assert within.measure == pytest.approx(before.measure - 16.0)
    assert after.text == "Après\u00a0■"
    assert [block.box and block.box.number for block in (before, title, within, item, after)] == [None, 1, 1, 1, None]
    assert title.box == Boxed(1, first=True, whole=True, left=1.0, right=2.0)


def test_the_end_mark_stands_before_a_box_that_ends_the_article(catalogue: Catalogue) -> None:
    before, within = body(catalogue, text("Avant"), text("Dedans", 1))
    assert (before.text, within.text) == ("Avant\u00a0■", "Dedans")
    assert body(catalogue, text("Dedans", 1))[0].text == "Dedans\u00a0■"


def test_an_article_begins_behind_a_box_that_opens_it(catalogue: Catalogue) -> None:
    within, after = body(catalogue, text("Dedans", 1), text("Après"))
    assert (within.role, after.role) == ("body first inside", "body first opening closes")


def test_a_box_stays_whole_up_to_its_share_of_a_column(catalogue: Catalogue) -> None:
    blocks = [replace(each, box=Boxed(1)) for each in body(catalogue, text("Un"), text("deux"), text("trois"))]
    high = sum(block.style.leading for block in blocks)
    for column, whole in ((high / LARGEST + 1, True), (high / LARGEST - 1, False)):
        assert {block.box and block.box.whole for block in kept(blocks, column)} == {whole}
