"""Stylesheets that would run for ever, fill the memory, break sums, or fetch: what is said of each, word for word."""

from __future__ import annotations

import os
import socket
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from attacked import ISSUE, Attack, Cases, add, attacked, style

from sample_issue import one_page

CASES = Cases()


def css(name: str, text: str) -> None:
    """A case that adds some CSS to the layout's."""

    def attack(root: Path) -> None:
        add(style(root), text)

    CASES[name] = attack


def chain(link: str, times: int) -> str:
    return "".join(f"--a{n}:{link.format(n - 1)};" for n in range(1, times))


css("variables-that-double", f":root{{--a0:x x;{chain('var(--a{0}) var(--a{0})', 40)}}}.kicker{{font-family:var(--a39)}}")
css("variables-in-a-circle", ":root{--a:var(--b);--b:var(--c) x;--c:var(--a)}.kicker{font-size:var(--a)}")
css("variables-by-inheritance", ".lead{--b:var(--a) var(--a)}.lead .title{--a:var(--b) var(--b)}")
css("variables-in-a-long-chain", f":root{{--a0:12pt;{chain('var(--a{0})', 3000)}}}.kicker{{font-size:var(--a2999)}}")
css("fallbacks-within-fallbacks", ".kicker{font-size:" + "var(--x," * 2000 + "12pt" + ")" * 2000 + "}")
css("brackets-that-never-close", ".kicker{color:" + "(" * 100_000)
css("rules-within-rules", ".kicker{" * 30_000)
css("not-within-not", ":not(" * 500 + ".a" + ")" * 500 + "{margin:0}")
css("a-comment-that-never-ends", "/*" + "((((" * 1000)
css("twenty-thousand-selectors", ",".join(f".a{n} .b" for n in range(20_000)) + "{margin:0}")
css("type-of-a-thousand-million-px", ".kicker{font-size:1e9px}")
css("type-beyond-all-numbers", ".folio{font-size:1e999px}")
css("type-of-no-size", ".body{font-size:0}")
css("type-that-grows-by-nesting", ".page *{font-size:90000%}")
css("lines-of-no-height", ".body{line-height:0}")
css("letters-on-letters", ".body{letter-spacing:-50pt;word-spacing:-1000pt}")
css("settings-beyond-sense", ".body{--tracking:900%;--scaling:-5%;--word-space:0% 9000%;--hang:9999%;--opening:-5}")
css("an-end-mark-of-a-thousand-signs", ".body{--end-mark:'" + "x" * 900 + "'}")
css("a-string-without-end", ".folio::before{content:'" + "a" * 300_000 + "'}")
css("a-hundred-million-columns", ".folio{columns:100000000}")
css("a-grid-of-a-hundred-million", ".page{display:grid;grid-template-columns:repeat(100000000,1px)}")
css(
    "a-gradient-that-repeats-for-ever",
    ".tab{background:repeating-linear-gradient(device-cmyk(0 0 0 1),device-cmyk(0 0 0 0) 1e-7px)}",
)
css(
    "a-counter-of-a-thousand-million",
    ".folio{counter-increment:a 1000000000}.folio::before{content:counter(a,lower-roman)}",
)
css("an-address-in-every-place", "".join(
    f".tab{{{name}:{value}}}" for name, value in (
        ("background", "url(http://127.0.0.1:9/a)"), ("background", "\\75 rl(http://127.0.0.1:9/b)"),
        ("list-style-image", "url('//127.0.0.1:9/c')"), ("border-image", "url(ftp://127.0.0.1/d)"),
        ("--u", "url(http://127.0.0.1:9/e)"), ("content", "url(data:text/plain,x)"), ("cursor", "url(file:///etc/passwd)"),
    )
) + "@media print{.a{background:url(http://127.0.0.1:9/f)}}@font-face{font-family:Z;src:url(http://[::1]/g)}")  # fmt: skip
css("an-address-out-of-an-attribute", ".tab{background-image:attr(data-x url)}")
css("a-font-of-the-machine", "@font-face{font-family:X;src:local('DejaVu Sans')}.folio{font-family:X}")
css("no-character", ".a::before{content:'\\0'}.folio{font-family:'\\d800 x'}")


@CASES
def a_background_of_billions_of_pixels(root: Path) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    picture = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b""))
    style(root).with_name("b.png").write_bytes(picture)
    add(style(root), ".tab{background:url(b.png)}")


@CASES
def a_background_that_draws_itself_a_billion_times(root: Path) -> None:
    groups = "".join(f'<g id="a{n}"><use href="#a{n - 1}"/><use href="#a{n - 1}"/></g>' for n in range(1, 40))
    drawing = f'<defs><g id="a0"><rect width="1" height="1"/></g>{groups}</defs><use href="#a39"/>'
    style(root).with_name("b.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{drawing}</svg>')
    add(style(root), ".tab{background:url(b.svg)}")


@CASES
def a_background_and_a_font_that_are_pipes(root: Path) -> None:
    os.mkfifo(style(root).with_name("b.png"))
    os.mkfifo(style(root).with_name("b.ttf"))
    add(style(root), ".tab{background:url(b.png)}@font-face{font-family:X;src:url(b.ttf)}")


@CASES
def a_stylesheet_that_is_a_folder(root: Path) -> None:
    style(root).unlink()
    style(root).mkdir()


@CASES
def a_stylesheet_that_is_no_text(root: Path) -> None:
    style(root).write_bytes(bytes(range(256)) * 10)


@CASES
def a_stylesheet_of_half_a_million_bytes(root: Path) -> None:
    add(style(root), ".a{margin:0}\n" * 50_000)


@CASES
def pages_of_one_pixel(root: Path) -> tuple[str, ...]:
    add(style(root), "@page{size:1px 1px;margin:0}")
    return ("build", ISSUE)


@CASES
def a_picture_in_tiles_too_small_to_draw(root: Path) -> tuple[str, ...]:
    add(style(root), ".tab{background:linear-gradient(device-cmyk(0 0 0 1),device-cmyk(0 0 0 0)) 0 0/.0001px .0001px}")
    return ("build", ISSUE)


@pytest.mark.parametrize("name", CASES)
def test_a_nasty_stylesheet_is_told_in_these_words(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Callable[[str, str], None]
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was tried")

    root = one_page(tmp_path / "publication")
    monkeypatch.chdir(root)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    attack: Attack = CASES[name]
    golden(f"style-{name}.txt", attacked(attack, root, ("check", ISSUE)))
