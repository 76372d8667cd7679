"""No free validator knows PDF/X; several know PDF/A. So a finished file is relabelled as PDF/A and judged as that: its
structure, fonts, colours and transparency answer to nearly the same rules. X-4's twin is A-2b, X-1a's A-1b, where only the
CIDSet of subset fonts is missing, which PDF/X does not ask for."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Name

from mise_en_page.press.finishing import finish
from tests.press.faulty import BODY, CSS, good, with_opacity
from tests.press.press_pages import job, plain, profile

page = pytest.importorskip("page", reason="page-validation is not installed: an outside judge is missing")


def twin(pdf: bytes, part: int) -> bytes:
    """The same file, saying that it is PDF/A-``part``b."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.Root.OutputIntents[0].S = Name.GTS_PDFA1
        packet = document.Root.Metadata.read_bytes().decode("utf-8")
        packet = re.sub(r"<pdfxid:.*?</pdfxid:GTS_PDFXVersion>\n|<pdf:Trapped>.*?</pdf:Trapped>\n", "", packet)
        label = f"<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"
        packet = packet.replace("xmlns:xmp=", 'xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:xmp=')
        document.Root.Metadata.write(packet.replace("<dc:format>", label + "<dc:format>").encode("utf-8"))
        if "/GTS_PDFXVersion" in document.docinfo:
            del document.docinfo["/GTS_PDFXVersion"]
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
        return out.getvalue()


def failed_rules(pdf: bytes, folder: Path, kind: str) -> set[str]:
    (folder / "twin.pdf").write_bytes(pdf)
    report = page.validate_pdf(str(folder / "twin.pdf"), profile=page.ValidationProfile(kind))
    assert report.rules.total > 100
    return {failure.rule_id for failure in report.failures}


@pytest.mark.parametrize("name", ["pictures", "opacity", "opentype"])
def test_x4_is_sound_as_pdf_a_2b(name: str, tmp_path: Path) -> None:
    made = {
        "pictures": good,
        "opacity": with_opacity,
        "opentype": lambda: finish(plain(BODY, CSS, cff=True), profile(), job()),
    }[name]()
    assert failed_rules(twin(made, 2), tmp_path, "2b") == set()


@pytest.mark.parametrize("cff", [False, True])
def test_x1a_is_sound_as_pdf_a_1b(cff: bool, tmp_path: Path) -> None:
    made = finish(plain(BODY, CSS, cff=cff), profile("fogra39-x1a"), job())
    assert failed_rules(twin(made, 1), tmp_path, "1b") == {"PDFA1B-CID-SUBSET-CIDSET-001"}


def test_the_judge_can_say_no(tmp_path: Path) -> None:
    assert failed_rules(twin(plain_rgb(), 2), tmp_path, "2b")


def plain_rgb() -> bytes:
    """A finished file with an RGB colour put back."""
    with pikepdf.open(io.BytesIO(good())) as document:
        document.pages[0].contents_add(document.make_stream(b"1 0 0 rg 60 60 9 9 re f"))
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()
