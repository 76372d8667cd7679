"""The publication's fonts, read once."""

from __future__ import annotations

import pytest
from composing import FONTS

from mise_en_page.composition import Catalogue


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.read(FONTS)
