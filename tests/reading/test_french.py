"""A desk that writes French reads in French what is wrong with its files: through the whole command."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from mise_en_page.cli.commands import commands


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "articles/pont.md", "\ntitre:", "\ntitel:",
            "articles/pont.md:3:1: erreur\u00a0: «\u00a0titel\u00a0» n’est pas une clé ici [unknown-key]\n"
            "    est-ce «\u00a0titre\u00a0»\u202f?",
        ),
        (
            "articles/pont.md", "images/pont.png", "images/port.png",
            "erreur\u00a0: il n’y a pas d’image «\u00a0images/port.png\u00a0» [missing-image]\n"
            "    est-ce «\u00a0images/pont.png\u00a0»\u202f?",
        ),
        (
            "articles/pont.md", "## Et", "### Et",
            "«\u00a0###\u00a0» ouvre un titre d’un autre niveau [heading]\n    un intertitre commence par ##",
        ),
        (
            "issue.yaml", "folio: ", "folio: x",
            "n’est pas un nombre entier [bad-value]\n    écrire des chiffres seulement",
        ),
        (
            "issue.yaml", "layout: ", "layout: x",
            "erreur\u00a0: il n’y a pas de gabarit «\u00a0xbreves\u00a0» [missing-layout]\n"
            "    est-ce «\u00a0breves\u00a0»\u202f?",
        ),
        (
            "issue.yaml", "date: ", "date: le ",
            "une date s’écrit année-mois-jour, comme 2018-05-01 [bad-value]",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_french(publication: Path, file: str, old: str, new: str, told: str) -> None:
    path = publication / "issues" / "un" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    said = CliRunner().invoke(commands, ["--lang", "fr", "check", str(publication / "issues" / "un")])
    assert said.exit_code == 1
    assert told in said.output
