"""A face that a later room would fail on is refused when it is read, in words that say what is wrong with it."""

from __future__ import annotations

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from mise_en_page.composition.tables import Unsound
from mise_en_page.composition.trial import try_out
from tests.made_fonts import as_cff, cut, saved, variable

PLAIN = saved(cut("Regular", "Essai"))
POSTSCRIPT = saved(as_cff(cut("Regular", "Essai")))


def at(table: str, offset: int = 0, data: bytes = PLAIN) -> int:
    with TTFont(BytesIO(data), lazy=True) as font:
        return int(font.reader.tables[table].offset) + offset


def damaged(place: int, written: bytes, data: bytes = PLAIN) -> bytes:
    return data[:place] + written + data[place + len(written) :]


def without(table: str) -> bytes:
    with TTFont(BytesIO(PLAIN)) as font:
        del font[table]
        return saved(font)


@pytest.mark.parametrize("data", [PLAIN, POSTSCRIPT, variable()], ids=["glyf", "CFF", "variable"])
def test_a_sound_face_is_not_refused(data: bytes) -> None:
    try_out(data, 0)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a text, no font", "it is no font file"),
        (PLAIN[:20_000], "it is cut short: the table"),
        (without("cmap"), "it has no table cmap"),
        (without("OS/2")[:-4], "it is cut short"),
        (damaged(at("head", 18), b"\0\0"), "its em has"),
        (damaged(at("hhea", 34), b"\xff\xff"), "it has not a width for each glyph"),
        (damaged(at("hmtx", 4 * 20), b"\xff\xff" * 2), "ems wide"),
        (damaged(at("loca", 40), b"\xff\xff\xff\xff"), "lead nowhere"),
        (damaged(at("glyf"), b"\xff" * 4000), ""),
        (damaged(at("CFF ", 0, POSTSCRIPT), b"\xff" * 200, POSTSCRIPT), ""),
        (damaged(at("CFF ", 300, POSTSCRIPT), b"\0" * 3000, POSTSCRIPT), ""),
        (damaged(at("gvar", 0, variable()), b"\xff" * 40, variable()), ""),
    ],
)
def test_a_damaged_face_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(Unsound) as caught:
        try_out(data, 0)
    assert words in str(caught.value)
