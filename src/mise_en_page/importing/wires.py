"""Agencies' wires: NITF 3, NewsML-G2 and NewsML 1 (IPTC). Nothing is fetched: pictures that lie elsewhere are told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mise_en_page.importing.counting import BULLET
from mise_en_page.importing.document import Block, Document, Image, Reading, Run, joined, mark_merged, of_text
from mise_en_page.importing.news_item import NewsItem, add, credited, first
from mise_en_page.importing.trees import Element, below, child, children, name, tree, value, words
from mise_en_page.model.message import say
from mise_en_page.model.problem import Refused

_ITALIC, _BOLD = ("em", "i", "q"), ("strong", "b")


def read_nitf(data: bytes, reading: Reading) -> Document:
    """One text in NITF. Raises Refused with one problem."""
    root = tree(data, reading.file)
    document = Document(reading.file, "nitf")
    add(document, nitf_item(root), 1)
    return document


def nitf_item(root: Element) -> NewsItem:
    """What an ``nitf`` element holds."""
    item = NewsItem()
    head, body = child(root, "head"), child(root, "body")
    top = child(body, "body.head")
    item.title = first((_texts(top, "hl1"), words(child(head, "title"))))
    item.chapo = first((words(child(top, "abstract")), _texts(top, "hl2")))
    if child(top, "abstract") is not None and (second := _texts(top, "hl2")):
        item.kicker = second
    item.byline = words(child(top, "byline"))
    item.dateline = words(child(top, "dateline"))
    item.source = words(child(top, "distributor"))
    docdata = child(head, "docdata")
    release = value(child(docdata, "date.release"), "norm")
    item.keep(say("news/embargo"), release)
    slugs = [value(each, "key") for each in below(docdata, "keyword", "du-key")]
    item.keep(say("news/slug"), first((*(value(each, "key") for each in children(docdata, "du-key")), *slugs)))
    rights = child(docdata, "doc.copyright")
    item.keep(say("news/rights"), f"{value(rights, 'holder')} {value(rights, 'year')}".strip())
    for each in below(top, "note"):
        item.keep(say("news/note"), words(each))
    for each in below(docdata, "ed-msg"):
        item.keep(say("news/note"), value(each, "info"))
    _nitf_blocks(child(body, "body.content"), item)
    _nitf_blocks(child(body, "body.end"), item)
    return item


def _texts(element: Element | None, what: str) -> str:
    return " ".join(filter(None, (words(each) for each in below(element, what))))


def _nitf_blocks(parent: Element | None, item: NewsItem) -> None:
    count = 0
    for each in parent if parent is not None else ():
        what = name(each)
        count += what == "li"
        if what == "media":
            _nitf_media(each, item)
        elif what == "table" and _nitf_table(each, item):
            pass
        elif what in ("block", "ul", "ol", "dl", "table", "tbody", "tr", "bq", "datasource", "nitf-table"):
            _nitf_blocks(each, item)
        elif what in ("hl2", "hl1", "hedline"):
            item.blocks.append(Block("heading", of_text(words(each)), level=2))
        elif what:
            runs = joined(_runs(each, Run()))
            if "".join(run.text for run in runs).strip():
                sign = f"{count}." if name(parent) == "ol" else BULLET
                shape = Block("item", runs, marker=sign, level=1) if what == "li" else Block("paragraph", runs)
                item.blocks.append(replace(shape, kind="quote") if name(parent) == "bq" else shape)


def _nitf_table(element: Element, item: NewsItem) -> bool:
    """The cells of a table, by row and column; False, and nothing taken, where words stand beside them."""
    table = 1 + max((block.cell[0] for block in item.blocks if block.cell is not None), default=0)
    begin, said = len(item.blocks), ""
    merged = False
    for row, line in enumerate(below(element, "tr"), 1):
        cells = list(children(line, "td", "th"))
        head = all(name(cell) == "th" for cell in cells)
        for column, cell in enumerate(cells, 1):
            merged = merged or any(value(cell, span, "1") != "1" for span in ("colspan", "rowspan"))
            runs = joined(_runs(cell, Run()))
            said += "".join(run.text for run in runs)
            if any(run.text.strip() for run in runs):
                item.blocks.append(Block("paragraph", runs, cell=(table, row, column), head=head))
    if "".join(said.split()) != "".join("".join(element.itertext()).split()):
        del item.blocks[begin:]
        return False
    if merged:
        mark_merged(item.blocks, begin, table)
    return True


def _runs(element: Element, look: Run) -> Iterable[Run]:
    """An element's words with their emphasis; white is one space."""

    def said(text: str | None) -> str:
        text = text or ""
        core = " ".join(text.split())
        return f"{' ' if text[:1].isspace() and core else ''}{core}{' ' if text[-1:].isspace() else ''}"

    what = name(element)
    italic, bold = look.italic or what in _ITALIC, look.bold or what in _BOLD
    href = value(element, "href") if what == "a" else look.href
    mine = Run("", italic, bold, {"sup": 1, "sub": -1}.get(what, look.raised), href=href)
    yield Run(said(element.text), mine.italic, mine.bold, mine.raised, href=mine.href)
    for each in element:
        if name(each) == "br":
            yield Run("\n")
        elif name(each):
            yield from _runs(each, mine)
        yield Run(said(each.tail), mine.italic, mine.bold, mine.raised, href=mine.href)


