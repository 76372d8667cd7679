"""An issue.yaml for a folder that has none, so that what was imported can be seen at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from mise_en_page.model import limits
from mise_en_page.reading.layout import layout_names

#: Characters that a page of briefs holds, more or less: how many pages a new issue begins with.
_PAGE = 5_000


def new_issue(root: Path, name: str, articles: Sequence[tuple[str, int]], *, french: bool) -> bytes:
    """The text of an issue.yaml whose pages share these articles, each with how many characters it has.

    Number and date come from the folder's name; where it tells none, they are to be written by hand.
    """
    found = re.search(r"(\d{4})-(\d{2})(?:-(\d{2}))?", name)
    valid = found is not None and 1 <= int(found[2]) <= 12 and 1 <= int(found[3] or 1) <= 28
    date = f"{found[1]}-{found[2]}-{found[3] or '01'}" if found is not None and valid else "2000-01-01"
    number = re.sub(r"[^\w./ -]", "", name) or "1"
    names = layout_names(root)
    pages = max(1, min(round(sum(signs for _, signs in articles) / _PAGE), limits.POOL_FOLIOS, max(1, len(articles) // 2)))
    layout = "auto" if len(names) > 1 else next(iter(names), "breves")
    word = {"number": "numéro", "layout": "gabarit"} if french else {"number": "number", "layout": "layout"}
    rows = [f"{word['number']}: '{number}'", f"date: {date}", "pages:", f"  - {word['layout']}: {layout}"]
    rows.append(f"    folios: 2-{pages + 1}" if pages > 1 else "    folio: 2")
    rows += ["    articles:", *(f"      - {article}" for article, _ in articles)]
    return ("\n".join(rows) + "\n").encode("utf-8")
