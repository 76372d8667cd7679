"""What a template may not do: leave its sandbox, go on without end, or make more than a page holds; each told in its words.

Every case takes a moment: what is too large is refused before it is made, wherever that can be known.
"""

from __future__ import annotations

import time

import pytest
from markupsafe import Markup

from mise_en_page.model.layout import Grid, Layout
from mise_en_page.model.problem import Refused, Span
from mise_en_page.rendering.template import Area, IssueView, PageView, render_template

GRID = Grid(600.0, 800.0, 10.0, 20.0, 20.0, 12, 10.0, 12.0)
AREA = Area("rail", 1.0, 2.0, 3.0, 4.0)
PAGE = PageView(3, "recto", Markup("Brèves"), {"rail": AREA}, (AREA,) * 10, (), ())
CONTEXT = {
    "page": PAGE,
    "issue": IssueView("1", Markup("Titre"), "4 mai 2018", "mai 2018"),
    "grid": GRID,
    "publication": AREA,
}

GROWING = "{% set ns = namespace(s='xx') %}{% for i in range(60) %}{% set ns.s = REPEATED %}{% endfor %}{{ ns.s }}"
NESTED = "{% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}"
UNSAFE = "is unsafe"
UNKNOWN = "is not known here"
ATTACKS = {
    # out of the sandbox
    "{{ ''.__class__.__mro__ }}": UNSAFE,
    "{{ ''|attr('__class__') }}": UNSAFE,
    "{{ ''|attr('\\x5f\\x5fclass\\x5f\\x5f') }}": UNSAFE,
    "{{ ''['__cla' ~ 'ss__'] }}": UNSAFE,
    "{{ page.__init__.__globals__ }}": UNKNOWN,
    "{{ page['__class__'] }}": UNKNOWN,
    "{{ (grid|box).__html__.__globals__ }}": "unsupported operand",
    "{{ self._TemplateReference__context }}": UNSAFE,
    "{{ self.__init__.__globals__ }}": UNSAFE,
    "{{ range.__self__ }}": UNSAFE,
    "{{ namespace.__init__.__globals__ }}": UNSAFE,
    "{{ dict.__base__.__subclasses__() }}": UNSAFE,
    "{{ lipsum.__globals__.os.popen('id').read() }}": "undefined",
    "{{ cycler.__init__.__globals__ }}": UNSAFE,
    "{{ joiner }}": "undefined",
    "{{ config }}": "undefined",
    "{{ request.application.__globals__ }}": "undefined",
    "{{ '{0.__class__.__init__.__globals__}'.format(page) }}": UNSAFE,
    "{{ '{a.__class__}'.format_map({'a': 1}) }}": UNSAFE,
    "{{ [1]|map(attribute='__class__')|first }}": UNSAFE,
    "{{ [1]|map('attr', '__class__')|join }}": UNSAFE,
    "{{ page.slots.update(a=1) }}": UNKNOWN,
    "{{ ([1]).append(2) }}": UNSAFE,
    "{% for x in ().__class__.__base__.__subclasses__() %}{% endfor %}": UNSAFE,
    "{% macro m() %}{% endmacro %}{{ m.__globals__ }}": "no attribute",
    "{% include '/etc/passwd' %}": "is no template that this one may take in",
    "{% import '../other/page.html.j2' as other %}": "is no template that this one may take in",
    "{% extends 'base.html' %}": "is no template that this one may take in",
    "{{ 1.5.fromhex }}": "not text or a number",
    "{{ page }}": "not text or a number",
    "{{ page.columns }}": "it prints a list",
    "{{ '%s' % 1.5.fromhex }}": "a thing of Python's",
    # without end
    "{% include 'layouts/try/page.html.j2' %}": "into itself without end",
    "{% extends 'layouts/try/page.html.j2' %}": "into itself without end",
    "{% block x %}{{ self.x() }}{% endblock %}": "into itself without end",
    "{% macro m(n) %}{{ m(n - 1) }}{% endmacro %}{{ m(60) }}": "into itself without end",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(40) }}": "its loops and calls",
    "{% for a in [[1, [2]]] recursive %}{{ loop([a, a]) }}{% endfor %}": "into itself without end",
    "{% for a in range(300) recursive %}{% if loop.depth < 4 %}{{ loop(range(300)) }}{% endif %}{% endfor %}": "calls",
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}": "its loops and calls",
    "{% for a in page.columns %}" * 8 + "x" + "{% endfor %}" * 8: "its loops and calls",
    "{% for a in 'x' * 99999 %}{% for b in 'x' * 99999 %}{% endfor %}{% endfor %}": "its loops and calls",
    "{% for a in range(10**9) %}{% endfor %}": "it asks for 1,000,000,000",
    # too much
    "{{ '%2500000000d' % 1 }}": "its format makes more than 1,000,000",
    "{{ '%.2500000000f' % 1 }}": "its format makes more than 1,000,000",
    "{{ '%(a)2500000000d' % {'a': 1} }}": "its format makes more than 1,000,000",
    "{{ '%*d' % (2500000000, 1) }}": "it asks for 2,500,000,000",
    "{{ ('%99999d' * 9999) % (1,) }}": "its format makes more than 1,000,000",
    "{{ '%2500000000d'|format(1) }}": "its format makes more than 1,000,000",
    "{{ '{:2500000000}'.format(1) }}": "its format makes more than 1,000,000",
    "{{ '{:{w}}'.format(1, w=2500000000) }}": "it asks for 2,500,000,000",
    "{{ ('{0:>{0}}' * 9999).format(99999) }}": "10,000,000 characters at once",
    "{{ 'x'.center(2500000000) }}": "it asks for 2,500,000,000",
    "{% filter center(2500000000) %}x{% endfilter %}": "it asks for 2,500,000,000",
    "{{ ('\\n' * 99999)|indent('x' * 99999) }}": "10,000,000 characters at once",
    "{{ ('x' * 99999).replace('', 'y' * 99999) }}": "10,000,000 characters at once",
    "{{ range(99999)|join('x' * 99999) }}": "10,000,000 characters at once",
    "{{ ('x' * 99999)|wordwrap(1, true, 'y' * 99999) }}": "10,000,000 characters at once",
    "{{ ('\\t' * 99999).expandtabs(99999)|length }}": "10,000,000 characters at once",
    "{{ ('x' * 99999).translate({120: 'y' * 99999})|length }}": "10,000,000 characters at once",
    "{{ (['x'] * 99999)|map('center', 99999)|list|length }}": "10,000,000 characters at once",
    "{% set ns = namespace(l=[]) %}{% for i in range(9999) %}{% set ns.l = ns.l + ['x' * 99999] %}"
    "{% endfor %}": "its values come to more than 10,000,000",
    "{% set s = 'x' * 99999 %}{% set ns = namespace(l=[]) %}{% for i in range(9999) %}{% set ns.l = ns.l + [s[1:]] %}"
    "{% endfor %}": "its values come to more than 10,000,000",
    "{{ 'x' * 10**10 }}": "100,000 items or characters at once",
    "{{ ([0] * 10**9)|length }}": "100,000 items or characters at once",
    "{{ 2 ** 99999 }}": "its power is too large",
    "{{ 10 ** 4000 }}": "4,096 bits",
    "{{ 'x'|center(10**9) }}": "it asks for 1,000,000,000",
    "{{ 'x'.ljust(10**9) }}": "it asks for 1,000,000,000",
    "{{ 'x\ty'.expandtabs(10**9) }}": "it asks for 1,000,000,000",
    "{{ 'x'|indent(10**9) }}": "it asks for 1,000,000,000",
    "{{ page.folio.to_bytes(10**9) }}": "it asks for 1,000,000,000",
    "{{ 1.5|round(10**9) }}": "it asks for 1,000,000,000",
    "{{ page.columns|batch(10**9, 'x')|list }}": "it asks for 1,000,000,000",
    "{{ '%9999999d' % 3 }}": "1,000,000 characters at once",
    "{{ '{:>9999999}'.format(3) }}": "1,000,000 characters at once",
    "{{ '%9999999d'|format(3) }}": "1,000,000 characters at once",
    "{{ ('x' * 9999)|replace('', 'y' * 999) }}": "10,000,000 characters at once",
    "{{ (['x' * 9999] * 9999)|join }}": "characters at once",
    GROWING.replace("REPEATED", "ns.s ~ ns.s"): "1,000,000 characters of one page",
    GROWING.replace("REPEATED", "ns.s + ns.s"): "100,000 items or characters at once",
    GROWING.replace("REPEATED", "ns.s|replace('x', 'xx')"): "characters",
    GROWING.replace("{% set ns.s = REPEATED %}", "{% set x %}{{ ns.s }}{{ ns.s }}{% endset %}{% set ns.s = x %}"): "page",
    "{% set ns = namespace(n=3) %}{% for i in range(60) %}{% set ns.n = ns.n * ns.n %}{% endfor %}": "4,096 bits",
    NESTED + "{{ ns.s }}": "it prints a list",
    NESTED + "{{ ns.s|string }}": "characters at once",
    NESTED + "{{ ns.s|tojson }}": "characters at once",
    NESTED + "{{ '%s' % ns.s }}": "characters at once",
    NESTED + "{{ '{}'.format(ns.s) }}": "characters at once",
    "{% for i in range(9999) %}" + "abc" * 9999 + "{% endfor %}": "1,000,000 characters of one page",
    "{% macro m() %}" + "abc" * 9999 + "{% endmacro %}{% for i in range(999) %}{% set x = m() %}{% endfor %}": "page",
    # too deep
    "{{ " + "(" * 500 + "1" + ")" * 500 + " }}": "in more than 32 others",
    "{% if 1 %}" * 500 + "{% endif %}" * 500: "in more than 32 others",
    "{% if 1 %}" + "{% elif 2 %}" * 3000 + "{% endif %}": "in more than 32 others",
    "{{ " + "-" * 5000 + "1 }}": "more than 200 words and signs",
    "{{ 1" + " + 1" * 5000 + " }}": "more than 200 words and signs",
    "{{ 'a'" + "|upper" * 5000 + " }}": "more than 200 words and signs",
    # what filters and operators cannot take
    "{{ 'a' * 99|truncate(-5) }}": "length >= 3",
    "{{ 1 / 0 }}": "division by zero",
    "{{ 10.0 ** 400 }}": "4,096 bits",
    "{{ {'a b': 1}|xmlattr }}": "Invalid character in attribute name",
    "{{ 'a'|nosuch }}": "No filter named",
    "{{ nosuch.at.all }}": "undefined",
    "{% for a in 5 %}{% endfor %}": "not iterable",
    "{% do x %}": "unknown tag",
    "{{ 'a' if }}": "unexpected",
}  # fmt: skip


