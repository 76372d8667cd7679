"""A publication to start from: settings, a first issue that shows what can be written, layouts, fonts and schemas."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from mise_en_page.problem import Problem, Refused
from mise_en_page.reading.found import shown

STARTER = Path(__file__).parent / "starter"
SCHEMAS = Path(__file__).parent / "schemas"


def new_publication(target: Path, starter: Path) -> tuple[Path, ...]:
    """Make a publication in ``target``, a folder that is new or empty; the files that were written, sorted.

    ``starter`` holds the ``layouts/`` and ``fonts/`` to copy. All is written beside ``target`` first: when anything
    fails, nothing is left. Raises Refused.
    """
    target = target.absolute()
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        _refuse("not-a-folder", f"“{shown(target.name)}” exists and is no folder", "name a folder that does not exist yet")
    if target.is_dir() and any(target.iterdir()):
        _refuse("not-empty", f"the folder “{shown(target.name)}” is not empty", "name a folder that does not exist yet")
    for name in ("layouts", "fonts"):
        if not (starter / name).is_dir():
            _refuse("incomplete-starter", f"there is no {name}/ to copy from", "install mise-en-page again")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as workshop:
            made = Path(workshop) / "made"
            _make(made, starter)
            target.mkdir(exist_ok=True)
            for each in sorted(made.iterdir()):
                each.rename(target / each.name)
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        _refuse("unwritable", f"“{shown(target.name)}” cannot be written: {reason}", "check the folder's rights and room")
    return tuple(sorted(path for path in target.rglob("*") if path.is_file()))


def _make(made: Path, starter: Path) -> None:
    hidden = shutil.ignore_patterns(".*", "__pycache__")
    shutil.copytree(STARTER, made, ignore=hidden)
    shutil.copytree(SCHEMAS, made / "schemas", ignore=hidden)
    for name in ("layouts", "fonts"):
        shutil.copytree(starter / name, made / name, ignore=hidden)
    (made / "issues" / "numero-1" / "images").mkdir()


def _refuse(code: str, message: str, hint: str) -> None:
    raise Refused((Problem(code, "error", message, hint),))
