"""Content streams read by ourselves, and what pikepdf makes of the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import ContentStreamInlineImage

from mise_en_page.pdf.content import INLINE, NEST, PATH, SHOW, SILENT, Known, taken_apart

LEFT_OUT = {word.decode() for word in SILENT} | {"BDC", "BMC", "MP", "d", "ri"}
Plain = tuple[str, tuple[Any, ...]]


def plain(value: Any) -> Any:
    """An operand without pikepdf: numbers as floats, names and strings as they are written in memory."""
    if isinstance(value, pikepdf.String):
        return bytes(value)
    if isinstance(value, pikepdf.Name):
        return str(value)
    if isinstance(value, pikepdf.Array):
        return tuple(plain(one) for one in value)
    if isinstance(value, pikepdf.Dictionary):
        return "a dictionary"
    return value if value is None or isinstance(value, bool) else float(value)


def theirs(content: bytes) -> list[Plain]:
    """The operators that somebody asks for, as pikepdf reads them; letters always as an array."""
    with pikepdf.new() as owner:
        read = list(pikepdf.parse_content_stream(owner.make_stream(content)))
    found: list[Plain] = []
    for one in read:
        if isinstance(one, ContentStreamInlineImage):
            found.append((INLINE, ()))
            continue
        word, operands = str(one.operator), tuple(plain(value) for value in one.operands)
        if word in LEFT_OUT:
            continue
        if word == "Tj" and len(operands) == 1 and isinstance(operands[0], bytes):
            word, operands = "TJ", (operands,)
        found.append((word, operands))
    return found


def ours(content: bytes) -> list[Plain]:
    found: list[Plain] = []
    for word, operands, _, _ in taken_apart(content)[1]:
        if word == INLINE:
            found.append((INLINE, ()))
        elif word == NEST:
            found += [(chr(letter), ()) for letter in operands]
        elif word == PATH:
            found += theirs(operands[1] + b"\n")
        elif word == SHOW:
            parts = [bytes.fromhex(part[1:-1].decode()) if part[:1] == b"<" else float(part) for part in operands]
            found.append(("TJ", (tuple(parts),)))
        elif word not in LEFT_OUT:
            values = tuple(value if isinstance(value, str) else plain(value) for value in operands)
            is_string = word == "Tj" and len(values) == 1 and isinstance(values[0], bytes)
            found.append(("TJ", (values,)) if is_string else (word, values))
    return found


def or_fault(read: Callable[[bytes], list[Plain]], content: bytes) -> list[Plain] | type[Exception]:
    """What is read, or what kind of fault stops the reading."""
    try:
        return read(content)
    except (TypeError, ValueError, pikepdf.PdfError) as fault:
        return type(fault)


ODD = [
    b"q 5m Q",
    b"99999999999999999999 w q",
    b"1 -2 3 m 1 2 l",
    b"1 2 m 3 l",
    b"--5 w",
    b"1e5 w",
    b"5-3 w",
    b"0.1.2 w",
    b"+5 w 4. w -.5 w - w . w",
    b"1 1 m1 1 l",
    b"q/a1 gs",
    b"/a#20b gs",
    b"Q(abc)Tj",
    b"(a\\)b\\051) Tj",
    b"(a(b)c) Tj",
    b"[(a) -5 (b\\n)] TJ",
    b"[<00>-5<00>] TJ",
    b"q % a comment Q\n Q",
    b"q /Span <</A (% Q) /B <0041>>> BDC Q EMC",
    b"q /Span << /A 1 % >> BDC Q\n >> BDC Q",
    b"[3 2] 0 d [] 0 d q",
    b"BI /W 1 /H 1 /BPC 8 /CS /G ID A EI Q",
    b"1 0 0 1 0 0 cm BI /W 2 /H 1 /BPC 8 /CS /G ID Q\nEI q",
    b"q ] Q >> { 1 } Q",
    b"null true w",
    b"q 1 2 3",
    b"q\0Q",
    b"q\x0bQ",
    b"W*n W* n",
    b"0.5 /P scn /P scn /F 12 Tf 12 Tf /F Tf",
    b"d0 1 0 0 0 0 0 d1",
    b"(a)' 1 2 (b)\" T*",
    b"1 2 m\f3 4 l\rh\tf",
    b"[<00>] TJq",
    b"",
    b"  ",
]


@pytest.mark.filterwarnings("ignore::UserWarning")  # pikepdf's own, about content that ends too early
@pytest.mark.parametrize("content", ODD, ids=repr)
def test_what_is_odd_means_what_it_means_to_pikepdf(content: bytes) -> None:
    assert ours(content) == theirs(content)


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("content", ODD, ids=repr)
def test_instructions_are_where_they_are_said_to_be(content: bytes) -> None:
    read, instructions = taken_apart(content)
    assert [one for _, _, start, end in instructions for one in ours(read[start:end])] == theirs(content)


number = st.one_of(
    st.integers(-2000, 2000).map(str),
    st.floats(-1000, 1000, allow_nan=False).map(lambda value: f"{value:.4f}"),
    st.sampled_from(["0", ".5", "-.5", "4.", "+3", "00.10", "--1", "1-1", "1" * 20]),
)
WORDS = "q Q cm w m l c v y h re f S n W W* BT ET Tm Td TJ Tj ' gs Do cs scn k rg g d BDC EMC BX xyz d0 %c"
word = st.sampled_from(WORDS.split(" "))
piece = st.one_of(
    number,
    word,
    word,
    st.sampled_from(
        ["/A", "/B.1", "/a#41", "<0041>", "<00 4>", "(x)", "(x(y)z)", "(\\()", "[", "]", "<<", ">>", "[<00>-5]TJ"]
    ),
)


@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(st.tuples(piece, st.sampled_from([" ", "\n", "\r\n", ""])), max_size=30))
def test_any_content_means_what_it_means_to_pikepdf(pieces: list[tuple[str, str]]) -> None:
    content = "".join(text + space for text, space in pieces).encode("latin-1")
    assert or_fault(ours, content) == or_fault(theirs, content)


def test_content_is_taken_apart_once_while_there_is_room() -> None:
    """The oldest goes first; what is too large is read each time, and means the same."""
    lines = [b"%d 0 0 1 k\n" % number for number in range(3)]
    known = Known(most=2)
    first = known.taken_apart(lines[0])
    assert known.taken_apart(bytes(bytearray(lines[0]))) is first  # by what it says
    known.taken_apart(lines[1])
    known.taken_apart(lines[2])
    assert list(known.held) == lines[1:]
    long = b"".join(lines)
    assert known.taken_apart(long) == taken_apart(long)
    assert (list(known.held), known.size) == (lines[1:], 2)
