"""Content streams rewritten, one small case after another."""

from __future__ import annotations

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from mise_en_page.press.black import Rewriter
from tests.press.press_pages import profile


def rewritten(operators: str, **resources: object) -> tuple[list[str], Rewriter]:
    """The operators after rewriting, one instruction a line."""
    with pikepdf.new() as pdf:
        stream = pdf.make_stream(operators.encode("latin-1"))
        held = Dictionary({f"/{kind}": Dictionary(values) for kind, values in resources.items()})  # type: ignore[arg-type]
        work = Rewriter(pdf, profile())
        work.rewrite(stream, held, 1)
        made = pikepdf.unparse_content_stream(pikepdf.parse_content_stream(stream)).decode("latin-1")
        return made.split("\n"), work


def test_text_in_solid_black_overprints() -> None:
    lines, _ = rewritten("/DeviceCMYK cs 0 0 0 1 scn BT (a) Tj ET")
    assert lines == ["BT", "0 0 0 1 k", "/Over10 gs", "(a) Tj", "ET"]


def test_what_follows_black_text_knocks_out_again() -> None:
    lines, _ = rewritten("BT 0 0 0 1 k (a) Tj 0 0 0 0 k (b) Tj ET")
    assert lines == ["BT", "0 0 0 1 k", "/Over10 gs", "(a) Tj", "0 0 0 0 k", "/Over00 gs", "(b) Tj", "ET"]


def test_restoring_brings_the_state_back() -> None:
    lines, _ = rewritten("q BT 0 0 0 1 k (a) Tj ET Q 1 0 0 0 k 0 0 50 50 re f")
    assert lines[-4:] == ["Q", "1 0 0 0 k", "0 0 50 50 re", "f"]


def test_a_colour_is_never_set_within_a_path() -> None:
    lines, _ = rewritten("0 0 0 1 k 0 0 m 50 0 l 50 50 l h f")
    assert lines == ["0 0 0 1 k", "0 0 m", "50 0 l", "50 50 l", "h", "f"]


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("0 g", "0 0 0 1 k"),
        ("1 g", "0 0 0 0 k"),
        (".25 g", "0 0 0 0.75 k"),
        ("0 0 0 rg", "0 0 0 1 k"),
        ("1 1 1 rg", "0 0 0 0 k"),
        ("/DeviceRGB cs 0 0 0 sc", "0 0 0 1 k"),
        ("/DeviceCMYK cs .1 .2 .3 .4 scn", "0.1 0.2 0.3 0.4 k"),
        ("/DeviceCMYK cs", "0 0 0 1 k"),
        ("2 -1 0 0 k", "1 0 0 0 k"),
    ],
)
def test_colours_become_inks(written: str, made: str) -> None:
    lines, work = rewritten(f"{written} 0 0 50 50 re f")
    assert lines[0] == made
    assert not work.problems


@pytest.mark.parametrize("written", ["1 0 0 rg", "/DeviceRGB cs .2 .2 .3 scn", "/L cs 50 0 0 scn"])
def test_other_colours_are_a_problem(written: str) -> None:
    lab = Array([Name.Lab, Dictionary(WhitePoint=Array([0.96, 1, 0.82]))])
    _, work = rewritten(f"{written} 0 0 9 9 re f", ColorSpace={"/L": lab})
    assert [problem.code for problem in work.problems] == ["press-colour-rgb"]


def test_actual_text_stays_around_its_letters() -> None:
    marked = "/Span <</ActualText <feff00e9>>> BDC BT 0 0 0 1 k <0005> Tj ET EMC"
    lines, _ = rewritten(marked)
    assert lines[0].startswith("/Span")
    assert "ActualText" in lines[0]
    assert lines[-1] == "EMC"


def test_named_properties_stay_with_their_names() -> None:
    with pikepdf.new() as pdf:
        stream = pdf.make_stream(b"/Span /MC0 BDC EMC")
        held = Dictionary(Properties=Dictionary(MC0=Dictionary(Lang="fr")))
        Rewriter(pdf, profile()).rewrite(stream, held, 1)
        assert str(stream.Resources.Properties.MC0.Lang) == "fr"


@pytest.mark.parametrize(
    ("drawn", "overprints"),
    [
        ("0 0 0 1 K .5 w 0 0 m 90 0 l S", True),
        ("0 0 0 1 K 3 w 0 0 m 90 0 l S", False),
        ("0 0 0 1 K 3 w .1 0 0 .1 0 0 cm 0 0 m 90 0 l S", True),
        ("0 0 0 .9 K .5 w 0 0 m 90 0 l S", False),
        ("0 0 0 1 k 0 0 90 1 re f", True),
        ("0 0 0 1 k 0 0 90 5 re f", False),
        ("0 0 0 1 k 0 0 90 1 re W n 0 -9 90 50 re f", True),  # a border as WeasyPrint draws it: clipped
        ("0 0 0 1 k 0 0 90 50 re 1 1 88 48 re f*", True),  # a frame of one point
        ("0 0 0 1 k 0 0 90 50 re 5 5 80 40 re f*", False),
    ],
)
def test_thin_black_lines_overprint(drawn: str, overprints: bool) -> None:
    lines, _ = rewritten(drawn)
    assert any(line.startswith("/Over") for line in lines) == overprints


def test_others_overprint_and_curves_are_taken_out() -> None:
    with pikepdf.new() as pdf:
        stream = pdf.make_stream(b"/G gs 0 1 0 0 k 0 0 9 9 re f")
        state = Dictionary(OP=True, op=True, OPM=1, TR=Name.Identity, ca=1)
        Rewriter(pdf, profile()).rewrite(stream, Dictionary(ExtGState=Dictionary(G=state)), 1)
        assert set(stream.Resources.ExtGState.G.keys()) == {"/ca"}


def test_a_form_is_rewritten_once_for_all_its_uses() -> None:
    with pikepdf.new() as pdf:
        form = pdf.make_stream(b"0 0 0 rg BT (a) Tj ET")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
        stream = pdf.make_stream(b"/F Do q /F Do Q")
        Rewriter(pdf, profile()).rewrite(stream, Dictionary(XObject=Dictionary(F=form)), 1)
        assert form.read_bytes().count(b"Over10") == 1
        assert stream.read_bytes().count(b"/X1 Do") == 2
        assert str(stream.Resources.XObject.X1.Resources.ExtGState.Over10.OPM) == "1"
