"""``issue.yaml`` and everything that it names, into an Issue."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from mise_en_page.model import limits
from mise_en_page.model.issue import Advert, Article, Issue, Page, Picture, Placement, Publication, Text
from mise_en_page.model.layout import Layout
from mise_en_page.model.message import key, say
from mise_en_page.model.problem import Problem, Refused, Span, has_errors
from mise_en_page.processes.activity import doing
from mise_en_page.reading import adverts, choices, onward
from mise_en_page.reading.article import Folders, read_article
from mise_en_page.reading.delimiters import without_entities
from mise_en_page.reading.fields import IssueFields, PageFields, article_name, at
from mise_en_page.reading.files import exists, find, relative
from mise_en_page.reading.found import Found, meant, shown
from mise_en_page.reading.layout import read_layout
from mise_en_page.reading.nodes import Node, Scalar
from mise_en_page.reading.pins import pins_of, slots_of
from mise_en_page.reading.publication_fields import PublicationFields
from mise_en_page.reading.source import YAML_LIMIT, read_text, unwanted
from mise_en_page.reading.theme import Theme, theme_of
from mise_en_page.reading.words import add_words, read_words
from mise_en_page.reading.yaml import read_tree, read_yaml


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: ``root`` is the publication's folder; ``problems`` holds no error, unless some pages are missing.

    ``words`` are the publication's own, from mots.txt.
    """

    issue: Issue
    root: Path
    layouts: Mapping[str, Layout]
    problems: tuple[Problem, ...]
    words: tuple[str, ...] = ()
    theme: Theme | None = None

    @property
    def issue_yaml(self) -> Span:
        """Where what belongs to no one article is told."""
        return Span(self.issue.source.file)


def read_issue(folder: Path) -> Read:
    """Read an issue's folder, its articles, images and layouts. Raises Refused with all that is wrong in any of them."""
    read = _all_read(folder)
    if has_errors(read.problems):
        raise Refused(read.problems)
    return read


def read_sound_pages(folder: Path) -> Read:
    """The same with those pages alone that can be made, where something is wrong with others: all of it is in ``problems``.

    Where that leaves none there are no pages. Raises Refused where nothing can be read.
    """
    read = _all_read(folder)
    errors = [problem.where for problem in read.problems if problem.severity == "error"]
    wrong = {where.file for where in errors if isinstance(where, Span)}
    pages = tuple(page for page in read.issue.pages if not errors or _is_sound(page, read, wrong))
    if errors and read.issue.source.file in wrong:
        pages = ()
    return replace(read, issue=replace(read.issue, pages=pages))


def _all_read(folder: Path) -> Read:
    """What could be read, with all problems. Raises Refused where that is nothing."""
    found = Found()
    read = _read(folder, found)
    problems = tuple(sorted(found, key=_place))
    if read is None:
        raise Refused(problems)
    return replace(read, problems=problems)


def _is_sound(page: Page, read: Read, wrong: set[str]) -> bool:
    """Is nothing wrong with a page's layout, its articles and their pictures? Of a spread its first page tells it."""
    own = next(each for each in read.issue.pages if each.folio == page.folio - page.part)
    for name in page.choice.layouts if page.choice else (page.layout,):
        layout = read.layouts.get(name)
        if layout is None or any(PurePosixPath(file).parent == PurePosixPath(layout.folder) for file in wrong):
            return False
    articles = [placed.article for placed in own.articles]
    pictures = {block.file for each in articles for block in (each.picture, *each.body) if isinstance(block, Picture)}
    pictures |= {advert.file for advert in own.adverts}
    return own.complete and not wrong & (pictures | {article.source.file for article in articles})


def _place(problem: Problem) -> tuple[bool, str, int, int]:
    """issue.yaml first, then file by file, from top to bottom."""
    where = problem.where
    if not isinstance(where, Span):
        return False, "", 0, 0
    return not where.file.endswith("issue.yaml"), where.file, where.line, where.column


