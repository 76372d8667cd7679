"""What the sheets say, as plain values for their template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from math import atan2, ceil, degrees, hypot
from pathlib import Path, PurePosixPath
from typing import Any, Final

from mise_en_page.files.regular import plain_bytes
from mise_en_page.model import limits
from mise_en_page.model.issue import Source
from mise_en_page.model.message import key, say
from mise_en_page.model.problem import Problem, Span, Spot
from mise_en_page.pagination.heights import role_of
from mise_en_page.pagination.makeup import MadeUpPage, Overset
from mise_en_page.pipeline.build import Set
from mise_en_page.proof.letters import pieces, written
from mise_en_page.proof.paper import sheet
from mise_en_page.proof.paper.sheet import PlacedPage
from mise_en_page.proof.paper.watermark import Watermark
from mise_en_page.typography import Correction
from mise_en_page.typography.rules import EVERY_RULE

#: A figure's width in parts of its size, and half of a column rule with the white at its side (pt).
FIGURE, RULE = 0.56, 0.7

EVERY: Final = 5
"""The margin numbers each fifth line of a column."""

WORD_BY_WORD: Final = 6000
"""Characters of text without room beyond which notes on it are led to its set line, no longer to the word."""

SEVERITIES: Final = {"error": key("sheet/error"), "warning": key("sheet/warning"), "info": key("sheet/info")}
#: What the sheets say themselves, by the names that their template has for it.
LABELS: Final = (
    key("sheet/proof"), key("sheet/number"), key("sheet/overset"), key("sheet/corrections"), key("sheet/spaces"),
    key("sheet/plain-space"), key("sheet/no-break-space"), key("sheet/thin-space"), key("sheet/place"), key("sheet/before"),
    key("sheet/after"), key("sheet/problems"), key("sheet/none"), key("sheet/lists-head"),
)  # fmt: skip
#: A space as the sheets draw it.
SPACES: Final = {" ": "plain", "\u00a0": "nb", "\u202f": "fine"}
#: Of more corrections that are alike (a hundred apostrophes, say) so many are shown, with the lines of the others.
ALIKE, SHOWN = 3, 2
#: Characters of the text around a correction.
AROUND: Final = 17

#: The column beside a page: characters of a row, a row's height in pt, and rows that a box has besides its text.
_ROW, _ROW_HEIGHT, _BOX_ROWS = 28, 8.8, 6


@dataclass(frozen=True, slots=True)
class Over:
    """Text without room, and the ids of its words with the place of each."""

    view: dict[str, Any]
    rows: int
    words: Mapping[str, tuple[str, Span]]
    article: str


def labels() -> dict[str, str]:
    """The words of the template, in the language that is spoken."""
    return {each.partition("/")[2].replace("-", "_"): str(say(each)) for each in LABELS}


def oversets(page: MadeUpPage, sources: Mapping[str, Source]) -> list[Over]:
    """A page's texts without room."""
    return [_over(over, f"o{page.folio}-{number}", sources[over.article]) for number, over in enumerate(page.oversets)]


def _over(over: Overset, name: str, source: Source) -> Over:
    blocks, words, rows = list[dict[str, Any]](), dict[str, tuple[str, Span]](), _BOX_ROWS
    long = over.characters > WORD_BY_WORD
    for block in over.blocks:
        views, end = list[dict[str, str]](), -1
        for line in block.lines:
            parts = [(at, text) for at, text, _, _ in pieces(line)]
            if long and parts:
                parts = [(parts[0][0], block.text[parts[0][0] : parts[-1][0] + len(parts[-1][1])])]
            for at, text in parts:
                word = f"{name}-{len(words)}"
                words[word] = (text, written(block, at, source))
                views.append({"before": _between(block.text[end:at]) if end >= 0 else "", "id": word, "text": text})
                end = at + len(text)
        if block.picture is not None:
            word = f"{name}-{len(words)}"
            words[word] = ("", block.picture.span)
            views.append({"before": "", "id": word, "text": f"[{block.picture.file}]"})
        rows += ceil(sum(len(view["text"]) + 1 for view in views) / _ROW)
        blocks.append({"role": role_of(block), "words": views})
    file = PurePosixPath(over.where.file).name
    count = f"{say('sheet/lines', n=over.lines)}, {say('sheet/characters', n=over.characters)}"
    start = str(say("sheet/from-line", count=count, line=over.where.line))
    view = {"file": file, "start": start, "blocks": blocks, "short": f"{file} ({count})"}
    return Over(view, rows, words, over.article)


