"""The file of an HTML proof: its policy, its parts and their words.

It may run its own script and show its own styles, by their digests, and pictures and fonts that it holds itself; nothing
else, and nothing from anywhere (Content Security Policy 3). Without a script it shows all of this as well, one after the
other.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import Any, Final

from mise_en_page.model import limits
from mise_en_page.model.message import Message, key, language, say
from mise_en_page.model.problem import Problem
from mise_en_page.pipeline.build import Set
from mise_en_page.proof.html import conversations
from mise_en_page.proof.html.conversations import Placed
from mise_en_page.proof.html.pages import DrawnPage
from mise_en_page.proof.html.svg import number
from mise_en_page.proof.paper import furniture
from mise_en_page.proof.versions import Version

#: What the script says, by the names that it has for it.
WORDS: Final = (
    key("html-script/comment"), key("html-script/propose"), key("html-script/answer"), key("html-script/edit"),
    key("html-script/delete"), key("html-script/see-text"), key("html-script/see-page"), key("html-script/whole-page"),
    key("html-script/mine"), key("html-script/proposed"), key("html-script/taken-out"),
    key("html-script/sent"), key("html-script/not-kept"),
    key("html-script/copied"),
    key("html-script/page"),
)  # fmt: skip
SPACES: Final = {"plain": "␣", "nb": "⍽", "fine": "⍽"}


@dataclass(frozen=True, slots=True)
class Written:
    """An article: its id, its title, the folios on which it stands, and itself in HTML."""

    name: str
    title: str
    folios: tuple[int, ...]
    html: str


@dataclass(frozen=True, slots=True)
class Content:
    """All that the file holds. ``css`` is the drawings' own, ``lines`` are by page (``places.lines``)."""

    made: Set
    version: Version
    pages: tuple[DrawnPage, ...]
    css: str
    articles: tuple[Written, ...]
    lines: tuple[list[list[Any]], ...]
    threads: tuple[Placed, ...]
    problems: tuple[Problem, ...]


def written(content: Content) -> bytes:
    """The file: the same content, the same bytes."""
    own = files("mise_en_page.proof.html")
    style = own.joinpath("proof.css").read_text(encoding="utf-8") + content.css
    script = own.joinpath("proof.js").read_text(encoding="utf-8")
    title = str(say("sheet/title", publication=content.made.issue.publication.name, number=content.made.issue.number,
                    version=content.version.digest))  # fmt: skip
    policy = (
        f"default-src 'none'; img-src data:; font-src data:; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    spoken = content.made.issue.publication.language
    return "".join((
        f'<!doctype html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        '<meta name="color-scheme" content="light dark">\n',
        '<meta name="referrer" content="no-referrer">\n',
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n",
        _header(content),
        '<div id="room">\n<main id="main">\n',
        _contents(content),
        f'<section id="pages" aria-labelledby="h-pages">\n<h2 id="h-pages">{_said(say("html/pages"))}</h2>\n',
        *(_page(content, n) for n in range(len(content.pages))),
        f'</section>\n<section id="texts" aria-labelledby="h-texts" lang="{escape(spoken)}">\n',
        f'<h2 id="h-texts" lang="{language()}">{_said(say("html/texts"))}</h2>\n',
        *(article.html for article in content.articles),
        f"</section>\n{_problems(content.problems)}{_corrections(content.made)}</main>\n",
        _comments(content), "</div>\n", _dialog(), _data(content),
        f"<script>{script}</script>\n</body>\n</html>\n",
    )).encode("utf-8", "backslashreplace")  # fmt: skip


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}"


def _header(content: Content) -> str:
    issue, version = content.made.issue, content.version
    return (
        f'<a class="skip" href="#main">{_said(say("html/skip"))}</a>\n<header class="bar">\n'
        f'<div class="name"><h1>{escape(issue.publication.name)} <span>{escape(issue.number)}</span></h1>'
        f"<p>{_said(say('html/version', version=version.digest))} · {escape(str(version.said))}</p></div>\n"
        f'<nav class="views" aria-label="{_said(say("html/views"))}">'
        f'<a href="#pages" data-view="pages">{_said(say("html/pages"))}</a>'
        f'<a href="#texts" data-view="texts">{_said(say("html/texts"))}</a></nav>\n'
        f'<div class="zoom" role="group" aria-label="{_said(say("html/zoom"))}" hidden>'
        f'<button type="button" data-zoom="-" aria-label="{_said(say("html/smaller"))}">−</button>'
        '<output aria-live="polite">100 %</output>'
        f'<button type="button" data-zoom="+" aria-label="{_said(say("html/larger"))}">+</button></div>\n'
        f'<a class="to-comments" href="#comments">{_said(say("html/comments"))} '
        f'<span id="count">{len(content.threads)}</span></a>\n'
        "</header>\n"
    )


def _contents(content: Content) -> str:
    rows = []
    for article in content.articles:
        folios = ", ".join(map(str, article.folios))
        where = f" <small>{_said(say('html/folios', folios=folios))}</small>" if folios else ""
        rows.append(f'<li><a href="#{article.name}">{escape(article.title)}</a>{where}</li>\n')
    return (
        f'<nav id="contents" aria-labelledby="h-contents"><details open>'
        f'<summary id="h-contents">{_said(say("html/contents"))}'
        f"</summary><ol>\n{''.join(rows)}</ol></details></nav>\n"
    )


