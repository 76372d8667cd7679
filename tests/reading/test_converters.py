"""Bodies as converters, mail programs and word processors leave them: read as they are meant, or told with their place."""

from __future__ import annotations

import pytest

from mise_en_page.model.issue import Intertitle, ListItem, Paragraph
from mise_en_page.reading.found import Found
from mise_en_page.reading.markdown import read_body
from mise_en_page.reading.source import decode

KINDS = {"emphasis": "i", "strong": "b", "link": "a", "superior": "sup"}


def read(typed: str) -> tuple[list[str], list[tuple[str, str, int, int]]]:
    """The blocks with their marks as tags, and what was told: code, severity, line, column."""
    found = Found()
    written = decode(typed.encode(), "a.md", found)
    assert written is not None
    blocks = read_body(written, 0, found)
    told = [(p.code, p.severity, p.where.line, p.where.column) for p in found if p.where is not None]  # type: ignore[union-attr]
    return [dressed(block) for block in blocks if isinstance(block, Paragraph | Intertitle | ListItem)], told


def dressed(block: Paragraph | Intertitle | ListItem) -> str:
    text, tags = block.text, list[tuple[int, int, int, str]]()
    for number, mark in enumerate(text.marks):
        tags += [
            (mark.start, 1, number, f"<{KINDS[mark.kind]}>"),
            (mark.end, 0, -number, f"</{KINDS[mark.kind]}>"),
        ]
    shown = text.characters
    for at, _, _, tag in sorted(tags, reverse=True):
        shown = shown[:at] + tag + shown[at:]
    return f"{block.sign.characters} {shown}" if isinstance(block, ListItem) else shown


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("**Lieu : **salle", "<b>Lieu :</b> salle"),
        ("**Lieu :**salle", "<b>Lieu :</b>salle"),
        ("** Lieu : ** salle", " <b>Lieu :</b>  salle"),
        (
            "**Conseil : **arrosez. **Lieu:**Salle. **Date :** le 3",
            "<b>Conseil :</b> arrosez. <b>Lieu:</b>Salle. <b>Date :</b> le 3",
        ),
        ("*Le Monde *du 3 mars", "<i>Le Monde</i> du 3 mars"),
        ("*Nana *: un roman, *L'Œuvre* aussi", "<i>Nana</i> : un roman, <i>L'Œuvre</i> aussi"),
        ("le **« gras »**suivi", "le <b>« gras »</b>suivi"),
        ("**Attention !**Danger", "<b>Attention !</b>Danger"),
        ("avant ** ** après", "avant   après"),
        ("L**e Monde** paraît", "L<b>e Monde</b> paraît"),
        ("_Le Figaro_ et __gras__", "<i>Le Figaro</i> et <b>gras</b>"),
        ("_Le Monde _du 3", "<i>Le Monde</i> du 3"),
        ("[*Le Monde*](https://a.fr)", "<i><a>Le Monde</a></i>"),
        ('[ici](https://a.fr "Le titre"), [là](<https://b.fr>)', "<a>ici</a>, <a>là</a>"),
        ("Lire *Le Monde*, *Le Figaro*et *Libération*", "Lire <i>Le Monde</i>, <i>Le Figaro</i>et <i>Libération</i>"),
        ("**a****b** c", "<b>ab</b> c"),
        ("***les deux***", "<i><b>les deux</b></i>"),
        ("**Gras *et italique*** mêlés", "<b>Gras <i>et italique</i></b> mêlés"),
        ("**_les deux_**", "<i><b>les deux</b></i>"),
        ("d'*Art*ois", "d'<i>Art</i>ois"),
        ("*Les étudiant*es du campus*", "<i>Les étudiant*es du campus</i>"),
        ("**Gras*** : voir plus bas", "<b>Gras</b>* : voir plus bas"),
        ("Martin &amp; Fils, &eacute;t&#233;, c&oelig;ur&nbsp;!", "Martin & Fils, été, cœur\u00a0!"),
        ("&lt;b&gt; et \\&amp;", "<b> et &amp;"),
        ("l\\'été, 1\\. Brest, \\- non, \\_a\\_", "l'été, 1. Brest, - non, _a_"),
        ("C:\\_x_\\y et \\\\serveur\\_a_", "C:\\_x_\\y et \\\\serveur\\_a_"),
        ("https://x.fr/_a_/*b*/c et jean_paul@x.fr", "https://x.fr/_a_/*b*/c et jean_paul@x.fr"),
    ],
)
def test_what_is_meant_is_read(typed: str, meant: str) -> None:
    assert read(typed) == ([meant], [])


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Un **gras sans fin", ("lone-sign", "error", 1, 4)),
        ("Un *italique sans fin", ("lone-sign", "warning", 1, 4)),
        ("Un _souligné sans fin", ("lone-sign", "warning", 1, 4)),
        ("Hôtel *** rénové", ("lone-sign", "warning", 1, 7)),
        ("Une note[^1] ici", ("footnote", "error", 1, 9)),
        ("[^1]: Le texte.", ("footnote", "error", 1, 1)),
        ("De l'H~2~O", ("subscript", "error", 1, 7)),
        ("Cent m^2^", ("superscript", "error", 1, 7)),
        ("Appel de note[1].\n\n[1] Texte de la note.", ("footnote", "warning", 3, 1)),
        ("exposant^2, puis", ("superscript", "warning", 1, 9)),
        ("Un ~~barré~~", ("strikethrough", "error", 1, 4)),
        ("Un ==surligné==", ("highlight", "error", 1, 4)),
        ("Un `code`", ("code", "warning", 1, 4)),
        ("[mot]{.underline}", ("attributes", "error", 1, 6)),
        (":::note", ("attributes", "error", 1, 1)),
        ("<o:p></o:p>", ("raw-html", "error", 1, 1)),
        ("<![if !supportLists]>", ("raw-html", "error", 1, 1)),
        ("Un &foo; inconnu", ("entity", "warning", 1, 4)),
        ("L'&amp;eacute;t&amp;eacute;", ("entity", "warning", 1, 3)),
        ("Un &#8238;piège", ("bad-character", "error", 1, 4)),
        ("Le mot كتاب ici", ("right-to-left", "error", 1, 8)),
        ("Le mot שלום !", ("right-to-left", "error", 1, 8)),
        ("Brest\t38\nMetz\t36", ("table", "error", 1, 1)),
        ("Martin &amp Fils", ("entity", "warning", 1, 8)),
        ("Un cafÃ© noir", ("mojibake", "error", 1, 7)),
        ("Lâ€™Ã©tÃ© ", ("mojibake", "error", 1, 2)),
        ("Un Â« mot Â»", ("mojibake", "error", 1, 4)),
        ("Texte {#ancre}", ("attributes", "error", 1, 7)),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", ("table", "error", 3, 1)),
        ("|a" * 40 + "\n" + "|-" * 40, ("table", "error", 1, 1)),
        ("**Lundi**\nLe marché se tient sur la place de la Mairie.", ("lines-joined", "warning", 1, 1)),
        ("*Titre et *autre* ici", ("lone-sign", "warning", 1, 1)),
        ("Brest | 38\nMetz | 36", ("table", "error", 1, 1)),
        ("Un titre\n========", ("heading", "error", 2, 1)),
        ("---", ("separator", "warning", 1, 1)),
        ("- seul", ("list", "warning", 1, 1)),
        ("Neige :\n- 3 °C à Brest\n- 5 °C à Metz", ("list", "warning", 2, 1)),
        ("1. Brest\n1. Metz", ("list", "warning", 1, 1)),
        ("Un sac :\n- Une tente.\n- Un duvet.", ("list", "warning", 2, 1)),
        ("- a\n  - b\n    - c\n      - d", ("list", "error", 4, 7)),
        ("Mairie\n12, rue Haute\n22000 Test", ("lines-joined", "warning", 1, 1)),
        (f"{'mot ' * 20}  \nsuite", ("two-spaces", "warning", 1, 80)),
        ("Texte.\n\n## Fin", ("bare-intertitle", "warning", 3, 1)),
        ("## Un\n\n## Deux\n\nTexte.", ("bare-intertitle", "warning", 1, 1)),
    ],
)
def test_what_is_not_read_is_told_with_its_place(typed: str, told: tuple[str, str, int, int]) -> None:
    assert told in read(typed)[1]


