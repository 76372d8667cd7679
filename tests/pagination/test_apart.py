"""Pictures that stand apart from their articles, and back with them for a reader."""

from __future__ import annotations

from mise_en_page.model.issue import Article, Page, Picture, Placement, Source, Text
from mise_en_page.model.problem import Span
from mise_en_page.pagination.apart import pictures_apart, with_pictures


def test_a_picture_that_stands_apart_comes_back_to_its_article() -> None:
    """The page has two articles, one of them a picture by itself; a reader has one."""
    picture = Picture("images/pont.jpg", "Un pont", Text(), Text(), Span("pont.md"))
    article = Article("pont", Source("pont.md"), Text("Le pont", tuple(range(7))), picture=picture)
    page = Page("breves", 14, Text(), (Placement(article, picture="frieze"),), Span("issue.yaml"))
    apart = pictures_apart(page)
    assert [(each.article.name, each.article.picture is not None) for each in apart.articles] == [
        ("pont", False),
        ("pont/image", True),
    ]
    assert list(with_pictures([apart])) == [(apart, article)]
    assert list(with_pictures([page])) == [(page, article)]
