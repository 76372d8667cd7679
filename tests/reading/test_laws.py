"""Whatever stands in the files, reading gives an issue or refuses with places; it never fails in another way."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from mise_en_page.model.problem import Refused, Span
from mise_en_page.reading import read_issue

GOOD = Path(__file__).parent / "good"


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    """One publication for all examples: each writes one file anew, and puts the good one back."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "publication"
        shutil.copytree(GOOD, path)
        (path / "issues/un/images").mkdir(exist_ok=True)
        (path / "issues/un/images/pont.png").write_bytes(PNG)
        yield path


def _png() -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize((16, 16)).save(file, "PNG")
    return file.getvalue()


PNG = _png()
ARTICLE = "issues/un/articles/pont.md"
ISSUE = "issues/un/issue.yaml"
LAYOUT = "layouts/breves/layout.yaml"
PICTURE = "issues/un/images/pont.png"

_shared = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)


def read_with(root: Path, file: str, data: bytes) -> None:
    path = root / file
    good = path.read_bytes()
    path.write_bytes(data)
    try:
        problems, refused = read_issue(root / "issues/un").problems, False
    except Refused as refusal:
        problems, refused = refusal.problems, True
    finally:
        path.write_bytes(good)
    assert refused == any(problem.severity == "error" for problem in problems)
    for problem in problems:
        assert problem.code
        assert problem.message.isprintable()
        assert isinstance(problem.where, Span)
        assert problem.where.line >= 1
        assert problem.where.column >= 1


_MEANING = ['"', "'", ": ", "\n", "\n  ", "\t", "- ", "[", "]", "{", "}", "&a ", "*a", "|", ">", "#", "---\n", "<<: "]
_MEANING += ["é", "0", "-1", "\\", "%", "!!", "~", "\u0301", "\u200b", "😀"]


@st.composite
def damaged(draw: st.DrawFn, text: str) -> bytes:
    """A good file with some of it cut, doubled, or replaced by what means something there."""
    data = text
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 12)))
        new = draw(st.sampled_from(_MEANING) | st.text(max_size=5))
        data = data[:start] + new + data[end:]
    return data.encode("utf-8", "surrogatepass")


@_shared
@given(data=st.binary(max_size=80) | st.binary(max_size=60).map(lambda tail: b"---\ntitle: a\n---\n" + tail))
def test_any_bytes_as_an_article(root: Path, data: bytes) -> None:
    read_with(root, ARTICLE, data)


@_shared
@given(data=damaged((GOOD / ARTICLE).read_text(encoding="utf-8")))
def test_a_damaged_article(root: Path, data: bytes) -> None:
    read_with(root, ARTICLE, data)


@_shared
@given(data=damaged((GOOD / ISSUE).read_text(encoding="utf-8")) | st.binary(max_size=60))
def test_a_damaged_issue(root: Path, data: bytes) -> None:
    read_with(root, ISSUE, data)


@_shared
@given(data=damaged((GOOD / LAYOUT).read_text(encoding="utf-8")))
def test_a_damaged_layout(root: Path, data: bytes) -> None:
    read_with(root, LAYOUT, data)


@_shared
@given(data=damaged((GOOD / "publication.yaml").read_text(encoding="utf-8")))
def test_damaged_settings(root: Path, data: bytes) -> None:
    read_with(root, "publication.yaml", data)


@_shared
@given(start=st.integers(0, len(PNG)), cut=st.integers(0, 40), new=st.binary(max_size=8))
def test_a_damaged_picture(root: Path, start: int, cut: int, new: bytes) -> None:
    read_with(root, PICTURE, PNG[:start] + new + PNG[start + cut :])


_SVG = """<svg xmlns="http://www.w3.org/2000/svg"><style>a{fill:url(#b)}</style>
<g id="b"><use href="#c"/></g><path id="c" d="M0 0"/></svg>"""


@_shared
@given(data=damaged(_SVG))
def test_a_damaged_drawing(root: Path, data: bytes) -> None:
    read_with(root, PICTURE, data)
