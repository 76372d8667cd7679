"""The wheel, installed where nothing else is: every layout's starter is made and built there, far from the checkout.

A build with the compiled modules and one without have the same files but for those; the one without is quicker to make.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYOUTS = sorted(path.parent.name for path in (ROOT / "layouts").glob("*/layout.yaml"))
#: What a wheel is made of.
SOURCES = ("src", "layouts", "fonts", "pyproject.toml", "setup.py", "README.md", "LICENSE")
#: Nothing of the environment that the tests run in, nor of the checkout.
OURS = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")


def called(*words: str | Path, where: Path, seconds: int = 300) -> str:
    environment = {key: value for key, value in os.environ.items() if key not in OURS}
    done = subprocess.run(
        [str(word) for word in words],
        cwd=where,
        env=environment | {"MISE_EN_PAGE_PURE": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made from a copy of the sources: an earlier build beside them must not lend it a file."""
    copy = tmp_path_factory.mktemp("sources")
    hidden = shutil.ignore_patterns("*.so", "*.pyd", "__pycache__", "*.egg-info", ".compiled")
    for name in SOURCES:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(
            source, copy / name, **{"ignore": hidden} if source.is_dir() else {}
        )
    made = tmp_path_factory.mktemp("wheel")
    called(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", made, copy, where=made)
    (found,) = made.glob("*.whl")
    return found


def test_it_holds_every_layout_and_every_font(wheel: Path) -> None:
    held = {name.partition("/share/mise-en-page/")[2] for name in zipfile.ZipFile(wheel).namelist()}
    files = [path for name in ("layouts", "fonts") for path in (ROOT / name).rglob("*") if path.is_file()]
    assert {path.relative_to(ROOT).as_posix() for path in files} <= held


def test_it_holds_all_that_the_package_reads(wheel: Path) -> None:
    held = {name.partition("purelib/")[2] or name for name in zipfile.ZipFile(wheel).namelist()}
    package = ROOT / "src" / "mise_en_page"
    made = {".so", ".pyd", ".pyc", ".compiled", ".po"}  # the rooms' words are read from one catalogue, the .mo
    files = [path for path in package.rglob("*") if path.is_file() and not {path.suffix, path.name} & made]
    assert {path.relative_to(ROOT / "src").as_posix() for path in files} <= held


def interpreters() -> dict[str, str]:
    """Other Pythons of this machine, by their versions."""
    found = {}
    for version in ("3.12", "3.13"):
        home = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
        named = [*sorted(home.glob(f"{version}*/bin/python{version}")), shutil.which(f"python{version}")]
        for path in filter(None, named):
            if subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
                found[version] = str(path)
                break
    return found


def installed(python: str, wheel: Path, folder: Path) -> Path:
    """The command of an environment that holds the wheel and what it needs, and nothing else."""
    called(python, "-m", "venv", folder / "env", where=folder)
    pinned = ROOT / "constraints.txt"
    called(folder / "env/bin/python", "-m", "pip", "install", "-q", "-c", pinned, wheel, where=folder)
    return folder / "env/bin/mise-en-page"


def begin_with_each_layout(command: Path, folder: Path) -> None:
    for layout in LAYOUTS:
        called(command, "new", layout, "--layout", layout, where=folder)
        said = called(command, "build", "issues/numero-1", where=folder / layout)
        assert "no problems" in said, said
        assert (folder / layout / "out/numero-1.pdf").stat().st_size > 100_000


def test_each_layout_begins_and_builds_where_it_is_installed(wheel: Path, tmp_path: Path) -> None:
    begin_with_each_layout(installed(sys.executable, wheel, tmp_path), tmp_path)


@pytest.mark.field
@pytest.mark.parametrize("version", ["3.12", "3.13"])
def test_it_does_on_another_python(version: str, tmp_path: Path) -> None:
    """Where the wheel is made, too: from the sources, by that Python's own pip."""
    python = interpreters().get(version)
    if python is None:
        pytest.skip(f"there is no Python {version} on this machine")
    copy = tmp_path / "sources"
    copy.mkdir()
    for name in SOURCES:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / name)
    for path in [*copy.rglob("*.so"), *copy.rglob(".compiled")]:
        path.unlink()
    begin_with_each_layout(installed(python, copy, tmp_path), tmp_path)
