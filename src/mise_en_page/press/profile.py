"""What a printer asks for: the standard, the printing condition, the limits. Data, read from ``profiles/*.yaml``.

A publication may add its own profile beside ours; its ICC file is then looked for beside the YAML file.
In files that people write, lengths are millimetres; here they are points.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final, Literal, cast, get_args

import yaml

from mise_en_page.problem import Problem, Refused, Span

Standard = Literal["X-4", "X-3", "X-1a"]

MM: Final = 72 / 25.4
"""Points in a millimetre."""

OURS: Final = frozenset({"ISOcoated_v2_300_bas.icc"})
"""ICC files that come with the program."""

PROFILE_BYTES: Final = 8 * 1024 * 1024
"""The largest ICC file that is read; the usual ones have 0.1 to 2.5 MB."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Pixels per inch on the page: what is made, below which we warn, below which we refuse."""

    wanted: float
    warning: float
    error: float


@dataclass(frozen=True, slots=True)
class Profile:
    """One printing condition and its limits.

    ``ink_limit`` is the sum of the inks in percent; ``bleed``, ``bleed_least`` and ``slug`` in pt;
    ``hairline``, ``reversed_size``, ``least_size`` and ``overprint_line`` in pt; ``spots`` the spot inks allowed.
    """

    name: str
    title: str
    standard: Standard
    icc: bytes = field(repr=False)
    condition: str
    condition_title: str
    registry: str
    ink_limit: float
    bleed: float
    bleed_least: float
    slug: float
    resolution: Resolution
    line_art: Resolution
    hairline: float
    reversed_size: float
    least_size: float
    overprint_line: float
    spots: tuple[str, ...] = ()

    @property
    def icc_digest(self) -> str:
        """The sha256 of the ICC file: what makes two conversions the same."""
        return hashlib.sha256(self.icc).hexdigest()


@cache
def shipped(name: str = "fogra39") -> Profile:
    """A profile that comes with the program. ``Refused`` names the known ones when there is none of that name."""
    folder = resources.files("mise_en_page.press") / "profiles"
    known = sorted(Path(entry.name).stem for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    if name not in known:
        raise _refused("press-profile-unknown", f"no press profile is called {name}", f"known: {', '.join(known)}", name)
    text = (folder / f"{name}.yaml").read_text("utf-8")
    return parse(text, name, lambda icc: (folder / icc).read_bytes())


def own(icc: str) -> bytes:
    """An ICC file that comes with the program."""
    return (resources.files("mise_en_page.press") / "profiles" / icc).read_bytes()


def read_profile(path: Path) -> Profile:
    """A publication's own profile, its ICC file in the same folder. ``Refused`` says what is wrong with it."""
    if not path.is_file():
        raise _refused("press-profile-unknown", f"there is no press profile at {path.name}", "", path.name)
    folder = path.resolve().parent

    def beside(icc: str) -> bytes:
        file = (folder / icc).resolve()
        if file.parent != folder or not file.is_file() or file.stat().st_size > PROFILE_BYTES:
            raise OSError(f"no usable file {icc} beside it")
        return file.read_bytes()

    return parse(path.read_text("utf-8", errors="replace"), path.stem, beside)


def parse(text: str, name: str, icc: Callable[[str], bytes]) -> Profile:
    """The profile in this YAML ``text``; ``icc`` gives the bytes of the ICC file that it names."""
    file = f"{name}.yaml"
    try:
        data = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as fault:
        raise _refused("press-profile-yaml", "the press profile is not valid YAML", str(fault), file) from None
    if not isinstance(data, dict):
        raise _refused("press-profile-yaml", "the press profile is not a list of keys", "compare fogra39.yaml", file)
    if "extends" in data:
        data = _extended(data, file)
    try:
        standard = str(data["standard"])
        if standard not in get_args(Standard):
            raise ValueError(f"standard: {standard} is none of {', '.join(get_args(Standard))}")
        profile = Profile(
            name=name,
            title=str(data["title"]),
            standard=cast(Standard, standard),
            icc=own(str(data["icc"])) if str(data["icc"]) in OURS else icc(str(data["icc"])),
            condition=str(data["condition"]),
            condition_title=str(data["condition_title"]),
            registry=str(data["registry"]),
            ink_limit=_number(data, "ink_limit", 100, 400),
            bleed=_number(data, "bleed", 0, 50) * MM,
            bleed_least=_number(data, "bleed_least", 0, 50) * MM,
            slug=_number(data, "slug", 8, 50) * MM,
            resolution=_resolution(data, "resolution"),
            line_art=_resolution(data, "line_art"),
            hairline=_number(data, "hairline", 0, 10),
            reversed_size=_number(data, "reversed_size", 0, 100),
            least_size=_number(data, "least_size", 0, 100),
            overprint_line=_number(data, "overprint_line", 0, 100),
            spots=tuple(str(spot) for spot in data.get("spots") or ()),
        )
    except KeyError as missing:
        hint = "compare the profile fogra39.yaml that comes with the program"
        raise _refused("press-profile-key", f"the press profile lacks {missing}", hint, file) from None
    except (ValueError, TypeError, AttributeError, OSError) as fault:
        raise _refused("press-profile-value", f"the press profile has a wrong value: {fault}", "", file) from None
    if len(profile.icc) < 132 or profile.icc[36:40] != b"acsp" or profile.icc[12:20] != b"prtrCMYK":
        message = f"{data['icc']} is not the ICC profile of a CMYK printing condition"
        raise _refused("press-profile-icc", message, "ask the printer for the profile of its paper", file)
    return profile


def _extended(data: dict[str, Any], file: str) -> dict[str, Any]:
    """A profile that says only what differs from one of ours; its ICC file stays ours unless it names its own."""
    base = str(data["extends"])
    folder = resources.files("mise_en_page.press") / "profiles"
    source = folder / f"{base}.yaml"
    if not base.replace("-", "").isalnum() or not source.is_file():
        raise _refused("press-profile-unknown", f"it extends {base}, which is no profile of ours", "", file)
    return {**yaml.safe_load(source.read_text("utf-8")), **data}


def _number(data: dict[str, Any], key: str, least: float, most: float) -> float:
    value = float(data[key])
    if not least <= value <= most:
        raise ValueError(f"{key}: {value:g} is not between {least:g} and {most:g}")
    return value


def _resolution(data: dict[str, Any], key: str) -> Resolution:
    part = data[key]
    return Resolution(*(_number(part, name, 1, 10_000) for name in ("wanted", "warning", "error")))


def _refused(code: str, message: str, hint: str, file: str) -> Refused:
    return Refused((Problem(code, "error", message, hint, Span(file)),))
