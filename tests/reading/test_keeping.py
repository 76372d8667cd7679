"""A phrase more that is kept: publication.yaml as it was typed, to the letter, and one phrase."""

from __future__ import annotations

import pytest
import yaml

from mise_en_page.reading.keeping import with_kept

CASES = {
    "nothing": ("name: Le Halage # à nous\n", "name: Le Halage # à nous\ntypography:\n  keep:\n    - OK Corral\n"),
    "no newline": ("name: Le Halage", "name: Le Halage\ntypography:\n  keep:\n    - OK Corral\n"),
    "empty": ("", "typography:\n  keep:\n    - OK Corral\n"),
    "other settings": (
        "typography:\n    m2: superior # ²\n# fin\n",
        "typography:\n    keep:\n      - OK Corral\n    m2: superior # ²\n# fin\n",
    ),
    "a list": (
        "typographie:\n  keep:\n  - La Vie   # le titre\n\nlanguage: fr-FR\n",
        "typographie:\n  keep:\n  - La Vie   # le titre\n  - OK Corral\n\nlanguage: fr-FR\n",
    ),
    "in brackets": ("typography: {keep: [La Vie], m2: keep}\n", "typography: {keep: [La Vie, OK Corral], m2: keep}\n"),
    "in braces": ("typography: {m2: keep}\n", "typography: {keep: [OK Corral], m2: keep}\n"),
    "one": ("typography:\n  keep: La Vie\n", "typography:\n  keep: [La Vie, OK Corral]\n"),
    "lines": (
        "typography:\n  keep: |\n    La Vie\n    Libé\nname: X\n",
        "typography:\n  keep: |\n    La Vie\n    Libé\n    OK Corral\nname: X\n",
    ),
    "windows": (
        "name: X\r\ntypography:\r\n  keep:\r\n    - a\r\n",
        "name: X\r\ntypography:\r\n  keep:\r\n    - a\r\n    - OK Corral\r\n",
    ),
    "a mark": ("\ufeffname: X\n", "\ufeffname: X\ntypography:\n  keep:\n    - OK Corral\n"),
}  # fmt: skip


@pytest.mark.parametrize(("typed", "made"), CASES.values(), ids=CASES)
def test_a_phrase_is_added_and_nothing_else_is_touched(typed: str, made: str) -> None:
    assert with_kept(typed, "OK Corral") == made


@pytest.mark.parametrize("phrase", ["Vélib'", '"Ah !" dit-il', "12:30", "# 1", "a, b", "- x", "on", "OK !"])
def test_any_phrase_is_read_again_as_it_is(phrase: str) -> None:
    for typed, _ in CASES.values():
        made = with_kept(typed, phrase)
        assert made is not None
        settings = yaml.load(made.removeprefix("\ufeff"), Loader=yaml.BaseLoader)
        kept = settings.get("typography", settings.get("typographie"))["keep"]
        assert phrase in (kept if isinstance(kept, list) else kept.splitlines())


def test_what_cannot_be_changed_by_itself_is_left_alone() -> None:
    assert with_kept("- a list\n", "x") is None
    assert with_kept("typography: &a {keep: *a}\n", "x") is None
    assert with_kept("typography: [", "x") is None
