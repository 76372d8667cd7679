"""What a desk does, for the tests of this folder: a publication with matter of its own, and whole commands run on it.

Commands run in a process of their own, as a user runs them: what leaves a traceback or a half-written file is seen.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORDS = (
    "Le conseil municipal se réunit ce mardi soir pour voter le budget des écoles, puis celui de la voirie, et les élus "
    "entendront les riverains du quai sur le bruit des terrasses en été. "
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered: its exit status, and its two outputs."""

    status: int
    out: str
    err: str

    @property
    def words(self) -> str:
        return self.out + self.err


def run(*words: str | Path, where: Path, seconds: float = 120) -> Said:
    """``mise-en-page`` with these words, run in a folder. No traceback may be seen, whatever comes of it."""
    command = [str(Path(sys.executable).parent / "mise-en-page"), *map(str, words)]
    done = subprocess.run(
        command,
        cwd=where,
        capture_output=True,
        text=True,
        timeout=seconds,
        stdin=subprocess.DEVNULL,
        env=os.environ,
        check=False,
    )
    said = Said(done.returncode, done.stdout, done.stderr)
    assert "Traceback" not in said.words, said.words
    assert "internal error" not in said.words, said.words
    return said


def publication(target: Path, *layouts: str) -> Path:
    """A publication with the shipped fonts and some of the shipped layouts (all, if none is named), and no issue yet."""
    shutil.copytree(ROOT / "fonts", target / "fonts")
    known = sorted(path.parent.name for path in (ROOT / "layouts").glob("*/layout.yaml"))
    for name in (*(layouts or known), "commun"):  # and what they share
        shutil.copytree(ROOT / "layouts" / name, target / "layouts" / name)
    for name in ("publication.yaml", "mots.txt"):
        shutil.copy(ROOT / name, target)
    return target


def issue(
    root: Path, articles: dict[str, str], layout: str = "breves", folio: int | None = None, name: str = "essai"
) -> Path:
    """An issue of one page in a publication: each article as its file is typed, front matter and all."""
    return issue_of(root, [articles], layout, folio, name)


def issue_of(
    root: Path, pages: Sequence[Mapping[str, str]], layout: str = "breves", folio: int | None = None, name: str = "essai"
) -> Path:
    """An issue of several pages, or spreads, each with its own articles."""
    folder = root / "issues" / name
    (folder / "articles").mkdir(parents=True)
    (folder / "images").mkdir()
    double = layout == "breves-double"
    first = folio if folio is not None else 8 if double else 9
    written = "number: 7\ndate: 2026-03-12\npages:\n"
    for place, articles in enumerate(pages):
        for article, text in articles.items():
            (folder / "articles" / f"{article}.md").write_text(text, encoding="utf-8")
        written += f"  - layout: {layout}\n    folio: {first + place * (2 if double else 1)}\n    section: Les Brèves\n"
        written += f"    articles: [{', '.join(articles)}]\n"
    (folder / "issue.yaml").write_text(written, encoding="utf-8")
    return folder


def article(title: str, words: int, **fields: str) -> str:
    """An article's file: its front matter, and about so many words of plain prose in paragraphs of sixty."""
    many = (WORDS * (words // 30 + 1)).split()[:words]
    paragraphs = [" ".join(many[at : at + 60]).rstrip(",.") + "." for at in range(0, words, 60)]
    head = "".join(f"{key}: {value}\n" for key, value in {"title": title, **fields}.items())
    return f"---\n{head}---\n" + "\n\n".join(paragraphs) + "\n"


#: They have a place for one article alone.
ALONE = ("breves-une",)


def beside(layout: str, count: int = 3, named: str = "b") -> dict[str, str]:
    """Some briefs beside an article, where a layout has a place for them."""
    return {} if layout in ALONE else briefs(count, named=named)


def briefs(count: int, words: int = 45, named: str = "b") -> dict[str, str]:
    """Some briefs, named b1, b2…"""
    return {f"{named}{n}": article(f"Brève {n}", words, kicker=f"Lieu {n}") for n in range(1, count + 1)}
