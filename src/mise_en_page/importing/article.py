"""A draft as the text of an article's file, in the house's form; with the line on which each block of the source stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from mise_en_page.importing.document import BREAK, Document, Run, lines, trimmed
from mise_en_page.importing.draft import Draft, Piece
from mise_en_page.importing.inline import BROKEN, GUARDS, checked, clean, guarded, tell_looks, written
from mise_en_page.importing.lists import grouped, is_item, item_texts
from mise_en_page.importing.settings import HEAD
from mise_en_page.importing.tables import table_lines
from mise_en_page.model.issue import Intertitle, Paragraph, PullQuote, Source, Text, Verse
from mise_en_page.model.message import key
from mise_en_page.model.problem import Problem
from mise_en_page.reading.found import Found
from mise_en_page.reading.front_matter import read_front_matter
from mise_en_page.reading.inline import read_inline
from mise_en_page.reading.items import marker
from mise_en_page.reading.markdown import Image, read_body
from mise_en_page.reading.nodes import Scalar
from mise_en_page.reading.source import Pieces, Written, joined, normal

_KEYS = {
    True: {"kicker": "surtitre", "title": "titre", "chapo": "chapô", "byline": "signature", "figure": "chiffre",
           "image": "photo", "caption": "légende", "credit": "crédit", "alt": "description"},
    False: {},
}  # fmt: skip
_TYPED_BREAK = re.compile(r"[ \t]*\\\\[ \t]*")
_SOURCE = Source("")


@dataclass(slots=True)
class Made:
    """An article's text, and the line (from 1) of each block of the source that is in it."""

    text: str = ""
    lines: dict[int, int] = field(default_factory=dict)
    _blocks: list[int] = field(default_factory=list)

    def blocks(self) -> list[int]:
        """The blocks that are in it, sorted."""
        self._blocks = self._blocks or sorted(self.lines)
        return self._blocks


def article_text(draft: Draft, document: Document, *, french: bool) -> Made:
    """The file of an article. What could not be written with all its looks is told."""
    made = Made()
    names = _KEYS[french]
    rows: list[tuple[str, int]] = [("---", -1)]
    for name, said in draft.kept:
        rows.append((f"# {name} : {_line(said)}" if name and french else f"# {name}: {_line(said)}" if name else
                     f"# {_line(said)}", -1))  # fmt: skip
    for role in HEAD:
        pieces = draft.fields.get(role, [])
        if pieces:
            runs = _one([piece.runs for piece in pieces], document, pieces[0].block)
            rows.append((f"{names.get(role, role)}: {_value(runs, document, pieces[0].block)}", pieces[0].block))
    rows += _picture_rows(draft, document, names)
    rows.append(("---", -1))
    rows += _body(draft, document, french=french)
    line = 1
    for said, block in rows:
        if block >= 0:
            made.lines.setdefault(block, line)
        line += said.count("\n") + 1
    made.text = "\n".join(said for said, _ in rows).rstrip("\n") + "\n"
    return made


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _one(parts: Sequence[tuple[Run, ...]], document: Document, block: int) -> tuple[Run, ...]:
    runs: list[Run] = []
    for part in parts:
        if runs and part:
            runs.append(Run(BREAK))
        runs += part
    return checked(tuple(runs), document, block)


def _picture_rows(draft: Draft, document: Document, names: dict[str, str]) -> list[tuple[str, int]]:
    picture = draft.picture
    if picture is None or not picture.file or picture.image is None:
        return []
    rows = [(f"{names.get('image', 'image')}: {picture.file}", picture.block)]
    alternative = (Run(_line(picture.image.alternative)),)
    for role, runs in (("caption", picture.runs), ("credit", picture.credit), ("alt", alternative)):
        if "".join(run.text for run in runs).strip():
            said = _value(checked(runs, document, picture.block), document, picture.block)
            rows.append((f"{names.get(role, role)}: {said}", picture.block))
    return rows


def _value(runs: tuple[Run, ...], document: Document, block: int) -> str:
    for every in (False, True):
        said, good, whole = written(runs, lambda typed: _read_value(typed.replace(BREAK, " \\\\ ")), every=every)
        if good:
            break
    tell_looks(whole, runs, document, block)
    return said.replace(BREAK, " \\\\ ")


def _read_value(typed: str) -> tuple[Text, Sequence[Problem]]:
    found = Found()
    head = read_front_matter(normal(f"---\ntitle: {typed}\n---\n", _SOURCE), found)
    entries = head.table.entries if head is not None else ()
    if len(entries) != 1 or not isinstance(entries[0].value, Scalar) or entries[0].key.value != "title":
        return Text(), found
    value = entries[0].value.value
    whole, parts, end = Pieces(value, range(len(value))), list[Pieces](), 0
    for match in _TYPED_BREAK.finditer(value):
        parts += whole.part(end, match.start()), Pieces(BREAK, [match.start()])
        end = match.end()
    pieces = joined([*parts, whole.part(end)]).stripped()
    return read_inline(pieces, Written(_SOURCE, value), found, strict=False), [
        each for each in found if each.severity != "info"
    ]


