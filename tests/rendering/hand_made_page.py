"""A page made by hand: one block, set by the composer and placed, through a layout of a few lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from mise_en_page import rendering
from mise_en_page.composition import Catalogue, SetBlock
from mise_en_page.composition.galley import Styles
from mise_en_page.model.issue import Article, Issue, Page, Paragraph, Placement, Publication, Source, Text
from mise_en_page.model.layout import Grid, Layout, Slot
from mise_en_page.model.problem import Span, has_errors
from mise_en_page.pagination.makeup import Frame, MadeUpPage, Placed
from mise_en_page.press import finishing
from tests.composition.composing import compose_block

ROOT = Path(__file__).resolve().parents[2]
GRID = Grid(width=300, height=200, bleed=15, inner=40, outer=40, units=4, gutter=10, leading=11.5)
SLOT = Slot("lead", 0, 4, 2, 16)
CSS = """
.body { font: 9pt/11.5pt "Source Serif 4 SmText"; text-align: justify; hyphens: auto;
        --tracking: 1.2%; --scaling: 2%; --hang: 100%; color: device-cmyk(0 0 0 1) }
strong { font-weight: 600 }
sup { font-feature-settings: "sups"; font-size: 1em; vertical-align: baseline }
"""
TEMPLATE = """{% for block in page.blocks %}<div class="{{ block.slot }}">
<div class="placed {{ block.role }}" style="{{ block|box }}"></div>
<img class="lines" src="{{ block.lines }}" style="{{ block.painted|box }}"></div>{% endfor %}"""


def flat(characters: str) -> Text:
    return Text(characters, tuple(range(len(characters))))


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.read(ROOT / "fonts")


def layout(css: str = CSS, template: str = TEMPLATE) -> Layout:
    return Layout("try", "layouts/try", GRID, (SLOT,), template, css)


def issue(text: Text) -> Issue:
    span = Span("articles/a.md")
    article = Article("a", Source("articles/a.md"), flat("Titre"), body=(Paragraph(text, span),))
    page = Page("try", 3, flat("Les Brèves"), (Placement(article),), Span("issue.yaml"))
    return Issue("essai", Publication("Essai"), "1", "2018-05-04", flat(""), (page,), Source("issue.yaml"))


@dataclass(frozen=True)
class Rendered:
    """The page as it was drawn, its lines in it, in no printer's inks."""

    pdf: bytes


Rendering = tuple[Rendered, SetBlock, Placed]


@pytest.fixture(scope="session")
def render_text(catalogue: Catalogue) -> Callable[..., Rendering]:
    """Set a text as the role ``body`` on a measure of 150 pt and render it on a page of its own."""

    def render(
        text: Text, hyphenate: Callable[[str], tuple[int, ...]] = lambda _word: (), css: str = CSS, template: str = TEMPLATE
    ) -> Rendering:
        whole, made = layout(css, template), issue(text)
        styles, problems = rendering.styles(whole, rendering.marks_in_use(made), ROOT)
        assert not has_errors(problems)
        assert isinstance(styles, Styles)
        block = compose_block(
            text, "body", styles.role("lead", "body"), 150.0, catalogue, Span("articles/a.md"), hyphenate,
        )  # fmt: skip
        baselines = tuple(23 + block.first_baseline + 11.5 * n for n in range(len(block.lines)))
        placed = Placed(block, 40.0, 23.0, 150.0, 11.5 * len(block.lines), block.lines, baselines)
        frame = Frame("lead", 0, 40.0, 23.0, 150.0, 160.0, (placed,))
        page = MadeUpPage(3, "try", False, (frame,), (), (), ())
        drawn = rendering.Pages(ROOT, catalogue).draw(made.pages[0], page, whole, made, {})
        return Rendered(finishing.plain([drawn], catalogue)), block, placed

    return render
