"""Templates that layouts share, by whole commands: taken in from the publication alone, their faults at their own lines."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mise_en_page.cli.commands import commands
from mise_en_page.desk.engine import Engine
from mise_en_page.proof.sign import reached
from mise_en_page.reading import press_profile
from sample_issue import one_page

ISSUE = "issues/2018-05"
TEMPLATE = "layouts/breves/page.html.j2"
FOLIO = "partials/folio.html.j2"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample's page of briefs; its folio stands in a template of its own, its tab in a macro."""
    one_page(tmp_path)
    (tmp_path / "partials").mkdir()
    template = tmp_path / TEMPLATE
    head, folio = template.read_text(encoding="utf-8").split('<div class="folio">')
    head = head.replace('<div class="tab"></div>', "{{ drawn('tab') }}")
    taken = '{% from "macros.html.j2" import drawn %}\n'
    template.write_text(taken + head + '{% include "folio.html.j2" %}\n', encoding="utf-8")
    (tmp_path / FOLIO).write_text(f'<div class="folio">{folio}', encoding="utf-8")
    macro = '{% macro drawn(name) %}<div class="{{ name }}"></div>{% endmacro %}'
    (tmp_path / "layouts/commun/macros.html.j2").write_text(macro, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, list(arguments))


def add(file: str, text: str) -> int:
    """Add a line to a file; its number."""
    path = Path(file)
    before = path.read_text(encoding="utf-8").rstrip()
    path.write_text(f"{before}\n{text}\n", encoding="utf-8")
    return before.count("\n") + 2


def test_a_page_in_parts_is_the_page_in_one(root: Path) -> None:
    assert run("build", ISSUE, "-o", "parts").exit_code == 0
    (root / "whole").mkdir()
    whole = one_page(root / "whole")
    assert run("build", str(whole / ISSUE), "-o", "one").exit_code == 0
    assert Path("parts/2018-05.pdf").read_bytes() == Path("one/2018-05.pdf").read_bytes()


FAULTS = {
    '{% include "foliio.html.j2" %}': (TEMPLATE, "“foliio.html.j2” [missing-partial]\n    did you mean “folio.html.j2”?"),
    '{% include "../../../../etc/passwd" %}': (TEMPLATE, "there is no template “../../../../etc/passwd”"),
    '{% include "/etc/passwd" %}': (TEMPLATE, "there is no template “/etc/passwd”"),
    '{% include "style.css" %}': (TEMPLATE, "“style.css” must end in .j2"),
    '{% include page.master ~ "x.j2" %}': (TEMPLATE, "“mainx.j2” is no template that this one may take in"),
    "{{ page.sektion }}": (FOLIO, "sektion"),
    "{% if page %}": (FOLIO, "Unexpected end of template"),
    "{{ ''.__class__.__mro__ }}": (FOLIO, "A template may only read the values that it is given."),
    '{% include "folio.html.j2" %}': (FOLIO, "it goes on into itself without end"),
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}": (FOLIO, "more than 100,000"),
    '<p style="color: red">x</p>': (FOLIO, "red is a colour of a screen"),
}


@pytest.mark.parametrize(("written", "told"), FAULTS.items(), ids=[f"fault-{n}" for n in range(len(FAULTS))])
@pytest.mark.usefixtures("root")
def test_each_fault_is_told_in_its_own_file(written: str, told: tuple[str, str]) -> None:
    file, words = told
    line = add(file, written)
    said = run("check", ISSUE)
    assert said.exit_code == 1
    assert f"{file}:{line}:" in said.output
    assert words in said.output
    assert said.output.count(": error: ") == 1


def test_a_link_out_of_the_publication_is_not_followed(root: Path) -> None:
    (root / "partials/link.html.j2").symlink_to("/etc/hostname")
    add(TEMPLATE, '{% include "link.html.j2" %}')
    assert "a link that leads out of the publication" in run("check", ISSUE).output


@pytest.mark.parametrize(
    "written",
    [
        '{% include "absent.html.j2" ignore missing %}',
        '{# {% include "absent.html.j2" %} #}',
        '{% raw %}<!-- {% include "absent.html.j2" %} -->{% endraw %}',
        '{% include ["absent.html.j2", "empty.html.j2"] %}',
        '{% include "empty.html.j2" if page else "absent.html.j2" %}',
        "{%- import 'macros.html.j2' as m with context -%}",
    ],
)
def test_what_may_be_missing_is_no_fault(root: Path, written: str) -> None:
    (root / "partials/empty.html.j2").write_text("", encoding="utf-8")
    add(TEMPLATE, written)
    assert "missing-partial" not in run("check", ISSUE).output


def test_the_preview_and_the_sign_off_follow_what_is_taken_in(root: Path) -> None:
    engine = Engine(root / ISSUE, press_profile.shipped("fogra39"))
    engine.make()
    before = engine.leaf(0)
    add(FOLIO, '<div class="tab" style="top: 100mm"></div>')
    engine.make([FOLIO])
    assert engine.leaf(0) is not before
    assert {FOLIO, "layouts/commun/macros.html.j2"} <= reached(root / ISSUE).files.keys()
