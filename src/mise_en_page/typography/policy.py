"""Settings of the stage, and the profiles that name them. Where authorities disagree there is a setting.

A publication overrides any one in publication.yaml, under ``typography``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from mise_en_page.model.problem import Problem, Refused, Span

NO_BREAK, NARROW = "\u00a0", "\u202f"
SPACES = {"nbsp": NO_BREAK, "nnbsp": NARROW, "none": "", "space": " "}

#: What each setting may be; the first is the default of fr-FR.
CHOICES: dict[str, tuple[str, ...]] = {
    "high_space": ("nnbsp", "nbsp", "none"),
    "colon_space": ("nbsp", "nnbsp"),
    "guillemet_space": ("nbsp", "nnbsp"),
    "unit_space": ("nbsp", "nnbsp"),
    "nested_quotes": ("curly", "guillemets", "single-guillemets"),
    "para_quote": ("open", "close", "none"),
    "prime": ("keep", "prime"),
    "ellipsis_glyph": ("glyph", "dots"),
    "curly_top_level": ("guillemets", "keep"),
    "incise_dash": ("en", "em"),
    "dash_inner_nbsp": ("yes", "no"),
    "incise_hyphen": ("auto", "lint"),
    "dialogue_dash": ("em", "en"),
    "initial_ellipsis": ("space", "none"),
    "etc_nbsp": ("no", "yes"),
    "range_dash": ("keep", "en"),
    "minus": ("keep", "minus", "en"),
    "group_digits": ("no", "yes"),
    "m2": ("keep", "superior"),
    "numero_glyph": ("keep", "degree", "ordinal"),
    "time_colon": ("lint", "convert"),
    "fix_mr": ("no", "yes"),
    "av_jc": ("yes", "no"),
    "latin_ae": ("no", "yes"),
    "second": ("2d", "2nd"),
    "roman_nbsp": ("yes", "no"),
    "number_noun": ("yes", "any", "no"),
    "currency_position": ("move", "lint"),
    "date_glue": ("day-month", "all", "none"),
    "phone": ("yes", "no"),
    "accent_caps": ("fix", "lint"),
    "soft_hyphen": ("strip", "keep"),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """One value for each setting; see ``CHOICES``. ``brand_bang``: names that bear a mark, beside those that we know."""

    high_space: str = "nnbsp"
    colon_space: str = "nbsp"
    guillemet_space: str = "nbsp"
    unit_space: str = "nbsp"
    nested_quotes: str = "curly"
    para_quote: str = "open"
    prime: str = "keep"
    ellipsis_glyph: str = "glyph"
    curly_top_level: str = "guillemets"
    incise_dash: str = "en"
    dash_inner_nbsp: str = "yes"
    incise_hyphen: str = "auto"
    dialogue_dash: str = "em"
    initial_ellipsis: str = "space"
    etc_nbsp: str = "no"
    range_dash: str = "keep"
    minus: str = "keep"
    group_digits: str = "no"
    m2: str = "keep"
    numero_glyph: str = "keep"
    time_colon: str = "lint"
    fix_mr: str = "no"
    av_jc: str = "yes"
    latin_ae: str = "no"
    second: str = "2d"
    roman_nbsp: str = "yes"
    number_noun: str = "yes"
    currency_position: str = "move"
    date_glue: str = "day-month"
    phone: str = "yes"
    accent_caps: str = "fix"
    soft_hyphen: str = "strip"
    brand_bang: tuple[str, ...] = ()

    def space(self, setting: str) -> str:
        """The character that a space setting names."""
        return SPACES[getattr(self, setting)]


def brands(value: str) -> tuple[str, ...]:
    """Names that bear their mark (``Yahoo! Pschitt!``), parted by spaces or commas. Raises ValueError for one without."""
    found = tuple(value.replace(",", " ").split())
    if bad := [name for name in found if not re.fullmatch(r"(?=\w)[\w!?'’.-]{1,40}", name) or not re.search("[!?]", name)]:
        raise ValueError(bad[0])
    return found


PROFILES: dict[str, Policy] = {
    "fr-FR": Policy(),
    # Guide du typographe (romand): fine spaces everywhere, also before the colon and inside guillemets.
    "fr-CH": Policy(colon_space="nnbsp", guillemet_space="nnbsp", nested_quotes="single-guillemets"),
    # OQLF: no space before ; ! ?
    "fr-CA": Policy(high_space="none"),
}


def policy_of(language: str, settings: Iterable[tuple[str, str]] = (), where: Span | None = None) -> Policy:
    """A profile with some settings of the publication. Raises Refused with every setting that is not known."""
    problems = []
    policy = PROFILES.get(language)
    if policy is None:
        hint = f"Known profiles: {', '.join(PROFILES)}."
        problems.append(
            Problem("typography-profile", "error", f"there is no typographic profile “{language}”", hint, where)
        )
        policy = PROFILES["fr-FR"]
    known = {field.name for field in fields(Policy)}
    for name, value in settings:
        if name == "hyphenation":  # a list of words, which hyphenation reads
            continue
        if name not in known:
            import difflib  # noqa: PLC0415 (only where a name is wrong)

            near = difflib.get_close_matches(name, sorted(known), 1)
            hint = f"Did you mean “{near[0]}”?" if near else f"Settings: {', '.join(sorted(known))}."
            problems.append(
                Problem("typography-setting", "error", f"there is no typographic setting “{name}”", hint, where)
            )
        elif name == "brand_bang":
            try:
                policy = replace(policy, brand_bang=brands(value))
            except ValueError as error:
                message, hint = f"“{error}” is no name with a mark in it", "Write names such as Yahoo!, parted by spaces."
                problems.append(Problem("typography-setting", "error", message, hint, where))
        elif value not in CHOICES[name]:
            message = f"“{value}” is not a value of the typographic setting “{name}”"
            problems.append(Problem("typography-setting", "error", message, f"One of: {', '.join(CHOICES[name])}.", where))
        else:
            policy = replace(policy, **{name: value})  # type: ignore[arg-type]
    if problems:
        raise Refused(tuple(problems))
    return policy