def _read(folder: Path, found: Found) -> Read | None:
    folder = folder.absolute()
    if folder.name == "issue.yaml" and not exists(folder / "issue.yaml"):
        folder = folder.parent
    if not exists(folder / "issue.yaml"):
        found.error(key("no-issue") if exists(folder) else key("no-issue/folder"), name=shown(folder.name))
        return None
    folder = folder.resolve()
    if any(0xD800 <= ord(character) <= 0xDFFF for character in str(folder)):
        found.error("bad-name", name=shown(folder.name))
        return None
    root = publication_root(folder)
    if root is None:
        found.error("no-publication/issue", name=shown(folder.name))
        return None
    doing(say("doing/read-issue"), Span(relative(root, folder / "issue.yaml")))
    publication, theme = _publication(root, found)
    words = read_words(root, found)
    written = read_text(root, folder / "issue.yaml", found, YAML_LIMIT)
    node = read_yaml(written, found) if written is not None else None
    if written is None or node is None:
        return None
    fields = IssueFields.of(node, found)
    asked_layouts, asked_articles = _asked(node)
    named = {name: read_layout(root, name, found, where, theme) for name, where in asked_layouts.items()}
    any_of = choices.any_layouts(root, node, named, found, theme)
    layouts: choices.Layouts = {**named, **any_of}
    folders = Folders(root, folder)
    articles = {name: _article(folders, Scalar(name, where), found) for name, where in asked_articles.items()}
    if fields is None or publication is None:
        return None
    _look_for_unplaced(root, folder, list(articles.values()), found)
    booked = [adverts.read(folders, page, at(node, "pages", n) or node, found) for n, page in enumerate(fields.pages)]
    pages = tuple(
        part
        for index, page in enumerate(fields.pages)
        for part in choices.pages_of(_page(index, page, node, articles, booked[index]), page, layouts, any_of)
    )
    for index, page in enumerate(fields.pages):
        choices.judge(page, at(node, "pages", index) or node, layouts, any_of, found)
        adverts.judge(page, at(node, "pages", index) or node, layouts, any_of, found)
    _without_image(node, fields, articles, found)
    _look_twice(node, fields, layouts, any_of, found)
    onward.judge(pages, layouts, found)
    onward.judge_empty(fields, node, pages, found)
    title = _text(at(node, "title"))
    issue = Issue(folder.name, publication, fields.number, fields.date, title, pages, written.source)
    return Read(issue, root, {name: layout for name, layout in layouts.items() if layout is not None}, (), words, theme)


def publication_root(folder: Path) -> Path | None:
    """The nearest folder, from the issue's upwards, that holds publication.yaml or layouts/."""
    for place in (folder, *folder.parents):
        if exists(place / "publication.yaml") or exists(place / "layouts"):
            return place
    return None


def accept(folder: Path, words: Iterable[str]) -> tuple[str, ...]:
    """Write words into the mots.txt of an issue's publication; gives those that are new there.

    Raises Refused if there is no publication, or for what can be no line of the file; OSError if it cannot be written.
    """
    root = publication_root(folder.absolute())
    if root is None or not exists(folder):
        raise Refused.of("no-publication/issue", name=shown(folder.absolute().name))
    return add_words(root, words)


def _publication(root: Path, found: Found) -> tuple[Publication | None, Theme | None]:
    path = root / "publication.yaml"
    divisions = _divisions(root, found)
    if not exists(path):
        return Publication(name=root.name, settings=divisions), None
    node = read_tree(root, path, found)
    fields = PublicationFields.of(node, found) if node is not None else None
    if fields is None or node is None:
        return None, None
    settings = tuple(sorted((*fields.typography.items(), *divisions)))
    return Publication(fields.name or root.name, fields.language, settings), theme_of(
        fields.theme, at(node, "theme"), found
    )


