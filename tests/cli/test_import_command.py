"""``import`` as it is typed: from a file on the disk to pages that ``check`` passes and ``build`` prints."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from mise_en_page.cli.commands import commands
from sample_issue import ROOT, one_page

ISSUE = "issues/2018-09"
SENTENCE = "Le fleuve monte encore, malgré le beau temps, et le port rouvre lundi. "


def run(*arguments: str, given: bytes | None = None) -> Result:
    result = CliRunner().invoke(commands, ["import", *arguments], input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


@pytest.fixture
def publication(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = one_page(tmp_path / "publication")
    monkeypatch.chdir(root)
    return root


def word(path: Path, *titles: str) -> Path:
    """A Word file as python-docx makes one, a picture in its first article."""
    made = docx.Document()
    for number, title in enumerate(titles):
        made.add_heading(title, 1)
        if not number:
            photograph = io.BytesIO()
            Image.effect_noise((1_600, 1_200), 40).convert("RGB").save(photograph, "JPEG")
            made.add_picture(io.BytesIO(photograph.getvalue()))
            made.add_paragraph("Le fleuve, vu du pont.", style="Caption")
        for _ in range(6):
            made.add_paragraph(SENTENCE * 4).add_run("Le Monde").italic = True
    made.save(str(path))
    return path


def test_from_a_word_file_to_a_page(publication: Path) -> None:
    word(publication / "brèves.docx", "Le fleuve monte", "Le port rouvre", "Le bac attend")
    result = run("brèves.docx", "--into", ISSUE)
    assert result.exit_code == 0
    first = result.stdout.splitlines()[0]
    assert first.startswith("articles/le-fleuve-monte.md: new, ")
    assert first.endswith("from brèves.docx, paragraph 1 to brèves.docx, paragraph 9 (title: style “heading 1”)")
    assert result.stderr.splitlines()[-1] == "3 articles into 2018-09"
    checked = CliRunner().invoke(commands, ["check", ISSUE, "--json"])
    told = json.loads(checked.stdout)["problems"]
    assert {each["code"] for each in told if each["severity"] == "error"} <= {"overset", "underfull", "image-resolution"}


def test_an_article_with_a_list_and_a_table_passes(publication: Path) -> None:
    made = docx.Document()
    made.add_heading("Le fleuve monte", 1)
    made.add_paragraph(SENTENCE * 9)
    for words in ("le quai Nord ;", "le quai Sud ;", "la passerelle."):
        made.add_paragraph(words, style="List Bullet")
    rows = [("Port", "Hauteur"), ("Brest", "2,5 m"), ("Lorient", "12 m")]
    table = made.add_table(len(rows), 2)
    for row, words in zip(table.rows, rows, strict=True):
        for cell, said in zip(row.cells, words, strict=True):
            cell.text = said
    made.add_paragraph(SENTENCE * 9)
    made.save("a.docx")
    result = run("a.docx", "--into", ISSUE)
    assert "[import-list]" not in result.output
    assert "[import-table]" not in result.output
    article = (publication / ISSUE / "articles" / "le-fleuve-monte.md").read_text(encoding="utf-8")
    assert "\n\n• le quai Nord ;\n\n• le quai Sud ;\n\n• la passerelle.\n\n" in article
    assert "\n\n| Port | Hauteur |\n| Brest | 2,5 m |\n| Lorient | 12 m |\n\n" in article
    told = json.loads(CliRunner().invoke(commands, ["check", ISSUE, "--json"]).stdout)["problems"]
    assert {each["code"] for each in told if each["severity"] == "error"} <= {"overset", "underfull"}
    assert not {"list", "table", "word-too-wide"} & {each["code"] for each in told}


def test_it_speaks_french_where_the_desk_does(publication: Path) -> None:
    word(publication / "a.docx", "Le fleuve monte")
    result = run("a.docx", "--into", ISSUE, "--lang", "fr")
    assert "articles/le-fleuve-monte.md\u00a0: nouveau" in result.stdout
    assert "titre\u00a0: style «\u00a0heading 1\u00a0»" in result.stdout


def test_exit_status_is_1_where_something_could_not_be_carried(publication: Path) -> None:
    (publication / "a.html").write_text('<h1>Le fleuve</h1><img src="https://exemple.fr/x.png"><p>Il monte.</p>')
    result = run("a.html", "--into", ISSUE)
    assert result.exit_code == 1
    assert "the picture https://exemple.fr/x.png lies on the network and is not fetched [import-picture]" in result.stderr
    assert (publication / ISSUE / "articles" / "le-fleuve.md").exists()


def test_the_report_as_json(publication: Path) -> None:
    word(publication / "a.docx", "Le fleuve monte")
    told = json.loads(run("a.docx", "--into", ISSUE, "--json").stdout)
    (source,) = told["sources"]
    assert (source["source"], source["form"]) == ("a.docx", "docx")
    assert source["articles"][0]["fields"] == {"title": "style “heading 1”"}
    assert source["articles"][0]["pictures"] == ["images/le-fleuve-monte.jpg"]
    assert "articles/le-fleuve-monte.md" in told["written"]


def test_what_is_pasted_comes_by_standard_input(publication: Path) -> None:
    result = run("-", "--into", ISSUE, given="Titre : Le bac\nSignature : a.l\n\nIl attend à l’été.\n".encode("cp1252"))
    assert result.exit_code == 0
    assert "Il attend à l’été." in (publication / ISSUE / "articles" / "le-bac.md").read_text(encoding="utf-8")


def test_an_issue_that_is_there_keeps_its_pages(publication: Path) -> None:
    before = (publication / "issues/2018-05/issue.yaml").read_bytes()
    word(publication / "a.docx", "Une brève de plus")
    assert run("a.docx", "--into", "issues/2018-05").exit_code == 0
    assert (publication / "issues/2018-05/issue.yaml").read_bytes() == before
    assert (publication / "issues/2018-05/articles/une-breve-de-plus.md").exists()


def test_new_articles_go_to_the_page_that_is_asked_for(publication: Path) -> None:
    before = (publication / "issues/2018-05/issue.yaml").read_text(encoding="utf-8")
    word(publication / "a.docx", "Une brève de plus", "Et une autre")
    assert run("a.docx", "--into", "issues/2018-05", "--page", "15").exit_code == 0
    after = (publication / "issues/2018-05/issue.yaml").read_text(encoding="utf-8")
    added = [line.strip() for line in after.splitlines() if line not in before.splitlines()]
    assert added == ["- une-breve-de-plus", "- et-une-autre"]
    assert run("a.docx", "--into", "issues/2018-05", "--page", "15").exit_code == 0
    assert (publication / "issues/2018-05/issue.yaml").read_text(encoding="utf-8") == after
    word(publication / "b.docx", "Une troisième")
    result = run("b.docx", "--into", "issues/2018-05", "--page", "99")
    assert result.exit_code == 1
    assert "no page 99" in result.stderr


@pytest.mark.parametrize(
    "settings",
    [
        "styles:\n  Heading 2: titre\nlabels:\n  Accroche du jour: chapô\nsplit: none\nbold-intertitles: no\n",
        "styles:\n  heading 2: title\nétiquettes:\n  ACCROCHE DU JOUR: chapo\ndécoupe: aucune\nintertitres-gras: non\n",
    ],
)
def test_a_desks_own_styles_and_labels(publication: Path, settings: str) -> None:
    (publication / "import.yaml").write_text(settings, encoding="utf-8")
    made = docx.Document()
    made.add_heading("Le fleuve", 2)
    made.add_paragraph("Accroche du jour : il monte.")
    made.add_paragraph("Et il descendra.")
    made.add_paragraph().add_run("En gras").bold = True
    made.add_paragraph("Fin.")
    made.save("a.docx")
    run("a.docx", "--into", ISSUE)
    article = (publication / ISSUE / "articles" / "le-fleuve.md").read_text(encoding="utf-8")
    assert article == "---\ntitre: Le fleuve\nchapô: il monte.\n---\nEt il descendra.\n\n**En gras**\n\nFin.\n"


def test_a_mistake_in_the_settings_is_told_with_its_line(publication: Path) -> None:
    (publication / "import.yaml").write_text("styles:\n  Gros: titer\n", encoding="utf-8")
    word(publication / "a.docx", "Le fleuve")
    result = run("a.docx", "--into", ISSUE)
    assert result.exit_code == 1
    assert "import.yaml:2:9: error: “titer” is no field of an article" in result.stderr
    assert "did you mean" in result.stderr


def test_nothing_to_import_into_and_nothing_to_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    word(tmp_path / "a.docx", "Le fleuve")
    result = run("a.docx", "--into", "issues/2018-09")
    assert (result.exit_code, [path.name for path in tmp_path.iterdir()]) == (1, ["a.docx"])
    assert "2018-09 is in no publication" in result.stderr
    assert run("--into", "issues/2018-09").exit_code == 2


def test_a_file_that_is_not_there_keeps_no_other_from_coming(publication: Path) -> None:
    word(publication / "a.docx", "Le fleuve monte")
    result = run("gone.docx", "a.docx", "--into", ISSUE)
    assert result.exit_code == 1
    assert "gone.docx" in result.stderr
    assert (publication / ISSUE / "articles" / "le-fleuve-monte.md").exists()


def test_the_same_files_give_the_same_bytes(publication: Path) -> None:
    word(publication / "a.docx", "Le fleuve monte", "Le port rouvre")

    def made(issue: str) -> dict[str, bytes]:
        run("a.docx", "--into", issue)
        folder = publication / issue
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    one, other = made("issues/2018-12"), made("issues/x/2018-12")
    assert {name: data for name, data in one.items() if "imports" not in name} == {
        name: data for name, data in other.items() if "imports" not in name
    }


def test_the_sample_is_untouched() -> None:
    assert not (ROOT / "issues" / "2018-05" / "imports").exists()
