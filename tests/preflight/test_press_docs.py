"""The pages on the press say what the profiles and the checks say; so does the ledger."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mise_en_page import preflight
from mise_en_page.model.message import Language, spoken
from mise_en_page.preflight.checks import CHECKS
from mise_en_page.preflight.docs import FILES, page
from mise_en_page.reading.press_profile import known

FOLDER = Path(__file__).parents[2] / "docs" / "press"
LEDGER = Path(preflight.__file__).parent / "CLAUSES.md"


@pytest.mark.parametrize("language", FILES)
def test_a_page_has_not_drifted(language: Language) -> None:
    name = FILES[language]
    assert (FOLDER / name).read_text(encoding="utf-8") == page(language), (
        f"run python -m mise_en_page.preflight.docs {language} > docs/press/{name}"
    )


def test_every_check_has_its_question_in_french() -> None:
    with spoken("fr"):
        assert all(str(check.question).endswith("\u202f?") for check in CHECKS)


@pytest.mark.parametrize("language", FILES)
def test_a_page_has_every_check_and_every_profile(language: Language) -> None:
    text = page(language)
    assert all(f"| `{check.id}` |" in text and check.authority in text for check in CHECKS)
    assert all(f"| `{name}` |" in text for name in known())


def test_the_ledger_names_every_check_and_no_other() -> None:
    rows = [line for line in LEDGER.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    named = {word for row in rows for word in re.findall(r"[a-z][a-z0-9-]+", row.rstrip(" |").rpartition("|")[2])}
    ids = {check.id for check in CHECKS}
    assert ids <= named, ids - named
