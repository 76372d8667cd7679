"""What holds for every source: its words are its articles' words, in order; what was written is read again as it was."""

from __future__ import annotations

import io
import re
import tempfile
from pathlib import Path

import docx as python_docx
from hypothesis import given, settings
from hypothesis import strategies as st
from made_sources import box, desk, docx, item, p, part, table, text

from mise_en_page.importing.article import article_text
from mise_en_page.importing.document import Block, Document, Run
from mise_en_page.importing.draft import Draft, Piece
from mise_en_page.importing.inline import OF_THE_WORDS
from mise_en_page.importing.tables import with_tables
from mise_en_page.model.issue import ListItem, PullQuote, Table
from mise_en_page.model.message import say
from mise_en_page.reading.article import Folders, article_of
from mise_en_page.reading.found import Found
from mise_en_page.reading.source import Source, normal

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LOOKS = ("", "<w:i/>", "<w:b/>", "<w:b/><w:i/>", '<w:rStyle w:val="Accentuation"/>', "<w:rtl/>")


class Words:
    """Gives each word once: ``m`` of the text, ``b`` of boxes, ``n`` of notes, ``d`` of what was deleted."""

    def __init__(self) -> None:
        self.count = 0
        self.notes: list[str] = []

    def next(self, kind: str = "m") -> str:
        self.count += 1
        return f"{kind}{self.count}"


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _content(draw: st.DrawFn, words: Words, kind: str, depth: int) -> str:  # noqa: PLR0911 (a table of stretches)
    """A stretch of a paragraph."""
    what = draw(st.integers(0, 12))
    look = draw(st.sampled_from(_LOOKS))
    plain = f"{words.next(kind)} {words.next(kind)} "
    if what == 1:
        return f'<w:ins w:author="A">{text(plain, look)}</w:ins>'
    if what == 2:
        return f'<w:del w:author="A"><w:r><w:delText>{words.next("d")} </w:delText></w:r></w:del>'
    if what == 3:
        told = '<w:r><w:instrText> HYPERLINK "https://exemple.fr" </w:instrText></w:r>'
        return f"{_mark('begin')}{told}{_mark('separate')}{text(plain, look)}{text(words.next(kind) + ' ')}{_mark('end')}"
    if what == 4:
        return f'<w:fldSimple w:instr="AUTHOR">{text(plain, look)}</w:fldSimple>'
    if what == 5:
        return f"{text(plain, look)}<w:r><w:br/></w:r>"
    if what == 6 and depth == 0:
        return text(plain) + box(_paragraph(draw, words, "b", 1), _paragraph(draw, words, "b", 1))
    if what == 7 and kind == "m" and depth == 0:
        words.notes.append(p(_content(draw, words, "n", 1)))
        return f'{text(plain)}<w:r><w:footnoteReference w:id="{len(words.notes)}"/></w:r>{text(" ")}'
    if what == 8:
        return f"<w:sdt><w:sdtContent>{text(plain, look)}</w:sdtContent></w:sdt>"
    if what == 9:
        return f'<w:smartTag><w:hyperlink w:anchor="x">{text(plain, look)}</w:hyperlink></w:smartTag>'
    if what == 10:
        return f"{text(plain)}<m:oMath><m:r><m:t>{words.next(kind)}</m:t></m:r></m:oMath>{text(' ')}"
    if what == 11:
        raised = text(plain, '<w:vertAlign w:val="superscript"/>')
        return f"<w:r><w:tab/></w:r>{raised}<w:r><w:noBreakHyphen/></w:r>"
    return text(plain, look)


def _paragraph(draw: st.DrawFn, words: Words, kind: str = "m", depth: int = 0) -> str:
    parts = "".join(_content(draw, words, kind, depth) for _ in range(draw(st.integers(1, 4))))
    ended = draw(
        st.sampled_from(("", "", "", '<w:rPr><w:del w:author="A"/></w:rPr>', '<w:rPr><w:ins w:author="A"/></w:rPr>'))
    )
    return p(
        parts,
        text("."),
        style=draw(st.sampled_from(("", "", "Citation", "Titre2"))) if depth == 0 else "",
        properties=ended,
    )


