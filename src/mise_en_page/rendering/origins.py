"""Where a stylesheet says something of an element: the declaration that the cascade takes, with its line and column.

WeasyPrint's computed styles know values and no places; so the rules of the layout's own stylesheet are held once more
against the one element in question (CSS Cascading 4 §6: importance, specificity, order), and against its ancestors, from
which type is inherited.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import cssselect2

from mise_en_page.model.layout import Layout
from mise_en_page.model.problem import Span
from mise_en_page.rendering.declarations import contents, parsed, rules_in, typed, typed_at

#: The shorthand that says all of a face at once.
FONT = "font"


def said_of(layout: Layout, element: Any, properties: Iterable[str]) -> Span | None:
    """Where the stylesheet says a property of an element (of cssselect2), or of what it inherits from; None if nowhere.

    Of several properties the first counts that is said anywhere.
    """
    for name in properties:
        each = element
        while each is not None:
            found = _winner(_matching(layout.stylesheet, each, (name, FONT)))
            if found is not None:
                return typed(layout, found, len(found.name))
            each = each.parent
    return None


def place(layout: Layout, words: str) -> Span:
    """Where some words stand in the layout's stylesheet, or else in its template, or else the stylesheet's beginning."""
    if words and (at := layout.stylesheet.find(words)) >= 0:
        return typed_at(layout, at, len(words))
    for file, text in layout.templates:
        if words and (at := text.find(words)) >= 0:
            return Span.within(file, text, at, len(words))
    return layout.in_sheet()


def named_in(layout: Layout, families: Iterable[str]) -> Span | None:
    """Where one of some families is named in the layout, if that is anywhere."""
    texts = layout.stylesheet, layout.markup
    families = tuple(families)
    return in_theme(layout, families) or next(
        (place(layout, family) for family in families if any(family in text for text in texts)), None
    )


def in_theme(layout: Layout, families: Sequence[str]) -> Span | None:
    """Where the publication's theme names the first of some families, if it does."""
    made = [each for each in layout.sheets if each.column and each.file != f"{layout.folder}/style.css"]
    lines = layout.stylesheet.split("\n", len(made)) if made and families else []
    written = '"' + families[0].replace("\\", "\\\\").replace('"', '\\"') + '"' if families else ""
    return next((layout.in_sheet(number) for number, line in enumerate(lines[:-1], 1) if written in line), None)


def probe(html: str) -> Any:
    """The innermost element of a fragment that has one child everywhere, wrapped."""
    root = ElementTree.fromstring(f'<html lang="fr"><body class="recto">{html}</body></html>')
    element = cssselect2.ElementWrapper.from_html_root(root)
    while (child := next(iter(element.iter_children()), None)) is not None:
        element = child
    return element


def said_in(layout: Layout, root: Any, element: Any, properties: Iterable[str]) -> Span | None:
    """The same for an element of a page's tree."""
    whole = cssselect2.ElementWrapper.from_html_root(root)
    found = next((each for each in whole.iter_subtree() if each.etree_element is element), None)
    return said_of(layout, found, properties) if found is not None else None


def _winner(found: Iterable[tuple[bool, Any, int, Any]]) -> Any | None:
    best = max(found, key=lambda each: each[:3], default=None)
    return best[3] if best is not None else None


def _matching(stylesheet: str, element: Any, names: tuple[str, ...]) -> Iterator[tuple[bool, Any, int, Any]]:
    """The declarations of these names that hold for an element: importance, specificity, order, and the declaration."""
    for order, (selectors, declarations) in enumerate(_rules(stylesheet)):
        weights = [selector.specificity for selector in selectors if not selector.pseudo_element and selector.test(element)]
        for declaration in declarations if weights else ():
            if declaration.lower_name in names:
                yield declaration.important, max(weights), order, declaration


@lru_cache(maxsize=16)
def _rules(stylesheet: str) -> tuple[tuple[tuple[Any, ...], tuple[Any, ...]], ...]:
    """The rules that have selectors, those for print within others included."""
    return tuple(_of(parsed(stylesheet)))


def _of(rules: Iterable[Any]) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports", "layer") and rule.content is not None:
            yield from _of(rules_in(rule))
        if rule.type == "qualified-rule":
            try:
                selectors = tuple(cssselect2.compile_selector_list(rule.prelude))
            except cssselect2.SelectorError:
                continue
            yield selectors, tuple(each for each in contents(rule) if each.type == "declaration")
