"""Laws of whole issues, through the command: whatever stands in the articles, the user reads problems with their places."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mise_en_page.cli.commands import commands
from sample_issue import one_page

#: What a page meets: words in any writing, and every kind of sign that has once gone wrong.
SIGNS = st.one_of(
    st.characters(),
    st.sampled_from(
        "שלום مرحبا 中文 日本 한국 ไทย \u0301\u0302\u0327 \u200d\u200c\u00ad\u2060\ufeff\u202e\u2066\u2028\u2029"
    ),
    st.sampled_from("\x00\x07\x1b\ud800\udfff\ufffd\ufe0f\U0001f468\U0001f3fd\U0001f1eb\U0001f1f7\ufb00\u0130\u0131\u017f"),
)
WORDS = st.text(SIGNS, max_size=12)
MARKED = st.sampled_from(
    ("*{}*", "**{}**", "[{}](https://ex.fr)", "« {} »", '"{}"', "{} !", "{}: ", "`{}`", "<{}>", "\\{}", "{}")
)
TEXT = st.lists(st.builds(str.format, MARKED, WORDS), max_size=30).map(" ".join)
BLOCK = st.builds(
    str.__add__, st.sampled_from(("", "", "", "## ", "> ", "— ", "1. ", "> — ", "![a](", "    ", "---")), TEXT
)
BODY = st.lists(BLOCK, max_size=8).map("\n\n".join)
HEAD = st.dictionaries(
    st.sampled_from(("title", "kicker", "chapo", "byline", "figure", "titre", "chapô", "image", "caption", "nosuch")),
    TEXT,
    max_size=5,
)


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield one_page(Path(folder) / "publication")


def checked(root: Path, head: dict[str, str], body: str) -> list[dict[str, object]]:
    """What `check` says of the issue with this lead: its problems as data, each with words and, but for few, a place."""
    lines = [f"{key}: {value}" for key, value in head.items()]
    written = "\n".join(("---", *lines, "---", body)).encode("utf-8", "surrogatepass")
    article = root / "issues/2018-05/articles/fleuve.md"
    article.write_bytes(written)
    done = CliRunner().invoke(commands, ["check", str(root / "issues/2018-05"), "--json"])
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    data = json.loads(done.stdout)
    problems: list[dict[str, object]] = data["problems"]
    assert done.exit_code == any(problem["severity"] == "error" for problem in problems)
    for problem in problems:
        assert problem["code"]
        assert str(problem["message"]).strip()
        assert "file" in problem or "page" in problem
        if problem.get("file") == "issues/2018-05/articles/fleuve.md":
            text = written.decode("utf-8", "replace")
            assert 1 <= int(str(problem["line"])) <= text.count("\n") + text.count("\r") + 2
    return problems


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(HEAD, BODY)
@example({"title": "Le fleuve"}, "Un mot.")
@example({"title": "\ud800"}, "\udfff")
@example({"title": "שלום עולם"}, "مرحبا بالعالم 中文 👨‍👩‍👧‍👦")
@example({"title": "e" + "\u0301" * 199}, "\u0301" * 199 + " \u200d" * 50)
@example({"title": "*" * 400}, "**a *b " * 900 + "\n\n" + "[" * 199 + " " + "](" * 90)
def test_whatever_an_article_says_the_command_answers_in_words(root: Path, head: dict[str, str], body: str) -> None:
    first = checked(root, head, body)
    assert checked(root, head, body) == first


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("Il rouvre un pont. " * 55_000, "too-large"),  # a paragraph of a megabyte
        ("Il rouvre un pont. " * 2_000, "paragraph-too-long"),
        ("a" * 400_000, "word-too-long"),
        ("Mot.\n\n" * 3_000, "too-many-blocks"),
        ("Un\\\n" * 20_000 + "mot", "paragraph-too-long"),
        ("> " * 5_000, "nested-quote"),
        ("![" * 5_000, "bad-image"),
    ],
)
def test_what_no_page_holds_is_refused_at_its_place(root: Path, body: str, code: str) -> None:
    problems = checked(root, {"title": "Le fleuve"}, body)
    assert code in [problem["code"] for problem in problems]
    assert len(problems) < 100


def test_ten_thousand_briefs_that_are_not_there_are_told_in_few_words(root: Path) -> None:
    """The first of them are named, the others counted; so are those of a page that would hold them all."""
    issue = root / "issues/2018-05/issue.yaml"
    good = issue.read_text(encoding="utf-8")
    pages = "".join(
        f"  - layout: breves\n    folio: {page}\n    articles: [{', '.join(f'b{page}-{n}' for n in range(99))}]\n"
        for page in range(1, 102)
    )
    try:
        issue.write_text(f"number: 1\ndate: 2018-05-01\npages:\n{pages}", encoding="utf-8")
        done = CliRunner().invoke(commands, ["check", str(root / "issues/2018-05")])
    finally:
        issue.write_text(good, encoding="utf-8")
    assert done.exit_code == 1
    assert "there is no article “b1-0”" in done.stderr
    assert "… and more of this kind in the same file, after 20" in done.stderr
    assert len(done.stderr.splitlines()) < 60
