"""What nobody should be able to do with one file: take more than ten seconds, or more than a gigabyte.

Each file is given to a process of its own that the system holds to both.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from mise_en_page.preflight import guard
from mise_en_page.preflight.ink import separations
from mise_en_page.preflight.judge import inspect, preflight
from mise_en_page.preflight.marked_up import marked
from tests.press.faulty import FAULTS, good
from tests.press.hostile import HOSTILE
from tests.press.press_pages import encoded, profile
from tests.press.test_images import BAD, png

SECONDS, BYTES = 10, 1 << 30
HELD = f"""
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({BYTES}, {BYTES}))
resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
from pathlib import Path
from mise_en_page.preflight import guard
from mise_en_page.press.images import prepare_image
from mise_en_page.reading.press_profile import shipped
data = Path(sys.argv[2]).read_bytes()
if sys.argv[1] == "picture":
    found = prepare_image(data, "photo", shipped(), (595, 842)).problems
else:
    found = guard.inspect(data, shipped()).problems
print(json.dumps([[one.code, one.severity, one.message] for one in found]))
"""


def held(kind: str, data: bytes, folder: Path) -> list[list[str]]:
    """The problems (code, severity, message) of a picture or of a PDF, found within the limits."""
    (folder / "file").write_bytes(data)
    source = Path(__file__).parents[2] / "src"
    done = subprocess.run(
        [sys.executable, "-c", HELD, kind, str(folder / "file")],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=os.environ | {"PYTHONPATH": str(source), "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"},
    )
    assert done.returncode == 0, f"{done.returncode}: {done.stderr[-800:]}"
    found: list[list[str]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("code", BAD)
def test_a_bad_picture_is_told_within_ten_seconds_and_a_gigabyte(code: str, tmp_path: Path) -> None:
    assert [one[:2] for one in held("picture", BAD[code], tmp_path)] == [[code, "error"]]


@pytest.mark.parametrize(
    "data",
    [
        png(50_000, 50_000),
        (b"GIF89a\x50\xc3\x50\xc3\xf0\0\0\0\0\0\xff\xff\xff!\xf9\4\0\0\0\0\0,\0\0\0\0\x50\xc3\x50\xc3\0\2\2D\1\0;"),
        (b"BM" + b"\0" * 12 + b"\x28\0\0\0\x50\xc3\0\0\x50\xc3\0\0\1\0\x18\0" + b"\0" * 24),
    ],
    ids=["PNG", "GIF", "BMP"],
)
def test_fifty_thousand_pixels_square_are_refused_from_the_header(data: bytes, tmp_path: Path) -> None:
    """Ten gigabytes in a file of a hundred bytes."""
    assert len(data) < 200
    ((code, severity, message),) = held("picture", data, tmp_path)
    assert severity == "error"
    assert code == "image-too-large"
    assert message.startswith("photo ")


@pytest.mark.parametrize(("mode", "colour"), [("RGB", (200, 30, 40)), ("P", 5), ("RGBA", (200, 30, 40, 128))])
def test_the_largest_pictures_that_are_read_are_printed(mode: str, colour: object, tmp_path: Path) -> None:
    data = encoded(Image.new(mode, (8000, 8000), colour), compress_level=1)  # type: ignore[arg-type]
    assert [one for one in held("picture", data, tmp_path) if one[1] == "error"] == []


WORDS = {
    "twice_packed": "cannot be unpacked or is too large",
    "content_bomb": "cannot be unpacked or is too large",
    "many_streams": "cannot be unpacked or is too large",
    "icc_bomb": "ICC profile is damaged",
    "font_bomb": "one of its fonts cannot be unpacked or is too large",
    "picture_bomb": "a picture unpacks to more than it says",
    "vast_picture": "50000 × 50000 pixels: too many",
    "vast_jpx": "60000 × 60000 pixels: too many",
    "mask_bomb": "30000 × 30000 pixels: too many",
    "deep_pages": "it cannot be read",
    "page_loop": "it cannot be read",
    "shared_pages": "it cannot be read",
    "many_pages": "100,000 pages: more than 2,000 are not checked",
    "recursive_forms": "drawings are nested in themselves or too deep",
    "recursive_patterns": "takes too long",
    "tiny_tiles": "takes too long",
    "many_operators": "too many operators",
    "vast_page": "larger than 5 m",
    "many_inks": "which was not ordered",
    "vast_xref": "it cannot be read",
    "xref_loop": "it cannot be read",
    "object_stream_bomb": "it cannot be read",
    "cut_short": "the file is damaged",
    "locked": "locked with a password",
}
"""What is said of a file, where one thing is to be said of it."""


@pytest.mark.filterwarnings("ignore::UserWarning")  # pikepdf's own, about what the hostile files are made of
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pdf_is_told_within_ten_seconds_and_a_gigabyte(name: str, tmp_path: Path) -> None:
    found = held("pdf", HOSTILE[name](), tmp_path)
    errors = [message for _, severity, message in found if severity == "error"]
    assert errors
    assert not any("0x" in message for message in errors), "an address in memory is no word for people"
    assert name not in WORDS or any(WORDS[name] in message for message in errors), errors


def test_what_was_found_before_a_file_broke_the_reader_is_told(tmp_path: Path) -> None:
    found = held("pdf", HOSTILE["tiny_tiles"](), tmp_path)
    codes = [code for code, _, _ in found]
    assert codes.count("undamaged") == 1
    assert "claim" in codes


def test_at_arms_length_nothing_else_is_found() -> None:
    """The same problems and inks as without a process of its own; and the same pictures."""
    for pdf in (good(), FAULTS["ink-limit.fails"](), FAULTS["spot-inks.fails"](), FAULTS["trapped.fails"]()):
        assert guard.inspect(pdf, profile()) == inspect(pdf, profile())
    problems = preflight(pdf, profile())
    assert list(guard.marked_pages(pdf, problems, None)) == list(marked(pdf, problems))
    assert list(guard.plates(pdf, profile())) == list(separations(pdf, profile()))
