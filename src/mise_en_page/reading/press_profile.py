"""Press profiles, read from ``profiles/*.yaml``.

A publication may add its own profiles in its folder ``press/``, and there the ICC files of those of ours whose licence
does not let us ship them. In files that people write, lengths are millimetres; here they are points.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final, cast, get_args

from mise_en_page.model.message import say
from mise_en_page.model.press_profile import MM, Profile, Resolution, Standard
from mise_en_page.model.problem import Refused, Span, has_errors
from mise_en_page.reading.files import exists, find, read_bytes
from mise_en_page.reading.found import Found, meant, shown
from mise_en_page.reading.nodes import Entry, Node, Row, Scalar, Table
from mise_en_page.reading.source import decode
from mise_en_page.reading.yaml import read_tree, read_yaml

FOLDER: Final = "press"
"""Where a publication keeps its profiles and ICC files."""

PROFILE_BYTES: Final = 8 * 1024 * 1024
"""The largest ICC file that is read; the usual ones have 0.1 to 2.5 MB."""


#: The numbers of a profile: the least and the most, and what one is in our units.
NUMBERS: Final = {
    "ink_limit": (100, 400, 1.0),
    "bleed": (0, 50, MM),
    "bleed_least": (0, 50, MM),
    "slug": (8, 50, MM),
    "hairline": (0, 10, 1.0),
    "reversed_size": (0, 100, 1.0),
    "least_size": (0, 100, 1.0),
    "overprint_line": (0, 100, 1.0),
}
TEXTS: Final = ("title", "condition", "condition_title", "registry")
RESOLUTIONS: Final = ("resolution", "line_art")
KEYS: Final = frozenset({*NUMBERS, *TEXTS, *RESOLUTIONS, "extends", "standard", "icc", "icc_from", "spots", "instead"})
"""What a profile may say. ``icc_from`` is where people get the ICC file when it does not come with the program, ``instead``
the profile of ours that is nearest and comes with its own."""

YAML_BYTES: Final = 64 * 1024
DEPTH: Final = 4
"""How many profiles may extend one another."""


def shipped(name: str = "fogra39", publication: Path | None = None) -> Profile:
    """A profile that comes with the program; ``publication`` holds in ``press/`` the ICC files that do not.

    ``Refused`` names the known profiles when there is none of that name, and the file that is missing.
    """
    return _plain(name) if publication is None else _made(_shipped_table(name), name, publication / FOLDER, ours=True)


@cache
def _plain(name: str) -> Profile:
    return _made(_shipped_table(name), name, None, ours=True)


def named(name: str, publication: Path | None) -> Profile:
    """The profile ``press/NAME.yaml`` of a publication, else that of ours of this name."""
    own = publication / FOLDER / f"{name}.yaml" if publication is not None else None
    if own is not None and "/" not in name and exists(own):
        return read_profile(own)
    return shipped(name, publication)


def read_profile(path: Path) -> Profile:
    """A publication's own profile, its ICC file in the same folder. ``Refused`` says all that is wrong with it."""
    path = path.absolute()
    if not exists(path):
        raise Refused.of("press-profile-unknown/file", Span(path.name), file=path.name)
    found = Found()
    node = read_tree(path.parent, path, found, YAML_BYTES)
    if node is None or has_errors(found):
        raise Refused(tuple(found))
    if not isinstance(node, Table):
        raise Refused.of("press-profile-yaml", Span(path.name))
    return _made(node, path.stem, path.parent, ours=False)


def known() -> list[str]:
    """The names of the profiles that come with the program."""
    return sorted(Path(entry.name).stem for entry in _ours().iterdir() if entry.name.endswith(".yaml"))


def written(name: str) -> dict[str, str]:
    """A shipped profile's values as they are written, those that it extends included; “resolution.wanted” and so on."""
    values: dict[str, str] = {}
    for table in _lineage(_shipped_table(name)):
        for entry in table.entries:
            parts = entry.value.entries if isinstance(entry.value, Table) else ()
            named = {entry.key.value: entry.value} | {f"{entry.key.value}.{part.key.value}": part.value for part in parts}
            for key, value in named.items():
                if isinstance(value, Scalar):
                    values.setdefault(key, value.value)
    return values


def _ours() -> Path:
    return Path(str(resources.files("mise_en_page.reading"))) / "profiles"


def _shipped_table(name: str, where: Span | None = None) -> Table:
    if name not in known():
        raise Refused.of("press-profile-unknown", where or Span(name), name=shown(name), known=tuple(known()))
    found = Found()
    written = decode((_ours() / f"{name}.yaml").read_bytes(), f"{name}.yaml", found)
    node = read_yaml(written, found) if written is not None else None
    assert isinstance(node, Table)
    assert not found
    return node


def _lineage(table: Table) -> Iterator[Table]:
    """A profile and those that it extends, nearest first."""
    for _ in range(DEPTH):
        yield table
        base = next((entry.value for entry in table.entries if entry.key.value == "extends"), None)
        if base is None:
            return
        name = base.value if isinstance(base, Scalar) else ""
        table = _shipped_table(name, base.span)


def _made(table: Table, name: str, press: Path | None, *, ours: bool) -> Profile:
    """The profile in ``table``, its ICC file ours or in the folder ``press``."""
    reader = _Reader(table, f"{name}.yaml")
    values: dict[str, Any] = {key: reader.scalar(reader.node(key), key) for key in TEXTS}
    values |= {key: reader.number(key, least, most) * unit for key, (least, most, unit) in NUMBERS.items()}
    values |= {key: reader.resolution(key) for key in RESOLUTIONS}
    spots, looks = reader.spots()
    icc = reader.icc(name, press, ours=ours)
    profile = Profile(name=name, standard=reader.standard(), icc=icc, spots=spots, looks=looks, **values)
    if reader.found:
        raise Refused(tuple(reader.found))
    return profile


