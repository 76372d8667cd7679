"""The page of the rules for editors, in French, made from the rules themselves.

``python -m tools.typography_page`` writes it out; docs/typography/regles.md is what it wrote.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import fields

from mise_en_page.model.message import say, spoken
from mise_en_page.model.problem import Problem
from mise_en_page.typography import accepting, correct_text
from mise_en_page.typography.policy import CHOICES, PROFILES, Policy
from mise_en_page.typography.rules import EVERY_RULE, Rule
from mise_en_page.typography.told import KINDS

INTRODUCTION = """\
# Les règles de typographie

Page tirée des règles elles-mêmes par `python -m tools.typography_page` : ne pas la modifier à la main.

Le manuscrit se tape au kilomètre, avec les guillemets et les espaces du clavier ; la mise en page corrige ce qui est sûr,
laisse ce qui ne l’est pas et le signale. Rien n’est jamais touché dans une adresse, un courriel, un chemin, du code, un
rapport (16:9), un numéro de version, un mot-dièse.

Dans cette page, `⍽` est l’espace insécable (U+00A0), `¦` la fine insécable (U+202F). Ce sont des sortes d’espaces, non des
dessins : la composition leur donne leur largeur, même si la fonte n’a pas la fine.

## Voir ce qui a été corrigé

`mise-en-page typography --explain fichier.txt` donne une ligne par correction : `ligne:colonne`, avant `→` après, la règle,
sa phrase, son autorité ; `␣` est une espace ordinaire, `∅` rien du tout. Les lignes sans place, à la fin, sont des
avertissements : le texte est resté tel quel, c’est au secrétaire de rédaction de décider.

## Régler une publication

Là où les autorités se contredisent, il y a un réglage ; un profil (`language` dans `publication.yaml`) les fixe tous, et la
publication en change un à la fois :

```yaml
language: fr-FR
typography:
  colon_space: nnbsp
  dialogue_dash: en
```

## Garder un mot tel quel

Un titre de presse, une marque, une raison sociale qui ne suit pas les règles s’inscrit dans `publication.yaml` : aucune
règle n’y touche plus, rien n’en est signalé, et il ne se coupe pas. Les capitales comptent (« Etat critique » n’est pas
« État critique ») ; l’apostrophe peut être droite ou courbe.

```yaml
typography:
  keep: [La Vie, Vélib', Etat critique]
```

## Les accents des capitales

Un lexique complet du français dit quels mots n’existent qu’accentués : `Etat`, `Agée`, `Champs-Elysées`, `ETAT` ne
peuvent être que `État`, `Âgée`, `Champs-Élysées`, `ÉTAT`. Ce qui peut être plusieurs mots (`PECHE`), un prénom (`Eric
Idle`, `Elisabeth Moss`) ou une marque (`prix Echo`) reste tel quel et se signale, sauf devant un nom bien français (`Émile
Zola`). « À » reprend son accent en tête de phrase devant un nom de lieu, un infinitif, une locution ; le verbe, la lettre
et les titres anglais restent : `A voté`, `A comme Alice`, `A Star Is Born`.

## Couper les mots

Ne se coupent jamais : un sigle, un nombre, un mot de moins de six lettres, une abréviation, une adresse ; un composé ne se
coupe qu’à son propre trait d’union, et rien ne se coupe à l’apostrophe. Un nom propre, ou le dernier mot d’un paragraphe,
ne se coupe que si la ligne serait sinon pleine de trous. La syllabe muette reste sur sa ligne (res-taient, mais « restent »
d’une pièce) ; un mot anglais composé se coupe à son joint (story-telling) ou pas du tout. Il reste au moins deux lettres
avant la coupure et trois après. Une publication a le dernier mot par sa liste d’exceptions, une ligne par mot :
`show-room` (où le couper), `desk=` (ne pas le couper), `weekend=week-end` (le mot, puis ses coupures) :

```yaml
typography:
  hyphenation: |
    show-room
    desk=
```

La même liste peut être un fichier `hyphenation.txt`, à côté de `publication.yaml` (`#` ouvre un commentaire).
"""


def page() -> str:
    """The whole page, as Markdown."""
    with spoken("fr"):
        return "\n".join([INTRODUCTION, *_rules(), "", *_told(), "", *_settings(), ""])


def _rules() -> Iterator[str]:
    yield "## Les règles, dans l’ordre où elles s’appliquent"
    yield ""
    yield "| Règle | Ce qu’elle fait | Avant → après | Autorité | Réglage |"
    yield "|---|---|---|---|---|"
    for rule in EVERY_RULE:
        setting = f"`{rule.setting}{rule.value and ': '}{rule.value}`" if rule.setting else "–"
        yield f"| {rule.id} | {_cell(rule.sentence)} | {_example(rule)} | {_cell(rule.authority)} | {setting} |"


TOLD = """\
## Ce qui est signalé, et jamais changé

