"""Pipes, devices, links, folders and odd names in every place that takes a path: what is said of each, word for word."""

from __future__ import annotations

import os
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from attacked import ISSUE, Cases, attacked, change, style

from sample_issue import one_page

CASES = Cases()


def article(root: Path) -> Path:
    return root / ISSUE / "articles" / "fleuve.md"


def pipe(path: Path) -> None:
    if path.exists():
        path.unlink()
    os.mkfifo(path)


def outside(path: Path) -> None:
    """Move it out of the publication, and leave a link to it."""
    away = path.parents[len(path.parts) - len(Path(os.environ["PUBLICATION"]).parts) - 1].parent / f"away-{path.name}"
    shutil.move(path, away)
    path.symlink_to(away)


def named_pipe(name: str, *command: str) -> None:
    def attack(root: Path) -> tuple[str, ...] | None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        pipe(root / name)
        return command or None

    CASES[f"a-pipe-{name.replace('/', '-').replace('.', '-')}{'-' + command[0] if command else ''}"] = attack


def link_out(name: str) -> None:
    def attack(root: Path) -> None:
        outside(root / name)

    CASES[f"a-link-out-{name.replace('/', '-').replace('.', '-')}"] = attack


def device(name: str, *command: str) -> None:
    def attack(root: Path) -> tuple[str, ...] | None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            shutil.rmtree(path)
        elif path.exists():
            path.unlink()
        path.symlink_to("/dev/zero")
        return command or None

    CASES[f"a-device-{name.replace('/', '-').replace('.', '-')}{'-' + command[0] if command else ''}"] = attack


def image(name: str, written: str, make: Callable[[Path], object] = lambda _picture: None) -> None:
    """The lead's picture under another name."""

    def attack(root: Path) -> None:
        make(root / ISSUE / "images" / "fleuve.svg")
        change(article(root), "images/fleuve.svg", written)

    CASES[f"image-{name}"] = attack


def press(name: str, text: str, make: Callable[[Path], object] = lambda _root: None) -> None:
    """A press profile of the publication's own."""

    def attack(root: Path) -> tuple[str, ...]:
        make(root)
        (root / "own.yaml").write_text(text, encoding="utf-8")
        return ("build", ISSUE, "--press", "own.yaml")

    CASES[f"press-{name}"] = attack


def asked(name: str, *command: str) -> None:
    CASES[f"asked-{name}"] = lambda _root: command


LAYOUT = ("layouts/breves/layout.yaml", "layouts/breves/page.html.j2")
TEXTS = (f"{ISSUE}/issue.yaml", f"{ISSUE}/articles/fleuve.md")
for each in (
    "publication.yaml",
    *LAYOUT,
    *TEXTS,
    f"{ISSUE}/images/fleuve.svg",
    "fonts/newsreader/x.ttf",
    "hyphenation.txt",
    "mots.txt",
):
    named_pipe(each)
FONT = "fonts/newsreader/Newsreader16pt-SemiBold.ttf"
for each in ("publication.yaml", "layouts/breves", f"{ISSUE}/articles", *TEXTS, FONT):
    link_out(each)
for each in (
    "layouts/breves/style.css",
    f"{ISSUE}/articles/fleuve.md",
    "fonts/newsreader/x.otf",
    "hyphenation.txt",
    "mots.txt",
):
    device(each)
named_pipe("x.pdf", "preflight", "x.pdf")
named_pipe("x.pdf", "notes", "x.pdf")
named_pipe("x.pdf", "compare", "x.pdf", "x.pdf")
named_pipe("own.yaml", "build", ISSUE, "--press", "own.yaml")
named_pipe(f"{ISSUE}/bon-a-tirer.yaml", "build", ISSUE, "--signed")
device("x.pdf", "preflight", "x.pdf")
device("x.txt", "typography", "x.txt")
device("own.yaml", "build", ISSUE, "--press", "own.yaml")

image("by-an-address", "http://127.0.0.1:9/a.png")
image("by-a-scheme", "file:///etc/passwd")
image("in-its-address", "data:image/png;base64,AAAA")
image("through-dots", "images/../../../../../etc/passwd")
image("absolute", "/etc/passwd")
image("at-home", "~/a.png")
image("of-a-drive", "C:\\a.png")
image("with-backslashes", "images\\fleuve.svg")
image("that-is-its-folder", "images")
image("that-is-nothing-but-a-dot", ".")
image("of-two-hundred-letters", "images/" + "a" * 190 + ".png")
image("in-a-loop-of-links", "images/round.png", lambda picture: picture.with_name("round.png").symlink_to("round.png"))
image(
    "decomposed",
    "images/été.svg",
    lambda picture: picture.rename(picture.with_name(unicodedata.normalize("NFD", "été.svg"))),
)
image(
    "with-every-sign",
    "images/a'b\"c(d)%20#é&?.svg",
    lambda picture: picture.rename(picture.with_name("a'b\"c(d)%20#é&?.svg")),
)

