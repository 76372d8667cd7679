"""An OpenDocument text into a Document."""

from __future__ import annotations

import base64
import binascii
import posixpath
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from mise_en_page.importing.archive import ZIP, Archive
from mise_en_page.importing.document import BLANK, Block, Document, Image, Reading, joined, mark_merged, of_text
from mise_en_page.importing.open_document.inline import Change, Context, Inline
from mise_en_page.importing.open_document.styles import Counter, Styles
from mise_en_page.importing.trees import Element, below, child, children, name, tree, value, whole, words
from mise_en_page.model.message import Message, key, say
from mise_en_page.model.problem import Refused

_MANIFEST = "META-INF/manifest.xml"
#: A heading's style by its name, with its level.
_HEADING: Final = re.compile(r"(?:heading|titre|überschrift|intestazione|encabezado|kop) ([1-9])", re.IGNORECASE)


def read_open_document(data: bytes, reading: Reading) -> Document:
    """What an .odt or .fodt holds. Raises Refused with one problem."""
    archive = Archive(reading.file, data) if data[:4] == ZIP else None
    if archive is None:
        root = styles = tree(data, reading.file)
    else:
        if b"encryption-data" in (archive.part(_MANIFEST) or b""):
            raise Refused.of("import-locked", file=reading.file)
        parts = [archive.part(each) for each in ("content.xml", "styles.xml")]
        if parts[0] is None:
            raise Refused.of("import-damaged/no-text", file=reading.file)
        root = tree(parts[0], reading.file, "content.xml")
        styles = tree(parts[1], reading.file, "styles.xml") if parts[1] else None
    body = child(root, "body", "text")
    if body is None:
        raise Refused.of("import-damaged/no-text", file=reading.file)
    document = Document(reading.file, "odt", date=_date(root, archive, reading.file))
    context = Context(document, archive, Styles((styles, root) if styles is not root else (root,)), reading.reject)
    context.changes = _changes(child(body, "tracked-changes"))
    _Body(context, document.blocks).walk(body)
    _notes(context)
    _around(context, styles)
    if archive is not None and any(each.startswith(("Basic/", "Scripts/")) for each in archive.names()):
        document.remarks.warning(key("import-macros"), 0, say("import-place", file=reading.file))
    return document


def _date(root: Element, archive: Archive | None, file: str) -> str:
    data = archive.part("meta.xml") if archive is not None else None
    meta = tree(data, file, "meta.xml") if data else root
    return next((words(each)[:10] for each in below(meta, "date")), "")


def _changes(region: Element | None) -> dict[str, Change]:
    found: dict[str, Change] = {}
    for each in children(region, "changed-region"):
        for change in each:
            kind = name(change)
            author = words(next(iter(below(change, "creator")), None))
            info = child(change, "change-info")
            if kind == "deletion" and info is not None:
                change.remove(info)
            found[value(each, "id")] = Change(kind, author, change if kind == "deletion" else None)
    return found


def _notes(context: Context) -> None:
    at = 0
    while at < len(context.notes):  # a note may call another
        note, element = context.notes[at]
        at += 1
        context.inside = say("import-place/note", file=context.document.file, n=at)
        into = context.document.notes[note] = []
        body = child(element, "note-body")
        _Body(context, into).walk(body if body is not None else ())
    context.inside = None


def _around(context: Context, styles: Element | None) -> None:
    """Words of running heads and feet: told, so that nobody misses one."""
    said: list[str] = []
    for each in below(styles, "header", "footer", "header-left", "footer-left", "header-first", "footer-first"):
        text = words(each)
        if text and text not in said and not text.isdecimal():
            said.append(text)
            place = say("import-place/header", file=context.document.file)
            context.document.remarks.warning(key("import-header"), 0, place, words=text[:300])


