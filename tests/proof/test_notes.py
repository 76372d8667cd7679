"""Notes made on a proof come home: to the word, the line, the file; whatever else was done to the PDF."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from click.testing import CliRunner, Result
from pikepdf import Array, Dictionary, Name, String
from proofs import annotated, annotation, change, lines, places, proof, quad

from mise_en_page.cli.commands import commands
from mise_en_page.desk.commented import Commented
from mise_en_page.desk.engine import Engine
from mise_en_page.model.problem import Refused
from mise_en_page.proof.comments import of_notes
from mise_en_page.proof.notes import Note, read_notes
from mise_en_page.reading import press_profile
from sample_issue import ISSUE as SAMPLE

FLEUVE = "issues/2018-05/articles/fleuve.md"


def body() -> list[dict[str, Any]]:
    """Lines of the article's first column, of whole words."""
    return [line for line in lines(proof(), "fleuve") if len(line["words"]) > 4]


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(commands, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def marked(line: dict[str, Any], first: int, last: int) -> list[float]:
    """The box of some words of a line, as a hand marks it: a little too low and too narrow."""
    _, bottom, _, top = line["box"]
    return [line["words"][first][0] + 0.4, bottom - 0.5, line["words"][last][1] - 0.4, top - 1]


def place(note: Note) -> tuple[str, int, int]:
    assert note.where is not None
    return note.where.file, note.where.line, note.where.column


def home_of(note: Dictionary, sheet: int) -> Note:
    """Where a note on a sheet comes home to."""
    (found,) = read_notes(annotated(proof(), (sheet, note)), "p.pdf").notes
    return found


def test_a_proof_without_notes_has_none() -> None:
    notes = read_notes(proof(), "p.pdf")
    assert (notes.issue, notes.notes, notes.problems) == ("2018-05", (), ())
    assert notes.version == places(proof())["version"]


@pytest.mark.parametrize("kind", ["Highlight", "Underline", "StrikeOut", "Squiggly"])
def test_a_marked_word_comes_home_to_its_own_column(kind: str) -> None:
    line = body()[7]
    box = marked(line, 2, 2)
    note = annotation(kind, box, "Vraiment ?", "Jeanne", QuadPoints=Array(quad(*box)))
    (found,) = read_notes(annotated(proof(), (line["sheet"], note)), "p.pdf").notes
    _, _, number, column, word = line["words"][2]
    assert place(found) == (FLEUVE, number, column)
    assert (found.quote, found.author, found.text, found.near) == (word, "Jeanne", "Vraiment ?", False)
    typed = (SAMPLE / "articles" / "fleuve.md").read_text(encoding="utf-8").split("\n")[number - 1]
    assert typed[column - 1 :].startswith(word)
    assert (found.folio, found.article, found.number) == (15, "fleuve", line["number"])


def test_a_passage_over_two_lines_is_at_its_first_word() -> None:
    first, second = body()[7:9]
    boxes = [marked(first, 3, len(first["words"]) - 1), marked(second, 0, 1)]
    quads = [value for box in reversed(boxes) for value in quad(*box)]
    note = annotation("Highlight", [0, 0, 595, 841], "", QuadPoints=Array(quads))
    (found,) = read_notes(annotated(proof(), (first["sheet"], note)), "p.pdf").notes
    assert place(found) == (FLEUVE, first["words"][3][2], first["words"][3][3])
    assert found.quote == " ".join(word[4] for word in (*first["words"][3:], *second["words"][:2]))


@pytest.mark.parametrize("kind", ["Text", "FreeText", "Caret", "Stamp"])
def test_a_note_on_a_line_is_at_the_word_beneath_it(kind: str) -> None:
    line = body()[12]
    _, bottom, _, top = line["box"]
    x0, x1, number, column, _ = line["words"][3]
    middle = (x0 + x1) / 2
    box = [middle - 4, (bottom + top) / 2 - 4, middle + 4, (bottom + top) / 2 + 4]
    (found,) = read_notes(annotated(proof(), (line["sheet"], annotation(kind, box, "Ici"))), "p.pdf").notes
    assert place(found) == (FLEUVE, number, column)


def test_a_ring_drawn_around_a_word_says_which() -> None:
    line = body()[5]
    x0, y0, x1, y1 = marked(line, 1, 1)
    ink = annotation("Ink", [x0 - 1, y0 - 1, x1 + 1, y1 + 1], InkList=Array([Array([x0, y0, x1, y1])]))
    (found,) = read_notes(annotated(proof(), (line["sheet"], ink)), "p.pdf").notes
    assert (found.kind, found.quote) == ("drawing", line["words"][1][4])


def test_a_note_in_the_margin_is_at_the_nearest_line_and_says_so() -> None:
    line = min(body(), key=lambda line: line["box"][0])
    bottom, top = line["box"][1], line["box"][3]
    box = [2.0, (bottom + top) / 2 - 9, 20.0, (bottom + top) / 2 + 9]
    (found,) = read_notes(annotated(proof(), (line["sheet"], annotation("Text", box, "Trop long"))), "p.pdf").notes
    assert place(found)[:2] == (FLEUVE, line["words"][0][2])
    assert found.near


def test_a_note_on_a_correction_is_where_it_was_made() -> None:
    sheets = places(proof())["sheets"]
    number, row = next(
        (n, line) for n, sheet in enumerate(sheets, 1) for line in sheet["lines"] if line.get("role") == "correction"
    )
    _, y0, x1, y1 = row["box"]
    note = annotation("Text", [x1 - 30, y0 + 1, x1 - 12, y1 - 1], "Non !")
    (found,) = read_notes(annotated(proof(), (number, note)), "p.pdf").notes
    assert place(found) == (row["file"], row["line"], row["column"])


def test_answers_stand_under_what_they_answer_and_notes_in_reading_order() -> None:
    first, second = body()[4], body()[30]

    def add(document: pikepdf.Pdf) -> None:
        page = document.pages[first["sheet"] - 1].obj
        late = document.make_indirect(annotation("Text", second["box"], "Plus loin", "Paul"))
        early = document.make_indirect(annotation("Text", first["box"], "Sûr ?", "Jeanne"))
        answer = document.make_indirect(annotation("Text", first["box"], "Oui", "Paul", IRT=early))
        again = document.make_indirect(annotation("Text", first["box"], "Bien", "Jeanne", IRT=answer))
        state = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), IRT=early, T=String("Paul"),
                           State=String("Accepted"), StateModel=String("Review"))  # fmt: skip
        popup = Dictionary(Type=Name.Annot, Subtype=Name.Popup, Rect=Array([0, 0, 9, 9]), Parent=early)
        page.Annots = Array([late, early, answer, again, document.make_indirect(state), popup])

    notes = read_notes(change(proof(), add), "p.pdf").notes
    assert [note.text for note in notes] == ["Sûr ?", "Plus loin"]
    told = [(reply.author, reply.text) for reply in notes[0].replies]
    assert told == [("Paul", "Oui"), ("Jeanne", "Bien"), ("Paul", "[Accepted]")]


