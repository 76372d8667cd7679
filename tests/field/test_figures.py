"""Key figures of every width: on one line, smaller if they must be, or an error; with any space that a desk types."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.field.desk import article, briefs, issue, publication, run

FIGURES = ("73", "2 840", "400\u00a0000", "1,2\u00a0M€", "1\u202f234\u202f567,89 €", "12 000 000 t", "− 37 %")


def made(root: Path, layout: str, figure: str) -> Path:
    shutil.rmtree(root / "issues", ignore_errors=True)
    texts = {"lead": article("Un titre", 320, kicker="Lieu", chapo="Le chapô."), **briefs(5)}
    texts["chiffre"] = f"---\nkicker: Le chiffre\nfigure: {figure}\n---\nde travaux votés cette année.\n"
    return issue(root, texts, layout)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publication(tmp_path_factory.mktemp("figures"))


def told(desk: Path, layout: str, figure: str) -> list[str]:
    """What is told of the figure; and it stands on one line of the PDF, where there is one."""
    folder = made(desk, layout, figure)
    said = run("build", folder, where=desk)
    if said.status == 0:
        text = subprocess.run(
            ["pdftotext", "-layout", "out/essai.pdf", "-"], cwd=desk, capture_output=True, text=True, check=True
        ).stdout
        whole = "".join(figure.split())
        assert any(whole in "".join(line.split()) for line in text.splitlines()), text
    return [line for line in said.words.splitlines() if "chiffre" in line]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is a judge that is not here")
@pytest.mark.parametrize("figure", ["400\u00a0000", "1\u202f234\u202f567,89 €"])
def test_a_figure_stands_on_one_line(desk: Path, figure: str) -> None:
    assert told(desk, "breves", figure) == []


@pytest.mark.field
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is a judge that is not here")
@pytest.mark.parametrize("layout", ["breves", "breves-dense", "breves-double"])
@pytest.mark.parametrize("figure", FIGURES)
def test_it_does_in_every_layout(desk: Path, layout: str, figure: str) -> None:
    assert told(desk, layout, figure) == []


def test_a_figure_that_no_size_fits_is_an_error(desk: Path) -> None:
    folder = made(desk, "breves-double", "142 600 000,00 € par an et par habitante")
    said = run("check", folder, where=desk)
    assert said.status == 1
    assert "articles/chiffre.md:3:9: error: chiffre: the key figure" in said.words
    assert "[figure-too-wide]" in said.words
