"""Wires and exports of content systems: what is a field, what is text, what is only noted. All samples are made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from made_sources import Desk, desk, picture, told


@pytest.fixture
def into(tmp_path: Path) -> Desk:
    return desk(tmp_path)


NITF = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE nitf SYSTEM "nitf-3-3.dtd"><nitf><head><title>Tête</title>
<docdata>
<date.release norm="20180504T180000"/><du-key key="pont-gare"/><doc.copyright holder="Agence" year="2018"/></docdata></head>
<body><body.head><hedline><hl1>Le pont rouvre</hl1><hl2>Deux ans de travaux</hl2></hedline><note>
<p>Corrige le nom</p></note>
<byline>Par <person>Jeanne Roux</person></byline><distributor>Agence</distributor>
<dateline><location>Lyon</location>, 4 mai</dateline></body.head>
<body.content><block><p>Le <em>pont</em> de la gare rouvre &agrave; No&euml;l.</p><hl2>Inter</hl2>
<media media-type="image"><media-reference source="pont.jpg"/><media-caption>Le pont.</media-caption>
<media-producer>J. Roux</media-producer></media><p>Fin.</p></block></body.content></body></nitf>"""


def test_nitf_with_its_picture_beside_it(into: Desk) -> None:
    brought = into.take(("d.xml", NITF.encode()), ("pont.jpg", picture("JPEG")))
    assert into.only() == (
        "---\n# embargo : 20180504T180000\n# slug : pont-gare\n# rights : Agence 2018\n# note to the desk : "
        "Corrige le nom\n"
        "# source : Agence\ntitre: Le pont rouvre\nchapô: Deux ans de travaux\nsignature: Par Jeanne "
        "Roux\n---\nLyon, 4 mai\n\n"
        "Le *pont* de la gare rouvre à Noël.\n\n## Inter\n\n![](images/pont.jpg)\nLe pont.\nCrédit : J. Roux\n\nFin.\n"
    )
    assert {"import-embargo", "import-dateline"} <= set(told(brought))


def test_lists_and_tables_of_a_wire(into: Desk) -> None:
    content = "<p>Il rouvre.</p><ol><li>un</li><li>deux</li></ol><ul><li>trois</li><li>quatre</li></ul>"
    content += "<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>"
    content += "<table><caption>Au bord</caption><tr><td>e</td><td>f</td></tr><tr><td>g</td><td>h</td></tr></table>"
    head = "<body.head><hedline><hl1>Le pont</hl1></hedline></body.head>"
    wire = f"<nitf><body>{head}<body.content>{content}</body.content></body></nitf>"
    into.take(("a.xml", wire.encode()))
    assert into.only().partition("\n---\n")[2].split("\n\n") == [
        "Il rouvre.", "1. un", "2. deux", "• trois", "• quatre", "| a | b |\n| --- | --- |\n| c | d |",
        "Au bord", "e", "f", "g", "h\n",
    ]  # fmt: skip


def test_without_it_what_is_said_of_the_picture_is_noted(into: Desk) -> None:
    brought = into.take(("d.xml", NITF.encode()))
    assert "# pont.jpg : Le pont. — J. Roux\n" in into.only()
    assert "import-picture" in told(brought)


G2 = """<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem><itemMeta><itemClass qcode="ninat:text"/><embargoed>2018-05-04T18:00:00+02:00</embargoed></itemMeta>
<contentMeta><by>Jeanne Roux</by><creditline>Agence</creditline><slugline>pont</slugline><headline>Le pont rouvre</headline>
<description role="drol:summary">Après deux ans.</description></contentMeta>
<rightsInfo><copyrightNotice>© Agence</copyrightNotice></rightsInfo>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>
<p>Le pont <b>rouvre</b>.</p><h2>Inter</h2><p>Fin.</p></body></html></inlineXML></contentSet></newsItem>
<newsItem><itemMeta><itemClass qcode="ninat:picture"/></itemMeta><contentMeta><by>Paul Blanc</by>
<creditline>Agence</creditline>
<description role="drol:caption">Le pont, vu du sud.</description></contentMeta>
<contentSet><remoteContent href="small.jpg" width="100"/><remoteContent href="pont.jpg" width="800"/></contentSet>
</newsItem>
</itemSet></newsMessage>"""


def test_newsml_g2_with_the_picture_of_its_message(into: Desk) -> None:
    into.take(("e.xml", G2.encode()), ("pont.jpg", picture("JPEG")))
    assert into.only() == (
        "---\n# slug : pont\n# embargo : 2018-05-04T18:00:00+02:00\n# rights : © Agence\n# source : Agence\n"
        "titre: Le pont rouvre\nchapô: Après deux ans.\nsignature: Jeanne Roux\nphoto: images/pont.jpg\n"
        "légende: Le pont, vu du sud.\ncrédit: Paul Blanc / Agence\n---\nLe pont **rouvre**.\n\n## Inter\n\nFin.\n"
    )


