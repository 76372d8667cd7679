"""Looks that an article has no sign for, as what comes nearest to them, told: raised and lowered figures, small capitals,
words struck out, calls of notes, tables and boxes.
"""

from __future__ import annotations

import re
from dataclasses import replace

from mise_en_page.importing.document import Document, Run, joined, trimmed
from mise_en_page.importing.draft import Draft, Piece
from mise_en_page.importing.tables import bare_head
from mise_en_page.model.message import key

_UP = str.maketrans("0123456789+-−=", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼")
_DOWN = str.maketrans("0123456789+-−=", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌")
_FIGURES = re.compile(r"[0-9+\-−=]+")
#: What typography raises by itself behind a figure, a Roman number or the beginning of a title.
_RAISED_ANYWAY = re.compile(
    r"(?:ers?|res?|ères?|e|es|è?mes?|eme|nde?s?|de?s?|os?|°|lles?|mes?|gr?s?|rs?|st|th|rd|a|ème)\b", re.IGNORECASE
)
_MOST = 300
#: Looks that are told with the words that had them.
_UNHELD = {
    "small_caps": key("import-small-capitals"),
    "struck": key("import-struck"),
    "raised": key("import-raised"),
}


def figures(number: int) -> str:
    """A number as raised figures: the call of a note."""
    return str(number).translate(_UP)


class Looks:
    """Settles the looks of a document's articles; tables are told once each."""

    def __init__(self, document: Document, forms: set[int]) -> None:
        """``forms``: tables whose cells were fields, of which there is nothing to tell."""
        self.document = document
        self._tables = {*forms}
        self._columns: dict[int, int] = {}
        for block in document.blocks:
            if block.cell is not None:
                table, row, column = block.cell
                self._columns[table] = max(self._columns.get(table, 0), column, row)

    def settle(self, draft: Draft) -> None:
        notes: dict[str, int] = {}
        for role, pieces in draft.fields.items():
            for piece in pieces:
                piece.runs = _of_role(self._runs(piece, piece.runs, notes), keep_italic=role == "title")
            draft.fields[role] = [piece for piece in pieces if piece.runs] or pieces[:1]
        for piece in [*([draft.picture] if draft.picture else []), *draft.body]:
            piece.runs = self._runs(piece, piece.runs, notes)
            piece.credit = _of_role(self._runs(piece, piece.credit, notes), keep_italic=False)
            if piece.kind not in ("paragraph", "verse"):
                piece.runs = _of_role(piece.runs, keep_italic=piece.kind == "intertitle")
            for cell in piece.cells():
                cell.runs = self._runs(cell, cell.runs, notes)
            if piece.kind == "table":
                bare_head(piece)
            else:
                self._tell_table(piece)
        self._append_notes(draft, notes)

    def _tell_table(self, piece: Piece) -> None:
        cell = self.document.blocks[piece.block].cell
        if cell is None or cell[0] in self._tables:
            return
        self._tables.add(cell[0])
        if self._columns[cell[0]] > 1:
            self.document.remarks.warning(key("import-table"), piece.block)
        else:
            self.document.remarks.info(key("import-box"), piece.block)

    def _runs(self, piece: Piece, runs: tuple[Run, ...], notes: dict[str, int]) -> tuple[Run, ...]:
        made: list[Run] = []
        remarks, at = self.document.remarks, piece.block
        unheld: dict[str, str] = {}
        for run in joined(runs):
            if run.note:
                if not run.note.startswith("*"):
                    made.append(Run(figures(notes.setdefault(run.note, len(notes) + 1))))
                else:
                    notes.setdefault(run.note, 0)
                continue
            before = made[-1].text[-1:] if made else ""
            for what in ("small_caps", "struck"):
                if getattr(run, what):
                    unheld[what] = unheld.get(what, "") + run.text
            text = run.text
            if run.raised:
                text = _raised(run, before)
                if text == run.text and not (run.raised > 0 and _RAISED_ANYWAY.match(text.strip())) and text.strip(" .,;:"):
                    unheld["raised"] = f"{unheld.get('raised', '')} {text}".strip()
            made.append(Run(text, run.italic, run.bold, href=run.href))
        for what, sentence in _UNHELD.items():
            if unheld.get(what, "").strip():
                remarks.warning(sentence, at, words=" ".join(unheld[what].split())[:_MOST])
        return trimmed(made)

    def _append_notes(self, draft: Draft, notes: dict[str, int]) -> None:
        """Notes as paragraphs at the end, each behind the figure that calls it."""
        waiting = list(notes)
        while waiting:
            note = waiting.pop(0)
            blocks = self.document.notes.get(note.removeprefix("*"), [])
            call = draft.last if draft.last >= 0 else 0
            call = next(
                (p.block for p in draft.pieces() if any(r.note == note for r in self.document.blocks[p.block].runs)), call
            )
            for count, block in enumerate(each for each in blocks if each.kind != "page"):
                known = len(notes)
                piece = Piece(block.runs, call)
                runs = self._runs(piece, ((Run(f"{block.marker} "), *block.runs) if block.marker else block.runs), notes)
                waiting += list(notes)[known:]
                if count == 0 and notes[note]:
                    runs = (Run(f"{figures(notes[note])} "), *runs)
                piece.runs = runs
                draft.body.append(piece)
            place = blocks[0].place if blocks else None
            self.document.remarks.warning(key("import-note"), call, place, number=notes[note])


def _raised(run: Run, before: str) -> str:
    """Figures above or below the line as the characters that stand there; ordinals stay as they are."""
    text = run.text
    if not _FIGURES.fullmatch(text.strip()) or not before or before.isspace():
        return text
    return text.translate(_UP if run.raised > 0 else _DOWN)


def _of_role(runs: tuple[Run, ...], *, keep_italic: bool) -> tuple[Run, ...]:
    """What a field wears all over belongs to its style, not to its words."""
    said = [run for run in runs if run.text.strip()]
    bold = bool(said) and all(run.bold for run in said)
    italic = bool(said) and all(run.italic for run in said) and not keep_italic
    return joined(replace(run, bold=run.bold and not bold, italic=run.italic and not italic) for run in runs)
