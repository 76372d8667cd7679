"""What `new` begins with: for every layout a page that one would show, full, with its picture, of which nothing is told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.field.desk import ROOT, run

LAYOUTS = sorted(path.parent.name for path in (ROOT / "layouts").glob("*/layout.yaml"))
#: More lines of a layout's own ornament than these would be a page that is short of text.
ORNAMENT = 8


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_starter_is_full_and_nothing_is_told_of_it(tmp_path: Path, layout: str) -> None:
    made = tmp_path / "revue"
    assert run("new", made, "--layout", layout, where=tmp_path).status == 0
    checked = run("check", "issues/numero-1", where=made)
    assert (checked.status, "no problems" in checked.words) == (0, True), checked.words
    built = run("build", "issues/numero-1", where=made)
    assert (built.status, "no problems" in built.words) == (0, True), built.words
    report = (made / "out/numero-1.report.json").read_text(encoding="utf-8")
    assert json.loads(report)["problems"] == []
    assert sum(map(int, re.findall(r"tailpiece of (\d+) lines", report))) <= ORNAMENT
    assert f"layout: {layout}\n" in (made / "issues/numero-1/issue.yaml").read_text(encoding="utf-8")
    assert list((made / "issues/numero-1/images").iterdir()) != []
