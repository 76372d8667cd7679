"""The engines of the web: plain WeasyPrint, and Chromium where there is one. Columns as a careful designer writes them."""

from __future__ import annotations

import html
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pyphen

from bench.design import Design
from bench.engine import Command, Engine
from bench.work_item import Brief, Page

CSS = """
@font-face {{ font-family: T; src: url("{text.upright}") }}
@font-face {{ font-family: T; font-style: italic; src: url("{text.other}") }}
@font-face {{ font-family: H; src: url("{heading.upright}") }}
@font-face {{ font-family: H; font-weight: 700; src: url("{heading.other}") }}
@page {{ size: {width}pt {height}pt; margin: 0 }}
html, body {{ margin: 0 }}
.page {{ width: {width}pt; height: {height}pt; padding: {top}pt {margin}pt 0; box-sizing: border-box; overflow: hidden;
  break-after: page; position: relative }}
.columns {{ columns: {columns}; column-gap: {gutter}pt; column-fill: auto; height: {room}pt }}
.kicker {{ font: 700 7pt/{leading}pt H; color: #b41; break-after: avoid }}
h2 {{ font: 700 13pt/{double}pt H; margin: 0; break-after: avoid; break-inside: avoid; line-height: 15pt }}
.chapo {{ font: 400 8pt/{leading}pt H; margin: 0 0 3pt; break-after: avoid; break-inside: avoid }}
.body {{ font: {size}pt/{leading}pt T; margin: 0; text-align: justify; text-indent: 9pt; orphans: 2; widows: 2;
  hyphens: {hyphens}; hyphenate-limit-chars: 6 3 3 }}
h3 {{ font: 700 8.5pt/{leading}pt H; margin: {leading}pt 0 0; break-after: avoid }}
blockquote {{ font: italic 14pt/16.5pt T; margin: {leading}pt 0; break-inside: avoid }}
blockquote cite {{ display: block; font: 6.5pt/{leading}pt H }}
article {{ margin-bottom: {leading}pt }}
.folio {{ position: absolute; bottom: 36pt; left: 0; right: 0; text-align: center; font: 700 9pt/{leading}pt H }}
"""


def _document(pages: Sequence[Page], design: Design, hyphens: str, text: Callable[[str], str]) -> str:
    css = CSS.format(
        text=design.text,
        heading=design.heading,
        width=design.width,
        height=design.height,
        margin=design.margin,
        top=design.top,
        columns=design.columns,
        gutter=design.gutter,
        room=design.depth * design.leading,
        size=design.size,
        leading=design.leading,
        double=2 * design.leading,
        hyphens=hyphens,
    )
    said = [
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Bench</title><style>{css}</style></head><body>'
    ]
    for page in pages:
        said.append('<section class="page"><div class="columns">')
        said += [_article(brief, text) for brief in page.briefs]
        said.append(f'</div><div class="folio">{page.folio}</div></section>')
    return "\n".join([*said, "</body></html>"])


def _article(brief: Brief, text: Callable[[str], str]) -> str:
    tags = {
        "body": lambda words: f'<p class="body">{text(html.escape(words))}</p>',
        "inter": lambda words: f"<h3>{html.escape(words)}</h3>",
        "quote": lambda words: f"<blockquote>{html.escape(words)}",
        "source": lambda words: f"<cite>{html.escape(words)}</cite></blockquote>",
    }
    parts = [tags[part.kind](part.text) for part in brief.parts]
    head = f'<div class="kicker">{html.escape(brief.kicker)}</div><h2>{html.escape(brief.title)}</h2>'
    return f'<article>{head}<p class="chapo">{html.escape(brief.chapo)}</p>{"".join(parts)}</article>'


def _weasyprint(pages: Sequence[Page], design: Design, folder: Path) -> Command:
    (folder / "page.html").write_text(_document(pages, design, "auto", str), encoding="utf-8")
    return Command([sys.executable, "-m", "weasyprint", "page.html", "page.pdf"], folder, folder / "page.pdf")


WEASYPRINT = Engine("WeasyPrint", lambda: "", _weasyprint)

_DICTIONARY = pyphen.Pyphen(lang="fr", left=3, right=3)


def _soft_hyphens(text: str) -> str:
    """Headless Chromium has no French dictionary: it gets the breaks as soft hyphens."""
    return re.sub(r"[^\W\d_]{6,}", lambda word: _DICTIONARY.inserted(word[0], "\u00ad"), text)


def _browser() -> str:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")


def _chromium(pages: Sequence[Page], design: Design, folder: Path) -> Command:
    (folder / "page.html").write_text(_document(pages, design, "manual", _soft_hyphens), encoding="utf-8")
    words = [
        _browser(), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--allow-file-access-from-files", f"--user-data-dir={folder / 'profile'}", "--no-pdf-header-footer",
        "--print-to-pdf=page.pdf", (folder / "page.html").as_uri(),
    ]  # fmt: skip
    return Command(words, folder, folder / "page.pdf")


CHROMIUM = Engine("Chromium", lambda: "" if _browser() else "no chromium on the path", _chromium)
