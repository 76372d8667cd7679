"""An issue with a photograph builds, by the whole command, and the picture is on the printed page."""

from __future__ import annotations

from pathlib import Path

import pikepdf
from PIL import Image

from tests.field.desk import article, briefs, issue, publication, run


def test_a_photograph_is_printed(tmp_path: Path) -> None:
    root = publication(tmp_path, "breves")
    lead = article("Un titre", 320, kicker="Lieu", chapo="Le chapô de l'article.", image="images/photo.jpg")
    folder = issue(root, {"lead": lead, **briefs(5)})
    grey = Image.linear_gradient("L").resize((1800, 1350))
    Image.merge("RGB", (grey, grey.rotate(180), grey)).save(folder / "images" / "photo.jpg")

    said = run("build", folder, where=root)

    assert said.status == 0, said.words
    with pikepdf.open(root / "out" / "essai.pdf") as document:
        spaces = [str(image.ColorSpace) for image in _images(document.pages[0].obj)]
    assert spaces == ["/DeviceCMYK"]


def _images(holder: pikepdf.Object) -> list[pikepdf.Object]:
    """The pictures in a page or a form, and in the forms in it."""
    found = []
    for _, each in holder.Resources.get("/XObject", pikepdf.Dictionary()).items():
        found += [each] if each.Subtype == "/Image" else _images(each)
    return found
