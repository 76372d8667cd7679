"""Feeds and what content systems export: RSS 2 and 1, Atom, WordPress (WXR); ninjs, Ghost, JSON Feed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from mise_en_page.importing.document import Document, Image, Reading
from mise_en_page.importing.encodings import decoded
from mise_en_page.importing.news_item import NewsItem, add, credited, first, is_excerpt, paragraphs, plain
from mise_en_page.importing.trees import Element, below, child, children, name, tree, value, words
from mise_en_page.model.message import key, say
from mise_en_page.model.problem import Refused

#: How WordPress writes a picture with its caption.
_CAPTION = re.compile(r"\[caption[^\]]*\]\s*((?:<a\b[^>]*>)?\s*<img\b[^>]*>\s*(?:</a>)?)(.*?)\[/caption\]", re.DOTALL)


def read_feed(data: bytes, reading: Reading) -> Document:
    """The entries of a feed, each an article. Raises Refused with one problem."""
    root = tree(data, reading.file)
    document = Document(reading.file, "feed")
    entries = [root] if name(root) == "entry" else list(below(root, "item", "entry"))
    pictures = {
        value_of(each, "post_id"): _attachment(each) for each in entries if value_of(each, "post_type") == "attachment"
    }
    used: set[str] = set()
    number = 0
    for each in entries:
        kind, status = value_of(each, "post_type"), value_of(each, "status")
        if kind not in ("", "post", "page") or status in ("trash", "auto-draft"):
            if kind not in ("attachment", "nav_menu_item", "wp_global_styles", "wp_navigation", "revision"):
                document.remarks.info(key("import-entry"), 0, None, words=value_of(each, "title")[:200])
            continue
        item = _atom(each) if name(each) == "entry" else _rss(each)
        thumbnail = _meta(each, "_thumbnail_id")
        if thumbnail in pictures:
            item.pictures.insert(0, pictures[thumbnail])
            used.add(thumbnail)
        number += 1
        add(document, item, number)
    if not number:
        raise Refused.of("import-empty", file=reading.file)
    return document


def value_of(element: Element, what: str) -> str:
    """The text of a child as it stands."""
    found = child(element, what)
    return "".join(found.itertext()).strip() if found is not None else ""


def _meta(element: Element, what: str) -> str:
    return next(
        (value_of(each, "meta_value") for each in children(element, "postmeta") if value_of(each, "meta_key") == what), ""
    )


def _attachment(element: Element) -> Image:
    address = value_of(element, "attachment_url")
    caption = plain(next((text for text in _encoded(element, "excerpt") if text), ""))
    return Image(None, address.rpartition("/")[2], _meta(element, "_wp_attachment_image_alt"), address, caption)


def _encoded(element: Element, prefix: str) -> list[str]:
    """``content:encoded`` and ``excerpt:encoded`` differ in their name space alone."""
    return [
        "".join(each.itertext()).strip() for each in children(element, "encoded") if prefix in each.tag.rpartition("}")[0]
    ]


def _rss(element: Element) -> NewsItem:
    content = first(_encoded(element, "content"))
    summary = first((*_encoded(element, "excerpt"), value_of(element, "description")))
    body = _CAPTION.sub(r"<figure>\1<figcaption>\2</figcaption></figure>", paragraphs(content or summary))
    item = NewsItem(plain(value_of(element, "title")), body=body)
    if content and summary and not is_excerpt(summary, content):
        item.chapo = summary
    item.byline = first((value_of(element, "creator"), value_of(element, "author")))
    item.source = value_of(element, "source")
    item.keep(say("news/slug"), value_of(element, "post_name"))
    item.keep(say("news/date"), first((value_of(element, "pubDate"), value_of(element, "date"))))
    item.keep(say("news/link"), value_of(element, "link"))
    item.keep(say("news/rights"), first((value_of(element, "rights"), value_of(element, "copyright"))))
    if (status := value_of(element, "status")) and status != "publish":
        item.keep(say("news/status"), status)
    for each in below(element, "content", "thumbnail", "enclosure"):
        address = value(each, "url")
        kind = value(each, "type") or value(each, "medium")
        if address and (kind.startswith("image") or name(each) == "thumbnail" or not kind) and not item.pictures:
            about = each if child(each, "description") is not None else element
            caption = words(child(each, "description")) or words(child(child(element, "group"), "description"))
            credit = words(child(about, "credit")) or words(child(element, "credit"))
            item.pictures.append(Image(None, address.rpartition("/")[2], "", address, caption, credit))
    return item


def _atom(element: Element) -> NewsItem:
    content, summary = _atom_text(child(element, "content")), _atom_text(child(element, "summary"))
    item = NewsItem(plain(_atom_text(child(element, "title"))), body=paragraphs(content or summary))
    if content and summary and not is_excerpt(summary, content):
        item.chapo = summary
    item.byline = ", ".join(filter(None, (value_of(each, "name") for each in children(element, "author"))))
    item.keep(say("news/date"), first((value_of(element, "published"), value_of(element, "updated"))))
    item.keep(say("news/rights"), value_of(element, "rights"))
    item.keep(say("news/link"), next((value(each, "href") for each in children(element, "link")), ""))
    return item


def _atom_text(element: Element | None) -> str:
    """A text construct (RFC 4287, 3.1) as HTML."""
    import html  # noqa: PLC0415

    if element is None:
        return ""
    kind = value(element, "type", "text")
    if kind == "xhtml":
        from lxml import etree  # noqa: PLC0415

        return "".join(etree.tostring(each, encoding="unicode", method="html") for each in element)
    text = "".join(element.itertext()).strip()
    return text if "html" in kind else html.escape(text, quote=False)


# --- JSON ----------------------------------------------------------------------------------------------------------------


def read_json(data: bytes, reading: Reading) -> Document:
    """ninjs, a Ghost export, a JSON feed. Raises Refused with one problem."""
    text, _ = decoded(data)
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise Refused.of("import-damaged", file=reading.file, words=str(fault)[:100]) from None
    document = Document(reading.file, "json")
    items = list(_items(whole))
    if not items:
        raise Refused.of("import-form", file=reading.file, what=say("import-form/json"))
    for number, item in enumerate(items, 1):
        add(document, item, number)
    return document


def _items(whole: Any) -> Iterable[NewsItem]:
    if isinstance(whole, list):
        for each in whole:
            yield from _items(each)
    elif isinstance(whole, dict):
        databases = whole.get("db")
        posts = _under(databases[0] if isinstance(databases, list) and databases else whole, "data", "posts")
        posts = posts or _under(whole, "posts")
        if isinstance(posts, list):
            people = _under(databases[0], "data", "users") if isinstance(databases, list) and databases else []
            yield from (_ghost(each, whole, people) for each in posts if isinstance(each, dict))
        elif isinstance(whole.get("items"), list):
            yield from (_json_feed(each) for each in whole["items"] if isinstance(each, dict))
        elif {"headline", "headlines", "body_text", "body_html", "body_xhtml", "bodies"} & whole.keys():
            yield _ninjs(whole)


def _under(whole: Any, *path: str) -> Any:
    for step in path:
        whole = whole.get(step) if isinstance(whole, dict) else None
    return whole


def _text(held: Any) -> str:
    return str(held) if isinstance(held, str | int | float) else ""


def _ghost(post: dict[str, Any], whole: dict[str, Any], people: Any) -> NewsItem:
    body = first((_text(post.get("html")), _text(post.get("plaintext"))))
    item = NewsItem(_text(post.get("title")), body=paragraphs(body))
    summary = _text(post.get("custom_excerpt"))
    item.chapo = "" if is_excerpt(summary, body) else summary
    links = _under(whole["db"][0], "data", "posts_authors") if isinstance(whole.get("db"), list) else None
    written = [
        _text(each.get("author_id"))
        for each in links or []
        if isinstance(each, dict) and each.get("post_id") == post.get("id")
    ]
    named = {_text(each.get("id")): _text(each.get("name")) for each in people or [] if isinstance(each, dict)}
    authors = [named.get(each, "") for each in written]
    authors += [_text(each.get("name")) for each in post.get("authors") or [] if isinstance(each, dict)]
    item.byline = ", ".join(filter(None, authors))
    item.keep(say("news/slug"), _text(post.get("slug")))
    item.keep(say("news/date"), _text(post.get("published_at")))
    if (status := _text(post.get("status"))) and status != "published":
        item.keep(say("news/status"), status)
    if address := _text(post.get("feature_image")):
        name_ = address.rpartition("/")[2]
        caption, alternative = plain(_text(post.get("feature_image_caption"))), _text(post.get("feature_image_alt"))
        item.pictures.append(Image(None, name_, alternative, address, caption))
    return item


def _json_feed(entry: dict[str, Any]) -> NewsItem:
    html = _text(entry.get("content_html"))
    item = NewsItem(_text(entry.get("title")), body=html or _text(entry.get("content_text")), html=bool(html))
    summary = _text(entry.get("summary"))
    item.chapo = "" if is_excerpt(summary, item.body) else summary
    people = entry.get("authors") or [entry.get("author")]
    item.byline = ", ".join(filter(None, (_text(each.get("name")) for each in people if isinstance(each, dict))))
    item.keep(say("news/date"), _text(entry.get("date_published")))
    item.keep(say("news/link"), _text(entry.get("url")))
    if address := _text(entry.get("image")):
        item.pictures.append(Image(None, address.rpartition("/")[2], "", address))
    return item


def _valued(held: Any, role: str = "") -> str:
    """ninjs 2 keeps what ninjs 1 has as text as a list of values with roles."""
    rows = [each for each in held if isinstance(each, dict)] if isinstance(held, list) else []
    chosen = [each for each in rows if role and role in _text(each.get("role"))] or rows
    return next((_text(each.get("value")) for each in chosen if _text(each.get("value"))), "")


def _ninjs(whole: dict[str, Any]) -> NewsItem:
    html = first((_text(whole.get("body_html")), _text(whole.get("body_xhtml"))))
    text = _text(whole.get("body_text"))
    for each in whole.get("bodies") or []:
        if isinstance(each, dict) and _text(each.get("value")):
            is_html = "html" in _text(each.get("contenttype"))
            html, text = (html or _text(each["value"]), text) if is_html else (html, text or _text(each["value"]))
    item = NewsItem(
        first((_text(whole.get("headline")), _valued(whole.get("headlines"), "main"))), body=html or text, html=bool(html)
    )
    summary = first((_text(whole.get("description_text")), _valued(whole.get("descriptions"))))
    item.chapo = "" if is_excerpt(summary, item.body) else summary
    item.byline = first((_text(whole.get("byline")), _text(whole.get("by")), _valued(whole.get("bylines"))))
    item.dateline = _text(whole.get("dateline"))
    item.keep(say("news/place"), _text(whole.get("located")))
    sources = [_text(each.get("name")) for each in whole.get("infosources") or [] if isinstance(each, dict)]
    item.source = first((_text(whole.get("source")), *sources, _text(whole.get("copyrightholder"))))
    for word, names in (
        (say("news/slug"), ("slugline", "slug")), (say("news/embargo"), ("embargoed", "embargoedreason")),
        (say("news/rights"), ("copyrightnotice", "usageterms")), (say("news/note"), ("ednote", "edNote")),
        (say("news/date"), ("versioncreated",)),
    ):  # fmt: skip
        for each in names:
            item.keep(word, _text(whole.get(each)))
    held = whole.get("associations")
    for each in held.values() if isinstance(held, dict) else held or []:
        if isinstance(each, dict) and _text(each.get("type")) in ("picture", "graphic"):
            item.pictures.append(_association(each))
    return item


def _width(rendition: dict[str, Any]) -> int:
    width = rendition.get("width")
    return width if isinstance(width, int) else 0


def _association(held: dict[str, Any]) -> Image:
    renditions = held.get("renditions") or {}
    rows = list(renditions.values()) if isinstance(renditions, dict) else renditions
    sized = [each for each in rows if isinstance(each, dict) and _text(each.get("href"))]
    best = max(sized, key=_width, default={})
    address = _text(best.get("href"))
    caption = first((_text(held.get("description_text")), _valued(held.get("descriptions")), _text(held.get("body_text")),
                     _text(held.get("headline"))))  # fmt: skip
    by = first((_text(held.get("byline")), _text(held.get("by"))))
    credit = credited(by, first((_text(held.get("copyrightnotice")), _text(held.get("copyrightholder")))))
    return Image(None, address.rpartition("/")[2], "", address, caption, credit)
