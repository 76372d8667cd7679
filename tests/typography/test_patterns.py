"""The C module of PyHyphen alone divides as the whole package does, and nothing is imported that could fetch anything."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from mise_en_page.typography.patterns import LONGEST, breaks

WORDS = Path(__file__).parent.parent.parent / "docs" / "LISEZMOI.md"
LETTERS = st.text("abcdefghijklmnopqrstuvwxyzéèàêîôûçœæëïüùâßñł", max_size=20)


def by_the_package(words: list[str]) -> list[list[int]]:
    """As PyHyphen's own class divides them, in a process of its own: its import brings an HTTP library."""
    code = """
import json, shutil, sys, tempfile
from importlib.util import find_spec
from pathlib import Path
from hyphen import Hyphenator
with tempfile.TemporaryDirectory() as folder:
    shutil.copy(Path(find_spec("pyphen").submodule_search_locations[0], "dictionaries", "hyph_fr.dic"), folder)
    entry = {"name": "French", "file": "hyph_fr.dic", "url": "", "locales": ["fr_FR"]}
    Path(folder, "dictionaries.json").write_text(json.dumps({"fr_FR": entry}))
    made = Hyphenator("fr_FR", lmin=2, rmin=3, directory=folder)
print(json.dumps([sorted({len(left) for left, _ in made.pairs(word)}) for word in json.load(sys.stdin)]))
"""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], input=json.dumps(words), capture_output=True, text=True, check=True
    )
    found: list[list[int]] = json.loads(done.stdout)
    return found


def test_the_same_divisions_as_the_package() -> None:
    written = WORDS.read_text(encoding="utf-8").replace("’", " ").split()
    words = sorted({word.lower() for word in written if word.isalpha()})
    words += ["abc", "école", "a" * LONGEST, "łódź", "œuvre", "aujourd", "typographiquement"]
    assert len(words) > 200
    assert [list(breaks(word)) for word in words] == by_the_package(words)


@given(word=LETTERS)
def test_breaks_leave_two_letters_and_three(word: str) -> None:
    assert all(2 <= at <= len(word) - 3 for at in breaks(word))


def test_nothing_that_could_fetch_is_imported() -> None:
    """``import hyphen`` imports requests (0.13 s), to fetch dictionaries that we never ask for."""
    code = (
        "import sys; from mise_en_page.typography import hyphenate; assert hyphenate('typographie') == (2, 4, 7);"
        "assert not {'requests', 'urllib3', 'http.client', 'socket', 'hyphen', 'hyphen.dictools', 'pyphen'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