def test_notes_that_answer_each_other_in_a_circle_are_all_told() -> None:
    line = body()[4]

    def add(document: pikepdf.Pdf) -> None:
        one, two, self_ = (document.make_indirect(annotation("Text", line["box"], text)) for text in "abc")
        one.IRT, two.IRT, self_.IRT = two, one, self_
        document.pages[line["sheet"] - 1].obj.Annots = Array([one, two, self_])

    notes = read_notes(change(proof(), add), "p.pdf").notes
    assert sorted(note.text for note in notes) == ["a", "b", "c"]


def test_sheets_that_were_taken_out_or_turned_leave_the_others_known() -> None:
    line = body()[7]
    note = annotation("Text", line["box"], "Ici")

    def edit(document: pikepdf.Pdf) -> None:
        document.pages[line["sheet"] - 1].rotate(90, relative=True)
        del document.pages[0]

    assert line["sheet"] == 2
    (found,) = read_notes(change(annotated(proof(), (2, note)), edit), "p.pdf").notes
    assert place(found)[0] == FLEUVE


def test_the_command_lists_them_with_their_file_and_line(tmp_path: Path) -> None:
    line = body()[7]
    box = marked(line, 2, 2)
    note = annotation("Highlight", box, "Vraiment ?\nÀ vérifier\x1b[31m", "Jeanne", QuadPoints=Array(quad(*box)))
    path = tmp_path / "relue.pdf"
    path.write_bytes(annotated(proof(), (line["sheet"], note)))
    result = run("notes", str(path))
    assert result.exit_code == 0
    _, _, number, column, word = line["words"][2]
    assert result.stdout == (
        f"{FLEUVE}:{number}:{column}: highlight “{word}” (Jeanne): Vraiment ?\n        À vérifier\\x1b[31m\n"
    )
    assert "1 note on version " in result.stderr
    french = run("--lang", "fr", "notes", str(path))
    assert french.stdout.startswith(
        f"{FLEUVE}:{number}:{column}: surlignage «\u00a0{word}\u00a0» (Jeanne)\u00a0: Vraiment ?\n"
    )
    assert "1 annotation sur la version " in french.stderr
    data = json.loads(run("notes", str(path), "--json").stdout)
    (told,) = data["notes"]
    assert (told["file"], told["line"], told["column"]) == (FLEUVE, number, column)
    assert (told["author"], told["quote"], told["folio"], told["replies"]) == ("Jeanne", word, 15, [])


