"""The road: its table holds together, and what drives pages along it does each thing once."""

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from mise_en_page import reading
from mise_en_page.model.memo import Keep
from mise_en_page.pipeline import stages
from mise_en_page.pipeline.stages import HEADINGS, ROAD, Road
from mise_en_page.reading import press_profile
from tests.sample_issue import one_page

PROFILE = press_profile.shipped("fogra39")
#: What a place is given when it begins.
GIVEN = {
    "folder",
    "profile",
    "cache",
    "styles-cache",
    "ask",
    "keep",
    "written",
    "layout",
    "place",
    "number",
    "arts",
    "job",
    "sheets",
    "found",
}
#: From the widest place to the narrowest: a stage finds what it needs at its own place or at a wider one.
SCOPES = ("issue", "layout", "unit", "page")


def test_every_stage_needs_what_was_given_before_it_at_a_place_as_wide() -> None:
    known: dict[str, str] = {}
    for stage in ROAD:
        for need in stage.needs.split():
            name = need.strip("~*")
            assert name in known or name in GIVEN, f"{stage.name}: {name}"
            if name in known and not need.endswith("*") and {stage.scope, known[name]} <= set(SCOPES):
                assert SCOPES.index(known[name]) <= SCOPES.index(stage.scope), f"{stage.name}: {name}"
        assert not known.keys() & stage.gives.split(), f"{stage.name} gives what is there"
        known |= dict.fromkeys(stage.gives.split(), stage.scope)
        assert not stage.instead_of or stage.instead_of in known
    assert len({stage.name for stage in ROAD}) == len(ROAD)
    assert HEADINGS == ("reading", "fonts", "typography", "cascade", "assign", "set", "pictures", "draw", "ink", "file")


def test_the_road_is_printed() -> None:
    done = subprocess.run([sys.executable, "-m", "mise_en_page.pipeline"], capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert [line.split("  ")[0] for line in lines[1:]] == [stage.name for stage in ROAD]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return one_page(tmp_path) / "issues" / "2018-05"


def done_in(road: Road, wanted: str, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each stage was made anew on the way there."""
    times: Counter[str] = Counter()
    made = stages.tried

    def counted(stage: stages.Stage, *arguments: Any) -> Any:
        times[stage.name] += 1
        return made(stage, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(stages, "tried", counted)
        for unit in road.units:
            road.to(wanted, unit)
    return times


def test_each_stage_is_done_once_and_no_further_than_wanted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    road = Road(folder=folder, profile=PROFILE)
    times = done_in(road, "pagination", monkeypatch)
    assert set(times.values()) == {1}
    assert "filling" not in times
    times = done_in(road, "ground", monkeypatch)
    assert times["ground"] == 1
    assert not times.keys() & {"typography", "composition", "pagination", "lines"}


def test_a_memo_keeps_what_does_not_depend_on_the_change(folder: Path) -> None:
    keep, read = Keep(), reading.read_issue(folder)
    before = Road(keep, read=read, profile=PROFILE).page(0, "ground")
    article = folder / "articles" / "gare.md"
    article.write_text(article.read_text(encoding="utf-8").replace("petite gare", "petite gara"), encoding="utf-8")
    again = reading.reread(read, [article.relative_to(read.root).as_posix()])
    after = Road(keep, read=again, profile=PROFILE).page(0, "ground")
    assert after.value("makeup") is not before.value("makeup")
    assert after.value("ground") is before.value("ground"), "no box has moved"


def test_what_cannot_be_made_hides_nothing_that_can_be_known_without_it(folder: Path) -> None:
    layout = folder.parents[1] / "layouts/breves"
    with (layout / "style.css").open("a", encoding="utf-8") as style:
        style.write("\n.tab { color: #f00 }\n")
    template = layout / "page.html.j2"
    template.write_text(template.read_text(encoding="utf-8") + "<iframe></iframe>", encoding="utf-8")
    road = Road(folder=folder, profile=PROFILE)
    page = road.page(0, "ink")
    assert not page.value("ground")
    assert not page.value("art")
    assert page.value("filled"), "it is set all the same"
    told = [(HEADINGS[at], problem.code) for at, problem in road.told(0) if problem.severity == "error"]
    assert told == [("cascade", "colour"), ("draw", "template-elements")]
