"""Lists, tables and verse as a desk types them, from the article's file to the printed page, by whole commands."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.field.desk import ROOT, article, briefs, issue, publication, run

SAIL = """\

Pour écouter à son tour, il faut :
- un casque fermé, et dix minutes de "calme" devant soi;
- une connexion qui tienne;
- un crayon, pour noter :
  - l'heure;
  - ce que l'on croit reconnaître.

Les étapes :

1. couper le moteur
2. jeter l'ancre
10. écouter

- Tu entends ?
- Non, dit-elle.
"""
PRINTED = (
    "Pour écouter à son tour, il faut :",
    "– un casque fermé, et dix minutes de « calme » devant soi;",
    "– une connexion qui tienne;",
    "– un crayon, pour noter :",
    "– l’heure;",
    "– ce que l’on croit reconnaître.",
    "1. couper le moteur",
    "2. jeter l’ancre",
    "10. écouter",
    "— Tu entends?",
    "— Non, dit-elle.",
)
LAYOUTS = sorted(path.parent.name for path in (ROOT / "layouts").glob("*/layout.yaml"))


def desk(target: Path, body: str, layout: str = "breves", words: int = 260) -> tuple[Path, Path]:
    root = publication(target, layout)
    lead = article("Le fleuve reprend la parole", words, kicker="Loire", chapo="Un chapô.") + body
    return root, issue(root, {"lead": lead, **briefs(3)}, layout)


def words_of(root: Path) -> str:
    done = subprocess.run(["pdftotext", "-raw", "out/essai.pdf", "-"], cwd=root, capture_output=True, check=True)
    text = done.stdout.decode().replace("\u00a0", " ").replace("\u202f", " ").replace("\u00ad\n", "")
    return re.sub(" (?=[;?!])", "", " ".join(text.split()))


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is absent")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_list_is_printed_in_each_layout_and_read_in_order(layout: str, tmp_path: Path) -> None:
    root, folder = desk(tmp_path, SAIL, layout)
    said = run("build", folder, where=root)
    assert said.status == 0, said.words
    assert "[list]" not in said.words
    page, at = words_of(root), 0
    for line in PRINTED:
        found = page.find(line, at)
        assert found >= 0, (line, page)
        at = found + len(line)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is absent")
def test_lines_of_verse_and_of_an_address_are_kept(tmp_path: Path) -> None:
    root, folder = desk(tmp_path, "\nVers :\n| Neige sur le quai\n| le train part\n\n| la Loire attend.\n\nSuite.")
    said = run("build", folder, where=root)
    assert said.status == 0, said.words
    done = subprocess.run(["pdftotext", "-raw", "out/essai.pdf", "-"], cwd=root, capture_output=True, check=True)
    assert "\nNeige sur le quai\nle train part\nla Loire attend.\nSuite." in done.stdout.decode()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is absent")
def test_a_table_is_printed_and_read_row_by_row(tmp_path: Path) -> None:
    table = '\nLes stations :\n| Station | Heures |\n|---|--:|\n| Gien | 9,25 |\n| "Blois" | 112 |\n\nSuite.'
    root, folder = desk(tmp_path, table)
    said = run("build", folder, where=root)
    assert said.status == 0, said.words
    assert "Les stations : Station Heures Gien 9,25 « Blois » 112 Suite." in words_of(root)


def test_a_table_too_wide_is_one_error_at_its_place(tmp_path: Path) -> None:
    cell = "une longue case de mots "
    root, folder = desk(tmp_path, f"\n| {cell} | {cell} | {cell} |\n|---|---|---|\n| a | b | c |\n")
    said = run("check", folder, "--json", where=root)
    told = [each for each in json.loads(said.out)["problems"] if each["severity"] == "error"]
    assert said.status == 1
    assert [each["code"] for each in told] == ["table-too-wide"]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is absent")
def test_a_stylesheet_says_what_stands_before_an_item_and_how_it_looks(tmp_path: Path) -> None:
    root, folder = desk(tmp_path, SAIL)
    sheet = root / "layouts/breves/style.css"
    own = '.item { --marker: "■" } .item.nested { --marker: "›" } .item .marker { color: device-cmyk(0 1 1 0) }'
    sheet.write_text(f"{sheet.read_text(encoding='utf-8')}\n{own}\n", encoding="utf-8")
    said = run("build", folder, where=root)
    assert said.status == 0, said.words
    assert "[stylesheet]" not in said.words
    page = words_of(root)
    assert "■ une connexion" in page
    assert "› l’heure" in page
    assert "1. couper" in page


def test_a_list_without_room_is_told_at_its_item(tmp_path: Path) -> None:
    root, folder = desk(tmp_path, "\n" + "\n".join(f"- un casque fermé de rechange, numéro {n} ;" for n in range(300)))
    said = run("check", folder, "--json", where=root)
    assert said.status == 1
    over = [each for each in json.loads(said.out)["problems"] if each["code"] == "overset"]
    assert over, said.words
    offers = run("fit", folder, where=root, seconds=300)
    assert offers.status in (0, 1), offers.words
    assert "rechange" not in offers.out


def test_a_list_nested_nine_deep_is_one_error_at_its_place(tmp_path: Path) -> None:
    root, folder = desk(tmp_path, "\n" + "\n".join(f"{'  ' * n}- rang {n} ;" for n in range(9)))
    said = run("check", folder, "--json", where=root)
    told = [each for each in json.loads(said.out)["problems"] if each["code"] == "list"]
    assert said.status == 1
    assert len(told) == 1, told
    assert told[0]["severity"] == "error"
