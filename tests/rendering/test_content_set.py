"""``content`` of ::before and ::after, and counters, from the stylesheet to the lines: what is set, what is drawn."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest

from mise_en_page import rendering
from mise_en_page.composition import Catalogue
from mise_en_page.composition.compose import compose_article
from mise_en_page.composition.galley import Styles
from mise_en_page.model.issue import Article, Intertitle, ListItem, Paragraph, Part, Source, Text
from mise_en_page.model.problem import Span
from tests.rendering.hand_made_page import CSS, GRID, ROOT, SLOT, Rendering, flat, issue, layout

SPAN = Span("articles/a.md")
QUESTIONS = Article(
    "a", Source("articles/a.md"), flat("Titre"),
    body=(
        Intertitle(flat("Pourquoi ?"), SPAN), Paragraph(flat("Parce que."), SPAN),
        Intertitle(flat("Comment ?"), SPAN), Paragraph(flat("Ainsi."), SPAN),
    ),
)  # fmt: skip
NUMBERED = (
    ".intertitle { counter-increment: question } .intertitle::before { content: counter(question, upper-roman) '. ' } "
)


def styled(css: str, article: Article = QUESTIONS) -> Styles:
    made = issue(Text())
    page = made.pages[0]
    placed = replace(page, articles=(replace(page.articles[0], article=article),))
    styles, problems = rendering.styles(layout(CSS + css), rendering.marks_in_use(replace(made, pages=(placed,))), ROOT)
    assert problems == ()
    return styles


def texts(css: str, catalogue: Catalogue, article: Article = QUESTIONS, share: Part | None = None) -> list[str]:
    made = compose_article(article, SLOT, GRID, styled(css, article), catalogue, share=share)
    return [block.text for block in (*made.head, *made.body)]


def test_intertitles_are_numbered_in_the_order_in_which_they_are_read(catalogue: Catalogue) -> None:
    assert texts(NUMBERED, catalogue) == ["Titre", "I. Pourquoi ?", "Parce que.", "II. Comment ?", "Ainsi."]


def test_a_counter_goes_on_where_the_article_does(catalogue: Catalogue) -> None:
    """On its second page an article does not begin to count anew."""
    share = Part(start=(2, 0), before="Suite de la page 14")
    assert "II. Comment ?" in texts(NUMBERED, catalogue, share=share)


def test_what_is_added_has_a_look_of_its_own(catalogue: Catalogue) -> None:
    css = ".body.closes::after { content: ' ◆'; color: device-cmyk(0 1 1 0) }"
    made = compose_article(QUESTIONS, SLOT, GRID, styled(css), catalogue)
    runs = made.body[-1].lines[-1].runs
    assert [("".join(run.texts).strip(), run.style.colour) for run in runs] == [
        ("Ainsi.", (0.0, 0.0, 0.0, 1.0)), ("◆", (0.0, 1.0, 1.0, 0.0)),
    ]  # fmt: skip


def test_an_item_counts_behind_its_sign(catalogue: Catalogue) -> None:
    items = tuple(ListItem(flat(name), SPAN, flat("–")) for name in ("Farine", "Eau"))
    css = ".item { counter-increment: n } .item::before { content: counter(n) '\\a0' }"
    found = texts(css, catalogue, replace(QUESTIONS, body=items))[1:]
    assert found == ["–\u00a01\u00a0Farine", "–\u00a02\u00a0Eau"]


def drawn(pdf: bytes) -> list[str]:
    """The strings that a page shows."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        shown = pikepdf.parse_content_stream(document.pages[0])
        return [str(one.operands[0]) for one in shown if str(one.operator) in ("Tj", "TJ")]


@pytest.mark.parametrize(
    "rules", ["position: absolute; content: 'x'", "float: left; content: 'x'", "display: block; content: ''"]
)
def test_what_stands_out_of_the_text_is_drawn_with_the_box(rules: str, catalogue: Catalogue) -> None:
    assert texts(f".intertitle::before {{ {rules} }}", catalogue)[1] == "Pourquoi ?"


def test_what_is_set_in_the_text_is_not_drawn_again(render_text: Callable[..., Rendering]) -> None:
    plain, added = (render_text(flat("Un texte"), css=CSS + css) for css in ("", ".body::before { content: 'Zut' }"))
    assert added[1].style.before is not None
    assert drawn(added[0].pdf) == drawn(plain[0].pdf), "the composer adds it where it sets an article"
