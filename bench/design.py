"""The page that every engine sets: one grid, one set of fonts, sizes and measures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
GARAMOND = Path("/usr/share/fonts/opentype/ebgaramond")  # Debian's fonts-ebgaramond


@dataclass(frozen=True, slots=True)
class Family:
    """A family as CSS and Typst call it, and its files."""

    name: str
    upright: Path
    other: Path  # the italic of the text's family, the bold of the headings'

    @property
    def space(self) -> float:
        """The natural word space in em."""
        font = TTFont(self.upright)
        advance: int = font["hmtx"][font.getBestCmap()[ord(" ")]][0]
        return advance / float(font["head"].unitsPerEm)


def text_family() -> Family:
    """EB Garamond where Debian's package is installed; else what the publication has."""
    if GARAMOND.is_dir():
        return Family("EB Garamond 12", GARAMOND / "EBGaramond12-Regular.otf", GARAMOND / "EBGaramond12-Italic.otf")
    folder = ROOT / "fonts" / "source-serif-4"
    upright, italic = folder / "SourceSerif4SmText-Regular.ttf", folder / "SourceSerif4SmText-It.ttf"
    return Family("Source Serif 4 SmText", upright, italic)


def heading_family() -> Family:
    folder = ROOT / "fonts" / "bricolage-grotesque"
    upright, bold = folder / "BricolageGrotesque_400Regular.ttf", folder / "BricolageGrotesque_700Bold.ttf"
    return Family("Bricolage Grotesque", upright, bold)


@dataclass(frozen=True, slots=True)
class Design:
    """Lengths in pt. The columns begin ``top`` below the page's edge and are ``depth`` leadings deep at most."""

    columns: int
    text: Family
    heading: Family
    width: float = 595.0
    height: float = 842.0
    margin: float = 36.0
    gutter: float = 14.0
    size: float = 9.0
    leading: float = 11.0
    top: float = 110.0
    depth: int = 60

    @property
    def measure(self) -> float:
        """The width of a column."""
        return (self.width - 2 * self.margin - (self.columns - 1) * self.gutter) / self.columns

    @property
    def word_space(self) -> float:
        return self.size * self.text.space

    def left(self, column: int) -> float:
        return self.margin + column * (self.measure + self.gutter)


def design(columns: int) -> Design:
    return Design(columns, text_family(), heading_family())
