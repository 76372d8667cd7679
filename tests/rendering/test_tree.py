"""The quick parser makes the tree that HTML's own makes, or leaves the page to it."""

from __future__ import annotations

from html import escape
from xml.etree.ElementTree import Element

import pytest
import tinyhtml5
from hypothesis import given
from hypothesis import strategies as st

from mise_en_page.rendering.tree import FREE, _well_formed, parse

TEXTS = st.text(st.sampled_from(" \nabé’«&<>\"'\u00a0\u202f😀"), max_size=6)
VALUES = st.text(st.sampled_from(" abé’«&<>\"'\u00a0😀"), max_size=6)
NAMES = st.sampled_from(sorted(FREE - {"img", "br"}))


def told(element: Element) -> tuple[object, ...]:
    """An element as values that can be compared; no text is the same as an empty one."""
    return (
        element.tag,
        sorted(element.items()),
        element.text or "",
        element.tail or "",
        tuple(told(child) for child in element),
    )


def page(inner: str) -> str:
    return f'<html lang="fr"><body class="recto"><div class="page">{inner}</div></body></html>'


@st.composite
def markup(draw: st.DrawFn, depth: int = 3) -> str:
    """HTML as a template writes it: well formed, with void elements and named characters."""
    parts = []
    for _ in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(("text", "void", "entity", "element")))
        if kind == "text":
            parts.append(escape(draw(TEXTS)))
        elif kind == "void":
            parts.append(f'<img class="lines" src="{escape(draw(VALUES))}">' if draw(st.booleans()) else "<br>")
        elif kind == "entity":
            parts.append(draw(st.sampled_from(("&nbsp;", "&eacute;", "&amp;", "&#233;", "&thinsp;"))))
        elif depth:
            name = draw(NAMES)
            parts.append(f'<{name} class="{escape(draw(VALUES))}">{draw(markup(depth - 1))}</{name}>')
    return "".join(parts)


@given(markup())
def test_a_page_as_templates_write_it_gives_the_tree_of_html(inner: str) -> None:
    quick = _well_formed(page(inner))
    assert quick is not None
    assert told(quick) == told(tinyhtml5.parse(page(inner), namespace_html_elements=False))


@pytest.mark.parametrize(
    "inner",
    [
        "<p>one<p>two",  # closed by itself
        "<table><tr><td>a</td></tr></table>",  # a tbody comes between
        '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>',  # another namespace
        "<b><i>crossed</b></i>",
        "<img src=a>",
        "<div hidden></div>",
        "<!-- a remark -->",
        "<a>one<a>two</a></a>",
        "<div/>text",  # HTML does not close it
        '<div class="a\nb"></div>',  # XML makes a space of the line's end
        "&unknown; & alone",
        "<script>1 < 2</script>",
    ],
)
def test_what_html_reads_otherwise_is_left_to_it(inner: str) -> None:
    assert told(parse(page(inner))) == told(tinyhtml5.parse(page(inner), namespace_html_elements=False))