Là où la règle n’est pas sûre, le texte reste, et un avertissement donne la place et le code : dans `check`, dans l’épreuve
en direct (`preview`), et seul avec `mise-en-page spell`. Ce qui est juste malgré tout s’accepte une fois pour toutes, par
une ligne de `mots.txt`, à côté de `publication.yaml` : à la main, par `mise-en-page spell NUMÉRO --accept 'Lundi rouge'`,
ou d’un clic dans l’épreuve en direct. Un mot vaut derrière une élision et au pluriel ; tapé en minuscules, il vaut avec
toute capitale ; une expression vaut là où elle se trouve. `#` ouvre un commentaire.

```
# mots.txt : les mots de la maison
vantelle            # et « vantelles », « Vantelle »
TikTok              # sa graphie : « Tiktok » sera signalé
Lundi rouge         # « le Lundi rouge », et non tous les lundis
S.N.C.F.
Dupond / Dupont     # deux personnes : les deux graphies sont justes
```

Les mots de `keep` sont acceptés de même.

| Code | Dans le texte | Ce qui est dit | Ligne de `mots.txt` |
|---|---|---|---|"""

#: Texts in which the rules themselves find a doubt.
DOUBTS = (
    "Un « oui franc et massif.", "Début à 14:30.", "Le baril à $80.", "Quelque 12500 places.", "Le pont 3 - 4 étages.",
    "Le pont – fermé depuis mai –.", "Un prix Echo pour elle.",
)  # fmt: skip
#: What is held over a whole issue: code, text, sentence, line of mots.txt.
OVER_AN_ISSUE = (
    ("St-Étienne… Saint-Étienne",
     say("two-spellings", words="St-Étienne", other="Saint-Étienne", place="articles/foire.md:4"),
     "St-Étienne / Saint-Étienne"),
    ("un email", say("house-word", words="email", right="e-mail"), "email"),
)  # fmt: skip


def _told() -> Iterator[str]:
    yield TOLD
    found = [(kind.example.text, finding.said) for kind in KINDS for finding in kind.find(kind.example)]
    found += [(text, warn.said) for text in DOUBTS for warn in correct_text(text).warnings]
    accepted = [(text, said, accepting(Problem("", "warning", said))) for text, said in found]
    for text, said, line in (*accepted, *OVER_AN_ISSUE):
        yield f"| `{said.key.partition('/')[0]}` | {_cell(text)} | {_cell(str(said))} | `{_visible(line)}` |"


def _settings() -> Iterator[str]:
    yield "## Les réglages"
    yield ""
    yield f"| Réglage | Valeurs | {' | '.join(PROFILES)} |"
    yield f"|---|---|{'---|' * len(PROFILES)}"
    for setting in fields(Policy):
        if setting.name not in CHOICES:
            continue
        values = ", ".join(f"`{value}`" for value in CHOICES[setting.name])
        chosen = " | ".join(f"`{getattr(policy, setting.name)}`" for policy in PROFILES.values())
        yield f"| `{setting.name}` | {values} | {chosen} |"
    yield ""
    yield "`nbsp` est l’insécable, `nnbsp` la fine insécable, `none` rien, `keep` tel quel, `lint` un simple avertissement."
    yield ""
    yield "`brand_bang` prend des noms qui portent leur point (`Yahoo! Pschitt!`), outre ceux que l’on connaît déjà."
    yield ""
    yield (
        "Les lettres qui restent avant et après une coupure sont affaire de dessin, donc de feuille de style :"
        " `hyphenate-limit-chars` dans le `style.css` du gabarit. Deux lignes de suite au plus se coupent."
    )


def _example(rule: Rule) -> str:
    before, after = (_visible(text) for text in rule.example)
    return f"`{before}` → `{after}`"


def _visible(text: str) -> str:
    """Invisible signs by their code, and a bar that would end the cell."""
    shown = text.replace("\u00a0", "⍽").replace("\u202f", "¦").replace("|", "\\|").replace("\n", "↵")
    return "".join(
        f"[U+{ord(sign):04X}]" if ord(sign) in (0xAD, 0x301, 0x300, 0x200B, 0xFB03, 0xF0B7) else sign for sign in shown
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(page())
