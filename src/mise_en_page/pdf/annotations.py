"""What people have written on a PDF in their readers: annotations, and an attached file, as plain values.

The file has been through other programs: nothing in it is taken for granted, and everything is bounded.
"""

from __future__ import annotations

import html
import io
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pikepdf
from pikepdf import Name

from mise_en_page.model.message import Message, say

#: ISO 32000-2, table 171: the markup annotations, which hold somebody's words (sounds and files left out).
KINDS: Final = frozenset(
    ("Text", "FreeText", "Highlight", "Underline", "StrikeOut", "Squiggly", "Ink", "Caret", "Stamp", "Line", "Square",
     "Circle", "Polygon", "PolyLine")
)  # fmt: skip

#: Most annotations, marked pieces of lines and pages that are looked at; characters of a note; bytes of the attached file.
MOST, MOST_QUADS, MOST_PAGES, MOST_CHARACTERS, MOST_BYTES = 5_000, 10_000, 5_000, 20_000, 1 << 26

#: What pikepdf raises for objects that are not what they should be.
FAULTS: Final = (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RuntimeError)

#: The time of one that names none.
UNKNOWN: Final = "1970-01-01T00:00:00Z"

#: left, bottom, right, top in pt, as PDF counts
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotation. ``boxes`` are the marked pieces of lines, or the whole of it; ``parent`` is the number of the one
    that it answers (-1: none). ``sheet`` is the whole number that the page bears under a key (0: none). ``at`` is its time,
    UTC (``2026-11-30T21:40:05Z``)."""

    number: int
    page: int
    sheet: int
    kind: str
    author: str
    text: str
    boxes: tuple[Box, ...]
    parent: int = -1
    at: str = UNKNOWN


@dataclass(frozen=True, slots=True)
class Annotated:
    """A file's annotations in its order, and the file attached under the name that was asked for (None: there is none).

    ``broken`` says why not all could be read (None where it was).
    """

    attached: bytes | None
    annotations: tuple[Annotation, ...]
    broken: Message | None = None


class Unread(Exception):
    """A PDF that cannot be read to its end: ``said`` why."""

    def __init__(self, said: Message) -> None:
        super().__init__(said)
        self.said = said


def read(pdf: bytes, attached: str, key: str) -> Iterator[bytes | Annotation]:
    """The attached file if there is one, then each annotation. Raises Unread where the PDF cannot be read."""
    try:
        document = pikepdf.open(io.BytesIO(pdf))
    except pikepdf.PasswordError as fault:
        raise Unread(say("unread/password")) from fault
    except FAULTS as fault:
        raise Unread(say("unread/no-pdf")) from fault
    with document:
        data = _attached(document, attached)
        if data is not None:
            yield data
        try:
            yield from _annotations(document, key)
        except FAULTS as fault:
            raise Unread(say("unread/pages")) from fault


def _attached(document: pikepdf.Pdf, name: str) -> bytes | None:
    try:
        if name not in document.attachments:
            return None
        data = document.attachments[name].get_file().read_bytes()
    except FAULTS:
        return None
    return data if len(data) <= MOST_BYTES else None


def _annotations(document: pikepdf.Pdf, key: str) -> Iterator[Annotation]:
    found: list[tuple[int, int, Any]] = []
    seen: set[tuple[int, int]] = set()
    sheet: Any
    for index, page in enumerate(document.pages):
        if index >= MOST_PAGES or len(found) >= MOST:
            break
        listed = page.obj.get(Name.Annots)
        sheet = page.obj.get(key)
        own = sheet if isinstance(sheet, int) and 0 < sheet < 1 << 31 else 0
        if isinstance(listed, pikepdf.Array):
            each = (listed[n] for n in range(min(len(listed), MOST - len(found))))
            for one in each:  # one that is listed twice is one
                if _kind(one) in KINDS and (not one.objgen[0] or one.objgen not in seen):
                    seen.add(one.objgen)
                    found.append((index, own, one))
    numbers = {one.objgen: number for number, (_, _, one) in enumerate(found) if one.objgen[0]}
    names = {name: number for number, (_, _, one) in enumerate(found) if (name := _string(one, "/NM"))}
    quads = MOST_QUADS
    for number, (index, sheet, one) in enumerate(found):
        boxes = tuple(_boxes(one, quads))
        quads -= len(boxes)
        words = _string(one, "/Contents") or _plain(_string(one, "/RC"))
        state = _string(one, "/State")
        text = words or (f"[{state}]" if state else "")
        yield Annotation(
            number, index, sheet, _kind(one), _string(one, "/T")[:200], text, boxes, _parent(one, numbers, names),
            _time(_string(one, "/CreationDate") or _string(one, "/M")),
        )  # fmt: skip


def _kind(annotation: Any) -> str:
    kind = annotation.get(Name.Subtype) if isinstance(annotation, pikepdf.Dictionary) else None
    return str(kind).removeprefix("/") if isinstance(kind, pikepdf.Name) else ""


#: A date of PDF (ISO 32000-2, 7.9.4); what follows the year may be left out.
_DATE = re.compile(
    r"(?:D:)?(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:Z|(?P<sign>[+-])(?P<hours>\d{2})'?(?P<minutes>\d{2})?)?"
)


def _time(written: str) -> str:
    """A date of PDF as one of ISO 8601, UTC."""
    match = _DATE.match(written)
    if match is None:
        return UNKNOWN
    year, month, day, hour, minute, second = (int(part) if part else None for part in match.groups()[:6])
    ahead = timedelta(hours=int(match["hours"] or 0), minutes=int(match["minutes"] or 0))
    try:
        at = datetime(year or 0, month or 1, day or 1, hour or 0, minute or 0, second or 0, tzinfo=UTC)
        return (at + ahead if match["sign"] == "-" else at - ahead).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError):
        return UNKNOWN


def _parent(annotation: Any, numbers: dict[tuple[int, int], int], names: dict[str, int]) -> int:
    answered = annotation.get("/IRT")
    if not isinstance(answered, pikepdf.Dictionary):
        return -1
    return numbers.get(answered.objgen, -1) if answered.objgen[0] else names.get(_string(answered, "/NM"), -1)


def _string(holder: Any, key: str) -> str:
    value = holder.get(key)
    if not isinstance(value, pikepdf.String):
        return ""
    try:
        return str(value)[:MOST_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n").strip()
    except FAULTS:
        return ""


def _plain(rich: str) -> str:
    """Rich text (XHTML) without its elements."""
    return html.unescape(re.sub(r"<[^<>]*>", " ", rich)).strip()


def _boxes(annotation: Any, most: int) -> Iterator[Box]:
    quads = [*_numbers(annotation.get("/QuadPoints"), 8 * most)]
    found = False
    for n in range(0, len(quads) - 7, 8):
        xs, ys = quads[n : n + 8 : 2], quads[n + 1 : n + 8 : 2]
        found = True
        yield min(xs), min(ys), max(xs), max(ys)
    rectangle = [*_numbers(annotation.get("/Rect"), 4)]
    if not found and len(rectangle) == 4:
        xs, ys = rectangle[::2], rectangle[1::2]
        yield min(xs), min(ys), max(xs), max(ys)


def _numbers(values: Any, most: int) -> Iterable[float]:
    if not isinstance(values, pikepdf.Array):
        return
    for n in range(min(len(values), most)):
        try:
            value = float(values[n])
        except FAULTS:
            return
        if not math.isfinite(value) or abs(value) > 1e6:
            return
        yield value
