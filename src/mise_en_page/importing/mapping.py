"""The blocks of a source into articles: where one ends and the next begins, and what is a field, what is text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from mise_en_page.importing import guesses
from mise_en_page.importing.document import BLANK, BREAK, Document, Image, Run
from mise_en_page.importing.draft import Draft, Piece
from mise_en_page.importing.looks import Looks
from mise_en_page.importing.roles import ABOVE, ANYWHERE, Cast, cast_roles
from mise_en_page.importing.settings import HEAD, Settings, Split
from mise_en_page.importing.tables import with_tables
from mise_en_page.model.message import key, say

#: Characters: a line that may be a title; a paragraph in bold that is rather a chapô; an intertitle; a signature.
_TITLE, _CHAPO, _INTERTITLE, _BYLINE = 120, 60, 90, 60
_ENDED = re.compile(r"[.;:,…][\s\u00a0»”\"')\]]*$")
_INITIALS = re.compile(r"\(?(?:[A-ZÀ-Ý]\.[\s\u00a0\u202f-]?){2,4}\)?|\(?[a-z]\.[\s\u00a0]?[a-z]\.?\)?")
_CREDIT = re.compile(r"\s*(?:©|\((?:c|C)\)|(?:photos?|ph\.|crédits?|credits?)\s*[:/])\s*\S")
_PICTURE = re.compile(r"[^\s/\\:][^/\\:\n]*\.(?:jpe?g|png|tiff?|webp|avif|heic|gif|bmp|svg)", re.IGNORECASE)
#: Words before the first title that are rather a heading of the sheet than an article.
_STRAY = 200


def articles(document: Document, settings: Settings, split: Split = "auto") -> list[Draft]:
    """The articles of a source, in order; every block is in one of them."""
    casts = cast_roles(document, settings)
    mode = settings.split if split == "auto" else split
    parts, by_title = _parts(casts, mode)
    drafts: list[Draft] = []
    for part in parts:
        drafts += _drafts(part, document, by_title=by_title, single=mode == "none")
    drafts = [each for each in drafts if any(True for _ in each.pieces()) or each.kept]
    _strays(drafts, document)
    looks = Looks(
        document, {cell[0] for each in casts if (cell := document.blocks[each.block].cell) and not each.what.cell}
    )
    for draft in drafts:
        _settle(draft, document, settings)
        looks.settle(draft)
    if drafts:
        drafts[0].kept = [*document.keep, *drafts[0].kept]
    return drafts


# --- where articles begin ---------------------------------------------------------------------------------------------


def _parts(casts: Sequence[Cast], mode: Split) -> tuple[list[list[Cast]], bool]:
    """The blocks of each part of a source, and whether titles part them further."""
    asked = mode != "auto"
    if not asked:
        titles = [at for at, each in enumerate(casts) if each.role == "title"]
        if any(before + 1 < at for before, at in pairwise(titles)):
            mode = "title"
        else:
            mode = next((kind for kind in ("page", "line") if _opens_each(_cut(casts, kind))), "none")
        if mode == "none" and not titles and len(starts := _pairs(casts)) > 1:
            return [list(casts[at:end]) for at, end in pairwise([0, *starts[1:], len(casts)])], False
    if mode in ("page", "line"):
        return _cut(casts, mode, asked=asked), False
    return [list(casts)], mode == "title"


def _pairs(casts: Sequence[Cast]) -> list[int]:
    """Where a short line in capitals stands over a bold one, and text under both: a kicker and its title, unmarked.

    Nothing, if much text stands before the first.
    """

    def plain(at: int) -> str:
        each = casts[at]
        return each.text if each.what.kind == "paragraph" and not each.role and each.what.cell is None else ""

    found = []
    for at in range(len(casts) - 2):
        kicker, title, text = (plain(at + step) for step in range(3))
        over = kicker.isupper() and len(kicker) <= guesses.TITLE // 2 and guesses.may_be_title(kicker)
        bold = guesses.is_bold(Piece(casts[at + 1].what.runs, 0)) and not title.isupper() and guesses.may_be_title(title)
        if over and bold and text:
            found.append(at)
    before = sum(len(each.text) for each in casts[: found[0]]) if found else 0
    return found if before <= guesses.STRAY else []


def _cut(casts: Sequence[Cast], mode: str, *, asked: bool = False) -> list[list[Cast]]:
    wanted = {"page": "page", "line": "rule"}[mode]
    drawn = any(each.what.kind == "rule" and each.what.style != BLANK for each in casts)
    made: list[list[Cast]] = [[]]
    for each in casts:
        if each.what.kind == wanted and (asked if each.what.style == BLANK and not drawn else each.what.style != BLANK):
            made.append([])
        else:
            made[-1].append(each)
    return [part for part in made if any(each.text or each.what.image for each in part)]


def _opens_each(parts: list[list[Cast]]) -> bool:
    """Does each of several parts begin as an article does, with a field or a short line?"""

    def opens(part: list[Cast]) -> bool:
        first = next((each for each in part if each.text), None)
        return first is not None and (first.role in HEAD or guesses.may_be_title(first.text)) and len(part) > 1

    return len(parts) > 1 and all(map(opens, parts))


# --- one article after the other --------------------------------------------------------------------------------------


def _drafts(casts: Sequence[Cast], document: Document, *, by_title: bool, single: bool) -> list[Draft]:
    made = [Draft()]
    previous = ""
    for at, each in enumerate(casts):
        following = next(iter(casts[at + 1 : at + 2]), None)
        draft = made[-1]
        titled = "title" in draft.fields
        if each.role == "title":
            begins = (titled or draft.has_text()) and not (titled and previous == "title")
        else:  # a kicker stands over its title, or under it
            over = "kicker" in draft.fields or (following is not None and following.role == "title")
            begins = each.role == "kicker" != previous and (draft.has_text() or (titled and over))
        first = each.role == "title" and not titled and (each.labelled or _short(draft))
        if begins and (by_title or (first and not single)):
            draft = Draft()
            made.append(draft)
        previous = each.role or each.what.kind
        if each.what.kind in ("page", "rule"):
            if each.text and following is not None and not (by_title and following.role in ("title", "kicker")):
                draft.body.append(Piece(each.what.runs, each.block))
            continue
        _place(draft, each, document)
    return made


def _short(draft: Draft) -> bool:
    """Is what has come so far rather a heading of the sheet, or a greeting?"""
    return sum(len(piece.text) for piece in draft.pieces()) <= guesses.STRAY


def _place(draft: Draft, each: Cast, document: Document) -> None:
    """One block into its article."""
    draft.saw(each.block)
    role = each.role
    if each.what.kind == "picture":
        draft.body.append(Piece((), each.block, "picture", each.what.image))
    elif role == "note":
        draft.kept.append((each.what.style, each.text))
    elif role == ABOVE:
        draft.kept.append(("", each.text))
        document.remarks.warning(key("import-above"), each.block, words=each.text[:200])
    elif role in ("caption", "credit", "image"):
        _beside_picture(draft, each)
    elif role in HEAD and (not draft.has_text() or not each.labelled or role in ANYWHERE):
        if role != "byline" and draft.has_text():  # a style of the head, used within the text
            short = role in ("title", "kicker") or len(each.text) <= _INTERTITLE
            draft.body.append(Piece(each.what.runs, each.block, "intertitle" if short else "paragraph"))
            return
        draft.fields.setdefault(role, []).append(Piece(each.what.runs, each.block))
        if each.how is not None:
            draft.how.setdefault(role, each.how)
    elif role == "verse" and _goes_on(draft, each, document):
        draft.body[-1].runs += (Run(BREAK), *each.what.runs)
    elif role in ("intertitle", "pull-quote", "verse"):
        draft.body.append(Piece(each.what.runs, each.block, role))  # type: ignore[arg-type]
    else:
        _text(draft, each)


def _goes_on(draft: Draft, each: Cast, document: Document) -> bool:
    """Is a line of verse, a paragraph of its own, the next of a stanza: with no empty paragraph between them?"""
    above = document.blocks[each.block - 1] if each.block else each.what
    numbers = [dict(block.place.values).get("n") for block in (above, each.what)]
    lines = above.style == each.what.style != "" and BREAK not in above.text + each.what.text
    follows = isinstance(numbers[0], int) and numbers[1] == numbers[0] + 1
    return lines and follows and bool(draft.body) and draft.body[-1].kind == "verse"


def _text(draft: Draft, each: Cast) -> None:
    """A paragraph of the text; a label that cannot be one there is a word of it."""
    runs = each.what.runs
    if each.labelled and each.role == "byline":
        draft.body.append(Piece(runs, each.block, maybe="byline", typed=each.typed or runs))
        return
    if each.labelled and (each.role in HEAD or draft.has_text()):
        runs = each.typed or runs
    if each.what.marker:
        runs = (Run(f"{each.what.marker} "), *runs)
    draft.body.append(Piece(runs, each.block))


def _beside_picture(draft: Draft, each: Cast) -> None:
    """A caption or a credit belongs to the picture before it, or else to the one after it (``_settle_labels``)."""
    role, runs = each.role, each.what.runs
    if role == "image":  # « Photo : pont.jpg » names a file, « Photo : Jeanne Roux » whose it is
        if _PICTURE.fullmatch(each.text):
            draft.body.append(Piece((), each.block, "picture", Image(None, each.text)))
            return
        role = "credit"
    before = draft.body[-1] if draft.body else None
    if before is None or before.kind != "picture":
        draft.body.append(Piece(runs, each.block, maybe=role, typed=each.typed or runs))
    else:
        _under(before, role, runs)


def _under(picture: Piece, role: str, runs: tuple[Run, ...]) -> None:
    held = picture.credit if role == "credit" else picture.runs
    made = (*held, *((Run(BREAK),) if held else ()), *runs)
    if role == "credit":
        picture.credit = made
    else:
        picture.runs = made


def _settle_labels(draft: Draft, document: Document) -> None:
    """What a label promised, where it is so: a caption over its picture, a signature under all text."""
    for at, piece in enumerate(draft.body):
        after = draft.body[at + 1 :]
        role, piece.maybe = piece.maybe, ""
        picture = next((each for each in after if not each.maybe), None)
        if role in ("caption", "credit"):
            if (
                picture is not None
                and picture.kind == "picture"
                and not (picture.credit if role == "credit" else picture.runs)
            ):
                _under(picture, role, piece.runs)
                piece.runs = ()
            else:
                if piece.typed != piece.runs:
                    document.remarks.warning(key("import-no-picture"), piece.block, words=piece.text[:200])
                piece.runs = piece.typed
        elif role == "byline":
            if all(each.kind == "picture" or each.maybe or not each.runs for each in after):
                draft.fields.setdefault("byline", []).append(Piece(piece.runs, piece.block))
                draft.how.setdefault("byline", say("import-by/last-line"))
                piece.runs = ()
            else:
                piece.runs = piece.typed


def _strays(drafts: list[Draft], document: Document) -> None:
    """A few words before the first title are a note of the first article, told."""
    while len(drafts) > 1 and "title" not in drafts[0].fields and "title" in drafts[1].fields:
        first = drafts[0]
        text = BREAK.join(piece.text for piece in first.pieces())
        if len(text) > _STRAY or any(piece.kind == "picture" for piece in first.body):
            return
        for piece in first.pieces():
            document.remarks.warning(key("import-above"), piece.block, words=piece.text[:200])
        drafts[1].kept[:0] = [*first.kept, *(("", " ".join(piece.text.split())) for piece in first.pieces())]
        drafts.pop(0)


# --- what only the whole article shows ---------------------------------------------------------------------------------


def _settle(draft: Draft, document: Document, settings: Settings) -> None:
    _settle_labels(draft, document)
    draft.body = [each for each in draft.body if each.kind == "picture" or each.runs]
    draft.body = with_tables(draft.body, document)
    if "title" not in draft.fields and "figure" not in draft.fields:
        if document.title and draft.first == 0:
            draft.fields["title"] = [Piece((Run(document.title),), draft.first)]
            draft.how["title"] = say("import-by/subject")
        else:
            guesses.title(draft, document)
    guesses.chapo(draft)
    guesses.byline(draft, document)
    if settings.bold_intertitles:
        guesses.intertitles(draft, document)
    for before, piece in zip(draft.body, draft.body[1:], strict=False):
        if before.kind == "picture" and piece.kind == "paragraph" and len(piece.text) < 200 and _CREDIT.match(piece.text):
            before.credit, piece.runs = (*before.credit, *piece.runs), ()
    draft.body = [
        each for each in draft.body if each.kind == "picture" or each.text.strip() or any(r.note for r in each.runs)
    ]
    guesses.picture(draft)
