"""Abbreviations that keep what follows them: civilities, initials, references."""

from __future__ import annotations

from collections.abc import Iterator

from mise_en_page.typography.flat import Edit
from mise_en_page.typography.near import CAPITALS, Signs, near
from mise_en_page.typography.policy import NO_BREAK, Policy
from mise_en_page.typography.rules.rule import rule

CAPITAL = "[A-ZÀ-ÖØ-Þ]"
#: What begins a sentence, and is no name.
SMALL_WORDS = (
    r"(?:L[ea]s?|Une?|Des?|Du|Il|Ils|Elles?|On|Nous|Vous|Je|Tu|Ce|Cet|Cette|Ces|Ça|Mais|Et|Ou|Où|Or|Ni|Car|Donc|Pour|Par|Avec|"
    r"Sans|Dans|En|Au|Aux|Chez|Sur|Sous|Vers|Plan|Vitamine|Groupe|Bâtiment|Hépatite|Série|Ligue|Classe|Catégorie|Annexe|Ligne|"
    r"Porte|Quai|Hall|Point|Leurs?|Son|Sa|Ses|Mon|Ma|Mes|Tout|Tous|Toutes?|Qui|Que|Quand|Si|Ainsi|Alors|Après|Avant|Depuis|"
    r"Selon|Résultat|Aucune?|Plus|Même|Puis|Enfin|Comme|Comment|Pourquoi)\b"
)
TITLE = near(
    rf"\b(?:MM?\.|(?:Mr|Mmes?|Mlles?|Mgr|Drs?|Prs?|Me|Vve)\.?)( )(?={CAPITAL}[\w’'.-])",
    *(Signs("M", "M.mlgre"), Signs("DP", "r"), Signs("V", "v")),
    before=1,
    after=8,
)
GLUED_TITLE = near(rf"(?<![\w.])MM?\.()(?={CAPITAL}[a-zà-ÿ])", Signs("M", "."), before=3, after=8)
INITIALS = near(
    rf"(?<![\w.])(?:{CAPITAL}h?\.-{CAPITAL}h?\.|(?:{CAPITAL}\. ?){{1,3}}{CAPITAL}\.)( )(?={CAPITAL}[\w’'-])",
    Signs(CAPITALS + "h", "."), before=16, after=16,
)  # fmt: skip
#: One initial alone is a name's before a name, and after what comes before names: « plan B. Les » is none.
ALONE = near(
    r"(?:^|[\n\u2029(«“]\u00a0?|[,.!?:][ \u00a0]|\b(?:de|et|ou|à|par|que|ici|avec|pour|chez|dont|selon) |"
    rf"(?<![\w’'-])(?!{SMALL_WORDS}){CAPITAL}[a-zà-ÿ]{{2,20}} )"
    rf"{CAPITAL}h?\.( )(?!{SMALL_WORDS}){CAPITAL}[a-zà-ÿ’'-]",
    Signs(CAPITALS + "h", "."), before=40, after=24,
)  # fmt: skip
WITHIN = near(rf"(?<![\w.])(?:{CAPITAL}\.( ))(?={CAPITAL}\.[ \u00a0]?{CAPITAL})", Signs(CAPITALS, "."), before=4, after=8)
REFERENCE = near(
    r"\b(?:[Pp]p?|[Aa]rt|[Ff]ig|[Cc]hap|[Vv]ol|[Tt]ab|éd|[Ll]iv|[Ss]ect|al|no|nos|t)\.([ \u00a0\u202f]?)(?=\d|[IVXLC]+\b)",
    Signs(".", " \u00a0\u202f0123456789IVXLC"), before=6, after=24,
)  # fmt: skip
CF = near(r"\b[cC]f\.?([ \u00a0\u202f])(?=\S)", Signs("cC", "f"), before=1, after=6)
ERA = near(r"\b(?:av|apr)\.([ \u00a0\u202f]?)(?=J\.-C\.)", Signs("J", "."), before=8, after=8)
PARAGRAPH = near(r"§([ \u00a0\u202f]?)(?=\d)", "§", before=1, after=4)


@rule(
    "AB-TITLE",
    authority="Antidote, Titres de civilité",
    example=("M. Dupont", "M.⍽Dupont"),
    near=(TITLE, GLUED_TITLE),
)
def titles(text: str, _policy: Policy) -> Iterator[Edit]:
    """M., Mme, Dr, Me ne quittent pas le nom."""
    for pattern in (TITLE, GLUED_TITLE):
        yield from (Edit(*match.span(1), NO_BREAK, "AB-TITLE") for match in pattern.finditer(text))


MISTER = near(rf"\bMr(?=\.?[ \u00a0]{CAPITAL}[\w’'-])\.?", Signs("M", "r"), before=1, after=8)


@rule(
    "AB-MR",
    authority="Lexique IN 2002, Monsieur",
    setting="fix_mr",
    value="yes",
    example=("Mr Dupont", "M.⍽Dupont"),
    near=(MISTER,),
)
def mister(text: str, policy: Policy) -> Iterator[Edit]:
    """« Mr », qui est anglais, devient « M. », si la publication le veut."""
    if policy.fix_mr == "yes":
        yield from (Edit(*match.span(), "M.", "AB-MR") for match in MISTER.finditer(text))


@rule(
    "AB-INIT",
    authority="Antidote, Initiales",
    example=("J.-P. Blois", "J.-P.⍽Blois"),
    near=(INITIALS, ALONE, WITHIN),
)
def initials(text: str, _policy: Policy) -> Iterator[Edit]:
    """Les initiales ne quittent pas le nom."""
    for pattern in (INITIALS, ALONE, WITHIN):
        yield from (Edit(*match.span(1), NO_BREAK, "AB-INIT") for match in pattern.finditer(text))


@rule(
    "AB-REF",
    authority="OQLF, Espacements",
    example=("p.12", "p.⍽12"),
    near=(REFERENCE, CF, PARAGRAPH),
)
def references(text: str, _policy: Policy) -> Iterator[Edit]:
    """p., art., fig., chap., vol., § et cf. ne quittent pas ce qu’ils annoncent."""
    for pattern in (REFERENCE, CF, PARAGRAPH):
        yield from (Edit(*match.span(1), NO_BREAK, "AB-REF") for match in pattern.finditer(text))


@rule("AB-ERA", authority="OQLF, Espacements", setting="av_jc", example=("av. J.-C.", "av.⍽J.-C."), near=(ERA,))
def eras(text: str, policy: Policy) -> Iterator[Edit]:
    """av. et apr. ne quittent pas J.-C."""
    if policy.av_jc == "yes":
        yield from (Edit(*match.span(1), NO_BREAK, "AB-ERA") for match in ERA.finditer(text))


RULES = (mister, titles, initials, references, eras)
