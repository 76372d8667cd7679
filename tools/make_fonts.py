"""Make fonts/ from five npm packages: copy the static files, instance the variable ones, write PROVENANCE.md.

usage: python tools/make_fonts.py DIR    (fontTools with brotli; DIR holds the unpacked packages, see below)

    mkdir DIR && cd DIR && for p in source-serif@4.5.1 @fontsource-variable/newsreader@5.3.0 \\
        @expo-google-fonts/bricolage-grotesque@0.4.1 @fontsource-variable/bricolage-grotesque@5.3.0 \\
        @fontsource-variable/archivo@5.3.0; do npm pack "$p"; done
    for f in *.tgz; do mkdir "${f%.tgz}" && tar xzf "$f" -C "${f%.tgz}"; done

Variable fonts are instanced so that every build finds the same few faces ready; glyf outlines are taken because CFF in an
OpenType wrapper is not allowed before PDF 1.6 (X-1a, X-3). Bricolage Grotesque has no italic: Archivo's stands in for it.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).resolve().parent.parent / "fonts"
SERIF = ("source-serif-4.5.1", "source-serif 4.5.1")
NEWS = ("fontsource-variable-newsreader-5.3.0", "@fontsource-variable/newsreader 5.3.0")
WIDE_AND_NARROW = ("fontsource-variable-bricolage-grotesque-5.3.0", "@fontsource-variable/bricolage-grotesque 5.3.0")
ARCHIVO = ("fontsource-variable-archivo-5.3.0", "@fontsource-variable/archivo 5.3.0")
BRICOLAGE = ("expo-google-fonts-bricolage-grotesque-0.4.1", "@expo-google-fonts/bricolage-grotesque 0.4.1")

COPIED = {
    "source-serif-4": (
        SERIF,
        "LICENSE.md",
        [
            f"TTF/SourceSerif4{name}.ttf"
            for name in (
                "SmText-Regular", "SmText-It", "SmText-Semibold", "SmText-SemiboldIt",
                "Subhead-Regular", "Subhead-It", "Subhead-Semibold", "Subhead-SemiboldIt", "-Regular", "-It", "-Semibold",
            )
        ],
    ),
    "bricolage-grotesque": (
        BRICOLAGE,
        "LICENSE_FONT",
        [
            "400Regular/BricolageGrotesque_400Regular.ttf",
            "600SemiBold/BricolageGrotesque_600SemiBold.ttf",
            "700Bold/BricolageGrotesque_700Bold.ttf",
        ],
    ),
}  # fmt: skip

#: optical size, weight, its name, style
INSTANCES = [(72, 500, "Medium", "normal"), (72, 600, "SemiBold", "normal"), (72, 500, "Medium", "italic"),
             (72, 600, "SemiBold", "italic"), (16, 600, "SemiBold", "normal"), (16, 600, "SemiBold", "italic")]  # fmt: skip

#: Archivo's italics, for roles in Bricolage Grotesque: family, width, weight, its name
ITALICS = [("Archivo", 96, 400, "Regular"), ("Archivo", 96, 600, "SemiBold"), ("Archivo", 96, 700, "Bold"),
           ("Archivo ExtraCondensed", 62, 800, "ExtraBold")]  # fmt: skip


def rename(font: TTFont, family: str, weight: int, style_name: str) -> None:
    """Name an instance by its typographic family (ids 16, 17), so that one family holds all its weights."""
    names = font["name"]
    full = f"{family} {style_name}"
    italic = "Italic" in style_name
    for name_id, value in (
        (1, full.removesuffix(" Italic")),
        (2, "Italic" if italic else "Regular"),
        (3, full),
        (4, full),
        (6, full.replace(" ", "")),
        (16, family),
        (17, style_name),
    ):
        names.setName(value, name_id, 3, 1, 0x409)
    names.names = [record for record in names.names if record.platformID == 3 and record.nameID not in (21, 22, 25)]
    font["OS/2"].usWeightClass = weight


def make_italic(font: TTFont) -> None:
    """Say of an italic instance what it is: its variable font is called by its upright's default."""
    font["OS/2"].usWidthClass = 5
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~0b1100001 | 1
    font["head"].macStyle = 2


