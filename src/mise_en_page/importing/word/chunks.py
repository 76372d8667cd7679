"""Other documents that stand within a Word document as they are: web pages, as converters put them there (17.17.2)."""

from __future__ import annotations

import email
import email.policy

from mise_en_page.importing.document import Document
from mise_en_page.importing.encodings import declared_in, decoded
from mise_en_page.importing.web import of_html


def chunk(data: bytes, file: str) -> Document | None:
    """What a web page, or one with its pictures (MHTML, RFC 2557), holds; None for anything else."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith(b"<"):
        return of_html(decoded(data, declared_in(data))[0], Document(file, "html"), {})
    if not start.startswith((b"mime-version", b"from:", b"subject:", b"date:", b"content-")):
        return None
    pages: list[str] = []
    pictures: dict[str, bytes] = {}
    for part in email.message_from_bytes(data, policy=email.policy.default).walk():
        raw = part.get_payload(decode=True)
        held = raw if isinstance(raw, bytes) else b""
        if part.get_content_type() == "text/html":
            pages.append(decoded(held, part.get_content_charset() or declared_in(held))[0])
        elif part.get_content_maintype() == "image":
            pictures[str(part.get("Content-Location", ""))] = held
            pictures["cid:" + str(part.get("Content-ID", "")).strip("<> ")] = held
    return of_html("\n".join(pages), Document(file, "html"), pictures) if pages else None
