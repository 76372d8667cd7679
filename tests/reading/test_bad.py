"""Bad input: ``tests/bad/NAME`` breaks the good publication, and problems.txt is what the user reads, word for word.

The files of a case are laid over ``tests/reading/good``. What cannot stand in a repository (bytes that are no text,
pipes, links) is made by the function of that name below.
"""

from __future__ import annotations

import os
import re
import shutil
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageFile

from mise_en_page.model.message import spoken
from mise_en_page.model.problem import Problem, Refused
from mise_en_page.reading import read_issue

BAD = Path(__file__).parent.parent / "bad"
CASES = sorted(path.name for path in BAD.iterdir() if path.is_dir())


def told(problem: Problem) -> str:
    lines = [f"{problem.where or '-'}: {problem.severity} {problem.code}", f"    {problem.message}"]
    return "\n".join([*lines, f"    {problem.hint}"] if problem.hint else lines) + "\n"


@pytest.mark.parametrize("case", CASES)
def test_every_problem_is_told_in_these_words(case: str, publication: Path, request: pytest.FixtureRequest) -> None:
    shutil.copytree(BAD / case, publication, dirs_exist_ok=True, ignore=shutil.ignore_patterns("problems.txt"))
    if case in MADE:
        MADE[case](publication)
    with pytest.raises(Refused) as refused:
        read_issue(publication / "issues" / "un")
    words = "".join(map(told, refused.value.problems))
    golden = BAD / case / "problems.txt"
    if request.config.getoption("--update-golden"):
        golden.write_text(words, encoding="utf-8")
    assert words == golden.read_text(encoding="utf-8")
    with spoken("fr"):
        for problem in refused.value.problems:
            assert problem.message not in words
            assert not re.search(r"\{\w+\}", problem.message + problem.hint)


def test_every_made_case_has_its_words() -> None:
    assert set(MADE) <= set(CASES)


def article(root: Path) -> Path:
    return root / "issues" / "un" / "articles" / "pont.md"


def picture(root: Path) -> Path:
    return root / "issues" / "un" / "images" / "pont.png"


def windows_1252(root: Path) -> None:
    article(root).write_bytes("---\ntitle: Le pont\n---\nIl est rouvert à midi, l’été.\n".encode("cp1252"))


def utf_16(root: Path) -> None:
    article(root).write_bytes("---\ntitle: Le pont\n---\nIl rouvre.\n".encode("utf-16"))


def control_characters(root: Path) -> None:
    text = "---\ntitle: Le \x00pont\n---\nLe prix\u202e : 12 \x07€.\n\nUn mot \ufffd perdu.\n"
    article(root).write_bytes(text.encode())


def empty_file(root: Path) -> None:
    article(root).write_bytes(b"")


def too_large(root: Path) -> None:
    article(root).write_bytes(b"---\ntitle: Le pont\n---\n" + b"Il rouvre. " * 50_000)


def folder_as_article(root: Path) -> None:
    article(root).unlink()
    article(root).mkdir()


def no_issue(root: Path) -> None:
    (root / "issues" / "un" / "issue.yaml").unlink()


def no_publication(root: Path) -> None:
    shutil.rmtree(root / "layouts")
    (root / "publication.yaml").unlink()


def image_link_out(root: Path) -> None:
    outside = root.parent / "outside.png"
    shutil.move(picture(root), outside)
    picture(root).symlink_to(outside)


def image_fifo(root: Path) -> None:
    picture(root).unlink()
    os.mkfifo(picture(root))


def image_device(root: Path) -> None:
    picture(root).unlink()
    picture(root).symlink_to("/dev/zero")


def image_loop(root: Path) -> None:
    picture(root).unlink()
    picture(root).symlink_to(picture(root).name)


def image_no_image(root: Path) -> None:
    picture(root).write_bytes(b"This is a note, not a picture.")


def image_is_pdf(root: Path) -> None:
    picture(root).write_bytes(b"%PDF-1.7\n")


def image_empty(root: Path) -> None:
    picture(root).write_bytes(b"")


def image_cut_png(root: Path) -> None:
    data = picture(root).read_bytes()
    picture(root).write_bytes(data[: len(data) // 2])


def image_cut_jpeg(root: Path) -> None:
    ImageFile.LOAD_TRUNCATED_IMAGES = True  # as importing WeasyPrint does
    Image.effect_noise((400, 300), 90).save(picture(root), "JPEG")
    data = picture(root).read_bytes()
    picture(root).write_bytes(data[: len(data) // 2])


def image_too_many_pixels(root: Path) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    picture(root).write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")))


def svg_bombs(root: Path) -> None:
    markers = '<marker id="m"><path d="M0 0"/></marker><path marker-mid="url(#m)" d="M' + " 1 1" * 60_000 + '"/>'
    styled = "<style>path{marker-mid:url(#m)}</style>" + markers.replace(' marker-mid="url(#m)"', "")
    pattern = '<pattern id="p0"><path d="M0 0"/></pattern>' + "".join(
        f'<pattern id="p{n}">' + f'<path fill="url(#p{n - 1})" d="M0 0"/>' * 10 + "</pattern>" for n in range(1, 12)
    )
    for name, drawing in (
        ("markers", markers),
        ("styled", styled),
        ("patterns", pattern),
        ("deep", "<g>" * 5000 + "</g>" * 5000),
        ("many", "<g/>" * 100_001),
    ):
        path = root / "issues" / "un" / "images" / f"{name}.svg"
        path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{drawing}</svg>')


def image_other_case(root: Path) -> None:
    picture(root).rename(picture(root).with_name("Pont.PNG"))


def alias_bomb(root: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 9) + "]" for n in range(1, 9)]
    (root / "issues" / "un" / "issue.yaml").write_text("\n".join(lines))


def deep_nesting(root: Path) -> None:
    (root / "issues" / "un" / "issue.yaml").write_text("pages: " + "[" * 5000)


def huge_number(root: Path) -> None:
    path = root / "issues" / "un" / "issue.yaml"
    path.write_text(path.read_text().replace("folio: 7", "folio: " + "9" * 5000))


def too_many_blocks(root: Path) -> None:
    article(root).write_text("---\ntitle: Le pont\n---\n" + "Il rouvre.\n\n" * 2001)


def long_front_matter(root: Path) -> None:
    article(root).write_text("---\ntitle: Le pont\n" + "Il rouvre.\n" * 500 + "---\n")


def long_word(root: Path) -> None:
    article(root).write_text("---\ntitle: Le pont\n---\n" + "a" * 100_000 + "\n\n" + "mot " * 10_000)


MADE: dict[str, Callable[[Path], None]] = {
    made.__name__.replace("_", "-"): made
    for made in (
        *(windows_1252, utf_16, control_characters, empty_file, too_large, folder_as_article, no_issue, no_publication),
        *(image_link_out, image_fifo, image_device, image_loop, image_no_image, image_is_pdf, image_empty),
        *(image_cut_png, image_cut_jpeg, image_too_many_pixels, image_other_case, svg_bombs),
        *(alias_bomb, deep_nesting, huge_number, long_word, too_many_blocks, long_front_matter),
    )
}


@pytest.fixture(autouse=True)
def _strict_pillow() -> None:
    ImageFile.LOAD_TRUNCATED_IMAGES = False
