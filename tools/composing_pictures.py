"""The pictures of docs/composition: a paragraph set greedily and set whole, what a line is made of, a page on its grid."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.design import Design, Family, heading_family  # noqa: E402
from bench.engine import Engine  # noqa: E402
from bench.glyphs import Glyph, pages_of  # noqa: E402
from bench.metrics import Finder, letters_of, lines_of  # noqa: E402
from bench.ours import OURS  # noqa: E402
from bench.web import WEASYPRINT  # noqa: E402
from bench.work_item import Page, work_item  # noqa: E402
from mise_en_page.pipeline.build import Set  # noqa: E402

SERIF = ROOT / "fonts" / "source-serif-4"
LABEL = ROOT / "fonts" / "bricolage-grotesque" / "BricolageGrotesque_600SemiBold.ttf"
#: The publication's own face, whatever is installed: the same pictures on every machine.
DESIGN = Design(
    4,
    Family("Source Serif 4 SmText", SERIF / "SourceSerif4SmText-Regular.ttf", SERIF / "SourceSerif4SmText-It.ttf"),
    heading_family(),
)
LOOSE = 1.5
ORANGE, BLUE, GREEN, CYAN, MAGENTA = (243, 146, 55), (70, 130, 200), (60, 160, 90), (0, 160, 210), (255, 150, 200)


@dataclass(frozen=True, slots=True)
class Shown:
    """A paragraph of the work item as an engine set it: its lines of glyphs, and a page's picture to crop."""

    column: int
    lines: tuple[tuple[Glyph, ...], ...]
    gaps: tuple[tuple[tuple[float, float], ...], ...]  # from, to: the word spaces of each line
    page: Image.Image
    scale: float


def before_and_after(number: int, paragraph: int, scale: float = 4.0) -> Image.Image:
    """One paragraph as plain WeasyPrint sets it and as we do; word spaces over 1.5 × their natural width are marked."""
    (page,) = work_item(number + 1)[number:]
    pictures = [_marked(_set(engine, page, paragraph, scale)) for engine in (WEASYPRINT, OURS)]
    gap = round(18 * scale)
    labels = ("line by line (WeasyPrint) · ligne à ligne", "as a whole (mise-en-page) · d’un bloc")
    head = round(14 * scale)
    size = sum(each.width for each in pictures) + gap, max(each.height for each in pictures) + head
    whole = Image.new("RGB", size, "white")
    x = 0
    for each, label in zip(pictures, labels, strict=True):
        whole.paste(each, (x, head))
        _write(whole, (x + round(4 * scale), round(2 * scale)), label, round(5.6 * scale))
        x += each.width + gap
    return whole


def _set(engine: Engine, page: Page, paragraph: int, scale: float) -> Shown:
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        command = engine.prepare([page], DESIGN, Path(folder))
        command.run()
        glyphs = next(pages_of(command.pdf))
        pdf = command.pdf.read_bytes()
    finder = Finder([letters_of(text) for text in page.paragraphs])
    column, lines, gaps = 0, [], []
    for place, line in lines_of(glyphs, DESIGN):
        begun, at = finder.place, finder.at
        found = finder.find(place, line, DESIGN)
        if found is None or begun != paragraph:
            continue
        if lines and place != column:
            raise ValueError("the paragraph is divided between columns: choose another")
        column = place
        lines.append(tuple(line))
        letters = letters_of(page.paragraphs[paragraph])[at:]
        gaps.append(
            tuple((line[i - 1].end, line[i].x) for i in range(1, len(line)) if i < len(letters) and letters[i].space == " ")
        )
    return Shown(column, tuple(lines), tuple(gaps), trimmed(pdf, 0, scale), scale)


def trimmed(pdf: bytes, number: int, scale: float) -> Image.Image:
    sheet = pypdfium2.PdfDocument(BytesIO(pdf))[number]
    left, bottom, right, top = sheet.get_trimbox()
    _, _, wide, high = sheet.get_mediabox()
    return sheet.render(scale=scale, crop=(left, bottom, wide - right, high - top)).to_pil().convert("RGB")


