"""The sample pages as an earlier version made them and as this one does, side by side, whole and at 400 %.

usage: python tools/pages_before.py [COMMIT]    (writes docs/pictures/before/*.png)

The earlier program, its layouts and its samples are checked out into a folder of their own, and run by this interpreter.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from make_pictures import PICTURES, ROOT, picture
from PIL import Image

from mise_en_page.pipeline.build import build
from mise_en_page.reading import press_profile

#: The last state before slots gave their room away and layouts had masters.
FIRST = "545d8b54"
#: What ran a command then.
COMMAND = "import sys; from mise_en_page.cli import main; sys.argv = ['mise-en-page', 'build', sys.argv[1]]; main()"
#: Pixels a pt: of a whole page; of a part at 400 % of a screen's 72 dpi.
WHOLE, CLOSE = 1.4, 4.0
GAP = 16


class Seen(NamedTuple):
    """A page of a sample, from 0, and the part of it that is looked at closely: left, top, width, height in mm."""

    issue: str
    page: int
    part: tuple[float, float, float, float]


SEEN = {
    "breves": Seen("2018-05", 1, (70, 128, 72, 52)),
    "breves-dense": Seen("2018-06", 0, (12, 72, 72, 62)),
    "breves-double": Seen("2018-07", 1, (138, 213, 72, 72)),
}


def earlier(commit: str, names: set[str]) -> dict[str, bytes]:
    """The PDFs of some samples as a commit of this repository makes them."""
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder) / "then"
        subprocess.run(["git", "worktree", "add", "--detach", str(there), commit], cwd=ROOT, check=True)
        try:
            for name in sorted(names):
                command = [sys.executable, "-P", "-c", COMMAND, f"issues/{name}"]
                subprocess.run(command, cwd=there, env={"PYTHONPATH": str(there / "src")}, check=True)
            return {name: (there / "out" / f"{name}.pdf").read_bytes() for name in names}
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(there)], cwd=ROOT, check=True)


def pair(before: Image.Image, after: Image.Image) -> Image.Image:
    made = Image.new("RGB", (before.width + GAP + after.width, max(before.height, after.height)), "lightgrey")
    made.paste(before, (0, 0))
    made.paste(after, (before.width + GAP, 0))
    return made


def main(commit: str = FIRST) -> None:
    then = earlier(commit, {seen.issue for seen in SEEN.values()})
    folder = PICTURES / "before"
    folder.mkdir(exist_ok=True)
    for layout, seen in SEEN.items():
        now = build(ROOT / "issues" / seen.issue, press_profile.shipped()).pdf
        whole = pair(*(picture(pdf, seen.page, WHOLE) for pdf in (then[seen.issue], now)))
        close = pair(*(picture(pdf, seen.page, CLOSE, seen.part) for pdf in (then[seen.issue], now)))
        made = Image.new("RGB", (max(whole.width, close.width), whole.height + GAP + close.height), "lightgrey")
        made.paste(whole, ((made.width - whole.width) // 2, 0))
        made.paste(close, ((made.width - close.width) // 2, whole.height + GAP))
        made.quantize(96).save(folder / f"{layout}.png", optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
