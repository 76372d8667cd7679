"""Settings of the stage, and the profiles that name them. Where authorities disagree there is a setting.

A publication overrides any one in publication.yaml, under ``typography``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, get_args

from mise_en_page.model.message import say
from mise_en_page.model.problem import Problem, Refused, Span

NO_BREAK, NARROW = "\u00a0", "\u202f"
SPACES = {"nbsp": NO_BREAK, "nnbsp": NARROW, "none": "", "space": " "}


@dataclass(frozen=True, slots=True)
class Policy:
    """One value for each setting; the first that it may have is the default of fr-FR.

    ``brand_bang``: names that bear a mark, beside those that we know. ``keep``: words and phrases that no rule touches.
    """

    high_space: Literal["nnbsp", "nbsp", "none"] = "nnbsp"
    colon_space: Literal["nbsp", "nnbsp"] = "nbsp"
    guillemet_space: Literal["nbsp", "nnbsp"] = "nbsp"
    unit_space: Literal["nbsp", "nnbsp"] = "nbsp"
    percent_space: Literal["unit", "keep"] = "unit"
    nested_quotes: Literal["curly", "guillemets", "single-guillemets"] = "curly"
    para_quote: Literal["open", "close", "none"] = "open"
    prime: Literal["keep", "prime"] = "keep"
    ellipsis_glyph: Literal["glyph", "dots"] = "glyph"
    curly_top_level: Literal["guillemets", "keep"] = "guillemets"
    incise_dash: Literal["en", "em"] = "en"
    dash_inner_nbsp: Literal["yes", "no"] = "yes"
    incise_hyphen: Literal["auto", "lint"] = "auto"
    dialogue_dash: Literal["em", "en"] = "em"
    initial_ellipsis: Literal["space", "none"] = "space"
    etc_nbsp: Literal["no", "yes"] = "no"
    range_dash: Literal["keep", "en"] = "keep"
    minus: Literal["keep", "minus", "en"] = "keep"
    thousands: Literal["space", "apostrophe", "dot", "keep"] = "space"
    group_digits: Literal["no", "yes"] = "no"
    m2: Literal["keep", "superior"] = "keep"
    numero_glyph: Literal["keep", "degree", "ordinal"] = "keep"
    time_colon: Literal["lint", "convert"] = "lint"
    fix_mr: Literal["no", "yes"] = "no"
    av_jc: Literal["yes", "no"] = "yes"
    latin_ae: Literal["no", "yes"] = "no"
    second: Literal["2d", "2nd"] = "2d"
    roman_nbsp: Literal["yes", "no"] = "yes"
    number_noun: Literal["yes", "any", "no"] = "yes"
    currency_position: Literal["move", "lint"] = "move"
    date_glue: Literal["day-month", "all", "none"] = "day-month"
    phone: Literal["yes", "no"] = "yes"
    accent_caps: Literal["fix", "lint"] = "fix"
    soft_hyphen: Literal["strip", "keep"] = "strip"
    brand_bang: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()

    def space(self, setting: str) -> str:
        """The character that a space setting names."""
        return SPACES[getattr(self, setting)]


#: What each setting may be.
CHOICES: dict[str, tuple[str, ...]] = {
    name: get_args(kind) for name, kind in Policy.__annotations__.items() if name not in ("brand_bang", "keep")
}


def brands(value: str) -> tuple[str, ...]:
    """Names that bear their mark (``Yahoo! Pschitt!``), parted by spaces or commas. Raises ValueError for one without."""
    found = tuple(value.replace(",", " ").split())
    if bad := [name for name in found if not re.fullmatch(r"(?=\w)[\w!?'’.-]{1,40}", name) or not re.search("[!?]", name)]:
        raise ValueError(bad[0])
    return found


def kept(settings: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The words and phrases that a publication's settings keep as they are: one a line, their spaces plain ones."""
    lines = (line for name, value in settings if name == "keep" for line in value.splitlines())
    return tuple(dict.fromkeys(" ".join(line.split()) for line in lines if line.strip()))


PROFILES: dict[str, Policy] = {
    "fr-FR": Policy(),
    # As the press there has it: 12.500 as well as 12 500. All else as in France.
    "fr-BE": Policy(thousands="keep"),
    # Guide du typographe (romand): fine spaces everywhere, also before the colon and inside guillemets. The press there
    # sets 40% as well as 40 %, and 12’000 as well as 12 000.
    "fr-CH": Policy(
        colon_space="nnbsp",
        guillemet_space="nnbsp",
        nested_quotes="single-guillemets",
        percent_space="keep",
        thousands="keep",
    ),
    # OQLF: no space before ; ! ? The press of Québec sets asides between em dashes.
    "fr-CA": Policy(high_space="none", incise_dash="em"),
}


def policy_of(language: str, settings: Iterable[tuple[str, str]] = (), where: Span | None = None) -> Policy:
    """A profile with some settings of the publication. Raises Refused with every setting that is not known."""
    problems = []
    policy = PROFILES.get(language)
    if policy is None:
        said = Problem.of("typography-profile", "error", where, language=language, profiles=tuple(PROFILES))
        problems.append(said)
        policy = PROFILES["fr-FR"]
    for name, value in settings:
        if name == "hyphenation":  # a list of words, which hyphenation reads
            continue
        if name == "keep":
            policy = replace(policy, keep=(*policy.keep, *kept([(name, value)])))
        elif name == "brand_bang":
            try:
                policy = replace(policy, brand_bang=brands(value))
            except ValueError as error:
                problems.append(Problem.of("typography-setting/brand", "error", where, name=str(error)))
        elif name not in CHOICES:
            import difflib  # noqa: PLC0415 (only where a name is wrong)

            known = sorted([*CHOICES, "brand_bang", "keep"])
            near = difflib.get_close_matches(name, known, 1)
            hint = (
                say("typography-setting/near", name=near[0]) if near else say("typography-setting/all", names=tuple(known))
            )
            problems.append(Problem.of("typography-setting", "error", where, hint, name=name))
        elif value not in CHOICES[name]:
            values = CHOICES[name]
            problems.append(Problem.of("typography-setting/value", "error", where, value=value, name=name, values=values))
        else:
            policy = replace(policy, **{name: value})  # type: ignore[arg-type]
    if problems:
        raise Refused(tuple(problems))
    return policy
