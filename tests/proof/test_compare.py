"""Two states of a page: the same or not, what looks different, which words changed, and a report that is safe."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mise_en_page.cli.commands import commands
from mise_en_page.model.message import spoken
from mise_en_page.proof.compare import Side, TextChange, compare, pieces
from mise_en_page.proof.compare_report import as_html
from sample_issue import built, one_page

ISSUE = "issues/2018-05"


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(commands, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_a_pdf_is_the_same_as_itself() -> None:
    side = Side("a.pdf", built().pdf)
    compared = compare(side, side)
    assert (compared.same, compared.pages) == (True, 2)
    assert "No difference in 2 pages" in as_html(compared)
    with spoken("fr"):
        assert "Aucune différence sur 2 pages." in as_html(compared)


def test_words_stay_go_and_come() -> None:
    assert list(pieces(["le", "pont", "est", "vieux"], ["le", "pont", "neuf", "est"])) == [
        ("same", "le pont"),
        ("after", "neuf"),
        ("same", "est"),
        ("before", "vieux"),
    ]


def test_a_page_on_one_side_alone_is_different(tmp_path: Path) -> None:
    import pikepdf  # noqa: PLC0415

    (tmp_path / "two.pdf").write_bytes(built().pdf)
    with pikepdf.open(tmp_path / "two.pdf") as pdf:
        del pdf.pages[1]
        pdf.save(tmp_path / "one.pdf")
    result = run("compare", str(tmp_path / "two.pdf"), str(tmp_path / "one.pdf"), "-o", str(tmp_path / "r.html"))
    assert result.exit_code == 1
    assert "page 2: 100.00% of it looks different\n" in result.stderr
    assert "page 1" not in result.stderr
    told = run("compare", str(tmp_path / "two.pdf"), str(tmp_path / "one.pdf"), "-o", "-", "--lang", "fr")
    assert "page 2\u00a0: 100,00\u00a0% de la page a changé\n" in told.stderr
    assert '<html lang="fr">' in told.stdout
    assert "Page 2\u00a0: 100,00\u00a0% de la page diffère" in told.stdout


def test_articles_cannot_speak_to_the_browser() -> None:
    side = Side("<script>a", built().pdf, {"x.md": "un <script>alert(1)</script>"})
    html = as_html(compare(side, Side("b", built().pdf, {"x.md": "un"})))
    assert "<script" not in html
    assert "<del>&lt;script&gt;alert(1)&lt;/script&gt;</del>" in html
    assert not re.search(r'(?:src|href)="(?!data:)', html)


def test_texts_are_told_by_article() -> None:
    pdf = built().pdf
    compared = compare(Side("a", pdf, {"x.md": "un", "y.md": "d"}), Side("b", pdf, {"x.md": "un", "z.md": "d"}))
    assert compared.texts == (TextChange("y.md", (("before", "d"),)), TextChange("z.md", (("after", "d"),)))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"\x00" * 99])
def test_what_is_no_pdf_is_told_with_status_2(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "bad.pdf").write_bytes(data)
    result = run("compare", str(tmp_path / "bad.pdf"), str(tmp_path / "bad.pdf"), "-o", str(tmp_path / "r.html"))
    assert (result.exit_code, "[not-a-pdf]" in result.stderr) == (2, True)
    assert not (tmp_path / "r.html").exists()


def test_a_file_that_is_not_there_is_told_with_status_2(tmp_path: Path) -> None:
    assert run("compare", str(tmp_path / "no.pdf"), str(tmp_path / "no.pdf")).exit_code == 2


def test_a_revision_is_compared_with_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = one_page(tmp_path / "publication")
    monkeypatch.chdir(root)
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run([*git, *arguments], check=True)
    assert run("compare", f"{ISSUE}@HEAD", ISSUE, "-o", "same.html").exit_code == 0
    article = root / ISSUE / "articles" / "fleuve.md"
    text = article.read_text(encoding="utf-8")
    last = text.split()[-1]
    article.write_text(text.replace(last, last[::-1]), encoding="utf-8")
    first = run("compare", f"{ISSUE}@HEAD", ISSUE, "-o", "-")
    assert first.exit_code == 1
    assert f"<del>{last}</del>" in first.stdout
    assert "fleuve.md: words changed" in first.stderr
    assert run("compare", f"{ISSUE}@HEAD", ISSUE, "-o", "-").stdout == first.stdout
    for revision in ("nowhere", "--output=pwned", ""):
        assert run("compare", f"{ISSUE}@{revision}", ISSUE).exit_code == 2
    assert not (root / "pwned").exists()
    shutil.rmtree(root / ".git")
    assert run("compare", f"{ISSUE}@HEAD", ISSUE).exit_code == 2
