"""Bon à tirer: what was signed builds; whatever has changed since is refused, and named."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mise_en_page.cli.commands import commands
from mise_en_page.desk.engine import Engine
from mise_en_page.desk.since_signed import SinceSigned
from mise_en_page.proof.sign import RECORD, changed_words, changes, reached, read_record
from mise_en_page.reading import press_profile
from sample_issue import files, one_page

ISSUE = "issues/2018-05"


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(commands, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = one_page(tmp_path_factory.mktemp("signed") / "publication")
    result = run("sign", str(root / ISSUE), "--by", "Jeanne Martin", "--on", "2018-05-02")
    assert result.exit_code == 0, result.output
    return root


@pytest.fixture
def publication(signed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the signed publication, to change."""
    import shutil  # noqa: PLC0415

    shutil.copytree(signed, tmp_path / "copy")
    monkeypatch.chdir(tmp_path / "copy")
    return tmp_path / "copy"


def test_the_record_is_read_back_as_it_was_written(signed: Path) -> None:
    record = read_record(signed / ISSUE)
    assert (record.by, record.on) == ("Jeanne Martin", "2018-05-02")
    assert {"publication.yaml", f"{ISSUE}/issue.yaml", f"{ISSUE}/articles/fleuve.md"} <= record.files.keys()
    assert {"layouts/breves/style.css", f"{ISSUE}/images/fleuve.svg"} <= record.files.keys()
    article = f"{ISSUE}/articles/fleuve.md"
    assert record.articles[article] == (signed / article).read_text(encoding="utf-8")
    assert str(signed) not in (signed / ISSUE / RECORD).read_text(encoding="utf-8")


def test_what_was_signed_is_built(publication: Path) -> None:
    result = run("build", ISSUE, "--signed")
    assert result.exit_code == 0, result.output
    assert "out/2018-05.pdf" in files(publication)


def test_a_changed_word_is_refused_and_told_with_its_line(publication: Path) -> None:
    article = publication / ISSUE / "articles" / "fleuve.md"
    text = article.read_text(encoding="utf-8")
    first, _, rest = text.rpartition("\n\n")
    word = rest.split()[1]
    article.write_text(f"{first}\n\n{rest.replace(word, 'XYZ', 1)}", encoding="utf-8")
    result = run("build", ISSUE, "--signed")
    assert result.exit_code == 1
    line = first.count("\n") + 3
    assert f"{ISSUE}/articles/fleuve.md:{line}:1: info: was “{word}”, is “XYZ” [signed-words]" in result.output
    assert "has changed since Jeanne Martin (2 May 2018) signed [signed-changed]" in result.output
    assert "out/2018-05.pdf" not in files(publication)
    told = run("--lang", "fr", "build", ISSUE, "--signed").output
    assert f"remarque\u00a0: il y avait «\u00a0{word}\u00a0», il y a «\u00a0XYZ\u00a0» [signed-words]" in told
    assert "a changé depuis la signature de Jeanne Martin (2 mai 2018) [signed-changed]" in told


@pytest.mark.parametrize(
    "name",
    ["publication.yaml", "layouts/breves/style.css", f"{ISSUE}/issue.yaml", f"{ISSUE}/images/fleuve.svg"],
)
def test_whatever_reaches_the_page_is_watched(publication: Path, name: str) -> None:
    with (publication / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    result = run("build", ISSUE, "--signed")
    assert result.exit_code == 1
    assert f"{name} has changed since" in result.output


def test_a_new_and_a_lost_font_are_told(publication: Path) -> None:
    font = sorted((publication / "fonts" / "newsreader").glob("*.[ot]tf"))[0]
    font.rename(font.with_name("New.ttf"))
    result = run("build", ISSUE, "--signed")
    assert result.exit_code == 1
    assert f"{font.name} is gone since" in result.output
    assert "New.ttf is new since" in result.output


@pytest.mark.parametrize(
    "name",
    ["fonts/PROVENANCE.md", "fonts/newsreader/LICENCE.txt", "fonts/newsreader/note", "layouts/breves/README.md",
     "layouts/breves/lisez-moi.txt", f"{ISSUE}/notes.md", "README.md"],
)  # fmt: skip
def test_what_is_written_beside_fonts_and_layouts_reaches_no_page(publication: Path, name: str) -> None:
    """A newline more in a licence, or a new note: what was signed is as it was, also for a record that named the file."""
    with (publication / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    record = publication / ISSUE / RECORD
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("files:\n", f"files:\n  {name}: {'0' * 64}\n", 1), encoding="utf-8")
    now = reached(publication / ISSUE)
    found = changes(read_record(publication / ISSUE), now, press_profile.shipped("fogra39"))
    assert name not in now.files
    assert [problem.code for problem in found] == ([] if name.startswith(("fonts", "layouts")) else ["signed-changed"])


def test_an_article_that_stands_on_no_page_may_change(publication: Path) -> None:
    (publication / ISSUE / "articles" / "demain.md").write_text("---\ntitle: Demain\n---\n\nPlus tard.\n", encoding="utf-8")
    assert run("build", ISSUE, "--signed").exit_code == 0


def test_another_pdf_from_the_same_files_is_refused(publication: Path) -> None:
    path = publication / ISSUE / RECORD
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f"pdf: {read_record(publication / ISSUE).pdf}", f"pdf: {'0' * 64}"), encoding="utf-8")
    result = run("build", ISSUE, "--signed")
    assert (result.exit_code, "[signed-pdf]" in result.output) == (1, True)


