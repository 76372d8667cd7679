"""An article that goes on in another page's slot, down the whole road."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mise_en_page.cli.commands import main
from mise_en_page.composition.cutting import before, since
from mise_en_page.desk.engine import Edition, Engine
from mise_en_page.desk.state import state
from mise_en_page.model.issue import Intertitle, ListItem, Mark, Paragraph, Picture, PullQuote, Table, Text, Verse
from mise_en_page.model.problem import Problem, Span, has_errors
from mise_en_page.pagination.makeup import MadeUpPage
from mise_en_page.pipeline.build import Set
from mise_en_page.pipeline.continuing import is_rather_parted
from tests.continued_issue import (
    ARTICLES,
    FIRST,
    LONG,
    PROFILE,
    SECOND,
    TITLE,
    made,
    parts,
    placed,
    text,
    without_spaces,
    written,
)  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("continued")


@pytest.fixture(scope="module")
def two_pages(root: Path) -> Set:
    return made(written(root, LONG))


def of_body(page: MadeUpPage) -> str:
    """All that stands of the body on a page, or found no room there, without spaces."""
    lost = [block for over in page.oversets if over.article == "fleuve" for block in over.blocks]
    texts = [text(each) for each in placed(page) if each.block.place is not None]
    found = without_spaces([*texts, *(block.text[block.lines[0].start :] for block in lost if block.place is not None)])
    return found.removesuffix("■").removesuffix("c.v")


def whole(set_: Set) -> str:
    """The article's body, corrected, without spaces."""
    article = next(each.article for each in set_.issue.pages[0].articles if each.article.name == "fleuve")
    return without_spaces([block.text.characters for block in article.body if hasattr(block, "text")])


def test_both_pages_are_full_and_each_says_where_the_other_is(two_pages: Set) -> None:
    assert not has_errors(two_pages.problems)
    first, second = two_pages.makeup.pages
    for page in (first, second):
        assert not page.oversets
        assert all(fit.lines == 0 for fit in page.fits)
    assert text(placed(first)[-1]) == "Suite page\u00a016"
    title, note = placed(second)[:2]
    assert (title.role, text(title)) == ("intertitle continued-title opens", "Le fleuve reprend la parole")
    assert text(note) == "Suite de la page\u00a014"
    ends = [
        max(each.baselines[-1] for each in frame.placed)
        for frame in first.frames
        if frame.slot == "lead" and frame.column >= 0
    ]
    assert max(ends) - min(ends) < 0.01, "the note stands on the last line of the slot"


def test_no_letter_is_lost_or_doubled(two_pages: Set) -> None:
    first, second = two_pages.makeup.pages
    assert of_body(first) + of_body(second) == whole(two_pages)


def test_the_head_and_the_byline_stand_once(two_pages: Set) -> None:
    first, second = two_pages.makeup.pages
    roles = [each.role.split()[0] for each in placed(first)]
    assert [role for role in roles if role in ("kicker", "title", "chapo", "caption")] == [
        "caption",
        "kicker",
        "title",
        "chapo",
    ]
    assert {each.role.split()[0] for each in placed(second)} <= {"body", "intertitle"}
    assert [[each.picture.file for each in page.pictures if each.article] for page in (first, second)] == [
        ["issues/2018-05/images/fleuve.svg"],
        [],
    ]


def test_a_paragraph_is_cut_after_two_lines_and_before_two_and_goes_on_without_indent(two_pages: Set) -> None:
    first, second = two_pages.makeup.pages
    end, start = parts(two_pages)
    assert end.end == start.start
    assert end.end is not None
    assert end.end[1] > 0, "the sample is cut within a paragraph"
    upper = [each for each in placed(first) if each.block.place == (end.end[0], 0)]
    lower = [each for each in placed(second) if each.block.place == end.end]
    assert sum(len(each.lines) for each in upper) >= 2
    assert sum(len(each.lines) for each in lower) >= 2
    last = upper[-1].lines[-1]
    assert not last.hyphenated
    assert last.x + last.width == pytest.approx(upper[-1].block.measure, abs=4.0), "it is as full as the lines above it"
    assert lower[0].lines[0].x == pytest.approx(0.0, abs=1.0)


@given(lengths=st.lists(st.integers(1, 9), min_size=1, max_size=16))
@example(lengths=[9] * 16)
@example(lengths=[40])
@example(lengths=[1])
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_its_length_all_of_it_stands_on_the_two_pages(root: Path, lengths: list[int]) -> None:
    """Or is told as overset; where it has room on the first, nothing goes on."""
    set_ = made(written(root, lengths))
    first, second = set_.makeup.pages
    assert of_body(first) + of_body(second) == whole(set_)
    idle = [problem for problem in set_.problems if problem.code == "nothing-goes-on"]
    assert bool(idle) != bool(parts(set_))
    if parts(set_):
        assert not first.oversets
        assert all(fit.lines == 0 for fit in first.fits), "the first page is full"
    assert bool(second.oversets) == any(problem.code == "overset" for problem in set_.problems)


