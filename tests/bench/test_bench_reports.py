"""The bench's other two reports, on small inputs: what they measure is what they say."""

import re

from bench import composing, typography
from bench.__main__ import ENGINES
from bench.tables import table


def test_every_page_of_a_thousand_words_has_a_thousand() -> None:
    for page in composing.pages_of_words(2):
        assert sum(len(paragraph.split()) for paragraph in page.paragraphs) == composing.WORDS


def test_ordinary_prose_is_typed_as_journalists_type() -> None:
    text = typography.prose(5000)
    assert len(text) == 5000
    assert "'" in text
    assert not set("’«»\u00a0\u202f") & set(text)


def test_the_typography_report_has_a_row_for_each_hostile_input_in_each_format() -> None:
    rows = [line for line in typography.report(2000) if line.startswith("|") and "---" not in line]
    assert len(rows) == 2 + 1 + len(typography.HOSTILE)
    assert all(re.search(r"\d+\.\d+ \| \d+\.\d+ \| \d+\.\d+ \|$", row) for row in rows[1:] if "text" not in row)


def test_plain_weasyprint_is_always_there_to_compare_with() -> None:
    present = [engine.name for engine in ENGINES if not engine.absent()]
    assert {"mise-en-page", "WeasyPrint"} <= set(present)


def test_a_table_is_markdown() -> None:
    assert table(["", "a"], [["x", "1"]]) == ["|  | a |", "| --- | ---: |", "| x | 1 |"]
