"""The head of an article: what was typed stays, whatever YAML would have made of it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mise_en_page.model.problem import Span
from mise_en_page.reading import read_issue
from mise_en_page.reading.fields import at
from mise_en_page.reading.found import Found
from mise_en_page.reading.front_matter import read_front_matter
from mise_en_page.reading.nodes import Scalar
from mise_en_page.reading.source import Written, decode

#: Each is refused or changed by a YAML loader, or might be by a clever reader.
HARD_HEADLINES = """\
Patrimoine : le carillon
Patrimoine: le carillon
Pont : rouvert ; quai : fermé
1984
012
22:30
22:30, le dernier train
On
Non
Yes
null
~
3.10
1e3
0x1F
2018-05-01
# 1 des ventes
Le prix # 1 de la région
#MeToo, et après
« On n'en peut plus »
« On n'en peut plus » : le cri des halles
"On gagne", dit-il, "toujours"
"…" et puis rien
'Tis' et 'Twas'
'On y va', promet-il
- Et alors ?
— Et alors ?
? Mystère au musée
! Attention
[Vidéo] Le pont rouvre
[Vidéo
{Dossier} Le pont
*Culture : le grand bazar
&Co, la nouvelle enseigne
@mairie répond
%, le signe qui fâche
`Code` et culture
| entre deux traits
|
> 65 ans : la carte gratuite
>
!important
50 % de hausse
Fin...
--- trois tirets
L'eau\\l'air
C:\\Users
"À demi ouvert
fermé à demi"
Le maire (LR): "C'est non"
a: b: c: d
http://exemple.fr/a#b
<<: fusion
=
,
Oui, %TAG
""".splitlines()


def head(text: str) -> tuple[dict[str, str], Found, Written]:
    found = Found()
    written = decode(text.encode(), "a.md", found)
    assert written is not None
    read = read_front_matter(written, found)
    values = {entry.key.value: entry.value.value for entry in read.table.entries} if read else {}
    return values, found, written


@pytest.mark.parametrize("headline", [each for each in HARD_HEADLINES if each not in ("|", ">")])
def test_a_hard_headline_is_kept(headline: str) -> None:
    values, found, _ = head(f"---\ntitle: {headline}\nkicker: x\n---\nTexte.\n")
    assert values == {"title": headline, "kicker": "x"}
    assert not found


@pytest.mark.parametrize("headline", [each for each in HARD_HEADLINES if each not in ("|", ">")])
def test_a_hard_headline_goes_all_the_way(headline: str, issue: Path) -> None:
    (issue / "articles/pont.md").write_text(f"---\ntitle: {headline}\n---\nTexte.\n", encoding="utf-8")
    read = read_issue(issue)
    title = read.issue.pages[0].articles[0].article.title
    told = {"*Culture : le grand bazar": ["lone-sign"], "`Code` et culture": ["code"]}.get(headline, [])
    assert (title.characters, title.marks, [problem.code for problem in read.problems]) == (headline, (), told)


@pytest.mark.parametrize("headline", [each for each in HARD_HEADLINES if each not in ("|", ">")])
def test_every_character_of_a_headline_knows_its_place(headline: str) -> None:
    text = f"---\nkicker: x\ntitre :   {headline}  \n---\nTexte.\n"
    found = Found()
    written = decode(text.encode(), "a.md", found)
    assert written is not None
    read = read_front_matter(written, found)
    assert read is not None
    title = at(read.table, "title")
    assert isinstance(title, Scalar)
    assert "".join(text[origin] for origin in title.origins) == headline
    assert title.span == Span("a.md", 3, 11, len(headline))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("'Patrimoine : le carillon'", "Patrimoine : le carillon"),
        ('"Patrimoine : le carillon"', "Patrimoine : le carillon"),
        ('"Il a dit \\"non : rien\\""', 'Il a dit "non : rien"'),
        ('"L\\u00e9gende : oui"', "Légende : oui"),
        ("'L''eau : l''air'", "L'eau : l'air"),
        ("|\n  Première ligne\n  seconde ligne", "Première ligne\nseconde ligne"),
        ("|-\n  Première : ligne\n\n  seconde # ligne\n", "Première : ligne\n\nseconde # ligne"),
        (">\n  Une longue\n  phrase : pliée", "Une longue phrase : pliée"),
        (">-\n  Un.\n\n  Deux.", "Un.\nDeux."),
        ("Une longue\n  phrase : pliée", "Une longue phrase : pliée"),
        ("\n  Sur sa propre : ligne", "Sur sa propre : ligne"),
        ("\tAprès une tabulation", "Après une tabulation"),
        ("Ligne\n\n  après un blanc", "Ligne\naprès un blanc"),
    ],
)
def test_what_yaml_users_expect_still_holds(written: str, value: str) -> None:
    values, found, _ = head(f"---\ntitle: {written}\nkicker: x\n---\nTexte.\n")
    assert values == {"title": value, "kicker": "x"}
    assert not found


def test_quotes_that_yaml_did_not_need_are_told() -> None:
    values, found, _ = head('---\ntitle: "On a gagné"\n---\nTexte.\n')
    assert values == {"title": "On a gagné"}
    assert [(problem.code, problem.severity) for problem in found] == [("quotes-dropped", "info")]


@pytest.mark.parametrize("key", ["titre", "Titre", "TITLE", "titre ", "Title\u00a0", "ti\u0302tre".replace("\u0302", "")])
def test_a_key_goes_by_any_of_its_names(key: str) -> None:
    found = Found()
    written = decode(f"---\n{key}: Le pont\n---\nTexte.\n".encode(), "a.md", found)
    assert written is not None
    read = read_front_matter(written, found)
    assert read is not None
    title = at(read.table, "title")
    assert isinstance(title, Scalar)
    assert title.value == "Le pont"


@pytest.mark.parametrize("key", ["chapô", "chapo", "Chapeau", "chapo\u0302", "CHAPÔ"])
def test_accents_do_not_matter(key: str) -> None:
    _, found, written = head(f"---\n{key}: Trois ans.\n---\n")
    read = read_front_matter(written, found)
    assert read is not None
    assert at(read.table, "chapo") is not None


def test_notes_and_empty_lines_are_nothing() -> None:
    values, found, _ = head("\n---\n# une note\n\ntitle: Le pont\n# une autre : note\n---\nTexte.\n")
    assert values == {"title": "Le pont"}
    assert not found


def test_the_body_begins_after_the_second_line() -> None:
    _, found, written = head("---\r\ntitle: Le pont\r\n---\r\nTexte.\r\n")
    read = read_front_matter(written, found)
    assert read is not None
    assert written.text[read.body :] == "Texte.\n"


_LINES = st.lists(st.text("ab é:#-\"'", min_size=1, max_size=12).map(str.strip).filter(bool), min_size=1, max_size=4)


@given(_LINES, st.sampled_from(["|", ">"]))
def test_blocks_are_read_as_pyyaml_reads_them(lines: list[str], sign: str) -> None:
    value = f"{sign}-\n" + "".join(f"  {line}\n" for line in lines)
    values, found, _ = head(f"---\ntitle: {value}---\n")
    assert values == {"title": yaml.safe_load(f"title: {value}")["title"]}
    assert not found


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Cf", "Zl", "Zp")), max_size=40))
def test_any_line_is_kept_but_for_the_quotes_around_it(headline: str) -> None:
    values, _, written = head(f"---\ntitle: {headline}\nkicker: x\n---\n")
    line = written.text.split("\n")[1].removeprefix("title:").strip(" \t")
    if line[:1] in ('"', "'", "|", ">"):
        return
    assert values == {"title": line, "kicker": "x"}
