"""Commands where something of what they stand on is missing, closed, full or odd: a line says what, and the exit status.

Whatever it is, there is no traceback and no half-written file; and a command that says it is done is.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.field.desk import article, briefs, issue, publication
from tests.field.ending import LONG, as_at_a_terminal

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the shell's tricks are Linux's")

MEP = str(Path(sys.executable).parent / "mise-en-page")
#: Every command, where it goes well; PDF stands for a finished file.
COMMANDS = {
    "build": "build issues/essai -o OUT",
    "many": "build issues/essai issues/autre -o OUT --jobs 2",
    "check": "check issues/essai",
    "check-json": "check issues/essai --json",
    "proof": "proof issues/essai -o OUT",
    "sign": "sign issues/essai --by Jeanne --on 2026-03-12",
    "compare": "compare essai.pdf essai.pdf -o OUT/compare.html",
    "compare-out": "compare essai.pdf essai.pdf -o -",
    "revision": "compare issues/essai@HEAD issues/essai -o OUT/compare.html",
    "notes": "notes proof.pdf",
    "notes-json": "notes proof.pdf --json",
    "preflight": "preflight essai.pdf",
    "preflight-json": "preflight essai.pdf --json",
    "typography": "typography text.txt",
    "explain": "typography text.txt --explain",
    "jsonl": "typography lines.jsonl --jsonl",
    "hyphenate": "hyphenate typographie imprimerie",
    "new": "new OUT/magazine",
    "help": "--help",
    "version": "--version",
}
#: A refusal, so that the way of the problems is tried as well.
REFUSED = {
    "build-refused": "build issues/nowhere",
    "check-refused": "check issues/nowhere --json",
    "preview-refused": "preview issues/nowhere",
    "usage": "build",
}


@dataclass(frozen=True, slots=True)
class Odd:
    """A shell's line around a command (``CMD``), and the exit statuses that are right for it."""

    shell: str
    good: tuple[int, ...]
    #: Commands for which the oddity is none, or is another's matter.
    but: frozenset[str] = frozenset()


WELL, ILL, BOTH = (0,), (1,), (0, 1)
SILENT = frozenset({"proof", "sign", "compare", "revision", "build", "many", "new"})
ODD = {
    "stdout closed": Odd("CMD >&-", BOTH),
    "stdout full": Odd("CMD >/dev/full", BOTH),
    "stderr closed": Odd("CMD 2>&-", WELL),
    "stderr full": Odd("CMD 2>/dev/full", BOTH),
    "both closed": Odd("CMD >&- 2>&-", BOTH),
    "all closed": Odd("CMD <&- >&- 2>&-", BOTH),
    "stdin closed": Odd("CMD <&-", WELL),
    "pipe broken": Odd("CMD | true; exit ${PIPESTATUS[0]}", (0, 1, 141)),
    "pipe read once": Odd("CMD | head -n 1 >/dev/null; exit ${PIPESTATUS[0]}", (0, 1, 141)),
    "stderr broken": Odd("CMD 2> >(true)", (0, 1, 141)),
    "ascii": Odd("LC_ALL=C LANG=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 PYTHONIOENCODING=ascii CMD", WELL),
    "latin": Odd("LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 PYTHONIOENCODING=latin-1 CMD", WELL),
    "no home": Odd("env -u HOME -u XDG_CACHE_HOME CMD", WELL),
    "home of nobody": Odd("env -u XDG_CACHE_HOME HOME=/nonexistent CMD", WELL),
    "home relative": Odd("env -u XDG_CACHE_HOME HOME=here CMD", WELL),
    "cache a file": Odd("XDG_CACHE_HOME=$PWD/text.txt CMD", WELL),
    "cache in dev": Odd("XDG_CACHE_HOME=/dev/null CMD", WELL),
    "cache in proc": Odd("XDG_CACHE_HOME=/proc CMD", WELL),
    "temporary missing": Odd("TMPDIR=/nonexistent CMD", WELL),
    "temporary a file": Odd("TMPDIR=$PWD/text.txt CMD", WELL),
    "width of one": Odd("COLUMNS=1 LINES=1 CMD", WELL),
    "width of nothing": Odd("COLUMNS=0 LINES=x TERM=nonsense CMD", WELL),
    "colours asked for": Odd("FORCE_COLOR=1 TERM=xterm CMD", WELL),
    "a terminal of width 1": Odd("script -qec 'stty cols 1; CMD' /dev/null </dev/null", WELL),
    "umask of all": Odd("umask 777; CMD", BOTH),
    "few files": Odd("ulimit -n 64; CMD", WELL),
    "very few files": Odd("ulimit -n 24; CMD", BOTH),
    "little memory": Odd("ulimit -v 400000; CMD", BOTH),
    "very little memory": Odd("ulimit -v 150000; CMD", (0, 1, 2)),
    "small files": Odd("ulimit -f 4; CMD", BOTH),
    "no files at all": Odd("ulimit -f 0; CMD", BOTH),
    "little time": Odd("ulimit -t 1; CMD", (0, 1, 2, 152)),
    "few processes": Odd("ulimit -u 1; CMD", BOTH),
    "nice": Odd("nice -n 19 CMD", WELL),
    "in the background": Odd("trap '' INT HUP; CMD", WELL),
    "no environment": Odd("env -i CMD", WELL),
    "debugging": Odd("MISE_EN_PAGE_DEBUG=1 CMD", WELL),
    "optimised": Odd("PYTHONOPTIMIZE=2 CMD", WELL),
    "warnings are errors": Odd("PYTHONWARNINGS=error CMD", BOTH),
    "no bytecode": Odd("PYTHONDONTWRITEBYTECODE=1 PYTHONHASHSEED=7 CMD", WELL),
    "hard link limit": Odd("ulimit -c 0; ulimit -s 1024; CMD", BOTH),
}
#: These are tried with every commit, the rest by ``pytest -m field``.
SAMPLE = {
    ("stdout closed", "check"), ("stdout full", "check"), ("stdout full", "build"), ("stdout full", "typography"),
    ("pipe read once", "explain"), ("stderr closed", "check"), ("all closed", "build"), ("ascii", "check"),
    ("ascii", "notes"), ("cache a file", "build"), ("temporary missing", "revision"), ("few files", "build"),
    ("stdin closed", "hyphenate"), ("little memory", "check"), ("no home", "proof"),
}  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = publication(tmp_path_factory.mktemp("odd") / "publication", "breves")
    for name in ("essai", "autre"):
        issue(root, {"lead": article("L’été à Noël", 320, kicker="Lieu", chapo="Le chapô."), **briefs(5)}, name=name)
    git = ("git", "-c", "user.name=x", "-c", "user.email=x@example.org")
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "un")):
        subprocess.run([*git, *words], cwd=root, check=True)
    (root / "text.txt").write_text("« L'été » à 12 h... Vraiment?\n" * 200, encoding="utf-8")
    lines = [json.dumps({"id": n, "input": "Vraiment?", "format": "text"}) for n in range(500)]
    (root / "lines.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for words in ("build issues/essai -o made", "proof issues/essai -o proof.pdf"):
        status, told = said(words, root)
        assert status == 0, told
    shutil.copy(root / "made/essai.pdf", root)
    return root


def said(words: str, root: Path, shell: str = "CMD") -> tuple[int, str]:
    """Exit status and all that is said by a command in a shell."""
    cache = root.parent / "cache"
    line = shell.replace("CMD", f"{MEP} {words}")
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=root,
        capture_output=True,
        timeout=LONG,
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
        stdin=subprocess.DEVNULL,
        check=False,
        preexec_fn=as_at_a_terminal,
    )
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


