"""Imported articles in issue.yaml: every other character stays as it was typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from mise_en_page.importing.new_issue import listed, new_issue

HEAD = "number: 1   # the first\npages:\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  - folio: 14\n    articles: [a, b]  # two\n", "  - folio: 14\n    articles: [a, b, c]  # two\n"),
        ("  - folio: 14\n    articles:\n      - a\n      - b # last\n",
        "  - folio: 14\n    articles:\n      - a\n      - b # last\n      - c\n"),
        ("  - folio: 14\n    articles:\n    - a", "  - folio: 14\n    articles:\n    - a\n    - c"),
        (
            "  - folios: 12-15\n    brèves:\n      - {article: a, slot: lead}\n    section: x\n",
            "  - folios: 12-15\n    brèves:\n      - {article: a, slot: lead}\n      - c\n    section: x\n",
        ),
        (
            "  - folio: 14\n    articles:\n      - article: a\n        slot: lead\n    section: x\n",
            "  - folio: 14\n    articles:\n      - article: a\n        slot: lead\n      - c\n    section: x\n",
        ),
    ],
)  # fmt: skip
def test_an_article_is_added_to_the_list_of_a_page(before: str, after: str) -> None:
    assert listed(HEAD + before, 14, ["c"]) == HEAD + after
    assert listed(HEAD + after, 14, ["c"]) == HEAD + after


@pytest.mark.parametrize("page", ["  - folio: 3\n    articles: [a]\n", "  - folio: 14\n", "  - [", ""])
def test_there_is_nothing_to_add_to(page: str) -> None:
    assert listed(HEAD + page, 14, ["c"]) is None


def test_a_new_issue_takes_its_number_and_date_from_its_folder(tmp_path: Path) -> None:
    (tmp_path / "layouts" / "breves").mkdir(parents=True)
    (tmp_path / "layouts" / "breves" / "layout.yaml").write_text("")
    many = new_issue(tmp_path, "2018-05-12", [("a", 9_000), ("b", 6_000), ("c", 10), ("d", 10)], french=False).decode()
    assert many.startswith("number: '2018-05-12'\ndate: 2018-05-12\npages:\n  - layout: breves\n    folios: 2-3\n")
    assert "date: 2018-05-04\n" in new_issue(tmp_path, "n28", [("a", 10)], french=False, date="2018-05-04").decode()
    assert "date: 2018-05-04\n" in new_issue(tmp_path, "2018-13", [("a", 10)], french=False, date="2018-05-04").decode()
    assert "date: 2000-01-01\n" in new_issue(tmp_path, "n28", [("a", 10)], french=False).decode()
