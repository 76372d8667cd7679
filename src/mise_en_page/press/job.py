"""What the press stage is told about the issue: the values that end in marks, metadata and file ids."""

from __future__ import annotations

from dataclasses import dataclass

from mise_en_page.composition.fonts import Face


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour that CSS cannot say where it is wanted: a reserved RGB triplet (0..255) that stands for inks.

    WeasyPrint cannot draw gradients or blurred shadows in ``device-cmyk()``, and CSS has no spot inks. There the layout
    writes ``rgb``, and the press stage puts ``inks`` (cyan, magenta, yellow, black, 0..1) in its place; with ``spot`` the
    ink ``name`` on a plate of its own, ``inks`` being how it looks without.
    """

    name: str
    rgb: tuple[int, int, int]
    inks: tuple[float, float, float, float]
    spot: bool = False
    stand_in: tuple[float, float, float, float] | None = None
    """Four process inks that stand for the swatch in place of ``rgb``, where text has to be painted with it."""


@dataclass(frozen=True, slots=True)
class Job:
    """One PDF to make.

    ``date`` is ISO (2018-05-01); ``folios`` one string a page, in order; ``trim`` the trimmed page's width and height and
    ``bleed`` what the page art reaches beyond it, in pt; ``font`` a face for the slug line (its outlines are drawn,
    nothing is embedded); without one the slug line is left out.
    """

    publication: str
    issue: str
    number: str
    date: str
    title: str
    folios: tuple[str, ...]
    trim: tuple[float, float]
    bleed: float
    producer: str = "mise-en-page"
    font: Face | None = None
    swatches: tuple[Swatch, ...] = ()
    part: str = ""
    """What the file holds of the issue where it is not the whole: “p014”, “p014-015”."""

    spreads: bool = False
    """Facing pages side by side on one sheet."""

    def sheets(self) -> tuple[tuple[int, ...], ...]:
        """The pages (from 1) on each sheet, in reading order."""
        return pair(self.folios) if self.spreads else tuple((number,) for number in range(1, len(self.folios) + 1))

    def leaf(self, number: int) -> int:
        """0 for a page on the left of its sheet, 1 for one on the right."""
        folio = self.folios[number - 1]
        return int(folio) % 2 if self.spreads and folio.isdecimal() else 0


def pair(folios: tuple[str, ...]) -> tuple[tuple[int, ...], ...]:
    """The pages (from 1) of each spread: a verso, which has an even folio, with the recto that follows it.

    A page without its other half stands alone, on its own side of a sheet as wide as the others.

    >>> pair(("1", "2", "3", "4"))
    ((1,), (2, 3), (4,))
    """
    numbers = [int(folio) if folio.isdecimal() else None for folio in folios]
    sheets: list[tuple[int, ...]] = []
    for place, folio in enumerate(numbers, 1):
        before = numbers[place - 2] if place > 1 else None
        if before is not None and before % 2 == 0 and folio == before + 1:
            sheets[-1] = (place - 1, place)
        else:
            sheets.append((place,))
    return tuple(sheets)
