"""The blocks of a Word document's text: paragraphs, tables, boxes, what controls and changes wrap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mise_en_page.importing.document import BLANK, Block, Run, joined, mark_merged, of_text
from mise_en_page.importing.trees import Element, child, children, name, value
from mise_en_page.importing.word.chunks import chunk
from mise_en_page.importing.word.context import Context, words_below
from mise_en_page.importing.word.drawings import hung
from mise_en_page.importing.word.inline import Inline, Segment, paragraph_mark
from mise_en_page.importing.word.styles import on
from mise_en_page.model.message import Message, key, say

_SILENT = frozenset(("tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "customXmlPr", "tblPrEx", "pPr", "rPr"))
#: What a paragraph's content stands in where somebody forgot the paragraph.
_INLINE = frozenset(("r", "hyperlink", "fldSimple", "oMath", "smartTag"))


class Body:
    """Walks the blocks of a part and puts them where they belong: into the document, or into a note."""

    def __init__(self, context: Context, into: list[Block]) -> None:
        self.context = context
        self.into = into
        self._pending: list[Run] = []
        self._empty = 0
        self._cell: tuple[int, int, int] | None = None
        self._head = False

    def walk(self, parent: Iterable[Element]) -> None:
        for each in parent:
            self._take(each, name(each))

    def finish(self) -> None:
        """The part has ended: what waited for a next paragraph is one."""
        if self._pending:
            self._emit(Block("paragraph", joined(self._pending), self.context.place()))
            self._pending = []

    def _take(self, element: Element, what: str) -> None:
        context = self.context
        if what == "p":
            self._paragraph(element)
        elif what == "tbl":
            self._table(element)
        elif what == "sdt":
            content = child(element, "sdtContent")
            self.walk(content if content is not None else ())
        elif what == "AlternateContent":
            form = next((each for each in (child(element, "Choice"), child(element, "Fallback")) if each is not None), ())
            self.walk(form)
        elif what in ("ins", "moveTo", "del", "moveFrom"):
            if (what in ("ins", "moveTo")) != context.reject:
                self.walk(element)
            else:
                self._tell_gone(element, value(element, "author"))
        elif what == "altChunk":
            self._chunk(value(element, "id"))
        elif what == "sectPr":
            pass
        elif what in _INLINE:
            inline = Inline(context, "")
            inline._take(element, what)
            self._segments(inline, Block("paragraph"))
        elif what and what not in _SILENT:
            self.walk(element)

    def _chunk(self, identifier: str) -> None:
        """A document of another form within this one."""
        context = self.context
        target = context.targets.get(identifier)
        data = context.package.archive.part(target.target) if target is not None and not target.outside else None
        inner = chunk(data, context.file) if data else None
        if inner is None:
            context.document.remarks.error(key("import-object/part"), context.block, context.inside)
            return
        begin = context.block
        for block in inner.blocks:
            cell = (block.cell[0] + context.tables, *block.cell[1:]) if block.cell is not None else None
            self.into.append(replace(block, cell=cell or self._cell))
        context.tables += max((block.cell[0] for block in inner.blocks if block.cell is not None), default=0)
        for remark in inner.remarks:
            place = remark.place or context.inside
            context.document.remarks.tell(remark.key, remark.severity, begin + remark.block, place, **dict(remark.values))

    def _tell_gone(self, element: Element, author: str) -> None:
        """Whole paragraphs or rows that a tracked change takes away."""
        context = self.context
        if said := words_below(element):
            sentence = key("import-inserted/rejected") if context.reject else key("import-deleted")
            who = author or say("word/somebody")
            context.document.remarks.info(sentence, context.block, context.inside, author=who, words=said[:300])

    def _emit(self, block: Block) -> None:
        if self._empty > 1 and self._cell is None and self.context.inside is None:
            self.into.append(Block("rule", (), block.place, style=BLANK))
        self._empty = 0
        self.into.append(replace(block, cell=self._cell, head=self._head) if self._cell else block)

    # --- paragraphs ---------------------------------------------------------------------------------------------------

    def _paragraph(self, element: Element) -> None:
        context = self.context
        if context.inside is None and self._cell is None:
            context.paragraphs += 1
        properties = child(element, "pPr")
        if context.reject and (before := child(properties, "pPrChange", "pPr")) is not None:
            properties = before
        style = value(child(properties, "pStyle"))
        before_page = child(properties, "pageBreakBefore")
        if on(before_page) or (before_page is None and context.styles.page_before(style)):
            self._page()
        inline = Inline(context, style)
        inline.segments[0].runs, self._pending = self._pending, []
        inline.walk(element)
        mark, _ = paragraph_mark(child(element, "pPr"))
        frame = child(properties, "framePr")
        joins = mark is not None and (mark == "deletion") != context.reject
        if (
            (joins or value(frame, "dropCap") in ("drop", "margin"))
            and len(inline.segments) == 1
            and not inline.segments[0].hung
        ):
            inline.tell()
            self._pending = inline.segments[0].runs
            return
        self._segments(inline, self._described(properties, style))
        if (section := child(properties, "sectPr")) is not None and value(child(section, "type")) != "continuous":
            self._page()

    def _described(self, properties: Element | None, style: str) -> Block:
        """A block that says what its paragraph is, with nothing in it yet."""
        styles = self.context.styles
        level = styles.level(style)
        outline = value(child(properties, "outlineLvl"))
        if outline.isdecimal() and level is None:
            level = int(outline) + 1 if int(outline) < 9 else None
        marker, depth = self._marker(properties, style)
        said = value(child(properties, "jc"))
        right = said in ("right", "end") if said else styles.right(style)
        border = child(properties, "pBdr") is not None
        block = Block("paragraph", (), self.context.place(), style=styles.named(style), right=right)
        if level is not None:
            if marker:
                self.context.document.remarks.warning(key("import-heading-number"), self.context.block, typed=marker)
            return replace(block, kind="heading", level=level, marker=marker)
        if marker:
            return replace(block, kind="item", marker=marker, level=depth)
        return replace(block, kind="rule") if border else block

    def _marker(self, properties: Element | None, style: str) -> tuple[str, int]:
        """What stands before an item, and how deep it stands, from 1."""
        numbers = child(properties, "numPr")
        depth = value(child(numbers, "ilvl"))
        said = self.context.styles.numbered(style)
        number = value(child(numbers, "numId")) or (said[0] if said else "")
        level = int(depth) if depth.isdecimal() else said[1] if said and not value(child(numbers, "numId")) else 0
        return (self.context.numbering.next(number, min(level, 8)) or "") if number else "", level + 1

    def _page(self) -> None:
        if self.context.inside is None and self._cell is None:
            self._emit(Block("page", (), self.context.place()))

    def _segments(self, inline: Inline, block: Block) -> None:
        inline.tell()
        for number, segment in enumerate(inline.segments):
            if number:
                self._page()
            self._segment(segment, block)

    def _segment(self, segment: Segment, block: Block) -> None:
        """A paragraph's words, then what hangs from it."""
        runs = joined(segment.runs)
        empty = not any(run.text.strip() or run.note for run in runs)
        for drawing in segment.hung[: segment.before]:
            hung(drawing, self.context, self._box, self._emit)
        if not empty:
            self._emit(replace(block, runs=runs, kind="paragraph" if block.kind == "rule" else block.kind))
        elif block.kind == "rule":
            self._emit(replace(block, runs=()))
        elif block.kind == "item" and self._cell is not None and block.marker[:1].isalnum():  # a column of numbers
            self._emit(replace(block, runs=of_text(block.marker), kind="paragraph", marker=""))
        elif not segment.hung:
            self._empty += 1
        for drawing in segment.hung[segment.before :]:
            hung(drawing, self.context, self._box, self._emit)

    def _box(self, content: Element, place: Message) -> None:
        before, self.context.inside = self.context.inside, place
        cell, self._cell = self._cell, None
        pending, self._pending = self._pending, []
        self.walk(content)
        self.finish()
        self._pending = pending
        self.context.inside, self._cell = before, cell

    # --- tables -------------------------------------------------------------------------------------------------------

    def _table(self, element: Element) -> None:
        context = self.context
        before, inside, head = self._cell, context.inside, self._head
        context.tables += 1
        table, begin, merged = context.tables, len(self.into), False
        row = 0
        for each in _deep(element, "tr"):
            changed = next(children(child(each, "trPr"), "ins", "del"), None)
            if changed is not None and (name(changed) == "del") != context.reject:
                self._tell_gone(each, value(changed, "author"))
                continue
            row += 1
            for column, cell in enumerate(_deep(each, "tc"), 1):
                properties = child(cell, "tcPr")
                spans = child(properties, "gridSpan"), child(properties, "vMerge"), child(properties, "hMerge")
                merged = merged or any(span is not None and value(span) != "1" for span in spans)
                self._head = on(child(each, "trPr", "tblHeader"))
                self._cell = (table, row, column)
                context.inside = say("import-place/cell", file=context.file, table=table, row=row, column=column)
                self.walk(cell)
                self.finish()
        self._cell, context.inside, self._head = before, inside, head
        if merged:
            mark_merged(self.into, begin, table)


def _deep(parent: Element, wanted: str) -> Iterable[Element]:
    """Rows of a table, cells of a row, also where a control or a change wraps them; not those of a table within."""
    for each in parent:
        what = name(each)
        if what == wanted:
            yield each
        elif what not in ("tbl", "tr", "tc", "p"):
            yield from _deep(each, wanted)
