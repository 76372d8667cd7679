"""A .docx into a Document."""

from __future__ import annotations

from mise_en_page.importing.archive import Archive
from mise_en_page.importing.document import Comment, Document, Reading
from mise_en_page.importing.trees import below, children, value
from mise_en_page.importing.word.body import Body
from mise_en_page.importing.word.context import Context, words_below
from mise_en_page.importing.word.numbering import Numbering
from mise_en_page.importing.word.package import Package
from mise_en_page.importing.word.styles import Styles, on_attribute
from mise_en_page.model.message import key, say
from mise_en_page.model.problem import Refused


def read_word(data: bytes, reading: Reading) -> Document:
    """What a .docx holds. Raises Refused with one problem."""
    package = Package(Archive(reading.file, data))
    root = package.tree(package.main)
    bodies = list(children(root, "body"))  # one; a few programs have written several
    if not bodies:
        raise Refused.of("import-damaged/no-text", file=reading.file)
    document = Document(reading.file, "docx", date=package.date())
    context = Context(
        package,
        document,
        Styles(package.root_of_kind("styles")),
        Numbering(package.root_of_kind("numbering")),
        reading.reject,
    )
    context.targets = package.targets(package.main)
    context.begin(root)
    walk = Body(context, document.blocks)
    for each in bodies:
        walk.walk(each)
    walk.finish()
    _notes(context)
    _comments(context)
    _around(context)
    if package.has_macros():
        document.remarks.warning(key("import-macros"), 0, say("import-place", file=reading.file))
    return document


def _notes(context: Context) -> None:
    """The notes that the text calls."""
    package, document = context.package, context.document
    for kind in ("footnotes", "endnotes"):
        for part in package.of_kind(kind):
            context.targets = package.targets(part)
            root = package.tree(part)
            for each in children(root, kind.removesuffix("s")):
                note = f"{kind[0]}{value(each, 'id')}"
                if note not in context.calls:
                    continue
                context.inside = say("import-place/note", file=context.file, n=len(document.notes) + 1)
                context.begin(each)
                document.notes[note] = []
                walk = Body(context, document.notes[note])
                walk.walk(each)
                walk.finish()
    context.inside = None


def _comments(context: Context) -> None:
    package, document = context.package, context.document
    done = {
        value(each, "paraId")
        for part in package.of_kind("commentsExtended")
        for each in children(package.tree(part), "commentEx")
        if on_attribute(each, "done")
    }
    for part in package.of_kind("comments"):
        for each in children(package.tree(part), "comment"):
            anchor = context.anchors.get(value(each, "id"))
            said = "\n".join(filter(None, (words_below(paragraph) for paragraph in below(each, "p"))))
            if anchor is None and not said:
                continue
            document.comments.append(
                Comment(
                    value(each, "author"),
                    value(each, "date")[:16],
                    said,
                    " ".join(anchor.words.split()) if anchor else "",
                    anchor.block if anchor else 0,
                    any(value(one, "paraId") in done for one in below(each, "p")),
                )
            )


def _around(context: Context) -> None:
    """Words of running heads and feet: they belong to the sheet, not to the text; told, so that nobody misses one."""
    package = context.package
    said: list[str] = []
    for kind in ("header", "footer"):
        for part in package.of_kind(kind):
            words = words_below(package.tree(part))
            if words and words not in said and not words.isdecimal():
                said.append(words)
    for words in said:
        context.document.remarks.warning(
            key("import-header"), 0, say("import-place/header", file=context.file), words=words[:300]
        )