def _block(draw: st.DrawFn, words: Words, depth: int = 0) -> str:
    what = draw(st.integers(0, 5))
    if what == 1:
        return "".join(
            item(f"{words.next()} {words.next()}.", draw(st.integers(1, 3)), draw(st.integers(0, 1))) for _ in range(3)
        )
    if what == 2 and depth < 2:
        rows = [tuple(_block(draw, words, depth + 1) for _ in range(2)) for _ in range(draw(st.integers(1, 2)))]
        return table(*rows)
    if what == 3:
        return f"<w:sdt><w:sdtContent>{_paragraph(draw, words)}</w:sdtContent></w:sdt>"
    if what == 4 and depth == 0:
        return p('<w:r><w:br w:type="page"/></w:r>') + _paragraph(draw, words)
    return _paragraph(draw, words)


@st.composite
def sources(draw: st.DrawFn) -> bytes:
    """A .docx of some articles with every feature, in each other where Word allows it."""
    words = Words()
    body = ""
    for _ in range(draw(st.integers(1, 3))):
        body += p(f"{words.next()} {words.next()}", style="Titre1")
        body += "".join(_block(draw, words) for _ in range(draw(st.integers(1, 4))))
    notes = "".join(f'<w:footnote w:id="{number}">{note}</w:footnote>' for number, note in enumerate(words.notes, 1))
    return docx(body, parts={"word/footnotes.xml": part("footnotes", notes)}, targets={"f": ("footnotes", "footnotes.xml")})


def independent(data: bytes) -> list[str]:
    """The words that python-docx finds in a document, and in its notes, but for those that were deleted."""
    document = python_docx.Document(io.BytesIO(data))
    found: list[str] = []
    roots = [document.element.body]
    for each in document.part.package.iter_parts():
        if str(each.partname).endswith("footnotes.xml"):
            roots.append(python_docx.oxml.parse_xml(each.blob))
    for root in roots:
        for each in root.iter():
            if str(each.tag).rpartition("}")[2] != "t":
                continue
            above = [ancestor.tag.rpartition("}")[2] for ancestor in each.iterancestors()]
            if "Fallback" not in above:
                found += re.findall(r"[mbnd]\d+", each.text or "")
    return found


def imported(data: bytes) -> list[str]:
    """The words of the articles that come of it, in the order in which the source has the articles."""
    with tempfile.TemporaryDirectory() as folder:
        into = desk(Path(folder))
        brought = into.take(("a.docx", data))
        made = into.articles()
        texts = [made[entry["name"]] for entry in brought.records[0].articles]
    return [word for each in texts for word in re.findall(r"\b[mbnd]\d+", each)]


@settings(max_examples=120)
@given(sources())
def test_the_words_of_a_source_are_the_words_of_its_articles(data: bytes) -> None:
    theirs, ours = independent(data), imported(data)
    assert sorted(ours) == sorted(theirs)
    for kind in "mbn":
        assert [word for word in ours if word[0] == kind] == [word for word in theirs if word[0] == kind]


# --- what is written is read again ---------------------------------------------------------------------------------------

SIGNS = st.text("ab1 *_[]<>&;#~^=`|\\\"'-+.!(){}:/@—«»é\n", max_size=24)
RUNS = st.lists(
    st.builds(Run, SIGNS, st.booleans(), st.booleans(), href=st.sampled_from(("", "", "https://exemple.fr/a(b)"))),
    min_size=1,
    max_size=4,
)
WORDS = st.text("abé", min_size=1, max_size=5)


