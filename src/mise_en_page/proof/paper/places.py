"""Where each line of a proof sheet is written: the file that rides in the proof, by which notes come home.

Boxes are in pt from the sheet's lower left corner, as PDF has them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from mise_en_page.model.issue import Source
from mise_en_page.model.problem import Span, place_data
from mise_en_page.pagination.heights import role_of
from mise_en_page.pagination.makeup import Placed, placed_pictures
from mise_en_page.pagination.standing import code_square
from mise_en_page.pipeline.build import Set
from mise_en_page.proof.letters import ABOVE, pieces, written
from mise_en_page.proof.paper.sheet import Box, PlacedPage

FILE: Final = "mise-en-page-places.json"
FORM: Final = 1

WEB: Final = ("http://", "https://")

MOST_PLACES: Final = 400_000
"""Lines of a file that is read: a thick magazine has some thirty thousand."""

MOST_ON_SHEET: Final = 6_000
"""Of them on one sheet: no A4 holds a tenth of it."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line: its left and right in pt, and where it is written (the file is the line's)."""

    x0: float
    x1: float
    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """A line (or a picture, or a row of a list) on a sheet (from 1), and where it is written.

    ``number`` counts the lines of a slot's column from 1, as the proof's margin does; 0 where nothing is counted.
    """

    sheet: int
    box: Box
    where: Span
    article: str = ""
    role: str = ""
    slot: str = ""
    number: int = 0
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Places:
    """A proof's places in the order in which it is read, and which proof it is; ``folios`` by sheet (0: none)."""

    publication: str
    issue: str
    version: str
    folios: tuple[int, ...]
    places: tuple[Place, ...]


def page_places(made: Set, page: int, sheet: int, placed_page: PlacedPage) -> Iterator[Place]:
    """The lines and pictures of a page (from 0) as they stand on a sheet."""
    makeup = made.makeup.pages[page]
    sources = {placement.article.name: placement.article.source for placement in made.issue.placements(page)}
    for frame in makeup.frames:
        lines = (line for placed in frame.placed for line in _lines(placed, sources[placed.block.article], placed_page))
        for number, place in enumerate(lines, 1):
            yield replace(place, sheet=sheet, slot=frame.slot, number=number)
    for picture in placed_pictures(makeup):
        box = picture.x, picture.y, picture.x + picture.width, picture.y + picture.height
        yield Place(sheet, placed_page.box(*box), picture.picture.span, picture.article, "picture")


def links(made: Set, page: int, placed_page: PlacedPage) -> Iterator[tuple[Box, str]]:
    """The QR codes of a page (from 0) that lead to the web: where each stands on the sheet, and its address."""
    codes = {each.article.name: each.article.qr for each in made.issue.placements(page) if each.article.qr is not None}
    for frame in made.makeup.pages[page].frames:
        for placed in frame.placed:
            square, code = code_square(placed), codes.get(placed.block.article)
            if square is not None and code is not None and code.address.startswith(WEB):
                yield placed_page.box(*placed.turned(square)), code.address


def _lines(placed: Placed, source: Source, page: PlacedPage) -> Iterator[Place]:
    block, left = placed.block, placed.x + placed.block.style.padding_left
    leading = block.style.leading
    for line, baseline in zip(placed.lines, placed.baselines, strict=True):
        top, start = baseline - ABOVE * leading, left + line.x
        bottom = top + leading
        words = tuple(
            Word(page.x(ends[0]), page.x(ends[2]), where.line, where.column, text)
            for at, text, x0, x1 in pieces(line)
            for where in (written(block, at, source),)
            for ends in (placed.turned((left + x0, top, left + x1, bottom)),)
        )
        where = written(block, line.start, source)
        if words:
            where = replace(where, line=words[0].line, column=words[0].column)
        box = page.box(*placed.turned((start, top, start + line.width, bottom)))
        yield Place(0, box, where, block.article, role_of(block), words=words)


# --- the file --------------------------------------------------------------------------------------------------------


def as_bytes(places: Places) -> bytes:
    """The file: same places, same bytes."""
    data = {
        "form": FORM,
        "publication": places.publication,
        "issue": places.issue,
        "version": places.version,
        "sheets": [{"folio": folio or None, "lines": []} for folio in places.folios],
    }
    sheets: Any = data["sheets"]
    for place in places.places:
        entry = {"box": [round(value, 2) for value in place.box], **place_data(place.where)}
        named = {"article": place.article, "role": place.role, "slot": place.slot, "number": place.number}
        entry |= {key: value for key, value in named.items() if value}
        if place.words:
            entry["words"] = [
                [round(word.x0, 2), round(word.x1, 2), word.line, word.column, word.text] for word in place.words
            ]
        sheets[place.sheet - 1]["lines"].append(entry)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def from_bytes(data: bytes) -> Places:
    """The file read back. Raises ValueError if it is none of ours, or has been tampered with."""
    try:
        read = json.loads(data)
        if read["form"] != FORM:
            raise ValueError("another form")
        folios = tuple(_whole(sheet["folio"] or 0) for sheet in read["sheets"])
        places = tuple(_places(read["sheets"]))
        return Places(_text(read["publication"]), _text(read["issue"]), _text(read["version"]), folios, places)
    except (KeyError, TypeError, IndexError, RecursionError, OverflowError, UnicodeDecodeError) as fault:
        raise ValueError(f"no places: {fault!r}") from fault


def _places(sheets: Iterable[Mapping[str, Any]]) -> Iterator[Place]:
    count = 0
    for number, sheet in enumerate(sheets, 1):
        for at, entry in enumerate(sheet["lines"]):
            count += 1
            if count > MOST_PLACES or at >= MOST_ON_SHEET:
                raise ValueError("too many places")
            x0, y0, x1, y1 = map(_number, entry["box"])
            where = Span(_text(entry["file"]), _whole(entry["line"]), _whole(entry["column"]))
            words = tuple(
                Word(_number(a), _number(b), _whole(line), _whole(column), _text(text))
                for a, b, line, column, text in entry.get("words", ())
            )
            article, role, slot = (_text(entry.get(key, "")) for key in ("article", "role", "slot"))
            counted = _whole(entry.get("number", 0))
            yield Place(number, (x0, y0, x1, y1), where, article, role, slot, counted, words)


def _number(value: object) -> float:
    if not isinstance(value, int | float) or not -1e6 < value < 1e6:
        raise TypeError("no length")
    return float(value)


def _whole(value: object) -> int:
    if not isinstance(value, int) or not 0 <= value < 1 << 31:
        raise TypeError("no number")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value
