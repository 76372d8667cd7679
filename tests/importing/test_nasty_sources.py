"""What strangers send: bombs, entities, names that lead out, damaged files. One message each, and nothing written."""

from __future__ import annotations

import random  # noqa: TID251 (with a seed)
import re
import socket
from pathlib import Path

import pytest
from made_sources import NAMES, desk, docx, odt, p, shown, told, zipped

from mise_en_page.model import limits
from mise_en_page.model.problem import Refused

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
_LAUGHS = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]>'

NASTY = {
    "bomb.docx": (lambda: zipped({"word/document.xml": b"<w>" + b" " * (limits.IMPORT_RATIO_FROM + 1)}), "import-bomb"),
    "many.docx": (lambda: zipped({str(each): b"" for each in range(limits.IMPORT_ENTRIES + 1)}), "import-bomb"),
    "laughs.docx": (
        lambda: docx(parts={"word/document.xml": f"{_LAUGHS}<w:document {NAMES}><w:body>&y;</w:body></w:document>"}),
        "import-entities",
    ),
    "passwd.xml": (
        lambda: b'<!DOCTYPE nitf [<!ENTITY a SYSTEM "file:///etc/passwd">]><nitf><body>&a;</body></nitf>',
        "import-entities",
    ),
    "out.docx": (lambda: zipped({"word/document.xml": "<a/>", "../../evil.txt": "x"}), "import-outside"),
    "root.odt": (lambda: zipped({"content.xml": "<a/>", "/etc/evil": "x"}), "import-outside"),
    "cut.docx": (lambda: docx(p("a"))[:-200], "import-damaged"),
    "half.docx": (lambda: docx(parts={"word/document.xml": "<w:document"}), "import-damaged"),
    "no-text.docx": (lambda: zipped({"[Content_Types].xml": "<Types/>"}), "import-damaged"),
    "deep.docx": (lambda: docx("<w:sdt><w:sdtContent>" * 300 + p("x") + "</w:sdtContent></w:sdt>" * 300), "import-damaged"),
    "deep.html": (lambda: b"<div>" * 3_000 + b"x", "import-damaged"),
    "deep.rtf": (lambda: rb"{\rtf1 " + b"{" * 3_000, "import-damaged"),
    "deep.json": (lambda: b"[" * 100_000, "import-damaged"),
    "old.doc": (lambda: _COMPOUND, "import-doc"),
    "mail.msg": (lambda: _COMPOUND + "__substg1.0_1000001F".encode("utf-16-le"), "import-form"),
    "table.xls": (lambda: _COMPOUND + "Workbook".encode("utf-16-le"), "import-form"),
    "other.xml": (lambda: b'<?xml version="1.0"?><pkg:package xmlns:pkg="x"/>', "import-form"),
    "program.bin": (lambda: b"MZ\x90\x01\x02\x03" * 50, "import-form"),
    "locked.docx": (lambda: _COMPOUND + "EncryptedPackage".encode("utf-16-le"), "import-locked"),
    "locked.odt": (
        lambda: odt("", parts={"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"}), "import-locked",
    ),
    "nothing.docx": (lambda: b"", "import-empty"),
    "white.txt": (lambda: b" \r\n\t ", "import-empty"),
    "page.pdf": (lambda: b"%PDF-1.7", "import-form"),
    "sheet.xlsx": (lambda: zipped({"xl/workbook.xml": "<a/>"}), "import-form"),
    "notes.pages": (lambda: zipped({"Index/Document.iwa": b""}), "import-form"),
    "some.json": (lambda: b'{"a": 1}', "import-form"),
}  # fmt: skip


@pytest.mark.parametrize("name", NASTY)
def test_one_message_and_nothing_written(tmp_path: Path, name: str) -> None:
    made, code = NASTY[name]
    into = desk(tmp_path)
    brought = into.take((name, made()))
    assert told(brought) == [code]
    assert brought.problems[0].severity == "error"
    assert name in brought.problems[0].message
    assert [path.name for path in tmp_path.rglob("*")] == ["publication.yaml"]


