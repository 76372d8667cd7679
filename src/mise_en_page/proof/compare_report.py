"""A comparison as one HTML file that needs no other, and runs nothing: it can be sent, and kept with a pull request."""

from __future__ import annotations

import base64
from html import escape

from mise_en_page.model.message import language, say
from mise_en_page.proof.compare import Compared, PageChange, TextChange

TAGS = {"same": "span", "before": "del", "after": "ins"}
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem; color: #111; background: #fff }
figure { margin: 0; flex: 1 1 20rem } figure img { width: 100%; border: 1px solid #999 }
.page { display: flex; flex-wrap: wrap; gap: 1rem } .text { max-width: 45rem; overflow-wrap: anywhere }
del { background: #fdd; color: #900 } ins { background: #d6f5f5; color: #044; text-decoration: underline }
"""


def as_html(compared: Compared) -> str:
    """The report. Every word of an article is escaped; the policy forbids scripts and addresses in any case."""
    before, after = escape(compared.before), escape(compared.after)
    told = say("compare/same", n=compared.pages)
    if not compared.same:
        told = say("compare/different", changed=len(compared.changed), of=compared.pages, texts=len(compared.texts))
    pages = "".join(_page(page, compared) for page in compared.changed)
    texts = "".join(_text(text) for text in compared.texts)
    policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    return (
        f'<!doctype html>\n<html lang="{language()}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>{before} – {after}</title><style>{STYLE}</style></head>\n"
        f"<body><h1>{before} – {after}</h1><p>{told}</p>\n{texts}{pages}</body></html>\n"
    )


def _page(page: PageChange, compared: Compared) -> str:
    three = (
        (say("compare/before", name=compared.before), page.before),
        (say("compare/after", name=compared.after), page.after),
        (say("compare/overlaid"), page.overlaid),
    )
    figures = "".join(
        f'<figure><img alt="{escape(str(say("compare/alt", caption=caption, folio=page.folio)))}" '
        f'src="data:image/jpeg;base64,{base64.b64encode(data).decode()}"><figcaption>{escape(str(caption))}</figcaption></figure>'
        for caption, data in three
    )
    title = say("compare/page-differs", folio=page.folio, share=100 * page.share)
    return f'<h2>{title}</h2>\n<div class="page">{figures}</div>\n'


def _text(text: TextChange) -> str:
    words = " ".join(f"<{TAGS[kind]}>{escape(piece)}</{TAGS[kind]}>" for kind, piece in text.pieces)
    return f'<h2>{escape(str(text.name))}</h2>\n<p class="text">{words}</p>\n'
