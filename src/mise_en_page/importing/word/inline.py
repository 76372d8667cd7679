"""A Word paragraph's content: runs with their looks, fields, tracked changes, calls of notes, and what hangs from it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from mise_en_page.importing.document import BREAK, Run
from mise_en_page.importing.trees import Element, below, child, children, name, value, words
from mise_en_page.importing.word.context import Anchor, Context, Field, Mark, text_below, words_below
from mise_en_page.importing.word.styles import Look, look_of, on_attribute
from mise_en_page.importing.word.symbols import is_symbols, sign
from mise_en_page.model.message import Message, key, say
from mise_en_page.model.problem import Severity

#: Held by elements that hold no text of their own.
_SILENT: Final = frozenset(
    ("pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "bookmarkStart", "bookmarkEnd", "proofErr",
     "permStart", "permEnd", "fldData", "pgNum", "lastRenderedPageBreak", "annotationRef", "footnoteRef", "endnoteRef",
     "separator",
     "continuationSeparator", "instrText", "delInstrText", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart",
     "moveToRangeEnd", "tblPr", "trPr", "tcPr", "sectPr")
)  # fmt: skip
_SIGNS: Final = {"tab": "\t", "ptab": "\t", "cr": BREAK, "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_DRAWN: Final = frozenset(("drawing", "pict", "object"))
#: How Word asks for something to be filled in.
_REQUEST: Final = re.compile(
    r"(?:Cliquez|Appuyez|Choisissez|Sélectionnez|Entrez|Click|Tap|Choose|Enter|Select)\b|\[[^]]*\]$"
)
#: Marks of looks that the articles have no form for, told once a paragraph with the words.
_UNHELD: Final = {"hidden": key("import-hidden"), "marked": key("import-highlight"), "underlined": key("import-underline"),
                  "caps": key("import-capitals")}  # fmt: skip


@dataclass(slots=True)
class Segment:
    """A part of a paragraph up to a break of the page, and what hangs from it: drawings and boxes; of these the first
    ``before`` hang before any of its words.
    """

    runs: list[Run] = field(default_factory=list)
    hung: list[Element] = field(default_factory=list)
    before: int = 0

    def hang(self, drawing: Element) -> None:
        self.hung.append(drawing)
        if not any(run.text.strip() for run in self.runs) and not any(True for _ in below(drawing, "txbxContent")):
            self.before = len(self.hung)


class Inline:
    """Reads the content of one paragraph. ``removed``: its mark, and with it its end, is taken away by a change."""

    def __init__(self, context: Context, style: str) -> None:
        self.context = context
        self.style = style
        self.segments = [Segment()]
        self._changes: list[tuple[Mark, str, str]] = []
        self._unheld: list[tuple[str, str]] = []
        self._href = ""

    def walk(self, parent: Element) -> None:
        for each in parent:
            self._take(each, name(each))

    def _take(self, element: Element, what: str) -> None:
        if what == "r":
            self._run(element)
        elif what in ("ins", "moveTo"):
            self._changed(element, "insertion")
        elif what in ("del", "moveFrom"):
            self._changed(element, "deletion")
        elif what == "hyperlink":
            self._linked(element)
        elif what == "fldSimple":
            before, self._href = self._href, Field(value(element, "instr")).href or self._href
            self.walk(element)
            self._href = before
        elif what in ("oMath", "oMathPara"):
            self._equation(element)
        elif what in ("commentRangeStart", "commentRangeEnd"):
            self._comment(value(element, "id"), what == "commentRangeStart")
        elif what == "sdt":
            self._control(element)
        elif what == "AlternateContent":
            self._alternative(element)
        elif what == "subDoc":
            self._tell(key("import-object/part"))
        elif what == "ruby":
            self._ruby(element)
        elif what and what not in _SILENT:
            self.walk(element)

    # --- runs ---------------------------------------------------------------------------------------------------------

    def _run(self, run: Element) -> None:
        properties = child(run, "rPr")
        if self.context.reject and (before := child(properties, "rPrChange", "rPr")) is not None:
            properties = before
        look = self.context.styles.look(self.style, value(child(properties, "rStyle")), look_of(properties))
        for each in run:
            what = name(each)
            if what in ("t", "delText"):
                self._text(self._signs(each.text or "", look), look)
            elif what == "br":
                self._break(value(each, "type"), look)
            elif what in _SIGNS:
                self._text(_SIGNS[what], look)
            elif what == "sym":
                self._symbol(each, look)
            elif what == "fldChar":
                self._field(value(each, "fldCharType"))
            elif what == "instrText" and self.context.fields:
                self.context.fields[-1].told += each.text or ""
            elif what in ("footnoteReference", "endnoteReference"):
                self._call(each, what[0])
            elif what == "commentReference":
                self.context.anchors.setdefault(value(each, "id"), Anchor("", self.context.block, open=False))
            elif what in _DRAWN:
                self.segments[-1].hang(each)
            elif what not in ("rPr", "instrText"):
                self._take(each, what)

    def _text(self, text: str, look: Look) -> None:
        if not text or self.context.hidden():
            return
        if look.hidden:
            self._note_unheld("hidden", text)
            return
        href = self._href or self.context.href()
        for what in ("marked", "caps"):
            if getattr(look, what):
                self._note_unheld(what, text)
        if look.underlined and not href:
            self._note_unheld("underlined", text)
        self.context.noted(text)
        self.segments[-1].runs.append(
            Run(text, bool(look.italic), bool(look.bold), look.raised or 0, bool(look.small_caps), bool(look.struck), href)
        )

    def _signs(self, text: str, look: Look) -> str:
        """Letters of a font of signs as the signs that it shows."""
        if not look.font or not is_symbols(look.font):
            return text
        return "".join(self._sign(look.font, ord(each)) or each if not each.isspace() else each for each in text)

    def _sign(self, font: str, code: int) -> str:
        made = sign(font, code)
        if not made:
            self._tell(key("import-sign"), font=font, code=f"U+{code:04X}")
        return made

    def _symbol(self, element: Element, look: Look) -> None:
        try:
            code = int(value(element, "char"), 16)
        except ValueError:
            return
        self._text(self._sign(value(element, "font"), code), look)

    def _break(self, kind: str, look: Look) -> None:
        if kind in ("page", "column") and not self.context.hidden():
            if kind == "page":
                self.segments.append(Segment())
            else:
                self._text(BREAK, look)
        else:
            self._text(BREAK, look)

    def _field(self, kind: str) -> None:
        fields = self.context.fields
        if kind == "begin":
            fields.append(Field())
        elif kind == "separate" and fields:
            fields[-1].result = True
        elif kind == "end" and fields:
            fields.pop()

    def _call(self, element: Element, kind: str) -> None:
        if self.context.hidden():
            return
        note = f"{kind}{value(element, 'id')}"
        self.context.calls[note] = self.context.block
        self.segments[-1].runs.append(Run(note=f"*{note}" if on_attribute(element, "customMarkFollows") else note))

    # --- what stands around runs --------------------------------------------------------------------------------------

    def _linked(self, element: Element) -> None:
        target = self.context.targets.get(value(element, "id"))
        before, self._href = self._href, target.target if target is not None and target.outside else self._href
        self.walk(element)
        self._href = before

    def _changed(self, element: Element, mark: Mark) -> None:
        said = text_below(element)
        author = value(element, "author")
        if said.strip():
            if self._changes and self._changes[-1][:2] == (mark, author) and name(element.getprevious()) == name(element):
                said = self._changes.pop()[2] + said
            self._changes.append((mark, author, said))
        if (mark == "insertion") != self.context.reject:
            self.walk(element)

    def _comment(self, identifier: str, begins: bool) -> None:
        if begins:
            self.context.anchors[identifier] = Anchor(block=self.context.block)
        elif identifier in self.context.anchors:
            self.context.anchors[identifier].open = False

    def _control(self, element: Element) -> None:
        """A control that somebody fills in: what it holds, unless that is only the request to fill it in."""
        content = child(element, "sdtContent")
        if child(element, "sdtPr", "showingPlcHdr") is not None and self._is_request(content):
            if said := words_below(element):
                self._tell(key("import-placeholder"), words=said[:200])
            return
        if content is not None:
            self.walk(content)

    def _is_request(self, content: Element | None) -> bool:
        """Does a control hold only what asks to fill it in? Programs that fill in forms leave Word's flag as it was."""
        styles = {self.context.styles.named(value(each)) for each in below(content, "rStyle")}
        return "placeholder text" in {each.casefold() for each in styles} or bool(
            content is not None and _REQUEST.match(words_below(content))
        )

    def _alternative(self, element: Element) -> None:
        """The same thing in two forms: the newer one, or the older where the newer holds nothing."""
        for each in (child(element, "Choice"), child(element, "Fallback")):
            if each is None:
                continue
            before = self._measure()
            for one in each:
                if name(one) in _DRAWN:
                    self.segments[-1].hang(one)
                else:
                    self._take(one, name(one))
            if self._measure() != before:
                return

    def _measure(self) -> tuple[int, int, int]:
        return len(self.segments), len(self.segments[-1].runs), len(self.segments[-1].hung)

    def _ruby(self, element: Element) -> None:
        self.walk(child(element, "rubyBase") if child(element, "rubyBase") is not None else ())
        if said := words_below(child(element, "rt")) if child(element, "rt") is not None else "":
            self._text(f" ({said})", Look())
            self._tell(key("import-ruby"), words=said[:200])

    def _equation(self, element: Element) -> None:
        said = words(element)
        self._text(said, Look())
        self._tell(key("import-equation"), words=said[:200])

    # --- telling ------------------------------------------------------------------------------------------------------

    def _note_unheld(self, what: str, text: str) -> None:
        if self._unheld and self._unheld[-1][0] == what:
            text = self._unheld.pop()[1] + text
        self._unheld.append((what, text))

    def _tell(self, sentence: str, **values: str | Message) -> None:
        severity: Severity = "warning" if sentence in (key("import-ruby"), key("import-placeholder")) else "error"
        self.context.document.remarks.tell(sentence, severity, self.context.block, self.context.inside, **values)

    def tell(self) -> None:
        """All that was met on the way, once the paragraph has ended."""
        context = self.context
        for mark, author, said in self._changes:
            taken = (mark == "insertion") != context.reject
            who = author or say("word/somebody")
            sentence = {
                ("insertion", True): key("import-inserted"), ("insertion", False): key("import-inserted/rejected"),
                ("deletion", True): key("import-deleted/rejected"), ("deletion", False): key("import-deleted"),
            }[mark, taken]  # fmt: skip
            context.document.remarks.info(
                sentence, context.block, context.inside, author=who, words=" ".join(said.split())[:2_000]
            )
        for what, said in self._unheld:
            if said.strip():
                level: Severity = "warning" if what == "hidden" else "info"
                context.document.remarks.tell(
                    _UNHELD[what], level, context.block, context.inside, words=" ".join(said.split())[:2_000]
                )


def paragraph_mark(properties: Element | None) -> tuple[Mark | None, str]:
    """Whether a paragraph's end itself was inserted or deleted, and by whom."""
    for each in children(child(properties, "rPr"), "ins", "del"):
        return ("insertion" if name(each) == "ins" else "deletion"), value(each, "author")
    return None, ""