class _Body:
    """Walks the blocks of a text and puts them into the document, or into a note."""

    def __init__(self, context: Context, into: list[Block]) -> None:
        self.context = context
        self.into = into
        self._cell: tuple[int, int, int] | None = None
        self._marker, self._depth = "", 0
        self._head = False
        self._counters: dict[str, Counter] = {}
        self._pending: Inline | None = None
        self._empty = 0
        self._outline = Counter(context.styles.outline)

    def walk(self, parent: Iterable[Element]) -> None:
        for each in parent:
            self._take(each, name(each))

    def _take(self, element: Element, what: str) -> None:
        context = self.context
        if what in ("p", "h"):
            self._paragraph(element, what)
        elif what == "list":
            self._list(element, 1, "")
        elif what == "table":
            self._table(element)
        elif what in ("change-start", "change-end"):
            identifier = value(element, "change-id")
            if what == "change-start" and identifier in context.changes:
                context.inserting.append(identifier)
            elif identifier in context.inserting:
                context.inserting.remove(identifier)
        elif what == "change":
            inline = Inline(context, "")
            inline._change(element, what, context.styles.default())
            inline.tell()
            if inline.runs:
                self._emit(Block("paragraph", joined(inline.runs), context.place()))
        elif what in (
            "tracked-changes",
            "sequence-decls",
            "variable-decls",
            "user-field-decls",
            "forms",
            "table-of-content-source",
        ):
            return
        elif what in ("frame", "custom-shape", "g", "rect"):
            self._drawn(element)
        elif what:
            self.walk(element)

    def _emit(self, block: Block) -> None:
        if self._empty > 1 and self._cell is None and self.context.inside is None:
            self.into.append(Block("rule", (), block.place, style=BLANK))
        self._empty = 0
        self.into.append(replace(block, cell=self._cell, head=self._head) if self._cell else block)

    def _paragraph(self, element: Element, what: str) -> None:
        context = self.context
        if context.inside is None and self._cell is None:
            context.paragraphs += 1
        style = value(element, "style-name")
        chain = context.styles.chain("paragraph", style)
        if any(each.page_before for each in chain):
            self._page()
        inline = self._pending or Inline(context, style)
        self._pending = None
        inline.walk(element)
        if context.skipping():  # the end of this paragraph is not taken
            self._pending = inline
            return
        inline.tell()
        marker, self._marker = self._marker, ""
        self._segment(inline, self._described(element, what, style, marker))
        if any(each.page_after for each in chain):
            self._page()

    def _described(self, element: Element, what: str, style: str, marker: str) -> Block:
        context = self.context
        chain = context.styles.chain("paragraph", style)
        named = context.styles.named(style)
        block = Block("paragraph", (), context.place(), style=named, right=any(each.right for each in chain))
        level = value(element, "outline-level", "1") if what == "h" else ""
        if named.casefold() in ("title", "titre"):
            return replace(block, kind="heading", level=0)
        if level.isdecimal():
            return replace(block, kind="heading", level=int(level), marker=marker or self._numbered(element, int(level)))
        called = _HEADING.fullmatch(named)  # a converter's style may be a heading's by its name alone
        outline = next((each.level for each in chain if each.level), int(called[1]) if called else None)
        if outline:
            return replace(block, kind="heading", level=outline)
        return replace(block, kind="item", marker=marker, level=self._depth) if marker else block

    def _numbered(self, element: Element, level: int) -> str:
        """The number that the document's outline gives a heading, told."""
        if value(element, "is-list-header") == "true" or self._outline.levels.get(level) is None:
            return ""
        if marker := self._outline.next(level):
            self.context.tell(key("import-heading-number"), "warning", typed=marker)
        return marker

    def _page(self) -> None:
        if self.context.inside is None and self._cell is None and self.context.document.blocks:
            self._emit(Block("page", (), self.context.place()))

    def _segment(self, inline: Inline, block: Block) -> None:
        runs = joined(inline.runs)
        for drawing in inline.hung[: inline.before]:
            self._drawn(drawing)
        if any(run.text.strip() or run.note for run in runs):
            self._emit(replace(block, runs=runs))
        elif block.style.casefold() == "horizontal line":
            self._emit(replace(block, kind="rule"))
        elif not inline.hung:
            self._empty += 1
        for drawing in inline.hung[inline.before :]:
            self._drawn(drawing)

    def _list(self, element: Element, level: int, style: str) -> None:
        style = value(element, "style-name") or style
        counter = self._counters.get(style)
        if counter is None or (
            level == 1 and value(element, "continue-numbering") != "true" and not value(element, "continue-list")
        ):
            counter = self._counters[style] = Counter(self.context.styles.lists.get(style, {}))
        for each in children(element, "list-item", "list-header"):
            marker = counter.next(level, value(each, "start-value")) if name(each) == "list-item" else ""
            first = True
            for inner in each:
                if name(inner) == "list":
                    self._list(inner, level + 1, style)
                    continue
                self._marker, self._depth = marker if first and name(inner) in ("p", "h") else "", level
                first = first and name(inner) not in ("p", "h")
                self._take(inner, name(inner))
            self._marker = ""

    def _table(self, element: Element) -> None:
        context = self.context
        before, inside, counters, head = self._cell, context.inside, self._counters, self._head
        context.tables += 1
        table, begin, merged = context.tables, len(self.into), False
        heads = [row for each in children(element, "table-header-rows") for row in _deep(each, "table-row")]
        for row, each in enumerate(_deep(element, "table-row"), 1):
            column = 0
            for cell in _deep(each, "table-cell", "covered-table-cell"):
                column += 1
                merged = merged or any(value(cell, f"number-{side}-spanned", "1") != "1" for side in ("columns", "rows"))
                self._cell, self._head = (table, row, column), each in heads
                context.inside = say("import-place/cell", file=context.document.file, table=table, row=row, column=column)
                self.walk(cell if name(cell) == "table-cell" else ())
                column += whole(value(cell, "number-columns-repeated"), 1) - 1
        self._cell, context.inside, self._counters, self._head = before, inside, counters, head
        if merged:
            mark_merged(self.into, begin, table)

    # --- what is anchored ---------------------------------------------------------------------------------------------

    def _drawn(self, element: Element) -> None:
        """A frame or a shape: its box's words, its picture once."""
        image = next((each for each in children(element, "image")), None)
        alternative = words(child(element, "desc")) or words(child(element, "title"))
        embedded = child(element, "object") if child(element, "object") is not None else child(element, "object-ole")
        if embedded is not None:
            self._object(embedded)
        elif image is not None:
            self._picture(image, alternative)
        box = child(element, "text-box")
        if box is not None or (name(element) not in ("frame", "g") and any(True for _ in children(element, "p", "list"))):
            self._box(box if box is not None else element)
        for each in children(element, "frame", "custom-shape", "g", "rect"):
            self._drawn(each)

    def _box(self, content: Element) -> None:
        context = self.context
        context.boxes += 1
        context.tell(key("import-box"), "info")
        before, cell = context.inside, self._cell
        context.inside = say("import-place/box", file=context.document.file, n=context.boxes, paragraph=context.paragraphs)
        self._cell = None
        self.walk(each for each in content if name(each) in ("p", "h", "list", "table", "section", "frame"))
        context.inside, self._cell = before, cell

    def _picture(self, image: Element, alternative: str) -> None:
        href = value(image, "href")
        data: bytes | None = None
        coded = child(image, "binary-data")
        if coded is not None:
            try:
                data = base64.b64decode(coded.text or "")
            except (binascii.Error, ValueError):
                data = None
        elif self.context.archive is not None and "://" not in href:
            data = self.context.archive.part(posixpath.normpath(href))
        place: Message = self.context.place()
        address = href if "://" in href else ""
        self._emit(Block("picture", (), place, image=Image(data, posixpath.basename(href), alternative, address)))

    def _object(self, element: Element) -> None:
        """An equation gives its signs; anything else that is embedded is told."""
        context = self.context
        href = posixpath.normpath(value(element, "href") or ".")
        data = context.archive.part(f"{href}/content.xml") if context.archive is not None else None
        root = child(element, "math") if data is None else tree(data, context.document.file, href)
        if name(root) == "math":
            for note in list(below(root, "annotation")):
                note.getparent().remove(note)
            said = words(root)
            context.tell(key("import-equation"), "error", words=said[:200])
            self._emit(Block("paragraph", of_text(said), context.place()))
        else:
            context.tell(key("import-object"), "error", kind=name(child(root, "body", "chart")) or "object")


def _deep(parent: Element, *wanted: str) -> Iterable[Element]:
    """Rows of a table, cells of a row, in whatever groups; not those of a table within."""
    for each in parent:
        what = name(each)
        if what in wanted:
            yield each
        elif what not in ("table", "table-row", "table-cell", "covered-table-cell"):
            yield from _deep(each, *wanted)
