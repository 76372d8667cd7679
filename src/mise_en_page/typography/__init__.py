"""French typography: text in, corrections out; and where a word may be divided."""

from mise_en_page.typography.correct import (
    Correction,
    closed,
    correct_article,
    correct_page,
    correct_text,
    correct_title,
    explanation,
    filter_jsonl,
)
from mise_en_page.typography.hyphenation import hyphenate, hyphenator
from mise_en_page.typography.policy import PROFILES, Policy, kept, policy_of
from mise_en_page.typography.told.accepted import Accepted, accepting
from mise_en_page.typography.told.coherence import coherence
from mise_en_page.typography.told.stage import CODES, told_page, told_title

__all__ = [
    "CODES",
    "PROFILES",
    "Accepted",
    "Correction",
    "Policy",
    "accepting",
    "closed",
    "coherence",
    "correct_article",
    "correct_page",
    "correct_text",
    "correct_title",
    "explanation",
    "filter_jsonl",
    "hyphenate",
    "hyphenator",
    "kept",
    "policy_of",
    "told_page",
    "told_title",
]
