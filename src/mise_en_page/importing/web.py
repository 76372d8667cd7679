"""HTML into a Document: pages, mails, what a clipboard holds, exports of Google Docs; read as browsers read it."""

from __future__ import annotations

import base64
import binascii
import re
import urllib.parse
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from mise_en_page.importing.counting import BULLET, counted
from mise_en_page.importing.css import declarations, look_of, rules
from mise_en_page.importing.document import BREAK, Block, Document, Image, Reading, Run, cut, joined, mark_merged
from mise_en_page.importing.encodings import declared_in, decoded
from mise_en_page.model.message import Message, key, say

#: Elements that begin and end a block.
_BLOCKS: Final = frozenset(
    ("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl", "dt",
     "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
     "html", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
     "tr", "ul")
)  # fmt: skip
_SILENT: Final = frozenset(("script", "style", "head", "template", "noscript", "title", "select", "datalist", "colgroup"))
_UNSHOWN: Final = frozenset(("iframe", "object", "embed", "video", "audio", "canvas", "math", "svg"))
_WHITE: Final = re.compile(r"[ \t\n\r\f]+")
_DATA: Final = re.compile(r"data:[^\"'()\s>]{200,}")
_FORMS: Final = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
#: How Word and Outlook write the items of lists: a sign, and hard spaces up to the text.
_OFFICE_ITEM: Final = re.compile(r"\s*(\w{1,3}[.)]?|[^\w\s])[ \u00a0]{2,}")
#: Classes by which programs name a title.
_TITLES: Final = ("msotitle", "title", "doctitle")


@dataclass(frozen=True, slots=True)
class Look:
    """How characters look where we are; ``pre``: white is kept."""

    italic: bool = False
    bold: bool = False
    raised: int = 0
    small_caps: bool = False
    struck: bool = False
    hidden: bool = False
    href: str = ""
    pre: bool = False


_TAGS: Final[Mapping[str, dict[str, Any]]] = {
    **{tag: {"bold": True} for tag in ("b", "strong")},
    **{tag: {"italic": True} for tag in ("i", "em", "cite", "dfn", "var")},
    **{tag: {"struck": True} for tag in ("s", "del", "strike")},
    "sup": {"raised": 1}, "sub": {"raised": -1}, "pre": {"pre": True}, "textarea": {"pre": True},
}  # fmt: skip


def read_web(data: bytes, reading: Reading, pictures: Mapping[str, bytes] | None = None, charset: str = "") -> Document:
    """What a page holds. ``pictures``: those that come along, by the address by which the page shows them."""
    text, encoding = decoded(data, charset or declared_in(data))
    return of_html(text, Document(reading.file, "html", encoding=encoding), pictures or {})


def of_html(text: str, document: Document, pictures: Mapping[str, bytes]) -> Document:
    """The blocks of a text in HTML, put into a document."""
    import tinyhtml5  # noqa: PLC0415 (only where a source is HTML)

    known = dict(pictures)
    root = tinyhtml5.parse(_DATA.sub(lambda found: _kept(found, known), text), namespace_html_elements=False)
    page = Page(document, known, rules("\n".join(each.text or "" for each in root.iter("style"))))
    page.walk(root, Look())
    page.flush()
    return document


def _kept(found: re.Match[str], known: dict[str, bytes]) -> str:
    """A picture that stands in the page's text itself: decoded once, named shortly."""
    head, _, coded = found.group().partition(",")
    try:
        if "base64" in head:
            data = base64.b64decode(urllib.parse.unquote(coded) + "==", validate=False)
        else:
            data = urllib.parse.unquote_to_bytes(coded)
    except (binascii.Error, ValueError):
        data = b""
    name = f"data:{len(known)}"
    known[name] = data
    return name


