"""What a desk double-clicks instead of typing a command: the live proof of an issue, in the browser."""

from __future__ import annotations

import shlex
from pathlib import Path

#: A script for macOS, whose files of this ending open by a double click, and for any shell.
SCRIPT = """#!/bin/sh
# Montre en direct les pages du numéro, dans le navigateur. Fermer cette fenêtre arrête l’épreuve.
# Shows the issue's pages live, in the browser. Closing this window ends it.
cd "$(dirname "$0")" || exit 1
program=mise-en-page
command -v "$program" >/dev/null 2>&1 || program={program}
exec "$program" preview {issue}
"""
#: For desktops of Linux (freedesktop.org, Desktop Entry Specification); %k is where this file lies.
ENTRY = """[Desktop Entry]
Type=Application
Name={name} – live proof
Name[fr]={name} – épreuve en direct
Exec=sh -c 'exec "$(dirname "$1")/{script}"' sh %k
Icon=document-print-preview
Terminal=true
Categories=Office;Publishing;
"""


def launchers(folder: Path, issue: str, program: str) -> None:
    """Write them into a publication's folder, for ``issue`` within it; ``program`` is where the command lies if no shell
    finds it by its name.
    """
    script = folder / "apercu.command"
    script.write_text(SCRIPT.format(program=shlex.quote(program), issue=shlex.quote(issue)), encoding="utf-8")
    entry = folder / "apercu.desktop"
    entry.write_text(ENTRY.format(name="mise-en-page", script=script.name), encoding="utf-8")
    for path in (script, entry):
        path.chmod(0o755)
