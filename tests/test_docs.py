"""The README names every command, each with its own options, and no other; every command explains itself."""

import re

import click
import pytest
from click.testing import CliRunner

from mise_en_page.cli.commands import commands
from sample_issue import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
TABLE = re.findall(r"^\| `mise-en-page ([a-z]+)(.*?)` \|", README, re.MULTILINE)


def test_the_readmes_table_names_every_command_and_no_other() -> None:
    assert {name for name, _usage in TABLE} == set(commands.commands)


@pytest.mark.parametrize(("name", "usage"), TABLE, ids=[name for name, _usage in TABLE])
def test_the_options_that_the_readme_shows_exist(name: str, usage: str) -> None:
    known = {option for parameter in commands.commands[name].params for option in parameter.opts}
    assert set(re.findall(r"(?<![\w-])--?[a-z]+", usage)) <= known


@pytest.mark.parametrize("name", sorted(commands.commands))
def test_every_command_has_help_with_an_example_of_itself(name: str) -> None:
    result = CliRunner().invoke(commands, [name, "--help"])
    assert result.exit_code == 0
    assert f"Example: mise-en-page {name}" in result.stdout or f"| mise-en-page {name}" in result.stdout
    options = [parameter for parameter in commands.commands[name].params if isinstance(parameter, click.Option)]
    assert all(option.help for option in options), f"an option of {name} says nothing"


def test_every_command_in_the_readmes_examples_exists() -> None:
    typed = re.findall(r"^(?:\.venv/bin/)?mise-en-page ([a-z]+)", README, re.MULTILINE)
    assert typed
    assert set(typed) <= set(commands.commands)


def test_a_short_help_names_every_command() -> None:
    result = CliRunner().invoke(commands, ["-h"])
    assert result.exit_code == 0
    assert all(re.search(rf"^  {name} ", result.stdout, re.MULTILINE) for name in commands.commands)


@pytest.mark.parametrize("page", ["gallery.md", "galerie.md"])
def test_the_gallery_shows_every_layout(page: str) -> None:
    """``python tools/gallery.py`` makes it."""
    written = (ROOT / "docs" / page).read_text(encoding="utf-8")
    shown = set(re.findall(r"\(pictures/gallery/([\w-]+)\.png\)", written))
    layouts = {path.parent.name for path in (ROOT / "layouts").glob("*/layout.yaml")}
    assert layouts <= shown
    assert all((ROOT / "docs" / "pictures" / "gallery" / f"{name}.png").is_file() for name in shown)
