"""What WeasyPrint shows for a picture's URL: what was made ready for the page, and the layout's own pictures, made ready
when they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from weasyprint.images import SVGImage

from mise_en_page.model.drawn import Raster
from mise_en_page.rendering import ground
from mise_en_page.rendering.fetcher import Fetcher
from mise_en_page.rendering.ground import MOST_DRAWINGS

#: Makes a picture of the publication ready for the press, by its path there and its bytes: pixels in inks, or a drawing.
#: None for one that cannot be.
Convert = Callable[[str, bytes], Raster | bytes | None]


class Images(dict[str, Any]):
    """The cache that a page is rendered with. Drawings that were read are ``kept`` for other pages where that is asked for,
    by their URL and by what they were made into.
    """

    def __init__(
        self, given: Mapping[str, Any], fetcher: Fetcher, convert: Convert | None, kept: dict[object, Any] | None = None
    ) -> None:
        super().__init__(given)
        self._fetcher, self._convert, self._kept = fetcher, convert, kept
        self._made: dict[str, bytes] = {}

    def __contains__(self, url: object) -> bool:
        return super().__contains__(url) or (isinstance(url, str) and self._make(url))

    def __setitem__(self, url: str, image: Any) -> None:
        super().__setitem__(url, image)
        if self._kept is not None and isinstance(image, SVGImage):
            while len(self._kept) >= MOST_DRAWINGS:
                del self._kept[next(iter(self._kept))]
            self._kept[url, self._made.get(url)] = image

    def _make(self, url: str) -> bool:
        """Is there a picture, made ready, at this URL? An unknown drawing goes to WeasyPrint as the press wants it."""
        file = self._fetcher.picture(url) if self._convert is not None else None
        if self._convert is not None and file is not None:
            made = self._convert(*file)
            if isinstance(made, Raster):
                self[url] = ground.Picture(made)
                return True
            if made is not None:
                self._made[url] = made
                self._fetcher.give(url, made)
        known = self._kept.get((url, self._made.get(url))) if self._kept is not None else None
        if known is not None:
            super().__setitem__(url, known)
        return known is not None
