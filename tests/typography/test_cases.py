"""The cases: what an author types, what is set. ⍽ is U+00A0, ¦ is U+202F; ``kept`` means that nothing changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest

from mise_en_page.typography import correct_text
from mise_en_page.typography.formats import Format

FOLDER = Path(__file__).with_name("cases")
ESCAPE = re.compile(r"\\(?:n|t|\\|u([0-9a-f]{4}))")


@dataclass(frozen=True)
class Case:
    name: str
    form: Format
    typed: str
    expected: str


def spaced(text: str) -> str:
    return text.replace("⍽", "\u00a0").replace("¦", "\u202f")


def escaped(text: str) -> str:
    """``\\n``, ``\\t``, ``\\\\`` and ``\\u2003`` in a case stand for those characters."""

    def sign(match: re.Match[str]) -> str:
        if match[1]:
            return chr(int(match[1], 16))
        return {"n": "\n", "t": "\t", "\\": "\\"}[match.group()[1]]

    return spaced(ESCAPE.sub(sign, text))


def cases() -> Iterator[Case]:
    for file in sorted(FOLDER.glob("*.md")):
        for entry in re.split(r"^## ", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            name, given, wanted = entry.split("\n# ")[0].rstrip("\n").split("\n")
            key, _, typed = given.partition(": ")
            form: Format = "html" if key == "html" else "markdown" if key == "markdown" else "text"
            assert key == "typed" or key in get_args(Format), entry
            kind, _, expected = wanted.partition(": ")
            assert kind == "set" or wanted == "kept", entry
            yield Case(f"{file.stem}: {name}", form, escaped(typed), escaped(typed if wanted == "kept" else expected))


ALL = list(cases())


def test_no_two_cases_share_a_name() -> None:
    assert [name for name, count in Counter(case.name for case in ALL).items() if count > 1] == []


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    assert correct_text(case.typed, case.form).text == case.expected


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_what_is_set_stays_as_it_is(case: Case) -> None:
    assert correct_text(case.expected, case.form).text == case.expected
