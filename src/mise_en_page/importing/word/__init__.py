"""Word's .docx (ECMA-376, ISO/IEC 29500), as Word, LibreOffice and Google Docs write it."""

from mise_en_page.importing.word.read import read_word

__all__ = ["read_word"]
