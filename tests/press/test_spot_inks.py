"""A publication's spot ink, from its press profile and the layout's stylesheet to a plate of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from mise_en_page.model.problem import Refused, Span
from mise_en_page.pipeline.build import build
from mise_en_page.preflight import judge
from mise_en_page.reading import press_profile
from sample_issue import one_page

RED = "PANTONE 032 C"


@pytest.fixture
def publication(tmp_path: Path) -> Path:
    root = one_page(tmp_path / "publication")
    style = root / "layouts" / "breves" / "style.css"
    text = style.read_text(encoding="utf-8")
    style.write_text(f'{text}\n.title, .section-name {{ color: spot("{RED}") !important }}\n', encoding="utf-8")
    (root / "press").mkdir()
    (root / "press" / "maison.yaml").write_text(f"extends: fogra39\nspots: {{{RED}: [0, .9, .76, 0]}}\n", "utf-8")
    return root


def test_titles_print_on_the_inks_own_plate(publication: Path) -> None:
    profile = press_profile.named("maison", publication)
    built = build(publication / "issues" / "2018-05", profile)
    assert built.problems == ()
    (ink,) = built.files[0].inks
    coverage = dict(ink.coverage)
    assert list(coverage) == ["Cyan", "Magenta", "Yellow", "Black", RED]
    assert 0.3 < coverage[RED] < 5
    plain = dict(build(publication / "issues" / "2018-05", profile).files[0].inks[0].coverage)
    assert plain == coverage
    # the printer who ordered four inks is told of the fifth
    assert [one.code for one in judge.preflight(built.pdf, press_profile.shipped())] == ["spot-inks"]


def test_an_ink_that_the_profile_does_not_name_is_told_with_its_line(publication: Path) -> None:
    with pytest.raises(Refused) as refusal:
        build(publication / "issues" / "2018-05", press_profile.shipped())
    (problem,) = [one for one in refusal.value.problems if one.severity == "error"]
    style = (publication / "layouts" / "breves" / "style.css").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(style, 1) if RED in text)
    assert problem.code == "spot-ink"
    assert problem.where == Span("layouts/breves/style.css", line, style[line - 1].index("spot(") + 1, len(RED) + 8)
    assert RED in problem.hint
