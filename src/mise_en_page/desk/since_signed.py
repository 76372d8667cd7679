"""Which pages of an issue differ from the last proof that was signed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from mise_en_page.desk.engine import Edition
from mise_en_page.files.regular import plain_bytes
from mise_en_page.model import limits
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Refused
from mise_en_page.proof import sign


class SinceSigned:
    """Which pages differ from the last signed proof. Asked at every edit: a file is digested anew only when it changed."""

    def __init__(self, folder: Path, profile: Profile) -> None:
        self._folder, self._profile = folder, profile
        self._digests: dict[Path, tuple[tuple[int, int], str]] = {}

    def __call__(self, edition: Edition) -> frozenset[int] | None:
        """The pages, from 0; None: no proof of this issue is signed."""
        if edition.made is None or not (self._folder / sign.RECORD).is_file():
            return None
        try:
            signed = sign.read_record(self._folder)
        except Refused:
            return None
        made = edition.made
        common, pages = sign.pages_of(made.issue, made.layouts, made.root)
        if signed.press != sign.digest_of(self._profile) or self._differ(common, made.root, signed):
            return frozenset(range(len(pages)))
        return frozenset(n for n, files in enumerate(pages) if self._differ(files, made.root, signed))

    def _differ(self, files: frozenset[Path], root: Path, signed: sign.Signed) -> bool:
        return any(self._digest(path) != signed.files.get(path.relative_to(root).as_posix()) for path in files)

    def _digest(self, path: Path) -> str:
        try:
            state = path.stat()
            key = (state.st_mtime_ns, state.st_size)
            known = self._digests.get(path)
            if known is None or known[0] != key:
                known = self._digests[path] = (key, hashlib.sha256(plain_bytes(path, limit=limits.IMAGE_BYTES)).hexdigest())
        except OSError:
            return ""  # it is gone: the page has changed
        return known[1]
