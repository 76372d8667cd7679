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
from press_pages import encoded
from test_images import BAD, png

SECONDS, BYTES = 10, 1 << 30
HELD = f"""
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({BYTES}, {BYTES}))
resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
from pathlib import Path
from mise_en_page import press
data = Path(sys.argv[2]).read_bytes()
if sys.argv[1] == "picture":
    found = press.prepare_image(data, "photo", press.shipped(), (595, 842)).problems
else:
    found = press.preflight(data, press.shipped())
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
    ("kind", "data"),
    [
        ("PNG", png(50_000, 50_000)),
        ("GIF", b"GIF89a\x50\xc3\x50\xc3\xf0\0\0\0\0\0\xff\xff\xff!\xf9\4\0\0\0\0\0,\0\0\0\0\x50\xc3\x50\xc3\0\2\2D\1\0;"),
        ("BMP", b"BM" + b"\0" * 12 + b"\x28\0\0\0\x50\xc3\0\0\x50\xc3\0\0\1\0\x18\0" + b"\0" * 24),
    ],
    ids=["PNG", "GIF", "BMP"],
)
def test_fifty_thousand_pixels_square_are_refused_from_the_header(kind: str, data: bytes, tmp_path: Path) -> None:
    """Ten gigabytes in a file of a hundred bytes."""
    assert len(data) < 200
    ((code, severity, message),) = held("picture", data, tmp_path)
    assert severity == "error"
    assert code == ("image-unreadable" if kind == "BMP" else "image-too-large")
    assert message.startswith("photo ")


@pytest.mark.parametrize(("mode", "colour"), [("RGB", (200, 30, 40)), ("P", 5), ("RGBA", (200, 30, 40, 128))])
def test_the_largest_pictures_that_are_read_are_printed(mode: str, colour: object, tmp_path: Path) -> None:
    data = encoded(Image.new(mode, (8000, 8000), colour), compress_level=1)  # type: ignore[arg-type]
    assert [one for one in held("picture", data, tmp_path) if one[1] == "error"] == []