@pytest.mark.parametrize(
    ("typed", "paragraphs"),
    [
        ("Au menu :\n- entrée ;\n- plat ;\n- dessert.", ["Au menu :", "- entrée ;", "- plat ;", "- dessert."]),
        ("Ingrédients\n- farine\n- sucre", ["Ingrédients", "- farine", "- sucre"]),
        ("Horaires :\n•\tlundi : 9h\n• mardi", ["Horaires :", "• lundi : 9h", "• mardi"]),
        ("Étapes :\n1. Mêler\n2) Cuire\na) servir", ["Étapes :", "1. Mêler", "2) Cuire", "a) servir"]),
        ("\tUn premier point ;\n\tun second.", ["Un premier point ;", "un second."]),
        ("Il a vu le pont\n– fermé depuis mai – et la gare.", ["Il a vu le pont – fermé depuis mai – et la gare."]),
        ("C'était en page\n12. Le pont était neuf.", ["C'était en page 12. Le pont était neuf."]),
        ("Neige sur le quai  \nle train de 7h12  \nn'attend", ["Neige sur le quai\nle train de 7h12\nn'attend"]),
    ],
)
def test_items_stand_apart_and_lines_go_on(typed: str, paragraphs: list[str]) -> None:
    assert read(typed)[0] == paragraphs


def test_a_dialogue_is_no_list() -> None:
    typed = "Il s'approche :\n- Tu viens ?\n- Non, dit-elle.\n\n- 4 € la botte, dit-il.\n- « Cher » !"
    blocks, told = read(typed)
    assert blocks == ["Il s'approche :", "- Tu viens ?", "- Non, dit-elle.", "- 4 € la botte, dit-il.", "- « Cher » !"]
    assert not told


def test_an_asterisk_that_calls_a_note_needs_no_word() -> None:
    assert read("Prix* : 3 €. *Hors taxes. Étudiant*es. 3 * 4.") == (["Prix* : 3 €. *Hors taxes. Étudiant*es. 3 * 4."], [])
    assert read("Prix* : 3 €. Étudiant*es. 3 * 4.\n\n* Hors taxes.\n\n*Hors taxes.") == (
        ["Prix* : 3 €. Étudiant*es. 3 * 4.", "* Hors taxes.", "*Hors taxes."],
        [],
    )
