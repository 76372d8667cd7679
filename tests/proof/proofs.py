"""Proofs to annotate: the sample's page made once, and what a reader would add to it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from mise_en_page.proof.paper import paper_proof
from mise_en_page.reading import press_profile
from sample_issue import ISSUE as SAMPLE

FILE = "mise-en-page-places.json"


@cache
def proof() -> bytes:
    """The proof of the sample."""
    return paper_proof(SAMPLE, press_profile.shipped("fogra39")).pdf


def places(pdf: bytes) -> dict[str, Any]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        data: dict[str, Any] = json.loads(document.attachments[FILE].get_file().read_bytes())
    return data


def lines(pdf: bytes, article: str, role: str = "body") -> list[dict[str, Any]]:
    """The lines of an article, each with the sheet that it stands on (from 1)."""
    return [
        line | {"sheet": number}
        for number, sheet in enumerate(places(pdf)["sheets"], 1)
        for line in sheet["lines"]
        if line.get("article") == article and line.get("role") == role
    ]


def quad(x0: float, y0: float, x1: float, y1: float) -> list[float]:
    """As readers write it, which is not as the standard says."""
    return [x0, y1, x1, y1, x0, y0, x1, y0]


def annotation(kind: str, box: list[float], text: str = "", author: str = "", **more: Any) -> Dictionary:
    made = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array(box), **more)
    if text:
        made.Contents = String(text)
    if author:
        made.T = String(author)
    return made


def change(pdf: bytes, edit: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        edit(document)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def annotated(pdf: bytes, *each: tuple[int, Dictionary]) -> bytes:
    """The PDF with annotations on its sheets (from 1)."""

    def add(document: pikepdf.Pdf) -> None:
        for sheet, one in each:
            page = document.pages[sheet - 1].obj
            if Name.Annots not in page:
                page.Annots = Array()
            page.Annots.append(document.make_indirect(one))

    return change(pdf, add)
