"""A proof on paper: A4, the page as vectors and as text, line numbers, what has no room, the lists; same bytes always."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result
from proofs import FILE, lines
from proofs import places as places_in

import mise_en_page
from mise_en_page.cli.commands import commands
from mise_en_page.model.message import spoken
from mise_en_page.model.problem import Refused
from mise_en_page.pipeline.build import set_issue
from mise_en_page.pipeline.stages import Road
from mise_en_page.proof.paper import furniture, paper_proof, places, sheet
from mise_en_page.proof.sign import reached
from mise_en_page.reading import press_profile
from sample_issue import ROOT, one_page

ISSUE = "issues/2018-05"
MORE = "Le fleuve monte encore, et *personne* ne le regarde plus depuis le quai.\n\n"


@pytest.fixture(scope="module", autouse=True)
def french() -> Iterator[None]:
    """A French desk's proofs."""
    with spoken("fr"):
        yield


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(commands, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def text(pdf: Path, page: int) -> str:
    told = ["pdftotext", "-layout", "-f", str(page), "-l", str(page), str(pdf), "-"]
    return subprocess.run(told, capture_output=True, check=True).stdout.decode("utf-8")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The proof of the sample's second page."""
    root = one_page(tmp_path_factory.mktemp("sample") / "publication")
    result = run("proof", str(root / ISSUE), "-o", str(root / "out"))
    assert result.exit_code == 0, result.output
    assert result.stdout == f"{root / 'out' / '2018-05_proof.pdf'}\n"
    return root / "out" / "2018-05_proof.pdf"


@pytest.fixture(scope="module")
def overset(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Proofs of that page with a little and with a great deal too much text."""
    made = {}
    for name, times in (("little", 24), ("much", 60)):
        root = one_page(tmp_path_factory.mktemp(name) / "publication")
        with (root / ISSUE / "articles" / "fleuve.md").open("a", encoding="utf-8") as article:
            article.write("\n" + MORE * times)
        made[name] = root / "proof.pdf"
        result = run("proof", str(root / ISSUE), "-o", str(made[name]))
        assert result.exit_code == 1, result.output
        assert "[overset]" in result.stderr
    return made


def test_every_sheet_is_a4(sample: Path) -> None:
    with pikepdf.open(sample) as pdf:
        sizes = {tuple(round(float(value), 1) for value in page.mediabox) for page in pdf.pages}
    assert sizes == {(0.0, 0.0, 595.3, 841.9)}


def test_the_head_names_publication_issue_folio_version_and_when_it_was_saved(sample: Path) -> None:
    head = text(sample, 1).lstrip().split("\n")[0]
    version = places_in(sample.read_bytes())["version"]
    assert "Le Halage n" in head
    assert "page\u00a015" in head or "page 15" in head
    assert f"version {version}" in head
    saved = reached(sample.parent.parent / ISSUE).saved
    at = datetime.fromtimestamp(saved)  # noqa: DTZ006
    assert f"{at.year}, {at.hour} h {at.minute:02d}" in head.replace("\u00a0", " ")
    with pikepdf.open(sample) as pdf:
        assert str(pdf.docinfo["/CreationDate"]) == datetime.fromtimestamp(saved, UTC).strftime("D:%Y%m%d%H%M%SZ")


def test_two_versions_of_one_day_bear_their_own_times(sample: Path, tmp_path: Path) -> None:
    """What is saved last is when the version was; a page looks the same, its head tells it apart."""
    root = tmp_path / "publication"
    shutil.copytree(sample.parent.parent, root)
    for path in root.rglob("*"):
        os.utime(path, (0, 1_525_440_000))
    heads = []
    for hour in (1, 2):
        article = root / ISSUE / "articles" / "fleuve.md"
        article.write_text(article.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        os.utime(article, (0, 1_525_440_000 + 3600 * hour))
        run("--lang", "fr", "proof", str(root / ISSUE), "-o", str(tmp_path / f"{hour}.pdf"))
        heads.append(text(tmp_path / f"{hour}.pdf", 1).lstrip().split("\n")[0].replace("\u00a0", " "))
    assert all("état du 4 mai 2018, " in head for head in heads)
    assert heads[0].rpartition("état")[2] != heads[1].rpartition("état")[2]


def test_line_numbers_stand_neither_on_a_column_rule_nor_on_what_hangs(sample: Path) -> None:
    made = set_issue(Road(folder=sample.parent.parent / ISSUE))
    page = made.makeup.pages[0]
    grid = made.layouts[page.layout].grid
    placed = sheet.place(grid.width, grid.height, beside=False)
    numbers = list(furniture.numbers(page, placed, grid.gutter))
    assert len(numbers) > 12
    lines = [
        (placed.top + placed.scale * baseline, placed.x(frame.x) + placed.scale * min(0.0, line.x))
        for frame in page.frames
        for block in frame.placed
        for line, baseline in zip(block.lines, block.baselines, strict=True)
    ]
    rules = [placed.x(frame.x - grid.gutter / 2) for frame in page.frames]
    for each in numbers:
        left, right = float(each["left"]), float(each["x"])
        assert any(abs(top - float(each["y"])) < 0.02 and 0 < begins - right < 3 for top, begins in lines)
        assert each["behind"] or not any(left < rule < right for rule in rules)


def test_problems_come_first_and_all_lists_have_one_sheet(sample: Path) -> None:
    with pikepdf.open(sample) as pdf:
        assert len(pdf.pages) == 2
    lists = text(sample, 2)
    assert lists.index("Problèmes") < lists.index("Corrections typographiques")


def test_the_page_is_drawn_and_not_pictured_and_its_text_can_be_selected(sample: Path) -> None:
    assert "Une rivière" in text(sample, 1)
    assert "ÉPREUVE" not in text(sample, 1)  # drawn as outlines: a copied passage holds no word of ours
    with pikepdf.open(sample) as pdf:
        form = pdf.pages[0].obj.Resources.XObject["/Page1"]
        assert form.Subtype == "/Form"
        names = [name for name, each in pdf.pages[0].obj.Resources.XObject.items() if each.Subtype == "/Image"]
        assert names == []


def test_lines_are_numbered_by_fives_on_their_baselines(sample: Path) -> None:
    told = ["pdftotext", "-bbox", "-f", "1", "-l", "1", str(sample), "-"]
    import re  # noqa: PLC0415

    words = subprocess.run(told, capture_output=True, check=True).stdout.decode("utf-8")
    found = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(\d+)<', words)
    fifth = [line for line in lines(sample.read_bytes(), "fleuve") if line["slot"] == "lead" and line["number"] == 20]
    assert len(fifth) == 2  # one in each of the two columns
    for line in fifth:
        x0, y0, _, y1 = line["box"]
        assert any(
            number == "20" and x0 - 12 < float(right) <= x0 and 841.9 - y1 < (float(top) + float(bottom)) / 2 < 841.9 - y0
            for _, top, right, bottom, number in found
        ), line


def test_text_without_room_stands_beside_the_page(overset: dict[str, Path]) -> None:
    page = text(overset["little"], 1)
    assert "Texte en trop" in page
    assert "fleuve.md" in page
    data = places_in(overset["little"].read_bytes())
    lost = [line for line in data["sheets"][0]["lines"] if line.get("role") == "overset"]
    assert lost
    assert min(line["box"][0] for line in lost) > sheet.WIDTH - sheet.SIDE - sheet.COLUMN
    assert {line["file"] for line in lost} == {f"{ISSUE}/articles/fleuve.md"}


def test_much_text_without_room_has_sheets_of_its_own(overset: dict[str, Path]) -> None:
    assert "(feuille suivante)" in text(overset["much"], 1)
    after = text(overset["much"], 2)
    assert "texte en trop" in after.lstrip().split("\n")[0]
    assert after.count("personne ne le regarde plus") > 20


def test_nothing_that_has_no_room_is_missing(overset: dict[str, Path]) -> None:
    """Each word of the article is on the page or beside it, with its own place in the file."""
    for path in overset.values():
        article = (path.parent / ISSUE / "articles" / "fleuve.md").read_text(encoding="utf-8").split("\n")
        shown = {
            (word[2], word[3])
            for each in places_in(path.read_bytes())["sheets"]
            for line in each["lines"]
            if line.get("article") == "fleuve"
            for word in line.get("words", ())
        }
        typed = [
            (n, at + 1) for n, line in enumerate(article, 1) if line.startswith("Le fleuve monte") for at in (0, 3, 10)
        ]
        assert len(typed) >= 18
        assert set(typed) <= shown


def test_the_lists_say_what_was_corrected_and_what_is_wrong(sample: Path, overset: dict[str, Path]) -> None:
    data = places_in(sample.read_bytes())
    whole = "".join(text(sample, page) for page in range(2, len(data["sheets"]) + 1))
    assert "Corrections typographiques" in whole
    assert "SP-HIGH" in whole
    assert "fleuve.md:" in whole
    rows = [line for each in data["sheets"] for line in each["lines"] if line.get("role") == "correction"]
    assert len(rows) > 20
    count = len(places_in(overset["little"].read_bytes())["sheets"])
    last = text(overset["little"], count)
    assert "Problèmes" in last
    assert "Erreur" in last
    assert "overset" in last
    assert f"{ISSUE}/articles/fleuve.md:" in last


def test_many_corrections_that_are_alike_are_two_rows_that_name_the_lines_of_all(sample: Path) -> None:
    made = set_issue(Road(folder=sample.parent.parent / ISSUE))
    views, rows = furniture.correction_views(made)
    assert [view["rule"] for view in views] == sorted({each.rule for each in made.corrections})
    alike = [each for each in made.corrections if (each.rule, each.before, each.after) == ("AP", "'", "’")]
    (view,) = [view for view in views if view["rule"] == "AP"]
    assert view["sentence"]
    first, second = [row for row in view["rows"] if rows[row["id"]] in {each.where for each in alike}]
    assert first["others"] == ""
    assert second["others"].startswith(f"et {len(alike) - 2} autres\u00a0: ")
    assert {rows[first["id"]], rows[second["id"]]} <= {each.where for each in alike}
    told = second["others"].replace("\u00a0", " ")
    for each in alike[2:]:
        assert Path(each.where.file).name in told
    shown = sum(len(view["rows"]) for view in views)
    assert len(rows) == shown < len(made.corrections) / 2
    assert f"{len(made.corrections)} corrections." in text(sample, 2).replace("\u00a0", " ")


def test_a_line_s_place_is_where_it_is_seen_and_where_it_is_typed(sample: Path) -> None:
    """poppler reads in a line's box what the article holds at its line and column."""
    root = sample.parent.parent
    article = (root / ISSUE / "articles" / "fleuve.md").read_text(encoding="utf-8").split("\n")
    for line in lines(sample.read_bytes(), "fleuve")[3:40:9]:
        x0, y0, x1, y1 = line["box"]
        told = ["pdftotext", "-f", "1", "-l", "1", "-r", "720"]
        for key, value in (("x", x0 - 2), ("y", sheet.HEIGHT - y1), ("W", x1 - x0 + 4), ("H", y1 - y0)):
            told += [f"-{key}", str(int(value * 10))]
        seen = subprocess.run([*told, str(sample), "-"], capture_output=True, check=True).stdout.decode("utf-8")
        words = [word for word in line["words"] if word[4].isalpha() and len(word[4]) > 3]
        assert len(words) > 1
        for _, _, number, column, word in words[:-1]:
            assert word in seen
            assert article[number - 1][column - 1 :].startswith(word)


def test_the_same_issue_makes_the_same_bytes_in_another_process(sample: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from mise_en_page.reading.press_profile import shipped;"
        "from mise_en_page.proof.paper import paper_proof; from hashlib import sha256;"
        "print(sha256(paper_proof(Path(sys.argv[1]), shipped('fogra39')).pdf).hexdigest())"
    )
    path = str(Path(mise_en_page.__file__).parent.parent)
    told = [sys.executable, "-c", code, str(sample.parent.parent / ISSUE)]
    environment = os.environ | {"PYTHONPATH": path, "PYTHONHASHSEED": "7"}
    other = subprocess.run(told, capture_output=True, check=True, env=environment).stdout.decode().strip()
    assert other == hashlib.sha256(sample.read_bytes()).hexdigest()


def test_a_changed_word_is_another_version(sample: Path, overset: dict[str, Path]) -> None:
    versions = {places_in(path.read_bytes())["version"] for path in (sample, *overset.values())}
    assert len(versions) == 3


def test_the_fonts_are_the_publication_s_own(sample: Path) -> None:
    """A font of the machine would make other bytes elsewhere."""
    with pikepdf.open(sample) as pdf:
        names = {
            str(each.FontName).partition("+")[2]
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and "/FontName" in each
        }
    assert names
    assert {name for name in names if not any(own in name for own in ("Bricolage", "Newsreader", "SourceSerif"))} == set()


def test_places_are_read_back_as_they_were_written(sample: Path) -> None:
    with pikepdf.open(sample) as pdf:
        data = pdf.attachments[FILE].get_file().read_bytes()
    assert places.as_bytes(places.from_bytes(data)) == data


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{", b'{"form": 2}', b"[" * 100_000, b"\xff",
     b'{"form":1,"sheets":7,"publication":"","issue":"","version":""}',
     b'{"form":1,"sheets":[{"folio":1,"lines":[{"box":[0,0,NaN,1],"file":"a","line":1,"column":1}]}]}'],
)  # fmt: skip
def test_what_holds_no_places_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (JSON's own, too)
        places.from_bytes(data)


def test_an_issue_that_cannot_be_read_is_refused_in_its_own_words(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        paper_proof(tmp_path / "nothing", press_profile.shipped("fogra39"))
    result = run("proof", str(tmp_path / "nothing"), "-o", str(tmp_path / "p.pdf"))
    assert result.exit_code == 1
    assert not (tmp_path / "p.pdf").exists()


def test_the_whole_sample_has_a_sheet_a_page(tmp_path: Path) -> None:
    proof = paper_proof(ROOT / ISSUE, press_profile.shipped("fogra39"))
    data = places_in(proof.pdf)
    assert [each["folio"] for each in data["sheets"]][:3] == [14, 15, None]
    with pikepdf.open(io.BytesIO(proof.pdf)) as pdf:
        assert len(pdf.pages) == len(data["sheets"])
    (tmp_path / "p.pdf").write_bytes(proof.pdf)
    assert "étoiles" in text(tmp_path / "p.pdf", 1)
    assert "fleuve" in text(tmp_path / "p.pdf", 2)
    assert json.dumps(data).count('"role": "picture"') == 2


def test_a_proof_speaks_the_language_that_is_asked_for(overset: dict[str, Path]) -> None:
    root = overset["little"].parent
    made = root / "english.pdf"
    result = run("--lang", "en", "proof", str(root / ISSUE), "-o", str(made))
    assert result.exit_code == 1
    assert "1 error" in result.stderr
    page, last = text(made, 1), text(made, len(places_in(made.read_bytes())["sheets"]))
    assert "Overset text" in page
    assert "as saved on " in page
    assert "Problems" in last
    with pikepdf.open(made) as pdf:
        assert str(pdf.Root.Lang) == "en"
