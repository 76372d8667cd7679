"""What is fuzzed: each target takes bytes, and may raise nothing but Refused. What comes out is the same each time."""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a fork and another library's threads do not go well together

HOUSE = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(HOUSE / "src"), str(HOUSE / "tests"), str(HOUSE / "tests" / "press")]

from mise_en_page import typography
from mise_en_page.importing.article import article_text
from mise_en_page.importing.formats import read_source
from mise_en_page.importing.mapping import articles
from mise_en_page.importing.settings import Settings
from mise_en_page.model.layout import Grid, Layout
from mise_en_page.model.problem import Problem, Refused, Span, has_errors
from mise_en_page.preflight import guard, judge
from mise_en_page.press.drawing import prepare_drawing
from mise_en_page.press.images import prepare_image
from mise_en_page.reading import press_profile, read_issue
from mise_en_page.reading.found import Found
from mise_en_page.reading.front_matter import read_front_matter
from mise_en_page.reading.images import check_image
from mise_en_page.reading.markdown import Image, read_body
from mise_en_page.reading.source import decode
from mise_en_page.reading.svg import check_svg
from mise_en_page.reading.yaml import read_yaml
from mise_en_page.typography.told import Passage
from mise_en_page.typography.told import told as told_of


class Wrong(AssertionError):
    """The target broke a promise: text was lost, or an answer changed."""


@dataclass(frozen=True)
class Target:
    """``run`` gives anything that can be compared with itself. ``share``: execs of a full run, in thousands."""

    run: Callable[[bytes], object]
    seeds: Callable[[], tuple[bytes, ...]]
    words: tuple[bytes, ...]
    share: int
    guarded: Callable[[bytes], bool] | None = None
    """Is an input that hangs or kills told by a process of its own (press/guard.py), which is where users give it?"""


def told(problems: Found | tuple[Problem, ...]) -> tuple[str, ...]:
    for problem in problems:
        if not problem.code or not problem.message or "\n" in problem.message:
            raise Wrong(f"a problem without words: {problem!r}")
        if "0x7f" in problem.message or str(HOUSE) in problem.message:
            raise Wrong(f"a machine's words: {problem.message}")
    return tuple(f"{problem.where} {problem.code} {problem.message}" for problem in problems)


def _texts(*patterns: str) -> tuple[bytes, ...]:
    paths = sorted(path for pattern in patterns for path in HOUSE.glob(pattern) if path.is_file())
    return tuple(data for path in paths if len(data := path.read_bytes()) < 30_000)


# ——— reading ———


def yaml(data: bytes) -> object:
    found = Found()
    written = decode(data, "a.yaml", found)
    tree = read_yaml(written, found) if written is not None else None
    if tree is None and not has_errors(found):
        raise Wrong("nothing was read, and nothing told")
    return told(found)


def article(data: bytes) -> object:
    found = Found()
    written = decode(data, "a.md", found)
    head = read_front_matter(written, found) if written is not None else None
    if written is None or head is None:
        return told(found)
    blocks = read_body(written, head.body, found)
    body = written.text[head.body :]
    if not has_errors(found) and not any(sign in body for sign in "[]!`~\\<"):
        texts = [part.characters for block in blocks if not isinstance(block, Image) for part in _parts(block)]
        kept, typed = ("".join(filter(str.isalnum, text)) for text in ("".join(texts), body))
        if kept != typed:
            raise Wrong(f"text was lost: {typed[:200]!r} became {kept[:200]!r}")
    return told(found)


def _parts(block: object) -> list[typography.Text]:  # type: ignore[name-defined]
    return [getattr(block, name) for name in ("text", "attribution") if hasattr(block, name)]


