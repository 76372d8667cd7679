"""Two states of a page: the same or not, what looks different, which words changed, and a report that is safe."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from click.testing import CliRunner, Result

from mise_en_page.cli.commands import commands
from mise_en_page.model.message import spoken
from mise_en_page.proof.compare import Side, TextChange, compare
from mise_en_page.proof.compare_report import as_html, named
from mise_en_page.proof.passages import BODY, CAPTION, CHAPO, HEAD, TITLE, Passage, PassageChange, Written, changed, pieces
from mise_en_page.proof.words_seen import Box, words
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


def article(*texts: str, folio: int = 15, title: str = "Le fleuve") -> Written:
    return Written(title, folio, (Passage(TITLE, title), *(Passage(BODY, text) for text in texts)))


def test_articles_cannot_speak_to_the_browser() -> None:
    side = Side("<script>a", built().pdf, {"x.md": article("un <script>alert(1)</script>", title="<b>x")})
    html = as_html(compare(side, Side("b", built().pdf, {"x.md": article("un", title="<b>x")})))
    assert "<script" not in html
    assert "<b>x" not in html
    assert "<del>&lt;script&gt;alert(1)&lt;/script&gt;</del>" in html
    assert not re.search(r'(?:src|href)="(?!data:|#)', html)


def test_texts_are_told_by_article_in_the_order_of_the_pages() -> None:
    pdf = built().pdf
    before = {"x.md": article("un"), "y.md": article("d", folio=16, title="Parti")}
    compared = compare(Side("a", pdf, before), Side("b", pdf, {"x.md": article("un"), "z.md": article("d", title="Neuf")}))
    new = (PassageChange(TITLE, (("after", "Neuf"),)), PassageChange(BODY, (("after", "d"),)))
    gone = (PassageChange(TITLE, (("before", "Parti"),)), PassageChange(BODY, (("before", "d"),)))
    assert compared.texts == (
        TextChange("Neuf", "z.md", 15, new, new=True),
        TextChange("Parti", "y.md", 16, gone, gone=True),
    )
    with spoken("fr"):
        assert [str(named(text)) for text in compared.texts] == [
            "page 15, Neuf (z.md)\u00a0: nouveau", "page 16, Parti (y.md)\u00a0: retiré",
        ]  # fmt: skip


SIGNS = {"before": "-", "after": "+"}


def told(before: list[Passage], after: list[Passage]) -> list[tuple[str, str]]:
    """What is told of each passage: its name, and what went and came of it."""
    with spoken("fr"):
        return [
            (str(each.role), " ".join(f"{SIGNS[kind]}{text}" for kind, text in each.pieces if kind in SIGNS))
            for each in changed(before, after)
        ]  # fmt: skip


RIVER = "La rivière monte depuis mardi, et personne ne la regarde plus depuis le quai."
BOATS = "Les gabares sont rentrées au port avec leur sable blond et leurs mariniers fourbus."


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([(BODY, RIVER), (BODY, BOATS)], [(BODY, RIVER), (BODY, BOATS)], []),
        ([(BODY, RIVER)], [(BODY, RIVER.replace("mardi", "lundi"))], [("texte", "-mardi, +lundi,")]),
        ([(BODY, RIVER), (BODY, BOATS)], [(BODY, BOATS)], [("texte", f"-{RIVER}")]),
        ([(BODY, BOATS)], [(BODY, RIVER), (BODY, BOATS)], [("texte", f"+{RIVER}")]),
        ([(BODY, RIVER)], [(BODY, BOATS)], [("texte", f"+{BOATS}"), ("texte", f"-{RIVER}")]),
        ([(TITLE, "Le pont")], [(TITLE, "La gare")], [("titre", "-Le pont +La gare")]),
        ([(TITLE, "Le pont"), (CHAPO, "Un.")], [(TITLE, "Le pont"), (CHAPO, "Deux.")], [("chapô", "-Un. +Deux.")]),
        ([(BODY, RIVER), (BODY, BOATS)], [(BODY, RIVER), (HEAD, "Le port"), (BODY, BOATS)], [("intertitre", "+Le port")]),
        ([(CAPTION, "Ici.")], [], [("légende", "-Ici.")]),
        (
            [(BODY, RIVER), (BODY, BOATS)],
            [(BODY, RIVER.replace("quai", "pont")), (BODY, BOATS.replace("blond", "gris"))],
            [("texte", "-quai. +pont."), ("texte", "-blond +gris")],
        ),
    ],
)
def test_each_passage_is_told_by_itself_and_by_its_name(
    before: list[tuple[Any, str]], after: list[tuple[Any, str]], expected: list[tuple[str, str]]
) -> None:
    assert told([Passage(*each) for each in before], [Passage(*each) for each in after]) == expected


def test_changed_words_are_marked_where_they_stand(tmp_path: Path) -> None:
    """Two builds of a page: the marks lie on the new word and on the old, and on none of the words that only moved."""
    root = one_page(tmp_path / "publication")
    first = built_of(root)
    lead = root / ISSUE / "articles" / "fleuve.md"
    lead.write_text(
        lead.read_text(encoding="utf-8").replace("couper le moteur", "débrancher vite le radar", 1), encoding="utf-8"
    )
    compared = compare(Side("a", first), Side("b", built_of(root)))
    (page,) = compared.changed
    assert words_at(first, page.gone) == ["couper", "moteur,"]
    assert " ".join(words_at(built_of(root), page.come)) in ("débrancher vite radar,", "débrancher vite le radar,")
    with spoken("fr"):
        html = as_html(compared)
    assert html.count("<i style=") == len(page.gone) + len(page.come)
    assert "Où cela se voit" in html
    (text,) = compared.texts
    assert text.passages[0].pieces[0][1].startswith("… ")
    assert len(" ".join(words for _, words in text.passages[0].pieces).split()) < 30, "not the whole page again"


def test_what_stands_around_a_page_is_no_part_of_it(tmp_path: Path) -> None:
    """The same files in a folder of another name: the slug names it, and the pages are the same."""
    root = one_page(tmp_path / "publication")
    shutil.copytree(root / ISSUE, root / "issues" / "autre")
    assert run("compare", str(root / ISSUE), str(root / "issues" / "autre"), "-o", str(tmp_path / "r.html")).exit_code == 0
    assert "<figure>" not in (tmp_path / "r.html").read_text(encoding="utf-8")


def built_of(root: Path) -> bytes:
    assert run("build", str(root / ISSUE), "-o", str(root / "out")).exit_code == 0
    return (root / "out" / "2018-05.pdf").read_bytes()


def words_at(pdf: bytes, boxes: tuple[Box, ...]) -> list[str]:
    """The words of the first page whose middles lie in some boxes."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    page.set_cropbox(*page.get_bleedbox())
    found = []
    for word in words(page):
        for left, top, right, bottom in word.boxes:
            across, down = (left + right) / 2, (top + bottom) / 2
            if any(x0 < across < x1 and y0 < down < y1 for x0, y0, x1, y1 in boxes):
                found.append(word.text)
                break
    return found


