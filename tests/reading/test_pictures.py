"""Images that can be printed pass; what was refused stands in tests/bad."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageFile

from mise_en_page.reading import article, read_issue


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), ("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "RGBA"), ("PNG", "P"), ("TIFF", "CMYK"), ("WEBP", "RGB")],
)
def test_a_whole_picture_passes(issue: Path, kind: str, mode: str) -> None:
    Image.new(mode, (300, 200)).save(issue / "images/pont.png", kind)
    assert read_issue(issue).problems == ()


def test_a_drawing_passes(issue: Path) -> None:
    drawing = """<?xml version="1.0" encoding="UTF-8"?>
    <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">
      <style>.a{fill:url(#g)}</style>
      <defs><linearGradient id="g"><stop offset="0"/><stop offset="1"/></linearGradient></defs>
      <g id="b"><path class="a" d="M0 0 L9 9"/></g><use xlink:href="#b" x="1"/>
    </svg>"""
    (issue / "images/pont.png").write_text(drawing)
    assert read_issue(issue).problems == ()


def test_many_shapes_may_share_a_gradient(issue: Path) -> None:
    shapes = '<path class="a" d="M0 0 1 1 2 2 3 3"/>' * 20_000
    style = "<style>.a{fill:url(#g)}</style><linearGradient id='g'><stop/><stop/><stop/></linearGradient>"
    (issue / "images/pont.png").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{style}{shapes}</svg>')
    assert read_issue(issue).problems == ()


def test_words_in_a_drawing_are_a_warning(issue: Path) -> None:
    (issue / "images/pont.png").write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>Pont</text></svg>')
    assert [(problem.code, problem.severity) for problem in read_issue(issue).problems] == [("svg-text", "warning")]


def test_the_setting_of_pillow_is_put_back(issue: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    read_issue(issue)
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


def test_a_picture_that_is_shown_often_is_looked_at_once(issue: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[Path] = []

    def look(_root: Path, path: Path, *_: object) -> bool:
        looked.append(path)
        return True

    monkeypatch.setattr(article, "check_image", look)
    shown = "![x](images/pont.png)\n\n" * 100
    (issue / "articles/pont.md").write_text(f"---\ntitle: Le pont\n---\n{shown}")
    assert len(read_issue(issue).issue.pages[0].articles[0].article.body) == 100
    assert len(looked) == 1
