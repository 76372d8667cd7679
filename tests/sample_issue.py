"""The sample issue, built once for every test that looks at it, and copies of its publication to break or to move."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

from mise_en_page.pipeline.build import Built, Set, build, set_issue
from mise_en_page.pipeline.stages import Road
from mise_en_page.reading import press_profile

ROOT = Path(__file__).parent.parent
ISSUE = ROOT / "issues" / "2018-05"


@cache
def built() -> Built:
    return build(ISSUE, press_profile.shipped("fogra39"))


@cache
def sample_set() -> Set:
    return set_issue(Road(folder=ISSUE))


def copied(target: Path) -> Path:
    """The sample's publication elsewhere."""
    for name in ("fonts", "issues", "layouts"):
        shutil.copytree(ROOT / name, target / name)
    for name in ("publication.yaml", "mots.txt"):
        shutil.copy(ROOT / name, target)
    return target


def one_page(target: Path) -> Path:
    """The publication with the second of the issue's pages alone, which is enough to break."""
    issue = copied(target) / "issues" / "2018-05" / "issue.yaml"
    head, _first, second = issue.read_text(encoding="utf-8").split("  - layout: breves\n")
    issue.write_text(f"{head}  - layout: breves\n{second}", encoding="utf-8")
    for path in (issue.parent / "articles").iterdir():
        if path.stem not in second:
            path.unlink()
    return target


def files(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*"))
