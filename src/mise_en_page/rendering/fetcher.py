"""What WeasyPrint may read: values that were handed in, and files of the publication. Never the network.

Every URL of a layout resolves under one invented host (the top-level domain ``invalid`` is reserved, RFC 2606), so that
relative URLs work, a file's URL is the same wherever the publication lies, and nothing else can be asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

from mise_en_page.problem import Problem

ROOT = "https://publication.invalid/"
#: A font or a picture larger than this is not read.
MOST_BYTES = 64 * 1024 * 1024


def url_of(path: str) -> str:
    """The URL of a file of the publication, its path relative and posix."""
    return ROOT + quote(path)


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Serve ``given`` URLs from memory and other URLs under ``ROOT`` from files in ``root``; refuse the rest.

    ``refused`` holds a problem for each URL that was asked for and not served.
    """

    def __init__(self, root: Path, given: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=("https",), allow_redirects=False)
        self._root = root.resolve()
        self._given = given
        self.refused: list[Problem] = []

    def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002 (the parent's signature)
        if url in self._given:
            return URLFetcherResponse(url, self._given[url])
        if not url.startswith(ROOT):
            raise self._refuse(url, "asks for something outside the publication", "Copy the file into the publication.")
        path = (self._root / unquote(urlsplit(url).path).lstrip("/")).resolve()
        if not path.is_relative_to(self._root):
            raise self._refuse(url, "leads out of the publication", "Copy the file into the publication.")
        if not path.is_file():
            raise self._refuse(url, "is not there", "Correct the path in the layout, or add the file.")
        if path.stat().st_size > MOST_BYTES:
            raise self._refuse(url, f"is larger than {MOST_BYTES // 1024 // 1024} MB", "Make it smaller.")
        return URLFetcherResponse(url, path.read_bytes())

    def _refuse(self, url: str, fault: str, hint: str) -> ValueError:
        shown = unquote(url.removeprefix(ROOT))[:200]
        self.refused.append(Problem("resource", "error", f"“{shown}” {fault}", hint))
        return ValueError(f"{shown} {fault}")
