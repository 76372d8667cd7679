"""The content of an OpenDocument paragraph: spans, notes, tracked changes, comments, what is anchored in it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from mise_en_page.importing.archive import Archive
from mise_en_page.importing.document import BREAK, Comment, Document, Run
from mise_en_page.importing.open_document.styles import Styles
from mise_en_page.importing.trees import Element, below, child, children, name, value, whole, words
from mise_en_page.importing.word.styles import Look, over
from mise_en_page.model.message import Message, key, say
from mise_en_page.model.problem import Severity

_UNHELD: Final = {"hidden": key("import-hidden"), "marked": key("import-highlight"), "underlined": key("import-underline"),
                  "caps": key("import-capitals")}  # fmt: skip
_SILENT: Final = frozenset(("bookmark", "bookmark-start", "bookmark-end", "soft-page-break", "reference-mark-start",
                            "reference-mark-end", "alphabetical-index-mark", "toc-mark",
                            "tracked-changes",
                            "variable-decls", "sequence-decls", "forms", "event-listeners", "office-forms"))  # fmt: skip
_DRAWN: Final = frozenset(
    ("frame", "custom-shape", "rect", "g", "line", "ellipse", "polygon", "polyline", "path", "control")
)


@dataclass(slots=True)
class Change:
    """A tracked change: what it is, whose, and what it took away."""

    kind: str
    author: str
    content: Element | None = None


@dataclass(slots=True)
class Context:
    """The document as far as it has been read. ``inserting``: the changes that are open; ``inside``: where we are, if not
    in the text itself.
    """

    document: Document
    archive: Archive | None
    styles: Styles
    reject: bool
    changes: dict[str, Change] = field(default_factory=dict)
    inserting: list[str] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0
    boxes: int = 0
    notes: list[tuple[str, Element]] = field(default_factory=list)
    commented: dict[str, int] = field(default_factory=dict)
    inside: Message | None = None

    @property
    def block(self) -> int:
        return len(self.document.blocks)

    def place(self) -> Message:
        return self.inside or say("import-place/paragraph", file=self.document.file, n=self.paragraphs)

    def tell(self, sentence: str, severity: Severity, **values: str | Message) -> None:
        self.document.remarks.tell(sentence, severity, self.block, self.inside, **values)

    def skipping(self) -> bool:
        """Do we stand in an insertion that is not taken?"""
        return self.reject and any(self.changes[each].kind == "insertion" for each in self.inserting)


class Inline:
    """Reads one paragraph's content; ``hung`` is what is anchored in it."""

    def __init__(self, context: Context, style: str) -> None:
        self.context = context
        self.runs: list[Run] = []
        self.hung: list[Element] = []
        self.before = 0
        self._base = over(context.styles.default(), context.styles.look("paragraph", style))
        self._href = ""
        self._unheld: dict[str, str] = {}

    def walk(self, element: Element, look: Look | None = None) -> None:
        look = look if look is not None else self._base
        self.text(element.text, look)
        for each in element:
            self._take(each, name(each), look)
            self.text(each.tail, look)

    def text(self, text: str | None, look: Look) -> None:
        """Characters; white in the file is one space."""
        if not text:
            return
        said = _one_space(text)
        if not any(run.text for run in self.runs):
            said = said.lstrip(" ") or ""
        self._put(said, look)

    def _put(self, said: str, look: Look) -> None:
        if not said or self.context.skipping():
            if said:
                self._note("rejected", said)
            return
        if self.context.inserting:
            self._note(f"+{self.context.inserting[-1]}", said)
        for what in _UNHELD:
            if getattr(look, what) and not (what == "underlined" and self._href):
                self._note(what, said)
        if look.hidden:
            return
        for at in self.context.commented.values():
            comment = self.context.document.comments[at]
            self.context.document.comments[at] = replace(comment, words=comment.words + said)
        self.runs.append(
            Run(
                said,
                bool(look.italic),
                bool(look.bold),
                look.raised or 0,
                bool(look.small_caps),
                bool(look.struck),
                self._href,
            )
        )

    def _take(self, element: Element, what: str, look: Look) -> None:  # noqa: PLR0912 (a table of elements)
        context = self.context
        if what == "span":
            self.walk(element, over(look, context.styles.look("text", value(element, "style-name"))))
        elif what == "a":
            before, self._href = self._href, value(element, "href")
            self.walk(element, look)
            self._href = before
        elif what == "s":
            self._put(" " * min(whole(value(element, "c"), 1), 1_000), look)
        elif what in ("tab", "line-break"):
            self._put("\t" if what == "tab" else BREAK, look)
        elif what == "note":
            note = f"n{len(context.notes) + 1}"
            context.notes.append((note, element))
            if not context.skipping():
                self.runs.append(Run(note=note))
        elif what in ("change-start", "change-end", "change"):
            self._change(element, what, look)
        elif what == "annotation":
            self._comment(element)
        elif what == "annotation-end":
            self.context.commented.pop(value(element, "name"), None)
        elif what == "ruby":
            self.walk(child(element, "ruby-base"), look)
            if said := words(child(element, "ruby-text")):
                self._put(f" ({said})", look)
                context.tell(key("import-ruby"), "warning", words=said[:200])
        elif what in _DRAWN:
            self.hung.append(element)
            if not any(run.text.strip() for run in self.runs) and not any(True for _ in below(element, "text-box")):
                self.before = len(self.hung)
        elif what not in _SILENT:
            if what in ("hidden-text", "hidden-paragraph"):
                self._note("hidden", words(element) or value(element, "string-value"))
            else:
                self.walk(element, look)

    def _change(self, element: Element, what: str, look: Look) -> None:
        context = self.context
        identifier = value(element, "change-id")
        change = context.changes.get(identifier)
        if change is None:
            return
        if what == "change-start":
            context.inserting.append(identifier)
        elif what == "change-end":
            if identifier in context.inserting:
                context.inserting.remove(identifier)
        elif change.content is not None:
            said = words(change.content)
            sentence = key("import-deleted/rejected") if context.reject else key("import-deleted")
            if said:
                context.tell(sentence, "info", author=change.author or say("word/somebody"), words=said[:300])
            if context.reject:
                for count, each in enumerate(children(change.content, "p", "h", "list", "table")):
                    self._put(" " if count else "", look)
                    self.walk(each, look)

    def _comment(self, element: Element) -> None:
        said = "\n".join(words(each) for each in children(element, "p", "list"))
        comment = Comment(
            words(child(element, "creator")), words(child(element, "date"))[:16], said, "", self.context.block,
            value(element, "resolved") == "true",
        )  # fmt: skip
        self.context.document.comments.append(comment)
        if named := value(element, "name"):
            self.context.commented[named] = len(self.context.document.comments) - 1

    def _note(self, what: str, said: str) -> None:
        self._unheld[what] = self._unheld.get(what, "") + said

    def tell(self) -> None:
        """All that was met on the way, once the paragraph has ended."""
        context = self.context
        for what, text in self._unheld.items():
            said = " ".join(text.split())[:300]
            if not said:
                continue
            if what.startswith("+"):
                change = context.changes[what[1:]]
                if change.kind == "insertion":
                    context.tell(key("import-inserted"), "info", author=change.author or say("word/somebody"), words=said)
            elif what == "rejected":
                context.tell(key("import-inserted/rejected"), "info", author=say("word/somebody"), words=said)
            else:
                context.tell(_UNHELD[what], "warning" if what == "hidden" else "info", words=said)


def _one_space(text: str) -> str:
    made, white = [], False
    for each in text:
        if each in " \t\n\r":
            if not white:
                made.append(" ")
            white = True
        else:
            made.append(each)
            white = False
    return "".join(made)
