"""The user's editor, opened at a line: a setting, run without a shell and for files of the publication alone."""

from __future__ import annotations

import shlex
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

#: What may be opened: texts that people write.
TEXTS = frozenset({".md", ".yaml", ".yml", ".css", ".j2"})


@dataclass(frozen=True, slots=True)
class Editor:
    """``command`` holds ``{file}``, ``{line}`` and ``{column}``: ``code --goto {file}:{line}:{column}``; "" for none."""

    command: str = ""

    def words(self, root: Path, file: str, line: int, column: int) -> list[str]:
        """The command as a list of words; the file's own name is never split."""
        words = (word.replace("{line}", str(line)).replace("{column}", str(column)) for word in shlex.split(self.command))
        return [word.replace("{file}", str(root / file)) for word in words]

    def open(self, root: Path | None, file: str, line: int, column: int) -> bool:
        """Start the editor; False where there is none, or where the file is not the publication's."""
        if root is None or not self.command:
            return False
        try:
            path = (root / file).resolve()
            if not path.is_relative_to(root.resolve()) or path.suffix not in TEXTS or not path.is_file():
                return False
            words = self.words(root, path.relative_to(root.resolve()).as_posix(), max(1, line), max(1, column))
        except (OSError, ValueError, RuntimeError):  # no name that a file could have; a command whose quotes do not close
            return False
        try:
            process = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip
        except (OSError, ValueError):
            return False
        threading.Thread(target=process.wait, daemon=True).start()  # so that no dead process stays behind
        return True
