"""Plain text and Markdown into a Document: what is pasted, what is saved « as text », what other programs export."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mise_en_page.importing.document import BLANK, BREAK, Block, Document, Image, Reading, Run, joined
from mise_en_page.importing.encodings import decoded
from mise_en_page.model.issue import Mark
from mise_en_page.model.message import Message, say
from mise_en_page.reading.delimiters import parsed
from mise_en_page.reading.items import marker, sign_end

#: Lines that were cut at a width: all but the last are about as long (mails have 72 to 78 characters).
_WIDE, _SHORT = 100, 45
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?$")
_IMAGE = re.compile(r"!\[([^\]]*)\]\(<?([^()\s>]+)>?(?:[ \t]+[\"'][^\"']*[\"'])?\)")
_UNDER = re.compile(r"(=+|-+)[ \t]*$")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_NOTE = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*(.*)")
_CALL = re.compile(r"\[\^([^\]\s]+)\]")
_ROW = re.compile(r"[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$")

#: A row of a table without a head; a line that is kept as it is.
_FRAMED = re.compile(r"[ \t]*\|.*\|[ \t]*")
_VERSE = re.compile(r"[ \t]*\|[ \t](?:[^|\\]|\\.)*")


def read_plain(data: bytes, reading: Reading, charset: str = "") -> Document:
    """Text as it was typed: no sign in it is a mark."""
    text, encoding = decoded(data, charset)
    return of_plain(text, Document(reading.file, "txt", encoding=encoding))


def of_plain(text: str, document: Document) -> Document:
    """The paragraphs of a text, put into a document."""
    for number, page in enumerate(_lines_ended(text).split("\f")):
        if number:
            document.add(Block("page", (), say("import-place", file=document.file)))
        before = text[: text.find(page)].count("\n") if number else 0
        end = 0
        for start, lines in _groups(page):
            if end and start - end > 2:
                document.add(Block("rule", (), say("import-place/line", file=document.file, n=before + start), style=BLANK))
            end = start + len(lines) - 1
            place = say("import-place/line", file=document.file, n=before + start)
            for paragraph in _paragraphs(lines):
                document.add(Block("paragraph", (Run(paragraph),), place))
    return document


def _lines_ended(text: str) -> str:
    return re.sub("\r\n|\r|\x85|\u2029", "\n", text).replace("\x0b", "\u2028")


def _groups(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines between empty ones, each group with the number of its first."""
    group: list[str] = []
    start = 1
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            start = start if group else number
            group.append(line)
        elif group:
            yield start, group
            group = []


def _paragraphs(lines: list[str]) -> list[str]:
    """What lines that stand together are: paragraphs of one line each, one that was cut at a width, lines of a poem."""
    if len(lines) == 1:
        return [lines[0].strip()]
    lengths = [len(line.rstrip()) for line in lines]
    longest = max(lengths)
    opens = [bool(marker(line.strip())) or ":" in line[:25] for line in lines[1:]]
    cut = longest <= _WIDE and all(length > longest * 0.7 for length in lengths[:-1]) and longest > _SHORT
    if cut and not any(opens):
        return [" ".join(line.strip() for line in lines)]
    if longest <= _SHORT and not any(opens) and ":" not in lines[0][:25]:
        return [BREAK.join(line.strip() for line in lines)]
    return [line.strip() for line in lines]


# --- Markdown -----------------------------------------------------------------------------------------------------------


def read_markdown(data: bytes, reading: Reading) -> Document:
    """Markdown as people and programs write it: headings, emphasis, links, quotes, pictures, tables, notes."""
    text, encoding = decoded(data)
    document = Document(reading.file, "md", encoding=encoding)
    text = _lines_ended(text)
    head = re.match(r"---[ \t]*\n(.*?)\n---[ \t]*\n", text, re.DOTALL)
    skipped = 0
    if head:
        _front(head[1], document)
        skipped = head.group().count("\n")
        text = text[head.end() :]
    tables = 0
    for start, lines in _groups(text):
        place = say("import-place/line", file=document.file, n=start + skipped)
        if all(map(_VERSE.fullmatch, lines)):
            words = BREAK.join(line.strip().removeprefix("|").strip() for line in lines)
            document.add(Block("paragraph", _inline(words), place, role="verse"))
        elif len(lines) > 1 and "|" in lines[0] and (_ROW.match(lines[1]) or all(map(_FRAMED.fullmatch, lines))):
            tables += 1
            _table(lines, tables, document)
        else:
            _markdown(lines, Block("paragraph", (), place), document)
    return document


