"""A double click in place of a command."""

from __future__ import annotations

import configparser
import shlex
import subprocess
import sys
from pathlib import Path

from mise_en_page.reading.launchers import launchers


def test_a_double_click_shows_the_issue_wherever_the_folder_was_moved_to(tmp_path: Path) -> None:
    """By the command that the shell finds, or by the one that has made the publication; as a desktop would run it."""
    made, moved = tmp_path / "made", tmp_path / "l’été d’un mag"
    made.mkdir()
    program = tmp_path / "a bin" / "mise-en-page"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\nimport os, sys\nprint(os.getcwd(), sys.argv[1:])\n")
    program.chmod(0o755)
    launchers(made, "issues/numero-1", str(program))
    made.rename(moved)
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment, method-assign]
    entry.read(moved / "apercu.desktop", encoding="utf-8")
    command = [
        str(moved / "apercu.desktop") if each == "%k" else each for each in shlex.split(entry["Desktop Entry"]["Exec"])
    ]
    for run in (command, [str(moved / "apercu.command")]):
        said = subprocess.run(run, env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=True, cwd="/")
        assert said.stdout == f"{moved} ['preview', 'issues/numero-1']\n"
