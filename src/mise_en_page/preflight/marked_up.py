"""The pages with their faults marked: a numbered frame where each is, and what the numbers mean beside the page.

A soft picture for people, not a proof of colour: pdfium draws it.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from mise_en_page.model.message import Message, say
from mise_en_page.model.press_profile import MM
from mise_en_page.model.problem import Problem, Severity, Spot
from mise_en_page.pdf.geometry import Box
from mise_en_page.preflight import raster
from mise_en_page.preflight.checks.registry import SEVERITIES
from mise_en_page.preflight.examine import Reading
from mise_en_page.preflight.examined import DAMAGE, Examined, PageRead, opened

PPI: Final = 110.0
LONGEST: Final = 2600
"""A page's longer side in the picture, in pixels: larger sheets are drawn at fewer ppi."""

MARGIN: Final = 28
LEGEND: Final = 560
"""Width of the column that says what the numbers mean, in pixels."""

MOST: Final = 40
"""Faults that are listed beside a page; the rest are counted."""

BADGE: Final = 24
"""How far numbers stand from one another, in pixels, where several faults share a place."""

STACKED: Final = 12
"""Pages that are put into one picture."""

PAPER: Final = (255, 255, 255)
DESK: Final = (233, 233, 230)
INK: Final = (34, 34, 34)
FAINT: Final = (110, 110, 110)
TRIM: Final = (0, 140, 70)
BLEED: Final = (40, 110, 220)
Ink = tuple[int, int, int]
COLOURS: Final[dict[Severity, Ink]] = {
    "error": (205, 25, 40),
    "warning": (214, 112, 0),
    "info": (0, 115, 150),
}

OWN: Final = "«»“”’·…"
"""What Pillow's own font has besides ASCII, and what stands for some of what it lacks."""

PLAIN: Final = str.maketrans({"×": "x", "—": "-", "–": "-", "≤": "<=", "œ": "oe", "Œ": "OE"})

NO_PLACE: Final = say("marked/no-place")

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page's picture: ``number`` from 1, ``png`` its bytes."""

    number: int
    png: bytes


def marked(
    pdf: bytes, problems: Sequence[Problem], font: Path | None = None, opened_with: Callable[[int], None] | None = None
) -> Iterator[MarkedPage]:
    """Each page of ``pdf`` with those of ``problems`` that are on it, in the order given; faults of the file on page 1.

    ``font`` sets the legend; ``opened_with`` is told how many pages there are. Yields nothing for a file that cannot be
    opened: there is no page to mark.
    """
    try:
        document = opened(pdf)
        with document:
            if opened_with is not None:
                opened_with(len(document.pages))
            reading = Reading(pdf, document)
            for place in range(reading.count):
                examined = reading.page(place)
                page = examined.pages[0]
                here = [problem for problem in problems if _is_on(problem, page.number)]
                yield MarkedPage(page.number, _png(_picture(examined, page, here, font)))
    except DAMAGE:
        return


def stacked(pages: Sequence[MarkedPage]) -> bytes:
    """Pictures of pages one above the other, in one picture."""
    pictures = [Image.open(io.BytesIO(page.png)) for page in pages]
    whole = Image.new("RGB", (max(one.width for one in pictures), sum(one.height for one in pictures)), DESK)
    top = 0
    for one in pictures:
        whole.paste(one, (0, top))
        top += one.height
    return _png(whole)


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=False)
    return out.getvalue()


def _is_on(problem: Problem, number: int) -> bool:
    return problem.where.page == number if isinstance(problem.where, Spot) else number == 1


def _picture(examined: Examined, page: PageRead, problems: list[Problem], font: Path | None) -> Image.Image:
    media = page.media or page.cut
    ppi = min(PPI, LONGEST * 72 / max(media[2] - media[0], media[3] - media[1], 1.0))
    factor = ppi / 72
    shown = raster.drawn(examined, page, ppi)
    width, height = (max(1, round((media[side + 2] - media[side]) * factor)) for side in (0, 1))
    art = Image.new("RGB", (width, height), PAPER) if shown is None else Image.fromarray(shown)
    numbered = list(enumerate(problems[:MOST], 1))
    legend = _Legend(font, len(problems) - MOST)
    tall = max(art.height, legend.height(numbered)) + 2 * MARGIN
    whole = Image.new("RGB", (art.width + LEGEND + 3 * MARGIN, tall), DESK)
    whole.paste(art, (MARGIN, MARGIN))
    pen = ImageDraw.Draw(whole)
    if shown is None:
        pen.text((MARGIN + 20, MARGIN + 20), legend.words(say("marked/undrawn")), FAINT, legend.large)

    def place(box: Box) -> Box:
        left, top = MARGIN - media[0] * factor, MARGIN + media[3] * factor
        return (left + box[0] * factor, top - box[3] * factor, left + box[2] * factor, top - box[1] * factor)

    if page.bleed is not None:
        pen.rectangle(place(page.bleed), outline=BLEED, width=1)
    if page.trim is not None or page.art is not None:
        pen.rectangle(place(page.cut), outline=TRIM, width=1)
    left, _, _, top = page.cut
    frames = [
        (number, COLOURS[problem.severity], _frame(place((left + spot.x0, top - spot.y1, left + spot.x1, top - spot.y0))))
        for number, problem in numbered
        if isinstance(spot := problem.where, Spot) and _has_place(problem)
    ]
    _mark(pen, frames, legend)
    legend.draw(pen, art.width + 2 * MARGIN, MARGIN, numbered, page)
    return whole


