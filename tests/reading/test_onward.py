"""Where an article says that it goes on, and what is wrong with that: each told at its line and column."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mise_en_page.model.issue import Onward
from mise_en_page.model.problem import Refused, Span
from mise_en_page.reading import read_issue, reread


def two_pages(issue: Path, onward: str, key: str = "suite", articles: str = "[marche]", where: str = "folio: 9") -> Path:
    """« pont » on page 7 and another page, of which that article says that it goes on there."""
    folio = "  - layout: breves\n    {}\n    articles: {}\n"
    head = (issue / "issue.yaml").read_text(encoding="utf-8").split("pages:")[0]
    pages = folio.format("folio: 7", "[pont]") + folio.format(where, articles)
    (issue / "issue.yaml").write_text(f"{head}pages:\n{pages}", encoding="utf-8")
    lead = issue / "articles" / "pont.md"
    lead.write_text(lead.read_text(encoding="utf-8").replace("---\n", f"---\n{key}: {onward}\n", 1), encoding="utf-8")
    return issue


def told(issue: Path) -> list[tuple[str, int, int]]:
    with pytest.raises(Refused) as caught:
        read_issue(issue)
    return [
        (problem.code, problem.where.line, problem.where.column)
        for problem in caught.value.problems
        if problem.severity == "error" and isinstance(problem.where, Span)
    ]


@pytest.mark.parametrize("key", ["next", "suite", "Suite"])
@pytest.mark.parametrize(
    ("typed", "folio", "slot"),
    [
        ("9", 9, ""),
        ("page 9", 9, ""),
        ("9, lead", 9, "lead"),
        ("{folio: 9}", 9, ""),
        ("{folio: 9, slot: lead}", 9, "lead"),
        ("{folio: 9, emplacement: lead}", 9, "lead"),
        ("{folio: 09}", 9, ""),
    ],
)
def test_a_folio_or_a_folio_and_a_slot(issue: Path, key: str, typed: str, folio: int, slot: str) -> None:
    read = read_issue(two_pages(issue, typed, key))
    onward = read.issue.pages[0].articles[0].article.next
    assert onward == Onward(folio, slot, onward.span if onward else Span(""))
    assert onward.span.line == 2


@pytest.mark.parametrize("typed", ["plus loin", "0", "neuf", "9-10", "{slot: lead}", "12345", "9, 10"])
def test_what_is_no_folio(issue: Path, typed: str) -> None:
    assert told(two_pages(issue, typed)) == [("bad-value", 2, 8)]


@pytest.mark.parametrize(
    ("onward", "where", "code"),
    [
        ("8", "folio: 9", "next-no-page"),
        ("7", "folio: 9", "next-before"),
        ("5", "folio: 5", "next-before"),
        ("auto", "folio: 9", "next-alone"),
        ("{folio: 9, slot: nulle-part}", "folio: 9", "missing-slot"),
    ],
)
def test_where_it_cannot_go_on(issue: Path, onward: str, where: str, code: str) -> None:
    assert told(two_pages(issue, onward, where=where)) == [(code, 2, 8)]


@pytest.mark.parametrize("typed", ["auto", "{folio: auto, slot: lead}", "10", "{folio: 10, slot: lead}"])
def test_it_may_go_on_among_pages_that_share_their_articles(issue: Path, typed: str) -> None:
    onward = read_issue(pool(issue, typed)).issue.pages[0].articles[0].article.next
    assert onward is not None
    assert onward.folio == (0 if "auto" in typed else 10)


@pytest.mark.parametrize(
    ("typed", "pinned", "code", "hint"),
    [
        ("9", 0, "next-before", "10 to 11"),
        ("10", 10, "next-before", "11 to 11"),
        ("11", 11, "next-before", "13"),
        ("auto", 11, "next-alone", "13"),
    ],
)
def test_it_goes_on_on_a_later_one_of_them(issue: Path, typed: str, pinned: int, code: str, hint: str) -> None:
    """Not on the first, nor on the one to which it is pinned; what may be written is told."""
    written = pool(issue, typed, pinned) / "issue.yaml"
    more = "  - layout: breves\n    folio: 13\n    articles: [dernier]\n"
    written.write_text(written.read_text(encoding="utf-8") + more, encoding="utf-8")
    market = issue / "articles" / "marche.md"
    (issue / "articles" / "dernier.md").write_bytes(market.read_bytes())
    with pytest.raises(Refused) as caught:
        read_issue(issue)
    (told_,) = [problem for problem in caught.value.problems if problem.severity == "error"]
    assert told_.code == code
    assert hint in str(told_.hint)


def pool(issue: Path, onward: str, pinned: int = 0) -> Path:
    """« pont » and « marche » on three pages that share them."""
    first = f"{{article: pont, folio: {pinned}}}" if pinned else "pont"
    two_pages(issue, onward)
    head = (issue / "issue.yaml").read_text(encoding="utf-8").split("pages:")[0]
    entry = f"  - layout: breves\n    folios: 9-11\n    articles: [{first}, marche]\n"
    (issue / "issue.yaml").write_text(f"{head}pages:\n{entry}", encoding="utf-8")
    return issue


@pytest.fixture
def spread(issue: Path, publication: Path) -> Path:
    """A layout of two pages: its figure alone stands on the right-hand one."""
    layouts = publication / "layouts"
    shutil.copytree(layouts / "breves", layouts / "double")
    held = (layouts / "double" / "layout.yaml").read_text(encoding="utf-8")
    held = held.replace("    unit: ", "    page: left\n    unit: ").replace(
        "page: left\n    unit: 8\n    units: 4\n    lines: 55", "page: right\n    unit: 8\n    units: 4\n    lines: 55"
    )
    (layouts / "double" / "layout.yaml").write_text(f"pages: 2\n{held}", encoding="utf-8")
    return issue


@pytest.mark.parametrize(
    ("typed", "code"), [("10", ""), ("10, lead", ""), ("11", "next-no-slot"), ("11, lead", "next-other-page")]
)
def test_it_goes_on_on_a_spread_where_a_slot_begins(spread: Path, typed: str, code: str) -> None:
    """On either of its pages, if any slot for articles begins there; the folio of the first stands for both."""
    written = two_pages(spread, typed, where="folio: 10") / "issue.yaml"
    held = written.read_text(encoding="utf-8")
    written.write_text(held.replace("breves\n    folio: 10", "double\n    folio: 10"), encoding="utf-8")
    if code:
        assert told(spread) == [(code, 2, 8)]
    else:
        assert read_issue(spread).issue.pages[0].articles[0].article.next is not None


@pytest.mark.parametrize("typed", ["7", "auto"])
def test_on_its_own_spread_it_goes_on_by_itself(spread: Path, typed: str) -> None:
    written = two_pages(spread, typed) / "issue.yaml"
    held = written.read_text(encoding="utf-8")
    written.write_text(held.replace("breves\n    folio: 7", "double\n    folio: 6"), encoding="utf-8")
    assert told(spread) == [("next-alone" if typed == "auto" else "next-spread", 2, 8)]


def test_a_spread_on_which_an_article_goes_on_may_have_none_of_its_own(spread: Path) -> None:
    """Whichever of its pages is named."""
    layout = spread.parent.parent / "layouts" / "double" / "layout.yaml"
    layout.write_text(
        layout.read_text(encoding="utf-8").replace("page: left\n    unit: 8", "page: right\n    unit: 8"), encoding="utf-8"
    )
    written = two_pages(spread, "11", where="folio: 10", articles="[]") / "issue.yaml"
    held = written.read_text(encoding="utf-8")
    written.write_text(held.replace("breves\n    folio: 10", "double\n    folio: 10"), encoding="utf-8")
    assert read_issue(spread).issue.pages[1].articles == ()


@pytest.mark.parametrize("layout", ["[breves, other]", "auto"])
def test_a_page_may_take_any_of_several_layouts_and_the_slot_be_of_one(issue: Path, publication: Path, layout: str) -> None:
    layouts = publication / "layouts"
    shutil.copytree(layouts / "breves", layouts / "other")
    other = layouts / "other" / "layout.yaml"
    other.write_text(other.read_text(encoding="utf-8").replace("lead:", "head:"), encoding="utf-8")
    written = two_pages(issue, "9, head") / "issue.yaml"
    written.write_text(
        written.read_text(encoding="utf-8").replace("breves\n    folio: 9", f"{layout}\n    folio: 9"), encoding="utf-8"
    )
    assert read_issue(issue).issue.pages[0].articles[0].article.next is not None


def test_a_key_figure_does_not_go_on(issue: Path) -> None:
    two_pages(issue, "9")
    lead = issue / "articles" / "pont.md"
    lead.write_text(lead.read_text(encoding="utf-8").replace("---\n", "---\nchiffre: 12 km\n", 1), encoding="utf-8")
    assert told(issue) == [("next-figure", 3, 8)]


def test_it_goes_on_in_no_slot_for_figures_or_quotes(issue: Path, publication: Path) -> None:
    held = publication / "layouts" / "breves" / "layout.yaml"
    typed = held.read_text(encoding="utf-8")
    held.write_text(f"{typed}  aside: {{unit: 0, units: 1, lines: 1-2, takes: figure}}\n", encoding="utf-8")
    assert told(two_pages(issue, "9, aside")) == [("next-slot", 2, 8)]


def test_an_article_that_may_be_left_out_does_not_go_on(issue: Path) -> None:
    written = two_pages(issue, "9") / "issue.yaml"
    written.write_text(
        written.read_text(encoding="utf-8").replace("[pont]", "[{article: pont, optional: 1}]"), encoding="utf-8"
    )
    assert told(issue) == [("next-optional", 2, 8)]


def test_two_articles_do_not_go_on_in_one_slot(issue: Path) -> None:
    two_pages(issue, "{folio: 9, slot: lead}", articles="[]")
    written = issue / "issue.yaml"
    written.write_text(written.read_text(encoding="utf-8").replace("[pont]", "[pont, marche]"), encoding="utf-8")
    market = issue / "articles" / "marche.md"
    market.write_text(market.read_text(encoding="utf-8").replace("---\n", "---\nsuite: 9, lead\n", 1), encoding="utf-8")
    assert told(issue) == [("next-twice", 2, 8)]


def test_a_page_needs_an_article_or_one_that_goes_on_there(issue: Path) -> None:
    read = read_issue(two_pages(issue, "9", articles="[]"))
    assert read.issue.pages[1].articles == ()
    two_pages(issue, "9", key="alt", articles="[]")
    lead = issue / "articles" / "pont.md"
    lead.write_text(lead.read_text(encoding="utf-8").replace("alt: 9\n", "").replace("suite: 9\n", ""), encoding="utf-8")
    assert [code for code, _, _ in told(issue)] == ["bad-value"]


def test_another_folio_is_judged_with_all_pages_when_the_file_is_read_again(issue: Path) -> None:
    read = read_issue(two_pages(issue, "9"))
    lead = issue / "articles" / "pont.md"
    lead.write_text(lead.read_text(encoding="utf-8").replace("suite: 9", "suite: 11"), encoding="utf-8")
    with pytest.raises(Refused) as caught:
        reread(read, ["issues/un/articles/pont.md"])
    assert [problem.code for problem in caught.value.problems if problem.severity == "error"] == ["next-no-page"]
