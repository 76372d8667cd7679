"""Styles that were read once are there for the next process; nothing else comes out of the folder."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from mise_en_page import rendering
from mise_en_page.model.layout import Layout
from mise_en_page.pipeline.build_cache import Entries
from mise_en_page.pipeline.stages import Road
from mise_en_page.pipeline.styles_cache import StylesCache
from mise_en_page.rendering.cascade import MarksInUse
from sample_issue import one_page


@pytest.fixture
def road(tmp_path: Path) -> Road:
    return Road(folder=one_page(tmp_path / "publication") / "issues/2018-05")


def given(road: Road) -> tuple[Layout, MarksInUse, Path]:
    (layout,) = road.read.layouts.values()
    return layout, rendering.likely_marks(road.read.issue), road.read.root


def test_what_was_read_once_is_the_same_when_it_comes_from_the_folder(
    road: Road, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout, marks, root = given(road)
    first = StylesCache(tmp_path / "styles").styles(layout, marks, root)
    assert first[0].by_role
    monkeypatch.setattr(rendering, "styles", None)  # no one else is asked
    assert StylesCache(tmp_path / "styles").styles(layout, marks, root) == first


def test_another_rule_is_another_entry(road: Road, tmp_path: Path) -> None:
    layout, marks, root = given(road)
    cache = StylesCache(tmp_path / "styles")
    cache.styles(layout, marks, root)
    more = replace(layout, stylesheet=layout.stylesheet + "\n.lead .title { font-size: 31pt }")
    made, problems = cache.styles(more, marks, root)
    assert problems == ()
    assert made.role("lead", "title").block.text.size == pytest.approx(31)
    assert len(list((tmp_path / "styles").iterdir())) == 2


@pytest.mark.parametrize(
    "rule",
    [".lead .title { background: url(papier.png) }", ".lead .title { text-indent: 3ch }", ".lead .titel { color: red }"],
)
def test_what_looks_at_files_or_faces_or_has_something_to_tell_is_not_kept(rule: str, road: Road, tmp_path: Path) -> None:
    layout, marks, root = given(road)
    StylesCache(tmp_path / "styles").styles(replace(layout, stylesheet=layout.stylesheet + rule), marks, root)
    assert not (tmp_path / "styles").exists()


def test_an_entry_that_holds_something_else_is_made_anew(
    road: Road, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout, marks, root = given(road)
    cache = StylesCache(tmp_path / "styles")
    first = cache.styles(layout, marks, root)
    (entry,) = (tmp_path / "styles").iterdir()
    asked = []

    def made(*arguments: object) -> object:
        asked.append(arguments)
        return first

    monkeypatch.setattr(rendering, "styles", made)  # what it makes is known; that it is asked is what counts
    strange = (pickle.dumps(Path("/etc/passwd")), pickle.dumps(("no", "styles")), b"\x80\x05broken")
    for number, entered in enumerate(strange, 1):
        Entries.write(cache, entry.stem, entered)
        assert cache.styles(layout, marks, root) == first
        assert asked == [(layout, marks, root)] * number
