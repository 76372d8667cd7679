"""Proofs on paper and their way home: the proof PDF, notes that come back, comparison, sign-off."""
