"""Lines that open with a dash, a bullet or a number: which of them are lists, and which are said by somebody."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mise_en_page.model.issue import ListItem
from mise_en_page.reading.found import Found
from mise_en_page.reading.items import Opened, depths, widest
from mise_en_page.reading.markdown import read_body
from mise_en_page.reading.source import decode


def listed(typed: str) -> list[str]:
    """The items of a text, each behind its depth and its sign; its other blocks are left out."""
    found = Found()
    written = decode(typed.encode(), "a.md", found)
    assert written is not None
    items = [block for block in read_body(written, 0, found) if isinstance(block, ListItem)]
    return [f"{item.depth} {item.sign.characters} {item.text.characters}" for item in items]


@pytest.mark.parametrize(
    ("typed", "items"),
    [
        ("- farine ;\n- sucre.", ["1 - farine ;", "1 - sucre."]),
        ("– samedi : bal\n– dimanche : messe", ["1 – samedi : bal", "1 – dimanche : messe"]),
        ("* farine\n* sucre", ["1 * farine", "1 * sucre"]),
        ("•farine\n•sucre", ["1 • farine", "1 • sucre"]),
        ("\uf0b7\tun\n\uf0b7\tdeux", ["1 \uf0b7 un", "1 \uf0b7 deux"]),
        ("1. Brest\n2. Metz", ["1 1. Brest", "1 2. Metz"]),
        ("a) Brest\nb) Metz", ["1 a) Brest", "1 b) Metz"]),
        ("1) couper\n   - fin\n   - gros\n2) cuire", ["1 1) couper", "2 - fin", "2 - gros", "1 2) cuire"]),
        ("- a ;\n\t- b ;\n\t\t- c ;\n- d.", ["1 - a ;", "2 - b ;", "3 - c ;", "1 - d."]),
        ("  - a ;\n  - b.", ["1 - a ;", "1 - b."]),
        ("- samedi\n\n- dimanche", ["1 - samedi", "1 - dimanche"]),
        ("- un vers\n  qui va à la ligne ;\n- deux.", ["1 - un vers qui va à la ligne ;", "1 - deux."]),
        ("- **Lundi** : fermé\n- **Mardi** : 9 h", ["1 - Lundi : fermé", "1 - Mardi : 9 h"]),
        ("Le sac :\n- Une tente.\n- Un duvet.", ["1 - Une tente.", "1 - Un duvet."]),
        ("Les élus demandent :\n- le retour du train ;\n- une gare.", ["1 - le retour du train ;", "1 - une gare."]),
        ("À prévoir :\n- Vos papiers.\n- Un repas pour vous.", ["1 - Vos papiers.", "1 - Un repas pour vous."]),
        ("- 3 œufs ;\n- 200 g de beurre.", ["1 - 3 œufs ;", "1 - 200 g de beurre."]),
        ("- farine\n- sucre\n1. Mêler\n2. Cuire", ["1 - farine", "1 - sucre", "1 1. Mêler", "1 2. Cuire"]),
    ],
)
def test_two_lines_or_more_are_a_list(typed: str, items: list[str]) -> None:
    assert listed(typed) == items


@pytest.mark.parametrize(
    "typed",
    [
        "- Tu viens ?\n- Non.",
        "— Oui.\n— Ah.",
        "— des pommes ;\n— des poires.",
        "- Je reste, dit-il.\n- Le car est parti.",
        "- Le car est parti.\n- On rentre à pied.",
        "Le maire répond :\n- Il faut attendre.\n- Le projet est prêt.",
        "- Bonjour, madame.\n- Bonjour.",
        "- « Le train est là. »\n- Il est tard.",
        "- Attention !\n- Le bac arrive.",
        "- Le bac arrive, lance le passeur.\n- Il a du retard, répond Anne,\n- Enfin !",
        "- seul",
        "1. seul",
        "• seul",
        "12. Le pont est neuf.",
        "[1] Une note.\n[2] Une autre.",
        "- 3 °C à Brest\n- 5 °C à Metz",
        "+ 5 % pour l'eau\n+ 3 % pour le gaz",
    ],
)
def test_what_somebody_says_and_a_line_alone_are_text(typed: str) -> None:
    assert listed(typed) == []


def test_numbers_are_as_wide_as_the_widest_beside_them() -> None:
    assert widest(["9.", "-", "10.", "1."], [1, 2, 1, 1]) == ["00.", "-", "00.", "00."]
    assert widest(["1.", "1)", "10)", "2.", "1)"], [1, 2, 2, 1, 2]) == ["0.", "00)", "00)", "0.", "0)"]


@given(st.lists(st.integers(0, 12), min_size=1, max_size=12))
def test_a_depth_grows_by_one_at_most(indents: list[int]) -> None:
    deep = depths([Opened("- a", indent) for indent in indents])
    assert deep[0] == 1
    assert all(1 <= after <= before + 1 for before, after in pairwise(deep))
