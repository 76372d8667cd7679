"""PostScript, links to high-resolution files, alternate pictures: the page depends on who reads it."""

from typing import Final

from mise_en_page.model.message import key
from mise_en_page.pdf.resources import key_of
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check

ENTRIES: Final = {
    "/PS": key("foreign-objects/postscript"),
    "/Ref": key("foreign-objects/page"),
    "/OPI": key("foreign-objects/opi"),
    "/Alternates": key("foreign-objects/alternates"),
    "/F": key("foreign-objects/file"),
}


@check("foreign-objects", "error", "ISO 15930-7; ISO 15930-4 and -6")
def foreign_objects(pdf: Examined, profile: Profile) -> Faults:
    for held in pdf.objects:
        kinds = [name for name in ("/Subtype", "/Subtype2") if str(held.get(name)) == "/PS"]
        for entry, words in ENTRIES.items():
            if entry in held or (entry == "/PS" and kinds):
                yield Fault.of(words, about=key_of(held) + entry)
