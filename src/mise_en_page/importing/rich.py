"""Rich Text Format (RTF 1.9.1) into a Document, as Word, TextEdit and the clipboard write it."""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from mise_en_page.importing.document import BREAK, Block, Comment, Document, Image, Reading, Run, joined, mark_merged
from mise_en_page.model.message import Message, key, say
from mise_en_page.model.problem import Refused

_TOKEN: Final = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
_MOST_DEPTH: Final = 400
_SIGNS: Final = {
    "emdash": "—", "endash": "–", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "bullet": "•",
    "lquote": "‘",
    "rquote": "’", "ldblquote": "“", "rdblquote": "”", "tab": "\t", "line": BREAK, "lbr": BREAK, "softline": BREAK,
    "zwj": "\u200d",
    "zwnj": "\u200c", "ltrmark": "\u200e", "rtlmark": "\u200f",
}  # fmt: skip
#: Groups whose words are not the text's.
_ASIDE: Final = frozenset(
    ("fonttbl", "colortbl", "stylesheet", "info", "generator", "listtable", "listoverridetable", "rsidtbl", "revtbl",
     "themedata", "colorschememapping", "latentstyles", "datastore", "xmlnstbl", "mmathPr", "filetbl", "pgptbl",
     "nonshppict", "objdata", "objclass", "objname", "fldinst", "datafield", "bkmkstart", "bkmkend", "private", "sp",
     "atnid", "atnauthor", "atndate", "atnref", "atrfstart", "atrfend", "atntime", "atnparent", "blipuid", "picprop",
     "wgrffmtfilter", "panose", "falt", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "xe", "tc",
     "protusertbl", "userprops", "list", "listlevel", "passwordhash", "template")
)  # fmt: skip
_AROUND: Final = frozenset(("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"))
_CHARSETS: Final = {0: "cp1252", 77: "mac-roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950",
    161: "cp1253", 162: "cp1254",
                    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
                    238: "cp1250"}  # fmt: skip
_TOGGLES: Final = {"b": "bold", "i": "italic", "strike": "struck", "striked": "struck", "scaps": "small_caps",
    "v": "hidden",
                   "deleted": "deleted", "revised": "inserted"}  # fmt: skip
_LINK: Final = re.compile(r'HYPERLINK\s+(?:\\\S+\s+)*"?([^"\s]+)"?', re.IGNORECASE)


@dataclass(slots=True)
class _State:
    """What holds within a group."""

    where: str = ""
    bold: bool = False
    italic: bool = False
    struck: bool = False
    small_caps: bool = False
    hidden: bool = False
    deleted: bool = False
    inserted: bool = False
    raised: int = 0
    skip: int = 1
    encoding: str = ""
    href: str = ""
    star: bool = False


@dataclass(slots=True)
class _Shape:
    """What the paragraph that is open is."""

    style: str = ""
    level: int | None = None
    right: bool = False
    in_table: bool = False
    page_before: bool = False
    depth: int = 1


@dataclass(slots=True)
class _Reader:
    """Reads tokens one after the other; ``into`` is where blocks go: the text's, or a note's."""

    document: Document
    reject: bool
    encoding: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    styles: dict[int, tuple[str, int | None]] = field(default_factory=dict)
    state: _State = field(default_factory=_State)
    stack: list[_State] = field(default_factory=list)
    shape: _Shape = field(default_factory=_Shape)
    runs: list[Run] = field(default_factory=list)
    marker: str = ""
    aside: dict[str, str] = field(default_factory=dict)
    pending: bytearray = field(default_factory=bytearray)
    kept: list[tuple[list[Block], list[Run], _Shape, str, int]] = field(default_factory=list)
    into: list[Block] = field(default_factory=list)
    paragraphs: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    columns: int = 0
    waiting: int = 0
    told: dict[str, str] = field(default_factory=dict)
    font: int = -1
    number: int = 0
    half: int = 0


def read_rich(data: bytes, reading: Reading) -> Document:
    """What an .rtf holds. Raises Refused with one problem."""
    document = Document(reading.file, "rtf")
    reader = _Reader(document, reading.reject, into=document.blocks)
    for what, number, raw in _tokens(data):
        _take(reader, what, number, raw)
        if len(reader.stack) > _MOST_DEPTH:
            raise Refused.of("import-damaged", file=reading.file, words="depth")
    _flush_bytes(reader)
    _paragraph(reader)
    for words in dict.fromkeys(" ".join(reader.aside.get(each, "").split()) for each in sorted(_AROUND)):
        if words and not words.isdecimal():
            place = say("import-place/header", file=reading.file)
            document.remarks.warning(key("import-header"), 0, place, words=words[:300])
    return document


