"""``spell``: what is told of an issue's words, as ``check`` and the preview tell it; and what is accepted for good."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mise_en_page.cli.commands import commands
from mise_en_page.desk.engine import Engine
from mise_en_page.model.problem import Problem, Span
from mise_en_page.pipeline.build import How, look, spell
from mise_en_page.pipeline.build_cache import order
from mise_en_page.pipeline.page_cache import PageCache
from mise_en_page.reading import press_profile
from mise_en_page.typography import CODES
from sample_issue import ROOT, one_page

ISSUE = "issues/2018-05"
LEAD = f"{ISSUE}/articles/fleuve.md"
PROFILE = press_profile.shipped("fogra39")


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(commands, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def publication(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample with one page and some slips in its lead, the working directory."""
    root = one_page(tmp_path / "publication")
    write(root, "la crue", "la la crue")
    write(root, "la gabare", "la gabarre")
    write(root, "Gien et Saumur", "Gien et Saumur, pour M. Volodymyr Zelensky")
    write(root, "Maryse Aubrée", "Volodymyr Zelenski")
    monkeypatch.chdir(root)
    return root


def write(root: Path, before: str, after: str) -> None:
    text = (root / LEAD).read_text(encoding="utf-8")
    (root / LEAD).write_text(text.replace(before, after, 1), encoding="utf-8")


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return sorted((problem.code, problem.values()["words"]) for problem in problems if problem.code in CODES)


def test_the_samples_are_clean() -> None:
    for issue in sorted((ROOT / "issues").iterdir()):
        assert spell(issue) == (), issue.name


def test_every_word_is_told_with_its_place_its_code_and_how_to_accept_it(publication: Path) -> None:
    result = run("spell", ISSUE, "--json")
    assert result.exit_code == 0, "warnings are no errors"
    (told,) = json.loads(result.stdout)["issues"]
    lead = (publication / LEAD).read_text(encoding="utf-8").split("\n")
    assert told["issue"] == ISSUE
    assert {each["code"] for each in told["problems"]} == {"repeated-word", "two-spellings"}
    for each in told["problems"]:
        words = each["values"]["words"]
        there = lead[each["line"] - 1][each["column"] - 1 :][: each["length"]]
        assert (each["file"], each["severity"], there) == (LEAD, "warning", words)
        assert words in each["hint"]
    (names,) = [each for each in told["problems"] if each["code"] == "two-spellings"]
    assert names["values"]["place"].startswith(f"{LEAD}:")


def test_people_read_it_and_an_issue_that_cannot_be_read_is_an_error(publication: Path) -> None:
    result = run("spell", ISSUE)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "[repeated-word]" in result.stderr
    assert "warning" in result.stderr.splitlines()[-1]
    (publication / LEAD).unlink()
    assert run("spell", ISSUE).exit_code == 1
    assert run("spell", "nowhere").exit_code == 1


def test_what_is_accepted_is_written_and_told_no_more(publication: Path) -> None:
    both = "Volodymyr Zelenski / Volodymyr Zelensky"
    result = run("spell", ISSUE, "--accept", "la la", "--accept", both, "--json")
    (told,) = json.loads(result.stdout)["issues"]
    assert (told["accepted"], told["problems"]) == (["la la", both], [])
    assert (publication / "mots.txt").read_text(encoding="utf-8").endswith(f"\nla la\n{both}\n")
    assert run("spell", ISSUE, "--accept", "\x01").exit_code == 1


def test_what_the_publication_keeps_is_accepted_too(publication: Path) -> None:
    settings = publication / "publication.yaml"
    settings.write_text(f"{settings.read_text(encoding='utf-8')}typography: {{keep: [la la crue]}}\n", encoding="utf-8")
    assert told(spell(publication / ISSUE)) == [("two-spellings", "Volodymyr Zelenski")]


def test_check_the_preview_and_spell_tell_the_same(publication: Path) -> None:
    expected = told(spell(publication / ISSUE))
    assert expected == [("repeated-word", "la la"), ("two-spellings", "Volodymyr Zelenski")]
    checked = json.loads(run("check", ISSUE, "--json").stdout)["problems"]
    assert sorted((each["code"], each["values"]["words"]) for each in checked if each["code"] in CODES) == expected
    engine = Engine(publication / ISSUE, PROFILE)
    assert told(engine.make().problems) == expected
    (publication / "mots.txt").write_text("la la\n", encoding="utf-8")
    before = engine.edition
    after = engine.make(["mots.txt"])
    assert told(after.problems) == expected[1:]
    assert (after.changes, after.versions) == ((), before.versions), "no page is drawn again"


def test_a_word_that_is_accepted_makes_no_page_anew(publication: Path, tmp_path: Path) -> None:
    def made() -> tuple[list[int], tuple[Problem, ...]]:
        wanted = order(publication / ISSUE, (), publication / "out")
        assert wanted is not None
        counts: list[int] = []
        how = How(pages=PageCache(tmp_path / "pages", wanted.digests), tell=lambda done, of: counts.append(of - done))
        return counts, look(publication / ISSUE, PROFILE, how=how).problems

    counts, problems = made()
    assert counts[0] == 1
    assert len(told(problems)) == 2
    (publication / "mots.txt").write_text("la la\n", encoding="utf-8")
    counts, problems = made()
    assert counts[0] == 0
    assert told(problems) == [("two-spellings", "Volodymyr Zelenski")]


def test_a_finding_of_a_text_that_rules_have_changed_has_the_place_of_what_was_typed(publication: Path) -> None:
    write(publication, "Il faut d'abord", "C'est \"tout\": l'acceuil, il faut d'abord")
    found = next(
        each for each in spell(publication / ISSUE) if each.code == "spelling" and each.values()["words"] == "acceuil"
    )
    assert isinstance(found.where, Span)
    line = (publication / LEAD).read_text(encoding="utf-8").split("\n")[found.where.line - 1]
    assert line[found.where.column - 1 :].startswith("acceuil")
