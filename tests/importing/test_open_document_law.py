"""The words of an OpenDocument text are the words of its articles, in order, whatever stands within what."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st
from made_sources import desk, odt

STYLES = '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>'


class Words:
    def __init__(self) -> None:
        self.count = 0

    def next(self, kind: str = "m") -> str:
        self.count += 1
        return f"{kind}{self.count}"


def _content(draw: st.DrawFn, words: Words, kind: str, depth: int) -> str:  # noqa: PLR0911 (a table of stretches)
    what = draw(st.integers(0, 8))
    plain = f"{words.next(kind)} {words.next(kind)} "
    if what == 1:
        return f'<text:span text:style-name="T1">{plain}</text:span>'
    if what == 2:
        return f'<text:a xlink:href="https://exemple.fr">{plain}</text:a><text:s/>'
    if what == 3 and depth == 0:
        note = f"<text:note-body><text:p>{words.next('n')}</text:p></text:note-body>"
        return f"{plain}<text:note><text:note-citation>1</text:note-citation>{note}</text:note> "
    if what == 4 and depth == 0:
        inner = f"<text:p>{words.next('b')}</text:p>"
        return f"{plain}<draw:frame><draw:text-box>{inner}</draw:text-box></draw:frame>"
    if what == 5:
        return f'{plain}<text:change-start text:change-id="c1"/>{words.next(kind)} <text:change-end text:change-id="c1"/>'
    if what == 6:
        return f'{plain}<text:change text:change-id="c2"/><text:line-break/>'
    return f"{plain}<text:bookmark/>" if what == 7 else plain


def _paragraph(draw: st.DrawFn, words: Words, depth: int = 0) -> str:
    parts = "".join(_content(draw, words, "m", depth) for _ in range(draw(st.integers(1, 4))))
    return f"<text:p>{parts}.</text:p>"


def _block(draw: st.DrawFn, words: Words, depth: int = 0) -> str:
    what = draw(st.integers(0, 4))
    if what == 1:
        inner = _block(draw, words, depth + 1) if depth < 2 else ""
        nested = f"<text:list><text:list-item><text:p>{words.next()}</text:p></text:list-item></text:list>"
        return f"<text:list><text:list-item>{_paragraph(draw, words)}{nested}</text:list-item></text:list>{inner}"
    if what == 2 and depth < 2:
        cells = "".join(f"<table:table-cell>{_block(draw, words, depth + 1)}</table:table-cell>" for _ in range(2))
        return f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
    if what == 3:
        return f"<text:section>{_paragraph(draw, words)}</text:section>"
    return _paragraph(draw, words)


@st.composite
def sources(draw: st.DrawFn) -> bytes:
    words = Words()
    changes = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:insertion/></text:changed-region>'
        '<text:changed-region text:id="c2"><text:deletion><text:p>d0</text:p></text:deletion>'
        "</text:changed-region></text:tracked-changes>"
    )
    body = ""
    for _ in range(draw(st.integers(1, 3))):
        body += f'<text:h text:outline-level="1">{words.next()} {words.next()}</text:h>'
        body += "".join(_block(draw, words) for _ in range(draw(st.integers(1, 4))))
    return odt(changes + body, STYLES)


def independent(data: bytes) -> list[str]:
    """The words of the content, as they stand in its file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = ElementTree.fromstring(archive.read("content.xml"))
    return re.findall(r"\b[mbn]\d+", " ".join(root.itertext()))


@settings(max_examples=60)
@given(sources())
def test_the_words_of_an_open_document_are_the_words_of_its_articles(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        into = desk(Path(folder))
        brought = into.take(("a.odt", data))
        made = into.articles()
        text = "\n".join(made[entry["name"]] for entry in brought.records[0].articles)
    theirs, ours = independent(data), re.findall(r"\b[mbnd]\d+", text)
    assert sorted(ours) == sorted(theirs)
    for kind in "mbn":
        assert [word for word in ours if word[0] == kind] == [word for word in theirs if word[0] == kind]
