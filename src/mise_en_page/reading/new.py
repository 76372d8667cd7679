"""A publication to start from: settings, a first issue that shows what can be written, layouts, fonts and schemas."""

from __future__ import annotations

import re
from pathlib import Path

from mise_en_page.files.atomic import workshop
from mise_en_page.files.system import reason
from mise_en_page.model.message import Value, key
from mise_en_page.model.problem import Problem, Refused
from mise_en_page.reading.found import shown
from mise_en_page.reading.launchers import launchers
from mise_en_page.reading.layout import layout_names, missing_layout

STARTER = Path(__file__).parent / "starter"
SCHEMAS = Path(__file__).parent / "schemas"


#: The layout of the first issue, unless another is asked for.
FIRST = "breves"


def new_publication(target: Path, starter: Path, layout: str = FIRST, program: str = "mise-en-page") -> tuple[Path, ...]:
    """Make a publication in ``target``, a folder that is new or empty; the files that were written, sorted.

    ``starter`` holds the ``layouts/`` and ``fonts/`` to copy; all layouts are, and the first issue uses ``layout``. All
    is written beside ``target`` first: when anything fails, nothing is left. ``program``: where the command
    lies, for the launchers. Raises Refused.
    """
    target = target.absolute()
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise _refused(key("not-a-folder"), name=shown(target.name))
    if target.is_dir() and any(target.iterdir()):
        raise _refused(key("not-empty"), name=shown(target.name))
    for name in ("layouts", "fonts"):
        if not (starter / name).is_dir():
            raise _refused(key("incomplete-starter"), name=name)
    names = layout_names(starter)
    if layout not in names:
        raise Refused((missing_layout(layout, names),))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with workshop(target.parent) as beside:
            made = beside / "made"
            _make(made, starter, layout)
            launchers(made, "issues/numero-1", program)
            target.mkdir(exist_ok=True)
            for each in sorted(made.iterdir()):
                each.rename(target / each.name)
    except OSError as fault:
        several = fault.args[0] if fault.args and isinstance(fault.args[0], list) else ()  # as copytree tells them
        why = str(several[0][2]).rpartition("] ")[2].partition(": ")[0] if several else reason(fault)
        raise _refused(key("unwritable"), name=shown(target.name), reason=why) from None
    return tuple(sorted(path for path in target.rglob("*") if path.is_file()))


def _make(made: Path, starter: Path, layout: str) -> None:
    import shutil  # noqa: PLC0415 (its import loads every kind of archive)

    hidden = shutil.ignore_patterns(".*", "__pycache__")
    issue = made / "issues" / "numero-1"
    (issue / "articles").mkdir(parents=True)
    (issue / "images").mkdir()
    shutil.copy(STARTER / "publication.yaml", made)
    written = _first_issue(layout)
    (issue / "issue.yaml").write_text(written, encoding="utf-8")
    for article in sorted((STARTER / "articles").iterdir()):
        if re.search(rf"\b{re.escape(article.stem)}\b", written):
            shutil.copy(article, issue / "articles")
    for image in sorted((STARTER / "images").iterdir()):
        shutil.copy(image, issue / "images")
    shutil.copytree(SCHEMAS, made / "schemas", ignore=hidden)
    for name in ("layouts", "fonts"):
        shutil.copytree(starter / name, made / name, ignore=hidden)


def _first_issue(layout: str) -> str:
    """The first issue's pages: those written for the layout, so that they are full; for another, those of the first."""
    own = STARTER / f"{layout}.yaml"
    if own.is_file():
        return own.read_text(encoding="utf-8")
    return (STARTER / f"{FIRST}.yaml").read_text(encoding="utf-8").replace(f"layout: {FIRST}\n", f"layout: {layout}\n")


def _refused(sentence: str, **values: Value) -> Refused:
    return Refused((Problem.of(sentence, "error", **values),))
