"""``watch``: at each save the files that ``build`` would make, and nothing where something is wrong."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mise_en_page.editions import edition
from mise_en_page.editions.edition import Edition
from mise_en_page.editions.watching import Outcome, outcomes

HOUSE = Path(__file__).parents[2]
MAIN = [sys.executable, "-m", "mise_en_page"]
#: On a busy machine.
LONG = 90.0


def a_publication(folder: Path) -> Path:
    """The sample's first issue in a publication of its own."""
    for name in ("layouts", "fonts"):
        shutil.copytree(HOUSE / name, folder / name)
    for name in ("publication.yaml", "mots.txt"):
        shutil.copy(HOUSE / name, folder)
    shutil.copytree(HOUSE / "issues" / "2018-06", folder / "issues" / "2018-06")
    return folder


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)


@contextmanager
def watching(root: Path) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """A running ``watch``, and the file in which its words are."""
    heard = root / "heard.txt"
    with (
        heard.open("w") as words,
        subprocess.Popen(
            [*MAIN, "watch", "issues/2018-06", "-o", "out", "--lang", "en"], cwd=root, stdout=subprocess.DEVNULL,
            stderr=words,
        ) as process,
    ):  # fmt: skip
        try:
            yield process, heard
        finally:
            process.kill()


def test_each_save_gives_the_file_that_a_build_makes_and_a_fault_leaves_the_last_good_one(tmp_path: Path) -> None:
    root = a_publication(tmp_path)
    pdf = root / "out" / "2018-06.pdf"
    article = min((root / "issues/2018-06/articles").glob("*.md"))
    text = article.read_text(encoding="utf-8")
    with watching(root) as (process, heard):
        until(lambda: heard.read_text().count(" s\n") >= 1)
        first = pdf.read_bytes()
        article.write_text(text.rstrip() + " Fin.\n", encoding="utf-8")
        until(lambda: heard.read_text().count(" s\n") == 2)
        second = pdf.read_bytes()
        assert second != first
        article.write_text(text.replace("title:", "titre_inconnu:", 1), encoding="utf-8")
        until(lambda: heard.read_text().count(" s\n") == 3)
        assert pdf.read_bytes() == second, "a fault leaves what stood there"
        assert "titre_inconnu" in heard.read_text()
        article.write_text(text, encoding="utf-8")
        until(lambda: heard.read_text().count(" s\n") == 4)
        assert pdf.read_bytes() == first, "the same words, the same bytes"
        process.terminate()  # Ctrl-C is ignored by what runs in a shell's background
        process.wait(LONG)
        assert "Traceback" not in heard.read_text()
    article.write_text(text.rstrip() + " Fin.\n", encoding="utf-8")
    environment = {**os.environ, "XDG_CACHE_HOME": str(root / "cold")}
    subprocess.run([*MAIN, "build", "issues/2018-06", "-o", "cold-out"], cwd=root, env=environment, check=True)
    assert (root / "cold-out" / "2018-06.pdf").read_bytes() == second


def test_what_a_watch_has_made_a_build_hands_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = a_publication(tmp_path / "house")
    asked = Edition(root / "issues/2018-06", root / "out")
    article = min((root / "issues/2018-06/articles").glob("*.md"))

    async def saved() -> Outcome:
        following = outcomes(asked, 0)
        await anext(following)
        article.write_text(article.read_text(encoding="utf-8").rstrip() + " Fin.\n", encoding="utf-8")
        second = await anext(following)
        waiting = asyncio.ensure_future(anext(following))
        while len(list((tmp_path / "cache/mise-en-page/builds").glob("*.build"))) < 2:
            await asyncio.sleep(0.05)
        waiting.cancel()
        return second

    made = asyncio.run(asyncio.wait_for(saved(), LONG)).made
    assert made is not None
    monkeypatch.setattr(edition, "_made_anew", lambda *_args, **_named: pytest.fail("made again"))
    assert edition.make(asked).files == made.files
    (root / "layouts" / "notes.txt").write_text("whatever may reach a page", encoding="utf-8")
    edition.keep(asked, made, {})
    with pytest.raises(pytest.fail.Exception, match="made again"):
        edition.make(asked)


def test_a_folder_without_an_issue_is_told() -> None:
    ran = subprocess.run([*MAIN, "watch", "docs", "--lang", "fr"], check=False, cwd=HOUSE, capture_output=True, text=True)
    assert ran.returncode == 1
    assert "docs" in ran.stderr
    assert "Traceback" not in ran.stderr
