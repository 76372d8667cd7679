"""What HarfBuzz reads of a font file is what fontTools reads, by quite other code."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
import uharfbuzz as hb
from composing import FONTS
from fontTools.ttLib import TTFont

from mise_en_page.composition.tables import Axis, facts, name_key
from tests.made_fonts import variable

FILES = sorted(FONTS.rglob("*.ttf"))
PLAIN = FONTS / "source-serif-4" / "SourceSerif4SmText-Regular.ttf"


def written(font: TTFont) -> hb.Face:
    made = BytesIO()
    font.save(made)
    return hb.Face(made.getvalue())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_facts_are_those_of_fonttools(path: Path) -> None:
    read = facts(hb.Face(path.read_bytes()))
    with TTFont(path, lazy=True) as font:
        name, os2 = font["name"], font["OS/2"]
        assert read.family == (name.getDebugName(16) or name.getDebugName(1))
        assert read.proper[0] == name_key(read.family)
        assert {name_key(name.getDebugName(number)) for number in (1, 4, 6)} <= set(read.families)
        assert (read.weight, read.italic) == (os2.usWeightClass, bool(os2.fsSelection & 1))
        em, line = font["head"].unitsPerEm, font["hhea"]
        assert (read.ascent, -read.descent) == (line.ascent / em, line.descent / em)
        assert read.units_per_em == font["head"].unitsPerEm
        assert read.characters == frozenset(font.getBestCmap())
        tags = font["GSUB"].table.FeatureList.FeatureRecord if "GSUB" in font else ()
        assert read.features == {record.FeatureTag for record in tags}
        assert (read.axes, read.embedding, read.coloured) == ((), os2.fsType, False)


def test_without_os2_the_style_is_that_of_head() -> None:
    with TTFont(PLAIN) as font:
        del font["OS/2"]
        font["head"].macStyle = 3
        read = facts(written(font))
    assert (read.weight, read.italic, read.stretch) == (700, True, 100)


@pytest.mark.parametrize(
    ("weight", "selection", "expected"),
    [
        (4, 0, 400),  # the nine weights as some old fonts have them
        (0, 0, 400),
        (1000, 0, 1000),
        (400, 1 << 5, 700),  # bold, it says, and of weight 400
    ],
)
def test_odd_weights(weight: int, selection: int, expected: int) -> None:
    with TTFont(PLAIN) as font:
        font["OS/2"].usWeightClass, font["OS/2"].fsSelection = weight, selection
        assert facts(written(font)).weight == expected


def test_a_line_of_no_height_at_all_has_that_of_the_em() -> None:
    with TTFont(PLAIN) as font:
        font["hhea"].ascent = font["hhea"].descent = 0
        for name in ("sTypoAscender", "sTypoDescender", "usWinAscent", "usWinDescent"):
            setattr(font["OS/2"], name, 0)
        read = facts(written(font))
    assert (read.ascent, read.descent) == (0.8, 0.2)


def test_names_are_compared_without_case_quotes_and_the_form_of_their_accents() -> None:
    assert name_key('"Élysée  Text" ') == name_key("E\u0301lyse\u0301e text")


def test_a_font_that_varies_says_its_axes() -> None:
    assert facts(hb.Face(variable())).axes == (Axis("wght", 400.0, 400.0, 700.0),)
