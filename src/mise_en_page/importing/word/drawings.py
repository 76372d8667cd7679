"""What hangs from a Word paragraph: pictures, text boxes, drawn words, charts, diagrams, embedded objects."""

from __future__ import annotations

import re
from collections.abc import Callable

from mise_en_page.importing.document import Block, Image, of_text
from mise_en_page.importing.trees import Element, below, name, value, words
from mise_en_page.importing.word.context import Context
from mise_en_page.model.message import Message, key, say

#: What programs put where nobody has described a picture: its path, its file's name.
_NO_WORDS = re.compile(r"^[A-Za-z]:\\|^\\\\|^/[^ ]+/|^[^ ]+\.(?:jpe?g|png|gif|tiff?|bmp|emf|wmf|svg|webp)$", re.IGNORECASE)
#: Reads the paragraphs within a box.
Within = Callable[[Element, Message], None]


def hung(drawing: Element, context: Context, within: Within, emit: Callable[[Block], None]) -> None:
    """All that a drawing holds, each picture once, each box's words once."""
    alternative = _alternative(drawing)
    for each in list(_outermost(drawing)):
        what = name(each)
        if what == "txbxContent":
            context.boxes += 1
            place = say("import-place/box", file=context.file, n=context.boxes, paragraph=context.paragraphs)
            context.document.remarks.info(key("import-box"), context.block)
            within(each, place)
        elif what == "blip":
            _blip(each, alternative, context, emit)
        elif what == "imagedata":
            _picture(value(each, "id") or value(each, "href"), value(each.getparent(), "alt") or alternative, context, emit)
        elif what == "textpath" and value(each, "string"):
            emit(Block("paragraph", of_text(value(each, "string")), context.place()))
        elif what == "chart":
            _chart(value(each, "id"), context)
        elif what == "relIds":
            _diagram(value(each, "dm"), context, emit)
        elif what == "OLEObject":
            context.document.remarks.error(key("import-object"), context.block, kind=value(each, "ProgID") or "OLE")
        elif what in ("rect", "line") and value(each, "hr"):
            emit(Block("rule", (), context.place()))


_KNOWN = frozenset(("txbxContent", "blip", "imagedata", "textpath", "chart", "relIds", "OLEObject", "rect", "line"))


def _outermost(element: Element) -> list[Element]:
    """What is known within a drawing, in order; not what lies within a box, nor the older form of what has a newer."""
    found: list[Element] = []
    for each in element:
        what = name(each)
        if what == "AlternateContent":
            for form in each:
                if inner := _outermost(form):
                    found += inner
                    break
            continue
        if what in _KNOWN and (what not in ("rect", "line") or value(each, "hr")):
            found.append(each)
        if what != "txbxContent":
            found += _outermost(each)
    return found


def _alternative(drawing: Element) -> str:
    """What a drawing says it shows."""
    said = next((value(each, "descr") or value(each, "title") for each in below(drawing, "docPr")), "")
    return "" if _NO_WORDS.search(said) else " ".join(said.split())


def _blip(blip: Element, alternative: str, context: Context, emit: Callable[[Block], None]) -> None:
    vector = next((value(each, "embed") for each in below(blip, "svgBlip")), "")
    parent = blip.getparent()
    if any(name(each) == "srcRect" and each.attrib for each in (parent if parent is not None else ())):
        context.document.remarks.info(key("import-cropped"), context.block)
    _picture(vector or value(blip, "embed") or value(blip, "link"), alternative, context, emit)


def _picture(identifier: str, alternative: str, context: Context, emit: Callable[[Block], None]) -> None:
    target = context.targets.get(identifier)
    if target is None:
        return
    image = Image(None, address=target.target, alternative=alternative)
    if not target.outside:
        data = context.package.archive.part(target.target)
        image = Image(data, target.target.rpartition("/")[2], alternative)
        if data is None:
            context.document.remarks.error(key("import-picture/missing"), context.block, name=image.name)
            return
    emit(Block("picture", (), context.place(), image=image))


def _chart(identifier: str, context: Context) -> None:
    target = context.targets.get(identifier)
    root = context.package.tree(target.target) if target is not None and not target.outside else None
    title = " ".join(words(each) for each in below(root, "title"))
    context.document.remarks.error(key("import-chart"), context.block, words=title[:200])


def _diagram(identifier: str, context: Context, emit: Callable[[Block], None]) -> None:
    """A diagram of boxes and arrows: its words come as paragraphs, its form does not."""
    target = context.targets.get(identifier)
    root = context.package.tree(target.target) if target is not None and not target.outside else None
    said = [words(each) for point in below(root, "pt") for each in below(point, "p")]
    context.document.remarks.error(key("import-diagram"), context.block, words=" / ".join(filter(None, said))[:200])
    for each in filter(None, said):
        emit(Block("paragraph", of_text(each), context.place()))