def _tokens(data: bytes) -> Iterator[tuple[str, int | None, bytes]]:
    """Words of control with their numbers, signs, bytes of text."""
    at = 0
    while match := _TOKEN.search(data, at):
        at = match.end()
        if match[1]:
            word = match[1].decode("ascii")
            number = int(match[2]) if match[2] else None
            if word == "bin" and number and number > 0:
                yield "bin", None, data[at : at + number]
                at += number
            else:
                yield word, number, b""
        elif match[3]:
            yield "'", None, bytes([int(match[3], 16)])
        elif match[4]:
            yield f"\\{match[4].decode('latin-1')}", None, match[4]
        elif match[5]:
            yield match[5].decode("ascii"), None, b""
        elif match[6]:
            yield "text", None, match[6]


def _take(reader: _Reader, what: str, number: int | None, raw: bytes) -> None:
    if reader.waiting and what in ("text", "'"):
        raw = _skipped(reader, raw)
        if not raw:
            return
    if what in ("text", "'"):
        reader.pending += raw
        return
    _flush_bytes(reader)
    if what not in ("u",):
        reader.waiting = 0
    if what == "{":
        reader.stack.append(reader.state)
        reader.state = replace(reader.state, star=False)
    elif what == "}":
        _close(reader)
    elif what == "bin":
        if reader.state.where == "pict":
            reader.aside["bin"] = reader.aside.get("bin", "") + raw.hex()
    elif what.startswith("\\"):
        _sign(reader, what[1:])
    else:
        _word(reader, what, number)


def _skipped(reader: _Reader, raw: bytes) -> bytes:
    """Bytes without those that stand in for a character that has been read."""
    gone = min(reader.waiting, len(raw))
    reader.waiting -= gone
    return raw[gone:]


def _flush_bytes(reader: _Reader) -> None:
    if reader.pending:
        encoding = reader.state.encoding or reader.encoding
        _text(reader, bytes(reader.pending).decode(encoding, "replace"))
        reader.pending.clear()


def _sign(reader: _Reader, sign: str) -> None:
    if sign == "*":
        reader.state.star = True
    elif sign in "{}\\":
        _text(reader, sign)
    elif sign == "~":
        _text(reader, "\u00a0")
    elif sign == "_":
        _text(reader, "\u2011")
    elif sign == "-":
        _text(reader, "\u00ad")
    elif sign in "\n\r":
        _paragraph(reader)


def _text(reader: _Reader, text: str) -> None:
    state = reader.state
    if state.where:
        reader.aside[state.where] = reader.aside.get(state.where, "") + text
        return
    gone = (state.deleted and not reader.reject) or (state.inserted and reader.reject)
    if state.deleted or state.inserted:
        name = ("deleted" if state.deleted else "inserted") + ("" if gone == state.deleted else "/rejected")
        reader.told[name] = reader.told.get(name, "") + text
    if state.hidden:
        reader.told["hidden"] = reader.told.get("hidden", "") + text
    elif not gone:
        reader.runs.append(
            Run(text, state.italic, state.bold, state.raised, state.small_caps, state.struck, state.href)
        )  # fmt: skip


def _word(reader: _Reader, word: str, number: int | None) -> None:
    state = reader.state
    on = number != 0
    if word in _TOGGLES:
        setattr(state, _TOGGLES[word], on)
    elif word in ("super", "sub", "nosupersub"):
        state.raised = {"super": 1, "sub": -1}.get(word, 0) if on else 0
    elif word in ("plain", "pard", "s", "qr", "ql", "qc", "qj", "intbl", "outlinelevel", "pagebb", "ilvl"):
        _format(reader, word, number)
    elif word in _SIGNS:
        _text(reader, _SIGNS[word])
    elif word == "u" and number is not None:
        _unicode(reader, number + 0x10000 if number < 0 else number)
        reader.waiting = state.skip
    elif word == "uc":
        state.skip = number or 0
    elif word in ("par", "sect", "page", "cell", "nestcell", "row", "nestrow", "trowd"):
        _break(reader, word)
    elif word in ("ansicpg", "mac", "pc", "pca", "f", "fcharset", "deff"):
        _encoding(reader, word, number)
    else:
        _destination(reader, word)


