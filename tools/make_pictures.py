"""Make the documentation's pictures, from the sample issue and the bench's text as built: python tools/make_pictures.py"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import pypdfium2
from composing_pictures import before_and_after, boxes_and_glue, page_on_its_grid
from PIL import Image

from mise_en_page.desk.ways import pictures
from mise_en_page.pipeline.build import build, set_issue
from mise_en_page.pipeline.stages import Road
from mise_en_page.plan.issue import look
from mise_en_page.reading import press_profile

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
MM = 72 / 25.4


def picture(pdf: bytes, page: int, scale: float, box_mm: tuple[float, float, float, float] | None = None) -> Image.Image:
    """A page of the PDF, trimmed, or a part of it (left, top, width, height in mm), at ``scale`` pixels a pt."""
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    sheet = document[page]
    left, bottom, right, top = sheet.get_trimbox()
    if box_mm:
        x, y, width, height = (value * MM for value in box_mm)
        left, top = left + x, top - y
        right, bottom = left + width, top - height
    _, _, wide, high = sheet.get_mediabox()
    crop = (left, bottom, wide - right, high - top)
    return sheet.render(scale=scale, crop=crop).to_pil().convert("RGB")


def facing(pdf: bytes, scale: float) -> Image.Image:
    """The first two pages side by side."""
    pages = [picture(pdf, number, scale) for number in (0, 1)]
    spread = Image.new("RGB", (sum(page.width for page in pages), pages[0].height), "white")
    spread.paste(pages[0], (0, 0))
    spread.paste(pages[1], (pages[0].width, 0))
    return spread


def ways(folder: Path, folio: int, width: int) -> Image.Image:
    """The ways to make a page side by side, as ``mise-en-page plan --pictures`` draws them, each so wide."""
    drawn = [
        Image.open(BytesIO(data)).convert("RGB")
        for _, data in pictures(look(folder, (folio,), profile=press_profile.shipped()))
    ]
    small = [each.resize((width, round(width * each.height / each.width)), Image.Resampling.LANCZOS) for each in drawn]
    row = Image.new("RGB", (len(small) * (width + 12) - 12, small[0].height), "lightgrey")
    for place, each in enumerate(small):
        row.paste(each, (place * (width + 12), 0))
    return row


def save(image: Image.Image, name: str, colours: int = 128) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    image.quantize(colours).save(PICTURES / name, optimize=True)


def main() -> None:
    pdf = build(ROOT / "issues" / "2018-05", press_profile.shipped()).pdf
    save(picture(pdf, 1, 1.35), "page-15.png")
    save(facing(pdf, 0.9), "spread.png")
    save(facing(build(ROOT / "issues" / "2018-07", press_profile.shipped()).pdf, 1.1), "double.png")
    ninth = build(ROOT / "issues" / "2018-09", press_profile.shipped()).pdf
    save(picture(ninth, 0, 1.1), "une.png")
    save(picture(ninth, 2, 1.1), "photo.png")
    save(picture(pdf, 1, 5, (15, 126, 60, 46)), "paragraph.png")
    save(picture(build(ROOT / "issues" / "2018-06", press_profile.shipped()).pdf, 0, 1.35), "dense.png")
    save(before_and_after(0, 4), "before-and-after.png", 64)
    save(boxes_and_glue(0, 4, slice(1, 4)), "boxes-and-glue.png", 64)
    save(page_on_its_grid(pdf, set_issue(Road(folder=ROOT / "issues" / "2018-05")), 1), "grid.png", 48)
    save(ways(ROOT / "issues" / "2018-05", 15, 400), "ways.png", 64)


if __name__ == "__main__":
    sys.exit(main())