press("out-of-the-folder", "extends: fogra39\nicc: ../../etc/passwd\n")
press("absolute", "extends: fogra39\nicc: /dev/zero\n")
press("through-a-link", "extends: fogra39\nicc: x.icc\n", lambda root: (root / "x.icc").symlink_to("/etc/passwd"))
press("a-pipe", "extends: fogra39\nicc: x.icc\n", lambda root: pipe(root / "x.icc"))
press(
    "damaged",
    "extends: fogra39\nicc: x.icc\n",
    lambda root: (root / "x.icc").write_bytes(b"\0" * 12 + b"prtrCMYK" + b"\0" * 16 + b"acsp" + b"\1" * 900),
)
press("of-odd-numbers", "extends: fogra39\nink_limit: nan\nbleed: inf\nslug: 1e400\nhairline: -1\n")
press("of-itself", "extends: own\n")
press(
    "bombs",
    "extends: &a [x, x]\nspots: {<<: *a}\n"
    + "".join(f"b{n}: &b{n} [*b{n - 1}, *b{n - 1}]\n" if n else "b0: &b0 [1]\n" for n in range(40)),
)


def drawing(name: str, put_in: str, instead_of: str = "</svg>") -> None:
    """The lead's drawing with something in it."""

    def attack(root: Path) -> None:
        change(root / ISSUE / "images" / "fleuve.svg", instead_of, put_in)

    CASES[f"drawing-{name}"] = attack


drawing("of-vast-numbers", '<rect width="1e300" height="9" transform="scale(1e300)"/></svg>')
drawing("of-vast-type", '<text font-size="99999999">x</text></svg>')
drawing("of-no-numbers", '<circle r="nan" cx="-inf"/></svg>')
drawing("in-no-rectangle", 'viewBox="0 0 0 1e-300" data-was="', 'viewBox="')
drawing("in-half-a-rectangle", 'viewBox="1 2 3" data-was="', 'viewBox="')
drawing("of-a-script", "<script>alert(1)</script></svg>")
drawing("that-fetches", '<image href="http://127.0.0.1:9/a.png"/></svg>')
drawing("that-imports", "<style>@import url(http://127.0.0.1:9/a.css);</style></svg>")
drawing("with-an-address-in-its-style", "<style>rect{fill:url(http://127.0.0.1:9/a)}</style></svg>")
drawing("that-acts", '<rect width="1" height="1" onload="alert(1)"/></svg>')
drawing("that-uses-itself", '<g id="me"><use href="#me"/></g></svg>')
drawing("of-another-file", '<use href="other.svg#a"/></svg>')
drawing("of-entities", '<!DOCTYPE svg [<!ENTITY a "b">]><svg', "<svg")

asked("for-nothing", "check", "")
asked("for-a-device", "check", "/dev/zero")
asked("for-a-file", "check", f"{ISSUE}/articles/fleuve.md")
asked("for-a-long-name", "check", "a" * 5000)
asked("for-what-lies-above", "check", f"{ISSUE}/../../../../../../../../etc")
asked("for-a-folder-as-pdf", "preflight", ISSUE)
asked("for-no-pdf", "notes", "publication.yaml")
asked("for-no-pdf-to-compare", "compare", "publication.yaml", "publication.yaml")
asked("for-a-revision-that-is-an-option", "compare", f"{ISSUE}@--upload-pack=x", ISSUE)
asked("for-a-press-that-is-a-path", "build", ISSUE, "--press", "../../etc/passwd")
asked("for-a-folder-as-text", "typography", "layouts")
asked("for-a-layout-that-is-a-path", "new", "other", "--layout", "../../etc")
asked("for-a-folder-that-is-a-file", "new", "publication.yaml")
asked("for-output-in-a-file", "build", ISSUE, "-o", "publication.yaml")


@CASES
def a_setting_without_end(root: Path) -> None:
    phrases = "".join(f"    - Phrase numéro {n}\n" for n in range(1_200))
    (root / "publication.yaml").write_text(f"typography:\n  keep:\n{phrases}", encoding="utf-8")


@CASES
def a_folder_with_a_line_break(root: Path) -> tuple[str, ...]:
    (root / "issues" / "a\nb").mkdir()
    shutil.copy(root / ISSUE / "issue.yaml", root / "issues" / "a\nb")
    return ("check", "issues/a\nb")


@CASES
def a_folder_that_is_not_utf_8(root: Path) -> tuple[str, ...]:
    os.rename(os.fsencode(root / ISSUE), os.fsencode(root / "issues") + b"/x\xff")  # noqa: PTH104 (bytes)
    return ("build", os.fsdecode(b"issues/x\xff"))


@CASES
def a_folder_where_the_pdf_goes(root: Path) -> tuple[str, ...]:
    (root / "out" / "2018-05.pdf").mkdir(parents=True)
    return ("build", ISSUE)


@CASES
def links_in_a_circle_among_fonts_and_layouts(root: Path) -> None:
    (root / "fonts" / "round").symlink_to("..")
    (root / "layouts" / "round").symlink_to(".")
    (style(root).parent / "round").symlink_to("../..")


@pytest.mark.parametrize("name", CASES)
def test_a_nasty_file_is_told_in_these_words(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Callable[[str, str], None]
) -> None:
    root = one_page(tmp_path / "publication")
    monkeypatch.chdir(root)
    monkeypatch.setenv("PUBLICATION", str(root))
    golden(f"file-{name}.txt", attacked(CASES[name], root, ("check", ISSUE)))
