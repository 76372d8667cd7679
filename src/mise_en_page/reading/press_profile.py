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
from typing import Final, cast, get_args

from mise_en_page.model.press_profile import MM, Profile, Resolution, Standard
from mise_en_page.model.problem import Problem, Refused, Span, has_errors
from mise_en_page.reading.files import exists, find, read_bytes
from mise_en_page.reading.found import Found, nearest, shown
from mise_en_page.reading.nodes import Node, Row, Scalar, Table
from mise_en_page.reading.source import decode, read_text
from mise_en_page.reading.yaml import read_yaml

FOLDER: Final = "press"
"""Where a publication keeps its profiles and ICC files."""

PROFILE_BYTES: Final = 8 * 1024 * 1024
"""The largest ICC file that is read; the usual ones have 0.1 to 2.5 MB."""


KEYS: Final = frozenset(
    {
        *("extends", "title", "standard", "icc", "icc_from", "condition", "condition_title", "registry", "ink_limit"),
        *("bleed", "bleed_least", "slug", "resolution", "line_art", "hairline", "reversed_size", "least_size"),
        *("overprint_line", "spots", "instead"),
    }
)
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
        raise _refused("press-profile-unknown", f"there is no press profile at {path.name}", "", path.name)
    found = Found()
    written = read_text(path.parent, path, found, YAML_BYTES)
    node = read_yaml(written, found) if written is not None else None
    if node is None or has_errors(found):
        raise Refused(tuple(found))
    return _made(_table(node, path.name), path.stem, path.parent, ours=False)


def known() -> list[str]:
    """The names of the profiles that come with the program."""
    return sorted(Path(entry.name).stem for entry in _ours().iterdir() if entry.name.endswith(".yaml"))


def written(name: str) -> dict[str, str]:
    """A shipped profile's values as they are written, those that it extends included; “resolution.wanted” and so on."""
    values: dict[str, str] = {}
    for table in _lineage(_shipped_table(name)):
        for entry in table.entries:
            if isinstance(entry.value, Scalar):
                values.setdefault(entry.key.value, entry.value.value)
            elif isinstance(entry.value, Table):
                for part in entry.value.entries:
                    if isinstance(part.value, Scalar):
                        values.setdefault(f"{entry.key.value}.{part.key.value}", part.value.value)
    return values


def _ours() -> Path:
    return Path(str(resources.files("mise_en_page.reading"))) / "profiles"


def _shipped_table(name: str, where: Span | None = None) -> Table:
    if name not in known():
        message, hint = f"no press profile is called {shown(name)}", f"known: {', '.join(known())}"
        raise Refused((Problem("press-profile-unknown", "error", message, hint, where or Span(name)),))
    found = Found()
    written = decode((_ours() / f"{name}.yaml").read_bytes(), f"{name}.yaml", found)
    node = read_yaml(written, found) if written is not None else None
    assert isinstance(node, Table)
    assert not found
    return node


