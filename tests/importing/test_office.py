"""LibreOffice is asked for the words of documents, and finds the same: a reader that is neither ours nor their maker."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import docx as python_docx
import pytest
from made_sources import desk, docx, item, odt, p, table, text

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is a judge that is not here")


def _of_python_docx() -> bytes:
    made = python_docx.Document()
    made.add_heading("Le pont rouvre", 1)
    for style in ("Normal", "List Bullet", "List Number", "Intense Quote", "Heading 2", "Body Text"):
        paragraph = made.add_paragraph("Un mot ", style=style)
        paragraph.add_run("en italique").italic = True
        paragraph.add_run(" puis\nune ligne.")
    cells = made.add_table(2, 2).cells if hasattr(made.add_table(1, 1), "cells") else made.add_table(2, 2)._cells
    for number, cell in enumerate(cells):
        cell.text = f"case {number}"
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


SOURCES = {
    "python.docx": _of_python_docx,
    "ours.docx": lambda: docx(
        p("Le pont", style="Titre1"), p("Un ", text("mot", "<w:b/>"),
        f'<w:ins w:author="A">{text(" de plus")}</w:ins>', "."),
        item("premier"), item("second"), item("autre", 3), table(("a", table(("b", "c")) + p("d"))), p("Fin."),
    ),
    "ours.odt": lambda: odt(
        '<text:h text:outline-level="1">Le pont</text:h><text:p>Un <text:span>mot</text:span>,<text:s text:c="2"/>puis '
        "l’autre.<text:line-break/>Fin</text:p><text:section><text:p>Section.</text:p></text:section>"
    ),
}  # fmt: skip


def words(said: str) -> list[str]:
    return re.findall(r"[^\W_]+", said)


@pytest.mark.parametrize("name", SOURCES)
def test_libreoffice_finds_the_words_that_we_find(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(SOURCES[name]())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir",
        str(tmp_path / "out"), path],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    theirs = (tmp_path / "out" / f"{path.stem}.txt").read_text(encoding="utf-8-sig")
    (tmp_path / "publication").mkdir()
    into = desk(tmp_path / "publication")
    into.take((name, path.read_bytes()))
    ours = into.only().replace("titre:", "")
    assert words(ours) == words(theirs)
