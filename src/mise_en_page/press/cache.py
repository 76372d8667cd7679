"""Pictures made ready once: kept by their content in a folder that may be deleted at any time.

What comes out is the same with the folder, without it, and with a damaged one: an entry bears the digest of its own bytes,
and its name is a digest of everything that the result depends on, this program's own conversion included.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mise_en_page.files.atomic import keep, keep_at_most
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import problem_data, problem_of

if TYPE_CHECKING:
    from mise_en_page.press.images import Prepared

SUFFIX: Final = ".picture"
LARGEST: Final = 2 * 1024**3
"""Bytes that the folder may hold; beyond, what was not used for longest goes."""

HEADER: Final = 100_000
"""The longest first line of an entry, in bytes."""


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of prepared pictures. Nothing that goes wrong with it is an error: the picture is made anew."""

    folder: Path

    def prepare(
        self,
        data: bytes,
        name: str,
        profile: Profile,
        box_pt: tuple[float, float] | None,
        focus: tuple[float, float] = (0.5, 0.5),
        duotone: tuple[float, float, float, float] | None = None,
    ) -> Prepared:
        """What ``prepare_image`` gives for these arguments."""
        from mise_en_page.press.images import prepare_image  # noqa: PLC0415 - an issue without pictures does without

        said = (
            *(_program(), hashlib.sha256(data).hexdigest(), name, profile.icc_digest, profile.standard, profile.ink_limit),
            *(profile.resolution, profile.line_art, box_pt, focus, duotone),
        )
        key = hashlib.sha256(repr(said).encode("utf-8", "backslashreplace")).hexdigest()
        entry = self.folder / f"{key}{SUFFIX}"
        found = _read(entry)
        if found is None:
            found = prepare_image(data, name, profile, box_pt, focus, duotone)
            if found.data:  # a picture that cannot be used is told at once, and soon replaced
                _write(entry, found)
        return found

    def sweep(self, largest: int = LARGEST) -> None:
        """Remove what was not used for longest until the folder holds no more than ``largest`` bytes."""
        keep_at_most(largest, self.folder, SUFFIX)


@cache
def _program() -> str:
    """What converts pictures, as a digest: our own modules, Pillow, and the libraries that it was built with."""
    import PIL  # noqa: PLC0415
    from PIL import features  # noqa: PLC0415

    house = resources.files("mise_en_page")
    modules = ("press/images.py", "pdf/colour.py", "press/duotone.py", "press/line_art.py", "press/stored_inks.py")
    sources = [(house / module).read_bytes() for module in modules]
    versions = [
        PIL.__version__,
        *(str(features.version(name)) for name in ("littlecms2", "jpg", "zlib", "webp", "libtiff", "avif")),
    ]
    return hashlib.sha256(b"\0".join((*sources, "\0".join(versions).encode()))).hexdigest()


def _read(entry: Path) -> Prepared | None:
    from mise_en_page.press.images import Prepared  # noqa: PLC0415

    try:
        with entry.open("rb") as file:
            header: Any = json.loads(file.readline(HEADER))
            data = file.read()
        if hashlib.sha256(data).hexdigest() != header["sha256"]:
            return None
        problems = tuple(problem_of(each) for each in header["problems"])
        picture, mask = data[: header["length"]], data[header["length"] :]
        pixels = int(header["width"]), int(header["height"])
        found = Prepared(picture, *pixels, float(header["resolution"]), problems, mask)
        os.utime(entry)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found


def _write(entry: Path, made: Prepared) -> None:
    """Beside its name, then renamed: a reader sees a whole entry or none."""
    header = {
        "sha256": hashlib.sha256(made.data + made.mask).hexdigest(),
        "length": len(made.data),
        "width": made.width,
        "height": made.height,
        "resolution": made.resolution,
        "problems": [problem_data(problem) for problem in made.problems],
    }
    keep(entry, json.dumps(header).encode() + b"\n" + made.data + made.mask)
