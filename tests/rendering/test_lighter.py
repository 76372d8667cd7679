"""WeasyPrint is imported sooner, and works as it always does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from weasyprint import HTML, svg
from weasyprint.css import get_all_computed_styles
from weasyprint.css.validation.expanders import PendingExpander
from weasyprint.svg import defs, utils

from mise_en_page.processes.libraries import by_name, has_library
from mise_en_page.rendering.lighter import _Declaring
from tools.declarations import WRITTEN, written

FONT = Path(__file__).resolve().parents[2] / "fonts" / "source-serif-4" / "SourceSerif4SmText-Regular.ttf"

LATER = f"""
import sys
import mise_en_page.rendering
from weasyprint.pdf import fonts
from fontTools.ttLib import TTFont

assert "fontTools.varLib.instancer" not in sys.modules, "imported before anything asked for it"
assert "fontTools.colorLib" not in sys.modules

options = fonts.subset.Options(retain_gids=True)  # as WeasyPrint cuts a font down where HarfBuzz cannot
cutter = fonts.subset.Subsetter(options)
cutter.populate(gids=[3, 40])
font = TTFont({str(FONT)!r})
cutter.subset(font)
assert font["maxp"].numGlyphs >= 41

try:
    fonts.instantiateVariableFont(TTFont({str(FONT)!r}), {{"wght": 700}})
except ValueError as error:
    assert "fvar" in str(error), error  # fontTools' own word: this is no variable font
else:
    raise AssertionError("a font without axes was instantiated")
import fontTools.varLib.instancer as real
assert real.instantiateVariableFont.__module__ == "fontTools.varLib.instancer"
"""


def test_what_is_imported_later_is_the_real_thing() -> None:
    done = subprocess.run([sys.executable, "-c", LATER], capture_output=True, text=True, check=False, env={**os.environ})
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the names are Linux's")
def test_libraries_are_found_by_their_names_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    import ctypes.util  # noqa: PLC0415

    monkeypatch.setattr(ctypes.util, "find_library", lambda _name: None)
    assert by_name("pango-1.0") == "libpango-1.0.so.0"
    assert has_library("pango-1.0")
    assert by_name("no-such-thing-1.0") is None
    assert not has_library("no-such-thing-1.0")


def test_what_cffi_makes_of_the_declarations_is_written_out_for_the_weasyprint_that_is_here():
    assert WRITTEN.read_text(encoding="utf-8") == written(), "run python -m tools.declarations"
    parsed = "import sys, mise_en_page.rendering; print('pycparser' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", parsed], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_other_declarations_are_parsed_as_ever():
    declaring = _Declaring()
    declaring.cdef("typedef struct { int depth; } elsewhere;")
    assert declaring.sizeof("elsewhere") == 4


def test_a_shorthand_with_variables_is_expanded_once_for_what_stands_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = ".a {--f: 9pt} .b {--f: 12pt} p {font: italic var(--f) serif}"
    html = HTML(string=f"<style>{sheet}</style>" + '<p class="a"></p><p class="b"></p>' * 20)
    expanded = []
    real = PendingExpander.validate

    def counted(pending: PendingExpander, *asked: object) -> object:
        expanded.append(asked)
        return real(pending, *asked)

    monkeypatch.setattr(PendingExpander, "validate", counted)
    style_for = get_all_computed_styles(html)
    sizes = [style_for(each)["font_size"] for each in html.etree_element.iter("p")]
    assert [round(size * 72 / 96, 6) for size in sizes] == [9, 12] * 20
    assert len(expanded) == 2


def test_lengths_of_drawings_are_read_once_for_each_way_to_write_them() -> None:
    for module in (utils, svg, defs):
        assert module.size is utils.size
    assert [utils.size(*asked) for asked in (("12.5",), ("2em", 10), ("2em", 12), ("50%", None, 30), ("1in",))] == [
        12.5, 20, 24, 15, 96,
    ]  # fmt: skip
    with pytest.raises(AssertionError):
        utils.size("50%")
    assert utils.color("#f00") is not utils.color("#f00"), "it is changed where something is half clear"


def test_what_is_wrong_with_what_stands_for_a_variable_is_told_as_ever(
    caplog: pytest.LogCaptureFixture,
) -> None:
    html = HTML(string="<style>:root {--f: nine} p {font: var(--f) serif; color: var(--f)}</style><p></p><p></p>")
    style_for = get_all_computed_styles(html)
    with caplog.at_level("WARNING", "weasyprint"):
        first, second = (style_for(each)["font_size"] for each in html.etree_element.iter("p"))
    assert first == second == style_for(html.etree_element)["font_size"]
    assert "Ignored `font: nine serif`" in caplog.text
