"""Templates that make what no page can hold, or ask for what no page may have: what is said of each, word for word.

What a template may not even reckon is in tests/rendering/test_sandbox.py.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from attacked import ISSUE, Cases, add, attacked, change, style, template

from sample_issue import one_page

CASES = Cases()
USES = "".join(f'<g id="a{n}"><use href="#a{n - 1}"/><use href="#a{n - 1}"/></g>' for n in range(1, 40))


def html(name: str, text: str) -> None:
    """A case that adds a line to the layout's template."""

    def attack(root: Path) -> None:
        add(template(root), text)

    CASES[name] = attack


html(
    "a-table-of-ninety-thousand-cells",
    "<table>{% for i in range(300) %}<tr>{% for i in range(300) %}<td>{% endfor %}{% endfor %}</table>",
)
html("a-table-of-a-million-cells", "<table>" + ("<tr>" + "<td>" * 1000) * 1000 + "</table>")
html("a-cell-over-a-hundred-million", '<table><tr><td colspan="100000000" rowspan="1e9">x</td></tr></table>')
html("a-list-that-starts-beyond-counting", '<ol start="99999999999"><li>x</li></ol>')
html("twenty-thousand-line-breaks", "<p>" + "<br>" * 20_000 + "</p>")
html("three-thousand-elements-in-each-other", "<p>" + "<em>" * 3000 + "x" + "</em>" * 3000 + "</p>")
html("elements-that-never-end", "<div><b><i>" * 3000)
html("a-word-of-four-hundred-thousand-letters", "<p>" + "a" * 400_000 + "</p>")
html(
    "a-drawing-that-draws-itself-a-billion-times",
    f'<svg><defs><g id="a0"><path d="M0 0"/></g>{USES}</defs><use href="#a39"/></svg>',
)
html("a-drawing-that-fetches", '<svg><image href="http://127.0.0.1:9/a.png"/></svg>')
html("a-picture-in-its-address", '<img src="data:image/svg+xml,%3Csvg/%3E" alt="">')
html(
    "a-picture-from-elsewhere",
    '<img src="//127.0.0.1:9/a.png" alt=""><img src="../../../etc/passwd" alt=""><img src="/etc/passwd" alt="">',
)
html(
    "elements-that-no-page-has",
    '<script>alert(1)</script><iframe src="file:///etc/passwd"></iframe><link rel="stylesheet" href="http://127.0.0.1/a.css">'
    '<object data="a"></object><embed src="a"><video src="a"></video><base href="file:///etc/">',
)
html(
    "a-file-that-is-attached", '<a rel="attachment" href="file:///etc/passwd">x</a><link rel="attachment" href="style.css">'
)
html(
    "a-link-that-runs", '<a href="javascript:alert(1)">x</a><a href="file:///etc/passwd">y</a><a href=" JavaScript:x">z</a>'
)
html("styles-of-its-own", '<style>p{font-size:1e9px;--a:var(--a)}</style><p style="width:1e30px;--b:var(--b)">x</p>')
html("an-expression-that-takes-all-memory", "{{ 'x' * 10 ** 10 }}")
html("a-loop-over-all-blocks-eight-times", "{% for a in page.blocks %}" * 8 + "{% endfor %}" * 8)
html("a-template-that-reads-another-file", "{% include '../../../etc/passwd' %}")


@CASES
def a_template_that_is_empty(root: Path) -> None:
    template(root).write_bytes(b"")


@CASES
def a_template_through_a_link(root: Path) -> None:
    template(root).unlink()
    template(root).symlink_to("/etc/passwd")


@CASES
def type_that_grows_by_nesting_in_the_template(root: Path) -> None:
    add(style(root), ".grown i{font-size:900%}")
    add(template(root), '<div class="grown">' + "<i>" * 50 + "x" + "</i>" * 50 + "</div>")


@CASES
def a_thousand_pages_out_of_one(root: Path) -> None:
    change(
        template(root),
        '<div class="folio">',
        '<div style="break-before:page;position:static">x</div>' * 40 + '<div class="folio">',
    )


@pytest.mark.parametrize("name", CASES)
def test_a_nasty_template_is_told_in_these_words(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Callable[[str, str], None]
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was tried")

    root = one_page(tmp_path / "publication")
    monkeypatch.chdir(root)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    golden(f"template-{name}.txt", attacked(CASES[name], root, ("build", ISSUE)))
