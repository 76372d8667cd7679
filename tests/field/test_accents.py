"""Titles that begin with « À » or « É » under kickers with descenders: half the titles of a French desk do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.field.desk import article, briefs, issue, publication, run


@pytest.mark.parametrize("layout", ["breves", "breves-dense", "breves-double", "breves-une", "breves-photo"])
def test_accents_stand_clear_of_what_is_above_them(layout: str, tmp_path: Path) -> None:
    desk = publication(tmp_path, layout)
    texts = {
        "lead": article("À Ânes, Écrits et Îles", 420, kicker="Grand jury, gîte", chapo="Ça gronde à Élancourt."),
        **{
            name: text.replace("title: ", "title: À l’Été, ")
            for name, text in briefs(0 if layout == "breves-une" else 6).items()
        },
    }
    said = run("check", issue(desk, texts, layout), where=desk)
    assert "[text-crossed]" not in said.words
    assert layout == "breves-une" or "À l’Été" in texts["b1"]
