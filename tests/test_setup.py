"""The set-up: pins that are whole and name no host, and one clear line where the machine is not ready.

The scripts run here on a machine made of nothing: a PATH of our own that holds only what a case needs.
"""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib.metadata import distribution
from pathlib import Path

import pytest

Machine = Callable[..., subprocess.CompletedProcess[str]]

ROOT = Path(__file__).parent.parent
SETUP_FILES = ["Makefile", "constraints.txt", "pyproject.toml", ".ci/run", *sorted(
    str(path.relative_to(ROOT)) for path in (ROOT / "scripts").iterdir() if path.is_file()
)]  # fmt: skip


def normal(name: str) -> str:
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {
        normal(name): version
        for name, _, version in (line.partition("==") for line in lines if line and not line.startswith("#"))
    }


def required() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    wanted += project["project"]["optional-dependencies"]["dev"]
    return {normal(re.match(r"[\w.-]+", line)[0]) for line in wanted}


class TestPins:
    def test_every_line_is_one_exact_version(self) -> None:
        assert all(re.fullmatch(r"[\w.+-]+", version) for version in pins().values())

    def test_everything_that_is_asked_for_is_pinned(self) -> None:
        assert required() - pins().keys() == set()

    def test_everything_that_those_lead_to_is_pinned(self) -> None:
        """Walks what is installed; extras and other platforms' needs are left out, as pip leaves them out."""
        seen, queue = set(), list(required())
        while queue:
            name = queue.pop()
            if name in seen:
                continue
            seen.add(name)
            for line in distribution(name).requires or ():
                need, _, marker = line.partition(";")
                if not re.search(r"extra|platform|version|os_name|implementation", marker):
                    queue.append(normal(re.match(r"[\w.-]+", need)[0]))
        assert seen - pins().keys() == set()

    @pytest.mark.parametrize("name", SETUP_FILES)
    def test_no_host_is_named(self, name: str) -> None:
        """Where packages come from is the machine's own configuration, never ours."""
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"https?://|--(extra-)?index-url|--find-links|--trusted-host", text)


PLAIN_TOOLS = ("sh", "dirname", "cut", "basename", "readlink", "uname", "id", "env", "tail", "mktemp", "rm", "cat")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Runs scripts/setup.sh where only plain tools exist, plus the programs written by the case.

    Every program is a new small script, opened so that it cannot be written through a link to a real one.
    """
    bin_ = tmp_path / "bin"
    bin_.mkdir()

    def run(*words: str, **programs: str) -> subprocess.CompletedProcess[str]:
        plain = {tool: f'exec {shutil.which(tool)} "$@"' for tool in PLAIN_TOOLS}
        for name, script in (plain | programs).items():
            path = bin_ / name.replace("_", "-")
            with path.open("x", encoding="utf-8") as file:
                file.write(f"#!/bin/sh\n{script}\n")
            path.chmod(0o755)
        command = [str(ROOT / "scripts" / "setup.sh"), *words]
        return subprocess.run(command, env={"PATH": str(bin_)}, capture_output=True, text=True, check=False)

    return run


PANGO_IS_ABSENT = f'case $1 in scripts/*) echo libpango-1.0.so.0;; *) exec {sys.executable} "$@";; esac'


class TestAMachineThatIsNotReady:
    def test_no_python(self, machine: Machine) -> None:
        done = machine("system")
        assert done.returncode == 1
        assert "Python 3.11 or newer is needed and none was found" in done.stderr
        assert len(done.stderr.splitlines()) == 1

    def test_a_python_that_is_too_old(self, machine: Machine) -> None:
        done = machine("system", python3='[ "$1" = -V ] && echo Python 3.9.2 || exit 1')
        assert done.returncode == 1
        assert "Python 3.11 or newer is needed; python3 here is 3.9.2" in done.stderr

    def test_no_pango_and_no_right_to_install_it(self, machine: Machine) -> None:
        done = machine("system", python3=PANGO_IS_ABSENT, apt_get="exit 100", id="echo 1000")
        assert done.returncode == 1
        assert done.stderr.splitlines() == [
            "mise-en-page: not on this machine: Pango, which draws the pages. Run: sudo apt-get update "
            "&& sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        ]

    def test_pango_is_installed_where_that_is_allowed(self, machine: Machine, tmp_path: Path) -> None:
        """The first try fails for want of lists, as on a new machine; they are fetched, and the second succeeds."""
        log = tmp_path / "apt.log"
        apt = f'for word; do case $word in install|update) echo $word >>{log};; esac; done; [ "$(cat {log})" != install ]'
        absent_until_installed = (
            f'case $1 in scripts/*) [ -e {log} ] || echo libpango-1.0.so.0;; *) exec {sys.executable} "$@";; esac'
        )
        done = machine("system", python3=absent_until_installed, apt_get=apt, id="echo 0")
        assert done.returncode == 0, done.stderr
        assert log.read_text().split() == ["install", "update", "install"]

    def test_absent_judges_are_said_aloud_and_stop_nothing(self, machine: Machine) -> None:
        done = machine("judges", apt_get="exit 100", id="echo 1000", gs="", qpdf="")
        assert done.returncode == 0
        assert "Absent: poppler-utils mupdf-tools chromium." in done.stdout
        assert "SKIPPED" in done.stdout

    def test_present_judges_are_not_mentioned(self, machine: Machine) -> None:
        done = machine("judges", gs="", pdftotext="", qpdf="", mutool="", chromium="")
        assert (done.returncode, done.stdout) == (0, "")


def test_a_library_is_looked_for_as_the_loader_does() -> None:
    command = [sys.executable, "scripts/missing_libraries.py", "libc.so.6", "libno-such-thing.so.1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["libno-such-thing.so.1"]
