"""Press profiles: ours, a publication's own, and broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from mise_en_page.press import read_profile, shipped
from mise_en_page.press.profile import MM
from mise_en_page.problem import Refused


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
        ("extends: [", "press-profile-yaml"),
        ("- a\n- b\n", "press-profile-yaml"),
        ("standard: X-4\n", "press-profile-key"),
        ("extends: ../fogra39\n", "press-profile-unknown"),
        ("extends: nowhere\n", "press-profile-unknown"),
        ("extends: fogra39\nstandard: X-9\n", "press-profile-value"),
        ("extends: fogra39\nink_limit: beaucoup\n", "press-profile-value"),
        ("extends: fogra39\nbleed: -3\n", "press-profile-value"),
        ("extends: fogra39\nicc: ../../../etc/passwd\n", "press-profile-value"),
        ("extends: fogra39\nicc: texte.icc\n", "press-profile-icc"),
    ],
)
def test_a_wrong_profile_gets_one_clear_word(text: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(text, "utf-8")
    (tmp_path / "texte.icc").write_bytes(b"no profile")
    with pytest.raises(Refused) as refusal:
        read_profile(tmp_path / "p.yaml")
    assert [problem.code for problem in refusal.value.problems] == [code]


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(Refused) as refusal:
        shipped("fogra93")
    assert "fogra39" in refusal.value.problems[0].hint
