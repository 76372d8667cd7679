"""HTML to PDF: each made-up page through its layout's template and WeasyPrint, all pages in one document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from mise_en_page.composition.fonts import Catalogue
from mise_en_page.doing import doing
from mise_en_page.layout import Layout
from mise_en_page.model import Issue, Page
from mise_en_page.pagination.makeup import MadeUpPage, Makeup, Placed, PlacedPicture, placed_pictures
from mise_en_page.problem import Problem, Refused, Span, has_errors
from mise_en_page.rendering.bounds import judge_tree
from mise_en_page.rendering.faces import face_files, font_face_rules
from mise_en_page.rendering.faults import layout_at_fault
from mise_en_page.rendering.fetcher import ROOT, Fetcher, url_of
from mise_en_page.rendering.judging import judge_page, place
from mise_en_page.rendering.paint import PaintedLines, Painter, Positioned
from mise_en_page.rendering.sheets import read_log, sheets
from mise_en_page.rendering.template import Area, Block, Image, PageView, issue_view, markup, render_template

#: Room around painted lines, in pt: a replaced box clips what leaves it, and marks hang out of the measure.
ROOM = 24.0


@dataclass(frozen=True, slots=True)
class Rendered:
    """The pages as plain PDF: each is the trimmed page with its bleed around, not yet a printer's file."""

    pdf: bytes
    problems: tuple[Problem, ...]


def render(
    makeup: Makeup,
    issue: Issue,
    layouts: Mapping[str, Layout],
    catalogue: Catalogue,
    root: Path,
    pictures: Mapping[PlacedPicture, bytes],
) -> Rendered:
    """Draw every page. ``pictures`` holds the images that were prepared for their place.

    Raises Refused if a template is at fault, or what it made.
    """
    fonts = FontConfiguration()
    painter = Painter(catalogue)
    prepared = {f"{ROOT}prepared/{number}": data for number, data in enumerate(pictures.values())}
    urls = dict(zip(pictures, prepared, strict=True))
    given = face_files(catalogue) | prepared
    fetcher = Fetcher(root, given)
    faces = CSS(string=font_face_rules(catalogue), font_config=fonts, url_fetcher=fetcher, base_url=ROOT)
    problems: list[Problem] = []
    documents = []
    styles: dict[str, list[CSS]] = {}
    for number, (page, made) in enumerate(zip(issue.pages, makeup.pages, strict=True)):
        layout = layouts[made.layout]
        doing(f"drawing page {made.folio}", Span(f"{layout.folder}/page.html.j2"))
        base_url = url_of(layout.folder + "/")
        painted: dict[str, Any] = {}

        def paint(placed: Placed, area: Area, number: int = number, painted: dict[str, Any] = painted) -> str:
            url = f"{ROOT}lines/{number}/{len(painted)}"
            painted[url] = PaintedLines(painter, placed.block, positioned(placed, area), area.width, area.height)
            return url

        html = page_html(page, made, layout, issue, paint, urls)
        with read_log(layout) as logged, layout_at_fault(layout, f"page {made.folio}"):
            if layout.name not in styles:  # read once for all its pages
                styles[layout.name] = [
                    CSS(string=text, font_config=fonts, url_fetcher=fetcher, base_url=base_url) for text in sheets(layout)
                ]
            document = HTML(string=html, base_url=base_url, url_fetcher=fetcher)
            judge_tree(document.etree_element, layout, made.folio)
            documents.append(document.render(stylesheets=[faces, *styles[layout.name]], font_config=fonts, cache=painted))
        problems.extend(told_apart(logged, fetcher, layout))
        # WeasyPrint keeps pictures of the page in the same cache.
        lines = {url: lines for url, lines in painted.items() if isinstance(lines, PaintedLines)}
        problems.extend(judge_page(documents[-1], page.folio, layout, lines, catalogue))
    if has_errors(problems):
        raise Refused(tuple(dict.fromkeys(problems)))
    doing("writing the pages", times=len(documents))
    with read_log(layout) as logged, layout_at_fault(layout, "the finished pages"):
        pdf = (
            documents[0]
            .copy([page for document in documents for page in document.pages])
            .write_pdf(uncompressed_pdf=False, pdf_identifier=b"mise-en-page")
        )
    problems.extend(logged)
    return Rendered(pdf, tuple(dict.fromkeys(problems)))


