"""``notes``: what was written on a proof taken into the issue's comments, once; and the comments of an issue, listed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pikepdf import Array, String
from proofs import annotated, annotation, lines, proof, quad

from mise_en_page.cli.commands import commands
from mise_en_page.pdf.annotations import UNKNOWN, _time
from mise_en_page.proof.comments import Comment, On, as_list
from sample_issue import ROOT

FLEUVE = "issues/2018-05/articles/fleuve.md"


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(commands, [*arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    for name in ("layouts", "fonts", "issues/2018-05"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "publication.yaml", tmp_path)
    return tmp_path / "issues" / "2018-05"


def noted(tmp_path: Path) -> tuple[Path, str]:
    """A proof with a word struck out and one asked about; and the word that was struck out."""
    line = next(line for line in lines(proof(), "fleuve") if len(line["words"]) > 4)
    notes = []
    for at, kind, text, when in ((2, "StrikeOut", "", "D:20261130234005+02'00'"), (3, "Highlight", "Sûr ?", "D:2026")):
        x0, x1, *_ = line["words"][at]
        _, bottom, _, top = line["box"]
        box = [x0, bottom, x1, top]
        note = annotation(kind, box, text, "Jeanne", QuadPoints=Array(quad(*box)), CreationDate=String(when))
        notes.append((line["sheet"], note))
    path = tmp_path / "relecture.pdf"
    path.write_bytes(annotated(proof(), *notes))
    return path, line["words"][2][4]


def test_notes_of_a_proof_are_taken_once(issue: Path, tmp_path: Path) -> None:
    path, struck = noted(tmp_path)
    first = run("notes", str(path), "--into", str(issue), "--json")
    assert (first.exit_code, json.loads(first.stdout)["taken"]) == (0, 2)
    files = {each.name: each.read_bytes() for each in (issue / "comments").iterdir()}
    assert sorted(name[:19] for name in files) == ["2026-01-01T00-00-00", "2026-11-30T21-40-05"]
    again = run("notes", str(path), "--into", str(issue), "--json")
    assert json.loads(again.stdout)["taken"] == 0
    assert {each.name: each.read_bytes() for each in (issue / "comments").iterdir()} == files
    cut = next(text.decode() for name, text in files.items() if "11-30" in name)
    assert "kind: proposal" in cut
    assert f"quote: {struck}\n" in cut
    listed = run("--lang", "fr", "notes", str(issue))
    assert listed.exit_code == 0
    assert f"proposition «\u00a0{struck}\u00a0» (Jeanne)" in listed.stdout
    assert f"{FLEUVE}:" in listed.stdout


def test_comments_follow_their_words_in_the_list_of_an_issue(issue: Path, tmp_path: Path) -> None:
    path, _ = noted(tmp_path)
    run("notes", str(path), "--into", str(issue))
    before = json.loads(run("notes", str(issue), "--json").stdout)["notes"]
    article = issue / "articles" / "fleuve.md"
    head, body = article.read_text(encoding="utf-8").split("\n---\n", 1)
    article.write_text(f"{head}\n---\nUn alinéa de plus.\n\n{body}", encoding="utf-8")
    after = json.loads(run("notes", str(issue), "--json").stdout)["notes"]
    assert [note["line"] for note in after] == [note["line"] + 2 for note in before]
    assert {note["words"] for note in after} == {"there"}


def test_what_an_html_proof_sends_home_is_read_and_taken(issue: Path, tmp_path: Path) -> None:
    first = Comment.made("comment", "Léa", "2026-11-30T10:00:00Z", "Et la source ?", on=On(FLEUVE, 12, 1, "Le fleuve"))
    answer = Comment.made("answer", "Ali", "2026-11-30T11:00:00Z", "Le port.", to=first.name)
    path = tmp_path / "retour.json"
    path.write_text(json.dumps(as_list([first, answer]), ensure_ascii=False), encoding="utf-8")
    result = run("--lang", "fr", "notes", str(path), "--into", str(issue))
    assert result.exit_code == 0
    assert "réponse (Ali)" in result.stdout
    assert len(list((issue / "comments").iterdir())) == 2
    path.write_text('[{"kind": "comment"}]', encoding="utf-8")
    bad = run("notes", str(path), "--into", str(issue))
    assert bad.exit_code == 1
    assert "retour.json:1:" in bad.stderr


def test_a_bad_comment_file_is_told_among_the_others(issue: Path) -> None:
    (issue / "comments").mkdir()
    (issue / "comments" / "a.yaml").write_text("kind: comment\n", encoding="utf-8")
    result = run("notes", str(issue))
    assert result.exit_code == 0
    assert "issues/2018-05/comments/a.yaml:1:1" in result.stderr


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("D:20261130234005+02'00'", "2026-11-30T21:40:05Z"),
        ("D:20261130214005Z00'00'", "2026-11-30T21:40:05Z"),
        ("20261130194005-02'30", "2026-11-30T22:10:05Z"),
        ("D:2026", "2026-01-01T00:00:00Z"),
        ("D:20261340", UNKNOWN),
        ("D:00010101000000+05'00'", UNKNOWN),
        ("hier", UNKNOWN),
    ],
)
def test_a_date_of_pdf_is_told_in_utc(written: str, at: str) -> None:
    assert _time(written) == at
