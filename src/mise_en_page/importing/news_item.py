"""A piece of news as wires and content systems hand it out, put into a document as blocks that say what they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from mise_en_page.importing.document import Block, Document, Image, Remark, of_text
from mise_en_page.importing.plain import of_plain
from mise_en_page.importing.web import of_html
from mise_en_page.model.message import Message, key, say

_TAGS = re.compile(r"<(?:p|br|div|h[1-6]|ul|ol|table|blockquote|figure)\b", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[A-Za-z][^<>]*>|&(?:#\d+|[A-Za-z]+);")


@dataclass(slots=True)
class NewsItem:
    """Texts may be in HTML where ``html`` is said; ``kept``: named facts that are noted and not printed."""

    title: str = ""
    kicker: str = ""
    chapo: str = ""
    byline: str = ""
    source: str = ""
    dateline: str = ""
    body: str = ""
    html: bool = True
    blocks: list[Block] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    pictures: list[Image] = field(default_factory=list)
    kept: list[tuple[Message, str]] = field(default_factory=list)

    def keep(self, name: Message, said: str) -> None:
        """Note a fact; an embargo is told as well."""
        if said.strip() and name.key == "news/embargo":
            self.remarks.append(Remark(key("import-embargo"), "warning", 0, (("when", said),)))
        if said.strip():
            self.kept.append((name, " ".join(said.split())))


def add(document: Document, item: NewsItem, number: int) -> None:
    """One piece of news, the ``number``-th of its source."""
    place = say("import-place/item", file=document.file, item=number)
    for role, said in (("kicker", item.kicker), ("title", item.title), ("chapo", item.chapo)):
        if text := plain(said):
            document.add(Block("paragraph", of_text(text), place, role=role))
    byline = plain(item.byline)
    source = plain(item.source)
    if byline or source:
        document.add(Block("paragraph", of_text(byline or source), place, role="byline"))
    if byline and source and source.casefold() not in byline.casefold():
        item.keep(say("news/source"), source)
    for name, said in item.kept:
        document.add(Block("paragraph", of_text(said), place, style=str(name), role="note"))
    for picture in item.pictures:
        document.add(Block("picture", (), place, image=picture))
    if dateline := plain(item.dateline):
        document.remarks.info(key("import-dateline"), len(document.blocks), place, words=dateline)
        document.add(Block("paragraph", of_text(dateline), place))
    _body(document, item, number)


def _body(document: Document, item: NewsItem, number: int) -> None:
    inner = Document(document.file, document.form)
    if item.blocks:
        inner.blocks = item.blocks
    elif item.html:
        of_html(item.body, inner, {})
    else:
        of_plain(item.body, inner)
    shown = {_name(picture.address) for picture in item.pictures if picture.address}
    begin = len(document.blocks)
    tables = max((block.cell[0] for block in document.blocks if block.cell), default=0)
    for count, block in enumerate(inner.blocks, 1):
        if block.image is not None and block.image.address and _name(block.image.address) in shown:
            block = replace(block, kind="rule", image=None)  # noqa: PLW2901 (it stands at the head already)
        place = say("import-place/item-paragraph", file=document.file, item=number, n=count)
        cell = (block.cell[0] + tables, *block.cell[1:]) if block.cell is not None else None
        level = block.level + 1 if block.kind == "heading" else block.level
        role = "intertitle" if block.kind == "heading" else block.role
        document.add(replace(block, place=place, cell=cell, level=level, role=role))
    for remark in (*item.remarks, *inner.remarks):
        place = remark.place or say("import-place/item", file=document.file, item=number)
        document.remarks.tell(remark.key, remark.severity, begin + remark.block, place, **dict(remark.values))


def _name(address: str) -> str:
    return address.partition("?")[0].rpartition("/")[2]


def plain(text: str) -> str:
    """A text that may be in HTML, without its tags, on one line."""
    if _ANY_TAG.search(text):
        inner = of_html(text, Document("", ""), {})
        text = " ".join(block.text for block in inner.blocks)
    return " ".join(text.split())


def paragraphs(text: str) -> str:
    """Text of a content system whose paragraphs are only empty lines, as HTML."""
    if _TAGS.search(text):
        return text
    parts = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return "".join(f"<p>{'<br>'.join(part.strip().split(chr(10)))}</p>" for part in parts)


def is_excerpt(said: str, body: str) -> bool:
    """Is a summary only how the body begins?"""
    short = re.sub(r"[\s\[\]….]+$", "", plain(said))
    return plain(body).startswith(short[:80]) if short else True


def credited(by: str, whose: str) -> str:
    """« Jeanne Roux / AFP »"""
    if by and whose and by.casefold() not in whose.casefold():
        return f"{by} / {whose}"
    return whose or by


def first(values: Iterable[str]) -> str:
    return next((each for each in values if each and each.strip()), "")
