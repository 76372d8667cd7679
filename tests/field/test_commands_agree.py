"""One road: what ``check`` refuses, every command refuses, in the same words; what ``check`` passes, ``build`` passes.

Each nasty and each bad input of the other tests goes through every command that makes pages of an issue, and so do faults
in several places at once, which one run must tell together. ``pytest -m field`` runs all of them.
"""

from __future__ import annotations

import importlib
import io
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from mise_en_page.cli.commands import commands
from mise_en_page.desk.engine import Engine
from mise_en_page.desk.judge import Asked, judge
from mise_en_page.editions import report
from mise_en_page.reading import press_profile
from sample_issue import copied, one_page
from tests.field.desk import run

TESTS = Path(__file__).parents[1]
ISSUE = "issues/2018-05"
Attack = Callable[[Path], object]
#: A problem as commands tell it: a line with its code, and what to do about it.
PROBLEM = re.compile(r"^(?:\S.*: )?(?:error|warning|info): .* \[[\w-]+\]$|^    \S.*$", re.MULTILINE)
COMMANDS: dict[str, tuple[tuple[str, ...], int]] = {
    "check": (("check", "{}"), 1),
    "build": (("build", "{}", "-o", "out"), 1),
    "proof": (("proof", "{}", "-o", "out"), 1),
    "sign": (("sign", "{}", "--by", "Jeanne Martin", "--on", "2018-05-01"), 1),
    "compare": (("compare", "{}", "{}", "-o", "out/compare.html"), 2),
}


def _modules() -> dict[str, Attack]:
    """The attacks of other tests on the sample's page, by name."""
    found: dict[str, Attack] = {}
    for folder, name in (
        ("nasty", "test_nasty_styles"), ("nasty", "test_nasty_templates"), ("nasty", "test_nasty_files"),
        ("bad_layouts", "test_bad_layouts"),
    ):  # fmt: skip
        sys.path.append(str(TESTS / folder))
        module = importlib.import_module(name)
        found |= {f"{folder}-{name.rpartition('_')[2]}-{case}": attack for case, attack in module.CASES.items()}
    return found


ATTACKS = _modules()
#: Seen to be told by one command and not by another, or by one of them as an internal error.
HERE: dict[str, Attack] = {}


def here(attack: Attack) -> Attack:
    HERE[attack.__name__.replace("_", "-")] = attack
    return attack


def style(root: Path, text: str) -> None:
    with (root / "layouts" / "breves" / "style.css").open("a", encoding="utf-8") as file:
        file.write(text)


def template(root: Path, before: str, after: str) -> None:
    path = root / "layouts" / "breves" / "page.html.j2"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def article(root: Path, name: str, text: str) -> None:
    with (root / ISSUE / "articles" / f"{name}.md").open("a", encoding="utf-8") as file:
        file.write(text)


@here
def a_number_beyond_any_page(root: Path) -> None:
    style(root, ".folio{height:10000000px}")


@here
def a_string_of_two_thousand_signs(root: Path) -> None:
    style(root, ".folio::before{content:'" + "a" * 2000 + "'}")


@here
def variables_in_a_circle(root: Path) -> None:
    style(root, ":root{--a:var(--b);--b:var(--a)}.kicker{font-size:var(--a)}")


@here
def a_template_with_a_name_that_nobody_knows_and_too_much_text(root: Path) -> None:
    template(root, "{{ page.folio }}", "{{ page.folo }}")
    article(root, "fleuve", "\nLe fleuve monte encore, et personne ne le regarde plus depuis le quai.\n" * 60)


@here
def a_section_in_letters_that_no_font_has(root: Path) -> None:
    path = root / ISSUE / "issue.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("section: ", "section: 日本 ", 1), encoding="utf-8")


@here
def an_address_and_a_screen_colour_and_too_much_text(root: Path) -> None:
    style(root, ".tab{background:url(http://127.0.0.1:9/a.png)}.kicker{color:#f00}")
    article(root, "fleuve", "\nLe fleuve monte encore, et personne ne le regarde plus depuis le quai.\n" * 60)


@here
def a_template_that_is_no_template_and_a_stylesheet_beyond_bounds(root: Path) -> None:
    style(root, ".folio{height:10000000px}")
    template(root, "{% endif %}", "{% endif }")


