"""layout.yaml into a Layout: millimetres into points, lines into slots."""

from __future__ import annotations

from pathlib import Path

import pytest

from mise_en_page.layout import PictureSlot
from mise_en_page.problem import Refused
from mise_en_page.reading import read_issue


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