def _front(text: str, document: Document) -> None:
    """Keys at the head: fields that an article has, too; the others are noted."""
    from mise_en_page.importing.settings import HEAD, role_named  # noqa: PLC0415 (roles are the mapping's)

    shown: dict[str, tuple[str, Message]] = {}
    for number, line in enumerate(text.split("\n"), 2):
        name, colon, held = line.partition(":")
        role = role_named(name.strip()) if colon else ""
        held = re.sub(r"[ \t]*\\\\[ \t]*", lambda _: BREAK, held.strip().strip("\"'"))
        place = say("import-place/line", file=document.file, n=number)
        if role in ("image", "alt", "caption", "credit"):
            shown[role] = (held, place)
        elif role in HEAD:
            document.add(Block("paragraph", _inline(held), place, role=role))
        elif line.strip() and not line.startswith("#"):
            document.keep.append((name.strip() if colon else "", held if colon else line.strip()))
    _shown(shown, document)


def _shown(shown: dict[str, tuple[str, Message]], document: Document) -> None:
    """The picture that keys at the head name, with what they say of it."""
    if "image" in shown:
        file, place = shown["image"]
        image = Image(None, file.rpartition("/")[2], shown.get("alt", ("", place))[0])
        document.add(Block("picture", (), place, image=image))
    for role in ("caption", "credit"):
        if role in shown:
            document.add(Block("paragraph", _inline(shown[role][0]), shown[role][1], role=role))


def _markdown(lines: list[str], block: Block, document: Document) -> None:
    """Lines that stand together, as blocks."""
    waiting: list[str] = []
    quoted = False

    def end() -> None:
        if waiting:
            text = BREAK.join(re.sub(r"(?: {2,}|\\)$", BREAK, each.strip("\t")) for each in waiting)
            text = text.replace(BREAK * 2, "\x00").replace(BREAK, " ").replace("\x00", BREAK)
            text = re.sub(r" ?\n ?", BREAK, text).strip()
            sign = 0 if quoted else sign_end(text)
            if any(map(str.isalnum, text[sign:])) and sign:  # no row of signs
                shape = replace(block, kind="item", marker=text[:sign].rstrip(), level=1 + _indent(waiting[0]) // 2)
            else:
                shape, sign = replace(block, kind="quote" if quoted else block.kind), 0
            document.add(replace(shape, runs=_inline(text[sign:])))
            waiting.clear()

    for line in lines:
        opens = line.lstrip().startswith(">")
        if opens != quoted:
            end()
            quoted = opens
        heading, image, under = _HEADING.match(line), _IMAGE.fullmatch(line.strip()), _UNDER.match(line)
        note = _NOTE.match(line)
        if heading:
            end()
            document.add(replace(block, kind="heading", level=len(heading[1]), runs=_inline(heading[2])))
        elif under and len(waiting) == 1:
            level = 1 if under[1][0] == "=" else 2
            document.add(replace(block, kind="heading", level=level, runs=_inline(waiting.pop().strip())))
        elif image:
            end()
            document.add(replace(block, kind="picture", image=Image(None, image[2].rpartition("/")[2], image[1], image[2])))
        elif note:
            end()
            document.notes[note[1]] = [replace(block, runs=_inline(note[2]))]
        elif opens:
            waiting.append(line.lstrip().lstrip("> "))
        elif _FENCE.match(line):
            end()
        elif waiting and marker(line.strip()):
            end()
            waiting.append(line)
        else:
            waiting.append(line)
    end()


def _indent(line: str) -> int:
    """How far a line stands in, in spaces."""
    whole = line.expandtabs(4)
    return len(whole) - len(whole.lstrip(" "))


def _table(lines: list[str], table: int, document: Document) -> None:
    row = 0
    headed = _ROW.match(lines[1]) is not None
    for number, line in enumerate(lines):
        if number == 1 and headed:
            continue
        row += 1
        cells = re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))
        for column, cell in enumerate(cells, 1):
            if cell.strip():
                place = say("import-place/cell", file=document.file, table=table, row=row, column=column)
                text = cell.strip().replace("\\|", "|")
                document.add(Block("paragraph", _inline(text), place, cell=(table, row, column), head=headed and row == 1))


def _inline(text: str) -> tuple[Run, ...]:
    """The marks of a line, read by the reader of articles; calls of notes, raised and lowered figures beside them."""
    made: list[Run] = []
    at = 0
    for call in _CALL.finditer(text):
        made += _marked(text[at : call.start()])
        made.append(Run(note=call[1]))
        at = call.end()
    return joined([*made, *_marked(text[at:])])


def _marked(text: str) -> Iterator[Run]:
    read = parsed(text)
    marks = [Mark(*each) for each in read.marks]
    for at, character in enumerate(read.characters):
        over = [mark for mark in marks if mark.start <= at < mark.end]
        kinds = {mark.kind for mark in over}
        href = next((mark.href for mark in over if mark.kind == "link"), "")
        yield Run(character, "emphasis" in kinds, "strong" in kinds, href=href)
