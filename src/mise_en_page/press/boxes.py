"""The page's boxes: the art, clipped to its bleed, on a larger sheet that has room for marks.

ISO 15930 asks TrimBox inside BleedBox inside MediaBox. The new MediaBox starts at 0, 0 (a negative origin shifts the page
in some programs); there is no CropBox, which would only repeat it, and no ArtBox, which may not stand beside a TrimBox.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name

from mise_en_page.model.problem import Problem, Spot
from mise_en_page.pdf.resources import box_of
from mise_en_page.press.job import Job

EXACT: Final = 0.01
"""How far, in pt, a box may be from what it should be."""

PLACES: Final = 4

ART: Final = ("Art", "ArtRight")
"""What the pages' contents are called on their sheet."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet around a trimmed page, in pt from its lower left corner: ``left`` = ``bottom`` = bleed + slug.

    ``width`` and ``height`` are those of one trimmed page; with two ``leaves`` a verso and its recto stand side by side,
    without bleed between them.
    """

    width: float
    height: float
    bleed: float
    slug: float
    leaves: int = 1

    @property
    def margin(self) -> float:
        """From the sheet's edge to the trimmed page."""
        return self.bleed + self.slug

    @property
    def media(self) -> tuple[float, float, float, float]:
        return (0.0, 0.0, self.width * self.leaves + 2 * self.margin, self.height + 2 * self.margin)

    @property
    def spine(self) -> float | None:
        """Where the two pages of a spread meet; None for a single page."""
        return self.margin + self.width if self.leaves > 1 else None

    @property
    def bleed_box(self) -> tuple[float, float, float, float]:
        return self._around(self.bleed)

    @property
    def trim_box(self) -> tuple[float, float, float, float]:
        return self._around(0.0)

    def _around(self, more: float) -> tuple[float, float, float, float]:
        low = self.margin - more
        return (low, low, self.margin + self.width * self.leaves + more, self.margin + self.height + more)


def rectangle(box: tuple[float, float, float, float]) -> Array:
    """A PDF rectangle, to a ten-thousandth of a point."""
    return Array([round(side, PLACES) for side in box])


def check_source(page: pikepdf.Page, number: int, job: Job) -> list[Problem]:
    """Is the page that came in as large as the job says, with its bleed?"""
    trim = box_of(page.obj, "/TrimBox") or box_of(page.obj, "/MediaBox")
    media = box_of(page.obj, "/MediaBox")
    if trim is None or media is None:
        return [Problem.of("press-boxes", "error", Spot(number))]
    found: list[Problem] = []
    wide, high = trim[2] - trim[0], trim[3] - trim[1]
    if abs(wide - job.trim[0]) > EXACT or abs(high - job.trim[1]) > EXACT:
        (width, height), where = job.trim, Spot(number)
        found.append(Problem.of("press-page-size", "error", where, wide=wide, high=high, width=width, height=height))
    bleed = min(trim[0] - media[0], trim[1] - media[1], media[2] - trim[2], media[3] - trim[3])
    if bleed < job.bleed - EXACT:
        found.append(Problem.of("press-bleed/page", "error", Spot(number), bleed=bleed, wanted=job.bleed))
    return found


def art_form(pdf: pikepdf.Pdf, page: pikepdf.Page) -> pikepdf.Object:
    """The page's content as a form; its BBox is the trimmed page, until it is put on a sheet."""
    trim = box_of(page.obj, "/TrimBox") or box_of(page.obj, "/MediaBox")
    assert trim is not None
    page.contents_coalesce()
    content = page.obj.get(Name.Contents)
    form = pdf.make_stream(content.read_bytes() if content is not None else b"")
    form.Type, form.Subtype, form.FormType = Name.XObject, Name.Form, 1
    form.BBox = rectangle(trim)
    form.Resources = page.obj.get(Name.Resources, Dictionary())
    return form


def on_sheet(form: pikepdf.Object, sheet: Sheet, leaf: int = 0) -> bytes:
    """The operators that put a page's form on ``sheet``; the form is clipped to the bleed.

    On a spread ``leaf`` 0 stands on the left and 1 on the right, and what either bleeds over the spine is cut off.
    """
    trim = [float(side) for side in form.BBox]
    left = 0.0 if leaf > 0 else sheet.bleed
    right = 0.0 if leaf < sheet.leaves - 1 else sheet.bleed
    form.BBox = rectangle((trim[0] - left, trim[1] - sheet.bleed, trim[2] + right, trim[3] + sheet.bleed))
    move = sheet.margin + leaf * sheet.width - trim[0], sheet.margin - trim[1]
    return f"q 1 0 0 1 {move[0]:.4f} {move[1]:.4f} cm /{ART[leaf]} Do Q\n".encode("ascii")


def set_boxes(page: pikepdf.Page, sheet: Sheet) -> None:
    """MediaBox, BleedBox and TrimBox of the finished page."""
    for name in ("/CropBox", "/ArtBox", "/Rotate", "/UserUnit"):
        if name in page.obj:
            del page.obj[name]
    page.obj.MediaBox = rectangle(sheet.media)
    page.obj.BleedBox = rectangle(sheet.bleed_box)
    page.obj.TrimBox = rectangle(sheet.trim_box)
