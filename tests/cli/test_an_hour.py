"""« Your magazine in an hour », gone through as it is written: every file, every change and every command of the page."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from mise_en_page.cli.commands import commands
from sample_issue import ROOT

#: What the page asks for, in its order: a file with its text, commands, a list that changes, a line that is added.
STEP = re.compile(
    r"^`(?P<file>[^`\n]+)`[ \u00a0]?:\n\n```\w+\n(?P<text>.*?)^```"
    r"|^```sh\n(?P<typed>.*?)^```"
    r"|`(?P<listed>layouts/\S+\.yaml)`[^`]*`(?P<before>stylesheets: \[.*?\])`[^`]*`(?P<after>stylesheets: \[.*?\])`"
    r"|`(?P<template>layouts/\S+\.j2)`[^`]*`(?P<line>\{%.*?%\})`",
    re.MULTILINE | re.DOTALL,
)


def typed(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program, *words = line.split()
    if program == "cd":
        monkeypatch.chdir(words[0])
        return
    assert program == "mise-en-page"
    said = CliRunner().invoke(commands, words)
    assert said.exit_code == 0, said.output
    assert words[0] != "check" or "no problems" in said.output, said.output


@pytest.mark.parametrize("page", ["an-hour.md", "une-heure.md"])
def test_the_hour_goes_as_it_is_written(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    steps = list(STEP.finditer((ROOT / "docs" / page).read_text(encoding="utf-8")))
    assert len(steps) == 8
    for step in steps:
        if step["file"]:
            Path(step["file"]).parent.mkdir(exist_ok=True)
            Path(step["file"]).write_text(step["text"], encoding="utf-8")
        elif step["typed"]:
            for line in step["typed"].splitlines():
                typed(line, monkeypatch)
        else:
            path = Path(step["listed"] or step["template"])
            text = path.read_text(encoding="utf-8")
            assert not step["before"] or step["before"] in text
            made = text.replace(step["before"], step["after"]) if step["before"] else f"{text}{step['line']}\n"
            path.write_text(made, encoding="utf-8")
    assert Path("out/numero-1.pdf").is_file()
