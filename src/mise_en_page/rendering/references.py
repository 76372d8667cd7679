"""What a stylesheet asks for: every ``url()`` and ``@import``, judged by the fetcher before anything is fetched."""

from __future__ import annotations

import posixpath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from mise_en_page.model.layout import Layout
from mise_en_page.model.problem import Problem, Span
from mise_en_page.rendering.declarations import at_rules, declared, typed
from mise_en_page.rendering.fetcher import Fetcher, outside, url_of


def bad_references(layout: Layout, fetcher: Fetcher) -> tuple[Problem, ...]:
    """An error for each import, and for each URL of the stylesheet that would not be served."""
    found = [Problem.of("import", "error", typed(layout, rule)) for rule in at_rules(layout.stylesheet, "import")]
    for _name, token in declared(layout.stylesheet):
        if token.type == "function" and token.lower_name == "local":
            found.append(Problem.of("resource/local", "error", typed(layout, token)))
        url = _url(token)
        if url is not None and (problem := _judge(layout, fetcher, url, typed(layout, token))) is not None:
            found.append(problem)
    return tuple(found)


def _judge(layout: Layout, fetcher: Fetcher, url: str, span: Span) -> Problem | None:
    if url.startswith("#"):
        return None
    try:
        parts = urlsplit(url)
        absolute = urljoin(url_of(layout.folder + "/"), url)
    except ValueError:
        return outside(url, span)
    if not parts.scheme and not parts.netloc:
        # A URL cannot climb above its host: what was meant as a path out would be looked for within.
        path = posixpath.normpath(posixpath.join(layout.folder, unquote(parts.path)))
        if path.startswith(".."):
            return outside(url, span)
    return fetcher.fault(absolute, span)


def _url(token: Any) -> str | None:
    if token.type == "url":
        return str(token.value).strip()
    if token.type == "function" and token.lower_name in ("url", "src"):
        return next((str(argument.value).strip() for argument in token.arguments if argument.type == "string"), None)
    return None
