"""Rows of territory that fill all the columns of text of its lists: see tests/kernel/search/rows.py."""

from collections.abc import Callable
from typing import Any

from models.territory import Arrondissement
from tests.support import factories as make


def place_row() -> Arrondissement:
    return make.ArrondissementFactory(
        number=42,
        name="Île Réunie",
        insee_code="é9342",
        postal_code="ü9042",
        mairie_email="bœuf@example.org",
        mairie_phone="04 72 11 22 33",
    )


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    Arrondissement: (place_row,),
}
