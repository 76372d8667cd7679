"""What a template made of a page, looked at before it is drawn: one page, every block once, only the publication's fonts.

Text that a template leaves out would be lost in silence, and a family that no file has would come from whatever machine
builds the issue.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mise_en_page.composition.fonts import Catalogue
from mise_en_page.model.layout import Layout
from mise_en_page.model.problem import Problem, Span
from mise_en_page.rendering.fetcher import Fetcher
from mise_en_page.rendering.ground import Place
from mise_en_page.rendering.judging_faces import told_of_text
from mise_en_page.rendering.origins import named_in, place, said_in
from mise_en_page.rendering.pruning import Pruned


def judge_page(
    document: Any, folio: int, layout: Layout, painted: Mapping[str, Place], pruned: Pruned, catalogue: Catalogue
) -> tuple[Problem, ...]:
    """What is wrong in one page as WeasyPrint has laid it out.

    ``pruned``: what it was shown, and how often blocks stood there that it was not.
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
    shown = {lines: pruned.times.get(lines.number, placed[id(lines)]) for lines in painted.values()}
    for fault, wrong in (
        ("leaves out", [lines.name for lines, often in shown.items() if not often]),
        ("shows more than once", [lines.name for lines, often in shown.items() if often > 1]),
    ):
        if wrong:
            names = ", ".join(wrong[:3]) + (f" and {len(wrong) - 3} more" if wrong[3:] else "")
            hint = 'Show every block of page.blocks once: <img class="lines" src="{{ block.lines }}" …>.'
            message = f"page {folio}: the template {fault} {names}"
            problems.append(Problem("template-lines", "error", message, hint, template))
    problems += [problem for box in boxes for problem in _of_text(box, pruned.root, layout, catalogue, template)]
    return tuple(dict.fromkeys(problems))


def _of_text(box: Any, root: Any, layout: Layout, catalogue: Catalogue, template: Span) -> Iterator[Problem]:
    """What is wrong with a text that a template holds itself: its face, or a character that no font has."""
    text = getattr(box, "text", None)
    if not isinstance(text, str) or not text.strip():
        return
    element, style = box.element, box.style
    classes = ((element.get("class") if element is not None else None) or "").split()
    asking = f".{classes[0]}" if classes else "the template"
    families = tuple(style["font_family"])
    fault = told_of_text(catalogue, style, element.tag if element is not None else "")
    if fault is not None:
        code, message, hint, said = fault
        named = named_in(layout, families) if said == "font-family" else None
        where = named or said_in(layout, root, element, (said,)) or place(layout, families[0])
        yield Problem(code, "error", f"{asking}: {message}", hint, where)
    chain = catalogue.chain(families)
    absent = "".join(sorted({c for c in text if not c.isspace() and not any(face.covers(c) for face in chain)}))
    if chain and absent:
        message = f"{asking}: no font of {', '.join(families)} has “{absent}” (in “{text.strip()[:40]}”)"
        yield Problem("missing-glyph", "error", message, "Name a further family in the stylesheet.", template)


def told_apart(logged: Sequence[Problem], fetcher: Fetcher, layout: Layout) -> list[Problem]:
    """What WeasyPrint said, and what the fetcher refused in its own words, at the place where its name was typed."""
    refused, fetcher.refused = fetcher.refused, []
    named = [replace(problem, where=place(layout, problem.message.split("”")[0].rpartition("/")[2])) for problem in refused]
    return [problem for problem in logged if not (refused and problem.code == "rendering")] + named
