"""Commands speak French or English: as --lang says, wherever it stands; else as the shell does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mise_en_page.cli.commands import commands
from sample_issue import one_page

ISSUE = "issues/2018-05"
OVERSET = "\nLe fleuve monte encore, et personne ne le regarde plus depuis le quai.\n" * 60


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(commands, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def typed(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """As a shell does it, without a language of the tests' own."""
    own = ("MISE_EN_PAGE_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    shell = {name: value for name, value in os.environ.items() if name not in own} | environment
    command = [sys.executable, "-m", "mise_en_page", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=shell, check=False)


@pytest.fixture
def too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = one_page(tmp_path / "publication")
    monkeypatch.chdir(root)
    with (root / ISSUE / "articles" / "fleuve.md").open("a", encoding="utf-8") as article:
        article.write(OVERSET)
    return root


@pytest.mark.usefixtures("too_long")
def test_what_is_wrong_is_said_in_french() -> None:
    for arguments in (("--lang", "fr", "check", ISSUE), ("check", ISSUE, "--lang=fr")):
        result = run(*arguments)
        assert result.exit_code == 1
        assert "page 15  bac\u00a0: juste" in result.stdout
        assert " lignes, " in result.stdout
        assert "signes en trop" in result.stdout
        assert "erreur\u00a0: " in result.stderr
        assert result.stderr.splitlines()[-1].startswith("1 erreur")
        assert "corrections typographiques" in result.stderr
        assert "error" not in result.output


def test_json_keeps_its_codes_and_values_and_changes_its_sentences(too_long: Path) -> None:
    told = {language: json.loads(run("--lang", language, "check", ISSUE, "--json").stdout) for language in ("en", "fr")}
    english, french = (
        next(problem for problem in told[language]["problems"] if problem["code"] == "overset") for language in ("en", "fr")
    )
    assert (english.get("values"), english["line"]) == (french.get("values"), french["line"])
    assert english["message"] != french["message"]
    assert english["hint"] != french["hint"]
    articles = told["fr"]["pages"][0]["articles"]
    assert all(article["on_page"] for article in articles)
    assert str(too_long) not in json.dumps(told)


def test_a_build_that_is_kept_is_told_in_the_language_of_who_asks(tmp_path: Path) -> None:
    issue = str(one_page(tmp_path / "publication") / ISSUE)
    done = {}
    for language in ("en", "fr", "en"):
        (page,) = json.loads(run("--lang", language, "check", issue, "--json").stdout)["pages"]
        done[language] = [words for article in page["articles"] for words in article["done"]]
    assert len(done["en"]) == len(done["fr"]) > 0
    assert not set(done["en"]) & set(done["fr"])


def test_help_and_usage_are_french() -> None:
    told = run("--lang", "fr", "build", "--help").stdout
    assert told.startswith("Usage\u00a0: ")
    assert "NUMÉRO..." in told
    assert "le PDF d’impression" in told
    assert "Exemple\u00a0: mise-en-page build" in told
    assert "--lang [fr|en]" in told
    wrong = run("--lang", "fr", "check", ISSUE, "--colour")
    assert wrong.exit_code == 2
    assert "Erreur\u00a0: L’option '--colour' n’existe pas." in wrong.stderr
    assert "Il manque" in run("--lang", "fr", "sign", ISSUE).stderr


def test_a_language_that_is_not_spoken_is_wrong_usage() -> None:
    for arguments in (("--lang", "de", "check", ISSUE), ("check", ISSUE, "--lang", "de")):
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "'de' is not one of 'fr', 'en'" in result.stderr


def test_the_shell_s_locale_chooses_and_the_option_decides() -> None:
    assert "no-such.pdf\u00a0: aucun fichier" in typed("preflight", "no-such.pdf", LANG="fr_FR.UTF-8").stderr
    assert "no-such.pdf\u00a0: aucun fichier" in typed("--lang=fr", "preflight", "no-such.pdf", LC_ALL="C.UTF-8").stderr
    assert "No such file" in typed("preflight", "no-such.pdf", "--lang", "en", LANG="fr_FR.UTF-8").stderr
    assert "aucun fichier" in typed("preflight", "no-such.pdf", LANG="en_US.UTF-8", MISE_EN_PAGE_LANG="fr").stderr
    assert "Commandes:" in typed("--help", LANG="fr_FR.UTF-8").stdout
