"""What every test may use: golden files, and laws that are judged alike on every machine of CI."""

import difflib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# English is what the tests hear, whatever the shell speaks; a test that asks for French says so.
os.environ["MISE_EN_PAGE_LANG"] = os.environ["LANGUAGE"] = "en"

# In CI a law must not fail for an example that nobody can see again; at a desk it should look for new ones.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("desk", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the expected files anew (make golden)")


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Commands keep prepared pictures for the next build; the tests' are their own, and nobody's home is touched.

    Of the whole session: what a module makes once is made before what each test has of its own.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.getbasetemp() / "state"))
        yield


@pytest.fixture(autouse=True)
def own_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that is told --lang speaks that language to its end; the next test hears what it did before."""
    for name in ("MISE_EN_PAGE_LANG", "LANGUAGE"):
        monkeypatch.setenv(name, os.environ.get(name, "en"))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """``golden(name, text)`` compares text with ``golden/NAME`` beside the test, or writes it under ``make golden``."""

    def compare(name: str, text: str) -> None:
        expected = request.path.parent / "golden" / name
        if request.config.getoption("--update-golden"):
            expected.parent.mkdir(exist_ok=True)
            expected.write_text(text, encoding="utf-8")
            return
        if not expected.exists():
            pytest.fail(f"{shown(expected)} is not there yet: run make golden, then read what it wrote")
        before = expected.read_text(encoding="utf-8")
        if before != text:
            lines = difflib.unified_diff(before.splitlines(), text.splitlines(), shown(expected), "now", lineterm="")
            pytest.fail("\n".join(lines), pytrace=False)

    return compare


def shown(path: Path) -> str:
    """A path as it is typed from the repository's root."""
    return str(path.relative_to(Path(__file__).parent.parent))
