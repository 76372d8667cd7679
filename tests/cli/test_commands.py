"""Every command as it is typed: its exit status, its words, what it writes and what it leaves alone."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mise_en_page.cli.commands import commands, main
from mise_en_page.editions.report import as_data, as_json, count, printable
from mise_en_page.model.problem import Problem, Span
from mise_en_page.pipeline import build as build_module
from sample_issue import ROOT, built, files, one_page

ISSUE = "issues/2018-05"
OVERSET = "\nLe fleuve monte encore, et personne ne le regarde plus depuis le quai.\n" * 60


def run(*arguments: str, given: str | bytes | None = None) -> Result:
    result = CliRunner().invoke(commands, list(arguments), input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


@pytest.fixture
def publication(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample's publication with one page, and the working directory."""
    root = one_page(tmp_path / "publication")
    monkeypatch.chdir(root)
    return root


def spoil(publication: Path) -> None:
    with (publication / ISSUE / "articles" / "fleuve.md").open("a", encoding="utf-8") as article:
        article.write(OVERSET)


# ——— build ———


def test_build_writes_the_pdf_and_its_report_and_says_where(publication: Path) -> None:
    result = run("build", ISSUE, "-o", "made/here")
    assert (result.exit_code, result.stdout) == (0, "made/here/2018-05.pdf\n")
    ink, last = result.stderr.splitlines()
    assert last == "no problems; 1 page"
    assert ink.startswith("page 15  C ")
    assert " of 300 % at " in ink
    assert files(publication / "made" / "here") == ["2018-05.pdf", "2018-05.report.json"]
    pdf = (publication / "made" / "here" / "2018-05.pdf").read_bytes()
    report = json.loads((publication / "made" / "here" / "2018-05.report.json").read_text(encoding="utf-8"))
    assert report["sha256"] == hashlib.sha256(pdf).hexdigest()
    assert (report["pdf"], report["press"], report["problems"]) == ("2018-05.pdf", "fogra39", [])
    assert [page["folio"] for page in report["pages"]] == [15]
    (file,) = report["files"]
    assert (file["pdf"], file["sha256"], file["sheets"]) == ("2018-05.pdf", report["sha256"], [[15]])
    (ink,) = file["ink"]
    assert (ink["folios"], list(ink["coverage"])) == ([15], ["Cyan", "Magenta", "Yellow", "Black"])
    assert 200 < ink["heaviest"][0]["percent"] < report["ink_limit"]
    assert str(publication) not in json.dumps(report)


def test_a_refused_build_leaves_the_last_good_files(publication: Path) -> None:
    out = publication / "out"
    out.mkdir()
    (out / "2018-05.pdf").write_bytes(b"last good")
    (out / "2018-05.report.json").write_bytes(b"{}")
    spoil(publication)
    result = run("build", ISSUE)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "[overset]" in result.stderr
    assert result.stderr.splitlines()[-1].startswith("1 error")
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {
        "2018-05.pdf": b"last good",
        "2018-05.report.json": b"{}",
    }