def _nitf_media(element: Element, item: NewsItem) -> None:
    reference = next(children(element, "media-reference"), None)
    address = value(reference, "source") or value(reference, "name")
    caption, credit = words(child(element, "media-caption")), words(child(element, "media-producer"))
    if value(element, "media-type") in ("image", "photo", ""):
        picture = Image(None, address, value(reference, "alternate-text"), address, caption, credit)
        item.blocks.append(Block("picture", (), image=picture))
    else:
        item.blocks += [Block("paragraph", of_text(text)) for text in (caption, credit) if text]


# --- NewsML --------------------------------------------------------------------------------------------------------------


def read_newsml(data: bytes, reading: Reading) -> Document:
    """The texts of a NewsML message, each with the pictures that come with it. Raises Refused with one problem."""
    root = tree(data, reading.file)
    document = Document(reading.file, "newsml")
    items = [root] if name(root) == "newsItem" else list(below(root, "newsItem"))
    if not items and name(root) == "NewsML":
        return _newsml_1(root, document)
    pictures: list[Image] = []
    texts: list[NewsItem] = []
    for each in items:
        picture = _picture(each)
        if picture is not None:
            pictures.append(picture)
        else:
            texts.append(_text(each))
    if not texts:
        raise Refused.of("import-empty", file=reading.file)
    texts[0].pictures[:0] = pictures
    for number, item in enumerate(texts, 1):
        add(document, item, number)
    return document


def _picture(element: Element) -> Image | None:
    """A picture that comes as an item of its own."""
    kind = value(child(element, "itemMeta", "itemClass"), "qcode")
    remote = list(below(child(element, "contentSet"), "remoteContent"))
    types = {value(each, "contenttype") for each in remote}
    if not kind.endswith(":picture") and not (remote and all(each.startswith("image/") for each in types)):
        return None
    meta = child(element, "contentMeta")
    chosen = max(
        remote, key=lambda each: int(value(each, "width") or 0) if value(each, "width").isdecimal() else 0, default=None
    )
    address = value(chosen, "href")
    captions = [words(each) for each in children(meta, "description")]
    credit = credited(words(child(meta, "by")), words(child(meta, "creditline"))) or _rights(element)
    return Image(None, address.rpartition("/")[2], "", address, first((*captions, words(child(meta, "headline")))), credit)


def _rights(element: Element) -> str:
    rights = child(element, "rightsInfo")
    notices = [words(each) for each in children(rights, "copyrightNotice")]
    return first((*notices, words(child(rights, "copyrightHolder"))))


def _text(element: Element) -> NewsItem:
    meta, status = child(element, "contentMeta"), child(element, "itemMeta")
    content = child(element, "contentSet")
    nitf = next(below(content, "nitf"), None)
    item = nitf_item(nitf) if nitf is not None else NewsItem()
    html = next(below(content, "html", "body", "section", "div"), None) if nitf is None else None
    data = next(below(content, "inlineData"), None)
    if html is not None:
        from lxml import etree  # noqa: PLC0415

        item.body = etree.tostring(html, encoding="unicode", method="html")
    elif data is not None:
        item.body = "".join(data.itertext())
        item.html = "html" in value(data, "contenttype")
    headlines = {value(each, "role").rpartition(":")[2]: words(each) for each in children(meta, "headline")}
    main = headlines.pop("main", "") or headlines.pop("headline", "")
    item.title = first((item.title, main, *headlines.values(), words(child(status, "title"))))
    item.kicker = first((item.kicker, headlines.get("kicker", ""), headlines.get("overline", "")))
    item.byline = first((item.byline, words(child(meta, "by"))))
    item.dateline = first((item.dateline, words(child(meta, "dateline"))))
    item.source = first((item.source, words(child(meta, "creditline")), *_sources(meta)))
    abstracts = [words(each) for each in children(meta, "description")]
    item.chapo = first((item.chapo, *abstracts))
    item.keep(say("news/slug"), words(child(meta, "slugline")))
    item.keep(say("news/embargo"), words(child(status, "embargoed")))
    item.keep(say("news/rights"), _rights(element))
    for each in children(child(element, "rightsInfo"), "usageTerms"):
        item.keep(say("news/rights"), words(each))
    for each in children(status, "edNote"):
        item.keep(say("news/note"), words(each))
    return item


def _sources(meta: Element | None) -> list[str]:
    return [first((words(each), value(each, "literal"), value(each, "qcode"))) for each in children(meta, "infoSource")]


def _newsml_1(root: Element, document: Document) -> Document:
    """NewsML 1: each component's content is a text in NITF or HTML."""
    for number, each in enumerate(below(root, "NewsItem"), 1):
        nitf = next(below(each, "nitf"), None)
        item = nitf_item(nitf) if nitf is not None else NewsItem()
        if nitf is None:
            content = next(below(each, "DataContent"), None)
            item.blocks = [
                Block("paragraph", joined(_runs(one, Run()))) for one in below(content, "p") if words(one)
            ] or [Block("paragraph", of_text(words(content)))]  # fmt: skip
        item.title = first((item.title, _texts(each, "HeadLine")))
        item.byline = first((item.byline, _texts(each, "ByLine")))
        item.dateline = first((item.dateline, _texts(each, "DateLine")))
        item.keep(say("news/slug"), _texts(each, "SlugLine"))
        item.source = first((item.source, _texts(each, "CreditLine")))
        add(document, item, number)
    return document
