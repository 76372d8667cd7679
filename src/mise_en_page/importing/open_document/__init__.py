"""OpenDocument texts (.odt, .fodt; ISO/IEC 26300), as LibreOffice and Google Docs write them."""

from mise_en_page.importing.open_document.read import read_open_document

__all__ = ["read_open_document"]
