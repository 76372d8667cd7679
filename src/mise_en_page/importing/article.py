"""A draft as the text of an article's file, in the house's form; with the line on which each block of the source stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from mise_en_page.importing.document import BREAK, Document, Run, lines, trimmed
from mise_en_page.importing.draft import Draft, Piece
from mise_en_page.importing.inline import clean, cleaned, lost, written
from mise_en_page.importing.settings import HEAD
from mise_en_page.model.issue import Intertitle, Paragraph, PullQuote, Source, Text
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
#: How a line that breaks is typed in a body.
BROKEN = "\\\n"


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
    for piece in draft.body:
        if said := _block(piece, document, french=french):
            rows += [(said, piece.block), ("", -1)]
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
    return _clean(tuple(runs), document, block)


def _clean(runs: tuple[Run, ...], document: Document, block: int) -> tuple[Run, ...]:
    if codes := lost("".join(run.text for run in runs)):
        level = document.remarks.error if "U+FFFD" in codes else document.remarks.warning
        level(key("import-characters"), block, None, codes=codes)
    return cleaned(runs)


def _picture_rows(draft: Draft, document: Document, names: dict[str, str]) -> list[tuple[str, int]]:
    picture = draft.picture
    if picture is None or not picture.file or picture.image is None:
        return []
    rows = [(f"{names.get('image', 'image')}: {picture.file}", picture.block)]
    alternative = (Run(_line(picture.image.alternative)),)
    for role, runs in (("caption", picture.runs), ("credit", picture.credit), ("alt", alternative)):
        if "".join(run.text for run in runs).strip():
            said = _value(_clean(runs, document, picture.block), document, picture.block)
            rows.append((f"{names.get(role, role)}: {said}", picture.block))
    return rows


def _value(runs: tuple[Run, ...], document: Document, block: int) -> str:
    for every in (False, True):
        said, good, whole = written(runs, lambda typed: _read_value(typed.replace(BREAK, " \\\\ ")), every=every)
        if good:
            break
    _tell(whole, runs, document, block)
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


def _tell(whole: bool, runs: tuple[Run, ...], document: Document, block: int) -> None:
    if not whole:
        said = " / ".join(run.text.strip() for run in runs if (run.italic or run.bold or run.href) and run.text.strip())
        document.remarks.warning(key("import-looks"), block, None, words=said[:200])


def _block(piece: Piece, document: Document, *, french: bool) -> str:
    runs = _clean(piece.runs, document, piece.block)
    if piece.kind == "picture":
        return _picture(piece, runs, document, french=french)
    if not runs:
        return ""
    if piece.kind == "paragraph" and len(parts := _items(runs)) > 1:
        return "\n\n".join(_block(replace(piece, runs=part), document, french=french) for part in parts)
    if piece.kind == "intertitle":
        runs = _on_one_line(runs)
    mark = {"intertitle": "## ", "pull-quote": "> "}.get(piece.kind, "")
    kind = {"intertitle": Intertitle, "pull-quote": PullQuote}.get(piece.kind, Paragraph)

    def layout(typed: str, guard: str = "") -> str:
        lines = [_guarded(line, guard) for line in typed.split(BREAK)]
        return BROKEN.join(f"{mark}{line}" for line in lines)

    for every, guard in ((False, ""), (False, "\\"), (False, "&"), (True, ""), (True, "&")):
        said, good, whole = written(runs, lambda typed: _read_block(layout(typed, guard), kind), every=every)  # noqa: B023
        if good:
            break
    _tell(whole, runs, document, piece.block)
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


def _guarded(line: str, guard: str) -> str:
    """A line whose first sign is kept from opening anything: by a backslash, or as an entity."""
    if guard == "&" and line[:1] not in ("&", "\\", ""):
        return f"&#{ord(line[0])};{line[1:]}"
    return f"{guard}{line}" if guard == "\\" and _opens(line) else line


def _opens(line: str) -> bool:
    return line[:1] in "#>!`~|-=+*_:" and bool(line) and not line.startswith(("- ", "+ "))


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
        _tell(whole, runs, document, piece.block)
        return f"{before}{typed}".replace(BREAK, BROKEN)

    if caption:
        rows.append(said(caption, ""))
    if credit := _clean(_on_one_line(piece.credit), document, piece.block):
        rows.append(said(credit, "Crédit : " if french else "Credit: "))
    return "\n".join(rows)


def _read_caption(typed: str, *, credit: bool) -> tuple[Text, Sequence[Problem]]:
    found = Found()
    blocks = read_body(normal(typed, _SOURCE), 0, found)
    if len(blocks) != 1 or not isinstance(blocks[0], Image):
        return Text(), found
    return (blocks[0].credit if credit else blocks[0].caption), found
