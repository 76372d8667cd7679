"""Word files into articles, a feature a test: what stands in the source, what stands in the article, what is told."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from made_sources import NUMBERING, STYLES, Desk, box, desk, docx, item, p, part, picture, read, shown, table, text, told

from mise_en_page.importing.mapping import articles
from mise_en_page.importing.settings import Settings
from mise_en_page.reading.found import Found
from mise_en_page.reading.markdown import read_body
from mise_en_page.reading.source import Source, normal


@pytest.fixture
def into(tmp_path: Path) -> Desk:
    return desk(tmp_path)


def body(article: str) -> str:
    return article.partition("\n---\n")[2].strip()


def test_styles_are_fields(into: Desk) -> None:
    source = docx(
        p("Patrimoine", style="Surtitre"), p("Le carillon reprend", style="Titre1"), p("Deux ans de travaux.",
        style="Chapo"),
        p("Le beffroi n'avait plus sonné."), p("Une cloche", style="Titre2"), p("On l’entend.", style="Citation"),
        p("Il sonne."),
        p("Jeanne Roux", style="Signature"),
    )  # fmt: skip
    into.take(("brèves.docx", source))
    assert into.articles() == {
        "le-carillon-reprend": "---\nsurtitre: Patrimoine\ntitre: Le carillon reprend\nchapô: Deux ans de travaux.\n"
        "signature: Jeanne Roux\n---\nLe beffroi n'avait plus sonné.\n\n## Une cloche\n\n> On l’entend.\n\nIl sonne.\n"
    }


def test_typed_labels_are_fields_also_on_lines_of_one_paragraph(into: Desk) -> None:
    lines = "<w:r><w:br/></w:r>".join(map(text, ("Surtitre : Loisirs", "TITRE: La nage", "Chapô\u00a0: Un bain.")))
    into.take(("a.docx", docx(p(lines), p("Signature :"), p("a.l"), p("L’eau est à 18 °C. Note : fraîche."))))
    assert into.only() == (
        "---\nsurtitre: Loisirs\ntitre: La nage\nchapô: Un bain.\nsignature: a.l\n---\nL’eau est à 18 °C. Note : fraîche.\n"
    )


def test_a_label_that_means_nothing_where_it_stands_is_a_word_of_the_text(into: Desk) -> None:
    words = [
        "Il pleut.",
        "Auteur : Victor Hugo, dit-on.",
        "Texte : celui de la loi.",
        "Légende : tout brûla.",
        "Chapeau : de paille.",
    ]
    brought = into.take(("a.docx", docx(p("Titre : La nage"), *map(p, words), p("Fin."))))
    assert body(into.only()).split("\n\n") == [*words, "Fin."]
    assert told(brought) == ["import-no-picture"]


def test_a_signature_typed_under_the_text_and_a_caption_over_its_picture(into: Desk) -> None:
    source = docx(
        p("Titre : La nage"), p("Il pleut."), p("Légende : La plage."), p("Photo : Jeanne Roux"), p(shown("i")),
        p("Signature : a.l"),
        parts={"word/media/plage.png": picture()}, targets={"i": ("image", "media/plage.png")},
    )  # fmt: skip
    into.take(("a.docx", source))
    assert into.only() == (
        "---\ntitre: La nage\nsignature: a.l\nphoto: images/plage.png\nlégende: La plage.\ncrédit: Jeanne "
        "Roux\n---\nIl pleut.\n"
    )


def test_a_picture_that_is_named_comes_from_beside_the_text_or_is_there(into: Desk) -> None:
    text_ = "Titre : La nage\nPhoto : plage.jpg\nLégende : La plage.\n\nIl pleut.".encode()
    into.take(("a.txt", text_), ("plage.jpg", picture("JPEG")))
    assert "photo: images/plage.jpg\nlégende: La plage.\n" in into.only()
    into.take(("b.txt", text_.replace(b"La nage", b"Le canot")))
    assert "photo: images/plage.jpg\n" in into.articles()["le-canot"]


@pytest.mark.parametrize("apart", ["title", "label", "page", "line"])
def test_several_articles_in_one_file(into: Desk, apart: str) -> None:
    texts = [("Le pont", "Il rouvre lundi."), ("La gare", "Elle ferme mardi.")]
    page, line = p('<w:r><w:br w:type="page"/></w:r>'), p("* * *")
    parts = {
        "title": [p(title, style="Titre1") + p(words) for title, words in texts],
        "label": [p(f"Titre : {title}") + p(words) for title, words in texts],
        "page": [p(title) + p(words) + page for title, words in texts],
        "line": [p(title) + p(words) + line for title, words in texts],
    }
    into.take(("a.docx", docx(*parts[apart])))
    assert into.articles() == {
        "le-pont": "---\ntitre: Le pont\n---\nIl rouvre lundi.\n",
        "la-gare": "---\ntitre: La gare\n---\nElle ferme mardi.\n",
    }


def test_a_kicker_may_stand_under_its_title(into: Desk) -> None:
    one = [p("Le pont", style="Titre1"), p("Surtitre : Ville"), p("Il rouvre lundi.")]
    two = [p("Surtitre : Rail"), p("La gare", style="Titre1"), p("Elle ferme mardi.")]
    into.take(("a.docx", docx(*one, *two)))
    assert into.articles() == {
        "la-gare": "---\nsurtitre: Rail\ntitre: La gare\n---\nElle ferme mardi.\n",
        "le-pont": "---\nsurtitre: Ville\ntitre: Le pont\n---\nIl rouvre lundi.\n",
    }


def test_a_style_of_the_head_within_the_text_is_an_intertitle(into: Desk) -> None:
    into.take(("a.docx", docx(p("Le pont", style="Titre1"), p("Il rouvre."), p("Enfin", style="Chapo"), p("Lundi."))))
    assert body(into.only()) == "Il rouvre.\n\n## Enfin\n\nLundi."


def test_one_article_where_that_is_asked(into: Desk) -> None:
    into.take(
        ("a.docx", docx(p("Le pont", style="Titre1"), p("Il rouvre."), p("La gare", style="Titre1"), p("Ferme."))),
        split="none",
    )
    assert body(into.only()) == "Il rouvre.\n\n## La gare\n\nFerme."


def test_two_empty_lines_part_articles_only_where_that_is_asked() -> None:
    source = docx(p("Le pont"), p("Il rouvre lundi."), p(""), p(""), p("La gare"), p("Elle ferme mardi."))
    assert [draft.title() for draft in articles(read(source), Settings())] == ["Le pont"]
    assert [draft.title() for draft in articles(read(source), Settings(), "line")] == ["Le pont", "La gare"]


def test_italic_and_bold_come_from_styles_too_and_undo_each_other(into: Desk) -> None:
    source = docx(
        p("Le titre", style="Titre1"),
        p("Dans ", text("Le Monde", '<w:rStyle w:val="Accentuation"/>'), " et ", text("Sud", "<w:i/>"), text("Ouest",
        "<w:i/>"), "."),
        p("Un ", text("mot", "<w:b/>"), " non ", text("gras", '<w:b w:val="0"/>'), "."),
        p("Tout en italique, ", text("sauf ceci", '<w:rStyle w:val="Accentuation"/>'), style="Citation"),
    )  # fmt: skip
    into.take(("a.docx", source))
    assert body(into.only()) == (
        "Dans *Le Monde* et *SudOuest*.\n\nUn **mot** non gras.\n\n> *Tout en italique,* sauf ceci"
    )


@pytest.mark.parametrize(
    ("runs", "written"),
    [
        ([("Tout ", "i"), ("ceci", "bi"), (".", "i")], "*Tout **ceci**.*"),
        ([("Un ", "b"), ("mot", "bi"), (" gras", "b")], "**Un *mot* gras**"),
        ([("Le ", ""), ("mot", "b"), (".", "i"), (" Fin", "")], "Le **mot.** Fin"),
        ([("(", ""), ("Le Monde", "i"), (") ", ""), ("…", "b")], "(*Le Monde*) …"),
        ([("pré", "i"), ("fixe", "")], "*pré*fixe"),
    ],
)
def test_looks_within_each_other(into: Desk, runs: list[tuple[str, str]], written: str) -> None:
    made = [text(words, "".join(f"<w:{look}/>" for look in looks)) for words, looks in runs]
    brought = into.take(("a.docx", docx(p("Titre : T"), p("Avant."), p(*made))))
    assert body(into.only()) == f"Avant.\n\n{written}"
    assert told(brought) == []


def test_figures_above_and_below_the_line(into: Desk) -> None:
    up, down = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
    source = docx(
        p("Le 1", text("er", up), " mai, 12 m", text("2", up), " de CO", text("2", down), ", x", text("n", up), ".")
    )
    brought = into.take(("a.docx", source))
    assert body(into.only()) == "Le 1er mai, 12 m² de CO₂, xn."
    assert "import-raised" in told(brought)


def test_lists_are_counted_as_word_counts_them(into: Desk) -> None:
    source = docx(
        p("La liste", style="Titre1"), item("un", 1), item("deux"), item("sous", depth=1), item("trois"), item("sept", 3)
    )
    into.take(("a.docx", source))
    assert body(into.only()).split("\n\n") == ["• un", "1. deux", "1.a) sous", "2. trois", "7. sept"]


def test_a_list_is_a_list_three_deep_at_most(into: Desk) -> None:
    items = [item("un *", 1), item("deux", 1, 1), item("trois", 1, 2), item("quatre", 1, 3), item("cinq", 1)]
    brought = into.take(("a.docx", docx(p("La liste", style="Titre1"), p("Avant :"), *items, p("Après."))))
    assert body(into.only()).split("\n\n") == [
        "Avant :", "• un *", "  • deux", "    • trois", "    • quatre", "• cinq", "Après."
    ]  # fmt: skip
    (problem,) = [each for each in brought.problems if each not in brought.listed]
    assert problem.severity == "warning"
    assert "more than 3 depths" in problem.message


def test_one_item_alone_and_what_is_said_behind_dashes_are_paragraphs_and_told(into: Desk) -> None:
    alone = into.take(("a.docx", docx(p("Titre : Un"), p("Avant."), item("un", 1), p("Après."))))
    assert told(alone) == ["import-list"]
    dashes = NUMBERING.replace("&#xF0B7;", "–")
    said = docx(
        p("Titre : Deux"), p("Avant."), item("Tu viens ?", 1), item("Non.", 1), parts={"word/numbering.xml": dashes}
    )
    assert told(into.take(("b.docx", said))) == ["import-list"]
    assert body(into.articles()["deux"]) == "Avant.\n\n– Tu viens ?\n\n– Non."


def test_a_small_table_is_a_table_with_the_looks_of_its_words(into: Desk) -> None:
    rows = [tuple(p(text(cell, "<w:b/>")) for cell in ("Ville", "Part"))]
    rows += [("Brest", "38,5 %"), (p(text("Le | Havre", "<w:i/>")), "-"), ("5*3*2 *", p(""))]
    brought = into.take(("a.docx", docx(p("Titre : T"), p("Avant."), table(*rows), p("Après."))))
    assert body(into.only()) == (
        "Avant.\n\n| Ville | Part |\n| --- | --- |\n| Brest | 38,5 % |\n| *Le \\| Havre* | - |\n| 5*3*2 * | |\n\nAprès."
    )
    assert told(brought) == []


@pytest.mark.parametrize(
    "rows",
    [
        [("a", "b"), (p("c") + p("d"), "e")],
        [("a", "b"), ("c", "Un texte " * 9)],
        [("a", "b"), ("c", p("d", "<w:r><w:br/></w:r>", "e"))],
        [tuple("abcdefghi")] * 2,
        [("a", "b")] * 61,
        [("a", "b")],
    ],
)
def test_a_table_that_no_article_holds_is_paragraphs_and_told(into: Desk, rows: list[tuple[str, ...]]) -> None:
    brought = into.take(("a.docx", docx(p("Titre : T"), p("Avant."), table(*rows), p("Après."))))
    assert "|" not in into.only()
    assert told(brought) == ["import-table"]


def test_cells_of_dashes_are_no_line_under_a_head(into: Desk) -> None:
    into.take(("a.docx", docx(p("Titre : T"), p("Avant."), table(("a", "- 3 °C"), ("-", "-"), ("c", "1 234,5")))))
    assert body(into.only()) == "Avant.\n\n| a | - 3 °C |\n| \\- | \\- |\n| c | 1 234,5 |"


def test_a_last_figure_flush_right_is_a_cell_and_no_signature(into: Desk) -> None:
    right = p("5", properties='<w:jc w:val="right"/>')
    into.take(("a.docx", docx(p("Titre : T"), p("Avant."), table(("a", "b"), ("c", right)))))
    assert body(into.only()) == "Avant.\n\n| a | b |\n| c | 5 |"


def test_lines_of_a_style_for_verse_stay_lines(into: Desk) -> None:
    styles = STYLES.replace(
        "</w:styles>", '<w:style w:type="paragraph" w:styleId="V"><w:name w:val="Vers"/></w:style></w:styles>'
    )
    verse = [p("Neige sur le quai", style="V"), p("la *Seine* gèle", style="V"), p(""), p("et nous | aussi", style="V")]
    source = docx(p("Titre : T"), p("Avant."), *verse, p("Après."), parts={"word/styles.xml": styles})
    brought = into.take(("a.docx", source))
    assert body(into.only()) == ("Avant.\n\n| Neige sur le quai\n| la \\*Seine\\* gèle\n\n| et nous \\| aussi\n\nAprès.")
    assert told(brought) == []


def test_a_table_is_read_row_by_row_and_told(into: Desk) -> None:
    inner = table(("c", "d"))
    brought = into.take(
        ("a.docx", docx(p("Titre : T"), p("Avant."), table(("a", "b"), (inner + p("e"), "f")), p("Après.")))
    )
    assert body(into.only()).split("\n\n") == ["Avant.", "a", "b", "c", "d", "e", "f", "Après."]
    assert told(brought).count("import-table") == 2


def test_a_form_of_two_columns_names_its_fields(into: Desk) -> None:
    form = table(("Surtitre :", "Sport"), ("Titre", "Le but"), ("Texte", p("Il marque.") + p("Puis sort.")))
    brought = into.take(("a.docx", docx(form)))
    assert told(brought) == []
    assert into.only() == "---\nsurtitre: Sport\ntitre: Le but\n---\nIl marque.\n\nPuis sort.\n"


def test_notes_stand_at_the_end_behind_their_figures(into: Desk) -> None:
    call = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = part("footnotes", f'<w:footnote w:id="2">{p("<w:r><w:footnoteRef/></w:r>", "Selon l’Insee.")}</w:footnote>')
    source = docx(
        p("Titre : T"), p("Ils sont 300", call, " ici."), p("Fin."), parts={"word/footnotes.xml": notes},
        targets={"f": ("footnotes", "footnotes.xml")},
    )  # fmt: skip
    brought = into.take(("a.docx", source))
    assert body(into.only()) == "Ils sont 300¹ ici.\n\nFin.\n\n¹ Selon l’Insee."
    assert "import-note" in told(brought)


CHANGES = (
    p("Le ", f'<w:ins w:author="Ana">{text("grand ")}</w:ins>',
    '<w:del w:author="Bo"><w:r><w:delText>vieux </w:delText></w:r></w:del>', "pont."),
    p("Un", properties='<w:rPr><w:del w:author="Bo"/></w:rPr>') + p(" seul paragraphe."),
    p("Deux", properties='<w:rPr><w:ins w:author="Ana"/></w:rPr>') + p(" morceaux."),
)  # fmt: skip


def test_tracked_changes_are_taken_and_told(into: Desk) -> None:
    brought = into.take(("a.docx", docx(p("Titre : T"), *CHANGES)))
    assert body(into.only()) == "Le grand pont.\n\nUn seul paragraphe.\n\nDeux\n\nmorceaux."
    words = {problem.code: problem.message for problem in brought.problems}
    assert re.search("Ana.*grand", words["import-inserted"])
    assert re.search("Bo.*vieux", words["import-deleted"])


def test_or_left_out_where_that_is_asked(into: Desk) -> None:
    into.take(("a.docx", docx(p("Titre : T"), *CHANGES)), reject=True)
    assert body(into.only()) == "Le vieux pont.\n\nUn\n\nseul paragraphe.\n\nDeux morceaux."


def test_fields_show_their_result_and_links_lead_on(into: Desk) -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    told_ = '<w:r><w:instrText> HYPERLINK "https://exemple.fr/a" </w:instrText></w:r>'
    date = "<w:r><w:instrText>DATE</w:instrText></w:r>"
    source = docx(
        p("Titre : T"),
        p("Voir ", mark("begin"), told_, mark("separate"), text("le ", "<w:i/>"), "site", mark("end"), ", le ",
        mark("begin"), date,
          mark("separate"), "3 mai", mark("end"), "."),
        p('<w:hyperlink r:id="h">' + text("Ici") + "</w:hyperlink>", " et ",
        '<w:fldSimple w:instr="PAGE">' + text("12") + "</w:fldSimple>"),
        outside={"h": "https://exemple.fr/b"},
    )  # fmt: skip
    into.take(("a.docx", source))
    assert body(into.only()) == "Voir [*le* site](https://exemple.fr/a), le 3 mai.\n\n[Ici](https://exemple.fr/b) et 12"


def test_a_picture_with_its_alternative_text_and_caption(into: Desk) -> None:
    source = docx(
        p("Le beffroi", style="Titre1"), p(shown("i", "Une tour de brique")), p("Le beffroi, vu de la place.",
        style="Legende"),
        p("Crédit : Jeanne Roux"), p("Il sonne."), parts={"word/media/image1.png": picture()},
        targets={"i": ("image", "media/image1.png")},
    )  # fmt: skip
    into.take(("a.docx", source))
    assert into.only() == (
        "---\ntitre: Le beffroi\nphoto: images/le-beffroi.png\nlégende: Le beffroi, vu de la place.\ncrédit: Jeanne Roux\n"
        "description: Une tour de brique\n---\nIl sonne.\n"
    )
    assert (into.issue / "images" / "le-beffroi.png").read_bytes() == picture()


def test_a_picture_amid_the_text_stays_there(into: Desk) -> None:
    source = docx(
        p("Le beffroi", style="Titre1"), p("Avant."), p(shown("i")), p("Vue.", style="Legende"), p("Après."),
        parts={"word/media/tour.png": picture()}, targets={"i": ("image", "media/tour.png")},
    )  # fmt: skip
    into.take(("a.docx", source))
    assert body(into.only()) == "Avant.\n\n![](images/tour.png)\nVue.\n\nAprès."


def test_a_box_is_read_once_after_its_paragraph(into: Desk) -> None:
    brought = into.take(("a.docx", docx(p("Titre : T"), p("Texte.", box(p("Encadré."), p("Suite."))), p("Fin."))))
    assert body(into.only()).split("\n\n") == ["Texte.", "Encadré.", "Suite.", "Fin."]
    assert "import-box" in told(brought)


def test_comments_are_kept_beside_the_article(into: Desk) -> None:
    begin, end = '<w:commentRangeStart w:id="4"/>', '<w:commentRangeEnd w:id="4"/><w:r><w:commentReference w:id="4"/></w:r>'
    comments = part(
        "comments", f'<w:comment w:id="4" w:author="Zoé" w:date="2018-05-04T10:00:00Z">{p("À vérifier")}</w:comment>'
    )
    source = docx(
        p("Titre : T"), p("Ils sont ", begin, "trois cents", end, "."), parts={"word/comments.xml": comments},
        targets={"c": ("comments", "comments.xml")},
    )  # fmt: skip
    brought = into.take(("a.docx", source))
    assert body(into.only()) == "Ils sont trois cents."
    (comment,) = brought.records[0].comments
    assert (comment["author"], comment["text"], comment["words"]) == ("Zoé", "À vérifier", "trois cents")
    assert (comment["article"], comment["line"]) == ("t", 4)


@pytest.mark.parametrize(
    ("looks", "code", "stays"),
    [
        ("<w:vanish/>", "import-hidden", False),
        ("<w:strike/>", "import-struck", True),
        ("<w:smallCaps/>", "import-small-capitals", True),
        ("<w:caps/>", "import-capitals", True),
        ('<w:u w:val="single"/>', "import-underline", True),
        ('<w:highlight w:val="yellow"/>', "import-highlight", True),
    ],
)
def test_what_an_article_has_no_form_for_is_told_with_its_words(into: Desk, looks: str, code: str, stays: bool) -> None:
    brought = into.take(("a.docx", docx(p("Titre : T"), p("Le ", text("dix-neuvième", looks), " siècle."))))
    assert ("dix-neuvième" in into.only()) is stays
    assert any(problem.code == code and "dix-neuvième" in problem.message for problem in brought.problems)


def test_what_cannot_be_carried_is_an_error(into: Desk) -> None:
    source = docx(
        p("Titre : T"), p("Soit <m:oMath>".removesuffix("<m:oMath>"), "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>", "."),
        p("<w:r><w:object><o:OLEObject ProgID=\"Excel.Sheet\"/></w:object></w:r>"),
    )  # fmt: skip
    brought = into.take(("a.docx", source))
    assert body(into.only()) == "Soit a+b."
    errors = {problem.code for problem in brought.problems if problem.severity == "error"}
    assert errors == {"import-equation", "import-object"}


@pytest.mark.parametrize(("words", "stays"), [("Cliquez ici pour taper du texte.", False), ("Il rouvre lundi.", True)])
def test_a_control_that_only_asks_to_be_filled_in_is_left_out(into: Desk, words: str, stays: bool) -> None:
    control = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{text(words)}</w:sdtContent></w:sdt>"
    brought = into.take(("a.docx", docx(p("Titre : T"), p("Le pont. ", control))))
    assert (words in into.only()) is stays
    assert ("import-placeholder" in told(brought)) is not stays


PAGE = "<h1>Le pont</h1><p>Il <i>rouvre</i>.</p><img src='a.png' alt='vue'>"
MHTML = (
    "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html; charset=utf-8\n\n"
    f"{PAGE}\n--x\nContent-Type: image/png\nContent-Location: a.png\nContent-Transfer-Encoding: base64\n\n"
)


@pytest.mark.parametrize("form", ["html", "mht"])
def test_a_web_page_within_a_word_file_as_converters_put_it_there(into: Desk, form: str) -> None:
    page = PAGE if form == "html" else f"{MHTML}{base64.b64encode(picture()).decode()}\n--x--\n"
    source = docx('<w:altChunk r:id="c"/>', parts={f"word/a.{form}": page}, targets={"c": ("aFChunk", f"a.{form}")})
    into.take(("a.docx", source))
    assert into.only().startswith("---\ntitre: Le pont\n")
    assert "Il *rouvre*.\n" in into.only()
    assert ("photo: images/le-pont.png" in into.only()) is (form == "mht")


def test_a_drop_cap_belongs_to_its_word(into: Desk) -> None:
    frame = '<w:framePr w:dropCap="drop"/>'
    into.take(("a.docx", docx(p("Titre : T"), p("L", properties=frame), p("e maire a parlé."))))
    assert body(into.only()) == "Le maire a parlé."


def test_signs_that_markdown_would_take_come_back_as_they_were(into: Desk) -> None:
    words = [
        "# 1 des ventes",
        "> 65 ans",
        "5*3*2 et a_b_c",
        "*étoile*",
        "[sic] (1)",
        "AT&T &amp; <b>",
        "--- fin",
        "1964. Le mur",
        "a | b",
    ]
    into.take(("a.docx", docx(p('Titre : "Tout" va'), *map(p, words))))
    found = Found()
    blocks = read_body(normal(body(into.only()), Source("t")), 0, found)
    assert [block.text.characters for block in blocks] == words  # type: ignore[union-attr]
    assert [problem for problem in found if problem.code != "list"] == []


def test_lines_of_speech_and_items_with_breaks_between_are_paragraphs(into: Desk) -> None:
    said = "<w:r><w:br/></w:r>".join(map(text, ("Il dit :", "— Tu viens ?", "— Non.", "et rit")))
    into.take(("a.docx", docx(p("Titre : T"), p(said))))
    assert body(into.only()) == "Il dit :\n\n— Tu viens ?\n\n— Non.\\\net rit"


def test_a_new_folder_gets_an_issue_that_shows_the_articles(into: Desk) -> None:
    into.take(("a.docx", docx(p("Titre : Un"), p("Texte."))))
    assert (into.issue / "issue.yaml").read_text(encoding="utf-8") == (
        "numéro: '2018-09'\ndate: 2018-09-01\npages:\n  - gabarit: breves\n    folio: 2\n    articles:\n      - un\n"
    )
