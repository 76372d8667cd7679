"""What came into the issue from elsewhere, for the browser: of each source its articles, what was told, its comments."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mise_en_page.importing.records import FOLDER, Record, records
from mise_en_page.model.problem import Problem, Span, place_data

#: Of one source, so much is shown; the whole report is what ``import`` told.
MOST = 200


class Imported:
    """The imports of an issue, read again only when one has been added."""

    def __init__(self, issue: Path) -> None:
        self._issue = issue
        self._seen: tuple[tuple[str, int], ...] = ()
        self._records: list[Record] = []

    def __call__(self) -> list[Record]:
        try:
            with os.scandir(self._issue / FOLDER) as entries:
                files = [each for each in entries if each.name.endswith(".json")]
                seen = tuple(sorted((each.name, each.stat().st_mtime_ns) for each in files))
        except OSError:
            seen = ()
        if seen != self._seen:
            self._seen, self._records = seen, records(self._issue)
        return self._records


def as_data(record: Record, files: Mapping[str, int]) -> dict[str, Any]:
    """An import as the browser gets it; ``files``: the page (from 0) that shows what a file holds."""
    return {
        "source": record.source,
        "articles": [str(each.get("name", "")) for each in record.articles],
        "told": [_told(problem, files) for problem in record.told[:MOST]],
        "comments": [
            {name: each.get(name, "") for name in ("author", "words", "text", "file")}
            | {"line": each.get("line", 1), "column": 1, "page": files.get(each.get("file", ""))}
            for each in record.comments[:MOST]
        ],
    }


def _told(problem: Problem, files: Mapping[str, int]) -> dict[str, Any]:
    where = problem.where if isinstance(problem.where, Span) else None
    page = {"page": files.get(where.file)} if where is not None else {}
    return {"severity": problem.severity, "message": problem.message} | place_data(where) | page