def _table(node: Node, file: str) -> Table:
    if not isinstance(node, Table):
        raise _refused("press-profile-yaml", "the press profile is not a list of keys", "compare fogra39.yaml", file)
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
    profile = Profile(
        name=name,
        title=reader.text("title"),
        standard=reader.standard(),
        icc=reader.icc(name, press, ours=ours),
        condition=reader.text("condition"),
        condition_title=reader.text("condition_title"),
        registry=reader.text("registry"),
        ink_limit=reader.number("ink_limit", 100, 400),
        bleed=reader.number("bleed", 0, 50) * MM,
        bleed_least=reader.number("bleed_least", 0, 50) * MM,
        slug=reader.number("slug", 8, 50) * MM,
        resolution=reader.resolution("resolution"),
        line_art=reader.resolution("line_art"),
        hairline=reader.number("hairline", 0, 10),
        reversed_size=reader.number("reversed_size", 0, 100),
        least_size=reader.number("least_size", 0, 100),
        overprint_line=reader.number("overprint_line", 0, 100),
        spots=reader.texts("spots"),
        looks=reader.looks("spots"),
    )
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
                near = nearest(entry.key.value, KEYS)
                hint = f"did you mean “{near}”?" if near else f"known: {', '.join(sorted(KEYS))}"
                message = f"“{shown(entry.key.value)}” is no key of a press profile"
                self.found.error("press-profile-key", message, hint, entry.key.span)

    def node(self, key: str) -> Node | None:
        if key not in self.values:
            hint = "say “extends: fogra39” and only what differs"
            self.found.error("press-profile-key", f"the press profile lacks “{key}”", hint, Span(self.file))
        return self.values.get(key)

    def wrong(self, message: str, where: Span) -> None:
        self.found.error("press-profile-value", message, "", where)

    def text(self, key: str) -> str:
        return self.scalar(self.node(key), key)

    def scalar(self, node: Node | None, key: str) -> str:
        if isinstance(node, Scalar):
            return node.value
        if node is not None:
            self.wrong(f"“{key}” must be one value", node.span)
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        node = self.values.get(key)
        if node is None:
            return ()
        if isinstance(node, Row):
            return tuple(self.scalar(item, key) for item in node.items)
        if isinstance(node, Table):
            return tuple(entry.key.value for entry in node.entries)
        if isinstance(node, Scalar) and not node.value:
            return ()
        self.wrong(f"“{key}” must be names with their inks: {{PANTONE 032 C: [0, .9, .76, 0]}}", node.span)
        return ()

    def looks(self, key: str) -> tuple[tuple[float, float, float, float], ...]:
        """The four process inks beside each name."""
        node = self.values.get(key)
        looks: list[tuple[float, float, float, float]] = []
        for entry in node.entries if isinstance(node, Table) else ():
            parts = entry.value.items if isinstance(entry.value, Row) else ()
            if len(parts) != 4:
                self.wrong(
                    f"“{shown(entry.key.value)}” needs four inks, each from 0 to 1: [0, .9, .76, 0]", entry.value.span
                )
                continue
            cyan, magenta, yellow, black = (self.number_of(part, entry.key.value, 0, 1) for part in parts)
            looks.append((cyan, magenta, yellow, black))
        return tuple(looks)

    def standard(self) -> Standard:
        text = self.text("standard")
        if text not in get_args(Standard) and "standard" in self.values:
            message = f"“standard” is {shown(text)}: none of {', '.join(get_args(Standard))}"
            self.wrong(message, self.values["standard"].span)
        return cast(Standard, text)

    def number(self, key: str, least: float, most: float) -> float:
        node = self.node(key)
        return least if node is None else self.number_of(node, key, least, most)

    def number_of(self, node: Node, key: str, least: float, most: float) -> float:
        text = self.scalar(node, key)
        try:
            value = float(text)
        except ValueError:
            self.wrong(f"“{key}” is {shown(text)}: no number", node.span)
            return least
        if not least <= value <= most:
            self.wrong(f"“{key}” is {shown(text)}: not between {least:g} and {most:g}", node.span)
            return least
        return value

    def resolution(self, key: str) -> Resolution:
        node = self.node(key)
        if node is None:
            return Resolution(0, 0, 0)
        parts = {entry.key.value: entry.value for entry in node.entries} if isinstance(node, Table) else {}
        if parts.keys() != {"wanted", "warning", "error"}:
            self.wrong(f"“{key}” must say wanted, warning and error", node.span)
            return Resolution(0, 0, 0)
        wanted, warning, error = (self.number_of(parts[name], name, 1, 10_000) for name in ("wanted", "warning", "error"))
        return Resolution(wanted, warning, error)

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
            source = self.values.get("icc_from")
            place = f" ({source.value})" if isinstance(source, Scalar) else ""
            instead = self.values.get("instead")
            other = f", or take {instead.value}, which comes whole" if isinstance(instead, Scalar) else ""
            self.found.error(
                "press-profile-icc-missing",
                f"the press profile {name} needs the ICC file {shown(file)}, whose licence does not let it come with us",
                f"download it{place} and put it into the publication's folder press/{other}; "
                "a profile of your own there (“extends: fogra47”) may name another with “icc:”",
                node.span,
            )
        elif data and (data[36:40] != b"acsp" or data[12:20] != b"prtrCMYK" or (own and not _is_sound(data))):
            message = f"{shown(file)} is not the ICC profile of a CMYK printing condition"
            hint = "ask the printer for the profile of its paper"
            self.found.error("press-profile-icc", message, hint, node.span)
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
    return file.endswith(".icc") and Path(file).name == file and (_ours() / file).is_file()


def _refused(code: str, message: str, hint: str, file: str) -> Refused:
    return Refused((Problem(code, "error", message, hint, Span(file)),))
