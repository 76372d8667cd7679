"""Mails (.eml; RFC 5322, MIME) into Documents: the text, and every attachment that is one; pictures come along."""

from __future__ import annotations

import contextlib
import email
import email.message
import email.policy
import email.utils
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Final, cast

from mise_en_page.importing.document import Block, Document, Image, Reading
from mise_en_page.importing.encodings import decoded
from mise_en_page.importing.plain import of_plain
from mise_en_page.importing.web import of_html
from mise_en_page.model.message import key, say
from mise_en_page.model.problem import Refused

#: Reads an attachment.
Read = Callable[[str, bytes], list[Document]]

_MOST_DEPTH, _MOST_PARTS = 5, 500
_REPLY: Final = re.compile(r"(?:\s*(?:re|ré|fwd?|tr|fw|rép|aw|wg)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
#: Below this line a mail is signed (RFC 3676, 4.3).
_SIGNED: Final = re.compile(r"^-- ?$", re.MULTILINE)
#: A mail shorter than this only says what is attached.
_COVER: Final = 600
_WANTED: Final = (".docx", ".docm", ".odt", ".fodt", ".rtf", ".txt", ".md", ".html", ".htm", ".eml", ".xml", ".json",
".doc", ".pdf",
                  ".pages")  # fmt: skip


@dataclass(slots=True)
class _Parts:
    """What a mail holds: its texts, in both forms, pictures by their identifiers and names, and documents."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    within: dict[str, bytes] = field(default_factory=dict)
    pictures: list[tuple[str, bytes]] = field(default_factory=list)
    attached: list[tuple[str, bytes]] = field(default_factory=list)
    encoding: str = ""
    count: int = 0


def read_mail(data: bytes, reading: Reading, read: Read, depth: int = 0) -> list[Document]:
    """The documents that a mail brings. ``read`` reads an attachment. Raises Refused with one problem."""
    if depth > _MOST_DEPTH:
        raise Refused.of("import-damaged", file=reading.file, words="depth")
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        parts = _Parts()
        _walk(message, parts)
    except (ValueError, LookupError, AttributeError, TypeError, IndexError) as fault:
        raise Refused.of("import-damaged", file=reading.file, words=str(fault)[:100]) from None
    own = _own(message, parts, reading)
    documents: list[Document] = []
    for name, attached in parts.attached:
        try:
            documents += read(name, attached)
        except Refused as refused:
            for problem in refused.problems:
                own.remarks.error(
                    problem.said.key,
                    0,
                    say("import-place/attachment", file=reading.file, name=name),
                    **dict(problem.said.values),
                )
    words = sum(len(block.text) for block in own.blocks)
    if documents and words <= _COVER and not any(block.image for block in own.blocks):
        _cover(own, documents[0])
        return documents
    return [own, *documents] if own.blocks or not documents else documents


def _cover(own: Document, first: Document) -> None:
    """A few words that go with an attachment are noted at its head, not printed."""
    text = " ".join(" ".join(block.text.split()) for block in own.blocks if block.text.strip())
    first.keep[:0] = [*own.keep, *([(str(say("word/mail")), text)] if text else [])]
    for remark in own.remarks:
        first.remarks.tell(
            remark.key, remark.severity, 0, remark.place or say("import-place", file=own.file), **dict(remark.values)
        )
    if text:
        first.remarks.warning(key("import-mail-cover"), 0, say("import-place", file=own.file), words=text[:300])


def _walk(part: EmailMessage, parts: _Parts) -> None:
    parts.count += 1
    if parts.count > _MOST_PARTS:
        return
    kind = part.get_content_type()
    if kind == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        whole = first.as_bytes() if isinstance(first, email.message.Message) else b""
        parts.attached.append((part.get_filename() or "message.eml", whole))
    elif part.is_multipart():
        chosen = list(part.iter_parts())
        for each in chosen:
            _walk(cast(EmailMessage, each), parts)
    else:
        _leaf(part, kind, parts)


def _leaf(part: EmailMessage, kind: str, parts: _Parts) -> None:
    raw = part.get_payload(decode=True)
    data = raw if isinstance(raw, bytes) else b""
    name = part.get_filename() or ""
    attached = part.get_content_disposition() == "attachment" or (name and not kind.startswith("text/"))
    if kind in ("text/plain", "text/html") and not (attached and name):
        text, encoding = decoded(data, part.get_content_charset() or "")
        parts.encoding = parts.encoding or encoding
        (parts.plain if kind == "text/plain" else parts.html).append(text)
    elif kind.startswith("image/"):
        identifier = (part.get("Content-ID") or "").strip("<> ")
        if identifier:
            parts.within[f"cid:{identifier}"] = data
        parts.pictures.append((name or identifier or "image", data))
    elif kind not in ("text/calendar", "application/pgp-signature", "application/pkcs7-signature", "text/x-vcard"):
        parts.attached.append((name or f"attachment.{kind.rpartition('/')[2]}", data))


def _own(message: EmailMessage, parts: _Parts, reading: Reading) -> Document:
    """The mail's own text; its pictures after it, but for those that stand within."""
    document = Document(reading.file, "eml", encoding=parts.encoding)
    subject = _REPLY.sub("", _header(message, "Subject"), count=1).strip()
    document.title = subject
    for word, header in (
        (say("word/mail-from"), "From"),
        (say("word/mail-date"), "Date"),
        (say("word/mail-subject"), "Subject"),
    ):
        if said := _header(message, header):
            document.keep.append((str(word), said))
    with contextlib.suppress(ValueError, TypeError, OverflowError):  # a date that is none
        document.date = email.utils.parsedate_to_datetime(_header(message, "Date")).date().isoformat()
    if parts.html:
        of_html("\n".join(parts.html), document, parts.within)
    else:
        text = "\n\n".join(parts.plain)
        signed = _SIGNED.search(text.replace("\r\n", "\n"))
        if signed:
            text = text.replace("\r\n", "\n")
            said = " ".join(text[signed.end() :].split())
            text = text[: signed.start()]
            document.remarks.warning(key("import-mail-signature"), 0, None, words=said[:2_000])
        of_plain(text, document)
    used = {block.image.address for block in document.blocks if block.image is not None}
    shown = [data for address, data in parts.within.items() if address in used]
    for name, data in parts.pictures:
        if data not in shown:
            place = say("import-place/attachment", file=reading.file, name=name)
            document.add(Block("picture", (), place, image=Image(data, name)))
    return document


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, LookupError, AttributeError, TypeError, IndexError):
        return ""