FEED = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Flux</title>
<item><title>Le pont &amp; la gare</title><dc:creator>Jeanne</dc:creator><description>Un résumé propre.</description>
<content:encoded><![CDATA[<p>Le pont&nbsp;rouvre&eacute;.</p>]]></content:encoded></item>
<item><title>Deux</title><description>Texte &lt;b&gt;gras&lt;/b&gt; ici</description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">Le &lt;i&gt;pont&lt;/i&gt;</title>
<author><name>Jeanne</name></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>Il <em>rouvre</em>.</p></div>
</content></entry></feed>"""


def test_each_entry_of_a_feed_is_an_article(into: Desk) -> None:
    into.take(("f.xml", FEED.encode()), ("g.atom", ATOM.encode()))
    assert into.articles() == {
        "deux": "---\ntitre: Deux\n---\nTexte **gras** ici\n",
        "le-pont": "---\ntitre: Le pont\nsignature: Jeanne\n---\nIl *rouvre*.\n",
        "le-pont-la-gare": "---\ntitre: Le pont & la gare\nchapô: Un résumé propre.\nsignature: Jeanne\n---\n"
        "Le pont\u00a0rouvreé.\n",
    }


WORDPRESS = """<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<item><title>Le pont</title><dc:creator>jeanne</dc:creator><content:encoded><![CDATA[Premier.

Second [caption id="a" width="300"]<img src="https://x.fr/pont.jpg" alt="p" /> Le pont vu[/caption]

<!--more-->Fin.]]></content:encoded><excerpt:encoded><![CDATA[Un chapô.]]></excerpt:encoded>
<wp:post_type>post</wp:post_type><wp:status>publish</wp:status></item>
<item><title>Ancien</title><content:encoded>x</content:encoded><wp:post_type>post</wp:post_type><wp:status>trash</wp:status></item>
</channel></rss>"""


def test_an_export_of_wordpress(into: Desk) -> None:
    brought = into.take(("h.xml", WORDPRESS.encode()), ("pont.jpg", picture("JPEG")))
    assert into.only() == (
        "---\ntitre: Le pont\nchapô: Un chapô.\nsignature: "
        "jeanne\n---\nPremier.\n\nSecond\n\n![p](images/pont.jpg)\nLe pont vu\n\nFin.\n"
    )
    assert "import-entry" in told(brought)


NINJS = {
    "uri": "x", "type": "text", "headline": "Le pont rouvre", "byline": "Jeanne Roux", "slugline": "pont",
    "body_html": "<p>Le pont <em>rouvre</em>.</p>", "located": "Lyon", "copyrightholder": "Agence",
    "associations": {"main": {"type": "picture", "description_text": "Le pont.", "byline": "P. B.",
                              "renditions": {"web": {"href": "w.jpg", "width": 80}, "orig": {"href": "pont.jpg",
                              "width": 900}}}},
}  # fmt: skip
NINJS_2 = {
    "headlines": [{"role": "main", "value": "Le pont"}],
    "bodies": [{"contenttype": "text/plain", "value": "Il rouvre."}],
}
GHOST = {"db": [{"data": {
    "posts": [{"id": "1", "title": "Le pont", "html": "<p>Il rouvre.</p>", "custom_excerpt": "Un chapô",
    "status": "published"}],
    "users": [{"id": "u", "name": "Jeanne Roux"}], "posts_authors": [{"post_id": "1", "author_id": "u"}],
}}]}  # fmt: skip
JSON_FEED = {"version": "https://jsonfeed.org/version/1.1", "items": [
    {"title": "Le pont", "content_text": "Il rouvre.", "authors": [{"name": "Jeanne Roux"}]},
]}  # fmt: skip


@pytest.mark.parametrize(
    ("source", "article"),
    [
        (
            NINJS, "---\n# lieu : Lyon\n# slug : pont\n# source : Agence\ntitre: Le pont rouvre\nsignature: Jeanne Roux\n"
            "photo: images/pont.jpg\nlégende: Le pont.\ncrédit: P. B.\n---\nLe pont *rouvre*.\n",
        ),
        (NINJS_2, "---\ntitre: Le pont\n---\nIl rouvre.\n"),
        (GHOST, "---\ntitre: Le pont\nchapô: Un chapô\nsignature: Jeanne Roux\n---\nIl rouvre.\n"),
        (JSON_FEED, "---\ntitre: Le pont\nsignature: Jeanne Roux\n---\nIl rouvre.\n"),
    ],
)  # fmt: skip
def test_json_of_systems(into: Desk, source: Any, article: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MISE_EN_PAGE_LANG", "fr")
    into.take(("a.json", json.dumps(source).encode()), ("pont.jpg", picture("JPEG")))
    assert into.only() == article
