"""Pull quotes in a slot of their own: across the columns, or in the margin; taken out of the text, never lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mise_en_page.model.problem import Refused
from mise_en_page.pagination.makeup import Frame
from mise_en_page.pipeline.build import Set, set_issue
from mise_en_page.pipeline.stages import Road

HOUSE = Path(__file__).parents[2]
LAYOUT = """\
stylesheets: [../commun/base.css]
format: {width: 210mm, height: 297mm, bleed: 5mm}
margins: {inner: 15mm, outer: 13mm}
grid: {units: 12, gutter: 4.5mm, leading: 11.5pt}
slots:
  lead:
    articles: 1
    head: [kicker, title, chapo]
    columns: 2
    picture: {lines: 5-36, ideal: 15, bleed: [top, inner]}
    tailpiece: {file: tailpiece.svg, lines: 5-8}
    drops: [pull-quote]
LEAD
  rail: {unit: 8, inset: true, units: 4, lines: 14..17-56, articles: 1-9, spread: 2, off_grid: true, gives_to: lead}
  figure: {takes: figure, unit: 8, units: 4, lines: 57-70, optional: true, gives_to: rail}
SLOT"""
LEAD = "    unit: 0\n    units: 8\n    lines: 5-70\n"
ACROSS = """
  band:
    takes: quote
    unit: 0
    units: 8
    lines: 62-70
    optional: true
    gives_to: lead
"""
MARGIN = """
  margin:
    takes: quote
    unit: 0
    units: 2
    lines: 40-60
    optional: true
"""


def variant(root: Path, lead: str, slot: str, css: str = "") -> Path:
    """The sample issue in a simpler « breves », with its own place for the lead, and a slot for its quotes."""
    for folder in ("layouts", "fonts", "issues/2018-05"):
        shutil.copytree(HOUSE / folder, root / folder)
    (root / "layouts/breves/layout.yaml").write_text(LAYOUT.replace("LEAD\n", lead).replace("SLOT", slot))
    with (root / "layouts/breves/style.css").open("a") as style:
        style.write(css)
    return root / "issues/2018-05"


@pytest.fixture(scope="module")
def across(tmp_path_factory: pytest.TempPathFactory) -> Set:
    lead = LEAD.replace("5-70", "5-61") + "    quotes: band\n"
    return set_issue(Road(folder=variant(tmp_path_factory.mktemp("across"), lead, ACROSS)))


@pytest.fixture(scope="module")
def margin(tmp_path_factory: pytest.TempPathFactory) -> Set:
    lead = LEAD.replace("unit: 0", "unit: 2").replace("units: 8", "units: 6") + "    quotes: margin\n"
    css = ".margin .pull-quote { font-size: 13pt; line-height: calc(1.25 * var(--leading)) }\n"
    return set_issue(Road(folder=variant(tmp_path_factory.mktemp("margin"), lead, MARGIN, css)))


def frames(made: Set, page: int, slot: str) -> list[Frame]:
    return [frame for frame in made.makeup.pages[page].frames if frame.slot == slot]


def roles(found: list[Frame]) -> list[str]:
    return [placed.block.role.split()[0] for frame in found for placed in frame.placed]


@pytest.mark.parametrize(("name", "slot"), [("across", "band"), ("margin", "margin")])
def test_the_quote_stands_in_its_slot_and_no_longer_in_the_text(
    name: str, slot: str, request: pytest.FixtureRequest
) -> None:
    made: Set = request.getfixturevalue(name)
    assert roles(frames(made, 0, slot)) == ["pull-quote", "attribution"]
    assert roles(frames(made, 1, slot)) == ["pull-quote"]
    for page in (0, 1):
        assert "pull-quote" not in roles(frames(made, page, "lead"))


def test_across_it_is_as_wide_as_the_columns_together(across: Set) -> None:
    (band,) = frames(across, 1, "band")
    lead = [frame for frame in frames(across, 1, "lead") if frame.column >= 0]
    assert band.x == pytest.approx(lead[0].x)
    assert band.width == pytest.approx(lead[-1].x + lead[-1].width - lead[0].x)
    assert all(frame.y + frame.height <= band.y for frame in lead)


def test_the_paragraph_that_followed_it_follows_text(across: Set) -> None:
    body = [placed.block for frame in frames(across, 1, "lead") for placed in frame.placed if placed.first]
    after = next(block for block in body if block.text.startswith("Second résultat"))
    assert after.role.split() == ["body"]


def test_the_picture_stays_with_the_lead(across: Set, margin: Set) -> None:
    for made in (across, margin):
        assert "picture-without-place" not in [problem.code for problem in made.problems]
        assert len(made.makeup.pages[1].pictures) == 1


def test_a_slot_without_quotes_gives_its_lines_back(tmp_path: Path) -> None:
    issue = variant(tmp_path, LEAD.replace("5-70", "5-61") + "    quotes: band\n", ACROSS)
    for path in (issue / "articles").glob("*.md"):
        text = path.read_text()
        path.write_text("\n".join(line for line in text.split("\n") if not line.startswith(">")))
    made = set_issue(Road(folder=issue))
    assert frames(made, 1, "band") == []
    grid = made.layouts["breves"].grid
    assert max(frame.y + frame.height for frame in frames(made, 1, "lead")) == pytest.approx(70 * grid.leading)


def test_a_slot_that_takes_no_quotes_is_told(tmp_path: Path) -> None:
    issue = variant(tmp_path, LEAD + "    quotes: rail\n", "")
    with pytest.raises(Refused, match="is no slot of this layout that takes quotes"):
        set_issue(Road(folder=issue))
