"""The proof for a browser: one file that needs no server and no network, and takes comments home."""

from mise_en_page.proof.html.make import HtmlProof, html_proof

__all__ = ["HtmlProof", "html_proof"]