#: What may stand between paragraphs.
KINDS = (
    "> Le fleuve n'a rien à cacher\\!\n>\n> — Une batelière",
    "## La nuit",
    "![une gabare](images/fleuve.svg)\nÀ quai.",
    '- un casque fermé;\n- de la "patience", qui n\'est pas en semaine le plus facile à trouver;\n- un crayon.',
    "| Station | Heures |\n|---|--:|\n| Gien | 9,25 |",
    "| Neige sur le quai,\n| le train n'attend ni le givre ni ceux qui dorment\n\n| la Loire attend.",
)


def of_block(page: MadeUpPage, number: int) -> str:
    """All that stands of a block of the body on a page, or found no room there, without spaces."""
    lost = [block for over in page.oversets if over.article == "fleuve" for block in over.blocks]
    texts = [text(each) for each in placed(page) if each.block.place is not None and each.block.place[0] == number]
    over = [block.text[block.lines[0].start :] for block in lost if block.place is not None and block.place[0] == number]
    return without_spaces([*texts, *over])


@given(
    blocks=st.lists(st.one_of(st.integers(1, 9), st.sampled_from(KINDS)), min_size=4, max_size=14).map(
        lambda own: [3, *own, 3]
    )
)
@example(blocks=[5, KINDS[0], 5, KINDS[2], 5, KINDS[1], 6, KINDS[0], 8, KINDS[1], 7, KINDS[2], 9])
@example(blocks=[5, KINDS[3], 5, KINDS[4], KINDS[3], 6, 6, KINDS[3], 8, KINDS[5], KINDS[4], 7, KINDS[3], 9])
@example(blocks=[9, KINDS[1], KINDS[1], 9, KINDS[0], KINDS[0], 9, KINDS[2], KINDS[2], 9, 9])
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_it_each_block_stands_once(root: Path, blocks: list[int | str]) -> None:
    """Every paragraph, intertitle and quote is set once, on the one page or the other, or is told as left out."""
    set_ = made(written(root, blocks))
    first, second = set_.makeup.pages
    article = next(each.article for each in set_.issue.pages[0].articles if each.article.name == "fleuve")
    left_out = [problem for problem in set_.problems if problem.code == "left-out"]
    for number, block in enumerate(article.body):
        found = of_block(first, number) + of_block(second, number)
        match block:
            case Paragraph() | Intertitle() | Verse():
                assert without_spaces([block.text.characters]) == found.removesuffix("■").removesuffix("c.v")
            case ListItem():
                item = without_spaces([block.text.characters])
                assert found.removesuffix("■").removesuffix("c.v") == f"–{item}"
            case Table():
                assert found == without_spaces([cell.characters for cell in block.cells])
            case PullQuote():
                whole_ = without_spaces([block.text.characters, block.attribution.characters])
                assert found == whole_ or (not found and left_out)
            case Picture():
                assert found in ("Àquai.",) or (not found and left_out)
    for page in (first, second):
        for frame in page.frames:
            roles = [each.role.split() for each in frame.placed if each.block.article == "fleuve"]
            assert not roles or roles[-1][0] != "intertitle", "no intertitle at a column's foot"
    assert all("continued-on" not in each.role for each in placed(second))


@pytest.mark.parametrize(
    ("title", "keys", "told"),
    [
        (TITLE, "16", TITLE),
        (TITLE, "16\nsuite-titre: La *rivière*", "La rivière"),
        (TITLE, "16\nnext_title: La rivière: suite", "La rivière : suite"),
        (TITLE, "16\nsuite-titre:", ""),
        ("Le fleuve parle: écoutons-le dire tout ce qu'il sait", "16", "Le fleuve parle"),
        ("Le fleuve parle-t-il? Écoutons-le dire tout ce qu'il sait", "16", "Le fleuve parle-t-il ?"),
        ("« Le fleuve parle: écoutons-le, dit-il »", "16", "« Le fleuve parle : écoutons-le, dit-il »"),
    ],
)
def test_its_title_stands_over_the_rest_in_one_line(root: Path, title: str, keys: str, told: str) -> None:
    """All of it, or what it begins with; unless the article says another, or none."""
    set_ = made(written(root, LONG, onward=keys, title=title))
    titles = [each for each in placed(set_.makeup.pages[1]) if "continued-title" in each.role]
    assert re.sub("[\u00a0\u202f]", " ", " ".join(text(each) for each in titles)) == told


def test_where_all_of_it_has_room_nothing_goes_on_and_that_is_told(root: Path) -> None:
    set_ = made(written(root, [5, 6, 4]))
    (told,) = [problem for problem in set_.problems if problem.code == "nothing-goes-on"]
    assert (told.severity, told.where.line if told.where else 0) == ("warning", 11)
    assert parts(set_) == []
    assert not placed(set_.makeup.pages[1])


def test_a_page_may_hold_the_rest_alone(root: Path) -> None:
    set_ = made(written(root, LONG, onward="{folio: 16, slot: lead}", second=[]))
    assert [each.article.name for each in set_.issue.pages[1].articles] == ["fleuve"]
    first, second = set_.makeup.pages
    assert of_body(first) + of_body(second) == whole(set_)


