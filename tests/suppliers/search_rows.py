"""Rows of suppliers that fill all the columns of text of its lists: see tests/kernel/search/rows.py."""

from collections.abc import Callable
from typing import Any

from models.suppliers import Supplier
from tests.support import procurement as buy


def supplier_row() -> Supplier:
    return buy.SupplierFactory(
        name="Atelier Éphémère",
        identifier="21690123100011",
        vat_number="FR00123456789",
        postal_code="69003",
        city="Vénissieux",
        email="atelier@example.org",
        phone="04 72 10 30 30",
        address="Allée Nérée",
    )


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    Supplier: (supplier_row,),
}
