"""An article as it is being made of a source's blocks: fields, body, pictures, and where in the source each came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from mise_en_page.importing.document import Image, Run
from mise_en_page.model.message import Message

PieceKind = Literal["paragraph", "intertitle", "pull-quote", "picture", "table", "verse"]


@dataclass(slots=True)
class Piece:
    """A paragraph of an article, and the ``block`` of the source that it came from (its place among all).

    Of a picture ``runs`` are the caption, ``credit`` the credit; ``file`` is where it is put, from the issue's folder.
    Of a table, ``rows`` are its cells, None where one is empty, the first of them its head if
    ``headed``.
    ``maybe``: the role that a label gives it, if what stands around bears that out; else it is text, as ``typed``.
    """

    runs: tuple[Run, ...]
    block: int
    kind: PieceKind = "paragraph"
    image: Image | None = None
    credit: tuple[Run, ...] = ()
    file: str = ""
    maybe: str = ""
    typed: tuple[Run, ...] = ()
    rows: tuple[tuple[Piece | None, ...], ...] = ()
    headed: bool = False

    @property
    def text(self) -> str:
        return " ".join(each.text for each in self.cells()) if self.rows else "".join(run.text for run in self.runs)

    def cells(self) -> list[Piece]:
        """Of a table, its cells that hold something, row by row."""
        return [each for row in self.rows for each in row if each is not None]


@dataclass(slots=True)
class Draft:
    """One article. ``fields``: by role, in the order of the source; ``how``: what told each role; ``kept``: named facts
    that are noted and not printed.
    """

    fields: dict[str, list[Piece]] = field(default_factory=dict)
    body: list[Piece] = field(default_factory=list)
    picture: Piece | None = None
    kept: list[tuple[str, str]] = field(default_factory=list)
    how: dict[str, Message] = field(default_factory=dict)
    first: int = -1
    last: int = -1
    name: str = ""

    def saw(self, block: int) -> None:
        self.first = block if self.first < 0 else self.first
        self.last = max(self.last, block)

    def pieces(self) -> Iterator[Piece]:
        for pieces in self.fields.values():
            yield from pieces
        if self.picture is not None:
            yield self.picture
        yield from self.body

    def title(self) -> str:
        """The title's words, on one line."""
        return " ".join(" ".join(piece.text for piece in self.fields.get("title", ())).split())

    def has_text(self) -> bool:
        return any(piece.kind != "picture" for piece in self.body)
