"""Problems to terminal, JSON and exit code; the only place that knows these.

Exit codes: 0 good, 1 the content has problems, 2 wrong usage (click's own).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from mise_en_page.model.message import key, say
from mise_en_page.model.problem import Problem, Spot, place_data

if TYPE_CHECKING:
    from mise_en_page.preflight.page_ink import PageInk

GOOD, BAD = 0, 1
PROCESS = {"Cyan": "C", "Magenta": "M", "Yellow": "Y", "Black": "K"}
SEVERITIES = {
    "error": (key("severity/error"), "bold red"),
    "warning": (key("severity/warning"), "yellow"),
    "info": (key("severity/info"), "cyan"),
}
COUNTED = {"error": key("count/error"), "warning": key("count/warning")}


def show(console: Console, problems: Iterable[Problem]) -> None:
    """One problem a paragraph: place, severity, message, code; then what to do."""
    for problem in problems:
        line = Text(no_wrap=True, overflow="ignore")
        if problem.where is not None:
            line.append(f"{printable(str(problem.where))}: ", style="bold")
        severity, style = SEVERITIES[problem.severity]
        line.append(f"{say(severity)} ", style=style)
        line.append(printable(problem.message))
        line.append(f" [{problem.code}]", style="dim")
        console.print(line, soft_wrap=True)
        if problem.hint:
            console.print(Text(f"    {printable(problem.hint)}", style="dim"), soft_wrap=True)


def count(problems: Iterable[Problem]) -> str:
    """“2 errors, 1 warning”, or “no problems”."""
    kinds = [problem.severity for problem in problems]
    counts = tuple(say(words, n=kinds.count(kind)) for kind, words in COUNTED.items() if kind in kinds)
    return str(say("count/told", counts=counts) if counts else say("count/none"))


def as_data(problem: Problem) -> dict[str, Any]:
    """A problem as plain data for JSON; its place as ``file, line, column``, as ``page, rectangle`` (pt), or both.

    ``page`` is the folio; of a file that is not ours, the page's place in it.
    """
    data: dict[str, Any] = {"code": problem.code, "severity": problem.severity, "message": problem.message}
    data |= {"values": values} if (values := problem.values()) else {}
    if problem.hint:
        data["hint"] = problem.hint
    written = problem.where
    if isinstance(written, Spot):
        data |= {"page": int(written.folio or written.page)}
        data |= {"rectangle": [round(value, 2) for value in (written.x0, written.y0, written.x1, written.y1)]}
        written = written.at
    return data | place_data(written) | ({"length": written.length} if written is not None and written.length else {})


def ink_words(ink: PageInk, label: str, limit: float) -> str:
    """“page 14  C 12.3 %  M 8.1 %  Y 9.0 %  K 7.2 %  · most 287 % of 300 % at 120 × 85 mm”, the place from the top left."""
    plates = [say("ink/plate", ink=PROCESS.get(name, name), share=float(amount)) for name, amount in ink.coverage]
    spot = ink.large.where
    x, y = ((spot.x0 + spot.x1) / 2 * 25.4 / 72, (spot.y0 + spot.y1) / 2 * 25.4 / 72)
    most = say("ink/most", most=float(ink.large.percent), limit=float(limit), x=x, y=y)
    return str(say("ink/page", page=label, plates="  ".join(map(str, plates)), said=most))


def ink_data(ink: PageInk) -> dict[str, Any]:
    """A page's ink as plain data: mean percent a plate; the heaviest squares, their rectangles in pt."""
    heaviest = [
        {
            "side_mm": round(one.side * 25.4 / 72, 2),
            "percent": round(one.percent, 1),
            "rectangle": [round(value, 2) for value in (one.where.x0, one.where.y0, one.where.x1, one.where.y1)],
        }
        for one in (ink.large, ink.small)
    ]
    return {"coverage": {name: round(amount, 2) for name, amount in ink.coverage}, "heaviest": heaviest}


def as_json(data: object) -> str:
    """JSON for people and programs alike: sorted nowhere, readable, UTF-8; a lone surrogate as its escape."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def printable(text: str) -> str:
    """Text that a terminal cannot take as a command: controls and lone surrogates as escapes, line breaks kept out."""
    return "".join(c if c.isprintable() or c in "\u00a0\u202f" else repr(c)[1:-1] for c in text)
