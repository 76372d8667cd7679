"""French typography: text in, corrections out; and where a word may be divided."""

from mise_en_page.typography.correct import (
    Correction,
    correct_page,
    correct_text,
    correct_title,
    explanation,
    filter_jsonl,
)
from mise_en_page.typography.hyphenation import hyphenate, hyphenator
from mise_en_page.typography.policy import PROFILES, Policy, policy_of

__all__ = [
    "PROFILES",
    "Correction",
    "Policy",
    "correct_page",
    "correct_text",
    "correct_title",
    "explanation",
    "filter_jsonl",
    "hyphenate",
    "hyphenator",
    "policy_of",
]
