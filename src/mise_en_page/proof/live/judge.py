"""What ``check`` says of the issue that is shown: the preview draws in a way of its own, and is judged as the file will be.

It is asked in another process once nobody has edited for a moment, so that no picture waits for it; pages that did not
change come from the shelf that builds share.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mise_en_page.build import How, look
from mise_en_page.output import cache_folder
from mise_en_page.page_shelf import PageShelf
from mise_en_page.press import Cache, Profile
from mise_en_page.problem import Problem, Refused
from mise_en_page.shelf import order


@dataclass(frozen=True, slots=True)
class Asked:
    """An issue's folder, and for which printer."""

    folder: Path
    profile: Profile


def judge(asked: Asked) -> tuple[Problem, ...]:
    """All that is wrong with an issue, from its texts to the printer's file."""
    wanted = order(asked.folder, (), cache_folder())
    pages = PageShelf(cache_folder() / "pages", wanted.digests) if wanted is not None else None
    how = How(pictures=Cache(cache_folder() / "pictures"), pages=pages)
    try:
        return look(asked.folder, asked.profile, how=how).problems
    except Refused as refused:
        return refused.problems
