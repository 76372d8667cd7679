"""The parts of a .docx: which there are, what each refers to, and what in them is never opened (macros)."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from mise_en_page.importing.archive import Archive
from mise_en_page.importing.trees import Element, children, name, tree, value
from mise_en_page.model.problem import Refused


@dataclass(frozen=True, slots=True)
class Target:
    """What a part refers to: the part's name, or an address outside of the document."""

    kind: str
    target: str
    outside: bool


class Package:
    """A .docx, its parts by their names."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.main = next((each.target for each in self.targets("").values() if each.kind == "officeDocument"), "")
        if not self.main or self.main not in archive:
            self.main = "word/document.xml"
        if self.main not in archive:
            raise Refused.of("import-damaged/no-text", file=archive.file)

    def targets(self, part: str) -> dict[str, Target]:
        """What a part refers to, by the identifier that it uses."""
        folder, base = posixpath.split(part)
        data = self.archive.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, Target] = {}
        for each in children(tree(data, self.archive.file, f"{base}.rels"), "Relationship") if data else ():
            outside = value(each, "TargetMode") == "External"
            target = value(each, "Target")
            inside = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            kind = value(each, "Type").rpartition("/")[2]
            found[value(each, "Id")] = Target(kind, target if outside else inside, outside)
        return found

    def tree(self, part: str) -> Element | None:
        """A part's root; None where it is not there."""
        data = self.archive.part(part) if part else None
        return tree(data, self.archive.file, part) if data else None

    def of_kind(self, kind: str) -> list[str]:
        """The parts of a kind that the text refers to."""
        known = self.targets(self.main).values()
        return [each.target for each in known if each.kind == kind and not each.outside and each.target in self.archive]

    def root_of_kind(self, kind: str) -> Element | None:
        """The root of the first part of a kind."""
        return self.tree(next(iter(self.of_kind(kind)), ""))

    def has_macros(self) -> bool:
        return any(each.lower().endswith(("vbaproject.bin", "vbadata.xml")) for each in self.archive.names())

    def date(self) -> str:
        """The day on which the document was last saved, as it says (YYYY-MM-DD)."""
        part = next((each.target for each in self.targets("").values() if each.kind == "core-properties"), "")
        root = self.tree(part)
        dates = {name(each): (each.text or "")[:10] for each in children(root, "modified", "created")}
        return dates.get("modified") or dates.get("created") or ""