def test_another_press_is_refused(publication: Path) -> None:
    path = publication / ISSUE / RECORD
    path.write_text(path.read_text(encoding="utf-8").replace("press: fogra39", "press: other"), encoding="utf-8")
    assert "[signed-press]" in run("build", ISSUE, "--signed").output


@pytest.mark.parametrize("text", ["", "[]", "by: x", "by: [x", "files: 3", "\x00"])
def test_what_is_no_record_is_told(publication: Path, text: str) -> None:
    (publication / ISSUE / RECORD).write_text(text, encoding="utf-8")
    result = run("build", ISSUE, "--signed")
    assert (result.exit_code, "[bad-record]" in result.output) == (1, True)


def test_an_unsigned_issue_is_refused(publication: Path) -> None:
    (publication / ISSUE / RECORD).unlink()
    result = run("build", ISSUE, "--signed")
    assert (result.exit_code, "[not-signed]" in result.output) == (1, True)


def test_an_issue_with_errors_cannot_be_signed(publication: Path) -> None:
    (publication / ISSUE / RECORD).unlink()
    with (publication / ISSUE / "articles" / "fleuve.md").open("a", encoding="utf-8") as article:
        article.write("\nLe fleuve monte encore, et personne ne le regarde plus depuis le quai.\n" * 60)
    result = run("sign", ISSUE, "--by", "Jeanne")
    assert (result.exit_code, (publication / ISSUE / RECORD).exists()) == (1, False)


@pytest.mark.parametrize(("by", "on", "code"), [(" ", "2018-05-02", "signer"), ("J", "2018-02-30", "sign-date")])
def test_a_sign_off_needs_a_name_and_a_date(publication: Path, by: str, on: str, code: str) -> None:
    result = run("sign", ISSUE, "--by", by, "--on", on)
    assert (result.exit_code, f"[{code}]" in result.output) == (1, True)
    assert read_record(publication / ISSUE).by == "Jeanne Martin"


def test_words_are_told_as_they_changed() -> None:
    def told(before: str, after: str) -> list[tuple[int, str]]:
        return [(line, str(words)) for line, words in changed_words(before, after)]

    assert told("un deux\ntrois quatre", "un deux\n3 quatre cinq") == [
        (2, "was “trois”, is “3”"),
        (2, "“cinq” was put in"),
    ]
    assert told("un deux", "un") == [(1, "“deux” was taken out")]
    assert told("un  deux", "un\ndeux") == []


def since_signed(publication: Path) -> frozenset[int] | None:
    folder = publication / ISSUE
    engine = Engine(folder, press_profile.shipped("fogra39"))
    return SinceSigned(folder, press_profile.shipped("fogra39"))(engine.make())


def test_the_preview_knows_which_pages_have_changed_since(publication: Path) -> None:
    assert since_signed(publication) == frozenset()
    article = publication / ISSUE / "articles" / "fleuve.md"
    article.write_text(article.read_text(encoding="utf-8") + "\nUn mot encore.\n", encoding="utf-8")
    assert since_signed(publication) == frozenset({0})


def test_the_preview_knows_that_nothing_is_signed(publication: Path) -> None:
    (publication / ISSUE / RECORD).unlink()
    assert since_signed(publication) is None


def test_an_issue_named_by_its_file_is_signed_in_its_folder(publication: Path) -> None:
    (publication / ISSUE / RECORD).unlink()
    result = run("sign", f"{ISSUE}/issue.yaml", "--by", "Jeanne Martin", "--on", "2018-05-02")
    assert result.exit_code == 0, result.output
    assert (publication / ISSUE / RECORD).is_file()
    assert run("build", f"{ISSUE}/issue.yaml", "--signed").exit_code == 0
