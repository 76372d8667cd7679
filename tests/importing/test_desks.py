"""Files as desks get them, with no style and little discipline; and what a desk expects to find on its page."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_sources import Desk, desk, docx, p, text

RIGHT = '<w:jc w:val="right"/>'


@pytest.fixture
def into(tmp_path: Path) -> Desk:
    return desk(tmp_path)


def bold(words: str) -> str:
    return p(text(words, "<w:b/>"))


CARILLON = (
    "---\n# BRÈVES N° 28\nsurtitre: PATRIMOINE\ntitre: Le carillon reprend de la voix\nsignature: A.L.\n---\n"
    "Le beffroi n'avait plus sonné depuis 1987.\n\n## Une cloche à la fois\n\nLa suite du texte.\n"
)
NAGE = "---\nsurtitre: SPORT\ntitre: La nage en eau froide\nsignature: (J. R.)\n---\nIls sont trente à nager en mars.\n"
FIRST = (
    p("BRÈVES N° 28"), bold("PATRIMOINE"), bold("Le carillon reprend de la voix"),
    p("Le beffroi n'avait plus sonné depuis 1987."), bold("Une cloche à la fois"), p("La suite du texte."),
    p("A.L.", properties=RIGHT),
)  # fmt: skip
SECOND = (bold("SPORT"), bold("La nage en eau froide"), p("Ils sont trente à nager en mars."), p("(J. R.)"))


@pytest.mark.parametrize("between", [(p("___________"),), ()], ids=["a line between", "nothing between"])
def test_briefs_that_are_only_bold(into: Desk, between: tuple[str, ...]) -> None:
    into.take(("a.docx", docx(*FIRST, *between, *SECOND)))
    assert into.articles() == {"la-nage-en-eau-froide": NAGE, "le-carillon-reprend-de-la-voix": CARILLON}


def test_briefs_with_typed_labels_one_under_the_other(into: Desk) -> None:
    lines = [
        "Rubrique : Ville", "Titre : Le pont rouvre", "Accroche : Après deux ans.", "Texte : Le pont rouvre lundi.",
        "Suite.",
        "Signature : J.R.", "", "Rubrique : Rail", "Titre : La gare ferme", "Elle ferme mardi.",
    ]  # fmt: skip
    into.take(("a.docx", docx(*map(p, lines))))
    assert into.articles() == {
        "la-gare-ferme": "---\nsurtitre: Rail\ntitre: La gare ferme\n---\nElle ferme mardi.\n",
        "le-pont-rouvre": "---\nsurtitre: Ville\ntitre: Le pont rouvre\nchapô: Après deux ans.\nsignature: J.R.\n---\n"
        "Le pont rouvre lundi.\n\nSuite.\n",
    }


def test_a_text_file_with_stars_between_and_names_under_titles(into: Desk) -> None:
    said = "Le pont rouvre\n\nPar Jeanne Roux\n\nIl rouvre lundi.\n\n***\n\nLa gare ferme\n\nElle ferme mardi.\n"
    into.take(("a.txt", said.encode()))
    assert into.articles() == {
        "la-gare-ferme": "---\ntitre: La gare ferme\n---\nElle ferme mardi.\n",
        "le-pont-rouvre": "---\ntitre: Le pont rouvre\nsignature: Par Jeanne Roux\n---\nIl rouvre lundi.\n",
    }


def test_a_mail_with_two_briefs_and_a_greeting(into: Desk) -> None:
    said = "Bonjour,\n\nVoici :\n\nTITRE : Le pont\nIl rouvre lundi.\n\nTITRE : La gare\nElle ferme mardi.\n"
    into.take(("a.eml", f"From: a@b.fr\nSubject: 2 brèves\nContent-Type: text/plain; charset=utf-8\n\n{said}".encode()))
    made = into.articles()
    assert made["la-gare"] == "---\ntitre: La gare\n---\nElle ferme mardi.\n"
    assert made["le-pont"].endswith("# Bonjour,\n# Voici :\ntitre: Le pont\n---\nIl rouvre lundi.\n")


OUTLOOK = """<html><body lang=FR><div class=WordSection1><p class=MsoNormal>Bonjour,<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal><b>Titre : Le pont rouvre<o:p></o:p></b></p>
<p class=MsoNormal><b>Chapô : Enfin.</b></p><p class=MsoNormal>Il
rouvre <i>lundi</i>.</p><p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]>
<span style='font-family:Symbol'>·<span>&nbsp;&nbsp;&nbsp; </span></span>
<![endif]>un <b>point</b></p></div></body></html>"""


def test_a_mail_of_outlook_with_a_greeting(into: Desk) -> None:
    into.take(("a.html", OUTLOOK.encode()))
    assert into.only() == (
        "---\n# Bonjour,\ntitre: Le pont rouvre\nchapô: Enfin.\n---\nIl rouvre *lundi*.\n\n• un **point**\n"
    )


def test_a_bold_line_over_a_title_is_no_kicker_where_it_is_as_long(into: Desk) -> None:
    long = "Après deux ans de travaux et de retard, tout le quartier attend"
    into.take(("a.docx", docx(bold(long), bold("Le pont rouvre"), p("Il rouvre lundi."), p("Fin."))))
    assert into.only().startswith(f"---\ntitre: {long}\n---\n**Le pont rouvre**\n")


def test_one_article_with_bold_intertitles_is_one_article(into: Desk) -> None:
    into.take(
        (
            "a.docx",
            docx(bold("Le pont rouvre"), p("Il rouvre."), bold("Du retard"), p("Deux ans."), bold("Et après"), p("Rien.")),
        )
    )
    assert into.only() == (
        "---\ntitre: Le pont rouvre\n---\nIl rouvre.\n\n## Du retard\n\nDeux ans.\n\n## Et après\n\nRien.\n"
    )
