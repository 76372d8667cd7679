"""Where sentences begin and end: the capital, the final point, and two points where there is one, or three."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mise_en_page.model.message import key
from mise_en_page.typography.lexicon import lexicon
from mise_en_page.typography.near import Signs, near
from mise_en_page.typography.told.finding import Finding, Passage, found, listed

_SMALL = "a-zà-öø-ÿœ"
#: A paragraph of so many words is no headline, nor agenda's line, nor signature; of fewer if several sentences stand in it,
#: or if it begins as sentences do.
LONG, BEGUN, SEVERAL = 18, 10, 6
BEGINS = re.compile(
    r"(?:L[ea]s?|L’\w+|Une?|Des|Du|Ils?|Elles?|On|Nous|Vous|Ce|Cet|Cette|Ces|C’est|Aux?|À|En|Dans|Pour|Par|Avec|Sur|Depuis|Selon|"
    r"Après|Avant|Mais|Si|Quand|Son|Sa|Ses|Leurs?|Chaque|Plus)[ \u00a0]"
)
#: Among so many others that end with their point, a paragraph is prose.
MOST = 0.8
INNER_POINT = re.compile(rf"[{_SMALL}»”)]{{2}}\.[ \u00a0][A-ZÀ-Þ«]")
#: So many words at its end are told.
LAST = 3
#: « Rens. », « Tél. » and the like open what is a notice, not a sentence.
NOTICE = re.compile(
    r"\b(?:[Rr]ens(?:eignements)?|[Tt]él|[Rr]és(?:erv)?(?:ations?)?|[Ii]nfos?|[Tt]arifs?|[Ee]ntrée)\b\.? ?[:\u00a0]"
    r"|\d h\b.*\d h\b|\d[ \u00a0]€"
)


def final_point(passage: Passage) -> Iterator[Finding]:
    text = passage.text.rstrip()
    if passage.role != "paragraph" or not text or not text[-1].isalnum():
        return
    several = INNER_POINT.search(text) is not None
    if not several and not lexicon().knows(re.split(r"[\s\u00a0]", text[-60:])[-1]):
        return
    least = SEVERAL if several else BEGUN if BEGINS.match(text) else LONG
    if passage.ended < (MOST if several else 1) or len(text.split()) < least or (not several and ":" in text):
        return
    if text[0].islower() or "\n" in text or NOTICE.search(text) or text.startswith(("—", "–", "-", "•")):
        return
    if not any(end >= len(text) for _, end in (*passage.links, *passage.set_off)):
        words = text.rsplit(None, LAST)
        yield found(passage, len(words[0]) + 1, len(text), key("final-point"))


#: Words whose point ends no sentence.
ABBREVIATIONS = listed("""
etc av apr ap art éd env max min tél fax rens rés réserv ex cf fig vol coll trad dir réal int inf sup dép dépt arr
arrt gén col cap lieut prof sté cie st ste bd bld boul pl rte imp chap tab liv sect sq suiv id ibid op cit loc vs vo
vf mme mlle mgr dr pr me jr sr ing mr mrs ms hab kg km sec oct sept nov déc janv févr avr juil lun mar mer jeu ven sam
dim bat bât app appt apt esc no nos num mens hebdo trim an ans adj adv syn hon resp inc corp ltd bros comm mus photo
ph doc docs réf réfs not anc auj trop spec spéc alt lat long temp temps approx bibl introd suppl mss p pp t al v s d
mm cm ml cl dl mg mn hl ha kw mw gw rn rd na nb sc ss r q b c e f g h i j k l m n o u w x y z ed eds
""")
#: A shorter word may be an abbreviation, unless it is a word.
LEAST = 3
NEXT = near(
    r"(?<![\w.])(?P<last>(?:[^\W\d_]|[’'-]){2,40}|\d{4})(?:[ \u00a0]?[»”)])?\.[ \u00a0]"
    rf"(?P<next>[{_SMALL}][{_SMALL}’'-]*)"
    r"(?![\w.@/]|[ \u00a0]:)",
    Signs(".", " \u00a0"), before=42, after=42,
)  # fmt: skip


def capital(passage: Passage) -> Iterator[Finding]:
    if passage.role == "line":
        return
    words = lexicon()
    if passage.role == "paragraph" and passage.ended >= MOST and passage.before == ".":
        first = re.match(rf"[{_SMALL}][{_SMALL}’'-]+", passage.text)
        whole = len(passage.text.split()) >= SEVERAL and passage.text.rstrip()[-1:] in ".!?…"
        if first and whole and words.knows(first.group()):
            yield found(passage, *first.span(), key("sentence-capital"))
    for match in NEXT.finditer(passage.text):
        last, following = match["last"], match["next"]
        bare = last.rpartition("’")[2]
        if bare.lower() in ABBREVIATIONS or not words.knows(following) or (len(bare) < LEAST and not words.knows(bare)):
            continue
        at = match.start("next")
        word = found(passage, at, at + len(following), key("sentence-capital"), accept=f"{last}. {following}")
        if _begins_sentence(passage.text, at):
            yield word


def _begins_sentence(text: str, at: int) -> bool:
    """Is what follows long enough to be a sentence, and not the next of some abbreviations?"""
    following = re.match(r"[^.!?…\n]*", text[at : at + 400])
    return following is not None and len(following.group().split()) >= 3


TWO = near(r"(?<=[\w»”)’])(?<![ \u00a0][A-Z])(?<!\betc)\.\.(?![.\w/\\])", Signs(".", "."), before=4, after=3)


def two_points(passage: Passage) -> Iterator[Finding]:
    for match in TWO.finditer(passage.text):
        start = match.start()
        while start > 0 and not passage.text[start - 1].isspace():
            start -= 1
        if any(sign in passage.text[start : match.start()] for sign in "/\\@"):
            continue
        yield found(passage, start, match.end(), key("two-points"))
