"""Pages that share their articles, and pages that may take one of several layouts, down the whole road."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from mise_en_page import reading
from mise_en_page.cli.commands import main
from mise_en_page.model.layout import Layout
from mise_en_page.model.memo import Keep
from mise_en_page.model.problem import has_errors
from mise_en_page.pipeline import dealing
from mise_en_page.pipeline.build import How, Set, look, set_issue
from mise_en_page.pipeline.stages import Road
from mise_en_page.reading import press_profile
from tests.sample_issue import copied

PROFILE = press_profile.shipped("fogra39")
FIRST = ["fleuve", "bac", "glacier", "verger", "gare", "vitrail", "radeau"]
SECOND = ["etoiles", "carillon", "pain", "velo", "bibliotheque", "chiffre-nuit"]
NAMES = [*FIRST, *SECOND]
HEAD = "number: 27\ndate: 2018-05-04\ntitle: Écouter le fleuve\npages:\n"


def written(root: Path, layout: str = "breves", names: list[str] = NAMES, where: str = "folios: 14-15") -> Path:
    """The sample's articles as one list for both of its pages, in a layout with few sizes of heads, soon read."""
    if not (root / "layouts").exists():
        small = copied(root) / "layouts" / "breves" / "layout.yaml"
        held = yaml.safe_load(small.read_text(encoding="utf-8"))
        held["masters"] = {"main": held["masters"]["main"]}
        for slot in held["masters"]["main"]["slots"].values():
            slot["sizes"] = dict(list(slot.get("sizes", {}).items())[:1])
        small.write_text(yaml.safe_dump(held, sort_keys=False), encoding="utf-8")
    issue = root / "issues" / "2018-05"
    page = f"  - layout: {layout}\n    {where}\n    section: Les Brèves\n    articles: [{', '.join(names)}]\n"
    (issue / "issue.yaml").write_text(HEAD + page, encoding="utf-8")
    for path in (issue / "articles").iterdir():
        if path.stem not in NAMES:
            path.unlink()
    return issue


def stands(made: Set) -> list[tuple[int, str, list[tuple[str, str]]]]:
    """Which article stands on which page, and in which slot."""
    return [
        (page.folio, page.layout, [(fit.article, fit.slot) for fit in page.fits]) for page in made.makeup.pages
    ]  # fmt: skip


def words(made: Set) -> list[str]:
    """The articles' files that stand on any page, as often as they do."""
    return sorted(each.article.name for page in made.issue.pages for each in page.articles)


#: What was made of the layouts once, for all tests of this file.
KEEP = Keep()
LAYOUTS: dict[str, Layout] = {}


def road(issue: Path) -> Road:
    """An issue's road; its layouts are those of the first one."""
    read = reading.read_issue(issue)
    layouts = {name: LAYOUTS.setdefault(name, layout) for name, layout in read.layouts.items()}
    return Road(KEEP, read=replace(read, layouts=layouts), profile=PROFILE)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shared")


@pytest.fixture
def shared(root: Path) -> Path:
    return written(root)


def test_two_pages_share_their_articles(shared: Path) -> None:
    made = set_issue(road(shared))
    assert not has_errors(made.problems)
    assert [page.folio for page in made.issue.pages] == [14, 15]
    assert words(made) == sorted(NAMES)
    for page in made.makeup.pages:
        assert sum(fit.slot == "lead" for fit in page.fits) == 1
        assert not page.oversets


def test_another_order_gives_the_same_pages(shared: Path, root: Path) -> None:
    before = stands(set_issue(road(shared)))
    assert stands(set_issue(road(written(root, names=sorted(NAMES, key=lambda name: name[::-1]))))) == before


def test_what_a_page_becomes_is_what_was_reckoned(shared: Path) -> None:
    """Once its articles are known, a page is searched as if it had been written so."""
    whole = road(shared)
    assert not dealing.is_open(whole.read.issue)
    assert stands(set_issue(Road(KEEP, read=whole.read))) == stands(set_issue(whole))


def test_the_files_of_several_processes_are_those_of_one(shared: Path) -> None:
    made = look(shared, PROFILE, how=How(jobs=2))
    assert [page.fits for page in made.pages] == [page.fits for page in set_issue(road(shared)).makeup.pages]
    assert made.files[0].folios == ((14,), (15,))


def test_a_save_deals_out_again_only_what_has_changed(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = set_issue(road(shared))
    read = replace(reading.read_issue(shared), layouts=LAYOUTS)
    set_issue(Road(KEEP, read=read))
    times = 0
    deal = dealing.deal

    def counted(*asked: object) -> object:
        nonlocal times
        times += 1
        return deal(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(dealing, "deal", counted)
    KEEP.turn()
    assert stands(set_issue(Road(KEEP, read=reading.reread(read, ())))) == stands(before)
    assert times == 0
    path = shared / "articles" / "velo.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.rstrip() + " Et voilà.\n", encoding="utf-8")
    try:
        KEEP.turn()
        again = reading.reread(read, ["issues/2018-05/articles/velo.md"])
        assert words(set_issue(Road(KEEP, read=again))) == words(before)
        assert times == 1
    finally:
        path.write_text(text, encoding="utf-8")


def test_check_tells_who_stands_where(
    shared: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["mise-en-page", "check", str(shared), "--json"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    told = json.loads(capsys.readouterr().out)
    assert [page["folio"] for page in told["pages"]] == [14, 15]
    assert sorted({each["article"] for page in told["pages"] for each in page["articles"]}) == sorted(NAMES)


@pytest.mark.parametrize("among", ["[breves-dense, breves]", "auto"])
def test_a_page_takes_the_layout_that_suits_its_texts(root: Path, among: str) -> None:
    """Seven texts fill the dense page and its four columns; a lead that stands alone has no place in it."""
    for names, taken in ((FIRST, "breves-dense"), (["fleuve"], "breves")):
        issue = written(root, among, names, "folio: 15")
        assert [page.layout for page in set_issue(road(issue)).issue.pages] == [taken]


def test_text_over_is_told_by_page_and_slot(tmp_path: Path) -> None:
    """All thirteen articles, thrice as long."""
    issue = written(tmp_path)
    for path in (issue / "articles").iterdir():
        head, mark, body = path.read_text(encoding="utf-8").rpartition("---\n")
        path.write_text(head + mark + f"{body.rstrip()}\n\n" * 3, encoding="utf-8")
    made = set_issue(road(issue))
    assert words(made) == sorted(NAMES)
    told = [problem for problem in made.problems if problem.code == "overset"]
    assert told
    assert all(page.oversets for page in made.makeup.pages)


def test_what_is_wrong_with_a_text_is_told_all_the_same(tmp_path: Path) -> None:
    """Where nothing can be set the articles are given out as they are listed."""
    issue = written(tmp_path)
    style = tmp_path / "layouts" / "breves" / "style.css"
    style.write_text(style.read_text(encoding="utf-8") + "\n.body { font-family: Nulle }\n", encoding="utf-8")
    built = look(issue, PROFILE)
    assert has_errors(built.problems)
    assert [page.folio for page in built.issue.pages] == [14, 15]