def test_the_order_of_the_list_changes_nothing(root: Path, two_pages: Set) -> None:
    issue = written(root, LONG)
    before_ = issue / "issue.yaml"
    listed = before_.read_text(encoding="utf-8").replace(", ".join(FIRST), ", ".join(reversed(FIRST)))
    before_.write_text(listed.replace(", ".join(SECOND), ", ".join(reversed(SECOND))), encoding="utf-8")
    again = made(issue)
    assert parts(again) == parts(two_pages)
    assert [sorted((fit.article, fit.slot) for fit in page.fits) for page in again.makeup.pages] == [
        sorted((fit.article, fit.slot) for fit in page.fits) for page in two_pages.makeup.pages
    ]


def test_a_save_makes_both_pages_anew_and_another_article_its_own_alone(tmp_path: Path, root: Path) -> None:
    issue = written(root, LONG)
    shutil.copytree(root, tmp_path / "desk")
    engine = Engine(tmp_path / "desk" / "issues" / issue.name, PROFILE)
    engine.make()
    lead, brief = (tmp_path / "desk" / ARTICLES / f"{name}.md" for name in ("fleuve", "velo"))
    lead.write_text(lead.read_text(encoding="utf-8").replace("\n---\nLes ", "\n---\nTous les ", 1).replace(
        "\n---\n", "\n---\nTrois mots de plus: le fleuve, la rive, le vent. ", 1), encoding="utf-8")  # fmt: skip
    edition = engine.make([f"{ARTICLES}/fleuve.md"])
    assert [change.page for change in edition.changes] == [0, 1]
    assert edition.made is not None
    first, second = edition.made.makeup.pages
    assert of_body(first) + of_body(second) == whole(edition.made)
    brief.write_text(brief.read_text(encoding="utf-8").replace("300", "301"), encoding="utf-8")
    assert [change.page for change in engine.make([f"{ARTICLES}/velo.md"]).changes] == [1]


@pytest.mark.parametrize(
    "command",
    [
        ["build", "-o", "OUT"],
        *(pytest.param(each, marks=pytest.mark.field) for each in (["check"], ["fit"], ["plan"], ["proof", "-o", "OUT"])),
        ["spell"],
    ],
    ids=lambda each: each[0],
)
def test_every_command_takes_it(
    root: Path, tmp_path: Path, command: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = written(root, LONG)
    name, *options = [str(tmp_path) if each == "OUT" else each for each in command]
    monkeypatch.setattr(sys, "argv", ["mise-en-page", name, str(issue), *options])
    with pytest.raises(SystemExit) as ended:
        main()
    out = capsys.readouterr()
    assert ended.value.code in (0, None), out.err + out.out


@pytest.mark.parametrize("layout", ["[breves, breves-dense]", "[breves-dense, breves]"])
def test_its_pages_may_take_one_of_several_layouts(root: Path, layout: str) -> None:
    """Each page takes the one in which it costs less, with what it holds of the article."""
    set_ = made(written(root, LONG, layout=layout))
    first, second = set_.makeup.pages
    assert of_body(first) + of_body(second) == whole(set_)
    assert [page.choice for page in set_.issue.pages] == [None, None]
    assert not has_errors(set_.problems)


def test_the_preview_leads_to_the_page_where_it_begins(two_pages: Set) -> None:
    problem = Problem.of("underfull", "warning", Span(f"{ARTICLES}/fleuve.md", 3))
    edition = Edition(1, two_pages, (0, 0), (problem,), (), ())
    told = state(edition)
    assert [each["page"] for each in told["problems"] if each["code"] == "underfull"] == [0]
    assert [(each["page"], each["title"]) for each in told["articles"] if each["name"] == "fleuve"] == [
        (0, TITLE),
        (1, TITLE),
    ]


@pytest.mark.parametrize(
    ("parted", "whole", "rather"),
    [
        ((300.0, True), (600.0, True), False),  # nobody turns the page for a nicer one
        ((300.0, True), (101_900.0, True), True),  # a text with a chapo, which leads nothing there
        ((5_800.0, False), (101_900.0, True), False),  # the whole one is full
        ((5_800.0, False), (101_900.0, False), True),
    ],
)
def test_an_article_goes_on_though_it_has_room_where_it_would_be_no_lead(
    parted: tuple[float, bool], whole: tuple[float, bool], rather: bool
) -> None:
    made: list[Any] = [
        SimpleNamespace(price=price, settled=[SimpleNamespace(full=full)]) for price, full in (parted, whole)
    ]
    assert is_rather_parted(*made) is rather


def test_a_text_and_its_two_parts() -> None:
    """« Il dit oui » in italics from the third letter on, cut before « oui »."""
    text_ = Text("Il dit oui", tuple(range(10)), (Mark("emphasis", 3, 10),))
    assert before(text_, 7) == Text("Il dit", tuple(range(6)), (Mark("emphasis", 3, 6),))
    assert since(text_, 7) == Text("oui", (7, 8, 9), (Mark("emphasis", 0, 3),))
