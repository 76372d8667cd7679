"""python -m tools.declarations: write out WeasyPrint's C declarations, so that no program parses them at its start.

WeasyPrint declares Pango's and its kin's functions in C, and cffi parses them at each import, for 70 ms. What it makes of
them is written here into ``rendering/declared.py``, with the digest of the declarations: where WeasyPrint has others, it
parses its own as before (``rendering/lighter.py``). To be run anew with each version of WeasyPrint or cffi; a test says so.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from importlib.metadata import distribution
from pathlib import Path

import cffi

ROOT = Path(__file__).resolve().parents[1]
WRITTEN = ROOT / "src" / "mise_en_page" / "rendering" / "declared.py"


def declarations() -> str:
    """The C that WeasyPrint declares."""
    source = Path(str(distribution("weasyprint").locate_file("weasyprint/text/ffi.py"))).read_text(encoding="utf-8")
    found = re.findall(r"ffi\.cdef\('''(.*?)'''\)", source, re.DOTALL)
    if len(found) != 1:
        raise SystemExit("WeasyPrint declares in another way: read its text/ffi.py")
    return str(found[0])


def written() -> str:
    """The module as it ought to be."""
    declared = declarations()
    made = cffi.FFI()
    made.set_source("declared", None)
    made.cdef(declared)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "declared.py"
        made.emit_python_code(str(file))
        body = file.read_text(encoding="utf-8").partition("import _cffi_backend\n")[2].strip()
    digest = hashlib.sha256(declared.encode()).hexdigest()
    return (
        '"""What cffi makes of WeasyPrint\'s C declarations, by ``python -m tools.declarations``: not by hand."""\n\n'
        "# ruff: noqa\n# fmt: off\n# mypy: ignore-errors\n"
        f"import _cffi_backend\n\n#: Of the declarations.\nDIGEST = {digest!r}\n{body}\n"
    )


if __name__ == "__main__":
    WRITTEN.write_text(written(), encoding="utf-8")
