"""An article that goes on from a spread, on one, or among pages that share their articles, down the whole road."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from mise_en_page.cli.commands import main
from mise_en_page.pipeline.build import Set
from tests.continued_issue import (
    FIRST,
    LONG,
    SECOND,
    made,
    of_slot,
    parts,
    placed,
    text,
    with_entries,
    without_spaces,
)  # fmt: skip

HERE, THERE = (f"articles: [{', '.join(names)}]" for names in (FIRST, SECOND))
#: For two pages, or three.
SOME = ["fleuve", "bac", "carillon", "gare", "vitrail", "pain", "velo"]
FEW = f"articles: [{', '.join(SOME)}]"
#: Enough for a spread and more.
LONGER = (LONG * 2)[:21]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("farther")


def notes(set_: Set) -> dict[int, list[str]]:
    """What the program says of where the article is cut, by folio."""
    found = {
        page.folio: [text(each) for each in placed(page) if {"continued-on", "continued-from"} & set(each.role.split())]
        for page in set_.makeup.pages
    }
    return {folio: each for folio, each in found.items() if each}


def assert_whole(set_: Set) -> None:
    """Each letter of the body stands once, in the order in which it was written, and no page is told as over or short."""
    article = next(each.article for page in set_.issue.pages for each in page.articles if each.article.name == "fleuve")
    stood = [text(each) for page in set_.makeup.pages for each in placed(page) if each.block.place is not None]
    body = without_spaces([block.text.characters for block in article.body if hasattr(block, "text")])
    assert without_spaces(stood).removesuffix("■").removesuffix("c.v") == body
    assert not [problem for problem in set_.problems if problem.code in ("overset", "underfull")]


@pytest.mark.parametrize(
    ("entries", "onward", "blocks", "said"),
    [
        (
            (f"layout: breves-double, folio: 14, {HERE}", f"layout: breves, folio: 16, {THERE}"), "16", LONGER,
            {15: ["Suite page\u00a016"], 16: ["Suite de la page\u00a015"]},
        ),
        (
            (f"layout: breves, folio: 14, {HERE}", f"layout: breves-double, folio: 16, {THERE}"), "16", LONG,
            {14: ["Suite page\u00a016"], 16: ["Suite de la page\u00a014"]},
        ),
        (
            (f"layout: breves, folios: 14-15, {FEW}",), "15", LONG,
            {14: ["Suite page\u00a015"], 15: ["Suite de la page\u00a014"]},
        ),
        (
            (f"layout: breves, folios: 14-15, {FEW}",), "auto", LONG,
            {14: ["Suite page\u00a015"], 15: ["Suite de la page\u00a014"]},
        ),
        (
            (f"layout: breves, folio: 14, {HERE}", f"layout: breves, folios: 16-17, {THERE}"), "17", LONG,
            {14: ["Suite page\u00a017"], 17: ["Suite de la page\u00a014"]},
        ),
        (
            (f"layout: breves, folios: 14-15, {HERE}", f"layout: breves, folio: 17, {THERE}"), "17", LONG,
            {14: ["Suite page\u00a017"], 17: ["Suite de la page\u00a014"]},
        ),
    ],
    ids=["from a spread", "on a spread", "within a pool", "wherever a pool likes", "into a pool", "out of a pool"],
)  # fmt: skip
def test_each_of_the_two_pages_says_where_the_other_is(
    root: Path, entries: Sequence[str], onward: str, blocks: Sequence[int], said: dict[int, list[str]]
) -> None:
    """A spread's page is the one on which the text ends, or begins again."""
    set_ = made(with_entries(root, blocks, entries, onward))
    assert notes(set_) == said
    assert_whole(set_)


def test_no_page_of_a_spread_is_left_white_for_a_head_that_stands_elsewhere(root: Path) -> None:
    """A shape for a picture and a title on all of the left-hand page is none for what is left of a text."""
    set_ = made(
        with_entries(root, LONG, (f"layout: breves, folio: 14, {HERE}", f"layout: breves-double, folio: 16, {THERE}"))
    )
    for page in set_.makeup.pages:
        assert any(frame.placed for frame in page.frames), f"page {page.folio} is white"


def test_it_begins_on_the_right_hand_page_where_that_is_asked_for(root: Path) -> None:
    entries = (f"layout: breves, folio: 14, {HERE}", f"layout: breves-double, folio: 16, {THERE}")
    assert notes(made(with_entries(root, LONG, entries, "17"))) == {
        14: ["Suite page\u00a017"],
        17: ["Suite de la page\u00a014"],
    }


def test_where_one_page_of_a_pool_holds_all_of_it_nothing_goes_on(root: Path) -> None:
    set_ = made(with_entries(root, LONG[:4], (f"layout: breves, folios: 14-15, {FEW}",), "auto"))
    assert [problem.code for problem in set_.problems if problem.code.startswith("nothing")] == ["nothing-goes-on"]
    assert parts(set_) == []
    assert notes(set_) == {}
    assert_whole(set_)


def test_the_order_of_the_list_changes_nothing(root: Path) -> None:
    stood = []
    for names in (SOME, SOME[::-1]):
        set_ = made(with_entries(root, LONG, (f"layout: breves, folios: 14-15, articles: [{', '.join(names)}]",), "auto"))
        pages = [sorted(each.article.name for each in page.articles) for page in set_.issue.pages]
        stood.append((pages, parts(set_)))
    assert stood[0] == stood[1]


def test_what_has_no_room_on_the_second_page_is_told_there(root: Path) -> None:
    """What stands of the article on the first has room, whatever there is; the slot in which it goes on is over."""
    set_ = made(with_entries(root, (LONG * 2)[:22], (f"layout: breves, folios: 14-15, {FEW}",), "15"))
    told = [problem for problem in set_.problems if problem.code == "overset"]
    assert any("fleuve" in str(problem.message) and "page 15" in str(problem.hint) for problem in told)
    slots = {page.folio: {each.slot for each in page.oversets if each.article == "fleuve"} for page in set_.makeup.pages}
    assert not slots[14]
    assert sum(of_slot(set_, 15, slot) for slot in slots[15]) > 0


@pytest.mark.parametrize(
    "command",
    [["check"], *(pytest.param(each, marks=pytest.mark.field) for each in (["build", "-o", "OUT"], ["fit"], ["plan"]))],
    ids=lambda each: each[0],
)
def test_every_command_takes_a_pool_with_it(
    root: Path, tmp_path: Path, command: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = with_entries(root, LONG, (f"layout: breves, folios: 14-15, {FEW}",), "auto")
    name, *options = [str(tmp_path) if each == "OUT" else each for each in command]
    monkeypatch.setattr(sys, "argv", ["mise-en-page", name, str(issue), *options])
    with pytest.raises(SystemExit) as ended:
        main()
    out = capsys.readouterr()
    assert ended.value.code in (0, None), out.err + out.out
