"""An issue's proof as one PDF: the pages as they will be printed, on sheets that say what is to be known of them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from mise_en_page.model.message import language, say
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Problem, Span
from mise_en_page.pipeline.build import How, Set, show
from mise_en_page.press import finishing
from mise_en_page.processes.activity import doing
from mise_en_page.proof import sign
from mise_en_page.proof.paper import furniture, places, sheet
from mise_en_page.proof.paper.furniture import Over
from mise_en_page.proof.paper.places import Place, Places, Word
from mise_en_page.proof.paper.sheet import Box, PlacedPage
from mise_en_page.proof.paper.watermark import watermark
from mise_en_page.proof.versions import Version, version_of
from mise_en_page.rendering.furniture import Furniture, families, print_sheets

SHEET: Final = "/MiseEnPageSheet"
"""A sheet's number in its page's dictionary: sheets that were taken out or moved are known again."""


@dataclass(frozen=True, slots=True)
class PaperProof:
    """The proof, which version of the issue it shows, and all that is wrong with the issue."""

    made: Set
    pdf: bytes
    version: str
    problems: tuple[Problem, ...]


def paper_proof(folder: Path, profile: Profile, how: How | None = None) -> PaperProof:
    """The proof of an issue, overset text and all: in the printer's inks or, where the press would refuse them, as drawn.

    Raises Refused only where a page cannot be drawn.
    """
    shown = show(folder, profile, how or How())
    made, reached = shown.made, sign.reached(folder)
    version = Version(version_of(reached), reached.saved)
    doing(say("doing/make-proof"), times=2 * len(shown.drawn))
    pages = shown.pdf if shown.pdf is not None else finishing.plain(shown.drawn, made.catalogue)
    sheets = _sheets(made, version, shown.problems)
    return PaperProof(made, _bound(pages, sheets, made, version), version.digest, shown.problems)


# --- what the sheets say ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sheets:
    """The sheets without their pages: where each page goes, and the places of everything on them."""

    furniture: Furniture
    placed: tuple[tuple[int, PlacedPage], ...]
    places: tuple[Place, ...]
    folios: tuple[int, ...]


def _sheets(made: Set, version: Version, problems: Sequence[Problem]) -> _Sheets:
    placed, views, overs = _pages(made)
    corrections, corrected = furniture.correction_views(made)
    troubles, troubled = furniture.problem_views(problems)
    lists = {
        "corrections": corrections,
        "corrections_count": str(say("sheet/corrections-count", n=len(made.corrections))),
        "problems": troubles, "problems_count": str(say("sheet/problems-count", n=len(troubles))),
    }  # fmt: skip
    printed = _printed(made, version, {"pages": views, **lists})
    at = [printed.anchors[f"page-{number}"][0] for number in range(len(placed))]
    found: list[Place] = []
    for number, (sheet_number, where) in enumerate(zip(at, placed, strict=True)):
        found += places.page_places(made, number, sheet_number + 1, where)
    for over in overs:
        found += _words(printed, over)
    found += [*_rows(printed, corrected, "correction"), *_rows(printed, troubled, "problem")]
    found.sort(key=lambda place: place.sheet)  # stable: in reading order on each sheet
    folios = dict(zip(at, (page.folio for page in made.makeup.pages), strict=True))
    own_folios = tuple(folios.get(number, 0) for number in range(printed.count))
    return _Sheets(printed, tuple(zip(at, placed, strict=True)), tuple(found), own_folios)


def _pages(made: Set) -> tuple[list[PlacedPage], list[dict[str, Any]], list[Over]]:
    """Where each page lies on its sheet, what its sheet says, and the texts that have no room on it."""
    mark = watermark(_bold(made))
    placed, views, overs = list[PlacedPage](), list[dict[str, Any]](), list[Over]()
    for number, page in enumerate(made.makeup.pages):
        grid = made.layouts[page.layout].grid
        sources = {each.article.name: each.article.source for each in made.issue.placements(number)}
        over = furniture.oversets(page, sources)
        where = sheet.place(grid.width, grid.height, beside=bool(over))
        beside = bool(over) and furniture.fits_beside(over, where)
        if not beside:
            where = sheet.place(grid.width, grid.height, beside=False)
        placed.append(where)
        overs += over
        views.append(furniture.page_view(page, where, over, mark, grid.gutter, beside=beside))
    return placed, views, overs


def _printed(made: Set, version: Version, content: Mapping[str, Any]) -> Furniture:
    """The sheets set in the publication's fonts."""
    issue = made.issue
    asked = ", ".join([f'"{_css(name)}"' for name in families(made.catalogue)] or ["serif"])
    proof = {
        "publication": issue.publication.name, "number": issue.number, "version": version.digest, "language": language(),
        "dated": str(version.said),
        "title": str(say("sheet/title", publication=issue.publication.name, number=issue.number, version=version.digest)),
    }  # fmt: skip
    size = {"width": f"{sheet.WIDTH:.3f}", "height": f"{sheet.HEIGHT:.3f}"}
    own = files("mise_en_page.proof.paper")
    style = own.joinpath("sheets.css").read_text(encoding="utf-8")
    for place, words in {"SHEET": say("sheet/sheet"), "NUMBERS": say("sheet/line-numbers")}.items():
        style = style.replace(place, _css(str(words)))
    return print_sheets(
        own.joinpath("sheets.html.j2").read_text(encoding="utf-8"),
        f"@page {{ font-family: {asked} }} html {{ font-family: {asked} }}\n{style}",
        {"proof": proof, "words": furniture.labels(), "sheet": size, "family": asked, **content}, made.catalogue, made.root,
    )  # fmt: skip


