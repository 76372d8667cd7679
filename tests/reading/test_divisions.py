"""hyphenation.txt: the publication's own divisions, a word a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from mise_en_page import reading
from mise_en_page.model.problem import Refused
from mise_en_page.typography import hyphenator
from sample_issue import one_page


def publication(folder: Path, divisions: str) -> Path:
    root = one_page(folder / "publication")
    (root / "hyphenation.txt").write_text(divisions, encoding="utf-8")
    return root / "issues" / "2018-05"


def test_the_list_has_the_last_word(tmp_path: Path) -> None:
    read = reading.read_issue(publication(tmp_path, "# les nôtres\nfablabeur=fa-bla-beur\ntypographie=\n"))
    divide = hyphenator(read.issue.publication)
    assert divide("fablabeur") == (2, 5)
    assert divide("typographie") == ()
    assert divide("imprimerie") != ()


def test_a_line_that_is_no_division_is_told_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        reading.read_issue(publication(tmp_path, "show-room\nmot=autre-mot\nun deux\n"))
    told = [(p.code, p.where.line if p.where else 0) for p in refused.value.problems]
    assert told == [("hyphenation", 2), ("hyphenation", 3)]
