"""Stylesheets that layouts share, by whole commands: they hold in order, and are told by their own names."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mise_en_page.cli.commands import commands
from mise_en_page.desk.engine import Engine
from mise_en_page.pipeline.stages import Road
from mise_en_page.proof.sign import reached
from mise_en_page.reading import press_profile
from sample_issue import one_page

ISSUE = "issues/2018-05"
PROFILE = press_profile.shipped("fogra39")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    one_page(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, list(arguments))


def shared(root: Path, listed: str, **texts: str) -> None:
    """The layout's list, and the files of layouts/commun."""
    path = root / "layouts/breves/layout.yaml"
    text = path.read_text(encoding="utf-8").replace("stylesheets: [../commun/base.css]", f"stylesheets: {listed}")
    path.write_text(text, encoding="utf-8")
    for name, css in texts.items():
        (root / "layouts/commun" / f"{name}.css").write_text(css, encoding="utf-8")


def title_size(root: Path) -> float:
    styles = Road(folder=root / ISSUE, profile=PROFILE).page(0, "ground").value("styles")
    return round(styles.role("rail", "title").block.text.size, 2)


@pytest.mark.parametrize(
    ("listed", "size"),
    [("[../commun/base.css, ../commun/big.css]", 13.5), ("[../commun/base.css, style.css, ../commun/big.css]", 31)],
)
def test_sheets_hold_in_the_order_of_the_list_and_the_layouts_own_last(root: Path, listed: str, size: float) -> None:
    shared(root, listed, big=".title { font-size: 31pt }")
    assert title_size(root) == size


def test_each_fault_is_told_in_its_own_file(root: Path) -> None:
    shared(
        root,
        "[../commun/base.css, ../commun/first.css, style.css, ../commun/last.css]",
        first="\n.title { colr: 1; background: url(paper.png) }\n/* left open",
        last='\n\n.body { color: #f00 }\n.kicker { font-family: "Nowhere"',
    )
    told = run("check", ISSUE).output
    assert "layouts/commun/first.css:2:31: error: “layouts/commun/paper.png” is not there" in told
    assert "layouts/commun/first.css:2:10: warning: Ignored `colr: 1`" in told
    assert "layouts/commun/last.css:3:16: error: #f00 is a colour of a screen" in told
    assert "layouts/commun/last.css:4:25: error: " in told


def test_a_rule_for_another_layout_that_shares_the_sheet_is_no_fault(root: Path) -> None:
    shared(root, "[../commun/base.css, ../commun/more.css]", more=".briefs .title, .nowhere { color: var(--ink) }")
    assert "selects nothing" not in run("check", ISSUE).output


def test_what_one_sheet_leaves_open_takes_nothing_from_the_next(root: Path) -> None:
    whole = title_size(root)
    shared(
        root, "[../commun/base.css, ../commun/open.css]", open=".nowhere { color: device-cmyk(0 0 0 1; @media print { /*"
    )
    assert title_size(root) == whole


FAULTS = {
    "[../../x.css]": "“../../x.css” leads out of layouts/ and partials/",
    "[../../../../etc/x.css]": "leads out of layouts/ and partials/",
    "[/etc/x.css]": "an absolute path",
    "[../commun/bas.css]": "there is no stylesheet “layouts/commun/bas.css”",
    "[../commun/base.txt]": "“../commun/base.txt” must end in .css",
    "[../commun/base.css, ../commun/base.css]": "stands in this list twice",
    "[../commun/link.css]": "a link that leads out of the publication",
    "[https://example.org/c.css]": "an address",
    "{a: b}": "stylesheets must be text",
}


@pytest.mark.parametrize(("listed", "said"), FAULTS.items())
def test_a_list_that_cannot_be_followed_is_told_once_at_its_line(root: Path, listed: str, said: str) -> None:
    (root / "layouts/commun/link.css").symlink_to("/etc/hostname")
    shared(root, listed)
    told = run("check", ISSUE)
    assert told.exit_code == 1
    assert said in told.output
    assert told.output.count(": error: ") == 1
    assert "layouts/breves/layout.yaml:7:" in told.output


def test_a_change_in_one_is_seen_by_the_build_the_preview_and_the_sign_off(root: Path) -> None:
    run("build", ISSUE)
    before = Path("out/2018-05.pdf").read_bytes()
    engine = Engine(root / ISSUE, PROFILE)
    number = engine.make().number
    base = root / "layouts/commun/base.css"
    base.write_text(base.read_text(encoding="utf-8") + ".body { color: device-cmyk(1 0 0 0) }", encoding="utf-8")
    edition = engine.make([base.relative_to(root).as_posix()])
    assert edition.number > number
    assert [change.page for change in edition.changes] == [0]
    run("build", ISSUE)
    assert Path("out/2018-05.pdf").read_bytes() != before
    assert "layouts/commun/base.css" in reached(root / ISSUE).files


def test_a_new_publication_has_what_its_layouts_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run("new", "mine")
    os.chdir("mine")
    assert Path("layouts/commun/base.css").is_file()
    assert run("check", "issues/numero-1").exit_code == 0
