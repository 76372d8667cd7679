"""``new``: a publication to start from."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from mise_en_page.cli import telling
from mise_en_page.cli.command import argument, commands, option
from mise_en_page.model.message import key


def starter() -> Path:
    """Where the shipped layouts and fonts lie: the checkout, or where a wheel puts its data."""
    places = (Path(__file__).resolve().parents[3], Path(sys.prefix) / "share" / "mise-en-page")
    return next((place for place in places if (place / "layouts").is_dir() and (place / "fonts").is_dir()), places[-1])


@commands.command(help=key("help/new"), epilog="mise-en-page new mon-magazine")
@argument("folder")
@option("--layout", default="breves", show_default=True, help=key("help/new/layout"))
def new(folder: Path, layout: str) -> None:
    """All three layouts are there; the first issue has one of them."""
    from mise_en_page import reading  # noqa: PLC0415

    with telling.refusals():
        program = os.path.abspath(sys.argv[0])  # noqa: PTH100 (a link to it stays one)
        for path in reading.new_publication(folder, starter(), layout, program):
            click.echo(path)
