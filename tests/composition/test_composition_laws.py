"""What must hold for every text: nothing lost, nothing over the measure, the same again."""

from __future__ import annotations

import pytest
from composing import by_patterns, justified, set_block, text_of
from dump import dump_block, line_text
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mise_en_page.composition import Catalogue, SetBlock

#: Both marks that hang from a line together, in ems.
HANG_TOLERANCE = 1.0

WORDS = st.sampled_from(
    [
        "le",
        "la",
        "à",
        "y",
        "un",
        "une",
        "de",
        "des",
        "qui",
        "que",
        "rue",
        "fissures",
        "infirmières",
        "affirment",
        "suffit",
        "d’offrir",
        "l’étendard",
        "quatre-vingt-deux",
        "Saint-Jean",
        "anticonstitutionnellement",
        "«\xa0oui\xa0»",
        "vraiment\u202f?",
        "ainsi\xa0:",
        "10\u202f000",
        "3,5\xa0%",
        "va-t-il,",
        "https://www.exemple.fr/un/chemin/assez/long",
        "Besançon.",
        "Tôt,",
        "—",
        "AVATAR",
        "œuvre",
        "(enfin)",
        "…",
    ]
)
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=60).map(" ".join)
ANYTHING = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=80)
MEASURES = st.floats(min_value=30.0, max_value=300.0)
ALIGNMENTS = st.sampled_from(["justify", "left", "right", "center"])

relaxed = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def set_again(block: SetBlock) -> str:
    """The characters as set, without what a break added or took."""
    return "".join(line_text(line).removesuffix("\u00ad") for line in block.lines)


def unspaced(characters: str) -> str:
    """Without spaces: one at a line's end is not painted (a no-break space only where a torn number had to break)."""
    return "".join(character for character in characters if character not in " \u00a0\u202f")


@relaxed
@given(PARAGRAPHS, MEASURES, ALIGNMENTS)
def test_every_character_is_set_once_and_in_order(
    catalogue: Catalogue, characters: str, measure: float, alignment: str
) -> None:
    block = set_block(catalogue, characters, measure, justified(alignment=alignment))
    assert unspaced(set_again(block)) == unspaced(characters)
    ends = [0]
    for line in block.lines:
        assert line.start >= ends[-1]
        assert characters[ends[-1] : line.start].strip(" \u00a0\u202f") == ""
        ends.append(line.end)
    assert ends[-1] == len(characters)


@relaxed
@given(PARAGRAPHS, MEASURES, ALIGNMENTS)
def test_no_line_exceeds_its_measure_unless_it_is_told(
    catalogue: Catalogue, characters: str, measure: float, alignment: str
) -> None:
    block = set_block(catalogue, characters, measure, justified(alignment=alignment))
    if any(problem.code == "line-overfull" for problem in block.problems):
        return
    for line in block.lines:
        assert line.width <= measure + HANG_TOLERANCE * 9.0
        assert line.ratio >= 0.7 - 1e-9
        assert line.x >= -HANG_TOLERANCE * 9.0


@relaxed
@example("https://www.exemple.fr/un/chemin/assez/long", 142.5)
@given(PARAGRAPHS, st.floats(min_value=110.0, max_value=300.0))
def test_without_hanging_marks_lines_end_at_their_measure(catalogue: Catalogue, characters: str, measure: float) -> None:
    block = set_block(catalogue, characters, measure, justified(hang=0.0))
    for line in block.lines[:-1]:
        assert line.x == 0.0
        if " " in line_text(line):
            assert line.width == pytest.approx(measure, abs=0.01)
        else:
            assert line.width <= measure + 0.01


@relaxed
@given(PARAGRAPHS, MEASURES)
def test_every_setting_has_its_count_of_lines(catalogue: Catalogue, characters: str, measure: float) -> None:
    block = set_block(catalogue, characters, measure)
    assert block.natural in block.settings
    assert set(block.settings) <= {block.natural - 1, block.natural, block.natural + 1}
    for count, setting in block.settings.items():
        assert len(setting.lines) == count
        assert setting.cost >= block.settings[block.natural].cost
        assert setting.lines[-1].last
        assert not any(line.last for line in setting.lines[:-1])


@relaxed
@given(PARAGRAPHS, MEASURES)
def test_the_same_text_gives_the_same_lines(catalogue: Catalogue, characters: str, measure: float) -> None:
    assert dump_block(set_block(catalogue, characters, measure)) == dump_block(set_block(catalogue, characters, measure))


@relaxed
@given(ANYTHING, MEASURES)
def test_no_text_whatever_is_a_traceback(catalogue: Catalogue, characters: str, measure: float) -> None:
    block = set_block(catalogue, characters, measure)
    known = {"missing-glyph", "word-too-wide", "line-overfull", "line-loose", "river"}
    assert {problem.code for problem in block.problems} <= known


@relaxed
@given(PARAGRAPHS, MEASURES)
def test_the_width_of_a_line_is_the_sum_of_its_advances(catalogue: Catalogue, characters: str, measure: float) -> None:
    for line in set_block(catalogue, characters, measure).lines:
        assert sum(sum(run.advances) for run in line.runs) == pytest.approx(line.width, abs=0.001)
        assert line.runs[0].x == line.x


@relaxed
@given(PARAGRAPHS)
def test_never_three_hyphens_one_above_the_other(catalogue: Catalogue, characters: str) -> None:
    block = set_block(catalogue, characters, 150.0)
    ends = [line_text(line)[-1] in "-\u00ad" for line in block.lines]
    assert not any(ends[n] and ends[n + 1] and ends[n + 2] for n in range(len(ends) - 2))


def test_patterns_stand_in_for_hyphenation() -> None:
    assert by_patterns("bateaux") == (2,)
    assert text_of("ab").origins == (0, 1)
