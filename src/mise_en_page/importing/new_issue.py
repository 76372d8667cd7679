"""Imported articles in issue.yaml: one for a folder that has none, or a page's list with more, so that they can be seen."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from pathlib import Path

import yaml

from mise_en_page.model import limits
from mise_en_page.reading.fields import article_name, folded, names_of
from mise_en_page.reading.layout import layout_names

#: Characters that a page of briefs holds, more or less: how many pages a new issue begins with.
_PAGE = 5_000


def new_issue(root: Path, name: str, articles: Sequence[tuple[str, int]], *, french: bool, date: str = "") -> bytes:
    """The text of an issue.yaml whose pages share these articles, each with how many characters it has.

    Number and date come from the folder's name; where it tells none, ``date`` is the day on which a source was saved.
    """
    found = re.search(r"(\d{4})-(\d{2})(?:-(\d{2}))?", name)
    said = f"{found[1]}-{found[2]}-{found[3] or '01'}" if found is not None else ""
    day = next(filter(None, map(_day, (said, date))), "2000-01-01")
    number = re.sub(r"[^\w./ -]", "", name) or "1"
    names = layout_names(root)
    pages = max(1, min(round(sum(signs for _, signs in articles) / _PAGE), limits.POOL_FOLIOS, max(1, len(articles) // 2)))
    layout = "auto" if len(names) > 1 else next(iter(names), "breves")
    word = {"number": "numéro", "layout": "gabarit"} if french else {"number": "number", "layout": "layout"}
    rows = [f"{word['number']}: '{number}'", f"date: {day}", "pages:", f"  - {word['layout']}: {layout}"]
    rows.append(f"    folios: 2-{pages + 1}" if pages > 1 else "    folio: 2")
    rows += ["    articles:", *(f"      - {article}" for article, _ in articles)]
    return ("\n".join(rows) + "\n").encode("utf-8")


def _day(said: str) -> str:
    """A date as the calendar has it; "" for anything else."""
    try:
        return datetime.date.fromisoformat(said).isoformat()
    except ValueError:
        return ""


def listed(text: str, folio: int, articles: Sequence[str]) -> str | None:
    """issue.yaml with articles added to the list of the page of a folio, or of the pages that share it; every other
    character as it was typed. None where there is no such page, or no list that can be added to.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    pages = _value(root, "pages")
    page = next((each for each in getattr(pages, "value", ()) if _bears(each, folio)), None)
    rows = _value(page, "articles")
    if not isinstance(rows, yaml.SequenceNode) or not rows.value:
        return None
    known = {article_name(each.value) for each in rows.value if isinstance(each, yaml.ScalarNode)}
    known |= {article_name(str(named.value)) for each in rows.value if (named := _value(each, "article")) is not None}
    new = [each for each in articles if each not in known]
    last = rows.value[-1]
    at = last.end_mark.index
    if rows.flow_style:
        return text[:at] + "".join(f", {each}" for each in new) + text[at:]
    if isinstance(last, yaml.MappingNode) and not last.flow_style:
        at = len(text[:at].rstrip())
    end = text.find("\n", at)
    at = len(text) if end < 0 else end
    indent = " " * rows.start_mark.column
    return text[:at] + "".join(f"\n{indent}- {each}" for each in new) + text[at:]


def _value(table: yaml.Node | None, name: str) -> yaml.Node | None:
    """The value of a key of a table, by any of its names."""
    entries = table.value if isinstance(table, yaml.MappingNode) else ()
    return next((held for key, held in entries if folded(str(key.value)) in names_of(name)), None)


def _bears(page: yaml.Node, folio: int) -> bool:
    said = [str(held.value) for name in ("folio", "folios") if (held := _value(page, name)) is not None]
    spans = [each.partition("-") for each in said]
    return any(
        first.strip().isdecimal() and int(first) <= folio <= int(last if last.strip().isdecimal() else first)
        for first, _, last in spans
    )
