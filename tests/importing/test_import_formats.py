"""Web pages, plain text, Markdown, rich text, OpenDocument, mails: a feature a test."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from made_sources import Desk, desk, docx, odt, p, picture, read, told, zipped

from mise_en_page.importing.encodings import decoded

FRENCH = "L’été dernier, à Orléans : « Où est-ce ? » — naïve, œuvre, déjà vu, Éric, ça."


@pytest.fixture
def into(tmp_path: Path) -> Desk:
    return desk(tmp_path)


def body(article: str) -> str:
    return article.partition("\n---\n")[2].strip()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "mac-roman", "utf-16", "utf-16-le", "utf-32"])
def test_an_encoding_is_found_by_what_makes_french_of_it(encoding: str) -> None:
    assert decoded(FRENCH.encode(encoding))[0] == FRENCH


def test_an_encoding_other_than_utf_8_is_told(into: Desk) -> None:
    brought = into.take(("a.txt", f"Titre : Été\n\n{FRENCH}".encode("mac-roman")))
    assert "mac-roman" in brought.problems[0].message
    assert body(into.only()) == FRENCH


def test_utf_8_with_a_few_bytes_of_windows_among_it() -> None:
    assert decoded(("é" * 50).encode() + b" \xe0 ")[0] == "é" * 50 + " à "


def test_lines_of_a_mail_are_one_paragraph_and_those_of_a_poem_stay(into: Desk) -> None:
    text = (
        "Le pont rouvre\n\nAprès deux ans de travaux, le pont de la gare rouvre lundi matin aux\n"
        "voitures et aux vélos, a annoncé la mairie jeudi soir.\n\nSous le pont\ncoule la Seine\n\n- Tu viens ?\n- Non.\n"
    )
    into.take(("a.txt", text.encode()))
    assert body(into.only()).split("\n\n") == [
        "Après deux ans de travaux, le pont de la gare rouvre lundi matin aux voitures et aux vélos, a annoncé "
        "la mairie jeudi soir.",
        "Sous le pont\\\ncoule la Seine", "- Tu viens ?", "- Non.",
    ]  # fmt: skip


def test_signs_in_plain_text_are_no_marks(into: Desk) -> None:
    into.take(("a.txt", b"Titre : T\n\nUn *mot* et _un_ autre, # 3."))
    assert "\\*mot\\*" in into.only()


def test_markdown_of_other_programs(into: Desk) -> None:
    text = "# Un titre\n\nTexte *italique*, **gras**[^1].\n\n> citation\n> suite\n\n"
    text += "| a | b |\n|---|---|\n| c | d |\n\n[^1]: La note.\n"
    into.take(("a.md", text.encode()))
    assert into.only() == (
        "---\ntitre: Un titre\n---\nTexte *italique*, **gras**¹.\n\n> citation suite\n\n"
        "| a | b |\n| --- | --- |\n| c | d |\n\n¹ La note.\n"
    )


def test_a_row_of_signs_in_markdown_is_no_item(into: Desk) -> None:
    into.take(("a.md", b"# Un\n\nTexte.\n\n* * *\n\n# Deux\n\n* un\n    * deux\n* trois\n"))
    assert body(into.articles()["un"]) == "Texte."
    assert body(into.articles()["deux"]) == "* un\n\n  * deux\n\n* trois"


def test_an_article_of_our_own_comes_as_it_is(into: Desk) -> None:
    own = (
        "---\nsurtitre: Sport\ntitre: Le but \\\\ du siècle\nphoto: images/but.png\nlégende: Le *but*.\ncrédit: J. Roux\n"
        "description: vue\n---\nIl *marque* : 3*2.\n\n## Inter\n\n> Bravo\n\n"
        "- un ;\n\n  1. deux\n\n  2. trois\n\n- quatre.\n\n"
        "| a | b |\n| --- | --- |\n| | 5 % |\n\n| Neige *bleue*\n| sur le quai\n\n- Tu viens ?\n\n- Non.\n\nFin.\n"
    )
    into.take(("a.md", own.encode()), ("but.png", picture()))
    assert into.only() == own


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.html", b"<h1>Le pont</h1><p>Il rouvre.<ol type=A><li>un<ul><li>deux</ul><li>trois</ol>"
         b"<table><tr><th>a<th>b<tr><td>c<td>d</table>"),
        ("a.odt", odt(
            '<text:h text:outline-level="1">Le pont</text:h><text:p>Il rouvre.</text:p>'
            '<text:list text:style-name="L"><text:list-item><text:p>un</text:p><text:list><text:list-item>'
            "<text:p>deux</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>trois</text:p></text:list-item></text:list>"
            "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
            '<table:table-cell table:number-columns-repeated="2"/><table:table-cell><text:p>b</text:p></table:table-cell>'
            "</table:table-row></table:table-header-rows><table:table-row><table:table-cell><text:p>c</text:p></table:table-cell>"
            '<table:table-cell table:number-columns-repeated="2"/><table:table-cell><text:p>d</text:p></table:table-cell>'
            "</table:table-row></table:table>",
            '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="A" '
            'style:num-suffix="."/><text:list-level-style-bullet text:level="2" text:bullet-char="o"/></text:list-style>')),
        ("a.rtf", rb"{\rtf1{\stylesheet{\s1\outlinelevel0 heading 1;}}\pard\s1 Le pont\par\pard Il rouvre.\par"
         rb"{\listtext A.\tab}un\par{\listtext\bullet\tab}\pard\ilvl1 deux\par{\listtext B.\tab}\pard trois\par"
         rb"\trowd\pard\intbl\b a\cell b\b0\cell\row\trowd\pard\intbl c\cell d\cell\row}"),
    ],
)  # fmt: skip
def test_lists_and_tables_of_any_program_are_lists_and_tables(into: Desk, name: str, source: bytes) -> None:
    brought = into.take((name, source))
    assert body(into.only()) == ("Il rouvre.\n\nA.\tun\n\n  • deux\n\nB.\ttrois\n\n| a | b |\n| --- | --- |\n| c | d |")
    assert told(brought) == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.html", b"<h1>Le pont</h1><p>Il rouvre.<table><tr><td colspan=2>a<tr><td>b<td>c</table>"),
        ("a.html", b"<h1>Le pont</h1><p>Il rouvre.<table><tr><td rowspan=2>a<td>b<tr><td>c</table>"),
        ("a.odt", odt(
            '<text:h text:outline-level="1">Le pont</text:h><text:p>Il rouvre.</text:p><table:table><table:table-row>'
            '<table:table-cell table:number-columns-spanned="2"><text:p>a</text:p></table:table-cell>'
            "<table:covered-table-cell/></table:table-row><table:table-row><table:table-cell><text:p>b</text:p></table:table-cell>"
            "<table:table-cell><text:p>c</text:p></table:table-cell></table:table-row></table:table>")),
        ("a.rtf", rb"{\rtf1{\stylesheet{\s1\outlinelevel0 heading 1;}}\pard\s1 Le pont\par\pard Il rouvre.\par"
         rb"\trowd\pard\intbl a\cell\row\trowd\pard\intbl b\cell c\cell\row}"),
    ],
)  # fmt: skip
def test_a_table_with_merged_cells_is_paragraphs_and_told(into: Desk, name: str, source: bytes) -> None:
    brought = into.take((name, source))
    assert body(into.only()) == "Il rouvre.\n\na\n\nb\n\nc"
    assert told(brought) == ["import-table"]


PAGE = """<html><head><style>.c1{font-weight:700}</style><title>x</title></head><body><h1>Le <i>Monde</i></h1>
<p class="chapo">Le chapô.</p><p>Un <span class="c1">gras</span>, un <b style="font-weight:normal">maigre</b> &amp;
<a href="https://www.google.com/url?q=https://exemple.fr/a(b)&amp;sa=D">lien</a>.<br>Suite</p>
<ul><li>un</li><li>deux<ol start="3"><li>trois</ol></ul>
<figure><img src="DATA" alt="vue"><figcaption>La tour.</figcaption></figure>
<blockquote>Ça sonne.</blockquote><p style="display:none">caché</p><table><tr><td>a<td>b</table></body></html>"""


def test_a_web_page(into: Desk) -> None:
    page = PAGE.replace("DATA", f"data:image/png;base64,{base64.b64encode(picture(side=64)).decode()}")
    brought = into.take(("a.html", page.encode()))
    assert into.only() == (
        "---\ntitre: Le *Monde*\nchapô: Le chapô.\n---\nUn **gras**, un maigre & [lien](https://exemple.fr/a%28b%29).\\\nSuite\n\n"
        "• un\n\n• deux\n\n  3. trois\n\n![vue](images/le-monde.png)\nLa tour.\n\n> Ça sonne.\n\na\n\nb\n"
    )
    assert (into.issue / "images" / "le-monde.png").read_bytes() == picture(side=64)
    assert {"import-hidden", "import-table"} <= set(told(brought))
    assert "import-list" not in told(brought)


def test_a_page_with_its_pictures_in_an_archive_or_beside_it(into: Desk) -> None:
    page = b'<h1>Le pont</h1><img src="images/image1.png"><p>Il rouvre.</p>'
    into.take(("a.zip", zipped({"Page.html": page, "images/image1.png": picture()})))
    into.take(("b.html", page.replace(b"Le pont", b"La gare")), ("image1.png", picture(side=9)))
    assert sorted(path.name for path in (into.issue / "images").iterdir()) == ["la-gare.png", "le-pont.png"]


RICH = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}{\f1\fcharset77 Geneva;}}"
    rb"{\stylesheet{\s1\outlinelevel0 heading 1;}}{\header En-t\'eate}\pard\s1 Le pont\par\pard Un \b gras\b0  et "
    rb"\i Le Monde\i0 , {\f1 d\'8ej\'88}, \u8364? {\v cach\'e9}12 m{\super 2}.{\footnote \pard Selon l\rquote Insee.}\par"
    rb"{\listtext\bullet\tab}un\par{\field{\*\fldinst HYPERLINK https://a.fr}{\fldrslt Ici}}{\deleted vieux }\par"
    rb"\trowd\intbl a\cell b\cell\row\pard Fin.\par}"
)


def test_rich_text(into: Desk) -> None:
    brought = into.take(("a.rtf", RICH))
    assert into.only() == (
        "---\ntitre: Le pont\n---\nUn **gras** et *Le Monde*, déjà, € 12 m².¹\n\n• un\n\n[Ici](https://a.fr)\n\na\n\nb\n\nFin.\n\n"
        "¹ Selon l’Insee.\n"
    )
    assert {"import-header", "import-hidden", "import-deleted", "import-note"} <= set(told(brought))


OPEN_STYLES = """<style:style style:name="T1" style:family="text">
<style:text-properties fo:font-style="italic"/></style:style>
<style:style style:name="T2" style:family="text"><style:text-properties text:display="none"/></style:style>"""
OPEN = (
    '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>'
    "<office:change-info><dc:creator>Bo</dc:creator></office:change-info>"
    "<text:p>vieux </text:p></text:deletion></text:changed-region>"
    '<text:changed-region text:id="c2"><text:insertion>'
    "<office:change-info><dc:creator>Ana</dc:creator></office:change-info>"
    "</text:insertion></text:changed-region></text:tracked-changes>"
    '<text:h text:outline-level="1">Le pont</text:h><text:p>Dans <text:span text:style-name="T1">Le Monde</text:span>, le '
    '<text:change-start text:change-id="c2"/>grand <text:change-end text:change-id="c2"/>'
    '<text:change text:change-id="c1"/>'
    "pont<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Selon l’Insee.</text:p>"
    "</text:note-body></text:note>.<office:annotation><dc:creator>Zoé</dc:creator><text:p>À vérifier</text:p>"
    '</office:annotation><text:span text:style-name="T2">caché</text:span></text:p>'
    "<text:list><text:list-item><text:p>un</text:p></text:list-item></text:list>"
    "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row></table:table>"
    "<text:p><draw:frame><draw:text-box><text:p>Encadré.</text:p></draw:text-box></draw:frame></text:p>"
    '<text:p><draw:frame><draw:image xlink:href="Pictures/tour.png"/><svg:desc>vue</svg:desc></draw:frame></text:p>'
)


@pytest.mark.parametrize(("reject", "words"), [(False, "le grand pont¹."), (True, "le vieux pont¹.")])
def test_an_open_document(into: Desk, reject: bool, words: str) -> None:
    brought = into.take(("a.odt", odt(OPEN, OPEN_STYLES, {"Pictures/tour.png": picture()})), reject=reject)
    assert into.only() == (
        f"---\ntitre: Le pont\nphoto: images/tour.png\ndescription: vue\n---\nDans *Le Monde*, {words}\n\n• "
        f"un\n\na\n\nEncadré.\n\n"
        "¹ Selon l’Insee.\n"
    )
    assert brought.records[0].comments[0]["text"] == "À vérifier"
    assert {"import-hidden", "import-box", "import-note"} <= set(told(brought))


def test_a_caption_in_libreoffices_frame_stands_under_its_picture(into: Desk) -> None:
    frame = (
        '<text:p><draw:frame><draw:text-box><text:p text:style-name="Illustration"><draw:frame><draw:image '
        'xlink:href="Pictures/tour.png"/></draw:frame>La tour.</text:p></draw:text-box></draw:frame></text:p>'
    )
    into.take(("a.odt", odt(f'<text:h text:outline-level="1">Un</text:h>{frame}<text:p>Texte.</text:p>',
                            parts={"Pictures/tour.png": picture()})))  # fmt: skip
    assert "photo: images/tour.png\nlégende: La tour.\n---\nTexte." in into.only()


def test_a_comment_of_libreoffice_knows_its_words(into: Desk) -> None:
    noted = (
        '<text:h text:outline-level="1">Un</text:h><text:p>Ils sont <office:annotation office:name="a">'
        '<text:p>Vérifier</text:p></office:annotation>trois cents<office:annotation-end office:name="a"/>.</text:p>'
    )
    assert into.take(("a.odt", odt(noted))).records[0].comments[0]["words"] == "trois cents"


def _mail(*parts: bytes) -> bytes:
    head = b"From: =?utf-8?q?Zo=C3=A9?= <z@x.fr>\r\nSubject: TR: Le pont rouvre\r\nMIME-Version: 1.0\r\n"
    head += b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
    return head + b"\r\n--x\r\n".join(parts) + b"\r\n--x--\r\n"


def _attached(name: str, data: bytes, kind: str = "application/octet-stream") -> bytes:
    head = f'Content-Type: {kind}; name="{name}"\r\nContent-Disposition: attachment\r\n'
    head += "Content-Transfer-Encoding: base64\r\n\r\n"
    return head.encode() + base64.encodebytes(data)


TEXT = b"Content-Type: text/plain; charset=iso-8859-1\r\n\r\n"


def test_a_mail_is_an_article_with_its_pictures(into: Desk) -> None:
    lines = ("Le pont rouvre à Noël, dit la mairie.", "", "Les travaux ont duré.", "", "-- ", "Zoé, 06 00 00 00 00")
    said = "\r\n".join(lines).encode("cp1252")
    brought = into.take(("a.eml", _mail(TEXT + said, _attached("pont.png", picture(), "image/png"))))
    assert into.only() == (
        "---\n# from: Zoé <z@x.fr>\n# subject: TR: Le pont rouvre\ntitre: Le pont rouvre\nphoto: images/pont.png\n---\n"
        "Le pont rouvre à Noël, dit la mairie.\n\nLes travaux ont duré.\n"
    ).replace("# from:", "# from :").replace("# subject:", "# subject :")
    assert "import-mail-signature" in told(brought)


def test_a_mail_that_only_brings_a_document(into: Desk) -> None:
    cover = TEXT + b"Bonjour, voici la br\xe8ve."
    brought = into.take(("a.eml", _mail(cover, _attached("brève.docx", docx(p("Titre : La gare"), p("Elle ferme."))))))
    assert list(into.articles()) == ["la-gare"]
    assert "Bonjour, voici la brève." in into.only().partition("titre:")[0]
    assert "import-mail-cover" in told(brought)


def test_an_attachment_that_is_damaged_is_told_at_its_name(into: Desk) -> None:
    brought = into.take(("a.eml", _mail(TEXT + b"Le pont rouvre lundi.", _attached("b.docx", b"PK\x03\x04nothing"))))
    assert "import-damaged" in told(brought)
    assert any("b.docx" in problem.message for problem in brought.problems)
    assert "lundi" in into.only()


def test_a_heading_is_known_by_its_styles_name_in_a_file_that_a_converter_made() -> None:
    style = '<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"/>'
    body = '<text:p text:style-name="Heading_20_1">La gare ferme</text:p><text:p>Elle ferme lundi.</text:p>'
    block = read(odt(body, style), "a.odt").blocks[0]
    assert (block.kind, block.level) == ("heading", 1)


@pytest.mark.parametrize(
    ("said", "day"), [(b"Mon, 05 Jan 2026 10:00:00 +0100", "2026-01-05"), (b"hier", ""), (b"Mon, 99 Jan 2026 10:00", "")]
)
def test_a_mail_is_dated_by_its_header(said: bytes, day: str) -> None:
    assert read(b"Subject: Gare\nDate: " + said + b"\n\nLa gare ferme.\n", "a.eml").date == day
