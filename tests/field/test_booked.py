"""A picture booked as an advert in each slot of each layout, on pages made without one: told or built, never broken."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml
from PIL import Image

from tests.field.desk import ROOT, publication, run

#: An issue's page (from 0) of each layout.
PAGES = (("2018-05", 1), ("2018-06", 0), ("2018-09", 0), ("2018-09", 1), ("2018-09", 2))
#: In pixels; the first has the proportions of the quarter's slot but for the last bit of a quotient.
SHAPES = ((2400, 1500), (700, 2100))


@pytest.mark.field
@pytest.mark.parametrize(("name", "number"), PAGES)
@pytest.mark.parametrize("slot", ["strip", "half", "quarter"])
def test_a_picture_is_booked_on_a_page_made_without_one(tmp_path: Path, name: str, number: int, slot: str) -> None:
    root = publication(tmp_path)
    folder = root / "issues" / name
    shutil.copytree(ROOT / "issues" / name, folder)
    (folder / "images").mkdir(exist_ok=True)
    issue = yaml.safe_load((folder / "issue.yaml").read_text(encoding="utf-8"))
    issue["pages"] = [issue["pages"][number] | {"adverts": [{"file": "images/advert.png", "slot": slot}]}]
    (folder / "issue.yaml").write_text(yaml.safe_dump(issue, allow_unicode=True), encoding="utf-8")
    for shape in SHAPES:
        Image.new("RGB", shape, (150, 200, 220)).save(folder / "images" / "advert.png", dpi=(300, 300))
        said = run("check", folder, where=root)
        wrong = set(re.findall(r"error: .*\[([\w-]+)\]$", said.err, re.MULTILINE))
        assert wrong <= {"overset", "no-slot-left", "image-resolution"}, said.words
        assert said.status == bool(wrong)
