"""Commands in the language of whoever reads them: a help text is a key of the catalogues, spoken when it is shown.

click asks gettext for its own words; it finds them in our catalogues (locale/fr/LC_MESSAGES/click.po), by LANGUAGE.
"""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from mise_en_page.model.message import DOMAIN, LANGUAGES, LOCALE, Language, key, language, say, speak

F = TypeVar("F", bound=Callable[..., Any])

PATH = click.Path(path_type=Path)
PATH_OR_DASH = click.Path(path_type=Path, allow_dash=True)
OUT = Path("out")
#: Of a usage line, what stands for something else.
STANDS_FOR = re.compile(r"[A-Z]{2,}(?: RANGE)?")

gettext.bindtextdomain(DOMAIN, str(LOCALE))
gettext.textdomain(DOMAIN)


class _Spoken:
    """An attribute that is given a key, and read as the key's sentence."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = f"_{name}_key"

    def __set__(self, thing: object, given: str | None) -> None:
        setattr(thing, self._name, given)

    def __get__(self, thing: object, owner: type) -> str | None:
        given = getattr(thing, self._name, None)
        return str(say(given)) if given else None


def _named(usage: str) -> str:
    """“ISSUE...” as a reader of the language that is spoken would name it."""
    return STANDS_FOR.sub(lambda found: gettext.gettext(found.group()), usage)


class _Named(click.Parameter):
    """What a usage line names in the reader's language."""

    def make_metavar(self, ctx: click.Context) -> str:
        return _named(super().make_metavar(ctx))


class Option(_Named, click.Option):
    """An option whose help is a key."""

    help: str | None = _Spoken()  # type: ignore[assignment]


class Argument(_Named, click.Argument):
    """An argument."""


def _choose(ctx: click.Context, _option: click.Parameter, chosen: Language | None) -> None:
    if chosen is not None:
        ctx.obj = ctx.find_root().obj = chosen
        speak(chosen)
        os.environ["LANGUAGE"] = chosen


class Command(click.Command):
    """A command whose help is a key, and whose epilog is an example of it."""

    help: str | None = _Spoken()  # type: ignore[assignment]

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.params.append(
            Option(["--lang"], type=click.Choice(LANGUAGES), expose_value=False, is_eager=True, callback=_choose,
                   help=key("help/lang"))
        )  # fmt: skip

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        if self.epilog:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(str(say("help/example", command=self.epilog)))


class Group(Command, click.Group):
    """All commands."""

    command_class = Command

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [_named(piece) for piece in super().collect_usage_pieces(ctx)]

    def main(self, *arguments: Any, **named: Any) -> Any:
        os.environ["LANGUAGE"] = language()
        return super().main(*arguments, **named)


def option(*names: str, help: str, **how: Any) -> Callable[[F], F]:
    """An option; ``help`` is a key."""
    return click.option(*names, cls=Option, help=help, **how)


def argument(name: str, **how: Any) -> Callable[[F], F]:
    """An argument; a path if nothing else is said."""
    return click.argument(name, cls=Argument, **{"type": PATH} | how)


PRESS = option("--press", "press_name", default="fogra39", show_default=True, help=key("help/press"))
PLATES = option("--plates", type=PATH, help=key("help/plates"))


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]}, help=key("help/mise-en-page"))
@click.version_option(package_name="mise-en-page", cls=Option, help=key("help/version"))
def commands() -> None:
    """Words in, one call, words out."""
