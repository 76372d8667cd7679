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
from mise_en_page.model.message import key, say
from mise_en_page.model.problem import Problem, Span
from mise_en_page.rendering.faults import asked, listed
from mise_en_page.rendering.fetcher import Fetcher
from mise_en_page.rendering.ground import Place, boxes_of
from mise_en_page.rendering.judging_faces import told_of_text
from mise_en_page.rendering.origins import in_theme, named_in, place, said_in
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
        problems.append(Problem.of("template-pages", "error", template, folio=folio, pages=len(document.pages)))
    boxes = boxes_of(document)
    placed = Counter(id(replacement) for box in boxes if (replacement := getattr(box, "replacement", None)) is not None)
    shown = {lines: pruned.times.get(lines.number, placed[id(lines)]) for lines in painted.values()}
    for words, wrong in (
        (key("template-lines"), [lines.name for lines, often in shown.items() if not often]),
        (key("template-lines/twice"), [lines.name for lines, often in shown.items() if often > 1]),
    ):
        if wrong:
            problems.append(Problem.of(words, "error", template, folio=folio, names=listed(wrong)))
    problems += [problem for box in boxes for problem in _of_text(box, pruned.root, layout, catalogue, template)]
    return tuple(dict.fromkeys(problems))


def _of_text(box: Any, root: Any, layout: Layout, catalogue: Catalogue, template: Span) -> Iterator[Problem]:
    """What is wrong with a text that a template holds itself: its face, or a character that no font has."""
    text = getattr(box, "text", None)
    if not isinstance(text, str) or not text.strip():
        return
    element, style = box.element, box.style
    classes = ((element.get("class") if element is not None else None) or "").split()
    asking = f".{classes[0]}" if classes else say("word/template")
    families = tuple(style["font_family"])
    fault = told_of_text(catalogue, style, element.tag if element is not None else "")
    if fault is not None:
        said, hint, by = fault
        named = named_in(layout, families) if by == "font-family" else in_theme(layout, families)
        hint = hint or (say("hint/theme-face") if named and by != "font-family" else None)
        where = named or said_in(layout, root, element, (by,)) or place(layout, families[0])
        yield asked([asking], said, where, hint)
    chain = catalogue.chain(families)
    absent = "".join(sorted({c for c in text if not c.isspace() and not any(face.covers(c) for face in chain)}))
    if chain and absent:
        begins = text.strip()[:40]
        yield Problem.of(
            "missing-glyph/template", "error", template, asking=asking, families=families, absent=absent, text=begins
        )


def told_apart(logged: Sequence[Problem], fetcher: Fetcher, layout: Layout) -> list[Problem]:
    """What WeasyPrint said, and what the fetcher refused in its own words, at the place where its name was typed."""
    refused, fetcher.refused = fetcher.refused, []
    named = [replace(problem, where=place(layout, name)) for name, problem in refused]
    return [problem for problem in logged if not (refused and problem.code == "rendering")] + named