def told_apart(logged: list[Problem], fetcher: Fetcher, layout: Layout) -> list[Problem]:
    """What WeasyPrint said, and what the fetcher refused in its own words, at the place where its name was typed."""
    refused, fetcher.refused = fetcher.refused, []
    named = [replace(problem, where=place(layout, problem.message.split("”")[0].rpartition("/")[2])) for problem in refused]
    return [problem for problem in logged if not (refused and problem.code == "rendering")] + named


#: Takes a placed block and the box to paint it in, and gives the URL under which WeasyPrint will find its lines.
Paint = Callable[[Placed, Area], str]


def page_html(
    page: Page, made: MadeUpPage, layout: Layout, issue: Issue, paint: Paint, urls: Mapping[PlacedPicture, str]
) -> str:
    """A page through its layout's template. ``urls`` are those of the prepared pictures."""
    view = _view(page, made, layout, paint, urls)
    context = {
        "issue": issue_view(issue.number, issue.title, issue.date),
        "publication": issue.publication,
        "grid": layout.grid,
        "page": view,
    }
    html = render_template(layout, context, made.verso)
    return f'<html lang="fr"><body class="{view.side}"><div class="page">{html}</div></body></html>'


def _view(page: Page, made: MadeUpPage, layout: Layout, paint: Paint, urls: Mapping[PlacedPicture, str]) -> PageView:
    blocks = []
    for frame in made.frames:
        for placed in frame.placed:
            area = Area("", placed.x - ROOM, placed.y - ROOM, placed.width + 2 * ROOM, placed.height + 2 * ROOM)
            url = paint(placed, area) if placed.lines else ""
            blocks.append(Block(placed.block.role, frame.slot, placed.x, placed.y, placed.width, placed.height, url, area))
    return PageView(
        folio=made.folio,
        side="verso" if made.verso else "recto",
        section=markup(page.section),
        slots=_areas(made, layout),
        columns=tuple(
            Area(frame.slot, frame.x, frame.y, frame.width, frame.height, bool(frame.placed))
            for frame in sorted(made.frames, key=lambda frame: (frame.slot, frame.x, frame.y))
            if frame.column >= 0
        ),
        images=tuple(_image(placed, urls.get(placed)) for placed in placed_pictures(made)),
        blocks=tuple(blocks),
    )


def positioned(placed: Placed, area: Area) -> list[Positioned]:
    """A placed block's lines in the box that they are painted in."""
    x = placed.x + placed.block.style.padding_left - area.left
    return [Positioned(line, x, baseline - area.top) for line, baseline in zip(placed.lines, placed.baselines, strict=True)]


def _image(placed: PlacedPicture, prepared: str | None) -> Image:
    focus = f"{placed.picture.focus[0] * 100:.2f}% {placed.picture.focus[1] * 100:.2f}%"
    url = prepared or url_of(placed.picture.file)
    return Image(url, placed.picture.alternative, placed.x, placed.y, placed.width, placed.height, focus)


def _areas(made: MadeUpPage, layout: Layout) -> Mapping[str, Area]:
    """Each slot as it came out: around its frames, or as the layout has it where it stayed empty."""
    areas = {}
    for slot in layout.slots:
        frames = [frame for frame in made.frames if frame.slot == slot.name]
        grid = layout.grid
        if frames:
            left, top = min(frame.x for frame in frames), min(frame.y for frame in frames)
            right = max(frame.x + frame.width for frame in frames)
            foot = max(frame.y + frame.height for frame in frames)
            areas[slot.name] = Area(slot.name, left, top, right - left, foot - top)
        else:
            left, width = grid.left(slot.unit, slot.units, verso=made.verso), grid.span(slot.units)
            top, height = slot.top * grid.leading, (slot.foot - slot.top) * grid.leading
            areas[slot.name] = Area(slot.name, left, top, width, height, filled=False)
    return areas