def _unicode(reader: _Reader, code: int) -> None:
    """A character by its number; one beyond the first plane comes as two halves."""
    high, reader.half = reader.half, 0
    if 0xD800 <= code < 0xDC00:
        reader.half = code
    elif 0xDC00 <= code < 0xE000:
        _text(reader, chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00) if high else "\ufffd")
    else:
        _text(reader, chr(code) if 0 <= code < 0x110000 else "\ufffd")


def _format(reader: _Reader, word: str, number: int | None) -> None:
    shape = reader.shape
    if word == "plain":
        reader.state = _State(
            reader.state.where, skip=reader.state.skip, href=reader.state.href, encoding=reader.state.encoding
        )  # fmt: skip
    elif word == "pard":
        reader.shape = _Shape()
    elif word == "s" and reader.state.where == "stylesheet":
        reader.number = number or 0
    elif word == "s":
        shape.style, shape.level = reader.styles.get(number or 0, ("", None))
    elif word == "outlinelevel":
        if reader.state.where == "stylesheet":
            reader.aside["outline"] = str(number or 0)
        elif number is not None and number < 9:
            shape.level = number + 1
    elif word == "intbl":
        shape.in_table = True
    elif word == "ilvl":
        shape.depth = (number or 0) + 1
    elif word == "pagebb":
        shape.page_before = number != 0
    else:
        shape.right = word == "qr"


def _encoding(reader: _Reader, word: str, number: int | None) -> None:
    if word == "ansicpg" and number:
        reader.encoding = f"cp{number}" if number not in (10000, 65001, 0) else {10000: "mac-roman"}.get(number, "utf-8")
        try:
            codecs.lookup(reader.encoding)
        except LookupError:
            reader.encoding = "cp1252"
    elif word in ("mac", "pc", "pca"):
        reader.encoding = {"mac": "mac-roman", "pc": "cp437", "pca": "cp850"}[word]
    elif word == "fcharset" and reader.state.where == "fonttbl":
        reader.fonts[reader.font] = _CHARSETS.get(number or 0, "")
    elif word == "f":
        if reader.state.where == "fonttbl":
            reader.font = number or 0
        else:
            known = reader.fonts.get(number or 0, "")
            reader.state.encoding = known if known not in ("cp1252", "") else ""


def _destination(reader: _Reader, word: str) -> None:  # noqa: PLR0912 (a table of groups)
    state = reader.state
    if word in ("footnote", "annotation"):
        _open_note(reader, word)
    elif word in ("listtext", "pntext"):
        state.where = "marker"
    elif word == "pict":
        state.where = "pict"
        reader.aside["pict"] = reader.aside["bin"] = ""
    elif word in ("pngblip", "jpegblip", "emfblip", "wmetafile", "dibitmap", "wbitmap"):
        reader.aside["kind"] = word
    elif word == "fldinst":
        state.where = "fldinst"
        reader.aside["fldinst"] = ""
    elif word == "fldrslt":
        found = _LINK.search(reader.aside.get("fldinst", ""))
        state.href = found[1] if found else state.href
    elif word == "field":
        reader.aside["fldinst"] = ""
    elif word in ("shppict", "shptxt", "result", "shprslt", "shp", "shpinst", "object", "upr", "ud", "shpgrp"):
        if word == "object":
            reader.document.remarks.error(key("import-object"), len(reader.document.blocks), _place(reader), kind="OLE")
        if word == "shprslt":
            state.where = "shprslt"
    elif word in _ASIDE or word in _AROUND:
        state.where = word
        if word in ("atnauthor", "atndate"):
            reader.aside[word] = ""
    elif state.star and not state.where and word not in ("cs", "ts"):
        state.where = "unknown"


def _open_note(reader: _Reader, word: str) -> None:
    """A note's words go into a place of their own until its group ends."""
    reader.kept.append((reader.into, reader.runs, reader.shape, word, len(reader.stack)))
    reader.into, reader.runs, reader.shape = [], [], _Shape()
    reader.state = _State(skip=reader.state.skip, encoding=reader.state.encoding)


