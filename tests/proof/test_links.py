"""A QR code's address can be followed on a proof, where the code stands; the printer's file has no link on its pages."""

from __future__ import annotations

from pathlib import Path

import pikepdf

from tests.field.desk import article, briefs, issue, publication, run

ADDRESS = "https://halage.example/fleuve"


def test_a_code_leads_to_its_address_on_the_proof_alone(tmp_path: Path) -> None:
    publication(tmp_path, "breves")
    texts = {"lead": article("Un titre", 400, qr=ADDRESS), **briefs(4)}
    folder = issue(tmp_path, texts)
    for command in (("proof", folder, "-o", tmp_path / "proof.pdf"), ("build", folder)):
        said = run(*command, where=tmp_path)
        assert said.status == 0, said.words
    with pikepdf.open(tmp_path / "proof.pdf") as proof:
        links = [each for page in proof.pages for each in page.obj.get("/Annots", [])]
        assert [(str(each.Subtype), str(each.A.URI), str(each.Contents)) for each in links] == [("/Link", ADDRESS, ADDRESS)]
        left, bottom, right, top = (float(value) for value in links[0].Rect)
        assert abs((right - left) - (top - bottom)) < 0.1, "a square"
        assert 40 < right - left < 60, "20 mm at most, a little smaller on its sheet"
    with pikepdf.open(tmp_path / "out" / "essai.pdf") as printed:
        assert not any("/Annots" in page.obj for page in printed.pages)