def _mark(pen: ImageDraw.ImageDraw, frames: list[tuple[int, Ink, Box]], legend: _Legend) -> None:
    """Frames and their numbers; the first stands on top: it is the gravest."""
    for _, colour, frame in reversed(frames):
        pen.rectangle((frame[0] - 1, frame[1] - 1, frame[2] + 1, frame[3] + 1), outline=PAPER, width=1)
        pen.rectangle(frame, outline=colour, width=2)
    taken: list[tuple[float, float]] = []
    for number, colour, frame in frames:
        x, y = frame[2], frame[1]
        while any(abs(x - other) < BADGE and abs(y - height) < BADGE for other, height in taken):
            x += BADGE
        taken.append((x, y))
        legend.badge(pen, x, y, number, colour)


def _frame(box: Box) -> Box:
    """A frame around a fault, large enough to be seen."""
    x, y = max(3.0, 7 - (box[2] - box[0]) / 2), max(3.0, 7 - (box[3] - box[1]) / 2)
    return (box[0] - x, box[1] - y, box[2] + x, box[3] + y)


class _Legend:
    """The column beside the page."""

    def __init__(self, font: Path | None, unlisted: int) -> None:
        self.font, self.unlisted = font, max(unlisted, 0)
        self.large, self.plain, self.small = self.face(20), self.face(16), self.face(14)

    def face(self, size: int) -> Font:
        if self.font is not None:
            try:
                return ImageFont.truetype(str(self.font), size)
            except OSError:
                self.font = None
        return ImageFont.load_default(size)

    def words(self, text: Message | str) -> str:
        """Text that the font has letters for: Pillow's own has no accents, but « and »."""
        kept = "".join(c if c.isprintable() or c in "\u00a0\u202f" else " " for c in str(text)).replace("\u202f", "\u00a0")
        if self.font is not None:
            return kept
        plain = unicodedata.normalize("NFKD", kept.translate(PLAIN))
        return "".join(c for c in plain if c.isascii() or c in OWN)

    def wrapped(self, text: str, font: Font, room: float) -> list[str]:
        lines = [""]
        for word in self.words(text).split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and font.getlength(longer) > room:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def rows(self, problem: Problem) -> Iterator[tuple[str, Font, Ink, int]]:
        """What is written of a problem: each line, its face, its colour, and how far the next stands below."""
        room = LEGEND - 46
        yield from ((line, self.plain, INK, 22) for line in self.wrapped(problem.message, self.plain, room))
        if problem.hint:
            yield from ((line, self.small, FAINT, 18) for line in self.wrapped(problem.hint, self.small, room))
        note = [str(SEVERITIES[problem.severity]), problem.code, *([] if _has_place(problem) else [str(NO_PLACE)])]
        yield self.words(" · ".join(note)), self.small, COLOURS[problem.severity], 34

    def height(self, numbered: list[tuple[int, Problem]]) -> int:
        return 100 + sum(step for _, problem in numbered for *_, step in self.rows(problem))

    def badge(self, pen: ImageDraw.ImageDraw, x: float, y: float, number: int, colour: Ink) -> None:
        """A number in a filled disc, its middle at x, y."""
        pen.ellipse((x - 13, y - 13, x + 13, y + 13), fill=colour, outline=PAPER, width=2)
        pen.text((x, y), str(number), PAPER, self.small, anchor="mm")

    def draw(self, pen: ImageDraw.ImageDraw, x: int, y: int, numbered: list[tuple[int, Problem]], page: PageRead) -> None:
        cut = page.cut
        size = say("word/size", width=(cut[2] - cut[0]) / MM, height=(cut[3] - cut[1]) / MM)
        pen.text((x, y), self.words(say("marked/page", page=page.number)), INK, self.large)
        pen.text((x + LEGEND, y + 3), self.words(size), FAINT, self.plain, anchor="ra")
        y += 32
        pen.line((x, y + 9, x + 26, y + 9), fill=TRIM, width=2)
        pen.text((x + 34, y), self.words(say("marked/cut")), FAINT, self.small)
        pen.line((x + 90, y + 9, x + 116, y + 9), fill=BLEED, width=2)
        pen.text((x + 124, y), self.words(say("marked/bleed")), FAINT, self.small)
        y += 40
        if not numbered:
            pen.text((x, y), self.words(say("marked/none")), TRIM, self.plain)
        for number, problem in numbered:
            self.badge(pen, x + 13, y + 11, number, COLOURS[problem.severity])
            for line, font, colour, step in self.rows(problem):
                pen.text((x + 40, y), line, colour, font)
                y += step
        if self.unlisted:
            pen.text((x + 40, y), self.words(say("marked/more", count=self.unlisted)), FAINT, self.plain)


def _has_place(problem: Problem) -> bool:
    return isinstance(problem.where, Spot) and problem.where.x1 > problem.where.x0