def _page(content: Content, n: int) -> str:
    page, folio = content.pages[n], content.made.makeup.pages[n].folio
    name = _said(say("html/page", folio=folio))
    view = f"0 0 {number(page.width)} {number(page.height)}"
    return (
        f'<figure class="sheet" id="page-{folio}" data-page="{n}"><figcaption>{name}</figcaption><div class="paper">\n'
        f'<svg class="page" role="img" aria-label="{name}" viewBox="{view}" xml:space="preserve">'
        f'<g id="d{n + 1}">{page.body}</g></svg><div class="marks"></div></div></figure>\n'
    )


def _comments(content: Content) -> str:
    listed = conversations.listed(content.threads)
    return (
        f'<aside id="comments" aria-labelledby="h-comments" tabindex="-1">'
        f'<h2 id="h-comments">{_said(say("html/comments"))}</h2>\n'
        f'<p class="how" hidden>{_said(say("html/how"))}</p><p id="kept" role="status"></p>\n'
        f'<div id="send" hidden><button type="button" id="send-file">{_said(say("html/send"))}</button> '
        f'<button type="button" id="share" hidden>{_said(say("html/share"))}</button> '
        f'<button type="button" id="copy">{_said(say("html/copy"))}</button><p id="sent" role="status"></p></div>\n'
        f'<ol id="mine" role="list"></ol>\n<ol id="theirs" role="list">\n{listed}</ol>\n'
        f"<noscript><p>{_said(say('html/no-script'))}</p></noscript></aside>\n"
    )


def _dialog() -> str:
    """What is written into: comments, proposals, answers."""
    return (
        '<div id="act" role="toolbar" aria-labelledby="act-quote" hidden><q id="act-quote"></q>'
        '<span id="act-buttons"></span></div>\n'
        '<dialog id="writing" aria-labelledby="w-title"><form method="dialog">'
        '<h2 id="w-title"></h2><blockquote></blockquote>\n'
        f'<p id="w-replace"><label for="w-words">{_said(say("html/replace-by"))}</label>'
        f'<textarea id="w-words" rows="3" maxlength="{limits.COMMENT}"></textarea></p>\n'
        f'<p><label for="w-text">{_said(say("html/your-comment"))}</label>'
        f'<textarea id="w-text" rows="4" maxlength="{limits.COMMENT}"></textarea></p>\n'
        f'<p><label for="w-by">{_said(say("html/your-name"))}</label>'
        f'<input id="w-by" autocomplete="name" maxlength="{limits.COMMENT_NAME}" required></p>\n'
        f'<p class="buttons"><button type="submit" value="keep">{_said(say("html/keep"))}</button>'
        f'<button type="button" id="w-cancel">{_said(say("html/cancel"))}</button></p></form></dialog>\n'
    )


def _data(content: Content) -> str:
    words = {each.partition("/")[2]: say(each).spoken() for each in WORDS}
    issue = content.made.issue
    folios = [page.folio for page in content.made.makeup.pages]
    data = {
        "issue": issue.name, "version": content.version.digest, "words": words, "most": limits.COMMENT,
        "pages": [{"folio": folio, "size": [round(page.width, 2), round(page.height, 2)], "lines": lines}
                  for folio, page, lines in zip(folios, content.pages, content.lines, strict=True)],
        "threads": [each.data() for each in content.threads],
    }  # fmt: skip
    told = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c").replace("\u2028", "\\u2028")
    return f'<script type="application/json" id="data">{told}</script>\n'


# --- the lists -------------------------------------------------------------------------------------------------------


def _problems(problems: Sequence[Problem]) -> str:
    views, _ = furniture.problem_views(problems)
    if not views:
        return ""
    rows = "".join(map(_problem, views))
    count = escape(str(say("sheet/problems-count", n=len(views))))
    return (
        f'<section id="problems" aria-labelledby="h-problems"><h2 id="h-problems">{count}</h2><ol>\n{rows}</ol></section>\n'
    )


def _problem(view: Mapping[str, Any]) -> str:
    word, where, message, hint = (escape(view[name]) for name in ("word", "where", "message", "hint"))
    more = f" <small>{hint}</small>" if hint else ""
    return f'<li class="{view["severity"]}"><b>{word}</b> <span>{where}</span> {message}{more}</li>\n'


def _corrections(made: Set) -> str:
    views, _ = furniture.correction_views(made)
    if not views:
        return ""
    count = escape(str(say("sheet/corrections-count", n=len(made.corrections))))
    return (
        f'<section id="corrections" aria-labelledby="h-corrections"><h2 id="h-corrections">{count}</h2>\n'
        f"<details><summary>{_said(say('html/by-rule'))}</summary>\n{''.join(_rules(views))}</details></section>\n"
    )


def _rules(views: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for view in views:
        rows = "".join(map(_correction, view["rows"]))
        yield f'<h3>{escape(view["rule"])}</h3><p lang="fr">{escape(view["sentence"])}</p><ul>\n{rows}</ul>\n'


def _correction(row: Mapping[str, Any]) -> str:
    before, after = _passage(row["before"], "del"), _passage(row["after"], "ins")
    others = f" <small>{escape(row['others'])}</small>" if row["others"] else ""
    return f"<li><span>{escape(row['where'])}</span> {before} → {after}{others}</li>\n"


def _passage(parts: Sequence[tuple[str, str]], element: str) -> str:
    made = []
    for kind, text in parts:
        words = SPACES.get(kind, escape(text))
        made.append(words if kind == "text" else f"<{element}>{words}</{element}>")
    return "".join(made)


def _said(message: Message) -> str:
    return escape(str(message))
