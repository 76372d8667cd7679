"""Lines of glyphs: what is painted is what was measured."""

from __future__ import annotations

import pytest
import uharfbuzz as hb
from composing import SERIF, by_patterns, justified, nearest, set_block, text_of
from dump import line_text

from mise_en_page.composition import BlockStyle, Catalogue, RoleStyle, TextStyle
from mise_en_page.model.issue import Mark

TEXT = (
    "Derrière la vitrine, l’imprimeuse règle ses feuilles au quart de millimètre : la presse, achetée à Saint-Étienne, "
    "date de 1912 et n’accepte aucun à-peu-près. Trois apprentis affirment qu’il suffit d’offrir son temps."
)


def natural(**changes: object) -> RoleStyle:
    return RoleStyle(BlockStyle(TextStyle(SERIF, 9.0), 11.0, **changes))  # type: ignore[arg-type]


def test_natural_lines_are_as_wide_as_harfbuzz_says(catalogue: Catalogue) -> None:
    """Within 0.1 pt of the whole line shaped at once, kerns with spaces included."""
    face = nearest(catalogue, SERIF)
    assert face is not None
    font = hb.Font(hb.Face(hb.Blob.from_file_path(str(face.path))))
    block = set_block(catalogue, TEXT, 165.0, natural(hyphens=False))
    for line in block.lines:
        buffer = hb.Buffer()
        buffer.add_str(line_text(line))
        buffer.direction, buffer.script, buffer.language = "ltr", "Latn", "fr"
        hb.shape(font, buffer)
        width = sum(position.x_advance for position in buffer.glyph_positions) * 9.0 / face.units_per_em
        assert line.width == pytest.approx(width, abs=0.1)


def test_tracking_and_scaling_keep_to_their_limits(catalogue: Catalogue) -> None:
    face = nearest(catalogue, SERIF)
    assert face is not None
    font = hb.Font(hb.Face(hb.Blob.from_file_path(str(face.path))))
    for measure in (110.0, 131.0, 165.0):
        for line in set_block(catalogue, TEXT, measure).lines:
            for run in line.runs:
                assert 0.98 - 1e-9 <= run.scale <= 1.02 + 1e-9
                for n, text in enumerate(run.texts):
                    if not text.isalpha():
                        continue
                    alone = font.get_glyph_h_advance(run.glyphs[n]) * 9.0 / face.units_per_em * run.scale
                    # tracking, and the largest kern of these letters
                    assert abs(run.advances[n] - alone) <= 0.015 * 9.0 + 0.1 * 9.0


def test_a_hyphen_that_a_break_added_is_told_from_a_typed_one(catalogue: Catalogue) -> None:
    lines = [line for measure in (110.0, 120.0, 140.0) for line in set_block(catalogue, TEXT, measure).lines]
    added = [line for line in lines if line.hyphenated]
    typed = [line for line in lines if line_text(line).endswith("-")]
    assert added
    assert typed
    assert all(line_text(line).endswith("\u00ad") for line in added)
    assert not any(line.hyphenated for line in typed)


def test_marks_hang_over_both_edges(catalogue: Catalogue) -> None:
    block = set_block(catalogue, "«\u00a0Oui, dit-elle enfin, c’est bien ainsi que nous ferons.\u00a0»", 90.0)
    first = block.lines[0]
    assert first.x < -1.0
    assert first.x + first.width == pytest.approx(90.0 if line_text(first)[-1].isalpha() else first.x + first.width)
    hanging = [line for line in block.lines[:-1] if line_text(line)[-1] in ",\u00ad"]
    assert all(line.x + line.width > 90.5 for line in hanging)


@pytest.mark.parametrize(("alignment", "edge"), [("left", 0.0), ("right", 1.0), ("center", 0.5)])
def test_ragged_lines_stand_where_they_should(alignment: str, edge: float, catalogue: Catalogue) -> None:
    for line in set_block(catalogue, TEXT, 165.0, natural(alignment=alignment, hyphens=False)).lines:
        assert line.x + edge * line.width == pytest.approx(edge * 165.0)
        assert line.ratio == 1.0


def test_the_first_line_is_indented_and_a_title_s_second_moved_in(catalogue: Catalogue) -> None:
    lines = set_block(catalogue, TEXT, 165.0, justified(indent=9.0, hang=0.0)).lines
    assert [line.x for line in lines[:3]] == [9.0, 0.0, 0.0]
    assert lines[0].width == pytest.approx(156.0)
    moved = set_block(catalogue, TEXT, 165.0, natural(second_indent=20.0, hyphens=False)).lines
    assert [line.x for line in moved[:3]] == [0.0, 20.0, 0.0]
    assert moved[1].width <= 145.0


def test_a_first_line_may_stand_out(catalogue: Catalogue) -> None:
    lines = set_block(catalogue, TEXT, 165.0, natural(indent=-30.0, hyphens=False)).lines
    assert lines[0].x == -30.0
    assert 165.0 < lines[0].width <= 195.0


def test_runs_follow_one_another(catalogue: Catalogue) -> None:
    style = RoleStyle(justified().block, {("emphasis",): TextStyle(SERIF, 9.0, italic=True)})
    text = text_of(TEXT, Mark("emphasis", 21, 34), Mark("emphasis", 80, 120))
    block = set_block(catalogue, text, 120.0, style)
    assert {run.face for line in block.lines for run in line.runs} == {
        "source-serif-4/SourceSerif4SmText-Regular.ttf",
        "source-serif-4/SourceSerif4SmText-It.ttf",
    }
    for line in block.lines:
        x = line.x
        for run in line.runs:
            assert run.x == pytest.approx(x)
            x += sum(run.advances)
        assert x == pytest.approx(line.x + line.width)


def test_a_last_line_is_natural(catalogue: Catalogue) -> None:
    last = set_block(catalogue, TEXT, 165.0).lines[-1]
    assert last.ratio == 1.0
    assert all(run.scale == 1.0 for run in last.runs)


def test_an_address_breaks_at_its_slashes(catalogue: Catalogue) -> None:
    text = "Voir la page https://www.exemple.fr/dossiers/imprimerie/presses de notre site, puis revenir ici."
    ends = [line_text(line) for line in set_block(catalogue, text, 130.0).lines]
    assert any(end.endswith("/") for end in ends)
    assert not any("\u00ad" in end and "exemple" in end for end in ends)
    assert by_patterns("presses") != (1,)
