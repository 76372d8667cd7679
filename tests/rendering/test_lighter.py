"""WeasyPrint is imported sooner, and works as it always does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

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
