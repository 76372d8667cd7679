"""The words of a PDF's page and where each is seen, as pdfium reads them: to show on a page which of them have changed."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

CHARACTERS: Final = 60_000
"""Of one page so many are read: a page of a broadsheet has a fifth of it."""

#: How pdfium tells a hyphen that divides a word at a line's end.
HYPHENS: Final = "\u00ad\u0002\ufffe"

#: A page's sides in the units in which places are asked for.
SIDE: Final = 100_000

#: left, top, right, bottom in shares of the page's width and height from its top left corner
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Word:
    """A word; more than one box where it is divided between lines."""

    text: str
    boxes: tuple[Box, ...]


def words(page: pypdfium2.PdfPage) -> list[Word]:
    """The words of a page in the order in which it draws them; those alone that are seen of it."""
    text = page.get_textpage()
    found, letters, divided = list[Word](), list[tuple[str, int]](), False
    for n in range(min(text.count_chars(), CHARACTERS)):
        letter = chr(pdfium.FPDFText_GetUnicode(text, n))
        if letter in HYPHENS:
            divided = True
        elif not letter.isspace():
            letters.append((letter, n))
            divided = False
        elif letters and not divided:
            found.append(_word(page, text, letters))
            letters = []
    found += [_word(page, text, letters)] if letters else []
    return [word for word in found if any(x1 > 0 and y1 > 0 and x0 < 1 and y0 < 1 for x0, y0, x1, y1 in word.boxes)]


def _word(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, letters: Sequence[tuple[str, int]]) -> Word:
    rows: list[list[float]] = []
    for _, n in letters:
        left, bottom, right, top = text.get_charbox(n, loose=True)
        if rows and left >= rows[-1][0] and bottom < rows[-1][3] and top > rows[-1][1]:
            rows[-1] = [rows[-1][0], min(bottom, rows[-1][1]), max(right, rows[-1][2]), max(top, rows[-1][3])]
        else:
            rows.append([left, bottom, right, top])
    return Word("".join(letter for letter, _ in letters), tuple(_box(page, *row) for row in rows))


def _box(page: pypdfium2.PdfPage, left: float, bottom: float, right: float, top: float) -> Box:
    (x0, y0), (x1, y1) = _place(page, left, top), _place(page, right, bottom)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _place(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    """A point of the page as it is seen: cropped, and turned if it is."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, SIDE, SIDE, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return across.value / SIDE, down.value / SIDE


def passages(marked: Iterable[Word]) -> Iterator[Box]:
    """The boxes of words that follow each other, as one for each line."""
    last: Box | None = None
    for box in (box for word in marked for box in word.boxes):
        if last is not None and _on_one_line(last, box):
            last = last[0], min(last[1], box[1]), box[2], max(last[3], box[3])
            continue
        if last is not None:
            yield last
        last = box
    if last is not None:
        yield last


def _on_one_line(before: Box, after: Box) -> bool:
    """Does a word stand beside the one before it, a few letters' width away?"""
    high = min(before[3] - before[1], after[3] - after[1])
    shared = min(before[3], after[3]) - max(before[1], after[1])
    return shared > 0.5 * high and -0.001 < after[0] - before[2] < 0.02
