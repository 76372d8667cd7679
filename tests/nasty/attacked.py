"""Cases of a publication that somebody has made nasty: each gives the command's arguments, or None for ``check``."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner

from mise_en_page.cli.commands import commands
from sample_issue import files

ISSUE = "issues/2018-05"
Attack = Callable[[Path], tuple[str, ...] | None]


class Cases(dict[str, Attack]):
    """Attacks by their names, which are those of their functions."""

    def __call__(self, attack: Attack) -> Attack:
        self[attack.__name__.replace("_", "-")] = attack
        return attack


def attacked(attack: Attack, root: Path, usual: tuple[str, ...]) -> str:
    """What the user gets: the command, the exit status, and every word; with the folder that the test made left out.

    Nothing is written by a command that says that something is wrong.
    """
    command = attack(root) or usual
    before = files(root)
    done = CliRunner().invoke(commands, command)
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    said = f"$ mise-en-page {' '.join(command)}\n{done.output}= {done.exit_code}\n"
    if done.exit_code:
        assert files(root) == before
    said = said.replace(str(root), "…").replace(str(root.resolve()), "…")
    return re.sub(r"[^\x20-\x7e\n\u00a0-\uffff]|[\ud800-\udfff]", lambda match: repr(match[0])[1:-1], said)


def style(root: Path) -> Path:
    return root / "layouts" / "breves" / "style.css"


def template(root: Path) -> Path:
    return root / "layouts" / "breves" / "page.html.j2"


def add(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as stream:
        stream.write(text)


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
