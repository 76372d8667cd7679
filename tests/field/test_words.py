"""Words of a whole lexicon, from the article's file to the glyphs of the printed page: not a letter is lost or changed.

The law itself, over every form, is tests/typography/test_every_word.py; here a whole command sets some thousand of them, in
text, titles, kickers, intertitles and standfirsts, and the finished PDF is read again.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from mise_en_page.typography import correct_text
from tests import lexicon
from tests.field.desk import publication, run

PAGES = 10
#: Words that look like Roman ordinals, symbols or initials, and names that the desk will meet.
HARD = [
    "Vie", "Vies", "Cie", "Die", "Lie", "Mie", "Mies", "Dies", "Lies", "Vers", "Ver", "Ires", "Ire", "Xérès",
    "Mixe", "Dire", "Mire", "Lire", "Cire", "Mime", "Dime", "Lime", "Crème", "Même", "Mème", "Dixième", "Xie",
    "Civil", "Livie", "Lidie", "Midi", "Mixité", "Vivier", "Clic", "Dix", "Six", "Mil", "Mille", "Elle", "Etna",
    "Éden", "Moelle", "Boeing", "Coexister", "Israël", "Noël", "Mme", "Mlle", "Cime", "Vide", "Vice", "Cède",
    "Lèvre", "Mède", "Iéna", "Ivre", "Ives", "Yves", "Aïe", "Haïti", "Zoé",
]  # fmt: skip


def letters(text: str) -> str:
    """The letters alone: what a line's end, a hyphen or a rule of spacing adds is none. Small capitals are letters."""
    return "".join(filter(str.isalpha, text)).casefold()


def words() -> Iterator[str]:
    """The hard words, then one in so many of the lexicon, with capitals and in capitals in turn."""
    yield from HARD
    every = [word for word in lexicon.words() if len(word) < 16 and word.isalpha() and max(word) < "\u0180"]
    for n, word in enumerate(every[:: len(every) // 6_000]):
        shown = (word, word[:1].upper() + word[1:], word.upper(), f"l’{word}" if word[0] in "aeiouyéêîô" else word)[n % 4]
        if correct_text(shown).text == shown:  # accents and ligatures are the law's
            yield shown


def issue(root: Path, source: Iterator[str]) -> tuple[Path, list[list[str]]]:
    """An issue of full pages, and for each page the strings of letters that must stand on it."""
    folder = root / "issues" / "mots"
    (folder / "articles").mkdir(parents=True)
    listed, wanted = [], list[list[str]]()

    def take(count: int) -> str:
        return " ".join(islice(source, count))

    for page in range(PAGES):
        names, strings = [], list[str]()
        for number in range(5):
            title, kicker, chapo = take(2), take(2), take(8) if number == 0 else ""
            blocks = [take(50), f"## {take(2)}", take(50), f"## {take(2)}", take(50)] if number == 0 else [take(15)]
            name = f"p{page}a{number}"
            head = f"title: {title}\nkicker: {kicker}\n" + (f"chapo: {chapo}\n" if chapo else "")
            text = "\n\n".join(blocks)
            (folder / "articles" / f"{name}.md").write_text(f"---\n{head}---\n{text}\n", encoding="utf-8")
            names.append(name)
            strings += [letters(each) for each in (title, kicker, chapo, *blocks) if each]
        wanted.append(strings)
        listed.append(f"  - layout: breves\n    folio: {page + 1}\n    section: Mots\n    articles: [{', '.join(names)}]\n")
    (folder / "issue.yaml").write_text(f"number: 1\ndate: 2026-03-12\npages:\n{''.join(listed)}", encoding="utf-8")
    return folder, wanted


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is absent")
def test_words_reach_the_page_letter_by_letter(tmp_path: Path) -> None:
    root = publication(tmp_path, "breves")
    folder, wanted = issue(root, words())

    said = run("build", folder, where=root)

    assert said.status == 0, said.words
    assert sum(map(len, wanted)) == PAGES * (4 * 3 + 8)
    for number, strings in enumerate(wanted, 1):
        command = ["pdftotext", "-raw", "-f", str(number), "-l", str(number), "out/mots.pdf", "-"]
        read = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout.decode()
        printed = letters(read)
        missing = [each for each in strings if each not in printed]
        assert not missing, read
