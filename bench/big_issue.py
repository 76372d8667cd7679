"""An issue of as many pages as one asks for, made of the sample's two: what the benches and the browser tests read."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import yaml

HOUSE = Path(__file__).resolve().parents[1]


def make(folder: Path, pages: int) -> Path:
    """A publication in ``folder`` with one issue of ``pages`` pages; gives the issue's folder."""
    for name in ("layouts", "fonts"):
        shutil.copytree(HOUSE / name, folder / name, dirs_exist_ok=True)
    shutil.copy(HOUSE / "publication.yaml", folder)
    sample, issue = HOUSE / "issues" / "2018-05", folder / "issues" / "big"
    shutil.copytree(sample / "images", issue / "images", dirs_exist_ok=True)
    (issue / "articles").mkdir(parents=True, exist_ok=True)
    written = yaml.safe_load((sample / "issue.yaml").read_text(encoding="utf-8"))
    made = []
    for number in range(pages):
        page = dict(written["pages"][(number + 1) % 2])  # the first page is the recto
        names = page["articles"]
        for name in names:
            text = (sample / "articles" / f"{name}.md").read_text(encoding="utf-8")
            (issue / "articles" / f"{name}-{number}.md").write_text(text, encoding="utf-8")
        made.append(page | {"folio": 15 + number, "articles": [f"{name}-{number}" for name in names]})
    written["pages"] = made
    written["date"] = str(written["date"])
    (issue / "issue.yaml").write_text(yaml.safe_dump(written, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return issue


if __name__ == "__main__":
    print(make(Path(sys.argv[1]), int(sys.argv[2])))