def _between(text: str) -> str:
    """What stands between two words: nothing within a divided one, a space that may not break, or one that may."""
    if not any(character.isspace() for character in text):
        return ""
    return "\u00a0" if text in ("\u00a0", "\u202f") else " "


def fits_beside(overs: Sequence[Over], page: PlacedPage) -> bool:
    """Is there room for these texts in the column beside a page?"""
    return sum(over.rows for over in overs) * _ROW_HEIGHT <= page.scale * page.height


def page_view(
    page: MadeUpPage, placed: PlacedPage, overs: Sequence[Over], watermark: Watermark, gutter: float, *, beside: bool
) -> dict[str, Any]:
    """A page's sheet. Lengths from the sheet's top left corner, in pt."""
    width, height = placed.scale * placed.width, placed.scale * placed.height
    scale = 0.8 * hypot(width, height) / watermark.width
    angle = -degrees(atan2(height, width))
    middle = placed.left + width / 2, placed.top + height / 2
    views = [over.view for over in overs]
    after = () if beside else tuple(view["short"] for view in views)
    texts = reduce(lambda first, second: say("sheet/and", first=first, second=second), after) if after else ""
    return {
        "title": str(say("sheet/page", folio=page.folio)), "title_over": str(say("sheet/page-overset", folio=page.folio)),
        "left": _pt(placed.left), "top": _pt(placed.top), "width": _pt(width), "height": _pt(height),
        "aside": _pt(placed.left + width + sheet.GAP - sheet.SIDE),
        "word": watermark.path,
        "watermark": f"translate({_pt(middle[0])} {_pt(middle[1])}) rotate({angle:.2f}) scale({scale:.4f}) "
                     f"translate({-watermark.width / 2:.2f} {watermark.height / 2:.2f})",
        "size": _pt(number_size(placed)),
        "numbers": list(numbers(page, placed, gutter)),
        "beside": views if beside else [],
        "after": [] if beside else views,
        "below": str(say("sheet/next-sheet", texts=texts)) if after else "",
    }  # fmt: skip


def numbers(page: MadeUpPage, placed: PlacedPage, gutter: float) -> Iterator[dict[str, str]]:
    """Each fifth line of a column: its number, left of the column and of what hangs out of it, on the line's baseline.

    A rule may stand in the middle of a gutter: the number keeps to the half beside its column. Where a mark that hangs
    leaves too little of it, ``behind`` is how wide the white is on which the number stands.
    """
    size = number_size(placed)
    for frame in page.frames:
        lines = [
            (line, baseline)
            for block in frame.placed
            for line, baseline in zip(block.lines, block.baselines, strict=True)
        ]  # fmt: skip
        for number, (line, baseline) in enumerate(lines, 1):
            if number % EVERY == 0:
                hangs, across = max(0.0, -placed.scale * line.x), size * FIGURE * len(str(number))
                free = placed.scale * gutter / 2 - RULE - across - hangs
                right = placed.x(frame.x) - hangs - min(2.2, max(free / 2, 0.4))
                top = placed.top + placed.scale * baseline
                yield {
                    "x": _pt(right), "y": _pt(top), "number": str(number), "left": _pt(right - across),
                    "up": _pt(top - 0.8 * size), "behind": _pt(across) if free < 0 else "",
                }  # fmt: skip


def number_size(placed: PlacedPage) -> float:
    """The size of line numbers (pt): legible, and no wider than half of a gutter."""
    return max(5.5 * placed.scale, 4.2)


def _pt(value: float) -> str:
    return f"{value:.2f}"


# --- the lists -------------------------------------------------------------------------------------------------------