def test_a_damaged_file_keeps_no_other_from_coming(tmp_path: Path) -> None:
    into = desk(tmp_path)
    brought = into.take(("bad.docx", docx(p("a"))[:-200]), ("good.docx", docx(p("Titre : Bon"), p("Texte."))))
    assert told(brought) == ["import-damaged"]
    assert list(into.articles()) == ["bon"]


def test_macros_are_told_and_the_text_comes(tmp_path: Path) -> None:
    into = desk(tmp_path)
    brought = into.take(("a.docm", docx(p("Titre : Bon"), p("Texte."), parts={"word/vbaProject.bin": b"Shell"})))
    assert told(brought) == ["import-macros"]
    assert "Texte." in into.only()


def test_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_arguments: object, **_how: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refused)
    into = desk(tmp_path)
    remote = shown("far").replace("r:embed", "r:link")
    brought = into.take(
        ("a.docx", docx(p("Titre : Un"), p(remote), p("Texte."), outside={"far": "http://127.0.0.1:9/a.png"})),
        ("b.html", b'<h1>Deux</h1><img src="http://127.0.0.1:9/b.png"><p>Texte.<script>x()</script></p>'),
        (
            "c.xml",
            b'<!DOCTYPE nitf SYSTEM "http://127.0.0.1:9/n.dtd"><nitf><head><title>Trois</title></head><body/></nitf>',
        ),
    )
    assert told(brought).count("import-picture") == 2
    assert "http://127.0.0.1:9/a.png" in brought.problems[0].message
    assert "x()" not in "".join(into.articles().values())


def test_a_link_out_of_the_issue_is_not_followed(tmp_path: Path) -> None:
    into = desk(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    into.issue.mkdir(parents=True)
    (into.issue / "articles").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused, match="leads out of the issue"):
        into.take(("a.txt", b"Titre : Un\n\nTexte."))
    assert not any((tmp_path / "elsewhere").iterdir())


def test_names_of_pictures_lead_nowhere(tmp_path: Path) -> None:
    into = desk(tmp_path)
    mail = (
        b"From: a@b.fr\r\nSubject: Le pont\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
        b"--x\r\nContent-Type: text/plain\r\n\r\nIl rouvre lundi, dit le maire.\r\n"
        b'--x\r\nContent-Type: image/png; name="../../../CON.png"\r\nContent-Disposition: attachment\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--x--\r\n"
    )
    into.take(("a.eml", mail))
    assert [path.name for path in (into.issue / "images").iterdir()] == ["con-1.png"]


def _mutated(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made[: chance.randrange(len(made))] if chance.random() < 0.2 else made)


def _mutated_marks(text: str, chance: random.Random) -> str:
    """XML with a value, an element or a name of another place."""
    marks = list(re.finditer(r'="[^"]*"|<[^<>/?!]+/>', text))
    one = chance.choice(marks)
    put = chance.choice(('="-1"', '="²"', '="99999999999999"', '=""')) if one.group().startswith("=") else ""
    return text[: one.start()] + put + text[one.end() :]


@pytest.mark.parametrize("seed", range(60))
def test_a_mutated_file_comes_or_is_told(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    body = f"{p('Titre : Un', style='Titre1')}{p('Texte ', shown('i', 'vue'), '.')}"
    text = f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"
    sources = [
        ("a.docx", docx(body)),
        ("b.docx", docx(parts={"word/document.xml": _mutated_marks(text, chance)})),
        ("c.rtf", rb"{\rtf1\ansi{\fonttbl{\f0 A;}}{\b Titre}\par Le 1{\super er} mai \u233?\par}"),
        ("d.odt", odt('<text:h text:outline-level="1">Un</text:h><text:p>Texte</text:p>')),
        ("e.eml", b"From: a\r\nSubject: =?utf-8?q?=C3=A9t=C3=A9?=\r\nContent-Type: text/html\r\n\r\n<p>Texte</p>"),
    ]
    into = desk(tmp_path)
    for name, data in sources:
        brought = into.take((name, data if name.startswith("b") else _mutated(data, chance)))
        assert all(problem.message for problem in brought.problems)
