"""An issue's proof as one file for any browser: its pages, its texts, its comments, and a place to write new ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mise_en_page.model.message import say
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Problem, Span
from mise_en_page.pagination.apart import with_pictures
from mise_en_page.pagination.makeup import placed_pictures
from mise_en_page.pipeline.build import How, Set, show
from mise_en_page.press import finishing
from mise_en_page.processes.activity import doing
from mise_en_page.proof import sign
from mise_en_page.proof.comments import Kept, threads
from mise_en_page.proof.html import conversations, document, pages, places
from mise_en_page.proof.html.articles import Passages, Shown, Told, Writer
from mise_en_page.proof.versions import Version, version_of


@dataclass(frozen=True, slots=True)
class HtmlProof:
    """The proof, which version of the issue it shows, and all that is wrong with the issue."""

    made: Set
    html: bytes
    version: str
    problems: tuple[Problem, ...]


def html_proof(folder: Path, profile: Profile, how: How | None = None) -> HtmlProof:
    """The proof of an issue, overset text and all: in the printer's inks or, where the press would refuse them, as drawn.

    Raises Refused only where a page cannot be drawn. The same files give the same bytes.
    """
    shown = show(folder, profile, how or How())
    made, reached = shown.made, sign.reached(folder)
    version = Version(version_of(reached), reached.saved)
    doing(say("doing/make-proof"), times=2 * len(shown.drawn))
    pdf = shown.pdf if shown.pdf is not None else finishing.plain(shown.drawn, made.catalogue)
    drawn, css = pages.draw(pdf)
    passages = Passages()
    articles = list(_articles(made, passages))
    kept = Kept(folder.absolute(), made.root.absolute())
    begun, orphans = threads(kept(), kept.files)
    problems = (*shown.problems, *kept.problems, *orphans)
    content = document.Content(
        made,
        version,
        drawn,
        css,
        tuple(articles),
        tuple(places.lines(made, n, passages) for n in range(len(made.makeup.pages))),
        tuple(conversations.placed(begun, reached.articles, passages)),
        tuple(problems),
    )
    return HtmlProof(made, document.written(content), version.digest, problems)


def _articles(made: Set, passages: Passages) -> Iterator[document.Written]:
    """The articles in the order of the pages, each once."""
    pictures = _pictures(made)
    done = set[str]()
    for _, article in with_pictures(made.issue.pages):
        if article.name in done:
            continue
        done.add(article.name)
        told = _told(made, article.name, article.source)
        name = f"a{len(done)}"
        html = Writer(article, passages, pictures, told).written(name)
        title = (article.title or article.figure).characters.replace("\n", " ") or article.name
        yield document.Written(name, title, told.folios, html)


def _pictures(made: Set) -> dict[str, Shown]:
    found: dict[str, Shown] = {}
    for number, page in enumerate(made.makeup.pages):
        grid = made.layouts[page.layout].grid
        for each in placed_pictures(page):
            x0, y0 = max(each.x, 0.0), max(each.y, 0.0)
            x1, y1 = min(each.x + each.width, grid.width), min(each.y + each.height, grid.height)
            if x1 > x0 and y1 > y0:
                found.setdefault(each.picture.file, Shown(number, (x0, y0, x1, y1)))
    return found


def _told(made: Set, article: str, source: Any) -> Told:
    """What the makeup says of an article."""
    folios, notes, over = list[int](), list[str](), None
    for page in made.makeup.pages:
        fits = [fit for fit in page.fits if fit.article == article]
        if any(each.block.article == article for frame in page.frames for each in frame.placed):
            folios.append(page.folio)
        for overset in page.oversets:
            if overset.article == article:
                notes.append(str(say("html/over", lines=overset.lines, characters=overset.characters)))
                over = _offset(source, overset.where)
        notes += (str(said) for fit in fits for said in fit.lacks)
    return Told(tuple(dict.fromkeys(folios)), tuple(dict.fromkeys(notes)), over)


def _offset(source: Any, where: Span) -> int:
    return int(source.line_starts[min(where.line, len(source.line_starts)) - 1]) + where.column - 1