def _css(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"')


def _bold(made: Set) -> Any:
    """The face for the word across the page: the boldest upright one of the family that the sheets are set in."""
    first = families(made.catalogue)[:1]
    faces = [face for face in made.catalogue.faces if face.family in first and not face.italic]
    return max(faces or made.catalogue.faces, key=lambda face: face.weight)


def _rows(printed: Furniture, rows: Mapping[str, Span], role: str) -> Iterator[Place]:
    for name, where in rows.items():
        if name in printed.anchors:
            number, x0, top, x1, bottom = printed.anchors[name]
            yield Place(number + 1, (x0, sheet.HEIGHT - bottom, x1, sheet.HEIGHT - top), where, role=role)


def _words(printed: Furniture, over: Over) -> Iterator[Place]:
    """The lines in which a text without room is shown, from the places of its words."""
    found = [(printed.anchors[name], text, where) for name, (text, where) in over.words.items() if name in printed.anchors]
    for (number, top, bottom), group in groupby(found, key=lambda word: (word[0][0], word[0][2], word[0][4])):
        line = list(group)
        words = tuple(Word(box[1], box[3], where.line, where.column, text) for box, text, where in line)
        box = words[0].x0, sheet.HEIGHT - bottom, words[-1].x1, sheet.HEIGHT - top
        yield Place(number + 1, box, replace(line[0][2], length=0), over.article, "overset", words=words)


# --- the file --------------------------------------------------------------------------------------------------------


def _bound(pages: bytes, sheets: _Sheets, made: Set, version: Version) -> bytes:
    issue = made.issue
    with pikepdf.open(io.BytesIO(sheets.furniture.pdf)) as pdf, pikepdf.open(io.BytesIO(pages)) as drawn:
        for number, page in enumerate(pdf.pages, 1):
            page.obj[SHEET] = number
        for (number, placed), page in zip(sheets.placed, drawn.pages, strict=True):
            _lay(pdf, pdf.pages[number], pdf.copy_foreign(page.as_form_xobject()), page.trimbox, placed)
        for at, (number, placed) in enumerate(sheets.placed):
            for box, address in places.links(made, at, placed):
                _link(pdf, pdf.pages[number], box, address)
        data = places.as_bytes(Places(issue.publication.name, issue.name, version.digest, sheets.folios, sheets.places))
        pdf.attachments[places.FILE] = pikepdf.AttachedFileSpec(
            pdf, data, description=str(say("sheet/attachment")), filename=places.FILE, mime_type="application/json"
        )
        stamp = String(version.stamp)
        pdf.docinfo[Name.CreationDate] = pdf.docinfo[Name.ModDate] = stamp
        pdf.docinfo[Name.Subject] = String(str(say("sheet/version", version=version.digest)))
        pdf.Root.Lang = String(language())
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _link(pdf: pikepdf.Pdf, page: pikepdf.Page, box: Box, address: str) -> None:
    """Where a code stands, its address can be followed: on a proof alone, for PDF/X has no links on its pages."""
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([round(value, 2) for value in box]), Border=Array([0, 0, 0]), F=4,
        Contents=String(address), A=Dictionary(S=Name.URI, URI=String(address)),
    )  # fmt: skip
    page.obj.Annots = Array([*page.obj.get(Name.Annots, Array()), pdf.make_indirect(link)])


def _lay(pdf: pikepdf.Pdf, page: pikepdf.Page, form: pikepdf.Object, trim: Any, placed: PlacedPage) -> None:
    """A page, cut to its trimmed size, under what is drawn on the sheet."""
    x0, y0 = float(trim[0]), float(trim[1])
    form.BBox = Array(list(trim))
    a, b, c, d, e, f = placed.matrix
    name = page.add_resource(form, Name.XObject, Name(f"/Page{page.index + 1}"))  # sheets share their resources
    where = f"q {a:.6f} {b:.0f} {c:.0f} {d:.6f} {e - a * x0:.4f} {f - d * y0:.4f} cm {name} Do Q\n"
    page.contents_add(pdf.make_stream(where.encode("ascii")), prepend=True)
    page.obj.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceRGB)
