"""What the readers of a Word document's parts share while they walk it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from mise_en_page.importing.document import Document
from mise_en_page.importing.trees import Element, below, name, value
from mise_en_page.importing.word.numbering import Numbering
from mise_en_page.importing.word.package import Package, Target
from mise_en_page.importing.word.styles import Styles
from mise_en_page.model.message import Message, say

Mark = Literal["insertion", "deletion"]

_HYPERLINK = re.compile(r'\s*HYPERLINK\s+(?:\\\S+\s+)*"?([^"\s]+)"?', re.IGNORECASE)


@dataclass(slots=True)
class Field:
    """A field that has begun: what it is told to do, and whether its result has begun."""

    told: str = ""
    result: bool = False

    @property
    def href(self) -> str:
        found = _HYPERLINK.match(self.told)
        return found[1] if found else ""


@dataclass(slots=True)
class Anchor:
    """The words that a comment is about, and where they are."""

    words: str = ""
    block: int = 0
    open: bool = True


@dataclass(slots=True)
class Context:
    """The document as far as it has been read; ``targets``: what the part that is walked refers to."""

    package: Package
    document: Document
    styles: Styles
    numbering: Numbering
    reject: bool
    targets: dict[str, Target] = field(default_factory=dict)
    fields: list[Field] = field(default_factory=list)
    anchors: dict[str, Anchor] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    paragraphs: int = 0
    tables: int = 0
    boxes: int = 0
    whole_fields: bool = True
    inside: Message | None = None

    @property
    def file(self) -> str:
        return self.document.file

    @property
    def block(self) -> int:
        """The place of the block that is being read, among all."""
        return len(self.document.blocks)

    def place(self) -> Message:
        """Where the block that is being read stands, in words."""
        return self.inside or say("import-place/paragraph", file=self.file, n=self.paragraphs)

    def begin(self, root: Element) -> None:
        """A part's text begins: fields that never end hide nothing."""
        kinds = [value(each, "fldCharType") for each in below(root, "fldChar")]
        self.fields.clear()
        self.whole_fields = kinds.count("begin") == kinds.count("end")

    def hidden(self) -> bool:
        """Is what stands here part of what a field is told to do, and not of what it shows?"""
        return self.whole_fields and any(not each.result for each in self.fields)

    def href(self) -> str:
        """The address that a field links what stands here to."""
        return next((each.href for each in reversed(self.fields) if each.result and each.href), "")

    def noted(self, text: str) -> None:
        """Words that comments which are open are about."""
        for anchor in self.anchors.values():
            if anchor.open:
                anchor.words += text


def text_below(element: Element) -> str:
    """The text that stands below an element, written or struck out."""
    made = []
    for each in element.iter():
        what = name(each)
        if what in ("t", "delText"):
            made.append(each.text or "")
        elif what in ("tab", "br", "cr", "p"):
            made.append(" ")
    return "".join(made)


def words_below(element: Element) -> str:
    """The same, white as one space."""
    return " ".join(text_below(element).split())
