"""What nobody has marked, by how it looks and where it stands: a title, a chapô, a signature, intertitles, the picture."""

from __future__ import annotations

import re

from mise_en_page.importing.document import BREAK, Document
from mise_en_page.importing.draft import Draft, Piece
from mise_en_page.model.message import key, say

#: Characters: a line that may be a title; one that may stand over it; a paragraph in bold that is rather a chapô; an
#: intertitle; a signature; words over a title that are rather a heading of the sheet.
TITLE, KICKER, CHAPO, INTERTITLE, BYLINE, STRAY = 120, 30, 60, 90, 60, 200
_ENDED = re.compile(r"[.;:,…][\s\u00a0»”\"')\]]*$")
_INITIALS = re.compile(r"\(?(?:[A-ZÀ-Ý]\.[\s\u00a0\u202f-]?){2,4}\)?|\(?[a-z]\.[\s\u00a0]?[a-z]\.?\)?")
_NAME = r"[A-ZÀ-ÝŒ][\w’'.-]*"
#: « Par Jeanne Roux », « Par Anne Le Goff et J. de Vries »
_BY = re.compile(rf"(?:Par|PAR)[ \u00a0]{_NAME}(?:[ \u00a0](?:(?:et|de|du|des|d’|avec)[ \u00a0]?)?{_NAME}){{1,7}}")


def may_be_title(text: str) -> bool:
    return 0 < len(text) <= TITLE and not _ENDED.search(text)


def is_bold(piece: Piece) -> bool:
    said = [run for run in piece.runs if run.text.strip()]
    return bool(said) and all(run.bold for run in said)


def title(draft: Draft, document: Document) -> None:
    """The first of the short lines at the head; the bold one, if others are not, with what stands over it."""
    heads = _heads(draft, document)
    if not heads:
        return
    bold = next((at for at, each in enumerate(heads) if is_bold(each)), -1)
    chosen, over, strays = heads[0], list[Piece](), list[Piece]()
    if bold >= 0 and sum(len(each.text) for each in heads[:bold]) <= STRAY:
        run = heads[bold:]
        run = run[: next((at for at, each in enumerate(run) if not is_bold(each)), len(run))]
        over = run[:-1] if all(_is_over(each.text, run[-1].text) for each in run[:-1]) else []
        chosen, strays = run[-1] if over else run[0], heads[:bold]
    draft.fields["title"] = [Piece(chosen.runs, chosen.block)]
    draft.how["title"] = say("import-by/first-line")
    if over and "kicker" not in draft.fields:
        draft.fields["kicker"] = over
        draft.how["kicker"] = say("import-by/bold-line")
    elif over:
        strays = [*strays, *over]
    for each in strays:
        draft.kept.append(("", " ".join(each.text.split())))
        document.remarks.warning(key("import-above"), each.block, words=each.text[:200])
    gone = {id(each) for each in (chosen, *over, *strays)}
    draft.body = [each for each in draft.body if id(each) not in gone]


def _heads(draft: Draft, document: Document) -> list[Piece]:
    """The short lines with which an article begins, over a text."""
    texts = [each for each in draft.body if each.kind != "picture"]
    heads: list[Piece] = []
    for each in texts:
        plain = each.kind in ("paragraph", "intertitle") and document.blocks[each.block].kind != "item"
        if not plain or not may_be_title(each.text.replace(BREAK, " ").strip()):
            break
        heads.append(each)
    if len(heads) == len(texts):  # short lines alone: the first over the others
        return heads[:1] if len(texts) > 1 else []
    return heads


def _is_over(line: str, below: str) -> bool:
    """May a bold line over another be its kicker?"""
    return (line.isupper() and not below.isupper()) or len(line) <= min(KICKER, len(below))


def chapo(draft: Draft) -> None:
    """A first paragraph that is all bold, and long, over text that is not."""
    texts = [each for each in draft.body if each.kind == "paragraph"]
    if "chapo" in draft.fields or "title" not in draft.fields or len(texts) < 2 or draft.body[0] is not texts[0]:
        return
    if is_bold(texts[0]) and len(texts[0].text) >= CHAPO and not is_bold(texts[1]):
        draft.fields["chapo"] = [Piece(texts[0].runs, texts[0].block)]
        draft.how["chapo"] = say("import-by/bold")
        draft.body.remove(texts[0])


def byline(draft: Draft, document: Document) -> None:
    """« Par Jeanne Roux » under the title or under the text; a short last line flush right, or initials alone."""
    texts = [each for each in draft.body if each.kind == "paragraph"]
    if "byline" not in draft.fields and len(texts) > 1:
        signed = next((each for each in (texts[0], texts[-1]) if _BY.fullmatch(each.text.strip())), None)
        if signed is not None and signed in (draft.body[0], draft.body[-1]):
            draft.fields["byline"] = [Piece(signed.runs, signed.block)]
            draft.how["byline"] = say("import-by/name")
            draft.body.remove(signed)
    if "byline" in draft.fields or len(draft.body) < 2 or draft.body[-1].kind != "paragraph":
        return
    last = draft.body[-1]
    text = last.text.strip()
    right = document.blocks[last.block].right and len(text) <= BYLINE and not _ENDED.search(text)
    if right or _INITIALS.fullmatch(text):
        draft.fields["byline"] = [Piece(last.runs, last.block)]
        draft.how["byline"] = say("import-by/last-line")
        draft.body.pop()


def intertitles(draft: Draft, document: Document) -> None:
    """Short paragraphs all in bold between others that are not."""
    body = draft.body
    for before, piece, after in zip(body, body[1:], body[2:], strict=False):
        beside = any(each.kind == "intertitle" or (each.kind == "paragraph" and is_bold(each)) for each in (before, after))
        text = piece.text.strip()
        short = BREAK not in text and len(text) <= INTERTITLE and not _ENDED.search(text)
        plain = piece.kind == document.blocks[piece.block].kind == "paragraph"
        if plain and short and not beside and is_bold(piece):
            piece.kind = "intertitle"
            document.remarks.info(key("import-bold-intertitle"), piece.block, words=text)


def picture(draft: Draft) -> None:
    """An article's own picture: the first, where no text stands before it, or the only one after all of it."""
    pictures = [each for each in draft.body if each.kind == "picture"]
    if not pictures:
        return
    first = pictures[0]
    if draft.body[0] is first or (len(pictures) == 1 and draft.body[-1] is first):
        draft.picture = first
        draft.body = [each for each in draft.body if each is not first]
