"""``plan`` on real matter: what is taken is what a build makes, issue.yaml keeps all else, and pictures are drawn."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from mise_en_page.cli.commands import commands
from mise_en_page.pipeline.build import set_issue
from mise_en_page.pipeline.stages import Road
from sample_issue import one_page

ISSUE = "issues/2018-05"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, list(arguments))


#: Few looks, so that styles are soon read: the shipped layout has a hundred.
LAYOUT = """\
stylesheets: [../commun/base.css]
format: {width: 210mm, height: 297mm, bleed: 5mm}
margins: {inner: 15mm, outer: 13mm}
grid: {units: 12, gutter: 4.5mm, leading: 11.5pt}
masters:
  main:
    slots: &slots
      lead:
        unit: 0
        units: 8
        lines: 5-70
        head: [kicker, title, chapo]
        columns: 2
        picture: {lines: 5-36, ideal: 15, bleed: [top, inner]}
        drops: [pull-quote]
        sizes: {small: 30}
      rail: {unit: 8, units: 4, lines: 14..17-56, articles: 1-18, spread: 2, off_grid: true}
      figure: {unit: 8, units: 4, lines: 57-70, takes: figure, optional: true, gives_to: rail}
  plain: {price: 30, slots: *slots}
"""


@pytest.fixture
def publication(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = one_page(tmp_path / "publication")
    (root / "layouts" / "breves" / "layout.yaml").write_text(LAYOUT, encoding="utf-8")
    monkeypatch.chdir(root)
    return root


def ways() -> list[dict[str, Any]]:
    (page,) = json.loads(run("plan", ISSUE, "--json").stdout)["pages"]
    assert page["folio"] == 15
    found: list[dict[str, Any]] = page["ways"]
    return found


def made(root: Path) -> set[tuple[str, str]]:
    """Who stands in which slot of the page as it is set."""
    (makeup,) = set_issue(Road(folder=root / ISSUE)).makeup.pages
    return {(fit.slot, fit.article) for fit in makeup.fits}


@pytest.mark.parametrize("number", [2, 3])
def test_what_is_taken_is_the_way_from_then_on(publication: Path, number: int) -> None:
    way = ways()[number - 1]
    assert sum(way["parts"].values()) == pytest.approx(way["price"], abs=0.5)
    assert run("plan", ISSUE, "15", "--take", str(number)).exit_code == 0
    first, *_ = ways()
    for name in ("master", "slots", "full"):
        assert first[name] == way[name]
    stands = {(slot["slot"], name) for slot in way["slots"] for name in slot["articles"]}
    assert made(publication) >= stands
    # and where a text changes later
    article = publication / ISSUE / "articles" / f"{way['slots'][0]['articles'][-1]}.md"
    with article.open("a", encoding="utf-8") as text:
        text.write("\nLe bac passe encore, et il passera demain, malgré la crue et malgré le vent.\n")
    after, *_ = ways()
    for name in ("slot", "shape", "size"):
        assert [slot[name] for slot in after["slots"]] == [slot[name] for slot in way["slots"]]
    assert {(slot["slot"], name) for slot in after["slots"] for name in slot["articles"]} == stands


def test_what_is_not_there_is_refused_and_nothing_written(publication: Path) -> None:
    typed = (publication / ISSUE / "issue.yaml").read_bytes()
    assert "[no-such-way]" in run("plan", ISSUE, "15", "--take", "9").stderr
    assert "[no-such-folio]" in run("plan", ISSUE, "99").stderr
    assert (publication / ISSUE / "issue.yaml").read_bytes() == typed


@pytest.mark.usefixtures("publication")
def test_each_way_is_told_in_words_in_either_language() -> None:
    english, french = run("plan", ISSUE, "15"), run("--lang", "fr", "plan", ISSUE, "15")
    assert "page 15 (breves): 3 ways" in english.stdout
    assert "lead: fleuve" in english.stdout
    assert "price: " in english.stdout
    assert "page 15 (breves)\u00a0: 3 façons" in french.stdout
    assert "photo de 6 à" in french.stdout
    assert "prix\u00a0: " in french.stdout


def test_a_picture_of_each_way(publication: Path) -> None:
    assert run("plan", ISSUE, "15", "--pictures", "ways").exit_code == 0
    drawn = sorted((publication / "ways").iterdir())
    assert [path.name for path in drawn] == ["15-1.png", "15-2.png", "15-3.png"]
    images = [Image.open(io.BytesIO(path.read_bytes())).convert("L") for path in drawn]
    assert images[0].tobytes() == images[2].tobytes() != images[1].tobytes()  # the other master has the same slots
    assert all(image.size[0] > 800 and sum(image.histogram()[:64]) > 5_000 for image in images)  # there is black text on it


def test_a_page_that_cannot_be_made_is_told(publication: Path) -> None:
    for sheet in ("breves/style.css", "commun/base.css"):
        (publication / "layouts" / sheet).write_text("p { color: }", encoding="utf-8")
    told = run("plan", ISSUE, "--json")
    assert told.exit_code == 1
    assert json.loads(told.stdout)["pages"] == []
    assert json.loads(told.stdout)["problems"]
