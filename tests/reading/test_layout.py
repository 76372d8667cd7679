"""layout.yaml into a Layout: millimetres into points, lines into slots."""

from __future__ import annotations

from pathlib import Path

import pytest

from mise_en_page.model.layout import PictureSlot
from mise_en_page.model.problem import Refused, Span
from mise_en_page.reading import Read, read_issue


def test_lengths_are_points_and_slots_are_lines(issue: Path) -> None:
    layout = read_issue(issue).layouts["breves"]
    assert layout.folder == "layouts/breves"
    assert layout.grid.width == pytest.approx(595.276, abs=0.001)
    assert layout.grid.bleed == pytest.approx(14.173, abs=0.001)
    assert (layout.grid.units, layout.grid.leading) == (12, 11.5)
    lead, rail, figure = layout.slots
    assert (lead.name, lead.unit, lead.units, lead.top, lead.foot) == ("lead", 0, 8, 5, 70)
    assert (lead.head, lead.columns, lead.least, lead.most) == (("kicker", "title", "chapo"), 2, 1, 1)
    assert lead.picture == PictureSlot(12, 22, ("top", "inner"))
    assert (rail.least, rail.most, rail.spread) == (1, 9, 2)
    assert (figure.takes, figure.optional, figure.gives_to) == ("figure", True, "rail")
    assert "font-size" in layout.stylesheet
    assert "page.folio" in layout.template


@pytest.mark.parametrize(
    ("written", "points"), [("10mm", 28.3465), ("1cm", 28.3465), ("1in", 72), ("2 pc", 24), ("4,5 mm", 12.7559)]
)
def test_units_of_length(issue: Path, written: str, points: float) -> None:
    path = issue.parent.parent / "layouts/breves/layout.yaml"
    path.write_text(path.read_text().replace("inner: 15mm", f'inner: "{written}"'))
    assert read_issue(issue).layouts["breves"].grid.inner == pytest.approx(points, abs=0.001)


@pytest.mark.parametrize("name", ["1er", "é", "a b", "a{}", "-a", "a" * 80, '"a;b"'])
def test_a_slot_has_a_name_that_css_can_say(issue: Path, name: str) -> None:
    path = issue.parent.parent / "layouts/breves/layout.yaml"
    path.write_text(path.read_text().replace("  figure:\n", f"  {name}:\n"))
    with pytest.raises(Refused) as caught:
        read_issue(issue)
    assert [problem.code for problem in caught.value.problems] == ["bad-value"]
    assert "cannot be a name" in caught.value.problems[0].message


SPREAD = """
slots:
  lead:
    page: left
    unit: 4
    units: 8
    lines: 20-70
    columns: 2
    across: {head: [kicker, title], lines: 7-16}
  rail:
    page: left
    unit: 0
    units: 4
    lines: 20-70
    articles: 1-12
    continues: [{page: right, unit: 0, units: 8, columns: 2, lines: 20-70}]
"""


def spread(issue: Path, *changes: tuple[str, str], folio: int = 8) -> list[tuple[str, str]]:
    """What is told of a spread in which something was changed: code and message."""
    path = issue.parent.parent / "layouts/breves/layout.yaml"
    text = "pages: 2\n" + path.read_text().partition("slots:")[0] + SPREAD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text)
    written = issue / "issue.yaml"
    written.write_text(written.read_text().replace("folio: 7", f"folio: {folio}"))
    try:
        return [(problem.code, problem.message) for problem in read_issue(issue).problems]
    except Refused as refused:
        return [(problem.code, problem.message) for problem in refused.problems]


def test_a_spread_is_two_pages(issue: Path) -> None:
    assert spread(issue) == []
    read = read_issue(issue)
    first, second = read.issue.pages[:2]
    assert [(page.folio, page.part, bool(page.articles)) for page in (first, second)] == [(8, 0, True), (9, 1, False)]
    assert read.issue.placements(1) == read.issue.placements(0) == first.articles
    lead, rail = read.layouts["breves"].slots
    assert lead.across is not None
    assert lead.across.roles == ("kicker", "title")
    assert [(stretch.page, stretch.columns) for stretch in rail.stretches] == [(0, 1), (1, 2)]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("pages: 2", "pages: 1", "stands on a right page, and this layout has one page"),
        ("units: 8, columns: 2", "units: 8, columns: 1", "are not as wide as those before"),
        ("units: 8, columns: 2", "units: 20, columns: 5", "ends at unit 20, and the grid has 12"),
        ("columns: 2, lines: 20-70", "columns: 2, lines: 20-90", "ends at line 90, and the page has 73"),
        ("columns: 2\n", "columns: 2\n    articles: 2\n", "stands across a spread, so that it takes one article"),
        ("columns: 2\n", "columns: 2\n    head: [title]\n", "has its title in its head as well"),
        ("lines: 7-16", "lines: 7-99", "what stands across has no lines 7-99"),
        ("page: right", "page: middle", "page"),
        ("    page: left\n    unit: 0", "    unit: 0", "the slot rail does not say on which page of the spread it stands"),
        ("page: right", "page: left", "the slot rail lies over the slot lead"),
    ],
)
def test_a_spread_that_cannot_be(issue: Path, old: str, new: str, message: str) -> None:
    assert any(message in told for _, told in spread(issue, (old, new)))


def test_a_column_is_at_least_a_leading_wide(issue: Path) -> None:
    told = spread(issue, ("units: 12, gutter: 4.5mm", "units: 48, gutter: 3.5mm"), ("columns: 2\n", "columns: 8\n"))
    assert ("bad-layout", "the columns of the slot lead are 1.033 pt wide, less than a leading") in told


def test_a_spread_begins_on_the_left(issue: Path) -> None:
    told = spread(issue, folio=7)
    assert told == [("spread-folio", "the layout breves is a spread, and folio 7 is a right-hand page")]


def test_a_spread_takes_two_folios(issue: Path) -> None:
    path = issue / "issue.yaml"
    other = "\n  - {layout: breves, folio: 9, articles: [second]}\n"
    path.write_text(path.read_text().rstrip("\n") + other)
    (issue / "articles/second.md").write_text("---\ntitle: Second\n---\nTexte.\n")
    assert ("duplicate-folio", "folio 9 is that of page 1 of this file already") in spread(issue)


RAIL = "    articles: 1-9\n    spread: 2\n"


def with_rail(issue: Path, more: str) -> Read:
    path = issue.parent.parent / "layouts/breves/layout.yaml"
    (path.parent / "tail.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>')
    path.write_text(path.read_text().replace(RAIL, RAIL + more))
    return read_issue(issue)


def test_a_slot_may_leave_the_grid(issue: Path) -> None:
    slots = with_rail(issue, "    off_grid: true\n").layouts["breves"].slots
    assert [slot.off_grid for slot in slots] == [False, True, False]


def test_a_tailpiece_that_could_be_too_high_is_told_at_its_lines(issue: Path) -> None:
    made = with_rail(issue, "    tailpiece: {file: tail.svg, lines: 5-30}\n")
    (told,) = [problem for problem in made.problems if problem.code == "tailpiece-high"]
    assert told.severity == "warning"
    assert told.message == "the tailpiece of the slot rail may have 30 lines, and takes 8 at most"
    assert isinstance(told.where, Span)
    assert (told.where.line, told.where.column) == (18, 40)


def test_a_tailpiece_of_eight_lines_is_not_told(issue: Path) -> None:
    made = with_rail(issue, "    tailpiece: {file: tail.svg, lines: 5-8}\n")
    assert [problem.code for problem in made.problems if problem.code == "tailpiece-high"] == []
