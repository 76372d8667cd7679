"""Typst, from its Python package (the extra ``bench``)."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from bench.design import Design
from bench.engine import Command, Engine
from bench.work_item import Brief, Page

SOURCE = """
#set page(width: {width}pt, height: {height}pt, margin: (top: {top}pt, bottom: {bottom}pt, x: {margin}pt))
#set text(font: "{text}", size: {size}pt, lang: "fr", top-edge: 0.8em, bottom-edge: -0.2em, hyphenate: true)
#set par(justify: true, leading: {gap}pt, spacing: {gap}pt, first-line-indent: (amount: 9pt, all: true))
#let heading_(words, size, lead, ..style) = {{
  set text(font: "{heading}", size: size, hyphenate: false, ..style)
  set par(justify: false, leading: lead - size, spacing: lead - size, first-line-indent: 0pt)
  block(above: {gap}pt, below: {gap}pt, sticky: true, breakable: false, words) }}
#let kicker(words) = heading_(words, 7pt, {leading}pt, weight: 700, fill: rgb("#bb4411"))
#let title(words) = heading_(words, 13pt, 15pt, weight: 700)
#let chapo(words) = heading_(words, 8pt, {leading}pt)
#let inter(words) = {{ v({leading}pt, weak: true); heading_(words, 8.5pt, {leading}pt, weight: 700) }}
#let quote_(words, source) = block(above: {leading}pt, below: {leading}pt, breakable: false, {{
  set par(justify: false, leading: 2.5pt, first-line-indent: 0pt)
  text(size: 14pt, style: "italic", hyphenate: false, words)
  heading_(source, 6.5pt, {leading}pt) }})
#let page_(folio, content) = {{
  place(bottom + center, dy: 36pt, heading_(folio, 9pt, 11pt, weight: 700))
  block(height: {room}pt, width: 100%, columns({columns}, gutter: {gutter}pt, content)) }}
"""


def _escaped(text: str) -> str:
    return re.sub(r"([\\#$*_`<>@\[\]~=/\"-])", r"\\\1", text)


def _document(pages: Sequence[Page], design: Design) -> str:
    room = design.depth * design.leading
    source = SOURCE.format(
        width=design.width,
        height=design.height,
        top=design.top,
        bottom=design.height - design.top - room,
        margin=design.margin,
        text=design.text.name,
        heading=design.heading.name,
        size=design.size,
        leading=design.leading,
        gap=design.leading - design.size,
        room=room,
        columns=design.columns,
        gutter=design.gutter,
    )
    return source + "\n#pagebreak()\n".join(_page(page) for page in pages)


def _page(page: Page) -> str:
    return "\n".join([f"#page_({json.dumps(str(page.folio))})[", *map(_brief, page.briefs), "]"])


def _brief(brief: Brief) -> str:
    said = [f"#{role}[{_escaped(words)}]" for role, words in zip(("kicker", "title", "chapo"), _head(brief), strict=True)]
    quote = ""
    for part in brief.parts:
        words = _escaped(part.text)
        match part.kind:
            case "body":
                said.append(f"{words}\n")
            case "inter":
                said.append(f"#inter[{words}]")
            case "quote":
                quote = words
            case "source":
                said.append(f"#quote_([{quote}], [{words}])")
    return "\n".join([*said, "#v(11pt, weak: true)"])


def _head(brief: Brief) -> tuple[str, str, str]:
    return brief.kicker, brief.title, brief.chapo


def _prepare(pages: Sequence[Page], design: Design, folder: Path) -> Command:
    (folder / "page.typ").write_text(_document(pages, design), encoding="utf-8")
    fonts = sorted({str(design.text.upright.parent), str(design.heading.upright.parent)})
    code = (
        "import typst; "
        f"typst.Compiler('page.typ', font_paths={fonts!r}, ignore_system_fonts=True).compile(output='page.pdf')"
    )
    return Command([sys.executable, "-c", code], folder, folder / "page.pdf")


TYPST = Engine("Typst", lambda: "" if find_spec("typst") else "no Python package typst", _prepare)
