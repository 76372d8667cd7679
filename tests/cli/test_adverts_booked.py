"""An advert by the commands that a desk types: checked and built, and refused in the desk's language."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from made_adverts import advert
from mise_en_page.cli.commands import commands
from sample_issue import one_page

ISSUE = "issues/2018-05"


@pytest.fixture
def issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample's page of briefs with an advert booked in French; its file is not there yet."""
    folder = one_page(tmp_path) / ISSUE
    (folder / "articles" / "verger.md").unlink()
    path = folder / "issue.yaml"
    booked = "    publicités:\n      - {fichier: dupont.pdf, emplacement: advert}\n    articles:\n"
    text = path.read_text(encoding="utf-8").replace("      - verger\n", "").replace("    articles:\n", booked)
    path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, list(arguments))


def test_a_booked_advert_is_looked_for_judged_and_built(issue: Path) -> None:
    missing = run("check", ISSUE, "--lang", "fr")
    assert missing.exit_code == 1
    assert "issue.yaml:9:19: erreur\u00a0: il n’y a pas de publicité «\u00a0dupont.pdf\u00a0»" in missing.output

    (issue / "dupont.pdf").write_bytes(advert(90, 130))
    large = run("check", ISSUE, "--lang", "fr")
    assert large.exit_code == 1
    assert "90,0\u00a0×\u00a0130,0\u00a0mm" in large.output

    (issue / "dupont.pdf").write_bytes(advert(57.7, 73.0))
    built = run("build", ISSUE, "-o", "out")
    assert built.exit_code == 0, built.output
    assert Path("out/2018-05.pdf").read_bytes().startswith(b"%PDF-1.6")
