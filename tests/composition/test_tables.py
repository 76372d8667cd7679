"""What is read of a font file without fontTools is what fontTools reads; what is not plain is left to it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from composing import FONTS
from fontTools.ttLib import TTFont

from mise_en_page.composition import Catalogue, fonts
from mise_en_page.composition.tables import facts

FILES = sorted(FONTS.rglob("*.ttf"))
PLAIN = (FONTS / "source-serif-4" / "SourceSerif4SmText-Regular.ttf").read_bytes()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_facts_are_those_of_fonttools(path: Path) -> None:
    with TTFont(path, lazy=True) as font:
        assert facts(path.read_bytes()) == fonts._facts_of(font)


def table(tag: str) -> int:
    """Where a table of ``PLAIN`` begins."""
    return int(TTFont(BytesIO(PLAIN), lazy=True).reader.tables[tag].offset)


def damaged(at: int, written: bytes) -> bytes:
    return PLAIN[:at] + written + PLAIN[at + len(written) :]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"wOF2 and nothing more",
        PLAIN[:5000],
        PLAIN[:-1],  # its last table is cut short
        damaged(table("head") + 18, b"\0\0"),  # no units to the em
        damaged(table("OS/2"), b"\0\x09"),  # of a version that is not known
        damaged(table("name") + 2, b"\xff\xff"),  # more names than there is room for
        damaged(table("cmap") + 2, b"\xff\xff"),
        damaged(table("maxp") + 4, b"\0\0"),
        damaged(table("GSUB") + 6, b"\xff\xff"),
    ],
)
def test_what_is_not_plain_is_left_to_fonttools(data: bytes) -> None:
    assert facts(data) is None


def test_a_packed_font_is_read_like_the_plain_one(tmp_path: Path) -> None:
    """WOFF is left to fontTools: the same face comes of it, but for its place and its bytes."""
    (tmp_path / "plain.ttf").write_bytes(PLAIN)
    with TTFont(BytesIO(PLAIN)) as font:
        font.flavor = "woff"
        font.save(tmp_path / "packed.woff")
    packed, plain = Catalogue.read(tmp_path).faces
    assert packed.digest != plain.digest
    assert packed.characters == plain.characters
    assert packed.features == plain.features
    same = ("family", "families", "weight", "italic", "units_per_em", "ascent", "descent")
    assert [getattr(packed, name) for name in same] == [getattr(plain, name) for name in same]
