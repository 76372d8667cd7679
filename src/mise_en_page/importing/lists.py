"""Items of lists as an article writes them: behind their signs, lists in lists stood in by two spaces a depth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from mise_en_page.importing.document import BREAK, Document, Run, cut
from mise_en_page.importing.draft import Piece
from mise_en_page.importing.inline import BROKEN, GUARDS, checked, guarded, tell_looks, written
from mise_en_page.model import limits
from mise_en_page.model.issue import ListItem, Source, Text
from mise_en_page.model.message import key
from mise_en_page.model.problem import Problem
from mise_en_page.reading.found import Found
from mise_en_page.reading.items import Opened, depths, marker
from mise_en_page.reading.markdown import read_body
from mise_en_page.reading.source import normal

_SOURCE = Source("")
#: A sign that is always an item's, before words that are read to see how they come back.
_PROBE = "• "


def is_item(piece: Piece, document: Document) -> bool:
    """Is a paragraph an item of a list of the source, with its sign before its words?"""
    block = document.blocks[piece.block]
    sign = f"{block.marker} "
    listed = piece.kind == "paragraph" and block.kind == "item" and block.cell is None
    return listed and bool(block.marker) and piece.text.startswith(sign) and piece.text != sign


def grouped(body: Sequence[Piece], document: Document) -> Iterator[list[Piece]]:
    """The pieces of a text: items that may stand in one list together, every other alone.

    At the outermost depth, the signs of a list are of one kind.
    """
    for listed, run in groupby(body, lambda piece: is_item(piece, document) and _opening(piece, document) != ""):
        pieces = list(run)
        if not listed:
            yield from ([each] for each in pieces)
            continue
        deep = _depths(pieces, document)
        kinds = [marker(_opening(each, document) + "x") for each in pieces]
        start = 0
        for at in range(1, len(pieces) + 1):
            if at == len(pieces) or (deep[at] == 1 and kinds[at] != kinds[start]):
                yield pieces[start:at]
                start = at


def _opening(piece: Piece, document: Document) -> str:
    """What an item begins with, as the reader of articles knows it; "" if it knows no such sign."""
    sign = document.blocks[piece.block].marker
    return next((f"{sign}{gap}" for gap in (" ", "\t") if marker(f"{sign}{gap}x")), "")


def _depths(pieces: Sequence[Piece], document: Document) -> list[int]:
    return depths([Opened("", 2 * max(1, document.blocks[piece.block].level)) for piece in pieces])


def item_texts(pieces: Sequence[Piece], above: str, document: Document) -> list[str] | None:
    """The items of a list as they are written, each a block of its own; None if they are not read as one.

    ``above`` is what is written before them. A list deeper than an article holds is made less deep, and told.
    """
    if len(pieces) < 2:
        return None
    deep = _depths(pieces, document)
    held = [min(depth, limits.LIST_DEPTH) for depth in deep]
    texts, wanted = [], []
    for piece, depth in zip(pieces, held, strict=True):
        sign = document.blocks[piece.block].marker
        runs = checked(cut(piece.runs, len(sign) + 1), document, piece.block)
        said = _item(runs, document, piece.block)
        texts.append(f"{'  ' * (depth - 1)}{_opening(piece, document)}{said}")
        wanted.append((sign, depth, _characters("".join(run.text for run in runs))))
    if _read(above, texts) != wanted:
        return None
    if deep != held:
        first = next(piece for piece, depth in zip(pieces, deep, strict=True) if depth > limits.LIST_DEPTH)
        document.remarks.warning(key("import-list/deep"), first.block, None, most=limits.LIST_DEPTH)
    return texts


def _characters(text: str) -> str:
    return "".join(text.split())


def _read(above: str, texts: Sequence[str]) -> list[tuple[str, int, str]]:
    """The items that come back from what was written."""
    blocks = read_body(normal("\n\n".join([above, *texts]), _SOURCE), 0, Found())[-len(texts) :]
    items = [each for each in blocks if isinstance(each, ListItem)]
    return [(each.sign.characters, each.depth, _characters(each.text.characters)) for each in items]


def _item(runs: tuple[Run, ...], document: Document, block: int) -> str:
    """An item's words, as they stand behind its sign."""

    def layout(typed: str, guard: str) -> str:
        first, *others = typed.split(BREAK)
        return BROKEN.join([first, *(guarded(line, guard) for line in others)])

    for every, guard in GUARDS:
        said, good, whole = written(runs, lambda typed: _probed(layout(typed, guard)), every=every)  # noqa: B023
        if good:
            break
    tell_looks(whole, runs, document, block)
    return layout(said, guard)


def _probed(typed: str) -> tuple[Text, Sequence[Problem]]:
    found = Found()
    blocks = read_body(normal(f"{_PROBE}{typed}\n\n{_PROBE}x", _SOURCE), 0, found)
    item = blocks[0] if len(blocks) == 2 else None
    return (item.text if isinstance(item, ListItem) else Text()), found
