"""Who writes in an article: one at a time. Whoever types holds it, until silence, a word, or somebody else takes it over.

Times are handed in, in seconds of any steady clock. What an earlier holder had typed before it could know is never refused
for it: this says who may begin to type.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Without a key for so long, the article is free again (s).
SILENCE = 60.0


@dataclass(slots=True)
class Holding:
    """``who``: the holder ("" for nobody); ``since`` its last key."""

    who: str = ""
    since: float = 0.0

    def holder(self, now: float) -> str:
        """Who holds it; "" if anybody may type."""
        if self.who and now - self.since >= SILENCE:
            self.who = ""
        return self.who

    def typed(self, who: str, now: float) -> bool:
        """Somebody types: it is theirs, if it is free; False where somebody else holds it."""
        if self.holder(now) not in ("", who):
            return False
        self.who, self.since = who, now
        return True

    def take(self, who: str, now: float) -> None:
        """Somebody takes it over, whoever held it."""
        self.who, self.since = who, now

    def release(self, who: str) -> None:
        """Somebody is gone; what others hold stays theirs."""
        if self.who == who:
            self.who = ""
