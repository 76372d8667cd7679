"""LuaLaTeX with microtype: protrusion and expansion on, one pass."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from bench.design import Design, Family
from bench.engine import Command, Engine
from bench.work_item import Brief, Page

#: Lengths are CSS points, which TeX calls bp.
SOURCE = r"""\documentclass{article}
\usepackage[paperwidth=WIDTHbp,paperheight=HEIGHTbp,left=MARGINbp,right=MARGINbp,top=TOPbp,bottom=BOTTOMbp,headheight=0pt,
  headsep=0pt,footskip=24bp]{geometry}
\usepackage{fontspec,xcolor,multicol,microtype}
\usepackage[french]{babel}
\frenchsetup{AutoSpacePunctuation=false,FrenchFootnotes=false}\NoAutoSpacing
\definecolor{accent}{HTML}{BB4411}
\setmainfont[TEXTFILES]{TEXTNAME}
\newfontfamily\headfont[HEADFILES]{HEADNAME}
\newcommand\F[2]{\fontsize{#1bp}{#2bp}\selectfont}
\makeatletter\def\normalsize{\@setfontsize\normalsize{SIZEbp}{LEADINGbp}\parskip0pt}\makeatother\normalsize
\newcommand\NH{\hyphenpenalty10000\exhyphenpenalty10000\interlinepenalty10000\relax}
\newcommand\nnb{\nobreak\hskip.2em\relax}
\renewcommand\frenchhyphenmins{33}\hyphenationmin=6
\tolerance=1500 \emergencystretch=1em \hbadness=10000 \vbadness=10000
\doublehyphendemerits=20000 \finalhyphendemerits=10000 \adjdemerits=8000 \clubpenalty=10000 \widowpenalty=10000
\parindent9bp \columnsep GUTTERbp \topskip=SIZEbp \raggedcolumns
\multicolpretolerance=-1 \multicoltolerance=1500 \setlength\multicolsep{0pt}
\newcommand\heading[3]{{\noindent\raggedright\NH\headfont\F{#1}{#2}#3\par}\nobreak}
\newcommand\kicker[1]{\heading{7}{LEADING}{\bfseries\color{accent}#1}}
\newcommand\titre[1]{\heading{13}{15}{\bfseries#1}}
\newcommand\chapo[1]{\heading{8}{LEADING}{#1}\vskip3bp}
\newcommand\inter[1]{\vskip LEADINGbp\heading{8.5}{LEADING}{\bfseries#1}}
\newcommand\cit[2]{\par\vskip LEADINGbp\noindent\vbox{\hsize=\columnwidth
  {\noindent\raggedright\NH\itshape\F{14}{16.5}#1\par}\heading{6.5}{LEADING}{#2}}\par\vskip LEADINGbp}
\makeatletter\def\@oddfoot{\hfil\headfont\bfseries\F{9}{11}\thepage\hfil}\let\@evenfoot\@oddfoot\def\@oddhead{}\makeatother
\begin{document}
"""


def _escaped(text: str) -> str:
    text = re.sub(r"([&%$#_{}])", r"\\\1", text)
    return text.replace("\u00a0", "~").replace("\u202f", r"\nnb{}")


def _files(family: Family, shape: str) -> str:
    return f"Path={family.upright.parent}/,Extension={family.upright.suffix},{shape}={family.other.stem}"


def _document(pages: Sequence[Page], design: Design) -> str:
    source = SOURCE
    for word, value in (
        ("WIDTH", design.width), ("HEIGHT", design.height), ("MARGIN", design.margin), ("TOP", design.top),
        ("BOTTOM", design.height - design.top - design.depth * design.leading), ("GUTTER", design.gutter),
        ("SIZE", design.size), ("LEADING", design.leading), ("TEXTFILES", _files(design.text, "ItalicFont")),
        ("TEXTNAME", design.text.upright.stem), ("HEADFILES", _files(design.heading, "BoldFont")),
        ("HEADNAME", design.heading.upright.stem),
    ):  # fmt: skip
        source = source.replace(word, str(value))
    said = [source]
    for page in pages:
        said.append(rf"\setcounter{{page}}{{{page.folio}}}\begin{{multicols*}}{{{design.columns}}}")
        said += [("\\vskip 11bp\n" if number else "") + _brief(brief) for number, brief in enumerate(page.briefs)]
        said.append(r"\end{multicols*}\newpage")
    return "\n".join([*said, r"\end{document}"])


def _brief(brief: Brief) -> str:
    kicker, title, chapo = map(_escaped, (brief.kicker, brief.title, brief.chapo))
    said = [rf"\kicker{{{kicker}}}\titre{{{title}}}\chapo{{{chapo}}}"]
    quote = ""
    for part in brief.parts:
        words = _escaped(part.text)
        match part.kind:
            case "body":
                said.append(rf"{words}\par")
            case "inter":
                said.append(rf"\inter{{{words}}}")
            case "quote":
                quote = words
            case "source":
                said.append(rf"\cit{{{quote}}}{{{words}}}")
    return "\n".join(said)


def _absent() -> str:
    if not shutil.which("lualatex"):
        return "no lualatex on the path"
    needed = ("fontspec.sty", "microtype.sty", "multicol.sty", "frenchb.ldf")
    found = subprocess.run(["kpsewhich", *needed], capture_output=True, check=False).stdout.splitlines()
    return "" if len(found) >= len(needed) else f"LuaLaTeX lacks one of {', '.join(needed)}"


def _prepare(pages: Sequence[Page], design: Design, folder: Path) -> Command:
    (folder / "page.tex").write_text(_document(pages, design), encoding="utf-8")
    return Command(["lualatex", "-interaction=batchmode", "page.tex"], folder, folder / "page.pdf")


LUALATEX = Engine("LuaLaTeX", _absent, _prepare)
