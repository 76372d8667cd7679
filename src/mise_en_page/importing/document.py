"""What a source holds, whatever its format: blocks of runs in reading order, pictures, notes, comments, and what is told.

A reader of a format (word/, open_document.py, web.py, …) gives a ``Document``; mapping.py makes articles of it. A reader
puts every word of its source into blocks, in order, and tells what has no form here; what becomes of a block is
not its business.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from mise_en_page.model.message import Message, Value, say
from mise_en_page.model.problem import Severity

#: A line that ends within a paragraph, in ``Run.text``.
BREAK = "\n"
#: The style of a rule that is two empty lines or more: it parts articles only where nothing else does, and that is asked.
BLANK = "blank"

Kind = Literal["paragraph", "heading", "quote", "item", "picture", "page", "rule"]


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one look. ``raised``: 1 above the line, -1 below it; ``note``: the call of the note of this name."""

    text: str = ""
    italic: bool = False
    bold: bool = False
    raised: int = 0
    small_caps: bool = False
    struck: bool = False
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as a source shows it: ``data`` is the original, byte for byte; None where only its address is known."""

    data: bytes | None
    name: str = ""
    alternative: str = ""
    address: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a source, and its ``place`` there in words.

    ``level``: of a heading, 0 for a document's title, then 1…; of an item how deep it stands, from 1. ``style``: how the
    source calls its look; ``role``: a field that the source itself says it is (``title``, ``byline``…). ``marker``: what
    opens an item (« • », « 2. »). ``cell``: table, row and column, from 1; ``head``: it is of the table's head;
    ``merged``, of one of them: some reach over others. ``right``: set flush right.
    """

    kind: Kind
    runs: tuple[Run, ...] = ()
    place: Message = field(default_factory=lambda: say("import-place", file="?"))
    level: int = 0
    style: str = ""
    role: str = ""
    marker: str = ""
    image: Image | None = None
    cell: tuple[int, int, int] | None = None
    right: bool = False
    head: bool = False
    merged: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody noted beside the text; ``words`` are those it is about, ``block`` the block that holds them."""

    author: str
    date: str
    text: str
    words: str = ""
    block: int = 0
    done: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to tell of the block at place ``block``: a sentence of the catalogues and its values.

    ``note``: it arose in the note of this name.
    """

    key: str
    severity: Severity
    block: int
    values: tuple[tuple[str, Value], ...] = ()
    place: Message | None = None


class Remarks(list[Remark]):
    """What a reader has to tell, in order; each thing once."""

    def __init__(self) -> None:
        super().__init__()
        self._met: set[Remark] = set()

    def tell(self, key: str, severity: Severity, block: int, place: Message | None = None, **values: Value) -> None:
        remark = Remark(key, severity, block, tuple(values.items()), place)
        if remark not in self._met:
            self._met.add(remark)
            self.append(remark)

    def error(self, key: str, block: int, place: Message | None = None, /, **values: Value) -> None:
        self.tell(key, "error", block, place, **values)

    def warning(self, key: str, block: int, place: Message | None = None, /, **values: Value) -> None:
        self.tell(key, "warning", block, place, **values)

    def info(self, key: str, block: int, place: Message | None = None, /, **values: Value) -> None:
        self.tell(key, "info", block, place, **values)


@dataclass(slots=True)
class Document:
    """A source, read. ``keep``: named facts about all of it that no page prints (embargo, slug, rights), in order.

    ``title``: what the source as a whole is called (a mail's subject), for a text that has no title of its own.
    """

    file: str
    form: str
    blocks: list[Block] = field(default_factory=list)
    notes: dict[str, list[Block]] = field(default_factory=dict)
    comments: list[Comment] = field(default_factory=list)
    remarks: Remarks = field(default_factory=Remarks)
    keep: list[tuple[str, str]] = field(default_factory=list)
    encoding: str = ""
    date: str = ""
    title: str = ""

    def add(self, block: Block) -> int:
        """Append a block; its place among all."""
        self.blocks.append(block)
        return len(self.blocks) - 1


@dataclass(frozen=True, slots=True)
class Reading:
    """How a source is to be read: what it is called, and whether its tracked changes are taken or not."""

    file: str
    reject: bool = False


def mark_merged(blocks: list[Block], begin: int, table: int) -> None:
    """Say of a table, by its last cell among the blocks from ``begin`` on, that some of its cells reach over others."""
    for at in range(len(blocks) - 1, max(0, begin) - 1, -1):
        cell = blocks[at].cell
        if cell is not None and cell[0] == table:
            blocks[at] = replace(blocks[at], merged=True)
            return


def of_text(text: str) -> tuple[Run, ...]:
    """One run of plain text."""
    return (Run(text),) if text else ()


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Neighbours of one look as one run; empty ones gone."""
    made: list[Run] = []
    for run in runs:
        if not run.text and not run.note:
            continue
        if made and not run.note and not made[-1].note and replace(made[-1], text=run.text) == run:
            made[-1] = replace(run, text=made[-1].text + run.text)
        else:
            made.append(run)
    return tuple(made)


def trimmed(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Without white at both ends."""
    left = list(joined(runs))
    while left and not left[0].note and not left[0].text.lstrip():
        left.pop(0)
    if left and not left[0].note:
        left[0] = replace(left[0], text=left[0].text.lstrip())
    while left and not left[-1].note and not left[-1].text.rstrip():
        left.pop()
    if left and not left[-1].note:
        left[-1] = replace(left[-1], text=left[-1].text.rstrip())
    return tuple(left)


def cut(runs: Sequence[Run], start: int, end: int | None = None) -> tuple[Run, ...]:
    """The characters ``start`` to ``end`` of runs, with their looks; a call belongs to what stands before it."""
    made: list[Run] = []
    at = 0
    last = sum(len(run.text) for run in runs) if end is None else end
    for run in runs:
        begin, at = at, at + len(run.text)
        if run.note:
            if start < begin <= last or (begin == 0 and start == 0):
                made.append(run)
            continue
        text = run.text[max(0, start - begin) : max(0, last - begin)]
        if text:
            made.append(replace(run, text=text))
    return tuple(made)


def lines(runs: Sequence[Run]) -> list[tuple[Run, ...]]:
    """A paragraph's runs by its lines."""
    text = "".join(run.text for run in runs)
    made, at = [], 0
    for line in text.split(BREAK):
        made.append(cut(runs, at, at + len(line)))
        at += len(line) + 1
    return made