def _body(draft: Draft, document: Document, *, french: bool) -> Iterator[tuple[str, int]]:
    """The lines of the text, each with the block that it came from; lists and tables where the house's form holds them."""
    above = ""
    for group in grouped(draft.body, document):
        texts = item_texts(group, above, document)
        if texts is None and is_item(group[0], document) and document.form != "md":
            document.remarks.info(key("import-list"), group[0].block)
        for number, piece in enumerate(group):
            if piece.kind == "table" and (lines := table_lines(piece, document)) is not None:
                yield from lines
                yield "", -1
                continue
            if piece.kind == "table":
                document.remarks.warning(key("import-table"), piece.block)
            for each in piece.cells() or [piece]:
                if said := texts[number] if texts is not None else _block(each, document, french=french):
                    yield said, each.block
                    yield "", -1
                    above = said


def _block(piece: Piece, document: Document, *, french: bool) -> str:
    runs = checked(piece.runs, document, piece.block)
    if piece.kind == "picture":
        return _picture(piece, runs, document, french=french)
    if not runs:
        return ""
    if piece.kind == "paragraph" and len(parts := _items(runs)) > 1:
        return "\n\n".join(_block(replace(piece, runs=part), document, french=french) for part in parts)
    if piece.kind == "intertitle":
        runs = _on_one_line(runs)
    mark = {"intertitle": "## ", "pull-quote": "> ", "verse": "| "}.get(piece.kind, "")
    kind = {"intertitle": Intertitle, "pull-quote": PullQuote, "verse": Verse}.get(piece.kind, Paragraph)

    def layout(typed: str, guard: str = "") -> str:
        lines = [guarded(line, guard) for line in typed.split(BREAK)]
        return ("\n" if mark == "| " else BROKEN).join(f"{mark}{line}" for line in lines)

    for every, guard in GUARDS:
        said, good, whole = written(runs, lambda typed: _read_block(layout(typed, guard), kind), every=every)  # noqa: B023
        if good:
            break
    tell_looks(whole, runs, document, piece.block)
    return layout(said, guard)


def _items(runs: tuple[Run, ...]) -> list[tuple[Run, ...]]:
    """A paragraph whose lines are items or speech, typed with breaks between them: each is a paragraph of its own."""
    parts: list[tuple[Run, ...]] = []
    for line in lines(runs):
        if parts and not marker(_words(line).lstrip()):
            parts[-1] = (*parts[-1], Run(BREAK), *line)
        else:
            parts.append(line)
    return [part for part in map(trimmed, parts) if part]


def _words(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


def _read_block(typed: str, kind: type) -> tuple[Text, Sequence[Problem]]:
    found = Found()
    blocks = read_body(normal(typed, _SOURCE), 0, found)
    if len(blocks) != 1 or not isinstance(blocks[0], kind) or isinstance(blocks[0], Image):
        return Text(), found
    block = blocks[0]
    text = block.text  # type: ignore[union-attr]
    if isinstance(block, PullQuote) and block.attribution:
        said = typed.replace(f"{BROKEN}> ", BREAK).removeprefix("> ")
        text = read_inline(Pieces(said, range(len(said))), normal(said, _SOURCE), Found(), strict=True)
    return text, [each for each in found if each.code != "bare-intertitle"]


def _on_one_line(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    return tuple(replace(run, text=run.text.replace(BREAK, " ")) for run in runs)


def _picture(piece: Piece, caption: tuple[Run, ...], document: Document, *, french: bool) -> str:
    if not piece.file or piece.image is None:
        return ""
    alternative = _line(piece.image.alternative).replace("[", "(").replace("]", ")")
    rows = [f"![{alternative}]({piece.file})"]

    def said(runs: tuple[Run, ...], before: str) -> str:
        typed, _, whole = written(
            runs, lambda each: _read_caption(f"{rows[0]}\n{before}{each.replace(BREAK, BROKEN)}", credit=bool(before))
        )
        tell_looks(whole, runs, document, piece.block)
        return f"{before}{typed}".replace(BREAK, BROKEN)

    if caption:
        rows.append(said(caption, ""))
    if credit := checked(_on_one_line(piece.credit), document, piece.block):
        rows.append(said(credit, "Crédit : " if french else "Credit: "))
    return "\n".join(rows)


def _read_caption(typed: str, *, credit: bool) -> tuple[Text, Sequence[Problem]]:
    found = Found()
    blocks = read_body(normal(typed, _SOURCE), 0, found)
    if len(blocks) != 1 or not isinstance(blocks[0], Image):
        return Text(), found
    return (blocks[0].credit if credit else blocks[0].caption), found
