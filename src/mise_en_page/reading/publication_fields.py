"""The keys of publication.yaml: settings of the house, and the theme that re-dresses all its layouts."""

from __future__ import annotations

from typing import Any, Literal

from mise_en_page.model.message import key
from mise_en_page.reading.fields import Fields, or_none
from mise_en_page.reading.values import choice, colour, length, matching, named, setting, some, text, whole

#: So many families of a theme follow one another.
FAMILIES = 6


def _families() -> Any:
    return some(text(100), FAMILIES, [])


class FamilyFields(Fields):
    """The families of titles, one or several that follow one another; and the one weight and slope in which they are set"""

    alone = "family"
    alone_may_be_a_list = True

    family: list[str] = some(text(100), FAMILIES)
    weight: int = whole(100, 900, 0)
    style: Literal["normal", "italic", ""] = choice("normal", "italic", default="")


class ThemeColourFields(Fields):
    """Colours by role: shares of cyan, magenta, yellow and black, or the name of a spot ink"""

    ink: str = colour()
    accent: str = colour()
    tint: str = colour()
    rule: str = colour()
    grey: str = colour()
    paper: str = colour()
    reverse: str = colour()


class ThemeFamilyFields(Fields):
    """Families by role"""

    text: list[str] = _families()
    titles: FamilyFields | None = or_none(FamilyFields)
    headings: FamilyFields | None = or_none(FamilyFields)
    chapo: list[str] = _families()
    labels: list[str] = _families()


class ThemeFormatFields(Fields):
    """The format of all layouts"""

    width: float | None = length(optional=True)
    height: float | None = length(optional=True)
    bleed: float | None = length(optional=True)


class ThemeMarginFields(Fields):
    """The margins of all layouts"""

    inner: float | None = length(optional=True)
    outer: float | None = length(optional=True)


class ThemeFields(Fields):
    """What re-dresses all layouts of the publication"""

    colours: ThemeColourFields | None = or_none(ThemeColourFields)
    families: ThemeFamilyFields | None = or_none(ThemeFamilyFields)
    format: ThemeFormatFields | None = or_none(ThemeFormatFields)
    margins: ThemeMarginFields | None = or_none(ThemeMarginFields)


class PublicationFields(Fields):
    """publication.yaml"""

    name: str = text(200, "")
    language: str = matching(r"^[a-z]{2,3}(-[A-Z]{2})?$", key("bad-value/no-language"), "fr-FR")
    typography: dict[str, str] = named(None, setting(), default={})
    theme: ThemeFields | None = or_none(ThemeFields)
