"""Images that can be printed pass; what was refused stands in tests/bad."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageFile

from mise_en_page.model.problem import Refused
from mise_en_page.reading import article, read_issue


def codes(issue: Path) -> list[str]:
    """What is told of an issue."""
    try:
        return [problem.code for problem in read_issue(issue).problems]
    except Refused as refused:
        return [problem.code for problem in refused.problems]


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("TIFF", "CMYK"),
        ("WEBP", "RGB"),
        ("AVIF", "RGB"),
        ("GIF", "P"),
        ("BMP", "RGB"),
        ("TIFF", "1"),
    ],
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
    (issue / "images/pont.png").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{style}{shapes}</svg>'
    )
    assert read_issue(issue).problems == ()


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
        '<!DOCTYPE svg [<!ENTITY ns_svg "http://www.w3.org/2000/svg"><!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/">]>',
        '<?xpacket begin="" id="W5M0"?>',
        "<!-- Generator: Adobe Illustrator 25.2.0 -->",
    ],
)
def test_how_drawing_programs_begin_their_files_is_harmless(issue: Path, head: str) -> None:
    space = "&ns_svg;" if "ns_svg" in head else "http://www.w3.org/2000/svg"
    drawing = (
        f'<?xml version="1.0"?>{head}<svg xmlns="{space}" viewBox="0 0 9 9"><path style="fill:#4e9a06" d="M0 0 9 9"/></svg>'
    )
    (issue / "images/pont.png").write_text(drawing)
    assert read_issue(issue).problems == ()


@pytest.mark.parametrize(
    "entities",
    [
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY a "aa"><!ENTITY b "&a;&a;">',
        '<!ENTITY % a "x">',
        '<!ENTITY a "<rect/>">',
        f'<!ENTITY a "{"x" * 1000}">',
        "".join(f'<!ENTITY a{n} "x">' for n in range(101)),
    ],
)
def test_entities_that_fetch_or_grow_are_refused(issue: Path, entities: str) -> None:
    drawing = f'<!DOCTYPE svg [{entities}]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
    (issue / "images/pont.png").write_text(drawing)
    assert codes(issue) == ["unsafe-svg"]


def test_entities_may_not_make_a_drawing_large(issue: Path) -> None:
    body = f"<desc>{'&a;' * 10_000}</desc>"
    head = f'<!DOCTYPE svg [<!ENTITY a "{"x" * 150}">]>'
    (issue / "images/pont.png").write_text(f'{head}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{body}</svg>')
    assert codes(issue) == ["unsafe-svg"]


def test_a_drawing_without_a_size_is_told(issue: Path) -> None:
    for size, found in (("", ["svg-size"]), ('width="100%" height="100%"', ["svg-size"]), ('width="4cm" height="3cm"', [])):
        (issue / "images/pont.png").write_text(f'<svg xmlns="http://www.w3.org/2000/svg" {size}><path d="M0 0"/></svg>')
        assert codes(issue) == found


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
