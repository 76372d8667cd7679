"""An article's own style by the commands that a desk types: it is dressed, and what no stylesheet has is told."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mise_en_page.cli.commands import commands
from mise_en_page.pipeline.stages import Road
from mise_en_page.reading import press_profile
from sample_issue import one_page

ISSUE = "issues/2018-05"
RULES = """
.style-note .title { font-size: 21pt; line-height: calc(1.75 * var(--leading)); color: device-cmyk(1 0 0 0) }
.style-note .placed { background: device-cmyk(0 0 .3 0) }
/* .style-other .title { color: device-cmyk(1 0 0 0) } */
"""


@pytest.fixture
def gare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample's page of briefs, its stylesheet with a style for one; the article that is to have it."""
    one_page(tmp_path)
    sheet = tmp_path / "layouts" / "breves" / "style.css"
    sheet.write_text(sheet.read_text(encoding="utf-8") + RULES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / ISSUE / "articles" / "gare.md"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, list(arguments))


def styled(article: Path, style: str) -> None:
    text = article.read_text(encoding="utf-8").removeprefix("---\n")
    article.write_text(f"---\nstyle: {style}\n{text}", encoding="utf-8")


def test_one_brief_is_dressed_and_no_other(gare: Path) -> None:
    styled(gare, "note")
    road = Road(folder=gare.parents[1], profile=press_profile.shipped("fogra39"))
    made = road.page(0, "filling")
    sizes = {
        block.article: round(block.style.text.size)
        for frame in made.value("makeup").frames
        for placed in frame.placed
        if (block := placed.block).role.startswith("title")
    }
    assert {name for name, size in sizes.items() if size == 21} == {"gare"}
    assert '<div class="rail style-note">' in made.value("filled").html
    assert run("build", ISSUE).exit_code == 0


def test_a_style_that_no_stylesheet_has_is_told_with_the_nearest(gare: Path) -> None:
    styled(gare, "notte")
    told = run("check", ISSUE, "--lang", "fr")
    assert told.exit_code == 0
    assert (
        "gare.md:2:8: avertissement\u00a0: aucune feuille de style du gabarit breves n’a de règle pour le style "
        "«\u00a0notte\u00a0»" in told.output
    )
    assert "«\u00a0note\u00a0»" in told.output


def test_what_stands_in_a_comment_is_no_style(gare: Path) -> None:
    styled(gare, "other")
    assert "“other” [no-style]" in run("check", ISSUE).output


@pytest.mark.parametrize("typed", ["deux mots", "a.b", "x{}", "''''"])
def test_a_name_that_no_selector_can_have_is_refused(gare: Path, typed: str) -> None:
    styled(gare, typed)
    told = run("check", ISSUE)
    assert told.exit_code == 1
    assert "gare.md:2:8: error: " in told.output
    assert "cannot be the name of a style" in told.output