def main(source: Path) -> None:
    rows: list[tuple[Path, str, str]] = []
    for folder, (package, licence, files) in COPIED.items():
        target = FONTS / folder
        target.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / package[0] / "package" / licence, target / "LICENCE.txt")
        for name in files:
            copy = target / Path(name).name
            shutil.copyfile(source / package[0] / "package" / name, copy)
            rows.append((copy, package[1], name))
    target = FONTS / "newsreader"
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source / NEWS[0] / "package" / "LICENSE", target / "LICENCE.txt")
    for size, weight, weight_name, style in INSTANCES:
        for subset, suffix in (("latin", ""), ("latin-ext", " Ext")):
            name = f"files/newsreader-{subset}-opsz-{style}.woff2"
            variable = TTFont(source / NEWS[0] / "package" / name, recalcTimestamp=False)
            font = instantiateVariableFont(variable, {"opsz": size, "wght": weight})
            style_name = weight_name + (" Italic" if style == "italic" else "")
            rename(font, f"Newsreader {size}pt{suffix}", weight, style_name)
            font.flavor = None
            made = target / f"Newsreader{size}pt{suffix.strip()}-{style_name.replace(' ', '')}.ttf"
            font.save(made)
            rows.append((made, NEWS[1], f"{name}, instanced at opsz {size}, wght {weight}"))
    target = FONTS / "bricolage-grotesque"
    for subset, suffix in (("latin", ""), ("latin-ext", " Ext")):
        name = f"files/bricolage-grotesque-{subset}-standard-normal.woff2"
        variable = TTFont(source / WIDE_AND_NARROW[0] / "package" / name, recalcTimestamp=False)
        font = instantiateVariableFont(variable, {"opsz": 96, "wdth": 75, "wght": 800})
        rename(font, f"Bricolage Grotesque 96pt Condensed{suffix}", 800, "ExtraBold")
        font.flavor = None
        made = target / f"BricolageGrotesque96ptCondensed{suffix.strip()}-ExtraBold.ttf"
        font.save(made)
        rows.append((made, WIDE_AND_NARROW[1], f"{name}, instanced at opsz 96, wdth 75, wght 800"))
    target = FONTS / "archivo"
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source / ARCHIVO[0] / "package" / "LICENSE", target / "LICENCE.txt")
    for family, width, weight, weight_name in ITALICS:
        for subset, suffix in (("latin", ""), ("latin-ext", "Ext")):  # one family in two files: by characters
            name = f"files/archivo-{subset}-standard-italic.woff2"
            variable = TTFont(source / ARCHIVO[0] / "package" / name, recalcTimestamp=False)
            font = instantiateVariableFont(variable, {"wdth": width, "wght": weight})
            rename(font, family, weight, f"{weight_name} Italic".removeprefix("Regular "))
            make_italic(font)
            font.flavor = None
            made = target / f"{family.replace(' ', '')}{suffix}-{weight_name}Italic.ttf"
            font.save(made)
            rows.append((made, ARCHIVO[1], f"{name}, instanced at wdth {width}, wght {weight}"))
    lines = [
        "# Where these fonts come from",
        "",
        "All are under the SIL Open Font License 1.1; each family's licence stands beside its files.",
        "Made by `tools/make_fonts.py` out of npm packages.",
        "",
        "| file | package | from | sha256 |",
        "|---|---|---|---|",
    ]
    for path, package_name, origin in rows:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        lines.append(f"| {path.relative_to(FONTS)} | {package_name} | {origin} | `{digest}` |")
    (FONTS / "PROVENANCE.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
