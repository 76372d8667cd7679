"""Boxed text (encadrés): what stands between ``::: encadré Son titre`` and ``:::``, each alone on its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple, TypeVar

from mise_en_page.model.issue import Intertitle, ListItem, Paragraph, Table, Verse
from mise_en_page.reading.found import Found, shown
from mise_en_page.reading.inline import read_inline
from mise_en_page.reading.source import Pieces, Written

#: What opens a box; a title may follow, in brackets or not.
_OPENS: Final = re.compile(r":{3,}[ \t]*(?:encadr[ée]|box)(?![\w-])[ \t:]*(?P<title>.*?)[ \t]*:*$", re.IGNORECASE)
_CLOSES: Final = re.compile(r":{3,}$")

_Block = TypeVar("_Block")


class Box(NamedTuple):
    """A box: where its first and last line begin in the written text, and its title, if any."""

    start: int
    end: int
    title: Intertitle | None


def read_boxes(lines: Sequence[Pieces], written: Written, found: Found) -> tuple[list[Box], frozenset[int]]:
    """The boxes of some lines, and which of the lines open and close them.

    One that is not closed, that stands in another, or that closes nothing is told.
    """
    boxes: list[Box] = []
    fences: set[int] = set()
    opened: list[Pieces] = []
    for number, line in enumerate(lines):
        if not line.text.startswith(":::"):
            continue
        where = written.span(line.start, len(line.text))
        if _OPENS.match(line.text):
            if opened:
                found.error("box/nested", where, typed=shown(line.text, 30))
            opened.append(line)
        elif _CLOSES.match(line.text):
            if not opened:
                found.error("box/stray", where)
            elif len(opened) == 1:
                boxes.append(Box(opened[0].start, line.start, _title(opened[0], written, found)))
            opened[-1:] = []
        else:
            continue
        fences.add(number)
    if opened:
        found.error("box/open", written.span(opened[0].start, len(opened[0].text)), typed=shown(opened[0].text, 30))
    return boxes, frozenset(fences)


def _title(line: Pieces, written: Written, found: Found) -> Intertitle | None:
    match = _OPENS.match(line.text)
    assert match is not None
    title = line.part(*match.span("title"))
    if title.text.startswith("[") and title.text.endswith("]"):
        title = title.part(1, -1).stripped()
    if not title.text:
        return None
    return Intertitle(read_inline(title, written, found, strict=True), written.span(title.start, len(title.text)))


def in_boxes(
    blocks: Iterable[tuple[int, _Block]], boxes: Sequence[Box], written: Written, found: Found
) -> list[_Block | Intertitle]:
    """Blocks, each with where it begins in the written text, and those of boxes with the number of theirs, from 1, behind
    its title. What no box can hold is told, and so is a box that holds nothing.
    """
    placed: list[_Block | Intertitle] = []
    held = dict.fromkeys(range(len(boxes)), 0)
    for start, block in blocks:
        number = next((n for n, box in enumerate(boxes) if box.start < start < box.end), None)
        if number is None:
            placed.append(block)
            continue
        title = boxes[number].title
        if not held[number] and title is not None:
            placed.append(replace(title, boxed=number + 1))
        held[number] += 1
        if isinstance(block, Paragraph | Intertitle | ListItem | Verse | Table):
            placed.append(replace(block, boxed=number + 1))
        else:
            found.error("box/holds", written.span(start))
            placed.append(block)
    for number, count in held.items():
        if not count:
            found.error("box/empty", written.span(boxes[number].start))
    return placed