class Page:
    """Walks a page; the words of the block that is open wait in ``_runs``."""

    def __init__(self, document: Document, pictures: Mapping[str, bytes], styles: Mapping[str, dict[str, str]]) -> None:
        self.document = document
        self._pictures = pictures
        self._styles = styles
        self._runs: list[Run] = []
        self._shape = Block("paragraph")
        self._marker = ""
        self._paragraphs = self._tables = self._depth = 0
        self._head = False
        self._cell: tuple[int, int, int] | None = None
        self._hidden = ""

    # --- blocks -------------------------------------------------------------------------------------------------------

    def place(self) -> Message:
        if self._cell is not None:
            table, row, column = self._cell
            return say("import-place/cell", file=self.document.file, table=table, row=row, column=column)
        return say("import-place/paragraph", file=self.document.file, n=self._paragraphs)

    def flush(self) -> None:
        """The block that is open ends."""
        runs = joined(_tidy(self._runs))
        self._runs = []
        if any(run.text.strip() for run in runs):
            self._paragraphs += self._cell is None
            marker, self._marker = self._marker, ""
            shape = self._shape
            if shape.style.startswith("MsoList") and (sign := _OFFICE_ITEM.match("".join(run.text for run in runs))):
                marker, runs = sign[1] if sign[1][0].isalnum() and sign[1] != "o" else BULLET, cut(runs, sign.end())
            if marker and shape.kind == "paragraph":
                shape = replace(shape, kind="item", marker=marker, level=max(1, self._depth))
            self.document.add(replace(shape, runs=runs, place=self.place(), cell=self._cell, head=self._head))
        if self._hidden.strip():
            words = " ".join(self._hidden.split())
            self.document.remarks.warning(
                key("import-hidden"), len(self.document.blocks), self.place(), words=words[:2_000]
            )
        self._hidden = ""

    def walk(self, element: Any, look: Look) -> None:
        """An element and all below it, but not what follows it."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _SILENT:
            return
        if tag in _UNSHOWN:
            self._unshown(element, tag)
            return
        look = self._look(element, tag, look)
        if tag == "br":
            self._text(BREAK, replace(look, pre=True))
        elif tag in ("img", "image"):
            self._image(element)
        elif tag == "table":
            self._table(element, look)
        elif tag in ("ul", "ol", "menu", "dir"):
            self._list(element, tag, look)
        elif tag in _BLOCKS or self._is_block(element):
            self._block(element, tag, look)
        else:
            self._inside(element, tag, look)

    def _inside(self, element: Any, tag: str, look: Look) -> None:
        if tag == "q":
            self._text('"', look)
        if tag == "input" and element.get("type", "text") in ("text", ""):
            self._text(element.get("value", ""), look)
        self._text(element.text or "", look)
        for each in element:
            self.walk(each, look)
            self._text(each.tail or "", look)
        if tag == "q":
            self._text('"', look)

    def _is_block(self, element: Any) -> bool:
        return self._said(element).get("display") == "block"

    def _block(self, element: Any, tag: str, look: Look) -> None:
        self.flush()
        before = self._shape
        self._shape = self._described(element, tag, before)
        if tag == "hr":
            breaks = "page" in self._said(element).get("page-break-before", "")
            self.document.add(Block("page" if breaks else "rule", (), self.place(), cell=self._cell))
        elif "always" in self._said(element).get("page-break-before", "") and self._cell is None:
            self.document.add(Block("page", (), self.place()))
        self._inside(element, tag, look)
        self.flush()
        self._shape = before

    def _described(self, element: Any, tag: str, before: Block) -> Block:
        classes = (element.get("class") or "").split()
        style = next(iter(classes), "") or before.style
        said = self._said(element)
        right = said.get("text-align", element.get("align", "")) in ("right", "end") or before.right
        shape = replace(before, style=style, right=right)
        if re.fullmatch(r"h[1-6]", tag):
            return replace(shape, kind="heading", level=int(tag[1]))
        if any(each.casefold() in _TITLES for each in classes):
            return replace(shape, kind="heading", level=0)
        if tag == "blockquote" and element.get("type") != "cite" and "gmail_quote" not in classes:
            return replace(shape, kind="quote")
        if tag in ("figcaption", "caption"):
            return replace(shape, role="caption" if tag == "figcaption" else "")
        return shape

    # --- words --------------------------------------------------------------------------------------------------------

    def _said(self, element: Any) -> dict[str, str]:
        """What a page's styles say of an element: its classes, then its own."""
        said: dict[str, str] = {}
        for each in (element.get("class") or "").split():
            said |= self._styles.get(each, {})
        return said | declarations(element.get("style") or "")

    def _look(self, element: Any, tag: str, look: Look) -> Look:
        changes = dict(_TAGS.get(tag, {}))
        changes |= look_of(self._said(element))
        if tag == "a" and (href := element.get("href") or ""):
            changes["href"] = _straight(href)
        if element.get("hidden") is not None:
            changes["hidden"] = True
        return replace(look, **changes) if changes else look

    def _text(self, text: str, look: Look) -> None:
        if not text:
            return
        if look.hidden:
            self._hidden += text
            return
        said = text if look.pre else _WHITE.sub(" ", text)
        self._runs.append(
            Run(said, look.italic, look.bold, look.raised, look.small_caps, look.struck, look.href)
        )  # fmt: skip

    # --- lists, tables, pictures --------------------------------------------------------------------------------------

    def _list(self, element: Any, tag: str, look: Look) -> None:
        self.flush()
        self._depth += 1
        start = element.get("start", "1")
        number = int(start) if re.fullmatch(r"-?\d{1,8}", start) else 1
        form = _FORMS.get(element.get("type", ""), "decimal")
        for each in element:
            if each.tag != "li":
                self.walk(each, look)
                self.flush()
                continue
            given = each.get("value", "")
            number = int(given) if re.fullmatch(r"-?\d{1,8}", given) else number
            self._marker = f"{counted(number, form)}." if tag == "ol" else BULLET
            number += 1
            self._block(each, "li", self._look(each, "li", look))
            self._marker = ""
        self._depth -= 1

    def _table(self, element: Any, look: Look) -> None:
        self.flush()
        before, shape, head = self._cell, self._shape, self._head
        self._tables += 1
        table, begin, merged = self._tables, len(self.document.blocks), False
        for each in element:
            if each.tag == "caption":
                self._block(each, "caption", look)
        for row, line in enumerate(_rows(element), 1):
            cells = [each for each in line if each.tag in ("td", "th")]
            merged = merged or any(cell.get(span, "1") != "1" for cell in cells for span in ("colspan", "rowspan"))
            self._head = all(cell.tag == "th" for cell in cells)
            for column, cell in enumerate(cells, 1):
                self._cell, self._shape = (table, row, column), replace(shape, kind="paragraph")
                self._block(cell, "td", self._look(cell, "td", look))
        self._cell, self._shape, self._head = before, shape, head
        if merged:
            mark_merged(self.document.blocks, begin, table)

    def _image(self, element: Any) -> None:
        source = (element.get("src") or element.get("data-src") or element.get("href") or "").strip()
        if not source or {element.get("width"), element.get("height")} & {"1", "0"}:
            return  # what counts readers
        runs, self._runs = self._runs, []
        alternative = " ".join((element.get("alt") or element.get("title") or "").split())
        data = self._pictures.get(source, self._pictures.get(urllib.parse.unquote(source)))
        name = urllib.parse.unquote(source.partition("?")[0].rpartition("/")[2])
        if source.startswith("data:"):
            name = "image"
        if any(run.text.strip() for run in runs):
            self._runs = runs
            self.flush()
        self.document.add(Block("picture", (), self.place(), cell=self._cell, image=Image(data, name, alternative, source)))

    def _unshown(self, element: Any, tag: str) -> None:
        words = " ".join("".join(element.itertext()).split())
        if tag == "math":
            self._runs.append(Run(words))
            self.document.remarks.error(key("import-equation"), len(self.document.blocks), self.place(), words=words[:200])
            return
        address = element.get("src") or element.get("data") or ""
        kind = f"{tag} {address}".strip()
        self.document.remarks.error(key("import-object"), len(self.document.blocks), self.place(), kind=kind[:200])
        if words and tag != "svg":
            self._runs.append(Run(words))


def _rows(table: Any) -> Iterable[Any]:
    for each in table:
        if each.tag == "tr":
            yield each
        elif each.tag in ("tbody", "thead", "tfoot"):
            yield from (row for row in each if row.tag == "tr")


def _straight(href: str) -> str:
    """An address without the detour that mail programs and Google Docs put before it."""
    parts = urllib.parse.urlsplit(href) if "url?" in href and "google." in href else None
    if parts is not None:
        return urllib.parse.parse_qs(parts.query).get("q", [href])[0]
    return href


def _tidy(runs: list[Run]) -> Iterable[Run]:
    """White once: none at the beginning, one space between, none around a break."""
    white = True
    for run in runs:
        text = run.text.lstrip(" ") if white else run.text
        if text:
            white = text[-1] in f" {BREAK}"
            yield replace(run, text=text)
