"""Pictures that stand apart from their articles: each in the slot that issue.yaml says, as one by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from mise_en_page.model.issue import Article, Page, Picture, Placement, Text

#: What the name of a picture that stands apart has behind that of its article; no file bears it.
APART = "/image"


def pictures_apart(page: Page) -> Page:
    """The page with each picture that is sent to a slot of its own as an article that is nothing else."""
    return replace(page, articles=tuple(_each(page))) if any(each.picture for each in page.articles) else page


def _each(page: Page) -> Iterator[Placement]:
    for placed in page.articles:
        article = placed.article
        if not placed.picture or article.picture is None or not article.is_text:
            yield placed
            continue
        yield replace(placed, article=replace(article, picture=None), picture="")
        if placed.part is None or placed.part.start is None:
            shown = Article(article.name + APART, article.source, Text(), picture=article.picture)
            yield Placement(shown, placed.picture, folio=placed.folio)


def with_pictures(pages: Iterable[Page]) -> Iterator[tuple[Page, Article]]:
    """Each page with its articles as a reader has them: with their pictures, wherever those stand."""
    every = [(page, placed.article) for page in pages for placed in page.articles]
    pictures: dict[str, Picture | None] = {
        article.name.removesuffix(APART): article.picture for _, article in every if article.name.endswith(APART)
    }
    for page, article in every:
        if article.name in pictures:
            yield page, replace(article, picture=pictures[article.name])
        elif not article.name.endswith(APART):
            yield page, article
