"""An article's file into an Article."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from mise_en_page.model.issue import LINE_BREAK, Address, Article, Block, Onward, Picture, Styled, Text
from mise_en_page.model.message import say
from mise_en_page.model.problem import Span
from mise_en_page.processes.activity import doing
from mise_en_page.reading.fields import ArticleFields, at
from mise_en_page.reading.files import Listed, find, relative
from mise_en_page.reading.found import Found
from mise_en_page.reading.front_matter import read_front_matter
from mise_en_page.reading.images import check_image, shape_of
from mise_en_page.reading.inline import read_inline
from mise_en_page.reading.markdown import Image, read_body
from mise_en_page.reading.nodes import Scalar, Table
from mise_en_page.reading.source import Pieces, Written, joined, read_text

#: ``title: Première ligne \\ seconde ligne``
_TYPED_BREAK = re.compile(r"[ \t]*\\\\[ \t]*")


#: The keys whose values are set.
_TEXTS = ("title", "kicker", "chapo", "byline", "figure", "next_title")


@dataclass(frozen=True, slots=True)
class Folders:
    """The publication and one issue of it; the images that were looked at already, with their shapes (width by height, 0:
    not known; None: nothing that can be printed); what folders were found to hold.
    """

    root: Path
    issue: Path
    images: dict[Path, float | None] = field(default_factory=dict)
    listed: Listed = field(default_factory=dict)


def read_article(folders: Folders, path: Path, name: str, found: Found) -> Article | None:
    """The article at ``path``, which issue.yaml calls ``name``; None when it cannot be read (told)."""
    doing(say("doing/read-article"), Span(relative(folders.root, path)))
    written = read_text(folders.root, path, found)
    return article_of(folders, written, name, found) if written is not None else None


def article_of(folders: Folders, written: Written, name: str, found: Found) -> Article | None:
    """The same of a file's text, be it on the disk or not."""
    head = read_front_matter(written, found)
    if head is None:
        return None
    fields = ArticleFields.of(head.table, found)
    blocks = [_placed(block, folders, found) for block in read_body(written, head.body, found)]
    body = tuple(block for block in blocks if block is not None)
    if fields is None:
        return None
    picture = _picture(fields, head.table, written, folders, found)
    article = Article(
        name=name,
        source=written.source,
        picture=picture,
        body=body,
        next=_onward(fields, head.table),
        style=_style(fields, head.table),
        qr=_address(fields, head.table, found),
        length=fields.length,
        keep=_kept(fields.keep),
        **{key: _value(head.table, key, written, found) for key in _TEXTS},
    )
    _check(article, written, head.table.span, head.body, found)
    return article


def _onward(fields: ArticleFields, table: Table) -> Onward | None:
    """Where it goes on; an empty title says that none stands over it there."""
    node = at(table, "next")
    titled = bool(fields.next_title) or at(table, "next_title") is None
    return Onward(*fields.next, node.span, titled) if fields.next and node else None


def _style(fields: ArticleFields, table: Table) -> Styled | None:
    node = at(table, "style")
    return Styled(fields.style, node.span) if fields.style and node else None


def _address(fields: ArticleFields, table: Table, found: Found) -> Address | None:
    """What the article's QR code says: one line without a space, for a telephone takes nothing else for an address."""
    node = at(table, "qr")
    address = fields.qr.strip()
    if node is None or not address:
        return None
    if any(character.isspace() for character in address):
        found.error("qr", node.span)
        return None
    return Address(address, node.span)


def _check(article: Article, written: Written, head: Span, body: int, found: Found) -> None:
    if not article.title and article.is_text:
        found.error("missing-title", head)
    if (
        not written.text[body:].strip()
        and not article.picture
        and not (article.figure and (article.title or article.chapo))
    ):
        found.error("empty-article", written.span(body))


def _value(table: Table, key: str, written: Written, found: Found) -> Text:
    """The text of a key, its emphasis read, its typed line breaks broken."""
    node = at(table, key)
    if not isinstance(node, Scalar) or not node.value:
        return Text()
    # Here a piece's index is one into the value; its origins lead from there to the file.
    value = Written(written.source, node.value, node.origins)
    whole, parts, end = Pieces(node.value, range(len(node.value))), list[Pieces](), 0
    for match in _TYPED_BREAK.finditer(node.value):
        parts += whole.part(end, match.start()), Pieces(LINE_BREAK, [match.start()])
        end = match.end()
    return read_inline(joined([*parts, whole.part(end)]).stripped(), value, found, strict=False)


def _kept(typed: str) -> tuple[str, ...]:
    """Phrases, each on a line of its own or behind a typed break."""
    phrases = (" ".join(line.split()) for line in _TYPED_BREAK.sub("\n", typed).splitlines())
    return tuple(dict.fromkeys(phrase for phrase in phrases if phrase))


def _picture(fields: ArticleFields, table: Table, written: Written, folders: Folders, found: Found) -> Picture | None:
    if not fields.image:
        for key in ("caption", "credit", "alt", "focus"):
            node = at(table, key)
            if isinstance(node, Scalar) and node.value:
                found.error("no-image", node.span, name=key)
        return None
    node = at(table, "image")
    assert node is not None
    shown = _image(fields.image, folders, node.span, found)
    caption, credit = (_value(table, key, written, found) for key in ("caption", "credit"))
    if shown is None:
        return None
    file, shape = shown
    return Picture(file, fields.alt, caption, credit, node.span, fields.focus, shape)


def _image(written: str, folders: Folders, where: Span, found: Found) -> tuple[str, float] | None:
    """An image's path in the publication, and its shape: it is looked for in the issue's folder, then in the
    publication's. None if refused.
    """
    path = find(folders.root, (folders.issue, folders.root), Scalar(written, where), "image", found, listed=folders.listed)
    if path is None:
        return None
    if path not in folders.images:
        doing(say("doing/look-at-picture", file=relative(folders.root, path)), where)
        printable = check_image(folders.root, path, found, where)
        folders.images[path] = shape_of(folders.root, path) if printable else None
    shape = folders.images[path]
    return (relative(folders.root, path), shape) if shape is not None else None


def _placed(block: Block | Image, folders: Folders, found: Found) -> Block | None:
    if not isinstance(block, Image):
        return block
    shown = _image(block.written, folders, block.where, found)
    if shown is None:
        return None
    file, shape = shown
    return Picture(file, block.alternative, block.caption, block.credit, block.where, shape=shape)