def judged(words: str, root: Path, odd: Odd, folder: Path) -> None:
    status, told = said(words.replace("OUT", str(folder / "out")), root, odd.shell)
    for sign in ("Traceback", "internal error", "Exception ignored", "Fatal Python error", "Fontconfig error", "OSError"):
        assert sign not in told, told[-3000:]
    assert status in odd.good, (status, told[-3000:])
    if status == 1 and not any(sign in odd.shell for sign in (">&-", "/dev/full", "| true", "head -n", "(true)", ">(")):
        assert "error" in told, "why is not told"
    left = [path for path in folder.rglob("*") if path.name.startswith(".")] if os.access(folder, os.R_OK) else []
    assert left == [], "something half-written stays"


def cases(commands: Iterable[str]) -> list[object]:
    return [
        pytest.param(oddity, name, marks=() if (oddity, name) in SAMPLE else pytest.mark.field)
        for oddity in ODD
        for name in commands
    ]


@pytest.mark.parametrize(("oddity", "name"), cases(COMMANDS))
def test_a_command_in_odd_surroundings(oddity: str, name: str, root: Path, tmp_path: Path) -> None:
    judged(COMMANDS[name], root, ODD[oddity], tmp_path)


@pytest.mark.field
@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("oddity", ODD)
def test_a_refusal_in_odd_surroundings(oddity: str, name: str, root: Path, tmp_path: Path) -> None:
    odd = ODD[oddity]
    judged(REFUSED[name], root, Odd(odd.shell, (1, 2, 141, 152)), tmp_path)


@pytest.mark.parametrize("name", ["check", "hyphenate", "typography"])
def test_an_answer_that_could_not_be_written_is_no_success(name: str, root: Path) -> None:
    """What was to be read by somebody has not been: the exit status says so."""
    for shell in ("CMD >/dev/full", "CMD >&-"):
        status, told = said(COMMANDS[name], root, shell)
        assert status == 1, shell
        assert "error: the output: " in told, told


def test_bad_lines_of_a_filter_are_told_by_number(root: Path) -> None:
    bad = ['{"id": 1, "input": "Vraiment?", "format": "text"}', '{"id": 2}', "[]", "nonsense", '{"id": 5, "input": 7}',
           '{"id": 6, "input": "Oui!", "format": "latex"}', "", '{"input": "Bon?"}']  # fmt: skip
    (root / "bad.jsonl").write_text("\n".join(bad) + "\n", encoding="utf-8")
    status, told = said("typography bad.jsonl --jsonl", root)
    assert status == 1
    assert "KeyError" not in told
    answers = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    assert [answer["line"] for answer in answers if "error" in answer] == [2, 3, 4, 5, 6]
    assert [answer["output"] for answer in answers if "output" in answer] == ["Vraiment\u202f?", "Bon\u202f?"]
    assert "5 of 7 lines could not be corrected" in told


def test_an_interrupted_filter_says_nothing() -> None:
    process = subprocess.Popen(
        [MEP, "typography", "-"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=as_at_a_terminal,  # noqa: PLW1509
    )
    assert process.stdin is not None
    process.stdin.write(b"Bonjour")
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=LONG)
    assert process.returncode != 0
    assert b"Traceback" not in told
