"""A publication as it stood in a revision of git, laid out in a folder of its own; the work tree is not touched."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

from mise_en_page import reading
from mise_en_page.model.problem import Refused
from mise_en_page.reading.found import shown

SECONDS = 60


def at_revision(issue: Path, revision: str, target: Path) -> Path:
    """The issue's folder as it stood in ``revision``, under ``target``. Raises Refused if git has it not."""
    issue = issue.absolute()
    root = reading.publication_root(issue)
    if root is None:
        raise Refused.of("revision/no-publication", name=issue.name)
    # --end-of-options: a revision that begins with a dash is none of git's options.
    commit = _git(root, revision, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    archive = _git(root, revision, "archive", "--format=tar", commit.decode("ascii").strip())
    try:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(target, filter="data")
    except (tarfile.TarError, OSError) as fault:
        raise Refused.of("revision/archive", revision=shown(revision)) from fault
    return target / issue.relative_to(root)


def _git(root: Path, revision: str, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=True, timeout=SECONDS)
    except FileNotFoundError as fault:
        raise Refused.of("revision/no-git") from fault
    except (subprocess.SubprocessError, ValueError) as fault:
        raise Refused.of("revision", revision=shown(revision)) from fault
    return done.stdout
