"""The search on items made by hand: every letter is 10 pt wide, every space 10 pt, and a line holds five of them."""

from __future__ import annotations

from mise_en_page.composition.demerits import ADJACENT, CONSECUTIVE_HYPHENS, LINE_PENALTY, RUNT
from mise_en_page.composition.expansion import Limits
from mise_en_page.composition.items import FORCED, Box, Glue, Item, Penalty
from mise_en_page.composition.judges import Justified
from mise_en_page.composition.linebreak import Breaks, Terms, break_lines

LIMITS = Limits(least=0.8, most=1.5, tracking=0.0, scaling=0.0, hang=0.0)
LETTER = 10.0


def items(text: str) -> list[Item]:
    """« ab cd-ef »: letters, spaces; a hyphen is a place where a flagged hyphen of no width may be added."""
    made: list[Item] = []
    for character in text:
        if character == " ":
            made.append(Glue(LETTER, LETTER))
        elif character == "-":
            made.append(Penalty(50.0, flagged=True, added=True))
        else:
            made.append(Box(LETTER, 0.0))
    return [*made, Penalty(FORCED)]


def broken(text: str, measure: float = 50.0, **terms: object) -> dict[int, Breaks]:
    judge = Justified(LIMITS, measure, em=5.0, loosest=1e6)
    return break_lines(items(text), Terms((measure,), **terms), judge)  # type: ignore[arg-type]


def lines(text: str, breaks: Breaks) -> list[str]:
    start, made = 0, []
    for at in breaks.at:
        made.append(text[start:at].replace("-", "") + ("-" if at < len(text) and text[at] == "-" else ""))
        start = at + 1
    return made


def test_natural_lines_cost_their_penalty_alone() -> None:
    text = "ab cd ef gh ij kl"
    found = broken(text)
    assert lines(text, found[3]) == ["ab cd", "ef gh", "ij kl"]
    assert found[3].cost == 3 * LINE_PENALTY**2


def test_a_last_line_of_one_word_pays_for_it() -> None:
    found = broken("ab cd ef gh ij")
    # two natural lines, then a word alone; demerits are squares, so the runt's root is its badness
    assert abs(found[3].cost - (2 * LINE_PENALTY**2 + (LINE_PENALTY + RUNT**0.5) ** 2)) < 1e-6


def test_two_hyphens_in_a_row_pay_and_three_are_refused() -> None:
    text = "ab cd-ef gh-ij kl-mn op"
    assert max(_run(lines(text, breaks)) for breaks in broken(text).values()) <= 2
    rescued = broken("abcde-fghij-klmno-pqrst", any_hyphens=True)
    assert lines("abcde-fghij-klmno-pqrst", rescued[4]) == ["abcde-", "fghij-", "klmno-", "pqrst"]
    assert broken("abcde-fghij-klmno-pqrst") == {}
    two = broken("abcde-fghij-klmno pq")
    assert two[4].cost > CONSECUTIVE_HYPHENS


def _run(made: list[str]) -> int:
    longest = run = 0
    for line in made:
        run = run + 1 if line.endswith("-") else 0
        longest = max(longest, run)
    return longest


def test_distant_classes_side_by_side_pay() -> None:
    # the second line stretches its one space from 10 to 20 pt: 2.0 times, very loose beside a natural line
    text = "ab cd ef g hijkl mn"
    cost = broken(text)[4].cost
    assert cost > ADJACENT


def test_no_hyphen_in_the_last_word() -> None:
    text = "ab cd efgh-ij"
    assert all(not line.endswith("-") for breaks in broken(text, last_word=6).values() for line in lines(text, breaks))


def test_each_count_of_lines_has_its_own_best() -> None:
    found = broken("ab cd ef gh ij kl mn op", measure=80.0)
    assert sorted(found) == [3, 4, 5]
    assert found[3].cost <= found[4].cost <= found[5].cost


def test_a_second_line_may_have_a_measure_of_its_own() -> None:
    text = "ab cd ef gh ij kl"
    judge = Justified(LIMITS, 50.0, em=5.0, loosest=1e6)
    found = break_lines(items(text), Terms((50.0, 20.0, 50.0)), judge)
    assert lines(text, found[4])[1] == "ef"