def test_two_issues_are_compared_without_a_key_of_their_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = one_page(tmp_path / "publication")
    other = root / "issues" / "autre"
    shutil.copytree(root / ISSUE, other)
    lead = other / "articles" / "fleuve.md"
    text = lead.read_text(encoding="utf-8")
    kicker = text.split("kicker: ")[1].split("\n")[0]
    text = text.replace(f"kicker: {kicker}", "kicker: Tout autre chose", 1)
    assert "\"Les gens s'attendent" in text
    lead.write_text(text.replace("un cylindre noir", "un tube noir", 1), encoding="utf-8")
    monkeypatch.chdir(root)
    result = run("--lang", "fr", "compare", ISSUE, "issues/autre", "-o", "-")
    assert result.exit_code == 1
    assert "Pages d’aspect différent\u00a0: 1 sur 1" in result.stdout
    assert "<b>surtitre</b>" in result.stdout
    assert "<ins>Tout autre chose</ins>" in result.stdout
    assert "<del>cylindre</del> <ins>tube</ins>" in result.stdout
    assert "« Les gens s’attendent" in result.stdout  # as it is printed
    assert "Page 15" in result.stdout or "page 15" in result.stdout
    for raw in ("kicker", "---", "title:", "chapo:", "Page 1 ", "page 1\u00a0"):
        assert raw not in re.sub(r"base64,[^\"]+", "", result.stdout), raw
    assert "page 15, Le fleuve reprend la parole (fleuve.md)\u00a0: 2 passages modifiés" in result.stderr


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
    assert "(fleuve.md): 1 passage changed" in first.stderr
    assert run("compare", f"{ISSUE}@HEAD", ISSUE, "-o", "-").stdout == first.stdout
    for revision in ("nowhere", "--output=pwned", ""):
        assert run("compare", f"{ISSUE}@{revision}", ISSUE).exit_code == 2
    assert not (root / "pwned").exists()
    shutil.rmtree(root / ".git")
    assert run("compare", f"{ISSUE}@HEAD", ISSUE).exit_code == 2
