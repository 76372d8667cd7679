"""Lists, tables and verse as a desk types them, from the article's file to the printed page, by whole commands."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
import segno

from tests.field.desk import ROOT, article, beside, issue, publication, run

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
DROPPED = """\
L'État annonce un plan, et les riverains du quai l'attendaient depuis dix ans déjà, sous les quais et sur les ponts de la
ville. Le conseil municipal se réunit ce mardi soir pour voter le budget des écoles, puis celui de la voirie.

## Au musée

"Étonnant !" dit-il, et les riverains l'attendaient depuis dix ans, sous les quais et sur les ponts de la ville. Le conseil
municipal se réunit ce mardi soir pour voter le budget des écoles.

## À la gare

À la gare, Quentin attendait depuis dix ans, sous les quais et sur les ponts de la ville. Le conseil municipal se réunit ce
mardi soir pour voter le budget des écoles.

## Trop court

Peu de mots.
"""
DATES = """\

À voir cette semaine :

**Vendredi 5 juin.** Concert de l'harmonie, 20h30. 5€.
**Samedi 6.** Bal "des pompiers", à la halle.

**Du 9 au 12** : exposition "Crues" au musée.

**Et aussi.** Le marché.

Suite du texte.
"""
BOX = """\

Avant l'encadré.

::: encadré La Loire "royale"
Elle prend sa source au Gerbier-de-Jonc:

- 1 006 km;
- 117 000 km de rives.

| Gien | 9,25 |
| Blois | 112 |
:::

