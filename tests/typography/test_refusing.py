"""A correction that is refused: the fewest words around it that, kept, undo it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mise_en_page.typography import Policy, correct_text
from mise_en_page.typography.refusing import phrase_for


@pytest.mark.parametrize(
    ("typed", "sign", "phrase"),
    [
        ("Il crie: venez voir.", ":", "crie:"),
        ("Le Vélib' est là.", "'", "Vélib'"),
        ("Au XVIIIe siècle, le pont.", " siècle", "XVIIIe siècle"),
        ('Il dit "bonjour à tous" et part.', '"', '"bonjour à tous"'),
        ("Rue de la *Paix!*", "!", "Paix!"),
        ("Une ligne.\nQue d'eau... dit-il.", "...", "d'eau..."),
    ],
)
def test_the_words_that_undo_a_correction(typed: str, sign: str, phrase: str) -> None:
    at = typed.index(sign)

    def made(*kept: str) -> set[str]:
        changes = correct_text(typed, "markdown", replace(Policy(), keep=kept)).changes
        return {change.rule for change in changes if at - 1 <= change.origin <= at + len(sign)}

    (rule,) = made()
    assert phrase_for(typed, at, len(sign), lambda tried: rule not in made(tried)) == phrase


def test_what_nothing_undoes_is_told_by_none() -> None:
    assert phrase_for("un mot", 3, 0, lambda _: False) is None
    assert phrase_for("", 0, 0, lambda _: True) is None
    assert phrase_for("… !", 0, 1, lambda _: True) is None, "words alone are kept"
