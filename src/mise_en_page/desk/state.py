"""An edition as plain data for the browser: pages, problems with the place they lead to, copyfit, what is signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mise_en_page.desk import copyfit, imported
from mise_en_page.desk.engine import Edition
from mise_en_page.importing.records import Record
from mise_en_page.model.problem import Problem, Span, Spot, place_data
from mise_en_page.pipeline.build import Set
from mise_en_page.typography import CODES, accepting


def state(
    edition: Edition, changed_since_signed: frozenset[int] | None = None, notes: tuple[Problem, ...] = (),
    imports: Sequence[Record] = (),
) -> dict[str, Any]:  # fmt: skip
    """``changed_since_signed`` are the pages (from 0) that differ from the last signed proof; None: nothing is signed.

    ``notes`` are what was written on a proof, told among the problems; ``imports``, what came from elsewhere.
    """
    made = edition.made
    if made is None:
        return {
            "number": edition.number, "title": "", "pages": [], "problems": _told(edition, {}, notes), "articles": [],
            "imports": [imported.as_data(each, {}) for each in imports],
        }  # fmt: skip
    files: dict[str, int] = {}  # by the page on which each begins
    for n, page in enumerate(made.issue.pages):
        for placed in page.articles:
            files.setdefault(placed.article.source.file, n)
    return {
        "number": edition.number,
        "publication": made.issue.publication.name,
        "issue": made.issue.number,
        "date": made.issue.date,
        "title": made.issue.title.characters,
        "pages": [
            {"folio": page.folio, "side": "verso" if page.verso else "recto", "version": edition.versions[n],
             "size": _size(made, n),
             "changed": None if changed_since_signed is None else n in changed_since_signed}
            for n, page in enumerate(made.makeup.pages)
        ],
        "problems": _told(edition, files, notes),
        "articles": [
            copyfit.as_data(n, page, made.issue.placements(n), fit)
            for n, page in enumerate(made.makeup.pages) for fit in page.fits
        ],
        "signed": changed_since_signed is not None,
        "imports": [imported.as_data(each, files) for each in imports],
    }  # fmt: skip


def _size(made: Set, page: int) -> list[float]:
    """Width and height with the bleed, then the bleed, in pt."""
    grid = made.layouts[made.makeup.pages[page].layout].grid
    return [grid.width + 2 * grid.bleed, grid.height + 2 * grid.bleed, grid.bleed]


def _told(edition: Edition, files: Mapping[str, int], notes: tuple[Problem, ...]) -> list[dict[str, Any]]:
    """The faults that keep the files from the page first, then the problems of what is shown, then the notes."""
    told = [problem_data(problem, files, broken=True) for problem in edition.broken]
    shown = [problem for problem in edition.problems if problem not in edition.broken]
    return told + [problem_data(problem, files, broken=False) for problem in (*shown, *notes)]


def problem_data(problem: Problem, files: Mapping[str, int] | None = None, *, broken: bool) -> dict[str, Any]:
    """A problem as the browser gets it. ``files``: the page (from 0) that shows what a file holds.

    ``accept``: the words that mots.txt may accept for good.
    """
    data: dict[str, Any] = {
        "code": problem.code, "severity": problem.severity, "message": problem.message, "hint": problem.hint,
        "broken": broken,
    }  # fmt: skip
    if problem.code in CODES and (words := accepting(problem)):
        data["accept"] = words
    match problem.where:
        case Span(file) as where:
            data |= place_data(where) | {"length": where.length, "page": (files or {}).get(file)}
        case Spot(page, x0, y0, x1, y1, at=at):
            data |= {"page": page - 1} | ({"box": [x0, y0, x1 - x0, y1 - y0]} if x1 > x0 and y1 > y0 else {})
            data |= place_data(at)
        case None:
            pass
    return data
