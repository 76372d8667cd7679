"""An issue again after some of its files have changed: only those are read again, for an editor who waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from mise_en_page.model.issue import Article, Issue, Picture
from mise_en_page.model.layout import Layout
from mise_en_page.model.problem import Problem, Refused, Span, has_errors
from mise_en_page.reading.article import Folders, read_article
from mise_en_page.reading.found import Found
from mise_en_page.reading.issue import Read, read_issue
from mise_en_page.reading.layout import read_layout


def reread(read: Read, changed: Iterable[str]) -> Read:
    """``read`` with the files of ``changed`` read again (their paths relative to the publication).

    What did not change stays the same object, so that what was made of it can be kept. Where more than texts of placed
    articles and layouts in use has changed (issue.yaml, an image, a new file), everything is read. Raises Refused with
    what is wrong in the files that were read.
    """
    articles = {placed.article.source.file: placed.article for page in read.issue.pages for placed in page.articles}
    layouts = {layout.folder: layout for layout in read.layouts.values()}
    folder = read.root / PurePosixPath(read.issue.source.file).parent
    files = sorted(set(changed))
    if any(file not in articles and str(PurePosixPath(file).parent) not in layouts for file in files):
        return _with_the_same(read, read_issue(folder))
    found = Found()
    folders = Folders(read.root, folder, _sound_images(read, articles.values()))
    new_articles = {file: _article(folders, articles[file], found) for file in files if file in articles}
    changed_layouts = dict.fromkeys(str(PurePosixPath(file).parent) for file in files if file not in articles)
    new_layouts = {layouts[name].name: _layout(read.root, layouts[name], found) for name in changed_layouts}
    if has_errors(found) or None in new_articles.values() or None in new_layouts.values():
        raise Refused(tuple(found))
    issue = _with_articles(read.issue, {file: made for file, made in new_articles.items() if made is not None})
    told = {*new_articles, *(f"{folder}/{name}" for folder in changed_layouts for name in LAYOUT_FILES)}
    problems = (*(problem for problem in read.problems if _file(problem) not in told), *found)
    known = dict(read.layouts) | {name: layout for name, layout in new_layouts.items() if layout is not None}
    return Read(issue, read.root, known, problems)


def _with_the_same(before: Read, after: Read) -> Read:
    """``after`` with the objects of ``before`` wherever they are equal."""
    articles = {placed.article.source.file: placed.article for page in before.issue.pages for placed in page.articles}
    pages = tuple(replace(page, articles=tuple(
        replace(placed, article=old) if (old := articles.get(placed.article.source.file)) == placed.article and old
        else placed for placed in page.articles
    )) for page in after.issue.pages)  # fmt: skip
    known = {page.folio: page for page in before.issue.pages}
    pages = tuple(known[page.folio] if known.get(page.folio) == page else page for page in pages)
    layouts = {name: before.layouts[name] if before.layouts.get(name) == layout else layout
               for name, layout in after.layouts.items()}  # fmt: skip
    publication = after.issue.publication
    if before.issue.publication == publication:
        publication = before.issue.publication
    return replace(after, issue=replace(after.issue, pages=pages, publication=publication), layouts=layouts)


LAYOUT_FILES = ("layout.yaml", "page.html.j2", "style.css")


def _file(problem: Problem) -> str:
    return problem.where.file if isinstance(problem.where, Span) else ""


def _sound_images(read: Read, articles: Iterable[Article]) -> dict[Path, bool]:
    """The images of articles of which nothing was told: they need not be looked at again."""
    told = {_file(problem) for problem in read.problems}
    pictures = [
        picture
        for article in articles
        if article.source.file not in told
        for picture in (article.picture, *article.body)
        if isinstance(picture, Picture)
    ]
    return {read.root / picture.file: True for picture in pictures}


def _article(folders: Folders, article: Article, found: Found) -> Article | None:
    return read_article(folders, folders.root / article.source.file, article.name, found)


def _layout(root: Path, layout: Layout, found: Found) -> Layout | None:
    made = read_layout(root, layout.name, found, Span(f"{layout.folder}/layout.yaml"))
    return layout if made == layout else made


def _with_articles(issue: Issue, made: Mapping[str, Article]) -> Issue:
    pages = tuple(
        replace(page, articles=tuple(
            replace(placed, article=made[file]) if (file := placed.article.source.file) in made else placed
            for placed in page.articles
        )) if any(placed.article.source.file in made for placed in page.articles) else page
        for page in issue.pages
    )  # fmt: skip
    return replace(issue, pages=pages)