def layout(template: str) -> Layout:
    return Layout("try", "layouts/try", GRID, (), template, "")


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack[:60])
def test_an_attack_is_told_at_its_line(attack: str) -> None:
    began = time.process_time()
    with pytest.raises(Refused) as refused:
        render_template(layout(f"<p>\n\n{attack}"), CONTEXT, verso=False)
    assert time.process_time() - began < 4
    (problem,) = refused.value.problems
    assert ATTACKS[attack] in problem.message
    assert (problem.code, problem.severity) == ("template", "error")
    # Jinja tells of a file that reads itself in where it does so first.
    assert problem.where == Span("layouts/try/page.html.j2", 3)


@pytest.mark.parametrize(
    ("template", "made"),
    [
        ("{{ '%02d'|format(page.folio) }} {{ '%02d' % page.folio }}", "03 03"),
        (
            "{% for c in page.columns[:3] %}{{ loop.index }}/{{ loop.length }}{{ ',' if not loop.last }}{% endfor %}",
            "1/3,2/3,3/3",
        ),
        ("{% for c in page.columns if c.left > 5 %}x{% else %}none{% endfor %}", "none"),
        ("{{ page.columns|map(attribute='left')|sum }}", "10.0"),
        ("{{ page.columns|length * 2 + 1 }} {{ 7 // 2 }} {{ 2 ** 8 }}", "21 3 256"),
        ("{% macro m(a) %}<{{ a }}>{% endmacro %}{{ m('&') }}{{ page.section }}", "<&amp;>Brèves"),
        ("{% set x %}{{ page.folio }}-{% endset %}{{ x * 3 }}", "3-3-3-"),
        ("{{ 'a'|center(5) }}|{{ ['b', 'a']|sort|join('+') }}", "  a  |a+b"),
        ("{% for a in [1, [2, 3]] recursive %}{{ loop(a) if a is iterable else a }}{% endfor %}", "123"),
        ("{% call(x) page_or('y') %}{{ x }}{% endcall %}", None),
        ("{{ AREA|box if false }}{{ page.slots.rail|box(bleed='top', grow=1) }}", "margin:0;left:0.0000pt;top:-10.0000pt;"),
    ],
)
def test_what_templates_do_goes_on_as_it_was(template: str, made: str | None) -> None:
    if made is None:
        with pytest.raises(Refused, match="undefined"):
            render_template(layout(template), CONTEXT, verso=False)
    else:
        assert render_template(layout(template), CONTEXT, verso=False).startswith(made)


def test_what_one_page_has_used_up_is_there_again_for_the_next() -> None:
    template = layout("{% for a in range(60000) %}{% endfor %}{{ 'x' * 90000 }}{{ page.folio }}")
    for _ in range(3):
        assert render_template(template, CONTEXT, verso=False).endswith("x3")