#: A line of the list: « show-room » (where to divide), « desk= » (never), « weekend=week-end » (the word, its divisions).
DIVISION = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*(?:=(?:[^\W\d_]+(?:[-'’][^\W\d_]+)*)?)?")


def _divisions(root: Path, found: Found) -> tuple[tuple[str, str], ...]:
    """The publication's own list of divisions, hyphenation.txt, a word a line."""
    path = root / "hyphenation.txt"
    written = read_text(root, path, found) if exists(path) else None
    if written is None:
        return ()
    for line in written.lines():
        entry = line.text.partition("#")[0].strip()
        word, _, divided = entry.partition("=")
        if entry and (not DIVISION.fullmatch(entry) or (divided and divided.replace("-", "") != word.replace("-", ""))):
            found.error("hyphenation", written.span(line.start, len(line.text)), typed=shown(entry))
    return (("hyphenation", written.text),)


def _asked(node: Node) -> tuple[Mapping[str, Span], Mapping[str, Span]]:
    """The layouts and the articles that an issue names, each with the first place that does.

    Taken from the tree, so that a fault elsewhere in issue.yaml hides no fault of an article.
    """
    layouts: dict[str, Span] = {}
    articles: dict[str, Span] = {}
    for page in getattr(at(node, "pages"), "items", ()):
        for layout in choices.asked_layouts(page):
            if layout.value != choices.AUTO:
                layouts.setdefault(layout.value, layout.span)
        for each in getattr(at(page, "articles"), "items", ()):
            name = each if isinstance(each, Scalar) else at(each, "article")
            if isinstance(name, Scalar) and name.value:
                articles.setdefault(article_name(name.value), name.span)
    return layouts, articles


def _article(folders: Folders, named: Scalar, found: Found) -> Article | None:
    base = folders.issue / "articles"
    path = find(folders.root, (base,), named, "article", found, suffix=".md", listed=folders.listed)
    return read_article(folders, path, named.value, found) if path is not None else None


def _page(
    index: int, fields: PageFields, node: Node, articles: Mapping[str, Article | None], booked: tuple[Advert, ...]
) -> Page:
    here = at(node, "pages", index) or node
    placements = []
    for asked in fields.articles:
        article = articles.get(article_name(asked.article))
        if article is not None:
            own = asked.slot, asked.optional, asked.unbroken, asked.lead, asked.folio
            placements.append(Placement(article, *own, picture=asked.image_slot))
    complete = len(placements) == len(fields.articles) and len(booked) == len(fields.adverts)
    section = _text(at(here, "section"))
    first = fields.folio or fields.folios[0]
    return Page(
        fields.layout[0], first, section, tuple(placements), here.span, complete=complete, order=fields.order,
        pins=pins_of(fields), adverts=booked,
    )  # fmt: skip


def _without_image(node: Node, fields: IssueFields, articles: Mapping[str, Article | None], found: Found) -> None:
    """Tell of articles whose image should stand in a slot, and that have none, or are nothing else."""
    for index, page in enumerate(fields.pages):
        for n, asked in enumerate(page.articles):
            article = articles.get(article_name(asked.article))
            where = at(node, "pages", index, "articles", n, "image_slot")
            if where is not None and article is not None and (article.picture is None or not article.is_text):
                found.warning("image-slot-idle", where.span, name=article.name, slot=shown(asked.image_slot))


def _text(node: Node | None) -> Text:
    if not isinstance(node, Scalar):
        return Text()
    if "&" not in node.value:
        return Text(node.value, node.origins)
    read, places = without_entities(node.value)
    if unwanted(read):
        return Text(node.value, node.origins)
    return Text(read, tuple(node.origins[at] for at in places))


def _look_twice(
    node: Node, fields: IssueFields, layouts: choices.Layouts, any_of: Mapping[str, Layout], found: Found
) -> None:
    """What is wrong between pages: a folio or an article that comes twice, a slot that none of its layouts has."""
    folios: dict[int, int] = {}
    placed: set[str] = set()
    for index, page in enumerate(fields.pages):
        below = at(node, "pages", index, "folio") or at(node, "pages", index, "folios") or node
        first, last = choices.span_of(page, layouts)
        for folio in range(first, min(last, first + limits.POOL_FOLIOS) + 1):
            if folio in folios:
                hint = say("hint/two-folios") if page.folio and last > first else None
                found.error("duplicate-folio", below.span, hint, folio=folio, place=folios[folio])
            folios.setdefault(folio, index + 1)
        known = [each for name in choices.settled_layouts(page, layouts, any_of) if (each := layouts.get(name))]
        slots = slots_of(page, known, at(node, "pages", index) or node, found)
        for count, asked in enumerate(page.articles):
            below = at(node, "pages", index, "articles", count) or node
            name = article_name(asked.article)
            if name in placed:
                found.error("placed-twice", below.span, article=shown(name))
            placed.add(name)
            if asked.slot and known and asked.slot not in slots:
                hint = meant(asked.slot, slots, say("hint/its-slots", slots=tuple(slots)))
                where = (at(below, "slot") or below).span
                found.error("missing-slot", where, hint, layout=known[0].name, slot=shown(asked.slot))


def _look_for_unplaced(root: Path, folder: Path, read: list[Article | None], found: Found) -> None:
    """An article that was written and forgotten."""
    if None in read:
        return
    placed = {article.source.file for article in read if article is not None}
    articles = folder / "articles"
    try:
        names = sorted(name for name in os.listdir(articles) if name.endswith(".md"))  # noqa: PTH208
    except OSError:
        return
    below = relative(root, articles)
    for name in names:
        file = f"{below}/{name}"
        if file not in placed and not name.startswith(".") and file.isprintable():
            found.warning("unplaced-article", Span(file), file=file)
