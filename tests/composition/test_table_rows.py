"""Small tables: columns as wide as what stands in them, figures aligned on their comma."""

from __future__ import annotations

import pytest
from composing import by_patterns, justified, text_of
from dump import line_text

from mise_en_page.composition import Catalogue, SetBlock, Styles
from mise_en_page.composition.compose import compose_article
from mise_en_page.model.issue import Article, Paragraph, Source, Table
from mise_en_page.model.layout import Grid, Slot
from mise_en_page.model.problem import Span

HERE = Span("articles/a.md", 4, 1)
GRID = Grid(width=595, height=842, bleed=9, inner=40, outer=30, units=12, gutter=12, leading=11)
SLOT = Slot("lead", unit=0, units=6, top=0, foot=60, columns=1)
ROLES = ("title", "body", "body first", "body first opening", "body row", "body row header")
STYLES = Styles(
    {("lead", role + end): justified(indent=9.0) for role in ROLES for end in ("", " opens", " closes", " opens closes")}
)


def blocks(catalogue: Catalogue, typed: str, *alignment: str, slot: Slot = SLOT) -> tuple[SetBlock, ...]:
    """The rows of a table: a row a line, its cells parted by strokes, the first its head."""
    rows = tuple(tuple(text_of(cell.strip()) for cell in row.split("|")) for row in typed.splitlines())
    table = Table(rows, True, alignment or ("",) * len(rows[0]), HERE)  # type: ignore[arg-type]
    body = (Paragraph(text_of("Résultats :"), HERE), table)
    article = Article("a", Source("articles/a.md"), text_of("Un titre"), body=body)
    return compose_article(article, slot, GRID, STYLES, catalogue, by_patterns).body[2:]


def stands(block: SetBlock, at: int) -> float:
    """Where the glyph of a character of a row begins, in pt from the column's left edge."""
    seen = 0
    for run in block.lines[0].runs:
        x = run.x
        for text, advance in zip(run.texts, run.advances, strict=True):
            if seen == at:
                return x
            seen, x = seen + len(text), x + advance
        if seen == at and run is block.lines[0].runs[-1]:
            return x
    raise AssertionError(at)


def test_a_row_is_one_line_that_reads_from_left_to_right(catalogue: Catalogue) -> None:
    row = blocks(catalogue, "Ville | Voix\nBrest | 38,5 %\nMetz | 1\u00a0200")
    assert [block.role for block in row] == ["body row header", "body row", "body row closes"]
    assert [line_text(block.lines[0]) for block in row] == ["Ville Voix", "Brest 38,5 %", "Metz 1\u00a0200"]
    assert [len(block.settings) for block in row] == [1, 1, 1]
    assert row[0].lines[0].x == 0.0  # no indent


def test_figures_are_aligned_on_their_comma(catalogue: Catalogue) -> None:
    _, one, two, three = blocks(catalogue, "Ville | Voix\nBrest | 38,5\nMetz | 1200,25\nDijon | 7")
    comma = stands(one, one.text.index(","))
    assert stands(two, two.text.index(",")) == pytest.approx(comma)
    assert stands(three, len(three.text)) == pytest.approx(comma)


def test_words_stand_left_and_the_last_column_ends_at_the_measure(catalogue: Catalogue) -> None:
    head, one, two = blocks(catalogue, "Ville | Salle\nBrest | Arena\nMetz | Aux Trinitaires")
    assert stands(one, 6) == pytest.approx(stands(two, 5)) == pytest.approx(stands(head, 6))
    line = two.lines[0]
    assert line.x + line.width == pytest.approx(two.measure)


def test_a_column_stands_as_it_is_asked_to(catalogue: Catalogue) -> None:
    _, one, two = blocks(catalogue, "Ville | Salle\nBrest | Arena\nMetz | Aux Trinitaires", "", "right")
    ends = [block.lines[0].x + block.lines[0].width for block in (one, two)]
    assert ends[0] == pytest.approx(ends[1])


def test_a_small_table_stays_in_one_column_with_what_brings_it_in(catalogue: Catalogue) -> None:
    row = blocks(catalogue, "Ville | Voix\nBrest | 38\nMetz | 36")
    assert [block.keep_next for block in row] == [1, 1, 0]
    assert not any(block.breakable for block in row)


def test_a_table_too_wide_for_its_column_is_one_error_at_its_place(catalogue: Catalogue) -> None:
    narrow = Slot("lead", unit=0, units=2, top=0, foot=60, columns=1)
    row = blocks(catalogue, "Ville | Salle | Date\nBrest-sur-Mer | Grande Arena | 12 novembre\nMetz | b | c", slot=narrow)
    told = [problem for block in row for problem in block.problems]
    assert [(problem.code, problem.severity, problem.where) for problem in told] == [("table-too-wide", "error", HERE)]