def _marked(shown: Shown) -> Image.Image:
    scale, natural = shown.scale, DESIGN.word_space
    over = Image.new("RGB", shown.page.size, "white")
    draw = ImageDraw.Draw(over)
    left = DESIGN.left(shown.column)
    right = left + DESIGN.measure
    top, foot = shown.lines[0][0].y - 9, shown.lines[-1][0].y + 4
    for line, gaps in zip(shown.lines, shown.gaps, strict=True):
        for begin, end in gaps:
            if end - begin > LOOSE * natural:
                box = (begin * scale, (line[0].y - 6.5) * scale, end * scale, (line[0].y + 1.8) * scale)
                draw.rectangle(box, fill=ORANGE)
    for x in (left, right):
        draw.line((x * scale, top * scale, x * scale, foot * scale), fill=CYAN, width=1)
    picture = ImageChops.multiply(shown.page, over)
    return picture.crop((round((left - 4) * scale), round(top * scale), round((right + 4) * scale), round(foot * scale)))


def _write(
    picture: Image.Image, at: tuple[int, int], text: str, size: int, fill: tuple[int, int, int] = (60, 60, 60)
) -> None:
    ImageDraw.Draw(picture).text(at, text, font=ImageFont.truetype(str(LABEL), size), fill=fill)


def boxes_and_glue(number: int, paragraph: int, lines: slice, scale: float = 8.0) -> Image.Image:
    """Some lines of a paragraph of ours: boxes framed, glue filled, a hyphen's penalty marked."""
    (page,) = work_item(number + 1)[number:]
    shown = _set(OURS, page, paragraph, scale)
    over = Image.new("RGB", shown.page.size, "white")
    draw = ImageDraw.Draw(over)
    for line, gaps in zip(shown.lines[lines], shown.gaps[lines], strict=True):
        high, low = (line[0].y - 7.4) * scale, (line[0].y + 2.6) * scale
        edges = [line[0].x, *(x for gap in gaps for x in gap), line[-1].end]
        for begin, end in zip(edges[::2], edges[1::2], strict=True):
            draw.rectangle((begin * scale, high, end * scale, low), outline=BLUE, width=2)
        for begin, end in gaps:
            draw.rectangle((begin * scale + 2, high, end * scale - 2, low), fill=(250, 205, 160))
        if line[-1].character == "-":
            draw.rectangle(
                (line[-1].x * scale, high, line[-1].end * scale, low), fill=(190, 230, 190), outline=GREEN, width=2
            )
    picture = ImageChops.multiply(shown.page, over)
    left = DESIGN.left(shown.column) - 4
    box = (left, shown.lines[lines][0][0].y - 7.8, left + DESIGN.measure + 12, shown.lines[lines][-1][0].y + 4)
    return picture.crop(tuple(round(value * scale) for value in box))


def page_on_its_grid(pdf: bytes, issue: Set, number: int, scale: float = 1.35) -> Image.Image:
    """A page of an issue with its grid: units and gutters, and the baselines of running text."""
    made = issue.makeup.pages[number]
    grid = issue.layouts[made.layout].grid
    picture = trimmed(pdf, number, scale)
    over = Image.new("RGB", picture.size, "white")
    draw = ImageDraw.Draw(over)
    for unit in range(grid.units):
        left = grid.left(unit, verso=made.verso)
        draw.rectangle((left * scale, 0, (left + grid.unit) * scale, picture.height), fill=(232, 246, 251))
    for y in _baselines(issue, number):
        draw.line((0, round(y * scale), picture.width, round(y * scale)), fill=MAGENTA, width=1)
    return ImageChops.multiply(picture, over)


def _baselines(issue: Set, number: int) -> Iterator[float]:
    """Every baseline of the page's grid, from the running text's first one up and down; rails may stand off it."""
    made = issue.makeup.pages[number]
    layout = issue.layouts[made.layout]
    grid, free = layout.grid, {slot.name for slot in layout.every_slot if slot.off_grid}
    frames = [frame for frame in made.frames if frame.slot not in free]
    running = [placed for frame in frames for placed in frame.placed if placed.block.role.startswith("body")]
    y = min(baseline for placed in running if placed.block.style.leading == grid.leading for baseline in placed.baselines)
    y -= grid.leading * int(y / grid.leading)
    while y < grid.height:
        yield y
        y += grid.leading
