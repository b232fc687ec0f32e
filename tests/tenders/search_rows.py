"""Rows of tenders that fill all the columns of text of its lists: see tests/kernel/search/rows.py."""

from collections.abc import Callable
from typing import Any

from models.contracts import GroupKind
from models.tenders import Tender
from tests.support import procurement as buy
from tests.support import tenders as bid


def tender_row() -> Tender:
    contract = buy.ContractFactory(number="É-2026-03", title="Médiation élargie")
    supplier = buy.SupplierFactory(name="Générations mêlées")
    said = {"low_answer": "Marge réduite", "rejection_reason": "Méthode légère"}
    left_out = {"is_admissible": False, "inadmissible_reason": "Pli déposé tard"}
    group = {"members": [buy.SupplierFactory(name="Nuée légère")], "group_kind": GroupKind.JOINT}
    return bid.TenderFactory(contract=contract, supplier=supplier, notes="Équipe étoffée", **said, **left_out, **group)


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    Tender: (tender_row,),
}