Suite du texte.
"""
#: Two of the layouts in every run, all in `make field`.
EVERY_RUN = ("breves", "breves-une")
LAYOUTS = [
    pytest.param(name, marks=() if name in EVERY_RUN else pytest.mark.field)
    for name in sorted(path.parent.name for path in (ROOT / "layouts").glob("*/layout.yaml"))
]


def desk(target: Path, body: str, layout: str = "breves", words: int = 260) -> tuple[Path, Path]:
    root = publication(target, layout)
    lead = article("Le fleuve reprend la parole", words, kicker="Loire", chapo="Un chapô.") + body
    return root, issue(root, {"lead": lead, **beside(layout)}, layout)


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


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is absent")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_agenda_is_printed_in_each_layout_by_the_rules_and_read_in_order(layout: str, tmp_path: Path) -> None:
    root, folder = desk(tmp_path, DATES, layout)
    said = run("build", folder, where=root)
    assert said.status == 0, said.words
    assert "[stylesheet]" not in said.words
    assert "[final-point]" not in said.words
    order = (
        "À voir cette semaine : Vendredi 5 juin. Concert de l’harmonie, 20 h 30. 5 €. Samedi 6. Bal « des pompiers », "
        "à la halle. "
        "Du 9 au 12 : exposition « Crues » au musée. Et aussi. Le marché. Suite du texte."
    )
    assert order in words_of(root)


@pytest.mark.field  # they take long: one of their kind is in every run
@pytest.mark.parametrize(
    "body",
    [
        "\n\n".join(f"**Lundi {n % 28 + 1}.** Concert de l'harmonie, dirigé par son jeune chef." for n in range(200)),
        "::: encadré\n"
        + "\n\n".join(f"Le très grand concert de l'harmonie, numéro {n}, dirigé par son jeune chef." for n in range(200))
        + "\n:::",
    ],
    ids=["agenda", "box"],
)
def test_an_agenda_and_a_box_without_room_are_told_and_nothing_of_them_is_offered(body: str, tmp_path: Path) -> None:
    root, folder = desk(tmp_path, f"\n{body}\n")
    said = run("check", folder, "--json", where=root)
    assert said.status == 1
    assert [each for each in json.loads(said.out)["problems"] if each["code"] == "overset"], said.words
    offers = run("fit", folder, where=root, seconds=300)
    assert offers.status in (0, 1), offers.words
    assert "harmonie" not in offers.out


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is absent")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_box_is_printed_in_each_layout_by_the_rules_and_read_in_order(layout: str, tmp_path: Path) -> None:
    root, folder = desk(tmp_path, BOX, layout)
    said = run("build", folder, where=root)
    assert said.status == 0, said.words
    assert "[stylesheet]" not in said.words
    order = (
        "Avant l’encadré. La Loire « royale » Elle prend sa source au Gerbier-de-Jonc : – 1006 km; – 117000 km de rives. "
        "Gien 9,25 Blois 112 Suite du texte."
    )
    assert order in words_of(root)


def coded(target: Path, address: str, layout: str = "breves", words: int = 260) -> tuple[Path, Path]:
    """A page whose lead ends on a QR code."""
    root = publication(target, layout)
    lead = article("Le fleuve", words, kicker="Loire", byline="g.m", qr=address)
    return root, issue(root, {"lead": lead, **beside(layout)}, layout)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_qr_code_is_printed_in_black_alone_in_each_layout(layout: str, tmp_path: Path) -> None:
    address = "https://www.exemple.fr/loire?page=12"
    root, folder = coded(tmp_path, address, layout)
    said = run("build", folder, where=root)
    assert said.status == 0, said.words
    squares, inks = modules_of(root / "out/essai.pdf")
    wanted = segno.make(address, error="m", micro=False).matrix
    assert squares == {(x + 4, y + 4) for y, row in enumerate(wanted) for x, module in enumerate(row) if module}
    assert inks == (0, 0, 0, 1)


def modules_of(pdf: Path) -> tuple[set[tuple[int, int]], tuple[float, ...]]:
    """The dark modules of the only code of a file, by column and row, and the inks that they are painted in."""
    with pikepdf.open(pdf) as document:
        found: set[tuple[int, int]] = set()
        inks: tuple[float, ...] = ()
        for page in document.pages:
            for content in (page, *page.resources.get("/XObject", {}).values()):
                if isinstance(content, pikepdf.Stream) and content.get("/Subtype") != "/Form":
                    continue
                row: list[tuple[int, ...]] = []
                fill: tuple[float, ...] = ()
                for operands, operator in pikepdf.parse_content_stream(content):
                    if str(operator) == "k":
                        fill = tuple(map(float, operands))
                    elif (
                        str(operator) == "re"
                        and float(operands[3]) == 1
                        and all(float(each).is_integer() for each in operands)
                    ):
                        row.append(tuple(map(int, operands)))
                    elif str(operator) == "f":
                        if len(row) > 20:
                            found |= {(x + n, y) for x, y, width, _ in row for n in range(width)}
                            inks = fill
                        row = []
    return found, inks


@pytest.mark.parametrize(
    ("address", "code"),
    [("https://e.fr/" + "x" * 3000, "bad-value"), ("https://e.fr/" + "x" * 200, "qr"), ("https://e.fr/a b", "qr")],
)
def test_an_address_that_no_code_can_hold_is_one_error_at_its_place(address: str, code: str, tmp_path: Path) -> None:
    root, folder = coded(tmp_path, address)
    said = run("check", folder, "--json", where=root)
    told = [each for each in json.loads(said.out)["problems"] if each["severity"] == "error"]
    assert said.status == 1
    assert [each["code"] for each in told] == [code], told
    assert [(each["file"], each["line"]) for each in told] == [("issues/essai/articles/lead.md", 5)]


@pytest.mark.field
def test_a_code_without_room_is_told_and_fit_goes_on(tmp_path: Path) -> None:
    root, folder = coded(tmp_path, "https://www.exemple.fr/loire", words=2000)
    said = run("check", folder, "--json", where=root)
    assert [each for each in json.loads(said.out)["problems"] if each["code"] == "overset"], said.words
    offers = run("fit", folder, where=root, seconds=300)
    assert offers.status in (0, 1), offers.words


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is absent")
def test_a_box_has_a_ground_of_black_ink_alone_or_what_the_stylesheet_says(tmp_path: Path) -> None:
    root, folder = desk(tmp_path, BOX)
    sheet = root / "layouts/breves/style.css"
    own = ".boxed { background: device-cmyk(0 0 0 .3) } .boxed.begins { border-top: 2pt solid device-cmyk(0 0 0 1) }"
    plain = run("build", folder, where=root)
    light = inks_of(plain.words)
    sheet.write_text(f"{sheet.read_text(encoding='utf-8')}\n{own} .body.inside {{ text-indent: 0 }}\n", encoding="utf-8")
    said = run("build", folder, where=root)
    assert said.status == plain.status == 0, said.words
    assert "[stylesheet]" not in said.words
    assert inks_of(said.words)[:3] == light[:3]
    assert inks_of(said.words)[3] > light[3]


def inks_of(said: str) -> tuple[float, ...]:
    """How much of a page each ink covers, as a build says it."""
    found = re.search(r"C ([\d.]+) %  M ([\d.]+) %  Y ([\d.]+) %  K ([\d.]+) %", said)
    assert found is not None, said
    return tuple(map(float, found.groups()))


@pytest.mark.parametrize(
    "typed", ["::: encadré\nUn.\n", "::: box\nUn.\n::: box\nDeux.\n:::\n:::\n", ":::\n", "::: box\n> Un\n:::\n"]
)
def test_a_box_that_is_none_is_one_error_at_its_place(typed: str, tmp_path: Path) -> None:
    root, folder = desk(tmp_path, f"\n{typed}")
    said = run("check", folder, "--json", where=root)
    told = [each for each in json.loads(said.out)["problems"] if each["code"] == "box"]
    assert said.status == 1
    assert [each["severity"] for each in told] == ["error"]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is absent")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_initial_is_read_with_its_word(layout: str, tmp_path: Path) -> None:
    root = publication(tmp_path, layout)
    sheet = root / "layouts" / layout / "style.css"
    own = ".lead .body.first::first-letter { initial-letter: 3; color: device-cmyk(0 1 1 0) }"
    sheet.write_text(f"{sheet.read_text(encoding='utf-8')}\n{own}\n", encoding="utf-8")
    folder = issue(
        root,
        {"lead": f"---\ntitle: Le fleuve\n---\n{DROPPED}\n{article('', 160).split('---')[2]}", **beside(layout)},
        layout,
    )
    said = run("build", folder, where=root)
    assert said.status == 0, said.words
    assert "[stylesheet]" not in said.words
    assert said.words.count("[initial]") == 1
    page, at = words_of(root), 0
    for words in (
        "L’État annonce un plan",
        "Au musée « Étonnant! » dit-il",
        "À la gare À la gare, Quentin",
        "Trop court Peu de mots.",
    ):
        found = page.find(words, at)
        assert found >= 0, (words, page)
        at = found + len(words)


@pytest.mark.field  # they take long: one of their kind is in every run
@pytest.mark.parametrize("shown", ["initial-letter: 3", "color: device-cmyk(0 1 1 0)"])
def test_an_initial_without_room_is_told_as_any_text_and_fit_offers_cuts(shown: str, tmp_path: Path) -> None:
    root, folder = desk(tmp_path, DROPPED, words=1500)
    sheet = root / "layouts/breves/style.css"
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(f"{text}\n.lead .body::first-letter {{ {shown} }}\n", encoding="utf-8")
    said = run("check", folder, "--json", where=root)
    over = [each for each in json.loads(said.out)["problems"] if each["code"] == "overset"]
    assert said.status == 1
    assert over, said.words


@pytest.mark.field
def test_fit_does_not_cut_into_a_list(tmp_path: Path) -> None:
    root, folder = desk(tmp_path, "\n" + "\n".join(f"- un casque fermé de rechange, numéro {n} ;" for n in range(90)))
    offers = run("fit", folder, where=root, seconds=300)
    assert offers.status in (0, 1), offers.words
    proof = run("proof", folder, where=root)
    assert "internal" not in proof.words


def test_a_list_without_room_is_told_at_its_item(tmp_path: Path) -> None:
    root, folder = desk(tmp_path, "\n" + "\n".join(f"- un casque fermé de rechange, numéro {n} ;" for n in range(90)))
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
