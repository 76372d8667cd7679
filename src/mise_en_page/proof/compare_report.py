"""A comparison as one HTML file that needs no other, and runs nothing: it can be sent, and kept with a pull request.

First what reads otherwise, article by article and passage by passage; then the pages, before and after, with the changed
words marked where they stand.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from html import escape

from mise_en_page.model.message import Message, language, say
from mise_en_page.proof.compare import Compared, PageChange, TextChange
from mise_en_page.proof.passages import PassageChange
from mise_en_page.proof.words_seen import Box

TAGS = {"same": "span", "before": "del", "after": "ins"}
STYLE = """
:root { color-scheme: light }
html { font: 16px/1.5 system-ui, "Segoe UI", "Noto Sans", sans-serif; color: #1a1a1a; background: #fff }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 76rem }
h1 { font-size: 1.5rem; margin: 0 0 .2rem; overflow-wrap: anywhere } h2 { font-size: 1.25rem; margin: 2.2rem 0 .4rem }
h3 { font-size: 1.05rem; margin: 1.4rem 0 .2rem } h3 small { font-weight: 400; color: #555 } a { color: #14607a }
.text { max-width: 46rem; margin: .3rem 0 .7rem; overflow-wrap: anywhere }
.text b { display: block; font-size: .8rem; font-weight: 600; color: #555 }
del { background: #fde3de; color: #8c2210 } ins { background: #d9f0ea; color: #07483a; text-decoration: underline }
.pages { display: flex; flex-wrap: wrap; gap: 1rem } figure { margin: 0; flex: 1 1 20rem; min-width: 0 }
.page { position: relative } .page img { display: block; width: 100%; box-shadow: 0 0 0 1px #999 }
.page i { position: absolute; border-radius: 2px; mix-blend-mode: multiply }
.gone i { background: #ff9c88 } .come i { background: #7fd8c0 }
figcaption { font-size: .85rem; color: #555; padding-top: .3rem }
details { margin-top: .8rem } details img { max-width: 40rem; width: 100% }
"""


def as_html(compared: Compared) -> str:
    """The report. Every word of an article is escaped; the policy forbids scripts and addresses in any case."""
    before, after = escape(compared.before), escape(compared.after)
    told = say("compare/same", n=compared.pages)
    if not compared.same:
        texts = say("compare/texts", n=len(compared.texts))
        told = say("compare/different", changed=len(compared.changed), of=compared.pages, texts=texts)
    seen = frozenset(page.folio for page in compared.changed)
    reads = _under(say("compare/what-reads"), "".join(_text(text, seen) for text in compared.texts))
    shows = _under(say("compare/what-shows"), "".join(_page(page, compared) for page in compared.changed))
    policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    return (
        f'<!doctype html>\n<html lang="{language()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>{before} – {after}</title><style>{STYLE}</style></head>\n"
        f"<body><h1>{before} → {after}</h1><p>{_said(told)}</p>\n"
        f"{reads}{shows}</body></html>\n"
    )


def _under(title: Message, told: str) -> str:
    return f"<h2>{_said(title)}</h2>\n{told}" if told else ""


def _said(message: Message) -> str:
    return escape(str(message))


def named(text: TextChange) -> Message:
    """“page 15, Le fleuve reprend la parole (fleuve.md)”; of a PDF the page alone."""
    if not text.file:
        return say("compare/page-name", folio=text.folio)
    told = say("compare/article", title=text.title, file=text.file, folio=text.folio)
    if text.new:
        return say("compare/article-new", article=told)
    return say("compare/article-gone", article=told) if text.gone else told


def _text(text: TextChange, seen: Iterable[int]) -> str:
    title = _said(named(text))
    link = f' <small><a href="#p{text.folio}">{_said(say("compare/see-page"))}</a></small>' if text.folio in seen else ""
    return f"<h3>{title}{link}</h3>\n{''.join(_passage(each) for each in text.passages)}"


def _passage(change: PassageChange) -> str:
    words = " ".join(f"<{TAGS[kind]}>{escape(piece)}</{TAGS[kind]}>" for kind, piece in change.pieces)
    role = f"<b>{_said(change.role)}</b>" if change.role is not None else ""
    return f'<p class="text">{role}{words}</p>\n'


def _page(page: PageChange, compared: Compared) -> str:
    before, after = say("compare/before", name=compared.before), say("compare/after", name=compared.after)
    title = say("compare/page-differs", folio=page.folio, share=100 * page.share)
    overlaid = say("compare/overlaid")
    return (
        f'<h3 id="p{page.folio}">{_said(title)}</h3>\n<div class="pages">'
        f"{_figure('gone', before, page.folio, page.before, page.gone)}"
        f"{_figure('come', after, page.folio, page.after, page.come)}</div>\n"
        f"<details><summary>{_said(overlaid)}</summary>{_image(overlaid, page.folio, page.overlaid)}</details>\n"
    )


def _figure(kind: str, caption: Message, folio: int, picture: bytes, boxes: Iterable[Box]) -> str:
    marks = "".join(
        f'<i style="left:{x0:.2%};top:{y0:.2%};width:{x1 - x0:.2%};height:{y1 - y0:.2%}"></i>' for x0, y0, x1, y1 in boxes
    )
    shown = _image(caption, folio, picture)
    return f'<figure><div class="page {kind}">{shown}{marks}</div><figcaption>{_said(caption)}</figcaption></figure>'


def _image(caption: Message, folio: int, picture: bytes) -> str:
    alternative = _said(say("compare/alt", caption=caption, folio=folio))
    return f'<img alt="{alternative}" src="data:image/jpeg;base64,{base64.b64encode(picture).decode()}">'