def again(draft: Draft, blocks: list[Block] | None = None) -> tuple[object, list[object]]:
    document = Document("a", "x", blocks or [Block("paragraph", place=say("import-place", file="a"))])
    made = article_text(draft, document, french=True).text
    found = Found()
    read = article_of(Folders(Path("/"), Path("/")), normal(made, Source("a.md")), "a", found)
    return read, [problem for problem in found if problem.severity == "error" and problem.code not in OF_THE_WORDS]


def characters(runs: list[Run]) -> str:
    return re.sub(r"\s+", "", "".join(run.text for run in runs))


@settings(max_examples=150)
@given(RUNS, st.sampled_from(("paragraph", "intertitle", "pull-quote")))
def test_a_text_of_any_signs_comes_back_as_it_was(runs: list[Run], kind: str) -> None:
    draft = Draft(body=[Piece(tuple(runs), 0, kind), Piece((Run("Fin."),), 0)])  # type: ignore[arg-type]
    draft.fields["title"] = [Piece((Run("T"),), 0)]
    read, errors = again(draft)
    blocks = read.body  # type: ignore[attr-defined]
    said = ["".join(part.characters for part in _texts(block)) for block in blocks]
    assert re.sub(r"\s+", "", "".join(said)) == characters([*runs, Run("Fin.")])
    assert not errors


def _texts(block: object) -> list[object]:
    made = [block.text]  # type: ignore[attr-defined]
    return [*made, block.attribution] if isinstance(block, PullQuote) else made


@settings(max_examples=100)
@given(st.lists(st.tuples(RUNS, st.integers(1, 5)), min_size=2, max_size=5), st.sampled_from("•–"))
def test_items_of_any_signs_come_back_as_they_were(items: list[tuple[list[Run], int]], sign: str) -> None:
    said = [(Run(f"{sign} a"), *runs) for runs, _ in items]
    blocks = [Block("item", runs, level=depth, marker=sign) for runs, (_, depth) in zip(said, items, strict=True)]
    draft = Draft({"title": [Piece((Run("T"),), 0)]}, [Piece(runs, at) for at, runs in enumerate(said)])
    read, errors = again(draft, blocks)
    came = "".join(_sign(block) + part.characters for block in read.body for part in _texts(block))  # type: ignore[attr-defined]
    assert re.sub(r"\s+", "", came) == characters([run for runs in said for run in runs])
    assert not errors


def _sign(block: object) -> str:
    return block.sign.characters if isinstance(block, ListItem) else ""


@settings(max_examples=100)
@given(st.lists(st.lists(RUNS, min_size=3, max_size=3), min_size=2, max_size=4), st.booleans())
def test_cells_of_any_signs_come_back_as_they_were(rows: list[list[list[Run]]], head: bool) -> None:
    cells = [(row, column, tuple(runs)) for row, line in enumerate(rows, 1) for column, runs in enumerate(line, 1)]
    blocks = [Block("paragraph", runs, cell=(1, row, column), head=head and row == 1) for row, column, runs in cells]
    pieces = [Piece(runs, at) for at, (_, _, runs) in enumerate(cells) if characters(list(runs))]
    document = Document("a", "x", blocks)
    draft = Draft({"title": [Piece((Run("T"),), 0)]}, with_tables(pieces, document))
    read, _ = again(draft, blocks)
    texts = [part for block in read.body for part in (block.cells if isinstance(block, Table) else _texts(block))]  # type: ignore[attr-defined]
    assert re.sub(r"\s+", "", "".join(part.characters for part in texts)) == characters(
        [run for _, _, runs in cells for run in runs]
    )


@settings(max_examples=150)
@given(RUNS, st.sampled_from(("title", "chapo", "byline", "kicker")))
def test_a_field_of_any_signs_comes_back_as_it_was(runs: list[Run], role: str) -> None:
    draft = Draft(body=[Piece((Run("Fin."),), 0)])
    draft.fields = {"title": [Piece((Run("T"),), 0)]} | {role: [Piece(tuple(runs), 0)]}
    read, _ = again(draft)
    assert re.sub(r"\s+", "", getattr(read, role).characters) == characters(runs)