def correction_views(made: Set) -> tuple[list[dict[str, Any]], dict[str, Span]]:
    """The corrections by rule, each in the words around it, those of one kind together; and the place of each row."""
    files = dict.fromkeys(placement.article.source.file for page in made.issue.pages for placement in page.articles)
    order = {file: n for n, file in enumerate(files)}
    places = sorted(
        made.corrections, key=lambda c: (order.get(c.where.file, len(order)), c.where.file, c.where.line, c.where.column)
    )
    lines = {file: _lines_of(made.root / file) for file in {each.where.file for each in places}}
    kinds: dict[str, dict[tuple[str, str], list[Correction]]] = {}
    for each in places:
        kinds.setdefault(each.rule, {}).setdefault((each.before, each.after), []).append(each)
    views, rows = list[dict[str, Any]](), dict[str, Span]()
    for rule in sorted(kinds):
        views.append(_rule(rule) | {"rows": []})
        for alike in kinds[rule].values():
            shown = alike if len(alike) <= ALIKE else alike[:SHOWN]
            for each in shown:
                row = f"c{len(rows)}"
                rows[row] = each.where
                others = _others(alike[SHOWN:]) if shown is not alike and each is shown[-1] else ""
                views[-1]["rows"].append(_correction(each, lines[each.where.file], row) | {"others": others})
    return views, rows


def _others(same: Sequence[Correction]) -> str:
    """“et 12 autres : etoiles.md 4 (3), 11 ; fleuve.md 9”."""
    by_file: dict[str, Counter[int]] = {}
    for each in same:
        by_file.setdefault(PurePosixPath(each.where.file).name, Counter())[each.where.line] += 1
    told = []
    for file, counts in by_file.items():
        lines = ", ".join(f"{line}\u00a0({count})" if count > 1 else str(line) for line, count in counts.items())
        told.append(f"{file}\u00a0{lines}")
    return str(say("sheet/others", n=len(same), places=" · ".join(told)))


def _rule(name: str) -> dict[str, Any]:
    """What a rule asks, and whose word that is."""
    rule = next((each for each in EVERY_RULE if each.id == name), None)
    sentence, authority = (rule.sentence, rule.authority) if rule is not None else ("", "")
    return {"rule": name, "sentence": sentence, "authority": authority}


def _lines_of(path: Path) -> list[str]:
    try:
        text = plain_bytes(path, limit=limits.TEXT_BYTES).decode("utf-8-sig", "replace")
    except OSError:
        return []
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _correction(correction: Correction, lines: Sequence[str], row: str) -> dict[str, Any]:
    where, before, after = correction.where, correction.before, correction.after
    line = lines[where.line - 1] if where.line <= len(lines) else ""
    at = where.column - 1
    left = right = ""
    if line[at : at + len(before)] == before:
        left, right = _around(line[:at], line[at + len(before) :])
    return {
        "id": row,
        "where": f"{PurePosixPath(where.file).name}:{where.line}",
        "before": _passage(left, before, right), "after": _passage(left, after, right),
    }  # fmt: skip


def _around(before: str, after: str) -> tuple[str, str]:
    """The words on both sides, none of them cut where that can be helped."""
    left, right = before[-AROUND:], after[:AROUND]
    if len(before) > AROUND:
        left = "… " + (left.split(" ", 1)[1] if " " in left.rstrip(" ") else left)
    if len(after) > AROUND:
        right = (right.rsplit(" ", 1)[0] if " " in right.lstrip(" ") else right) + " …"
    return left, right


def _passage(left: str, changed: str, right: str) -> list[tuple[str, str]]:
    """Text with the changed part marked, and its spaces as the template draws them."""
    runs = [(SPACES.get(kind, kind), kind if kind in SPACES else "".join(group))
            for kind, group in groupby(changed, key=lambda c: c if c in SPACES else "mark")]  # fmt: skip
    marked = [(kind, text) for kind, text in runs] or [("mark", "")]
    return [("text", left), *marked, ("text", right)]


def problem_views(problems: Iterable[Problem]) -> tuple[list[dict[str, Any]], dict[str, Span]]:
    """The problems, the worst first; and the place of each row that has one in a file."""
    gravity = list(SEVERITIES)
    views, rows = [], {}
    for number, problem in enumerate(sorted(problems, key=lambda problem: gravity.index(problem.severity))):
        row, where = f"p{number}", problem.where
        if (place := where.at if isinstance(where, Spot) else where) is not None:
            rows[row] = place
        word = str(say(SEVERITIES[problem.severity]))
        views.append({
            "id": row, "severity": problem.severity, "word": word, "where": str(where or ""), "message": problem.message,
            "hint": problem.hint, "code": problem.code,
        })  # fmt: skip
    return views, rows
