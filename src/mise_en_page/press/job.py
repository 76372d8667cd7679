"""What the press stage is told about the issue: the values that end in marks, metadata and file ids."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


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


@dataclass(frozen=True, slots=True)
class Job:
    """One PDF to make.

    ``date`` is ISO (2018-05-01); ``folios`` one string a page, in order; ``trim`` the trimmed page's width and height and
    ``bleed`` what the page art reaches beyond it, in pt; ``font`` a font file for the slug line (its outlines are drawn,
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
    font: Path | None = None
    swatches: tuple[Swatch, ...] = ()
