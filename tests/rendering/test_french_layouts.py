"""What is wrong in a layout is said in French through the whole command."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from mise_en_page.cli.commands import commands
from sample_issue import one_page

ISSUE, LAYOUT = "issues/2018-05", "breves"

#: What a designer types at the end of style.css, and what is said of it.
SHEETS = {
    ".title { text-decoration: underline dotted }": (
        "text-decoration-style sur `.title` est sans effet\u00a0: le texte est composé",
        "Un filet le long du texte composé est continu",
    ),
    ".titel { margin: 0 }": (
        "`.titel` ne désigne rien\u00a0: aucune page n’a la classe titel",
        "Vouliez-vous dire .title\u202f?",
    ),
    ".title { color: rgb(1 2 3) }": ("est une couleur d’écran, non une encre", "device-cmyk(cyan magenta jaune noir)"),
    ".title { font-family: Absente }": ("aucun fichier de fonte n’a la famille «\u00a0Absente\u00a0»", "dossier fonts"),
    ".title { colour: red }": ("Propriété inconnue, sans effet\u00a0: `colour: red", "Vouliez-vous dire color\u202f?"),
    ".title { line-height: 0 }": ("line-height vaut 0\u00a0pt", "Les lignes se chevaucheraient"),
    "@import 'autre.css';": (
        "@import\u00a0: les autres feuilles de style se nomment dans layout.yaml",
        "Y écrire stylesheets",
    ),
    ".page { background: url(absent.svg) }": (
        "«\u00a0layouts/breves/absent.svg\u00a0» est introuvable",
        "ajouter le fichier",
    ),
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = one_page(tmp_path / "publication")
    monkeypatch.chdir(made)
    return made


def test_a_stylesheets_faults_are_said_with_what_to_do(root: Path) -> None:
    sheet = root / "layouts" / LAYOUT / "style.css"
    with sheet.open("a", encoding="utf-8") as file:
        file.write("\n" + "\n".join(SHEETS) + "\n")
    said = CliRunner().invoke(commands, ["--lang", "fr", "check", ISSUE]).output
    for fault, hint in SHEETS.values():
        assert fault in said
        assert hint in said


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{{ page.foliu }}", "gabarit\u00a0: «\u00a0foliu\u00a0» est inconnu ici\u202f; il y a folio, side"),
        (
            "{% for n in range(9999999) %}{% endfor %}",
            "gabarit\u00a0: il demande 9\u202f999\u202f999, plus que 100\u202f000",
        ),
        ("{{ page.blocks }}", "gabarit\u00a0: il écrit une liste, non du texte ni un nombre"),
        ("<script></script>", "<script> n’a rien à faire dans un gabarit"),
    ],
)
def test_so_are_a_templates(root: Path, template: str, words: str) -> None:
    file = root / "layouts" / LAYOUT / "page.html.j2"
    file.write_text(file.read_text("utf-8") + template, "utf-8")
    said = CliRunner().invoke(commands, ["--lang", "fr", "build", ISSUE]).output
    assert words in said
