"""The innermost loops compiled and as plain Python: the same lines, and never an old compiled form of a changed source."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import mise_en_page
from mise_en_page.compiled import is_compiled
from mise_en_page.composition import linebreak

ROOT = Path(__file__).parent.parent
PACKAGE = Path(mise_en_page.__file__).parent
LISTED: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mise-en-page"]["compiled"]

needs_compiled = pytest.mark.skipif(
    not is_compiled(linebreak), reason="the innermost loops are not compiled here: scripts/setup.sh compile"
)

#: Sets and makes up an issue, and prints which code did it and every number of every line.
ERRAND = """
import dataclasses, sys
from array import array
from pathlib import Path
from mise_en_page.compiled import is_compiled
from mise_en_page.pipeline.build import set_issue
from mise_en_page.pipeline.stages import Road

made = set_issue(Road(folder=Path(sys.argv[1])))
print(sorted(name for name in sys.argv[2:] if name in sys.modules and is_compiled(sys.modules[name])))
for page in made.makeup.pages:
    for frame in page.frames:
        for placed in frame.placed:
            print(placed.x, placed.y, placed.height, placed.baselines)
            for count, setting in sorted(placed.block.settings.items()):
                print(count, setting.cost)
                for line in setting.lines:
                    print(line)
"""


def asked(folder: Path, *words: str, source: str = ERRAND, pure: bool = False) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "MISE_EN_PAGE_PURE"}
    environment |= {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"} | (
        {"MISE_EN_PAGE_PURE": "1"} if pure else {}
    )
    command = [sys.executable, "-c", source, *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True)


@needs_compiled
def test_compiled_and_plain_python_set_the_same_lines() -> None:
    """Floats are printed in full: not a bit may differ."""
    issue = str(ROOT / "issues" / "2018-05")
    fast, slow = asked(PACKAGE.parent, issue, *LISTED), asked(PACKAGE.parent, issue, *LISTED, pure=True)
    (compiled, *lines), (none, *same) = fast.stdout.splitlines(), slow.stdout.splitlines()
    assert "'mise_en_page.composition.linebreak'" in compiled
    assert none == "[]"
    assert len(lines) > 100
    assert lines == same


@needs_compiled
def test_a_changed_source_is_not_hidden_by_its_compiled_form(tmp_path: Path) -> None:
    """Python prefers an extension module to the source beside it: an edit would do nothing, without a word."""
    shutil.copytree(PACKAGE, tmp_path / "mise_en_page", ignore=shutil.ignore_patterns("__pycache__"))
    for library in PACKAGE.parent.glob("mise_en_page__mypyc*"):
        shutil.copy2(library, tmp_path)
    which = "from mise_en_page.composition import demerits; print(demerits.__file__, demerits.LINE_PENALTY)"
    before = asked(tmp_path, source=which)
    assert not before.stdout.split()[0].endswith(".py")
    assert before.stderr == ""
    changed = tmp_path / "mise_en_page" / "composition" / "demerits.py"
    changed.touch()
    assert asked(tmp_path, source=which).stdout == before.stdout  # another time, but not another content
    changed.write_text(changed.read_text(encoding="utf-8") + "\nLINE_PENALTY = 12.0\n", encoding="utf-8")
    after = asked(tmp_path, source=which)
    assert after.stdout.split() == [str(changed), "12.0"]
    assert "mise_en_page/composition/demerits.py changed since it was compiled" in after.stderr


@pytest.mark.parametrize("name", LISTED)
def test_what_is_listed_is_there(name: str) -> None:
    assert (ROOT / "src" / f"{name.replace('.', '/')}.py").is_file()


def test_make_compiles_anew_when_a_listed_source_changes(tmp_path: Path) -> None:
    make = shutil.which("make")
    if make is None:
        pytest.skip("make is not here")
    for name in ("Makefile", "pyproject.toml", "setup.py", *(f"src/{name.replace('.', '/')}.py" for name in LISTED)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, tmp_path / name)
    (tmp_path / ".venv").mkdir()
    stamp = tmp_path / ".venv" / "compiled"
    stamp.touch()
    stood_on = tmp_path / "src" / "mise_en_page" / "model" / "issue.py"  # not listed, but imported by what is
    stood_on.parent.mkdir(exist_ok=True)
    shutil.copy2(PACKAGE / "model" / "issue.py", stood_on)
    (tmp_path / "src" / "mise_en_page" / ".compiled").write_text("mise_en_page/model/issue.py 1 2 3\n", encoding="utf-8")

    def asked_of_make(*words: str) -> str:
        command = [make, "-n", *words, ".venv/compiled"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    assert "setup.sh compile" not in asked_of_make()
    for changed in (f"src/{LISTED[-1].replace('.', '/')}.py", "src/mise_en_page/model/issue.py", "setup.py"):
        assert "setup.sh compile" in asked_of_make("-W", changed)
