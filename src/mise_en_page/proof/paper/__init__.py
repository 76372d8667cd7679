"""The proof on paper: each page on an A4 sheet, with all that an editor asks of it, and the way back to the text."""

from mise_en_page.proof.paper.make import PaperProof, paper_proof

__all__ = ["PaperProof", "paper_proof"]
