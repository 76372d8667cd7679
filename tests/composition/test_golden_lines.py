"""Paragraphs as they are set, written out: a change of the costs is a readable difference here.

To accept new lines, run ``pytest tests/composition/test_golden_lines.py --update-golden`` and read the difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from composing import SERIF, justified, set_block, text_of
from dump import dump_block

from mise_en_page.composition import BlockStyle, Catalogue, RoleStyle, TextStyle
from mise_en_page.model.issue import Mark

GOLDEN = Path(__file__).parent / "golden"

ATELIER = (
    "Derrière la vitrine, l’imprimeuse règle ses feuilles au quart de millimètre\u00a0: la presse, achetée "
    "1\u202f200 euros à Saint-Étienne, date de 1912 et n’accepte aucun à-peu-près. «\u00a0Elle a son "
    "caractère\u202f; moi aussi\u00a0», sourit-elle. Trois apprentis se relaient chaque semaine pour composer, à la "
    "main, les affiches du théâtre municipal, dont les lettres de bois viennent d’une fonderie disparue."
)
PLAIN = RoleStyle(BlockStyle(TextStyle(SERIF, 9.0), 11.0, alignment="left", hyphens=False))
TITLE = RoleStyle(BlockStyle(TextStyle(("Source Serif 4 Subhead",), 20.0, 600), 22.0, balance=True))

CASES = {
    "justified-165": (text_of(ATELIER), 165.0, justified(indent=9.0)),
    "justified-120": (text_of(ATELIER), 120.0, justified(indent=9.0)),
    "spaces-alone": (text_of(ATELIER), 165.0, justified(tracking=0.0, scaling=0.0, hang=0.0)),
    "ragged": (text_of(ATELIER), 165.0, PLAIN),
    "title": (text_of("À Besançon, la bibliothèque prête aussi du silence aux lecteurs"), 240.0, TITLE),
    "title-broken-by-hand": (text_of("Le carillon\nretrouve sa voix"), 240.0, TITLE),
    "marks": (
        text_of("Le Monde\u00a0: le XIXe siècle", Mark("emphasis", 0, 8), Mark("superior", 17, 18)),
        120.0,
        RoleStyle(
            justified().block,
            {
                ("emphasis",): TextStyle(SERIF, 9.0, italic=True),
                ("superior",): TextStyle(SERIF, 9.0, features=(("sups", 1),)),
            },
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_lines_are_as_they_were(name: str, catalogue: Catalogue, request: pytest.FixtureRequest) -> None:
    text, measure, style = CASES[name]
    made = dump_block(set_block(catalogue, text, measure, style))
    path = GOLDEN / f"{name}.txt"
    if request.config.getoption("--update-golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")