@here
def a_picture_of_the_layout_that_is_damaged(root: Path) -> None:
    (root / "layouts" / "breves" / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    style(root, ".tab{background:url(b.png)}")


@here
def a_colour_of_a_screen_in_the_templates_own_drawing(root: Path) -> None:
    template(root, "</div>", '</div><svg width="10" height="10"><rect width="9" height="9" fill="#f00"/></svg>')


@here
def more_ink_than_the_printer_takes(root: Path) -> None:
    style(root, ".tab{background:device-cmyk(1 1 1 1)}")


@here
def a_colour_that_bleeds_nowhere(root: Path) -> None:
    style(root, ".tab{position:absolute;left:0;top:0;width:210mm;height:20mm;background:device-cmyk(0 0 0 .9)}")


def told(words: str) -> list[str]:
    return PROBLEM.findall(words)


def said(name: str, issue: str = ISSUE) -> tuple[int, list[str]]:
    """A command's exit status, and the problems in its words."""
    words, _ = COMMANDS[name]
    done = CliRunner().invoke(commands, [word.format(issue) for word in words])
    assert done.exception is None or isinstance(done.exception, SystemExit), (name, repr(done.exception))
    return done.exit_code, told(done.stderr)


def previewed(root: Path, issue: str = ISSUE) -> list[str]:
    """The problems that the preview shows once all of its pages have been looked at."""
    profile = press_profile.shipped("fogra39")
    engine = Engine(root / issue, profile)
    edition = engine.make()
    for page in range(len(edition.versions)):
        engine.leaf(page)
    edition = engine.judged(engine.gather().number, judge(Asked(root / issue, profile)))
    console = Console(record=True, width=400, file=io.StringIO())
    report.show(console, dict.fromkeys((*edition.broken, *edition.problems)))
    return told(console.export_text())


def agree(root: Path, issue: str = ISSUE) -> None:
    """Every command says of an issue what ``check`` says of it."""
    status, problems = said("check", issue)
    assert bool(status) == any("error: " in problem for problem in problems)
    for name, (_, bad) in COMMANDS.items():
        there = said(name, issue)
        if name == "compare" and not status:  # it tells what differs, and nothing does
            assert there == (0, [])
        else:
            assert there == (bad if status else 0, problems), name
    assert sorted(previewed(root, issue)) == sorted(problems)


def attacked(attack: Attack, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    monkeypatch.setenv("PUBLICATION", str(root))
    asked = attack(root)
    if isinstance(asked, tuple) and asked[1:] != (ISSUE,):
        pytest.skip("this attack is on another command")
    agree(root)


#: Of these at every run; of the others in ``make field``.
AT_EVERY_RUN = (
    "a-number-beyond-any-page",
    "a-template-with-a-name-that-nobody-knows-and-too-much-text",
)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in AT_EVERY_RUN else pytest.mark.field) for name in HERE]
)
def test_every_command_says_the_same(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    attacked(HERE[name], one_page(tmp_path / "publication"), monkeypatch)


@pytest.mark.field
def test_what_cannot_be_read_hides_nothing_of_other_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copied(tmp_path / "publication")
    monkeypatch.chdir(root)
    broken = root / ISSUE / "articles" / "gare.md"  # of the second page
    broken.write_text(broken.read_text(encoding="utf-8").replace("title:", "titel:", 1), encoding="utf-8")
    article(root, "carillon", "\nLa cloche sonne encore, et personne ne l'entend plus depuis le quai.\n" * 30)
    agree(root)
    told = "\n".join(said("check")[1])
    assert "articles/gare.md:" in told
    assert "[overset]" in told


@pytest.mark.parametrize("command", COMMANDS)
def test_real_processes_agree(command: str, tmp_path: Path) -> None:
    root = one_page(tmp_path / "publication")
    a_template_with_a_name_that_nobody_knows_and_too_much_text(root)
    words, bad = COMMANDS[command]
    done = run(*(word.format(ISSUE) for word in words), where=root)
    assert done.status == bad
    assert "“folo” is not known here" in done.err
    assert "[overset]" in done.err
    assert [path.name for path in root.iterdir() if path.name == "out"] == []


#: Faults that are put together at random: each with the code that it is told under.
FAULTS: dict[str, Attack] = {
    "overset": lambda root: article(root, "fleuve", "\nLe fleuve monte encore, et personne ne le regarde.\n" * 20),
    "template": lambda root: template(root, "{{ page.folio }}", "{{ page.folo }}"),
    "ink-limit": lambda root: style(root, ".tab{background:device-cmyk(1 1 1 1)}"),
    "colour": lambda root: style(root, ".tab{color:#f00}"),
    "resource": lambda root: style(root, ".folio{background:url(http://127.0.0.1:9/a.png)}"),
    "css-number": lambda root: style(root, ".folio{height:10000000px}"),
    "missing-glyph": a_section_in_letters_that_no_font_has,
}


@pytest.mark.field
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.sampled_from(sorted(FAULTS)), min_size=2))
def test_every_command_says_the_same_of_faults_together(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, names: set[str]
) -> None:
    root = one_page(tmp_path_factory.mktemp("together") / "publication")
    monkeypatch.chdir(root)
    for name in sorted(names):
        FAULTS[name](root)
    agree(root)


@pytest.mark.field
@pytest.mark.parametrize("name", ATTACKS)
def test_every_command_says_the_same_of_every_nasty_input(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attacked(ATTACKS[name], one_page(tmp_path / "publication"), monkeypatch)
