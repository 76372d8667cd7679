"""An issue again after some of its files have changed: only those are read again, for an editor who waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path, PurePosixPath
from typing import TypeVar

from mise_en_page.model.issue import Article, Issue, Picture
from mise_en_page.model.layout import Layout
from mise_en_page.model.problem import Problem, Refused, Span, has_errors
from mise_en_page.reading.article import Folders, article_of, read_article
from mise_en_page.reading.found import Found
from mise_en_page.reading.issue import Read, read_issue
from mise_en_page.reading.layout import read_layout
from mise_en_page.reading.source import decode

T = TypeVar("T")


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
    new_layouts = {layouts[name].name: _layout(read, layouts[name], found) for name in changed_layouts}
    if has_errors(found) or None in new_articles.values() or None in new_layouts.values():
        raise Refused(tuple(found))
    if any(made is not None and _onward(made) != _onward(articles[file]) for file, made in new_articles.items()):
        return _with_the_same(read, read_issue(folder))  # where it goes on is judged with all pages
    if any(layout is not None and layout.pages != read.layouts[name].pages for name, layout in new_layouts.items()):
        return _with_the_same(read, read_issue(folder))  # pages become spreads, or the other way round
    issue = _with_articles(read.issue, {file: made for file, made in new_articles.items() if made is not None})
    told = {*new_articles, *(f"{folder}/{name}" for folder in changed_layouts for name in LAYOUT_FILES)}
    problems = (*(problem for problem in read.problems if _file(problem) not in told), *found)
    known = dict(read.layouts) | {name: layout for name, layout in new_layouts.items() if layout is not None}
    return Read(issue, read.root, known, problems, read.words, read.theme)


def _onward(article: Article) -> tuple[int, str] | None:
    return (article.next.folio, article.next.slot) if article.next is not None else None


def rewritten(read: Read, article: Article, raw: str) -> Article | None:
    """A placed article of ``read`` as it would be read if its file held ``raw``; None where that has an error.

    Its pictures are not looked at again.
    """
    found = Found()
    written = decode(raw.encode("utf-8", "surrogatepass"), article.source.file, found)
    if written is None:
        return None
    made = article_of(folders_of(read, article), written, article.name, found)
    return None if has_errors(found) else made


def with_text(read: Read, file: str, raw: str) -> Read | None:
    """The same as if a placed article's file held ``raw``; None where that has an error, or leads to another page."""
    article = next(each.article for page in read.issue.pages for each in page.articles if each.article.source.file == file)
    made = rewritten(read, article, raw)
    if made is None or _onward(made) != _onward(article):
        return None
    return replace(read, issue=_with_articles(read.issue, {file: article if made == article else made}))


def folders_of(read: Read, article: Article) -> Folders:
    """Where what an article names is looked for; its pictures, if nothing was told of them, are known."""
    return Folders(read.root, read.root / PurePosixPath(read.issue.source.file).parent, _sound_images(read, (article,)))


def _with_the_same(before: Read, after: Read) -> Read:
    """``after`` with the objects of ``before`` wherever they are equal."""
    placed = {each.article.source.file: each for page in before.issue.pages for each in page.articles}
    known = {page.folio: page for page in before.issue.pages}
    pages = []
    for page in after.issue.pages:
        articles = tuple(_alike(placed.get(each.article.source.file), each) for each in page.articles)
        pages.append(_alike(known.get(page.folio), replace(page, articles=articles)))
    layouts = {name: _alike(before.layouts.get(name), layout) for name, layout in after.layouts.items()}
    return replace(after, issue=_alike(before.issue, replace(after.issue, pages=tuple(pages))), layouts=layouts)


def _alike(old: T | None, new: T) -> T:
    """The old object if it is equal; else the new one, with the old one's for those of its fields that are."""
    if old is None or old == new:
        return new if old is None else old
    names = [each.name for each in fields(new)]  # type: ignore[arg-type]
    same = {name: value for name in names if (value := getattr(old, name)) == getattr(new, name)}
    return replace(new, **same)  # type: ignore[type-var]


LAYOUT_FILES = ("layout.yaml", "page.html.j2", "style.css")


def _file(problem: Problem) -> str:
    return problem.where.file if isinstance(problem.where, Span) else ""


def _sound_images(read: Read, articles: Iterable[Article]) -> dict[Path, float | None]:
    """The images of articles of which nothing was told, with their shapes: they need not be looked at again."""
    told = {_file(problem) for problem in read.problems}
    blocks = [block for each in articles if each.source.file not in told for block in (each.picture, *each.body)]
    return {read.root / block.file: block.shape for block in blocks if isinstance(block, Picture)}


def _article(folders: Folders, article: Article, found: Found) -> Article | None:
    return read_article(folders, folders.root / article.source.file, article.name, found)


def _layout(read: Read, layout: Layout, found: Found) -> Layout | None:
    made = read_layout(read.root, layout.name, found, Span(f"{layout.folder}/layout.yaml"), read.theme)
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