def _close(reader: _Reader) -> None:
    state = reader.state
    if state.where == "pict" and (not reader.stack or reader.stack[-1].where != "pict"):
        _picture(reader)
    if state.where == "stylesheet" and reader.aside.get("stylesheet", "").strip(" ;"):
        outline = reader.aside.pop("outline", "")
        name = reader.aside.pop("stylesheet").strip().rstrip(";").strip()
        level = int(outline) + 1 if outline.isdecimal() and int(outline) < 9 else None
        heading = re.fullmatch(r"heading (\d)", name.casefold())
        level = 0 if name.casefold() in ("title", "titre") else int(heading[1]) if heading else level
        reader.styles[reader.number] = (name, level)
        reader.number = 0
    if state.where == "marker":
        reader.marker = reader.aside.pop("marker", "").strip() or reader.marker
    if reader.kept and len(reader.stack) == reader.kept[-1][4]:
        _close_note(reader)
    if reader.stack:
        reader.state = reader.stack.pop()


def _close_note(reader: _Reader) -> None:
    _paragraph(reader)
    blocks = reader.into
    reader.into, reader.runs, reader.shape, word, _ = reader.kept.pop()
    document = reader.document
    if word == "annotation":
        text = "\n".join(block.text for block in blocks)
        author, date = (reader.aside.get(each, "").strip() for each in ("atnauthor", "atndate"))
        document.comments.append(
            Comment(author, "" if date.lstrip("-").isdecimal() else date, text, "", len(document.blocks))
        )
        return
    note = f"r{len(document.notes) + 1}"
    place = say("import-place/note", file=document.file, n=len(document.notes) + 1)
    document.notes[note] = [replace(block, place=place) for block in blocks]
    reader.runs.append(Run(note=note))


def _place(reader: _Reader) -> Message:
    if reader.shape.in_table:
        return say(
            "import-place/cell", file=reader.document.file, table=reader.table, row=reader.row + 1, column=reader.column + 1
        )  # fmt: skip
    return say("import-place/paragraph", file=reader.document.file, n=reader.paragraphs)


def _break(reader: _Reader, word: str) -> None:
    if reader.state.where:
        return
    if word == "trowd":
        if not reader.row and not reader.column:
            reader.table += 1
        return
    if word in ("cell", "nestcell"):
        _paragraph(reader)
        reader.column += 1
    elif word in ("row", "nestrow"):
        if reader.row and reader.column != reader.columns:
            mark_merged(reader.into, len(reader.into) - 1, reader.table)
        reader.columns = reader.column
        reader.row, reader.column = reader.row + 1, 0
    else:
        _paragraph(reader)
        if word in ("page", "sect") and not reader.kept:
            reader.into.append(Block("page", (), _place(reader)))


def _paragraph(reader: _Reader) -> None:
    """The paragraph that is open ends."""
    shape, document = reader.shape, reader.document
    if not shape.in_table and not reader.column:
        reader.row = 0
    reader.paragraphs += not reader.kept
    runs = joined(reader.runs)
    reader.runs = []
    marker, reader.marker = reader.marker, ""
    for what, sentence in (
        ("inserted", key("import-inserted")), ("inserted/rejected", key("import-inserted/rejected")),
        ("deleted", key("import-deleted")), ("deleted/rejected", key("import-deleted/rejected")),
    ):  # fmt: skip
        if said := " ".join(reader.told.get(what, "").split()):
            document.remarks.info(
                sentence, len(document.blocks), _place(reader), author=say("word/somebody"), words=said[:300]
            )
    if said := " ".join(reader.told.get("hidden", "").split()):
        document.remarks.warning(key("import-hidden"), len(document.blocks), _place(reader), words=said[:2_000])
    reader.told.clear()
    if shape.page_before and not reader.kept:
        reader.into.append(Block("page", (), _place(reader)))
    if not any(run.text.strip() or run.note for run in runs):
        return
    cell = (reader.table, reader.row + 1, reader.column + 1) if shape.in_table and not reader.kept else None
    block = Block("paragraph", runs, _place(reader), style=shape.style, right=shape.right, cell=cell)
    if shape.level is not None:
        block = replace(block, kind="heading", level=shape.level)
    elif marker:
        sign = "•" if not any(each.isalnum() for each in marker) else marker
        block = replace(block, kind="item", marker=sign, level=shape.depth)
    reader.into.append(block)


def _picture(reader: _Reader) -> None:
    """A picture in hexadecimal, or in bytes."""
    coded = reader.aside.pop("bin", "") or re.sub(r"[^0-9a-fA-F]", "", reader.aside.pop("pict", ""))
    try:
        data = binascii.unhexlify(coded[: len(coded) // 2 * 2])
    except (binascii.Error, ValueError):
        data = b""
    runs = reader.runs
    if any(run.text.strip() for run in runs):
        _paragraph(reader)
    reader.into.append(Block("picture", (), _place(reader), image=Image(data or None, "image")))
