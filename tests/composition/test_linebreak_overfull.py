"""A word wider than its column.

An early search dropped every way to a place that no line could reach, and with them the paragraph: nothing was set after
a long web address. TeX (§854) then lets the line run over. Here words are first torn anywhere, dearly, and it is told;
only what cannot be torn (a letter wider than its column) runs over, and the rest is set as well as it can be.
"""

from __future__ import annotations

from composing import justified, set_block
from dump import line_text

from mise_en_page.composition import Catalogue

ADDRESS = "Voir wwwexemplefrtreslongcheminversunepage puis la suite du texte, qui va bien."


def codes(block: object) -> list[str]:
    return [problem.code for problem in block.problems]  # type: ignore[attr-defined]


def test_a_word_wider_than_the_column_is_torn_and_told(catalogue: Catalogue) -> None:
    block = set_block(catalogue, ADDRESS.replace("www", "@www"), 80.0, justified(hang=0.0))
    assert "word-too-wide" in codes(block)
    assert all(line.width <= 80.01 for line in block.lines)
    assert line_text(block.lines[-1]).endswith("bien.")


def test_the_problem_is_at_the_word(catalogue: Catalogue) -> None:
    block = set_block(catalogue, ADDRESS.replace("www", "@www"), 80.0)
    (problem,) = [problem for problem in block.problems if problem.code == "word-too-wide"]
    assert problem.where is not None
    assert "@www" in problem.message or "exemple" in problem.message
    assert str(problem.where).startswith("a.md:1:")


def test_a_letter_wider_than_the_column_runs_over_and_is_told(catalogue: Catalogue) -> None:
    block = set_block(catalogue, "Mot", 3.0, justified(hang=0.0))
    assert "line-overfull" in codes(block)
    assert "".join(line_text(line).removesuffix("\u00ad") for line in block.lines) == "Mot"


def test_a_column_without_width_is_no_endless_search(catalogue: Catalogue) -> None:
    assert "line-overfull" in codes(set_block(catalogue, "Un mot.", -5.0))


def test_a_very_long_word_is_set_in_linear_time(catalogue: Catalogue) -> None:
    block = set_block(catalogue, "x" * 5_000, 150.0)
    assert sum(line.end - line.start for line in block.lines) == 5_000
