"""What a template made of a page, looked at before it is drawn: one page, every block once, only the publication's fonts.

Text that a template leaves out would be lost in silence, and a family that no file has would come from whatever machine
builds the issue.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from mise_en_page.composition.fonts import Catalogue
from mise_en_page.composition.galley import Styles
from mise_en_page.layout import Layout
from mise_en_page.problem import Problem, Span
from mise_en_page.rendering.ground import Place

#: WeasyPrint's own first value of font-family: no stylesheet asked for anything.
UNASKED = ("serif",)


def judge_page(
    document: Any, folio: int, layout: Layout, painted: Mapping[str, Place], times: Mapping[int, int], catalogue: Catalogue
) -> tuple[Problem, ...]:
    """What is wrong in one page as WeasyPrint has laid it out.

    ``times``: how often blocks stood there that it was not shown.
    """
    template = Span(f"{layout.folder}/page.html.j2")
    problems = []
    if len(document.pages) != 1:
        problems.append(Problem(
            "template-pages", "error", f"page {folio}: the template makes {len(document.pages)} pages of it",
            "Something in it is higher than the page: give it position: absolute, and a place.", template,
        ))  # fmt: skip
    boxes = [box for page in document.pages for box in page._page_box.descendants(placeholders=True)]
    placed = Counter(id(replacement) for box in boxes if (replacement := getattr(box, "replacement", None)) is not None)
    shown = {lines: times.get(lines.number, placed[id(lines)]) for lines in painted.values()}
    for fault, wrong in (
        ("leaves out", [lines.name for lines, often in shown.items() if not often]),
        ("shows more than once", [lines.name for lines, often in shown.items() if often > 1]),
    ):
        if wrong:
            names = ", ".join(wrong[:3]) + (f" and {len(wrong) - 3} more" if wrong[3:] else "")
            hint = 'Show every block of page.blocks once: <img class="lines" src="{{ block.lines }}" …>.'
            message = f"page {folio}: the template {fault} {names}"
            problems.append(Problem("template-lines", "error", message, hint, template))
    for families, text, named in dict.fromkeys(_texts(boxes)):
        problem = _family(layout, families, f".{named}" if named else "the template", catalogue)
        chain = catalogue.chain(families, 400, False)
        absent = "".join(sorted({c for c in text if not c.isspace() and not any(face.covers(c) for face in chain)}))
        if problem is None and absent:
            message = f"page {folio}: no font of {', '.join(families)} has “{absent}” (in “{text.strip()[:40]}”)"
            problem = Problem("missing-glyph", "error", message, "Name a further family in the stylesheet.", template)
        if problem is not None:
            problems.append(problem)
    return tuple(dict.fromkeys(problems))


def judge_families(styles: Styles, layout: Layout, catalogue: Catalogue) -> tuple[Problem, ...]:
    """An error for each chain of families of the roles that no font file has, told once with the roles that ask for it."""
    roles: dict[tuple[str, ...], list[str]] = {}
    for (slot, role), style in styles.by_role.items():
        for text in (style.block.text, *style.marked.values()):
            if text.family != UNASKED:
                asking = roles.setdefault(text.family, [])
                name = f".{slot} .{role.split(' ')[0]}"
                asking += [name] if name not in asking else []
    problems = []
    if catalogue.faces:
        for families, asking in roles.items():
            more = f" and {len(asking) - 3} more" if len(asking) > 3 else ""
            problem = _family(layout, families, ", ".join(asking[:3]) + more, catalogue)
            problems += [problem] if problem is not None else []
    return tuple(problems)


def _family(layout: Layout, families: tuple[str, ...], asking: str, catalogue: Catalogue) -> Problem | None:
    if catalogue.match(families) is not None:
        return None
    known = {name: face.family for face in catalogue.faces for name in face.families}
    near = next((close[0] for family in families if (close := get_close_matches(family.casefold(), known, n=1))), None)
    names = ", ".join(f"“{family}”" for family in families)
    return Problem(
        "font-not-found",
        "error",
        f"no font file has the family {names}, asked for by {asking}",
        f"Did you mean “{known[near]}”?"
        if near
        else "Put its files into the folder fonts, or name a family that is there.",
        place(layout, families[0]),
    )


def place(layout: Layout, words: str) -> Span:
    """Where some words stand in the layout's stylesheet, or else in its template, or else the stylesheet's beginning."""
    for name, text in (("style.css", layout.stylesheet), ("page.html.j2", layout.template)):
        at = text.find(words) if words else -1
        if at >= 0:
            before = text[:at]
            return Span(f"{layout.folder}/{name}", before.count("\n") + 1, at - before.rfind("\n"), len(words))
    return Span(f"{layout.folder}/style.css")


def _texts(boxes: list[Any]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """The families, the text and the nearest class of every text that a template holds itself."""
    for box in boxes:
        text = getattr(box, "text", None)
        if isinstance(text, str) and text.strip():
            named = box.element.get("class") if box.element is not None else None
            yield tuple(box.style["font_family"]), text, (named or "").split(" ")[0]
