"""What a file is, by how it begins and only then by its name; and its reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from mise_en_page.importing.archive import COMPOUND, ZIP, Archive, is_encrypted
from mise_en_page.importing.document import Document, Reading
from mise_en_page.importing.feeds import read_feed, read_json
from mise_en_page.importing.mail import read_mail
from mise_en_page.importing.open_document import read_open_document
from mise_en_page.importing.plain import read_markdown, read_plain
from mise_en_page.importing.rich import read_rich
from mise_en_page.importing.web import read_web
from mise_en_page.importing.wires import read_newsml, read_nitf
from mise_en_page.importing.word import read_word
from mise_en_page.model.message import key, say
from mise_en_page.model.problem import Refused

_HEADERS: Final = re.compile(
    rb"(?:[\x21-\x39\x3b-\x7e]+:[^\r\n]*\r?\n(?:[ \t]+[^\r\n]*\r?\n)*)*?"
    rb"(?:Return-Path|Received|From|Subject|Date|MIME-Version|Message-ID|Delivered-To):[^\r\n]*\r?\n", re.IGNORECASE,
)  # fmt: skip
_ROOT: Final = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?([A-Za-z][\w.-]*)")
_HTML: Final = re.compile(
    rb"\s*(?:<!doctype\s+html|<(?:html|head|body|meta|p|div|span|h[1-6]|article|section|table|ul|ol|b|strong|em|i|a|br|style|img)\b)",
    re.IGNORECASE,
)
#: What no text holds.
_CONTROLS: Final = re.compile(rb"[\x00-\x06\x0e-\x1a]{2}")
#: What is not read, with what it is called.
_UNREAD: Final = (
    (re.compile(rb"%PDF"), key("import-form/pdf")),
    (re.compile(rb"%!PS|\xff\xd8\xff|\x89PNG|GIF8|II\x2a\0|MM\0\x2a|....ftyp|8BPS", re.DOTALL), key("import-form/picture")),
)
#: How a zipped document says what it is: a part that only it has.
_ZIPPED: Final = (
    ("word/document.xml", "docx"), ("xl/workbook.xml", key("import-form/sheet")),
    ("ppt/presentation.xml", key("import-form/slides")), ("Index/Document.iwa", key("import-form/pages")),
    ("META-INF/container.xml", key("import-form/book")), ("designmap.xml", key("import-form/indesign")),
)  # fmt: skip


def form_of(name: str, data: bytes) -> str:
    """The form of a source: ``docx``, ``odt``, ``html``, ``txt``… Raises Refused for what is not read."""
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data[:4] == ZIP or data[:4] == b"PK\x05\x06":
        return _zipped(name, data)
    if data[:8] == COMPOUND:
        raise _compound(name, data)
    for pattern, what in _UNREAD:
        if pattern.match(data[:64]):
            raise Refused.of("import-form", file=name, what=say(what))
    if not start.strip(b"\0"):
        raise Refused.of("import-empty", file=name)
    return _text(name, start, ending)


def _compound(name: str, data: bytes) -> Refused:
    """What lies in a compound file: Word's old form, or something that is no text."""
    if is_encrypted(data):
        return Refused.of("import-locked", file=name)
    for stream, what in (
        ("__substg1.0_", key("import-form/outlook")), ("Workbook", key("import-form/sheet")),
        ("PowerPoint Document", key("import-form/slides")),
    ):  # fmt: skip
        if stream.encode("utf-16-le") in data:
            return Refused.of("import-form", file=name, what=say(what))
    return Refused.of("import-doc", file=name)


