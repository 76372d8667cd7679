"""The pictures of a source as files of the issue: byte for byte, under safe names, with what they say of themselves."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from mise_en_page.importing.document import Document, Image, of_text
from mise_en_page.importing.draft import Draft, Piece
from mise_en_page.importing.names import is_telling, own, slug
from mise_en_page.importing.picture_words import words_of
from mise_en_page.model import limits
from mise_en_page.model.message import key, say

#: How pictures begin that a page can show, and the ending that each gets.
_SHOWN: Final = (
    (re.compile(rb"\xff\xd8\xff"), ".jpg"),
    (re.compile(rb"\x89PNG\r\n"), ".png"),
    (re.compile(rb"II\x2a\0|MM\0\x2a"), ".tif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), ".webp"), (re.compile(rb"GIF8[79]a"), ".gif"), (re.compile(rb"BM"), ".bmp"),
    (re.compile(rb"....ftyp(?:avif|avis)", re.DOTALL), ".avif"),
    (re.compile(rb"....ftyp(?:hei[cxms]|hev[cxms])", re.DOTALL), ".heic"),
    (re.compile(rb"....ftyp(?:mif1|msf1)", re.DOTALL), ".heic"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<(?:\?xml|!DOCTYPE svg|!--)[^>]{0,500}>\s*)*<svg\b", re.DOTALL), ".svg"),
)  # fmt: skip
#: And pictures that it cannot, with what they are called.
_OTHERS: Final = (
    (re.compile(rb"\x01\0\0\0.{36} EMF", re.DOTALL), ".emf", key("picture-kind/emf")),
    (re.compile(rb"\xd7\xcd\xc6\x9a|\x01\0\x09\0\0\x03"), ".wmf", key("picture-kind/emf")),
    (re.compile(rb"%!PS|\xc5\xd0\xd3\xc6"), ".eps", key("picture-kind/eps")),
    (re.compile(rb"%PDF"), ".pdf", key("picture-kind/pdf")),
    (re.compile(rb"8BPS"), ".psd", key("picture-kind/psd")),
)


@dataclass(slots=True)
class Gallery:
    """The pictures that come: their bytes by name, and which file each is that has been seen (by its digest).

    ``lent``: those that were named beside the sources, for texts that only name them; ``used``, of these.
    """

    taken: set[str] = field(default_factory=set)
    files: dict[str, bytes] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    lent: dict[str, bytes] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)


def ending_of(data: bytes) -> str:
    """The ending of a picture that a page can show, by how it begins; "" for anything else."""
    ending = next((ending for start, ending in _SHOWN if start.match(data[:1024])), "")
    return ".avif" if ending == ".heic" and b"avif" in data[8:64] else ending


def hang(draft: Draft, document: Document, gallery: Gallery) -> None:
    """Give each picture of an article its file; one that cannot be shown is told, and kept where there are bytes."""
    pictures = [each for each in (draft.picture, *draft.body) if each is not None and each.kind == "picture"]
    for piece in pictures:
        image = piece.image
        if image is None:
            continue
        if image.data is None:
            image = piece.image = _lent(image, gallery)
        if image.data is None and image.name in gallery.taken and not image.address:
            piece.file = f"images/{image.name}"  # the desk has put it there already
            continue
        if image.data is None:
            _tell_absent(piece, image, document)
            _note_words(draft, image)
            continue
        piece.file = _file(image, draft.name, document, piece.block, gallery)
        if piece.file:
            _say(piece, image, document)
        else:
            _note_words(draft, image)
    _keep_words(draft)


def _keep_words(draft: Draft) -> None:
    """What stands under a picture that cannot be shown is text."""
    if draft.picture is not None and not draft.picture.file:
        draft.body.insert(0, draft.picture)
        draft.picture = None
    body: list[Piece] = []
    for piece in draft.body:
        if piece.kind != "picture" or piece.file:
            body.append(piece)
        else:
            body += [Piece(runs, piece.block) for runs in (piece.runs, piece.credit) if runs]
    draft.body = body


def _lent(image: Image, gallery: Gallery) -> Image:
    """A picture that a source only names, with its bytes where it came beside it."""
    name = image.address.partition("?")[0].rpartition("/")[2] or image.name
    if name not in gallery.lent:
        return image
    gallery.used.add(name)
    return replace(image, data=gallery.lent[name], name=name)


def _note_words(draft: Draft, image: Image) -> None:
    """What the source says of a picture that is not there is noted, for whoever fetches it."""
    said = " — ".join(filter(None, (image.caption, image.credit)))
    if said:
        draft.kept.append((image.name or image.address, said))


def _tell_absent(piece: Piece, image: Image, document: Document) -> None:
    remote = re.match(r"(?:https?|ftp):|//", image.address, re.IGNORECASE)
    sentence = key("import-picture/remote") if remote else key("import-picture/missing")
    name = image.address or image.name
    document.remarks.error(sentence, piece.block, None, name=name[:200])


def _file(image: Image, article: str, document: Document, block: int, gallery: Gallery) -> str:
    """Where a picture is put, from the issue's folder; "" if no page can show it (then its bytes are kept all the same)."""
    data = image.data or b""
    digest = hashlib.sha256(data).hexdigest()
    ending = ending_of(data)
    kind = ""
    if not ending:
        kind, ending = next(((kind, end) for start, end, kind in _OTHERS if start.match(data[:1024])), ("", ""))
    if not ending:
        document.remarks.error(key("import-picture/unknown"), block, None, name=image.name[:200])
        return ""
    if digest not in gallery.known:
        stem = image.name.rpartition(".")[0] or image.name
        base = slug(stem) if is_telling(image.name) else article
        name = own(base, gallery.taken, ending)
        gallery.taken.add(name)
        gallery.files[name] = data
        gallery.known[digest] = name
        if len(data) > limits.IMAGE_BYTES:
            document.remarks.error(key("import-picture/large"), block, None, name=name, most=limits.IMAGE_BYTES)
    name = gallery.known[digest]
    if kind:
        document.remarks.error(key("import-picture/kind"), block, None, name=f"images/{name}", kind=say(kind))
        return ""
    return f"images/{name}"


def _say(piece: Piece, image: Image, document: Document) -> None:
    """What the source or the picture itself says is seen, and whose it is, where the text does not."""
    said = words_of(image.data or b"", ending_of(image.data or b""))
    caption, credit = image.caption or said.caption, image.credit or said.credit
    if caption and not piece.runs:
        piece.runs = of_text(caption)
        if not image.caption:
            document.remarks.info(key("import-picture/caption"), piece.block, None, name=piece.file, words=caption[:200])
    if credit and not piece.credit:
        piece.credit = of_text(credit)
        if not image.credit:
            document.remarks.info(key("import-picture/credit"), piece.block, None, name=piece.file, words=credit[:200])
    if said.path:
        document.remarks.warning(key("import-picture/path"), piece.block, None, name=piece.file, path=said.path)


def known_files(pictures: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """The digests of the pictures that an issue has already, with their names."""
    return {hashlib.sha256(data).hexdigest(): name for name, data in pictures}
