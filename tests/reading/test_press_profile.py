"""Press profiles: ours, a publication's own, and broken ones."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image, ImageCms

from mise_en_page.cli.commands import commands
from mise_en_page.model.press_profile import MM
from mise_en_page.model.problem import Problem, Refused, Span
from mise_en_page.reading.press_profile import known, named, read_profile, shipped


def test_the_default_is_coated_paper() -> None:
    profile = shipped()
    assert (profile.standard, profile.condition, profile.ink_limit) == ("X-4", "FOGRA39", 300)
    assert profile.bleed == pytest.approx(5 * MM)
    assert (profile.resolution.error, profile.resolution.warning) == (149, 224)


def test_a_profile_may_say_only_what_differs(tmp_path: Path) -> None:
    (tmp_path / "maison.yaml").write_text("extends: fogra39\nink_limit: 280\nspots: [Pantone 032 C]\n", "utf-8")
    profile = read_profile(tmp_path / "maison.yaml")
    assert (profile.name, profile.ink_limit, profile.spots) == ("maison", 280, ("Pantone 032 C",))
    assert profile.icc == shipped().icc


def test_a_publication_may_bring_its_own_icc(tmp_path: Path) -> None:
    (tmp_path / "presse.icc").write_bytes(shipped().icc)
    (tmp_path / "presse.yaml").write_text("extends: fogra39\nicc: presse.icc\ncondition: FOGRA52\n", "utf-8")
    assert read_profile(tmp_path / "presse.yaml").condition == "FOGRA52"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("extends: [", "broken-yaml"),
        ("- a\n- b\n", "press-profile-yaml"),
        ("standard: X-4\n", "press-profile-key"),
        ("extends: ../fogra39\n", "press-profile-unknown"),
        ("extends: nowhere\n", "press-profile-unknown"),
        ("extends: fogra39\nstandard: X-9\n", "press-profile-value"),
        ("extends: fogra39\nink_limit: beaucoup\n", "press-profile-value"),
        ("extends: fogra39\nbleed: -3\n", "press-profile-value"),
        ("extends: fogra39\nicc: ../../../etc/passwd\n", "path-outside"),
        ("extends: fogra39\nicc: texte.icc\n", "press-profile-icc"),
        ("extends: fogra39\nicc: absent.icc\n", "missing-profile"),
        (f"extends: fogra39\nicc: {'a' * 300}.icc\n", "missing-profile"),  # longer than a file system has names
        ("extends: fogra39\nicc: pipe.icc\n", "not-a-file"),
        ("extends: fogra39\nicc: outside.icc\n", "path-outside"),
        ("extends: fogra39\nicc: [a, b]\n", "press-profile-value"),
        ("extends: fogra39\nink_limits: 280\n", "press-profile-key"),
        ("extends: fogra39\nink_limit: nan\n", "press-profile-value"),
        ("extends: fogra39\nresolution: 300\n", "press-profile-value"),
        ("extends: fogra39\n<<: {a: b}\n", "merge-key"),
        ("a: &a [x]\nb: &b [*a, *a]\nextends: fogra39\n", "press-profile-key"),
    ],
)
def test_a_wrong_profile_gets_one_clear_word(text: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(text, "utf-8")
    (tmp_path / "texte.icc").write_bytes(b"no profile")
    (tmp_path / "outside.icc").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "pipe.icc")
    with pytest.raises(Refused) as refusal:
        read_profile(tmp_path / "p.yaml")
    assert {problem.code for problem in refusal.value.problems} == {code}
    assert all(problem.where for problem in refusal.value.problems)


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(Refused) as refusal:
        shipped("fogra93")
    assert "fogra39" in refusal.value.problems[0].hint


def test_a_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("extends: fogra39\nbleed: trois\nink_limit: 900\nbled: 3\n", "utf-8")
    with pytest.raises(Refused) as refusal:
        read_profile(tmp_path / "p.yaml")
    places = sorted((problem.where.line, problem.where.column) for problem in refusal.value.problems)  # type: ignore[union-attr]
    assert places == [(2, 8), (3, 12), (4, 1)]


def test_numbers_and_names_stay_as_they_are_written(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("extends: fogra39\ncondition: 012\ntitle: On\n", "utf-8")
    profile = read_profile(tmp_path / "p.yaml")
    assert (profile.condition, profile.title) == ("012", "On")


def missing(name: str, publication: Path | None) -> Problem:
    with pytest.raises(Refused) as refusal:
        named(name, publication)
    (problem,) = refusal.value.problems
    return problem


@pytest.mark.parametrize(
    ("name", "icc", "source"),
    [("fogra47", "PSO_Uncoated_ISO12647_eci.icc", "eci.org"), ("newsprint", "ISOnewspaper26v4.icc", "wan-ifra.org")],
)
def test_papers_whose_profile_may_not_be_shipped_say_which_file_they_need(
    name: str, icc: str, source: str, tmp_path: Path
) -> None:
    for publication in (None, tmp_path):
        problem = missing(name, publication)
        assert problem.code == "press-profile-icc-missing"
        assert icc in problem.message
        assert source in problem.hint
        assert "press/" in problem.hint
        assert re.search(r"take (fogra29|snap), which comes whole", problem.hint)
    (tmp_path / "press").mkdir()
    (tmp_path / "press" / icc).write_bytes(shipped().icc)  # any profile of a press stands in for it
    profile = named(name, tmp_path)
    assert profile.icc == shipped().icc
    assert profile.standard == "X-4"
    assert profile.ink_limit < shipped().ink_limit


def test_newsprint_takes_less_of_everything(tmp_path: Path) -> None:
    (tmp_path / "press").mkdir()
    (tmp_path / "press" / "ISOnewspaper26v4.icc").write_bytes(shipped().icc)
    paper = named("newsprint", tmp_path)
    assert (paper.condition, paper.ink_limit, paper.hairline, paper.least_size) == ("IFRA26", 240, 0.5, 8)
    assert (paper.resolution.warning, paper.resolution.error, paper.bleed_least) == (149, 99, 0)


def test_a_publications_profile_goes_before_ours_and_may_extend_any(tmp_path: Path) -> None:
    (tmp_path / "press").mkdir()
    (tmp_path / "press" / "papier.icc").write_bytes(shipped().icc)
    for name, text in {
        "fogra39": "extends: fogra39-x1a\nink_limit: 260\n",
        "bouffant": "extends: fogra47\nicc: papier.icc\n",
    }.items():
        (tmp_path / "press" / f"{name}.yaml").write_text(text, "utf-8")
    assert (named("fogra39", tmp_path).ink_limit, named("fogra39", tmp_path).standard) == (260, "X-1a")
    assert (named("bouffant", tmp_path).condition, named("bouffant", tmp_path).ink_limit) == ("FOGRA47", 280)
    assert named("fogra39", None).ink_limit == 300


def test_the_command_finds_a_publications_profile_and_refuses_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "publication.yaml").write_text("name: Essai\n", "utf-8")
    (tmp_path / "issues" / "mai").mkdir(parents=True)
    told = CliRunner().invoke(commands, ["build", str(tmp_path / "issues" / "mai"), "--press", "fogra47"])
    assert told.exit_code == 1
    assert "PSO_Uncoated_ISO12647_eci.icc" in told.stderr
    assert "1 error" in told.stderr
    (tmp_path / "press").mkdir()
    (tmp_path / "press" / "maison.yaml").write_text("extends: fogra39\nbleed: x\n", "utf-8")
    told = CliRunner().invoke(commands, ["build", str(tmp_path / "issues" / "mai"), "--press", "maison"])
    assert "maison.yaml:2:8" in told.stderr


@pytest.mark.parametrize("name", ["fogra39", "fogra39-x1a", "fogra39-x3"])
def test_ours_that_carry_their_icc_file_are_whole(name: str) -> None:
    assert shipped(name).icc_digest == shipped().icc_digest
    assert {"fogra29", "fogra39", "fogra39-x1a", "fogra39-x3", "fogra47", "newsprint", "snap"} == set(known())


@pytest.mark.parametrize(("name", "darkest"), [("fogra29", 40.0), ("snap", 40.0)])
def test_uncoated_paper_and_newsprint_come_with_a_profile_of_that_paper(name: str, darkest: float) -> None:
    """Full black is grey there (L* 20 to 40; on coated paper 16), and no colour takes more ink than the paper bears."""
    profile = shipped(name)
    icc = ImageCms.ImageCmsProfile(io.BytesIO(profile.icc))
    lab = ImageCms.createProfile("LAB")
    to_lab = ImageCms.buildTransform(icc, lab, "CMYK", "LAB", ImageCms.Intent.ABSOLUTE_COLORIMETRIC)
    black = ImageCms.applyTransform(Image.new("CMYK", (1, 1), (0, 0, 0, 255)), to_lab)
    assert 20 < black.getpixel((0, 0))[0] / 2.55 < darkest
    from_rgb = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), icc, "RGB", "CMYK")
    cube = Image.new("RGB", (4096, 1))
    cube.putdata([(17 * (n >> 8), 17 * (n >> 4 & 15), 17 * (n & 15)) for n in range(4096)])
    most = max(sum(inks) for inks in ImageCms.applyTransform(cube, from_rgb).get_flattened_data())
    assert most / 2.55 < profile.ink_limit + 2


def test_a_profile_of_no_publication_is_told_where_it_stands(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        read_profile(tmp_path / "nulle.yaml")
    assert refusal.value.problems[0].where == Span("nulle.yaml")


def test_a_spot_ink_comes_with_its_look_in_four(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(
        "extends: fogra39\nspots: {PANTONE 032 C: [0, .9, .76, 0], Or: [0.2, .3, .8, 0]}\n", "utf-8"
    )
    profile = read_profile(tmp_path / "p.yaml")
    assert profile.spots == ("PANTONE 032 C", "Or")
    assert profile.looks == ((0, 0.9, 0.76, 0), (0.2, 0.3, 0.8, 0))
    for wrong in ("{Or: [1, 2, 3]}", "{Or: [0, 0, 0, 2]}", "Or"):
        (tmp_path / "p.yaml").write_text(f"extends: fogra39\nspots: {wrong}\n", "utf-8")
        with pytest.raises(Refused) as refusal:
            read_profile(tmp_path / "p.yaml")
        assert [problem.code for problem in refusal.value.problems] == ["press-profile-value"]