@pytest.fixture
def built_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample is built already: these tests look at what is done with it."""
    made = built()
    monkeypatch.setattr(build_module, "look", lambda _issue, _profile, _form, _how: made)


@pytest.mark.usefixtures("built_at_once")
def test_an_output_that_is_a_file_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"mine")
    result = run("build", ISSUE, "-o", str(tmp_path / "out"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines()[0].endswith("/out: File exists [system]")
    assert (tmp_path / "out").read_bytes() == b"mine"


@pytest.mark.usefixtures("built_at_once")
def test_a_folder_in_the_pdfs_place_leaves_nothing_half_written(tmp_path: Path) -> None:
    (tmp_path / "2018-05.report.json").mkdir()
    (tmp_path / "2018-05.pdf").write_bytes(b"last good")
    result = run("build", ISSUE, "-o", str(tmp_path))
    assert result.exit_code == 1
    assert "[system]" in result.stderr
    assert files(tmp_path) == ["2018-05.pdf", "2018-05.report.json"]
    assert (tmp_path / "2018-05.pdf").read_bytes() == b"last good"


@pytest.mark.usefixtures("built_at_once")
@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_told_in_one_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    result = run("build", ISSUE, "-o", str(tmp_path / "out"))
    tmp_path.chmod(0o700)
    assert result.exit_code == 1
    assert "Permission denied [system]" in result.stderr
    assert files(tmp_path) == []


@pytest.mark.usefixtures("built_at_once")
def test_a_full_or_forbidden_disk_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(self: Path, *_arguments: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", forbidden)
    result = run("build", ISSUE, "-o", str(tmp_path / "out"))
    assert result.exit_code == 1
    assert result.stderr.splitlines()[0] == f"error: {tmp_path / 'out'}: Permission denied [system]"


def test_an_issue_that_is_not_there(tmp_path: Path) -> None:
    result = run("build", str(tmp_path / "2019-01"), "-o", str(tmp_path))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "there is no folder" in result.stderr
    assert files(tmp_path) == []


@pytest.mark.parametrize("name", ["fogra93", "nowhere.yaml", "../fogra39"])
def test_a_press_profile_that_is_not_there(name: str) -> None:
    result = run("build", str(ROOT / ISSUE), "--press", name)
    assert result.exit_code == 1
    assert result.stderr.count("error: ") == 1


def test_build_writes_a_file_a_page(publication: Path) -> None:
    result = run("build", ISSUE, "-o", "made", "--split")
    assert (result.exit_code, result.stdout) == (0, "made/2018-05_p015.pdf\n")
    assert files(publication / "made") == ["2018-05.report.json", "2018-05_p015.pdf"]


def test_build_writes_the_plates(publication: Path) -> None:
    assert run("build", ISSUE, "-o", "made", "--plates", "made/plates").exit_code == 0
    inks = ("Black", "Cyan", "Magenta", "Yellow")
    assert files(publication / "made" / "plates") == [f"2018-05_p015_{ink}.png" for ink in inks]


# ——— check ———


def test_check_lists_each_articles_fit_and_writes_nothing(publication: Path) -> None:
    before = files(publication)
    result = run("check", ISSUE)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert len(lines) == 7
    assert lines[0].startswith("page 15  fleuve: fits")
    assert result.stderr.startswith("no problems; ")
    assert files(publication) == before


def test_check_of_an_issue_that_does_not_fit(publication: Path) -> None:
    spoil(publication)
    result = run("check", ISSUE)
    assert result.exit_code == 1
    assert "page 15  fleuve: +" in result.stdout
    assert "characters over" in result.stdout
    assert "[overset]" in result.stderr


def test_check_as_json_holds_fits_corrections_and_problems(publication: Path) -> None:
    result = run("check", ISSUE, "--json")
    data = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (0, "")
    assert data["problems"] == []
    (page,) = data["pages"]
    assert page["articles"][0]["article"] == "fleuve"
    assert all(fit["lines"] == 0 and isinstance(fit["done"], list) for fit in page["articles"])
    assert {"rule", "before", "after", "file", "line", "column"} == set(data["corrections"][0])
    spoil(publication)
    spoilt = run("check", ISSUE, "--json")
    assert spoilt.exit_code == 1
    assert [problem["code"] for problem in json.loads(spoilt.stdout)["problems"]] == ["left-out", "overset"]


def test_check_as_json_of_what_cannot_be_read_is_json_too(tmp_path: Path) -> None:
    result = run("check", str(tmp_path / "nowhere"), "--json")
    assert result.exit_code == 1
    assert [problem["severity"] for problem in json.loads(result.stdout)["problems"]] == ["error"]


# ——— typography and hyphenate ———


def test_typography_is_a_filter() -> None:
    result = run("typography", given='"Vraiment?" dit-il...\n')
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "«\u00a0Vraiment\u202f?\u00a0» dit-il…\n"


def test_typography_of_a_file_changes_only_what_it_prints(tmp_path: Path) -> None:
    file = tmp_path / "essai.txt"
    file.write_text("C'est l'été; enfin!", encoding="utf-8")
    result = run("typography", str(file))
    assert (result.exit_code, result.stdout) == (0, "C’est l’été\u202f; enfin\u202f!")
    assert file.read_text(encoding="utf-8") == "C'est l'été; enfin!"


def test_typography_explains_each_correction_with_its_rule() -> None:
    result = run("typography", "-", "--explain", given="Vraiment?\nOui...")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) >= 2
    assert "1:" in result.stdout
    assert "2:" in result.stdout


def test_typography_as_json_lines_keeps_the_ids() -> None:
    given = "".join(
        json.dumps({"id": n, "input": text, "format": "text"}) + "\n" for n, text in enumerate(["Oui!", "l'an"])
    )
    result = run("typography", "--jsonl", given=given)
    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        {"id": 0, "output": "Oui\u202f!"},
        {"id": 1, "output": "l’an"},
    ]


def test_a_line_of_json_may_hold_any_separator() -> None:
    result = run("typography", "--jsonl", given='{"id": 1, "input": "Oui!\u2028Non!\u0085"}\n')
    assert json.loads(result.stdout)["output"].startswith("Oui\u202f!")


def test_typography_takes_a_profile_and_settings() -> None:
    result = run("typography", "--profile", "fr-CH", "--set", "high_space=none", given="Oui : non !")
    assert result.stdout == "Oui\u202f: non!"


def test_an_unknown_setting_of_typography_is_told() -> None:
    result = run("typography", "--set", "colon=thin", given="Oui")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "there is no typographic setting “colon”" in result.stderr


def test_text_that_is_not_utf_8_is_told_with_its_line() -> None:
    result = run("typography", given="Bien.\nL'été".encode("cp1252"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines()[0] == "error: -: line 2 is not UTF-8 [encoding]"


@pytest.mark.parametrize("command", ["typography", "preflight"])
def test_a_file_that_is_not_there_is_told(command: str, tmp_path: Path) -> None:
    result = run(command, str(tmp_path / "absent"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines()[0] == f"error: {tmp_path / 'absent'}: No such file or directory [system]"


@pytest.mark.parametrize("command", ["typography", "preflight"])
def test_a_folder_in_a_files_place_is_told(command: str, tmp_path: Path) -> None:
    result = run(command, str(tmp_path))
    assert result.exit_code == 1
    assert "Is a directory [system]" in result.stderr


def test_hyphenate_words_from_the_line_or_from_standard_input() -> None:
    assert run("hyphenate", "typographie", "imprimerie").stdout == "ty-po-gra-phie\nim-pri-me-rie\n"
    assert run("hyphenate", given="typographie\n  sol imprimerie").stdout == "ty-po-gra-phie\nsol\nim-pri-me-rie\n"
    assert run("hyphenate", given="").stdout == ""


# ——— new ———


def test_a_new_publication_builds_as_it_comes(tmp_path: Path) -> None:
    made = run("new", str(tmp_path / "mon magazine"))
    assert made.exit_code == 0
    assert "publication.yaml" in made.stdout
    result = run("build", str(tmp_path / "mon magazine" / "issues" / "numero-1"), "-o", str(tmp_path / "out"))
    assert result.exit_code == 0, result.stderr
    assert files(tmp_path / "out") == ["numero-1.pdf", "numero-1.report.json"]


def test_new_leaves_a_folder_that_holds_something_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    result = run("new", str(tmp_path))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("error: ") == 1
    assert files(tmp_path) == ["mine.txt"]


# ——— preflight ———


@pytest.fixture
def sample_pdf(tmp_path: Path) -> Path:
    path = tmp_path / "2018-05.pdf"
    path.write_bytes(built().pdf)
    return path


def test_preflight_passes_what_we_built(sample_pdf: Path) -> None:
    result = run("preflight", str(sample_pdf))
    assert (result.exit_code, result.stdout) == (0, "")
    assert [line.split("  ")[0] for line in result.stderr.splitlines()] == ["page 1", "page 2", "no problems"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda _pdf: b"",
        lambda _pdf: b"This is a letter.",
        lambda pdf: pdf[: len(pdf) // 2],
        lambda _pdf: b"%PDF-1.6\n%%EOF",
    ],
    ids=["empty", "not a PDF", "cut", "nothing in it"],
)
def test_preflight_of_what_is_no_whole_pdf(sample_pdf: Path, damage: Callable[[bytes], bytes]) -> None:
    sample_pdf.write_bytes(damage(sample_pdf.read_bytes()))
    result = run("preflight", str(sample_pdf), "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["problems"]


def test_preflight_reads_no_pipe_no_device_and_nothing_vast(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    with (tmp_path / "vast.pdf").open("wb") as vast:
        vast.truncate((1 << 30) + 1)  # a file of holes: it takes no room
    for name, words in (
        (tmp_path / "pipe.pdf", "no ordinary file"),
        ("/dev/zero", "no ordinary file"),
        (tmp_path / "vast.pdf", "larger than 1 GB"),
    ):
        result = run("preflight", str(name))
        assert result.exit_code == 1
        assert words in result.stderr


# ——— all of them ———


@pytest.mark.parametrize(
    "typed",
    [["build"], ["build", ISSUE, "--colour"], ["check", ISSUE, "--xml"], ["typography", "--format", "rtf"], ["bild"],
     ["new"], ["preflight"], ["hyphenate", "--words"], ["--loud"]],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_is_2_and_says_how(typed: list[str]) -> None:
    result = run(*typed)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage: " in result.stderr


def test_in_a_pipe_words_are_plain_and_there_is_no_progress(publication: Path) -> None:
    """As a shell starts it: no control codes, the result alone on standard output."""
    spoil(publication)
    code = "from mise_en_page.cli.commands import main; main()"
    done = subprocess.run([sys.executable, "-c", code, "check", ISSUE], capture_output=True, check=False)
    assert done.returncode == 1
    assert b"\x1b" not in done.stdout + done.stderr
    assert b"Checking" not in done.stdout + done.stderr
    assert b"Traceback" not in done.stderr
    assert "−" not in done.stderr.decode("utf-8")


def test_what_nobody_foresaw_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError("a \x1b[31mred fault")

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))  # no earlier test has built it there
    monkeypatch.setattr(build_module, "look", broken)
    monkeypatch.setattr(sys, "argv", ["mise-en-page", "check", ISSUE])
    monkeypatch.delenv("MISE_EN_PAGE_DEBUG", raising=False)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    told = capsys.readouterr().err
    assert told.startswith("internal error: ZeroDivisionError: a \\x1b[31mred fault")
    assert "Traceback" not in told
    monkeypatch.setenv("MISE_EN_PAGE_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main()


# ——— the report ———


def test_a_terminal_gets_no_commands_from_a_text() -> None:
    assert printable("été\u202f! \x1b[2J\n\ud800") == "été\u202f! \\x1b[2J\\n\\ud800"


def test_problems_are_counted_in_words() -> None:
    wrong, odd = Problem.of("a", "error"), Problem.of("b", "warning")
    assert count([]) == "no problems"
    assert count([wrong, odd, odd]) == "1 error, 2 warnings"


def test_json_survives_a_lone_surrogate() -> None:
    text = as_json(as_data(Problem.of("a", "error", Span("a.md", 3, 4), word="un mot \ud800")))
    assert text.encode("utf-8")
    assert "\\ud800" in text