def test_the_live_proof_lists_them_among_the_comments() -> None:
    line = body()[7]
    box = marked(line, 2, 2)
    note = annotation("Highlight", box, "Vraiment ?", "Jeanne", QuadPoints=Array(quad(*box)))
    notes = of_notes(read_notes(annotated(proof(), (line["sheet"], note)), "p.pdf"))
    (shown,), problems = Commented(SAMPLE, notes)(Engine(SAMPLE, press_profile.shipped("fogra39")).make())
    _, _, number, column, word = line["words"][2]
    assert (shown["file"], shown["line"], shown["column"], shown["page"]) == (FLEUVE, number, column, 1)
    assert (shown["by"], shown["quote"], shown["text"], shown["mark"]) == ("Jeanne", word, "Vraiment ?", "highlight")
    assert (len(shown["boxes"]), shown["kept"], shown["older"], problems) == (1, False, False, ())


def _no_places(document: pikepdf.Pdf) -> None:
    del document.attachments["mise-en-page-places.json"]


def _strange_places(document: pikepdf.Pdf) -> None:
    del document.attachments["mise-en-page-places.json"]
    document.attachments["mise-en-page-places.json"] = pikepdf.AttachedFileSpec(document, b"[" * 200_000)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "undamaged"),
        (b"%PDF-1.7\n", "undamaged"),
        (b"\x00" * 99, "undamaged"),
        (_no_places, "not-a-proof"),
        (_strange_places, "not-a-proof"),
    ],
)
def test_what_is_no_proof_is_one_clear_problem(tmp_path: Path, data: Any, code: str) -> None:
    path = tmp_path / "other.pdf"
    path.write_bytes(data if isinstance(data, bytes) else change(proof(), data))
    result = run("notes", str(path))
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"[{code}]" in result.stderr
    assert result.stderr.count("error: ") == 1
    told = run("notes", str(path), "--json")
    assert (told.exit_code, json.loads(told.stdout)["problems"][0]["code"]) == (1, code)


def test_a_proof_cut_short_is_told_or_read_but_never_breaks() -> None:
    data = proof()
    for part in (0.2, 0.6, 0.95, 0.999):
        with contextlib.suppress(Refused):  # anything else is a traceback at the reader's
            read_notes(data[: int(len(data) * part)], "p.pdf")


STRANGE = [
    Dictionary(Type=Name.Annot, Subtype=Name.Highlight),
    Dictionary(Type=Name.Annot, Subtype=Name.Highlight, Rect=Array([]), QuadPoints=Array([1, 2, 3])),
    Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Name.Nothing, Contents=Array([1])),
    Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([Name.A, 0, 9, 9]), Contents=7, T=Dictionary()),
    Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=Array([10**12, -(10**12), 10**12, 9]), IRT=Dictionary(NM=String("x"))
    ),
    Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=Array([9, 9, 0, 0]), IRT=7, Contents=String(b"\xfe\xff\xd8")),
    Dictionary(Type=Name.Annot, Subtype=String("Text")),
    Dictionary(Type=Name.Annot),
]


def test_strange_annotations_break_nothing() -> None:
    line = body()[7]
    good = annotation("Text", line["box"], "Ici")
    strange = [(line["sheet"], each) for each in STRANGE]

    def more(document: pikepdf.Pdf) -> None:
        document.pages[line["sheet"] - 1].obj.Annots.append(7)
        document.pages[0].obj.Annots = String("none")

    pdf = change(annotated(proof(), *strange, (line["sheet"], good)), more)
    notes = read_notes(pdf, "p.pdf").notes
    assert "Ici" in [note.text for note in notes]
    assert len(notes) == 7


def test_more_notes_than_anybody_writes_are_read_in_time() -> None:
    line = body()[7]

    def add(document: pikepdf.Pdf) -> None:
        long = document.make_indirect(annotation("Text", line["box"], "x" * 100_000))
        short = [document.make_indirect(annotation("Text", line["box"], "x")) for _ in range(6_000)]
        document.pages[line["sheet"] - 1].obj.Annots = Array([long, long, *short])

    notes = read_notes(change(proof(), add), "p.pdf").notes
    assert len(notes) == 4_999  # of five thousand entries one was there twice
    assert len(notes[0].text) == 20_000


def test_a_file_that_swells_without_end_is_refused_in_time(tmp_path: Path) -> None:
    """A few kilobytes that become gigabytes: the reader gives up, and says so."""

    def swell(document: pikepdf.Pdf) -> None:
        import zlib  # noqa: PLC0415

        data = b" " * 50_000_000
        for _ in range(3):
            data = zlib.compress(data, 9)
        spec = document.Root.Names.EmbeddedFiles.Names[1]
        stream = pikepdf.Stream(document, data)
        stream.Filter = Array([Name.FlateDecode] * 3)
        spec.EF = Dictionary(F=document.make_indirect(stream))

    path = tmp_path / "bomb.pdf"
    path.write_bytes(change(proof(), swell))
    result = run("notes", str(path))
    assert result.exit_code == 1
    assert "[not-a-proof]" in result.stderr or "[undamaged]" in result.stderr
