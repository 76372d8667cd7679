"""A French printer finds the trade's own words: in what a check says, in the whole command, and beside a marked page."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import ImageFont

from mise_en_page.cli.commands import commands
from mise_en_page.model.message import spoken
from mise_en_page.preflight.judge import preflight
from mise_en_page.preflight.marked_up import _Legend, marked
from tests.press.faulty import FAULTS
from tests.press.press_pages import profile

FONTS = Path(__file__).parents[2] / "fonts" / "source-serif-4"

SAID = {
    "white-overprint.fails": "texte blanc en surimpression\u00a0: il disparaîtra",
    "black-overprint.fails": "en réserve dans ce qui est dessous",
    "reversed-text.fails": "texte en réserve en corps ",
    "bleed-declared.fails": "fond perdu de ",
    "output-intent.fails": "profil de sortie",
    "ink-limit.fails": "encrage total de ",
    "hairlines.fails": "filet trop fin\u00a0: 0,",
    "image-resolution.fails": "résolution insuffisante\u00a0: image à ",
    "boxes.fails": "rien ne dit où elle est rognée",
    "page-sizes.fails": "page rognée à ",
    "image-whole.jpeg": "image (JPEG) abîmée ou tronquée",
    "undamaged.operator": "la page 1 est abîmée\u00a0: ",
    "encryption.password": "le fichier est verrouillé par un mot de passe",
}


@pytest.mark.parametrize("name", SAID)
def test_a_fault_is_said_in_the_words_of_the_trade(name: str) -> None:
    problems = preflight(FAULTS[name](), profile())
    with spoken("fr"):
        assert any(SAID[name] in problem.message for problem in problems), [problem.message for problem in problems]


def test_the_command_says_it_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "essai.pdf").write_bytes(FAULTS["white-overprint.fails"]())
    result = CliRunner().invoke(commands, ["--lang", "fr", "preflight", str(tmp_path / "essai.pdf")])
    assert result.exit_code == 1
    assert SAID["white-overprint.fails"] in result.output
    assert "le mettre en réserve" in result.output
    assert "overprints" not in result.output


def test_a_font_beside_a_marked_page_keeps_accents_and_quotation_marks() -> None:
    """Without one, Pillow's own shows what it has letters for."""
    french = "« Réserve »\u202f: l’œil"
    (font,) = FONTS.glob("*SmText-Regular.ttf")
    assert _Legend(font, 0).words(french) == "« Réserve »\u00a0: l’œil"
    box = ImageFont.truetype(str(font), 40).getmask("\ufffe").getbbox()  # what stands for a letter that it lacks
    assert all(ImageFont.truetype(str(font), 40).getmask(sign).getbbox() != box for sign in "éÉàçœ«»’…·×")
    assert _Legend(None, 0).words(french) == "« Reserve » : l’oeil"


def test_a_marked_page_speaks_the_language_that_is_spoken() -> None:
    pdf = FAULTS["hairlines.fails"]()
    problems = preflight(pdf, profile())
    (font,) = FONTS.glob("*SmText-Regular.ttf")
    pictures = []
    for language in ("en", "fr"):
        with spoken(language):  # type: ignore[arg-type]
            pictures.append([page.png for page in marked(pdf, problems, font)])
    assert pictures[0] != pictures[1]