class _Reader:
    """A profile's values, those that it does not say taken from the one that it extends; what is wrong is gathered."""

    def __init__(self, table: Table, file: str) -> None:
        self.table, self.file, self.found = table, file, Found()
        self.values: dict[str, Node] = {}
        for one in _lineage(table):
            for entry in one.entries:
                self.values.setdefault(entry.key.value, entry.value)
        for entry in table.entries:
            if entry.key.value not in KEYS:
                hint = meant(entry.key.value, KEYS, say("hint/known", known=tuple(sorted(KEYS))))
                self.found.error("press-profile-key", entry.key.span, hint, name=shown(entry.key.value))

    def node(self, key: str) -> Node | None:
        if key not in self.values:
            self.found.error("press-profile-key/missing", Span(self.file), name=key)
        return self.values.get(key)

    def scalar(self, node: Node | None, key: str) -> str:
        if isinstance(node, Scalar):
            return node.value
        if node is not None:
            self.found.error("press-profile-value/several", node.span, name=key)
        return ""

    def spots(self) -> tuple[tuple[str, ...], tuple[tuple[float, float, float, float], ...]]:
        """The names of the spot inks; and the four process inks beside each."""
        node = self.values.get("spots", Row((), Span(self.file)))
        if isinstance(node, Row):
            return tuple(self.scalar(item, "spots") for item in node.items), ()
        if isinstance(node, Scalar):
            if node.value:
                self.found.error("press-profile-value/spots", node.span)
            return (), ()
        looks = tuple(look for entry in node.entries if (look := self.look(entry)) is not None)
        return tuple(entry.key.value for entry in node.entries), looks

    def look(self, entry: Entry) -> tuple[float, float, float, float] | None:
        parts = entry.value.items if isinstance(entry.value, Row) else ()
        if len(parts) != 4:
            self.found.error("press-profile-value/inks", entry.value.span, name=shown(entry.key.value))
            return None
        cyan, magenta, yellow, black = (self.number_of(part, entry.key.value, 0, 1) for part in parts)
        return cyan, magenta, yellow, black

    def standard(self) -> Standard:
        node = self.node("standard")
        text = self.scalar(node, "standard")
        if node is not None and text not in get_args(Standard):
            self.found.error("press-profile-value/standard", node.span, value=shown(text), known=get_args(Standard))
        return cast(Standard, text)

    def number(self, key: str, least: float, most: float) -> float:
        node = self.node(key)
        return least if node is None else self.number_of(node, key, least, most)

    def number_of(self, node: Node, key: str, least: float, most: float) -> float:
        text = self.scalar(node, key)
        try:
            value = float(text)
        except ValueError:
            self.found.error("press-profile-value/number", node.span, name=key, value=shown(text))
            return least
        if not least <= value <= most:
            self.found.error("press-profile-value/range", node.span, name=key, value=shown(text), least=least, most=most)
            return least
        return value

    def resolution(self, key: str) -> Resolution:
        node = self.node(key)
        parts = {entry.key.value: entry.value for entry in node.entries} if isinstance(node, Table) else {}
        names = ("wanted", "warning", "error")
        if node is not None and parts.keys() == set(names):
            return Resolution(*(self.number_of(parts[name], name, 1, 10_000) for name in names))
        if node is not None:
            self.found.error("press-profile-value/resolution", node.span, name=key)
        return Resolution(0, 0, 0)

    def icc(self, name: str, press: Path | None, *, ours: bool) -> bytes:
        """The ICC file: in the publication's folder, else among ours."""
        node = self.node("icc")
        if node is None or not isinstance(node, Scalar):
            self.scalar(node, "icc")
            return b""
        file = node.value
        data = None
        own = not ours and node in [entry.value for entry in self.table.entries]
        if press is not None and (exists(press / file) or (own and not is_ours(file))):
            path = find(press, (press,), node, "profile", self.found)
            data = read_bytes(press, path, PROFILE_BYTES, self.found, node.span) if path is not None else b""
        elif is_ours(file):
            data = (_ours() / file).read_bytes()
        if data is None:
            source, instead = (self.values.get(key) for key in ("icc_from", "instead"))
            place = say("hint/icc-from", place=source.value) if isinstance(source, Scalar) else ""
            other = say("hint/icc-instead", name=instead.value) if isinstance(instead, Scalar) else ""
            hint = say("hint/icc", place=place, other=other)
            self.found.error("press-profile-icc-missing", node.span, hint, name=name, file=shown(file))
        elif data and (data[36:40] != b"acsp" or data[12:20] != b"prtrCMYK" or (own and not _is_sound(data))):
            self.found.error("press-profile-icc", node.span, file=shown(file))
        return data or b""


def _is_sound(data: bytes) -> bool:
    """Can colours be reckoned with this ICC profile?"""
    from PIL import ImageCms  # noqa: PLC0415 (only for a profile that is not ours)

    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(data))
        ImageCms.buildTransform(ImageCms.createProfile("sRGB"), given, "RGB", "CMYK")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return False
    return True


def is_ours(file: str) -> bool:
    """Does this ICC file come with the program?"""
    return file.endswith(".icc") and Path(file).name == file and exists(_ours() / file)