@cache
def _publication() -> Path:
    import shutil  # noqa: PLC0415

    root = Path(tempfile.mkdtemp(prefix="fuzz-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None)) / "publication"
    shutil.copytree(HOUSE / "tests" / "reading" / "good", root)
    picture = root / "issues" / "un" / "images" / "pont.png"
    picture.parent.mkdir(exist_ok=True)
    picture.write_bytes(images()[0])
    return root


def _with(file: str, data: bytes) -> object:
    path = _publication() / file
    good = path.read_bytes()
    path.write_bytes(data)
    try:
        return told(read_issue(_publication() / "issues" / "un").problems)
    except Refused as refused:
        if not has_errors(refused.problems):
            raise Wrong("refused without an error") from refused
        return told(refused.problems)
    finally:
        path.write_bytes(good)


def issue(data: bytes) -> object:
    return _with("issues/un/issue.yaml", data)


def layout(data: bytes) -> object:
    return _with("layouts/breves/layout.yaml", data)


def settings(data: bytes) -> object:
    return _with("publication.yaml", data)


def profile(data: bytes) -> object:
    path = _publication() / "own.yaml"
    path.write_bytes(data)
    try:
        press_profile.read_profile(path)
    except Refused as refused:
        return told(refused.problems)
    return ()


# ——— pictures ———


@cache
def images() -> tuple[bytes, ...]:
    from PIL import Image as Pillow  # noqa: PLC0415

    made = []
    for kind, mode in (("PNG", "RGB"), ("JPEG", "CMYK"), ("TIFF", "L"), ("WEBP", "RGBA"), ("PNG", "P"), ("JPEG", "L")):
        out = io.BytesIO()
        Pillow.linear_gradient("L").resize((24, 16)).convert("RGB").convert(mode).save(out, kind)
        made.append(out.getvalue())
    return tuple(made)


def image(data: bytes) -> object:
    """Looked at; and prepared for the press if it is good."""
    path = _publication() / "image"
    path.write_bytes(data)
    found = Found()
    good = check_image(_publication(), path, found, Span("a.md"))
    if good == has_errors(found):
        raise Wrong("a picture is both good and bad")
    if not good or data.lstrip()[:1] == b"<":
        return told(found)
    return told(prepare_image(data, "image", press_profile.shipped(), (60.0, 40.0)).problems)


def svg(data: bytes) -> object:
    found = Found()
    if not check_svg(data, "a.svg", found, Span("a.md")) and not has_errors(found):
        raise Wrong("refused without an error")
    return told(found)


def drawing(data: bytes) -> object:
    """A drawing that passed is prepared and drawn."""
    found = Found()
    if not check_svg(data, "a.svg", found, Span("a.md")):
        return told(found)
    prepared = prepare_drawing(data, "a.svg", press_profile.shipped(), frozenset())
    if has_errors(prepared.problems):
        return told(prepared.problems)
    from weasyprint import HTML  # noqa: PLC0415

    from mise_en_page.rendering.fetcher import ROOT, Fetcher  # noqa: PLC0415
    from mise_en_page.rendering.sheets import listening  # noqa: PLC0415

    fetcher = Fetcher(_publication(), {f"{ROOT}a.svg": prepared.data or data})
    try:
        with listening(_layout("", ""), "page 1"):
            page = HTML(string=f'<img src="{ROOT}a.svg" style="width:90px">', base_url=ROOT, url_fetcher=fetcher)
            page.write_pdf()
    except Refused as refused:
        return told(refused.problems)
    return told(prepared.problems)


# ——— text ———


@cache
def _policy(name: str) -> typography.Policy:
    return typography.policy_of(name, [])


def text(data: bytes) -> object:
    form = ("text", "html", "markdown")[data[0] % 3] if data else "text"
    policy = _policy(("fr-FR", "fr-BE", "fr-CH", "fr-CA")[data[1] % 4] if len(data) > 1 else "fr-FR")
    corrected = typography.correct_text(data[2:].decode("utf-8", "surrogateescape"), form, policy)  # type: ignore[arg-type]
    typography.explanation(corrected)
    for finding in told_of(Passage(corrected.text, "paragraph", date="2018-05-01")):
        if not 0 <= finding.at < finding.at + finding.length <= len(corrected.text):
            raise Wrong(f"told of what is not there: {finding!r}")
    return corrected.text


def lines(data: bytes) -> object:
    return tuple(typography.filter_jsonl(data.decode("utf-8", "replace").split("\n"), _policy("fr-FR")))


def hyphens(data: bytes) -> object:
    return tuple(tuple(typography.hyphenate(word)) for word in data.decode("utf-8", "surrogateescape").split()[:20])


# ——— layouts ———

GRID = Grid(595.0, 842.0, 14.0, 40.0, 40.0, 12, 12.0, 11.5)


def _layout(stylesheet: str, template: str) -> Layout:
    return Layout("try", "layouts/try", GRID, (), template, stylesheet)


def stylesheet(data: bytes) -> object:
    from mise_en_page.rendering.bounds import judge_stylesheet  # noqa: PLC0415
    from mise_en_page.rendering.fetcher import Fetcher  # noqa: PLC0415
    from mise_en_page.rendering.inks import screen_colours, spot_inks  # noqa: PLC0415
    from mise_en_page.rendering.references import bad_references  # noqa: PLC0415
    from mise_en_page.rendering.sheets import sheets  # noqa: PLC0415

    written = decode(data, "style.css", Found())
    if written is None:
        return ()
    one = _layout(written.text, "")
    if beyond := judge_stylesheet(one.stylesheet, "style.css"):
        return told(beyond)
    spot_inks(one)
    sheets(one)
    return told((*bad_references(one, Fetcher(_publication(), {})), *screen_colours(one)))


@cache
def _sample() -> tuple[object, Layout]:
    read = read_issue(HOUSE / "issues" / "2018-06")
    return read.issue, next(iter(read.layouts.values()))


def cascade(data: bytes) -> object:
    """A whole layout's styles, computed."""
    from dataclasses import replace  # noqa: PLC0415

    from mise_en_page import rendering  # noqa: PLC0415

    written = decode(data, "style.css", Found())
    if written is None:
        return ()
    issue_, layout_ = _sample()
    one = replace(layout_, stylesheet=written.text, slots=layout_.slots[:1])
    try:
        return told(rendering.styles(one, rendering.marks_in_use(issue_), HOUSE)[1])  # type: ignore[arg-type]
    except Refused as refused:
        return told(refused.problems)


def template(data: bytes) -> object:
    from markupsafe import Markup  # noqa: PLC0415

    from mise_en_page.rendering.template import Area, Block, IssueView, PageView, render_template  # noqa: PLC0415

    written = decode(data, "page.html.j2", Found())
    if written is None:
        return ()
    area = Area("rail", 10.0, 20.0, 100.0, 200.0)
    blocks = tuple(Block(role, "rail", 1.0, 2.0, 3.0, 4.0, "lines/1", area) for role in ("title", "body", "body"))
    slots = dict.fromkeys(("rail", "lead", "figure", "sidebar", "briefs"), area)
    page = PageView(14, "verso", Markup("Brèves"), slots, (area,) * 4, (), blocks)
    context = {"page": page, "issue": IssueView("7", Markup("Un titre"), "4 mai 2018", "mai 2018"), "grid": GRID,
               "publication": area}  # fmt: skip
    try:
        return render_template(_layout("", written.text), context, True)
    except Refused as refused:
        return told(refused.problems)


def page(data: bytes) -> object:
    """What a template might have made: judged, laid out and drawn."""
    from weasyprint import HTML  # noqa: PLC0415

    from mise_en_page.rendering.bounds import judge_stylesheet, judge_tree  # noqa: PLC0415
    from mise_en_page.rendering.fetcher import ROOT, Fetcher  # noqa: PLC0415
    from mise_en_page.rendering.sheets import listening  # noqa: PLC0415

    html = data.decode("utf-8", "replace").replace("\x00", " ")
    one = _layout("", html)
    fetcher = Fetcher(_publication(), {})
    try:
        with listening(one, "page 1"):
            made = HTML(string=html, base_url=ROOT, url_fetcher=fetcher)
            judge_tree(made.etree_element, one, 1)
            for style in made.etree_element.iter("style"):
                if judge_stylesheet(style.text or "", "style.css"):
                    return ()
            return len(made.render().pages)
    except Refused as refused:
        return told(refused.problems)


# ——— PDF ———


@cache
def pdfs() -> tuple[bytes, ...]:
    import hostile  # noqa: PLC0415
    from faulty import FAULTS, good  # noqa: PLC0415

    kinds = ("page_loop", "odd_numbers", "xref_loop", "cut_short", "locked", "names_loop", "deep_saves")
    small = [hostile.HOSTILE[name]() for name in kinds]
    faults = [made() for _, made in sorted(FAULTS.items())[::9]]
    return tuple(data for data in (good(), *small, *faults) if len(data) < 60_000)


def inspected(data: bytes) -> bool:
    return has_errors(guard.inspect(data, press_profile.shipped()).problems)


def annotated(data: bytes) -> bool:
    from mise_en_page.proof.paper.make import SHEET  # noqa: PLC0415
    from mise_en_page.proof.paper.places import FILE  # noqa: PLC0415

    return bool(guard.annotated(data, FILE, SHEET).broken)


def pdf(data: bytes) -> object:
    """Every check, without the pictures that pdfium draws: those are made in a process of their own (press/guard.py)."""
    return told(judge.preflight(data, press_profile.shipped()))


def notes(data: bytes) -> object:
    from mise_en_page.pdf.annotations import Unread, read  # noqa: PLC0415
    from mise_en_page.proof.paper.make import SHEET  # noqa: PLC0415
    from mise_en_page.proof.paper.places import FILE  # noqa: PLC0415

    try:
        return len([str(one) for one in read(data, FILE, SHEET)])
    except Unread as fault:  # what guard.py tells
        return fault.said.key


def places(data: bytes) -> object:
    from mise_en_page.proof.paper.places import as_bytes, from_bytes  # noqa: PLC0415

    try:
        return as_bytes(from_bytes(data))
    except ValueError:  # what notes.py tells
        return ()


@cache
def _places() -> tuple[bytes, ...]:
    row = {
        "article": "a",
        "role": "body",
        "file": "a.md",
        "line": 3,
        "column": 1,
        "number": 4,
        "box": [1, 2, 3, 4],
        "words": [],
    }
    whole = {"publication": "P", "issue": "1", "version": "v", "sheets": [{"sheet": 1, "folio": 2, "lines": [row]}]}
    return (json.dumps(whole).encode(), json.dumps([whole]).encode(), b"{}")


# ——— all of them ———

_YAML = tuple(
    b": |- |? |&a |*a|<<: |!!|>\n|| \n|{|}|[|]|'|\"|---\n|...\n|%YAML 1.1\n|#|\\u0000|\\ud800|\\x41|~|null".split(b"|")
)
_MARKDOWN = tuple(
    b"**;*;## ;> ;> \xe2\x80\x94 ;![a](images/pont.png)\n;[a](https://x.fr);\\;```;|-|;1. ;- ;---\n;title: ;<b>;\\\n".split(
        b";"
    )
)
_CSS = (
    b"var(--a)", b"--a:", b"url(", b"@import ", b"@media ", b"/*", b"*/", b"{", b"}", b";", b"!important", b"device-cmyk(0 0 0 1)",
    b"calc(", b"1e9px", b"attr(x)", b"@page{", b"@font-face{", b":not(", b"&", b"spot('x')", b"linear-gradient(", b"content:", b"%", b"em",
    b"counter(a)", b"grid-template:", b"display:grid;", b"display:flex;", b"columns:3;", b"float:left;", b"position:absolute;", b"transform:",
)  # fmt: skip
_JINJA = (
    b"{{ ", b" }}", b"{% for a in page.blocks %}", b"{% endfor %}", b"{% if page %}", b"{% endif %}", b"{% set a = ", b" %}", b"|box", b"|join",
    b"|length", b"*", b"**", b"~", b"%", b"range(", b")", b"[", b"]", b".__class__", b"|attr('", b"loop.", b"{% macro m(a) %}",
    b"{% endmacro %}", b"{{ m(1) }}", b"{#", b"#}", b"|replace('a','b')", b"|format(", b"namespace(a=1)", b"|center(99)", b"{% raw %}",
)  # fmt: skip
_SVG = (
    b"<g>", b"</g>", b"<use href='#a'/>", b"<path d='M0 0L9 9'/>", b"<style>", b"</style>", b" id='a'", b" fill='url(#a)'", b"<marker id='m'>",
    b" transform='scale(2)'", b" viewBox='0 0 9 9'", b"<image href='a'/>", b"<pattern id='a'>", b"<text>a</text>", b"<clipPath id='a'>",
    b" style='fill:red'", b"<!DOCTYPE svg>", b"<mask id='a'>", b" stroke-dasharray='1'", b"<linearGradient id='a'>", b" width='1e9'", b"0", b"nan",
)  # fmt: skip
_PDF = (
    b"/Filter/FlateDecode", b"/Type/Page", b"/Kids[", b"/Parent 2 0 R", b"/Count 9", b"<<", b">>", b"[", b"]", b"null", b"true", b"1 0 R",
    b"/Annots[", b"/MediaBox[0 0 1 1]", b"stream\n", b"endstream", b"endobj", b"(", b")", b"<", b">", b"/Length 9", b" 0 obj", b"q ", b" Q",
    b" cm ", b" re f ", b"/Length 99999999999", b"trailer", b"startxref", b"xref",
)  # fmt: skip
_HTML = (
    b"<table>", b"<tr>", b"<td colspan=3>", b"</td>", b"<div>", b"</div>", b"<p>", b"<b>", b"<i>", b"<svg>", b"<ul><li>", b"<style>", b"</style>",
    b"<img src='lines/1'>", b" style='", b"position:absolute;", b"float:left;", b"display:flex;", b"display:grid;", b"columns:2;", b"width:1px;",
    b"height:0;", b"break-before:page;", b"font-size:0;", b"margin:-9px;", b"<br>", b"<a href='#a'>", b"<!--", b"-->", b"&#0;", b"text", b"50%",
)  # fmt: skip

_SOURCES = (
    rb"{\rtf1\ansi{\fonttbl{\f0 A;}}\pard\s1 Le pont\par\b Un\b0  \u233? {\field{\*\fldinst HYPERLINK x}{\fldrslt y}}\par}",
    b"From: a@b.fr\r\nSubject: =?utf-8?q?=C3=A9?=\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nTexte\r\n--x--",
    b"<h1>Le <i>pont</i></h1><p class=chapo>Un <b>mot</b><ul><li>un<ol start=3><li>deux</ol></ul><table><tr><td>a<td>b</table>",
    b"<nitf><head><title>T</title></head><body><body.content><p>Le <em>pont</em></p><hl2>I</hl2></body.content></body></nitf>",
    b'{"items": [{"title": "T", "content_html": "<p>Le pont</p>", "authors": [{"name": "J"}]}]}',
    b"<rss><channel><item><title>T</title><description>&lt;p&gt;Le pont&lt;/p&gt;</description></item></channel></rss>",
    "Titre : Le pont\nSignature : a.l\n\nLe *mot* [lien](x) # > |\n\n- un\n".encode("cp1252"),
)
_MARKS = (
    b"\\par",
    b"{",
    b"}",
    b"\\u-1?",
    b"\\'e9",
    b"<p>",
    b"</p>",
    b"<br>",
    b"&nbsp;",
    b"&#0;",
    b"\r\n\r\n",
    b"--x",
    b"null",
    b"[",
)
_WORDS_TEXTS = (
    b'<w:document xmlns:w="w" xmlns:v="v"><w:body><w:p><w:pPr><w:pStyle w:val="Titre1"/><w:outlineLvl w:val="0"/></w:pPr><w:r>'
    b"<w:t>Le pont</w:t></w:r></w:p><w:p><w:r><w:rPr><w:i/></w:rPr><w:t>Un</w:t><w:br/><w:tab/></w:r><w:ins><w:r><w:t>mot</w:t></w:r>"
    b'</w:ins><w:del><w:r><w:delText>x</w:delText></w:r></w:del><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p><w:tbl><w:tr><w:tc>'
    b"<w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>",
)
_WORD = (
    b"<w:p>",
    b"</w:p>",
    b"<w:r>",
    b"</w:r>",
    b"<w:t>",
    b"</w:t>",
    b"<w:tbl>",
    b"</w:tbl>",
    b'w:val="0"',
    b"<w:br/>",
    b"<w:ins>",
)


def source(data: bytes) -> object:
    """What is imported: a mail, a web page, rich text, a wire, whatever it is taken for."""
    return _imported("source", data)


def word(data: bytes) -> object:
    """The text part of a .docx, in one that is otherwise sound."""
    return _imported("a.docx", _zipped({"word/document.xml": data}))


def _zipped(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, held in parts.items():
            archive.writestr(zipfile.ZipInfo(name), held)
    return made.getvalue()


def _imported(name: str, data: bytes) -> object:
    made: list[str] = []
    try:
        documents = read_source(name, data)
    except Refused as refused:
        return told(refused.problems)
    for document in documents:
        for draft in articles(document, Settings()):
            text = article_text(draft, document, french=True).text
            if decode(text.encode("utf-8", "surrogatepass"), "a.md", found := Found()) is None or has_errors(found):
                raise Wrong(f"an article that cannot be read: {found}")
            made.append(text)
        made += [remark.key for remark in document.remarks]
    return tuple(made)


TARGETS = {
    "yaml": Target(yaml, lambda: _texts("issues/*/issue.yaml", "tests/bad/*/issues/un/issue.yaml", "layouts/*/layout.yaml"), _YAML, 200),
    "article": Target(article, lambda: _texts("issues/*/articles/*.md", "tests/bad/*/issues/un/articles/*.md"), _MARKDOWN, 300),
    "issue": Target(issue, lambda: _texts("tests/reading/good/issues/un/issue.yaml", "tests/bad/*/issues/un/issue.yaml"), _YAML, 40),
    "layout": Target(layout, lambda: _texts("layouts/*/layout.yaml", "tests/reading/good/layouts/*/layout.yaml"), _YAML, 20),
    "settings": Target(settings, lambda: _texts("publication.yaml", "tests/reading/good/publication.yaml"), _YAML, 30),
    "profile": Target(profile, lambda: _texts("src/mise_en_page/reading/profiles/*.yaml"), _YAML, 30),
    "image": Target(image, images, (b"\xff\xd8", b"\xff\xe1", b"IHDR", b"\0\0\0\0", b"\xff\xff\xff\xff", b"8BIM", b"<svg", b"%PDF"), 80),
    "svg": Target(svg, lambda: (_DRAWING, *_texts("tests/bad/*/issues/un/images/*.svg")), _SVG, 250),
    "drawing": Target(drawing, lambda: (_DRAWING,), _SVG, 5),
    "text": Target(text, lambda: _texts("issues/*/articles/*.md", "tests/typography/cases/*.md"), (*_MARKDOWN, b"<p>", b"&nbsp;"), 40),
    "lines": Target(lines, lambda: (b'{"id": 1, "input": "Vraiment?", "format": "text"}\n{"id": "b", "input": "<p>a</p>", "format": "html"}',), (b'"id":', b'"input":', b'"format":', b"null", b"{", b"}", b"[", b"1e999", b"\\ud800"), 100),
    "hyphens": Target(hyphens, lambda: _texts("issues/*/articles/*.md"), (), 60),
    "stylesheet": Target(stylesheet, lambda: _texts("layouts/*/style.css"), _CSS, 20),
    "cascade": Target(cascade, lambda: _texts("layouts/*/style.css"), _CSS, 1),
    "template": Target(template, lambda: _texts("layouts/*/page.html.j2"), _JINJA, 20),
    "page": Target(page, lambda: (_PAGE,), _HTML + _CSS, 2),
    "pdf": Target(pdf, pdfs, _PDF, 6, inspected),
    "notes": Target(notes, pdfs, _PDF, 20, annotated),
    "source": Target(source, lambda: _SOURCES, _MARKS, 40),
    "word": Target(word, lambda: _WORDS_TEXTS, _WORD, 40),
    "places": Target(places, _places, (b"null", b"-1", b"{}", b"[]", b'"', b"1e999", b"true"), 150),
}  # fmt: skip

_DRAWING = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60" width="90" height="60"><defs><linearGradient id="a">
<stop offset="0" stop-color="#123"/><stop offset="1" stop-color="red"/></linearGradient><g id="b"><circle r="4" cx="9" cy="9"/></g>
<clipPath id="c"><rect width="30" height="30"/></clipPath><marker id="m" markerWidth="4"><path d="M0 0L4 4"/></marker>
<pattern id="p" width="5" height="5" patternUnits="userSpaceOnUse"><rect width="2" height="2"/></pattern></defs>
<rect width="90" height="60" fill="url(#a)" transform="rotate(3)"/><use href="#b" x="20" y="9"/><path d="M1 1C2 2 3 9 40 40z"
stroke="#000" stroke-dasharray="3 1" marker-end="url(#m)" clip-path="url(#c)"/><polygon points="1,2 30,4 9,50" fill="url(#p)"
opacity=".5"/><ellipse rx="9" ry="4" cx="50" cy="20"/><polyline points="0 0 4 4 9 1" style="fill:none;stroke:blue"/></svg>"""
_PAGE = b"""<html lang="fr"><body class="recto"><style>.a{width:50%}</style><div class="page"><div style="position:absolute;left:9pt">
<table><tr><td>a</td><td colspan="2">b</td></tr></table></div><p class="a">Un texte <b>gras</b> et <i>pench\xc3\xa9</i>.<br>Fin</p>
<ul><li>un</li></ul><div style="display:flex"><span>x</span><span>y</span></div><div style="display:grid;grid-template-columns:1fr
2fr"><p>g</p></div><svg viewBox="0 0 9 9"><path d="M0 0L9 9"/></svg><div style="columns:2">deux colonnes</div></div></body></html>"""
