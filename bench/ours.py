"""This engine, through its ordinary road: a publication folder with one layout of columns, and ``mise-en-page build``."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.design import ROOT, Design
from bench.engine import Command, Engine
from bench.work_item import Brief, Page

LAYOUT = """
format: {{width: {width}pt, height: {height}pt, bleed: 5mm}}
margins: {{inner: {margin}pt, outer: {margin}pt}}
grid: {{units: {columns}, gutter: {gutter}pt, leading: {leading}pt}}
slots:
  briefs:
    {{unit: 0, units: {columns}, lines: {first}-{foot}, articles: 1-9, columns: {columns}, spread: 9, fill: auto,
     drops: [pull-quote]}}
"""
TEMPLATE = """
{% for block in page.blocks %}
<div class="{{ block.slot }}">
  <div class="placed {{ block.role }}" style="{{ block|box }}"></div>
  {% if block.lines %}<img class="lines" src="{{ block.lines }}" style="{{ block.painted|box }}">{% endif %}
</div>
{% endfor %}
<div class="folio">{{ page.folio }}</div>
"""
CSS = """
.kicker {{ font: 700 7pt/{leading}pt "{heading}"; color: device-cmyk(0 .7 .9 .2) }}
.title {{ font: 700 13pt/15pt "{heading}" }}
.chapo {{ font: 400 8pt/{leading}pt "{heading}"; margin-bottom: 3pt }}
.body {{ font: 400 {size}pt/{leading}pt "{text}"; text-align: justify; text-indent: 9pt; hyphens: auto;
  hyphenate-limit-chars: 6 2 3; --tracking: 1.5%; --scaling: 2%; --hang: 100%; --word-space: 80% 150% }}
.intertitle {{ font: 700 8.5pt/{leading}pt "{heading}"; margin-top: {leading}pt }}
.pull-quote {{ font: italic 400 14pt/16.5pt "{text}"; margin-top: {leading}pt }}
.attribution {{ font: 400 6.5pt/{leading}pt "{heading}"; margin-bottom: {leading}pt }}
.closes {{ margin-bottom: {leading}pt }}
.folio {{ position: absolute; bottom: 36pt; left: 0; right: 0; text-align: center; font: 700 9pt/{leading}pt "{heading}" }}
"""


def _prepare(pages: Sequence[Page], design: Design, folder: Path) -> Command:
    issue = publication(pages, design, folder)
    code = "from mise_en_page.cli.commands import main; main()"
    words = [sys.executable, "-c", code, "build", str(issue), "-o", str(folder / "out")]
    kept = folder / "cache"
    environment = {"PYTHONPATH": str(ROOT / "src"), "XDG_CACHE_HOME": str(kept)}
    return Command(words, folder, folder / "out" / "bench.pdf", environment, kept)


OURS = Engine("mise-en-page", lambda: "", _prepare)


def publication(pages: Sequence[Page], design: Design, folder: Path) -> Path:
    """The folder of the issue, in a publication that is written for it."""
    root = folder / "publication"
    shutil.rmtree(root, ignore_errors=True)
    (root / "fonts").mkdir(parents=True)
    for file in (design.text.upright, design.text.other, design.heading.upright, design.heading.other):
        shutil.copy(file, root / "fonts")
    _layout(root / "layouts" / "columns", design)
    (root / "publication.yaml").write_text("name: Bench\nlanguage: fr-FR\n", encoding="utf-8")
    issue = root / "issues" / "bench"
    (issue / "articles").mkdir(parents=True)
    lines = ["number: 1", "date: 2018-05-04", "pages:"]
    for page in pages:
        lines += [
            "  - layout: columns",
            f"    folio: {page.folio}",
            "    order: kept",
            "    articles:",
        ]
        for place, brief in enumerate(page.briefs):
            name = f"p{page.folio}-{place}"
            lines.append(f"      - {name}")
            (issue / "articles" / f"{name}.md").write_text(_article(brief), encoding="utf-8")
    (issue / "issue.yaml").write_text("\n".join([*lines, ""]), encoding="utf-8")
    return issue


def _layout(folder: Path, design: Design) -> None:
    folder.mkdir(parents=True)
    foot = round(design.top / design.leading) + design.depth
    numbers = {"first": foot - design.depth, "foot": foot}
    for name in ("width", "height", "margin", "columns", "gutter", "leading", "size"):
        numbers[name] = getattr(design, name)
    (folder / "layout.yaml").write_text(LAYOUT.format(**numbers), encoding="utf-8")
    (folder / "page.html.j2").write_text(TEMPLATE, encoding="utf-8")
    css = CSS.format(**numbers, text=design.text.name, heading=design.heading.name)
    (folder / "style.css").write_text(css, encoding="utf-8")


def _article(brief: Brief) -> str:
    lines = ["---", f"kicker: {brief.kicker}", f"title: {brief.title}", f"chapo: {brief.chapo}", "---"]
    signs = {"body": "", "inter": "## ", "quote": "> ", "source": "> — "}
    for part in brief.parts:
        lines += [signs[part.kind] + part.text, "" if part.kind != "quote" else ">"]
    return "\n".join([*lines, ""])
