"""What WeasyPrint may read: values that were handed in, and files of the publication. Never the network.

Every URL of a layout resolves under one invented host (the top-level domain ``invalid`` is reserved, RFC 2606), so that
relative URLs work, a file's URL is the same wherever the publication lies, and nothing else can be asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

from mise_en_page.files.regular import plain_bytes
from mise_en_page.model import limits
from mise_en_page.model.message import Value, key
from mise_en_page.model.problem import Problem, Span
from mise_en_page.reading.found import Found
from mise_en_page.reading.images import check_image
from mise_en_page.reading.svg import embedded

ROOT = "https://publication.invalid/"
FONTS = (".ttf", ".otf", ".ttc", ".otc", ".woff", ".woff2")


def url_of(path: str) -> str:
    """The URL of a file of the publication, its path relative and posix."""
    return ROOT + quote(path)


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Serve ``given`` URLs from memory and other URLs under ``ROOT`` from files in ``root``; refuse the rest.

    ``refused`` holds the name of each file that was asked for and not served, with the problem; ``served`` the files that
    were read, relative to the publication.
    """

    def __init__(self, root: Path, given: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=("https",), allow_redirects=False)
        self._root = root.resolve()
        self._given = given
        self.refused: list[tuple[str, Problem]] = []
        self.served: set[str] = set()
        self._judged: dict[Path, Problem | None] = {}
        self._made: dict[str, bytes] = {}

    def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002 (the parent's signature)
        if (data := self._given.get(url, self._made.get(url))) is not None:
            return URLFetcherResponse(url, data)
        if (picture := embedded(url)) is not None:  # within a drawing, which was looked at
            return URLFetcherResponse(url, picture)
        if (problem := self.fault(url)) is not None:
            self.refused.append((unquote(url).rpartition("/")[2], problem))
            raise ValueError(problem.message)
        path = self._path(url)
        data = plain_bytes(path, self._root)
        self.served.add(path.relative_to(self._root).as_posix())
        return URLFetcherResponse(url, data)

    def picture(self, url: str) -> tuple[str, bytes] | None:
        """A file of the publication that is a picture and not a font, by its path there; None for whatever else.

        One that lies within a drawing has no path: it is called by its digest.
        """
        if (picture := embedded(url)) is not None:
            return f"data:image#{sha256(picture).hexdigest()[:6]}", picture
        if url in self._given or self.fault(url) is not None or self._path(url).suffix.lower() in FONTS:
            return None
        path = self._path(url)
        name = path.relative_to(self._root).as_posix()
        self.served.add(name)
        return name, plain_bytes(path, self._root)

    def give(self, url: str, data: bytes) -> None:
        """Serve this in place of the file from now on."""
        self._made[url] = data

    def fault(self, url: str, where: Span | None = None) -> Problem | None:
        """Why a URL would not be served, as a problem at ``where``; None if it would be."""
        if url in self._given:
            return None
        if not url.startswith(ROOT):
            return outside(url, where)
        try:
            return self._fault_of_file(url, self._path(url), where)
        except (OSError, ValueError, RuntimeError):  # a name with a null byte, or too long; links in a circle
            return _problem(key("resource/unread"), url, where)

    def _fault_of_file(self, url: str, path: Path, where: Span | None) -> Problem | None:
        if not path.is_relative_to(self._root):
            return outside(url, where)
        if not path.is_file():
            return _problem(key("resource/absent"), url, where)
        if path.stat().st_size > limits.RESOURCE_BYTES:
            return _problem(key("resource/large"), url, where, most=limits.RESOURCE_BYTES // 1024 // 1024)
        if path.suffix.lower() in FONTS:
            return None  # WeasyPrint says of a damaged one that it cannot be loaded
        found = Found()
        name = path.relative_to(self._root).as_posix()
        if path not in self._judged:
            check_image(self._root, path, found, where or Span(name))
            self._judged[path] = next((problem for problem in found if problem.severity == "error"), None)
        problem = self._judged[path]
        return problem if problem is None or where is None else replace(problem, where=where)

    def _path(self, url: str) -> Path:
        return (self._root / unquote(urlsplit(url).path).lstrip("/")).resolve()


def outside(url: str, where: Span | None = None) -> Problem:
    """The problem of a URL that is not within the publication."""
    return _problem(key("resource/outside"), url, where)


def _problem(words: str, url: str, where: Span | None, **values: Value) -> Problem:
    return Problem.of(words, "error", where, None, url=unquote(url.removeprefix(ROOT))[:200], **values)