def _text(name: str, start: bytes, ending: str) -> str:
    """The same of a text."""
    if start[:5] == rb"{\rtf":
        return "rtf"
    if ending in ("docx", "odt", "docm"):
        raise Refused.of("import-damaged", file=name, words=ending)
    if start[:1] == b"<" and (marked := _marked(start, ending)):
        if marked == "xml":
            raise Refused.of("import-form", file=name, what=say("import-form/xml"))
        return marked
    if start[:1] in (b"{", b"[") and ending not in ("txt", "md"):
        return "json"
    if ending == "eml" or (ending not in ("txt", "md", "html", "htm") and _HEADERS.match(start)):
        return "eml"
    if ending in ("html", "htm"):
        return "html"
    if start[1:2] != b"\0" and start[:2] not in (b"\xff\xfe", b"\xfe\xff") and _CONTROLS.search(start):
        raise Refused.of("import-form", file=name, what=say("import-form/binary"))
    return "md" if ending in ("md", "markdown", "mdown") else "txt"


def _zipped(name: str, data: bytes) -> str:
    archive = Archive(name, data)
    if (archive.part("mimetype") or b"").startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt"
    for part, what in _ZIPPED:
        if part in archive:
            if what == "docx":
                return what
            raise Refused.of("import-form", file=name, what=say(what))
    if "content.xml" in archive:
        return "odt"
    if "[Content_Types].xml" in archive:
        return "docx"
    if sum(each.casefold().endswith((".html", ".htm")) for each in archive.names()) == 1:
        return "web-archive"
    raise Refused.of("import-form", file=name, what=say("import-form/zip"))


def _marked(start: bytes, ending: str) -> str:
    """Which language of marks a text is in."""
    found = next((each for each in _ROOT.finditer(start) if each[1].lower() != b"xml"), None)
    root = found[1].decode("ascii").casefold() if found else ""
    known = {"nitf": "nitf", "newsitem": "newsml", "newsmessage": "newsml", "packageitem": "newsml", "newsml": "newsml",
             "rss": "feed", "rdf": "feed", "feed": "feed", "document": "odt", "entry": "feed"}  # fmt: skip
    if root in known and ending not in ("txt", "md"):
        return known[root] if root != "document" or b"opendocument" in start else ""
    if ending in ("txt", "md"):
        return ""
    if _HTML.match(start) or root in ("html", "body"):
        return "html"
    return "xml" if start[:5] == b"<?xml" else ""


def read_source(name: str, data: bytes, *, reject: bool = False) -> list[Document]:
    """All documents of a source: one, or as many as a mail brings. Raises Refused with one problem."""
    form = form_of(name, data)
    return _READERS[form](data, Reading(name, reject))


def _mail(data: bytes, reading: Reading, depth: int = 0) -> list[Document]:
    def attached(name: str, data: bytes) -> list[Document]:
        if form_of(name, data) == "eml":
            return _mail(data, replace(reading, file=name), depth + 1)
        return read_source(name, data, reject=reading.reject)

    return read_mail(data, reading, attached, depth)


def _web_archive(data: bytes, reading: Reading) -> list[Document]:
    """A page with its pictures, as Google Docs exports one."""
    archive = Archive(reading.file, data)
    page = next(each for each in archive.names() if each.casefold().endswith((".html", ".htm")))
    folder = page.rpartition("/")[0]
    pictures: dict[str, bytes] = {}
    for each in archive.names():
        if each.casefold().endswith((".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".tif", ".tiff")):
            pictures[each.removeprefix(f"{folder}/") if folder else each] = archive.part(each) or b""
    return [read_web(archive.part(page) or b"", reading, pictures)]


_READERS: Final[dict[str, Callable[[bytes, Reading], list[Document]]]] = {
    "docx": lambda data, reading: [read_word(data, reading)],
    "odt": lambda data, reading: [read_open_document(data, reading)],
    "rtf": lambda data, reading: [read_rich(data, reading)],
    "html": lambda data, reading: [read_web(data, reading)],
    "web-archive": _web_archive,
    "txt": lambda data, reading: [read_plain(data, reading)],
    "md": lambda data, reading: [read_markdown(data, reading)],
    "eml": _mail,
    "nitf": lambda data, reading: [read_nitf(data, reading)],
    "newsml": lambda data, reading: [read_newsml(data, reading)],
    "feed": lambda data, reading: [read_feed(data, reading)],
    "json": lambda data, reading: [read_json(data, reading)],
}
