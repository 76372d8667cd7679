"""What WeasyPrint shows for a picture's URL: what was made ready for the page, and the layout's own pictures, made ready
when they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mise_en_page.model.drawn import Raster
from mise_en_page.rendering import ground
from mise_en_page.rendering.fetcher import Fetcher

#: Makes a picture of the publication ready for the press, by its path there and its bytes: pixels in inks, or a drawing.
#: None for one that cannot be.
Convert = Callable[[str, bytes], Raster | bytes | None]


class Images(dict[str, Any]):
    """The cache that a page is rendered with."""

    def __init__(self, given: Mapping[str, Any], fetcher: Fetcher, convert: Convert | None) -> None:
        super().__init__(given)
        self._fetcher, self._convert = fetcher, convert

    def __contains__(self, url: object) -> bool:
        return super().__contains__(url) or (isinstance(url, str) and self._make(url))

    def _make(self, url: str) -> bool:
        """Is there a picture in pixels, made ready, at this URL? A drawing goes to WeasyPrint as the press wants it."""
        file = self._fetcher.picture(url) if self._convert is not None else None
        if self._convert is None or file is None:
            return False
        made = self._convert(*file)
        if isinstance(made, Raster):
            self[url] = ground.Picture(made)
            return True
        if made is not None:
            self._fetcher.give(url, made)
        return False
