"""An article that is no Markdown: what is read is said, and how to bring it in."""

from __future__ import annotations

from pathlib import Path

import pytest

from mise_en_page.model.problem import Refused
from mise_en_page.reading import read_issue


def told(issue: Path, named: str) -> list[tuple[str, str, str]]:
    written = (issue / "issue.yaml").read_text(encoding="utf-8")
    assert "- pont\n" in written
    (issue / "issue.yaml").write_text(written.replace("- pont\n", f"- {named}\n"), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_issue(issue)
    return [
        (problem.code, problem.message, problem.hint) for problem in refused.value.problems if problem.severity == "error"
    ]


@pytest.mark.parametrize("ending", [".docx", ".doc", ".odt", ".rtf", ".html", ".pdf", ".pages"])
@pytest.mark.parametrize("named", ["c", "c{}"])
@pytest.mark.parametrize("there", [True, False])
def test_a_document_is_told_by_its_kind_and_how_to_bring_it_in(ending: str, named: str, there: bool, issue: Path) -> None:
    if there:
        (issue / f"articles/c{ending}").write_bytes(b"PK")
    if not there and named == "c":
        return
    ((code, message, hint),) = told(issue, named.format(ending))
    assert code == "foreign-article"
    assert message.startswith(f"“c{ending}” is a")
    assert "Markdown (.md)" in message
    assert "/c.md" in hint
    assert "write “c” here" in hint


def test_a_plain_text_is_only_to_be_renamed(issue: Path) -> None:
    (issue / "articles/c.txt").write_text("Texte.", encoding="utf-8")
    ((code, _, hint),) = told(issue, "c.txt")
    assert code == "foreign-article"
    assert hint.startswith("rename it c.md")
