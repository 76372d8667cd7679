"""Abbreviations that keep what follows them: civilities, initials, references."""

from __future__ import annotations

from mise_en_page.typography.near import CAPITALS, Signs, near
from mise_en_page.typography.policy import NO_BREAK
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
    rf"\b(?:MM?\.|(?:Mr|Mmes?|Mlles?|Mgr|Drs?|Prs?|Me(?! Too\b)|Vve)\.?)( )(?={CAPITAL}[\w’'.-])",
    *(Signs("M", "M.mlgre"), Signs("DP", "r"), Signs("V", "v")),
    before=1,
    after=8,
)
#: « M. le maire », « MM. les conseillers ».
OFFICE = near(
    r"(?<![\w.])MM?\.( )(?=(?:l[ea]s?|du|des?|et) |[ld][’'])", Signs("M", ".M"), before=2, after=8,
)  # fmt: skip
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
#: « P.I.B. » and « P. X » are no pages: a Roman numeral is one behind a small letter, and not before a point and a letter.
REFERENCE = near(
    r"(?<![\w.])(?:(?:[Pp]p?|[Aa]rt|[Ff]ig|[Cc]hap|[Vv]ol|[Tt]ab|éd|[Ll]iv|[Ss]ect|al|no|nos|t)\.([ \u00a0\u202f]?)(?=\d)"
    r"|(?:pp?|[Aa]rt|[Ff]ig|[Cc]hap|[Vv]ol|[Tt]ab|[Ll]iv|[Ss]ect|t)\.([ \u00a0\u202f]?)(?=[IVXLC]+\b(?!\.\w)))",
    Signs(".", " \u00a0\u202f0123456789IVXLC"), before=6, after=24,
)  # fmt: skip
CF = near(r"\b[cC]f\.?([ \u00a0\u202f])(?=\S)", Signs("cC", "f"), before=1, after=6)
ERA = near(r"\b(?:av|apr)\.([ \u00a0\u202f]?)(?=J\.-C\.)", Signs("J", "."), before=8, after=8)
PARAGRAPH = near(r"§([ \u00a0\u202f]?)(?=\d)", "§", before=1, after=4)
MISTER = near(rf"\bMr(?=\.?[ \u00a0]{CAPITAL}[\w’'-])\.?", Signs("M", "r"), before=1, after=8)

RULES = (
    rule(
        "AB-MR", "Lexique IN 2002, Monsieur", ("Mr Dupont", "M.⍽Dupont"), MISTER, insert="M.", setting="fix_mr", only="yes"
    ),
    rule(
        "AB-TITLE", "Antidote, Titres de civilité", ("M. Dupont", "M.⍽Dupont"), TITLE, OFFICE, GLUED_TITLE, insert=NO_BREAK
    ),
    rule("AB-INIT", "Antidote, Initiales", ("J.-P. Blois", "J.-P.⍽Blois"), INITIALS, ALONE, WITHIN, insert=NO_BREAK),
    rule("AB-REF", "OQLF, Espacements", ("p.12", "p.⍽12"), REFERENCE, CF, PARAGRAPH, insert=NO_BREAK),
    rule("AB-ERA", "OQLF, Espacements", ("av. J.-C.", "av.⍽J.-C."), ERA, insert=NO_BREAK, setting="av_jc", only="yes"),
)
