"""What a desk pastes, from the article's file to the printed page, by whole commands: read as it is meant, or told."""

from __future__ import annotations

import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from tests.field.desk import Said, briefs, issue, publication, run

HEAD = "---\nsurtitre: {kicker}\ntitre: {title}\nchapo: Le chapô.\n---\n"


def desk(tmp_path: Path, body: str, title: str = "Un titre", kicker: str = "Lieu") -> tuple[Path, Path]:
    root = publication(tmp_path, "breves")
    lead = HEAD.format(title=title, kicker=kicker) + body
    return root, issue(root, {"lead": lead, **briefs(3)})


def printed(root: Path, folder: Path) -> str:
    """The words of the finished page, with one space between two."""
    said = run("build", folder, where=root)
    assert said.status == 0, said.words
    done = subprocess.run(["pdftotext", "-raw", "out/essai.pdf", "-"], cwd=root, capture_output=True, check=True)
    return " ".join(done.stdout.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


PASTED = """\
Martin &amp; Fils ouvre **Lieu : **salle des f&ecirc;tes. *Le Monde *du 3, et _Le Figaro_.

Au menu :
- entrée ;
- plat.

L'o\ufb03cier ras\u00adsemble, l'e\u0301te\u0301, sans largeur\u200b ici, une ligne\x0bforcée, une\u3000espace.

Neige sur le quai\\
le train de 7h12

Prix* : 3 €. *Hors taxes. Étudiant*es et 3 * 4.
"""


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is absent")
def test_what_is_pasted_is_printed_as_it_is_meant(tmp_path: Path) -> None:
    root, folder = desk(tmp_path, PASTED, title="La Vie des autres &amp; la nôtre", kicker="Cie du Vieux Port")
    page = printed(root, folder)
    for words in (
        "La Vie des autres & la nôtre", "Cie du Vieux Port", "salle des fêtes. Le Monde du 3, et Le Figaro.",
        "– entrée", "– plat.", "L’officier rassemble, l’été, sans largeur ici, une ligne forcée, une espace.",
        "Prix* : 3 €. *Hors taxes. Étudiant*es et 3 * 4.",
    ):  # fmt: skip
        assert words in page, page
    assert "Martin & Fils ouvre Lieu : " in page or "martin & fils ouvre" in page.casefold(), page
    assert "**" not in page
    assert "&amp" not in page


def test_what_was_pasted_is_told_where_it_may_not_be_meant(tmp_path: Path) -> None:
    root, folder = desk(tmp_path, PASTED)
    said = run("check", folder, where=root)
    assert said.status == 0, said.words
    assert places(said) >= {("12:59", "forced-line")}
    assert "[list]" not in said.words


def places(said: Said) -> set[tuple[str, str]]:
    """Line and column of each problem of the lead, with its code."""
    found = set()
    for line in said.words.splitlines():
        place, article, rest = line.partition("articles/lead.md:")[::1]
        if article and not place.strip().startswith("page"):
            found.add((":".join(rest.split(":")[:2]), rest.rpartition("[")[2].rstrip("]")))
    return found


REFUSED = """\
Une note[^1], de l'H~2~O, cent m^2^, un ~~mot~~ barré.

<p class="MsoNormal">Un bout de courriel.</p>

Le mot كتاب, écrit de droite à gauche.

Brest\t38
Metz\t36

Un **gras sans fin.
"""


@pytest.mark.parametrize("command", ["check", "build", "proof"])
def test_what_would_be_printed_wrong_is_refused_by_every_command_with_its_place(tmp_path: Path, command: str) -> None:
    root, folder = desk(tmp_path, REFUSED)
    said = run(command, folder, where=root)
    assert said.status == 1
    assert places(said) >= {
        ("6:9", "footnote"), ("6:21", "subscript"), ("6:33", "superscript"), ("6:41", "strikethrough"), ("8:1", "raw-html"),
        ("10:8", "right-to-left"), ("12:1", "table"), ("15:4", "lone-sign"),
    }  # fmt: skip
    assert not list((root / "out").glob("*.pdf")) if (root / "out").exists() else True


ADDRESSES = (
    "prenom.nom@communaute-de-communes.exemple.fr", "www.association-velo-pour-tous.exemple.fr/bourse-aux-velos-2026/",
    "https://www.exemple.fr/cinema/programme?semaine=11&annee=2026#vendredi", "#JourneesEuropeennesDuPatrimoine2026",
    "@mediatheque_intercommunale_du_pays",
)  # fmt: skip


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is absent")
def test_an_address_is_broken_at_its_joints_alone(tmp_path: Path) -> None:
    body = "\n\n".join(f"Écrivez donc {'encore ' * n}à {each}, puis revenez." for n in range(4) for each in ADDRESSES)
    root, folder = desk(tmp_path, body)
    said = run("build", folder, where=root)
    assert said.status == 0, said.words
    done = subprocess.run(["pdftotext", "-raw", "out/essai.pdf", "-"], cwd=root, capture_output=True, check=True)
    lines = [line.strip() for line in done.stdout.decode().splitlines()]
    whole = "".join(lines).replace(" ", "")
    for address in ADDRESSES:
        assert whole.count(address) == 4, (address, lines)
    for line, after in pairwise(lines):
        assert not line.endswith(("bourse-", "communaute-", "velo-", "tous-", "aux-")), (line, after)
