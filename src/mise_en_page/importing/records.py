"""What an issue remembers of its imports, as plain files in its folder ``imports/``: of each article the text as it came
(NAME.md), by which a later version is merged; of each source a record (SOURCE.json): its articles, pictures, comments, and
what was told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mise_en_page.files.regular import plain_bytes
from mise_en_page.importing.names import slug
from mise_en_page.model import limits
from mise_en_page.model.problem import Problem, problem_data, problem_of

FOLDER = "imports"


@dataclass(slots=True)
class Record:
    """An import as it is remembered. ``articles``: name and title, where each stood, what told its fields."""

    source: str
    form: str = ""
    encoding: str = ""
    digest: str = ""
    articles: list[dict[str, Any]] = field(default_factory=list)
    pictures: dict[str, str] = field(default_factory=dict)
    comments: list[dict[str, Any]] = field(default_factory=list)
    told: list[Problem] = field(default_factory=list)

    def name(self) -> str:
        """Its file in ``imports/``."""
        return f"{slug(self.source.replace('.', '-'), 'import')}.json"

    def data(self) -> dict[str, Any]:
        return {
            "source": self.source, "form": self.form, "encoding": self.encoding, "sha256": self.digest,
            "articles": self.articles, "pictures": self.pictures, "comments": self.comments,
            "told": [problem_data(each) for each in self.told],
        }  # fmt: skip

    def written(self) -> bytes:
        return (json.dumps(self.data(), ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def record_of(data: dict[str, Any]) -> Record:
    """Raises LookupError, TypeError or ValueError for what is no record."""
    return Record(
        str(data["source"]), str(data["form"]), str(data["encoding"]), str(data["sha256"]), list(data["articles"]),
        dict(data["pictures"]), list(data["comments"]), [problem_of(each) for each in data["told"]],
    )  # fmt: skip


def records(issue: Path) -> list[Record]:
    """All imports of an issue, by their sources' names; what cannot be read is passed over: it is only a memory."""
    made = []
    folder = issue / FOLDER
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            made.append(record_of(json.loads(plain_bytes(path, within=issue, limit=limits.IMPORT_RECORD))))
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            continue
    return made


def text_at(issue: Path, path: Path) -> str | None:
    """A text of the issue as it stands; None where there is none, or where it is not UTF-8."""
    try:
        return plain_bytes(path, within=issue, limit=limits.TEXT_BYTES).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None


def all_comments(made: Iterable[Record]) -> list[dict[str, Any]]:
    return [comment for record in made for comment in record.comments]
